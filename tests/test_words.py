"""Tokens follow the surface tokens of the French treebanks, whatever the typography."""

from __future__ import annotations

import unicodedata

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from nltk.tokenize.api import TokenizerI

from nkru.tokens.norms import align, fold
from nkru.tokens.tokenizers import FrenchTokenizer
from nkru.tokens.words import Tokens, token_spans, tokenize

NBSP, NNBSP, SOFT_HYPHEN = "\u00a0", "\u202f", "\u00ad"


def forms(text: str) -> list[str]:
    return FrenchTokenizer().tokenize(text)


def rows(tokens: Tokens) -> list[tuple[int, int, int, str, str]]:
    return [
        (int(text), int(start), int(end), tokens.norms[code], tokens.kinds[code])
        for text, start, end, code in zip(
            tokens.text_no, tokens.start, tokens.end, tokens.code, strict=True
        )
    ]


def norms_and_kinds(text: str) -> list[tuple[str, str]]:
    return [(norm, kind) for *_, norm, kind in rows(tokenize([text]))]


# A bar separates two tokens that touch.
CASES = {
    "elided article": "l'|alliance",
    "elided conjunction": "lorsqu'|elle",
    "elision before a quotation mark": "d'|«|ici|»",
    "quelqu'un is one word": "quelqu'un",
    "aujourd'hui is one word": "aujourd'hui",
    "l'on is one word": "l'on",
    "presqu'île is one word": "presqu'île",
    "name with an apostrophe": "O'Brien",
    "c'est-à-dire is one word": "c'est-à-dire",
    "c.-à-d. is one word": "c.-à-d.",
    "c'est is two": "c'|est",
    "inverted pronoun with t": "déclare|-t-il",
    "inverted pronoun": "veut|-elle",
    "inverted plural": "disent|-ils",
    "two pronouns": "donnez|-le|-moi",
    "question with elision": "qu'|est|-ce qu'|il",
    "elided pronoun": "va|-t'|en",
    "demonstrative particle": "ce jour|-là",
    "celui-là is one word": "celui-là",
    "rendez-vous is one word": "rendez-vous",
    "qu'en-dira-t-on is one word": "qu'en-dira-t-on",
    "compound place": "Bar-le-Duc",
    "place with an elision": "Saint-Martin-d'Hères",
    "Korean name that ends like a pronoun": "Kim Jong-il",
    "Korean name": "Kim Yo-jong",
    "adjective of nationality": "nord-coréennes",
    "ordinal": "1er",
    "century": "XXIe",
    "hour and minutes": "14h30",
    "hour alone": "18|h",
    "span of hours": "18|h|-|20|h",
    "score": "36-32",
    "years": "2018-2025",
    "date with slashes": "25/01/2019",
    "decimal comma": "3,5|%",
    "decimal point and parenthesis": "(|0.25|)",
    "thousands": "11 000",
    "thousands twice": "1 250 000,5 euros",
    "year before a number is no thousand": "2019| 120 soldats",
    "temperature": "-6|°C",
    "number and its unit": "160|km",
    "abbreviated title": "M. Lavrov",
    "initials": "George W. Bush",
    "double initial": "J.-C.",
    "acronym with stops": "O.N.U.",
    "capital at the end of a sentence": "le plan B|.",
    "capital before a new sentence": "le plan B|. Il part|.",
    "page number": "p. 12",
    "word that is an abbreviation elsewhere": "ils sont n|.",
    "et cetera": "etc.|,",
    "address": "https://www.exemple.fr/a?b=1|.",
    "site": "lemonde.fr",
    "mail": "redaction@exemple.fr|,",
    "hashtag": "#Vladivostok",
    "handle": "@elysee",
    "ellipsis": "attend|...",
    "ellipsis sign": "attend|…",
    "double hyphen": "Kim|--|seul",
    "em dash without spaces": "Kim|—|seul",
    "numero": "n°|4",
    "alternatives": "et|/|ou",
    "speed": "300 km/h",
    "plural in brackets": "le(s)",
    "gender with points": "étudiant·e·s",
    "quotation": "«|paix|»",
    "straight quotation": '"|paix|"|.',
    "currency": "12|€",
}


@pytest.mark.parametrize("marked", CASES.values(), ids=CASES.keys())
def test_french_is_cut_into_surface_tokens(marked: str) -> None:
    text = marked.replace("|", "")
    wanted = [token for part in marked.split("|") for token in _outside_numbers(part)]
    assert forms(text) == wanted


def _outside_numbers(part: str) -> list[str]:
    """Part on spaces, but for the tokens that hold one."""
    if part.replace(" ", "").replace(",", "").isdigit():
        return [part]
    held = part.replace("1 250 000,5", "1_250_000,5")
    return [token.replace("_", " ") for token in held.split()]


@pytest.mark.parametrize("space", [" ", NBSP, NNBSP, "\u2009"])
def test_thousands_are_one_token_with_any_space(space: str) -> None:
    assert norms_and_kinds(f"11{space}000 soldats") == [("11 000", "number"), ("soldats", "word")]


def test_a_line_break_parts_two_numbers() -> None:
    assert forms("11\n000") == ["11", "000"]


def test_numbers_of_two_texts_are_not_joined() -> None:
    assert [row[:3] for row in rows(tokenize(["11", "000", ""]))] == [(0, 0, 2), (1, 0, 3)]


