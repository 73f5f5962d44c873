"""Correction sheets: metadata.xlsx and overrides.xlsx, filled in with what nkru has found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from nkru.corpus.corpus import Corpus
from nkru.corpus.corrections import METADATA, Corrections
from nkru.corpus.line_corrections import OVERRIDES
from nkru.corpus.sheets import GAPS, MARKS, changed_cells, write_sheet
from nkru.corpus.side_files import read_table
from nkru.errors import CorpusError
from nkru.language import deferred, gettext, join

_CHANGE = deferred("{file}: change cells, then put it beside the articles")
_FIRST = deferred("(It holds the lines of the first {number} articles, up to {article}.)")
# Columns of metadata.xlsx, and those in which it marks empty cells.
_SHOWN = ["doc_id", "title", "outlet", "author", "agency", "section", "genre", "date"]
_SHOWN += ["date_evidence", "updated", "url", "language"]
_WANTED = ["title", "outlet", "author", "date"]
# Characters of a line that overrides.xlsx shows, and the most lines that it holds.
_STARTS, _MOST_LINES = 80, 50_000
_KEYS = ["doc_id", "line_no", "text_starts"]
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def write_correction_sheets(
    corpus: Corpus, folder: Path, corrections: Corrections
) -> Iterator[str]:
    """Write metadata.xlsx and overrides.xlsx, and yield a sentence on each.

    Once the sheets lie in the folder of the articles, their changed cells are corrections. A sheet
    in `folder` with changed cells is kept.

    Args:
        corpus: the articles.
        folder: where the sheets go.
        corrections: those of the corpus, which the new sheets state again.
    """
    tables = {METADATA: _metadata, OVERRIDES: _overrides}
    for name, fill in tables.items():
        path = (folder / name).with_suffix(".xlsx")
        if told := _reason_to_keep(path):
            yield told
            continue
        sheet, stated, note = fill(corpus, corrections)
        marked = [column for column in sheet.columns if column not in (*_KEYS, GAPS)]
        gaps = _WANTED if GAPS in sheet else ()
        write_sheet(sheet, path, marked=marked, stated=stated, gaps=gaps)
        yield join(gettext(_CHANGE, file=str(path)), note)


def _reason_to_keep(path: Path) -> str | None:
    """Return why the file at this path must be kept; None if a new sheet may replace it."""
    there = [path.with_suffix(end) for end in (".csv", ".xlsx") if path.with_suffix(end).exists()]
    for one in there:
        if one.suffix == ".csv" or not _is_untouched(one):
            return gettext("{file} has corrections and stays; move it for a new one", file=str(one))
    return None


def _is_untouched(path: Path) -> bool:
    try:
        table = read_table(path, of_articles=True)
    except CorpusError:
        return False
    table = table.mask(table == "").astype("str")
    has_marks = MARKS in table and {*_KEYS[:1]} <= {*table.columns}
    return has_marks and changed_cells(table, _KEYS).empty


_Filled = tuple[pd.DataFrame, set[tuple[int, str]], str]


def _metadata(corpus: Corpus, corrections: Corrections) -> _Filled:
    """Return the metadata of each article, the cells that the researcher states, and a note."""
    given = corrections.metadata
    own = [] if given is None else [*given.columns.difference(_SHOWN, sort=False)]
    documents = corpus.documents
    sheet = documents[[*_SHOWN, *(name for name in own if name in documents)]]
    lacking = sheet[_WANTED].isna().dot(pd.Series([f"{name}, " for name in _WANTED], _WANTED))
    places = {doc_id: place for place, doc_id in enumerate(sheet["doc_id"])}
    filled = [] if given is None else given.stack().dropna().index.tolist()
    stated = {(places[doc_id], name) for doc_id, name in filled if doc_id in places}
    return sheet.assign(**{GAPS: lacking.str.removesuffix(", ")}), stated, ""


def _overrides(corpus: Corpus, corrections: Corrections) -> _Filled:
    """Return the lines of each article, the ones that the researcher states, and a note."""
    lines, note = _first_lines(corpus)
    sheet = lines[["doc_id", "line_no"]].assign(
        text_starts=[_CONTROL.split(text, maxsplit=1)[0][:_STARTS] for text in lines["text"]],
        action=lines["kept"].map({True: "keep", False: "drop"}),
        role=lines["role"],
        reason=lines["reason"],
    )
    given = corrections.overrides
    known = set() if given is None else {*zip(given["doc_id"], given["line_no"], strict=True)}
    keys = zip(sheet["doc_id"], sheet["line_no"], strict=True)
    stated = {(place, "action") for place, key in enumerate(keys) if key in known}
    return sheet, stated, note


def _first_lines(corpus: Corpus) -> tuple[pd.DataFrame, str]:
    """Return the lines of as many articles as the sheet holds, and a note if it is not all."""
    lines = corpus.lines
    if len(lines) <= _MOST_LINES:
        return lines, ""
    whole = lines["doc_id"].iloc[:_MOST_LINES].drop_duplicates().tolist()
    if len(whole) > 1:
        whole.pop()  # its other lines do not fit
    few = lines[lines["doc_id"].isin(whole)]
    return few, gettext(_FIRST, number=len(whole), article=whole[-1])
