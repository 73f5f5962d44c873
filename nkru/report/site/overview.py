"""The overview: the facts about a corpus in a line, and warnings to read before its numbers."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from nkru.catalogues import translate_data
from nkru.corpus.corpus import Corpus
from nkru.corpus.notices import meaning_of
from nkru.corpus.overview import dated_note, facts, period
from nkru.corpus.selection import DOUBTFUL
from nkru.language import deferred_forms, gettext, language, ngettext

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


def make_overview(corpus: Corpus, name: str, inputs: dict[str, str], version: str) -> Overview:
    """Return the overview of a corpus.

    Args:
        corpus: the articles.
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
    return Overview(facts(corpus), _warnings(corpus), digest, citation)


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
    return told
