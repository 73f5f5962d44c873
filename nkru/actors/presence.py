"""How many stories name each actor, or the women, the men, or the actors of a group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pandas as pd

from nkru.actors.mention_tables import counted_mentions
from nkru.corpus.arguments import MENTION, expect_table
from nkru.errors import ParameterError
from nkru.measures.findings import largest_article
from nkru.measures.resampling import share_interval
from nkru.notes import note

if TYPE_CHECKING:
    from nkru.corpus.corpus import Corpus

By = Literal["entry", "type", "gender", "group"]
BY = ("entry", "type", "gender", "group")
FORMULA = "stories that name the actor / stories; Wilson interval"
MEASURES = [
    *("actors", "stories", "of", "share", "share_low", "share_high"),
    *("mentions", "mention_share", "articles", "largest_article"),
]
GENDERS = {"f": "women", "m": "men", "": "not told"}


def presence(
    mentions: pd.DataFrame,
    corpus: Corpus,
    by: By = "entry",
    register: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Count the stories that name each actor, with the mentions beside.

    A story counts once, however many copies it has and however often it names an actor, so that no
    long article decides who is first.

    Args:
        mentions: the table that `find_mentions` returns.
        corpus: the articles; mentions in other articles are left out.
        by: entry; type (person, state, organisation); gender, of the persons named; group, the
            researcher's own groups (a column of the sheet of the register).
        register: the table of `nkru.register`; gender and group need it.

    Returns:
        One row per value of `by`, by falling stories and mentions: the value (gender: women, men,
        not told), type (with entry), actors (different ones), stories (that name one), of (all
        stories with a sentence), share (of the stories, 0 to 1), share_low, share_high (95 %
        interval, Wilson), mentions, mention_share (of all mentions counted), articles,
        largest_article (the largest share of the mentions that one article holds), and in attrs
        formula and basis.

    Note:
        Read `largest_article` beside the mentions: where it is high, one article made them.

    Raises:
        ParameterError: `by` is another value, or needs a register, or no actor has a group.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> table = nkru.presence(nkru.find_mentions(corpus), corpus)
    >>> table.loc[table["entry"] == "Claire Vasseur", ["stories", "of"]].values.tolist()
    [[7, 40]]
    """
    expect_table("mentions", mentions, MENTION, "nkru.find_mentions")
    if by not in BY:
        raise ParameterError("by = {by!r}: it is {known}", by=by, known=", ".join(BY))
    documents = corpus.labels("story_id")
    documents = documents[documents.index.isin(corpus.sentences["doc_id"])]
    named = counted_mentions(mentions[mentions["doc_id"].isin(documents.index)])
    named = named.assign(story=named["doc_id"].map(documents), value=_values(named, by, register))
    total, named = len(named), named.dropna(subset="value")
    stories = documents.nunique()
    rows = [
        (value, *_measure(part, stories, total))
        for value, part in named.groupby("value", observed=True)
    ]
    whole = dict.fromkeys(("actors", "stories", "of", "mentions", "articles"), "int64")
    table = pd.DataFrame(rows, columns=[by, *MEASURES]).astype({by: "str", **whole})
    if by == "entry":
        types = named.drop_duplicates("entry").set_index("entry")["type"]
        table.insert(1, "type", table["entry"].map(types).astype("str"))
    table = note(table, formula=FORMULA, basis=corpus.basis)
    order = ["stories", "mentions", by]
    return table.sort_values(order, ascending=[False, False, True], ignore_index=True)


def mentions_by(
    mentions: pd.DataFrame, by: By, register: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return the mentions that `presence` counts with their value of `by`, those that have one.

    Args:
        mentions: the table that `find_mentions` returns.
        by: entry, type, gender or group.
        register: the table of `nkru.register`; gender and group need it.

    Raises:
        ParameterError: `by` is none of these, or needs a register.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> mentions = nkru.mentions_by(nkru.find_mentions(corpus), "type")
    >>> sorted(mentions["type"].unique())
    ['organisation', 'person', 'state']
    """
    if by not in BY:
        raise ParameterError("by = {by!r}: it is {known}", by=by, known=", ".join(BY))
    named = counted_mentions(mentions)
    return named.assign(**{by: _values(named, by, register)}).dropna(subset=by)


def registered(by: str, register: pd.DataFrame | None) -> pd.Series[str]:
    """Return the value of a column of the register for each actor, by name.

    Raises:
        ParameterError: there is no register.
    """
    if register is None:
        raise ParameterError(
            "by = {by!r} needs the table that nkru.register returns as register", by=by
        )
    return register.drop_duplicates("entry").set_index("entry")[by]


def _values(named: pd.DataFrame, by: By, register: pd.DataFrame | None) -> pd.Series[str]:
    """Return the value of `by` for each mention, or missing."""
    if by in ("entry", "type"):
        return named[by]
    values = named["entry"].map(registered(by, register))
    if by == "gender":
        return values.fillna("").map(GENDERS).where(named["type"] == "person")
    if not registered(by, register).any():
        raise ParameterError(
            "no actor has a group: write one into the column group of the sheet that "
            "`nkru register CORPUS` makes, and keep it beside the articles"
        )
    return values.mask(values == "")


def _measure(part: pd.DataFrame, stories: int, total: int) -> tuple[float, ...]:
    """Return the `MEASURES` of the mentions of one value."""
    within = part["story"].nunique()
    return (
        part["entry"].nunique(),
        within,
        stories,
        within / stories,
        *share_interval(within / stories, stories),
        len(part),
        len(part) / total,
        part["doc_id"].nunique(),
        largest_article(part),
    )
