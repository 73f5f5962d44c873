"""Quotations without a speaker of their own: those that repeat another, and the only speaker's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from nkru.actors.speech.sources import Attribution
from nkru.actors.speech.speakers import Speaker
from nkru.actors.speech.tagged_texts import TaggedText

SIGNS = re.compile(r"[\W_]+")
SURE, FEWEST_TIMES, ONLY = 0.7, 3, 0.8  # for the only speaker: certainty, quotations, their share


class Quotation(NamedTuple):
    """A row of the table of quotations, without its article; `note` is added to its rule."""

    start: int
    end: int
    kind: str
    attribution: Attribution | None
    note: str = ""


def with_only_speaker(
    text: TaggedText,
    found: Sequence[Quotation],
    persons: Callable[[Quotation], set[str]],
) -> Iterator[Quotation]:
    """Yield the quotations; one that nothing attributes has the only speaker of its paragraph.

    If the whole article has only one speaker, it has that one.
    `persons` gives the persons named in the sentence of a quotation: beside another person no
    speaker is the only one.
    """
    given = [q for q in found if q.attribution and q.attribution.speaker]
    of_paragraph: dict[int, list[Attribution]] = {}
    for q in given:
        marked = q.kind in ("quotation", "block")
        if marked and q.attribution and q.attribution.certainty >= SURE:
            of_paragraph.setdefault(text.paragraph_of(q.start), []).append(q.attribution)
    everyone = [a for attributions in of_paragraph.values() for a in attributions]
    for at, quotation in enumerate(found):
        if quotation.attribution is None and quotation.kind == "quotation":
            near = of_paragraph.get(text.paragraph_of(quotation.start), [])
            near = [] if any(map(_is_described, near)) else near
            share = ONLY if _is_whole(text, quotation) else 1.0
            only = _one(near, 1, 1.0) or _one(everyone, FEWEST_TIMES, share)
            if only is None and _is_whole(text, quotation):
                only = _around(text, found, at)
            if only and only.speaker and _may_be_only(only.speaker, persons(quotation)):
                only = Attribution(only.speaker, "", "only speaker", 0.5)
                quotation = quotation._replace(attribution=only)
        yield quotation


def _around(text: TaggedText, found: Sequence[Quotation], at: int) -> Attribution | None:
    """Return the attribution of the quotation before one, if the next has the same speaker."""
    marked = [q for q in found if q.kind in ("quotation", "block")]
    here = marked.index(found[at])
    before = next((q for q in marked[here - 1 :: -1] if _given(q)), None) if here else None
    after = next((q for q in marked[here + 1 :] if _given(q)), None)
    if before is None or after is None:
        return None
    reach = text.paragraph_of(after.start) - text.paragraph_of(before.start)
    one, other = before.attribution, after.attribution
    if reach > 4 or not one or not other or not one.speaker or not other.speaker:
        return None
    return one if one.speaker.name == other.speaker.name else None


def _given(quotation: Quotation) -> bool:
    return bool(quotation.attribution and quotation.attribution.speaker)


def _is_described(attribution: Attribution) -> bool:
    speaker = attribution.speaker
    return speaker is not None and speaker.type == "described"


def _may_be_only(speaker: Speaker, persons: set[str]) -> bool:
    """Say whether a speaker is a person or a body, and no other person stands beside the words."""
    return speaker.is_known and persons <= {speaker.name}


def _one(given: Sequence[Attribution], fewest: int, share: float) -> Attribution | None:
    """Return the attribution to the speaker who has at least this share of the quotations."""
    names = Counter(a.speaker.name for a in given if a.speaker)
    (name, times), *_ = names.most_common(1) or [("", 0)]
    if times < fewest or times < share * len(given):
        return None
    return next(a for a in given if a.speaker and a.speaker.name == name)


def _is_whole(text: TaggedText, quotation: Quotation) -> bool:
    """Say whether a quotation consists of whole sentences."""
    if quotation.kind != "quotation" or not text.text[quotation.start].isupper():
        return False
    number = text.sentence_of(text.token_at(quotation.start))
    start, _ = text.sentences[number]
    last = text.sentence_of(text.token_at(quotation.end - 1))
    end = text.sentences[last][1]
    around = text.text[start : quotation.start] + text.text[quotation.end : end]
    return not any(map(str.isalnum, around))


def with_repeated(text: TaggedText, found: Sequence[Quotation]) -> Iterator[Quotation]:
    """Yield the quotations; one without a speaker has that of another with the same words."""
    known = [q for q in found if q.attribution and q.attribution.speaker and q.kind != "reported"]
    words = _distinct(text, known)
    for quotation in found:
        lacks = not (quotation.attribution and quotation.attribution.speaker)
        heading = _in_heading(text, quotation)
        if lacks and words and (quotation.kind == "quotation" or heading):
            own = _letters(text, quotation), _words(text, quotation) if heading else frozenset()
            same = {
                other.speaker: other
                for letters, tokens, other in words
                if _same(*own, letters, tokens, heading)
            }
            if len({speaker.name for speaker in same if speaker}) == 1:
                (other, *_) = same.values()
                kind = "fragment" if quotation.kind == "not_speech" else quotation.kind
                sure = other.certainty * 0.95
                repeated = other._replace(rule="repeated", certainty=sure)
                quotation = quotation._replace(kind=kind, attribution=repeated)
        yield quotation


def _distinct(
    text: TaggedText, known: Sequence[Quotation]
) -> list[tuple[str, frozenset[str], Attribution]]:
    """Return letters, words and attribution of quotations, each wording of a speaker once."""
    found = {
        (_letters(text, q), _words(text, q), q.attribution.speaker): q.attribution
        for q in known
        if q.attribution
    }
    return [(letters, words, other) for (letters, words, _), other in found.items()]


def _same(
    own: str, own_words: frozenset[str], letters: str, words: frozenset[str], heading: bool
) -> bool:
    """Say whether a quotation has the words of another; a heading may have some of them."""
    if own and own in letters:
        return True
    if not heading:
        return False
    return len(letters) > 12 and letters in own or len(own_words) > 1 and own_words <= words


def _words(text: TaggedText, quotation: Quotation) -> frozenset[str]:
    """Return the words of four letters or more in a quotation."""
    words = text.text[quotation.start : quotation.end].casefold().split()
    letters = (SIGNS.sub("", word) for word in words)
    return frozenset(word for word in letters if len(word) > 3)


def _in_heading(text: TaggedText, quotation: Quotation) -> bool:
    return text.paragraphs[text.paragraph_of(quotation.start)][2] in ("title", "heading")


def _letters(text: TaggedText, quotation: Quotation) -> str:
    return SIGNS.sub("", text.text[quotation.start : quotation.end].casefold())
