"""Tables with a row for each paragraph or spoken segment: the rows of one text are joined."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Any, NamedTuple

from nkru.corpus.formats.table_cells import cell_text
from nkru.corpus.formats.table_columns import Columns, column_key, find_columns, stated_columns
from nkru.corpus.formats.table_rows import Row
from nkru.language import table_text
from nkru.resources import read_toml

_WORD = re.compile(r"[^\W_]+")
# The fewest rows of a table of parts, and the mean number of rows of a text.
_FEWEST, _MEAN = 3, 1.5


class Joined(NamedTuple):
    """Rows with a whole text each, and a note on what was joined."""

    rows: list[Row]
    note: str


def joined_rows(rows: Sequence[Row], columns: Columns | None = None) -> Joined | None:
    r"""Return the rows of a table with the parts of each text joined; None for other tables.

    The parts of a text follow each other. They are numbered by a column named for it, such as
    « num_paragraphe », or timed, with a start and an end; their other columns are the same.

    >>> parts = [{"id": "a", "phrase_id": str(n), "texte": f"Kim {n}."} for n in (1, 2, 3)]
    >>> joined_rows(parts).rows
    [{'id': 'a', 'phrase_id': '1', 'texte': 'Kim 1.\nKim 2.\nKim 3.'}]
    """
    if len(rows) < _FEWEST or "text" in stated_columns():
        return None
    names, parts = list(rows[0]), read_toml("pages/fields.toml")["parts"]
    times, numbers = _times(names, rows, parts), _numbers(names, rows, parts)
    if not (times or numbers) or any(row.keys() != rows[0].keys() for row in rows):
        return None
    text = (columns or find_columns(names, rows)).names.get("text")
    if text is None:
        return None
    varied = {text, *times, *numbers, *(name for name in names if _tells_part(name, rows, times))}
    fixed = [name for name in names if name not in varied]
    groups = [list(group) for _, group in groupby(rows, lambda row: [row[n] for n in fixed])]
    groups = list(_restarting(groups, times or numbers))
    if len(rows) < _MEAN * len(groups):
        return None
    by = times[0] if times else numbers[0]
    note = table_text(
        "its {rows} rows are parts of {texts} texts by {column}, and were joined",
        rows=len(rows),
        texts=len(groups),
        column=repr(by),
    )
    return Joined([_whole(group, text) for group in groups], note)


def _whole(group: Sequence[Row], text: str) -> Row:
    return {**group[0], text: "\n".join(cell_text(row[text]) for row in group)}


def _restarting(groups: Sequence[list[Row]], numbers: Sequence[str]) -> Iterator[list[Row]]:
    """Yield the parts of each text: in a new text the numbers begin again."""
    for group in groups:
        begin = 0
        for place, (above, row) in enumerate(pairwise(group), 1):
            if all(float(row[name]) < float(above[name]) for name in numbers):
                yield group[begin:place]
                begin = place
        yield group[begin:]


def _numbers(
    names: Sequence[str], rows: Sequence[Row], parts: Mapping[str, Sequence[str]]
) -> list[str]:
    """Return the columns that number the parts of a text, not the texts."""
    named = [name for name in names if _is_of(name, parts["words"])]
    named = [name for name in named if not _is_of(name, parts["wholes"])]
    return [name for name in named if _all_numbers(rows, name)]


def _times(
    names: Sequence[str], rows: Sequence[Row], parts: Mapping[str, Sequence[str]]
) -> list[str]:
    """Return the columns with the start and the end of each part, which follow each other."""
    keys = {column_key(name): name for name in names}
    found = [next((keys[key] for key in parts[kind] if key in keys), "") for kind in _KINDS]
    if not all(found) or not all(_all_numbers(rows, name) for name in found):
        return []
    start, end = found
    forward = all(float(row[start]) <= float(row[end]) for row in rows)
    return found if forward else []


_KINDS = ("starts", "ends")


def _tells_part(name: str, rows: Sequence[Row], times: Sequence[str]) -> bool:
    """Return whether a column may vary in a text: numbers and lists beside the times of speech."""
    return bool(times) and (
        _all_numbers(rows, name) or any(isinstance(row[name], list) for row in rows)
    )


def _is_of(name: str, words: Sequence[str]) -> bool:
    return not set(words).isdisjoint(_WORD.findall(column_key(name)))


def _all_numbers(rows: Sequence[Row], name: str) -> bool:
    return all(_is_number(row.get(name)) for row in rows)


def _is_number(value: Any) -> bool:
    try:
        float(value)
    except (TypeError, ValueError):
        return False
    return True
