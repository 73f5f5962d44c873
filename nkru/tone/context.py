"""The context of an actor: the words of tone, verbs and marks around its mention.

`frames.csv` gives the factors by which a word's tone passes to its agent and to its patient.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

import pandas as pd

from nkru.resources import path
from nkru.tone.clause_weights import BREAKS
from nkru.tone.units import TOPIC, Cue, ToneUnit

OPENING = BREAKS | {"setting"}  # a word before these does not concern an actor after them
CLOSING = BREAKS | {"that"}
ARGUMENT_ACTS = OPENING | CLOSING | {"verb", "copula", "judging", "quote", "oblique"}


class Frame(NamedTuple):
    """The factors by which a term's tone passes to its agent and patient.

    `of` is the argument that « de » introduces: agent, patient or clause; `construct` is stance
    for terms that judge.
    """

    agent: float
    patient: float
    of: str
    construct: str


@cache
def frames() -> Mapping[str, Frame]:
    """Return the frames that ship with nkru, by term."""
    table = pd.read_csv(path("tone/frames.csv"), comment="#", keep_default_na=False)
    return {row[0]: Frame(*row[1:]) for row in table.itertuples(index=False)}


class Actor(NamedTuple):
    """A mention in a sentence.

    Its tokens, its preposition or "", the lemma before both and whether that is a noun, whether it
    is an adjective, its entry, whether a verb of saying is near it, and whether « et » or a comma
    joins it to the mention before.
    """

    first: int
    last: int
    marker: str
    head: str
    owned: bool
    adjective: bool
    entry: str
    speaks: bool
    joined: bool


class ToneWord(NamedTuple):
    """A word with a polarity: its unit, the part of the unit that it is, and its frame."""

    unit: ToneUnit
    part: ToneUnit
    frame: Frame | None

    @property
    def tone(self) -> float:
        """Return the tone toward those whom the word concerns."""
        return self.unit.tone * (1.0 if self.part is self.unit else self.unit.sign_toward_object)

    @property
    def patient(self) -> float:
        """Return the factor for the patient, 1 without a frame."""
        return self.frame.patient if self.frame else 1.0

    @property
    def agent(self) -> float:
        """Return the factor for the agent, 0 without a frame."""
        return self.frame.agent if self.frame else 0.0


# A word that concerns an actor, and the factor of its tone; or none.
Choice = tuple[ToneWord, float] | None


class Context(NamedTuple):
    """The words around an actor, in its clause unless said otherwise; verbs and marks by token."""

    left: list[ToneWord]  # nearest first
    right: list[ToneWord]
    before: list[ToneWord]  # in the whole sentence
    all: list[ToneWord]
    others: list[Actor]
    plain: bool  # whether the clause has a verb without tone
    verbs: list[int]  # without tone, in the whole sentence
    finite: list[int]  # and those with a tone that are not infinitives
    obliques: list[Cue]  # prepositions before the actor, in its clause
    judging: list[int]  # verbs of judging or making: qualifier, rendre
    that: int  # the last « que » before the actor
    quotes: list[int]  # quotation marks before the actor
    cues: Sequence[Cue]  # of ARGUMENT_ACTS, in the whole sentence
    everyone: Sequence[Actor]  # the other mentions of the sentence


def read_context(
    actor: Actor, units: Sequence[ToneUnit], cues: Sequence[Cue], others: Sequence[Actor]
) -> Context:
    """Return the context of an actor, given the units, cues and other mentions of its sentence."""

    def places(*acts: str) -> list[int]:
        return [cue.first for cue in cues if cue.term.act in acts]

    start = max((at for at in places(*OPENING) if at < actor.first), default=-1)
    stop = end_of_clause(actor.last, cues)
    words = [word for word in _tone_words(units) if not _named(word, (actor, *others))]
    before = [word for word in words if word.part.last < actor.first]
    plain = places("verb", "copula", "judging")
    toned = [word.part for word in words if word.part.term.verb and not word.part.infinitive]
    prepositions = [cue for cue in cues if cue.term.act == "oblique"]
    return Context(
        left=[word for word in reversed(before) if word.part.first > start],
        right=[word for word in words if actor.last < word.part.first < stop],
        before=before,
        all=words,
        plain=any(start < at < stop for at in places("verb")),
        others=[other for other in others if start < other.first < stop],
        verbs=places("verb", "copula"),
        finite=[*plain, *(part.first for part in toned)],
        obliques=[cue for cue in prepositions if start < cue.first < actor.first],
        judging=places("judging"),
        that=max((at for at in places("that") if at < actor.first), default=-1),
        quotes=[at for at in places("quote") if at < actor.first],
        cues=cues,
        everyone=others,
    )


def _named(word: ToneWord, actors: Sequence[Actor]) -> bool:
    """Say whether a word is inside the name of an actor."""
    return any(actor.first <= word.part.first <= actor.last for actor in actors)


def end_of_clause(start: int, cues: Sequence[Cue]) -> int:
    """Return the first token of the cue that ends the clause after a token; « (…) » does not."""
    within = False
    for cue in cues:
        if cue.first > start and cue.term.act in CLOSING:
            if not within and cue.term.name != "(":
                return cue.first
            within = cue.term.name != ")"
    return sys.maxsize


def _tone_words(units: Sequence[ToneUnit]) -> list[ToneWord]:
    """Return the words of the units, in the order of the text.

    Words that are mere topics are left out, except for those with a frame, such as « sanctions ».
    """
    words = [
        ToneWord(unit, part, frames().get(part.term.name))
        for unit in units
        for part in unit.with_parts()
    ]
    toned = (word for word in words if abs(word.unit.tone) > TOPIC or word.frame)
    return sorted(toned, key=lambda word: word.part.first)
