"""Subjects: which phrase of a sentence is the subject of a verb."""

from __future__ import annotations

from collections.abc import Sequence

from nkru.actors.speech.parts import Part
from nkru.actors.speech.sayings import sayings

SKIPPED = frozenset(["other", "time", "quote"])
VERBAL = frozenset(["verb", "gerund", "participle", "infinitive"])
OPENERS = frozenset(["gerund", "participle", "relative", "below", "other"])
FAR = 8  # parts after an inverted verb that may hold its subject
REACH = 60  # parts before a verb that may hold its subject
DEEP = 12  # verbs to go back in a row of coordinated ones


def subject(parts: Sequence[Part], at: int, depth: int = 0) -> Part | None:
    """Return the phrase before a verb that is its subject: a noun or a pronoun, if there is one.

    A clause between two commas is passed over; a verb joined by « et » has the subject of the
    verb before; that of « qui » is the noun before it.
    """
    apposed: Part | None = None
    left, last = at - 1, max(0, at - REACH)
    while left >= last and depth < DEEP:
        part = parts[left]
        if part.kind in ("noun", "pronoun") and not part.governor:
            found = _not_object(parts, left, at, depth)
            several = parts[at].is_plural and found is part and part.kind == "noun"
            return _joined(parts, left) if several else found
        if part.kind == "relative":
            return antecedent(parts, left)
        if part.kind == "verb" or part.kind == "and":
            return _of_verb_before(parts, left + (part.kind == "verb"), depth)
        if part.kind == "comma":
            return _beyond_comma(parts, left, apposed, depth)
        if part.kind in ("that", "below", "stop"):
            return None
        left -= 1
    return apposed


def _joined(parts: Sequence[Part], last: int) -> Part:
    """Return the nouns joined by « et » that end at a noun: the subject of a plural verb."""
    first = last
    links = ["and"]
    if last >= 4 and [part.kind for part in parts[last - 3 : last]] == ["noun", "comma", "and"]:
        first = last - 3 - 2 * (parts[last - 4].kind == "comma")
    while first >= 2 and parts[first - 1].kind in links and parts[first - 2].kind == "noun":
        if parts[first - 2].governor:
            break
        first, links = first - 2, ["comma"]
    if first == last:
        return parts[last]
    return parts[first]._replace(last=parts[last].last, is_plural=True)


def _not_object(parts: Sequence[Part], left: int, at: int, depth: int) -> Part | None:
    """Return the phrase, or if it is the object of the verb before it, that verb's subject."""
    for before in range(left - 1, max(-1, left - REACH), -1):
        kind = parts[before].kind
        if kind == "relative":
            return antecedent(parts, before)
        if kind == "verb" and parts[left].kind == "noun" and parts[before].clitic < 0:
            return subject(parts, before, depth + 1)
        if kind in ("and", "that", "below", "stop", "comma", "verb"):
            break
    bare = parts[left].first == parts[left].head and not parts[left].is_name
    apposed = bare and left >= 2 and parts[left - 1].kind == "comma" and parts[left - 2].is_name
    return parts[left - 2] if apposed else parts[left]  # « Léa Roux, fondatrice du club affirme »


def antecedent(parts: Sequence[Part], at: int) -> Part | None:
    """Return the noun before a relative pronoun."""
    for part in reversed(parts[:at]):
        if part.kind == "noun":
            return part._replace(first=part.first + bool(part.governor), governor="")
        if part.kind not in ("comma", "other", "time"):
            return part if part.kind == "pronoun" else None
    return None


def _of_verb_before(parts: Sequence[Part], at: int, depth: int) -> Part | None:
    """Return the subject of the last finite verb before a place in the same sentence."""
    for before in range(at - 1, max(-1, at - REACH), -1):
        kind = parts[before].kind
        if kind == "verb":
            if parts[before].clitic >= 0:
                return clitic(parts[before])
            return subject(parts, before, depth + 1) or inverted(parts, before)
        if kind == "stop":
            break
    first = parts[0] if parts else None  # a verb before « et » that was not seen as one
    return first if first and first.kind == "noun" and not first.governor else None


def _beyond_comma(
    parts: Sequence[Part], comma: int, apposed: Part | None, depth: int
) -> Part | None:
    """Return the subject left of a comma before the verb: the clauses between are passed over."""
    end, last = comma, max(0, comma - REACH)
    while end > last:
        begin = next(
            (i + 1 for i in range(end - 1, -1, -1) if parts[i].kind in ("comma", "stop")), 0
        )
        segment = parts[begin:end]
        nouns = [part for part in segment if part.kind == "noun" and not part.governor]
        verbs = [part for part in segment if part.kind == "verb"]
        opens = segment[0].kind in OPENERS or bool(segment[0].governor) if segment else True
        if not verbs and nouns and segment[0].kind in ("noun", "pronoun", "time", "and"):
            apposed = apposed if apposed and apposed.is_name else nouns[0]
        elif [part.kind for part in segment] == ["pronoun"]:  # « L'opposition, elle, soutient »
            pass
        elif verbs and not opens:
            return apposed or _of_verb_before(parts, end, depth)
        elif nouns and not verbs and not opens:
            apposed = apposed if apposed and apposed.is_name else nouns[0]
        if begin == 0 or parts[begin - 1].kind == "stop":
            break
        end = begin - 1
    return apposed


