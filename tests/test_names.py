"""Names: whom the articles name beyond the codebook, one trap a row of data/names.csv."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pandas as pd
import pytest

import nkru
from nkru.tokens.norms import plain

PATH = Path(__file__).parent / "data" / "names.csv"
Rows = list[dict[str, str]]


def read_rows() -> Rows:
    with PATH.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(line for line in stream if not line.startswith("#")))


ROWS = read_rows()


@pytest.fixture(scope="module")
def mentions() -> dict[str, pd.DataFrame]:
    """The mentions in each row's text; each text is an article of one corpus."""
    frame = pd.DataFrame({"text": [row["text"].replace("//", "\n") for row in ROWS]})
    frame["id"] = [row["trap"] for row in ROWS]
    corpus = nkru.Corpus.from_frame(frame, text="text", doc_id="id")
    table = nkru.find_mentions(corpus)
    return defaultdict(lambda: table[:0], {str(key): rows for key, rows in table.groupby("doc_id")})


def test_the_table_has_two_hundred_traps() -> None:
    assert len({row["trap"] for row in ROWS}) == len(ROWS) >= 200


@pytest.mark.parametrize("row", ROWS, ids=[row["trap"] for row in ROWS])
def test_a_trap_is_seen(row: dict[str, str], mentions: dict[str, pd.DataFrame]) -> None:
    found = mentions[row["trap"]]
    pairs = {
        (plain(m.text), plain(m.entry), m.type) for m in found.itertuples() if m.kind != "demonym"
    }
    for wanted in filter(None, row["named"].split(" | ")):
        named, _, type = wanted.rpartition(":")
        form, _, entry = named.partition(">")
        assert (plain(form), plain(entry or form), type) in pairs, f"{wanted} in {sorted(pairs)}"
    for absent in filter(None, row["absent"].split(" | ")):
        assert plain(absent) not in {text for text, *_ in pairs}, f"{absent} in {sorted(pairs)}"
