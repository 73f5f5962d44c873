"""Interviews: the answers, and who gives them; accounts signed by the line below; posts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from nkru.actors.speech.attributions import Attributor
from nkru.actors.speech.given_names import Named
from nkru.actors.speech.signed_texts import BODY, Answer, posts, signed
from nkru.actors.speech.sources import Attribution
from nkru.actors.speech.speakers import Speaker, is_person
from nkru.actors.speech.statements import statements
from nkru.actors.speech.tagged_texts import Paragraph, TaggedText

# « Nora Salem : Il est né … », « N. S. : … », « Nora Salem. – … »
NAME = r"[A-ZÀ-Ý][\w’'.-]{0,30}"
PREFIX = re.compile(
    rf"((?:{NAME} ){{1,3}}{NAME}|[A-ZÀ-Ý]\. ?(?:-?[A-ZÀ-Ý]\. ?){{1,2}})\s*(?::|\. [–—-]|[–—])\s+"
)
ROLE = re.compile(r"((?:L[ea] |L['’])[a-zà-ÿ]{2,20}(?:[ -][a-zà-ÿ]{1,20}){0,3})\s{0,3}:\s{1,3}")
ADDRESSED = re.compile(r"\b(?:vous|votre|vos|tu|ton|ta|tes)\b", re.IGNORECASE)
INTERVIEW = re.compile(
    r"\b(?:propos recueillis|entretien (?:avec|réalisé|exclusif|mené)|(?:entretien|interview)\.$"
    r"|(?:nous )?(?:l['’])?interview (?:de|avec|réalisée|exclusive)|interviewée? par"
    r"|(?:explications?|décryptage|éclairage|le point) (?:avec|de)|nous (?:a|ont) répondu"
    r"|rencontre avec|questions à|répond(?:ent)? (?:à nos|aux) questions)\b",
    re.IGNORECASE,
)
WITH = re.compile(
    r"\b(?:entretien|rencontre|interview|conversation|explications?|décryptage|éclairage|le point)"
    r" (?:avec|de)\b|\bquestions à\b",
    re.IGNORECASE,
)
WITHIN = 12  # tokens after « entretien avec » among which the name is
FEWEST = 2  # questions of an interview with answers that no name opens
LONGEST_QUESTION = 80  # words
PERSONAL = re.compile(r"\b(?:je|j['’]|moi|nous|mon|ma|mes|notre|nos)\b", re.IGNORECASE)
SINGULAR = re.compile(r"\b(?:je\b|j['’]|m['’]|moi\b|mon\b|ma\b|mes\b)", re.IGNORECASE)
FEWEST_ROUNDS = 4  # lines of a transcript with only a name
LONGEST_NAME = 60  # characters
LONGEST_CAPITALS = 120  # characters of a line of two to four words in capitals


def answers(attributor: Attributor) -> list[Answer]:
    """Return the answers of an interview, the signed accounts and the posts in an article."""
    found = (
        [*_transcribed(attributor)] or [*_prefixed(attributor)] or [*_after_questions(attributor)]
    )
    found += signed(attributor)
    return [*found, *posts(attributor), *([] if found else statements(attributor))]


def _transcribed(attributor: Attributor) -> Iterator[Answer]:
    """Yield the paragraphs below lines that are a name and nothing else, as in a transcript."""
    text = attributor.text
    capitals = Counter(_in_capitals(text, paragraph) for paragraph in text.paragraphs)
    owners = [
        _whole_name(attributor, paragraph) or _repeated(capitals, _in_capitals(text, paragraph))
        for paragraph in text.paragraphs
    ]
    rounds = Counter(owner for owner in owners if owner)
    if sum(rounds.values()) < FEWEST_ROUNDS or max(rounds.values(), default=0) < 2:
        return
    who = None
    for (start, end, role), owner in zip(text.paragraphs, owners, strict=True):
        if owner:
            who = owner
        elif who and _is_credit(text, (start, end, role)):
            who = None
        elif who and role not in ("title", "heading"):
            yield Answer(start, end, "quotation", _said_by(attributor, who, "interview"))


def _in_capitals(text: TaggedText, paragraph: Paragraph) -> str:
    """Return the words of a line of two to four words in capitals, as a name is written."""
    if paragraph[1] - paragraph[0] > LONGEST_CAPITALS:
        return ""
    words = text.text[paragraph[0] : paragraph[1]].split()
    letters = "".join(words).replace("-", "").replace("'", "").replace("’", "")
    is_name = 2 <= len(words) <= 4 and letters.isalpha() and letters.isupper()
    return " ".join(words).title() if is_name else ""


def _repeated(lines: Counter[str], line: str) -> str | None:
    return line if line and lines[line] >= 2 else None


def _is_credit(text: TaggedText, paragraph: Paragraph) -> bool:
    return text.text[paragraph[0] : paragraph[1]].lower().startswith(("source :", "source:"))


def _whole_name(attributor: Attributor, paragraph: Paragraph) -> str | None:
    """Return the bearer of the name that a line is, if it holds nothing else."""
    start, end, _ = paragraph
    if end - start > LONGEST_NAME:
        return None
    first, last = attributor.text.token_at(start), attributor.text.token_at(end - 1) + 1
    names = attributor.speakers.people.within(first, last)
    return names[0].who if names and names[0][:2] == (first, last) else None


def _prefixed(attributor: Attributor) -> Iterator[Answer]:
    """Yield the paragraphs that a name or its initials open, and those that go on."""
    text = attributor.text
    prefixes = [PREFIX.match(text.text, start, end) for start, end, _ in text.paragraphs]
    owners = [match and _owner(attributor, match[1]) for match in prefixes]
    if not any(owners):
        roles = [ROLE.match(text.text, start, end) for start, end, _ in text.paragraphs]
        prefixes = [match if match and _is_role(text, match) else None for match in roles]
        owners = [match and match[1] for match in prefixes]
    rounds = Counter(owner for owner in owners if owner)
    if max(rounds.values(), default=0) < 2:
        return
    who = None
    for (start, end, role), match, owner in zip(text.paragraphs, prefixes, owners, strict=True):
        if match:
            who = owner if owner and rounds[owner] >= 2 else None
            start = match.end()
        asks = not ROLE.match(f"{who}: ") and _is_question(text, (start, end, role))
        if asks or role not in BODY:
            who = None
        elif who:
            yield Answer(start, end, "quotation", _said_by(attributor, who, "interview"))


def _is_role(text: TaggedText, match: re.Match[str]) -> bool:
    """Say whether a prefix is a person's role: « La présidente : Que faisiez-vous là ? »."""
    first, last = text.token_at(match.start(1)), text.token_at(match.end(1) - 1)
    return any(is_person(norm) for norm in text.norms[first : last + 1])


