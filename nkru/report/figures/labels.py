"""Labels that figures share: titles of articles, counts in words, lists of values for alt text."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from nkru.report.figures.drawings import shorten

MOST_ROWS = 40


def title_of(row: pd.Series[Any]) -> str:
    """Return the title of an article, or its doc_id where it has none."""
    return str(row["title"]) if pd.notna(row["title"]) else str(row["doc_id"])


def by_title(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table indexed by article titles, with the doc_id where a title is missing or doubled."""
    titles = table["title"].astype("object").where(table["title"].notna(), table["doc_id"])
    doubled = titles.map(shorten).duplicated(keep=False)
    return table.set_index(
        pd.Index(np.where(doubled, table["doc_id"] + " " + titles, titles), name=None)
    )


def articles(number: int) -> str:
    """Return a number of articles in words.

    >>> articles(1)
    '1 article'
    """
    return f"{number:,} article{'' if number == 1 else 's'}"


def percent(part: int, whole: int) -> str:
    """Return a share in percent, 0 of nothing."""
    return f"{100 * part / whole:.0f} %" if whole else "0 %"


def cut(table: pd.DataFrame) -> str:
    """Return a sentence that tells of rows that are not drawn, if any."""
    return f" {MOST_ROWS} of {len(table):,} are drawn." if len(table) > MOST_ROWS else ""


def listed(values: pd.Series[Any], unit: str) -> str:
    """Return the first values with their names, as alt text tells them."""
    told = [f"{name} {value:,.4g}" for name, value in list(values.items())[:12]]
    return f"{'; '.join(told)} ({unit})."
