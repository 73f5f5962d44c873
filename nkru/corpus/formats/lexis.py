"""Nexis and LexisNexis: HTML of LexisNexis Academic and Nexis UK, DOCX of Nexis Uni and Lexis Advance."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from nkru.corpus.articles import Article, compose
from nkru.corpus.decoding import decode
from nkru.corpus.formats.headers import dated, find_date
from nkru.corpus.formats.markup import lines_of, parse, text_of
from nkru.corpus.formats.word import docx_paragraphs, is_docx

NAME = "lexis"
MANY_ARTICLES = BOUNDED = True

_ANCHOR = re.compile(r'<a\s+name="DOC_ID_[^"]*"', re.IGNORECASE)
_COUNT = re.compile(r"\s*(?:\d+ of \d+ DOCUMENTS?|Dokument \d+ von \d+|Document \d+ de \d+)\s*")
_STYLE = re.compile(r"\.(c\d+)\s*\{([^}]*)\}")
_LABEL = re.compile(r"([A-ZÀ-Þ][A-ZÀ-Þ-]*(?: [A-ZÀ-Þ-]+)*)\s?:")
_DOCX_LABEL = re.compile(r"([A-Z][A-Za-z-]+):\s*(.*)", re.DOTALL)
_DOCX_END = "End of Document"
_DOCX_TAIL = re.compile(
    r"(?:Notes|Graphic|Classification|Correction)|(?:Language|Publication-Type|Load-Date):.*",
    re.DOTALL,
)
# The names of fields in the interfaces met, with the field of an article that each states; others
# are no text either.
_FIELDS = {
    **dict.fromkeys(("BYLINE", "AUTEUR", "SIGNATURE", "AUTOR"), "author"),
    **dict.fromkeys(("SECTION", "RUBRIQUE", "RUBRIK"), "section"),
    **dict.fromkeys(("HEADLINE", "TITRE", "KOP"), "title"),
    **dict.fromkeys(("HIGHLIGHT", "ENCART", "CHAPEAU"), "standfirst"),
    "URL": "url",
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
        lines = [(level, text.strip()) for level, text in docx_paragraphs(data) if text.strip()]
        ended = groupby(lines, lambda line: line[1] == _DOCX_END)
        return [compose(**_docx_document(list(document))) for end, document in ended if not end]
    text, encoding, damaged = decode(data)
    rules = _STYLE.findall(text)
    # The names of classes change from file to file. Red bold is a search term in a headline.
    bold = {
        name for name, rule in rules if "font-weight: bold" in rule and "color: #CC0033" not in rule
    }
    large = {name for name, rule in rules if "font-size: 14pt" in rule}
    documents = (_document(f"<a {part}", bold, large) for part in _ANCHOR.split(text)[1:])
    return [compose(encoding=encoding, damaged=damaged, **parts) for parts in documents]


def _document(text: str, bold: set[str], large: set[str]) -> dict[str, Any]:
    """Read a document by its blocks: outlet, date, headline; fields with labels; the text among and after them."""
    blocks = [
        (_label(node, bold), node) for node in parse(text).iter("div", "table") if _is_block(node)
    ]
    first = next((place for place, (label, _) in enumerate(blocks) if label), len(blocks))
    head = [node for _, node in blocks[:first] if not _COUNT.fullmatch(text_of(node))]
    date = next((place for place, node in enumerate(head) if find_date(text_of(node))), -1)
    body = head[date + 1 :]
    title = next((node for node in body if _spans(node, large)), body[0] if body else None)
    if title is not None and title.tag == "table":
        title = None
    body += [
        node
        for label, node in blocks[first:]
        if not label and not text_of(node).startswith("Copyright ")
    ]
    return {
        "title": " ".join(lines_of(title)) if title is not None else None,
        "outlet": text_of(head[date - 1]) if date > 0 else None,
        "paragraphs": [line for node in body if node is not title for line in lines_of(node)],
        **_fields((label, text_of(node)[len(label) + 1 :]) for label, node in blocks if label),
        **dated(text_of(head[date]) if date >= 0 else ""),
    }


def _is_block(node: Any) -> bool:
    """Say whether a node is an outermost block with text; a table belongs to the text."""
    above = {parent.tag for parent in node.iterancestors()}
    return (
        "table" not in above and (node.tag == "table" or "div" not in above) and bool(text_of(node))
    )


def _spans(node: Any, classes: set[str]) -> list[Any]:
    return [
        span
        for span in node.iter("span")
        if text_of(span) and classes.intersection(span.get("class", "").split())
    ]


def _label(node: Any, bold: set[str]) -> str | None:
    """Return the field's name that opens a block in bold."""
    span = next((item for item in node.iter("span") if text_of(item)), None)
    match = (
        _LABEL.fullmatch(text_of(span)) if span is not None and span in _spans(node, bold) else None
    )
    return match[1] if match else None


def _docx_document(lines: list[tuple[int | None, str]]) -> dict[str, Any]:
    start = next((place for place, (level, _) in enumerate(lines) if level is not None), 0)
    title, outlet, *texts = [*(text for _, text in lines[start:]), "", ""]
    body = texts.index("Body") if "Body" in texts else len(texts)
    end = next(
        (place for place in range(body, len(texts)) if _DOCX_TAIL.fullmatch(texts[place])),
        len(texts),
    )
    labels = [
        match.groups() for match in map(_DOCX_LABEL.fullmatch, texts[:body] + texts[end:]) if match
    ]
    dates = [text for text in texts[:body] if find_date(text) and not _DOCX_LABEL.fullmatch(text)]
    dates += [value for label, value in labels if label == "Load-Date"]
    return {
        # Headline and sub-headline.
        "title": re.sub(r";(?=\S)", "; ", title),
        "outlet": outlet.rstrip("."),
        "paragraphs": [
            text for text in texts[body + 1 : end] if text not in {"ABSTRACT", "FULL TEXT"}
        ],
        **_fields((label.upper(), value) for label, value in labels),
        **dated(dates[0] if dates else ""),
    }


def _fields(labels: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {
        _FIELDS[label]: value.strip()
        for label, value in labels
        if label in _FIELDS and value.strip()
    }
