"""The overview: the facts about a corpus in a line, and warnings to read before its numbers."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from nkru.corpus.corpus import Corpus
from nkru.corpus.notices import meaning_of
from nkru.corpus.overview import dated_note, facts, period
from nkru.corpus.selection import DOUBTFUL


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
    citation = (
        f"Press report on the corpus « {name} »: {len(documents):,} articles"
        f"{f', {days} ({dated_note(documents)})' if days else ''}. "
        f"Made with nkru {version}; corpus {digest}."
    )
    return Overview(facts(corpus), _warnings(corpus), digest, citation)


def _warnings(corpus: Corpus) -> list[str]:
    documents = corpus.documents
    flags = documents["flags"].str.split(";").explode().value_counts()
    told = [
        f"{_count(int(flags[flag]), len(documents))}: {meaning_of(flag)}."
        for flag in (*DOUBTFUL, "not_french")
        if flag in flags
    ]
    undated = int(documents["date"].isna().sum())
    if undated:
        told.append(f"{_count(undated, len(documents))} have no date.")
    copies = len(documents) - documents["story_id"].nunique()
    if copies:
        told.append(f"{_count(copies, len(documents))} repeat a story of another.")
    if len(corpus.unread):
        told.append(f"{len(corpus.unread):,} files or parts of files were not read.")
    return told


def _count(part: int, whole: int) -> str:
    return f"{part:,} of {whole:,} articles"
