"""Reported words: the tokens that a rule finds to be said without marks, with their speaker."""

from __future__ import annotations

from nkru.actors.speech.attributions import Attributor
from nkru.actors.speech.sayings import sayings
from nkru.actors.speech.sources import Attribution

Reported = tuple[int, int, Attribution]  # first token, the one after the last, and the speaker
FEWEST = 3  # tokens of reported speech
TRIMMED = frozenset([",", ".", ";", ":", "!", "?", "…", "..."])


def reported_words(
    attributor: Attributor, first: int, last: int, by: Attribution | None, rule: str
) -> Reported | None:
    """Return a span with its speaker, if it is long enough and somebody may say it."""
    span = trimmed(attributor, first, last)
    if not span or not by or _is_shown(by):
        return None
    pronoun = ", pronoun" if by.rule.endswith(", pronoun") else ""
    return (*span, by._replace(rule=rule + pronoun))


def trimmed(attributor: Attributor, first: int, last: int) -> tuple[int, int] | None:
    """Return the tokens without the signs at their ends, or None if too few are left."""
    norms = attributor.text.norms
    while first < last and norms[first] in TRIMMED:
        first += 1
    while first < last and norms[last - 1] in TRIMMED:
        last -= 1
    return (first, last) if last - first >= FEWEST else None


def _is_shown(by: Attribution) -> bool:
    """Say whether a thing is the subject of a verb that does not only say."""
    speaker = by.speaker
    if not speaker or speaker.is_known or speaker.head in sayings().documents:
        return False
    return by.verb in sayings().shown
