"""Surnames that an article gives without a first name, taking their bearers to be known."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from nkru.actors.codebook import Codebook
from nkru.actors.known.matching import Sense
from nkru.actors.known.words_around import rules
from nkru.actors.names.name_words import given_names, is_common, vocabulary
from nkru.actors.names.words_after import says
from nkru.actors.speech.sayings import saying
from nkru.tokens.norms import folded_words


def of_kind(senses: Sequence[Sense], before: str, surname: str, after: str = "") -> Sequence[Sense]:
    """Return the meanings of a surname that the words beside it leave.

    Args:
        senses: the persons and bodies of this name.
        before: the word before, folded: a title makes it a person, « groupe » a body.
        surname: folded; a town's name is a person's only beside a title or a verb of saying.
        after: the text after.
    """
    if before in rules().ranks or before in rules().genders:
        return [sense for sense in senses if sense.type == "person"]
    if before in vocabulary().class_nouns:
        return [sense for sense in senses if sense.type == "organisation"]
    if surname not in vocabulary().places or before in _saying() or says(after):
        return senses
    return ()


@cache
def _saying() -> frozenset[str]:
    """Return the last words of verbs of saying: « a prévenu Marseille »."""
    return frozenset(folded_words(form.split()[-1]) for form in saying())


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
