"""The lexicon: words and expressions with a polarity, words that turn it, and the words of grammar around them."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

from nkru.errors import LexiconError
from nkru.resources import path as resource

COLUMNS = ["term", "pos", "polarity", "class", "factor", "governs", "sense"]
REQUIRED = ("term", "polarity")
RANGES = {"polarity": (-1.0, 1.0), "factor": (-1.0, 2.0)}
CLASSES = {"class": ("evaluative", "shifter"), "pos": ("noun", "verb", "adj", "adv")}
GOVERNS = ("object", "subject", "both")


@dataclass(frozen=True, eq=False)
class Lexicon:
    """A lexicon of tone.

    Attributes:
        name, version: from the lines `# name:` and `# version:` that open the file; the file's name without them.
        entries: one row per term: term (dictionary form, of one word or more), pos (noun, verb, adj, adv), polarity
            [-1, 1] of the term itself, class (evaluative; shifter: acts on the polarity of its object or subject),
            factor [-1, 2] by which a shifter does so, governs (object, subject, both), sense.
    """

    name: str
    version: str
    entries: pd.DataFrame

    def __len__(self) -> int:
        return len(self.entries)


def read_lexicon(path: str | Path | None = None) -> Lexicon:
    """Read the lexicon that ships with nkru, or one of yours: a CSV with the columns term and polarity.

    The columns pos, class, factor, governs and sense may be missing: every term is then evaluative. Lines that open
    with `#` are comments.

    Raises:
        LexiconError: the file cannot be read, lacks a column, has a term twice, or a value that is not allowed.
    """
    return _shipped() if path is None else _read(Path(path))


@cache
def _shipped() -> Lexicon:
    return _read(resource("lexicon.csv"))


def _read(path: Path) -> Lexicon:
    header, rows = _rows(path)
    for column in REQUIRED:
        if column not in header:
            raise LexiconError(
                f"{path.name}: no column {column!r}; add it to the first row, beside {', '.join(header)}"
            )
    table = pd.DataFrame(rows, columns=[*header, "row"]).reindex(columns=[*COLUMNS, "row"], fill_value="")
    table = table.assign(term=table["term"].str.strip().str.replace("’", "'"), **_numbers(table, path))
    table["class"] = table["class"].replace("", "evaluative")
    _check_values(table, path)
    _check_doubles(table, path)
    notes = dict(_notes(path))
    return Lexicon(notes.get("name", path.stem), notes.get("version", ""), table[COLUMNS])


def _rows(path: Path) -> tuple[list[str], list[list[str]]]:
    """Return the header and the rows, each with its line number in the file at the end."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(f"{path.name}: cannot be read as UTF-8 text ({error}); save it as a CSV in UTF-8") from error
    written = [(number, line) for number, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    if len(written) < 2:
        raise LexiconError(f"{path.name}: no entry; write a row `term,polarity` and one row per term under it")
    cells = list(csv.reader(line for _, line in written))
    for (number, _), row in zip(written, cells, strict=True):
        if len(row) != len(cells[0]):
            raise LexiconError(
                f"{path.name}, row {number}: {len(row)} values for {len(cells[0])} columns; quote terms with a comma"
            )
    return cells[0], [[*row, str(number)] for (number, _), row in zip(written[1:], cells[1:], strict=True)]


def _notes(path: Path) -> list[tuple[str, str]]:
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    notes = (line.lstrip("# ").partition(":") for line in lines if line.startswith("#"))
    return [(name.strip(), value.strip()) for name, _, value in notes]


def _numbers(table: pd.DataFrame, path: Path) -> dict[str, pd.Series[float]]:
    """Return polarity (needed) and factor (empty is NaN) as numbers in their ranges."""
    columns = {}
    for column, (low, high) in RANGES.items():
        numbers = pd.to_numeric(table[column], errors="coerce")
        needed = (table[column] != "") | (column == "polarity")
        wrong = table[needed & ~numbers.between(low, high)]
        if len(wrong):
            bad = wrong.iloc[0]
            raise LexiconError(
                f"{path.name}, row {bad['row']}: {column} of {bad['term']!r} is {bad[column]!r}; "
                f"give a number from {low:g} to {high:g}"
            )
        columns[column] = numbers
    return columns


def _check_values(table: pd.DataFrame, path: Path) -> None:
    shifters = table["class"] == "shifter"
    for column, allowed, rows in (
        ("class", CLASSES["class"], table.index == table.index),
        ("pos", (*CLASSES["pos"], ""), table.index == table.index),
        ("governs", GOVERNS, shifters),
    ):
        wrong = table[rows & ~table[column].isin(allowed)]
        if len(wrong):
            bad = wrong.iloc[0]
            raise LexiconError(
                f"{path.name}, row {bad['row']}: {column} of {bad['term']!r} is {bad[column]!r}; "
                f"use one of {', '.join(filter(None, allowed))}"
            )
    empty = table[(table["term"] == "") | shifters & table["factor"].isna()]
    if len(empty):
        raise LexiconError(f"{path.name}, row {empty.iloc[0]['row']}: no term, or a shifter without factor; fill it in")


def _check_doubles(table: pd.DataFrame, path: Path) -> None:
    doubled = table[table["term"].str.casefold().duplicated()]
    if doubled.empty:
        return
    second = doubled.iloc[0]
    first = table[table["term"].str.casefold() == second["term"].casefold()].iloc[0]
    how = "contradicts" if first["polarity"] * second["polarity"] < 0 else "doubles"
    raise LexiconError(
        f"{path.name}, row {second['row']}: {second['term']!r} {how} row {first['row']}; keep one of the two"
    )
