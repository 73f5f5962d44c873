"""The figure of the words that mark a class: a cloud."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from nkru.language import gettext
from nkru.report.figures.drawings import COLOURS, EDGE, INK, Drawing, canvas, require
from nkru.report.figures.labels import list_values, shorten_term
from nkru.report.figures.links import row_url
from nkru.report.figures.placement import Label, place_labels

if TYPE_CHECKING:
    from nkru.themes.classes import Classes

MOST_WORDS = 60


def cloud_words(classes: Classes, number: int, words: int = MOST_WORDS) -> pd.DataFrame:
    """Return the words most characteristic of a class, as rows of its profile."""
    profiles = classes.profiles()
    return profiles[(profiles["class"] == number) & (profiles["chi2"] > 0)].head(words)


def word_cloud(classes: Classes, number: int, words: int = MOST_WORDS) -> Drawing:
    """Draw the words that mark one class, larger where their χ² is.

    Args:
        classes: from `nkru.reinert`.
        number: of the class.
        words: drawn.
    """
    own = cloud_words(classes, number, words)
    label = classes.names.get(number) or gettext("class {number}", number=number)
    require(own, gettext("no word is characteristic of {label}", label=label))
    title = gettext(
        "« {term} » is the most characteristic word of {label} (χ² {chi2:.0f}).",
        term=shorten_term(own["term"].iloc[0]),
        label=label,
        chi2=own["chi2"].iloc[0],
    )
    size = 8 + 20 * np.sqrt(own["chi2"] / own["chi2"].max())
    with canvas(14, title) as (figure, axes):
        axes.set_axis_off()
        axes.set(xlim=(-1, 1), ylim=(-1, 1))
        labels = [
            Label(shorten_term(term, 40), 0, 0, 0, _style(points, row))
            for row, (term, points) in enumerate(zip(own["term"], size, strict=True))
        ]
        place_labels(axes, labels, joined=False)
    caption = gettext(
        "The words characteristic of this class among all classes: the size is the square root of "
        "χ², the place and the colour mean nothing."
    )
    values = own.set_index("term")["chi2"].round(1)
    about: dict[str, Any] = {"telling": False, "keys": own["term"].tolist()}
    return Drawing(figure, title, caption, own, list_values(values, "χ²"), **about)


def _style(points: float, row: int) -> dict[str, Any]:
    colours = [COLOURS[0], INK, EDGE]
    return {"fontsize": points, "color": colours[row % 3], "url": row_url(row)}
