"""Documents of word processors: all their text in its order, and Nexis in RTF."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest

from nkru.corpus import formats
from nkru.corpus.articles import Article

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
BOX = "<w:txbxContent><w:p><w:r><w:t>Encadré.</w:t></w:r></w:p></w:txbxContent>"


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def read(body: str) -> str:
    """Return the text of a document with this body."""
    whole, stream = docx.Document(), io.BytesIO()
    whole.save(stream)
    parts = zipfile.ZipFile(stream)
    made = io.BytesIO()
    xml = f"<w:document {_W} {_MC}><w:body>{body}</w:body></w:document>"
    with zipfile.ZipFile(made, "w") as archive:
        for name in parts.namelist():
            content = xml.encode() if name == "word/document.xml" else parts.read(name)
            archive.writestr(name, content)
    _, (item,) = formats.read(made.getvalue(), "essai.docx")
    assert isinstance(item, Article)
    return item.raw


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (
            f"<w:p>{run('Le ')}<w:ins>{run('port')}</w:ins>{run(' rouvre.')}</w:p>",
            "Le port rouvre.",
        ),
        (f"<w:p>{run('Le port')}<w:del>{run(' sud')}</w:del>{run('.')}</w:p>", "Le port."),
        (f"<w:p>{run('Un')}<w:moveFrom>{run('x')}</w:moveFrom></w:p>", "Un"),
        (f"<w:p><w:moveTo>{run('Un')}</w:moveTo></w:p>", "Un"),
        (f"<w:sdt><w:sdtContent><w:p>{run('Un')}</w:p></w:sdtContent></w:sdt>", "Un"),
        (f"<w:p><w:sdt><w:sdtContent>{run('Un')}</w:sdtContent></w:sdt></w:p>", "Un"),
        (f"<w:ins><w:p>{run('Un')}</w:p></w:ins><w:p>{run('Deux')}</w:p>", "Un\nDeux"),
        (
            f"<w:p>{run('Un')}<w:r><mc:AlternateContent><mc:Choice>{BOX}</mc:Choice><mc:Fallback>"
            f"{BOX}</mc:Fallback></mc:AlternateContent></w:r></w:p><w:p>{run('Deux')}</w:p>",
            "Un\nEncadré.\nDeux",
        ),
        (
            f"<w:tbl><w:tr><w:tc><w:p>{run('a')}</w:p></w:tc><w:tc><w:p>{run('b')}</w:p></w:tc>"
            f"</w:tr></w:tbl><w:p>{run('Fin')}</w:p>",
            "a b\nFin",
        ),
        (f"<w:p><w:hyperlink>{run('Un')}</w:hyperlink>{run(' lien')}</w:p>", "Un lien"),
        (f"<w:p>{run('Un')}<w:r><w:br/></w:r>{run('Deux')}</w:p>", "Un\nDeux"),
        (
            f"<w:tbl><w:tr><w:tc><w:p>{run('a')}<w:r>{BOX}</w:r></w:p></w:tc></w:tr></w:tbl>",
            "a\nEncadré.",
        ),
    ],
)
def test_all_that_a_reader_sees_is_read_in_its_order(body: str, text: str) -> None:
    assert read(body) == text


ENGLISH = ("Section", "Length", "Byline", "Body", "Load-Date: March 15, 2024", "End of Document")
FRENCH = ("Rubrique", "Longueur", "Signature", "Corps", "Date de chargement: 15 mars 2024")


def nexis(names: tuple[str, ...], day: str) -> list[str]:
    section, length, byline, body, loaded, *end = names
    return [
        "La criée du port rouvre",
        "Le Monde",
        day,
        "Copyright 2024 Le Monde Tous droits réservés",
        f"{section}: PORTS; Pg. 4",
        f"{length}: 412 words",
        f"{byline}: Claire Dumont",
        body,
        "Le maire a reçu les pêcheurs mardi.",
        "La criée a rouvert : le port respire.",
        loaded,
        *(end or ["Fin du document"]),
    ]


def rtf(lines: list[str]) -> bytes:
    escaped = ("".join(c if c.isascii() else f"\\u{ord(c)}?" for c in line) for line in lines)
    return ("{\\rtf1\\ansi\n" + "".join(f"\\pard {line}\\par\n" for line in escaped) + "}").encode()


def word(lines: list[str]) -> bytes:
    whole, stream = docx.Document(), io.BytesIO()
    for line in lines:
        whole.add_paragraph(line)
    whole.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("make", [rtf, word])
@pytest.mark.parametrize("names", [ENGLISH, FRENCH])
def test_documents_of_nexis_in_word_and_rtf(make, names: tuple[str, ...]) -> None:  # type: ignore[no-untyped-def]
    days = ("Mercredi 13 mars 2024", "March 14, 2024", "printemps 2024")
    reader, items = formats.read(make([line for day in days for line in nexis(names, day)]), "n")
    assert reader.NAME == "lexis"
    assert [item.date for item in items] == ["2024-03-13", "2024-03-14", None]
    for item in items:
        assert (item.title, item.outlet) == ("La criée du port rouvre", "Le Monde")
        assert (item.author, item.section) == ("Claire Dumont", "PORTS; Pg. 4")
        assert item.raw.endswith("mardi.\n\nLa criée a rouvert : le port respire.")
