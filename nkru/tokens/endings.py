"""Endings: the dictionary form of a word that no dictionary has."""

from __future__ import annotations

from functools import cache

from nkru.resources import read_toml


@cache
def endings(group: str) -> tuple[str, ...]:
    """Return the prefixes or the endings of verbs of lemmas.toml, long ones first."""
    return tuple(read_toml("words/lemmas.toml")["endings"][group])


def infinitive(norm: str) -> str:
    """Return the infinitive of a verb by the ending of one of its forms.

    >>> infinitive("géolocalisait"), infinitive("reguerrissait")
    ('géolocaliser', 'reguerrir')
    """
    if norm.endswith(("er", "ir", "re")):
        return norm
    for ending in endings("verbs"):
        if norm.endswith(ending) and len(norm) > len(ending) + 2:
            return norm.removesuffix(ending) + ("ir" if ending.startswith("iss") else "er")
    return norm


def singular(norm: str, pos: str) -> str:
    """Return the masculine singular of an adjective, the singular of a noun, by its ending.

    >>> singular("podcasts", "NOUN"), singular("covidiennes", "ADJ")
    ('podcast', 'covidien')
    """
    if len(norm) < 4:
        return norm
    if norm.endswith("aux") and not norm.endswith("eaux"):
        return norm[:-3] + "al"
    if norm.endswith(("eaux", "eux")) and pos == "NOUN":
        return norm[:-1]
    kept = norm.endswith(("ss", "us", "is", "ès", "as"))  # « campus », « colis », « accès »
    single = norm if kept else norm.removesuffix("s")
    if pos == "ADJ":
        feminines: dict[str, str] = read_toml("words/lemmas.toml")["feminines"]
        for feminine, masculine in feminines.items():
            if single.endswith(feminine):
                return single.removesuffix(feminine) + masculine
    return single
