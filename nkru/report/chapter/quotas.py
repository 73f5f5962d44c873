"""Quotas: how much of the words of the articles a table of a public edition may show."""

from __future__ import annotations

import re

import pandas as pd

from nkru.report.chapter.passages import QUOTED_CHARACTERS

# Columns with words of the articles: French, and running text is left out.
RUNNING_TEXT = frozenset(["example", "examples", "left", "right", "segment", "sentence", "text"])
FRENCH = RUNNING_TEXT.union(
    ["collocation", "date_evidence", "lemma", "node", "term", "terms", "title", "word", "words"]
)
# Columns that may hold the words of a sentence where no name was found, and the most of a name.
_NAMES = frozenset(["author", "date_evidence", "name", "section", "speaker"])
_NAME_CHARACTERS = 40
# A reason may quote a line of an article; an apostrophe follows a letter.
_QUOTED = re.compile(r"(?:^|(?<=[\s(]))['\"«“].*", re.DOTALL)


def quotable(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table without running text, with its other words of articles cut short.

    Names are cut to 40 characters and titles and terms to 160, at a word; a reason ends before what
    it quotes.
    """
    table = table.drop(columns=table.columns.intersection(list(RUNNING_TEXT)))
    for column in table:
        if column == "reason":
            table[column] = [_QUOTED.sub("…", str(reason)) for reason in table[column]]
        elif column in FRENCH or column in _NAMES:
            most = _NAME_CHARACTERS if column in _NAMES else QUOTED_CHARACTERS
            texts = table[column].astype("object")
            table[column] = texts.map(lambda text, most=most: _cut(text, most), na_action="ignore")
    return table


def _cut(text: object, most: int) -> str:
    words = str(text)
    return words if len(words) <= most else words[:most].rsplit(" ", 1)[0] + " …"
