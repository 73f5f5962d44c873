"""Valid workbooks, OpenDocument, PDF, saved pages, JSON and XML, and what is hostile in each."""

from __future__ import annotations

import io
import json
import zlib
from random import Random

from fuzzing.articles import html, paragraphs, records, title, zipped
from fuzzing.mutations import Mutation, flip
from fuzzing.structures import (
    change_json,
    change_member,
    lie_in_headers,
    members_of,
    nest,
    timeless,
)

_SPACE = "urn:oasis:names:tc:opendocument:xmlns"
_NAMES = " ".join(f'xmlns:{name}="{_SPACE}:{name}:1.0"' for name in ("office", "table", "text"))
_BOMB = (
    b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (n, b"&%c;" % (n - 1) * 10) for n in range(98, 107))
    + b"]>"
)
_EXTERNAL = b'<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def xlsx(random: Random) -> bytes:
    import openpyxl

    book, stream = openpyxl.Workbook(), io.BytesIO()
    rows = records(random)
    for row in ([*rows[0]], *([*row.values()] for row in rows)):
        book.worksheets[0].append(row)
    book.save(stream)
    return timeless(stream.getvalue())


def _open_document(kind: str, body: str) -> bytes:
    content = f"<office:document-content {_NAMES}><office:body>{body}</office:body>"
    members = {
        "mimetype": f"application/vnd.oasis.opendocument.{kind}".encode(),
        "content.xml": f"{content}</office:document-content>".encode(),
    }
    return zipped(members, 0)


def ods(random: Random) -> bytes:
    rows = [[*records(random)[0]], *([*row.values()] for row in records(random))]
    cells = [
        "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in row)
        for row in rows
    ]
    table = "".join(f"<table:table-row>{row}</table:table-row>" for row in cells)
    return _open_document("spreadsheet", f"<table:table>{table}</table:table>")


def odt(random: Random) -> bytes:
    lines = "".join(f"<text:p>{line}</text:p>" for line in paragraphs(random))
    return _open_document(
        "text", f"<office:text><text:h>{title(random)}</text:h>{lines}</office:text>"
    )


def pdf(random: Random) -> bytes:
    shown = "".join(f"({line}) Tj T* " for line in [title(random), *paragraphs(random)])
    stream = zlib.compress(f"BT /F1 12 Tf 14 TL 72 700 Td {shown}ET".encode("cp1252", "replace"))
    return make_pdf(
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    )


def make_pdf(*objects: bytes) -> bytes:
    """Return a PDF of a catalog and these objects, of which the first is the tree of pages."""
    made, places = b"%PDF-1.4\n", []
    for number, content in enumerate([b"<</Type/Catalog/Pages 2 0 R>>", *objects], 1):
        places.append(len(made))
        made += b"%d 0 obj%s endobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(places) + 1
    trailer = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, len(made))
    return made + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + trailer


def mhtml(random: Random) -> bytes:
    return (
        b"From: <Saved by Blink>\r\nSubject: Le port\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; type="text/html"; boundary="xx"\r\n\r\n'
        b"--xx\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        + html(random)
        + b"\r\n--xx\r\nContent-Type: text/css\r\n\r\nbody {}\r\n--xx--\r\n"
    )


def json_array(random: Random) -> bytes:
    rows = records(random)
    shape = random.choice(
        [rows, {"articles": rows}, {k: [row[k] for row in rows] for k in rows[0]}]
    )
    return json.dumps(shape, ensure_ascii=random.random() < 0.5).encode()


def xml(random: Random) -> bytes:
    articles = "".join(
        f'<article title="{title(random)}" date="2019-04-1{number}">'
        f"{''.join(f'<p>{line}</p>' for line in paragraphs(random))}</article>"
        for number in range(random.randint(2, 5))
    )
    return f'<?xml version="1.0" encoding="utf-8"?>\n<corpus>{articles}</corpus>'.encode()


