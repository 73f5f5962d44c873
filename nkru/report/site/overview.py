"""The overview: what a corpus is, in one line, and what a reader should know before its numbers."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import pandas as pd

from nkru.corpus.corpus import Corpus
from nkru.corpus.notices import meaning_of
from nkru.corpus.parts import counted_parts
from nkru.corpus.selection import DOUBTFUL


@dataclass(frozen=True)
class Overview:
    """A corpus in a few words.

    Attributes:
        facts: what the corpus is, as pairs of a number or a period and its name.
        warnings: sentences that stand before all findings.
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
    period = _period(documents)
    citation = (
        f"Press report on the corpus « {name} »: {len(documents):,} articles"
        f"{f', {period}' if period else ''}. Made with nkru {version}; corpus {digest}."
    )
    return Overview(_facts(corpus, period), list(_warnings(corpus)), digest, citation)


def _facts(corpus: Corpus, period: str) -> list[tuple[str, str]]:
    documents = corpus.documents
    words = sum(
        int(part.sentences["text"].str.count(r"\S+").sum()) for part in counted_parts(corpus)
    )
    agency = float(documents["agency"].notna().mean())
    numbers: list[tuple[Any, str]] = [
        (len(documents), "articles"),
        (documents["story_id"].nunique(), "stories"),
        (documents["outlet"].nunique(), "outlets"),
        (words, "words counted"),
    ]
    facts = [(f"{number:,}", noun if number != 1 else _one(noun)) for number, noun in numbers]
    facts.append((f"{100 * agency:.0f} %", "signed by an agency"))
    return [*facts, (period, "period")] if period else facts


def _one(noun: str) -> str:
    return {"stories": "story"}.get(noun, noun.split(" ")[0].removesuffix("s"))


def _period(documents: pd.DataFrame) -> str:
    """Return the first and last day on which a dated article may have appeared."""
    dated = documents.dropna(subset=["date_from", "date_to"])
    if dated.empty:
        return ""
    first, last = dated["date_from"].min(), dated["date_to"].max()
    return str(first) if first == last else f"{first} to {last}"


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
