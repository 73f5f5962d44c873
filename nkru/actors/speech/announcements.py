"""Announcements: sentences that lead to a mark with a colon and name no person."""

from __future__ import annotations

from nkru.actors.speech.attributions import Attributor
from nkru.actors.speech.parts import Part
from nkru.actors.speech.sayings import sayings

PLACED = frozenset(["à", "au", "aux", "chez", "dans", "devant", "selon", "sous", "sur"])
STATES = frozenset(["être", "rester", "demeurer"])


def is_announced(attributor: Attributor, before: list[Part], first: int) -> bool:
    """Say whether a colon and no person leads to a mark: « Le constat est clair : »."""
    text, data = attributor.text, sayings()
    if not before or text.norms[first - 1] != ":" or before[0].governor in PLACED:
        return False
    norms = text.norms
    nouns = [part for part in before if part.kind == "noun"]
    named = (attributor.pronouns.named(part) for part in nouns)
    shown = any(norms[part.head] in data.works | data.documents for part in nouns)
    is_told = any(part.kind == "verb" and part.lemma not in STATES for part in before)
    if not nouns or shown or is_told:
        return False
    return not any(found and found.is_known for found in named)
