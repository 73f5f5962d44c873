"""Incises: a clause with its subject after its verb, beside or inside the words it attributes."""

from __future__ import annotations

from collections.abc import Sequence

from nkru.actors.speech.parts import Part
from nkru.actors.speech.sources import Attribution, Sources
from nkru.actors.speech.subjects import inverted

PAUSES = frozenset([",", "!", "?", "…", "...", "-", "–", "—"])
ON = frozenset(["-on", "-t-on"])


class Incises(Sources):
    """Reads the incises of one article: « …, a dit Jean Roux, … »."""

    def interjected(self, parts: Sequence[Part], rule: str) -> Attribution | None:
        """Return who speaks by a clause between commas: « , a dit Karim Haddad, »."""
        for at, part in enumerate(parts):
            before = parts[at - 1] if at else None
            opens = before is not None and self._pauses(before)
            if part.kind != "verb" or not opens or not (part.says or part.clitic >= 0):
                continue
            if parts[at + 1 : at + 2] and parts[at + 1].kind == "that":
                continue
            by = inverted(parts, at)
            if by and (by.kind == "noun" or part.clitic >= 0) and self._closes(parts, at, by):
                return self.by_inverted(parts, at, by, rule)
        return None

    def by_inverted(
        self, parts: Sequence[Part], at: int, by: Part | None, rule: str
    ) -> Attribution | None:
        """Return who speaks by the subject after a verb; « on » is the house where it speaks."""
        verb = parts[at]
        if verb.clitic >= 0 and self.text.norms[verb.clitic] in ON:
            return self.house(parts[at + 1 :], verb.lemma, rule)
        return self.who(by, verb.lemma, rule)

    def _pauses(self, part: Part) -> bool:
        """Say whether a part is a sign after which a clause may be inserted."""
        return part.kind in ("comma", "quote") or self.text.norms[part.first] in PAUSES

    def _closes(self, parts: Sequence[Part], at: int, by: Part) -> bool:
        """Say whether the inverted subject ends its clause, except for additions."""
        if by.kind == "pronoun":
            return parts[at].says or parts[at].lemma not in ("avoir", "être")
        after = next((part for part in parts[at + 1 :] if part.first >= by.last), None)
        return after is None or after.kind not in ("verb", "that")

    def by_any_verb(self, parts: Sequence[Part]) -> Attribution | None:
        """Return the person after a verb that says only there: « … », grince Jean Roux."""
        by = inverted(parts, 0)
        if parts[0].passive or by is None or by.kind != "noun" or not self._closes(parts, 0, by):
            return None
        found = self.who(by, parts[0].lemma, "verb after", 0.8)
        person = found and found.speaker and found.speaker.is_known
        return found if person else None
