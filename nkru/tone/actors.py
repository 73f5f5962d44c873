"""Actors: the tokens of each mention, the preposition before it, and whether it speaks."""

from __future__ import annotations

from collections.abc import Sequence, Set

import numpy as np
import pandas as pd

from nkru._typing import Bools, Ints
from nkru.measures.positions import sentence_numbers, token_ranges
from nkru.resources import read_toml
from nkru.tone.context import Actor, frames

CLOSING_QUOTES = frozenset({"»", "”", '"'})  # before a verb of saying with its subject after it
SHARED = frozenset({"par", "contre", "avec", "de"})  # prepositions that a list may share
REFLEXIVE_GAP = 3  # tokens between « se » and its verb, with it
SAID_BEFORE = 4  # tokens between a closing mark and a verb of saying, with it
SAID_AFTER = 6  # tokens after an actor where a verb of saying makes it a speaker
AUXILIARY_GAP = 5  # tokens between « a » and the participle in « a, hier, déclaré », with it
SAID_REACH = 12  # tokens after such a verb, in « déplore le docteur X »


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
        if joined and lemmas[actors[-2].last + 1 : start][0] in ("et", "ou"):
            _share_marker(actors)
    return actors


def _share_marker(actors: list[Actor]) -> None:
    """Give the actors of a list that ends here its preposition: « soutenu par X, Y et Z »."""
    opens = len(actors) - 1
    while opens and actors[opens].joined and not actors[opens].marker:
        opens -= 1
    if actors[opens].marker in SHARED:
        for row in range(opens + 1, len(actors)):
            actors[row] = actors[row]._replace(marker=actors[opens].marker)


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
    """Say which tokens are forms of verbs of saying that say.

    « est jugé », « des salariés jugés fautifs » and « se qualifier » do not.
    """
    lists = read_toml("tone/tone.toml")["words"]
    forces: dict[str, list[str]] = read_toml("actors/verbs_of_saying.toml")["force"]
    verbs = {*lists["saying"], *(verb for listed in forces.values() for verb in listed)}
    to_be, reflexive = _among(tokens["lemma"], {"être"}), _among(tokens["lemma"], {"se"})
    passive = np.zeros(len(tokens), dtype=bool)
    passive[1:] = to_be[:-1]
    passive[2:] &= ~reflexive[:-2]  # « s'est exclamé » is no passive
    norms = tokens["norm"].cat.categories
    participles = _among(tokens["norm"], set(norms[norms.str.contains("ée?s?$")]))
    having, itself = _among(tokens["lemma"], {"avoir"}), _near(reflexive, REFLEXIVE_GAP)
    passive |= participles & ~(_near(having, AUXILIARY_GAP) | itself)
    own = _among(tokens["lemma"], {*lists["unsaid_of_self"]}) & itself
    return _among(tokens["lemma"], verbs) & _among(tokens["pos"], {"VERB"}) & ~passive & ~own


def _near(traits: Bools, reach: int) -> Bools:
    """Say which tokens have the trait on one of the `reach` tokens before them."""
    seen = np.append(0, np.cumsum(traits))
    rows = np.arange(len(traits))
    found: Bools = seen[rows] > seen[np.maximum(rows - reach, 0)]
    return found


def _among(column: pd.Series[str], values: Set[str]) -> Bools:
    """Say which rows of a column of categories have one of these values."""
    listed = column.cat.categories.isin(list(values))
    rows: Bools = listed[column.cat.codes.to_numpy()]
    return rows


def _speakers(first: Ints, last: Ints, tokens: pd.DataFrame, fixed: Bools) -> Bools:
    """Say which actors speak: a verb of saying after them, or between a quotation and them.

    So does the subject of « comme l'a révélé X ».
    """
    # The subject of « attaquer » has a tone, that of « critiquer » a stance; they are kept.
    framed = {name for name, frame in frames().items() if frame.agent or frame.construct}
    saying = _saying(tokens) & ~fixed
    plain = saying & ~_among(tokens["lemma"], framed)
    sentence = sentence_numbers(tokens)
    told = np.append(0, np.cumsum(plain))
    stop = np.minimum(last + 1 + SAID_AFTER, np.searchsorted(sentence, sentence[last], "right"))
    speaks: Bools = told[stop] > told[last + 1]
    quoted = saying & _near(_among(tokens["norm"], CLOSING_QUOTES), SAID_BEFORE)
    inverted = plain & _near(_among(tokens["norm"], {",", "comme"}), SAID_BEFORE) | quoted
    return speaks | _after_verbs(inverted, tokens, sentence)[first]


def _after_verbs(saying: Bools, tokens: pd.DataFrame, sentence: Ints) -> Bools:
    """Say which tokens follow the verb in « …, déplore le docteur X, chef du service »."""
    commas = np.cumsum(_among(tokens["norm"], {","}))
    ends = _among(tokens["norm"], {"que", "qu'", "qui", "dont", "où", "«", ":", ";", "“"})
    norms = tokens["norm"].cat.categories
    heads = np.flatnonzero(saying & ~_among(tokens["norm"], set(norms[norms.str.endswith("ant")])))
    told = np.zeros(len(tokens), dtype=bool)
    for gap in range(1, SAID_REACH + 1):
        heads = heads[heads + gap < len(tokens)]
        at = heads + gap
        kept = (sentence[at] == sentence[heads]) & ~ends[at] & (commas[at] - commas[heads] < 2)
        heads, at = heads[kept], at[kept]
        told[at] = True
    return told


def _is_joined(between: Sequence[str]) -> bool:
    """Say whether these lemmas join an actor to the one before: « la Grèce, l'Italie et Malte »."""
    joints = {",", "et", "ou", "ni"}
    others = {*read_toml("tone/tone.toml")["words"]["determiners"], "de", "à"}
    return bool(joints & {*between}) and {*between} <= joints | others
