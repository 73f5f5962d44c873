"""Arguments: one sentence, rather than a traceback, for an argument of another kind."""

from __future__ import annotations

from typing import Any

import pandas as pd

from nkru.errors import ParameterError
from nkru.language import gettext

# The columns by which an analysis knows a table of mentions.
MENTION = ("doc_id", "sent_no", "start", "end", "entry", "type", "kind")


def expect(parameter: str, value: Any, kind: type, remedy: str) -> None:
    """Raise unless an argument is an instance of a class.

    Args:
        parameter: its name.
        value: the argument.
        kind: the class it needs.
        remedy: what to give, as the end of the sentence « give … ».

    Raises:
        ParameterError: it has another kind.

    >>> expect("codebook", 3, str, "the name of a codebook")
    Traceback (most recent call last):
    nkru.errors.ParameterError: codebook is a value of type int; give the name of a codebook
    """
    if not isinstance(value, kind):
        given = type(value).__name__
        raise ParameterError(
            "{parameter} is a value of type {given}; give {remedy}",
            parameter=parameter,
            given=given,
            remedy=remedy,
        )


def expect_table(parameter: str, value: Any, columns: tuple[str, ...], maker: str) -> None:
    """Raise unless an argument is a table with these columns.

    Raises:
        ParameterError: it is not a table, or lacks a column.
    """
    expect(parameter, value, pd.DataFrame, gettext("the table that {maker} returns", maker=maker))
    if lacking := [name for name in columns if name not in value.columns]:
        raise ParameterError(
            "{parameter} has no column {column}; give the table that {maker} returns",
            parameter=parameter,
            column=lacking[0],
            maker=maker,
        )
