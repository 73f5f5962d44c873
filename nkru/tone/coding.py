"""Coding by hand: a blind sample for coders, and the agreement of their labels with the scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from nkru.corpus.corpus import Corpus
from nkru.errors import CodingError
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
        # Without the byte order mark, spreadsheets read a CSV as Latin-1.
        sheet.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\n")
    else:
        _workbook(sheet, path)


def _workbook(sheet: pd.DataFrame, path: Path) -> None:
    guide = read_toml("tone/coding.toml")
    rules = [(guide["question"], "", "")]
    rules += [(code["label"], code["meaning"], code["example"]) for code in guide["codes"]]
    rules += [("", rule["text"], "") for rule in guide["rules"]]
    with pd.ExcelWriter(path, engine="openpyxl") as book:
        sheet.to_excel(book, sheet_name="labels", index=False)
        pd.DataFrame(rules, columns=["label", "meaning", "example"]).to_excel(
            book, sheet_name="codebook", index=False
        )
        page = book.sheets["labels"]
        for column, width in zip("ABCDE", (6, 50, 80, 50, 8), strict=True):
            page.column_dimensions[column].width = width


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
    table = _table(path)
    for column in ("id", "label"):
        if column not in table:
            raise CodingError(
                f"{path.name}: no column {column!r}; keep the columns of the sheet that was drawn"
            )
    ids = pd.to_numeric(table["id"], errors="coerce")
    table = table.assign(id=ids, label=table["label"].map(_label))
    unknown = np.flatnonzero(~table["label"].isin(LABELS))
    if len(unknown):
        label, known = table["label"].iloc[unknown[0]], ", ".join(LABELS)
        raise CodingError(
            f"{path.name}, row {unknown[0] + 2}: label {label!r} is unknown; use one of {known}"
        )
    doubled = np.flatnonzero(table["id"].duplicated())
    if len(doubled):
        raise CodingError(
            f"{path.name}, row {doubled[0] + 2}: its id occurs twice; keep one row per id"
        )
    missing = sorted(set(key["id"]) - set(table["id"]))
    if missing:
        others = f" and {len(missing) - 1} more" if missing[1:] else ""
        raise CodingError(
            f"{path.name}: no row for id {missing[0]}{others}; code every row of the sheet"
        )
    return table.set_index("id")["label"].reindex(key["id"]).rename(path.stem)


def _table(path: Path) -> pd.DataFrame:
    try:
        if path.suffix.lower() == ".xlsx":
            return pd.read_excel(path, sheet_name=0, dtype=str).fillna("")
        return pd.read_csv(path, dtype=str, keep_default_na=False)
    except (OSError, ValueError, pd.errors.ParserError) as error:
        raise CodingError(
            f"{path.name}: cannot be read ({error}); save it as .xlsx or as a CSV in UTF-8"
        ) from error


def _label(cell: str) -> str:
    """Return a label as written in the codebook; spreadsheets change it to 1.0 or +1."""
    return str(cell).strip().replace("−", "-").removeprefix("+").removesuffix(".0")


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


def score_coding(paths: Sequence[str | Path], key: pd.DataFrame) -> Coding:
    """Compare the labels of two or more coders with one another and with the scores.

    Args:
        paths: the file of each coder.
        key: the key of the sample.

    Raises:
        CodingError: a file cannot be used (see `read_labels`), or there is one coder only.
    """
    coders = [read_labels(path, key) for path in paths]
    codings = pd.concat(coders, axis=1)
    weight, found = key["weight"], key["found"].tolist()
    sums = weight.groupby(key["found"]).sum().reindex(list(LABELS)).fillna(0.0)
    shares = sums / weight.sum()
    labels = {str(coder.name): coder.tolist() for coder in coders}
    weighted = {name: confusion(own, found, weight.tolist()) for name, own in labels.items()}
    return Coding(
        alpha=krippendorff(codings),
        kappas=kappas(codings),
        confusion={name: confusion(own, found) for name, own in labels.items()},
        classes={name: precision_recall(matrix) for name, matrix in weighted.items()},
        prevalence={name: prevalence(matrix, shares) for name, matrix in weighted.items()},
    )
