"""Matrices: actors by group and by article, topics by period, a number in each shaded cell."""

from __future__ import annotations

import pandas as pd

from nkru.actors.mention_tables import counted_mentions
from nkru.corpus.corpus import Corpus
from nkru.language import deferred, gettext, named, ngettext, number, spoken
from nkru.measures.resampling import share_interval
from nkru.report.figures.charts import heat
from nkru.report.figures.drawings import Drawing, require
from nkru.report.figures.labels import (
    MOST_ROWS,
    index_by_title,
    list_values,
    omitted_note,
    shorten,
)
from nkru.report.figures.mentions import NO_ACTOR
from nkru.report.figures.sizes import is_narrow

_COLUMNS, _NARROW_COLUMNS, _NARROW_PERIODS = 12, 6, 4
_LEAST = 2  # articles of a period
_UNITS = {"M": ("day", "month"), "Q": ("day", "month"), "Y": ("day", "month", "year")}


def _most_columns() -> int:
    return _NARROW_COLUMNS if is_narrow() else _COLUMNS


def _with_sizes(wide: pd.DataFrame, sizes: pd.Series[int]) -> pd.DataFrame:
    """Return a table whose columns bear the number of their stories or articles."""
    counts = sizes.reindex(wide.columns)
    names = [
        f"{shorten(spoken(str(name)), 20)}, n\u00a0=\u00a0{number(int(count))}"
        for name, count in counts.items()
    ]
    return wide.set_axis(names, axis=1)


def actors_by_group(table: pd.DataFrame, group: str, top_n: int = 20) -> Drawing:
    """Draw the share of the stories of each group that name each actor.

    Args:
        table: from `nkru.frequency` with `by`.
        group: its column of groups.
        top_n: actors drawn, those with most mentions.
    """
    require(
        table, gettext("no article that names an actor has a value in the column {by}", by=group)
    )
    sizes = table.drop_duplicates(group).set_index(group)["stories"]
    sizes = sizes.sort_values(ascending=False, kind="stable")
    entries = table.groupby("entry", sort=False)["count"].sum()
    entries = entries.sort_values(ascending=False, kind="stable").head(top_n)
    shares = table.pivot(index="entry", columns=group, values="share").fillna(0.0)
    shares = shares.loc[entries.index, sizes.index]
    wide = 100 * shares
    title = gettext(
        "{entry} is named in {share:.0%} of the stories of {group} (n = {n}), which has most "
        "stories.",
        group=spoken(str(sizes.index[0])),
        n=int(sizes.iloc[0]),
        entry=named(shares.iloc[:, 0].idxmax()),
        share=float(shares.iloc[:, 0].max()),
    )
    drawn = wide[sizes.index[: _most_columns()]].rename(index=named)
    drawn = _with_sizes(drawn, sizes)
    unit = gettext("% of the stories of each group that name the actor")
    figure = heat(drawn, title, unit)
    caption = gettext(
        "Share of the stories of each group that name the actor, the groups with most stories "
        "first; n is the number of stories. Of fewer than ten stories a share says little."
    )
    numbers = list_values(drawn.iloc[:, 0].round(), "%")
    return Drawing(
        figure, title, caption, shares.reset_index(), numbers, telling=False, keys=list(wide.index)
    )


def actors_by_article(mentions: pd.DataFrame, corpus: Corpus) -> Drawing:
    """Draw how often each article names each actor: the actors that most articles name."""
    mentions = counted_mentions(mentions)
    require(mentions, NO_ACTOR)
    counts = pd.crosstab(mentions["doc_id"], mentions["entry"])
    spread = (counts > 0).sum().sort_values(ascending=False, kind="stable")
    wide = counts[spread.index[:_COLUMNS]]
    titled = corpus.documents[["doc_id", "title", "date"]].merge(
        wide.reset_index().rename_axis(columns=None), on="doc_id"
    )
    titled = titled.sort_values(["date", "doc_id"], ignore_index=True)
    entry = str(wide.max().idxmax())
    doc_id = str(wide[entry].idxmax())
    title = ngettext(
        "« {title} » names {entry} {n} time.",
        "« {title} » names {entry} {n} times, more often than any other article names an actor.",
        int(wide.to_numpy().max()),
        title=shorten(_title(titled, doc_id), 50),
        entry=named(entry),
    )
    shown = titled.head(MOST_ROWS)
    drawn = index_by_title(shown)[list(wide)[: _most_columns()]].replace(0, float("nan"))
    figure = heat(drawn.rename(columns=named), title, gettext("mentions"))
    caption = gettext(
        "Mentions of the actors that most articles name, the articles in the order of their dates; "
        "an empty cell is an article that does not name the actor."
    )
    numbers = list_values(wide.sum().rename(index=named), gettext("mentions"))
    return Drawing(
        figure,
        title,
        f"{caption} {omitted_note(titled)}".strip(),
        titled,
        numbers,
        telling=False,
        keys=shown["doc_id"].tolist(),
    )


