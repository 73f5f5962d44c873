"""Nexis and LexisNexis: HTML of LexisNexis Academic and Nexis UK, DOCX of Nexis Uni and Lexis Advance."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from nkru.corpus.articles import Article, compose
from nkru.corpus.decoding import decode
from nkru.corpus.formats.documents import docx_paragraphs, is_docx
from nkru.corpus.formats.headers import find_date
from nkru.corpus.formats.markup import lines_of, parse, text_of

NAME = "lexis"
EXPORT = True

_ANCHOR = re.compile(r'<a\s+name="DOC_ID_[^"]*"', re.IGNORECASE)
_COUNT = re.compile(r"\s*(?:\d+ of \d+ DOCUMENTS?|Dokument \d+ von \d+|Document \d+ de \d+)\s*")
_STYLE = re.compile(r"\.(c\d+)\s*\{([^}]*)\}")
_LABEL = re.compile(r"([A-ZÀ-Þ][A-ZÀ-Þ-]*(?: [A-ZÀ-Þ-]+)*)\s?:\s*$")
_DOCX_LABEL = re.compile(r"([A-Z][A-Za-z-]+):\s*(.*)", re.DOTALL)
_DOCX_END = "End of Document"
_DOCX_TAIL = re.compile(
    r"(?:Notes|Graphic|Classification|Correction)|(?:Language|Publication-Type|Load-Date):.*", re.DOTALL
)
# The names of fields in the interfaces met, each with the field of an article it states; others are no text either.
_FIELDS = {
    "author": {"BYLINE", "AUTEUR", "SIGNATURE", "AUTOR"},
    "section": {"SECTION", "RUBRIQUE", "RUBRIK"},
    "title": {"HEADLINE", "TITRE", "KOP"},
    "standfirst": {"HIGHLIGHT", "ENCART", "CHAPEAU"},
    "url": {"URL"},
}


def recognises(data: bytes, name: str) -> bool:
    """Say whether a file is LexisNexis's HTML, or a DOCX whose documents end with its mark."""
    if is_docx(data):
        return any(text.strip() == _DOCX_END for _, text in docx_paragraphs(data))
    return b"DOC_ID_" in data and b"<DOCFULL>" in data


def read(data: bytes, name: str) -> list[Article]:
    """Return the documents of an export, in its order; one that Nexis could not deliver has an empty text.

    Raises:
        CorpusError: the DOCX is damaged.
    """
    if is_docx(data):
        return [compose(**parts) for parts in _docx(docx_paragraphs(data))]
    text, encoding, damaged = decode(data)
    styles = _styles(text)
    documents = _ANCHOR.split(text)[1:]
    return [compose(encoding=encoding, damaged=damaged, **_document(f"<a {part}", styles)) for part in documents]


def _styles(text: str) -> dict[str, set[str]]:
    """Return the classes that are bold and black, and those of a headline: their names change from file to file."""
    rules = dict(_STYLE.findall(text))
    bold = {name for name, rule in rules.items() if "font-weight: bold" in rule and "color: #CC0033" not in rule}
    large = {name for name, rule in rules.items() if "font-size: 14pt" in rule}
    return {"bold": bold, "large": large}


def _document(text: str, styles: dict[str, set[str]]) -> dict[str, Any]:
    blocks = [node for node in parse(text).iter("div", "table") if _is_block(node)]
    labelled = [(_label(node, styles["bold"]), node) for node in blocks]
    first = next((i for i, (label, _) in enumerate(labelled) if label), len(labelled))
    head = [node for _, node in labelled[:first] if not _COUNT.fullmatch(text_of(node))]
    dated = next((i for i, node in enumerate(head) if find_date(text_of(node))), None)
    title, body = _headline(head[dated + 1 :] if dated is not None else head, styles["large"])
    body += [node for label, node in labelled[first:] if not label and not text_of(node).startswith("Copyright ")]
    fields = _fields((label, text_of(node)[len(label) + 1 :].strip()) for label, node in labelled if label)
    return {
        "title": title,
        "outlet": text_of(head[dated - 1]) if dated else None,
        "paragraphs": [line for node in body for line in lines_of(node)],
        **fields,
        **_dated(text_of(head[dated]) if dated is not None else ""),
    }


def _is_block(node: Any) -> bool:
    """Say whether a node is an outermost block with text; a table belongs to the text."""
    inside = any(
        parent.tag == "table" or (parent.tag == "div" and node.tag == "div") for parent in node.iterancestors()
    )
    return not inside and bool(text_of(node))


def _label(node: Any, bold: set[str]) -> str | None:
    """Return the field's name that opens a block in bold black; red bold is a search term in a headline."""
    span = next((item for item in node.iter("span") if text_of(item)), None)
    if span is None or not bold.intersection((span.get("class") or "").split()):
        return None
    match = _LABEL.fullmatch(text_of(span, strip=False).lstrip())
    return match[1] if match else None


def _headline(nodes: Sequence[Any], large: set[str]) -> tuple[str | None, list[Any]]:
    """Return the headline among the blocks between date and first label, and the blocks that are text."""
    if not nodes:
        return None, []
    marked = [n for n in nodes if any(large.intersection((s.get("class") or "").split()) for s in n.iter("span"))]
    chosen = (marked or list(nodes))[0]
    if chosen.tag == "table":
        return None, list(nodes)
    return " ".join(lines_of(chosen)) or None, [node for node in nodes if node is not chosen]


def _docx(paragraphs: Iterable[tuple[int | None, str]]) -> list[dict[str, Any]]:
    documents: list[dict[str, Any]] = []
    lines: list[tuple[int | None, str]] = []
    for level, text in paragraphs:
        if text.strip() == _DOCX_END:
            documents.append(_docx_document(lines))
            lines = []
        elif text.strip():
            lines.append((level, text.strip()))
    return documents


def _docx_document(lines: list[tuple[int | None, str]]) -> dict[str, Any]:
    start = next((i for i, (level, _) in enumerate(lines) if level is not None), 0)
    texts = [text for _, text in lines[start:]]
    body = next((i for i, text in enumerate(texts) if text == "Body"), len(texts))
    end = next((i for i, text in enumerate(texts[body:], body) if _DOCX_TAIL.fullmatch(text)), len(texts))
    labels = [match.groups() for match in map(_DOCX_LABEL.fullmatch, texts[2:body] + texts[end:]) if match]
    dates = [text for text in texts[2:body] if find_date(text) and not _DOCX_LABEL.fullmatch(text)]
    loaded = [value for label, value in labels if label == "Load-Date"]
    return {
        "title": _docx_title(texts[0]) if texts else None,
        "outlet": texts[1].rstrip(".") if len(texts) > 1 else None,
        "paragraphs": [text for text in texts[body + 1 : end] if text not in {"ABSTRACT", "FULL TEXT"}],
        **_fields((label.upper(), value) for label, value in labels),
        **_dated((dates or loaded or [""])[0]),
    }


def _docx_title(text: str) -> str:
    """Return headline and sub-headline with a space after the semicolon between them."""
    return re.sub(r";(?=\S)", "; ", text)


def _fields(labels: Iterable[tuple[str, str]]) -> dict[str, str]:
    known = {label: field for field, names in _FIELDS.items() for label in names}
    return {known[label]: value.strip() for label, value in labels if label in known and value.strip()}


def _dated(text: str) -> dict[str, str | None]:
    found = find_date(text)
    return {"date": found.iso, "date_evidence": text} if found else {"date": None, "date_evidence": None}
