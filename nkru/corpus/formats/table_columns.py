"""Columns of tables: which one states which field, by its name, else by what its cells hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, partial
from types import MappingProxyType
from typing import Any, NamedTuple
from unicodedata import combining, normalize

from nkru.corpus.formats.cell_kinds import BY_CELLS, HOLDS, mean_words
from nkru.corpus.formats.table_cells import STARRED, cell_text
from nkru.language import table_text
from nkru.resources import read_toml
from nkru.tokens.norms import fold

_WORD = re.compile(r"[^\W_]+")
# « Paragraphe 1 »; columns without a name are called « column 1 ».
_NUMBERED = re.compile(r"(?!column )([^\W\d]{3}.{0,60}?)[\s_.-]{0,3}\d{1,2}")
# Cells by which a column is judged.
SAMPLE = 50
# Fields that one word of a longer column name gives, such as « Titre de l'article ».
_BY_WORD = ("text", "title", "date", "url", "outlet", "author")
# Words of columns whose days or addresses are not those of the articles.
_OTHERS = {"date": "collection", "url": "attachments"}
_GUESSED = table_text(
    "read, with columns guessed from what they hold: {columns}; name the right ones under "
    "[columns] in corpus.toml where that is wrong"
)
_LACKING = table_text("read without the columns that were named for it: it has no {columns}")

# The columns that the researcher names, by field, while a corpus is read.
_STATED: ContextVar[Mapping[str, str]] = ContextVar("columns", default=MappingProxyType({}))
FIELDS = tuple(read_toml("pages/fields.toml")["columns"])


@contextmanager
def stating(columns: Mapping[str, str]) -> Iterator[None]:
    """Let the researcher name the columns of fields, in every table that has them."""
    token = _STATED.set(columns)
    try:
        yield
    finally:
        _STATED.reset(token)


def stated_columns() -> Mapping[str, str]:
    """Return the columns that the researcher names, by field."""
    return _STATED.get()


def column_key(name: Any) -> str:
    """Return the name of a column as names are compared: without case and accents.

    >>> column_key(" Chapô "), column_key("Titre de l’article")
    ('chapo', "titre de l'article")
    """
    letters = normalize("NFD", fold(str(name).strip()))
    return "".join(letter for letter in letters if not combining(letter))


def stated_names() -> dict[str, str]:
    """Return the columns that the researcher names, by their keys."""
    return {column_key(name): name for name in stated_columns().values()}


class Columns(NamedTuple):
    """The name of the column that states each field, and the fields where that is a guess.

    `lacking` holds the columns that the researcher names and the table lacks, `texts` those that
    hold a part of the text each, such as « Paragraphe 1 » and « Paragraphe 2 ».
    """

    names: dict[str, str]
    guessed: list[str]
    lacking: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()

    def cells(self, row: Mapping[str, Any]) -> dict[str, str]:
        """Return the text of the cell of each field in a row."""
        found = {field: cell_text(row.get(name)) for field, name in self.names.items()}
        if self.texts:
            parts = (cell_text(row.get(name)) for name in self.texts)
            found["text"] = "\n".join(filter(None, parts))
        return found

    @property
    def have_articles(self) -> bool:
        """Whether there is a column of texts or of titles."""
        return not {"text", "title"}.isdisjoint(self.names)

    def note(self) -> str:
        """Return a note on the guessed and the lacking columns; "" without such columns."""
        names = {field: repr(name) for field, name in self.names.items()}
        if self.texts:
            names["text"] = " + ".join(map(repr, self.texts))
        told = ", ".join(f"{field} = {names[field]}" for field in self.guessed)
        notes = [table_text(_GUESSED, columns=told)] if told else []
        if self.lacking:
            notes.append(table_text(_LACKING, columns=", ".join(map(repr, self.lacking))))
        return "; ".join(notes)


def named_columns(names: Iterable[Any]) -> dict[str, str]:
    """Return the column that states each field, by the names that nkru or the researcher gives."""
    columns = {column_key(name): name for name in reversed(list(names))}
    known = {
        field: [columns[alias] for alias in aliases if alias in columns]
        for field, aliases in _aliases().items()
    }
    stated = {
        field: columns[key]
        for field, name in stated_columns().items()
        if (key := column_key(name)) in columns
    }
    found = {field: names[0] for field, names in known.items() if names}
    # A column that the researcher names for one field cannot state another.
    return {field: name for field, name in found.items() if name not in stated.values()} | stated


@cache
def _aliases() -> dict[str, tuple[str, ...]]:
    """Return the keys of the columns that may state each field, the best first."""
    table = read_toml("pages/fields.toml")["columns"]
    return {field: tuple(dict.fromkeys(map(column_key, names))) for field, names in table.items()}


def field_of_label(name: str) -> str | None:
    """Return the field that a label above a text states, by its whole name or its first word.

    >>> field_of_label("Média"), field_of_label("Date de parution"), field_of_label("Narval")
    ('outlet', 'date', None)
    >>> field_of_label("Date de consultation") is None
    True
    """
    key = column_key(name)
    words = _WORD.findall(key)
    fields = {alias: field for field, aliases in _aliases().items() for alias in aliases}
    field = fields.get(key) or fields.get(words[0] if words else "")
    return field if _may_be(field, name) else None


def find_columns(names: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> Columns:
    """Return the columns of the fields: those with known names, else by what some rows hold.

    >>> row = {"Jour": "12/03/2021", "Dépêche": "Kim est arrivé hier au port, et " * 3}
    >>> find_columns(list(row), [row]).names
    {'date': 'Jour', 'text': 'Dépêche'}
    """
    known = named_columns(names) | _starred(names, rows)
    cells = {
        name: [text for row in rows[:SAMPLE] if (text := cell_text(row.get(name)))]
        for name in names
        if name not in known.values()
    }
    cells = {name: texts for name, texts in cells.items() if texts}
    guessed: dict[str, str] = {}
    for choose in (partial(_by_word, place=0), partial(_by_word, place=-1), _by_cells):
        for field, name in choose(cells, known | guessed).items():
            guessed[field] = name
            cells.pop(name, None)
    there = set(map(column_key, names))
    lacking = tuple(name for key, name in stated_names().items() if key not in there)
    found = known | guessed
    others = {name for field, name in found.items() if field != "text"}
    free = [name for name in names if name not in others]
    texts = _numbered_texts(found.get("text", ""), free, rows)
    return Columns(found, list(guessed), lacking, texts)


def _numbered_texts(
    text: str, names: Sequence[str], rows: Sequence[Mapping[str, Any]]
) -> tuple[str, ...]:
    """Return the numbered columns of texts that the column of the text is one of, if several."""
    named = _NUMBERED.fullmatch(str(text))
    if named is None:
        return ()
    alike = []
    for name in names:
        one = _NUMBERED.fullmatch(str(name))
        cells = [cell for row in rows[:SAMPLE] if (cell := cell_text(row.get(name)))]
        if one and one[1] == named[1] and cells and BY_CELLS["text"](cells):
            alike.append(name)
    return tuple(alike) if len(alike) > 1 else ()


def _starred(names: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return the fields by the variables of IRaMuTeQ in cells: « *source_La_Croix »."""
    stated: dict[str, str] = {}
    for name in names:
        cells = [str(row[name]).strip() for row in rows[:SAMPLE] if row.get(name)]
        found = {match[1] if (match := STARRED.fullmatch(cell)) else "" for cell in cells}
        if len(found) == 1 and "" not in found:
            stated[found.pop()] = name
    fields = named_columns(stated)
    return (
        {**named_columns(names), **{field: stated[key] for field, key in fields.items()}}
        if fields
        else {}
    )


