"""Topics: the one person whom the text before words in marks is about."""

from __future__ import annotations

import re

from nkru.actors.speech.attributions import Attributor
from nkru.actors.speech.given_names import Named
from nkru.actors.speech.sources import Attribution
from nkru.actors.speech.speakers import Speaker, is_person

SURE = 0.6
OF_ANOTHER = re.compile(r"\W{0,3}(?:il|elle|lui|c['’]est une? (?:homme|femme))\b", re.IGNORECASE)


def topic(attributor: Attributor, first: int) -> Attribution | None:
    """Return who speaks at a mark though no sentence says so: the only person told of before.

    After « Isabelle Vannier dirige le laboratoire depuis 2015. » it is she who says, in a paragraph
    of its own, « Nous avons perdu un quart des surfaces. ». It is nobody if another person stands
    in these paragraphs, or if the words speak of her.
    """
    text, pronouns = attributor.text, attributor.pronouns
    if OF_ANOTHER.match(text.text, text.starts[first]):
        return None
    named: dict[str, Named] = {}
    acts = False
    for sentence in pronouns.sentences(first):
        begin, end = text.bounds(sentence)
        named |= _persons(attributor, begin, min(end, first))
        subject = pronouns.subject(sentence, first)
        if subject and _is_other(subject):
            return None
        acts |= subject is not None and subject.name in named
    if len(named) != 1 or not acts:
        return None
    found = attributor.speakers.of(*named.values())
    return Attribution(found, "", "topic", found.certainty * SURE)


def _persons(attributor: Attributor, first: int, last: int) -> dict[str, Named]:
    """Return the persons named among some tokens."""
    names = attributor.speakers.people.within(first, last)
    return {n.who: n for n in names if n.type == "person" and n.kind == "name"}


def _is_other(subject: Speaker) -> bool:
    """Say whether a subject is one person without a name, who may speak as well."""
    return subject.sign[1] == "s" and bool(subject.head) and is_person(subject.head)
