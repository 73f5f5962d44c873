"""Figures of the tone: of articles, and toward actors."""

from __future__ import annotations

import pandas as pd

from nkru.corpus.corpus import Corpus
from nkru.language import deferred, gettext, join, named
from nkru.report.figures.charts import dots, opposed_bars
from nkru.report.figures.drawings import Drawing, require
from nkru.report.figures.labels import (
    MOST_ROWS,
    index_by_title,
    list_values,
    omitted_note,
    shorten,
)
from nkru.report.figures.mentions import NO_ACTOR
from nkru.tone.summaries import tone_shares

WHAT = {
    "tone": deferred("Mean tone toward each actor."),
    "situation": deferred(
        "Mean situation of each actor (harmed or losing −1, helped or winning 1)."
    ),
    "stance": deferred("Mean stance taken on each actor (criticised −1, endorsed 1)."),
}
UNITS = {
    "tone": deferred("mean tone of the clauses that concern the actor, −1 to 1"),
    "situation": deferred("mean situation of the clauses that concern the actor, −1 to 1"),
    "stance": deferred("mean stance of the clauses that concern the actor, −1 to 1"),
}
MISSING = {
    "tone": deferred("no mention of an actor has a tone"),
    "situation": deferred("no mention of an actor has a situation"),
    "stance": deferred("no mention of an actor has a stance"),
}
TOO_FEW = {
    "tone": deferred("Tone toward actors: fewer than 2 have {least} scored mentions."),
    "situation": deferred("Situation of actors: fewer than 2 have {least} scored mentions."),
    "stance": deferred("Stances on actors: fewer than 2 have {least} scored mentions."),
}
POLES = {
    "tone": deferred(
        "Mean tone toward {count} actors with at least {least} scored mentions, from "
        "{low_tone:+.2f} ({low}) to {high_tone:+.2f} ({high})."
    ),
    "situation": deferred(
        "Mean situation of {count} actors with at least {least} scored mentions, from "
        "{low_tone:+.2f} ({low}) to {high_tone:+.2f} ({high})."
    ),
    "stance": deferred(
        "Mean stance on {count} actors with at least {least} scored mentions, from {low_tone:+.2f} "
        "({low}) to {high_tone:+.2f} ({high})."
    ),
}
LEAST = 5  # scored mentions: a mean of fewer may be the tone of one sentence


def tone_by_article(scores: pd.DataFrame, corpus: Corpus) -> Drawing:
    """Draw the share of negative and of positive sentences of each article, and its mean tone."""
    require(scores["polarity"].dropna(), deferred("no sentence has a word of the lexicon"))
    table = tone_shares(scores, "doc_id")
    table = table[table["scored"] > 0].merge(corpus.documents[["doc_id", "title"]], on="doc_id")
    table = index_by_title(table.sort_values(["tone", "doc_id"], ignore_index=True))
    title = _extremes(table)
    shown = table.head(MOST_ROWS)
    parts = {"negative": gettext("negative"), "positive": gettext("positive")}
    noted = shown.assign(note=_notes(shown, "sentences"), **(100 * shown[[*parts]]))
    figure = opposed_bars(noted, parts, title, gettext("% of the article's sentences"))
    caption = gettext(
        "Sentences scored negative and positive; the number is the mean tone over all sentences, "
        "those without a score counted as 0."
    )
    numbers = list_values(shown["tone"].round(2), gettext("mean tone"))
    caption, keys = join(caption, omitted_note(table)), shown["doc_id"].tolist()
    return Drawing(figure, title, caption, table, numbers, keys=keys)


def _extremes(table: pd.DataFrame) -> str:
    """Return a sentence on the first and the last of the articles (by title) sorted by tone."""
    first, last = (shorten(table.index[end]) for end in (0, -1))
    low, high = (float(table["tone"].iloc[end]) for end in (0, -1))
    if len(table) == 1:
        return gettext("The mean tone of « {title} » is {tone:+.2f}.", title=first, tone=low)
    return gettext(
        "Mean tone of {count} articles, from {low:+.2f} (« {first} ») to {high:+.2f} (« {last} »).",
        count=len(table),
        first=first,
        last=last,
        low=low,
        high=high,
    )


def _notes(table: pd.DataFrame, whole: str) -> list[str]:
    """Return the tone of each row with the number of scores behind it."""
    columns = zip(table["tone"], table["scored"], table[whole], strict=True)
    return [
        gettext(
            "{tone:+.2f} ({scored} of {count} scored)", tone=tone, scored=int(scored), count=count
        )
        for tone, scored, count in columns
    ]


def tone_by_actor(table: pd.DataFrame, top_n: int = 15, construct: str = "tone") -> Drawing:
    """Draw the mean tone toward each actor; one without a scored mention is not drawn.

    Args:
        table: entry, mentions, scored, tone, tone_low, tone_high, from `nkru.tone_toward`.
        top_n: actors drawn, those with most mentions.
        construct: situation, stance or tone.
    """
    require(table, NO_ACTOR)
    scored = table[table["scored"] > 0]
    require(scored, MISSING[construct])
    shown = scored.sort_values(["mentions", "entry"], ascending=[False, True]).head(top_n)
    shown = shown[shown["mentions"] >= min(LEAST, shown["mentions"].max())]
    shown = shown.sort_values(["tone", "entry"])
    shown["note"] = _notes(shown, "mentions")
    judged = shown[shown["scored"] >= LEAST]
    title = _poles(judged, construct)
    points = shown.rename(columns={"tone": "value", "tone_low": "low", "tone_high": "high"})
    points = points.set_index(points["entry"].map(named))
    figure = dots(points, title, gettext(UNITS[construct]))
    caption = join(
        gettext(WHAT[construct]),
        gettext(
            "Drawn are actors with at least {least} mentions, or as many as any has; mentions "
            "without a score count as 0, and an actor without any is not drawn. Lines are "
            "{level:.0%} intervals over stories, where there are ten or more.",
            least=LEAST,
            level=0.95,
        ),
    )
    numbers = list_values(points["value"].round(2), gettext(UNITS[construct]))
    telling, keys = len(judged) > 1, shown["entry"].tolist()
    return Drawing(figure, title, caption, table, numbers, telling=telling, keys=keys)


def _poles(judged: pd.DataFrame, construct: str) -> str:
    """Return a sentence on the first and the last of the actors sorted by tone."""
    if len(judged) < 2:
        return gettext(TOO_FEW[construct], least=LEAST)
    (low, low_tone), (high, high_tone) = judged[["entry", "tone"]].iloc[[0, -1]].to_numpy()
    return gettext(
        POLES[construct],
        count=len(judged),
        least=LEAST,
        low=named(low),
        low_tone=float(low_tone),
        high=named(high),
        high_tone=float(high_tone),
    )
