"""Mentions of the entries of a codebook: where each stands, what kind of name it is, and the rule that caught it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, groupby, product
from typing import TYPE_CHECKING

import pandas as pd

from nkru.analysis.actors.entries import Codebook
from nkru.analysis.actors.matching import BREAK, Found, Hit, Matcher, Sense, fold, folded_words
from nkru.analysis.actors.resolution import Article
from nkru.analysis.codebook import read_codebook
from nkru.corpus.scheduling import part_by_part

if TYPE_CHECKING:
    from nkru.corpus.corpus import Corpus

COLUMNS = ["doc_id", "sent_no", "start", "end", "text", "entry", "type", "kind", "rule"]
BLOCK = 2**20  # characters of text folded at once; an article is never cut
GAP = f" {BREAK} "


@part_by_part
def find_mentions(corpus: Corpus, codebook: Codebook | None = None) -> pd.DataFrame:
    """Find what names the entries of a codebook: the shipped actors by default, or themes.

    Returns:
        One row per mention: doc_id, sent_no, start, end (offsets into `corpus.raw`), text, entry, type, kind (name,
        metonym, demonym, descriptor, or theme), rule. The longest form counts, and a description keeps the demonym
        in it. A description whose holder neither the date nor the article decides has no row.
    """
    codebook = codebook or read_codebook()
    documents = corpus.documents
    days = {
        doc_id: (first, last)
        for doc_id, first, last in zip(documents["doc_id"], documents["date_from"], documents["date_to"], strict=True)
        if isinstance(first, str) and isinstance(last, str)
    }
    lemmas = any(entry.lemmas for entry in codebook.entries)
    vocabulary = _vocabulary(corpus.tokens, codebook) if lemmas else {}
    return mentions_in(corpus.sentences, codebook, days, vocabulary)


def mentions_in(
    sentences: pd.DataFrame,
    codebook: Codebook,
    days: Mapping[str, tuple[str, str]],
    vocabulary: Mapping[str, Sequence[str]],
) -> pd.DataFrame:
    """Find mentions in a table of sentences; what `find_mentions` does to each part of a corpus.

    Args:
        sentences: doc_id, sent_no, start, text, sorted by doc_id and start.
        codebook: the entries.
        days: the first and last day on which an article may have been written, by doc_id.
        vocabulary: the norms of each lemma and of each word, for codebooks with lemmas.
    """
    matcher = codebook.matcher if not vocabulary else Matcher([*codebook.senses(), *_inflected(codebook, vocabulary)])
    rows = []
    doc_ids, numbers, starts, texts = (sentences[name].tolist() for name in ("doc_id", "sent_no", "start", "text"))
    for first, last in _blocks(doc_ids, texts):
        block = Block(texts[first:last], doc_ids[first:last])
        for sentence, found in block.mentions(matcher, codebook, days):
            at = first + sentence
            shift = starts[at] - block.starts[sentence]
            entry = codebook.entries[found.entry]
            text = block.folded.raw[found.start : found.end]
            where = (doc_ids[at], numbers[at], found.start + shift, found.end + shift)
            rows.append((*where, text, entry.name, entry.type, found.kind, found.rule))
    table = pd.DataFrame(rows, columns=COLUMNS)
    return table.astype({name: "int32" if name in ("sent_no", "start", "end") else "str" for name in COLUMNS})


def _blocks(doc_ids: Sequence[str], texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the bounds of runs of whole articles, each of about BLOCK characters."""
    first = size = 0
    for here, text in enumerate(texts):
        if size > BLOCK and doc_ids[here] != doc_ids[here - 1]:
            yield first, here
            first, size = here, 0
        size += len(text)
    yield first, len(texts)


class Block:
    """Sentences of whole articles, folded as one text."""

    def __init__(self, texts: Sequence[str], doc_ids: Sequence[str]) -> None:
        self.doc_ids = doc_ids
        self.starts = [0, *accumulate(len(text) + len(GAP) for text in texts)]
        self.folded = fold(GAP.join(texts))

    def mentions(
        self, matcher: Matcher, codebook: Codebook, days: Mapping[str, tuple[str, str]]
    ) -> Iterator[tuple[int, Found]]:
        """Yield each mention with the number of its sentence in the block."""
        hits = list(matcher.hits(self.folded))
        if codebook.kind == "theme":
            yield from ((self._sentence(found), found) for found in map(_theme, hits) if found)
            return
        first = 0
        for doc_id, sentences in groupby(range(len(self.doc_ids)), self.doc_ids.__getitem__):
            rows = list(sentences)
            start, end = self.starts[rows[0]], self.starts[rows[-1] + 1]
            last = bisect_left(hits, end, lo=first, key=lambda hit: hit.start)
            article = Article(self.folded, hits[first:last], codebook, days.get(doc_id))
            yield from ((self._sentence(found), found) for found in article.mentions(start, end))
            first = last

    def _sentence(self, found: Found) -> int:
        return bisect_right(self.starts, found.start) - 1


def _theme(hit: Hit) -> Found | None:
    sense = next((sense for sense in hit.senses if sense.kind), None)
    return Found(hit.start, hit.end, sense.entry, sense.kind, sense.field.rstrip("s")) if sense else None


def _vocabulary(tokens: pd.DataFrame, codebook: Codebook) -> dict[str, list[str]]:
    """Return the folded norms, in a corpus, of each word in the lemmas of a codebook."""
    wanted = {word for sense in codebook.senses("lemmas") for word in folded_words(sense.form).split()}
    words: dict[str, set[str]] = {}
    pairs = tokens[["norm", "lemma"]].drop_duplicates()
    for norm, lemma in zip(pairs["norm"].tolist(), pairs["lemma"].tolist(), strict=True):
        form = folded_words(norm)
        for word in wanted.intersection((form, folded_words(lemma))):
            words.setdefault(word, set()).add(form)
    return {word: sorted(forms) for word, forms in words.items()}


def _inflected(codebook: Codebook, vocabulary: Mapping[str, Sequence[str]]) -> Iterator[Sense]:
    """Yield the lemmas of a codebook in every form that the vocabulary has."""
    for sense in codebook.senses("lemmas"):
        words = [vocabulary.get(word, ()) for word in folded_words(sense.form).split()]
        yield from (sense._replace(form=" ".join(forms)) for forms in product(*words))
