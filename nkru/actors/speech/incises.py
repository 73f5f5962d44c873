"""Incises: a clause with its subject after its verb, beside or inside the words it attributes."""

from __future__ import annotations

from collections.abc import Sequence

from nkru.actors.speech.descriptions import is_agent
from nkru.actors.speech.parts import Part
from nkru.actors.speech.sayings import sayings
from nkru.actors.speech.sources import Attribution, Sources
from nkru.actors.speech.subjects import inverted

PAUSES = frozenset([",", "!", "?", "…", "...", "-", "–", "—"])
ON = frozenset(["-on", "-t-on"])
PLACES = frozenset(["y", "ici"])  # « y explique-t-on », « se félicite-t-on ici »


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
            if part.lemma in sayings().led_by:  # « qui, ici, parlent bien le français »
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
            points = PLACES.intersection(self.text.norms[verb.first : verb.last + 1])
            here = self.house_before(verb.first) if points else None
            found = self.house(parts[at + 1 :], verb.lemma, rule)
            sure = here.certainty * 0.85 if here else 0.0
            return found if found.speaker else Attribution(here, verb.lemma, found.rule, sure)
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
        if not found or not found.speaker:
            return None
        known = found.speaker.is_known or is_agent(found.speaker.head)
        nobody = found._replace(speaker=None, certainty=0.0)
        return found if known else nobody if self.text.tags[by.first] == "DET" else None
