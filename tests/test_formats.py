"""Readers: each format is known by its content, and gives the articles a reader of the page would see."""

from __future__ import annotations

import io
import json
from pathlib import Path

import docx
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nkru.corpus import formats
from nkru.corpus.articles import Article
from nkru.corpus.formats.headers import find_header_date, language_code
from nkru.errors import CorpusError

EUROPRESSE = """<html><body><article><header>
<div class="rdp__DocPublicationName"><span class="DocPublicationName">
   La Gazette du Nord, no. 1204</span></div>
<div class="rdp__DocHeader"><span class="DocHeader">Monde, jeudi 25 avril 2019 312 mots, p. 6</span></div>
<div class="titreArticle">
<p class="titreArticleVisu rdp__articletitle">Kim et <mark>Poutine</mark> à Vladivostok</p>
<p class="rdp__subtitle">Premier sommet</p></div><p class="sm-margin-bottomNews">Anne Essai</p></header>
<section><div class="DocText clearfix"><div class="docOcurrContainer">
<p><a href="https://example.org/a">Cet article est paru dans La Gazette du Nord</a></p>
<p>Le train blindé est entré en gare.</p><p>« Bonne rencontre », a dit l’hôte.</p></div></div></section>
<footer><div class="publiC-lblNodoc">news·20190425·GN·x1</div></footer></article>
<article><header><span class="DocPublicationName">Écho</span><div class="titreArticle">
<div class="titreArticleVisu">Sans en-tête</div></div></header><section><div class="DocText">
&lt;p&gt;Texte échappé.&lt;/p&gt;&lt;p&gt;Deux fois.&lt;/p&gt;</div></section>
<footer><span id="PubliC_lblNodoc">web·20190426·EC·y2</span></footer></article></body></html>"""

EUROPRESSE_EARLY = """<html><body><table><tr><td><span class="DocPublicationName">Le Soir d'Essai</span><br>
<span class="DocHeader">International, </span><span class="DocHeader">lundi </span>
<span class="DocHeader">3 juin 2013</span>
<br><br>Analyse<br><span class="TitreArticleVisu">Séoul <span style="color:red">attend</span></span><br><br>
Paul Test<br>
<p></p>Premier paragraphe.<p></p>Second paragraphe.<p></p><b><i>© 2013 Le Soir d'Essai</i></b><p></p>
Numéro de document : news·20130603·SE·1</td></tr></table></body></html>"""

FACTIVA = """<html><head><title>Factiva</title></head><body>
<div id="article-X" class="article"><div class="article frArticle"><p></p><div>Monde</div>
<div id="hd"><span class="frHeadline">1) Un tir de missile</span></div><div class="author">Luc Test</div>
<div>1 204 mots</div><div>12 septembre 2023</div><div>06:41</div><div>Dépêches d'Essai</div><div>DEPESS</div>
<div>Français</div><div>(c) 2023 Dépêches</div><p></p>
<p class="articleParagraph frarticleParagraph">La <b>Corée</b> du Nord a tiré.</p>
<p class="articleParagraph frarticleParagraph">Séoul proteste.</p>
<p>Document DEPESS0020230912abcdefgh</p></div></div></body></html>"""

FACTIVA_INDEX = """<html><head><title>Factiva</title></head><body><div class="article frArticle"><table>
<tr><td class="index"><b>HD</b>&nbsp;</td><td><b>Titre d'essai</b></td></tr>
<tr><td class="index"><b>PD</b></td><td>1 octobre 2023</td></tr><tr><td class="index"><b>SN</b></td><td>Revue</td></tr>
<tr><td class="index"><b>LP</b></td><td><p>Chapeau.</p></td></tr><tr><td class="index"><b>TD</b></td>
<td><p>Corps un.</p><p>Corps deux.</p></td></tr></table></div></body></html>"""

FACTIVA_RTF = r"""{\rtf1\ansi\ansicpg1252{\info{\title Factiva RTF Display Format}}
Un train vers la mer\tab Page 1 of 2\par
\page MONDE\par \b Un train vers la mer\b0\par Ana Test\par 1 204 mots\par 13 septembre 2023\par Journal d\'92Essai\par
JESSAI\par Fran\'e7ais\par (c) 2023\par \par Kim est arriv\'e9.\par\par Il est reparti.\par\par
Document JESSAI0020230913ej9d0000a\par }"""

