"""Files made to hurt, in bytes: archives, documents, tables and pages that ask for too much."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
from collections.abc import Iterable

import docx
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

MEGABYTE = 1 << 20
_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def packed(
    members: Iterable[tuple[str, bytes | str]], compression: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """Return a zip archive; names may stand in it twice, or be empty."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, content in members:
            member = zipfile.ZipInfo(name or "empty")
            member.filename, member.compress_type = name, compression
            archive.writestr(member, content)
    return stream.getvalue()


def link(name: str, target: str) -> bytes:
    """Return a zip archive with a symbolic link and a file."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        member = zipfile.ZipInfo(name)
        member.create_system, member.external_attr = 3, 0o120777 << 16
        archive.writestr(member, target)
        archive.writestr("bon.txt", "Un texte.")
    return stream.getvalue()


def overlapping(entries: int) -> bytes:
    """Return an archive of which each entry is the same megabyte."""
    data = packed([("a.txt", bytes(MEGABYTE))])
    start, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    listed = data[start:end] * entries
    tail = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, entries, entries, len(listed), start, 0)
    return data[:start] + listed + tail


def document(body: str, kind: str | None = None, head: str = "") -> bytes:
    """Return a DOCX file with this XML in its body and before it, or one of another kind."""
    whole, stream = docx.Document(), io.BytesIO()
    whole.save(stream)
    text = f'{head}<w:document xmlns:w="{_MAIN}"><w:body>{body}</w:body></w:document>'
    with zipfile.ZipFile(stream) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["word/document.xml"] = text.encode()
    if kind:
        types = parts["[Content_Types].xml"].decode()
        parts["[Content_Types].xml"] = types.replace("document.main", kind).encode()
    return packed(parts.items())


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def row(property_: str = "") -> str:
    return f"<w:tr><w:tc><w:tcPr>{property_}</w:tcPr>{paragraph('a')}</w:tc></w:tr>"


def parquet(table: pd.DataFrame) -> bytes:
    stream = io.BytesIO()
    table.to_parquet(stream)
    return stream.getvalue()


def repeated(text: str, rows: int) -> bytes:
    """Return a Parquet file that holds a text once, and as many rows that refer to it."""
    texts = pa.DictionaryArray.from_arrays(pa.array([0] * rows, pa.int32()), pa.array([text]))
    stream = io.BytesIO()
    pq.write_table(pa.table({"text": texts}), stream)
    return stream.getvalue()


def page(body: str) -> bytes:
    return f"<html><body>{body}</body></html>".encode()
