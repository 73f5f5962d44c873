"""After marks: the words after a quotation that name its speaker."""

from __future__ import annotations

import re

from nkru.actors.speech.attributions import Attributor
from nkru.actors.speech.given_names import Named
from nkru.actors.speech.sayings import sayings
from nkru.actors.speech.sources import Attribution
from nkru.actors.speech.tagged_texts import TaggedText

KICKER = re.compile(r"[A-ZÀ-Ý][A-ZÀ-Ý' ’-]{2,30}\s[—–-]\s*")  # « CINÉMA - « … »
HOUR = re.compile(r"\W{0,3}\d{1,2}\s?[h:]\s?(?:\d\d)?\b")  # « 17 h 55. »
COMING = frozenset(["appartenir", "émaner", "être", "provenir", "revenir", "venir"])


def phrase_after(attributor: Attributor, last: int) -> Attribution | None:
    """« … » Cette petite phrase de Jean Roux."""
    text = attributor.text
    if last + 1 >= len(text.norms):
        return None
    end = text.bounds(text.sentence_of(last + 1))[1]
    nouns = (p for p in attributor.parser.parts(last + 1, end)[:2] if p.kind == "noun")
    part = next(nouns, None)
    if not part or text.norms[part.head] not in sayings().speech_nouns:
        return None
    of = attributor.speakers.people.within(part.head + 1, part.last)
    of = of or _owner(attributor, part.last, end)
    if not of and (owner := attributor.owner(part)):  # « le cri du cœur d'une fleuriste »
        return attributor.who(owner, "", "phrase after", 0.8)
    return Attribution(attributor.speakers.of(of[0]), "", "phrase after", 0.8) if of else None


def _owner(attributor: Attributor, at: int, end: int) -> list[Named]:
    """Return the author of a statement: « (Le constat) est de Jean Roux »."""
    verb = attributor.parser.verb_at(at, end)
    if verb is None or verb.lemma not in COMING:
        return []
    after = verb.last + 1
    return attributor.speakers.people.within(after, min(after + 2, end))


def sentence_after(attributor: Attributor, first: int, last: int) -> Attribution | None:
    """Return the subject of the sentence after a span that opens its paragraph.

    « On nous a menti. » Mireille Tanguy ne cache pas sa colère.
    """
    text = attributor.text
    sentence = text.sentence_of(last) + 1
    if not opens_paragraph(text, first) or sentence >= len(text.sentences):
        return None
    start, end = text.bounds(sentence)
    here = text.paragraph_of(text.starts[start]) == text.paragraph_of(text.starts[first])
    if not here or any(token in attributor.parser.quotes for token in range(start, end)):
        return None
    found = attributor.pronouns.subject(sentence, end)
    if not found or not found.is_known or found.type != "named":
        return None
    return Attribution(found, "", "sentence after", found.certainty * 0.65)


def opens_paragraph(text: TaggedText, first: int) -> bool:
    """Say whether a paragraph begins at a token that is not the first one."""
    start = text.starts[first]
    begin = text.paragraphs[text.paragraph_of(start)][0]
    return bool(first) and (begin == start or KICKER.fullmatch(text.text, begin, start) is not None)


def opens_item(text: TaggedText, token: int) -> bool:
    """Say whether a paragraph is an item of a live page: it opens with an hour."""
    begin = text.paragraphs[text.paragraph_of(text.starts[token])][0]
    return HOUR.match(text.text, begin) is not None
