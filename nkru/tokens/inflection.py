"""Inflection: the verb forms that the table of lemmas does not resolve (« lève », « durcie »)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from nkru.resources import read_toml

AGREEMENT = ("", "e", "s", "es")


@cache
def endings(name: str) -> tuple[str, ...]:
    """Return a list of endings: er, ir, present, future, participle or doubtful."""
    return tuple(read_toml("words/inflection.toml")["endings"].get(name, ()))


def verb_forms(verbs: Iterable[str], *, present: bool = False) -> dict[str, str]:
    """Return the infinitive of forms in the third person and of participles.

    Args:
        verbs: infinitives.
        present: include the present of all verbs in -er, often spelled like a noun (« il
            attaque »); by default it is included only if the stem changes.

    >>> forms = verb_forms(["lever", "menacer", "durcir", "rompre"])
    >>> [forms[form] for form in ("lève", "lèveraient", "menaçait", "durcie", "rompues")]
    ['lever', 'lever', 'menacer', 'durcir', 'rompre']
    >>> "menace" in forms
    False
    """
    # If two verbs share a form, the last verb counts.
    last_first = dict.fromkeys(reversed([*verbs]))
    return {form: verb for verb in reversed(last_first) for form in _forms(verb, present)}


def _forms(verb: str, present: bool) -> Iterator[str]:
    if participle := _irregular_participle(verb):
        yield from (participle + ending for ending in AGREEMENT)
        return
    stem, group = verb[:-2], verb[-2:]
    before_e = _stem_before_e(stem)
    for ending in endings(group):
        yield (_stem_before_a(stem) if ending[0] == "a" and group == "er" else stem) + ending
    if group == "er" and (present or before_e != stem):
        yield from (before_e + ending for ending in endings("present"))
    for ending in endings("future") if endings(group) else ():
        yield from (before_e + group + ending, verb + ending)


def _irregular_participle(verb: str) -> str:
    """Return the participle of a verb in the table of irregular ends, else an empty string."""
    ends: dict[str, str] = read_toml("words/inflection.toml")["participles"]
    end = max(filter(verb.endswith, ends), key=len, default="")
    return verb.removesuffix(end) + ends[end] if end else ""


def _stem_before_a(stem: str) -> str:
    """Return the stem before a: « menaçait », « changeait »."""
    return stem[:-1] + "ç" if stem.endswith("c") else stem + "e" if stem.endswith("g") else stem


def _stem_before_e(stem: str) -> str:
    """Return the stem before a mute e: « lev » becomes « lèv », « appuy » becomes « appui »."""
    if stem.endswith("y"):
        return stem[:-1] + "i"
    if len(stem) > 2 and stem[-2] in "eé" and stem[-1] not in "aeiouyérltx":
        return stem[:-2] + "è" + stem[-1]
    return stem
