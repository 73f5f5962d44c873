"""Descriptions of tables: what made one, on what basis, and what its columns mean."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape

import pandas as pd

from nkru.corpus.arguments import expect
from nkru.errors import ParameterError

_NOTES = ("formula", "basis")


@dataclass(frozen=True)
class Description:
    """What a table is.

    Attributes:
        maker: the function that made it.
        purpose: the first line of what the function says of itself.
        notes: formula and basis, where the table has them.
        columns: the meaning of each column; empty where its name is all that is said.
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
    expect("table", table, pd.DataFrame, "a table of results")
    maker = str(table.attrs.get("made_by", ""))
    if not maker:
        raise ParameterError(
            "the table does not say what made it: give a table as a function of nkru returned it, "
            "before a merge or a groupby"
        )
    text = _documentation(maker)
    sections = _sections(text)
    purpose = _joined(text.split("\n\n")[0])
    returns = sections.get("Returns", "") or purpose
    notes = {name: str(table.attrs[name]) for name in _NOTES if name in table.attrs}
    meanings = {str(column): _meaning(str(column), returns) for column in table.columns}
    return Description(maker, purpose, notes, meanings, returns, sections.get("Note", ""))


def _sections(text: str) -> dict[str, str]:
    """Return the text of each section of a docstring: Args, Returns, Note and others."""
    sections: dict[str, list[str]] = {}
    current: list[str] = []
    for line in text.splitlines():
        if line.endswith(":") and line[:-1].isidentifier():
            current = sections[line[:-1]] = []
        elif line and not line.startswith("    "):
            current = []  # prose between sections
        else:
            current.append(line)
    return {name: _joined("\n".join(body)) for name, body in sections.items()}


def _documentation(maker: str) -> str:
    import nkru

    return inspect.getdoc(getattr(nkru, maker.removeprefix("nkru."))) or ""


def _joined(text: str) -> str:
    return " ".join(text.split()).replace("`", "")


def _meaning(column: str, returns: str) -> str:
    """Return what follows a column in brackets; a lower bound has what its upper one has."""
    low = column.removesuffix("_low")
    for form in (column, f"{column}, {low}_high") if low != column else (column,):
        for before, after in _splits(returns, f"{form} ("):
            if not before[-1:].isalnum() and before[-1:] not in ("_", "."):
                return after.partition(")")[0]
    return ""


def _splits(text: str, mark: str) -> Iterator[tuple[str, str]]:
    """Yield the text before and after each place of a mark."""
    at = text.find(mark)
    while at >= 0:
        yield text[:at], text[at + len(mark) :]
        at = text.find(mark, at + 1)
