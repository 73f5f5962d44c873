"""Cells: the values of tables as text for readers, in the language in use."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
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
    shown = {name: _texts(frame[name], find_column(table, name)) for name in names}
    for name in names:
        low, high = f"{name}_low", f"{name}_high"
        if low in frame and high in frame:
            bounds = (_texts(frame[end], find_column(table, name)) for end in (low, high))
            has_one = frame[low].notna() | frame[high].notna()
            shown[name] = _with_interval(shown[name], *bounds).where(has_one, shown[name])
            shown.pop(low, None)
            shown.pop(high, None)
    return shown, notes


def _note(column: Column, value: str) -> str:
    """Return what all rows share, with its name."""
    name = column.spoken_label().capitalize()
    return gettext("{name}: {value}.", name=name, value=column.spoken_cell(value))


def _texts(values: pd.Series[Any], column: Column) -> pd.Series[str]:
    """Return the cells of a column as readers see them."""
    if column.cells == "shares" and pd.api.types.is_numeric_dtype(values):
        return _format(values, _percent)
    texts = format_column(values)
    return texts.map(column.spoken_cell) if column.cells else texts


def _with_interval(
    texts: pd.Series[str], low: pd.Series[str], high: pd.Series[str]
) -> pd.Series[str]:
    rows = zip(texts, low, high, strict=True)
    whole = [gettext("{value} [{low}, {high}]", value=v, low=a, high=b) for v, a, b in rows]
    return pd.Series(whole, texts.index, dtype="object")


def format_column(values: pd.Series[Any]) -> pd.Series[str]:
    """Return values as text for readers: 1,234; 0.25; <0.001 for a p; – if missing or undefined.

    >>> format_column(pd.Series([1234.5, -0.25, float("nan")])).tolist()
    ['1,234.50', '−0.25', '–']
    """
    if pd.api.types.is_bool_dtype(values):
        words = {True: gettext("yes"), False: gettext("no")}
        return _format(values, words.__getitem__)
    if pd.api.types.is_integer_dtype(values):
        return _format(values, number)
    if pd.api.types.is_float_dtype(values):
        is_probability = re.match(r"p(_|$)", str(values.name))
        return _format(values, _probability if is_probability else _decimal)
    return _format(values, str)


def _format(values: pd.Series[Any], spoken: Callable[[Any], str]) -> pd.Series[str]:
    texts = values.map(spoken, na_action="ignore")
    return texts.astype("object").where(values.notna(), "–")


def _percent(value: float) -> str:
    return number(value, ".1%")


def _decimal(value: float) -> str:
    return number(value, ".2f")


def _probability(value: float) -> str:
    return f"<{number(0.001, '.3f')}" if value < 0.001 else number(value, ".3f")
