"""Mutations that know a format: archives, documents, tables and exports that lie in due form."""

from __future__ import annotations

import io
import json
import re
import struct
import warnings
import zipfile
import zlib
from random import Random
from typing import Any

from fuzzing.articles import records, zipped
from fuzzing.mutations import SHORT, Mutation, flip, insert_many, insert_token

NAMES = (
    *("", ".", "..", "/", "a/", "../a.txt", "/etc/a.txt", "C:\\a.txt", "a\x00b.txt", "n" * 5000),
    *(
        "a.txt",
        "a.txt#1",
        "a.csv",
        "README.md",
        ".hidden",
        "metadata.csv",
        "a\nb.txt",
        "\x1b[31m.txt",
    ),
    *("é.txt", "e\u0301.txt", "x.zip", "a//b.txt", "a/./b.txt", "=1+1.txt", "[Content_Types].xml"),
)
SCALARS: tuple[Any, ...] = (3, None, True, "", [1, 2], {}, [], "a\ud83d", 1e999, -0.5, 10**30, [[]])


def members_of(data: bytes) -> dict[str, bytes] | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            return {name: book.read(name) for name in book.namelist()}
    except (zipfile.BadZipFile, OSError, RuntimeError, ValueError, EOFError, zlib.error):
        return None


def timeless(data: bytes) -> bytes:
    """Return a workbook without the time at which it was written."""
    members = members_of(data) or {}
    core = members.get("docProps/core.xml", b"")
    members["docProps/core.xml"] = re.sub(rb"\d{4}-\d\d-\d\dT[\d:.]+", b"2019-04-25T12:00:00", core)
    return zipped(members)


def change_member(data: bytes, random: Random) -> bytes:
    """Damage the bytes of one member, and pack it again as if it were whole."""
    members = members_of(data)
    if not members:
        return flip(data, random)
    name = random.choice(list(members))
    members[name] = random.choice([flip, insert_token, insert_many])(members[name], random)
    return zipped(members, random.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]))


def rename_members(data: bytes, random: Random) -> bytes:
    """Give members names that stand twice, name nothing, or lead out of the archive."""
    contents = list((members_of(data) or {"a.txt": b"Le texte."}).values())
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as book:
        for content in contents * random.choice([1, 1, 2]):
            info = zipfile.ZipInfo("a")
            info.filename = random.choice(NAMES)
            info.external_attr = random.choice([0, 0, 0o120777 << 16, 0o40755 << 16])
            _write_quietly(book, info, content)
    return stream.getvalue()


def _write_quietly(book: zipfile.ZipFile, info: zipfile.ZipInfo, content: bytes) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a name twice
        book.writestr(info, content)


def lie_in_headers(data: bytes, random: Random) -> bytes:
    """Change sizes, methods, flags and offsets in the headers of an archive."""
    changed, places = bytearray(data), []
    for magic, size in ((b"PK\x01\x02", 46), (b"PK\x03\x04", 30), (b"PK\x05\x06", 22)):
        at = data.find(magic)
        while at >= 0:
            places += range(at + 4, min(at + size, len(data)))
            at = data.find(magic, at + 4)
    for _ in range(random.randint(1, 4) if places else 0):
        changed[random.choice(places)] = random.choice([0, 1, 8, 9, 0x7F, 0xFF])
    return bytes(changed)


def nest(data: bytes, random: Random) -> bytes:
    """Pack the file into archives, one in another or many in one."""
    depth, copies = random.choice([(1, 1), (2, 1), (5, 1), (30, 1), (1, 40), (2, 12)])
    for _ in range(depth):
        data = zipped({f"{copy}.zip": data for copy in range(copies)})
    return data


