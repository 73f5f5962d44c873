"""Voices: who is quoted, how much and by which verbs; who is named and never quoted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from nkru.actors.mention_tables import counted_mentions
from nkru.actors.presence import registered
from nkru.corpus.arguments import MENTION, expect_table
from nkru.errors import ParameterError
from nkru.language import gettext, ngettext
from nkru.measures.findings import largest_article
from nkru.measures.resampling import MIN_STORIES, MOST_OF_ONE, rate_interval
from nkru.notes import note

if TYPE_CHECKING:
    from nkru.corpus.corpus import Corpus

QUOTATION = ("doc_id", "start", "end", "kind", "speaker", "speaker_type", "verb", "certainty")
SPEECH = ("quotation", "block", "reported")  # fragments and not_speech do not count
By = Literal["speaker", "speaker_type", "gender", "group"]
NONE = "no speaker"
LEAST_NAMING = 5  # stories that quote a speaker; the share of fewer has no interval
MEASURES = ["quotations", "share", "share_low", "share_high"]
OF_WORDS = ["words", "word_share", "word_share_low", "word_share_high"]


def voices(
    quotations: pd.DataFrame,
    corpus: Corpus,
    by: By = "speaker",
    register: pd.DataFrame | None = None,
    kinds: Sequence[str] = SPEECH,
) -> pd.DataFrame:
    """Return how much each speaker, or each kind of speaker, is quoted.

    A share is of the quotations, or of the words, in all rows of the table, with its 95 % interval
    over stories (`nkru.measures.resampling.rate_interval`).

    Args:
        quotations: the table of `nkru.find_quotations`.
        corpus: the corpus it was made from.
        by: speaker; speaker_type, with a row for quotations without a speaker; gender, of the
            persons named, or "not told"; group, of the speakers that the register puts into one.
        register: the table of `nkru.register`; gender and group need it.
        kinds: the kinds of quotations that count.

    Returns:
        One row per value of `by`: the value, quotations, share, share_low, share_high (0 to 1; NaN
        under 10 stories, under 5 that quote the value, and where one article has over half), words,
        word_share, word_share_low, word_share_high, articles, stories, label ("descriptive" under
        10 stories), and in attrs basis; by falling words.

    Raises:
        ParameterError: `by` is another value, or needs a register.

    *Note*: a speaker whom the rules miss is missing here too: read the row « no speaker » first.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> table = nkru.voices(nkru.find_quotations(corpus), corpus)
    >>> table.loc[table["speaker"] == "Samira Benali", "articles"].item() >= 5
    True
    """
    expect_table("quotations", quotations, QUOTATION, "nkru.find_quotations")
    counted = _counted(quotations, kinds)
    counted = counted.assign(value=_values(counted, by, register)).dropna(subset="value")
    stories = corpus.labels("story_id")
    counted = counted.assign(story=pd.factorize(counted["doc_id"].map(stories), sort=True)[0])
    rows = [
        _row(str(value), part, counted) for value, part in counted.groupby("value", observed=True)
    ]
    columns = ["value", *MEASURES, *OF_WORDS, "articles", "stories"]
    table = pd.DataFrame(rows, columns=columns).rename(columns={"value": by})
    few = counted["story"].nunique() < MIN_STORIES
    table = note(table.assign(label="descriptive" if few else ""), basis=corpus.basis)
    return table.sort_values(["words", by], ascending=[False, True], ignore_index=True)


def quotations_by(
    quotations: pd.DataFrame, by: By = "speaker", register: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return the quotations that `voices` counts with their value of `by`, those that have one.

    Args:
        quotations: the table of `nkru.find_quotations`.
        by: speaker, speaker_type, gender or group.
        register: the table of `nkru.register`; gender and group need it.

    Raises:
        ParameterError: `by` is none of these, or needs a register.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> quotations = nkru.quotations_by(nkru.find_quotations(corpus), "speaker")
    >>> "Inès Marchal" in set(quotations["speaker"])
    True
    """
    counted = _counted(quotations)
    return counted.assign(**{by: _values(counted, by, register)}).dropna(subset=by)


def _counted(quotations: pd.DataFrame, kinds: Sequence[str] = SPEECH) -> pd.DataFrame:
    """Return the quotations of some kinds with their number of words."""
    table = quotations[quotations["kind"].isin(list(kinds))]
    words = [len(text.split()) for text in table["text"].tolist()]
    return table.assign(words=np.array(words, dtype="int64"))


def _values(counted: pd.DataFrame, by: str, register: pd.DataFrame | None) -> pd.Series[str]:
    """Return the value of `by` for each quotation, or missing."""
    if by == "speaker":
        return counted["speaker"]
    if by == "speaker_type":
        return counted["speaker_type"].fillna(NONE)
    if by not in ("gender", "group"):
        raise ParameterError("by = {by!r}: it is speaker, speaker_type, gender or group", by=by)
    values = counted["speaker"].map(registered(by, register))
    if by == "gender":
        persons = counted["speaker"].map(registered("type", register)) == "person"
        return values.mask(values == "", "not told").where(persons)
    return values.mask(values == "")


