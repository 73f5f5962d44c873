"""Flags: what limits the conclusions one may draw from an article."""

from __future__ import annotations

import re
from functools import cache
from itertools import compress

import pandas as pd

from nkru import resources
from nkru.corpus.languages import UNKNOWN
from nkru.tokens.norms import fold_for_matching

# An article of fewer kept words is an alert or a stump.
SHORT_WORDS = 60
# A note on author or site has more words, a label fewer.
_LABEL = 8
_WORDED = ("generated", "prompt_residue", "paywall")
# How a note on author or site that several articles share was left out (see nkru/corpus/roles.py).
_BIO = re.compile(
    r"(?:note on the author|the site speaks of itself), as in other articles|stands in several articles$"
)
# A shorter word than this stands on every page.
_SHORTEST = 4

# Names of flags and what gives them.
_Rules = frozenset[tuple[str, re.Pattern[str]]]


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
    words = dict.fromkeys(documents["doc_id"].tolist(), 0)
    kept = lines[lines["kept"]]
    for doc_id, text in zip(kept["doc_id"].tolist(), kept["text"].tolist(), strict=True):
        # Whether an article is short shows in its first words.
        if words[doc_id] < SHORT_WORDS:
            words[doc_id] += len(text.split(maxsplit=SHORT_WORDS))
    shared = lines[lines["reason"].isin(list(filter(_BIO.match, lines["reason"].unique())))]
    bios = [
        doc
        for doc, text in zip(shared["doc_id"], shared["text"], strict=True)
        if len(text.split()) > _LABEL
    ]
    signed = documents["doc_id"].isin(lines.loc[lines["role"] == "byline", "doc_id"])
    marks = pd.DataFrame(
        {
            "encoding_damaged": articles["damaged"] > 0,
            "no_byline": documents["author"].isna() & documents["agency"].isna() & ~signed,
            "no_date": documents["date"].isna(),
            "not_french": ~documents["language"].isin(("fr", UNKNOWN)),
            "stock_bio": documents["doc_id"].isin(bios),
            "too_short": [count < SHORT_WORDS for count in words.values()],
        }
    )
    told = (compress(map(str, marks), row) for row in marks.to_numpy(dtype="bool").tolist())
    pages = zip(told, articles["raw"].tolist(), strict=True)
    rows = [";".join(sorted(worded_flags(raw).union(own))) for own, raw in pages]
    return pd.Series(rows, index=documents.index, name="flags", dtype="str")


def worded_flags(raw: str) -> set[str]:
    """Return the flags that the words of a page give.

    >>> worded_flags("Il vous reste 72 % de cet article à lire.")
    {'paywall'}
    """
    text = f"\n{fold_for_matching(raw).lower()}"
    return {flag for flag, pattern in _patterns() if pattern.search(text)}


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    tables = resources.read_toml("pages/flags.toml")
    return [
        (flag, re.compile(pattern, re.MULTILINE))
        for flag in _WORDED
        for pattern in tables[flag]["patterns"]
    ]
