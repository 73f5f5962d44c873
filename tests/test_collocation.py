"""Collocations agree with NLTK and quanteda, and never cross a sentence or a sign."""

from __future__ import annotations

import json
import math
import unicodedata
from collections.abc import Callable
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nltk.collocations import BigramAssocMeasures, BigramCollocationFinder

import nkru
from nkru.errors import ParameterError
from nkru.themes.collocation import score_stream

ARTICLE = """Le port de Rajin

La Corée du Nord rouvre un port. Le port de Rajin, fermé depuis deux ans, attend un navire russe.
Un navire russe, dit-on : la Corée du Nord en attend trois. Le navire. Russe, le charbon de Rajin ?
"""


def stream(stretches: list[list[str]]) -> tuple[pd.DataFrame, np.ndarray]:
    """Make the stream of stretches of words, all in one article."""
    words, code = np.unique(
        [word for stretch in stretches for word in stretch], return_inverse=True
    )
    number = np.repeat(np.arange(len(stretches)), [len(stretch) for stretch in stretches])
    return pd.DataFrame({"word": code, "stretch": number, "article": 0}), words


stretches = st.lists(
    st.lists(st.sampled_from("abcde"), min_size=1, max_size=8), min_size=1, max_size=8
)


def test_nothing_crosses_a_sentence_or_a_sign(corpus_of: Callable[..., nkru.Corpus]) -> None:
    table = nkru.collocations(corpus_of(ARTICLE), sizes=(2,), min_count=1, ends="any").set_index(
        "collocation"
    )
    assert table.loc["navire russe", "count"] == 2
    assert {"port le", "rajin fermé", "russe dit", "navire le"}.isdisjoint(table.index)


def test_stop_words_stand_within_but_not_at_the_ends(corpus_of: Callable[..., nkru.Corpus]) -> None:
    found = set(nkru.collocations(corpus_of(ARTICLE))["collocation"])
    assert {"corée du nord", "port de rajin", "navire russe"} <= found
    assert {"la corée", "du nord", "de rajin"}.isdisjoint(found)


def test_each_collocation_tells_in_how_many_articles_it_stands(
    corpus_of: Callable[..., nkru.Corpus],
) -> None:
    corpus = corpus_of(
        {"a.txt": ARTICLE, "b.txt": ARTICLE, "c.txt": "Un titre\n\nAucun port ici, ni navire.\n"}
    )
    table = nkru.collocations(corpus).set_index("collocation")
    assert table.loc["navire russe", ["count", "articles"]].tolist() == [4, 2]
    assert table.attrs["basis"] == corpus.basis


@settings(deadline=None)
@given(stretches)
def test_pairs_are_scored_as_by_nltk(texts: list[list[str]]) -> None:
    table = score_stream(*stream(texts), sizes=(2,), min_count=1)
    finder = BigramCollocationFinder.from_documents(texts)
    pairs = dict(zip(table["collocation"], table.to_dict("records"), strict=True))
    assert {tuple(pair.split()): row["count"] for pair, row in pairs.items()} == dict(
        finder.ngram_fd
    )
    for pair, value in finder.score_ngrams(BigramAssocMeasures.pmi):
        row = pairs[" ".join(pair)]
        assert row["pmi"] == pytest.approx(value, abs=1e-9)
        if not math.isnan(row["g2"]):
            assert row["g2"] == pytest.approx(
                finder.score_ngram(BigramAssocMeasures.likelihood_ratio, *pair)
            )


def test_the_g2_of_a_pair_too_frequent_for_its_text_is_undefined() -> None:
    assert math.isnan(
        score_stream(*stream([["non", "non"]]), sizes=(2,), min_count=1)["g2"].iloc[0]
    )


@settings(deadline=None)
@given(stretches, st.sampled_from([2, 3]))
def test_lambda_is_the_alternate_sum_of_the_cells(texts: list[list[str]], size: int) -> None:
    """Count each cell by going through the text: same word or another at each place."""
    table = score_stream(*stream(texts), sizes=(size,), min_count=1)
    grams = [tuple(text[at : at + size]) for text in texts for at in range(len(text) - size + 1)]
    assert table["count"].sum() == len(grams)
    for row in table.head(5).itertuples():
        words = row.collocation.split()
        cells = {pattern: 0.5 for pattern in product((True, False), repeat=size)}
        for gram in grams:
            cells[tuple(one == other for one, other in zip(gram, words, strict=True))] += 1
        value = sum(
            (-1) ** pattern.count(False) * math.log(cell) for pattern, cell in cells.items()
        )
        assert row[6] == pytest.approx(value)
        assert row.z == pytest.approx(value / math.sqrt(sum(1 / cell for cell in cells.values())))


def test_log_dice_by_hand_and_at_its_limit() -> None:
    texts = [["xi", "jinping"]] * 3 + [["port", "nord"], ["port", "sud"], ["gare", "nord"]]
    table = score_stream(*stream(texts), sizes=(2,), min_count=1).set_index("collocation")
    assert table.loc["xi jinping", "log_dice"] == 14
    assert table.loc["port nord", "log_dice"] == pytest.approx(14 + math.log2(2 * 1 / (2 + 2)))
    assert table.loc["xi jinping", "npmi"] == pytest.approx(
        math.log(3 / 12 / (3 / 12) ** 2) / -math.log(3 / 12)
    )


def test_a_pair_is_nested_where_its_stretch_could_hold_a_longer_one() -> None:
    texts = [["corée", "du", "nord"], ["du", "nord"], ["du", "nord", "au", "sud"]]
    table = score_stream(*stream(texts), sizes=(2, 3), min_count=1).set_index("collocation")
    assert table.loc["du nord", ["count", "count_nested"]].tolist() == [3, 2]
    assert table.loc["corée du nord", "count_nested"] == 0


def test_a_collocation_has_two_words_at_least() -> None:
    with pytest.raises(ParameterError, match="at least 2 words"):
        score_stream(*stream([["a", "b"]]), sizes=(1, 2))


def test_a_text_without_pairs_gives_an_empty_table() -> None:
    assert score_stream(*stream([["a"], ["b"]]), min_count=1).empty


@pytest.mark.parametrize("sizes", [(2,), (2, 3)])
def test_collocations_agree_with_quanteda(shared: Path, sizes: tuple[int, ...]) -> None:
    folder = shared / "reference" / "collocations"
    tokens = json.loads((folder / "tokens_c2_punct_el.json").read_text(encoding="utf-8"))
    texts: list[list[str]] = []
    for words in tokens.values():
        texts.append([])
        for word in words:
            if all(unicodedata.category(sign).startswith("P") for sign in word):
                texts.append([])
            else:
                texts[-1].append(word.lower())
    ours = score_stream(*stream(texts), sizes=sizes, min_count=2)
    theirs = pd.read_csv(folder / f"collocations_c2_punct_el_{'_'.join(map(str, sizes))}.csv")
    both = theirs.merge(ours, on="collocation", suffixes=("_quanteda", ""))
    assert len(both) == len(theirs) == len(ours) > 500
    for name in ("count", "count_nested", "lambda", "z"):
        if name != "count_nested" or len(sizes) > 1:
            np.testing.assert_allclose(both[name], both[f"{name}_quanteda"], rtol=1e-6, atol=1e-6)
