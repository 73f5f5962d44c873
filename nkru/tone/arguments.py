"""Arguments: which actor a word of tone concerns, as its agent, its patient or its subject."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from nkru.resources import read_toml
from nkru.tone.appositions import apposition, aside
from nkru.tone.context import Actor, Choice, Context, ToneWord, frames, read_context
from nkru.tone.owners import endurer, owner
from nkru.tone.predicates import SUBJECT_GAP, predicate_regions, predicated, reported
from nkru.tone.units import TOPIC, Cue, ToneUnit

# Longest distances, in tokens:
CONCERN_GAP = 20  # between a fear and the actor it concerns
GENITIVE_GAP = 6  # between a noun and « de X »
OBJECT_GAP = 5  # between a verb and its object
SENTENCE_TONE = 0.4  # least strength of a word that concerns all actors of its sentence
LISTED = 4  # other actors without a preposition in a sentence that lists them
SPEECH_GAP = 3  # between the end of a quotation and a verb of saying
CHAIN_GAP = 8  # between « contre » and « de X » in « contre la réforme de X »
ADJECTIVE_GAP = 2  # between an adjective and the actor, or a noun and « russe »

# Rules that do not apply to an actor who speaks: « a déclaré X ».
UNSAID = frozenset({"attribute", "subject", "sentence"})


class Decision(NamedTuple):
    """The rule that applies to an actor, the word, and the factor of the word's tone."""

    rule: str
    word: ToneWord
    factor: float


def decide(
    actor: Actor, units: Sequence[ToneUnit], cues: Sequence[Cue], others: Sequence[Actor]
) -> Decision | None:
    """Return the first rule that applies to an actor, with its word and the factor of its tone.

    Args:
        actor: the mention.
        units: the units of tone of the sentence.
        cues: its cues among ARGUMENT_ACTS.
        others: the other mentions of the sentence.
    """
    context = read_context(actor, units, cues, others)
    for name, rule in ARGUMENT_RULES.items():
        choice = None if actor.speaks and name in UNSAID else rule(actor, context)
        if choice:
            return Decision(name, *choice)
    return None


def find_holder(decision: Decision, actor: Actor, actors: Sequence[Actor]) -> str:
    """Return the entry of the actor who judges another by a word, or "author"."""
    unit, part = decision.word.unit, decision.word.part
    judging = frames().get(unit.term.name)
    part = unit if judging and judging.construct == "stance" else part
    before = [other for other in actors if not other.marker and other.last < part.first]
    after = [other for other in actors if other.first > part.last]
    marker = "par" if part.passive else "de" if not part.term.verb else ""
    agents = [other for other in after if marker and other.marker == marker]
    found = [] if part.passive else before[-1:]
    holders = [other.entry for other in (*agents[:1], *found) if other.entry != actor.entry]
    return holders[0] if holders else "author"


def _complement(actor: Actor, context: Context) -> Choice:
    """Decide for « le soutien de X », « les sanctions contre X », « les menaces russes »."""
    marker = "de" if actor.adjective and not actor.marker else actor.marker
    if not marker or not context.left:
        return None
    word = context.left[0]
    gap = actor.first - word.part.last
    if marker == "de":
        return _genitive(word, gap, ADJECTIVE_GAP if actor.adjective else GENITIVE_GAP)
    own = word.part.term.name.endswith(f" {marker} à")  # « s'incliner face à X »
    words = read_toml("tone/tone.toml")["words"]
    if gap > SUBJECT_GAP or not own and marker not in words["binding"]:
        return None
    if marker == "par" and any(word.part.last < verb < actor.first for verb in context.verbs):
        return None  # « perturbé par la grève lancée par X »
    if marker == "à" and word.part.passive and not (own or word.part.term.name in words["giving"]):
        return None  # « arrêté à Lyon »
    if marker == "contre":
        return word, 1.0 if word.part.tone <= 0 else -float(np.sign(word.tone))
    if marker == "par":
        # « envoyés à la mort par X » is held against X.
        agent = word.agent if word.part.passive else word.patient
        return word, agent if word.frame else float(word.part.passive and word.tone < 0)
    return word, word.patient if word.frame or marker != "avec" else 0.0


def _chain(actor: Actor, context: Context) -> Choice:
    """Decide for « la colère contre la réforme de X », « le soutien à l'économie de X »."""
    near = [cue for cue in context.obliques if actor.first - cue.last <= CHAIN_GAP]
    if actor.marker != "de" or not near:
        return None
    between = [word for word in context.left if word.part.first > near[-1].first]
    left = [word for word in context.left if word.part.last < near[-1].first]
    if any(abs(word.part.term.polarity) > TOPIC for word in between) or not left:
        return None
    if left[0].part.term.verb and near[-1].term.name == "à":
        return None  # « nommé à la tête de X »
    return _complement(actor._replace(marker=near[-1].term.name), context._replace(left=left))