def clitic(part: Part) -> Part:
    """Return the inverted pronoun of a verb as a part of the sentence."""
    return Part("pronoun", part.clitic, part.clitic + 1, part.clitic)


def inverted(parts: Sequence[Part], at: int) -> Part | None:
    """Return the subject after a verb: « a déclaré mardi à la presse le maire »."""
    if parts[at].clitic >= 0:
        return clitic(parts[at])
    for after, part in enumerate(parts[at + 1 : at + 1 + FAR], at + 1):
        if part.kind in ("noun", "pronoun") and not part.governor:
            several = parts[at].is_plural and part.kind == "noun"
            return _joined_after(parts, after) if several else part
        governed = part.kind == "noun" and part.governor
        if not governed and part.kind not in ("other", "time", "comma", "and"):
            return None
    return None


def _joined_after(parts: Sequence[Part], first: int) -> Part:
    """Return the nouns joined by « et » that begin at a noun: the subject of a plural verb."""
    last = first
    while [part.kind for part in parts[last + 1 : last + 3]] == ["and", "noun"]:
        if parts[last + 2].governor:
            break
        last += 2
    if last == first:
        return parts[first]
    return parts[first]._replace(last=parts[last].last, is_plural=True)


def main_subject(parts: Sequence[Part]) -> Part | None:
    """Return the subject of the first verb of a sentence outside subordinate clauses."""
    below = False
    for at, part in enumerate(parts):
        if part.kind in ("below", "relative", "that"):
            below = True
        elif part.kind in ("comma", "stop"):
            below = False
        elif part.kind == "verb" and not below:
            found = subject(parts, at)
            if found:
                return found
    return None


def has_verb(parts: Sequence[Part], end: int) -> bool:
    """Say whether a finite verb is among the parts before a token."""
    return any(part.kind == "verb" and part.last <= end for part in parts)


def goes_on(parts: Sequence[Part], at: int, comma: int) -> bool:
    """Say whether a verb after a comma continues the clause before the insertion that it ends.

    « Pékin, qui souhaitait un succès, a invité les deux parties ».
    """
    commas = [i for i in range(max(0, comma - REACH), comma) if parts[i].kind == "comma"]
    if commas and _is_apposed(parts, commas[-1], comma):
        return True
    if not commas or parts[commas[-1] + 1].kind not in ("relative", "participle", "gerund"):
        return False
    more = parts[at].lemma in sayings().beside_only | sayings().marked_only
    return more or not has_verb(parts, parts[commas[-1]].first)


def _is_apposed(parts: Sequence[Part], opening: int, closing: int) -> bool:
    """Say whether a name between two commas is apposed to the subject of the verb after them.

    « et la maire, Odile Renaudin, promet un loyer gratuit »: it is the mayor who promises.
    """
    beside = parts[opening + 1 : closing]
    bounds = ("and", "that", "stop", "comma")
    begin = next((i + 1 for i in range(opening - 1, -1, -1) if parts[i].kind in bounds), 0)
    before = parts[begin:opening]
    opens = begin == 0 or parts[begin - 1].kind != "comma"
    nouns = [part for part in (*before[:1], *beside[:1]) if part.kind == "noun"]
    bare = len(nouns) == 2 and not any(part.governor for part in nouns)
    verbs = any(part.kind == "verb" for part in (*before, *beside))
    return opens and bare and not verbs and any(part.is_name for part in nouns)


def put_in(parts: Sequence[Part], at: int) -> Part | None:
    """Return the subject of a verb of saying put in after a clause: « …, a dit Jean Roux, »."""
    if not parts[at].says or at == 0 or parts[at].clitic >= 0:
        return None
    if parts[at - 1].kind == "quote":
        return inverted(parts, at)
    comma = parts[at - 1].kind == "comma" and has_verb(parts, parts[at - 1].first)
    return inverted(parts, at) if comma and not goes_on(parts, at, at - 1) else None


def absolute(parts: Sequence[Part], at: int) -> Part | None:
    """Return the subject that a participle has of its own: « …, le ministre rappelant que … »."""
    left = at - 1
    while left > 0 and (parts[left].kind in ("other", "time") or parts[left].governor):
        left -= 1
    if left < 1 or parts[at].kind not in ("gerund", "participle"):
        return None
    own = parts[left].kind == "noun" and parts[left - 1].kind in ("comma", "quote")
    return parts[left] if own and parts[at].first - parts[left].last < FAR else None
