"""Descriptions: the person whom a definite description takes up, where it is said to speak."""

from __future__ import annotations

from nkru.actors.speech.parts import Part
from nkru.actors.speech.pronouns import Pronouns
from nkru.actors.speech.sayings import describe, sayings
from nkru.actors.speech.speakers import DEFINITE, Speaker, is_person

SURE = 0.85
SUFFIXES = ("eur", "euse", "rice", "ien", "ienne", "iste", "logue", "ier", "ière", "eure", "iatre")


def identified(pronouns: Pronouns, described: Speaker, part: Part) -> Speaker:
    """Return the person whom the article was about before a description, if that may be meant.

    « Laure Michel a ouvert son salon en 2012. « … », se réjouit la coiffeuse. » An office
    (« le préfet ») is of somebody else unless the article says that the person holds it, and so is
    a trade if the article gives the person another one.

    Args:
        pronouns: those of the article.
        described: the speaker by the description only.
        part: the description.
    """
    article = pronouns.text.norms[part.first + bool(part.governor)]
    definite = article in DEFINITE and described.type == "described" and described.sign[1] == "s"
    if not definite or not _may_take_up(described.head) or pronouns.introduces(part):
        return described
    found = pronouns.person(part.first, described.sign)
    if found is None or found.type != "named" or not _is_held_by(pronouns, described, found):
        return described
    return found._replace(certainty=found.certainty * SURE)


def _may_take_up(head: str) -> bool:
    """Say whether a noun is a trade or a word for any person, and no office."""
    data = sayings()
    if head in data.trades or head in data.vague:
        return True
    person = is_person(head) or is_agent(head)
    return head not in data.roles and head not in data.bodies and person


def is_agent(head: str) -> bool:
    """Say whether a noun ends as those of trades do: « un pénaliste »."""
    return head.endswith(SUFFIXES) and describe(head).is_noun


def _is_held_by(pronouns: Pronouns, described: Speaker, person: Speaker) -> bool:
    """Say whether nothing that the article calls a person is a trade other than the description."""
    data, norms = sayings(), pronouns.text.norms
    called = {norms[at] for at, _ in pronouns.speakers.people.called.get(person.name, ())}
    trades = {noun for noun in called if is_person(noun) or noun.endswith(SUFFIXES)}
    wider = data.wider.get(described.head, frozenset())
    return described.head in data.vague or not trades or bool(trades & wider)
