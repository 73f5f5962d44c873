"""Tone of sentences and toward actors: a polarity in [-1, 1], with its words and rules."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter

import numpy as np
import pandas as pd

from nkru.actors.mention_tables import counted_mentions
from nkru.corpus.arguments import MENTION, expect_table
from nkru.corpus.corpus import Corpus
from nkru.corpus.parts import part_by_part, portions
from nkru.measures.positions import token_ranges
from nkru.resources import read_toml
from nkru.tone.arguments import decide
from nkru.tone.clauses import tone_units
from nkru.tone.context import ARGUMENT_ACTS, Actor
from nkru.tone.cues import find_cues
from nkru.tone.lexicon import Lexicon, shipped_unless
from nkru.tone.terms import Term, TermIndex, index_terms
from nkru.tone.units import ARGUED, TOPIC, Cue, ToneUnit, at_least

CONDITION_FACTOR = 0.1  # of the tone of « si la sécheresse dure, ils perdront leur récolte »
# Strength that a mean tone must exceed: below, the score abstains. Positive words are more often
# said in passing than negative ones.
LEAST_POSITIVE, LEAST_NEGATIVE = 0.2, 0.1
SENTENCE = ["doc_id", "sent_no", "start", "end"]
SCORE = {"polarity": "float64", "words": "str", "rule": "str"}
DISCOUNTS = frozenset({"hearsay", "question"})
NAMED_ACTS = DISCOUNTS | {"contrast", "concession"}  # operators listed in the column `rule`
NO_ROW = np.empty(0, dtype=np.intp)


@part_by_part
def score_sentences(corpus: Corpus, lexicon: Lexicon | None = None) -> pd.DataFrame:
    """Score the tone of every sentence.

    Polarity is the mean of the tones of the sentence's units (`tone.units`), weighted by clause and
    place, and discounted for hearsay and questions.

    Returns:
        One row per sentence: doc_id, sent_no, start, end, polarity [-1, 1] (NaN where nothing
        decides), words (the terms that decide, joined by "; "), rule (the rules that acted on
        them: negation, shifter, intensity, contrast, concession, hearsay, question; "lexicon"
        where none did).

    Note:
        A score is a measurement with an error, which the README states for one gold standard.
        Measure it on a sample of your own corpus (`nkru code sample`).

    References:
        Taboada et al. 2011, Computational Linguistics 37(2).
    """
    tokens = corpus.tagged_tokens
    cues = find_cues(tokens, index_terms(shipped_unless(lexicon)))
    operators = dict(cues.grouped(cues.are(NAMED_ACTS), cues.sentence))
    rows = [(np.nan, "", "")] * len(cues.starts)
    for index, units in tone_units(cues):
        named = [cue.term for cue in operators.get(index, ())]
        rows[index] = _score(units, named, conditional=bool(cues.conditions[index]))
    keys = [tokens["doc_id"].iloc[cues.starts].astype("str"), tokens["sent_no"].iloc[cues.starts]]
    table = pd.DataFrame(rows, pd.MultiIndex.from_arrays(keys), list(SCORE)).astype(SCORE)
    return corpus.sentences[SENTENCE].join(table, on=["doc_id", "sent_no"])


def _score(
    units: Sequence[ToneUnit], operators: Sequence[Term], *, conditional: bool = False
) -> tuple[float, str, str]:
    """Return polarity, words and rules of a sentence, given its operators of NAMED_ACTS."""
    units = [unit for unit in units if unit.weight and abs(unit.tone) > TOPIC]
    weight = sum([unit.weight for unit in units])
    mean = sum([unit.tone * unit.weight for unit in units]) / max(weight, 1.0)
    mean *= CONDITION_FACTOR if conditional else 1.0
    mean *= min([term.factor for term in operators if term.act in DISCOUNTS], default=1.0)
    if -LEAST_NEGATIVE <= mean <= LEAST_POSITIVE:
        return np.nan, "", ""
    rules = {term.act for term in operators}.union(*(unit.rules for unit in units))
    words = [part.term.name for unit in units for part in unit.with_parts()]
    return round(mean, 3), "; ".join(words), "; ".join(sorted(rules) or ["lexicon"])


def score_targets(
    corpus: Corpus,
    mentions: pd.DataFrame,
    lexicon: Lexicon | None = None,
    quotations: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Score the tone toward each mentioned actor.

    Args:
        corpus: the corpus the mentions were found in.
        mentions: a table from `find_mentions`.
        lexicon: the lexicon; the shipped one by default.
        quotations: a table from `find_quotations`; without it every voice is the author's.

    Returns:
        The mentions that tables count, without their own rule, and: polarity [-1, 1] (NaN where no
        word of tone concerns the actor), voice (author, quoted), speaker (of the quotation, "" for
        none), rule (complement, concern, attribute, object, subject or apposition, and the term
        that decides).

    Note:
        The tone toward an actor mixes the situation an actor is in (« la Russie est isolée ») with
        the judgement of the author: do not read it as an opinion of the article.
    """
    expect_table("mentions", mentions, MENTION, "nkru.find_mentions")
    mentions = counted_mentions(mentions).reset_index(drop=True)
    index = index_terms(shipped_unless(lexicon))
    rows_of = mentions.groupby("doc_id", observed=True).indices
    scores = [(np.nan, "")] * len(mentions)
    for part in portions(corpus):
        own_rows = [rows_of.get(doc_id, NO_ROW) for doc_id in part.fileids()]
        rows = np.sort(np.concatenate([NO_ROW, *own_rows]))
        part_scores = _score_mentions(part.tagged_tokens, mentions.iloc[rows], index)
        for row, score in zip(rows.tolist(), part_scores, strict=True):
            scores[row] = score
    table = mentions.drop(columns="rule").assign(polarity=[polarity for polarity, _ in scores])
    return _with_voices(table, quotations).assign(rule=[rule for _, rule in scores])


