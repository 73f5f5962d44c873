"""Figures of the corpus: what was kept, and when it appeared."""

from __future__ import annotations

from typing import Any

import pandas as pd

from nkru.corpus.corpus import Corpus
from nkru.corpus.ledger import kept_words
from nkru.report.figures.drawings import (
    COLOURS,
    Drawing,
    canvas,
    drawing,
    name_rows,
    require,
    stacked_bars,
    styled,
)
from nkru.report.figures.labels import MOST_ROWS, articles, by_title, cut, listed, percent


def kept_by_article(corpus: Corpus) -> Drawing:
    """Draw the words kept and left out of each article, those that lost most first."""
    table = kept_words(corpus).sort_values(["share_kept", "doc_id"])
    kept, lost = int(table["kept"].sum()), int(table["left_out"].sum())
    title = f"{percent(kept, kept + lost)} of the words of {articles(len(table))} were kept."
    shown = by_title(table.head(MOST_ROWS)).rename(columns={"left_out": "left out"})
    figure, _ = stacked_bars(shown, ["kept", "left out"], title, "words")
    caption = f"Words of each article that were kept for counting, and left out as site furniture.{cut(table)}"
    return drawing(figure, title, caption, table, numbers=listed(shown["kept"], "words kept"))


def timeline(corpus: Corpus) -> Drawing:
    """Draw when each article appeared: a dot for a day, a line for the time in which the day lies."""
    documents = corpus.documents
    bounded = documents["date_from"].notna() | documents["date_to"].notna()
    dated = documents[bounded].sort_values(["date_from", "date_to", "doc_id"])
    require(dated, "no article states or entails anything of its date")
    days, none = (int((documents["date_precision"] == name).sum()) for name in ("day", "none"))
    title = f"{days} of {articles(len(documents))} can be dated to the day; {none or 'none'} have no date."
    figure, axes = canvas(min(len(dated), MOST_ROWS), title)
    shown = by_title(dated.tail(MOST_ROWS))
    with styled():
        _draw_spans(axes, shown)
        name_rows(axes, list(shown.index))
    left = len(documents) - len(dated)
    caption = "A dot is a day; a line is the time in which the day lies, an arrow where one end is not known."
    caption += f" {left} without any bound not drawn.{cut(dated)}"
    columns = ["doc_id", "date", "date_from", "date_to", "date_precision", "date_method"]
    spans = [f"{name}: {_told(row.date_from, row.date_to)}" for name, row in shown.iterrows()]
    return drawing(figure, title, caption, dated[columns], numbers=f"{'; '.join(spans)}.")


def _told(first: Any, last: Any) -> str:
    """Return the time in which a day lies in words, of which one end may be missing.

    >>> [_told("2019-01-01", None), _told(None, "2019-12-31"), _told("2019-03-01", "2019-03-31")]
    ['from 2019', 'until 2019', '2019-03-01 to 2019-03-31']
    """
    if pd.isna(last):
        return f"from {str(first).removesuffix('-01-01')}"
    if pd.isna(first):
        return f"until {str(last).removesuffix('-12-31')}"
    return str(first) if first == last else f"{first} to {last}"


def _draw_spans(axes: Any, dated: pd.DataFrame) -> None:
    first, last = (pd.to_datetime(dated[name]) for name in ("date_from", "date_to"))
    known = pd.concat([first, last]).dropna()
    margin = max((known.max() - known.min()) / 12, pd.Timedelta(days=20))
    for row, (start, end) in enumerate(zip(first, last, strict=True)):
        if start == end:
            axes.plot([start], [row], "o", color=COLOURS[0], markersize=8)
            continue
        left, right = (
            start if pd.notna(start) else known.min() - margin,
            end if pd.notna(end) else known.max() + margin,
        )
        axes.plot([left, right], [row, row], color=COLOURS[0], linewidth=3, solid_capstyle="butt")
        axes.plot([left], [row], "|" if pd.notna(start) else "<", color=COLOURS[0], markersize=9)
        axes.plot([right], [row], "|" if pd.notna(end) else ">", color=COLOURS[0], markersize=9)
    axes.set_xlim(known.min() - margin, known.max() + margin)
    axes.set_xlabel("date of publication")
