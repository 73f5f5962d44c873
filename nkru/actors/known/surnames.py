"""Surnames that an article gives without a first name, taking their bearers to be known."""

from __future__ import annotations

from collections.abc import Sequence

from nkru.actors.codebook import Codebook
from nkru.actors.known.matching import Sense
from nkru.actors.known.words_around import rules
from nkru.actors.names.name_words import given_names, is_common, vocabulary
from nkru.tokens.norms import folded_words

LOCATIVE = frozenset(("a", "de", "d", "en", "vers", "depuis", "dans", "sur", "pour", "contre"))


def of_kind(senses: Sequence[Sense], before: str, surname: str) -> Sequence[Sense]:
    """Return the meanings of a surname that the word before it leaves.

    Args:
        senses: the persons and bodies of this name.
        before: the word before, folded: a title makes it a person, « groupe » a body.
        surname: folded; after « à » a town's name is nobody's: « à Marseille ».
    """
    if before in rules().ranks or before in rules().genders:
        return [sense for sense in senses if sense.type == "person"]
    if before in vocabulary().class_nouns:
        return [sense for sense in senses if sense.type == "organisation"]
    return () if before in LOCATIVE and surname in vocabulary().places else senses


def unintroduced(
    surname: str, senses: Sequence[Sense], codebook: Codebook, about: str, *, titled: bool
) -> Sense | None:
    """Return the politician whom an article takes to be known: « Legault recule ».

    Args:
        surname: as written; without a title a common word, first name or town is nobody's.
        senses: the persons of this surname; of two, none is meant.
        codebook: the entries.
        about: the state that the article is about, which must be the politician's.
        titled: whether the title of an office precedes: « le président Hollande ».
    """
    if len({sense.entry for sense in senses}) != 1 or not surname[0].isupper():
        return None
    key = folded_words(surname)
    if not titled and (is_common(surname) or key in given_names() or key in vocabulary().places):
        return None
    entry = codebook.entries[senses[0].entry]
    is_politician = bool(entry.party or codebook.roles_of.get(entry.name))
    return senses[0] if is_politician and entry.country == about else None
