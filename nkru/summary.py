"""Summaries: a title for an object, its size, a sample of it, and the calls to make next."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

import pandas as pd

_SAMPLE, _LONGEST = 5, 60  # rows of a sample, characters of a cell


@dataclass(frozen=True)
class Summary:
    """The representation of an object in a notebook.

    Attributes:
        title: a line that says what the object is.
        facts: the size of its contents, by name.
        sample: some rows of it.
        then: calls that a reader may make next.
    """

    title: str
    facts: Mapping[str, str]
    sample: pd.DataFrame
    then: Sequence[str]

    def html(self) -> str:
        """Return the summary as HTML; every text is escaped."""
        facts = "; ".join(f"{escape(name)}: {escape(value)}" for name, value in self.facts.items())
        calls = ", ".join(f"<code>{escape(call)}</code>" for call in self.then)
        rows = self.sample.head(_SAMPLE).map(_shorten)
        table = rows.to_html(index=False, border=0) if len(rows) else ""
        return f"<p><b>{escape(self.title)}</b><br>{facts}</p>{table}<p>Next: {calls}</p>"


class Summarised(ABC):
    """An object that shows its summary in a notebook, and its first line in a terminal."""

    @abstractmethod
    def summary(self) -> Summary:
        """Return the summary of this object that a notebook shows."""

    def __repr__(self) -> str:
        return f"<{self.summary().title}>"

    def _repr_html_(self) -> str:
        return self.summary().html()


def _shorten(value: object) -> object:
    if isinstance(value, str) and len(value) > _LONGEST:
        return f"{value[:_LONGEST]}…"
    return "" if value is None or value != value else value
