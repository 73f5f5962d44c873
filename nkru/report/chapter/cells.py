"""Cells: the values of tables as text for readers, in the language in use."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pandas as pd

from nkru.language import gettext, number
from nkru.report.chapter.columns import Column, find_column

# A value that is the same in every row is written once, under the caption.
_COMMON = ("basis", "label", "formula", "measure", "method")


def readable(
    table: str, frame: pd.DataFrame, columns: Sequence[str] | None
) -> tuple[dict[str, pd.Series[str]], list[str]]:
    """Return the columns as texts, intervals after their value, and notes on shared values."""
    common = {
        name: frame[name].iloc[0]
        for name in _COMMON
        if name in frame and frame[name].nunique(dropna=False) == 1
    }
    notes = [
        _note(find_column(table, name), value)
        for name, value in common.items()
        if isinstance(value, str) and value
    ]
    names = [str(name) for name in columns or frame if name in frame and name not in common]
    shown = {name: format_column(frame[name]) for name in names}
    for name in names:
        if (column := find_column(table, name)).cells:
            shown[name] = shown[name].map(column.spoken_cell)
    for name in names:
        low, high = f"{name}_low", f"{name}_high"
        if low in frame and high in frame:
            shown[name] = _with_interval(shown[name], frame[low], frame[high])
            shown.pop(low, None)
            shown.pop(high, None)
    return shown, notes


def _note(column: Column, value: str) -> str:
    """Return what all rows share, with its name."""
    name = column.spoken_label().capitalize()
    return gettext("{name}: {value}.", name=name, value=column.spoken_cell(value))


def _with_interval(
    texts: pd.Series[str], low: pd.Series[Any], high: pd.Series[Any]
) -> pd.Series[str]:
    rows = zip(texts, format_column(low), format_column(high), strict=True)
    whole = [gettext("{value} [{low}, {high}]", value=v, low=a, high=b) for v, a, b in rows]
    interval = pd.Series(whole, texts.index, dtype="object")
    return interval.where(low.notna() | high.notna(), texts)


def format_column(values: pd.Series[Any]) -> pd.Series[str]:
    """Return values as text for readers: 1,234; 0.25; <0.001 for a p; – if missing or undefined.

    >>> format_column(pd.Series([1234.5, -0.25, float("nan")])).tolist()
    ['1,234.50', '−0.25', '–']
    """
    if pd.api.types.is_bool_dtype(values):
        texts = values.map({True: gettext("yes"), False: gettext("no")})
    elif pd.api.types.is_integer_dtype(values):
        texts = values.map(number, na_action="ignore")
    elif pd.api.types.is_float_dtype(values):
        is_probability = re.match(r"p(_|$)", str(values.name))
        texts = values.map(_probability if is_probability else _decimal, na_action="ignore")
    else:
        texts = values.map(str, na_action="ignore")
    return texts.astype("object").where(values.notna(), "–")


def _decimal(value: float) -> str:
    return number(value, ".2f")


def _probability(value: float) -> str:
    return f"<{number(0.001, '.3f')}" if value < 0.001 else number(value, ".3f")
