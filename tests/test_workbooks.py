"""Workbooks, OpenDocument, PDF and pages saved as one file: what people have, read as articles."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

import openpyxl
import pytest

from nkru.corpus import formats
from nkru.corpus.articles import Article
from nkru.corpus.formats.pdf_pages import PrintedLine, text_of
from nkru.errors import CorpusError

TEXT = "Le maire a reçu les pêcheurs mardi, et la criée du port a rouvert ses portes."
_O = "urn:oasis:names:tc:opendocument:xmlns"
_NS = " ".join(f'xmlns:{name}="{_O}:{name}:1.0"' for name in ("office", "table", "text", "style"))


def xlsx(*sheets: list[list[object]]) -> bytes:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    book.remove(book.active)
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    book.save(stream)
    return stream.getvalue()


def open_document(kind: str, body: str) -> bytes:
    stream = io.BytesIO()
    content = f"<office:document-content {_NS}><office:body>{body}</office:body>"
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        archive.writestr("content.xml", f"{content}</office:document-content>")
    return stream.getvalue()


def cell(text: str, stated: str = "") -> str:
    return f"<table:table-cell {stated}><text:p>{text}</text:p></table:table-cell>"


def ods(*rows: str) -> bytes:
    lines = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    return open_document("spreadsheet", f"<table:table>{lines}</table:table>")


def read(data: bytes) -> tuple[str, list[Article]]:
    reader, items = formats.read(data, "essai")
    return reader.NAME, [item for item in items if isinstance(item, Article)]


DATED = 'office:date-value="2021-03-12T00:00:00"'


@pytest.mark.parametrize(
    "data",
    [
        xlsx([["titre", "date", "texte"], ["Le port", datetime(2021, 3, 12), TEXT]]),  # noqa: DTZ001
        xlsx([["Manchette", "Parution", "Papier"], ["Le port", "12/03/2021", TEXT]]),
        xlsx([[], ["titre", "date", "texte"], [], ["Le port", "12 mars 2021", TEXT]]),
        xlsx([["a", "b"], [1, 2]], [["titre", "date", "texte"], ["Le port", 20210312, TEXT]]),
        ods(
            cell("titre") + cell("date") + cell("texte"),
            cell("Le port") + cell("12/03/21", DATED) + cell(TEXT),
        ),
        ods(
            cell("titre") + cell("date") + cell("texte"),
            '<table:table-cell table:number-columns-repeated="9"/>',
            cell("Le port") + cell("12/03/2021") + cell(TEXT),
        ),
    ],
)
def test_a_sheet_gives_its_articles(data: bytes) -> None:
    name, (article,) = read(data)
    assert name == "workbook"
    assert (article.title, article.date) == ("Le port", "2021-03-12")
    assert article.raw == f"Le port\n\n{TEXT}"


@pytest.mark.parametrize(
    "data", [xlsx([["a", "b"], [1, 2]]), xlsx([[]]), ods(cell("a") + cell("b"), cell("1"))]
)
def test_a_workbook_without_texts_is_refused(data: bytes) -> None:
    with pytest.raises(CorpusError, match="workbook without a column of texts"):
        read(data)


def test_a_damaged_workbook_is_refused() -> None:
    whole = xlsx([["titre", "texte"], ["Un", TEXT]])
    with pytest.raises(CorpusError, match="zip archive|damaged"):
        read(whole[: len(whole) // 2])


def test_a_text_of_opendocument_is_read_in_its_order() -> None:
    body = (
        "<office:text><text:tracked-changes><text:p>Effacé.</text:p></text:tracked-changes>"
        '<text:p text:style-name="Title">Le port</text:p><text:h>Mardi</text:h>'
        f"<text:p>Un<text:s/>deux<text:line-break/>trois <text:span>et</text:span> fin.</text:p>"
        f"<table:table><table:table-row>{cell('a')}{cell('b')}</table:table-row></table:table>"
        "</office:text>"
    )
    name, (article,) = read(open_document("text", body))
    assert name == "odt"
    assert article.raw == "Le port\nMardi\nUn deux\ntrois et fin.\na b"
    assert dict(article.roles) == {1: "title", 2: "heading"}


def printed(*lines: tuple[str, int, int, int]) -> bytes:
    """Return a PDF of one page with lines: text, left end, height and size of its letters."""
    shown = (f"/F1 {size} Tf 1 0 0 1 {x} {y} Tm ({text}) Tj " for text, x, y, size in lines)
    return document(f"BT {''.join(shown)}ET".encode("cp1252"))


def pdf(lines: list[str]) -> bytes:
    """Return a PDF of one page with these lines in its text layer."""
    shown = "".join(f"({line}) Tj T* " for line in lines)
    return document(f"BT /F1 12 Tf 14 TL 72 700 Td {shown}ET".encode("cp1252"))


def document(stream: bytes) -> bytes:
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    made = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj%s endobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(made)
    return made + b"xref\n0 6\n0000000000 65535 f \n" + table + trailer


def test_the_text_layer_of_a_pdf_is_read() -> None:
    name, (article,) = read(pdf([TEXT, TEXT]))
    assert name == "pdf"
    assert article.raw == f"{TEXT} {TEXT}"


def test_a_printed_page_has_a_headline_paragraphs_and_columns() -> None:
    title = ["Le bac de Lanvau", "cessera de traverser"]
    first = ["Le département a voté jeudi la fin", "du bac, trop vieux pour être répa-", "ré."]
    second = ["Les quatre cents habitants de", "la commune de Lanvau attendent"]
    third = ["un pont depuis longtemps."]
    rows = [(line, 72, 760 - 26 * n, 24) for n, line in enumerate(title)]
    rows += [(line, 72, 690 - 14 * n, 12) for n, line in enumerate(first)]
    rows += [(line, 82 if n == 0 else 72, 648 - 14 * n, 12) for n, line in enumerate(second)]
    rows += [(line, 320, 690 - 14 * n, 12) for n, line in enumerate(third)]
    _, (article,) = read(printed(*rows))
    assert article.raw.split("\n\n") == [
        "Le bac de Lanvau cessera de traverser",
        "Le département a voté jeudi la fin du bac, trop vieux pour être réparé.",
        "Les quatre cents habitants de la commune de Lanvau attendent un pont depuis longtemps.",
    ]
    assert dict(article.roles) == {1: "title"}


def test_the_edges_of_sheets_stand_outside_of_the_text() -> None:
    foot = PrintedLine("Le Littoral 1", 72, 40, 9)
    pages = [
        [PrintedLine("Le préfet a promis hier", 72, 700, 12), foot],
        [PrintedLine("une digue aux riverains.", 72, 700, 12), foot._replace(text="Le Littoral 2")],
    ]
    text = "Le préfet a promis hier une digue aux riverains.\nLe Littoral 1\nLe Littoral 2"
    assert text_of(pages) == (text, {2: "boilerplate", 3: "boilerplate"})


@pytest.mark.parametrize(
    ("data", "reason"),
    [(pdf(["Page 1"]), "without a text layer"), (b"%PDF-1.7\nrien", "damaged PDF")],
)
def test_a_scan_and_a_damaged_pdf_are_refused(data: bytes, reason: str) -> None:
    with pytest.raises(CorpusError, match=reason):
        read(data)


@pytest.mark.parametrize("coding", ["8bit", "quoted-printable"])
def test_a_page_saved_as_one_file_is_read_as_its_page(coding: str) -> None:
    page = f"<html><body><article><h1>Le port</h1><p>{TEXT}</p></article></body></html>"
    if coding == "quoted-printable":
        import quopri

        page = quopri.encodestring(page.encode()).decode()
    data = (
        "From: <Saved by Blink>\nSubject: Le port\nMIME-Version: 1.0\n"
        'Content-Type: multipart/related; type="text/html"; boundary="xx"\n\n'
        f"--xx\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: {coding}\n\n"
        f"{page}\n--xx\nContent-Type: text/css\n\nbody {{}}\n--xx--\n"
    )
    name, (article,) = read(data.encode())
    assert name == "mhtml"
    assert TEXT in article.raw
    assert "body {" not in article.raw
