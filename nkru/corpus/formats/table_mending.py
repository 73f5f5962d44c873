"""Rows of tables with too many separators: which ones belong to a text, where only one way fits."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from nkru.corpus.formats.cell_kinds import is_address
from nkru.corpus.formats.table_dates import parse_date
from nkru.corpus.formats.table_rows import GoesOn, Mend

# Fields with cells that show whether a column has moved, and fields that may hold a separator.
_CHECKED: dict[str, Callable[[str], object]] = {"date": parse_date, "url": is_address}
_TEXTS = ("text", "title", "standfirst")
# A line that is one quoted field: « "titre,date,texte" ».
_SEPARATED, _PARTS = re.compile(r'"[,;\t|]"'), re.compile(r"[,;\t|]")
_QUOTED = re.compile(r'"(?:[^"\n]|""){1,100000}+"[ \t]{0,9}')


def without_outer_quotes(text: str) -> str:
    r"""Return the lines of a table that a program quoted whole, as they were before.

    >>> without_outer_quotes('"titre,texte"\n"Un,""Kim, Lee"" ici"\n')
    'titre,texte\nUn,"Kim, Lee" ici\n'
    """
    first, _, rest = text.partition("\n")
    second = rest.partition("\n")[0]
    is_quoted = _QUOTED.fullmatch(first) and not _SEPARATED.search(first)
    if not (is_quoted and _PARTS.search(first) and _QUOTED.match(second)):
        return text
    rows = csv.reader(io.StringIO(text), delimiter="\x1f")
    try:
        return "".join(f"{row[0] if row else ''}\n" for row in rows)
    except csv.Error:
        return text


def mender(separator: str, header: Sequence[str], columns: Mapping[str, str]) -> Mend:
    """Return the function that joins the parts of a text in a row with too many fields.

    >>> columns = {"title": "titre", "date": "date", "text": "texte"}
    >>> mend = mender(";", ["titre", "date", "texte"], columns)
    >>> mend(["Un", "2020-01-01", "Kim parle ", " Lee écoute."])
    ['Un', '2020-01-01', 'Kim parle ; Lee écoute.']
    """
    places = {field: list(header).index(name) for field, name in columns.items()}
    return partial(_mend, separator, len(header), places)


def follower(header: Sequence[str], columns: Mapping[str, str]) -> GoesOn:
    """Return the function that tells whether a row is a further line of the text above it.

    The texts must be the last column, and days or addresses the first, which a line of text is not.

    >>> goes_on = follower(["date", "texte"], {"date": "date", "text": "texte"})
    >>> goes_on(["Lee écoute."]), goes_on(["2020-01-02"])
    (True, False)
    """
    names = {name: field for field, name in columns.items()}
    check = _CHECKED.get(names.get(header[0], ""))
    if check is None or len(header) < 2 or names.get(header[-1]) != "text":
        return lambda fields: False
    return lambda fields: len(fields) == 1 and bool(fields[0].strip()) and not check(fields[0])


def _mend(
    separator: str, width: int, places: Mapping[str, int], fields: list[str]
) -> list[str] | None:
    checks = [(places[name], check) for name, check in _CHECKED.items() if name in places]
    if not checks:
        return None
    more = len(fields) - width + 1
    ways = [
        (_spaced(fields, place, more), joined)
        for place, joined in _ways(separator, places, fields, more)
        if all(not joined[at].strip() or check(joined[at].strip()) for at, check in checks)
        and any(joined[at].strip() for at, _ in checks)
    ]
    best = [joined for spaced, joined in ways if spaced] if len(ways) > 1 else [j for _, j in ways]
    return best[0] if len(best) == 1 else None


def _ways(
    separator: str, places: Mapping[str, int], fields: list[str], more: int
) -> Iterator[tuple[int, list[str]]]:
    for place in sorted({places[name] for name in _TEXTS if name in places}):
        joined = separator.join(fields[place : place + more])
        yield place, [*fields[:place], joined, *fields[place + more :]]


def _spaced(fields: Sequence[str], place: int, more: int) -> bool:
    """Return whether a space follows each separator in a joined text, as in prose, and no other."""
    inside = range(place + 1, place + more)
    return all(field[:1].isspace() == (at in inside) for at, field in enumerate(fields) if at)