LEXIS = """<HTML><STYLE><!--
.c0 { text-align: center; }
.c2 { font-size: 10pt; font-weight: normal; color: #000000; }
.c4 { font-size: 10pt; font-weight: bold; color: #CC0033; }
.c7 { font-size: 14pt; font-weight: bold; color: #000000; }
.c8 { font-size: 10pt; font-weight: bold; color: #000000; }
--></STYLE><BODY><A NAME="DOC_ID_0_0"></A><!-- Hide XML
<DOC NUMBER=1>
<DOCFULL> -->
<DIV><P><SPAN CLASS="c2">1 of 2 DOCUMENTS</SPAN></P></DIV><DIV><P><SPAN CLASS="c2">Le Courrier d'Essai</SPAN></P></DIV>
<DIV><P><SPAN CLASS="c4">12</SPAN><SPAN CLASS="c2"> avril 2013 vendredi</SPAN></P></DIV>
<DIV><P><SPAN CLASS="c4">KIM:</SPAN><SPAN CLASS="c7"> le retour</SPAN></P></DIV>
<DIV><P><SPAN CLASS="c8">AUTEUR: </SPAN><SPAN CLASS="c2">Ana Test</SPAN></P></DIV>
<DIV><P><SPAN CLASS="c8">RUBRIQUE: </SPAN><SPAN CLASS="c2">MONDE; Pg. 3</SPAN></P></DIV>
<DIV><P><SPAN CLASS="c2">Premier paragraphe.</SPAN></P><P><SPAN CLASS="c2">Second paragraphe.</SPAN></P></DIV>
<DIV><P><SPAN CLASS="c8">LANGUE: </SPAN><SPAN CLASS="c2">FRANÇAIS</SPAN></P></DIV>
<DIV><P><SPAN CLASS="c2">Copyright 2013 Essai<BR>Tous droits réservés</SPAN></P></DIV>
<A NAME="DOC_ID_0_1"></A><!-- <DOC NUMBER=1> -->
<DIV><P><SPAN CLASS="c2">2 of 2 DOCUMENTS</SPAN></P></DIV>
<DIV><P><SPAN CLASS="c2">We are sorry but there is an error in this document.</SPAN></P></DIV></BODY></HTML>"""

IRAMUTEQ = """**** *source_La_Gazette *title_Kim_en_train *date_2019-04-25
Premier texte.

**** *source_Écho *author_nil *date_2019
Second texte."""


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
    assert (first.title, first.outlet, first.author) == (
        "Kim et Poutine à Vladivostok",
        "La Gazette du Nord",
        "Anne Essai",
    )
    assert (first.date, first.section, first.url) == (
        "2019-04-25",
        "Monde",
        "https://example.org/a",
    )
    assert first.raw.split("\n\n")[2:] == [
        "Le train blindé est entré en gare.",
        "« Bonne rencontre », a dit l’hôte.",
    ]
    assert first.roles == {1: "title", 3: "standfirst"}
    assert second.date == "2019-04-26", "without a header, the document's number dates"
    assert second.raw.split("\n\n")[1:] == ["Texte échappé.", "Deux fois."]


def test_the_first_generation_of_europresse_keeps_author_and_subtitle_apart() -> None:
    article = only(EUROPRESSE_EARLY)
    assert (article.title, article.author, article.date) == (
        "Séoul attend",
        "Paul Test",
        "2013-06-03",
    )
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
    assert (article.title, article.author, article.section) == (
        "Un tir de missile",
        "Luc Test",
        "Monde",
    )
    assert (article.date, article.outlet, article.language) == (
        "2023-09-12",
        "Dépêches d'Essai",
        "fr",
    )
    assert article.raw.endswith("La Corée du Nord a tiré.\n\nSéoul proteste.")


def test_factiva_index_view_joins_lead_and_text() -> None:
    article = only(FACTIVA_INDEX)
    assert (article.title, article.outlet, article.date) == ("Titre d'essai", "Revue", "2023-10-01")
    assert article.raw.split("\n\n")[1:] == ["Chapeau.", "Corps un.", "Corps deux."]


