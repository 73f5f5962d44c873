"""Voices: shares of speakers, who has none, who is never quoted, by which verbs."""

from __future__ import annotations

import pandas as pd
import pytest

import nkru
from nkru.errors import ParameterError
from tests.small_corpus import small_corpus

TEXTS = [
    "Titre\n\n« Nous fermons deux lignes ici », affirme Claire Dubreuil. Bruno Castel écoute.",
    "Titre\n\n« La ligne sera rouverte au printemps », a nié Claire Dubreuil.",
    "Titre\n\n« Personne ne nous a prévenus ». Selon le ministère de la Santé, tout va bien.",
]


@pytest.fixture(scope="module")
def corpus() -> nkru.Corpus:
    return small_corpus(TEXTS)


@pytest.fixture(scope="module")
def quotations(corpus: nkru.Corpus) -> pd.DataFrame:
    return nkru.find_quotations(corpus)


def test_shares_of_speakers_are_of_what_has_a_speaker(
    corpus: nkru.Corpus, quotations: pd.DataFrame
) -> None:
    table = nkru.voices(quotations, corpus).set_index("speaker")
    assert table.loc["Claire Dubreuil", ["quotations", "articles", "stories"]].tolist() == [2, 2, 2]
    assert table["share"].sum() == pytest.approx(1)
    assert table["word_share"].sum() == pytest.approx(1)
    assert table["label"].unique().tolist() == ["descriptive"]
    assert table["share_low"].isna().all()


def test_what_has_no_speaker_is_a_row_among_the_types(
    corpus: nkru.Corpus, quotations: pd.DataFrame
) -> None:
    table = nkru.voices(quotations, corpus, by="speaker_type").set_index("speaker_type")
    counts = {"named": 2, "institution": 1, "no speaker": 1}
    assert table["quotations"].to_dict() == counts


def test_gender_is_that_of_the_persons_named(corpus: nkru.Corpus, quotations: pd.DataFrame) -> None:
    table = nkru.voices(quotations, corpus, by="gender", register=nkru.register(corpus))
    assert table[["gender", "quotations"]].to_numpy().tolist() == [["f", 2]]
    with pytest.raises(ParameterError, match="nkru.register"):
        nkru.voices(quotations, corpus, by="gender")


def test_a_gender_that_is_not_told_is_a_row() -> None:
    corpus = small_corpus(
        ["Marché\n\n« Tout augmente depuis ce printemps », dit Dominique Vasseur."]
    )
    table = nkru.voices(
        nkru.find_quotations(corpus), corpus, by="gender", register=nkru.register(corpus)
    )
    assert table["gender"].tolist() == ["not told"]


def test_shares_have_an_interval_from_ten_stories_on() -> None:
    texts = [TEXTS[n % 3] for n in range(12)]
    corpus = small_corpus(texts)
    table = nkru.voices(nkru.find_quotations(corpus), corpus, by="speaker_type")
    row = table.set_index("speaker_type").loc["named"]
    assert 0 < row["share_low"] < row["share"] < row["share_high"] <= 1


def test_first_sentence_says_how_many_have_no_speaker(quotations: pd.DataFrame) -> None:
    assert nkru.describe_speakers(quotations).startswith("1 of 4 quotations (25%) has no speaker")
    assert nkru.describe_speakers(quotations[:0]) == "The articles hold no quotation."


def test_who_is_named_and_never_quoted(corpus: nkru.Corpus, quotations: pd.DataFrame) -> None:
    table = nkru.never_quoted(nkru.find_mentions(corpus), quotations)
    assert "Bruno Castel" in set(table["entry"])
    assert "Claire Dubreuil" not in set(table["entry"])
    corpus = small_corpus(["Titre\n\nEn Belgique, il pleut. Bruno Castel vit à Hanoï."])
    table = nkru.never_quoted(nkru.find_mentions(corpus), nkru.find_quotations(corpus))
    assert table["entry"].tolist() == ["Bruno Castel"]  # a place is no actor


def test_verbs_of_saying_have_their_force(quotations: pd.DataFrame) -> None:
    table = nkru.verbs_of_saying(quotations)
    dubreuil = table[table["speaker"] == "Claire Dubreuil"]
    assert dict(zip(dubreuil["verb"], dubreuil["force"], strict=True)) == {
        "affirmer": "claim",
        "nier": "deny",
    }


@pytest.mark.parametrize(
    "text",
    [
        "« Oui », selon",
        "« Oui », a pour sa part",
        "«elle — ,  a pour sa part »\na-t-elle ditsoutenuM. MartinSelon a dit",
        "Il a dit : « Non ».Selonestime que ”, selon",
    ],
)
def test_an_article_that_ends_in_the_middle_is_read(text: str) -> None:
    corpus = small_corpus([f"Titre\n{text}"])
    for row in nkru.find_quotations(corpus).itertuples():
        assert corpus.raw(row.doc_id)[row.start : row.end] == row.text