def _by_word(
    cells: Mapping[str, list[str]], known: Mapping[str, str], place: int
) -> dict[str, str]:
    """Return the columns named by their first or last word, if their cells fit the field."""
    fields = {alias: field for field in _BY_WORD for alias in _aliases()[field]}
    found: dict[str, str] = {}
    for name, texts in cells.items():
        words = _WORD.findall(column_key(name))
        field = fields.get(words[place]) if words else None
        may_be = _may_be(field, name)
        if field and may_be and field not in {**known, **found} and HOLDS[field](texts):
            found[field] = name
    return found


def _is_of(name: str, table: str) -> bool:
    """Return whether the name of a column has a word of a table, such as that of collection."""
    words = _WORD.findall(column_key(name))
    return not set(read_toml("pages/fields.toml")[table]["words"]).isdisjoint(words)


def _may_be(field: str | None, name: str) -> bool:
    """Return whether a column may be of a field: no day of collection, no address of a picture."""
    table = _OTHERS.get(field or "")
    return table is None or not _is_of(name, table)


def _by_cells(cells: Mapping[str, list[str]], known: Mapping[str, str]) -> dict[str, str]:
    left = dict(cells)
    found: dict[str, str] = {}
    for field in ("url", "date", "text", "outlet", "title"):
        if field in known:
            continue
        holds = BY_CELLS.get(field, HOLDS[field])
        holding = [name for name, texts in left.items() if holds(texts) and _may_be(field, name)]
        if field == "text":
            holding.sort(key=lambda name: -mean_words(left[name]))
        if holding and (field != "outlet" or len(known) + len(found)):
            found[field] = holding[0]
            del left[holding[0]]
    return found
