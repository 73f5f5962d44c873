"""The figure of stability: how well classes recur, by their number."""

from __future__ import annotations

import pandas as pd

from nkru.language import deferred, gettext
from nkru.report.figures.drawings import COLOURS, Drawing, annotate, canvas, require
from nkru.report.figures.labels import list_values
from nkru.themes.stability import NEARLY_ALL


def stability_curve(curve: pd.DataFrame) -> Drawing:
    """Draw the stability of classes by their number, and the number chosen.

    Args:
        curve: from `nkru.stability_by_k`.
    """
    require(curve, deferred("there is no number of classes to choose from"))
    chosen = curve[curve["chosen"]].to_dict("records")[0]
    title = gettext(
        "k = {k} is chosen: {classes} classes are large enough, {stable} of them stable.",
        **{key: int(chosen[key]) for key in ("k", "classes", "stable")},
    )
    with canvas(9, title) as (figure, axes):
        for name, label, line in (
            ("mean", gettext("mean of the classes"), "-o"),
            ("lowest", gettext("least stable class"), "--s"),
        ):
            axes.plot(curve["k"], curve[name], line, color=COLOURS[0], label=label)
        axes.axhline(0.75, color=COLOURS[2], linewidth=1)
        axes.axhline(0.6, color=COLOURS[1], linewidth=1)
        axes.plot(chosen["k"], chosen["mean"], "o", markersize=12, mfc="none", color=COLOURS[5])
        annotate(axes, gettext("stable"), (curve["k"].max(), 0.75), (14, 8))
        annotate(axes, gettext("doubtful"), (curve["k"].max(), 0.6), (14, 8))
        axes.set_ylim(0, 1.05)
        axes.set_xlim(curve["k"].min() - 0.3, curve["k"].max() + 0.9)
        axes.set_xticks(curve["k"])
        axes.set_xlabel(gettext("k, the number of classes"))
        axes.set_ylabel(gettext("Jaccard similarity"))
        figure.legend(loc="outside lower left", ncols=2, fontsize=9)
    caption = gettext(
        "How well the classes are found again when stories are resampled. The largest number is "
        "chosen at which every class is at least doubtful (.60), or else that of the highest mean. "
        "A number that leaves one class with over {most:.0%} of the segments is passed over.",
        most=NEARLY_ALL,
    )
    numbers = list_values(curve.set_index("k")["mean"].round(2), gettext("mean Jaccard"))
    return Drawing(figure, title, caption, curve, numbers, telling=False)
