"""Tone toward actors: the situation each is in, and the stance that somebody takes on it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

import numpy as np
import pandas as pd

from nkru.actors.mention_tables import counted_mentions
from nkru.corpus.arguments import MENTION, expect_table
from nkru.corpus.corpus import Corpus
from nkru.corpus.parts import portions
from nkru.tone.actors import find_actors
from nkru.tone.arguments import Decision, decide, find_holder
from nkru.tone.clauses import tone_units
from nkru.tone.context import ARGUMENT_ACTS, Actor, ToneWord, frames
from nkru.tone.cues import find_cues
from nkru.tone.expressions import covered
from nkru.tone.lexicon import Lexicon, shipped_unless
from nkru.tone.terms import TermIndex, index_terms
from nkru.tone.units import ARGUED, Cue, ToneUnit, at_least

AUTHOR = "author"  # the holder of a stance that no actor or speaker takes
# Rules by which an adjective or a noun is said of an actor.
DESCRIBING = frozenset({"attribute", "subject", "coordination", "aside", "owner"})
NO_ROW = np.empty(0, dtype=np.intp)


class TargetScore(NamedTuple):
    """The tone toward one mention; NaN where no word concerns it."""

    situation: float = np.nan
    stance: float = np.nan
    holder: str = ""
    rule: str = ""


def score_targets(
    corpus: Corpus,
    mentions: pd.DataFrame,
    lexicon: Lexicon | None = None,
    quotations: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Score the tone toward each mentioned actor: its situation, and stances on it.

    Args:
        corpus: the corpus the mentions were found in.
        mentions: a table from `find_mentions`.
        lexicon: the lexicon; the shipped one by default.
        quotations: a table from `find_quotations`; without it every voice is the author's.

    Returns:
        The mentions that tables count, without their own rule, and: situation [-1, 1] (what happens
        to the actor: harmed, helped, wins, loses), stance [-1, 1] (how somebody judges the actor:
        criticised, endorsed), polarity (the one of the two that is decided), each NaN where no word
        of tone concerns the actor so; holder (who takes the stance: an entry, the speaker of the
        quotation, or "author"; "" without a stance), voice (author, quoted), speaker (of the
        quotation, or ""), rule (chain, complement, concern, attribute, endurer, object, subject,
        reported, apposition, aside, owner, coordination or sentence, and the term that decides).

    Note:
        Neither is an opinion of the article: « la Russie est isolée » is a situation, whoever
        writes it, and « Paris condamne Moscou » a stance of Paris.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> targets = nkru.score_targets(corpus, nkru.find_mentions(corpus))
    >>> {"situation", "stance", "holder"} <= set(targets.columns)
    True
    """
    expect_table("mentions", mentions, MENTION, "nkru.find_mentions")
    mentions = counted_mentions(mentions).reset_index(drop=True)
    index = index_terms(shipped_unless(lexicon))
    rows_of = mentions.groupby("doc_id", observed=True).indices
    scores = [TargetScore()] * len(mentions)
    for part in portions(corpus):
        own_rows = [rows_of.get(doc_id, NO_ROW) for doc_id in part.fileids()]
        rows = np.sort(np.concatenate([NO_ROW, *own_rows]))
        part_scores = _score_mentions(part.tagged_tokens, mentions.iloc[rows], index)
        for row, score in zip(rows.tolist(), part_scores, strict=True):
            scores[row] = score
    table = _with_voices(mentions.drop(columns="rule"), quotations)
    found = pd.DataFrame(scores, table.index, TargetScore._fields)
    found = found.astype({"situation": float, "stance": float, "holder": "str", "rule": "str"})
    polarity = found["situation"].fillna(found["stance"])
    quoted = (found["holder"] == AUTHOR) & (table["speaker"] != "")
    holder = found["holder"].mask(quoted, table["speaker"])
    measured = found[["situation", "stance"]].assign(holder=holder)
    columns = [table.drop(columns=["voice", "speaker"]), polarity.rename("polarity"), measured]
    return pd.concat([*columns, table[["voice", "speaker"]], found["rule"]], axis=1)


