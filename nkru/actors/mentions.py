"""Mentions of the entries of a codebook, with their offsets, their kind and the rule applied."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, groupby, pairwise, product
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from nkru.actors.codebook import Codebook
from nkru.actors.codebook_files import read_codebook
from nkru.actors.identity import Resolver
from nkru.actors.matching import Matcher, Mention, Sense
from nkru.corpus.parts import part_by_part
from nkru.tokens.folding import BREAK, Folded, fold_with_offsets, folded_words

if TYPE_CHECKING:
    from nkru.corpus.corpus import Corpus

Days = tuple[str, str]
COLUMNS = ["doc_id", "sent_no", "start", "end", "text", "entry", "type", "kind", "rule"]
BLOCK = 2**20  # characters of text folded at once; an article is never cut
GAP = f" {BREAK} "


@part_by_part
def find_mentions(corpus: Corpus, codebook: Codebook | None = None) -> pd.DataFrame:
    """Find the mentions of the entries of a codebook: the shipped actors by default, or themes.

    Returns:
        One row per mention: doc_id, sent_no, start, end (offsets into `corpus.raw`), text, entry,
        type, kind (name, metonym, demonym, descriptor, or theme), rule. The longest form counts;
        a description also keeps the demonym inside it. A description has no row if neither the
        article's date nor its text decides who holds the office.
    """
    codebook = codebook or read_codebook()
    dated = corpus.documents.dropna(subset=["date_from", "date_to"])
    columns = (dated[name].tolist() for name in ("doc_id", "date_from", "date_to"))
    days = {doc_id: (first, last) for doc_id, first, last in zip(*columns, strict=True)}
    lemmas = any(entry.lemmas for entry in codebook.entries)
    vocabulary = _vocabulary(corpus.tokens, codebook) if lemmas else {}
    return mentions_in(corpus.sentences, codebook, days, vocabulary)


def mentions_in(
    sentences: pd.DataFrame,
    codebook: Codebook,
    days: Mapping[str, Days],
    vocabulary: Mapping[str, Sequence[str]],
) -> pd.DataFrame:
    """Find mentions in a table of sentences; `find_mentions` calls it for each part of a corpus.

    Args:
        sentences: doc_id, sent_no, start, text, sorted by doc_id and start.
        codebook: the entries.
        days: the first and last day on which an article may have been written, by doc_id.
        vocabulary: the norms of each lemma and of each word, for codebooks with lemmas.
    """
    if vocabulary:
        matcher = Matcher([*codebook.senses(), *_inflected(codebook, vocabulary)])
    else:
        matcher = codebook.matcher
    doc_ids, starts, texts = (sentences[name].tolist() for name in ("doc_id", "start", "text"))
    # All sentences are treated as one text: these are their offsets in it.
    offsets = [0, *accumulate(len(text) + len(GAP) for text in texts)]
    rows = [
        _row(mention, folded, origin, codebook)
        for origin, folded, ends in _blocks(doc_ids, texts, offsets, days)
        for mention in _find(folded, matcher, codebook, ends)
    ]
    table = pd.DataFrame(rows, columns=["start", "end", *COLUMNS[4:]])
    sentence = np.searchsorted(offsets, table["start"].to_numpy(dtype=np.int64), side="right") - 1
    shift = np.array([*starts, 0])[sentence] - np.array(offsets)[sentence]
    table = table.assign(start=table["start"] + shift, end=table["end"] + shift)
    where = sentences[["doc_id", "sent_no"]].iloc[sentence].reset_index(drop=True)
    integers = dict.fromkeys(["sent_no", "start", "end"], "int32")
    return where.join(table).astype(dict.fromkeys(COLUMNS, "str") | integers)


def _row(
    mention: Mention, folded: Folded, origin: int, codebook: Codebook
) -> tuple[int, int, str, str, str, str, str]:
    start, end, index, kind, rule = mention
    entry, text = codebook.entries[index], folded.raw[start:end]
    return origin + start, origin + end, text, entry.name, entry.type, kind, rule


def _blocks(
    doc_ids: Sequence[str],
    texts: Sequence[str],
    offsets: Sequence[int],
    days: Mapping[str, Days],
) -> Iterator[tuple[int, Folded, list[tuple[int, Days | None]]]]:
    """Yield several articles folded as one text: its offset, the text, ends and days."""
    firsts = [row for row, doc_id in enumerate(doc_ids) if not row or doc_id != doc_ids[row - 1]]
    articles = pairwise([*firsts, len(texts)])
    for _, group in groupby(articles, key=lambda article: offsets[article[0]] // BLOCK):
        block = list(group)
        first, last = block[0][0], block[-1][1]
        ends = [(offsets[end] - offsets[first], days.get(doc_ids[row])) for row, end in block]
        yield offsets[first], fold_with_offsets(GAP.join(texts[first:last])), ends


def _find(
    folded: Folded,
    matcher: Matcher,
    codebook: Codebook,
    articles: Iterable[tuple[int, Days | None]],
) -> Iterator[Mention]:
    """Yield the mentions in articles folded as one text; of each article its end and its days."""
    hits = matcher.hits(folded)
    if codebook.kind == "themes":
        for hit in hits:
            for sense in hit.reading.senses[:1]:
                rule = sense.field.rstrip("s")
                yield Mention(hit.start, hit.end, sense.entry, sense.kind, rule)
        return
    starts, first = [hit.start for hit in hits], 0
    for end, days in articles:
        last = bisect_left(starts, end, lo=first)
        yield from Resolver(folded, hits[first:last], codebook, days).mentions(end)
        first = last


def _vocabulary(tokens: pd.DataFrame, codebook: Codebook) -> dict[str, list[str]]:
    """Return the folded norms, in a corpus, of each word in the lemmas of a codebook."""
    wanted = {
        word for sense in codebook.senses("lemmas") for word in folded_words(sense.form).split()
    }
    norms: dict[str, set[str]] = {}
    pairs = tokens[["norm", "lemma"]].drop_duplicates()
    for norm, lemma in zip(pairs["norm"].tolist(), pairs["lemma"].tolist(), strict=True):
        folded = folded_words(norm)
        for word in wanted.intersection((folded, folded_words(lemma))):
            norms.setdefault(word, set()).add(folded)
    return {word: sorted(forms) for word, forms in norms.items()}


def _inflected(codebook: Codebook, vocabulary: Mapping[str, Sequence[str]]) -> Iterator[Sense]:
    """Yield the lemmas of a codebook in every form that the vocabulary has."""
    for sense in codebook.senses("lemmas"):
        norms = [vocabulary.get(word, ()) for word in folded_words(sense.form).split()]
        yield from (sense._replace(form=" ".join(words)) for words in product(*norms))