def _owner(attributor: Attributor, name: str) -> str | None:
    """Return the person with this name or these initials, if the article has exactly one."""
    people = {n.who for n in attributor.speakers.people.names if n.type == "person"}
    letters = re.findall(r"[A-ZÀ-Ý]", name)
    if "." in name[1:3]:
        fitting = [who for who in people if [word[0] for word in re.split(r"[ -]", who)] == letters]
        fitting = [who for who in fitting if "." not in who]
        return fitting[0] if len(fitting) == 1 else None
    return next((who for who in people if who == name or who.endswith(f" {name}")), None)


def _said_by(attributor: Attributor, who: str, rule: str) -> Attribution:
    names = attributor.speakers.people.names
    named = next((n for n in names if n.who == who), Named(0, 0, who, "person", "name"))
    speaker = attributor.speakers.of(named)
    if who[:1] == "L" and ROLE.match(f"{who}: "):
        speaker = Speaker(who, "described", 0.8, "?s")
    return Attribution(speaker, "", rule, speaker.certainty * 0.95)


def _is_question(text: TaggedText, paragraph: Paragraph) -> bool:
    words = text.text[paragraph[0] : paragraph[1]].rstrip(' »”"\u00a0\u202f')
    return words.endswith("?") and len(words.split()) <= LONGEST_QUESTION


def _after_questions(attributor: Attributor) -> Iterator[Answer]:
    """Yield the paragraphs after the questions of an interview."""
    text = attributor.text
    asked = [at for at, part in enumerate(text.paragraphs) if at and _is_question(text, part)]
    if len(asked) < FEWEST:
        return
    who = _interviewee(attributor, text.paragraphs[: asked[0]])
    attribution = _said_by(attributor, who, "interview") if who else None
    following = enumerate(text.paragraphs[asked[0] :], asked[0])
    said = [p for at, p in following if at not in asked and _is_answer(text, p)]
    if not (who and _says_interview(text) or _is_personal(text, asked, said)):
        return
    for start, end, _ in said:
        opening = PREFIX.match(text.text, start, end)
        start = opening.end() if opening else start
        yield Answer(start, end, "quotation", attribution)


def _is_personal(text: TaggedText, asked: Sequence[int], said: Sequence[Paragraph]) -> bool:
    """Say whether questions speak to somebody, and answers of oneself."""
    addressed = sum(bool(ADDRESSED.search(text.text, *text.paragraphs[at][:2])) for at in asked)
    personal = sum(bool(PERSONAL.search(text.text, start, end)) for start, end, _ in said)
    alone = sum(bool(SINGULAR.search(text.text, start, end)) for start, end, _ in said)
    if addressed and alone > 1 and 3 * alone >= len(said):
        return True
    return 2 * addressed >= len(asked) and 5 * personal >= 2 * len(said)


def _says_interview(text: TaggedText) -> bool:
    """Say whether a line of the article tells that it is an interview."""
    lines = (INTERVIEW.search(text.text, start, end) for start, end, _ in text.paragraphs)
    return bool(INTERVIEW.search(text.bylines)) or any(lines)


def _is_answer(text: TaggedText, paragraph: Paragraph) -> bool:
    """Say whether a paragraph is whole sentences of the body."""
    _, end, role = paragraph
    return role in BODY and text.text[end - 1] in '.!…»"”)]'


def _interviewee(attributor: Attributor, lead: Sequence[Paragraph]) -> str | None:
    """Return the only person, or the one named most, before the first question."""
    for start, end, _ in lead:
        if cue := WITH.search(attributor.text.text, start, end):
            first = attributor.text.token_at(cue.end())
            persons = attributor.speakers.people.within(first, first + WITHIN)
            if met := next((name for name in persons if name.type == "person"), None):
                return met.who
    named: Counter[str] = Counter()
    for start, end, _ in lead:
        first, last = attributor.text.token_at(start), attributor.text.token_at(end - 1) + 1
        within = attributor.speakers.people.within(first, last)
        named.update({name.who for name in within if name.type == "person"})
    ranked = named.most_common(2)
    clear = len(ranked) == 1 or len(ranked) == 2 and ranked[0][1] > ranked[1][1]
    return ranked[0][0] if clear else None
