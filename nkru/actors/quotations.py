"""Quotations in marks, block quotations and reported speech, each with its speaker."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import copy
from itertools import pairwise
from operator import itemgetter
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from nkru.actors.codebook import Codebook
from nkru.actors.mentions import find_mentions
from nkru.actors.spans import Spans
from nkru.actors.speakers import Name, Speakers, cues
from nkru.corpus.arguments import MENTION, expect_table
from nkru.corpus.articles import rows_by_article
from nkru.corpus.parallel import run
from nkru.corpus.parts import counted_parts, join
from nkru.tokens.norms import SPACES

if TYPE_CHECKING:
    from nkru.corpus.corpus import Corpus

COLUMNS = ["doc_id", "start", "end", "text", "speaker", "rule"]
FEWEST_WORDS = 4  # fewer words in marks, without a speaker, are a title or a term
# In each pair of marks one sign that is not white space; nothing is read twice (*+, ++).
MARKED = re.compile(r"«\s*+[^«»\s][^«»]*+»|“\s*+[^“”\s][^“”]*+”|\"\s*+[^\"\s][^\"\n]*+\s*+\"")
NEAR = 25  # characters from a verb to its quotation, unless a colon, a comma or « que » ends them
ANNOUNCED = re.compile(r"(?:[:,]|\bqu(?:e|['’]))\s*+$")
OPENERS, CLOSERS = ' «“"' + "".join(SPACES), ' »”"' + "".join(SPACES)
LONGEST_SOURCE = 15  # words of a line that names a source but is not marked as one
SOURCE_END = re.compile(r"[,(–—]| - ")
LEADS = " \u00a0\u202f–—-−•"

Row = tuple[int, int, str | None, str]


def find_quotations(
    corpus: Corpus, codebook: Codebook | None = None, mentions: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Find quotations and reported speech, and who says them.

    Args:
        corpus: the articles.
        codebook: the actors known beforehand; the shipped ones by default.
        mentions: the table that `find_mentions` returns, if it is at hand.

    Returns:
        One row per quotation: doc_id, start, end (offsets into `corpus.raw`, without the marks),
        text, speaker (the name of the entry, or as the article has it, or missing) and rule:
        "source line", "verb after", "verb before", "according to", "goes on" for quotations in
        marks and blocks; "reported: verb", "reported: according to" for indirect speech; "no
        speaker". A few words in marks without a speaker are a term, not a quotation.
    """
    parts = counted_parts(corpus)
    if mentions is None:
        mentions = find_mentions(corpus, codebook)
    expect_table("mentions", mentions, MENTION, "nkru.find_mentions")
    mentions = mentions[(mentions["kind"] != "demonym") & (mentions["sense"] == "actor")]
    rows = mentions.groupby("doc_id", observed=True).indices
    portions = []
    for part in parts:
        of_part = [rows[doc_id] for doc_id in part.documents["doc_id"] if doc_id in rows]
        portions.append((part, mentions.iloc[np.concatenate(of_part)] if of_part else mentions[:0]))
    return join(run(_quotations, portions))


def _quotations(portion: tuple[Corpus, pd.DataFrame]) -> pd.DataFrame:
    """Return the quotations in a part of a corpus, given its mentions."""
    corpus, mentions = copy(portion[0]), portion[1]
    names = rows_by_article(mentions, "start", "end", "entry", "type")
    lines = rows_by_article(corpus.lines[corpus.lines["kept"]], "line_no", "start", "end", "role")
    sentences = rows_by_article(corpus.sentences, "start", "end")
    raws = dict(zip(corpus.articles["doc_id"], corpus.articles["raw"], strict=True))
    rows = []
    for doc_id in sorted(sentences):
        raw = raws[doc_id]
        known = [
            Name(start, end, who, type == "person")
            for start, end, who, type in names.get(doc_id, ())
        ]
        speakers = Speakers(_kept_text(raw, lines[doc_id]), known)
        quotations = list(_blocks(speakers, lines[doc_id]))
        quotations += _marked(speakers, quotations)
        quotations += _reported(speakers, sentences[doc_id], quotations)
        rows += [
            (doc_id, start, end, raw[start:end], speaker, rule)
            for start, end, speaker, rule in sorted(quotations, key=itemgetter(0, 1))
        ]
    table = pd.DataFrame(rows, columns=COLUMNS)
    texts = dict.fromkeys(["doc_id", "speaker", "text", "rule"], "str")
    return table.astype({**texts, "start": "int32", "end": "int32"})


def _kept_text(raw: str, lines: Sequence[tuple[int, int, int, str]]) -> str:
    """Return the article with the lines that are left out replaced by as many line ends."""
    pieces, last = [], 0
    for _, start, end, _ in lines:
        pieces += ["\n" * (start - last), raw[start:end]]
        last = end
    return "".join(pieces)


