"""Switch each cue of evidence.toml off in turn, and count the traps of names.csv that then fail.

python tests/benchmarks/names.py
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[2]))
import nkru
from nkru.actors.names import evidence
from tests.test_names import ROWS, plain


def failures(corpus: nkru.Corpus) -> set[str]:
    """Return the traps that are not seen."""
    vars(corpus).pop("_mentions", None)
    table = nkru.find_mentions(corpus)
    groups = {str(key): rows for key, rows in table.groupby("doc_id")}
    failed = set()
    for row in ROWS:
        rows = groups.get(row["trap"], table[:0])
        texts = {(plain(m.text), m.type) for m in rows.itertuples() if m.kind != "demonym"}
        for wanted in filter(None, row["named"].split(" | ")):
            named, _, type = wanted.rpartition(":")
            if (plain(named.partition(">")[0]), type) not in texts:
                failed.add(row["trap"])
        if {plain(text) for text in row["absent"].split(" | ")} & {text for text, _ in texts}:
            failed.add(row["trap"])
    return failed


def main() -> None:
    frame = pd.DataFrame({"text": [row["text"].replace("//", "\n") for row in ROWS]})
    frame["id"] = [row["trap"] for row in ROWS]
    corpus = nkru.Corpus.from_frame(frame, text="text", doc_id="id")
    weights, before = evidence.weights(), failures(corpus)
    print(f"{len(ROWS)} traps, not seen: {sorted(before)}")
    for cue, weight in list(weights.items()):
        weights[cue] = evidence.Weight(most=weight.most)
        failed = failures(corpus) - before
        print(f"without {cue}: {len(failed)} fail: {', '.join(sorted(failed)[:3])}")
        weights[cue] = weight


if __name__ == "__main__":
    main()
