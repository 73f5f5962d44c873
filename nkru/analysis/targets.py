"""Tone toward actors: for each mention, what the clause around it says of the actor's situation, or none.

The tone is never that of the whole sentence: a unit of tone (`nkru.analysis.clauses`) reaches a mention through its
grammar: as subject, object, complement of a noun, or after a preposition. What a word does to the one who acts and to
the one who undergoes stands in `frames.csv`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from nkru.analysis.clauses import BREAKS, Cue, Unit, read_units
from nkru.analysis.cues import find_cues
from nkru.analysis.lexicon import Lexicon, read_lexicon
from nkru.analysis.sentiment import TOPIC, sentence_cues
from nkru.analysis.terms import vocabulary
from nkru.resources import path

if TYPE_CHECKING:
    from nkru.corpus.corpus import Corpus

REACH = 10  # tokens between a verb and its subject or object
CLOSE = 6  # between a noun and its complement
LEAST = 0.4  # strength of a word that is a topic in the sentence and a stance toward the actor: « sanctions contre »
OBJECT = 5  # between a verb and its object
COMPLEMENTS = frozenset(["à", "contre", "par", "pour", "envers", "avec"])  # the other prepositions say where
MARKERS = frozenset(
    [
        "de",
        "à",
        "contre",
        "par",
        "pour",
        "envers",
        "avec",
        "entre",
        "sur",
        "vers",
        "dans",
        "en",
        "chez",
        "et",
        "ou",
        "sous",
    ]
)
DETERMINERS = frozenset(["le", "un", "son", "ce", "m.", "mme", "président"])
COLUMNS = ["polarity", "voice", "speaker", "rule"]


class Frame(NamedTuple):
    """What a term does to its agent and patient, as factors of its tone; `of`: who follows « de »."""

    agent: float
    patient: float
    of: str


class Actor(NamedTuple):
    """A mention in a sentence: its tokens, the preposition before it ("" for none), whether it is an adjective."""

    first: int
    last: int
    marker: str
    adjective: bool


@cache
def frames() -> Mapping[str, Frame]:
    """Return the frames that ship with nkru, by term."""
    table = pd.read_csv(path("frames.csv"), comment="#", keep_default_na=False)
    return {row[0]: Frame(*row[1:]) for row in table.itertuples(index=False)}


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
        The mentions, without their own rule, and: polarity [-1, 1] (NaN where the clause says nothing of the actor),
        voice (author, quoted), speaker (of the quotation, "" where nobody is named), rule (complement, concern,
        attribute, object, subject or apposition, and the term that decided).
    """
    words = vocabulary(lexicon or read_lexicon())
    tokens = corpus.tokens
    cues = find_cues(tokens, words)
    found = dict(sentence_cues(cues, words.terms))
    actors = _actors(tokens, mentions)
    polarity, rule = np.full(len(mentions), np.nan), [""] * len(mentions)
    sentences = (np.searchsorted(cues.starts, [actor.first for actor in actors], side="right") - 1).tolist()
    for number, group in groupby(range(len(actors)), key=sentences.__getitem__):
        rows = list(group)
        units = read_units(found.get(number, []))
        for row in rows:
            others = [actors[other] for other in rows if other != row]
            polarity[row], rule[row] = _toward(actors[row], units, found.get(number, []), others)
    voice, speaker = _voices(mentions, quotations)
    named = mentions.drop(columns="rule")
    return named.assign(polarity=polarity, voice=voice, speaker=speaker, rule=rule)