def test_factiva_rtf_finds_its_headline_in_the_table_of_contents() -> None:
    article = only(FACTIVA_RTF)
    assert (article.section, article.title, article.author) == (
        "MONDE",
        "Un train vers la mer",
        "Ana Test",
    )
    assert (article.outlet, article.date, article.language) == (
        "Journal d’Essai",
        "2023-09-13",
        "fr",
    )
    assert article.raw.split("\n\n")[1:] == ["Kim est arrivé.", "Il est reparti."]


def test_a_red_word_in_a_lexis_headline_is_no_label() -> None:
    first, error = read(LEXIS)
    assert (first.title, first.outlet, first.date) == (
        "KIM: le retour",
        "Le Courrier d'Essai",
        "2013-04-12",
    )
    assert (first.author, first.section) == ("Ana Test", "MONDE; Pg. 3")
    assert first.raw.split("\n\n")[1:] == ["Premier paragraphe.", "Second paragraphe."]
    assert error.title is not None
    assert error.title.startswith("We are sorry")
    assert error.date is None


def test_nexis_uni_documents_end_before_their_load_date() -> None:
    article = only(word_document(*NEXIS_UNI[1:]))
    assert (article.title, article.outlet, article.author) == (
        "Titre; Sous-titre",
        "Le Courrier",
        "Ana Test",
    )
    assert (article.date, article.raw.split("\n\n")[1:]) == ("2019-07-01", ["Kim : un texte."])


def test_word_styles_state_roles() -> None:
    article = only(
        word_document(("Un titre", "Title"), ("Inter", "Heading 2"), ("Texte.", "Normal"))
    )
    assert article.roles == {1: "title", 2: "heading"}
    assert article.raw == "Un titre\nInter\nTexte."


@pytest.mark.parametrize(
    "data",
    [
        "journal,titre,annee,date,texte\nLe Jour,Un titre,2024,2024 10 22T00:00:00,Le texte.\n",
        "id;title;content;date;media\n1;Un titre;Le texte.;2024-10-22;Le Jour\n",
        json.dumps(
            {"title": "Un titre", "text": "Le texte.", "outlet": "Le Jour", "date": "2024-10-22"}
        ),
        pd.DataFrame(
            {
                "titre": ["Un titre"],
                "texte": ["Le texte."],
                "media": ["Le Jour"],
                "date": ["2024-10-22"],
            }
        )
        .to_parquet()
        .__bytes__(),
    ],
)
def test_tables_of_all_kinds_give_the_same_article(data: str | bytes) -> None:
    article = only(data)
    assert (article.title, article.outlet, article.date) == ("Un titre", "Le Jour", "2024-10-22")
    assert article.raw == "Un titre\n\nLe texte."


def test_iramuteq_variables_state_outlet_title_and_date() -> None:
    first, second = read(IRAMUTEQ)
    assert (first.outlet, first.title, first.date) == ("La Gazette", "Kim en train", "2019-04-25")
    assert (second.outlet, second.author, second.date, second.raw) == (
        "Écho",
        None,
        "2019",
        "Second texte.",
    )


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


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Monde, mardi 22 octobre 2024 412 mots", "2024-10-22"),
        ("Le 1er août 2019", "2019-08-01"),
        ("December 24, 2000", "2000-12-24"),
        ("27. Februar 2012 Montag", "2012-02-27"),
        ("2018 年 9 月 18 日 01:00", "2018-09-18"),
        ("31 février 2019", None),
        ("page 12, 2019", None),
    ],
)
def test_header_dates_in_the_languages_of_interfaces(text: str, iso: str | None) -> None:
    found = find_header_date(text)
    assert (found.iso if found else None) == iso


def test_language_names_in_several_interfaces() -> None:
    assert [language_code(name) for name in ("Français", "French", "Deutsch", "klingon")] == [
        "fr",
        "fr",
        "de",
        None,
    ]


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
        assert all(isinstance(article.raw, str) for article in articles)


def test_samples_have_the_number_of_articles_of_their_gold(shared: Path) -> None:
    gold = pd.read_csv(shared / "samples/exports/articles.csv").groupby("file").size()
    checked = 0
    for kind_ in ("europresse_html", "factiva_html", "factiva_rtf", "lexis_docx", "lexis_html"):
        for path in sorted((shared / "samples/exports" / kind_).iterdir()):
            if path.name in gold:
                assert len(read(path.read_bytes(), path.name)) == gold[path.name], path.name
                checked += 1
    assert checked >= 15