def _blocks(speakers: Speakers, lines: Sequence[tuple[int, int, int, str]]) -> Iterator[Row]:
    """Yield the block quotations followed by a line with their source."""
    text, first = speakers.text, None
    for (line_no, start, end, role), (next_line_no, source, stop, next_role) in pairwise(lines):
        marked = bool(MARKED.fullmatch(text[start:end].strip()))
        if role != "quote" and not marked:
            continue
        first = start if first is None else first
        bare = (
            next_line_no == line_no + 1
            and len(text[source:stop].split()) <= LONGEST_SOURCE
            and text[stop - 1].isalnum()
        )
        if next_role == "quote_source" or marked and bare:
            line = text[source:stop].lstrip(LEADS)
            who = speakers.at(stop - len(line)) or SOURCE_END.split(line)[0].strip()
            yield *_without_marks(text, first, end), who, "source line"
        if next_role != "quote":
            first = None


def _without_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span of a quotation without its marks and the white space around it."""
    inner = text[start:end].rstrip(CLOSERS)
    bare = inner.lstrip(OPENERS)
    start += len(inner) - len(bare)
    return start, start + len(bare)


def _marked(speakers: Speakers, blocks: list[Row]) -> Iterator[Row]:
    """Yield the quotations in marks."""
    last, speaker, blocked = 0, None, Spans(row[:2] for row in blocks)
    for match in MARKED.finditer(speakers.text):
        start, end = _without_space(speakers.text, match.start() + 1, match.end() - 1)
        if blocked.touch(start, end):
            continue
        announced = _announced(speakers, match, last, speaker)
        if announced:
            speaker, rule = announced
        elif len(speakers.text[start:end].split()) < FEWEST_WORDS:
            continue
        elif speaker and _goes_on(speakers, last, match.start()):
            rule = "goes on"
        else:
            speaker, rule = None, "no speaker"
        last = match.end()
        yield start, end, speaker, rule


def _without_space(text: str, start: int, end: int) -> tuple[int, int]:
    inner = text[start:end].lstrip()
    return end - len(inner), end - len(inner) + len(inner.rstrip())


def _goes_on(speakers: Speakers, last: int, start: int) -> bool:
    """Say whether a quotation at `start` only follows the one that ends at `last`."""
    text, first = speakers.text, max(speakers.sentence(start), last)
    return "\n" not in text[last:start] and not text[first:start].strip()


def _announced(
    speakers: Speakers, match: re.Match[str], last: int, speaker: str | None
) -> tuple[str | None, str] | None:
    """Return the speaker named by a verb after the quotation, or by a phrase or verb before it."""
    text, start, end = speakers.text, match.start(), match.end()
    first = max(speakers.sentence(start), last)
    after = cues().inverted.match(text, end)
    if after:
        return speakers.after(after, speaker or speakers.before(start)), "verb after"
    opening = cues().opening.match(text, first) or speakers.source_before(first, start)
    if not (opening and opening.end() < start):
        opening = None if "\n" in text[end : end + 2] else cues().according.match(text, end + 2)
    if opening:
        return speakers.within(*opening.span("rest")), "according to"
    verb = speakers.last_verb(first, start)
    if verb and (start - verb[1] <= NEAR or ANNOUNCED.search(text, verb[1], start)):
        return speakers.subject(first, verb[0]), "verb before"
    return None


def _reported(
    speakers: Speakers, sentences: Sequence[tuple[int, int]], quoted: list[Row]
) -> Iterator[Row]:
    """Yield indirect speech: « selon Séoul, … », « Séoul a affirmé que … »."""
    text, marked = speakers.text, Spans(row[:2] for row in quoted)
    for start, end in sentences:
        if marked.touch(start, end):
            continue
        according = cues().according.search(text, start, end)
        verb = None if according else speakers.verb_before_clause(start, end)
        if according:
            yield start, end, speakers.within(*according.span("rest")), "reported: according to"
        elif verb:
            yield verb[1] + 1, end, speakers.subject(start, verb[0]), "reported: verb"


def voices(quotations: pd.DataFrame) -> pd.DataFrame:
    """Return how much each speaker is quoted.

    Returns:
        One row per speaker, by falling words: speaker, quotations, words, articles, share (of all
        words quoted with a speaker, 0 to 1).
    """
    sizes = quotations.assign(words=[len(text.split()) for text in quotations["text"]])
    table = (
        sizes.dropna(subset="speaker")
        .groupby("speaker", as_index=False)
        .agg(quotations=("words", "size"), words=("words", "sum"), articles=("doc_id", "nunique"))
    )
    table["share"] = table["words"] / max(1, int(table["words"].sum()))
    return table.sort_values(["words", "speaker"], ascending=[False, True], ignore_index=True)
