"""Language: the catalogue of French is whole, and numbers, dates and names are as readers write."""

from __future__ import annotations

from pathlib import Path

import pytest
from catalogue import CATALOGUE, messages

import nkru
from nkru.catalogues import catalogue, learn_labels, read_catalogue, translate_data
from nkru.errors import ParameterError
from nkru.language import (
    date,
    gettext,
    join,
    named,
    ngettext,
    number,
    parse_languages,
    spoken,
    using,
)

HEAD = CATALOGUE.read_text(encoding="utf-8").partition("\n\n")[0]


def test_every_message_has_a_french_translation_and_no_other_has() -> None:
    french = catalogue("fr")
    assert french
    needed = {(context, forms) for context, forms, _ in messages()}
    plain = {forms[0] if isinstance(forms, tuple) else forms for _, forms in needed}
    assert {form for form in plain if form not in french.known} == set()
    assert french.known - plain == set()
    several = {forms[0] for _, forms in needed if isinstance(forms, tuple)}
    assert {form for form in several if len(french.forms[form]) != 2} == set()


def test_french_has_its_own_spaces_and_apostrophes() -> None:
    french = catalogue("fr")
    assert french
    texts = [text for forms in french.forms.values() for text in forms] + [*french.data.values()]
    # What is said in both languages, such as references, is as it is in English.
    own = [text for text in texts if text not in french.known]
    wrong = (" ;", " :", " !", " ?", " »", "« ", " %", "'")
    assert [text for text in own if any(sign in text for sign in wrong)] == []


@pytest.mark.parametrize(
    ("language", "value", "form", "text"),
    [
        ("en", 1234567, "", "1,234,567"),
        ("fr", 1234567, "", "1\u202f234\u202f567"),
        ("en", 0.945, ".1%", "94.5%"),
        ("fr", 0.945, ".1%", "94,5\u202f%"),
        ("fr", -0.25, "+.2f", "−0,25"),
        ("fr", 0.25, "+.2f", "+0,25"),
        ("fr", -0.001, "+.2f", "0,00"),
        ("en", 0.0004, ".4g", "0.0004"),
        ("en", float("nan"), ".2f", "–"),
        ("fr", float("inf"), ".2f", "∞"),
        ("fr", 12345.678, ".4g", "12\u202f350"),
    ],
)
def test_a_number_is_written_as_the_language_does(
    language: str, value: float, form: str, text: str
) -> None:
    with using(language):
        assert number(value, form) == text


@pytest.mark.parametrize(
    ("day", "english", "french"),
    [
        ("2021-03-12", "12 March 2021", "12 mars 2021"),
        ("2021-03-01", "1 March 2021", "1er mars 2021"),
        ("2021-08", "August 2021", "août 2021"),
        ("2021", "2021", "2021"),
        ("--08-03", "--08-03", "--08-03"),
        ("2021-13-45", "2021-13-45", "2021-13-45"),
    ],
)
def test_a_date_is_as_precise_as_it_is_known(day: str, english: str, french: str) -> None:
    assert date(day) == english
    with using("fr"):
        assert date(day) == french


def test_a_sentence_is_said_again_in_another_language() -> None:
    learn_labels({"Syldavie": "Syldavia"})
    told = ngettext("{n} article", "{n} articles", 0)
    both = join(told, gettext("{value} [{low}, {high}]", value=named("Syldavie"), low=0.5, high=1))
    assert both == "0 articles Syldavia [0.5, 1]"
    with using("fr"):
        assert spoken(both) == "0 article Syldavie [0,5\u202f; 1]"
    assert spoken("any text") == "any text"


@pytest.mark.parametrize(
    ("text", "french"),
    [
        ("9 of 1,313 of 1,400 articles: one per story", "9 des 1\u202f313 articles sur 1\u202f400"),
        ("comments, as in other articles", "commentaires, comme dans d’autres articles"),
        ("no_date;stock_bio", "sans date\u202f; notice biographique"),
        ("Bank of America", "Bank of America"),
        ("", ""),
    ],
)
def test_cells_in_words_of_nkru_are_translated_and_names_are_not(text: str, french: str) -> None:
    assert translate_data("fr", text).startswith(french)
    assert translate_data("en", text) == text


def test_the_rules_of_mentions_and_quotations_have_french() -> None:
    corpus = nkru.example_corpus()
    tables = nkru.find_mentions(corpus), nkru.find_quotations(corpus)
    rules = {rule for table in tables for rule in table["rule"]}
    assert len(rules) > 20
    assert {rule for rule in rules if translate_data("fr", rule) == rule} == set()


@pytest.mark.parametrize("names", ["de", "", "fr,xx", "FR", "fr en"])
def test_an_unknown_language_is_refused_with_those_that_are_known(names: str) -> None:
    with pytest.raises(ParameterError, match=r"is unknown: choose en \(English\) or fr"):
        parse_languages(names)


@pytest.mark.parametrize(
    "translation", ["{part} articles", "{part} sur {whole} et {other}", "{part:.0%} sur {whole}"]
)
def test_a_translation_without_its_placeholders_is_refused(
    tmp_path: Path, translation: str
) -> None:
    path = tmp_path / "fr.po"
    text = f'{HEAD}\n\nmsgid "{{part}} of {{whole}}"\nmsgstr "{translation}"\n'
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ParameterError, match=r"fr\.po: the translation .* differs"):
        read_catalogue(path)
