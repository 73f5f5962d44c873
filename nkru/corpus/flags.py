"""Flags: properties of an article that limit the conclusions one may draw from it."""

from __future__ import annotations

import re
from functools import cache
from itertools import compress

import pandas as pd

from nkru import resources
from nkru.corpus.languages import UNKNOWN
from nkru.corpus.lines.furniture import SHARED
from nkru.corpus.lines.layout import REPEATED
from nkru.tokens.norms import fold_for_matching

# An article with fewer kept words is an alert or a stump.
SHORT_WORDS = 60
# A note on the author or the site has more words, a label fewer.
_LABEL = 8
_WORDED = ("generated", "prompt_residue", "paywall")
# Codes under which a note on the author or the site is left out where several articles have it.
_STOCK_BIO = (f"author{SHARED}", f"site{SHARED}", REPEATED.code)


def flag_table(
    articles: pd.DataFrame, lines: pd.DataFrame, documents: pd.DataFrame
) -> pd.Series[str]:
    """Return the flags of each article, sorted and joined by ";".

    generated, prompt_residue, paywall (its text says so); encoding_damaged (characters were
    replaced); no_byline (no author, agency or desk); no_date; not_french; stock_bio (a note on the
    author or site that several articles share); too_short (fewer than 60 kept words).

    Args:
        articles: doc_id, damaged, raw.
        lines: as from `nkru.corpus.lines.roles.line_table`.
        documents: doc_id, author, agency, date, language; in the order of `articles`.
    """
    signed = documents["doc_id"].isin(lines.loc[lines["role"] == "byline", "doc_id"])
    marks = pd.DataFrame(
        {
            "encoding_damaged": articles["damaged"] > 0,
            "no_byline": documents["author"].isna() & documents["agency"].isna() & ~signed,
            "no_date": documents["date"].isna(),
            "not_french": ~documents["language"].isin(("fr", UNKNOWN)),
            "stock_bio": documents["doc_id"].isin(_with_stock_bio(lines)),
            "too_short": _are_short(lines, documents),
        }
    )
    rows = zip(marks.to_numpy(dtype="bool").tolist(), articles["raw"].tolist(), strict=True)
    flags = [
        ";".join(sorted(worded_flags(raw).union(compress(map(str, marks), row))))
        for row, raw in rows
    ]
    return pd.Series(flags, index=documents.index, name="flags", dtype="str")


def worded_flags(raw: str) -> set[str]:
    """Return the flags that the words of a page give.

    >>> worded_flags("Il vous reste 72 % de cet article à lire.")
    {'paywall'}
    """
    text = f"\n{fold_for_matching(raw).lower()}"
    return {flag for flag, pattern in _patterns() if pattern.search(text)}


def _with_stock_bio(lines: pd.DataFrame) -> pd.Series[str]:
    """Return the articles that share a note on their author or site."""
    notes = lines[lines["code"].isin(_STOCK_BIO)]
    return notes["doc_id"][[len(text.split()) > _LABEL for text in notes["text"]]]


def _are_short(lines: pd.DataFrame, documents: pd.DataFrame) -> list[bool]:
    words = dict.fromkeys(documents["doc_id"].tolist(), 0)
    kept = lines[lines["kept"]]
    for doc_id, text in zip(kept["doc_id"].tolist(), kept["text"].tolist(), strict=True):
        # The first words of an article are enough to show whether it is short.
        if words[doc_id] < SHORT_WORDS:
            words[doc_id] += len(text.split(maxsplit=SHORT_WORDS))
    return [count < SHORT_WORDS for count in words.values()]


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    tables = resources.read_toml("pages/flags.toml")
    return [
        (flag, re.compile(pattern, re.MULTILINE))
        for flag in _WORDED
        for pattern in tables[flag]["patterns"]
    ]
