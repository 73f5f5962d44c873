"""Formats of students' corpora: TEI, feeds, references, transcripts, Markdown, what is copied."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import nkru
from nkru.corpus import formats
from nkru.corpus.articles import Article, Loss
from nkru.corpus.formats import pdf
from nkru.errors import CorpusError

ONE = "Le conseil municipal de Nevers a voté mardi la rénovation du pont de Loire, long chantier."
TWO = "La laiterie de Decize demande son redressement, et le tribunal se prononcera lundi matin."
FIRST, SECOND = "Le pont de Loire sera rénové", "La laiterie de Decize en redressement"
MakeCorpus = Callable[..., nkru.Corpus]


def read(text: str, name: str = "essai.txt") -> tuple[str, list[Article | Loss]]:
    reader, items = formats.read(text.encode(), name)
    return reader.NAME, items


def articles(text: str, name: str = "essai.txt") -> list[Article]:
    return [item for item in read(text, name)[1] if isinstance(item, Article)]


def tei(body: str, header: str = "") -> str:
    head = f"<teiHeader><fileDesc>{header}</fileDesc></teiHeader>"
    return (
        f"<?xml version='1.0'?>\n<TEI xmlns='http://www.tei-c.org/ns/1.0'>{head}<text>"
        f"<body>{body}</body></text></TEI>"
    )


HEADER = (
    f"<titleStmt><title>{FIRST}</title></titleStmt><publicationStmt><date when='2023-01-01'/>"
    "</publicationStmt><sourceDesc><bibl><author>Léa Morvan</author><title level='j'>La Gazette"
    "</title><date when='2021-03-12'>12 mars</date></bibl></sourceDesc>"
)


def test_a_text_of_tei_is_an_article_with_what_its_source_states() -> None:
    body = f"<head>{FIRST}</head><p>Le <hi>maire</hi> a<lb/>voté.<note>Page 3.</note> {ONE}</p>"
    (found,) = articles(tei(body, HEADER))
    assert (found.title, found.author, found.outlet, found.date) == (
        *(FIRST, "Léa Morvan", "La Gazette"),
        "2021-03-12",
    )
    assert found.raw == f"{FIRST}\n\nLe maire a voté. {ONE}"
    assert found.note == "1 notes in it are not read"


def test_the_articles_of_a_tei_issue_are_parted() -> None:
    parts = "".join(
        f"<div type='article'><head>{title}</head><p>{text}</p></div>"
        for title, text in ((FIRST, ONE), (SECOND, TWO))
    )
    found = articles(tei(parts, HEADER))
    assert [item.title for item in found] == [FIRST, SECOND]
    assert [item.raw for item in found] == [f"{FIRST}\n\n{ONE}", f"{SECOND}\n\n{TWO}"]


@pytest.mark.parametrize(
    ("feed", "wanted"),
    [
        (
            f"<rss><channel><title>La Gazette</title><item><title>{FIRST}</title>"
            "<pubDate>Fri, 12 Mar 2021 08:00:00 +0100</pubDate>"
            f"<description><![CDATA[<p>{ONE}</p><p>{TWO}</p>]]></description></item>"
            "</channel></rss>",
            (FIRST, "La Gazette", "2021-03-12", None),
        ),
        (
            "<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'><title>Le Phare"
            f"</title><entry><title>{FIRST}</title><link href='https://exemple.fr/a'/>"
            f"<updated>2021-03-12T08:00:00Z</updated><content>&lt;p&gt;{ONE}&lt;/p&gt;&lt;p&gt;"
            f"{TWO}&lt;/p&gt;</content></entry></feed>",
            (FIRST, "Le Phare", "2021-03-12", "https://exemple.fr/a"),
        ),
    ],
)
def test_an_entry_of_a_feed_is_an_article(feed: str, wanted: tuple[str | None, ...]) -> None:
    (found,) = articles(feed)
    assert (found.title, found.outlet, found.date, found.url) == wanted
    assert found.raw == f"{FIRST}\n\n{ONE}\n\n{TWO}"


def test_drafts_and_pictures_of_a_site_are_told() -> None:
    item = "<item><title>{}</title><post_type>{}</post_type><status>{}</status></item>"
    entries = item.format(FIRST, "post", "publish") + item.format("x", "attachment", "inherit")
    name, items = read(
        f"<rss><channel>{entries}{item.format('y', 'post', 'draft')}</channel></rss>"
    )
    assert name == "feed"
    assert [isinstance(one, Loss) for one in items] == [False, True, True]


@pytest.mark.parametrize(
    "text",
    [
        f"TY  - NEWS\nTI  - {FIRST}\nAU  - Morvan, Léa\nDA  - 2021/03/12/\nT2  - La Gazette\n"
        f"AB  - {ONE}\nER  - \n",
        f"@article{{cle,\n  title = {{{{Le}} pont de {{Loire}} sera rénové}},\n  author = "
        f'"Morvan, Léa",\n  date = {{2021-03-12}},\n  journal = {{La Gazette}},\n  abstract = '
        f"{{{ONE}}}\n}}\n",
    ],
)
def test_a_reference_is_an_article_of_its_abstract(text: str) -> None:
    (found,) = articles(text)
    assert (found.title, found.author, found.date) == (FIRST, "Morvan, Léa", "2021-03-12")
    assert found.outlet == "La Gazette"
    assert found.raw == f"{FIRST}\n\n{ONE}"


@pytest.mark.parametrize(
    "text",
    [
        "1\n00:00:00,000 --> 00:00:04,000\nbonjour à tous\n\n2\n00:00:04,000 --> 00:00:09,000\n"
        "parlons <i>du pont</i>\n",
        "WEBVTT\nKind: captions\n\n00:00.000 --> 00:04.000\nbonjour à tous\n\n"
        "00:04.000 --> 00:09.000\nbonjour à tous\nparlons du pont\n",
        "0:00\nbonjour à tous\n0:04\nparlons\n0:09\ndu pont\n",
    ],
)
def test_what_is_said_between_times_is_one_text(text: str) -> None:
    name, (found,) = read(text)
    assert name == "transcript"
    assert isinstance(found, Article)
    assert found.raw == "bonjour à tous parlons du pont"


def test_the_times_of_a_live_feed_are_those_of_the_day() -> None:
    text = "".join(f"{hour}:30\nLe pont rouvre à {hour} heures\n\n" for hour in (18, 17, 16, 15))
    assert read(text)[0] == "text"


def test_markdown_gives_roles_and_its_keys_state_fields() -> None:
    text = (
        f'---\ntitle: "Note"\nauthor: Léa Morvan\ndate: 2021-03-12\n---\n\n# {FIRST}\n\n{ONE}\n'
        "Voir [le plan](https://exemple.fr/p) et **le budget**.\n\n## Les travaux\n\n> Un pont.\n\n"
        "- un an\n* deux ans\n"
    )
    name, (found,) = read(text, "note.md")
    assert name == "markdown"
    assert isinstance(found, Article)
    assert (found.title, found.author, found.date) == (FIRST, "Léa Morvan", "2021-03-12")
    lines = found.raw.split("\n")
    assert {lines[number - 1]: role for number, role in found.roles.items()} == {
        FIRST: "title",
        "Les travaux": "heading",
        "Un pont.": "quote",
        "un an": "list",
        "deux ans": "list",
    }
    assert f"{ONE} Voir le plan et le budget." in lines


def test_the_text_of_factiva_is_parted_at_its_numbers() -> None:
    text = "\n\n".join(
        f"{title}\n\n{name}\n126 mots\n12 mars 2021\nLa Gazette\n\n{body}\n\nDocument {number}"
        for title, name, body, number in (
            (FIRST, "Léa Morvan", ONE, "GAZET00020210312eh3c0001x"),
            (SECOND, "Paul Roy", TWO, "GAZET00020210313eh3d0002y"),
        )
    )
    assert [FIRST in item.raw for item in articles(text)] == [True, False]
    assert [SECOND in item.raw for item in articles(text)] == [False, True]


def test_lines_of_a_narrow_column_are_one_paragraph(corpus_of: MakeCorpus) -> None:
    text = (
        "LE JOURNAL DE NEVERS\n\n12 MARS 1921\n\nLE PONT DE LOIRE\n\nLe conseil muni-\ncipal de "
        "Nevers a\nvoté mardi la réno-\nvation du pont de\nLoire, fermé depuis\nl'automne, et le\n"
        "préfet l'approuve.\n"
    )
    corpus = corpus_of({"a.txt": text})
    assert corpus.documents["title"].tolist() == ["LE PONT DE LOIRE"]
    (sentence,) = corpus.sentences["text"].tolist()[1:]
    assert " ".join(sentence.split()).startswith("Le conseil municipal de Nevers a voté mardi")


CONCORDANCE = (
    "1\tvoté la fin du\tpont\tde Loire, hier\ta.txt\n2\ta dit. Ce\tpont\tporte la ville\ta.txt\n"
    "3\tdes camions du\tPont\tneuf à Nevers, lundi\tb.txt\n"
)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (CONCORDANCE, "a concordance"),
        ("<rss><channel><title>Vide</title></channel></rss>", "a news feed without entries"),
        ("@article{cle,\n  year = {2021}\n}\n", "references without a title"),
        ("---\ntitle: Rien\n---\n", "without a text below its keys"),
    ],
)
def test_what_holds_no_article_is_refused_with_its_kind(text: str, reason: str) -> None:
    with pytest.raises(CorpusError, match=reason):
        read(text)


SIGNED = (
    f"{FIRST}\nPar Léa Morvan, le 3 mars 2024\n\n{ONE} {TWO}\n\n{TWO} {ONE} Rien d'autre.\n\n"
    f"{ONE} Voilà {TWO}\n\n"
)


def test_several_articles_in_one_text_are_flagged_with_their_headlines(
    corpus_of: MakeCorpus,
) -> None:
    second = SIGNED.replace(FIRST, SECOND).replace("Par Léa Morvan, le ", "")
    corpus = corpus_of({"un.txt": SIGNED, "deux.txt": SIGNED + second})
    flags = nkru.explain_flags(corpus).query("flag == 'several_articles'")
    assert flags[["doc_id", "evidence"]].to_numpy().tolist() == [["deux.txt", SECOND]]


def test_sheets_without_texts_and_lines_above_the_header_are_told(tmp_path: Path) -> None:
    rows = [["Corpus du pont", None, None], ["Titre", "Date", "Texte"], [FIRST, "12/03/2021", ONE]]
    with pd.ExcelWriter(tmp_path / "t.xlsx") as book:
        pd.DataFrame(rows).to_excel(book, index=False, header=False, sheet_name="Articles")
        pd.DataFrame({"an": [2021], "n": [2]}).to_excel(book, index=False, sheet_name="Comptes")
    corpus = nkru.read_corpus(tmp_path)
    assert corpus.documents["title"].tolist() == [FIRST]
    assert "sheet 'Comptes' is not read" in corpus.unread["reason"].iloc[0]


def docx(footnotes: int) -> bytes:
    from docx import Document

    stream = io.BytesIO()
    document = Document()
    document.add_paragraph(ONE)
    document.save(stream)
    if not footnotes:
        return stream.getvalue()
    space = "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'"
    note = "<w:footnote w:id='2'><w:p><w:r><w:t>Note.</w:t></w:r></w:p></w:footnote>" * footnotes
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    old, new = zipfile.ZipFile(stream), io.BytesIO()
    with zipfile.ZipFile(new, "w") as target:
        for name in old.namelist():
            part = old.read(name).decode() if name.endswith((".rels", ".xml")) else old.read(name)
            if name == "word/_rels/document.xml.rels":
                link = f"<Relationship Id='rIdNote' Type='{kind}' Target='footnotes.xml'/>"
                part = str(part).replace("</Relationships>", f"{link}</Relationships>")
            target.writestr(name, part)
        target.writestr("word/footnotes.xml", f"<w:footnotes {space}>{note}</w:footnotes>")
    return new.getvalue()


@pytest.mark.parametrize("footnotes", [0, 2])
def test_footnotes_that_are_not_read_are_told(corpus_of: MakeCorpus, footnotes: int) -> None:
    corpus = corpus_of({"a.docx": docx(footnotes)})
    told = [f"its {footnotes} footnotes are not read" in one for one in corpus.unread["reason"]]
    assert told == [True] * bool(footnotes)


def test_the_pages_of_a_long_pdf_that_are_not_read_are_told(monkeypatch: Any) -> None:
    class Page:
        def extract_text(self, visitor_text: Any) -> None:
            visitor_text(f"{ONE}\n", [1.0, 0, 0, 1, 0, 0], [1.0, 0, 0, 1, 0, 0], None, 12)

    class Reader:
        is_encrypted = False
        pages = (Page(),) * 2003

        def __init__(self, stream: object) -> None:
            pass

    monkeypatch.setattr("pypdf.PdfReader", Reader)
    monkeypatch.setattr(pdf, "check_amounts", lambda *amounts: None)
    (found,) = pdf.read(b"%PDF", "a.pdf")
    assert found.note == "read up to page 2,000 of 2,003; split it into several files"


@pytest.mark.parametrize(
    ("column", "value", "language"),
    [("language", "French", "fr"), ("lang", "fr-FR", "fr"), ("langue", "anglais", "en")],
)
def test_a_language_is_known_by_name_or_code(column: str, value: str, language: str) -> None:
    (found,) = articles(f"title,{column},text\n{FIRST},{value},{ONE.replace(',', '')}\n")
    assert found.language == language


def test_the_day_of_collection_is_no_day_of_publication() -> None:
    table = (
        f"title,datetime_utc,Date Added,text\n{FIRST},2023-01-01,2023-01-02,{TWO.replace(',', '')}"
    )
    assert articles(f"{table}\n")[0].date is None
