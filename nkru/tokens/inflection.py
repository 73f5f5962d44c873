"""The forms of verbs that a table of lemmas leaves as they are: « lève », « durcie », « rompues »."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from nkru.resources import read_toml

AGREEMENT = ("", "e", "s", "es")


@cache
def endings(name: str) -> tuple[str, ...]:
    """Return a list of endings of tone.toml: er, ir, present, future, participle, doubtful."""
    return tuple(read_toml("tone/tone.toml")["endings"].get(name, ()))


def verb_forms(verbs: Iterable[str], *, present: bool = False) -> dict[str, str]:
    """Return the infinitive of forms in the third person and of participles.

    Args:
        verbs: infinitives.
        present: also the present of all verbs in -er, often spelled as a noun (« il attaque »);
            without, only where the stem changes.

    >>> forms = verb_forms(["lever", "menacer", "durcir", "rompre"])
    >>> forms["lève"], forms["menaçait"], forms["durcie"], forms["lèveraient"], forms["rompues"], "menace" in forms
    ('lever', 'menacer', 'durcir', 'lever', 'rompre', False)
    """
    last_first = dict.fromkeys(reversed([*verbs]))  # of two verbs with one form the last counts
    return {form: verb for verb in reversed(last_first) for form in _forms(verb, present)}


def _forms(verb: str, present: bool) -> Iterator[str]:
    participle = _irregular(verb)
    if participle:
        yield from (participle + ending for ending in AGREEMENT)
        return
    stem, kind = verb[:-2], verb[-2:]
    opened = _opened(stem)
    for ending in endings(kind):
        yield (_softened(stem) if ending[0] == "a" and kind == "er" else stem) + ending
    if kind == "er" and (present or opened != stem):
        yield from (opened + ending for ending in endings("present"))
    for ending in endings("future") if endings(kind) else ():
        yield from (opened + kind + ending, verb + ending)


def _irregular(verb: str) -> str:
    """Return the participle of a verb that is in the table of irregular ends, or nothing."""
    ends: dict[str, str] = read_toml("tone/tone.toml")["participles"]
    if not verb.endswith(tuple(ends)):
        return ""
    end = max(filter(verb.endswith, ends), key=len)
    return verb.removesuffix(end) + ends[end]


def _softened(stem: str) -> str:
    """Return the stem before a: « menaçait », « changeait »."""
    return stem[:-1] + "ç" if stem.endswith("c") else stem + "e" if stem.endswith("g") else stem


def _opened(stem: str) -> str:
    """Return the stem before a mute e: « lev » is « lèv », « appuy » is « appui »."""
    if stem.endswith("y"):
        return stem[:-1] + "i"
    if len(stem) > 2 and stem[-2] in "eé" and stem[-1] not in "aeiouyérltx":
        return stem[:-2] + "è" + stem[-1]
    return stem
