"""Main theme of each line against two readings: python tests/benchmarks/themes.py [--errors]."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
from sklearn.metrics import f1_score

import nkru
from nkru.themes.main_themes import main_themes

SHARED = Path(__file__).parents[3] / "shared"
MIN_STORIES = 5


def gold(corpus: nkru.Corpus) -> pd.DataFrame:
    """Return the readers' first themes beside the codebook's: doc_id, line_no, text, first, second, theme."""
    read = pd.read_csv(SHARED / "gold" / "themes.csv", dtype={"doc": str})
    read = read.assign(
        first=read["themes"].str.split(";").str[0], second=read["themes2"].str.split(";").str[0]
    )
    found = main_themes(nkru.find_mentions(corpus, nkru.read_codebook("themes")), corpus)
    found["doc"] = found["doc_id"].str[:3]
    both = read.merge(found, left_on=["doc", "line"], right_on=["doc", "line_no"], how="left")
    return both.merge(
        corpus.lines[["doc_id", "line_no", "text"]], on=["doc_id", "line_no"], how="left"
    )


def main() -> None:
    corpus = nkru.read_corpus(SHARED / "seeds")
    table = gold(corpus)
    print(f"{len(table)} lines, {table['theme'].isna().sum()} of them not kept")
    table["theme"] = table["theme"].fillna("(not kept)")
    for reader in ("first", "second"):
        sizes = table[reader].value_counts()
        frequent = sorted(sizes[sizes >= MIN_STORIES].index)
        scores = f1_score(
            table[reader], table["theme"], labels=frequent, average=None, zero_division=0
        )
        always = f1_score(
            table[reader],
            ["diplomatie"] * len(table),
            labels=frequent,
            average="macro",
            zero_division=0,
        )
        detail = ", ".join(
            f"{name} {score:.2f} ({sizes[name]})"
            for name, score in zip(frequent, scores, strict=True)
        )
        right = (table[reader] == table["theme"]).mean()
        print(
            f"{reader} reader: macro-F1 {scores.mean():.3f}, right {right:.0%}; {detail}; guess {always:.3f}"
        )
    print(pd.crosstab(table["first"], table["theme"]).to_string())
    if "--errors" in sys.argv:
        hits = nkru.find_mentions(corpus, nkru.read_codebook("themes"))
        hits = hits.merge(
            corpus.sentences[["doc_id", "sent_no", "line_no"]], on=["doc_id", "sent_no"]
        )
        for row in table[table["first"] != table["theme"]].itertuples():
            here = hits[(hits["doc_id"] == row.doc_id) & (hits["line_no"] == row.line_no)]
            marks = ", ".join(f"{hit.text} [{hit.entry[:5]}]" for hit in here.itertuples())
            print(
                f"\n{row.doc}:{row.line} {row.first} read as {row.theme}: {row.text}\n    {marks}"
            )


if __name__ == "__main__":
    main()
