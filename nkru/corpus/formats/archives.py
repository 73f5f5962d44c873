"""Zip archives: their files, each read as if it lay in a folder of the archive's name."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from nkru.errors import CorpusError

# An archive may unpack to this size, and a file in it to so many times its packed size: text packs
# 3 to 10 times.
MAX_UNPACKED = 2 << 30
MAX_RATIO = 200
_SMALL = 1 << 20
# What zipfile and its four decompressors raise on damaged bytes in memory.
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
    """Say whether a file is a zip archive that is no office document."""
    return (
        data.startswith(b"PK\x03\x04")
        and b"[Content_Types].xml" not in data
        and b"mimetypeapplication/" not in data[:99]
    )


def check_size(members: Iterable[zipfile.ZipInfo]) -> None:
    """Refuse an archive that unpacks to far more than it holds.

    Raises:
        CorpusError: the archive unpacks to more than 2 GB, or a file in it to more than 200 times
            its size.
    """
    total = 0
    for member in members:
        total += member.file_size
        swollen = member.file_size > _SMALL and member.file_size > MAX_RATIO * max(
            member.compress_size, 1
        )
        if swollen or total > MAX_UNPACKED:
            raise CorpusError(
                "an archive that unpacks to far more than it holds; unpack and check it yourself"
            )


def members(data: bytes) -> Iterator[tuple[str, bytes | CorpusError]]:
    """Yield name and bytes of each file of an archive in the order of names, or why a file is not read.

    Raises:
        CorpusError: the archive is damaged, or larger than `check_size` allows.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except DAMAGED as error:
        raise CorpusError(f"a damaged zip archive ({error}); pack it again") from None
    with archive:
        infos = sorted(
            (info for info in archive.infolist() if not info.is_dir()),
            key=lambda info: info.filename,
        )
        check_size(infos)
        for info in infos:
            yield info.filename, _content(archive, info)


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes | CorpusError:
    path = PurePosixPath(info.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        return CorpusError(
            "its name leads out of the archive; pack the archive again without such names"
        )
    if info.flag_bits & 1:
        return CorpusError("it is encrypted; unpack the archive with its password")
    try:
        return archive.read(info)
    except DAMAGED as error:
        return CorpusError(f"it is damaged in the archive ({error}); pack it again")
