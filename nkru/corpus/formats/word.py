"""Word processor files: one article pasted into a DOCX or RTF document."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import repeat
from typing import Any

from nkru.corpus.articles import Article
from nkru.corpus.decoding import decode
from nkru.corpus.formats.archives import DAMAGED, check_size, document_kind
from nkru.corpus.formats.pieces import parted
from nkru.corpus.formats.word_text import paragraphs_of, styled_lines
from nkru.errors import CorpusError
from nkru.language import table_text

NAME = "document"
MANY_ARTICLES = BOUNDED = False
RISKY = True

# The memory address in an error of a library: it differs in every run.
_MEMORY = re.compile(r" (?:object )?at 0x[0-9a-fA-F]++")
_TOP_HEADING = re.compile(r"heading(?:_20_| )?1", re.IGNORECASE)
_NOTES = ("footnote", "endnote")
_STYLES = {
    "title": "title",
    "titre": "title",
    "subtitle": "standfirst",
    "heading": "heading",
    "list": "list",
}


def recognises(data: bytes, name: str) -> bool:
    """Return whether a file is a DOCX or RTF document."""
    return data.startswith(b"{\\rtf") or is_docx(data)


def is_docx(data: bytes) -> bool:
    """Return whether a file is an office archive; `unsupported` comes first and takes workbooks."""
    return data.startswith(b"PK\x03\x04") and document_kind(data) == "text"


def read(data: bytes, name: str) -> list[Article]:
    """Return the article of a document, or several; its styles give roles: Title, Heading, List.

    Raises:
        CorpusError: the file is damaged or holds no text.
    """
    article = _rtf(data) if data.startswith(b"{\\rtf") else _docx(data)
    if not article.raw.strip():
        raise CorpusError(
            "the document holds no text; paste the article's text into it, not its picture"
        )
    return parted(article)


# Readers ask one file after the other; two results are enough, for a file may be large.
@lru_cache(maxsize=2)
def docx_paragraphs(data: bytes) -> list[tuple[int | None, str]]:
    """Return (outline level, text) of each paragraph of a DOCX file.

    Raises:
        CorpusError: the file is damaged.
    """
    with _open_docx(data) as document:
        levels = (
            (p.xpath("./w:pPr/w:outlineLvl/@w:val"), text)
            for p, text in paragraphs_of(document.element.body)
        )
        return [(int(level[0]) if level else None, text) for level, text in levels]


@contextmanager
def _open_docx(data: bytes) -> Iterator[Any]:
    """Open a DOCX file; python-docx finds some damage only when the document is read."""
    from docx.opc.constants import CONTENT_TYPE
    from docx.opc.exceptions import OpcError
    from docx.package import Package
    from lxml.etree import LxmlError

    try:
        check_size(data)
        part = Package.open(io.BytesIO(data)).main_document_part
        if part.content_type == CONTENT_TYPE.WML_DOCUMENT_MAIN:
            yield part
            return
    except (*DAMAGED, OpcError, LxmlError, LookupError, AttributeError, TypeError) as error:
        reason = _MEMORY.sub("", str(error)) or "cut short"
        raise CorpusError(
            "a damaged DOCX document ({reason}); save it again from Word", reason=reason
        ) from None
    raise CorpusError("a Word template, or a document with macros; save it as DOCX")


def _docx(data: bytes) -> Article:
    with _open_docx(data) as document:
        names = _style_names(document)
        lines = [
            ("" if in_table else names.get(style, names[None]), line)
            for style, in_table, text in styled_lines(document.element.body)
            for line in text.split("\n")
        ]
        note = note_on_notes(sum(map(_count_notes, _NOTES, repeat(document))))
    roles = roles_of([style for style, _ in lines])
    return Article("\n".join(line for _, line in lines), "utf-8", roles=roles, note=note)


def _count_notes(kind: str, document: Any) -> int:
    """Return the number of a document's footnotes or endnotes that hold words."""
    from lxml import etree

    parts = (part for name, part in document.rels.items() if part.reltype.endswith(f"/{kind}s"))
    rel = next(parts, None)
    if rel is None or rel.is_external:
        return 0
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(rel.target_part.blob, parser)
    notes = root.iter(f"{{*}}{kind}")
    return sum(any(text.text for text in note.iter("{*}t")) for note in notes)


def note_on_notes(count: int) -> str:
    """Return the note on the footnotes of a document; "" if it has no footnotes."""
    if not count:
        return ""
    return table_text(
        "its {count} footnotes are not read; put what belongs to the article into it", count=count
    )


def _style_names(document: Any) -> dict[str | None, str]:
    """Return the name of each paragraph style by its id; the key None has the default style.

    Asking python-docx for the style of each of 5,000 paragraphs would take 14 seconds.
    """
    from docx.enum.style import WD_STYLE_TYPE

    styles = [style for style in document.styles if style.type == WD_STYLE_TYPE.PARAGRAPH]
    names: dict[str | None, str] = {
        style.style_id: str(style.name or "") for style in reversed(styles)
    }
    default = document.styles.default(WD_STYLE_TYPE.PARAGRAPH)
    return names | {None: "" if default is None else str(default.name or "")}


def roles_of(styles: Sequence[str | None]) -> dict[int, str]:
    """Return the roles of lines, by number, from the names of their styles.

    Headings of the first level are titles where no line has the style of titles.
    """
    names = [style or "" for style in styles]
    roles = {number: role for number, name in enumerate(names, 1) if (role := role_of(name))}
    if "title" not in roles.values():
        tops = (n for n, name in enumerate(names, 1) if _TOP_HEADING.fullmatch(name))
        roles |= dict.fromkeys(tops, "title")
    return roles


def role_of(style: str) -> str | None:
    """Return the role of the lines in a style, by its name.

    >>> role_of("Titre 1"), role_of("Heading 2"), role_of("Normal")
    ('title', 'heading', None)
    """
    return next((role for name, role in _STYLES.items() if style.casefold().startswith(name)), None)


def _rtf(data: bytes) -> Article:
    text, encoding, damaged = decode(data)
    note = note_on_notes(text.count("{\\footnote"))
    return Article(rtf_text(text, "replace"), encoding, damaged, note=note)


def rtf_text(code: str, errors: str) -> str:
    """Return the text of an RTF document; `errors` as for `bytes.decode`.

    Raises:
        CorpusError: the file is damaged.
    """
    from striprtf.striprtf import rtf_to_text

    try:
        return str(rtf_to_text(code, errors=errors))
    except (LookupError, OverflowError, TypeError, ValueError) as error:
        raise CorpusError(
            "a damaged RTF document ({error}); save or export it again", error=str(error)
        ) from None
