"""Mentions against the gold of two articles: precision, recall, F1 by kind; the matcher's speed.

    python tests/benchmarks/mentions.py [-v] [--shared DIR]

A hit has the line, start and end of the gold and an actor whose name, folded to letters, contains
or is contained in the gold's; an optional one neither helps nor hurts; a mention of an actor on a
line with gold that is not in it is false.
"""

from __future__ import annotations

import argparse
import re
import time
import unicodedata
from pathlib import Path

import pandas as pd

import nkru
from nkru.actors.candidates import candidates
from nkru.actors.codebook import Codebook, Entry
from nkru.actors.mentions import mentions_in

KINDS = ("name", "metonym", "demonym", "descriptor")


def letters(name: str) -> str:
    plain = unicodedata.normalize("NFD", name.casefold())
    return "".join(char for char in plain if char.isalpha())


def same_actor(one: str, other: str) -> bool:
    return letters(one) in letters(other) or letters(other) in letters(one)


def placed(corpus: nkru.Corpus, mentions: pd.DataFrame) -> pd.DataFrame:
    """Return the mentions with the article's number, the line and the place in it."""
    rows = []
    for mention in mentions.itertuples():
        raw = corpus.raw(mention.doc_id)
        line_start = raw.rfind("\n", 0, mention.start) + 1
        line = raw.count("\n", 0, mention.start) + 1
        rows.append(
            (mention.doc_id[:3], line, mention.start - line_start, mention.end - line_start)
        )
    where = pd.DataFrame(rows, columns=["doc", "line", "left", "right"], index=mentions.index)
    return mentions.join(where)


def compare(
    gold: pd.DataFrame, found: pd.DataFrame
) -> tuple[list[object], list[object], list[object], list[object]]:
    """Return hits and misses (rows of the gold), false mentions, and optional ones found."""
    left = list(found.itertuples())
    hits, misses, optional = [], [], []
    for row in gold.itertuples():
        span = (row.doc, row.line, row.start, row.end)
        match = next(
            (
                m
                for m in left
                if (m.doc, m.line, m.left, m.right) == span and same_actor(m.entry, row.actor)
            ),
            None,
        )
        if match is not None:
            left.remove(match)
        target = optional if row.optional else hits if match is not None else misses
        target.append(row)
    optional_spans = {(row.doc, row.line, row.start, row.end) for row in optional}
    lines = set(zip(gold["doc"], gold["line"], strict=True))
    false = [
        m
        for m in left
        if (m.doc, m.line) in lines
        and (m.doc, m.line, m.left, m.right) not in optional_spans
        and m.sense != "place"
    ]
    return hits, misses, false, optional


def report(gold: pd.DataFrame, found: pd.DataFrame, offered: set[str], verbose: bool) -> None:
    hits, misses, false, optional = compare(gold, found)
    print(f"{'kind':12}{'gold':>6}{'found':>7}{'P':>8}{'R':>8}{'F1':>8}")
    for kind in (*KINDS, "all"):
        right, missed, wrong = (
            sum(kind in ("all", row.kind) for row in rows) for rows in (hits, misses, false)
        )
        precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
        score = 2 * precision * recall / max(1e-9, precision + recall)
        print(
            f"{kind:12}{right + missed:6}{right + wrong:7}{precision:8.3f}{recall:8.3f}{score:8.3f}"
        )
    unknown = [row for row in misses if row.kind == "name"]
    known = sum(row.text in offered for row in unknown)
    print(
        f"optional in the gold: {len(optional)}; names missed: {len(unknown)}, "
        f"{known} of them offered as candidates"
    )
    if verbose:
        for row in misses:
            print(
                f"  missed {row.doc}:{row.line}:{row.start} {row.text!r} = {row.actor} ({row.kind})"
            )
        for row in false:
            print(
                f"  false  {row.doc}:{row.line}:{row.left} {row.text!r} = {row.entry} "
                f"({row.kind}; {row.rule})"
            )


def seconds(call: object, repeat: int = 5) -> float:
    times = []
    for _ in range(repeat):
        begin = time.process_time()
        call()  # type: ignore[operator]
        times.append(time.process_time() - begin)
    return min(times)


def speed(shared: Path, corpus: nkru.Corpus) -> None:
    codebook = nkru.read_codebook()
    conllu = "".join(
        path.read_text(encoding="utf8") for path in sorted((shared / "treebanks").glob("*.conllu"))
    )
    texts = re.findall(r"# text = (.*)", conllu)
    bank = pd.DataFrame(
        {
            "doc_id": [f"{i // 20:05}" for i in range(len(texts))],
            "sent_no": 1,
            "start": 0,
            "text": texts,
        }
    )
    days = {doc_id: ("2024-01-01", "2024-12-31") for doc_id in bank["doc_id"]}
    for name, table in (("treebanks", bank), ("the five articles", corpus.sentences)):
        for times in (1, 4):
            again = pd.concat(
                [table.assign(doc_id=table["doc_id"] + f"+{i}") for i in range(times)]
            )
            size = again["text"].str.encode("utf8").str.len().sum() / 1e6
            cost = seconds(lambda again=again: mentions_in(again, codebook, days))
            print(
                f"{name} x {times}: {size:.2f} MB, {size / cost:.1f} MB/s "
                f"with {len(codebook.entries)} entries"
            )
    named = list(dict.fromkeys(re.findall(r"\b[A-Z]\w{4,}", conllu)))
    absent = [word[::-1].capitalize() + ending for ending in ("ovo", "ine", "ak") for word in named]
    # A hundred forms occur, the others do not: only the automaton grows.
    for count in (100, 500, 1000, 5000):
        forms = dict.fromkeys((*named[:100], *absent[: count - 100]))
        entries = tuple(Entry(form, "organisation", forms=(form,)) for form in forms)
        own = Codebook("", "", "", "", "actors", entries)
        cost = seconds(lambda own=own: mentions_in(bank, own, days))
        print(f"{len(forms)} forms: {bank['text'].str.len().sum() / 1e6 / cost:.1f} MB/s")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("-v", "--verbose", action="store_true")
    arguments.add_argument("--shared", type=Path, default=Path(__file__).parents[3] / "shared")
    given = arguments.parse_args()
    corpus = nkru.read_corpus(given.shared / "seeds")
    gold = pd.read_csv(given.shared / "gold" / "mentions.csv", dtype={"doc": str})
    offered = set(candidates(corpus)["name"])
    report(gold, placed(corpus, nkru.find_mentions(corpus)), offered, given.verbose)
    speed(given.shared, corpus)


if __name__ == "__main__":
    main()
