"""LexisNexis: HTML of LexisNexis Academic and Nexis UK, DOCX, RTF and text of Nexis Uni."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from nkru.corpus.articles import Article, Fields, Loss, compose_all
from nkru.corpus.decoding import decode
from nkru.corpus.formats.headers import date_fields, find_header_date, first_index
from nkru.corpus.formats.html_tree import lines_of, parse, text_of
from nkru.corpus.formats.word import docx_paragraphs, is_docx, rtf_text
from nkru.language import table_text
from nkru.resources import read_toml

NAME = "lexis"
MANY_ARTICLES = BOUNDED = True
RISKY = True

_ANCHOR = re.compile(r'<a\s++name="DOC_ID_[^"]*+"', re.IGNORECASE)
_COUNT = re.compile(r"\A(?:\d++ of \d++ DOCUMENTS?|Dokument \d++ von \d++|Document \d++ de \d++)")
_STYLE = re.compile(r"\.(c\d++)\s*+\{([^{}]*+)\}")
_LABEL = re.compile(r"\A([A-ZÀ-Þ][A-ZÀ-Þ-]*+(?: [A-ZÀ-Þ-]++)*+)\s?:")
_DOCX_LABEL = re.compile(
    r"\A([A-ZÀ-Þ][^\W\d_]{0,30}+(?:[- ][^\W\d_]{1,20}+){0,3}) ?:\s*+(.*+)", re.DOTALL
)
_RTF = b"{\\rtf"
# The most words of the notice in the place of a document.
_NOTICE = 40
_SEMICOLON = re.compile(r";(?=\S)")


def recognises(data: bytes, name: str) -> bool:
    """Return whether a file is LexisNexis's HTML, or has its mark after each document."""
    if is_docx(data):
        return any(map(_is_end, docx_paragraphs(data)))
    if data.startswith(_RTF):
        has_mark = any(end.encode() in data for end in _nexis("ends"))
        return has_mark and any(map(_is_end, _rtf_paragraphs(data)))
    return (b"DOC_ID_" in data and b"<DOCFULL>" in data) or _is_text(data)


def _is_text(data: bytes) -> bool:
    """Return whether a text has a line that begins a document's text, and one that ends it."""
    if not any(end.encode() in data for end in _nexis("ends")) or b"<DOCFULL>" in data:
        return False
    lines = {text.strip() for _, text in _text_paragraphs(data)}
    return not lines.isdisjoint(_nexis("ends")) and not lines.isdisjoint(_nexis("bodies"))


def _text_paragraphs(data: bytes) -> list[tuple[int | None, str]]:
    return [(None, line) for line in decode(data).text.split("\n")]


def read(data: bytes, name: str) -> list[Article | Loss]:
    """Return the documents of an export, in its order.

    A document that Nexis could not deliver is a `Loss`.

    Raises:
        CorpusError: the DOCX is damaged.
    """
    if is_docx(data) or data.startswith(_RTF) or _is_text(data):
        of_word = docx_paragraphs if is_docx(data) else _rtf_paragraphs
        paragraphs = _text_paragraphs(data) if _is_text(data) else of_word(data)
        lines = [(level, text.strip()) for level, text in paragraphs if text.strip()]
        ended = groupby(lines, _is_end)
        documents = (_docx_document(list(document)) for end, document in ended if not end)
        return [_delivered(item) for item in compose_all(documents)]
    text, encoding, damaged = decode(data)
    # The names of classes change from file to file. Red bold is a search term in a headline.
    styles = _STYLE.findall(text)
    bold = {name for name, rule in styles if "font-weight: bold" in rule and "#CC0033" not in rule}
    large = {name for name, rule in styles if "font-size: 14pt" in rule}
    read = (_document(f"<a {part}", bold, large) for part in _ANCHOR.split(text)[1:])
    return [_delivered(item) for item in compose_all(read, encoding, damaged)]


def _delivered(article: Article) -> Article | Loss:
    """Return an article, or the loss of one: a document with one short line and no day."""
    words = article.raw.split()
    is_notice = not article.date and "\n" not in article.raw.strip() and len(words) < _NOTICE
    if not (is_notice and words):
        return article
    return Loss(
        table_text("a document without a text: « {text} »; export it again", text=article.raw[:80])
    )


