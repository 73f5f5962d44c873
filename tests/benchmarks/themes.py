"""Print how the main theme of each line agrees with two readings.

Run from the project's root: python tests/benchmarks/themes.py [FOLDER] [--errors], FOLDER being the
one that holds gold/ and seeds/.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
from sklearn.metrics import f1_score

import nkru

ROOT = Path(__file__).parents[2]
OTHER = "autre"
MIN_STORIES = 5  # lines of a theme below which it has no F1
LINE = ["doc_id", "line_no"]


def main_themes(corpus: nkru.Corpus) -> pd.DataFrame:
    """Return the theme with most hits in each line: doc_id, line_no, theme, hits, all_hits, text.

    Of equal themes the first named counts; a line without a hit is of the theme « autre ».
    """
    hits = hits_by_line(corpus)
    themes = hits.groupby([*LINE, "entry"], observed=True)["start"].agg(["size", "min"])
    ranked = themes.reset_index().sort_values([*LINE, "size", "min"], ascending=[1, 1, 0, 1])
    best = ranked.drop_duplicates(LINE).rename(columns={"entry": "theme", "size": "hits"})
    best["all_hits"] = ranked.groupby(LINE)["size"].transform("sum")
    lines = corpus.lines[[*LINE, "text"]].merge(corpus.sentences[LINE].drop_duplicates())
    table = lines.merge(best.drop(columns="min"), on=LINE, how="left")
    table = table.fillna({"theme": OTHER, "hits": 0, "all_hits": 0})
    return table.astype({"hits": int, "all_hits": int})


def hits_by_line(corpus: nkru.Corpus) -> pd.DataFrame:
    """Return the words of the shipped codebook of themes, with the line of each."""
    hits = nkru.find_mentions(corpus, nkru.read_codebook("themes"))
    return hits.merge(corpus.sentences[["doc_id", "sent_no", "line_no"]], on=["doc_id", "sent_no"])


def with_readings(corpus: nkru.Corpus, shared: Path) -> pd.DataFrame:
    """Return the lines of the gold: the columns of `main_themes`, and both readings."""
    read = pd.read_csv(shared / "gold" / "themes.csv", dtype={"doc": str})
    read = read.rename(columns={"line": "line_no"}).assign(
        first=read["themes"].str.split(";").str[0], second=read["themes2"].str.split(";").str[0]
    )
    table = main_themes(corpus)
    table["doc"] = table["doc_id"].str[:3]
    return read.merge(table, on=["doc", "line_no"], how="left")


def frequent_themes(labels: pd.Series) -> list[str]:
    sizes = labels.value_counts()
    return sorted(sizes[sizes >= MIN_STORIES].index)


def print_reader(table: pd.DataFrame, reader: str) -> None:
    gold, frequent, sizes = (
        table[reader],
        frequent_themes(table[reader]),
        table[reader].value_counts(),
    )
    options = {"labels": frequent, "zero_division": 0}
    scores = f1_score(gold, table["theme"], average=None, **options)
    always = f1_score(gold, ["diplomatie"] * len(table), average="macro", **options)
    detail = ", ".join(
        f"{name} {score:.2f} ({sizes[name]})" for name, score in zip(frequent, scores, strict=True)
    )
    right = (gold == table["theme"]).mean()
    print(
        f"{reader} reader: macro-F1 {scores.mean():.3f}, right {right:.0%}; "
        f"{detail}; guess {always:.3f}"
    )


def print_errors(table: pd.DataFrame, hits: pd.DataFrame) -> None:
    for row in table[table["first"] != table["theme"]].itertuples():
        here = hits[(hits["doc_id"] == row.doc_id) & (hits["line_no"] == row.line_no)]
        marks = ", ".join(f"{hit.text} [{hit.entry[:5]}]" for hit in here.itertuples())
        print(f"\n{row.doc}:{row.line_no} {row.first} read as {row.theme}: {row.text}\n    {marks}")


def main() -> None:
    folders = [argument for argument in sys.argv[1:] if argument != "--errors"]
    shared = Path(folders[0]) if folders else ROOT.parent / "shared"
    corpus = nkru.read_corpus(shared / "seeds")
    table = with_readings(corpus, shared)
    print(f"{len(table)} lines, {table['theme'].isna().sum()} of them not kept")
    table["theme"] = table["theme"].fillna("(not kept)")
    for reader in ("first", "second"):
        print_reader(table, reader)
    print(pd.crosstab(table["first"], table["theme"]).to_string())
    if "--errors" in sys.argv:
        print_errors(table, hits_by_line(corpus))


if __name__ == "__main__":
    main()
