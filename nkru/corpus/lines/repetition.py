"""Lines that several articles of a site have: furniture, unless the articles are copies."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from nkru.corpus.lines.paragraphs import folded_lines

# Lines with this many words are prose rather than menu. Articles that share this part of their
# prose (the median, since a stub may be mostly frame) are copies, and the shared lines are text.
_PROSE, _COPY = 8, 0.5
COLUMNS = ["key", "articles"]


def line_numbers(articles: pd.DataFrame) -> pd.DataFrame:
    """Return the lines of the articles as numbers, so that the tables of parts can be concatenated.

    `repeated_among` turns them into the repeated lines that `roles.line_table` needs.

    Returns:
        One row per distinct line of an article: doc_id, key (of the line, within its outlet where
        one is stated), doc (key of the article), words, prose (words of the article's long lines).
    """
    pages = [_distinct_lines(raw) for raw in articles["raw"].tolist()]
    sites = zip(articles["stated_outlet"].tolist(), pages, strict=True)
    words = [len(line.split()) for lines in pages for line in lines]
    sizes = [len(lines) for lines in pages]
    table = pd.DataFrame(
        {
            "doc_id": pd.Categorical(articles["doc_id"]).repeat(sizes),
            "key": line_keys((outlet, line) for outlet, lines in sites for line in lines),
            "doc": np.repeat(keys_of(articles["doc_id"]), sizes),
            "words": np.array(words, dtype="int64"),
        }
    )
    long = table["words"].where(table["words"] >= _PROSE, 0)
    return table.assign(prose=long.groupby(table["doc"]).transform("sum"))


def repeated_among(numbers: pd.DataFrame) -> pd.DataFrame:
    """Return the lines shared by several articles that are not copies: key, articles."""
    table = numbers[numbers.duplicated("key", keep=False)]
    docs = table.groupby("key", sort=True)["doc"]
    # Lines with the same set of articles are judged together: a shared text, or a site's frame.
    table = table.assign(set=docs.transform("sum"), articles=docs.transform("size"))
    long = table[table["words"] >= _PROSE].groupby(["set", "doc"])
    shares = long["words"].sum().div(long["prose"].first())
    copies = shares.groupby("set").median()
    copied = table["set"].isin(copies.index[copies >= _COPY])
    return table.loc[~copied, COLUMNS].drop_duplicates("key").sort_values("key", ignore_index=True)


def line_keys(lines: Iterable[tuple[object, str]]) -> NDArray[np.uint64]:
    """Return the key of each folded line in small letters, within its outlet if that is stated."""
    return keys_of(f"{site if isinstance(site, str) else ''}\n{line}" for site, line in lines)


def keys_of(texts: Iterable[str]) -> NDArray[np.uint64]:
    """Return a hash of 64 bits for each text, the same in every process."""
    return pd.util.hash_array(np.array(list(texts), dtype="object"), categorize=False)


def _distinct_lines(raw: str) -> list[str]:
    """Return the distinct lines of a page that have a letter, folded, in small letters."""
    lines = dict.fromkeys(line.lower() for line in folded_lines(raw))
    return [line for line in lines if any(map(str.isalpha, line))]
