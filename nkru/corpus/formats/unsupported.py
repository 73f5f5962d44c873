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
from nkru.language import table_text

NAME = "unsupported"
MANY_ARTICLES = BOUNDED = False
RISKY = False

_HEAD = 1 << 16
_PICTURE = table_text("a picture; paste the article's text")
_R = table_text("data of R; write it with write.csv and give the table")
_PICKLE = table_text("data of Python (pickle); write it with to_csv and give the table")
_RECORDING = table_text("a recording; give its transcript as text or subtitles")
_SPSS = table_text("data of SPSS; write them as CSV")
_ARROW = table_text("a table of Arrow (Feather); write it as CSV or Parquet")
_LATEX = table_text("a source of LaTeX; save the text as PDF, DOCX or plain text")
_SIGNATURES = {
    b"%!PS": table_text("a PostScript file; copy its text into a text file"),
    b"\xd0\xcf\x11\xe0": table_text("an old Word or Excel file; save it as DOCX or CSV"),
    **dict.fromkeys((b"\x89PNG", b"\xff\xd8\xff", b"GIF8"), _PICTURE),
    **dict.fromkeys((b"RDX2\n", b"RDX3\n", b"RDA2\n", b"RDA3\n"), _R),
    **dict.fromkeys((b"\x80\x02", b"\x80\x03", b"\x80\x04\x95", b"\x80\x05\x95"), _PICKLE),
    **dict.fromkeys((b"ID3", b"\xff\xfb", b"OggS", b"fLaC", b"RIFF"), _RECORDING),
    b"SQLite format 3\x00": table_text("a database (SQLite); write its table of articles as CSV"),
    b"$FL2": _SPSS,
    b"$FL3": _SPSS,
    b"<stata_dta>": table_text("data of Stata; write them with export delimited"),
    b"\x89HDF": table_text("a file of HDF5; write its table of articles as CSV"),
    b"ARROW1": _ARROW,
    b"FEA1": _ARROW,
    b"\x1f\x8b": table_text("a gzip archive; unpack it or pack it as zip"),
    b"7z\xbc\xaf": table_text("a 7z archive; unpack it or pack it as zip"),
    b"Rar!": table_text("a RAR archive; unpack it or pack it as zip"),
    b"PK\x05\x06": table_text("an empty zip archive; pack the articles again"),
    b"BZh": table_text("a bzip2 archive; unpack it or pack it as zip"),
    b"\xfd7zXZ": table_text("an xz archive; unpack it or pack it as zip"),
    b"(\xb5/\xfd": table_text("a zstd archive; unpack it or pack it as zip"),
}
_DOCUMENTS = {
    "presentation": table_text("a presentation; paste the article's text"),
    "other": table_text("an OpenDocument file or an e-book; save it as DOCX"),
    None: table_text("a zip archive; unpack it or pack it as zip"),
}
_XML = table_text("an XML file of unknown kind; save the articles as text, HTML or CSV")
_FACTIVA_XML = table_text("a Factiva XML file; save the articles as HTML or RTF")
_FACTIVA = table_text("a Factiva text; save the articles as HTML or RTF")
_TAR = table_text("a tar archive; unpack it or pack it as zip")
_MAIL_TEXT = table_text("an e-mail; paste the article's text")
_NO_TEXT = table_text("the file is not text; save the article as text, HTML or DOCX")
_KIND = table_text("a file of unknown kind")
_LEXIS = table_text("a LexisNexis text; export the documents as DOCX or HTML")
# How other files of text begin, in small letters.
_OPENINGS = {
    "begin:vcalendar": table_text("a calendar; save the article as text"),
    "begin:vcard": table_text("an address; save the article as text"),
    "filectx": table_text(
        "the sheet of a text for Prospéro; write its title and day into metadata.csv"
    ),
    "&&&": table_text("a corpus of Hyperbase; give each text as a file, or all in a table"),
    **dict.fromkeys(("\\documentclass", "%\\documentclass"), _LATEX),
    "warc/": table_text("a web archive (WARC); save its pages as HTML"),
    **dict.fromkeys(("<svg", "<!doctype svg"), _PICTURE),
    **dict.fromkeys(
        ("<rss", "<feed"), table_text("a news feed without entries; save its articles as HTML")
    ),
}
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
    return _kind(data) is not None


