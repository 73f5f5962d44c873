"""Quotas: how much of the words of the articles a table of a public edition may show."""

from __future__ import annotations

import re
from functools import partial

import pandas as pd

from nkru.report.chapter.passages import QUOTED_CHARACTERS

# Columns with words of the articles: French, and running text is left out.
RUNNING_TEXT = frozenset(["example", "examples", "left", "right", "segment", "sentence", "text"])
FRENCH = RUNNING_TEXT.union(
    [
        "collocation",
        "date_evidence",
        "evidence",
        "lemma",
        "node",
        "term",
        "terms",
        "title",
        "word",
        "words",
    ]
)
# Columns that may hold the words of a sentence where no name was found: the most words, characters.
_NAME = (40, 40)
_NAMES = dict.fromkeys(["author", "date_evidence", "name", "section"], _NAME) | {"speaker": (4, 40)}
_ANY = (QUOTED_CHARACTERS, QUOTED_CHARACTERS)
# Columns with words of nkru, or with names of files, which link a row to its evidence.
_OURS = {"basis", "doc_id", "formula", "label", "measure", "method", "reason", "source"}
# A reason may quote a line of an article; an apostrophe follows a letter.
_QUOTED = re.compile(r"(?:^|(?<=[\s(]))['\"«“].*", re.DOTALL)


def quotable(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table without running text, with its other words of articles cut short.

    A speaker is cut to 4 words, names to 40 characters, other texts to 160, and a reason ends
    before its quotation.
    """
    table = table.drop(columns=table.columns.intersection(list(RUNNING_TEXT)))
    if "reason" in table:
        table["reason"] = [_QUOTED.sub("…", str(reason)) for reason in table["reason"]]
    for column in table.select_dtypes(exclude=["number", "bool"]):
        if column not in _OURS:
            cut = partial(_cut, most=_NAMES.get(str(column), _ANY))
            table[column] = table[column].astype("object").map(cut, na_action="ignore")
    return table


def _cut(cell: object, most: tuple[int, int]) -> object:
    words, characters = most
    if not isinstance(cell, str):
        return cell
    cut = cell if len(cell) <= characters else cell[:characters].rsplit(" ", 1)[0]
    cut = " ".join(cut.split(" ")[:words])
    return cell if cut == cell else f"{cut} …"
