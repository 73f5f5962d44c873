"""Segments know their article, their sentences and their place in the text."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import nkru
from nkru.errors import ParameterError

ARTICLE = """Un pont sur le fleuve Tumen

Le chantier a commencé au printemps. Deux ministres ont posé la première pierre ; \
ils n'ont pas parlé aux journalistes.

Le pont doit relier les deux rives avant la fin de l'année prochaine. Aucun chiffre n'a été donné.
"""


def test_segments_cover_every_kept_word_once(seeds: nkru.Corpus) -> None:
    segments = seeds.segments()
    assert len(segments) > 100
    words = [word for text in segments["text"] for word in text.split()]
    assert words == [word for text in seeds.sentences["text"] for word in text.split()]


def test_segments_are_slices_between_their_offsets(seeds: nkru.Corpus) -> None:
    for segment in seeds.segments().itertuples():
        words = segment.text.split()
        stretch = seeds.raw(segment.doc_id)[segment.start : segment.end].split()
        assert (stretch[0], stretch[-1]) == (words[0], words[-1])


def test_segments_name_their_first_and_last_sentence(corpus_of: Callable[..., nkru.Corpus]) -> None:
    corpus = corpus_of(ARTICLE)
    segments = corpus.segments(10)
    assert len(segments) > 2
    starts = corpus.sentences.set_index("sent_no")["start"]
    ends = corpus.sentences.set_index("sent_no")["end"]
    for segment in segments.itertuples():
        assert starts[segment.sent_first] <= segment.start < ends[segment.sent_first]
        assert starts[segment.sent_last] < segment.end <= ends[segment.sent_last]


def test_no_segment_crosses_articles(corpus_of: Callable[..., nkru.Corpus]) -> None:
    segments = corpus_of({"a.txt": ARTICLE, "b.txt": ARTICLE}).segments(1000)
    assert segments["doc_id"].tolist() == ["a.txt", "b.txt"]
    assert segments["segment_no"].tolist() == [1, 1]


def test_segments_are_those_of_the_published_rule(corpus_of: Callable[..., nkru.Corpus]) -> None:
    corpus = corpus_of(ARTICLE)
    joined = " ".join(corpus.sentences["text"])
    assert corpus.segments(12)["text"].tolist() == nkru.split_segments(joined, 12)


def test_a_segment_has_at_least_one_word(corpus_of: Callable[..., nkru.Corpus]) -> None:
    with pytest.raises(ParameterError, match="size = 0"):
        corpus_of(ARTICLE).segments(0)
