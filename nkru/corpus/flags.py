"""Flags: what limits the conclusions one may draw from an article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import compress

import pandas as pd

from nkru import resources
from nkru.corpus.languages import UNKNOWN
from nkru.corpus.lines.furniture import comparable

# An article of fewer kept words is an alert or a stump.
SHORT_WORDS = 60
_WORDED = ("generated", "prompt_residue", "paywall")
# How a note on author or site that several articles share was left out (see nkru/corpus/roles.py).
_BIO = re.compile(r"(?:note on the author|the site speaks of itself), as in other articles|stands in several articles$")
# The word that a pattern begins with, or several.
_WORDS = re.compile(r"\(\?:([\w ,'-]+(?:\|[\w ,'-]+)+)\)(?![?*])|([\w ,'-]*)(?![?*{])")


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
    lines = lines.assign(words=[len(text.split()) for text in lines["text"].tolist()])
    words = lines["words"].where(lines["kept"], 0).groupby(lines["doc_id"], observed=True).sum()
    shared = filter(_BIO.match, lines["reason"].unique())
    bios = set(lines.loc[lines["reason"].isin(list(shared)) & (lines["words"] > 8), "doc_id"])
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
    told = (compress(map(str, marks), row) for row in marks.to_numpy(dtype="bool").tolist())
    pages = zip(told, articles["raw"].tolist(), strict=True)
    rows = [";".join(sorted(worded_flags(raw).union(own))) for own, raw in pages]
    return pd.Series(rows, index=documents.index, name="flags", dtype="str")


def worded_flags(raw: str) -> set[str]:
    """Return the flags that the words of a page give.

    >>> worded_flags("Il vous reste 72 % de cet article à lire.")
    {'paywall'}
    """
    text = f"\n{comparable(raw).lower()}"
    return {flag for word, flag, pattern in _patterns() if word in text and re.search(pattern, text, re.MULTILINE)}


@cache
def _patterns() -> list[tuple[str, str, str]]:
    """Return each pattern with its flag, after the word that it begins with: most pages hold none of the words."""
    tables = resources.read_toml("flags.toml")
    patterns = [(name, pattern) for name in _WORDED for pattern in tables[name]["patterns"]]
    return [(word, name, rule) for name, pattern in patterns for word, rule in _by_words(pattern)]


def _by_words(pattern: str) -> Iterator[tuple[str, str]]:
    """Yield the words that a pattern may begin with, each with what it is then.

    >>> list(_by_words("(?:texte|article) fournie?s?")), list(_by_words("points? fournis"))
    ([('texte', 'texte fournie?s?'), ('article', 'article fournie?s?')], [('point', 'points? fournis')])
    """
    words = _WORDS.match(pattern)
    if words and words[1]:
        yield from ((word, word + pattern[words.end() :]) for word in words[1].split("|"))
    else:
        yield (words[2] if words else ""), pattern
