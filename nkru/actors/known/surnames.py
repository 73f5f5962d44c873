"""Surnames that an article gives without a first name, taking their bearers to be known."""

from __future__ import annotations

from collections.abc import Sequence

from nkru.actors.codebook import Codebook
from nkru.actors.known.matching import Sense
from nkru.actors.names.name_words import given_names, is_common
from nkru.tokens.norms import folded_words


def unintroduced(
    surname: str, senses: Sequence[Sense], codebook: Codebook, about: str, *, titled: bool
) -> Sense | None:
    """Return the politician whom an article takes to be known: « Legault recule ».

    Args:
        surname: as written; a common word or first name is nobody's, without a title.
        senses: the persons of this surname; of two, none is meant.
        codebook: the entries.
        about: the state that the article is about, which must be the politician's.
        titled: whether the title of an office precedes: « le président Hollande ».
    """
    if len({sense.entry for sense in senses}) != 1 or not surname[0].isupper():
        return None
    if not titled and (is_common(surname) or folded_words(surname) in given_names()):
        return None
    entry = codebook.entries[senses[0].entry]
    is_politician = bool(entry.party or codebook.roles_of.get(entry.name))
    return senses[0] if is_politician and entry.country == about else None
