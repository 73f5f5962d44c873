"""Owners: actors whose work or trouble is described: « le film de X », « la crise que vit X »."""

from __future__ import annotations

from nkru.resources import read_toml
from nkru.tone.context import OPENING, Actor, Choice, Context
from nkru.tone.predicates import Region, predicated

TROUBLE_GAP = 8  # between a noun and X in « la crise que traverse X »


def owner(actor: Actor, context: Context) -> Choice:
    """Decide for what X has or does, as a subject: « le film de X triomphe ».

    What becomes of persons beside X, « l'avocat de X », does not concern X.
    """
    if actor.marker != "de" or actor.adjective or context.left or context.obliques:
        return None
    persons = read_toml("tone/tone.toml")["words"]["persons"]
    if not actor.owned or actor.head in persons:
        return None
    opening = [cue.first for cue in context.cues if cue.term.act in OPENING]
    start = max((at for at in opening if at < actor.first), default=-1)
    if any(start < at < actor.first for at in (*context.verbs, *context.judging)):
        return None  # the owned thing is no subject
    choice = predicated(Region(actor.last, context.right, context.others), context)
    return choice if choice and choice[0].tone else None


def endurer(actor: Actor, context: Context) -> Choice:
    """Decide for « la crise que traverse X », « les difficultés dont souffre X »."""
    verbs = read_toml("tone/tone.toml")["words"]["undergoing"]
    if actor.marker or actor.adjective or actor.head not in verbs:
        return None
    near = (word for word in reversed(context.before) if word.part.term.pos != "verb")
    word = next(near, None)
    if not word or not 1 < actor.first - word.part.last <= TROUBLE_GAP:
        return None
    links = read_toml("tone/tone.toml")["words"]["links"]
    between = (cue for cue in context.cues if word.part.last < cue.first < actor.first)
    return (word, 1.0) if any(cue.term.name in links for cue in between) else None
