"""Who speaks: quotations in marks, block quotations and reported speech, each with its speaker."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import TYPE_CHECKING

import pandas as pd

from nkru.actors.codebook import Codebook
from nkru.actors.codebook_files import read_codebook
from nkru.actors.mentions import find_mentions
from nkru.actors.speakers import Name, Speakers, cues
from nkru.corpus.articles import rows_by_article
from nkru.corpus.parts import part_by_part

if TYPE_CHECKING:
    from nkru.corpus.corpus import Corpus

COLUMNS = ["doc_id", "start", "end", "text", "speaker", "rule"]
FEWEST_WORDS = 4  # fewer words in marks, with no one to say them, are a title or a term
MARKED = re.compile(r"«\s*([^«»]+?)\s*»|“\s*([^“”]+?)\s*”|\"\s*([^\"\n]+?)\s*\"")
NEAR = 25  # characters from a verb to what it announces in marks, unless a colon, a comma or « que » ends them
ANNOUNCED = re.compile(r"(?:[:,]|\bqu(?:e|['’]))\s*$")
MARKS = re.compile(r"[«“\"\s]*(.*?)[»”\"\s]*", re.DOTALL)
LONGEST_SOURCE = 15  # words of a line that names a source without any mark of it
SOURCE_END = re.compile(r"[,(–—]| - ")
LEADS = " \u00a0\u202f–—-−•"

Row = tuple[int, int, str | None, str]


@part_by_part
def find_quotations(corpus: Corpus, codebook: Codebook | None = None) -> pd.DataFrame:
    """Find what is quoted or reported, and who says it.

    Returns:
        One row per quotation: doc_id, start, end (offsets into `corpus.raw`, without the marks),
        text, speaker (the name of the entry, or as the article has it, or missing) and rule:
        "source line", "verb after", "verb before", "according to", "goes on" for quotations in
        marks and blocks; "reported: verb", "reported: according to" for indirect speech; "no
        speaker". A few words in marks that nobody says are a term, and no quotation.
    """
    codebook = codebook or read_codebook()
    persons = {entry.name for entry in codebook.entries if entry.type == "person"}
    mentions = find_mentions(corpus, codebook)
    names = rows_by_article(mentions[mentions["kind"] != "demonym"], "start", "end", "entry")
    lines = rows_by_article(corpus.lines[corpus.lines["kept"]], "line_no", "start", "end", "role")
    sentences = rows_by_article(corpus.sentences, "start", "end")
    raws = dict(zip(corpus.articles["doc_id"], corpus.articles["raw"], strict=True))
    rows = []
    for doc_id in sorted(sentences):
        raw = raws[doc_id]
        known = [Name(start, end, who, who in persons) for start, end, who in names.get(doc_id, ())]
        speakers = Speakers(_kept_text(raw, lines[doc_id]), known)
        found = list(_blocks(speakers, lines[doc_id]))
        found += _marked(speakers, found)
        found += _reported(speakers, sentences[doc_id], found)
        rows += [
            (doc_id, start, end, raw[start:end], speaker, rule)
            for start, end, speaker, rule in sorted(found, key=itemgetter(0, 1))
        ]
    table = pd.DataFrame(rows, columns=COLUMNS)
    texts = dict.fromkeys(["doc_id", "speaker", "text", "rule"], "str")
    return table.astype({**texts, "start": "int32", "end": "int32"})


def _kept_text(raw: str, lines: Sequence[tuple[int, int, int, str]]) -> str:
    """Return the article with every line that was left out as blank space of the same length."""
    pieces, last = [], 0
    for _, start, end, _ in lines:
        pieces += ["\n" * (start - last), raw[start:end]]
        last = end
    return "".join(pieces)


def _blocks(speakers: Speakers, lines: Sequence[tuple[int, int, int, str]]) -> Iterator[Row]:
    """Yield the block quotations that a line with their source follows."""
    text, first = speakers.text, None
    for (number, start, end, role), (next_number, source, stop, next_role) in pairwise(lines):
        marked = bool(MARKED.fullmatch(text[start:end].strip()))
        if role != "quote" and not marked:
            continue
        first = start if first is None else first
        bare = (
            next_number == number + 1
            and len(text[source:stop].split()) <= LONGEST_SOURCE
            and text[stop - 1].isalnum()
        )
        if next_role == "quote_source" or marked and bare:
            line = text[source:stop].lstrip(LEADS)
            who = speakers.at(stop - len(line)) or SOURCE_END.split(line)[0].strip()
            left, right = MARKS.fullmatch(text[first:end]).span(1)  # type: ignore[union-attr]  # it matches anything
            yield first + left, first + right, who, "source line"
        if next_role != "quote":
            first = None


def _marked(speakers: Speakers, blocks: list[Row]) -> Iterator[Row]:
    """Yield the quotations in marks."""
    last, speaker = 0, None
    for match in MARKED.finditer(speakers.text):
        start, end = match.span(match.lastindex or 0)
        if _within_any(blocks, start, end):
            continue
        found, rule = _speaker(speakers, match, last, speaker)
        if (
            rule not in ("no speaker", "goes on")
            or len(speakers.text[start:end].split()) >= FEWEST_WORDS
        ):
            last, speaker = match.end(), found
            yield start, end, found, rule


def _within_any(rows: list[Row], start: int, end: int) -> bool:
    return any(first < end and start < last for first, last, _, _ in rows)


def _speaker(
    speakers: Speakers, match: re.Match[str], last: int, speaker: str | None
) -> tuple[str | None, str]:
    """Return who says what is in marks: by the verb after it, the phrase or verb before it, the quotation before it."""
    text, start, end = speakers.text, match.start(), match.end()
    first = max(speakers.sentence(start), last)
    after = cues().inverted.match(text, end)
    if after:
        return speakers.after(after, speaker or speakers.before(start)), "verb after"
    opening = cues().opening.match(text, first) or cues().according.search(text, first, start)
    if not (opening and opening.end() < start):
        opening = None if "\n" in text[end : end + 2] else cues().according.match(text, end + 2)
    if opening:
        return speakers.within(*opening.span("rest")), "according to"
    verbs = [verb.span() for verb in cues().verb.finditer(text, first, start)]
    if verbs and (start - verbs[-1][1] <= NEAR or ANNOUNCED.search(text[verbs[-1][1] : start])):
        return speakers.subject(first, verbs[-1][0]), "verb before"
    if speaker and "\n" not in text[last:start] and not text[first:start].strip():
        return speaker, "goes on"
    return None, "no speaker"


def _reported(
    speakers: Speakers, sentences: Sequence[tuple[int, int]], quoted: list[Row]
) -> Iterator[Row]:
    """Yield indirect speech: « selon Séoul, … », « Séoul a affirmé que … », where nothing is in marks."""
    text = speakers.text
    for start, end in sentences:
        if _within_any(quoted, start, end):
            continue
        according = cues().according.search(text, start, end)
        verb = None if according else speakers.verb_before_clause(start, end)
        if according:
            yield start, end, speakers.within(*according.span("rest")), "reported: according to"
        elif verb:
            yield verb[1] + 1, end, speakers.subject(start, verb[0]), "reported: verb"


def voices(quotations: pd.DataFrame) -> pd.DataFrame:
    """Return how much each speaker is quoted: speaker, quotations, words, articles, share (of all quoted words)."""
    words = quotations.assign(words=[len(text.split()) for text in quotations["text"]]).dropna(
        subset="speaker"
    )
    columns = {
        "quotations": ("words", "size"),
        "words": ("words", "sum"),
        "articles": ("doc_id", "nunique"),
    }
    table = words.groupby("speaker", as_index=False).agg(**columns)
    table["share"] = table["words"] / max(1, int(table["words"].sum()))
    return table.sort_values(["words", "speaker"], ascending=[False, True], ignore_index=True)
