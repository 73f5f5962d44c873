"""Frames: a corpus from the rows of a DataFrame that a researcher has already."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd

from nkru.corpus.articles import Article, Source, article_table, compose, with_whole_characters
from nkru.corpus.copies import group_stories
from nkru.corpus.corrections import Corrections
from nkru.corpus.dating.calendar import parse_day
from nkru.corpus.lines.repetition import line_numbers, repeated_among
from nkru.corpus.part_tables import MemoryParts
from nkru.corpus.parts import split_rows
from nkru.corpus.passes import describe_part
from nkru.corpus.reading import unread_table
from nkru.errors import CorpusError, ParameterError
from nkru.language import table_text

_NAME = "frame"
FIELDS = ("title", "date", "outlet", "author", "section", "url")


def frame_tables(
    frame: pd.DataFrame, text: str, doc_id: str | None, columns: Mapping[str, str | None]
) -> tuple[pd.DataFrame, ...]:
    """Return articles, documents, lines, sentences and unread rows of a frame.

    Args:
        frame: one row per article.
        text: the column of the texts.
        doc_id: the column of names, or None for the index of the frame.
        columns: the column of each of `FIELDS`, or None.

    Raises:
        ParameterError: `frame` is not a DataFrame, lacks a column, or names two rows alike.
        CorpusError: no row has a text.
    """
    _check(frame, {"text": text, "doc_id": doc_id, **columns})
    names = [str(name) for name in (frame[doc_id] if doc_id else frame.index)]
    if (twice := pd.Index(names).duplicated()).any():
        second = names[int(twice.argmax())]
        raise ParameterError(
            "doc_id = {doc_id!r}: two rows are named {second!r}; name each row",
            doc_id=doc_id,
            second=second,
        )
    rows, unread = [], []
    stated = {field: column for field, column in columns.items() if column}
    values = frame[[text, *stated.values()]].to_dict("records")
    for name, row in zip(names, values, strict=True):
        if not (raw := _text(row[text])) and not _text(row.get(stated.get("title", ""))):
            reason = table_text("a row without text; fill in the column of the text")
            unread.append((name, reason))
            continue
        fields = {field: _text(row[column]) for field, column in stated.items()}
        if fields.get("date") and (day := parse_day(str(fields["date"]))) is None:
            reason = table_text("{day} is not a date; write 2019-04-24", day=repr(fields["date"]))
            unread.append((f"{name}: date", reason))
        if "date" in fields:
            fields |= {"date": fields["date"] and day, "date_evidence": fields["date"]}
        rows.append((_source(name, raw or ""), _article(raw or "", fields)))
    if not rows:
        raise CorpusError(
            "no row of the frame has a text in the column {text!r}; name another", text=text
        )
    return (*_described(article_table(rows)), unread_table(unread))


def _check(frame: Any, columns: Mapping[str, str | None]) -> None:
    if not isinstance(frame, pd.DataFrame):
        raise ParameterError(
            "frame is a {kind}; give a pandas DataFrame", kind=type(frame).__name__
        )
    for parameter, column in columns.items():
        if column is not None and column not in frame.columns:
            there = ", ".join(map(str, frame.columns))
            raise ParameterError(
                "{parameter} = {column!r}: no such column (there are: {there})",
                parameter=parameter,
                column=column,
                there=there,
            )


def _text(value: Any) -> str | None:
    """Return a cell as text, or None if it is missing."""
    if value is None or (not isinstance(value, str) and bool(pd.isna(value))):
        return None
    text = value.isoformat()[:10] if hasattr(value, "isoformat") else str(value)
    return text.replace("\r\n", "\n").replace("\r", "\n").strip() or None


def _source(name: str, raw: str) -> Source:
    return Source(name, name, _NAME, hashlib.sha256(raw.encode("utf-8", "replace")).hexdigest())


def _article(raw: str, fields: dict[str, Any]) -> Article:
    return with_whole_characters(compose([raw], encoding="utf-8", **fields))


def _described(articles: pd.DataFrame) -> tuple[pd.DataFrame, ...]:
    """Return articles, documents, lines and sentences, as the pipeline makes them of files."""
    parts, index = MemoryParts(), []
    for number, batch in enumerate(split_rows(articles)):
        part = f"{number:06}"
        parts.write(part, "articles", batch)
        parts.write(part, "numbers", line_numbers(batch))
        index.append(batch[["doc_id"]].assign(part=part))
    rows = pd.concat(index, ignore_index=True)
    repeated = repeated_among(parts.rows(rows, "numbers"))
    for part in sorted(set(rows["part"])):
        describe_part(parts, part, Corrections(None, None), repeated=repeated)
    stories = group_stories(partial(parts.arrow_tables, rows, "shingles"))
    documents = parts.rows(rows, "documents")
    story = documents["doc_id"].map(stories).astype("str").fillna(documents["doc_id"])
    tables = (parts.rows(rows, name) for name in ("lines", "sentences"))
    return parts.rows(rows, "articles"), documents.assign(story_id=story), *tables
