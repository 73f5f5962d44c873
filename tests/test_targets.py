"""The tone toward actors: agent and patient, symmetry of names, voices, and the constructions."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nkru
from nkru.corpus.corpus import Corpus
from nkru.tone.arguments import frames

CONSTRUCTIONS = Path(__file__).parent / "data" / "tone_constructions.csv"
PERSONS = ["Vladimir Poutine", "Donald Trump", "Emmanuel Macron", "Xi Jinping", "Kim Jong Un"]
TEMPLATES = [
    "{} menace {}.",
    "{} condamne {}.",
    "{} a été félicité par {}.",
    "{} n'a jamais critiqué {}.",
    "Le soutien de {} à {} reste total.",
    "Les accusations de {} contre {} se multiplient.",
    "{} triomphe, {} s'incline.",
    "Soutenu par {}, {} tient bon.",
    "{} tend la main à {}, mais les discussions échouent.",
    "« {} est un danger », a lancé {}.",
    "Malgré les critiques de {}, {} sort renforcé du scrutin.",
    "{} et {} se rapprochent.",
]


def scored(texts: list[str], quotations: pd.DataFrame | None = None) -> pd.DataFrame:
    ends = np.cumsum([len(text) + 1 for text in texts]) - 1
    numbers = range(1, len(texts) + 1)
    table = {"doc_id": "a.txt", "sent_no": numbers, "line_no": numbers}
    sentences = pd.DataFrame(
        {**table, "start": ends - [len(text) for text in texts], "end": ends, "text": texts}
    )
    articles = pd.DataFrame({"doc_id": ["a.txt"], "raw": ["\n".join(texts)]})
    documents = pd.DataFrame({"doc_id": ["a.txt"], "date_from": [None], "date_to": [None]})
    corpus = Corpus(articles, documents, sentences, sentences, pd.DataFrame())
    return nkru.score_targets(corpus, nkru.find_mentions(corpus), quotations=quotations)


def toward(text: str) -> dict[str, int]:
    table = scored([text])
    return {
        entry: int(np.sign(np.nan_to_num(tone)))
        for entry, tone in zip(table["entry"], table["polarity"], strict=True)
    }


@pytest.mark.parametrize("half", ["tune", "held"])
def test_constructions_are_read_right(half: str) -> None:
    table = pd.read_csv(CONSTRUCTIONS).fillna({"targets": ""})
    table = table[(table["half"] == half) & (table["targets"] != "")].reset_index(drop=True)
    found = scored(table["text"].tolist())
    signs = (
        found.assign(sign=np.sign(found["polarity"].fillna(0)))
        .groupby(["sent_no", "entry"])["sign"]
        .first()
    )
    right = [
        signs.get((number, actor), 0) == int(label)
        for number, cell in enumerate(table["targets"], 1)
        for actor, _, label in (part.rpartition(":") for part in cell.split(";"))
    ]
    assert len(right) >= 55
    assert np.mean(right) >= 0.85


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(TEMPLATES), st.permutations(PERSONS))
def test_swapping_two_names_swaps_their_scores_and_changes_nothing_else(
    template: str, names: list[str]
) -> None:
    one, other = names[:2]
    table = scored([template.format(one, other), template.format(other, one)])
    first, second = (table[table["sent_no"] == number].reset_index(drop=True) for number in (1, 2))
    assert len(first) == len(second) == 2
    assert first["entry"].tolist() == second["entry"].tolist()[::-1]
    np.testing.assert_array_equal(first["polarity"], second["polarity"])
    assert first[["voice", "speaker", "rule"]].equals(second[["voice", "speaker", "rule"]])


def test_agent_and_patient_are_told_apart() -> None:
    assert toward("Emmanuel Macron condamne Vladimir Poutine.") == {
        "Emmanuel Macron": 0,
        "Vladimir Poutine": -1,
    }
    assert toward("Vladimir Poutine est condamné par Emmanuel Macron.") == {
        "Vladimir Poutine": -1,
        "Emmanuel Macron": 0,
    }
    assert toward("Le soutien de la Chine à la Russie est total.") == {"Chine": 0, "Russie": 1}


def test_a_negation_turns_the_tone_toward_the_patient() -> None:
    assert toward("La Chine a trahi la Russie.")["Russie"] == -1
    assert toward("La Chine n'a pas trahi la Russie.")["Russie"] == 1


def test_to_block_what_harms_an_actor_is_good_for_it() -> None:
    assert toward("La Chine a bloqué les sanctions contre la Corée du Nord.") == {
        "Chine": 0,
        "Corée du Nord": 1,
    }
    assert toward("La Hongrie a bloqué l'aide à l'Ukraine.") == {"Hongrie": 0, "Ukraine": -1}


def test_who_fails_bears_it_whatever_the_object() -> None:
    assert toward("L'Union européenne n'a pas réussi à adopter les sanctions.") == {
        "Union européenne": -1
    }


@pytest.mark.parametrize("verb", ["averti", "promis", "menacé"])
def test_who_speaks_after_a_quotation_is_no_object(verb: str) -> None:
    assert toward(f"« Rien n'est réglé », a {verb} Emmanuel Macron.") == {"Emmanuel Macron": 0}


def test_an_apposition_stays_with_its_noun() -> None:
    assert toward("Réélu en mai, le maire a rencontré Emmanuel Macron.") == {"Emmanuel Macron": 0}
    assert toward("« La situation reste tendue », a déclaré Xi Jinping.") == {"Xi Jinping": 0}


def test_the_tone_of_another_clause_stays_there() -> None:
    assert toward("Le massacre continue dans le sud, et Emmanuel Macron est arrivé à Vienne.") == {
        "Emmanuel Macron": 0
    }


def test_a_mention_without_a_word_about_it_has_no_polarity_and_no_rule() -> None:
    row = scored(["Emmanuel Macron est arrivé mardi à Vienne."]).iloc[0]
    assert np.isnan(row["polarity"])
    assert row["rule"] == ""


def test_a_quotation_gives_voice_and_speaker() -> None:
    text = "« La Russie est un danger », a déclaré Emmanuel Macron."
    quotations = pd.DataFrame(
        {
            "doc_id": ["a.txt"],
            "start": [0],
            "end": [text.index("»") + 1],
            "speaker": ["Emmanuel Macron"],
            "rule": ["x"],
        }
    )
    table = scored([text], quotations)
    assert table["voice"].tolist() == ["quoted", "author"]
    assert table["speaker"].tolist() == ["Emmanuel Macron", ""]
    assert table["polarity"].iloc[0] < 0


def test_both_apostrophes_score_alike() -> None:
    texts = ["L'Ukraine n'a pas perdu l'appui de l'Union européenne.", "L'ONU s'en prend à l'Iran."]
    straight, curly = scored(texts), scored([text.replace("'", "’") for text in texts])
    assert straight["polarity"].notna().any()
    np.testing.assert_array_equal(straight["polarity"], curly["polarity"])


def test_the_columns_of_the_mentions_are_kept() -> None:
    table = scored(["La Chine soutient la Russie."])
    assert list(table)[-4:] == ["polarity", "voice", "speaker", "rule"]
    assert table["polarity"].between(-1, 1).sum() == 1


def test_every_frame_is_of_a_term_of_the_lexicon() -> None:
    terms = set(nkru.read_lexicon().entries["term"])
    assert len(frames()) > 300
    assert set(frames()) <= terms
