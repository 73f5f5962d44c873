"""Quotations in marks, block quotations and reported speech, each with its speaker."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from operator import attrgetter
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from nkru.actors.codebook import Codebook
from nkru.actors.codebook_files import shipped_unless
from nkru.actors.known.spans import Coverage, Spans
from nkru.actors.mentions import gendered_mentions
from nkru.actors.speech.attributions import Attributor
from nkru.actors.speech.blocks import blocks
from nkru.actors.speech.contexts import Contexts
from nkru.actors.speech.interviews import answers
from nkru.actors.speech.marks import Marked, marked_spans
from nkru.actors.speech.people import People, with_genders
from nkru.actors.speech.phrases import Parser
from nkru.actors.speech.pronouns import Pronouns
from nkru.actors.speech.repeats import Quotation, with_only_speaker, with_repeated
from nkru.actors.speech.reported import reported
from nkru.actors.speech.sayings import sayings
from nkru.actors.speech.speakers import Speakers
from nkru.actors.speech.tagged_texts import TaggedText, tagged_texts
from nkru.actors.speech.works import is_title, is_work
from nkru.corpus.arguments import MENTION, expect_table
from nkru.corpus.articles import rows_by_article
from nkru.corpus.parallel import gc_paused, run
from nkru.corpus.parts import counted_parts, join

if TYPE_CHECKING:
    from nkru.corpus.corpus import Corpus

COLUMNS = [
    *("doc_id", "start", "end", "text", "kind", "speaker", "speaker_type", "verb", "force"),
    *("certainty", "rule", "voice"),
]
FEWEST_WORDS = 4  # fewer words in marks are a fragment, or not speech
MOST, MOST_OF_ARTICLE = 100, 20_000  # spans in marks in a sentence, an article, that get a speaker
MANY = 50  # spans in marks before a sentence that may reach into it
LEAST = 0.4  # certainty below which no speaker is given
VOICES = {"reported": "reported", "not_speech": "author"}


def find_quotations(
    corpus: Corpus, codebook: Codebook | None = None, mentions: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Find quotations and reported speech, and who says them.

    Args:
        corpus: the articles.
        codebook: the actors known beforehand; the shipped ones by default.
        mentions: the table that `nkru.find_mentions` returns, if it is at hand.

    Returns:
        One row per quotation, in the order of the articles:

        - doc_id, start, end (offsets into `corpus.raw`, without the marks), text;
        - kind: quotation (in marks, or the answer of an interview), block (set apart, or a post),
          reported (without marks), fragment (one to three words, or marks inside marks: out of
          the counts), not_speech (a title, a name, a term in marks);
        - speaker: the actor's name, or else the description in the article; missing if two readings
          are near or no rule applies;
        - speaker_type: named (a person), institution, described, anonymous; missing with it;
        - verb (its infinitive, or « selon »), force (of the verb: neutral, claim, accuse, deny,
          wish), missing without one;
        - certainty: of the speaker, 0 to 1, 0 without one: the product of the weights of its rules,
          which ranks speakers by how sure they are and is not a probability;
        - rule: how the speaker was found, such as "verb after" or "reported: according to"; with
          ", pronoun" if one was resolved, "; not closed" if the paragraph's end closes the marks,
          and "no speaker" if no rule applies, or beyond 100 spans in marks in a sentence and 20,000
          in an article;
        - voice: quoted, reported, or author (of words that are not speech).

    *Note*: on press articles of many subjects, labelled once and unchecked, 92 % of the speakers
    given to words in marks are right (87 % on the articles that no rule was written from), and a
    quarter of these words has no speaker (two fifths on those articles).

    >>> import nkru
    >>> quotations = nkru.find_quotations(nkru.example_corpus())
    >>> quotations[quotations["speaker"] == "Inès Marchal"]["verb"].iloc[0]
    'affirmer'
    """
    parts, codebook = counted_parts(corpus), shipped_unless(codebook)
    if mentions is None:
        mentions = gendered_mentions(corpus, codebook)
    expect_table("mentions", mentions, MENTION, "nkru.find_mentions")
    mentions = with_genders(mentions, codebook)
    rows = mentions.groupby("doc_id", observed=True).indices
    portions = []
    for part in parts:
        of_part = [rows[doc_id] for doc_id in part.documents["doc_id"] if doc_id in rows]
        portions.append((part, mentions.iloc[np.concatenate(of_part)] if of_part else mentions[:0]))
    if parts == [corpus]:  # its tokens and tags stay with it, for tone
        with gc_paused():
            return _of_part(*portions[0])
    return join(run(_of_portion, portions))


def _of_portion(portion: tuple[Corpus, pd.DataFrame]) -> pd.DataFrame:
    """Return the quotations in a part; the tables that it loads are freed with the copy."""
    return _of_part(copy(portion[0]), portion[1])


def _of_part(corpus: Corpus, mentions: pd.DataFrame) -> pd.DataFrame:
    """Return the quotations in a part of a corpus, given its mentions."""
    names = rows_by_article(mentions, "start", "end", "entry", "type", "kind", "gender")
    rows = [
        _row(text, quotation)
        for text in tagged_texts(corpus)
        for quotation in _quotations(text, names.get(text.doc_id, ()))
    ]
    table = pd.DataFrame(rows, columns=COLUMNS)
    types = dict.fromkeys(COLUMNS, "str") | {"start": "int32", "end": "int32"}
    return table.astype(types | {"certainty": "float64"})


