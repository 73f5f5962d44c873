"""Languages by their function words: sure on sentences, silent on names."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nkru.corpus.languages import UNKNOWN, language_of, languages

SENTENCES = [
    ("Le président a reçu les ministres dans la soirée, avant de partir pour la capitale.", "fr"),
    ("L’accord n’a pas été signé : c’est ce qu’ont dit les deux délégations à leur sortie.", "fr"),
    ("Cinq morts, dont deux enfants, dans un accident sur la route de Dakar", "fr"),
    ("The president said on Monday that he would not travel to the border before the talks.", "en"),
    ("Der Minister hat am Montag mit den Vertretern der Länder über die Lage gesprochen.", "de"),
    (
        "El presidente dijo que los países de la región no han firmado el acuerdo con la empresa.",
        "es",
    ),
    ("Il presidente ha detto che la riunione di ieri non è stata decisiva per il paese.", "it"),
    ("O presidente disse que os países da região não assinaram o acordo com a empresa.", "pt"),
    ("De minister heeft maandag met de leden van het parlement over de toestand gesproken.", "nl"),
    ("Президент заявил, что переговоры состоятся в понедельник.", "ru"),
    ("조선민주주의인민공화국 외무성 대변인은 다음과 같이 말하였다.", "ko"),
    ("外交部发言人星期一回答了记者的提问。", "zh"),
]


@pytest.mark.parametrize(("text", "language"), SENTENCES)
def test_a_sentence_tells_its_language(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    "text", ["", "Kim Jong Un", "2019", "Hanoï", "Vladimir Poutine, Xi Jinping", "🙂 … !"]
)
def test_a_text_without_evidence_has_no_language(text: str) -> None:
    assert language_of(text) == UNKNOWN


def test_a_french_text_with_an_english_quotation_is_french() -> None:
    text = (
        "« We will not give up on the talks that we have had », a dit le ministre à la sortie de "
        "la réunion, avant de "
        "partir pour la capitale où l'attendaient les députés de la commission."
    )
    assert language_of(text) == "fr"


def test_kept_lines_are_judged_and_what_is_stated_wins() -> None:
    articles = pd.DataFrame(
        {
            "doc_id": ["a", "b", "c"],
            "raw": ["x", SENTENCES[3][0], SENTENCES[0][0]],
            "stated_language": pd.Series([None, None, "ja"], dtype="str"),
        }
    )
    lines = pd.DataFrame(
        {
            "doc_id": ["a", "a"],
            "kept": [True, False],
            "text": [SENTENCES[0][0], SENTENCES[3][0] * 5],
        }
    )
    assert languages(articles, lines).tolist() == ["fr", "en", "ja"]


@given(st.text())
def test_any_text_has_an_answer(text: str) -> None:
    assert len(language_of(text)) in (2, 3)