def _document(text: str, bold: set[str], large: set[str]) -> Fields:
    """Read a document by its blocks.

    Outlet, date and headline come first, then blocks with labels, and the text among and after
    these.
    """
    nodes = filter(_is_block, parse(text).iter("div", "table"))
    blocks = [(_label(node, bold), node) for node in nodes]
    first = first_index(blocks, lambda block: block[0], len(blocks))
    head = [node for _, node in blocks[:first] if not _COUNT.fullmatch(text_of(node))]
    date = first_index(head, lambda node: find_header_date(text_of(node)), -1)
    body = head[date + 1 :]
    headlines = (node for node in body if any(large & classes for _, classes in _spans(node)))
    title = next(headlines, body[0] if body else None)
    if title is not None and title.tag == "table":
        title = None
    unlabelled = (node for label, node in blocks[first:] if not label)
    body += [node for node in unlabelled if not text_of(node).startswith("Copyright ")]
    return {
        "title": " ".join(lines_of(title)) if title is not None else None,
        "outlet": text_of(head[date - 1]) if date > 0 else None,
        "paragraphs": [line for node in body if node is not title for line in lines_of(node)],
        **_fields((label, text_of(node)[len(label) + 1 :]) for label, node in blocks if label),
        **date_fields(text_of(head[date]) if date >= 0 else ""),
    }


def _is_block(node: Any) -> bool:
    """Return whether a node is an outermost block with text; a table belongs to the text."""
    above = {parent.tag for parent in node.iterancestors()}
    is_outermost = "table" not in above and (node.tag == "table" or "div" not in above)
    return is_outermost and bool(text_of(node))


def _spans(node: Any) -> Iterator[tuple[str, set[str]]]:
    """Yield the text and the classes of each span below a node that has text."""
    spans = ((text_of(span), set(span.get("class", "").split())) for span in node.iter("span"))
    return (span for span in spans if span[0])


def _label(node: Any, bold: set[str]) -> str | None:
    """Return the label in bold that opens a block."""
    text, classes = next(_spans(node), ("", bold))
    match = None if bold.isdisjoint(classes) else _LABEL.fullmatch(text)
    return match[1] if match else None


def _rtf_paragraphs(data: bytes) -> list[tuple[int | None, str]]:
    return [(None, line) for line in rtf_text(decode(data).text, "replace").split("\n")]


def _is_end(line: tuple[int | None, str]) -> bool:
    return line[1].strip() in _nexis("ends")


def _nexis(name: str) -> list[str]:
    names: list[str] = read_toml("pages/fields.toml")["nexis"][name]
    return names


def _is_tail(text: str) -> bool:
    match = _DOCX_LABEL.fullmatch(text)
    return text in _nexis("tails") or (match is not None and match[1] in _nexis("tail_labels"))


def _docx_document(lines: list[tuple[int | None, str]]) -> Fields:
    start = first_index(lines, lambda line: line[0] is not None, 0)
    title, outlet, *texts = [*(text for _, text in lines[start:]), "", ""]
    body = first_index(texts, _nexis("bodies").__contains__, len(texts))
    end = body + first_index(texts[body:], _is_tail, len(texts))
    labelled = map(_DOCX_LABEL.fullmatch, texts[:body] + texts[end:])
    labels = [match.groups() for match in labelled if match]
    unlabelled = (text for text in texts[:body] if not _DOCX_LABEL.fullmatch(text))
    # Nexis loads an article days or years after it was printed: Load-Date is not its date.
    dates = filter(find_header_date, unlabelled)
    paragraphs = texts[body + 1 : end]
    return {
        # Headline and sub-headline.
        "title": _SEMICOLON.sub("; ", title),
        "outlet": outlet.rstrip("."),
        "paragraphs": [text for text in paragraphs if text not in {"ABSTRACT", "FULL TEXT"}],
        **_fields((label.upper(), value) for label, value in labels),
        **date_fields(next(dates, "")),
    }


def _fields(labels: Iterable[tuple[str, str]]) -> Fields:
    fields = read_toml("pages/fields.toml")["labels"]
    known = {label: field for field, names in fields.items() for label in names}
    return {
        known[label]: text for label, value in labels if label in known and (text := value.strip())
    }