def _row(text: TaggedText, quotation: Quotation) -> tuple[object, ...]:
    start, end, kind, found, note = quotation
    sure = found is not None and found.speaker is not None and found.certainty >= LEAST
    speaker = found.speaker if found and sure else None
    rule = (found.rule if found else "no speaker") + note
    verb = found.verb if found else ""
    force = sayings().force.get(verb.split(" ")[-1], "neutral") if verb else None
    return (
        *(text.doc_id, start, end, text.text[start:end], kind),
        *((speaker.name, speaker.type) if speaker else (None, None)),
        *(verb or None, force, round(found.certainty, 2) if found and speaker else 0.0, rule),
        VOICES.get(kind, "quoted"),
    )


def _quotations(
    text: TaggedText,
    mentions: Sequence[tuple[int, int, str, str, str, str]],
) -> list[Quotation]:
    """Return the quotations of one article, in their order."""
    marked = marked_spans(text.text, [(start, end) for start, end, _ in text.paragraphs])
    spans = [span for span in marked if not span.is_nested]
    tokens = {span: (text.token_at(span.first), text.token_at(span.last - 1)) for span in spans}
    genders = {entry: gender for _, _, entry, _, _, gender in mentions if gender}
    people = People(text, [mention[:5] for mention in mentions], genders)
    parser = Parser(text, dict(tokens.values()), people.spans)
    speakers = Speakers(text, people)
    attributor = Attributor(parser, speakers, Pronouns(text, parser, speakers))
    said = answers(attributor)
    found = [Quotation(*block) for block in said or blocks(attributor, spans)]
    taken = Spans((quotation.start, quotation.end) for quotation in found)
    open_spans = {
        span: pair for span, pair in tokens.items() if not taken.touch(span.start, span.end)
    }
    found += _by_sentence(attributor, open_spans, Coverage(q[:2] for q in found))
    found += _nested(attributor, [span for span in marked if span.is_nested])
    repeated = list(with_repeated(text, found))
    only = with_only_speaker(
        text, repeated, lambda quotation: _persons_beside(text, people, quotation)
    )
    return sorted(only, key=attrgetter("start", "end"))


def _persons_beside(text: TaggedText, people: People, quotation: Quotation) -> set[str]:
    """Return the persons named in the sentence of a quotation, outside it."""
    first, last = text.token_at(quotation.start), text.token_at(quotation.end - 1)
    begin, end = text.bounds(text.sentence_of(first))
    beside = [*people.within(begin, first), *people.within(last + 1, end)]
    return {name.who for name in beside if name.type == "person" and name.kind == "name"}


def _by_sentence(
    attributor: Attributor, spans: Mapping[Marked, tuple[int, int]], blocked: Coverage
) -> Iterator[Quotation]:
    """Yield the quotations of each sentence, in marks and then without: later ones depend on it."""
    text, contexts, waiting = attributor.text, Contexts(attributor), list(spans.items())[::-1]
    marked: list[Quotation] = []
    for number, (start, end) in enumerate(text.sentences):
        here = len(marked)
        while waiting and waiting[-1][0].first < end:
            span, tokens = waiting.pop()
            readable = len(marked) - here < MOST and here < MOST_OF_ARTICLE
            marked.append(_in_marks(attributor, contexts, span, tokens, readable))
            yield marked[-1]
        if text.reporting[number] and not blocked.covered(start, end):
            yield from _without_marks(attributor, number, marked[-MANY:])


def _in_marks(
    attributor: Attributor,
    contexts: Contexts,
    span: Marked,
    tokens: tuple[int, int],
    readable: bool,
) -> Quotation:
    """Return a span in marks with its kind and, if its sentence is `readable`, its speaker."""
    text, (first, last) = attributor.text, tokens
    words = sum(norm[:1].isalnum() for norm in text.norms[first : last + 1])
    named_work = not readable or is_work(text, first)
    found = None if named_work else attributor.attribute(first, last)
    kind = "quotation" if words >= FEWEST_WORDS else "fragment"
    if found is None:
        if named_work or is_title(text, span, first):
            kind = "not_speech"
        elif words >= FEWEST_WORDS or contexts.is_sentence(span):
            found = contexts.attribute(span, first, last)
        if words < FEWEST_WORDS and not (found and found.speaker):
            kind, found = "not_speech", None
    speaker = found.speaker if found else None
    if kind != "not_speech":
        contexts.add(span, speaker)
        if speaker:
            attributor.pronouns.add(first, speaker)
    return Quotation(span.start, span.end, kind, found, "" if span.closed else "; not closed")


def _nested(attributor: Attributor, spans: Sequence[Marked]) -> Iterator[Quotation]:
    """Yield the spans in marks inside others, as fragments: their words are counted once."""
    text = attributor.text
    for span in spans:
        first = text.token_at(span.first)
        yield Quotation(span.start, span.end, "fragment", attributor.inside(first), "; nested")


def _without_marks(
    attributor: Attributor, number: int, marked: Sequence[Quotation]
) -> Iterator[Quotation]:
    """Yield the reported speech of a sentence if most of it is not in marks."""
    text = attributor.text
    taken = Coverage((q.start, q.end) for q in marked if q.kind == "quotation")
    bounds = attributor.parser.begin(number), text.bounds(number)[1]
    for first, last, found in reported(attributor, bounds):
        start, end = text.starts[first], text.ends[last - 1]
        if 2 * taken.covered(start, end) < end - start:
            if found.speaker:
                attributor.pronouns.add(first, found.speaker)
            yield Quotation(start, end, "reported", found)
