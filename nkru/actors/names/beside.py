"""The actor named right beside a description: « le maire (PS), David Marti », « X, le géant … »."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from nkru.actors.names.appositions import PREPOSITIONS, Phrase, grammar, is_apposed, phrase_end
from nkru.actors.names.grouping import Found
from nkru.tokens.norms import folded_words

# « le maire (PS), David Marti », « son avocate, Me Roy »
BETWEEN = re.compile(
    r"(?: \([^()\x1e]{2,90}\),? |,? (?:Me|Mes|M\.|Mme|Mlle|Dr|Pr|Mgr)[ \u00a0\u202f])"
)
AFTER_NAME = re.compile(r"[ \u00a0]?[,.;:)!?»”\"\x1e(]|$")
CLOSED = re.compile(r"[,.)\x1e]|$")
PARTY = re.compile(r" \(?(?=[A-ZÀ-Þ])")  # « le député | LFI », « le maire (PS) de Nantes »
POST = re.compile(
    r" (?:au |aux |en |à (?:la |l['’])?)(?=[A-ZÀ-Þ])"
)  # « la chercheuse | à Sciences Po »
CAPITALS = re.compile(r"[A-ZÀ-Þ][\w’'-]*(?: [A-ZÀ-Þ][\w’'-]*)*")
# « le président de la transition, | le colonel | Assimi Goïta, … »; but a list goes on
TITLED = re.compile(r", (?:l[ea] |l['’])[a-zà-ÿœ-]+(?: [a-zà-ÿœ-]+)? (?=[A-ZÀ-Þ])")
LISTED = re.compile(r", (?:l[ea] |l['’]|les |des |une? |son |sa |et |ou )")
ARTICLE = (2, 3)  # characters of « l' » and « la »
ACRONYM = 9  # characters of a party in brackets
Placed = tuple[int, int, Found]


def agree_in_gender(actor: Found, phrase: Phrase) -> bool:
    """Say whether a person may have the gender of a description."""
    return {actor.gender, phrase.gender} != {"m", "f"}


def may_be_called(actor: Found, phrase: Phrase) -> bool:
    """Say whether a person may have a title beside the name: « le maire, Anne Roy »."""
    return (
        agree_in_gender(actor, phrase) or phrase.gender == "m" and phrase.noun in grammar().offices
    )


class Beside:
    """Finds the actor whom an article names right before or after a description.

    Args:
        raw: the text.
        placed: the names of actors, sorted by their start.
    """

    def __init__(self, raw: str, placed: Iterable[Placed]) -> None:
        self.raw, self._placed = raw, list(placed)
        self._starts = [start for start, _, _ in self._placed]
        self._at = {start: (end, actor) for start, end, actor in self._placed}
        self._until = {end: actor for _, end, actor in self._placed}

    def fit(self, phrase: Phrase) -> Phrase:
        """Return a description that ends with the name in it, or before the name beside it."""
        at = bisect_left(self._starts, phrase.end) - 1
        if at >= 0:
            start, end, actor = self._placed[at]
            if phrase.start < start < phrase.end:
                if (
                    actor.type == "person"
                    and self.raw[start - 1] == " "
                    and is_apposed(self.raw, phrase, start)
                ):
                    return phrase._replace(end=start - 1)
                if end > phrase.end:
                    return phrase._replace(end=end)
        return phrase

    def is_name(self, phrase: Phrase) -> bool:
        """Say whether a description is a name, perhaps with its article: « la | clinique Bel »."""
        starts = (phrase.start + size for size in ARTICLE)
        whole = any(start in self._at and self._at[start][0] == phrase.end for start in starts)
        return whole or phrase.start in self._at

    def touched(self, phrase: Phrase) -> tuple[int, Found] | None:
        """Return where the name right after a description ends, and its actor."""
        follows = self.raw.startswith((" ", "\u00a0"), phrase.end)
        return self._at.get(phrase.end + 1) if follows else None

    def person(self, phrase: Phrase) -> tuple[Found, Phrase] | None:
        """Return the person named beside a description, and the whole description."""
        if not phrase.person:
            return None
        for whole in (phrase, *self._longer(phrase)):
            actor = self._person_after(whole.end)
            if actor:
                return (actor, whole) if may_be_called(actor, phrase) else None
        actor = self._named_before(phrase)
        if actor and actor.type == "person" and not self._governed(actor, phrase.start - 2):
            return (actor, phrase) if agree_in_gender(actor, phrase) else None
        return None

    def body(self, phrase: Phrase) -> Found | None:
        """Return the body named before or after a description between commas."""
        if not phrase.body or not CLOSED.match(self.raw, phrase.end):
            return None
        end, actor = self._at.get(phrase.end + 2, (0, None))
        if actor is None or not self.raw.startswith(", ", phrase.end):
            actor = self._named_before(phrase)
        elif not CLOSED.match(self.raw, end) or LISTED.match(self.raw, end):
            return None
        return actor if actor and actor.type == "organisation" else None

    def _named_before(self, phrase: Phrase) -> Found | None:
        """Return the actor named right before a description and its comma."""
        is_apart = self.raw.startswith(", ", phrase.start - 2)
        return self._until.get(phrase.start - 2) if is_apart else None

    def _person_after(self, end: int) -> Found | None:
        """Return the person named right after a description, perhaps after a comma or title."""
        raw = self.raw
        if raw[end : end + 1] in (" ", "\u00a0") and (actor := self._person_at(end + 1)):
            return actor
        if raw.startswith(", ", end) and (actor := self._person_at(end + 2)):
            return actor if AFTER_NAME.match(raw, self._at[end + 2][0]) else None
        if between := BETWEEN.match(raw, end):
            return self._person_at(between.end())
        titled = TITLED.match(raw, end)
        start = titled.end() if titled else -1
        if start in self._at and self._at[start][1].type == "organisation":
            start = self._at[start][0] + 1  # « le rapporteur, le député LR Paul Roy, … »
        actor = self._person_at(start)
        if actor is None:
            return None
        after = self._at[start][0]
        return actor if CLOSED.match(raw, after) and not LISTED.match(raw, after) else None

    def _person_at(self, start: int) -> Found | None:
        actor = self._at.get(start, (0, None))[1]
        return actor if actor and actor.type == "person" else None

    def _longer(self, phrase: Phrase) -> Iterator[Phrase]:
        """Yield the description with a party or place after it: « le député | LFI du Nord »."""
        party = PARTY.match(self.raw, phrase.end)
        end, actor = self._at.get(party.end(), (0, None)) if party else (0, None)
        if party and actor and actor.type == "organisation":
            bracketed = party[0].endswith("(")
            if not bracketed or end - party.end() < ACRONYM and self.raw.startswith(")", end):
                yield self._until_end(phrase, phrase_end(self.raw, end + bracketed))
        post = POST.match(self.raw, phrase.end)
        if post:
            at = bisect_left(self._starts, post.end() + 1)
            stop = self._starts[at] - 1 if at < len(self._starts) else len(self.raw)
            end = self._at.get(post.end(), (0, None))[0]
            capitals = CAPITALS.match(self.raw, post.end(), stop)
            if end or capitals:
                yield self._until_end(phrase, end or (capitals.end() if capitals else 0))

    def _until_end(self, phrase: Phrase, end: int) -> Phrase:
        rest = f"{phrase.rest} {folded_words(self.raw[phrase.end : end])}".strip()
        return self.fit(phrase._replace(end=end, rest=rest))

    def _governed(self, actor: Found, end: int) -> bool:
        """Say whether a preposition before the name ends its phrase: « selon Merle, le préfet »."""
        at = bisect_left(self._starts, end)
        near = self._placed[max(0, at - 3) : at]
        start = max((s for s, e, a in near if e == end and a is actor), default=end)
        words = folded_words(self.raw[max(0, start - 12) : start]).split()
        return bool(words) and words[-1] in PREPOSITIONS
