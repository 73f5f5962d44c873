"""The forms of verbs that a table of lemmas leaves as they are: « lève », « durcie », « rompues »."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nkru.resources import read_toml

ENDINGS = {
    "er": ("er", "ait", "aient", "a", "èrent", "é", "ée", "és", "ées"),
    "ir": ("ir", "it", "issent", "issait", "issaient", "irent", "i", "ie", "is", "ies"),
}
PRESENT = ("e", "es", "ent")
# The future and the conditional keep the infinitive: « il menacera », « ils menaceraient ».
TENSES = ("a", "ont", "ait", "aient")
# Endings that show a participle.
PARTICIPLES = ("é", "ée", "és", "ées", "ie", "ies", "u", "ue", "us", "ues")
AGREEMENT = ("", "e", "s", "es")


def verb_forms(verbs: Iterable[str], *, present: bool = False) -> dict[str, str]:
    """Return the infinitive of forms in the third person and of participles.

    Args:
        verbs: infinitives.
        present: also the present of all verbs in -er, which is often spelled as a noun (« il attaque »); without, only
            where the stem changes.

    >>> forms = verb_forms(["lever", "menacer", "durcir", "rompre"])
    >>> forms["lève"], forms["menaçait"], forms["durcie"], forms["lèveraient"], forms["rompues"], "menace" in forms
    ('lever', 'menacer', 'durcir', 'lever', 'rompre', False)
    """
    return {form: verb for verb in verbs for form in _forms(verb, present)}


def _forms(verb: str, present: bool) -> Iterator[str]:
    participle = _irregular(verb)
    if participle:
        yield from (participle + ending for ending in AGREEMENT)
        return
    stem, kind = verb[:-2], verb[-2:]
    opened = _opened(stem)
    for ending in ENDINGS.get(kind, ()):
        yield (_softened(stem) if ending[0] in "aà" and kind == "er" else stem) + ending
    if kind == "er" and (present or opened != stem):
        yield from (opened + ending for ending in PRESENT)
    for ending in TENSES if kind in ENDINGS else ():
        yield from (opened + kind + ending, verb + ending)


def _irregular(verb: str) -> str:
    """Return the participle of a verb that is in the table of endings, or nothing."""
    endings: dict[str, str] = read_toml("inflection.toml")["participles"]
    fitting = [ending for ending in endings if verb.endswith(ending)]
    if not fitting:
        return ""
    longest = max(fitting, key=len)
    return verb[: -len(longest)] + endings[longest]


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
