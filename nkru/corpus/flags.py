"""Flags: what limits the conclusions one may draw from an article."""

from __future__ import annotations

import re
from functools import cache

import pandas as pd

from nkru import resources
from nkru.corpus.languages import UNKNOWN
from nkru.corpus.lines.furniture import comparable

# An article of fewer kept words is an alert or a stump.
SHORT_WORDS = 60
_WORDED = ("generated", "prompt_residue", "paywall")
# How a note on author or site that several articles share was left out (see nkru/corpus/roles.py).
_BIO = r"^(?:note on the author|the site speaks of itself), as in other articles|^stands in several articles$"


def flag_table(articles: pd.DataFrame, lines: pd.DataFrame, documents: pd.DataFrame) -> pd.Series[str]:
    """Return the flags of each article, sorted and joined by ";".

    generated, prompt_residue, paywall (its text says so); encoding_damaged (characters were replaced); no_byline (no
    author, agency or desk); no_date; not_french; stock_bio (a note on the author or site that several articles share);
    too_short (fewer than 60 kept words).

    Args:
        articles: doc_id, damaged, raw.
        lines: as from `nkru.corpus.roles.line_table`.
        documents: doc_id, author, agency, date, language; in the order of `articles`.
    """
    lines = lines.assign(words=[len(text.split()) for text in lines["text"]])
    words = lines["words"].where(lines["kept"], 0).groupby(lines["doc_id"], observed=True).sum()
    bios = set(lines.loc[lines["reason"].str.contains(_BIO) & (lines["words"] > 8), "doc_id"])
    signed = documents["doc_id"].isin(lines.loc[lines["role"] == "byline", "doc_id"])
    marks = pd.DataFrame(
        {
            "encoding_damaged": articles["damaged"] > 0,
            "no_byline": documents["author"].isna() & documents["agency"].isna() & ~signed,
            "no_date": documents["date"].isna(),
            "not_french": ~documents["language"].isin(("fr", UNKNOWN)),
            "stock_bio": documents["doc_id"].isin(bios),
            "too_short": documents["doc_id"].map(words).fillna(0) < SHORT_WORDS,
        }
    )
    told = (set(marks.columns[row]) for row in marks.to_numpy(dtype="bool"))
    rows = [";".join(sorted(own | worded_flags(raw))) for own, raw in zip(told, articles["raw"], strict=True)]
    return pd.Series(rows, index=documents.index, name="flags", dtype="str")


def worded_flags(raw: str) -> set[str]:
    """Return the flags that the words of a page give.

    >>> worded_flags("Il vous reste 72 % de cet article à lire.")
    {'paywall'}
    """
    text = comparable(raw).lower()
    return {name for name, patterns in _patterns().items() if any(pattern.search(text) for pattern in patterns)}


@cache
def _patterns() -> dict[str, list[re.Pattern[str]]]:
    # One by one: a pattern that begins with a word is found faster than it would be among others.
    tables = resources.read_toml("flags.toml")
    return {name: [re.compile(pattern, re.MULTILINE) for pattern in tables[name]["patterns"]] for name in _WORDED}