def bomb(data: bytes, random: Random) -> bytes:
    """Add members that unpack to far more than they hold."""
    size = random.choice([900_000, 30_000_000, 90_000_000])
    count = random.choice([1, 1, 3]) if size > 10**6 else 60
    members = {f"{number}.txt": b"Le texte. " * (size // 10) for number in range(count)}
    return zipped({**(members_of(data) or {}), **members})


def change_word_xml(data: bytes, random: Random) -> bytes:
    """Put words of WordprocessingML with absurd numbers into a document."""
    members = members_of(data)
    if not members or "word/document.xml" not in members:
        return change_member(data, random)
    xml = members["word/document.xml"]
    cell = b'<w:tc><w:tcPr><w:gridSpan w:val="%d"/></w:tcPr><w:p/></w:tc>'
    new = random.choice(
        [
            b"<w:tbl><w:tr>" + cell % random.choice([-1, 0, 10**5, 10**8]) + b"</w:tr></w:tbl>",
            b"<w:tbl>"
            + b"<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr></w:tc></w:tr>" * 3000
            + b"</w:tbl>",
            b"<w:p><w:r><w:t>Oui. </w:t></w:r></w:p>" * random.choice([300, 5000]),
            b"<w:sdt><w:sdtContent>" * 2000,
            b'<w:p><w:pPr><w:pStyle w:val="\xff"/></w:pPr></w:p>',
            b"<w:tbl/>",
        ]
    )
    members["word/document.xml"] = xml.replace(b"<w:p>", new + b"<w:p>", 1)
    return zipped(members)


def break_table(data: bytes, random: Random) -> bytes:
    """Damage the rows of a CSV as hands and programs do."""
    lines = data.decode("utf-8", "replace").split("\n")
    at = random.randrange(len(lines))
    row = lines[at]
    lines[at : at + 1] = random.choice(
        [
            [row + ","],
            [row + ",x,y"],
            [row.rpartition(",")[0]],
            [f'{row}"'],
            ['"' + row],
            [row] * random.choice([2, 3100]),
            [","] * 50,
            ["", "", row],
            [f"{row},{'x' * 140_000}"],
            [",".join(f"c{n}" for n in range(random.choice([300, 20_000])))],
            [row.upper()],
            [],
        ]
    )
    if random.random() < 0.3:
        lines = [line + "," for line in lines]
    return "\n".join(lines if random.random() < 0.9 else lines[:1]).encode()


def change_cell(data: bytes, random: Random) -> bytes:
    """Replace one value of a CSV."""
    lines = data.decode("utf-8", "replace").split("\n")
    at = random.randrange(len(lines))
    separator = max(",;\t", key=lines[0].count)
    cells = lines[at].split(separator)
    cells[random.randrange(len(cells))] = random.choice(
        [*SHORT, "", " ", "x" * 5000, "title", "-1"]
    )
    lines[at] = separator.join(cells)
    return "\n".join(lines).encode()


def change_json(data: bytes, random: Random) -> bytes:
    """Put values of other types into lines of JSON, or nest them."""
    lines = data.decode("utf-8", "replace").split("\n")
    at = random.randrange(len(lines))
    choice = random.randrange(5)
    if choice == 0:
        lines[at] = json.dumps(random.choice(SCALARS))
    elif choice == 1:
        row = {key: random.choice(SCALARS) for key in ("title", "text", "date")}
        lines[at] = json.dumps(row)
    elif choice == 2:
        lines[at] = '{"a":' * random.choice([10, 60_000]) + "[" * random.choice([1, 60_000])
    elif choice == 3:
        lines += [json.dumps({f"k{n}": n, "text": "Oui."}) for n in range(1500)]
    else:
        lines = ["[", *(f"{line}," for line in lines), "{}]"]
    return "\n".join(lines).encode()


def make_parquet(data: bytes, random: Random) -> bytes:
    """Return a Parquet file with columns that no export of articles has."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    texts = [row["text"] for row in records(random)]
    columns: list[Any] = [
        pa.array(texts),
        pa.array(texts[:1] * len(texts)).dictionary_encode(),
        pa.array([None] * len(texts)),
        pa.array([[1, 2]] * len(texts)),
        pa.array([{"a": 1}] * len(texts)),
        pa.array([b"\xff\xfe"] * len(texts)),
        pa.array([1.5] * len(texts)),
        pa.array([2**62] * len(texts), pa.timestamp("us")),
        pa.array([b"caf\xe9"] * len(texts)).view(pa.string()),
    ]
    names = ["text", "title", "date", "author", "url", "outlet"]
    chosen = [random.choice(columns) for _ in names]
    table = pa.Table.from_arrays(chosen, [random.choice(names) for _ in names])
    metadata = random.choice(
        [None, {"pandas": "{}"}, {"pandas": "[]"}, {"pandas": '{"columns": 3}'}]
    )
    table = table.slice(0, random.choice([0, len(texts), len(texts)]))
    if random.random() < 0.2 and len(table):
        table = pa.concat_tables([table] * 5000)
    stream = io.BytesIO()
    pq.write_table(table.replace_schema_metadata(metadata), stream)
    return stream.getvalue()


def stretch_html(data: bytes, random: Random) -> bytes:
    """Put many or nested elements into a page."""
    count = random.choice([30, 500, 20_000])
    new = random.choice(
        [
            b"<!--a-->" * count + b"<span>",
            b"<div>" * count,
            b"<script " * count,
            b"<b a=b " * count,
            b"<p " + b" ".join(b"a%d=1" % n for n in range(count)) + b">x</p>",
            b"<article>" * count,
            b"<table><tr>" + b"<td>1</td>" * count + b"</tr></table>",
            b"<ul>" + b"<li><a href=/x>Lien</a>" * count,
            b'<script type="application/ld+json">' * min(count, 3000),
            b"<html>" * 3,
            b"<pre>" + b" " * count,
            b'<meta property="og:title" content="' + b"a" * count + b'">',
            b'<div class="c1{' + b".c1{" * count + b'">',
            b'<script type="application/ld+json">{"headline":"a\\ud83d","author":[[{}]],'
            b'"datePublished":3}</script>',
        ]
    )
    for place in (b"</p>", b"<body>", b"<html"):
        if place in data:
            return data.replace(place, new + place, 1)
    return new + data


def stretch_rtf(data: bytes, random: Random) -> bytes:
    """Put groups and control words with absurd numbers into RTF."""
    new = random.choice(
        [
            b"{" * 5000,
            b"}" * 50,
            b"{\\field{\\*\\fldinst{HYPERLINK x}}{\\fldrslt y}}" + b" " * 2000,
            b"\\u-10179?\\u-8704?",
            b"\\u55357?",
            b"\\ansicpg99999",
            b"\\'",
            b"\\'zz",
            b"\\bin1000000000 ",
            b"\\par" * 20_000,
            b"{\\pict " + b"ff" * 50_000 + b"}",
            b"\\u99999999999999?",
        ]
    )
    at = random.randrange(len(data) + 1)
    return data[:at] + new + data[at:]


def multiply(data: bytes, random: Random) -> bytes:
    """Put thousands of articles into one export."""
    count = random.choice([50, 3100])
    return data * min(count, 1 + 600_000 // (len(data) + 1))


def damage_footer(data: bytes, random: Random) -> bytes:
    """Change the length of the footer of a Parquet file, or bytes of it."""
    if random.random() < 0.3:
        return data[:-8] + struct.pack("<I", random.choice([0, 1, 2**31, 2**32 - 1])) + data[-4:]
    changed = bytearray(data)
    for _ in range(5 if len(data) > 300 else 0):
        changed[-random.randrange(9, 300)] = random.randrange(256)
    return bytes(changed)


_ZIP: tuple[Mutation, ...] = (
    change_member,
    change_member,
    rename_members,
    lie_in_headers,
    nest,
    bomb,
)
_PAGE: tuple[Mutation, ...] = (stretch_html, stretch_html, multiply)
OWN: dict[str, tuple[Mutation, ...]] = {
    "docx": (change_word_xml, change_word_xml, change_member, lie_in_headers, nest),
    "zip": _ZIP,
    "csv": (break_table, break_table, change_cell),
    "jsonl": (change_json,),
    "parquet": (make_parquet, make_parquet, damage_footer),
    "rtf": (stretch_rtf,),
    "factiva_rtf": (stretch_rtf,),
    "iramuteq": (multiply, insert_token),
    **dict.fromkeys(
        ["html", "europresse", "europresse_early", "factiva", "factiva_index", "lexis"], _PAGE
    ),
}
