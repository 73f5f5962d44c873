"""Counts are exact, know their articles, and add up."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nkru
from nkru.errors import ParameterError
from nkru.measures.counts import Counts

ARTICLES = {
    "a.txt": """Le sommet de Vladivostok

Le sommet s'est tenu jeudi. Les deux dirigeants ont évoqué des sanctions.
""",
    "b.txt": """Les sanctions demeurent

Les sanctions demeurent, dit le ministre. Aucun sommet n'est prévu.
""",
    "c.txt": """Un convoi de céréales

Le convoi de céréales a franchi le pont au petit matin.
""",
}


@pytest.fixture
def corpus(corpus_of: Callable[..., nkru.Corpus]) -> nkru.Corpus:
    return corpus_of(ARTICLES)


def equal(one: Counts, other: Counts) -> bool:
    same = [
        list(getattr(one, name)) == list(getattr(other, name))
        for name in ("rows", "terms", "doc_ids", "sizes")
    ]
    return all(same) and (one.matrix != other.matrix).nnz == 0


def test_terms_are_counted_by_article(corpus: nkru.Corpus) -> None:
    counts = nkru.count(corpus)
    table = pd.DataFrame(counts.matrix.toarray(), counts.rows, counts.terms)
    assert table["sommet"].to_dict() == {"a.txt": 2, "b.txt": 1, "c.txt": 0}
    assert table["sanction"].to_dict() == {"a.txt": 1, "b.txt": 2, "c.txt": 0}
    assert {"le", "de", "un", "aucun"}.isdisjoint(counts.terms)


def test_sizes_are_all_words_and_no_sign(corpus: nkru.Corpus) -> None:
    sizes = dict(zip(nkru.count(corpus).rows, nkru.count(corpus).sizes, strict=True))
    assert sizes["c.txt"] == 4 + 11
    kinds = corpus.tokens["kind"].isin(["word", "number"])
    assert sum(sizes.values()) == kinds.sum()


def test_counts_are_those_of_the_tokens(corpus: nkru.Corpus) -> None:
    counts = nkru.count(corpus, "norm", vocabulary="words")
    words = corpus.tokens[corpus.tokens["kind"] == "word"]
    assert counts.totals().to_dict() == words["norm"].astype("str").value_counts().to_dict()


@pytest.mark.parametrize("by", ["doc_id", "segment", "sentence"])
def test_counts_of_two_parts_add_up_to_the_whole(corpus: nkru.Corpus, by: str) -> None:
    first = nkru.count(corpus.where(doc_id=["a.txt", "c.txt"]), by=by)
    second = nkru.count(corpus.where(doc_id="b.txt"), by=by)
    assert equal(first + second, nkru.count(corpus, by=by))
    assert equal(second + first, first + second)


def test_rows_of_one_label_are_summed() -> None:
    one = Counts([[1, 2]], ["Le Matin"], ["accord", "sommet"], ["a"])
    other = Counts([[4]], ["Le Matin"], ["traité"], ["b"])
    total = one + other
    assert total.totals().to_dict() == {"accord": 1, "sommet": 2, "traité": 4}
    assert list(total.rows) == ["Le Matin"]


def test_every_segment_has_its_own_words(corpus: nkru.Corpus) -> None:
    counts = nkru.count(corpus, "norm", by="segment", vocabulary="words", segment_size=4)
    segments = corpus.segments(4)
    assert len(segments) > 6
    assert list(counts.rows) == list(zip(segments["doc_id"], segments["segment_no"], strict=True))
    tokens = corpus.tokens
    for row, segment in enumerate(segments.itertuples()):
        inside = (tokens["doc_id"] == segment.doc_id) & tokens["start"].between(
            segment.start, segment.end - 1
        )
        assert counts.matrix[[row]].sum() == (inside & (tokens["kind"] == "word")).sum()


def test_articles_are_joined_by_their_label(corpus: nkru.Corpus) -> None:
    counts = nkru.count(corpus)
    joined = counts.group_rows(["x", "y", "x"])
    assert list(joined.rows) == ["x", "y"]
    assert joined.doc_ids.tolist() == ["x", "b.txt"]
    assert joined.sizes.sum() == counts.sizes.sum()
    assert joined.totals().equals(counts.totals())


def test_document_frequency_counts_articles_not_rows() -> None:
    counts = Counts([[1, 0], [2, 0], [0, 3]], [1, 2, 3], ["accord", "sommet"], ["a", "a", "b"])
    assert counts.document_frequency().tolist() == [1, 1]


def test_terms_can_be_limited_to_those_of_several_rows() -> None:
    counts = Counts([[1, 0], [2, 0], [0, 3]], [1, 2, 3], ["accord", "sommet"], ["a", "a", "b"])
    assert counts.min_rows(2).terms.tolist() == ["accord"]


def test_an_unknown_unit_or_group_names_what_there_is(corpus: nkru.Corpus) -> None:
    with pytest.raises(ParameterError, match="lemma, norm or token"):
        nkru.count(corpus, "stem")  # type: ignore[arg-type]
    with pytest.raises(ParameterError, match="'outlets'.*segment, sentence.*doc_id.*outlet"):
        nkru.count(corpus, by="outlets")
    with pytest.raises(
        ParameterError, match="'url': no article of 3 articles has a value; give it in metadata.csv"
    ):
        nkru.count(corpus, by="url")


def test_a_corpus_of_stop_words_is_an_error_with_a_remedy(
    corpus_of: Callable[..., nkru.Corpus],
) -> None:
    corpus = corpus_of(
        "Il en est là.\n\nEt puis, avec elle, il y est. Mais ce qui est, est à lui et à elle.\n"
    )
    with pytest.raises(ParameterError, match='function words.*vocabulary="words"'):
        nkru.count(corpus)


@pytest.mark.parametrize(
    ("rows", "terms", "doc_ids", "message"),
    [
        (["a"], ["x", "y"], ["a", "b"], "1 rows for a matrix of 2 rows"),
        (["a", "b"], ["x"], ["a", "b"], "1 terms for .* give one per column"),
        (["a", "b"], ["x", "y"], ["a"], "1 doc_ids"),
        (["a", "b"], ["x", "x"], ["a", "b"], "a term occurs twice"),
    ],
)
def test_a_matrix_and_labels_that_do_not_fit_are_refused(
    rows: list[str], terms: list[str], doc_ids: list[str], message: str
) -> None:
    with pytest.raises(ParameterError, match=message):
        Counts(np.eye(2, dtype=int), rows, terms, doc_ids)


@settings(deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 5), min_size=3, max_size=3), min_size=2, max_size=8), st.data()
)
def test_any_split_of_the_rows_adds_up(table: list[list[int]], data: st.DataObject) -> None:
    rows = [f"article {number}" for number in range(len(table))]
    whole = Counts(table, rows, ["accord", "sommet", "traité"], rows)
    mask = np.array(data.draw(st.lists(st.booleans(), min_size=len(rows), max_size=len(rows))))
    assert equal(whole.where(mask) + whole.where(~mask), whole)


SENSES = (
    "La nuit est tombée sur Gaza.\n\nLe tabac nuit à la santé. Le G7 et l'UE ont parlé de la 5G. "
    "Les États-Unis et les Etats-Unis. Des otages tués, une femme tuée.\n"
)


def test_a_lemma_is_counted_by_its_part_of_speech(corpus_of: Callable[..., nkru.Corpus]) -> None:
    corpus = corpus_of(SENSES)
    totals = nkru.count(corpus).totals()
    expected = {"nuit": 1, "nuire": 1, "gaza": 1, "g7": 1, "ue": 1, "5g": 1, "états-unis": 2}
    assert totals.reindex(list(expected)).to_dict() == expected
    assert not {"gazer", "le", "à"} & set(totals.index)
    nouns = nkru.count(corpus, pos=("NOUN",)).totals()
    assert {"nuit", "tabac", "santé", "femme"} <= set(nouns.index)
    assert not {"nuire", "gaza", "parler"} & set(nouns.index)


def test_an_unknown_part_of_speech_is_refused(corpus_of: Callable[..., nkru.Corpus]) -> None:
    for pos in (("NOM",), "NOUN"):
        with pytest.raises(ParameterError, match="give parts of speech out of ADJ"):
            nkru.count(corpus_of(SENSES), pos=pos)


NAMED = {
    "a.txt": """La Corée du Nord proteste

