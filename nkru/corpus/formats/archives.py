"""Zip archives: the files in an archive, and the limits for unpacking them."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from operator import attrgetter
from pathlib import PurePosixPath

from nkru.errors import CorpusError

# Text packs 3 to 10 times; an archive may unpack to this size, and a file in it by this ratio.
MAX_UNPACKED = 2 << 30
MAX_RATIO = 200
# A smaller file may have any ratio.
_SMALL = 1 << 20
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


def is_archive(data: bytes) -> bool:
    """Return whether a file is a zip archive other than an office document."""
    return (
        data.startswith(b"PK\x03\x04")
        and b"[Content_Types].xml" not in data
        and b"mimetypeapplication/" not in data[:99]
    )


def check_size(infos: Iterable[zipfile.ZipInfo]) -> None:
    """Refuse an archive that unpacks to far more than its size.

    Raises:
        CorpusError: the archive unpacks to more than 2 GB, or a file in it to more than 200 times
            its size.
    """
    total = 0
    for info in infos:
        total += info.file_size
        limit = max(_SMALL, MAX_RATIO * max(info.compress_size, 1))
        if info.file_size > limit or total > MAX_UNPACKED:
            raise CorpusError(
                "an archive that unpacks to far more than it holds; unpack and check it yourself"
            )


def members(data: bytes) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Yield the name of each file of an archive, sorted, and a function that unpacks it.

    The function raises CorpusError for a file that is damaged, encrypted, or named outside the
    archive.

    Raises:
        CorpusError: the archive is damaged, or larger than `check_size` allows.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except DAMAGED as error:
        raise CorpusError(f"a damaged zip archive ({error}); pack it again") from None
    with archive:
        infos = sorted(archive.infolist(), key=attrgetter("filename"))
        check_size(infos)
        for info in infos:
            if not info.is_dir():
                yield info.filename, partial(_unpack, archive, info)


def _unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    path = PurePosixPath(info.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        raise CorpusError(
            "its name leads out of the archive; pack the archive again without such names"
        )
    if info.flag_bits & 1:
        raise CorpusError("it is encrypted; unpack the archive with its password")
    try:
        return archive.read(info)
    except DAMAGED as error:
        raise CorpusError(f"it is damaged in the archive ({error}); pack it again") from None
