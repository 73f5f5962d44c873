"""Mentions of the entries of a codebook: where each stands, what kind of name it is, and the rule that caught it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, groupby, pairwise, product
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from nkru.actors.codebook import Codebook
from nkru.actors.codebook_files import read_codebook
from nkru.actors.identity import Article
from nkru.actors.matching import Found, Matcher, Sense
from nkru.corpus.parts import part_by_part
from nkru.tokens.norms import BREAK, Folded, fold_with_offsets, folded_words

if TYPE_CHECKING:
    from nkru.corpus.corpus import Corpus

COLUMNS = ["doc_id", "sent_no", "start", "end", "text", "entry", "type", "kind", "rule"]
BLOCK = 2**20  # characters of text folded at once; an article is never cut
GAP = f" {BREAK} "


@part_by_part
def find_mentions(corpus: Corpus, codebook: Codebook | None = None) -> pd.DataFrame:
    """Find what names the entries of a codebook: the shipped actors by default, or themes.

    Returns:
        One row per mention: doc_id, sent_no, start, end (offsets into `corpus.raw`), text, entry,
        type, kind (name, metonym, demonym, descriptor, or theme), rule. The longest form counts,
        and a description keeps the demonym in it. A description whose holder neither the date nor
        the article decides has no row.
    """
    codebook = codebook or read_codebook()
    documents = corpus.documents
    days = {
        doc_id: (first, last)
        for doc_id, first, last in zip(
            documents["doc_id"], documents["date_from"], documents["date_to"], strict=True
        )
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
    matcher = (
        codebook.matcher
        if not vocabulary
        else Matcher([*codebook.senses(), *_inflected(codebook, vocabulary)])
    )
    doc_ids, starts, texts = (sentences[name].tolist() for name in ("doc_id", "start", "text"))
    places = [
        0,
        *accumulate(len(text) + len(GAP) for text in texts),
    ]  # of the sentences in all texts as one
    firsts = [row for row, doc_id in enumerate(doc_ids) if not row or doc_id != doc_ids[row - 1]]
    rows: list[tuple[int, int, str, str, str, str, str]] = []
    for _, group in groupby(
        pairwise([*firsts, len(texts)]), key=lambda article: places[article[0]] // BLOCK
    ):
        articles = list(group)
        first, last = articles[0][0], articles[-1][1]
        folded, origin = fold_with_offsets(GAP.join(texts[first:last])), places[first]
        ends = [(places[end] - origin, days.get(doc_ids[row])) for row, end in articles]
        for start, end, number, kind, rule in _found(folded, matcher, codebook, ends):
            entry = codebook.entries[number]
            rows.append(
                (
                    start + origin,
                    end + origin,
                    folded.raw[start:end],
                    entry.name,
                    entry.type,
                    kind,
                    rule,
                )
            )
    table = pd.DataFrame(rows, columns=["start", "end", *COLUMNS[4:]])
    sentence = np.searchsorted(places, table["start"].to_numpy(dtype=np.int64), side="right") - 1
    shift = np.array([*starts, 0])[sentence] - np.array(places)[sentence]
    where = sentences[["doc_id", "sent_no"]].iloc[sentence].reset_index(drop=True)
    table = where.join(table.assign(start=table["start"] + shift, end=table["end"] + shift))
    return table.astype(
        {name: "int32" if name in ("sent_no", "start", "end") else "str" for name in COLUMNS}
    )


def _found(
    folded: Folded,
    matcher: Matcher,
    codebook: Codebook,
    articles: Iterable[tuple[int, tuple[str, str] | None]],
) -> Iterator[Found]:
    """Yield the mentions in articles folded as one text, given where each ends and its days."""
    hits = matcher.hits(folded)
    if codebook.kind == "theme":
        senses = ((hit, hit.reading.senses[0]) for hit in hits if hit.reading.senses)
        yield from (
            Found(hit.start, hit.end, one.entry, one.kind, one.field.rstrip("s"))
            for hit, one in senses
        )
        return
    starts, first = [hit.start for hit in hits], 0
    for end, days in articles:
        last = bisect_left(starts, end, lo=first)
        yield from Article(folded, hits[first:last], codebook, days).mentions(end)
        first = last


def _vocabulary(tokens: pd.DataFrame, codebook: Codebook) -> dict[str, list[str]]:
    """Return the folded norms, in a corpus, of each word in the lemmas of a codebook."""
    wanted = {
        word for sense in codebook.senses("lemmas") for word in folded_words(sense.form).split()
    }
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
