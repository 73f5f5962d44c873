"""Figures of the tone: of sentences, and toward actors."""

from __future__ import annotations

import pandas as pd

from nkru.corpus.corpus import Corpus
from nkru.report.drawings import Drawing, dots, drawing, opposed_bars, require, shorten, signed
from nkru.report.figures.labels import MOST_ROWS, by_title, cut, listed, title_of
from nkru.report.tones import shares

LEAST = 5  # mentions below which a mean tone is one sentence's


def by_article(scores: pd.DataFrame, corpus: Corpus) -> Drawing:
    """Draw the share of negative and of positive sentences of each article, and its mean tone."""
    table = shares(scores, "doc_id").merge(corpus.documents[["doc_id", "title"]], on="doc_id")
    table = table.sort_values(["tone", "doc_id"], ignore_index=True)
    require(scores["polarity"].dropna(), "no sentence has a word of the lexicon")
    low, high = table.iloc[0], table.iloc[-1]
    title = f"The darkest article is « {shorten(title_of(low))} » (mean tone {signed(low['tone'])}), "
    title += f"the brightest « {shorten(title_of(high))} » ({signed(high['tone'])})."
    shown = by_title(table.head(MOST_ROWS))
    shown["note"] = [
        f"{signed(tone)} ({number} sentences)" for tone, number in zip(shown["tone"], shown["sentences"], strict=True)
    ]
    figure, _ = opposed_bars(shown, "negative", "positive", title, "% of the article's sentences")
    caption = "Sentences scored negative and positive; the number is the mean tone over all sentences, "
    caption += f"those without a score counted as 0.{cut(table)}"
    return drawing(figure, title, caption, table, numbers=listed(shown["tone"], "mean tone"))


def by_actor(table: pd.DataFrame, top_n: int = 15) -> Drawing:
    """Draw the mean tone toward each actor.

    Args:
        table: entry, mentions, tone, tone_low, tone_high, as from `nkru.report.tones.toward`.
        top_n: actors drawn, those with most mentions.
    """
    require(table, "the articles name no actor of the codebook")
    names = {"tone": "value", "tone_low": "low", "tone_high": "high"}
    shown = table.rename(columns=names).sort_values(["mentions", "entry"], ascending=[False, True]).head(top_n)
    shown = shown[shown["mentions"] >= min(LEAST, shown["mentions"].max())]
    shown = shown.sort_values(["value", "entry"]).set_index("entry")
    shown["note"] = [
        f"{signed(value)} (n = {number})" for value, number in zip(shown["value"], shown["mentions"], strict=True)
    ]
    low, high = (f"{shown.index[row]} ({signed(shown['value'].iloc[row])})" for row in (0, -1))
    title = f"Of the {len(shown)} actors named most, the tone is darkest toward {low} and brightest toward {high}."
    figure, _ = dots(shown, title, "mean tone of the clauses that concern the actor, −1 to 1", zero=True)
    caption = f"Mean polarity toward each actor with at least {LEAST} mentions; lines are 95 % intervals over stories, "
    caption += "where there are ten or more."
    return drawing(figure, title, caption, table, numbers=listed(shown["value"], "tone"))
