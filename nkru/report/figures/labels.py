"""Labels that figures share: titles of articles, counts in words, lists of values for alt text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from nkru.language import gettext, ngettext, number
from nkru.tokens.characters import one_line

MOST_ROWS = 40
_LISTED = 12
# Signs of emotion and arrows that the fonts of figures lack.
_PICTURES = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u200d]+")
# A line may end at these: no-break spaces stay.
_SPACES = re.compile(r"[^\S\u00a0\u202f]+")


def index_by_title(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table indexed by titles; equal or missing titles are completed by the doc_id."""
    titles = table["title"].astype("object").where(table["title"].notna(), table["doc_id"])
    doubled = titles.map(shorten).duplicated(keep=False)
    unique = np.where(doubled, table["doc_id"] + " " + titles, titles)
    return table.set_index(pd.Index(unique, name=None))


def shorten(text: str, width: int = 44) -> str:
    """Return a label of one line and at most `width` characters, cut at a word.

    >>> shorten("Le sommet de Vladivostok", 14)
    'Le sommet de…'
    """
    text = one_line(_SPACES.sub(" ", _PICTURES.sub(" ", text)).strip())
    return text if len(text) <= width else text[:width].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def distinct_labels(names: Iterable[object], width: int = 44) -> list[str]:
    """Return the labels of names, cut to `width`; of names cut alike, the end is shown too.

    >>> distinct_labels(["Le Courrier de la région Nord", "Le Courrier de la région Sud"], 20)
    ['Le Courrier de la… Nord', 'Le Courrier de la… Sud']
    """
    texts = [one_line(str(name)) for name in names]
    labels = [shorten(text, width) for text in texts]
    return [
        label
        if labels.count(label) == 1 or text == label
        else f"{label} {text[-width // 2 :].split(' ', 1)[-1]}"
        for label, text in zip(labels, texts, strict=True)
    ]


def shorten_term(term: str, width: int = 44) -> str:
    """Return the label of a term, a name with its spaces again.

    >>> shorten_term("corée_du_nord")
    'corée du nord'
    """
    return shorten(term.replace("_", " "), width)


def omitted_note(table: pd.DataFrame) -> str:
    """Return a sentence on the rows that are not drawn, or an empty text if all are."""
    if len(table) <= MOST_ROWS:
        return ""
    return gettext("{drawn} of {total} are drawn.", drawn=MOST_ROWS, total=len(table))


def unlabelled_note(left_out: Sequence[Any]) -> str:
    """Return a sentence on the labels that found no room, or an empty text if all did."""
    if not left_out:
        return ""
    return ngettext(
        "{n} label is left out for lack of room.",
        "{n} labels are left out for lack of room.",
        len(left_out),
    )


def list_values(values: pd.Series[Any], unit: str) -> str:
    """Return the first values with their names, for an alt text."""
    named = [f"{name} {number(value, '.4g')}" for name, value in list(values.items())[:_LISTED]]
    return f"{'; '.join(named)} ({unit})."
