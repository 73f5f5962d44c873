"""Sentences and paragraphs of French newspaper text."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk.tokenize.api import TokenizerI

from nkru.tokens.sentences import paragraph_spans, sentence_spans
from nkru.tokens.tokenizers import FrenchSentenceTokenizer

# A bar separates two sentences.
CASES = {
    "full stop": "Il part.|Elle reste.",
    "elided word opens": "Il part.|L’autre reste.",
    "question and exclamation": "Qui part ?|Personne !|Tous restent.",
    "title before a name": "M. Lavrov a vu Mme. Choe et le Dr. Kim.|Ils rentrent.",
    "initial in a name": "George W. Bush et J.-P. Martin signent.|Puis ils partent.",
    "capital that ends": "Il choisit le plan B.|Les autres refusent.",
    "acronym before a name": "Les U.S. Marines arrivent.|Ils repartent.",
    "acronym that ends": "Il parle à l’O.N.U.|Les débats durent.",
    "et cetera in mid-sentence": "Des obus, des fusées, etc. sont livrés.",
    "et cetera at the end": "Des obus, des fusées, etc.|Moscou nie.",
    "page number": "Voir p. 12 et art. 5 du traité.|Il est court.",
    "date": "Le 12 sept. 2023, il arrive.|Il repart le 17.|Rien ne filtre.",
    "decimal number": "Il gagne 3.5 points.|Elle en perd 2.|Ensuite rien.",
    "numbered title": "1. Le traité est signé.",
    "time": "Il arrive à 14h30.|On attend.",
    "guillemets hold their stop": "« Nous signerons. » Puis il part.",
    "stop after guillemets": "Il parle d’« amitié ».|Personne ne rit.",
    "question inside a quotation": "« Qui vient ? » demande-t-il.",
    "two sentences in one quotation": "« Nous venons.|Nous restons », dit-il.",
    "curly quotation marks": "“Nous signerons.”|Puis il part.",
    "straight quotation marks": 'Il dit : "Nous venons."|Puis il part.',
    "opening guillemet": "Il part.|« Nous restons », dit-elle.",
    "no-break space before the mark": "Qui part\u202f?|«\u00a0Moi\u00a0», dit-il.",
    "ellipsis that ends": "On attend...|Rien ne vient.",
    "ellipsis that does not": "On attend… et rien ne vient.",
    "omission in brackets": "(...) Les troupes arrivent.",
    "brackets": "Il part (enfin !) demain.|(Les autres restent.)|Fin.",
    "dash opens": "Il part.|– Pourquoi ?",
    "careless small letter": "Il est parti hier.|il reviendra bientôt.",
    "spaced straight quotation mark closes": 'Il a dit : " Nous venons. "|Puis rien.',
    "spaced straight quotation mark opens": 'Il est parti.|" Nous restons ", dit-elle.',
    "degrees": "Il fait 25 °C.|Paris suffoque.",
    "degrees without their space": "Il fait 25°C.|Marseille aussi.",
    "note called after the stop": "Le texte est voté.[2]|Paris proteste.",
    "note called before the stop": "Le texte est voté [2].|– Paris proteste.",
    "straight marks with spaces in mid-sentence": 'Il dit " non ".|Rennes dit " oui ".',
    "semicolon": "Moscou se tait ; Pékin attend ; on doute.",
    "site name": "Lisez lemonde.fr demain.|Merci.",
    "no stop at the end": "Il part.|Elle reste",
}


@pytest.mark.parametrize("marked", CASES.values(), ids=CASES.keys())
def test_a_paragraph_is_cut_into_sentences(marked: str) -> None:
    marked = marked.replace("» Puis", "»|Puis")
    assert FrenchSentenceTokenizer().tokenize(marked.replace("|", " ")) == marked.split("|")


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (
            "Séoul a rompu le contact.Après un an, rien.",
            ["Séoul a rompu le contact.", "Après un an, rien."],
        ),
        (
            "Un silence assourdissant!L’accord est mort.",
            ["Un silence assourdissant!", "L’accord est mort."],
        ),
        (
            "Voir exemple.org ou www.Exemple.fr pour lire.",
            ["Voir exemple.org ou www.Exemple.fr pour lire."],
        ),
        ("Le S.Pellegrino et l’U.R.S.S. en 1991.", ["Le S.Pellegrino et l’U.R.S.S. en 1991."]),
    ],
)
def test_sentences_that_lost_the_space_between_them_are_parted(
    text: str, sentences: list[str]
) -> None:
    assert FrenchSentenceTokenizer().tokenize(text) == sentences


def test_a_line_break_ends_a_sentence() -> None:
    assert FrenchSentenceTokenizer().tokenize("Un titre sans point\nUne phrase\n\nFin") == [
        "Un titre sans point",
        "Une phrase",
        "Fin",
    ]


WRAPPED = """Le ministre russe des affaires étrangères est attendu
mercredi à Pyongyang, où il doit rencontrer le chef de
la diplomatie. Il y restera deux jours, selon l'agence
officielle."""


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    assert paragraph_spans(WRAPPED) == [(0, len(WRAPPED))]
    assert len(FrenchSentenceTokenizer().tokenize(WRAPPED)) == 2


def test_a_short_line_in_a_wrapped_block_ends_its_paragraph() -> None:
    text = WRAPPED + "\n" + WRAPPED
    assert paragraph_spans(text) == [(0, len(WRAPPED)), (len(WRAPPED) + 1, len(text))]


def test_two_lines_are_one_paragraph_where_the_page_is_wrapped() -> None:
    pair = "La visite, prévue de longue date, avait été annoncée\npar la radio."
    assert len(paragraph_spans(pair)) == 2
    assert len(paragraph_spans(pair + "\n\n" + WRAPPED)) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Le sommet de Vladivostok\nLe traité de Pyongyang\nLa visite de Wonsan",
        "Partenaire Aide reçue en 2024\nRussie Pétrole et farine de blé\n"
        "Chine Commerce et engrais azotés",
        "Une phrase entière.\nUne autre phrase entière.\nUne troisième phrase.",
    ],
    ids=["titles", "table", "sentences"],
)
def test_lines_that_were_not_wrapped_stay_apart(text: str) -> None:
    assert len(paragraph_spans(text)) == 3


def test_spans_leave_out_the_white_space_around() -> None:
    assert paragraph_spans("  Un titre \n\n\u00a0\n Fin") == [(2, 10), (16, 19)]
    assert sentence_spans("  Il part.  Elle reste. ") == [(2, 10), (12, 23)]


def test_no_text_has_no_sentence() -> None:
    assert sentence_spans("") == sentence_spans(" \u00a0") == paragraph_spans("\n \n") == []


def test_the_tokenizer_is_one_of_nltk() -> None:
    assert isinstance(FrenchSentenceTokenizer(), TokenizerI)
    assert list(FrenchSentenceTokenizer().span_tokenize_sents(["Il part. Oui."])) == [
        [(0, 8), (9, 13)]
    ]


@given(st.text(alphabet="aéÉM.?!…»« pnE1", max_size=60))
def test_composed_and_decomposed_text_have_the_same_sentences(text: str) -> None:
    composed, decomposed = (
        FrenchSentenceTokenizer().tokenize(unicodedata.normalize(form, text))
        for form in ("NFC", "NFD")
    )
    assert composed == [unicodedata.normalize("NFC", sentence) for sentence in decomposed]


@given(st.text(alphabet="aéM.?!…»«”“\"'’)([;- \n\u00a0AL1", max_size=60))
def test_sentences_lose_nothing_but_white_space_and_ignore_typography(text: str) -> None:
    spans = list(FrenchSentenceTokenizer().span_tokenize(text))
    assert all(start < end for start, end in spans)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert "".join(text[start:end] for start, end in spans).split() == [] or spans
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())
    assert list(FrenchSentenceTokenizer().span_tokenize(text.replace("'", "’"))) == list(
        FrenchSentenceTokenizer().span_tokenize(text.replace("’", "'"))
    )