def _score_mentions(
    tokens: pd.DataFrame, mentions: pd.DataFrame, index: TermIndex
) -> list[TargetScore]:
    """Return the scores of the mentions in these tokens."""
    cues = find_cues(tokens, index)
    longer = cues.last > cues.first
    fixed = covered(cues.first[longer], cues.last[longer], len(tokens))
    actors = find_actors(tokens, mentions, fixed)
    sentences = np.searchsorted(cues.starts, [actor.first for actor in actors], side="right") - 1
    told = np.isin(np.arange(len(cues.starts)), sentences)
    told[cues.sentence[cues.are({"question"})]] = False  # a question says nothing of actors
    units = dict(tone_units(cues, told))
    rows = cues.are(ARGUMENT_ACTS) & np.isin(cues.sentence, list(units))
    marks = dict(cues.grouped(rows, cues.sentence))
    scores: list[TargetScore] = []
    for sentence, pairs in groupby(zip(sentences.tolist(), actors, strict=True), itemgetter(0)):
        named = [actor for _, actor in pairs]
        if sentence in units:
            scores += _score_actors(named, units[sentence], marks.get(sentence, []))
        else:
            scores += [TargetScore()] * len(named)
    return scores


def _score_actors(
    actors: Sequence[Actor], units: Sequence[ToneUnit], marks: Sequence[Cue]
) -> list[TargetScore]:
    """Return the scores of the actors of a sentence, given its units and marks."""
    decisions: list[Decision | None] = []
    for number, actor in enumerate(actors):
        others = [*actors[:number], *actors[number + 1 :]]
        decisions.append(decide(actor, units, marks, others))
    _coordinate(actors, decisions)
    return [
        _target_score(decision, find_holder(decision, actor, actors)) if decision else TargetScore()
        for actor, decision in zip(actors, decisions, strict=True)
    ]


def _target_score(decision: Decision, holder: str) -> TargetScore:
    """Return the score of a decision, as a situation or as a stance."""
    word = decision.word
    tone = (at_least(word.tone, ARGUED) if word.tone else 0.0) * decision.factor or np.nan
    rule = f"{decision.rule}: {word.part.term.name}"
    if _is_stance(word, decision.rule):
        return TargetScore(stance=tone, holder=holder if tone == tone else "", rule=rule)
    return TargetScore(situation=tone, rule=rule)


def _is_stance(word: ToneWord, rule: str) -> bool:
    """Say whether a word judges: « condamner », « un danger », « courageux »."""
    pos = word.part.term.pos
    describing = rule in DESCRIBING or (rule, pos) == ("complement", "adj")
    if describing and pos in ("adj", "noun") and not word.part.passive:
        return True
    named = (frames().get(part.term.name) for part in (word.part, word.unit))
    return any(frame is not None and frame.construct == "stance" for frame in named)


def _coordinate(actors: Sequence[Actor], decisions: list[Decision | None]) -> None:
    """Give actors joined by commas or « et » the decision of their neighbour."""
    pairs = [(left, left + 1) for left in range(len(actors) - 1)]
    for source, target in [*pairs, *((right, left) for left, right in reversed(pairs))]:
        left, right = sorted((source, target))
        decision = decisions[source]
        if decision and not decisions[target] and actors[right].joined:
            decisions[target] = decision._replace(rule="coordination")


def _with_voices(table: pd.DataFrame, quotations: pd.DataFrame | None) -> pd.DataFrame:
    """Add voice and speaker: a mention inside a quotation is quoted."""
    table = table.assign(voice="author", speaker="")
    if quotations is None or quotations.empty:
        return table
    speech = quotations[quotations["kind"] != "not_speech"]
    spans = speech.sort_values(["doc_id", "start"])[["doc_id", "start", "end", "speaker"]]
    spans = spans.rename(columns={"start": "opened", "end": "closed"})
    pairs = table[["doc_id", "start", "end"]].reset_index().merge(spans)
    pairs = pairs[(pairs["opened"] <= pairs["start"]) & (pairs["closed"] >= pairs["end"])]
    speakers = pairs.fillna({"speaker": ""}).groupby("index")["speaker"].last()
    return table.assign(
        voice=np.where(table.index.isin(speakers.index), "quoted", "author"),
        speaker=speakers.reindex(table.index).fillna("").astype("str"),
    )
