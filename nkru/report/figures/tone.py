"""Figures of the tone: of articles, and toward actors."""

from __future__ import annotations

import pandas as pd

from nkru.corpus.corpus import Corpus
from nkru.report.figures.charts import dots, opposed_bars
from nkru.report.figures.drawings import Drawing, require
from nkru.report.figures.labels import (
    MOST_ROWS,
    index_by_title,
    list_values,
    omitted_note,
    shorten,
    signed,
)
from nkru.tone.summaries import tone_shares

WHAT = {
    "tone": "Mean tone toward the actor",
    "situation": "Mean situation (harmed or loses −1, helped or wins 1)",
    "stance": "Mean stance taken by others (criticised −1, endorsed 1)",
}
NAMES = {
    "tone": "Tone toward actors",
    "situation": "Situation of actors",
    "stance": "Stances on actors",
}
POLES = {
    "tone": ("the tone is darkest toward", "brightest toward"),
    "situation": ("the situation is darkest of", "brightest of"),
    "stance": ("the stance is darkest on", "brightest on"),
}
LEAST = 5  # scored mentions: a mean of fewer may be the tone of one sentence


def tone_by_article(scores: pd.DataFrame, corpus: Corpus) -> Drawing:
    """Draw the share of negative and of positive sentences of each article, and its mean tone."""
    require(scores["polarity"].dropna(), "no sentence has a word of the lexicon")
    table = tone_shares(scores, "doc_id")
    table = table[table["scored"] > 0].merge(corpus.documents[["doc_id", "title"]], on="doc_id")
    table = index_by_title(table.sort_values(["tone", "doc_id"], ignore_index=True))
    title = _extremes(table)
    shown = table.head(MOST_ROWS)
    noted = shown.assign(note=_notes(shown, "sentences"))
    figure = opposed_bars(noted, "negative", "positive", title, "% of the article's sentences")
    caption = (
        "Sentences scored negative and positive; the number is the mean tone over all sentences, "
        f"those without a score counted as 0.{omitted_note(table)}"
    )
    numbers = list_values(shown["tone"].round(2), "mean tone")
    return Drawing(figure, title, caption, table, numbers)


def _extremes(table: pd.DataFrame) -> str:
    """Return a sentence on the first and the last of the articles (by title) sorted by tone."""
    darkest, brightest = (f"« {shorten(table.index[end])} »" for end in (0, -1))
    low, high = (signed(table["tone"].iloc[end]) for end in (0, -1))
    if len(table) == 1:
        return f"The mean tone of {darkest} is {low}."
    return (
        f"The darkest article is {darkest} (mean tone {low}), the brightest {brightest} ({high})."
    )


def _notes(table: pd.DataFrame, whole: str) -> list[str]:
    """Return the tone of each row with the number of scores behind it."""
    columns = zip(table["tone"], table["scored"], table[whole], strict=True)
    return [f"{signed(tone)} ({scored} of {count} scored)" for tone, scored, count in columns]


def tone_by_actor(table: pd.DataFrame, top_n: int = 15, construct: str = "tone") -> Drawing:
    """Draw the mean tone toward each actor; one without a scored mention is not drawn.

    Args:
        table: entry, mentions, scored, tone, tone_low, tone_high, from `nkru.tone_toward`.
        top_n: actors drawn, those with most mentions.
        construct: situation, stance or tone.
    """
    require(table, "the articles name no actor of the codebook")
    scored = table[table["scored"] > 0]
    require(scored, f"no mention of an actor has a {construct}")
    shown = scored.sort_values(["mentions", "entry"], ascending=[False, True]).head(top_n)
    shown = shown[shown["mentions"] >= min(LEAST, shown["mentions"].max())]
    shown = shown.sort_values(["tone", "entry"])
    shown["note"] = _notes(shown, "mentions")
    judged = shown[shown["scored"] >= LEAST]
    title = _poles(judged, construct)
    points = shown.rename(columns={"tone": "value", "tone_low": "low", "tone_high": "high"})
    points = points.set_index("entry")
    unit = f"mean {construct} of the clauses that concern the actor, −1 to 1"
    figure = dots(points, title, unit)
    caption = (
        f"{WHAT[construct]}, of each actor with at least {LEAST} mentions, or as many as any has; "
        "mentions without a score count as 0, and an actor without any is not drawn. Lines are "
        "95 % intervals over stories, where there are ten or more."
    )
    numbers = list_values(points["value"].round(2), construct)
    return Drawing(figure, title, caption, table, numbers, telling=len(judged) > 1)


def _poles(judged: pd.DataFrame, construct: str) -> str:
    """Return a sentence on the first and the last of the actors sorted by tone."""
    if len(judged) < 2:
        return f"{NAMES[construct]}: fewer than 2 have {LEAST} scored mentions."
    ends = judged[["entry", "tone"]].iloc[[0, -1]].to_numpy()
    low, high = (f"{entry} ({signed(tone)})" for entry, tone in ends)
    whom = f"Of {len(judged)} actors with at least {LEAST} scored mentions"
    dark, bright = POLES[construct]
    return f"{whom}, {dark} {low} and {bright} {high}."
