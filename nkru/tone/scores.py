"""Tone of sentences: a polarity in [-1, 1] with the words and the rules that made it, or none."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from nkru.corpus.parts import part_by_part, portions
from nkru.resources import read_toml
from nkru.tone.arguments import MARKS, Actor, decide
from nkru.tone.clauses import read_units
from nkru.tone.cues import find_cues
from nkru.tone.lexicon import Lexicon, read_lexicon
from nkru.tone.terms import Term, Vocabulary, vocabulary
from nkru.tone.traits import Ints
from nkru.tone.units import ARGUED, TOPIC, Cue, Unit, at_least

if TYPE_CHECKING:
    from nkru.corpus.corpus import Corpus

DECIDED = 0.2  # a mean tone up to this decides nothing: the score abstains
COLUMNS = ["doc_id", "sent_no", "start", "end"]
DISCOUNTS = frozenset({"hearsay", "question"})
TOLD = DISCOUNTS | {"contrast", "concession"}  # operators that are named among the rules


@part_by_part
def score_sentences(corpus: Corpus, lexicon: Lexicon | None = None) -> pd.DataFrame:
    """Score the tone of every sentence.

    Polarity is the mean of the tones of the sentence's units (`tone.units`), weighted by clause and
    place, and discounted for hearsay and questions.

    Returns:
        One row per sentence: doc_id, sent_no, start, end, polarity [-1, 1] (NaN where nothing
        decides), words (the terms that made it, joined by "; "), rule (what acted on them:
        negation, shifter, intensity, contrast, concession, hearsay, question; "lexicon" where
        nothing did).
    """
    tokens = corpus.tokens
    if tokens.empty:
        nothing = corpus.sentences[COLUMNS].assign(polarity=np.nan, words="", rule="")
        return nothing.astype({"words": "str", "rule": "str"})
    cues = find_cues(tokens, vocabulary(lexicon or read_lexicon()))
    told = dict(cues.grouped(cues.are(TOLD), cues.sentence))
    rows = [(np.nan, "", "")] * len(cues.starts)
    for number, units in read_units(cues):
        rows[number] = _score(units, [cue.term for cue in told.get(number, ())])
    keys = [tokens["doc_id"].iloc[cues.starts].astype("str"), tokens["sent_no"].iloc[cues.starts]]
    table = pd.DataFrame(
        rows, index=pd.MultiIndex.from_arrays(keys), columns=["polarity", "words", "rule"]
    )
    return corpus.sentences[COLUMNS].join(table, on=["doc_id", "sent_no"])


def _score(found: Sequence[Unit], told: Sequence[Term]) -> tuple[float, str, str]:
    """Return polarity, words and rules of a sentence, given its units and the terms that are named among the rules."""
    units = [unit for unit in found if unit.weight and abs(unit.tone) > TOPIC]
    weight = sum([unit.weight for unit in units])
    mean = sum([unit.tone * unit.weight for unit in units]) / max(weight, 1.0)
    mean *= min([term.factor for term in told if term.act in DISCOUNTS], default=1.0)
    if abs(mean) <= DECIDED:
        return np.nan, "", ""
    rules = {term.act for term in told}.union(*(unit.rules for unit in units))
    words = [node.term.name for unit in units for node in unit.nodes()]
    return round(mean, 3), "; ".join(words), "; ".join(sorted(rules) or ["lexicon"])


NO_ROW = np.empty(0, dtype=np.intp)


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
        The mentions, without their own rule, and: polarity [-1, 1] (NaN where the clause says
        nothing of the actor), voice (author, quoted), speaker (of the quotation, "" where nobody is
        named), rule (complement, concern, attribute, object, subject or apposition, and the term
        that decided).
    """
    terms = vocabulary(lexicon or read_lexicon())
    rows_of = mentions.groupby("doc_id", observed=True).indices
    scores = [(np.nan, "")] * len(mentions)
    for part in portions(corpus):
        rows = np.sort(
            np.concatenate([NO_ROW, *(rows_of.get(doc_id, NO_ROW) for doc_id in part.fileids())])
        )
        for row, score in zip(
            rows.tolist(), _scores(part.tokens, mentions.iloc[rows], terms), strict=True
        ):
            scores[row] = score
    table = mentions.drop(columns="rule").assign(polarity=[polarity for polarity, _ in scores])
    return _with_voices(table, quotations).assign(rule=[rule for _, rule in scores])