def _change_xml(data: bytes, random: Random, new: list[bytes], places: list[bytes]) -> bytes:
    """Put new elements before the first of these places, or a declaration before all."""
    if random.random() < 0.25:
        head = random.choice([_BOMB, _EXTERNAL, b'<?xml version="1.0" encoding="x-no"?>', b"\x00"])
        body = data.partition(b"?>")[2] or data
        return head + body.replace(b">", b">&j;", 1)
    place = next((place for place in places if place in data), b"")
    return data.replace(place, random.choice(new) + place, 1)


def change_open_document(data: bytes, random: Random) -> bytes:
    """Put cells and spaces with absurd numbers, or nests, into OpenDocument."""
    members = members_of(data)
    if not members or "content.xml" not in members:
        return change_member(data, random)
    number = random.choice([b"-1", b"x", b"1000000", b"2000000000", b"9" * 5000])
    cell = b'<table:table-cell table:number-columns-repeated="%s"><text:p>a</text:p>'
    new = [
        cell % number + b"</table:table-cell>",
        b'<table:table-row table:number-rows-repeated="%s"><table:table-cell><text:p>a</text:p>'
        b"</table:table-cell></table:table-row>" % number,
        b'<text:p>a<text:s text:c="%s"/>b</text:p>' % number,
        b"<text:section>" * 20_000,
        b"<text:p>Oui. </text:p>" * 20_000,
        b'<text:p text:style-name="%s">a</text:p>' % (b"n" * 100_000),
        b"<text:p>" * 300,
    ]
    places = [b"</table:table-row>", b"<text:p>", b"</office:body>"]
    members["content.xml"] = _change_xml(members["content.xml"], random, new, places)
    return zipped(members, random.choice([0, 8]))


