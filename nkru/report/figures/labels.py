"""Labels that figures share: titles of articles, counts in words, lists of values for alt text."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from nkru.tokens.characters import one_line

MOST_ROWS = 40
_LISTED = 12


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
    text = one_line(text)
    return text if len(text) <= width else text[:width].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def shorten_term(term: str, width: int = 44) -> str:
    """Return the label of a term, a name with its spaces again.

    >>> shorten_term("corée_du_nord")
    'corée du nord'
    """
    return shorten(term.replace("_", " "), width)


def signed(value: float) -> str:
    """Return a tone with its sign, with a typographic minus.

    >>> [signed(value) for value in (0.104, -0.104, -0.001)]
    ['+0.10', '−0.10', '0.00']
    """
    text = f"{value:+.2f}".replace("-", "−")
    return "0.00" if text[1:] == "0.00" else text


def count_articles(count: int) -> str:
    """Return a number of articles in words.

    >>> count_articles(1)
    '1 article'
    """
    return f"{count:,} article{'' if count == 1 else 's'}"


def percent(part: int, whole: int) -> str:
    """Return a share in percent, 0 of nothing."""
    return f"{100 * part / whole:.0f} %" if whole else "0 %"


def omitted_note(table: pd.DataFrame) -> str:
    """Return a sentence on the rows that are not drawn, or an empty text if all are."""
    return f" {MOST_ROWS} of {len(table):,} are drawn." if len(table) > MOST_ROWS else ""


def list_values(values: pd.Series[Any], unit: str) -> str:
    """Return the first values with their names, for an alt text."""
    named = [f"{name} {value:,.4g}" for name, value in list(values.items())[:_LISTED]]
    return f"{'; '.join(named)} ({unit})."
