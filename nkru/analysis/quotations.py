"""Who speaks: quotations in marks, block quotations and reported speech, each with its speaker."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from nkru.analysis.codebook import read_codebook
from nkru.analysis.entries import Codebook
from nkru.analysis.inflection import verb_forms
from nkru.analysis.mentions import find_mentions
from nkru.resources import read_toml

if TYPE_CHECKING:
    from nkru.corpus.corpus import Corpus

COLUMNS = ["doc_id", "start", "end", "text", "speaker", "rule"]
FEWEST_WORDS = 4  # fewer words in marks, with no one to say them, are a title or a term
MARKED = re.compile(r"«\s*([^«»]+?)\s*»|“\s*([^“”]+?)\s*”|\"\s*([^\"\n]+?)\s*\"")
# A name of somebody whom the codebook need not know: two words with capitals, or one after a title.
NAME = re.compile(
    r"(?:(?<=\bM\. )|(?<=\bMme ))[A-ZÀ-Ý][\w’'-]+"
    r"|[A-ZÀ-Ý][\w’-]+(?: (?:d[eu]|von|van|ben|bin|al|el|[A-Z]\.))?(?: [A-ZÀ-Ý][\w’-]+)+"
)
AGREEING = ("ée", "ées", "és", "ie", "ies")  # a participle that agrees is an adjective: « plus assurée que jamais »
NEAR = 25  # characters from a verb to what it announces in marks, unless a colon, a comma or « que » ends them
ADDRESSED = re.compile(r"\b(?:à|au|aux|auprès de|devant)(?: la| l['’]| les)? ?$")  # « a déclaré à l'AFP … »
CONJUNCTION = re.compile(r"^(?:et|mais|or|car|puis|que|qu['’])\s+", re.IGNORECASE)
LEADS = " \u00a0\u202f–—-−•"


class Name(NamedTuple):
    """Somebody named: place in the article, who, and whether a person."""

    start: int
    end: int
    speaker: str
    person: bool


@dataclass(frozen=True)
class Cues:
    """The patterns of verbs_of_saying.toml."""

    inverted: re.Pattern[str]  # after a quotation: « , a déclaré … »
    verb: re.Pattern[str]  # anywhere: the last one before a quotation or « que »
    according: re.Pattern[str]
    marked_only: re.Pattern[str]
    pronoun: re.Pattern[str]


@cache
def cues() -> Cues:
    """Return the patterns that announce a speaker."""
    data = read_toml("verbs_of_saying.toml")
    regular = {form for form in verb_forms(data["verbs"], present=True) if not form.endswith(AGREEING)}
    forms = _any({*regular, *data["forms"]})
    pronoun, adverb = _any(data["pronouns"]), _any(data["adverbs"])
    auxiliary = rf"(?:l['’])?(?:s['’])?(?:a|ont|avait|avaient|est|aurait|auront)(?:-t)?(?:-(?:{pronoun}))?"
    verb = rf"(?:(?:{auxiliary}) )?(?:(?:{adverb}) )*(?:se |s['’]|l['’]|le )?(?:{forms})\b"
    only = _any(data["marked_only"])
    according = _any(set(data["according"]) - set(data["marked_only"]))
    return Cues(
        re.compile(
            rf"[ \u00a0\u202f,!?…]*(?:comme )?(?P<verb>{verb})(?:-t)?(?:-(?P<pronoun>{pronoun}))?", re.IGNORECASE
        ),
        re.compile(rf"\b{verb}", re.IGNORECASE),
        re.compile(rf"\b(?:{according}) (?P<rest>[^,;:.«“\"\n]+)", re.IGNORECASE),
        re.compile(rf"\b(?:{according}|{only}) (?P<rest>[^,;:.«“\"\n]+)", re.IGNORECASE),
        re.compile(rf"\b(?:{pronoun})\b", re.IGNORECASE),
    )


def _any(words: Any) -> str:
    return "|".join(re.escape(word).replace("'", "['’]") for word in sorted(words, key=lambda w: (-len(w), w)))


def find_quotations(corpus: Corpus, codebook: Codebook | None = None) -> pd.DataFrame:
    """Find what is quoted or reported, and who says it.

    Returns:
        One row per quotation: doc_id, start, end (offsets into `corpus.raw`, without the marks), text, speaker (the
        name of the entry, or as the article has it, or missing) and rule: "source line", "verb after", "verb before",
        "according to", "goes on" for quotations in marks and blocks; "reported: verb", "reported: according to" for
        indirect speech; "no speaker". A few words in marks that nobody says are a term, and no quotation.
    """
    codebook = codebook or read_codebook()
    persons = {entry.name for entry in codebook.entries if entry.type == "person"}
    mentions = find_mentions(corpus, codebook)
    mentions = mentions[mentions["kind"] != "demonym"]
    rows = []
    for doc_id, lines in corpus.lines[corpus.lines["kept"]].groupby("doc_id", sort=True):
        text = _kept_text(corpus.raw(str(doc_id)), lines)
        own = mentions[mentions["doc_id"] == doc_id]
        known = [Name(*row, row[2] in persons) for row in zip(own["start"], own["end"], own["entry"], strict=True)]
        sentences = corpus.sentences[corpus.sentences["doc_id"] == doc_id]
        speech = Speech(text, _names(text, known))
        found = [*speech.blocks(lines)]
        found += speech.marked(found)
        found += speech.reported(list(zip(sentences["start"], sentences["end"], strict=True)), found)
        rows += [(doc_id, start, end, text[start:end], speaker, rule) for start, end, speaker, rule in sorted(found)]
    table = pd.DataFrame(rows, columns=COLUMNS)
    return table.astype({"doc_id": "str", "start": "int32", "end": "int32", "text": "str", "rule": "str"})


def _kept_text(raw: str, lines: pd.DataFrame) -> str:
    """Return the article with every line that was left out as blank space of the same length."""
    pieces, last = [], 0
    for start, end in zip(lines["start"], lines["end"], strict=True):
        pieces += ["\n" * (start - last), raw[start:end]]
        last = end
    return "".join(pieces)


def _names(text: str, known: list[Name]) -> list[Name]:
    """Return the known actors and all other names, in order."""
    unknown = list(text)
    for name in known:
        unknown[name.start : name.end] = "_" * (name.end - name.start)
    others = [Name(*match.span(), match[0], True) for match in NAME.finditer("".join(unknown))]
    return sorted(known + others)


Row = tuple[int, int, str | None, str]


class Speech:
    """The kept text of one article and the names in it."""

    def __init__(self, text: str, names: list[Name]) -> None:
        self.text, self.names, self.cues = text, names, cues()

    def blocks(self, lines: pd.DataFrame) -> Iterator[Row]:
        """Yield the block quotations that a line with their source follows."""
        rows = list(zip(lines["start"], lines["end"], lines["role"], strict=True))
        for (start, end, role), (source, stop, next_role) in zip(rows, rows[1:], strict=False):
            if role == "quote" and next_role == "quote_source":
                yield start, end, self._source(source, stop), "source line"

    def _source(self, start: int, end: int) -> str:
        line = self.text[start:end].lstrip(LEADS)
        known = next((name for name in self.names if end - len(line) == name.start), None)
        return known.speaker if known else re.split(r"[,(–—]| - ", line)[0].strip()

    def marked(self, blocks: list[Row]) -> Iterator[Row]:
        """Yield the quotations in marks."""
        before: tuple[int, str | None] = (0, None)
        for match in MARKED.finditer(self.text):
            start, end = match.span(match.lastindex or 0)
            if any(first < end and start < last for first, last, _, _ in blocks):
                continue
            speaker, rule = self._speaker(match, before)
            if rule in ("no speaker", "goes on") and len(self.text[start:end].split()) < FEWEST_WORDS:
                continue
            before = (match.end(), speaker)
            yield start, end, speaker, rule

    def _speaker(self, match: re.Match[str], before: tuple[int, str | None]) -> tuple[str | None, str]:
        """Return who says what is in marks: the verb after it, the phrase or verb before it, or the one before."""
        last, speaker = before
        first = max(self._sentence_start(match.start()), last)
        after = self.cues.inverted.match(self.text, match.end())
        if after and not re.match(r" qu[e'’]", self.text[after.end() :]):
            return self._after(after, speaker or self._person_before(match.start())), "verb after"
        opening = self.cues.marked_only.match(self.text, first) or self.cues.according.search(
            self.text, first, match.start()
        )
        if opening and opening.end() < match.start():
            return self._within(*opening.span("rest")), "according to"
        verbs = list(self.cues.verb.finditer(self.text, first, match.start()))
        if verbs and self._announces(verbs[-1].end(), match.start()):
            return self._subject(first, verbs[-1].start()), "verb before"
        said = self.cues.according.match(self.text, match.end() + 2)
        if said:
            return self._within(*said.span("rest")), "according to"
        if speaker and "\n" not in self.text[last : match.start()] and not self.text[first : match.start()].strip():
            return speaker, "goes on"
        return None, "no speaker"

    def _announces(self, verb: int, mark: int) -> bool:
        between = self.text[verb:mark]
        return len(between) <= NEAR or bool(re.search(r"(?:[:,]|\bqu(?:e|['’]))\s*$", between))

    def _after(self, verb: re.Match[str], last: str | None) -> str | None:
        if verb["pronoun"] or re.search(r"-(?:t-)?(?:il|elle)s?\b", verb[0]):
            return last
        stop = re.compile(r"[.;«“\"\n]|$").search(self.text, verb.end())
        return self._within(verb.end(), stop.start() if stop else len(self.text))

    def _within(self, start: int, end: int) -> str | None:
        """Return whom a phrase names: a person at its head or in apposition, else its first name, else its words."""
        head = self.text.find(",", start, end)
        head = end if head < 0 else head
        named = [name for name in self.names if start <= name.start < min(end, head + 3)]
        named = [name for name in named if not ADDRESSED.search(self.text[start : name.start])]
        people = [name for name in named if name.person]
        named = [name for name in named if name.start < head]
        if people or named:
            return (people or named)[0].speaker
        words = self.text[start:head].strip(" \u00a0,:")
        if self.cues.pronoun.fullmatch(words):
            return self._person_before(start)
        return words if 0 < len(words.split()) <= FEWEST_WORDS * 3 else None

    def _subject(self, start: int, verb: int) -> str | None:
        """Return the subject of a verb: the last person before it, the last name, or the words from `start`."""
        words = CONJUNCTION.sub("", self.text[start:verb].strip(" \u00a0,").rpartition(",")[2].strip())
        if self.cues.pronoun.search(words[-20:].rpartition(" ")[2]):
            return self._person_before(start)
        near = [name for name in self.names if start <= name.start and name.end <= verb]
        people = [name for name in near if name.person]
        if near:
            return (people or near)[-1].speaker
        return words if 0 < len(words.split()) <= FEWEST_WORDS * 2 else None

    def _person_before(self, place: int) -> str | None:
        people = [name.speaker for name in self.names if name.end <= place and name.person]
        return people[-1] if people else None

    def _sentence_start(self, place: int) -> int:
        ends = re.finditer(r"[.!?…][»”\"]?\s+(?=[A-ZÀ-Ý«“\"])|\n", self.text[: place + 1])
        return max((end.end() for end in ends), default=0)

    def reported(self, sentences: list[tuple[int, int]], quoted: list[Row]) -> Iterator[Row]:
        """Yield indirect speech: « selon Séoul, … », « Séoul a affirmé que … », where nothing is in marks."""
        for start, end in sentences:
            if any(first < end and start < last for first, last, _, _ in quoted):
                continue
            according = self.cues.according.search(self.text, start, end)
            verb = next(
                (v for v in self.cues.verb.finditer(self.text, start, end) if self._opens_clause(v.end())), None
            )
            if according:
                yield start, end, self._within(*according.span("rest")), "reported: according to"
            elif verb:
                yield verb.end() + 1, end, self._subject(start, verb.start()), "reported: verb"

    def _opens_clause(self, place: int) -> bool:
        return bool(re.match(r"(?: \w+)? qu(?:e\b|['’])", self.text[place : place + 20]))


def voices(quotations: pd.DataFrame) -> pd.DataFrame:
    """Return how much each speaker is quoted: speaker, quotations, words, articles, share (of all quoted words)."""
    words = quotations.assign(words=[len(text.split()) for text in quotations["text"]]).dropna(subset="speaker")
    columns = {"quotations": ("words", "size"), "words": ("words", "sum"), "articles": ("doc_id", "nunique")}
    table = words.groupby("speaker", as_index=False).agg(**columns)
    table["share"] = table["words"] / max(1, int(table["words"].sum()))
    return table.sort_values(["words", "speaker"], ascending=[False, True], ignore_index=True)
