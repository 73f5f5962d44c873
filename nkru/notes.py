"""Notes: what all rows of a table share, its formula and basis, kept in the table's `attrs`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

NOTES = ("formula", "basis")


def note(table: pd.DataFrame, **notes: str) -> pd.DataFrame:
    """Return a table with these notes in its `attrs`; an empty one is left out.

    Args:
        table: a result.
        notes: `formula` (how its numbers are made), `basis` (the articles that were counted), and
            `made_by`, of a method.

    >>> import pandas as pd
    >>> note(pd.DataFrame({"count": [1]}), basis="3 articles").attrs
    {'basis': '3 articles'}
    """
    noted = table.copy(deep=False)
    noted.attrs = table.attrs | {name: str(text) for name, text in notes.items() if text}
    return noted


def note_of(table: pd.DataFrame, name: str) -> str:
    """Return a note of a table, or "" without one."""
    return str(table.attrs.get(name, ""))


def with_notes(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with its notes as its last columns, as in the CSV of a report.

    >>> import pandas as pd
    >>> with_notes(note(pd.DataFrame({"count": [1]}), basis="3 articles")).columns.tolist()
    ['count', 'basis']
    """
    held = {name: table.attrs[name] for name in NOTES if name in table.attrs}
    return table.assign(**{name: text for name, text in held.items() if name not in table})
