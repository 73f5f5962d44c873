"""Formats that nkru does not read: each is refused by its name, with a remedy."""

from __future__ import annotations

import codecs
import re
import zlib
from collections.abc import Sequence
from itertools import takewhile

from lxml.html import defs

from nkru.corpus.articles import Article
from nkru.corpus.decoding import decode
from nkru.corpus.formats.archives import document_kind
from nkru.corpus.formats.line_lists import kind_of_lists
from nkru.corpus.formats.prologs import after_prolog
from nkru.errors import CorpusError
from nkru.resources import read_toml

NAME = "unsupported"
MANY_ARTICLES = BOUNDED = False
RISKY = False

_HEAD = 1 << 16
_KINDS = read_toml("pages/unsupported.toml")
_REASONS: dict[str, str] = _KINDS["reasons"]
_SIGNATURES = {
    begin.encode("latin-1"): kind
    for kind, all_of in _KINDS["signatures"].items()
    for begin in all_of
}
_OPENINGS = {begin: kind for kind, begins in _KINDS["openings"].items() for begin in begins}
_DOCUMENTS = {"presentation": "presentation", "other": "other_document", None: "zip"}
_FACTIVA_FIELDS = {"WC\t", "PD\t", "SN\t"}
_WORDS = ("HD\t", " DOCUMENT", "Dokument ", "Document ")
_MAIL = {"mime-version", "message-id", "received", "return-path", "snapshot-content-location"}
_FIELD = re.compile(r"[A-Za-z][A-Za-z-]{0,60}+(?=:)")
_DOCUMENT = re.compile(
    r"\A(?:\d++ of \d++ DOCUMENTS?|Dokument \d++ von \d++|Document \d++ de \d++)"
)
_ELEMENT = re.compile(r"<([A-Za-z][\w:.-]{0,80}+)[\s>]")
_CONTROLS = bytes({*range(1, 32)} - {*b"\t\n\v\f\r\x1b"})
# How pickles of the oldest protocol begin, which is text.
_OLD_PICKLE = re.compile(rb"(?:\((?:dp|lp)\d{1,3}\n|ccopy_reg\n|cpandas\.|c__builtin__\n)")
# What gzip packs for R: a header of its data.
_R_DATA = (b"RDX2", b"RDX3", b"X\n\x00\x00")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# A file with one control character in this many is not a text.
_FEW_CONTROLS = 50


def recognises(data: bytes, name: str) -> bool:
    """Return whether a file is of a kind that is not read."""
    return _reason(data) is not None


def read(data: bytes, name: str) -> list[Article]:
    """Raise the error for the kind of file.

    Raises:
        CorpusError: always, naming the kind of file and the remedy.
    """
    raise CorpusError(_reason(data) or _REASONS["unknown"])


def is_saved_page(text: str) -> bool:
    """Return whether a text begins as a page saved with its pictures, in the form of a mail."""
    header = list(takewhile(str.strip, text.split("\n")))
    return _has_mail_header(header) and any("multipart/related" in line for line in header)


def is_other_xml(text: str, data: bytes) -> bool:
    """Return whether a file is XML other than a page, a drawing, a feed or an export of Factiva.

    Args:
        text: how it begins, as text.
        data: its bytes.
    """
    opening = text.lstrip()
    if opening[:40].casefold().startswith(tuple(_OPENINGS)) or "<rss" in text or "<feed" in text:
        return False
    is_factiva = "<PPSResponse" in text or "ppsArticleResponseSet" in text
    return not is_factiva and _kind_of_xml(opening, data) is not None


def _reason(data: bytes) -> str | None:
    """Return the kind of file in words and the remedy, or None for a file that may be read."""
    kind = _kind_of_bytes(data)
    if kind or data.startswith((b"PK\x03\x04", b"PAR1", b"{\\rtf")):
        return _REASONS.get(kind or "")
    text = decode(data[:_HEAD]).text
    small = text[:_HEAD].lstrip()[:40].casefold()
    known = (kind for begin, kind in _OPENINGS.items() if small.startswith(begin))
    kind = next(known, None) or _kind_of_mail(text.split("\n"))
    # A page may hold anything.
    is_page = b"<html" in data[:_HEAD].lower()
    return _REASONS.get(kind or "") if kind or is_page else _reason_of_text(text, data)


def _kind_of_bytes(data: bytes) -> str | None:
    if data.startswith(b"PK\x03\x04"):
        return _DOCUMENTS.get(document_kind(data))
    for signature, kind in _SIGNATURES.items():
        if data.startswith(signature) and (kind != "recording" or b"\x00" in data[:64]):
            return "r" if kind == "gzip" and _holds_r_data(data) else kind
    if _OLD_PICKLE.match(data):
        return "pickle"
    if data[4:8] == b"ftyp":
        return "recording"
    return "tar" if data[257:262] == b"ustar" else None


def _holds_r_data(data: bytes) -> bool:
    try:
        return zlib.decompressobj(31).decompress(data[:_HEAD], 8).startswith(_R_DATA)
    except zlib.error:
        return False


def _reason_of_text(text: str, data: bytes) -> str | None:
    if "<PPSResponse" in text or "ppsArticleResponseSet" in text:
        return _REASONS["factiva_xml"]
    head = data[:_HEAD]
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if controls * _FEW_CONTROLS > len(head) and not head.startswith(_UTF16):
        return _REASONS["no_text"]
    opening = text.lstrip()
    if opening.startswith("<"):
        return _REASONS.get(_kind_of_xml(opening, data) or "")
    # Most texts lack these words, and need not be searched line by line.
    has_word = any(word in text for word in _WORDS)
    lines = text.split("\n") if has_word else []
    return kind_of_lists(text) or _REASONS.get(_kind_of_lines(lines) or "")


def _kind_of_xml(opening: str, data: bytes) -> str | None:
    """Return the kind of a file that is XML by its prolog, or by its first and last element."""
    if opening.startswith(("<?xml", "<?XML")):
        begin = after_prolog(opening).casefold()
        return None if begin.startswith(("<html", "<!doctype html")) else "xml"
    element = _ELEMENT.match(opening)
    # Sites give elements of their own a name with a hyphen.
    if element is None or element[1].casefold() in defs.tags or "-" in element[1]:
        return None
    return "xml" if data.rstrip().endswith(f"</{element[1]}>".encode()) else None


def _kind_of_lines(lines: Sequence[str]) -> str | None:
    if any(_DOCUMENT.fullmatch(line.strip()) for line in lines):
        return "lexis"
    fields = [line.lstrip(" ")[:3] for line in lines]
    headed = fields[fields.index("HD\t") :] if "HD\t" in fields else []
    return None if _FACTIVA_FIELDS.isdisjoint(headed) else "factiva"


def _kind_of_mail(lines: Sequence[str]) -> str | None:
    """Return the kind of a text that begins with the header of an e-mail."""
    header = list(takewhile(str.strip, lines))
    return "mail" if _has_mail_header(header) else None


def _has_mail_header(header: Sequence[str]) -> bool:
    names = {match[0].casefold() for line in header if (match := _FIELD.match(line))}
    is_header = names >= {"from", "subject", "date"} or not _MAIL.isdisjoint(names)
    return is_header and bool(header[0].startswith("From ") or _FIELD.match(header[0]))
