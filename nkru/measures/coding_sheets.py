"""Sheets of coders: written to be filled in, and read back with their labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

import numpy as np
import pandas as pd

from nkru.corpus.side_files import quoted, read_table
from nkru.corpus.spreadsheets import write_csv, write_workbook
from nkru.errors import CodingError, CorpusError
from nkru.language import NAMES, deferred, gettext, using
from nkru.measures.coding_samples import check_of

Labels = Sequence[str]
_HEADERS = (
    *(deferred("id"), deferred("before"), deferred("text"), deferred("after")),
    *(deferred("about"), deferred("label"), deferred("meaning"), deferred("example")),
)
_NO_COLUMN = deferred("{file}: no column {column!r}; {remedy}")
_MISSING_ROW = deferred("{file}: no row for id {id}; code every row of the sheet")
_MISSING_ROWS = deferred(
    "{file}: no row for id {id} and {others} more; code every row of the sheet"
)
_WIDTHS = {"id": 6, "about": 24, "text": 80, "label": 12}


def write_sheet(sheet: pd.DataFrame, path: str | Path, rules: pd.DataFrame | None = None) -> None:
    """Write the sheet of a sample to .csv, or to .xlsx with the coders' codebook as second page.

    Args:
        sheet: as `draw_sample` returns it.
        path: the file.
        rules: the codebook: label, meaning, example.

    Raises:
        CodingError: the path has another suffix.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix not in (".csv", ".xlsx"):
        raise CodingError(
            "{file}: a sheet is .xlsx or .csv; end its name with one of them", file=path.name
        )
    if suffix == ".csv":
        write_csv(sheet.rename(columns=_headers()), path, mark=True)
        return
    widths = [_WIDTHS.get(str(name), 50) for name in sheet]
    first, second = str(gettext("labels")), str(gettext("codebook"))
    pages = {first: sheet.rename(columns=_headers())}
    if rules is not None:
        pages[second] = rules.rename(columns=_headers())
    write_workbook(pages, path, {first: widths})


def _headers(language: str | None = None) -> dict[str, str]:
    """Return the headers of sheets by column, in the language in use or in another."""
    with using(language) if language else nullcontext():
        return {name: gettext(name) for name in _HEADERS}


def write_key(key: pd.DataFrame, path: Path) -> None:
    """Write the key of a sample as CSV."""
    whole = key["found"].isin(["-1", "0", "1"]).all()
    write_csv(key.astype({"found": int}) if whole else key, path)


def read_labels(path: str | Path, key: pd.DataFrame, known: Labels = ()) -> pd.Series[str]:
    """Read the labels of one coder, in the order of the key.

    Args:
        path: a spreadsheet or CSV with the columns id and label.
        key: the key of the sample.
        known: the labels that coders may give; by default any.

    Raises:
        CodingError: the file cannot be read, lacks a column or a row of the key, has a row twice or
            one of another sample, or an unknown label.
    """
    path = Path(path)
    table = _table(path, ["id", "label"], gettext("keep the columns of the sheet that was drawn"))
    _check_units(path, table, key)
    table["label"] = _labels(path, table, "label", known)
    missing = sorted(set(key["id"]) - set(table["id"]))
    if missing:
        raise CodingError(
            _MISSING_ROWS if missing[1:] else _MISSING_ROW,
            file=path.name,
            id=missing[0],
            others=len(missing) - 1,
        )
    return table.set_index("id")["label"].reindex(key["id"]).rename(path.stem)


def read_coders(paths: Sequence[str | Path], key: pd.DataFrame, known: Labels = ()) -> pd.DataFrame:
    """Return the labels of coders: a row per unit of the key, a column per sheet.

    A coder has the name of the sheet, preceded by its folder where two sheets have the same name.

    Raises:
        CodingError: a sheet cannot be used (see `read_labels`) or is given twice.
    """
    files = [Path(path) for path in paths]
    twice = [file for file, count in Counter(file.resolve() for file in files).items() if count > 1]
    if twice:
        raise CodingError(
            "{file} is given twice; give the sheet of each coder once", file=twice[0].name
        )
    coders = [read_labels(file, key, known) for file in files]
    codings = pd.concat(coders, axis=1).set_axis(_apart(files), axis=1)
    # « Oui » and « oui » are one label: that of the machine, else as it was first written.
    spelled: dict[str, str] = {}
    for label in [*key["found"], *codings.to_numpy(dtype=object).ravel()]:
        spelled.setdefault(label.casefold(), label)
    return codings.map(lambda label: spelled[label.casefold()])


def _apart(files: Sequence[Path]) -> list[str]:
    """Return a name for each file: its stem, with its suffix or folders where it needs them."""
    whole = [file.resolve() for file in files]
    for depth in range(1, max((len(file.parts) for file in whole), default=1)):
        for shown in ([file.with_suffix("") for file in whole], whole):
            names = ["/".join(file.parts[-depth:]) for file in shown]
            if len(set(names)) == len(names):
                return names
    return [str(file) for file in whole]


