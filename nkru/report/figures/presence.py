"""The figure of presence: the share of stories that name each actor."""

from __future__ import annotations

import pandas as pd

from nkru.report.figures.charts import bars_with_intervals
from nkru.report.figures.drawings import Drawing, require
from nkru.report.figures.labels import list_values


def actors_by_stories(table: pd.DataFrame, top_n: int = 15) -> Drawing:
    """Draw the share of the stories that name each actor, with its 95 % interval.

    Args:
        table: from `nkru.presence`, by entry.
        top_n: actors drawn, those that most stories name.
    """
    require(table, "the articles name no actor")
    shown = table.head(top_n).set_index("entry")
    first = shown[shown["stories"] == shown["stories"].max()]
    names = f"{first.index[0]} and {len(first) - 1} more are" if len(first) > 1 else None
    stories = f"{first['stories'].iloc[0]:,} of {first['of'].iloc[0]:,} stories"
    title = f"{names or f'{first.index[0]} is'} named in {stories}."
    drawn = pd.DataFrame(
        {
            "value": 100 * shown["share"],
            "low": 100 * shown["share_low"],
            "high": 100 * shown["share_high"],
            "note": [f"{n:,}" for n in shown["stories"]],
        }
    )
    figure = bars_with_intervals(drawn, title, "% of the stories")
    caption = (
        f"Share of the stories that name each of the {len(shown)} actors named in most, out of "
        f"{len(table):,}; lines are 95 % intervals (Wilson), numbers the stories. Copies of a "
        "story count once."
    )
    numbers = list_values(shown["stories"], "stories")
    return Drawing(figure, title, caption, table, numbers, keys=shown.index.tolist())
