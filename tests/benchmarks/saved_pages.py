"""Compare the reading of saved pages with trafilatura: python tests/benchmarks/saved_pages.py."""

from __future__ import annotations

import json
import re
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import trafilatura

import nkru
from nkru.corpus.decoding import decode

SAMPLE = Path(__file__).parents[3] / "shared/samples/html"


def segments(
    text_of: Callable[[str], str], gold: dict[str, dict[str, dict[str, list[str]]]]
) -> None:
    """Print the segments lost and kept wrongly, and their counts."""
    found: dict[str, list[bool]] = {"with": [], "without": []}
    for name, parts in gold.items():
        for kind, wanted in parts.get("segments", {}).items():
            if kind == "url":
                continue
            for segment in wanted:
                found[kind].append((segment in text_of(name)) == (kind == "with"))
                if not found[kind][-1]:
                    print(f"    {name}: {'lost' if kind == 'with' else 'not dropped'}: {segment}")
    for kind, word in (("with", "kept"), ("without", "dropped")):
        print(f"  {sum(found[kind])} of {len(found[kind])} segments {word}")


def whole(text_of: Callable[[str], str], gold: dict[str, dict[str, dict[str, dict]]]) -> None:
    """Print the share of each whole article's words that is found, and both numbers of words."""
    for name, parts in gold.items():
        article = parts.get("full", {}).get("gold", {})
        sections = article.get("body", {}).get("sections", [])
        wanted = " ".join(
            [
                *article.get("body", {}).get("summary", []),
                *(p for s in sections for p in (*s["headline"], *s["paragraphs"])),
            ]
        ) or re.sub(r"<[^>]+>", " ", article.get("expected_html", ""))
        if not wanted.strip():
            continue
        gold_words, words = (re.findall(r"\w+", text) for text in (wanted, text_of(name)))
        common = len(set(gold_words) & set(words))
        share = common / len(set(gold_words))
        print(f"  {name}: {share:.3f} of its words, {len(words)} words for {len(gold_words)}")


def main() -> None:
    """Measure the pages of the sample."""
    gold = json.loads((SAMPLE / "gold.json").read_text(encoding="utf-8"))
    pages = {path.name: path.read_bytes() for path in SAMPLE.glob("*.html")}
    with tempfile.TemporaryDirectory() as folder:
        for name, page in pages.items():
            (Path(folder) / name).write_bytes(page)
        start = time.process_time()
        corpus = nkru.read_corpus(folder)
        elapsed = time.process_time() - start
    alone = {
        name: trafilatura.extract(decode(page).text, include_comments=False) or ""
        for name, page in pages.items()
    }
    for reader, text_of in (("trafilatura alone", alone.__getitem__), ("nkru", corpus.text)):
        print(reader)
        segments(text_of, gold)
        whole(text_of, gold)
    size = sum(map(len, pages.values())) // len(pages)
    print(f"{elapsed / len(pages) * 1000:.0f} ms a page of {size >> 10} KB")
    for row in corpus.documents.itertuples():
        fields = (row.date, row.outlet, row.title, row.author, row.section, row.updated)
        print(f"  {row.doc_id}: {' | '.join(map(str, fields))}")


if __name__ == "__main__":
    main()