def _actors(tokens: pd.DataFrame, mentions: pd.DataFrame) -> list[Actor]:
    """Return the tokens and the preposition of every mention."""
    codes = tokens["doc_id"].cat.codes.to_numpy().astype(np.int64) << 32
    doc = tokens["doc_id"].cat.categories.get_indexer(mentions["doc_id"].tolist()).astype(np.int64) << 32
    first = np.searchsorted(codes + tokens["end"].to_numpy(), doc + mentions["start"].to_numpy(), side="right")
    last = np.searchsorted(codes + tokens["start"].to_numpy(), doc + mentions["end"].to_numpy()) - 1
    forms = tokens["lemma"].cat.categories[tokens["lemma"].cat.codes.to_numpy()].to_numpy()
    actors: list[Actor] = []
    for start, end, kind in zip(first.tolist(), last.tolist(), mentions["kind"], strict=True):
        marker = _marker(forms[max(start - 3, 0) : start + 1].tolist())
        if marker == "et":
            near = [actor.marker for actor in actors[-3:] if start - 3 <= actor.last <= start - 2]
            marker = near[-1] if near else ""
        actors.append(Actor(start, end, marker, kind == "demonym"))
    return actors


def _marker(before: Sequence[str]) -> str:
    """Return the preposition before a mention, its determiner left out."""
    *words, own = before
    if own in ("de", "à"):
        return own
    while words and words[-1] in DETERMINERS:
        words.pop()
    return words[-1] if words and words[-1] in MARKERS else ""


class Reach(NamedTuple):
    """What stands around an actor in its clause: nodes (unit, the part of it that is near) and the other actors."""

    left: list[tuple[Unit, Unit]]
    right: list[tuple[Unit, Unit]]
    before: list[tuple[Unit, Unit]]
    others: Sequence[Actor]  # of the same clause
    judging: Sequence[int]  # verbs that say what an actor is or becomes
    verbs: Sequence[int]  # verbs without tone


def _toward(actor: Actor, units: Sequence[Unit], cues: Sequence[Cue], others: Sequence[Actor]) -> tuple[float, str]:
    """Return the tone toward an actor and the rule that decided."""
    breaks = [cue.first for cue in cues if cue.term.act in BREAKS]
    verbs = [cue.first for cue in cues if cue.term.act == "verb"]
    judging = [cue.first for cue in cues if cue.term.act == "judging"]
    nodes = [(unit, node) for unit in units for node in _nodes(unit) if _speaks(unit, node)]
    nodes.sort(key=lambda pair: pair[1].first)
    start = max((at for at in breaks if at < actor.first), default=-1)
    stop = min((at for at in breaks if at > actor.last), default=actor.last + 99)
    left = [pair for pair in nodes if start < pair[1].first and pair[1].last < actor.first]
    right = [pair for pair in nodes if actor.last < pair[1].first < stop]
    before = [pair for pair in nodes if pair[1].last < actor.first]
    here = [other for other in others if start < other.first < stop]
    reach = Reach(left[::-1], right, before, here, judging, verbs)
    for name, rule in RULES.items():
        found = rule(actor, reach)
        if found:
            (unit, node), factor = found
            return (_strong(unit.tone) * factor or np.nan), f"{name}: {node.term.name}"
    return np.nan, ""


def _speaks(unit: Unit, node: Unit) -> bool:
    """Say whether a node can reach an actor: a mere topic does only where it is a stance, as sanctions are."""
    return abs(unit.tone) > TOPIC or node.term.name in frames()


def _nodes(unit: Unit) -> list[Unit]:
    return [unit, *(node for part in unit.parts for node in _nodes(part))]


def _strong(tone: float) -> float:
    return max(tone, LEAST) if tone > 0 else min(tone, -LEAST) if tone < 0 else 0.0


Decision = tuple[tuple[Unit, Unit], float] | None


def _complement(actor: Actor, reach: Reach) -> Decision:
    """Decide for « le soutien de X », « les sanctions contre X », « une victoire pour X », « les menaces russes »."""
    marker = "de" if actor.adjective and not actor.marker else actor.marker
    if not marker or not reach.left:
        return None
    pair = reach.left[0]
    node, gap = pair[1], actor.first - pair[1].last
    frame = frames().get(node.term.name)
    if marker == "de" and node.term.verb and gap <= OBJECT and not node.passive:
        return pair, frame.patient if frame else 1.0
    if marker == "de":
        near = gap <= (2 if actor.adjective else CLOSE) and node.term.pos != "adj"
        return (pair, _complement_of(frame)) if near else None
    if gap > REACH or marker not in COMPLEMENTS:
        return None
    if marker == "contre":
        return pair, 1.0 if node.tone <= 0 else -float(np.sign(pair[0].tone))
    if marker == "par":
        return pair, frame.agent if frame else 0.0
    if marker == "avec":
        return pair, frame.patient if frame else 0.0
    return pair, frame.patient if frame else 1.0


