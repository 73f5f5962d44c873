"""Lines that stand in several articles of one site: furniture, unless the articles are copies of one text."""

from __future__ import annotations

import numpy as np
import pandas as pd

from nkru.corpus.furniture import comparable

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
    tables = [
        _numbers(doc_id, outlet, raw)
        for doc_id, outlet, raw in articles[["doc_id", "stated_outlet", "raw"]].itertuples(index=False)
    ]
    empty = pd.DataFrame({"key": [], "doc": [], "words": [], "prose": []}, dtype="int64")
    return pd.concat([empty.astype({"key": "uint64", "doc": "uint64"}), *tables], ignore_index=True)


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


def line_keys(outlet: object, lines: list[str]) -> np.ndarray:
    """Return the key of each line (as `comparable` returns it) within an outlet."""
    site = outlet if isinstance(outlet, str) else ""
    return pd.util.hash_array(
        np.array([f"{site}\n{line.strip().lower()}" for line in lines], dtype=object), categorize=False
    )


def _numbers(doc_id: str, outlet: object, raw: str) -> pd.DataFrame:
    lines = list(dict.fromkeys(line for line in comparable(raw).split("\n") if any(map(str.isalpha, line))))
    words = np.array([len(line.split()) for line in lines], dtype="int64")
    doc = pd.util.hash_array(np.array([doc_id], dtype=object))[0]
    prose = int(words[words >= _PROSE].sum())
    return pd.DataFrame({"key": line_keys(outlet, lines), "doc": doc, "words": words, "prose": prose})