La Corée du Nord refuse. La Corée attend, et le nord du pays aussi. Pyongyang se tait.
""",
    "b.txt": """Le quotidien 20 Minutes paraît

Le quotidien 20 Minutes a lu la lettre de l'ONU.
""",
}
MENTIONS = [
    ("a.txt", "La Corée du Nord refuse", "Corée du Nord", "Corée du Nord", "name"),
    ("a.txt", "La Corée du Nord refuse", "Corée", "Corée", "name"),
    ("a.txt", "Pyongyang se", "Pyongyang", "Corée du Nord", "metonym"),
    ("b.txt", "a lu la lettre de l'ONU", "ONU", "Nations unies", "name"),
    ("b.txt", "quotidien 20 Minutes a", "20 Minutes", "20 Minutes", "name"),
    ("z.txt", "", "", "Rien", "name"),
]


def mentions_of(corpus: nkru.Corpus) -> pd.DataFrame:
    rows = []
    for doc_id, around, text, entry, kind in MENTIONS:
        raw = corpus.raw(doc_id) if doc_id != "z.txt" else ""
        start = raw.index(around) + around.index(text)
        rows.append((doc_id, start, start + len(text), text, entry, kind))
    return pd.DataFrame(rows, columns=["doc_id", "start", "end", "text", "entry", "kind"])


@pytest.mark.parametrize("unit", ["lemma", "norm", "token"])
def test_a_name_of_the_mentions_is_one_term(
    corpus_of: Callable[..., nkru.Corpus], unit: str
) -> None:
    corpus = corpus_of(NAMED)
    mentions = mentions_of(corpus)
    plain = nkru.count(corpus, unit)
    counts = nkru.count(corpus, unit, names=mentions)
    totals = counts.totals()
    assert totals["corée_du_nord"] == totals["nations_unies"] == totals["20_minutes"] == 1
    corée = "Corée" if unit == "token" else "corée"
    # One name of two stays in the title, and « La Corée attend » is no mention here.
    assert totals[corée] == plain.totals()[corée] - 1 == 2
    assert counts.sizes.tolist() == plain.sizes.tolist()
    assert "rien" not in totals


def test_names_are_proper_nouns_and_sum_by_label(corpus_of: Callable[..., nkru.Corpus]) -> None:
    corpus = corpus_of(NAMED)
    counts = nkru.count(corpus, pos=("PROPN",), names=mentions_of(corpus), by="sentence")
    assert {"corée_du_nord", "20_minutes"} <= set(counts.terms)
    assert "du" not in counts.terms


def test_names_without_their_columns_are_refused(corpus: nkru.Corpus) -> None:
    with pytest.raises(ParameterError, match="no column 'start'; give a table of mentions"):
        nkru.count(corpus, names=pd.DataFrame({"doc_id": ["a.txt"]}))
