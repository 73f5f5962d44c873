"""Figures of measures: rates, keywords and tone as dots, each with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from nkru.language import deferred, gettext, join, named
from nkru.report.figures.charts import dots
from nkru.report.figures.drawings import Drawing, require
from nkru.report.figures.labels import list_values, shorten_term

_INTERVAL = deferred(
    "Lines are 95% intervals over stories; a rate without one rests on too few stories."
)
_NOTES = {
    "sentences": deferred("{tone:+.2f} ({n} of {total} sentences)"),
    "mentions": deferred("{tone:+.2f} ({n} of {total} mentions)"),
}


def rate_dots(table: pd.DataFrame, top_n: int = 20) -> Drawing:
    """Draw the rate of each actor with its interval; with groups, of each in each group.

    Args:
        table: from `nkru.frequency`.
        top_n: rows drawn: the first of the table, or the groups of the actors with most mentions.
    """
    known = table[table["count"] > 0]
    require(known, deferred("the articles name no actor of the table"))
    shown = _rows_drawn(known, top_n)
    names: pd.Series[Any] = shown["entry"].map(named)
    if group := _group_of(table):
        names = names.astype("str") + ", " + shown[group].astype("str")
    points = shown.assign(value=shown["rate"], low=shown["rate_low"], high=shown["rate_high"])
    points["note"] = [
        gettext("{n} in {articles}", n=int(n), articles=int(articles))
        for n, articles in points[["count", "articles"]].values
    ]
    points = points.set_index(pd.Index(names, name=None))
    first = points["value"].idxmax()
    title = gettext(
        "{name} has the highest rate of the {n} drawn: {rate:.1f} mentions per 1,000 words.",
        n=len(shown),
        name=str(first),
        rate=points["value"].max(),
    )
    figure = dots(points, title, gettext("mentions per 1,000 words"))
    caption = gettext(
        "Mentions per 1,000 words, with the mentions and the articles that hold them."
    )
    numbers = list_values(points["value"].round(2), gettext("mentions per 1,000 words"))
    return Drawing(figure, title, join(caption, gettext(_INTERVAL)), shown, numbers)


def _group_of(table: pd.DataFrame) -> str:
    """Return the column of the groups, which precedes that of the actors, or an empty text."""
    before = list(table.columns).index("entry")
    return str(table.columns[0]) if before else ""


def _rows_drawn(table: pd.DataFrame, top_n: int) -> pd.DataFrame:
    """Return the first rows; with groups all groups of an actor, the one most mentioned first."""
    group = _group_of(table)
    if not group:
        return table.head(top_n)
    totals = table.groupby("entry")["count"].sum()
    order = table.assign(total=table["entry"].map(totals))
    order = order.sort_values(["total", "entry", group], ascending=[False, True, True])
    return order.drop(columns="total").head(top_n)


def keyword_dots(table: pd.DataFrame, top_n: int = 15) -> Drawing:
    """Draw how much more frequent the keywords of a target are than elsewhere.

    Args:
        table: from `nkru.keyness`, or from `nkru.keyness_by`.
        top_n: terms drawn, those with the largest G² of the target, or of each group.
    """
    own = table[table["g2"] > 0]
    require(own, deferred("no term is more frequent in the target"))
    grouped = "group" in table
    own = own.sort_values("g2", ascending=False, kind="stable")
    own = own.sort_values("group", kind="stable") if grouped else own
    shown = own.groupby("group", sort=False).head(top_n) if grouped else own.head(top_n)
    terms = shown["term"].map(shorten_term)
    names = terms + ", " + shown["group"].astype("str") if grouped else terms
    points = shown.rename(columns={"log_ratio": "value", "log_ratio_low": "low"})
    points = points.rename(columns={"log_ratio_high": "high"}).set_index(pd.Index(names, name=None))
    counts = points[["target", "reference"]].values
    points["note"] = [
        gettext("{here} against {there}", here=int(here), there=int(there))
        for here, there in counts
    ]
    best = shown.nlargest(1, "g2").to_dict("records")[0]
    title = gettext(
        "« {term} » is the strongest keyword of {part}: {here} times in it, {there} elsewhere.",
        term=shorten_term(best["term"]),
        part=str(best["group"]) if grouped else gettext("the target"),
        here=int(best["target"]),
        there=int(best["reference"]),
    )
    unit = gettext("log ratio: 1 is twice as frequent, 2 is four times")
    caption = gettext(
        "How much more frequent each keyword is in its part than elsewhere, with its counts; the "
        "terms are those with most evidence (G²). Lines are 95% intervals that take words as "
        "independent."
    )
    numbers = list_values(points["value"].round(1), gettext("log ratio"))
    return Drawing(dots(points, title, unit), title, caption, shown, numbers)


def tone_dots(table: pd.DataFrame) -> Drawing:
    """Draw the mean tone of each group with its interval.

    Args:
        table: from `nkru.tone_by` or `nkru.tone_shares`: the group, scored, tone, tone_low,
            tone_high.
    """
    scored = table[table["scored"] > 0].sort_values("tone", kind="stable")
    require(scored, deferred("no sentence has a word of the lexicon"))
    names = scored.iloc[:, 0].astype("str")
    points = scored.assign(value=scored["tone"], low=scored["tone_low"], high=scored["tone_high"])
    points = points.set_index(pd.Index(names, name=None))
    whole = "sentences" if "sentences" in scored else "mentions"
    pairs = zip(points["tone"], points["scored"], points[whole], strict=True)
    points["note"] = [
        gettext(_NOTES[whole], tone=tone, n=int(n), total=int(total)) for tone, n, total in pairs
    ]
    unit = gettext("mean tone of all sentences, −1 to 1")
    caption = gettext(
        "Mean tone of each group, sentences without a score counted as 0. Lines are 95% "
        "intervals, where there are ten or more stories."
    )
    numbers = list_values(points["value"].round(2), gettext("mean tone"))
    title = _poles(names.tolist(), scored["tone"].tolist())
    return Drawing(dots(points, title, unit), title, caption, scored, numbers)


def _poles(names: Sequence[str], tones: Sequence[float]) -> str:
    """Return a sentence on the first and the last of groups sorted by tone."""
    if len(names) == 1:
        return gettext("The mean tone of {name} is {tone:+.2f}.", name=names[0], tone=tones[0])
    return gettext(
        "Mean tone of {count} groups, from {low_tone:+.2f} ({low}) to {high_tone:+.2f} ({high}).",
        count=len(names),
        low=names[0],
        high=names[-1],
        low_tone=tones[0],
        high_tone=tones[-1],
    )
