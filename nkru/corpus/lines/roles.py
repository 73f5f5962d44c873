"""Roles of lines: what each line of a page is, whether it is kept, and why it was left out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import pandas as pd

from nkru.corpus.formats import BOUNDED
from nkru.corpus.lines.furniture import TOPICS, FurnitureKind
from nkru.corpus.lines.invitations import is_invitation, mark_invitations
from nkru.corpus.lines.layout import NEAR, REPEATED, SIGNED, Layout, find_note, lay_out, signs_above
from nkru.corpus.lines.paragraphs import Paragraph, read_paragraphs
from nkru.corpus.lines.repetition import line_keys
from nkru.corpus.lines.signatures import is_name, is_section
from nkru.corpus.lines.titles import repeats_title
from nkru.corpus.outlets import is_outlet

KEPT = frozenset(
    {"title", "standfirst", "heading", "body", "list", "quote", "quote_source", "table"}
)
COLUMNS = ["doc_id", "line_no", "start", "end", "role", "kept", "code", "reason", "text"]
_COURTESY = re.compile(r"^(?:Maître|Me|M\.|Mme|Dr|Pr)\s+")
_QUOTED = re.compile(r"«[^«»]+»|“[^“”]+”|\"[^\"]+\"")
# The most words of a quotation set apart; a repeated label has fewer than the second number.
_QUOTE, _LABEL = 80, 12
# The reason to show for each code of this module; furniture.toml has those of furniture.
_REASONS = {
    "byline": "byline",
    "date": "date line",
    "caption": "caption or credit of a picture",
    "section": "section label",
    "sign": "only a number or a sign",
    "ticker": "entry of a live feed",
    "above_title": "above the title",
    "title_again": "repeats the title",
    "header": "short line between the title and the article",
    "below_article": "below the article",
    "format": "stated by the format",
}


class Verdict(NamedTuple):
    """The role of a paragraph and, where it is left out, the code of the rule and its reason."""

    role: str
    code: str = ""
    reason: str = ""


def line_table(articles: pd.DataFrame, repeated: pd.DataFrame) -> pd.DataFrame:
    """Return every line that is not blank, with its role.

    Args:
        articles: doc_id, format, raw, stated_title, stated_outlet, stated_roles.
        repeated: as from `nkru.corpus.lines.repetition.repeated_among`.

    Returns:
        doc_id, line_no (from 1, blank lines counted), start, end (offsets in raw), role, kept,
        code (of the rule that left it out, for programs), reason (the same in words, for readers;
        both are empty where the line is kept), text; in the order of the articles.
    """
    marked = [mark_invitations(read_paragraphs(raw)) for raw in articles["raw"]]
    pages = _count_articles(marked, articles, repeated)
    articles = articles.fillna({"stated_title": ""})
    names = ("doc_id", "format", "raw", "stated_title", "stated_roles")
    columns = [articles[name].tolist() for name in names[:-1]]
    columns.append([dict(json.loads(roles)) for roles in articles["stated_roles"]])
    rows = [
        (doc_id, *row)
        for doc_id, form, raw, title, roles, page in zip(*columns, pages, strict=True)
        for row in _rows(
            raw,
            page,
            judge(_outside(page, roles, form in BOUNDED), title, bounded=form in BOUNDED),
            roles,
        )
    ]
    types = dict.fromkeys(COLUMNS, "str") | {"kept": "bool"}
    types |= dict.fromkeys(("line_no", "start", "end"), "int32")
    return pd.DataFrame(rows, columns=COLUMNS).astype(types)


def _count_articles(
    pages: Sequence[Sequence[Paragraph]], articles: pd.DataFrame, repeated: pd.DataFrame
) -> list[list[Paragraph]]:
    """Return the pages, each paragraph with the number of articles that have it."""
    outlets = articles["stated_outlet"].repeat([len(page) for page in pages])
    texts = (paragraph.folded.lower() for page in pages for paragraph in page)
    keys = line_keys(zip(outlets, texts, strict=True))
    # A large corpus has many more repeated lines than one of its parts needs.
    needed = repeated[repeated["key"].isin(keys)].set_index("key")["articles"].to_dict()
    counts = map(needed.get, keys.tolist())
    return [
        [paragraph._replace(articles=n) if (n := next(counts)) else paragraph for paragraph in page]
        for page in pages
    ]


def _outside(
    page: Sequence[Paragraph], stated: Mapping[int, str], bounded: bool
) -> list[Paragraph]:
    """Return the paragraphs; those that the format leaves out are furniture.

    In a format that bounds the article, a sentence is text, whatever its words.
    """
    kind = FurnitureKind("format", _REASONS["format"])
    lines = list(page)
    for index, line in enumerate(page):
        if stated.get(line.lines[0][0]) == "boilerplate" and not line.furniture:
            lines[index] = line._replace(kind="furniture", strong=False, furniture=kind)
        elif bounded and line.sentence and line.furniture and line.furniture.code in TOPICS:
            lines[index] = line._replace(kind="prose", strong=True, furniture=None)
    return lines


def _rows(
    raw: str, page: Sequence[Paragraph], verdicts: Sequence[Verdict], stated: Mapping[int, str]
) -> Iterator[tuple[Any, ...]]:
    for paragraph, verdict in zip(page, verdicts, strict=True):
        for number, start, end in paragraph.lines:
            role, code, reason = verdict
            if number in stated and not is_invitation(paragraph):
                role, code, reason = stated[number], "format", _REASONS["format"]
            kept = role in KEPT
            why = ("", "") if kept else (code, reason)
            yield number, start, end, role, kept, *why, raw[start:end]


def judge(page: Sequence[Paragraph], stated_title: str, *, bounded: bool) -> list[Verdict]:
    """Return the verdict on each paragraph of a page (see `lay_out` for the arguments)."""
    layout = lay_out(page, stated_title, bounded=bounded)
    verdicts = [_verdict(layout, index) for index in range(len(page))]
    return _with_quotes(layout.paragraphs, verdicts)


def _verdict(layout: Layout, index: int) -> Verdict:
    page, title = layout.paragraphs, layout.title
    paragraph = page[index]
    if index == title:
        return Verdict("title")
    if index >= layout.end:
        return _below(paragraph, index == layout.end, index < layout.near)
    if paragraph.furniture:
        return Verdict("boilerplate", *paragraph.furniture[:2])
    if index < layout.start:
        if signs_above(page, index):
            return _left_out("byline")
        return _above(paragraph, layout.start - index - 1)
    if title is not None and repeats_title(paragraph, page[title], index < layout.body):
        return _left_out("title_again")
    if index < layout.body:
        return _header(layout, index)
    return _inside(paragraph, page[max(index - 1, 0) : index + 2])


def _left_out(code: str) -> Verdict:
    role = code if code in SIGNED or code == "section" else "boilerplate"
    return Verdict(role, code, _REASONS[code])


def _above(paragraph: Paragraph, distance: int) -> Verdict:
    if distance <= NEAR and paragraph.kind == "date":
        return _left_out("date")
    if distance == 1 and is_section(paragraph.text):
        return _left_out("section")
    return _left_out("above_title")


def _header(layout: Layout, index: int) -> Verdict:
    page, start = layout.paragraphs, layout.start
    paragraph, below = page[index], page[index + 1] if index + 1 < len(page) else None
    kind = _header_kind(page[max(start, index - 2 * NEAR) : index], paragraph, below)
    if kind in SIGNED or kind == "section":
        return _left_out(kind)
    if kind == "list" and paragraph.words > 4:
        return Verdict("list")
    if kind == "prose" or (kind == "short" and paragraph.words > 5 and index - start < NEAR):
        return Verdict("standfirst")
    heads_list = below is not None and below.kind == "list" and below.words > 4
    heads_text = layout.title is None and index == layout.body - 1
    return (
        Verdict("heading")
        if kind == "short" and (heads_list or heads_text)
        else _left_out("header")
    )


def _header_kind(above: Sequence[Paragraph], paragraph: Paragraph, below: Paragraph | None) -> str:
    kind, text = paragraph.kind, paragraph.text
    if below and below.kind == "caption" and below.text.startswith(text):
        return "caption"
    # A bare name is a byline if it is the first, or the next of several.
    named = [other.kind in {"byline", "name"} for other in above]
    if kind == "name" and (not any(named) or named[-1]) and not is_outlet(text):
        return "byline"
    return "section" if kind in {"short", "name"} and is_section(text) else kind


def _inside(paragraph: Paragraph, around: Sequence[Paragraph]) -> Verdict:
    if paragraph.kind in _REASONS:
        return _left_out(paragraph.kind)
    if paragraph.kind not in {"short", "name"}:
        return Verdict({"list": "list", "row": "table"}.get(paragraph.kind, "body"))
    if paragraph.text[-1] == ":":
        return Verdict("body" if paragraph.words > 7 else "heading")
    if paragraph.articles > 2 and paragraph.words < _LABEL:
        return Verdict("boilerplate", *REPEATED[:2])
    beside = [other.kind for other in around if other.block == paragraph.block]
    rows = sum(kind in {"short", "name", "row"} for kind in beside)
    return Verdict("table" if rows > 1 else "heading")


def _below(paragraph: Paragraph, is_next: bool, is_near: bool) -> Verdict:
    # A name right below the article signs it; further down it is a keyword.
    is_signature = paragraph.kind == "name" and is_next and not is_section(paragraph.text)
    kind = "byline" if is_signature else paragraph.kind
    if is_near and kind in {"byline", "date"}:
        return _left_out(kind)
    note = find_note(paragraph) or (REPEATED if paragraph.articles > 1 else None)
    return Verdict("boilerplate", *note[:2]) if note else _left_out("below_article")


def _with_quotes(page: Sequence[Paragraph], verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Return the verdicts; a short paragraph and the name under it are quote and source.

    So are a quotation and the line at its foot.
    """
    marked = list(verdicts)
    for index, (above, paragraph) in enumerate(pairwise(page)):
        roles = [verdict.role for verdict in verdicts[index : index + 2]]
        if roles != ["body", "heading"] or above.words > _QUOTE:
            continue
        is_quoted = above.block == paragraph.block and _QUOTED.fullmatch(above.text)
        if is_quoted or _names_source(page, paragraph):
            marked[index : index + 2] = Verdict("quote"), Verdict("quote_source")
    return marked


def _names_source(page: Sequence[Paragraph], paragraph: Paragraph) -> bool:
    """Return whether a line is a name with an office, or only a name that another line has too."""
    name, _, office = paragraph.text.partition(",")
    if paragraph.sentence or not is_name(_COURTESY.sub("", name)):
        return False
    others = (other.text for other in page if other is not paragraph)
    return office.strip()[:1].islower() or any(name in text for text in others)
