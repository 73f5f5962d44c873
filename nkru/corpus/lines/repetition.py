"""Lines that stand in several articles of one site: furniture, unless the articles are copies of one text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache

import pandas as pd

from nkru.corpus.lines.furniture import comparable

# Lines of so many words are prose rather than menu. Articles that share so much of their prose (the median: a stub may
# be mostly frame) are copies: what they share is their text.
_PROSE, _COPY = 8, 0.5
COLUMNS = ["key", "articles"]


def line_numbers(articles: pd.DataFrame) -> pd.DataFrame:
    """Return the first pass over articles, numbers only: tables of several partitions can be concatenated.

    Returns:
        One row per distinct line of an article: key (of the line, within its outlet where one is stated), doc (key of
        the article), words, prose (words of the article's long lines).
    """
    rows = [
        (key, key_of(doc_id), len(line.split()))
        for doc_id, outlet, raw in articles[["doc_id", "stated_outlet", "raw"]].itertuples(index=False)
        for key, line in _distinct(outlet, comparable(raw).split("\n")).items()
    ]
    table = pd.DataFrame(rows, columns=["key", "doc", "words"])
    table = table.astype({"key": "uint64", "doc": "uint64", "words": "int64"})
    long = table["words"].where(table["words"] >= _PROSE, 0)
    return table.assign(prose=long.groupby(table["doc"]).transform("sum"))


def repeated_among(numbers: pd.DataFrame) -> pd.DataFrame:
    """Return the lines that stand in several articles that are not copies of one another: key, articles."""
    table = numbers[numbers.duplicated("key", keep=False)]
    grouped = table.groupby("key", sort=True)
    # Lines that stand in the same set of articles go together: a shared text, or a site's frame.
    table = table.assign(set=grouped["doc"].transform("sum"), articles=grouped["doc"].transform("size"))
    long = table[table["words"] >= _PROSE]
    shared = long.groupby(["set", "doc"])["words"].sum().div(long.groupby(["set", "doc"])["prose"].first())
    copies = shared.groupby("set").median()
    copied = table["set"].isin(copies.index[copies >= _COPY])
    return table.loc[~copied, COLUMNS].drop_duplicates("key").sort_values("key", ignore_index=True)


def line_keys(outlet: object, lines: Iterable[str]) -> list[int]:
    """Return the key of each line (as `comparable` returns it) within an outlet."""
    site = outlet if isinstance(outlet, str) else ""
    return [key_of(f"{site}\n{line.strip().lower()}") for line in lines]


@lru_cache(maxsize=1 << 16)
def key_of(text: str) -> int:
    """Return a number of 64 bits that stands for a text, the same in every process."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")


def _distinct(outlet: object, lines: Iterable[str]) -> dict[int, str]:
    """Return the lines with letters by their keys."""
    worded = [line for line in lines if any(map(str.isalpha, line))]
    return dict(zip(line_keys(outlet, worded), worded, strict=True))
