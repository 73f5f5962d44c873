"""The register as a sheet: a researcher's corrections of the actors that the articles name.

A row is an actor. `merge` gives the actor that it is the same as, `rename` its new name, `retype`
its type, `group` a group of one's own (« activistes », « syndicats »), and any text in `drop`
leaves it out. The other columns, as `nkru register` writes them, only inform.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from nkru.corpus.side_files import quoted, read_table
from nkru.errors import CodebookError, CorpusError
from nkru.tokens.norms import folded_words

if TYPE_CHECKING:
    from nkru.corpus.corpus import Corpus

TYPES = ("person", "state", "organisation")
STATED = ("merge", "rename", "retype", "group", "drop")
WRITTEN = ("entry", "type", "gender", "forms", "mentions", "articles", "stories", "source")
COLUMNS = (*WRITTEN, "examples", *STATED)
# The column of marks that a workbook of nkru has (see `nkru.corpus.sheets`).
MARKS = "nkru"


@dataclass(frozen=True)
class RegisterSheet:
    """The corrections in the rows of a sheet.

    Attributes:
        names: the new name of each renamed or merged actor, by its old name.
        heads: the actor that gives the type, by the new name.
        types: the types stated, by the new name.
        groups: the groups, by the new name.
        dropped: the actors to leave out.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    heads: Mapping[str, str] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    dropped: frozenset[str] = frozenset()

    @property
    def stated(self) -> frozenset[str]:
        """The actors that the sheet corrects, under their new names."""
        return frozenset((*self.names.values(), *self.types, *self.groups))

    def applied(self, mentions: pd.DataFrame) -> pd.DataFrame:
        """Return mentions with the entries and types that the sheet states.

        A merged actor takes the type of the one that it is merged into.
        """
        kept = mentions[~mentions["entry"].isin(self.dropped)].reset_index(drop=True)
        given = kept.drop_duplicates("entry").set_index("entry")["type"].to_dict()
        heads = {name: given[head] for name, head in self.heads.items() if head in given}
        entries = [self.names.get(entry, entry) for entry in kept["entry"].tolist()]
        pairs = zip(entries, kept["type"].tolist(), strict=True)
        types = [self.types.get(entry, heads.get(entry, type)) for entry, type in pairs]
        return kept.assign(
            entry=pd.Series(entries, dtype="str"), type=pd.Series(types, dtype="str")
        )


def is_register(table: pd.DataFrame) -> bool:
    """Say whether a table is a register, not a codebook: it has `entry` and no `name`."""
    return "entry" in table and "name" not in table


def read_register_sheet(path: Path) -> RegisterSheet:
    """Read and check the sheet of a register.

    Args:
        path: a CSV or XLSX file as `nkru register` writes it.

    Raises:
        CodebookError: it is not a table, has an unknown column, two rows for one actor, an unknown
            type, merges into an unknown actor, or merges in a circle.
    """
    try:
        table = read_table(path)
    except CorpusError as error:
        raise CodebookError(*error.args, **error.values) from None
    return register_sheet(table, path.name)


def keep_corrections(path: Path) -> None:
    """Check that a register may be written here, and does not overwrite one with corrections.

    Raises:
        CodebookError: the name is not that of a sheet, or the file holds corrections or is not a
            register.
    """
    if path.suffix.lower() not in (".csv", ".xlsx"):
        raise CodebookError(
            "{file}: a register is a sheet: give --out a name in .xlsx or .csv", file=path.name
        )
    if path.is_file():
        sheet = read_register_sheet(path)
        if sheet.stated or sheet.dropped:
            raise CodebookError(
                "{file}: it holds corrections: give another file as --out", file=path.name
            )


def sheet_for(corpus: Corpus, given: RegisterSheet | None) -> RegisterSheet | None:
    """Return the sheet that a codebook gives, else the register beside the articles, or None.

    Raises:
        CodebookError: see `read_register_sheet`; or the file beside the articles is not a register.
    """
    if given or not corpus.register_file:
        return given
    known: dict[str, RegisterSheet] = vars(corpus).setdefault("_register_sheets", {})
    if corpus.register_file not in known:
        known[corpus.register_file] = read_register_sheet(Path(corpus.register_file))
    return known[corpus.register_file]


def register_sheet(table: pd.DataFrame, file: str) -> RegisterSheet:
    """Return the corrections in a table; its index has the number of each row."""
    unknown = [str(name) for name in table if name not in (*COLUMNS, MARKS)]
    known = ", ".join(COLUMNS)
    if unknown:
        raise CodebookError(
            "{file}: no column is called {name}: use {known}",
            file=file,
            name=quoted(unknown[0]),
            known=known,
        )
    if "entry" not in table:
        raise CodebookError("{file}: no column entry: use {known}", file=file, known=known)
    rows: dict[str, dict[int, str]] = {
        str(name): dict(zip(table.index.tolist(), table[name].str.strip(), strict=True))
        for name in table
    }
    entries = rows["entry"]
    numbers = _numbers(entries, file)
    types, names = rows.get("retype", {}), rows.get("rename", {})
    for number, type in types.items():
        if type and type not in TYPES:
            raise CodebookError(
                "{file}, row {row}: retype is {type}: write one of {known}",
                file=file,
                row=number,
                type=quoted(type),
                known=", ".join(TYPES),
            )
    ends = {
        number: _end(number, numbers, rows.get("merge", {}), entries, file) for number in entries
    }
    called = {number: names.get(end) or entries[end] for number, end in ends.items()}
    return RegisterSheet(
        {entries[n]: name for n, name in called.items() if name != entries[n]},
        {called[n]: entries[ends[n]] for n in entries if called[n] != entries[n]},
        {called[n]: types[n] for n in entries if types.get(n) and ends[n] == n},
        {called[n]: rows["group"][n] for n in entries if rows.get("group", {}).get(n)},
        frozenset(entries[n] for n, text in rows.get("drop", {}).items() if text),
    )


def _numbers(entries: Mapping[int, str], file: str) -> dict[str, int]:
    """Return the row of each actor, by its folded name."""
    numbers: dict[str, int] = {}
    for number, entry in entries.items():
        if not entry:
            raise CodebookError(
                "{file}, row {row}: no entry: name the actor or leave it out", file=file, row=number
            )
        other = numbers.setdefault(entry, number)
        if other != number:
            raise CodebookError(
                "{file}, row {row}: {entry} has row {other} too: keep one",
                file=file,
                row=number,
                entry=quoted(entry),
                other=other,
            )
    return numbers


def _end(
    number: int,
    numbers: Mapping[str, int],
    merges: Mapping[int, str],
    entries: Mapping[int, str],
    file: str,
) -> int:
    """Return the row at which the chain of merges from a row ends."""
    met, at = [number], number
    while target := merges.get(at):
        following = numbers.get(target) or _folded(numbers).get(folded_words(target))
        if following is None:
            raise CodebookError(
                "{file}, row {row}: merge names {entry}, which has no row: write the entry of a "
                "row",
                file=file,
                row=at,
                entry=quoted(target),
            )
        if following in met:
            raise CodebookError(
                "{file}, row {row}: merge goes in a circle with {entry}: empty one of the cells",
                file=file,
                row=at,
                entry=quoted(entries[following]),
            )
        met.append(following)
        at = following
    return at


def _folded(numbers: Mapping[str, int]) -> dict[str, int]:
    return {folded_words(name): number for name, number in numbers.items()}
