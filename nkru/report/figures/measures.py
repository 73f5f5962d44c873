"""Figures of measures: rates, keywords and tone as dots, each with its interval."""

from __future__ import annotations

import pandas as pd

from nkru.report.figures.charts import dots
from nkru.report.figures.drawings import Drawing, require
from nkru.report.figures.labels import list_values, shorten_term, signed

_RATE = "per 1,000 words"
_INTERVAL = "Lines are 95 % intervals over stories; a rate without one rests on too few."


def rate_dots(table: pd.DataFrame, top_n: int = 20) -> Drawing:
    """Draw the rate of each actor with its interval; with groups, of each in each group.

    Args:
        table: from `nkru.frequency`.
        top_n: rows drawn, the first of the table.
    """
    named = table[table["count"] > 0]
    require(named, "the articles name no actor of the table")
    shown = named.head(top_n)
    (group,) = [*table.columns[: list(table.columns).index("entry")][:1]] or [None]
    names = shown["entry"] if group is None else shown["entry"] + ", " + shown[group].astype("str")
    points = shown.assign(value=shown["rate"], low=shown["rate_low"], high=shown["rate_high"])
    points["note"] = [
        f"{n:,} in {articles:,}" for n, articles in points[["count", "articles"]].values
    ]
    points = points.set_index(pd.Index(names, name=None))
    first = points["value"].idxmax()
    title = f"{first} has the highest rate: {points['value'].max():.1f} mentions {_RATE}."
    figure = dots(points, title, f"mentions {_RATE}")
    caption = f"Mentions {_RATE}, with the mentions and the articles that hold them. {_INTERVAL}"
    return Drawing(figure, title, caption, shown, list_values(points["value"].round(2), _RATE))


def keyword_dots(table: pd.DataFrame, top_n: int = 15) -> Drawing:
    """Draw how much more frequent the keywords of a target are than elsewhere.

    Args:
        table: from `nkru.keyness`, or from `nkru.keyness_by`.
        top_n: terms drawn, those with the largest G² of the target, or of each group.
    """
    own = table[table["g2"] > 0]
    require(own, "no term is more frequent in the target")
    grouped = "group" in table
    shown = own.groupby("group", sort=False).head(top_n) if grouped else own.head(top_n)
    terms = shown["term"].map(shorten_term)
    names = terms + ", " + shown["group"].astype("str") if grouped else terms
    points = shown.rename(columns={"log_ratio": "value", "log_ratio_low": "low"})
    points = points.rename(columns={"log_ratio_high": "high"}).set_index(pd.Index(names, name=None))
    counts = points[["target", "reference"]].values
    points["note"] = [f"{here:,} against {there:,}" for here, there in counts]
    best = shown.nlargest(1, "g2").to_dict("records")[0]
    where = f" {best['group']}" if grouped else " the target"
    title = (
        f"« {shorten_term(best['term'])} » marks{where} most: {best['target']:,} times in it, "
        f"{best['reference']:,} elsewhere."
    )
    figure = dots(points, title, "log ratio: 1 is twice as frequent, 2 is four times")
    caption = (
        "How much more frequent each keyword is in its part than elsewhere, with its counts; the "
        "terms are those with most evidence (G²). Lines are 95 % intervals that take words as "
        "independent."
    )
    return Drawing(
        figure, title, caption, shown, list_values(points["value"].round(1), "doublings")
    )


def tone_dots(table: pd.DataFrame) -> Drawing:
    """Draw the mean tone of each group with its interval.

    Args:
        table: from `nkru.tone_by` or `nkru.tone_shares`: the group, scored, tone, tone_low,
            tone_high.
    """
    scored = table[table["scored"] > 0].sort_values("tone", kind="stable")
    require(scored, "no sentence has a word of the lexicon")
    names = scored.iloc[:, 0].astype("str")
    points = scored.assign(value=scored["tone"], low=scored["tone_low"], high=scored["tone_high"])
    points = points.set_index(pd.Index(names, name=None))
    whole = "sentences" if "sentences" in scored else "mentions"
    pairs = zip(points["tone"], points["scored"], points[whole], strict=True)
    points["note"] = [f"{signed(tone)} ({n} of {total} {whole})" for tone, n, total in pairs]
    ends = [f"{names.iloc[end]} ({signed(scored['tone'].iloc[end])})" for end in (0, -1)]
    title = f"The mean tone is darkest of {ends[0]}" + (
        f", brightest of {ends[1]}." * (len(names) > 1) or "."
    )
    figure = dots(points, title, "mean tone of all sentences, −1 to 1")
    caption = (
        "Mean tone of each group, sentences without a score counted as 0. Lines are 95 % "
        "intervals, where there are ten or more stories."
    )
    return Drawing(
        figure, title, caption, scored, list_values(points["value"].round(2), "mean tone")
    )
