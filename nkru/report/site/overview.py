"""The overview: the facts about a corpus in a line, and warnings to read before its numbers."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from nkru.catalogues import translate_data
from nkru.corpus.corpus import Corpus
from nkru.corpus.notices import meaning_of
from nkru.corpus.overview import dated_note, facts, period
from nkru.corpus.selection import DOUBTFUL
from nkru.language import deferred, deferred_forms, gettext, language, ngettext
from nkru.themes.agenda_labels import topic_labels
from nkru.themes.theme_counts import REST
from nkru.tokens.norms import folded_words

_DATED = deferred_forms(
    "Press report on the corpus « {name} »: {n} article, {days} ({dated}). Made with nkru "
    "{version}; corpus {digest}.",
    "Press report on the corpus « {name} »: {n} articles, {days} ({dated}). Made with nkru "
    "{version}; corpus {digest}.",
)
_UNDATED = deferred_forms(
    "Press report on the corpus « {name} »: {n} article. Made with nkru {version}; corpus "
    "{digest}.",
    "Press report on the corpus « {name} »: {n} articles. Made with nkru {version}; corpus "
    "{digest}.",
)
_WITHOUT_DATE = deferred_forms(
    "{n} of {total} articles has no date.", "{n} of {total} articles have no date."
)
_COPIES = deferred_forms(
    "{n} of {total} articles repeats the story of another.",
    "{n} of {total} articles repeat the story of another.",
)
_UNREAD = deferred_forms(
    "{n} file or part of a file was not read.", "{n} files or parts of files were not read."
)


# By whether one article of each story is counted.
_ONE_SUBJECT = {
    False: deferred(
        "{part} of {total} articles are on one topic, « {topic} »: nothing here is said of the "
        "press in general."
    ),
    True: deferred(
        "{part} of {total} stories are on one topic, « {topic} »: nothing here is said of the "
        "press in general."
    ),
}
_MANY_SUBJECTS = {
    False: deferred(
        "The articles are on {number} topics, and the most frequent, « {topic} », has {part} of "
        "{total}: a number over all articles mixes subjects."
    ),
    True: deferred(
        "The stories are on {number} topics, and the most frequent, « {topic} », has {part} of "
        "{total}: a number over all stories mixes subjects."
    ),
}
_ALIKE = deferred(
    "{names} are counted as different outlets: if they are one, write one name for it in "
    "metadata.csv."
)
# Tables of the chapter of themes; the fewest articles; the share that makes one subject, and the
# number of topics that makes many.
_TOPICS, _LEAST_ARTICLES, _ONE, _MANY = ("agenda", "agenda_segments"), 5, 0.7, 3


@dataclass(frozen=True)
class Overview:
    """A corpus in a few words.

    Attributes:
        facts: size and period of the corpus, as pairs of a value and its name.
        warnings: sentences shown before all findings.
        digest: the first 16 digits of a hash of its files.
        citation: how to cite the report.
    """

    facts: list[tuple[str, str]]
    warnings: list[str]
    digest: str
    citation: str


def make_overview(
    corpus: Corpus, site: Path, name: str, inputs: dict[str, str], version: str
) -> Overview:
    """Return the overview of a corpus.

    Args:
        corpus: the articles.
        site: the folder of the report.
        name: of its folder.
        inputs: the SHA-256 of each file.
        version: of nkru.
    """
    documents = corpus.documents
    text = "\n".join(f"{digest} {file}" for file, digest in sorted(inputs.items()))
    digest = hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:16]
    days = period(documents)
    about = {"name": name, "version": version, "digest": digest}
    if days:
        about |= {"days": days, "dated": dated_note(documents)}
    citation = ngettext(*(_DATED if days else _UNDATED), len(documents), **about)
    counted = documents["doc_id"].isin(corpus.sentences["doc_id"])
    stories = documents.loc[counted, "story_id"].nunique()
    warnings = [*_warnings(corpus), *subject_warnings(site, stories)]
    return Overview(facts(corpus), warnings, digest, citation)


def _warnings(corpus: Corpus) -> list[str]:
    documents = corpus.documents
    flags = documents["flags"].str.split(";").explode().value_counts()
    total = len(documents)
    told: list[str] = [
        gettext(
            "{part} of {total} articles: {meaning}.",
            part=int(flags[flag]),
            total=total,
            meaning=translate_data(language(), meaning_of(flag)),
        )
        for flag in (*DOUBTFUL, "not_french")
        if flag in flags
    ]
    undated = int(documents["date"].isna().sum())
    copies = total - documents["story_id"].nunique()
    counts = {_WITHOUT_DATE: undated, _COPIES: copies, _UNREAD: len(corpus.unread)}
    told += [ngettext(*forms, n, total=total) for forms, n in counts.items() if n]
    return [*told, *_alike(documents["outlet"])]


def _alike(outlets: pd.Series[str]) -> list[str]:
    """Return a warning on each set of outlets whose names have the same letters."""
    names = pd.Series(sorted(outlets.dropna().unique()), dtype="str")
    letters = names.map(folded_words).str.join("")
    sets = [own.tolist() for _, own in names.groupby(letters, sort=True) if len(own) > 1]
    quoted = (", ".join(f"« {name} »" for name in own) for own in sets)
    return [gettext(_ALIKE, names=names_of_set) for names_of_set in quoted]


def subject_warnings(site: Path, stories: int) -> list[str]:
    """Say whether the articles are on one subject or on many, from the tables of their topics.

    Nothing is said of few articles, or where under half of the segments hold a word of a topic.

    Args:
        site: the folder of the report.
        stories: of the corpus: as many articles are counted where one stands for its copies.
    """
    counted, segments = (_counts(site / "tables" / f"themes_{name}.csv") for name in _TOPICS)
    rest, total = segments.get(REST, 0), int(counted.sum())
    topics = counted.drop(REST, errors="ignore").sort_values(ascending=False, kind="stable")
    topics = topics[topics > 0]
    if total < _LEAST_ARTICLES or topics.empty or rest > segments.sum() / 2:
        return []
    largest = int(topics.iloc[0])
    about: dict[str, Any] = {"part": largest, "total": total, "topic": _label(topics.index[0])}
    if largest >= _ONE * total:
        return [gettext(_ONE_SUBJECT[total == stories], **about)]
    if len(topics) >= _MANY and largest <= total / 2:
        return [gettext(_MANY_SUBJECTS[total == stories], number=len(topics), **about)]
    return []


def _label(topic: object) -> str:
    return str(topic_labels(pd.Series([str(topic)]), language()).iloc[0])


def _counts(path: Path) -> pd.Series[int]:
    """Return the articles or segments of each topic; nothing if the report has no such table."""
    if not path.is_file():
        return pd.Series(dtype="int64")
    return pd.read_csv(path, usecols=["topic", "count"], index_col="topic")["count"]