def _row(value: str, part: pd.DataFrame, counted: pd.DataFrame) -> list[object]:
    """Return a value with its measures, of all quotations that count."""
    stories = int(counted["story"].max()) + 1
    row: list[object] = [value]
    for weights in (pd.Series(1, counted.index), counted["words"]):
        of_part = weights[part.index]
        sums = np.bincount(part["story"], of_part.astype(float), minlength=stories).astype(float)
        sizes = np.bincount(counted["story"], weights, minlength=stories).astype(float)
        low, high = rate_interval(sums, sizes) if _is_spread(part) else (np.nan, np.nan)
        total = int(of_part.sum())
        row += [total, total / max(1, int(weights.sum())), low, float(np.minimum(high, 1.0))]
    return [*row, part["doc_id"].nunique(), part["story"].nunique()]


def _is_spread(part: pd.DataFrame) -> bool:
    """Return whether the quotations of a value are of enough stories, and none holds over half."""
    enough = part["story"].nunique() >= LEAST_NAMING
    return bool(enough and largest_article(part) <= MOST_OF_ONE)


def unattributed(quotations: pd.DataFrame) -> pd.DataFrame:
    """Return how many quotations of each kind have no speaker.

    Returns:
        kind (quotation, block, reported, and "all" of these), quotations, without (a speaker),
        share (of the quotations without a speaker, 0 to 1).

    >>> rows = [("a", 0, 9, "quotation", "X"), ("a", 9, 20, "quotation", None)]
    >>> table = pd.DataFrame(rows, columns=["doc_id", "start", "end", "kind", "speaker"])
    >>> unattributed(table).values.tolist()
    [['quotation', 2, 1, 0.5], ['all', 2, 1, 0.5]]
    """
    counted = quotations[quotations["kind"].isin(SPEECH)]
    lacking = counted["speaker"].isna()
    pairs = [(kind, lacking[counted["kind"] == kind]) for kind in SPEECH]
    rows = [
        (kind, len(part), int(part.sum()), float(part.mean()))
        for kind, part in (*pairs, ("all", lacking))
        if len(part)
    ]
    return pd.DataFrame(rows, columns=["kind", "quotations", "without", "share"])


def describe_speakers(quotations: pd.DataFrame) -> str:
    """Return one sentence that says how many quotations have no speaker.

    >>> rows = [("a", 0, 9, "quotation", "X"), ("a", 9, 20, "quotation", None)]
    >>> describe_speakers(pd.DataFrame(rows, columns=["doc_id", "start", "end", "kind", "speaker"]))
    '1 of 2 quotations (50%) has no speaker: nothing in the text decides between two readings.'
    """
    counted = quotations[quotations["kind"].isin(SPEECH)]
    total, without = len(counted), int(counted["speaker"].isna().sum())
    if not total:
        return gettext("The articles hold no quotation.")
    return ngettext(
        "{n} of {total} quotations ({share:.0%}) has no speaker: nothing in the text decides "
        "between two readings.",
        "{n} of {total} quotations ({share:.0%}) have no speaker: nothing in the text decides "
        "between two readings.",
        without,
        total=total,
        share=without / total,
    )


def never_quoted(mentions: pd.DataFrame, quotations: pd.DataFrame) -> pd.DataFrame:
    """Return the actors that the articles name and never quote.

    Args:
        mentions: the table of `nkru.find_mentions`.
        quotations: that of `nkru.find_quotations`, of the same corpus.

    Returns:
        entry, type, mentions, articles; most articles first. A fragment counts as quoted. A state
        or capital that is only where something happens is not an actor, and has no row.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> table = nkru.never_quoted(nkru.find_mentions(corpus), nkru.find_quotations(corpus))
    >>> "Samira Benali" in set(table["entry"])
    False
    """
    expect_table("mentions", mentions, MENTION, "nkru.find_mentions")
    quoted = set(quotations["speaker"].dropna())
    mentions = counted_mentions(mentions, kinds=("name", "metonym", "descriptor"))
    named = mentions[~mentions["entry"].isin(quoted)]
    groups = named.groupby("entry", observed=True)
    table = groups.agg(
        type=("type", "first"), mentions=("start", "size"), articles=("doc_id", "nunique")
    )
    order = ["articles", "mentions", "entry"]
    return table.reset_index().sort_values(order, ascending=[False, False, True], ignore_index=True)


def verbs_of_saying(quotations: pd.DataFrame) -> pd.DataFrame:
    """Return by which verbs each speaker is quoted: who "claims", who "recalls".

    Returns:
        speaker, verb, force (neutral, claim, accuse, deny, wish), quotations, share (of the
        speaker's quotations that have a verb, 0 to 1), articles; by falling quotations.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> table = nkru.verbs_of_saying(nkru.find_quotations(corpus))
    >>> rows = table[table["speaker"] == "Inès Marchal"]
    >>> "fustiger" in set(rows["verb"])
    True
    """
    expect_table("quotations", quotations, QUOTATION, "nkru.find_quotations")
    said = quotations.dropna(subset=["speaker", "verb", "force"])
    table = said.groupby(["speaker", "verb", "force"], as_index=False, observed=True).agg(
        quotations=("start", "size"), articles=("doc_id", "nunique")
    )
    totals = table.groupby("speaker")["quotations"].transform("sum")
    table.insert(4, "share", table["quotations"] / totals)
    order = ["quotations", "speaker", "verb"]
    return table.sort_values(order, ascending=[False, True, True], ignore_index=True)
