"""Docstrings: the purpose of a public function, and the columns of the table it returns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any


@cache
def sections_of(function: Any) -> Mapping[str, str]:
    """Return the text of each section of a docstring, Args, Returns, Note and others, on one line.

    The key "" holds its first paragraph.
    """
    from inspect import getdoc

    text = getdoc(function) or ""
    return {"": joined(text.split("\n\n")[0]), **_sections(text)}


def column_meanings(function: Any, columns: Iterable[Any]) -> dict[str, str]:
    """Return what a docstring says in brackets after each column; "" where it says nothing."""
    sections = sections_of(function)
    returns = sections.get("Returns", "") or sections[""]
    return {str(column): _meaning(str(column), returns) for column in columns}


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
    return {name: joined("\n".join(body)) for name, body in sections.items()}


def joined(text: str) -> str:
    """Return a text on one line, without the marks of code."""
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