def _scores(
    tokens: pd.DataFrame, mentions: pd.DataFrame, terms: Vocabulary
) -> list[tuple[float, str]]:
    """Return polarity and rule of each mention in these tokens."""
    cues = find_cues(tokens, terms)
    actors = _actors(tokens, mentions)
    sentences = np.searchsorted(cues.starts, [actor.first for actor in actors], side="right") - 1
    units = dict(read_units(cues, np.isin(np.arange(len(cues.starts)), sentences)))
    marks = dict(cues.grouped(cues.are(MARKS) & np.isin(cues.sentence, list(units)), cues.sentence))
    scores: list[tuple[float, str]] = []
    for number, group in groupby(zip(sentences.tolist(), actors, strict=True), key=itemgetter(0)):
        scores += _toward(
            [actor for _, actor in group], units.get(number, []), marks.get(number, [])
        )
    return scores


def _toward(
    actors: Sequence[Actor], units: Sequence[Unit], marks: Sequence[Cue]
) -> list[tuple[float, str]]:
    """Return the tone toward each actor of a sentence, and its role with the term that decided."""
    scores = []
    for place, actor in enumerate(actors):
        found = (
            decide(actor, units, marks, [*actors[:place], *actors[place + 1 :]]) if units else None
        )
        if not found:
            scores.append((np.nan, ""))
            continue
        role, node, factor = found
        tone = at_least(node.tone, ARGUED) if node.tone else 0.0
        scores.append((tone * factor or np.nan, f"{role}: {node.word.term.name}"))
    return scores


def _places(tokens: pd.DataFrame, table: pd.DataFrame, column: str) -> tuple[Ints, Ints]:
    """Return where the rows of two tables stand in the corpus, as numbers of one order."""
    names = tokens["doc_id"].cat.categories
    doc_ids = pd.Categorical(table["doc_id"].astype("str"), categories=names).codes.astype(np.int64)
    own = tokens["doc_id"].cat.codes.to_numpy().astype(np.int64)
    return (own << 32) + tokens[column].to_numpy(), doc_ids << 32


def _actors(tokens: pd.DataFrame, mentions: pd.DataFrame) -> list[Actor]:
    """Return the tokens and the preposition of every mention."""
    ends, shift = _places(tokens, mentions, "end")
    starts, _ = _places(tokens, mentions, "start")
    first = np.searchsorted(ends, shift + mentions["start"].to_numpy(), side="right").tolist()
    last = (np.searchsorted(starts, shift + mentions["end"].to_numpy()) - 1).tolist()
    lemmas = tokens["lemma"].cat.categories.to_numpy()[tokens["lemma"].cat.codes.to_numpy()]
    actors: list[Actor] = []
    adjectives = (mentions["kind"] == "demonym") & mentions["text"].str[0].str.islower()
    for start, end, adjective in zip(first, last, adjectives.tolist(), strict=True):
        marker = _marker(lemmas[max(start - 3, 0) : start + 1].tolist())
        if marker == "et":  # « à X et Y »: that of X
            near = [actor.marker for actor in actors[-3:] if start - 3 <= actor.last <= start - 2]
            marker = near[-1] if near else ""
        actors.append(Actor(start, end, marker, adjective))
    return actors


def _marker(lemmas: Sequence[str]) -> str:
    """Return the preposition before a mention, its determiner left out."""
    lists = read_toml("tone/tone.toml")["words"]
    *words, own = lemmas
    if own in ("de", "à"):
        return own
    while words and words[-1] in lists["determiners"]:
        words.pop()
    return words[-1] if words and words[-1] in lists["prepositions"] else ""


def _with_voices(table: pd.DataFrame, quotations: pd.DataFrame | None) -> pd.DataFrame:
    """Add voice and speaker: a mention is quoted where it stands inside a quotation."""
    table = table.assign(voice="author", speaker="")
    if quotations is None or quotations.empty:
        return table
    inside = quotations.sort_values(["doc_id", "start"]).rename(
        columns={"start": "opened", "end": "closed"}
    )
    pairs = (
        table[["doc_id", "start", "end"]]
        .reset_index()
        .merge(inside[["doc_id", "opened", "closed", "speaker"]])
    )
    pairs = pairs[(pairs["opened"] <= pairs["start"]) & (pairs["closed"] >= pairs["end"])]
    speakers = pairs.fillna({"speaker": ""}).groupby("index")["speaker"].last()
    quoted = table.index.isin(speakers.index)
    return table.assign(
        voice=np.where(quoted, "quoted", "author"),
        speaker=speakers.reindex(table.index).fillna("").astype("str"),
    )
