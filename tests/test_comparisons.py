"""Frequencies compared: between groups of articles, and under other ways of counting."""

from __future__ import annotations

import pandas as pd
import pytest

import nkru
from nkru.actors.comparisons import difference, sensitivity
from nkru.errors import ParameterError
from tests.small_corpus import small_corpus

TEXTS = [
    "Moscou menace\n\nLa Russie attaque. Le président russe parle. Kiev et l’Ukraine résistent.",
    "Séoul attend\n\nLa Corée du Sud observe la Corée du Nord. La Russie se tait.",
    "Rien de neuf\n\nIl ne se passe rien ici.",
]
DATES = ["2023-09-13", "2023", "2024-06-19"]


@pytest.fixture(scope="module")
def corpus() -> nkru.Corpus:
    return small_corpus(
        TEXTS, date=DATES, date_from=[*DATES], date_to=[*DATES], outlet=["A", "B", "A"]
    )


@pytest.fixture(scope="module")
def mentions(corpus: nkru.Corpus) -> pd.DataFrame:
    return nkru.find_mentions(corpus)


def row(table: pd.DataFrame, entry: str, **where: str) -> pd.Series:
    for column, value in where.items():
        table = table[table[column] == value]
    return table.set_index("entry").loc[entry]


def test_sensitivity_shows_what_each_choice_does(
    corpus: nkru.Corpus, mentions: pd.DataFrame
) -> None:
    table = sensitivity(mentions, corpus)
    counts = table[table["entry"] == "Russie"].set_index("choice")["count"]
    assert counts["all"] == 4
    assert counts["without metonyms"] == 3
    assert counts["without demonyms"] == 3
    assert counts["one per story"] == 4
    assert {"without descriptors", "without flagged"} <= set(counts.index)


def test_difference_of_groups_is_that_of_their_rates_within_its_interval() -> None:
    texts = [
        f"Titre\n\n{'La Russie répond. ' * (n % 3 + (n < 15))}Rien de plus ici." for n in range(30)
    ]
    corpus = small_corpus(texts, outlet=["A" if n < 15 else "B" for n in range(30)])
    mentions = nkru.find_mentions(corpus)
    table = difference(mentions, corpus, "outlet", ("A", "B"))
    rates = [
        row(nkru.frequency(mentions, corpus, by="outlet"), "Russie", outlet=name)["rate"]
        for name in "AB"
    ]
    russia = row(table, "Russie")
    assert russia["difference"] == pytest.approx(rates[0] - rates[1])
    assert 0 < russia["low"] < russia["difference"] < russia["high"]
    pd.testing.assert_frame_equal(table, difference(mentions, corpus, "outlet", ("A", "B")))
    with pytest.raises(ParameterError, match="outlet = 'C'"):
        difference(mentions, corpus, "outlet", ("A", "C"))


def test_difference_of_few_stories_has_no_interval(
    corpus: nkru.Corpus, mentions: pd.DataFrame
) -> None:
    table = difference(mentions, corpus, "outlet", ("A", "B"))
    assert table[["low", "high"]].isna().all(axis=None)
    assert set(table["label"]) == {"descriptive"}
