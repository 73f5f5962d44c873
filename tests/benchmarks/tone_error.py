"""Measure the error of tone on labelled press articles, and write what the chapter prints.

Run from the project's root: python tests/benchmarks/tone_error.py [FOLDER], FOLDER being the one
that holds press/. The tables are error.csv and confusion.csv in nkru/resources/tone/.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import pandas as pd

import nkru

ROOT = Path(__file__).parents[2]
READER = "a language model, each article read once, unchecked by a person"
NOTES = """# name: nkru-tone-{name}
# version: 1
# licence: CC0-1.0
# source: measured by tests/benchmarks/tone_error.py
"""
Labels = list[tuple[str, int, int]]  # half of the article, label, label found


def read_labels(folder: Path) -> tuple[nkru.Corpus, pd.DataFrame, pd.DataFrame]:
    """Return the corpus of the articles, the labelled sentences and the mentions labelled in them.

    Places are offsets in the text of the article; `half` is that of the article.
    """
    corpus = nkru.read_corpus(folder / "texts")
    halves = pd.read_csv(folder / "articles.csv").set_index("file")["half"]
    tables = []
    for name in ("sentences.csv", "mentions.csv"):
        table = pd.read_csv(folder / name, keep_default_na=False)
        starts = {file: _line_starts(folder / "texts" / file) for file in set(table["file"])}
        base = [
            starts[file][line - 1] for file, line in zip(table["file"], table["line"], strict=True)
        ]
        table = table.assign(start=table["start"] + base, end=table["end"] + base)
        tables.append(table.assign(half=table["file"].map(halves)))
    return corpus, *tables


def _line_starts(path: Path) -> list[int]:
    lengths = [len(line) + 1 for line in path.read_text(encoding="utf-8").split("\n")]
    return [0, *np.cumsum(lengths).tolist()]


def sign(value: float) -> int:
    """Return -1, 0 or 1; a missing value is 0."""
    return 0 if np.isnan(value) else int(np.sign(value))


def sentence_labels(corpus: nkru.Corpus, sentences: pd.DataFrame) -> Labels:
    """Return the labels of the sentences and those found."""
    files = corpus.documents.set_index("doc_id")["source"].map(lambda name: Path(str(name)).name)
    scores = nkru.score_sentences(corpus)
    scores = scores.assign(file=scores["doc_id"].map(files))
    own = {file: rows for file, rows in scores.groupby("file")}
    labels = []
    for row in sentences[sentences["tone"] != ""].itertuples():
        rows = own[row.file]
        shared = rows["end"].clip(upper=row.end) - rows["start"].clip(lower=row.start)
        found = rows["polarity"].iloc[int(np.argmax(shared))] if (shared > 0).any() else np.nan
        labels.append((row.half, int(row.tone), sign(found)))
    return labels


def actor_labels(
    corpus: nkru.Corpus, sentences: pd.DataFrame, mentions: pd.DataFrame, construct: str
) -> Labels:
    """Return the labels of actors in sentences and those found, given the labelled mentions."""
    files = corpus.documents.set_index("source")["doc_id"]
    doc_of = {Path(str(source)).name: doc_id for source, doc_id in files.items()}
    table = _mention_table(corpus, mentions, doc_of)
    scores = nkru.score_targets(corpus, table)
    column, cell = ("stance", "stances") if construct == "stance" else ("polarity", "targets")
    labels = []
    by_place = {key: rows for key, rows in scores.groupby("doc_id")}
    for row in sentences[sentences["tone"] != ""].itertuples():
        rows = by_place.get(doc_of[row.file])
        if rows is None:
            continue
        inside = rows[(rows["start"] >= row.start) & (rows["start"] < row.end)]
        listed = dict(_listed(getattr(row, cell)))
        for actor, own in inside[column].groupby(inside["entry"]):
            labels.append((row.half, listed.get(actor, 0), sign(own.mean())))
    return labels


def _listed(cell: str) -> list[tuple[str, int]]:
    parts = (part.rpartition(":") for part in cell.split(";") if part)
    return [(name, int(label)) for name, _, label in parts]


def _mention_table(
    corpus: nkru.Corpus, mentions: pd.DataFrame, doc_of: dict[str, str]
) -> pd.DataFrame:
    """Return the labelled mentions as `find_mentions` would."""
    table = mentions.assign(doc_id=mentions["file"].map(doc_of), entry=mentions["actor"])
    places = corpus.sentences.set_index("doc_id")[["sent_no", "start", "end"]]
    numbers = []
    for row in table.itertuples():
        own = places.loc[[row.doc_id]]
        inside = own[(own["start"] <= row.start) & (row.end <= own["end"])]
        numbers.append(inside["sent_no"].iloc[0] if len(inside) else 0)
    table = table.assign(sent_no=numbers, rule="labelled")
    columns = ["doc_id", "sent_no", "start", "end", "text", "entry", "type", "kind", "rule"]
    return table.loc[table["sent_no"] > 0, columns].sort_values(["doc_id", "start"])


def error_rows(construct: str, texts: str, labels: Labels) -> list[dict[str, object]]:
    """Return precision, recall and F1 of each label."""
    counts: dict[int, dict[str, int]] = defaultdict(lambda: {"hit": 0, "found": 0, "gold": 0})
    for _, gold, found in labels:
        counts[gold]["gold"] += 1
        counts[found]["found"] += 1
        counts[gold]["hit"] += gold == found
    rows, measured = [], []
    for label in (-1, 0, 1):
        hit, found, gold = (counts[label][name] for name in ("hit", "found", "gold"))
        scores = {"precision": hit / max(found, 1), "recall": hit / max(gold, 1)}
        scores["f1"] = 2 * hit / max(found + gold, 1)
        measured.append(scores["f1"])
        rows.append({"label": label, **{name: round(score, 2) for name, score in scores.items()}})
    macro = round(float(np.mean(measured)), 2)
    about = {"construct": construct, "texts": texts, "reader": READER, "units": len(labels)}
    return [{**about, **row, "macro_f1": macro} for row in rows]


def confusion_rows(texts: str, labels: Labels) -> list[dict[str, object]]:
    """Return how many sentences of each label were found to be negative, neutral, positive."""
    counts = Counter((gold, found) for _, gold, found in labels)
    return [
        {"texts": texts, "label": gold, "found": found, "sentences": counts[gold, found]}
        for gold in (-1, 0, 1)
        for found in (-1, 0, 1)
    ]


def write(name: str, rows: list[dict[str, object]]) -> pd.DataFrame:
    """Write a table into the resources of the package, and return it."""
    table = pd.DataFrame(rows)
    path = ROOT / "nkru" / "resources" / "tone" / f"{name}.csv"
    path.write_text(NOTES.format(name=name) + table.to_csv(index=False), encoding="utf-8")
    return table


def main(folder: Path) -> None:
    """Write the tables and print them."""
    corpus, sentences, mentions = read_labels(folder / "press")
    measured = {
        "tone of sentences": sentence_labels(corpus, sentences),
        "tone toward actors": actor_labels(corpus, sentences, mentions, "polarity"),
        "stance on actors": actor_labels(corpus, sentences, mentions, "stance"),
    }
    known = "press articles whose errors were read while the rules were made"
    apart = "press articles measured as a whole, errors not read; thresholds chosen by all totals"
    sets = [
        (construct, texts, [label for label in labels if label[0] == half])
        for construct, labels in measured.items()
        for half, texts in (("read", known), ("apart", apart))
    ]
    error = write("error", [row for part in sets for row in error_rows(*part)])
    own = [part for part in sets if part[0] == "tone of sentences"]
    confusion = write("confusion", [row for _, *part in own for row in confusion_rows(*part)])
    print(error.drop(columns="reader").to_string(), confusion.to_string(), sep="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared")
