"""The lexicon: words and expressions with a polarity, and words that reverse polarities."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

from nkru.corpus.arguments import expect
from nkru.corpus.decoding import decode
from nkru.corpus.side_files import quoted, read_content, read_table
from nkru.errors import CorpusError, LexiconError
from nkru.language import deferred, gettext
from nkru.resources import path as resource
from nkru.resources import read_notes
from nkru.summary import Summarised, Summary

COLUMNS = ["term", "pos", "polarity", "class", "factor", "governs", "sense"]
RANGES = {"polarity": (-1.0, 1.0), "factor": (-1.0, 2.0)}
VALUES = {
    "class": ("evaluative", "shifter", "outcome"),
    "pos": ("noun", "verb", "adj", "adv", ""),
    "governs": ("object", "subject", "both", ""),
}


@dataclass(frozen=True, eq=False, repr=False)
class Lexicon(Summarised):
    """A lexicon of tone.

    Attributes:
        name: from the line `# name:` of the file, or the file's name.
        version: from the line `# version:`, or empty.
        entries: one row per term: term (dictionary form, of one word or more), pos (noun, verb,
            adj, adv), polarity [-1, 1] of the term itself, class (evaluative; shifter, which acts
            on the polarity of its object or subject; outcome, which acts on the polarity toward
            those concerned and has one of its own, as « bloquer » does), factor [-1, 2] of a
            shifter or an outcome, governs (object, subject, both), sense.
    """

    name: str
    version: str
    entries: pd.DataFrame

    def __len__(self) -> int:
        return len(self.entries)

    def summary(self) -> Summary:
        """Return the summary of the lexicon that a notebook shows."""
        sample = self.entries[["term", "pos", "polarity", "class"]]
        title = f"Lexicon {self.name!r} of {len(self):,} terms"
        calls = ("lexicon.entries", "nkru.score_sentences(corpus, lexicon)")
        return Summary(title, {"version": self.version}, sample, calls)


def read_lexicon(path: str | Path | None = None) -> Lexicon:
    """Read the shipped lexicon, or a CSV of yours with the columns term and polarity.

    The columns pos, class, factor, governs and sense may be missing: every term is then evaluative.
    Lines that open with `#` are comments.

    Raises:
        LexiconError: the file cannot be read, lacks a column, has a term twice with one part of
            speech, or a value that is not allowed.

    >>> import nkru
    >>> len(nkru.read_lexicon().entries) > 5000
    True
    """
    return _shipped() if path is None else _read(Path(path))


@cache
def _shipped() -> Lexicon:
    return _read(resource("tone/lexicon.csv"))


def _read(path: Path) -> Lexicon:
    try:
        table, notes = read_table(path, comment="#"), read_notes(decode(read_content(path)).text)
    except CorpusError as error:
        raise LexiconError(*error.args, **error.values) from None
    for column in ("term", "polarity"):
        if column not in table:
            beside = quoted(", ".join(map(str, table)))
            raise LexiconError(
                "{file}: no column {column!r}; add it to the first row, beside {beside}",
                file=path.name,
                column=column,
                beside=beside,
            )
    table = table.reindex(columns=COLUMNS, fill_value="").rename_axis("row").reset_index()
    table["term"] = [" ".join(term.split()).replace("’", "'") for term in table["term"]]
    table["class"] = table["class"].replace("", "evaluative")
    _check(path, table)
    numbers = {column: pd.to_numeric(table[column]) for column in RANGES}
    entries = table.astype(dict.fromkeys(COLUMNS, "str")).assign(**numbers)[COLUMNS]
    return Lexicon(notes.get("name", path.stem), notes.get("version", ""), entries)


_OPPOSED = deferred("{file}, row {row}: {term} contradicts row {other}; keep one of the two")
_DOUBLE = deferred("{file}, row {row}: {term} doubles row {other}; keep one of the two")


def _check(path: Path, table: pd.DataFrame) -> None:
    """Refuse the first row with a value that is not allowed, or with the term of an earlier row."""
    shifter = table["class"].isin(["shifter", "outcome"])
    for column, (low, high) in RANGES.items():
        filled = (table[column] != "") | (shifter if column == "factor" else True)
        wrong = filled & ~pd.to_numeric(table[column], errors="coerce").between(low, high)
        remedy = gettext("give a number from {low} to {high}", low=f"{low:g}", high=f"{high:g}")
        _refuse(path, table[wrong], column, remedy)
    for column, allowed in VALUES.items():
        missing = shifter & (table[column] == "") & (column == "governs")
        wrong = missing | ~table[column].isin(allowed)
        known = ", ".join(filter(None, allowed))
        _refuse(path, table[wrong], column, gettext("use one of {known}", known=known))
    _refuse(path, table[table["term"] == ""], "term", gettext("write the word"))
    folded = table["term"].str.casefold()
    # « solide » may be an adjective with a polarity and a noun without one.
    keys = folded.where(table["pos"] == "", folded + " " + table["pos"])
    double = keys.duplicated() | (table["pos"] == "") & folded.duplicated()
    if double.any():
        second = table[double].iloc[0]
        first = table[folded == second["term"].casefold()].iloc[0]
        opposed = float(first["polarity"]) * float(second["polarity"]) < 0
        raise LexiconError(
            _OPPOSED if opposed else _DOUBLE,
            file=path.name,
            row=second["row"],
            term=quoted(second["term"]),
            other=first["row"],
        )


def _refuse(path: Path, wrong: pd.DataFrame, column: str, remedy: str) -> None:
    if len(wrong):
        bad = wrong.iloc[0]
        raise LexiconError(
            "{file}, row {row}: {column} of {term} is {value}; {remedy}",
            file=path.name,
            row=bad["row"],
            column=column,
            term=quoted(bad["term"]),
            value=quoted(bad[column]),
            remedy=remedy,
        )


def shipped_unless(lexicon: Lexicon | None) -> Lexicon:
    """Return the lexicon given, by default the shipped one.

    Raises:
        ParameterError: `lexicon` is neither a lexicon nor None.
    """
    if lexicon is None:
        return read_lexicon()
    expect("lexicon", lexicon, Lexicon, gettext("a lexicon as from nkru.read_lexicon, or None"))
    return lexicon