def _complement_of(frame: Frame | None) -> float:
    if not frame:
        return 1.0
    return frame.agent if frame.of == "agent" else frame.patient


def _attribute(actor: Actor, reach: Reach) -> Decision:
    """Decide for « la Russie isolée », « juge X fiable », « qualifie X de tyran »."""
    if not reach.right or actor.adjective:
        return None
    pair = reach.right[0]
    node, gap = pair[1], pair[1].first - actor.last
    described = (node.term.pos == "adj" or node.passive) and gap <= 2
    judged = gap <= OBJECT and any(0 < actor.first - at <= OBJECT for at in reach.judging)
    return (pair, 1.0) if described and not actor.marker or judged else None


def _concern(actor: Actor, reach: Reach) -> Decision:
    """Decide for all that one fears: « craint que X … », « préoccupé par les liens entre X et Y »."""
    for unit, node in reversed(reach.before):
        frame = frames().get(node.term.name)
        if frame and frame.of == "clause" and actor.first - node.last <= 2 * REACH:
            return (unit, node), frame.patient
    return None


def _apposition(actor: Actor, reach: Reach) -> Decision:
    """Decide for « Soutenue par X, Y … »."""
    first = reach.before[0] if reach.before and not reach.left else None
    if not first or actor.marker or any(other.first < actor.first and not other.marker for other in reach.others):
        return None
    return (first, 1.0) if first[1].passive or first[1].term.pos == "adj" else None


def _object(actor: Actor, reach: Reach) -> Decision:
    """Decide for « X menace Y »."""
    for unit, node in reach.left:
        if node.term.verb and not node.passive and actor.first - node.last <= OBJECT and not actor.marker:
            frame = frames().get(node.term.name)
            return (unit, node), frame.patient if frame else 1.0
    return None


def _subject(actor: Actor, reach: Reach) -> Decision:
    """Decide for « X menace », « X est condamnée », « X est un danger »."""
    if actor.marker or actor.adjective:
        return None
    for unit, node in reach.right:
        if not node.predicate or node.first - actor.last > REACH:
            continue
        frame = frames().get(node.term.name)
        if not node.term.verb:
            return (unit, node), 0.0 if frame and not (frame.agent or frame.patient) else 1.0
        if node.passive:
            return (unit, node), frame.patient if frame else 1.0
        if any(actor.last < at and node.first - at > CLOSE for at in reach.verbs if at < node.first):
            return None
        taken = node.term.act == "shifter" or any(
            0 < other.first - node.last <= OBJECT and not other.marker for other in reach.others
        )
        return (unit, node), frame.agent if frame else 1.0 - taken
    return None


RULES: dict[str, Callable[[Actor, Reach], Decision]] = {
    "complement": _complement,
    "concern": _concern,
    "attribute": _attribute,
    "object": _object,
    "subject": _subject,
    "apposition": _apposition,
}


def _voices(mentions: pd.DataFrame, quotations: pd.DataFrame | None) -> tuple[list[str], list[str]]:
    """Return the voice and the speaker of each mention: quoted where it stands inside a quotation."""
    voice, speaker = ["author"] * len(mentions), [""] * len(mentions)
    if quotations is None:
        return voice, speaker
    spans = {str(doc_id): group for doc_id, group in quotations.groupby("doc_id", observed=True)}
    for row, (doc_id, start, end) in enumerate(
        zip(mentions["doc_id"], mentions["start"], mentions["end"], strict=True)
    ):
        group = spans.get(str(doc_id))
        if group is None:
            continue
        inside = group[(group["start"] <= start) & (group["end"] >= end)]
        if len(inside):
            voice[row] = "quoted"
            speaker[row] = str(inside["speaker"].fillna("").iloc[-1])
    return voice, speaker
