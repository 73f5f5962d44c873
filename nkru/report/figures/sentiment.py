"""Figures of the tone: of sentences, and toward actors."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from nkru.corpus.corpus import Corpus
from nkru.report.figures.drawings import (
    Drawing,
    dots,
    drawing,
    opposed_bars,
    require,
    shorten,
    signed,
)
from nkru.report.figures.labels import MOST_ROWS, by_title, cut, listed, title_of
from nkru.tone.summaries import tone_shares

LEAST = 5  # scored mentions below which a mean tone is one sentence's


def by_article(scores: pd.DataFrame, corpus: Corpus) -> Drawing:
    """Draw the share of negative and of positive sentences of each article, and its mean tone."""
    table = tone_shares(scores, "doc_id").merge(corpus.documents[["doc_id", "title"]], on="doc_id")
    table = table.sort_values(["tone", "doc_id"], ignore_index=True)
    require(scores["polarity"].dropna(), "no sentence has a word of the lexicon")
    title = _extremes(table)
    shown = by_title(table.head(MOST_ROWS))
    shown["note"] = _notes(shown, "sentences")
    figure, _ = opposed_bars(shown, "negative", "positive", title, "% of the article's sentences")
    caption = (
        "Sentences scored negative and positive; the number is the mean tone over all sentences, "
    )
    caption += f"those without a score counted as 0.{cut(table)}"
    return drawing(
        figure, title, caption, table, numbers=listed(shown["tone"].round(2), "mean tone")
    )


def _extremes(table: pd.DataFrame) -> str:
    """Return which article is darkest and which brightest, of those sorted by tone; of one alone, its tone."""
    low, high = table.iloc[0], table.iloc[-1]
    if len(table) == 1:
        return f"The mean tone of « {shorten(title_of(low))} » is {signed(low['tone'])}."
    dark = f"The darkest article is « {shorten(title_of(low))} » (mean tone {signed(low['tone'])})"
    return f"{dark}, the brightest « {shorten(title_of(high))} » ({signed(high['tone'])})."


def _notes(table: pd.DataFrame, whole: str) -> list[str]:
    """Return the tone of each row with what it rests on."""
    columns = zip(table["tone"], table["scored"], table[whole], strict=True)
    return [f"{signed(tone)} ({scored} of {number} scored)" for tone, scored, number in columns]


def by_actor(table: pd.DataFrame, top_n: int = 15) -> Drawing:
    """Draw the mean tone toward each actor.

    Args:
        table: entry, mentions, scored, tone, tone_low, tone_high, as from
            `nkru.tone.summaries.tone_toward`.
        top_n: actors drawn, those with most mentions.
    """
    require(table, "the articles name no actor of the codebook")
    shown = table.sort_values(["mentions", "entry"], ascending=[False, True]).head(top_n)
    shown = shown[shown["mentions"] >= min(LEAST, shown["mentions"].max())].sort_values(
        ["tone", "entry"]
    )
    shown["note"] = _notes(shown, "mentions")
    judged = shown[shown["scored"] >= LEAST]
    title = (
        _poles(judged)
        if len(judged) > 1
        else f"Tone toward actors: fewer than 2 have {LEAST} scored mentions."
    )
    points = shown.rename(
        columns={"tone": "value", "tone_low": "low", "tone_high": "high"}
    ).set_index("entry")
    figure, _ = dots(
        points, title, "mean tone of the clauses that concern the actor, −1 to 1", zero=True
    )
    caption = f"Mean polarity toward each actor with at least {LEAST} mentions, or as many as any has; those without "
    caption += (
        "a score count as 0. Lines are 95 % intervals over stories, where there are ten or more."
    )
    made = drawing(figure, title, caption, table, numbers=listed(points["value"].round(2), "tone"))
    return replace(made, telling=len(judged) > 1)


def _poles(judged: pd.DataFrame) -> str:
    """Return toward whom the tone is darkest and brightest, of actors sorted by tone."""
    low, high = (
        f"{row['entry']} ({signed(row['tone'])})" for row in (judged.iloc[0], judged.iloc[-1])
    )
    whom = f"Of {len(judged)} actors with at least {LEAST} scored mentions"
    return f"{whom}, the tone is darkest toward {low} and brightest toward {high}."
