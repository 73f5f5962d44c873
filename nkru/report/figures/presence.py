"""The figure of presence: the share of stories that name each actor."""

from __future__ import annotations

from typing import Any

import pandas as pd

from nkru.language import deferred, gettext, named, ngettext, number
from nkru.report.figures.charts import bars_with_intervals
from nkru.report.figures.drawings import Drawing, require
from nkru.report.figures.labels import list_values


def actors_by_stories(table: pd.DataFrame, top_n: int = 15) -> Drawing:
    """Draw the share of the stories that name each actor, with its 95 % interval.

    Args:
        table: from `nkru.presence`, by entry.
        top_n: actors drawn, those that most stories name.
    """
    require(table, deferred("the articles name no actor"))
    shown = table.head(top_n).set_index("entry")
    title = _most(shown[shown["stories"] == shown["stories"].max()])
    drawn = pd.DataFrame(
        {
            "value": 100 * shown["share"],
            "low": 100 * shown["share_low"],
            "high": 100 * shown["share_high"],
            "note": [number(int(stories)) for stories in shown["stories"]],
        }
    ).rename(index=named)
    figure = bars_with_intervals(drawn, title, gettext("% of the stories"))
    caption = gettext(
        "Share of the stories that name each of the {shown} actors named in most, out of {total}; "
        "lines are 95% intervals (Wilson), numbers the stories. Copies of a story count once.",
        shown=len(shown),
        total=len(table),
    )
    numbers = list_values(shown["stories"].rename(index=named), gettext("stories"))
    return Drawing(figure, title, caption, table, numbers, keys=shown.index.tolist())


def _most(first: pd.DataFrame) -> str:
    """Return a sentence on the actors that most stories name."""
    about: dict[str, Any] = {key: int(first[key].iloc[0]) for key in ("stories", "of")}
    about["name"] = named(first.index[0])
    if len(first) == 1:
        return gettext("{name} is named in {stories} of {of} stories.", **about)
    return ngettext(
        "{name} and {n} other actor are named in {stories} of {of} stories.",
        "{name} and {n} other actors are named in {stories} of {of} stories.",
        len(first) - 1,
        **about,
    )
