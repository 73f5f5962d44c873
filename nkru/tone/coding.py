"""Coding by hand: a blind sample for coders, and the agreement of their labels with the scores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from nkru.corpus.corpus import Corpus
from nkru.corpus.side_files import quoted, read_table
from nkru.corpus.spreadsheets import write_csv, write_workbook
from nkru.errors import CodingError, CorpusError
from nkru.measures.agreement import (
    LABELS,
    confusion,
    kappas,
    krippendorff,
    precision_recall,
    prevalence,
)
from nkru.resources import read_toml

NEUTRAL = 0.05  # polarities up to ± this have the label "0"
SHEET = ["id", "before", "text", "after", "label"]
KEY = ["id", "doc_id", "sent_no", "start", "end", "found", "weight"]


def tone_labels(polarity: pd.Series[float]) -> pd.Series[str]:
    """Return the label of each polarity: "1" or "-1" beyond ±0.05, else "0"."""
    values = polarity.fillna(0.0)
    return pd.Series(
        np.select([values > NEUTRAL, values < -NEUTRAL], ["1", "-1"], "0"), index=polarity.index
    )


def draw_sample(
    corpus: Corpus, scores: pd.DataFrame, *, size: int = 150, seed: int = 0
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Draw sentences for coders, with the same number of each label, in random order.

    Args:
        corpus: the corpus.
        scores: a table from `score_sentences`.
        size: sentences in all.
        seed: of the draw.

    Returns:
        The sheet, which does not show the scores: id, before, text, after (the sentences around),
        label (empty); and its key: id, doc_id, sent_no, start, end, found (the label of the score),
        weight (sentences of the corpus that each represents). A label with too few sentences gives
        all of them.
    """
    random = np.random.default_rng(seed)
    table = _in_context(corpus.sentences).assign(found=tone_labels(scores["polarity"]).to_numpy())
    drawn = []
    for _, group in table.groupby("found"):
        chosen = group.iloc[random.permutation(len(group))[: -(-size // len(LABELS))]]
        drawn.append(chosen.assign(weight=len(group) / len(chosen)))
    sample = pd.concat(drawn)
    sample = sample.iloc[random.permutation(len(sample))].assign(
        id=range(1, len(sample) + 1), label=""
    )
    return sample[SHEET].reset_index(drop=True), sample[KEY].reset_index(drop=True)


def _in_context(sentences: pd.DataFrame) -> pd.DataFrame:
    """Return the sentences with the one before and the one after, in the same article."""
    table = sentences[["doc_id", "sent_no", "start", "end", "text"]].reset_index(drop=True)
    texts = table.groupby("doc_id", observed=True)["text"]
    return table.assign(before=texts.shift(1).fillna(""), after=texts.shift(-1).fillna(""))


def write_sheet(sheet: pd.DataFrame, path: str | Path) -> None:
    """Write the sheet of a sample to .csv, or to .xlsx with the coders' codebook as second page.

    Raises:
        CodingError: the path has another suffix.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix not in (".csv", ".xlsx"):
        raise CodingError(f"{path.name}: a sheet is .xlsx or .csv; end its name with one of them")
    if suffix == ".csv":
        write_csv(sheet, path, mark=True)
    else:
        widths = {"labels": (6, 50, 80, 50, 8)}
        write_workbook({"labels": sheet, "codebook": _rules()}, path, widths)


def write_key(key: pd.DataFrame, path: Path) -> None:
    """Write the key of a sample as CSV."""
    write_csv(key.astype({"found": int}), path)


def _rules() -> pd.DataFrame:
    """Return the coders' codebook: label, meaning, example."""
    guide = read_toml("tone/coding.toml")
    rules = [(guide["question"], "", "")]
    rules += [(code["label"], code["meaning"], code["example"]) for code in guide["codes"]]
    rules += [("", rule["text"], "") for rule in guide["rules"]]
    return pd.DataFrame(rules, columns=["label", "meaning", "example"])


def read_labels(path: str | Path, key: pd.DataFrame) -> pd.Series[str]:
    """Read the labels of one coder, in the order of the key.

    Args:
        path: a spreadsheet or CSV with the columns id and label.
        key: the key of the sample.

    Raises:
        CodingError: the file cannot be read, lacks a column or a row of the key, has a row twice or
            an unknown label.
    """
    path = Path(path)
    table = _table(path, ["id", "label"], "keep the columns of the sheet that was drawn")
    table["label"] = _labels(path, table, "label")
    missing = sorted(set(key["id"]) - set(table["id"]))
    if missing:
        others = f" and {len(missing) - 1} more" if missing[1:] else ""
        raise CodingError(
            f"{path.name}: no row for id {missing[0]}{others}; code every row of the sheet"
        )
    return table.set_index("id")["label"].reindex(key["id"]).rename(path.stem)


def read_key(path: str | Path) -> pd.DataFrame:
    """Read the key that was written beside the sheet of a sample.

    Returns:
        id, found (the label of the score), weight.

    Raises:
        CodingError: the file cannot be read, lacks a column, or has a row twice, an unknown label
            or a weight that is no positive number.
    """
    path = Path(path)
    table = _table(path, ["id", "found", "weight"], "name the key that was written with the sheet")
    table["found"] = _labels(path, table, "found")
    weights = pd.to_numeric(table["weight"], errors="coerce")
    _refuse(path, table, ~((weights > 0) & np.isfinite(weights)), "weight", "give a number above 0")
    return table.assign(weight=weights.astype(float)).reset_index(drop=True)


def _table(path: Path, columns: list[str], remedy: str) -> pd.DataFrame:
    """Return these columns of a side file, with the id as a number; the index numbers the rows."""
    try:
        table = read_table(path)
    except CorpusError as error:
        raise CodingError(str(error)) from None
    for column in columns:
        if column not in table:
            raise CodingError(f"{path.name}: no column {column!r}; {remedy}")
    ids = pd.to_numeric(table["id"], errors="coerce")
    _refuse(path, table, ids.isna() | np.isinf(ids), "id", "keep the numbers of the sheet")
    doubled = table.index[ids.duplicated()]
    if len(doubled):
        raise CodingError(f"{path.name}, row {doubled[0]}: its id occurs twice; keep one per id")
    return table[columns].assign(id=ids)


def _labels(path: Path, table: pd.DataFrame, column: str) -> pd.Series[str]:
    """Return labels as the codebook writes them: spreadsheets change them to 1.0 or +1."""
    labels = [
        cell.strip().replace("−", "-").removeprefix("+").removesuffix(".0")
        for cell in table[column]
    ]
    found = pd.Series(labels, table.index, dtype="str")
    _refuse(path, table, ~found.isin(LABELS), column, f"use one of {', '.join(LABELS)}")
    return found


def _refuse(
    path: Path, table: pd.DataFrame, wrong: pd.Series[bool], column: str, remedy: str
) -> None:
    """Refuse the first of the rows that are wrong in a column."""
    for row, cell in table.loc[wrong, column].head(1).items():
        raise CodingError(f"{path.name}, row {row}: {column} {quoted(cell)} is unknown; {remedy}")


@dataclass(frozen=True)
class Coding:
    """The agreement of coders with one another and with the scores.

    Attributes:
        alpha: Krippendorff's alpha among the coders, and its 95 % interval.
        kappas: one row per pair of coders.
        confusion: for each coder, labels by labels found, in sentences of the sample.
        classes: for each coder, precision, recall and F1 of each label, weighted to represent the
            corpus.
        prevalence: for each coder, the share of each label as found and corrected.
    """

    alpha: tuple[float, float, float]
    kappas: pd.DataFrame
    confusion: dict[str, pd.DataFrame]
    classes: dict[str, pd.DataFrame]
    prevalence: dict[str, pd.DataFrame]

    def lines(self) -> Iterator[str]:
        """Yield the lines that `nkru code score` prints."""
        yield "Krippendorff's alpha {:.2f} [{:.2f}, {:.2f}]".format(*self.alpha)
        yield from self.kappas.to_string(index=False).split("\n")
        for coder in self.classes:
            yield ""
            yield f"{coder}: confusion (labels × scores), precision and recall, prevalence"
            for table in (self.confusion, self.classes, self.prevalence):
                yield from table[coder].to_string().split("\n")


def score_coding(paths: Sequence[str | Path], key: pd.DataFrame) -> Coding:
    """Compare the labels of two or more coders with one another and with the scores.

    Args:
        paths: the file of each coder.
        key: the key of the sample.

    Raises:
        CodingError: a file cannot be used (see `read_labels`), two files have one name, or there
            is one coder only.
    """
    coders = [read_labels(path, key) for path in paths]
    twice = [
        name for name, count in Counter(str(coder.name) for coder in coders).items() if count > 1
    ]
    if twice:
        raise CodingError(f"two sheets are called {quoted(twice[0])}; name each after its coder")
    codings = pd.concat(coders, axis=1)
    weight, found = key["weight"], key["found"].tolist()
    shares = weight.groupby(key["found"]).sum().reindex(list(LABELS), fill_value=0) / weight.sum()
    labels = {str(coder.name): coder.tolist() for coder in coders}
    weighted = {name: confusion(own, found, weight.tolist()) for name, own in labels.items()}
    return Coding(
        alpha=krippendorff(codings),
        kappas=kappas(codings),
        confusion={name: confusion(own, found) for name, own in labels.items()},
        classes={name: precision_recall(matrix) for name, matrix in weighted.items()},
        prevalence={name: prevalence(matrix, shares) for name, matrix in weighted.items()},
    )