def _genitive(word: ToneWord, gap: int, close: int) -> Choice:
    """Decide for « de X »: after a noun its agent or patient, after a verb its patient."""
    part = word.part
    passive = part.passive or part.term.name.startswith("être ")
    if part.term.verb and not passive and gap <= OBJECT_GAP:
        return word, word.patient
    if part.term.pos == "adj":
        return (word, 1.0) if gap <= ADJECTIVE_GAP + 1 and _qualifies(word) else None
    if gap > close or part.term.verb and passive:
        return None  # « nommé à la tête de X »
    return word, word.agent if word.frame and word.frame.of == "agent" else word.patient


def _qualifies(word: ToneWord) -> bool:
    """Say whether an adjective judges the noun before it: « le bilan désastreux de X »."""
    complemented = read_toml("tone/tone.toml")["words"]["complemented"]
    plain = not (word.part.predicate or word.frame)
    return plain and word.part.term.name not in complemented


def _concern(actor: Actor, context: Context) -> Choice:
    """Decide for the objects of a fear: « craint que X … », « préoccupé par les liens de X »."""
    for word in reversed(context.before):
        factor = word.patient or (word.agent if word.part.passive else 0.0)
        clause = word.frame is not None and word.frame.of == "clause"
        if clause and factor and actor.first - word.part.last <= CONCERN_GAP:
            return word, factor
    return None


def _attribute(actor: Actor, context: Context) -> Choice:
    """Decide for « la Russie isolée », « juge X fiable », « qualifie X de tyran »."""
    if not context.right or actor.adjective:
        return None
    part = context.right[0].part
    gap = part.first - actor.last
    describing = part.term.pos == "adj" or part.passive
    described = not actor.marker and describing and gap <= ADJECTIVE_GAP
    judged = gap <= OBJECT_GAP and any(
        context.that < at and 0 < actor.first - at <= OBJECT_GAP for at in context.judging
    )
    return (context.right[0], 1.0) if described or judged else None


def _object(actor: Actor, context: Context) -> Choice:
    """Decide for « X menace Y »."""
    for word in context.left:
        part = word.part
        if any(0 < part.first - at <= SPEECH_GAP for at in context.quotes):
            return None  # in « … », a averti X, the actor is the speaker
        near = actor.first - part.last <= OBJECT_GAP
        if near and part.term.verb and not part.passive and not actor.marker:
            return word, word.patient
    return None


def _subject(actor: Actor, context: Context) -> Choice:
    """Decide for « X menace », « X est condamnée », « X, en visite à Rome, est un danger »."""
    if actor.marker or actor.adjective:
        return None
    choices = (predicated(region, context) for region in predicate_regions(actor, context))
    first = next((choice for choice in choices if choice and choice[0].tone), None)
    # « X, en grève, annule ses vols »: the verb concerns others, the aside X.
    return first if not first or first[1] else aside(actor, context) or first


def _sentence(actor: Actor, context: Context) -> Choice:
    """Decide for an actor without a preposition by the word that weighs most in its sentence.

    So do all actors for which no other rule decides. If the actor's clause has a verb but no word
    of tone, the other clauses do not concern it; nor do words against the tone of the sentence.
    Nothing is decided for a list of actors, for an agent by a word that concerns the patient, or by
    nouns after « de »: « X va sur les lieux du drame ».
    """
    aside = context.plain and not (context.left or context.right)
    beside = {other.entry for other in context.everyone if not (other.marker or other.adjective)}
    listed = len(beside - {actor.entry}) >= LISTED
    if actor.marker or actor.adjective or aside or listed:
        return None
    heads = (word.unit for word in context.all if word.part is word.unit)
    units = [unit for unit in heads if not (unit.genitive and unit.term.pos == "noun")]
    strongest = max(units, key=lambda unit: abs(unit.tone * unit.weight), default=None)
    mean = sum([unit.tone * unit.weight for unit in units])
    if not strongest or abs(strongest.tone) < SENTENCE_TONE or mean * strongest.tone <= 0:
        return None
    word = next(word for word in context.all if word.part is strongest)
    acts = word.frame is not None and not word.frame.agent and actor.last < strongest.first
    return None if acts else (word, 1.0)


ARGUMENT_RULES: dict[str, Callable[[Actor, Context], Choice]] = {
    "chain": _chain,
    "complement": _complement,
    "concern": _concern,
    "attribute": _attribute,
    "endurer": endurer,
    "object": _object,
    "subject": _subject,
    "reported": reported,
    "apposition": apposition,
    "aside": aside,
    "owner": owner,
    "sentence": _sentence,
}
