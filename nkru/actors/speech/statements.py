"""Statements: a letter or a communiqué without marks that the line above it announces."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nkru.actors.speech.attributions import Attributor
from nkru.actors.speech.signed_texts import BODY, PERSONAL, Answer
from nkru.actors.speech.sources import Attribution
from nkru.actors.speech.speakers import Speaker

ANNOUNCED = re.compile(
    r"\b(?:allocution|appel|communiqué|courrier|déclaration|discours|lettre|message|motion"
    r"|récit|réponse|témoignage|texte|tribune)s?\b[^.!?]{0,120}:\s*$",
    re.IGNORECASE,
)
LONGEST_LINE = 600  # characters of the paragraph that announces a statement
LONGEST = 40  # paragraphs of a statement
MARKS = '«“"–—-•'


def statements(attributor: Attributor) -> Iterator[Answer]:
    """Yield the paragraphs of statements: those below « Voici sa lettre : » up to a heading.

    They say « nous » or « je », and the last that does so ends the statement.
    """
    text, lines = attributor.text, attributor.text.paragraphs
    reached = 0  # the paragraph after the last statement
    for at, (start, end, role) in enumerate(lines):
        announces = at >= reached and role in BODY and end - start < LONGEST_LINE
        announces = announces and text.text[start:end].rstrip().endswith(":")
        if not announces or not ANNOUNCED.search(text.text, start, end):
            continue
        below = _below(attributor, at + 1)
        personal = [bool(PERSONAL.search(text.text, *lines[i][:2])) for i in below]
        if not personal or not personal[0] or 2 * sum(personal) < len(personal):
            continue
        last = len(personal) - personal[::-1].index(True)
        found = _signatory(attributor, start, end)
        said = Attribution(found, "", "statement", found.certainty * 0.8) if found else None
        reached = below[0] + last
        for i in below[:last]:
            yield Answer(lines[i][0], lines[i][1], "block", said)


def _below(attributor: Attributor, first: int) -> list[int]:
    """Return the paragraphs of the body from one on, up to a heading or to words in marks."""
    found: list[int] = []
    following = attributor.text.paragraphs[first : first + LONGEST]
    for at, (start, _, role) in enumerate(following, first):
        if role not in ("body", "content", "quote") or attributor.text.text[start] in MARKS:
            break
        found.append(at)
    return found


def _signatory(attributor: Attributor, start: int, end: int) -> Speaker | None:
    """Return of whom a statement is: who is named in the line, or of whom the line tells."""
    text, pronouns = attributor.text, attributor.pronouns
    sentence = text.sentence_of(text.token_at(end - 1))
    begin, stop = text.bounds(sentence)
    for part in attributor.parser.sentence(sentence):
        if part.kind == "noun" and (owner := attributor.owner(part)):
            return pronouns.named(owner)
    first = text.token_at(start)
    names = {n.who: n for n in attributor.speakers.people.within(first, stop) if n.kind == "name"}
    persons = [name for name in names.values() if name.type == "person"]
    if len(persons) == 1:
        return attributor.speakers.of(persons[0])
    return pronouns.subject(sentence - 1, begin) if sentence and not persons else None
