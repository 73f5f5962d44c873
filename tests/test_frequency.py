"""How often actors are named: hand counts, groups, limits."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import nkru
from nkru.actors.frequency import prominence
from nkru.corpus.word_counts import words_by_article
from nkru.errors import ParameterError
from nkru.measures.resampling import share_interval
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


def test_counts_and_rates_are_those_counted_by_hand(
    corpus: nkru.Corpus, mentions: pd.DataFrame
) -> None:
    russia = row(nkru.frequency(mentions, corpus), "Russie")
    # Moscou, Russie and russe in the first article, Russie in the second.
    words = sum(words_by_article(corpus).values())
    assert (russia["count"], russia["words"]) == (4, words)
    assert russia["rate"] == pytest.approx(4000 / words)
    assert (russia["articles"], russia["share"]) == (2, pytest.approx(2 / 3))
    assert russia["mention_share"] == pytest.approx(4 / len(mentions))


def test_few_stories_are_descriptive_and_have_no_interval_of_rates(
    corpus: nkru.Corpus, mentions: pd.DataFrame
) -> None:
    table = nkru.frequency(mentions, corpus)
    assert set(table["label"]) == {"descriptive"}
    assert table[["rate_low", "rate_high"]].isna().all(axis=None)
    assert table["share_high"].notna().all()
    assert table.attrs["basis"] == "3 articles"


def test_kinds_choose_the_mentions(corpus: nkru.Corpus, mentions: pd.DataFrame) -> None:
    assert row(nkru.frequency(mentions, corpus, kinds=("name",)), "Russie")["count"] == 2
    by_kind = nkru.frequency(mentions, corpus, by="kind", entries=["Russie"])
    assert dict(zip(by_kind["kind"], by_kind["count"], strict=True)) == {
        "demonym": 1,
        "descriptor": 0,
        "metonym": 1,
        "name": 2,
    }


def test_article_dated_to_a_year_counts_in_its_year_and_in_no_month(
    corpus: nkru.Corpus, mentions: pd.DataFrame
) -> None:
    years = nkru.frequency(mentions, corpus, by="year")
    assert row(years, "Russie", year="2023")["count"] == 4
    assert row(years, "Russie", year="2024")["count"] == 0
    months = nkru.frequency(mentions, corpus, by="month")
    assert row(months, "Russie", month="2023-09")["count"] == 3
    assert set(months["month"]) == {"2023-09", "2024-06"}
    assert months.attrs["basis"] == "3 articles; 1 without month"


def test_any_column_of_the_documents_can_group(corpus: nkru.Corpus, mentions: pd.DataFrame) -> None:
    table = nkru.frequency(mentions, corpus, by="outlet")
    assert row(table, "Corée du Sud", outlet="B")["count"] == 2
    assert row(table, "Corée du Sud", outlet="A")["count"] == 0
    assert row(nkru.frequency(mentions, corpus, by="article"), "Ukraine", doc_id="00")["count"] == 2
    with pytest.raises(ParameterError, match="nonsense"):
        nkru.frequency(mentions, corpus, by="nonsense")


def test_actor_never_named_has_zero_and_its_upper_bound(
    corpus: nkru.Corpus, mentions: pd.DataFrame
) -> None:
    nobody = row(nkru.frequency(mentions, corpus, entries=["Chine"]), "Chine")
    assert (nobody["count"], nobody["rate"], nobody["share_low"]) == (0, 0, 0)
    assert nobody["share_high"] == pytest.approx(1 - 0.05 ** (1 / 3))


def test_no_mention_at_all_gives_an_empty_table_with_its_columns() -> None:
    corpus = small_corpus(["Rien de neuf\n\nIl ne se passe rien ici."])
    table = nkru.frequency(nkru.find_mentions(corpus), corpus)
    assert table.empty
    assert {"entry", "count", "rate", "share"} <= set(table.columns)


def test_one_article_has_no_interval() -> None:
    corpus = small_corpus(TEXTS[:1])
    table = nkru.frequency(nkru.find_mentions(corpus), corpus)
    assert table[["rate_low", "rate_high", "share_low", "share_high"]].isna().all(axis=None)


def test_copies_of_one_story_widen_no_certainty() -> None:
    texts = [
        f"Titre\n\nLa Russie numéro {n % 3} répond."
        if n % 2
        else "Titre\n\nPersonne ne répond ici."
        for n in range(24)
    ]
    alone = small_corpus(texts)
    copied = small_corpus(texts, story_id=[f"{n // 4:02}{n % 2}" for n in range(24)])
    one, two = (nkru.frequency(nkru.find_mentions(corpus), corpus) for corpus in (alone, copied))
    assert (one["count"].iloc[0], one["stories"].iloc[0], two["stories"].iloc[0]) == (12, 24, 12)
    width = [table["share_high"].iloc[0] - table["share_low"].iloc[0] for table in (one, two)]
    assert width[1] > width[0]
    assert one["rate_low"].iloc[0] < one["rate"].iloc[0] < one["rate_high"].iloc[0]


def test_mentions_outside_the_corpus_are_left_out(
    corpus: nkru.Corpus, mentions: pd.DataFrame
) -> None:
    part = corpus.where(outlet="B")
    table = nkru.frequency(mentions, part)
    assert row(table, "Russie")["count"] == 1
    assert table.attrs["basis"].startswith("1 of 3 articles")


def test_prominence_tells_title_and_first_place(
    corpus: nkru.Corpus, mentions: pd.DataFrame
) -> None:
    table = prominence(mentions, corpus).set_index(["doc_id", "entry"])
    russia = table.loc[("00", "Russie")]
    assert (russia["in_title"], russia["place"], russia["sent_no"]) == (True, 0, 1)
    late = table.loc[("01", "Russie")]
    assert not late["in_title"]
    assert late["place"] == pytest.approx(2 / 3)
    assert not late["in_first_third"]
    assert np.isclose(table["place"].min(), 0)


def test_a_rate_that_one_article_carries_has_no_interval() -> None:
    texts = ["Titre\nLa Chine répond."] * 11 + ["Titre\nLa Chine répond." + " La Chine." * 12]
    even, heavy = (
        nkru.frequency(nkru.find_mentions(corpus), corpus).set_index("entry").loc["Chine"]
        for corpus in (small_corpus(texts[:11]), small_corpus(texts))
    )
    assert even[["rate_low", "rate_high"]].notna().all()
    assert heavy[["rate_low", "rate_high"]].isna().all()
    assert heavy[["share_low", "share_high"]].notna().all()


def test_presence_counts_stories_with_the_mentions_beside(
    corpus: nkru.Corpus, mentions: pd.DataFrame
) -> None:
    table = nkru.presence(mentions, corpus)
    first = table.iloc[0]
    assert (first["entry"], first["stories"], first["of"]) == ("Russie", 2, 3)
    assert (first["mentions"], first["largest_article"]) == (4, pytest.approx(3 / 4))
    assert first["share"] == pytest.approx(2 / 3)
    low, high = share_interval(2 / 3, 3)
    assert (first["share_low"], first["share_high"]) == (pytest.approx(low), pytest.approx(high))
    types = nkru.presence(mentions, corpus, by="type").set_index("type")
    assert types.loc["state", "actors"] == (table["type"] == "state").sum()


def test_presence_by_gender_and_group_reads_the_register() -> None:
    texts = ["Lucie Vannier, avocate, parle.", "Lucie Vannier et Marc Hubin, juge, se taisent."]
    corpus = small_corpus([f"Titre\n\n{text}" for text in texts])
    mentions, register = nkru.find_mentions(corpus), nkru.register(corpus)
    table = nkru.presence(mentions, corpus, "gender", register).set_index("gender")
    assert table["stories"].to_dict() == {"women": 2, "men": 1}
    with pytest.raises(ParameterError, match="no actor has a group"):
        nkru.presence(mentions, corpus, "group", register)
    groups = register.assign(group=register["entry"].map({"Marc Hubin": "juges"}).fillna(""))
    assert nkru.presence(mentions, corpus, "group", groups)["actors"].tolist() == [1]
    with pytest.raises(ParameterError, match="it is entry, type, gender, group"):
        nkru.presence(mentions, corpus, "colour")  # type: ignore[arg-type]
