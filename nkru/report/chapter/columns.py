"""Columns: their labels and meanings for readers, and what cells hold in the language in use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from nkru.catalogues import plain_name, translate_data
from nkru.language import date, gettext, language, named
from nkru.resources import read_toml

RESOURCE = "language/tables.toml"


@dataclass(frozen=True)
class Column:
    """A column: its name, its label and meaning in English, and what its cells hold.

    `cells` is "names" of entries of a codebook, "words" of nkru, "dates", "shares" (numbers from 0
    to 1, which readers see in %), or nothing of these.
    """

    name: str
    label: str = ""
    meaning: str = ""
    cells: str = ""

    def spoken_label(self) -> str:
        """Return the label in the language in use."""
        return gettext(self.label or self.name.replace("_", " "))

    def tooltip(self) -> str:
        """Return the name in files and the meaning in the language in use; "" without one."""
        return f"{self.name}: {gettext(self.meaning)}" if self.meaning else ""

    def spoken_cell(self, cell: str) -> str:
        """Return the text of a cell in the language in use.

        A name of a codebook has its own name in brackets where that differs.

        >>> Column("voice", cells="words").spoken_cell("author")
        'author'
        """
        if self.cells == "words":
            return translate_data(language(), cell)
        if self.cells == "dates":
            return date(cell)
        if self.cells != "names":
            return cell
        name = str(named(cell))
        plain = plain_name(cell)
        return name if language() != "en" or name == plain else f"{name} ({plain})"


@cache
def find_column(table: str, name: str) -> Column:
    """Return the column of a table; one that is not documented has its name as its label.

    Args:
        table: the name of the table, without that of its chapter.
        name: of the column.

    >>> find_column("edges", "source").label
    'actor'
    """
    known: dict[str, dict[str, Any]] = read_toml(RESOURCE)["columns"]
    for key in (f"{table}.{name}", name, f"{table}.*"):
        if key in known:
            return Column(name, **known[key])
    return Column(name)


def name_columns(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a sentence, the names of columns among them as their labels."""
    return {
        name: find_column("", value).spoken_label() if isinstance(value, str) else value
        for name, value in values.items()
    }
