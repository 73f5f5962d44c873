"""Lines that stand in several articles of one site: furniture, unless the articles are copies of one text."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from nkru.tokens.norms import fold_for_matching

# Lines of so many words are prose rather than menu. Articles that share so much of their prose (the
# median: a stub may be mostly frame) are copies: what they share is their text.
_PROSE, _COPY = 8, 0.5
COLUMNS = ["key", "articles"]


def line_numbers(articles: pd.DataFrame) -> pd.DataFrame:
    """Return the first pass over articles, numbers only: tables of several partitions can be concatenated.

    What `repeated_among` finds in them is what `nkru.corpus.lines.roles.line_table` asks for.

    Returns:
        One row per distinct line of an article: key (of the line, within its outlet where one is
        stated), doc (key of the article), words, prose (words of the article's long lines).
    """
    pages = [_distinct(raw) for raw in articles["raw"].tolist()]
    sites = zip(articles["stated_outlet"].tolist(), pages, strict=True)
    table = pd.DataFrame(
        {
            "key": line_keys((outlet, line) for outlet, lines in sites for line in lines),
            "doc": np.repeat(keys_of(articles["doc_id"]), [len(lines) for lines in pages]),
            "words": np.array(
                [len(line.split()) for lines in pages for line in lines], dtype="int64"
            ),
        }
    )
    long = table["words"].where(table["words"] >= _PROSE, 0)
    return table.assign(prose=long.groupby(table["doc"]).transform("sum"))


def repeated_among(numbers: pd.DataFrame) -> pd.DataFrame:
    """Return the lines that stand in several articles that are not copies of one another: key, articles."""
    table = numbers[numbers.duplicated("key", keep=False)]
    grouped = table.groupby("key", sort=True)
    # Lines that stand in the same set of articles go together: a shared text, or a site's frame.
    table = table.assign(
        set=grouped["doc"].transform("sum"), articles=grouped["doc"].transform("size")
    )
    long = table[table["words"] >= _PROSE]
    shared = (
        long.groupby(["set", "doc"])["words"]
        .sum()
        .div(long.groupby(["set", "doc"])["prose"].first())
    )
    copies = shared.groupby("set").median()
    copied = table["set"].isin(copies.index[copies >= _COPY])
    return table.loc[~copied, COLUMNS].drop_duplicates("key").sort_values("key", ignore_index=True)


def line_keys(lines: Iterable[tuple[object, str]]) -> NDArray[np.uint64]:
    """Return the key of each line (comparable, in small letters) within its outlet, if one is stated."""
    return keys_of(f"{site if isinstance(site, str) else ''}\n{line}" for site, line in lines)


def keys_of(texts: Iterable[str]) -> NDArray[np.uint64]:
    """Return for each text a number of 64 bits that stands for it, the same in every process."""
    return pd.util.hash_array(np.array(list(texts), dtype="object"), categorize=False)


def _distinct(raw: str) -> list[str]:
    """Return the lines with letters of a page."""
    lines = dict.fromkeys(line.strip() for line in fold_for_matching(raw).lower().split("\n"))
    return [line for line in lines if any(map(str.isalpha, line))]
