"""metadata.csv: what the researcher knows of the articles, as any spreadsheet saves it; it wins over inference."""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path

import pandas as pd

from nkru.corpus.dating.calendar import bounds
from nkru.corpus.decoding import decode
from nkru.corpus.reading import unread_table
from nkru.errors import CorpusError

_DATE = ["date_from", "date_to", "date_precision", "date_method", "date_evidence"]
# Columns that nkru computes from the text itself: a table cannot state them.
_COMPUTED = {
    "source",
    "format",
    "encoding",
    "sha256",
    "flags",
    "date_from",
    "date_to",
    "date_precision",
}
_ISO = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_PRECISION = {4: "year", 7: "month", 10: "day"}


def read_metadata(folder: Path) -> pd.DataFrame | None:
    """Return the rows of metadata.csv (comma, semicolon or tab; any encoding), or None where there is none.

    Raises:
        CorpusError: there is no column doc_id, an article stands twice, a column is one that nkru
            computes, or a date is not ISO 8601.
    """
    path = folder / "metadata.csv"
    if not path.is_file():
        return None
    table = read_sheet(path)
    if fault := _fault(table):
        raise CorpusError(f"{path}: {fault}")
    return table.set_index("doc_id")


def apply_metadata(
    documents: pd.DataFrame, metadata: pd.DataFrame | None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the documents with the values of `metadata` in place of inferred ones, and the rows not applied.

    Args:
        documents: one row per article, with doc_id.
        metadata: as from `read_metadata`; an empty cell leaves the inferred value.
    """
    if metadata is None:
        return documents, unread_table([])
    documents = documents.copy()
    given = metadata.reindex(documents["doc_id"])
    for name in metadata.columns:
        values = given[name].set_axis(documents.index)
        documents[name] = values.combine_first(documents[name]) if name in documents else values
    for row, iso in (
        given.set_axis(documents.index).get("date", pd.Series(dtype="str")).dropna().items()
    ):
        documents.loc[row, _DATE] = (*bounds(iso), _PRECISION[len(iso)], "metadata.csv", iso)
    strangers = metadata.index.difference(pd.Index(documents["doc_id"]))
    return documents, unread_table(
        (f"metadata.csv: {name}", "no article has this doc_id; compare `nkru check`")
        for name in strangers
    )


def read_sheet(path: Path) -> pd.DataFrame:
    """Return a table of texts: commas, semicolons or tabs between columns, any encoding; an empty cell is missing.

    Raises:
        CorpusError: the file is no table.
    """
    text = decode(path.read_bytes()).text
    head = text.split("\n", 1)[0]
    try:
        table = pd.read_csv(
            io.StringIO(text), sep=max(",;\t", key=head.count), dtype="str", skipinitialspace=True
        )
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise CorpusError(
            f"{path}: not a table ({error}); save it as CSV with a row of column names"
        ) from None
    return table.rename(columns=str.strip)


def _fault(table: pd.DataFrame) -> str | None:
    if "doc_id" not in table:
        return f"no column doc_id (there are: {', '.join(table.columns)}); name the articles in a column doc_id"
    if computed := sorted(_COMPUTED.intersection(table.columns)):
        return f"column {computed[0]} is computed by nkru; rename it"
    twice = table.loc[table["doc_id"].duplicated(), "doc_id"]
    if len(twice):
        return f"row {twice.index[0] + 2}: {twice.iloc[0]} stands twice; keep one row per article"
    dates = table.get("date", pd.Series(dtype="str")).dropna()
    wrong = dates[~dates.map(_is_date).astype(bool)]
    if len(wrong):
        return f"row {wrong.index[0] + 2}: date {wrong.iloc[0]!r} is not ISO 8601; write 2019-04-24, 2019-04 or 2019"
    return None


def _is_date(text: str) -> bool:
    try:
        return bool(_ISO.fullmatch(text) and date.fromisoformat(bounds(text)[1]))
    except ValueError:
        return False