def change_workbook(data: bytes, random: Random) -> bytes:
    """Put rows, references and styles that no program writes into a workbook."""
    members = members_of(data)
    names = [name for name in members or () if name.endswith((".xml", ".rels"))]
    if not members or not names:
        return change_member(data, random)
    name = "xl/worksheets/sheet1.xml" if random.random() < 0.6 else random.choice(names)
    new = [
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        b'<row r="2"><c r="ZZZZZ9" t="s"><v>-1</v></c></row>',
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>text</t></is></c></row>',
        b'<row r="0"><c t="e"><v>#REF!</v></c><c t="d"><v>2019-02-30</v></c></row>',
        b'<row><c s="99999"><v>1e999</v></c><c t="b"><v>x</v></c></row>',
        b"".join(b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>' % (n, n) for n in range(9, 3000)),
        b'<row r="5">' + b"<c><v>1</v></c>" * 100_000 + b"</row>",
        b"<row>" * 2000,
        b"<si><t>a</t></si>" * 200_000,
    ]
    places = [b"</sheetData>", b"</sst>", b"</"]
    members[name] = _change_xml(members.get(name, b"</"), random, new, places)
    return zipped(members)


def change_pdf(data: bytes, random: Random) -> bytes:
    """Return a PDF whose pages, streams and references lead in circles or have no end."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<<>>>>"
    bomb = zlib.compress(b"(Le texte.) Tj " * random.choice([10, 2_000_000]))
    return random.choice(
        [
            lambda: make_pdf(b"<</Type/Pages/Kids[2 0 R]/Count 1>>"),
            lambda: make_pdf(b"<</Type/Pages/Kids[%s]/Count 9>>" % (b"3 0 R " * 90_000), page),
            lambda: make_pdf(
                b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
                page,
                b"<</Length %d/Filter[%s]>>stream\n%s\nendstream"
                % (len(bomb), b"/FlateDecode" * random.choice([1, 3]), bomb),
            ),
            lambda: make_pdf(b"<</Type/Pages/Kids[3 0 R]/Count -1>>", page, b"4 0 R"),
            lambda: make_pdf(b"[" * random.choice([50, 50_000])),
            lambda: make_pdf(b"<</A" * random.choice([50, 50_000])),
            lambda: data.replace(b"/Length", b"/Length 99999999999 /X"),
            lambda: data.replace(b"startxref\n", b"startxref\n9"),
            lambda: data.replace(b"trailer<<", b"trailer<</Prev 9/Encrypt 2 0 R"),
            lambda: data.replace(b"T* ", b"q " * 50_000),
            lambda: data[: data.rfind(b"xref\n0")] + b"xref\n0 999999999\n",
        ]
    )()


def change_mail(data: bytes, random: Random) -> bytes:
    """Put parts into parts, and headers that no program writes, into a page saved as one file."""
    depth = random.choice([30, 2000])
    old, new = random.choice(
        [
            (b"--xx\r\n", b"--xx\r\nContent-Type: message/rfc822\r\n\r\n" * depth),
            (b"8bit", random.choice([b"base64", b"quoted-printable", b"x-uuencode", b"7bit"])),
            (b"utf-8", random.choice([b"x-no", b"utf-16", b"\xff", b"idna", b"a" * 5000])),
            (b'boundary="xx"', random.choice([b"", b'boundary=""', b'boundary="' + b"-" * 9000])),
            (b"Subject:", b"X: " + b"=?utf-8?q?=C3?= " * 20_000 + b"\r\nSubject:"),
            (b"--xx\r\n", b"--xx\r\n" * 20_000),
            (b"Content-Type:", b"Content-Type: text/html;" + b" a=b;" * 20_000 + b"\r\nX:"),
            (b"text/html", b"multipart/mixed"),
        ]
    )
    return data.replace(old, new, random.choice([1, 9]))


def change_tags(data: bytes, random: Random) -> bytes:
    """Put articles into articles, entities and attributes without end into XML."""
    new = [
        b"<article>" * 20_000,
        b"<p " + b" ".join(b"a%d=1" % n for n in range(20_000)) + b">x</p>",
        b"<p>" * 100_000,
        b"&j;" * 1000,
        b"<article/>" * 20_000,
        b'<article title="' + b"a" * 500_000 + b'">Oui.</article>',
        b'<article date="2019-02-30" titre=3 date=x>Oui.</article>',
        b"<![CDATA[" * 500,
        b"<?a " * 20_000,
        b"<a:article b:c='d'>Oui.</a:article>",
    ]
    return _change_xml(data, random, new, [b"<article", b"</p>", b"</"])


def nest_json(data: bytes, random: Random) -> bytes:
    """Put numbers, keys and nests into JSON that parsers refuse or take long for."""
    new = random.choice(
        [
            b"9" * 10_000,
            b"1e99999",
            b"-" * 9,
            b"[" * 100_000,
            b'{"a":' * 100_000,
            b"[[1,2]," * 20_000,
            b'{"k":1,' + b",".join(b'"k%d":"Le texte."' % n for n in range(20_000)) + b"}",
            b"[" + b",".join([b"[]"] * 200_000) + b"]",
            b'"' + b"\\ud800" * 20_000 + b'"',
            b'"' + b"Le texte. " * 900_000 + b'"',
        ]
    )
    place = random.choice([b'"title": ', b"[", b"{"])
    return data.replace(place, place + new + b"," * random.randint(0, 1), 1)


FORMATS = {
    "xlsx": (".xlsx", xlsx),
    "ods": (".ods", ods),
    "odt": (".odt", odt),
    "pdf": (".pdf", pdf),
    "mhtml": (".mht", mhtml),
    "json": (".json", json_array),
    "xml": (".xml", xml),
}
_PACKED: tuple[Mutation, ...] = (change_open_document, change_open_document, change_member, nest)
OWN: dict[str, tuple[Mutation, ...]] = {
    "xlsx": (change_workbook, change_workbook, change_member, lie_in_headers),
    "ods": (*_PACKED, lie_in_headers),
    "odt": _PACKED,
    "pdf": (change_pdf, change_pdf, flip),
    "mhtml": (change_mail, change_mail),
    "json": (nest_json, change_json),
    "xml": (change_tags, change_tags),
}
