"""Topics: the one person whom the text around words in marks is about."""

from __future__ import annotations

import re

from nkru.actors.speech.attributions import Attributor
from nkru.actors.speech.given_names import Named
from nkru.actors.speech.parts import Part
from nkru.actors.speech.questions import answer
from nkru.actors.speech.sources import Attribution
from nkru.actors.speech.speakers import Speaker, is_person
from nkru.actors.speech.subjects import clitic, main_subject
from nkru.tokens.norms import fold

SURE, DESCRIBED, COMING = 0.6, 0.55, 0.55
OF_ANOTHER = re.compile(r"\W{0,3}(?:il|elle|lui|c['’]est une? (?:homme|femme))\b", re.IGNORECASE)
TITLES = ("title", "heading", "standfirst")
WE, ONE = frozenset(["nous", "notre", "nos"]), frozenset(["je", "j'", "moi", "mon", "ma", "mes"])
OBJECTS = frozenset(["lui", "l'", "la"])
PRESENTED = frozenset(["de", "d'", "pour", "parmi", "chez"])


def topic(attributor: Attributor, first: int, last: int) -> Attribution | None:
    """Return the speaker between two marks, if no verb names one: the person spoken of before.

    After « Isabelle Vannier dirige le laboratoire depuis 2015. » it is she who says, in a paragraph
    of its own, « Nous avons perdu un quart des surfaces. ». Nobody is returned if the sentence is
    about two persons, or if the words speak of her.
    """
    text, pronouns = attributor.text, attributor.pronouns
    if OF_ANOTHER.match(text.text, text.starts[first]):
        return None
    opening = text.paragraphs[text.paragraph_of(text.starts[first])][0]
    inside = text.starts[first] > opening  # the paragraph has sentences before the words
    for sentence in pronouns.sentences(first):
        if text.bounds(sentence)[0] >= first:
            continue
        if inside and text.sentences[sentence][0] < opening:
            window = text.bounds(min(pronouns.sentences(first)))[0]
            own = range(text.token_at(opening), first)
            others = any(text.tags[at] == "NOUN" and is_person(text.norms[at]) for at in own)
            if others or len(_persons(attributor, window, first)) != 1:
                return None
            inside = False
        if told := answer(pronouns, sentence, asks=False):
            return told
        found = _told_of(attributor, sentence, first)
        if found is None:
            continue
        clear = found.certainty > 0 and not _named_in(attributor, found, first, last)
        sure = SURE if found.type == "named" else DESCRIBED
        return Attribution(found, "", "topic", found.certainty * sure) if clear else None
    return None


def coming(attributor: Attributor, first: int, last: int) -> Attribution | None:
    """Return the person presented in the paragraph after words in marks, if none is before them.

    The words open the article or a part of it, in a paragraph of their own.
    """
    text, pronouns = attributor.text, attributor.pronouns
    at = text.paragraph_of(text.starts[first])
    after = text.sentence_of(last) + 1
    opens = at == 0 or text.paragraphs[at - 1][2] in TITLES
    if not opens or after >= len(text.sentences):
        return None
    start, end = text.bounds(after)
    follows = text.paragraph_of(text.starts[start]) == at + 1
    if not follows or text.paragraphs[at + 1][2] in TITLES or start in attributor.parser.quotes:
        return None
    found = pronouns.subject(after, end)
    if found is None or found.type != "named" or found.sign[1] != "s":
        return None
    if _named_in(attributor, found, first, last):
        return None
    return Attribution(found, "", "topic", found.certainty * COMING)


def _told_of(attributor: Attributor, sentence: int, before: int) -> Speaker | None:
    """Return the person whom a sentence is about; without certainty if it is about several."""
    pronouns = attributor.pronouns
    found = pronouns.subject(sentence, before) or _pronoun(attributor, sentence, before)
    begin, end = attributor.text.bounds(sentence)
    named = _persons(attributor, begin, min(end, before))
    if found and found.sign[1] == "p" and is_person(found.head):
        several = _says_we(attributor, before) and not named
        return found if several else found._replace(certainty=0.0)
    if found is None or found.type == "institution" or found.sign[1] != "s":
        (only, *more) = named.values() or (None,)
        presents = only is not None and not more and _is_presented(attributor, sentence, only)
        return attributor.speakers.of(only) if only and presents else None
    if found.head and not is_person(found.head):
        return None
    is_unclear = bool(found.head and not pronouns.may_speak(found))
    is_unclear |= bool(named.keys() - {found.name}) or has_object(attributor, sentence)
    return found._replace(certainty=0.0) if is_unclear else found


def _says_we(attributor: Attributor, first: int) -> bool:
    """Say whether words in marks are said by several: they say « nous » and not « je »."""
    norms = attributor.text.norms[first : attributor.parser.quotes[first] + 1]
    return not WE.isdisjoint(norms) and ONE.isdisjoint(norms)


def has_object(attributor: Attributor, sentence: int) -> bool:
    """Say whether a pronoun means another person than the subject: « l'avait accusée »."""
    verbs = (part for part in attributor.parser.sentence(sentence) if part.kind == "verb")
    return any(attributor.text.norms[verb.first] in OBJECTS for verb in verbs)


def _pronoun(attributor: Attributor, sentence: int, before: int) -> Speaker | None:
    """Return whom the pronoun means that is the subject of a sentence."""
    parts = [part for part in attributor.parser.sentence(sentence) if part.last <= before]
    by: Part | None = main_subject(parts)
    asked = next((part for part in parts if part.kind == "verb" and part.clitic >= 0), None)
    by = clitic(asked) if by is None and asked else by  # « Reviendra-t-elle ? »
    is_pronoun = by is not None and by.kind == "pronoun"
    return attributor.pronouns.speaker(by) if by and is_pronoun else None


def _is_presented(attributor: Attributor, sentence: int, name: Named) -> bool:
    """Say whether a name stands where a person is introduced: « Vient le tour de Nadia Roux, »."""
    verbs = any(part.kind == "verb" for part in attributor.parser.sentence(sentence))
    return not verbs or attributor.text.norms[name.first - 1] in PRESENTED


def _named_in(attributor: Attributor, speaker: Speaker, first: int, last: int) -> bool:
    """Say whether words in marks name a person, who then does not say them."""
    if speaker.type != "named":
        return False
    return fold(speaker.name.split(" ")[-1]) in attributor.text.norms[first : last + 1]


def _persons(attributor: Attributor, first: int, last: int) -> dict[str, Named]:
    """Return the persons named among some tokens."""
    names = attributor.speakers.people.within(first, last)
    return {n.who: n for n in names if n.type == "person" and n.kind == "name"}
