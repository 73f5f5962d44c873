"""Forms of one article that may be names, with the cues around them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from nkru.actors.known.matching import Hit, Mention, names_a_person
from nkru.actors.known.spans import Spans
from nkru.actors.names.appositions import PREPOSITIONS, Noun, gender_of_noun, nouns, phrase_end
from nkru.actors.names.capital_sentences import Sentences
from nkru.actors.names.evidence import Evidence
from nkru.actors.names.initials import abbreviates, expands_in_small_letters
from nkru.actors.names.kinds import weigh_form
from nkru.actors.names.name_words import vocabulary
from nkru.actors.names.names import Piece
from nkru.actors.names.pieces import pieces
from nkru.actors.names.surroundings import OF, weigh
from nkru.tokens.norms import folded_words

NAMES = ("name", "metonym")
DESCRIBED_REACH = 100  # characters of a description before a name
REACH = 120  # characters of a list of names before the last one
WEIGHED = 5  # occurrences of a form with their surroundings read; no cue counts more often
IN_BRACKETS = re.compile(r"\([^()\x1e]*$")
YEAR = re.compile(r"[^()\x1e]{0,40}, (?:1[5-9]|20)\d\d\)")
_CAPITAL = r"[A-ZÀ-Þ][\w’'&.-]*"
_SMALL = r"(?:(?:de|du|des|la|le|les|sans|pour) |[dl]['’])\w+"
LISTED = re.compile(  # « les ONG Alpha, Bravo et … »
    r"(?<!\w)(?:[Ll]es|[Dd]es|[Aa]ux|deux|trois) (\w+)(?: [a-zà-ÿœ]+s)? "
    rf"(?:{_CAPITAL}(?: (?:{_CAPITAL}|{_SMALL}))*"
    r"(?:,| et| ou)(?: l[ae]s?)? (?:l['’])?)+$",
)
JOINTS = tuple(
    f"{joint} {article}"
    for joint in (",", " et", " ou")
    for article in ("", "la ", "le ", "las ", "les ", "l'", "l’")
)
NUMBER = re.compile(r"[ \u00a0-]\d{2,}\b")


class Article:
    """The forms in one article that may be names, and the evidence for each reading of them."""

    def __init__(self, raw: str, known: Sequence[Mention], hits: Sequence[Hit]) -> None:
        self.raw = raw
        self.forms: dict[str, tuple[Piece, Evidence]] = {}
        self.headlines: list[Piece] = []
        self.nouns = list(nouns(raw))
        self._persons = [noun for noun in self.nouns if noun.person]
        self._starts = [noun.start for noun in self._persons]
        self._bodies = [noun for noun in self.nouns if noun.body]
        self._body_starts = [noun.start for noun in self._bodies]
        self._sentences = Sentences(raw)
        self._names = sorted((m.start, m.end) for m in known if m.kind in NAMES)
        self._name_ends = dict(self._names)
        self._demonyms = Spans((m.start, m.end) for m in known if m.kind == "demonym")
        covered, refused = Spans(self._names), _refused(raw, known, hits)
        for piece in pieces(raw):
            span = piece.start, piece.end
            is_known = span in refused or self._is_known(piece, covered)
            if unknown := self._after_known(piece) if is_known else piece:
                self._collect(unknown)
        for piece, evidence in self.forms.values():
            weigh_form(piece, evidence)

    def _is_known(self, piece: Piece, covered: Spans) -> bool:
        """Say whether the codebook has named this already, or a longer name around it."""
        if self._demonyms.touch(piece.start, piece.end) and not piece.head:
            return True
        if not covered.touch(piece.start, piece.end):
            return False
        at = bisect_right(self._names, (piece.start, piece.end))
        near = self._names[max(0, at - 2) : at + 1]
        if any(start <= piece.start and piece.end <= end for start, end in near):
            return True
        if piece.head or self._adds_to_initials(piece, near):
            return False
        return any(piece.start <= start and end <= piece.end for start, end in near)

    def _after_known(self, piece: Piece) -> Piece | None:
        """Return the person after a known body in a run: « Sciences Po | Anne Roy »."""
        end = self._name_ends.get(piece.start, 0)
        words = tuple(word for word in piece.words if word.start > end)
        if not end or len(words) < 2 or words[0].key not in vocabulary().given:
            return None
        start = words[0].start
        return piece._replace(
            start=start, key=folded_words(self.raw[start : piece.end]), words=words, opens=False
        )

    def _adds_to_initials(self, piece: Piece, near: Sequence[tuple[int, int]]) -> bool:
        """Say whether a piece is a branch of a body known by its initials: « CGT Énergie »."""
        first = piece.words[0]
        return len(piece.words) > 1 and first.text.isupper() and (first.start, first.end) in near

    def _collect(self, piece: Piece) -> None:
        if self._sentences.is_headline(piece.start):
            self.headlines.append(piece)
            return
        _, evidence = self.forms.setdefault(piece.key, (piece, Evidence()))
        evidence.inside += not piece.opens
        evidence.spans.append((piece.start, piece.end))
        if len(evidence.spans) > WEIGHED:
            return
        weigh(self.raw, piece, evidence)
        if len(piece.words) == 1 and expands_in_small_letters(self.raw, piece):
            evidence.add("expands_in_small_letters")
        elif len(piece.words) == 1 and abbreviates(self.raw, piece):
            evidence.add("acronym")
        elif piece.words[0].text.isupper() and NUMBER.match(self.raw, piece.end):
            evidence.add("numbered")
        if self.raw.startswith(", ", piece.start - 2) and self._follows_body(piece.start - 2):
            evidence.add("described_body")  # « le géant danois, Nordlys, … »
        if noun := self._description(piece):
            evidence.add("described")
            evidence.vote(gender_of_noun(noun))
        if (
            self.raw.find(")", piece.end, piece.end + 50) >= 0
            and YEAR.match(self.raw, piece.end)
            and IN_BRACKETS.search(self.raw, max(0, piece.start - 60), piece.end)
        ):
            evidence.add("in_brackets_with_year")  # the title of a work
        if cue := _coordinated(self.raw, piece.start):
            evidence.add(cue)

    def _follows_body(self, end: int) -> bool:
        """Say whether a description of a body ends here: « le géant danois »."""
        at = bisect_left(self._body_starts, end)
        near = self._bodies[max(0, at - 2) : at]
        return any(
            end - noun.end < DESCRIBED_REACH and phrase_end(self.raw, noun.end) == end
            for noun in near
        )

    def _description(self, piece: Piece) -> Noun | None:
        """Return the noun of a description of a person beside: « la ministre, Agnès Pannier »."""
        if piece.head or piece.words[0].text.isupper() and len(piece.words) == 1:
            return None
        start, raw = piece.start, self.raw
        at = bisect_left(self._starts, start)
        if raw[start - 2 : start] == ", ":
            before = self._persons[max(0, at - 2) : at]
            near = [noun for noun in before if start - noun.end < DESCRIBED_REACH]
            ending = [noun for noun in near if phrase_end(raw, noun.end) == start - 2]
            if ending:
                return ending[0]
        after = self._starts[at] if at < len(self._starts) else -1
        if raw[piece.end : piece.end + 2] != ", " or after != piece.end + 2:
            return None
        words = folded_words(raw[max(0, start - 12) : start]).split()
        governed = bool(words) and (words[-1] in PREPOSITIONS or words[-2:-1] == ["dans"])
        governed |= len(words) > 1 and words[-1] in OF and words[-2] in vocabulary().place_nouns
        return None if governed else self._persons[at]


def _refused(raw: str, known: Sequence[Mention], hits: Sequence[Hit]) -> set[tuple[int, int]]:
    """Return the spans that the codebook knows as places, or as part of something else."""
    mentioned = {(mention.start, mention.end) for mention in known}
    return {
        (hit.start, hit.end)
        for hit in hits
        if hit.reading.decided_by in ("metonyms", "")
        and (hit.start, hit.end) not in mentioned
        and not names_a_person(raw, hit)
    }


def _coordinated(raw: str, start: int) -> str:
    """Return the cue of a plural noun before a list of names: « les ONG Alpha et Bravo »."""
    if not raw.endswith(JOINTS, max(0, start - 9), start):  # a search costs far more
        return ""
    listed = LISTED.search(raw, max(0, start - REACH), start)
    if not listed:
        return ""
    v, key = vocabulary(), folded_words(listed[1])
    for noun in (key, key.removesuffix("s")):
        if noun in v.class_nouns:
            return "class_noun"
        if noun in v.functions:
            return "function"
    return ""