def read(data: bytes, name: str) -> list[Article]:
    """Raise the error for the kind of file.

    Raises:
        CorpusError: always, naming the kind of file and the remedy.
    """
    raise CorpusError(_kind(data) or _KIND)


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


def _kind(data: bytes) -> str | None:
    """Return the kind and the remedy, or None for a file that may be read."""
    if data.startswith(b"PK\x03\x04"):
        return _DOCUMENTS.get(document_kind(data))
    for signature, told in _SIGNATURES.items():
        if data.startswith(signature) and (told is not _RECORDING or b"\x00" in data[:64]):
            return _R if signature == b"\x1f\x8b" and _holds_r_data(data) else told
    if _OLD_PICKLE.match(data):
        return _PICKLE
    if data[4:8] == b"ftyp":
        return _RECORDING
    if data[257:262] == b"ustar":
        return _TAR
    if data.startswith((b"PAR1", b"{\\rtf")):
        return None
    text = decode(data[:_HEAD]).text
    small = text[:_HEAD].lstrip()[:40].casefold()
    known = (kind for begin, kind in _OPENINGS.items() if small.startswith(begin))
    kind = next(known, None) or _kind_of_mail(text.split("\n"))
    # A page may hold anything.
    is_page = b"<html" in data[:_HEAD].lower()
    return kind if kind or is_page else _kind_of_text(text, data)


def _holds_r_data(data: bytes) -> bool:
    try:
        return zlib.decompressobj(31).decompress(data[:_HEAD], 8).startswith(_R_DATA)
    except zlib.error:
        return False


def _kind_of_text(text: str, data: bytes) -> str | None:
    if "<PPSResponse" in text or "ppsArticleResponseSet" in text:
        return _FACTIVA_XML
    head = data[:_HEAD]
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if controls * _FEW_CONTROLS > len(head) and not head.startswith(_UTF16):
        return _NO_TEXT
    opening = text.lstrip()
    if opening.startswith("<"):
        return _kind_of_xml(opening, data)
    if told := kind_of_lists(text):
        return told
    # Most texts lack these words, and need not be searched line by line.
    return _kind_of_lines(text.split("\n")) if any(word in text for word in _WORDS) else None


def _kind_of_xml(opening: str, data: bytes) -> str | None:
    """Return the reason if a file is XML by its prolog, or by its first and last element."""
    if opening.startswith(("<?xml", "<?XML")):
        begin = after_prolog(opening).casefold()
        return None if begin.startswith(("<html", "<!doctype html")) else _XML
    element = _ELEMENT.match(opening)
    # Sites give elements of their own a name with a hyphen.
    if element is None or element[1].casefold() in defs.tags or "-" in element[1]:
        return None
    return _XML if data.rstrip().endswith(f"</{element[1]}>".encode()) else None


def _kind_of_lines(lines: Sequence[str]) -> str | None:
    if any(_DOCUMENT.fullmatch(line.strip()) for line in lines):
        return _LEXIS
    fields = [line.lstrip(" ")[:3] for line in lines]
    headed = fields[fields.index("HD\t") :] if "HD\t" in fields else []
    return None if _FACTIVA_FIELDS.isdisjoint(headed) else _FACTIVA


def _kind_of_mail(lines: Sequence[str]) -> str | None:
    """Return the reason if a text begins with the header of an e-mail."""
    header = list(takewhile(str.strip, lines))
    return _MAIL_TEXT if _has_mail_header(header) else None


def _has_mail_header(header: Sequence[str]) -> bool:
    names = {match[0].casefold() for line in header if (match := _FIELD.match(line))}
    is_header = names >= {"from", "subject", "date"} or not _MAIL.isdisjoint(names)
    return is_header and bool(header[0].startswith("From ") or _FIELD.match(header[0]))