def test_no_text_and_empty_texts_give_no_tokens() -> None:
    assert rows(tokenize([])) == rows(tokenize(["", " \n"])) == []


def test_kinds_are_word_number_punct_and_symbol() -> None:
    kinds = dict(
        norms_and_kinds("L'an 2024, 1er essai : 3,5 % à 14h30 (www.exemple.fr) + 5 € « oui » …")
    )
    assert kinds["l'"] == kinds["essai"] == "word"
    assert kinds["2024"] == kinds["1er"] == kinds["3,5"] == kinds["14h30"] == "number"
    assert kinds[","] == kinds["«"] == kinds["…"] == kinds["("] == "punct"
    assert kinds["%"] == kinds["+"] == kinds["€"] == kinds["www.exemple.fr"] == "symbol"


def test_the_tokenizer_is_one_of_nltk() -> None:
    assert isinstance(FrenchTokenizer(), TokenizerI)
    sentences = FrenchTokenizer().tokenize_sents(["Il part.", "Où ?"])
    assert sentences == [["Il", "part", "."], ["Où", "?"]]


def test_codes_count_the_forms() -> None:
    tokens = tokenize(["La paix, la paix", "La guerre"])
    counts = np.bincount(tokens.code, minlength=len(tokens.forms))
    wanted = {"La": 2, "paix": 2, ",": 1, "la": 1, "guerre": 1}
    assert dict(zip(tokens.forms, counts, strict=True)) == wanted


def test_soft_hyphens_change_no_norm() -> None:
    assert norms_and_kinds(f"l'{SOFT_HYPHEN}Assem{SOFT_HYPHEN}blée") == norms_and_kinds(
        "l'Assemblée"
    )


def test_a_decomposed_word_is_one_token_with_true_offsets() -> None:
    text = unicodedata.normalize("NFD", "Émile cite la réf. 12 de M. É. Zola.")
    composed = ["Émile", "cite", "la", "réf.", "12", "de", "M.", "É.", "Zola", "."]
    assert [unicodedata.normalize("NFC", form) for form in forms(text)] == composed
    text = unicodedata.normalize("NFD", "L’été à Pékin")
    assert forms(text) == [
        unicodedata.normalize("NFD", form) for form in ("L’", "été", "à", "Pékin")
    ]


def test_an_accent_stays_with_the_sign_it_stands_on() -> None:
    assert forms("Quoi ?\u0301 et «\u0301 non") == ["Quoi", "?\u0301", "et", "«\u0301", "non"]
    assert forms("l’été\u0301,\u0301") == ["l’", "été\u0301", ",\u0301"]


def test_fold_gives_one_norm_to_all_spellings() -> None:
    assert fold(f"L’É{SOFT_HYPHEN}TAT") == fold(unicodedata.normalize("NFD", "l'état")) == "l'état"


def test_align_leads_back_to_the_text() -> None:
    plain, starts = align(unicodedata.normalize("NFD", "l’été"))
    assert (plain, starts) == ("l'été", [0, 1, 2, 4, 5])


LETTERS = "aàéœcdlmnqstuyABCÉM.,;:!?…«»“”\"'’()[]-–—/°%€+0123456789 \n\t"
PIECES = ["qu'", "-t-il", "aujourd’hui", "11 000", "M. ", "W. ", "p. ", "e\u0301", " 000", "etc."]
FRENCH = st.lists(
    st.one_of(
        st.sampled_from([*LETTERS, NBSP, NNBSP, SOFT_HYPHEN]),
        st.sampled_from(PIECES),
        st.characters(),
    ),
    max_size=40,
).map("".join)


@given(FRENCH)
@example("\ufeff")
@example("a\u0301\u00ad’\u0301")
def test_tokens_never_overlap_and_lose_nothing_but_white_space(text: str) -> None:
    spans = list(FrenchTokenizer().span_tokenize(text))
    assert forms(text) == [text[start:end] for start, end in spans]
    outside, position = "", 0
    for start, end in spans:
        assert position <= start < end
        outside, position = outside + text[position:start], end
    assert not (outside + text[position:]).strip()


@given(FRENCH)
def test_the_apostrophe_changes_no_token(text: str) -> None:
    curly, straight = text.replace("'", "’"), text.replace("’", "'")
    assert rows(tokenize([curly])) == rows(tokenize([straight]))


@given(FRENCH)
def test_no_break_spaces_change_no_token(text: str) -> None:
    narrow = text.replace(" ", NNBSP).replace(NBSP, NNBSP)
    assert rows(tokenize([narrow])) == rows(tokenize([narrow.replace(NNBSP, " ")]))


@given(FRENCH)
def test_composed_and_decomposed_text_give_the_same_norms(text: str) -> None:
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert norms_and_kinds(composed) == norms_and_kinds(decomposed)


@given(st.lists(FRENCH, max_size=4))
def test_many_texts_give_the_tokens_of_each(texts: list[str]) -> None:
    together = rows(tokenize(texts))
    alone = [
        (number, *row[1:]) for number, text in enumerate(texts) for row in rows(tokenize([text]))
    ]
    assert together == alone


@given(FRENCH)
@example("le plan B. 11 000 000,5 p. 12 000 W.\n000 1 000 \ud800")
def test_one_text_has_the_same_tokens_alone_as_among_many(text: str) -> None:
    assert token_spans(text) == [row[1:3] for row in rows(tokenize([text]))]
