"""Samples to code by hand: a sheet of units drawn at random, and the key that identifies them.

A unit is a span of an article that the machine has labelled: a sentence, a mention, a quotation, an
article. The sheet goes to coders; the key stays with the researcher.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Literal
from unicodedata import normalize

import numpy as np
import pandas as pd

from nkru.corpus.arguments import expect_table
from nkru.errors import CodingError

if TYPE_CHECKING:
    from nkru.corpus.corpus import Corpus

Design = Literal["strata", "random"]

UNIT = ["doc_id", "start", "end"]
SHEET = ["id", "before", "text", "after", "label"]
KEY = ["id", *UNIT, "found", "stratum", "weight", "check", "measure", "corpus"]
MOST_STRATA = 8  # labels of the machine that are strata of their own; the rarer are one
_LONGEST = 1500  # characters of a unit that a sheet shows


def draw_sample(
    corpus: Corpus,
    units: pd.DataFrame,
    *,
    size: int = 150,
    seed: int = 0,
    design: Design = "strata",
    measure: str = "",
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Draw units for coders, at random and in random order.

    Args:
        corpus: the corpus.
        units: all units: doc_id, start, end, found (the machine's label, "" without one), and
            about, if coders must know which part of the sentence to label.
        size: units to draw.
        seed: of the draw.
        design: "strata" draws from each label found, in proportion to the root of its units, so
            that rare labels have enough; "random" draws from all alike.
        measure: the name of the measure, for the key.

    Returns:
        The sheet, without the machine's labels: id, about (if given), before, text, after
        (the sentences around), label (empty); and its key: id, doc_id, start, end, found, stratum,
        weight (units of the corpus that each represents), check (of the text), measure, corpus (a
        hash).

    Raises:
        CodingError: `units` is empty, or two units have the same span.
    """
    expect_table("units", units, (*UNIT, "found"), "a measure")
    if units.empty:
        raise CodingError(
            "no unit to code, measure = {measure!r}: choose another measure",
            measure=measure,
        )
    if units.duplicated(UNIT).any():
        raise CodingError("two units have the same doc_id, start and end; give each span once")
    random = np.random.default_rng(seed)
    found = units["found"].astype("str")
    strata = _strata(found) if design == "strata" else pd.Series("all", units.index)
    drawn = []
    for name, count in _allotted(strata, size).items():
        members = np.flatnonzero(strata == name)
        rows = members[random.permutation(len(members))[:count]]
        drawn.append(units.iloc[rows].assign(stratum=name, weight=len(members) / count))
    sample = pd.concat(drawn)
    sample = sample.iloc[random.permutation(len(sample))].reset_index(drop=True)
    shown = _in_context(corpus, sample)
    sample = sample.assign(
        id=range(1, len(sample) + 1),
        check=[check_of(text) for text in shown["text"]],
        measure=measure,
        corpus=corpus_hash(corpus),
        label="",
    )
    sheet = pd.concat([sample[["id", "label"]], shown], axis=1)
    if "about" in sample:
        sheet.insert(1, "about", sample["about"])
    return sheet[[name for name in (*SHEET[:1], "about", *SHEET[1:]) if name in sheet]], sample[KEY]


def _strata(found: pd.Series[str]) -> pd.Series[str]:
    """Return the stratum of each unit: its label, or "other labels" for the rarest."""
    counts = found.value_counts()
    order = sorted(counts.index, key=lambda label: (-counts[label], label))
    if len(order) > MOST_STRATA:
        return found.where(found.isin(order[: MOST_STRATA - 1]), "other labels")
    return found


def _allotted(strata: pd.Series[str], size: int) -> dict[str, int]:
    """Return how many units to draw from each stratum (power allocation, Bankier 1988)."""
    sizes = strata.value_counts().sort_index()
    bounds = np.rint(size * np.sqrt(sizes).cumsum() / np.sqrt(sizes).sum()).astype(int)
    counts = np.minimum(np.maximum(np.diff(bounds, prepend=0), 2), sizes)
    return dict(zip(sizes.index.astype(str), counts.tolist(), strict=True))


def _in_context(corpus: Corpus, sample: pd.DataFrame) -> pd.DataFrame:
    """Return before, text and after of units: the sentences that hold each, and those around."""
    sentences = corpus.sentences[corpus.sentences["doc_id"].isin(set(sample["doc_id"]))]
    by_article = {doc_id: rows for doc_id, rows in sentences.groupby("doc_id", observed=True)}
    rows = [
        _around(by_article.get(doc_id), start, end)
        for doc_id, start, end in sample[UNIT].itertuples(index=False)
    ]
    return pd.DataFrame(rows, columns=["before", "text", "after"])


def _around(sentences: pd.DataFrame | None, start: int, end: int) -> tuple[str, str, str]:
    if sentences is None:
        return "", "", ""
    texts = sentences["text"].tolist()
    inside = (sentences["end"] > start).to_numpy() & (sentences["start"] < end).to_numpy()
    places = np.flatnonzero(inside)
    if not len(places):
        return "", "", ""
    first, last = int(places[0]), int(places[-1])
    text = " ".join(texts[first : last + 1])
    text = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return "".join(texts[max(first - 1, 0) : first]), text, "".join(texts[last + 1 : last + 2])


def check_of(text: str) -> str:
    """Return a check of a text by its plain letters and digits, which every encoding keeps.

    >>> check_of("'=L’été à Kyïv") == check_of("l'?t? ? Ky?v ")
    True
    """
    letters = "".join(sign for sign in normalize("NFC", text) if sign.isascii() and sign.isalnum())
    return hashlib.blake2b(letters.casefold().encode(), digest_size=4).hexdigest()


def corpus_hash(corpus: Corpus) -> str:
    """Return a hash of the articles and sentences of a corpus, by which a key knows it."""
    state = hashlib.blake2b(digest_size=8)
    columns = [corpus.sentences[name].tolist() for name in ("doc_id", "text")]
    for doc_id, text in sorted(zip(*columns, strict=True)):
        state.update(f"{doc_id}\n{text}\n".encode("utf-8", "replace"))
    return state.hexdigest()
