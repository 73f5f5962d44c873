"""The small tables that a researcher keeps beside the articles: CSV as any spreadsheet saves it."""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd

from nkru.corpus.decoding import decode
from nkru.errors import CorpusError


def read_sheet(path: Path) -> pd.DataFrame:
    """Return a table of texts: commas, semicolons or tabs between columns, any encoding; an empty cell is missing.

    Raises:
        CorpusError: the file is no table.
    """
    text = decode(path.read_bytes()).text
    head = text.split("\n", 1)[0]
    try:
        table = pd.read_csv(io.StringIO(text), sep=max(",;\t", key=head.count), dtype="str", skipinitialspace=True)
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise CorpusError(f"{path}: not a table ({error}); save it as CSV with a row of column names") from None
    return table.rename(columns=str.strip)
