"""Print which copies are found, and which articles are joined wrongly."""

from __future__ import annotations

import csv
import random
import shutil
import tempfile
import time
from pathlib import Path

import pandas as pd

import nkru
from nkru.corpus.copies import group_stories
from nkru.corpus.shingles import containment, shingles, signature_table

SAMPLE = Path(__file__).parents[3] / "shared/samples/web"


def real() -> None:
    """Print the pairs that were read by hand, with their containment and what was made of them."""
    with tempfile.TemporaryDirectory() as folder:
        for path in SAMPLE.glob("*.txt"):
            shutil.copy(path, folder)
        corpus = nkru.read_corpus(folder)
    table = signature_table(corpus.sentences)
    stories = group_stories(lambda: [table])
    with (SAMPLE / "copies.csv").open(encoding="utf-8") as stream:
        pairs = list(csv.DictReader(stream))
    signatures = {doc_id: shingles(corpus.text(doc_id)) for doc_id in corpus.fileids()}
    right = 0
    for pair in pairs:
        one, other = pair["file_1"], pair["file_2"]
        joined = stories[one] == stories[other]
        right += joined == (pair["copy"] == "1")
        share = containment(signatures[one], signatures[other])
        print(
            f"    {one} {other}: copy {pair['copy']}, joined {int(joined)}, containment {share:.2f}"
        )
    named = {
        name for pair in pairs if pair["copy"] == "1" for name in (pair["file_1"], pair["file_2"])
    }
    others = stories[~stories.index.isin(named)]
    joined = others.duplicated().sum()
    print(f"{right} of {len(pairs)} pairs right; of {len(others)} other articles {joined} joined")


def speed(articles: int = 1000, words: int = 500) -> None:
    """Print the time per article on random texts; every tenth copies two thirds of another."""
    chance = random.Random(1)
    texts = [
        [f"mot{int(chance.paretovariate(0.6)) % 20000}" for _ in range(words)]
        for _ in range(articles)
    ]
    for number in range(0, articles, 10):
        texts[number] = texts[number + 1][: words * 2 // 3] + texts[number][: words // 3]
    start = time.process_time()
    numbers = [f"{number:05d}" for number in range(articles)]
    signatures = signature_table(pd.DataFrame({"doc_id": numbers, "text": map(" ".join, texts)}))
    middle = time.process_time()
    stories = group_stories(lambda: [signatures])
    end = time.process_time()
    joined, sizes = stories.duplicated().sum(), f"{articles} texts of {words} words"
    print(f"{joined} of {articles // 10} copies found among {sizes};", end=" ")
    steps = (1000 * seconds / articles for seconds in (middle - start, end - middle))
    print(f"{' + '.join(f'{step:.2f}' for step in steps)} ms an article")


if __name__ == "__main__":
    if SAMPLE.is_dir():
        real()
    speed()
