"""The lexicon: words and expressions with a polarity, and words that turn it."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

from nkru.errors import LexiconError
from nkru.resources import path as resource

COLUMNS = ["term", "pos", "polarity", "class", "factor", "governs", "sense"]
RANGES = {"polarity": (-1.0, 1.0), "factor": (-1.0, 2.0)}
VALUES = {
    "class": ("evaluative", "shifter", "outcome"),
    "pos": ("noun", "verb", "adj", "adv", ""),
    "governs": ("object", "subject", "both", ""),
}


@dataclass(frozen=True, eq=False)
class Lexicon:
    """A lexicon of tone.

    Attributes:
        name, version: from the lines `# name:` and `# version:` that open the file; the file's name
            without them.
        entries: one row per term: term (dictionary form, of one word or more), pos (noun, verb,
            adj, adv), polarity [-1, 1] of the term itself, class (evaluative; shifter: acts on the
            polarity of its object or subject; outcome: does so for those whom it concerns, and says
            itself how things end, as « bloquer » does), factor [-1, 2] by which it does so, governs
            (object, subject, both), sense.
    """

    name: str
    version: str
    entries: pd.DataFrame

    def __len__(self) -> int:
        return len(self.entries)


def read_lexicon(path: str | Path | None = None) -> Lexicon:
    """Read the lexicon that ships with nkru, or one of yours: a CSV with the columns term and polarity.

    The columns pos, class, factor, governs and sense may be missing: every term is then evaluative.
    Lines that open with `#` are comments.

    Raises:
        LexiconError: the file cannot be read, lacks a column, has a term twice, or a value that is
            not allowed.
    """
    return _shipped() if path is None else _read(Path(path))


@cache
def _shipped() -> Lexicon:
    return _read(resource("tone/lexicon.csv"))


def _read(path: Path) -> Lexicon:
    lines = _lines(path)
    table = _table(
        path,
        [(number, line) for number, line in enumerate(lines, 1) if line.strip() and line[0] != "#"],
    )
    table = table.assign(term=table["term"].str.strip().str.replace("’", "'"))
    table["class"] = table["class"].replace("", "evaluative")
    _check(path, table)
    numbers = {column: pd.to_numeric(table[column]) for column in RANGES}
    pairs = (line.strip("# ").partition(":") for line in lines if line.startswith("#"))
    notes = {name.strip(): value.strip() for name, _, value in pairs}
    return Lexicon(
        notes.get("name", path.stem), notes.get("version", ""), table.assign(**numbers)[COLUMNS]
    )


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(
            f"{path.name}: cannot be read as UTF-8 text ({error}); save it as a CSV in UTF-8"
        ) from error


def _table(path: Path, lines: list[tuple[int, str]]) -> pd.DataFrame:
    """Return the cells as written, a column for each of COLUMNS, and the number of each row in the file."""
    cells = list(csv.reader(line for _, line in lines))
    if len(cells) < 2:
        raise LexiconError(
            f"{path.name}: no entry; write a row `term,polarity` and one row per term under it"
        )
    header, *rows = cells
    for column in ("term", "polarity"):
        if column not in header:
            found = ", ".join(header)
            raise LexiconError(
                f"{path.name}: no column {column!r}; add it to the first row, beside {found}"
            )
    for (number, _), row in zip(lines[1:], rows, strict=True):
        if len(row) != len(header):
            wrong = f"{len(row)} values for {len(header)} columns"
            raise LexiconError(f"{path.name}, row {number}: {wrong}; quote terms that hold a comma")
    table = pd.DataFrame(rows, columns=header).reindex(columns=COLUMNS, fill_value="")
    return table.assign(row=[number for number, _ in lines[1:]])


def _check(path: Path, table: pd.DataFrame) -> None:
    """Refuse the first row that has a value outside what is allowed, or a term that an earlier row has."""
    shifter = table["class"].isin(["shifter", "outcome"])
    for column, (low, high) in RANGES.items():
        needed = shifter if column == "factor" else True
        wrong = ~pd.to_numeric(table[column], errors="coerce").between(low, high) & (
            (table[column] != "") | needed
        )
        _refuse(path, table[wrong], column, f"give a number from {low:g} to {high:g}")
    for column, allowed in VALUES.items():
        wrong = ~table[column].isin(allowed) | (
            shifter & (table[column] == "") & (column == "governs")
        )
        _refuse(path, table[wrong], column, f"use one of {', '.join(filter(None, allowed))}")
    _refuse(path, table[table["term"] == ""], "term", "write the word")
    folded = table["term"].str.casefold()
    if folded.duplicated().any():
        second = table[folded.duplicated()].iloc[0]
        first = table[folded == second["term"].casefold()].iloc[0]
        how = (
            "contradicts" if float(first["polarity"]) * float(second["polarity"]) < 0 else "doubles"
        )
        where = f"row {second['row']}: {second['term']!r} {how} row {first['row']}"
        raise LexiconError(f"{path.name}, {where}; keep one of the two")


def _refuse(path: Path, wrong: pd.DataFrame, column: str, remedy: str) -> None:
    if len(wrong):
        bad = wrong.iloc[0]
        value = f"{column} of {bad['term']!r} is {bad[column]!r}"
        raise LexiconError(f"{path.name}, row {bad['row']}: {value}; {remedy}")
