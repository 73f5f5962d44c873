"""Actors: the tokens of each mention, the preposition before it, and whether it speaks."""

from __future__ import annotations

from collections.abc import Sequence, Set

import numpy as np
import pandas as pd

from nkru._typing import Bools, Ints
from nkru.measures.positions import token_ranges
from nkru.resources import read_toml
from nkru.tone.context import Actor, frames

CLOSING_MARKS = frozenset({"»", "”", '"', ","})  # before a verb of saying with its subject after it
SAID_BEFORE, SAID_AFTER = 4, 6  # tokens before and after an actor where a verb makes it a speaker


def find_actors(tokens: pd.DataFrame, mentions: pd.DataFrame, fixed: Bools) -> list[Actor]:
    """Return the tokens, the preposition and the role as a speaker of every mention.

    `fixed` says which tokens belong to expressions, where « concéder » is no verb of saying.
    """
    first, last = token_ranges(tokens, mentions)
    lemmas = tokens["lemma"].cat.categories.to_numpy()[tokens["lemma"].cat.codes.to_numpy()]
    nouns = _among(tokens["pos"], {"NOUN"})
    actors: list[Actor] = []
    adjectives = (mentions["kind"] == "demonym") & mentions["text"].str[0].str.islower()
    columns = (first, last, adjectives, mentions["entry"], _speakers(first, last, tokens, fixed))
    for start, end, adjective, entry, speaks in zip(
        *(column.tolist() for column in columns), strict=True
    ):
        before = max(start - 4, 0)
        marker, count = _marker(lemmas[before : start + 1].tolist())
        at = before + count - 1
        head, owned = (lemmas[at], bool(nouns[at])) if count else ("", False)
        if (head, marker) == ("face", "à"):  # « face à X » binds X to no word but « s'incliner »
            marker = head
        if marker == "et":  # in « à X et Y », Y has the preposition of X
            near = [actor.marker for actor in actors[-3:] if start - 3 <= actor.last <= start - 2]
            marker = near[-1] if near else ""
        joined = bool(actors) and _is_joined(lemmas[actors[-1].last + 1 : start].tolist())
        actors.append(Actor(start, end, marker, head, owned, adjective, entry, speaks, joined))
    return actors


def _marker(lemmas: Sequence[str]) -> tuple[str, int]:
    """Return the preposition before a mention, and how many lemmas stand before it.

    `lemmas` go up to the first token of the mention.
    """
    lists = read_toml("tone/tone.toml")["words"]
    *words, own = lemmas
    marker = own if own in ("de", "à") else ""
    while not marker and words and words[-1] in lists["determiners"]:
        words.pop()
    if not marker and words and words[-1] in lists["prepositions"]:
        marker = words.pop()
    return marker, len(words)


def _saying(tokens: pd.DataFrame) -> Bools:
    """Say which tokens are forms of verbs of saying, but for passives: « est jugé »."""
    own = read_toml("tone/tone.toml")["words"]["saying"]
    forces: dict[str, list[str]] = read_toml("actors/verbs_of_saying.toml")["force"]
    # The subject of « attaquer » has a tone, that of « critiquer » a stance; they are kept.
    framed = {name for name, frame in frames().items() if frame.agent or frame.construct}
    verbs = {*own, *(verb for listed in forces.values() for verb in listed)} - framed
    to_be, reflexive = _among(tokens["lemma"], {"être"}), _among(tokens["lemma"], {"se"})
    passive = np.zeros(len(tokens), dtype=bool)
    passive[1:] = to_be[:-1]
    passive[2:] &= ~reflexive[:-2]  # « s'est exclamé » is no passive
    return _among(tokens["lemma"], verbs) & _among(tokens["pos"], {"VERB"}) & ~passive


def _among(column: pd.Series[str], values: Set[str]) -> Bools:
    """Say which rows of a column of categories have one of these values."""
    listed = np.array([name in values for name in column.cat.categories], dtype=bool)
    rows: Bools = listed[column.cat.codes.to_numpy()]
    return rows


def _speakers(first: Ints, last: Ints, tokens: pd.DataFrame, fixed: Bools) -> Bools:
    """Say which actors speak: a verb of saying after them, or between a quotation and them.

    So does the subject of « comme l'a révélé X ».
    """
    saying = _saying(tokens) & ~fixed
    closing = _among(tokens["norm"], {*CLOSING_MARKS, "comme"})
    sentence = np.cumsum(tokens["token_no"].to_numpy() == 1)

    def near(marks: Bools, start: int, stop: int, own: int) -> bool:
        rows = slice(max(start, 0), stop)
        return bool((marks[rows] & (sentence[rows] == own)).any())

    return np.array(
        [
            near(saying, right + 1, right + 1 + SAID_AFTER, sentence[left])
            or near(saying, left - SAID_BEFORE, left, sentence[left])
            and near(closing, left - SAID_BEFORE - 2, left, sentence[left])
            for left, right in zip(first.tolist(), last.tolist(), strict=True)
        ],
        dtype=bool,
    )


def _is_joined(between: Sequence[str]) -> bool:
    """Say whether these lemmas join an actor to the one before: « la Grèce, l'Italie et Malte »."""
    joints = {",", "et", "ou", "ni"}
    others = {*read_toml("tone/tone.toml")["words"]["determiners"], "de", "à"}
    return bool(joints & {*between}) and {*between} <= joints | others
