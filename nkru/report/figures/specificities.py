"""Figures of terms: those specific to each value of a variable, and their progression."""

from __future__ import annotations

from itertools import cycle
from typing import Any

import pandas as pd

from nkru.language import deferred, gettext
from nkru.report.figures.drawings import COLOURS, Drawing, canvas, name_axes, require
from nkru.report.figures.labels import list_values, shorten, shorten_term
from nkru.report.figures.links import row_url
from nkru.report.figures.placement import Label, place_labels

_VALUES, _TERMS = 6, 5  # drawn: values of the variable, terms of each
_STYLES = ("-", "--", "-.", ":")  # lines that differ without colour


def specificity_bars(table: pd.DataFrame) -> Drawing:
    """Draw the terms most specific to each value of a variable as bars.

    Args:
        table: from `nkru.specificities`.
    """
    require(table, deferred("no term is specific to a value"))
    sizes = table.drop_duplicates("value").sort_values(
        ["stories_of_value", "value"], ascending=[False, True]
    )
    values = sizes["value"].head(_VALUES).tolist()
    drawn = table[table["value"].isin(values)].groupby("value").head(_TERMS)
    drawn = drawn.assign(order=drawn["value"].map(values.index))
    drawn = drawn.sort_values(["order", "specificity"], ascending=[True, False], ignore_index=True)
    first = drawn.nlargest(1, "specificity").to_dict("records")[0]
    title = gettext(
        "« {term} » is the most specific term: {specificity:.1f} for {value}.",
        term=shorten_term(first["term"]),
        value=shorten(first["value"], 40),
        specificity=first["specificity"],
    )
    with canvas(len(drawn), title, row=0.26) as (figure, axes):
        for value, colour in zip(values, cycle(COLOURS), strict=False):
            own = drawn[drawn["value"] == value]
            style: dict[str, Any] = {"color": colour, "label": shorten(value, 30), "height": 0.7}
            bars = axes.barh(own.index, own["specificity"], **style)
            for row, bar in zip(own.index, bars, strict=True):
                bar.set_url(row_url(row))
        unit = gettext("specificity: −log10 P (Lafon)")
        name_axes(axes, drawn["term"].str.replace("_", " "), unit)
        figure.legend(loc="outside lower left", ncols=3, fontsize=9)
    caption = gettext(
        "The {terms} terms most specific to each of the {values} values with most stories: a "
        "specificity of 3 is a probability of 1 in {odds} for one term, and among thousands of "
        "terms several reach it by chance.",
        terms=_TERMS,
        values=len(values),
        odds=1000,
    )
    pairs = drawn["term"] + ", " + drawn["value"]
    numbers = list_values(pd.Series(drawn["specificity"].round(1).to_numpy(), pairs), "−log10 P")
    keys = list(zip(drawn["value"], drawn["term"], strict=True))
    drawn = drawn.drop(columns="order")
    return Drawing(figure, title, caption, drawn, numbers, telling=False, keys=keys)


def term_progression(table: pd.DataFrame) -> Drawing:
    """Draw the cumulative counts of terms over the articles in the order of their dates.

    Args:
        table: from `nkru.progression`.
    """
    require(table, deferred("no term is followed"))
    last = table.groupby("term", sort=False).tail(1).set_index("term")["cumulated"]
    several = deferred("« {term} » has {count} occurrences, more than the others.")
    only = deferred("« {term} » has {count} occurrences.")
    most = shorten_term(str(last.idxmax()))
    title = gettext(several if len(last) > 1 else only, term=most, count=int(last.max()))
    with canvas(11, title) as (figure, axes):
        ends = []
        for (term, own), colour, line in zip(
            table.groupby("term", sort=False), cycle(COLOURS), cycle(_STYLES), strict=False
        ):
            axes.step(own["words"], own["cumulated"], line, color=colour, where="post")
            style = {"color": colour, "fontsize": 9, "fontweight": "bold"}
            end = (float(own["words"].iloc[-1]), float(own["cumulated"].iloc[-1]))
            ends.append(Label(shorten_term(str(term), 24), *end, 2.0, style))
        axes.margins(x=0.12)
        axes.grid(axis="y")
        axes.set_xlabel(gettext("words of the corpus, articles in the order of their dates"))
        axes.set_ylabel(gettext("occurrences so far"))
        place_labels(axes, ends)
    caption = gettext(
        "Each step is an article that holds the term: where the line is steep, it is frequent. "
        "Articles without a date come last."
    )
    numbers = list_values(last, gettext("occurrences"))
    return Drawing(figure, title, caption, table, numbers, telling=False)
