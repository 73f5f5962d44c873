"""Labels above a text: « Titre : … », « Date : … », or the keys of Lexico, « <date=2021> »."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from nkru.corpus.articles import Fields
from nkru.corpus.formats.table_columns import field_of_label
from nkru.corpus.formats.table_dates import parse_date, stated_date

# « Titre : … », « **Date** : … », « #+TITLE: … »; the names of keys are short.
_LABEL = re.compile(
    r"(?:#\+|\*\*|__|- )?([^\W\d_][^\n:=*_<>«»,;]{1,40}?)(?:\*\*|__)?[ \u00a0\u202f]?:(?:\*\*)?"
    r"(?:[ \t\u00a0]{1,9}(.{0,2000}))?"
)
_KEYS = re.compile(r"(?:<[^<>=\n]{1,40}=[^<>\n]{0,300}>[ \t]{0,9}){1,20}")
_KEY = re.compile(r"<([^<>=\n]{1,40})=([^<>\n]{0,300})>")
# A further label on a line: « Date : 12 mars 2021 Journal : La Croix ».
_FURTHER = re.compile(r"[ \t](?=([A-ZÀ-Ý][^\W\d_]{2,20}+)[ \u00a0]?:[ \u00a0])")
# The fewest fields that labels state; at least one of them is among these.
_FEWEST, _ONE_OF = 2, frozenset({"title", "date", "outlet"})
# The most lines of labels, and characters of a value that belongs to no field.
MOST_LINES, _SHORT = 40, 80
_OWN = 200
_FIELDS = ("title", "outlet", "author", "section", "url", "standfirst")


class Labels(NamedTuple):
    """The fields that lines of labels state, the number of lines, and the field of the first.

    `fields` are arguments of `compose`; `opening` is the text that follows the label « Texte : ».
    """

    fields: Fields
    lines: int
    first: str
    opening: str


def find_labels(lines: Sequence[str]) -> Labels | None:
    """Return the labels that these lines begin with, or None.

    They state several fields, one of them the title, the day or the outlet; lines with other short
    labels among them belong to them.

    >>> found = find_labels(["Titre : Un pont à Nevers", "Date : 12/03/2021", "", "Kim est là."])
    >>> found.fields["title"], found.fields["date"], found.lines
    ('Un pont à Nevers', '2021-03-12', 2)
    """
    stated: dict[str, str] = {}
    own: dict[str, str] = {}
    end, first, opening = 0, "", ""
    for number, line in enumerate(lines[:MOST_LINES], 1):
        if not line.strip():
            continue
        pairs = list(_pairs(line.strip()))
        fields = [field_of_label(name) for name, _ in pairs]
        is_keyed = line.lstrip().startswith("<")
        if not pairs or not (any(fields) or is_keyed or (stated and len(pairs[0][1]) <= _SHORT)):
            break
        for field, (name, value) in zip(fields, pairs, strict=True):
            first = first or field or name
            if field == "text":
                opening = value
            elif field:
                stated.setdefault(field, value)
            else:
                own[name] = value
        if any(fields) or is_keyed:
            end = number
        if "text" in fields:
            break
    keyed = _KEYS.fullmatch(lines[0].strip()) if lines else None
    is_block = bool(stated or own) if keyed else len(stated) >= _FEWEST and _ONE_OF & stated.keys()
    return Labels(_filled(stated, own), end, first, opening) if is_block else None


def may_be_label(line: str) -> bool:
    """Return whether a line is a label of a field."""
    return any(field_of_label(name) for name, _ in _pairs(line.strip()))


def _pairs(line: str) -> Iterator[tuple[str, str]]:
    """Yield the labels of a line and their values."""
    if _KEYS.fullmatch(line):
        for name, value in _KEY.findall(line):
            yield name, value.replace("_", " ").strip("\"'")
        return
    bounds = [match.start() for match in _FURTHER.finditer(line) if field_of_label(match[1])]
    bounds = bounds if len(bounds) >= _FEWEST else []
    for start, end in zip([0, *bounds], [*bounds, len(line)], strict=True):
        if match := _LABEL.fullmatch(line[start:end].strip()):
            yield match[1].strip(), (match[2] or "").strip()


def _filled(stated: dict[str, str], own: dict[str, str]) -> Fields:
    fields: Fields = {name: stated[name] for name in _FIELDS if stated.get(name)}
    fields["own"] = {name: value for name, value in own.items() if 0 < len(value) <= _OWN}
    printed = stated.get("date", "").strip("<>[]")
    return fields | stated_date(printed, parse_date(printed), own)
