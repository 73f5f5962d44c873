"""Corrected shares: how often each label fits the units of a corpus, by a coded sample of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from nkru._typing import Bools, Floats, Ints
from nkru.corpus.side_files import quoted
from nkru.errors import CodingError
from nkru.language import table_text
from nkru.measures.agreement import rogan_gladen
from nkru.measures.coding_samples import UNIT, corpus_hash
from nkru.measures.correction import POINTS, Estimate, Sample, corrected_mean

if TYPE_CHECKING:
    from nkru.corpus.corpus import Corpus

LEAST_LABELS = 20  # below, nothing is estimated
COMMON = 0.05  # a label that no reader gave has a row if this share of the units has it
ALL = "all"
Row = tuple[object, ...]
COLUMNS = [
    *("group", "label", "units", "labels", "stories", "raw", "corrected", "low", "high"),
    *("story_low", "story_high", "rogan_gladen", "more_labels", "note"),
]


def corrected_shares(
    corpus: Corpus,
    units: pd.DataFrame,
    key: pd.DataFrame,
    codings: pd.DataFrame,
    by: str | None = None,
) -> pd.DataFrame:
    """Return the share of each label that readers of every unit would find, with its interval.

    Where the labels are numbers, other than 0 and 1, a row "mean" has their mean.

    Args:
        corpus: the corpus that the sample was drawn from.
        units: all its units, labelled by the machine: doc_id, start, end, found ("" for no label).
        key: the key of the sample, as `read_key` returns it.
        codings: the labels of the sample, a row per unit of the key and a column per coder; of
            several coders the mean counts.
        by: a column of the articles, "year" or "month", for estimates by group too.

    Returns:
        One row per group and label: group ("all" first), label, units (of the corpus), labels (of
        the sample), stories (with labels), raw (share found by the machine), corrected, low, high
        (95 %, for this corpus), story_low, story_high (95 %, for other stories like these),
        rogan_gladen (the same correction by sensitivity and specificity), more_labels (for an
        interval of ± 3 points for this corpus), note. A value that cannot be estimated is
        NaN, with a note.

    Raises:
        CodingError: the sample is of another corpus or has other units, has fewer than 20 labels,
            or all its labels are the same.

    Note:
        The estimate is of what these coders would say. Where they disagree with one another, look
        at Krippendorff's alpha first.
    """
    _check_corpus(corpus, key)
    _check_labels(codings)
    coded = _Coded.of(corpus, units, key, codings)
    rows = [*coded.rows(ALL, np.ones(len(units), bool))]
    if by:
        labels = units["doc_id"].astype("str").map(corpus.labels(by).rename(index=str))
        for group in sorted(labels.dropna().unique()):
            rows += coded.rows(str(group), (labels == group).to_numpy())
    return pd.DataFrame(rows, columns=COLUMNS).astype({"note": "str"})


def _check_corpus(corpus: Corpus, key: pd.DataFrame) -> None:
    missing = [name for name in (*UNIT, "stratum", "corpus") if name not in key]
    if missing:
        raise CodingError(
            "the key has no column {column!r}; give one that nkru has written", column=missing[0]
        )
    drawn = set(key["corpus"])
    if drawn != {corpus_hash(corpus)}:
        raise CodingError(
            "the sample was drawn from another corpus than this one, or articles have changed "
            "since; give the corpus it was drawn from, or draw a new sample"
        )


def _check_labels(codings: pd.DataFrame) -> None:
    count = len(codings)
    if count < LEAST_LABELS:
        raise CodingError(
            "{count} labels are too few for an estimate: code {least} units or more",
            count=count,
            least=LEAST_LABELS,
        )
    labels = _given(codings)
    if len(labels) == 1:
        raise CodingError(
            "all {count} labels are {label}, so that errors cannot be estimated: "
            "code more units, or draw them with --design strata",
            count=count,
            label=quoted(*labels),
        )


@dataclass(frozen=True)
class _Coded:
    """The units of a corpus with their stories, and the rows, weights and labels of the sample."""

    found: pd.Series[str]
    stories: Ints
    places: Ints
    key: pd.DataFrame
    codings: pd.DataFrame

    @classmethod
    def of(
        cls, corpus: Corpus, units: pd.DataFrame, key: pd.DataFrame, codings: pd.DataFrame
    ) -> _Coded:
        spans = [pd.MultiIndex.from_frame(table[UNIT].astype(str)) for table in (units, key)]
        places = spans[0].get_indexer(spans[1])
        lost = int((places < 0).sum())
        if lost:
            raise CodingError(
                "{lost} of {units} units of the key are no units of this measure "
                "now; draw a new sample, or use the version of nkru and the "
                "codebook it was drawn with",
                lost=lost,
                units=len(key),
            )
        articles = corpus.documents.set_index("doc_id")
        owners = articles["story_id"] if "story_id" in articles else articles.index.to_series()
        story = units["doc_id"].astype("str").map(owners.rename(index=str))
        stories = pd.factorize(story)[0]
        return cls(
            units["found"].astype("str").reset_index(drop=True), stories, places, key, codings
        )

    def rows(self, group: str, inside: Bools) -> Iterator[Row]:
        """Yield the rows of a group of units."""
        chosen = np.flatnonzero(inside[self.places])
        stories = len(np.unique(self.stories[self.places[chosen]]))
        refusal = self._refusal(chosen)
        for label in self._labels():
            head = (group, label, int(inside.sum()), len(chosen), stories)
            if refusal:
                yield (*head, *[np.nan] * (len(COLUMNS) - len(head) - 1), refusal)
            else:
                yield (*head, *self._row(label, inside, chosen))

    def _refusal(self, chosen: Ints) -> str:
        if len(chosen) < LEAST_LABELS:
            return table_text("fewer than {n} labels", n=LEAST_LABELS)
        same = len(_given(self.codings.iloc[chosen])) == 1
        return table_text("all labels of this group are the same") if same else ""

    def _labels(self) -> list[str]:
        shares = self.found.value_counts(normalize=True)
        common = set(shares[shares >= COMMON].index) - {""}
        labels = sorted(_given(self.codings) | common)
        numbers = all(map(_is_number, labels)) and not {*labels} <= {"0", "1"}
        return [*labels, "mean"] if numbers else labels

    def _row(self, label: str, inside: Bools, chosen: Ints) -> Row:
        machine, values, width = self._values(label)
        numbers = np.cumsum(inside) - 1
        sample = Sample(
            numbers[self.places[chosen]],
            values[chosen],
            self.key["weight"].to_numpy(float)[chosen],
            pd.factorize(self.key["stratum"].to_numpy(dtype=object)[chosen])[0],
        )
        stories = pd.factorize(self.stories[inside])[0]
        step = width / 2 if width > 1 else 1.0
        estimate = corrected_mean(machine[inside], stories, sample, step)
        beside = _rogan_gladen(machine[inside], sample) if width == 1 else np.nan
        more = estimate.more_labels(POINTS * width)
        bounds = (estimate.low, estimate.high, estimate.story_low, estimate.story_high)
        raw = estimate.raw if self.found.ne("").any() else np.nan
        note = _note(estimate, label)
        return (raw, estimate.corrected, *bounds, beside, more, note)

    def _values(self, label: str) -> tuple[Floats, Floats, float]:
        """Return the values of the machine and of the readers, and the range of values."""
        if label == "mean":
            machine = pd.to_numeric(self.found, errors="coerce").fillna(0.0).to_numpy(float)
            readers = self.codings.astype(float).to_numpy()
            ends = [*machine, *readers.ravel()]
            return machine, readers.mean(axis=1), float(max(ends) - min(ends))
        readers = (self.codings == label).to_numpy(dtype=np.float64)
        found = (self.found == label).to_numpy().astype(np.float64)
        return found, readers.mean(axis=1), 1.0


def _given(codings: pd.DataFrame) -> set[str]:
    """Return the labels that coders gave."""
    return set(codings.to_numpy(dtype=object).ravel().tolist())


def _is_number(label: str) -> bool:
    return label.removeprefix("-").isdecimal()


def _rogan_gladen(machine: Floats, sample: Sample) -> float:
    """Return the share corrected by the sensitivity and specificity of the sample."""
    found, true = machine[sample.rows], sample.values
    positive, negative = sample.weights * true, sample.weights * (1 - true)
    if not positive.sum() or not negative.sum():
        return float("nan")
    sensitivity = float(positive @ found / positive.sum())
    specificity = float(negative @ (1 - found) / negative.sum())
    return rogan_gladen(float(machine.mean()), sensitivity, specificity)


def _note(estimate: Estimate, label: str) -> str:
    notes = []
    if np.isnan(estimate.story_low):
        few = table_text("labels of {n} stories: no interval for other stories", n=estimate.stories)
        notes.append(few)
    if label != "mean" and not (estimate.low >= 0 and estimate.high <= 1):
        notes.append(
            table_text("the interval leaves 0 to 1: few labels for so rare or so common a label")
        )
    return "; ".join(notes)
