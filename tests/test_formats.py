"""Readers: each format is known by its content, and gives the articles that a person would see."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nkru.corpus import formats
from nkru.corpus.articles import Article, Loss
from nkru.errors import CorpusError


def export(name: str) -> str:
    return (Path(__file__).parent / "data/exports" / name).read_text(encoding="utf-8")


EUROPRESSE = export("europresse.html")
EUROPRESSE_EARLY = export("europresse_early.html")
FACTIVA = export("factiva.html")
FACTIVA_INDEX = export("factiva_index.html")
FACTIVA_RTF = export("factiva.rtf")
LEXIS = export("lexis.html")
IRAMUTEQ = export("iramuteq.txt")


def only(data: str | bytes, name: str = "essai.txt") -> Article:
    (article,) = read(data, name)
    return article


def read(data: str | bytes, name: str = "essai.txt") -> list[Article]:
    return formats.read(data.encode() if isinstance(data, str) else data, name)[1]


def kind(data: str | bytes) -> str:
    return str(formats.read(data.encode() if isinstance(data, str) else data, "essai")[0].NAME)


def word_document(*paragraphs: tuple[str, str]) -> bytes:
    document = docx.Document()
    for text, style in paragraphs:
        document.add_paragraph(text, style=style)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


NEXIS_UNI = [
    ("Documents (1)", "Normal"),
    ("Titre;Sous-titre", "Normal"),
    ("Le Courrier.", "Normal"),
    ("1 juillet 2019 lundi", "Normal"),
    ("Byline:\xa0Ana Test", "Normal"),
    ("Body", "Normal"),
    ("Kim : un texte.", "Normal"),
    ("Load-Date:\xa02 juillet 2019", "Normal"),
    ("End of Document", "Normal"),
]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (EUROPRESSE, "europresse"),
        (EUROPRESSE_EARLY, "europresse"),
        (FACTIVA, "factiva"),
        (FACTIVA_INDEX, "factiva"),
        (FACTIVA_RTF, "factiva"),
        (LEXIS, "lexis"),
        (IRAMUTEQ, "iramuteq"),
        ("doc,titre,texte\na,T,Un texte.\n", "table"),
        ("Kim, Poutine et Xi\n\nUn texte, rien de plus.", "text"),
        ("Selon Séoul, texte à venir ; contenu, article\n\nEt la suite.", "text"),
        (r"{\rtf1\ansi Un article coll\'e9.\par}", "document"),
        (word_document(("Titre", "Title")), "document"),
        (word_document(*NEXIS_UNI), "lexis"),
    ],
)
def test_a_format_is_known_by_its_content(data: str | bytes, name: str) -> None:
    assert kind(data) == name


def test_europresse_gives_title_outlet_date_author_and_text() -> None:
    first, second = read(EUROPRESSE)
    assert first.title == "Kim et Poutine à Vladivostok"
    assert first.outlet == "La Gazette du Nord"
    assert first.author == "Anne Essai"
    assert first.date == "2019-04-25"
    assert first.section == "Monde"
    assert first.url == "https://example.org/a"
    assert first.raw.split("\n\n")[2:] == [
        "Le train blindé est entré en gare.",
        "« Bonne rencontre », a dit l’hôte.",
    ]
    assert first.roles == {1: "title", 3: "standfirst"}
    assert second.date == "2019-04-26", "without a header, the document's number dates"
    assert second.raw.split("\n\n")[1:] == ["Texte échappé.", "Deux fois."]


def test_the_first_generation_of_europresse_keeps_author_and_subtitle_apart() -> None:
    article = only(EUROPRESSE_EARLY)
    assert article.title == "Séoul attend"
    assert article.author == "Paul Test"
    assert article.date == "2013-06-03"
    assert article.raw.split("\n\n") == [
        "Séoul attend",
        "Analyse",
        "Premier paragraphe.",
        "Second paragraphe.",
    ]


def test_an_europresse_page_for_telephones_is_read_from_its_script() -> None:
    page = (
        EUROPRESSE.split("<article>")[1]
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
    )
    scripted = f"<html><script>var documentText = `&lt;article&gt;{page}`;</script></html>"
    assert only(scripted).title == "Kim et Poutine à Vladivostok"


def test_factiva_headers_are_read_from_the_word_count_outwards() -> None:
    article = only(FACTIVA)
    assert article.title == "Un tir de missile"
    assert article.author == "Luc Test"
    assert article.section == "Monde"
    assert article.date == "2023-09-12"
    assert article.outlet == "Dépêches d'Essai"
    assert article.language == "fr"
    assert article.raw.endswith("La Corée du Nord a tiré.\n\nSéoul proteste.")


def test_factiva_index_view_joins_lead_and_text() -> None:
    article = only(FACTIVA_INDEX)
    assert (article.title, article.outlet, article.date) == ("Titre d'essai", "Revue", "2023-10-01")
    assert article.raw.split("\n\n")[1:] == ["Chapeau.", "Corps un.", "Corps deux."]


def test_factiva_rtf_finds_its_headline_in_the_table_of_contents() -> None:
    article = only(FACTIVA_RTF)
    assert article.section == "MONDE"
    assert article.title == "Un train vers la mer"
    assert article.author == "Ana Test"
    assert article.outlet == "Journal d’Essai"
    assert article.date == "2023-09-13"
    assert article.language == "fr"
    assert article.raw.split("\n\n")[1:] == ["Kim est arrivé.", "Il est reparti."]


def test_a_red_word_in_a_lexis_headline_is_no_label() -> None:
    first, error = read(LEXIS)
    assert first.title == "KIM: le retour"
    assert first.outlet == "Le Courrier d'Essai"
    assert first.date == "2013-04-12"
    assert (first.author, first.section) == ("Ana Test", "MONDE; Pg. 3")
    assert first.raw.split("\n\n")[1:] == ["Premier paragraphe.", "Second paragraphe."]
    assert isinstance(error, Loss)
    assert "« We are sorry" in error.reason


def test_nexis_uni_documents_end_before_their_load_date() -> None:
    article = only(word_document(*NEXIS_UNI[1:]))
    assert article.title == "Titre; Sous-titre"
    assert article.outlet == "Le Courrier"
    assert article.author == "Ana Test"
    assert (article.date, article.raw.split("\n\n")[1:]) == ("2019-07-01", ["Kim : un texte."])


def test_word_styles_state_roles() -> None:
    article = only(
        word_document(("Un titre", "Title"), ("Inter", "Heading 2"), ("Texte.", "Normal"))
    )
    assert article.roles == {1: "title", 2: "heading"}
    assert article.raw == "Un titre\nInter\nTexte."


def test_iramuteq_variables_state_outlet_title_and_date() -> None:
    first, second = read(IRAMUTEQ)
    assert (first.outlet, first.title, first.date) == ("La Gazette", "Kim en train", "2019-04-25")
    assert second.outlet == "Écho"
    assert second.author is None
    assert second.date == "2019"
    assert second.raw == "Second texte."


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.7", "PDF"),
        (b"\x89PNG\r\n", "picture"),
        (b"\xd0\xcf\x11\xe0", "old Word"),
        (b"<?xml version='1.0'?><PPSResponse/>", "Factiva XML"),
        (
            b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
            "XML",
        ),
        (b" HD\tUn titre\n PD\t1 mai 2017\n", "Factiva text"),
        (b"\n          1 of 10 DOCUMENTS\n\nLe Jour\n", "LexisNexis text"),
        (b"", "empty"),
        (b" \n\t\n", "white space"),
        (b"abc\x00def", "NUL"),
        (b"PAR1 no table at all", "damaged table"),
        (word_document(("Texte", "Normal"))[:900], "damaged DOCX"),
        (b"<html><title>Factiva</title></html>", "without an article"),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_name(data: bytes, reason: str) -> None:
    with pytest.raises(CorpusError, match=reason):
        read(data)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for opening in (
        b"",
        b"<article class='titreArticleVisu'>",
        b"{\\rtf1 Factiva ",
        b"PK\x03\x04word/[Content_Types].xml",
    ):
        try:
            articles = read(opening + data)
        except CorpusError:
            continue
        told = [one.reason if isinstance(one, Loss) else one.raw for one in articles]
        assert all(isinstance(text, str) for text in told)


def test_samples_have_the_number_of_articles_of_their_gold(shared: Path) -> None:
    gold = pd.read_csv(shared / "samples/exports/articles.csv").groupby("file").size()
    checked = 0
    for kind_ in ("europresse_html", "factiva_html", "factiva_rtf", "lexis_docx", "lexis_html"):
        for path in sorted((shared / "samples/exports" / kind_).iterdir()):
            if path.name in gold:
                assert len(read(path.read_bytes(), path.name)) == gold[path.name], path.name
                checked += 1
    assert checked >= 15
