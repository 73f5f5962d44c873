"""Descriptions of tables: what made one, on what basis, and what its columns mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import reduce
from html import escape
from typing import Any

import pandas as pd

from nkru.corpus.arguments import expect
from nkru.docstrings import column_meanings, sections_of
from nkru.errors import ParameterError
from nkru.language import gettext
from nkru.notes import NOTES


@dataclass(frozen=True)
class Description:
    """The description of a table.

    Attributes:
        maker: the function that made it.
        purpose: the first line of the function's documentation.
        notes: formula and basis, where the table has them.
        columns: the meaning of each column; empty where only its name is known.
        returns: the columns in the words of the function's documentation.
        caution: what the table is often misread as, if the documentation says so.
    """

    maker: str
    purpose: str
    notes: Mapping[str, str]
    columns: Mapping[str, str] = field(default_factory=dict)
    returns: str = ""
    caution: str = ""

    def table(self) -> pd.DataFrame:
        """Return the columns and their meaning."""
        return pd.DataFrame(list(self.columns.items()), columns=["column", "meaning"])

    def __str__(self) -> str:
        notes = [f"{name.capitalize()}: {value}" for name, value in self.notes.items()]
        parts = [f"{self.maker}: {self.purpose}", *notes, "", self.returns]
        return "\n".join([*parts, "", f"Note: {self.caution}"] if self.caution else parts)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        notes = "".join(f"<br>{escape(n.capitalize())}: {escape(v)}" for n, v in self.notes.items())
        caution = f"<p><i>{escape(self.caution)}</i></p>" if self.caution else ""
        told = self.table().query("meaning != ''")
        listed = told.to_html(index=False, border=0) if len(told) else ""
        head = f"<p><b>{escape(self.maker)}</b>: {escape(self.purpose)}{notes}</p>"
        return f"{head}{listed}<p>{escape(self.returns)}</p>{caution}"


def about(table: pd.DataFrame) -> Description:
    """Return what a table of results is: its maker, formula, basis, and its columns' meaning.

    It reads the `attrs` of the table, which most operations of pandas keep, and the documentation
    of the function that made it.

    Raises:
        ParameterError: the table was not made by nkru, or an operation such as `merge` has lost its
            attrs.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> told = about(nkru.frequency(nkru.find_mentions(corpus), corpus))
    >>> told.maker, told.notes["basis"], told.columns["rate"]
    ('nkru.frequency', '40 articles', 'per 1,000 words')
    """
    expect("table", table, pd.DataFrame, gettext("a table of results"))
    maker = str(table.attrs.get("made_by", ""))
    if not maker:
        raise ParameterError(
            "the table does not say what made it: give a table as a function of nkru returned it, "
            "before a merge or a groupby"
        )
    function = _function(maker)
    sections = sections_of(function)
    returns = sections.get("Returns", "") or sections[""]
    notes = {name: str(table.attrs[name]) for name in NOTES if name in table.attrs}
    meanings = column_meanings(function, table.columns)
    return Description(maker, sections[""], notes, meanings, returns, sections.get("Note", ""))


def _function(maker: str) -> Any:
    """Return the function or method of a name such as nkru.frequency or nkru.Classes.profiles."""
    import nkru

    return reduce(getattr, maker.split(".")[1:], nkru)