def _score_mentions(
    tokens: pd.DataFrame, mentions: pd.DataFrame, index: TermIndex
) -> list[tuple[float, str]]:
    """Return polarity and rule of each mention in these tokens."""
    cues = find_cues(tokens, index)
    actors = _actors(tokens, mentions)
    sentences = np.searchsorted(cues.starts, [actor.first for actor in actors], side="right") - 1
    units = dict(tone_units(cues, np.isin(np.arange(len(cues.starts)), sentences)))
    rows = cues.are(ARGUMENT_ACTS) & np.isin(cues.sentence, list(units))
    marks = dict(cues.grouped(rows, cues.sentence))
    scores: list[tuple[float, str]] = []
    for sentence, pairs in groupby(zip(sentences.tolist(), actors, strict=True), itemgetter(0)):
        named = [actor for _, actor in pairs]
        scores += _score_actors(named, units.get(sentence, []), marks.get(sentence, []))
    return scores


def _score_actors(
    actors: Sequence[Actor], units: Sequence[ToneUnit], marks: Sequence[Cue]
) -> list[tuple[float, str]]:
    """Return the tone toward each actor of a sentence, and the rule with the term that decides."""
    scores = []
    for index, actor in enumerate(actors):
        others = [*actors[:index], *actors[index + 1 :]]
        decision = decide(actor, units, marks, others) if units else None
        if not decision:
            scores.append((np.nan, ""))
            continue
        rule, word, factor = decision
        tone = at_least(word.tone, ARGUED) if word.tone else 0.0
        scores.append((tone * factor or np.nan, f"{rule}: {word.part.term.name}"))
    return scores


def _actors(tokens: pd.DataFrame, mentions: pd.DataFrame) -> list[Actor]:
    """Return the tokens and the preposition of every mention."""
    first, last = token_ranges(tokens, mentions)
    lemmas = tokens["lemma"].cat.categories.to_numpy()[tokens["lemma"].cat.codes.to_numpy()]
    actors: list[Actor] = []
    adjectives = (mentions["kind"] == "demonym") & mentions["text"].str[0].str.islower()
    rows = zip(first.tolist(), last.tolist(), adjectives.tolist(), strict=True)
    for start, end, adjective in rows:
        marker = _marker(lemmas[max(start - 3, 0) : start + 1].tolist())
        if marker == "et":  # in « à X et Y », Y has the preposition of X
            near = [actor.marker for actor in actors[-3:] if start - 3 <= actor.last <= start - 2]
            marker = near[-1] if near else ""
        actors.append(Actor(start, end, marker, adjective))
    return actors


def _marker(lemmas: Sequence[str]) -> str:
    """Return the preposition before a mention, given the lemmas up to its first token."""
    lists = read_toml("tone/tone.toml")["words"]
    *words, own = lemmas
    if own in ("de", "à"):
        return own
    while words and words[-1] in lists["determiners"]:
        words.pop()
    return words[-1] if words and words[-1] in lists["prepositions"] else ""


def _with_voices(table: pd.DataFrame, quotations: pd.DataFrame | None) -> pd.DataFrame:
    """Add voice and speaker: a mention inside a quotation is quoted."""
    table = table.assign(voice="author", speaker="")
    if quotations is None or quotations.empty:
        return table
    spans = quotations.sort_values(["doc_id", "start"])[["doc_id", "start", "end", "speaker"]]
    spans = spans.rename(columns={"start": "opened", "end": "closed"})
    pairs = table[["doc_id", "start", "end"]].reset_index().merge(spans)
    pairs = pairs[(pairs["opened"] <= pairs["start"]) & (pairs["closed"] >= pairs["end"])]
    speakers = pairs.fillna({"speaker": ""}).groupby("index")["speaker"].last()
    return table.assign(
        voice=np.where(table.index.isin(speakers.index), "quoted", "author"),
        speaker=speakers.reindex(table.index).fillna("").astype("str"),
    )
