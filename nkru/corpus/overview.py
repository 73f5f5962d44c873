"""The overview of a corpus: its articles, stories, outlets, period and words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from nkru.corpus.word_counts import words_by_article
from nkru.language import date, deferred_forms, gettext, ngettext, number
from nkru.summary import Summary

if TYPE_CHECKING:
    from nkru.corpus.corpus import Corpus

_SHOWN = ["doc_id", "title", "outlet", "date"]
_NOUNS = {
    "articles": deferred_forms("article", "articles"),
    "stories": deferred_forms("story", "stories"),
    "outlets": deferred_forms("outlet", "outlets"),
    "words counted": deferred_forms("word counted", "words counted"),
}


def count_words(corpus: Corpus) -> int:
    """Return the words of the sentences that are counted."""
    return sum(words_by_article(corpus).values())


def period(documents: pd.DataFrame) -> str:
    """Return the first and the last date, each at its own precision; "" if no article is dated.

    >>> dates = {"date": ["2025", "2019-04", None]}
    >>> bounds = {"date_from": ["2025-01-01", "2019-04-01", None]}
    >>> period(pd.DataFrame(dates | bounds | {"date_to": ["2025-12-31", "2019-04-30", None]}))
    'April 2019 to 2025'
    """
    dated = documents.dropna(subset=["date", "date_from", "date_to"])
    if dated.empty:
        return ""
    first = dated.sort_values(["date_from", "date_to"])["date"].iloc[0]
    last = dated.sort_values(["date_to", "date_from"])["date"].iloc[-1]
    if first == last:
        return date(first)
    return gettext("{first:date} to {last:date}", first=str(first), last=str(last))


def dated_note(documents: pd.DataFrame) -> str:
    """Return the name of the period, with the number of dated articles if some are undated."""
    dated = int(documents["date"].notna().sum())
    if dated == len(documents):
        return gettext("period")
    return ngettext("period of the {n} dated", "period of the {n} dated", dated)


def facts(corpus: Corpus) -> list[tuple[str, str]]:
    """Return the facts about a corpus, as pairs of a number or a period and its name."""
    documents = corpus.documents
    numbers = {
        "articles": len(documents),
        "stories": documents["story_id"].nunique(),
        "outlets": documents["outlet"].nunique(),
        "words counted": count_words(corpus),
    }
    pairs = [(number(n), str(ngettext(*_NOUNS[noun], n))) for noun, n in numbers.items()]
    if "agency" in documents and len(documents):
        share = number(documents["agency"].notna().mean(), ".0%")
        pairs.append((share, gettext("signed by an agency")))
    days = period(documents)
    return [*pairs, (days, dated_note(documents))] if days else pairs


def summarise(corpus: Corpus) -> Summary:
    """Return the summary of a corpus that a notebook shows."""
    flags = corpus.documents["flags"].str.split(";").explode()
    told = {noun: number for number, noun in facts(corpus)}
    counts = flags[flags != ""].value_counts()
    told["flags"] = ", ".join(f"{count} {flag}" for flag, count in counts.items()) or "none"
    told["not read"] = f"{len(corpus.unread):,}"
    calls = ("corpus.documents", "corpus.unread", 'corpus.where("year >= 2020")')
    return Summary(
        f"Corpus of {corpus.basis}, {len(corpus.unread)} not read",
        told,
        corpus.documents[_SHOWN],
        (*calls, "nkru.plot(corpus)", "nkru.find_mentions(corpus)", "nkru.count(corpus)"),
    )
