"""Names that the reader gives to classes and topics, in a small table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from nkru.corpus.side_files import quoted, read_table
from nkru.errors import ParameterError
from nkru.language import gettext
from nkru.themes.classes import Classes
from nkru.themes.topics import Topics
from nkru.tokens.norms import folded_words

COLUMNS = ["kind", "name", "words"]
KINDS = ("class", "topic")
MARKED = 30  # the most typical terms of a group, which are compared with the words of a name
LEAST = 0.5  # share of the words of a name that must be among these terms


class GroupName(NamedTuple):
    """One row of the file: the kind ("class" or "topic"), the name and some words of the group."""

    kind: str
    name: str
    words: tuple[str, ...]


def read_group_names(path: str | Path) -> list[GroupName]:
    """Read the names of classes and topics from a CSV or XLSX file.

    A group is recognised by its words, since further articles may change its number. The file has
    the columns kind (class or topic), name and words (separated by commas)::

        kind;name;words
        class;École;"élève, enseignant, rentrée"

    Raises:
        CorpusError: the file cannot be read as a table.
        ParameterError: a column is missing, or a row has another kind, no name, no word or the name
            of another row.
    """
    table = read_table(Path(path), comment="#")
    lacking = [column for column in COLUMNS if column not in table]
    if lacking:
        raise ParameterError(
            "{file}: no column {column!r}: write kind, name, words",
            file=Path(path).name,
            column=lacking[0],
        )
    names: list[GroupName] = []
    for number, kind, name, words in table[COLUMNS].itertuples(name=None):
        row = GroupName(kind.strip(), name.strip(), _words(words))
        fault = _fault(row, names)
        if fault:
            raise ParameterError(
                "{file}: row {row}: {fault}", file=Path(path).name, row=number, fault=fault
            )
        names.append(row)
    return names


def name_classes(classes: Classes, path: str | Path | None) -> Classes:
    """Return the classes with the names that a reader wrote for them.

    A name goes to the class with most of its words, at least half of them, among the 30 terms with
    the largest χ². A class has at most one name, and a name at most one class.

    Args:
        classes: from `reinert`.
        path: the file, see `read_group_names`; None leaves the classes as they are.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> classes = nkru.reinert(nkru.count(corpus, by="segment"), 3)
    >>> nkru.name_classes(classes, None).names
    {}
    """
    profiles = classes.profiles()
    terms = profiles.loc[profiles["chi2"] > 0, ["class", "term"]].set_axis(
        ["group", "term"], axis=1
    )
    return replace(classes, names=_match(terms, path, "class"))


def name_topics(model: Topics, path: str | Path | None) -> Topics:
    """Return the topics with the names that a reader wrote for them; see `name_classes`.

    Args:
        model: from `topics`.
        path: the file, see `read_group_names`; None leaves the topics as they are.

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> model = nkru.topics(nkru.count(corpus, by="segment"), 2)
    >>> nkru.name_topics(model, None).names
    {}
    """
    terms = model.terms(MARKED)[["topic", "term"]].set_axis(["group", "term"], axis=1)
    return replace(model, names=_match(terms, path, "topic"))


def group_names(path: str | Path, classes: Classes, model: Topics) -> pd.DataFrame:
    r"""Return which class or topic has each name of a file.

    Args:
        path: the file, see `read_group_names`.
        classes: with names, from `name_classes`.
        model: with names, from `name_topics`.

    Returns:
        One row per row of the file: kind, name, words, number (of the class or topic; NA where no
        group has half of the words).

    >>> import nkru
    >>> corpus = nkru.example_corpus()
    >>> from pathlib import Path
    >>> from tempfile import mkdtemp
    >>> path = Path(mkdtemp(), "names.csv")
    >>> _ = path.write_text("kind,name,words\nclass,conflict,\"zèbre, girafe\"")
    >>> segments = nkru.count(corpus, by="segment")
    >>> classes = nkru.name_classes(nkru.reinert(segments, 3), path)
    >>> model = nkru.name_topics(nkru.topics(segments, 2), path)
    >>> nkru.group_names(path, classes, model)["number"].isna().tolist()
    [True]
    """
    held = {
        kind: {name: number for number, name in names.items()}
        for kind, names in (("class", classes.names), ("topic", model.names))
    }
    rows = [
        (row.kind, row.name, ", ".join(row.words), held[row.kind].get(row.name))
        for row in read_group_names(path)
    ]
    return pd.DataFrame(rows, columns=[*COLUMNS, "number"]).astype({"number": "Int64"})


def _words(cell: str) -> tuple[str, ...]:
    words = cell.replace(";", ",").split(",")
    return tuple(dict.fromkeys(word.strip() for word in words if word.strip()))


def _fault(row: GroupName, above: list[GroupName]) -> str:
    """Return the fault of a row and the remedy, or an empty text."""
    if row.kind not in KINDS:
        return gettext("kind is {kind}: write class or topic", kind=quoted(row.kind))
    if not row.name:
        return gettext("no name: write one, or delete the row")
    if not row.words:
        return gettext("{name} has no words: write some of its words", name=quoted(row.name))
    if any((row.kind, row.name) == (other.kind, other.name) for other in above):
        return gettext(
            "{name} has two rows of one kind: put its words in one row", name=quoted(row.name)
        )
    return ""


def _match(terms: pd.DataFrame, path: str | Path | None, kind: str) -> Mapping[int, str]:
    """Return the name of each group that fits one in the file, the best matches first."""
    names = [row for row in read_group_names(path) if row.kind == kind] if path else []
    fits = [
        (*_fit(row.words, [folded_words(term.replace("_", " ")) for term in held]), place, group)
        for place, row in enumerate(names)
        for group, held in terms.groupby("group")["term"]
    ]
    given: dict[int, str] = {}
    for lacking, _, place, group in sorted(fits):
        name, number = names[place].name, int(str(group))
        if lacking <= 1 - LEAST and number not in given and name not in given.values():
            given[number] = name
    return dict(sorted(given.items()))


def _fit(words: Sequence[str], terms: Sequence[str]) -> tuple[float, float]:
    """Return the share of words that the first terms lack, and the mean rank of the others."""
    places = {term: place for place, term in enumerate(terms[:MARKED])}
    ranks = [places[word] for word in map(folded_words, words) if word in places]
    return 1 - len(ranks) / len(words), sum(ranks) / max(len(ranks), 1)