def read_key(path: str | Path) -> pd.DataFrame:
    """Read the key that was written beside the sheet of a sample.

    Returns:
        id, found (the label of the machine), weight, and the other columns of the key as texts.

    Raises:
        CodingError: the file cannot be read, lacks a column, or has a row twice or a weight that is
            not a positive number.
    """
    path = Path(path)
    table = _table(
        path, ["id", "found", "weight"], gettext("name the key that was written with the sheet")
    )
    table["found"] = _labels(path, table, "found", empty=True)
    weights = pd.to_numeric(table["weight"], errors="coerce")
    wrong = ~((weights > 0) & np.isfinite(weights))
    _refuse(path, table, wrong, "weight", gettext("give a number above 0"))
    for column in {"start", "end"} & {*table.columns}:
        offsets = pd.to_numeric(table[column], errors="coerce")
        _refuse(path, table, offsets.isna(), column, gettext("keep the numbers of the key"))
        table[column] = offsets.astype("int64")
    return table.assign(weight=weights.astype(float)).reset_index(drop=True)


def _table(path: Path, columns: list[str], remedy: str) -> pd.DataFrame:
    """Return a side file with these columns, the id as a number; the index numbers the rows."""
    try:
        table = read_table(path)
    except CorpusError as error:
        raise CodingError(*error.args, **error.values) from None
    for language in NAMES:
        names = {header: name for name, header in _headers(language).items()}
        table = table.rename(columns={k: v for k, v in names.items() if v not in table})
    for column in columns:
        if column not in table:
            raise CodingError(_NO_COLUMN, file=path.name, column=column, remedy=remedy)
    ids = pd.to_numeric(table["id"], errors="coerce")
    _refuse(path, table, ids.isna() | np.isinf(ids), "id", gettext("keep the numbers of the sheet"))
    doubled = table.index[ids.duplicated()]
    if len(doubled):
        raise CodingError(
            "{file}, row {row}: its id occurs twice; keep one per id",
            file=path.name,
            row=doubled[0],
        )
    return table.assign(id=ids)


def _check_units(path: Path, table: pd.DataFrame, key: pd.DataFrame) -> None:
    """Refuse a sheet with units that are not those of the key."""
    remedy = gettext("give the sheet and the key of one sample")
    foreign = table.index[~table["id"].isin(key["id"])]
    if len(foreign):
        number = f"{table['id'][foreign[0]]:g}"
        raise CodingError(
            "{file}, row {row}: the key has no id {number}; {remedy}",
            file=path.name,
            row=foreign[0],
            number=number,
            remedy=remedy,
        )
    if "text" not in table or "check" not in key:
        return
    checks = key.set_index("id")["check"].reindex(table["id"]).tolist()
    for row, text, check in zip(table.index, table["text"], checks, strict=True):
        if check_of(text) != check:
            raise CodingError(
                "{file}, row {row}: its text is not that of the key; {remedy}",
                file=path.name,
                row=row,
                remedy=remedy,
            )


def _labels(
    path: Path, table: pd.DataFrame, column: str, known: Labels = (), *, empty: bool = False
) -> pd.Series[str]:
    """Return labels as the codebook writes them: spreadsheets change 1 to 1.0 or +1."""
    found = pd.Series([plain_label(cell, known) for cell in table[column]], table.index, "str")
    if not known:
        wrong = found.eq("") & (not empty)
        _refuse(path, table, wrong, column, gettext("write a label in every row"))
    else:
        remedy = gettext("use one of {known}", known=", ".join(known))
        _refuse(path, table, ~found.isin(list(known)), column, remedy)
    return found


def plain_label(cell: str, known: Labels = ()) -> str:
    """Return a label without what spreadsheets add to numbers, as `known` spells it.

    >>> plain_label(" −1.0"), plain_label("+1"), plain_label("OUI ", ["oui", "non"])
    ('-1', '1', 'oui')
    """
    label = " ".join(cell.split())
    number = label.replace("−", "-").removeprefix("+").removesuffix(".0")
    if number.removeprefix("-").isdecimal():
        return number
    spelled = {name.casefold(): name for name in known}
    return spelled.get(label.casefold(), label)


def _refuse(
    path: Path, table: pd.DataFrame, wrong: pd.Series[bool], column: str, remedy: str
) -> None:
    """Refuse the first of the rows that are wrong in a column."""
    for row, cell in table.loc[wrong, column].head(1).items():
        raise CodingError(
            "{file}, row {row}: {column} {value} is unknown; {remedy}",
            file=path.name,
            row=row,
            column=column,
            value=quoted(cell),
            remedy=remedy,
        )