def _title(titled: pd.DataFrame, doc_id: str) -> str:
    (title,) = titled.loc[titled["doc_id"] == doc_id, "title"].fillna(doc_id)
    return str(title)


def topics_by_period(topics: pd.DataFrame, corpus: Corpus) -> Drawing:
    """Draw the share of the articles of each month, quarter or year that have each topic.

    Args:
        topics: doc_id and topic, from `nkru.agenda`.
        corpus: the articles.

    Raises:
        SizeError: fewer than two periods have two articles, which an interval needs.
    """
    placed = _placed(topics, corpus)
    sizes = placed["period"].value_counts().sort_index()
    sizes = sizes[sizes >= _LEAST]
    require(sizes.iloc[1:], deferred("fewer than two months, quarters or years have two articles"))
    counts = pd.crosstab(placed["topic"], placed["period"])[sizes.index]
    counts = counts[counts.sum(axis=1) > 0]
    order = counts.sum(axis=1).sort_values(ascending=False, kind="stable").index
    wide = (100 * counts / sizes).loc[order]
    first = named(order[0])
    title = ngettext(
        "« {topic} » has most articles in {most} of {n} period.",
        "« {topic} » has most articles in {most} of {n} periods.",
        len(sizes),
        topic=first,
        most=int((counts.idxmax() == order[0]).sum()),
    )
    periods = sizes.index[-(_NARROW_PERIODS if is_narrow() else _COLUMNS) :]
    table = _with_intervals(counts.loc[order], sizes)
    low, high = (100 * table[name] for name in ("share_low", "share_high"))
    text = low.map("{:.0f}–".format) + high.map("{:.0f}".format)
    bounds = table.assign(text=text).pivot(index="topic", columns="period", values="text")
    bounds = bounds.loc[order, periods]
    drawn = _with_sizes(wide[periods].rename(index=named), sizes)
    figure = heat(drawn, title, gettext("% of the articles of each period"), bounds)
    caption = gettext(
        "Share of the articles of each period whose main topic it is; below it the 95% interval "
        "(Wilson); n is the number of articles. Periods with one article are left out."
    )
    numbers = list_values(drawn.iloc[:, -1].round(), "%")
    return Drawing(figure, title, caption, table, numbers, telling=False, keys=list(order))


def _with_intervals(counts: pd.DataFrame, sizes: pd.Series[int]) -> pd.DataFrame:
    """Return a row for each topic and period: articles, of, share and its interval."""
    table = counts.reset_index().melt("topic", var_name="period", value_name="articles")
    table["of"] = table["period"].map(sizes)
    shares = [n / of for n, of in zip(table["articles"], table["of"], strict=True)]
    bounds = [share_interval(p, int(of)) for p, of in zip(shares, table["of"], strict=True)]
    table["share"] = shares
    table["share_low"] = [low for low, _ in bounds]
    table["share_high"] = [high for _, high in bounds]
    return table


def _placed(topics: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """Return topics with a period: months, quarters or years.

    They are the shortest that fit the width, if at least two of them have two articles.
    """
    dated = topics.merge(corpus.documents[["doc_id", "date_from", "date_precision"]], on="doc_id")
    placed = dated
    for unit, precisions in _UNITS.items():
        placed = dated[dated["date_precision"].isin(precisions)]
        require(placed, deferred("no article is dated to a month or a year"))
        period = pd.to_datetime(placed["date_from"]).dt.to_period(unit).astype(str)
        placed = placed.assign(period=period)
        sizes = placed["period"].value_counts()
        if len(sizes) <= _COLUMNS and sum(sizes >= _LEAST) > 1:
            break
    return placed
