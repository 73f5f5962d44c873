"""Zip archives: the files in an archive, and the office documents that are archives too."""

from __future__ import annotations

import io
import lzma
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from operator import attrgetter
from pathlib import PurePosixPath

from nkru.corpus.budgets import MAX_MEMBERS, Unpacking
from nkru.corpus.names import own_names
from nkru.errors import CorpusError

# The errors of zipfile and its four decompressors on damaged bytes.
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
    OSError,
    ValueError,
)
_ZIP = b"PK\x03\x04"
# Signs of a zip that is one document: the first bytes in OpenDocument, an entry in Office.
_MIMETYPE = b"mimetypeapplication/"
_CONTENT_TYPES = "[Content_Types].xml"
_DOCUMENTS = {"xl/": "workbook", "ppt/": "presentation", "word/": "text"}


def is_archive(data: bytes) -> bool:
    """Return whether a file is a zip archive other than an office document."""
    return data.startswith(_ZIP) and document_kind(data) is None


# Readers ask one after the other for the kind of one file.
@lru_cache(maxsize=2)
def document_kind(data: bytes) -> str | None:
    """Return the kind of document that a zip archive is: text, workbook, presentation or other.

    None for an archive of several documents, though its bytes contain the names of their parts.
    """
    if _MIMETYPE in data[:99]:
        return "other"
    names = file_names(data)
    if _CONTENT_TYPES not in names:
        return None
    kinds = (kind for mark, kind in _DOCUMENTS.items() if any(n.startswith(mark) for n in names))
    return next(kinds, "text")


def file_names(data: bytes) -> list[str]:
    """Return the names in an archive; of a damaged one, those implied by its first file."""
    try:
        with _opened(data) as archive:
            return archive.namelist()
    except (*DAMAGED, CorpusError):
        length = int.from_bytes(data[26:28], "little")
        first = data[30 : 30 + length].decode("utf-8", "replace")
        # Office writes one of these first.
        if first in (_CONTENT_TYPES, "_rels/.rels") or first.startswith("word/"):
            return [_CONTENT_TYPES, *(mark for mark in _DOCUMENTS if mark.encode() in data)]
        return [first]


def _opened(data: bytes) -> zipfile.ZipFile:
    # Python makes an object of each entry before one can count them.
    if data.count(b"PK\x01\x02") > MAX_MEMBERS:
        raise CorpusError("more than {most} files in an archive; unpack it", most=MAX_MEMBERS)
    return zipfile.ZipFile(io.BytesIO(data))


def check_size(data: bytes, budget: Unpacking | None = None) -> None:
    """Check that an archive does not unpack to far more than its size, or than the budget.

    Raises:
        CorpusError: it does; or one of `DAMAGED`.
    """
    with _opened(data) as archive:
        sizes = [(info.file_size, info.compress_size) for info in archive.infolist()]
    (budget or Unpacking(len(data))).take(sizes)


def members(data: bytes, budget: Unpacking) -> Iterator[tuple[str, str, Callable[[], bytes]]]:
    """Yield each file of an archive, sorted by name: its name, a unique name, and its unpacker.

    The unique name differs if several files have the same name (see `own_names`). The unpacker
    raises CorpusError for a file that is damaged, encrypted, not an ordinary file, or named outside
    the archive.

    Raises:
        CorpusError: the archive is damaged, holds no file, or unpacks to more than the budget.
    """
    try:
        check_size(data, budget)
    except DAMAGED as error:
        raise CorpusError(
            "a damaged zip archive ({error}); pack it again", error=str(error)
        ) from None
    with _opened(data) as archive:
        infos = [info for info in archive.infolist() if not info.filename.endswith("/")]
        infos.sort(key=attrgetter("filename"))
        if not infos:
            raise CorpusError("an archive without a file; pack the articles again")
        own = own_names([info.filename for info in infos])
        for info, name in zip(infos, own, strict=True):
            yield info.filename, name, partial(_unpack, archive, info)


def _unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    path = PurePosixPath(info.filename.replace("\\", "/"))
    if not path.parts:
        raise CorpusError("it has no name; pack the archive again")
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        raise CorpusError(
            "its name leads out of the archive; pack the archive again without such names"
        )
    if stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG):
        raise CorpusError("a link or device, not a file; pack the file itself")
    if info.flag_bits & 1:
        raise CorpusError("it is encrypted; unpack the archive with its password")
    try:
        return archive.read(info)
    except DAMAGED as error:
        raise CorpusError(
            "it is damaged in the archive ({error}); pack it again", error=str(error)
        ) from None
