"""Exports read against articles.csv: number of articles, title, outlet, date and body of each.

python tests/benchmarks/exports.py [FOLDER OF EXPORTS] [-v]
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from pathlib import Path

from nkru.corpus import formats
from nkru.corpus.articles import Article
from nkru.errors import CorpusError

ROOT = Path(__file__).parents[2]
READ = (
    "europresse_html",
    "factiva_html",
    "factiva_rtf",
    "lexis_docx",
    "lexis_html",
    "europresse_derived",
)


def letters(text: str) -> str:
    # articles.csv writes the break between paragraphs as " /  / ", and may cut it in the middle.
    return "".join(c for c in text if not c.isspace() and c != "/")


def body(article: Article) -> str:
    lines = article.raw.split("\n")
    return letters(
        "".join(
            line
            for n, line in enumerate(lines, 1)
            if article.roles.get(n) not in {"title", "standfirst"}
        )
    )


def agrees(article: Article, row: dict[str, str]) -> dict[str, bool]:
    text = body(article)
    # articles.csv keeps the first and last words of a body, and its length with spaces.
    first, last = letters(row["first_words"]), letters(row["last_words"])
    return {
        "title": (article.title or "") == row["title"],
        "outlet": (article.outlet or "") == row["outlet"],
        "date": (article.date or "") == row["date"].strip(),
        "body": text.startswith(first)
        and text.endswith(last)
        and len(text) <= int(row["text_chars"] or 0),
    }


def main(folder: Path, verbose: bool) -> None:
    gold: dict[str, list[dict[str, str]]] = defaultdict(list)
    with (folder / "articles.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            gold[row["file"]].append(row)
    right: dict[str, int] = defaultdict(int)
    total = 0
    for path in sorted(path for kind in READ for path in (folder / kind).glob("*")):
        try:
            reader, articles = formats.read(path.read_bytes(), path.name)
        except CorpusError as error:
            print(f"{path.name:52} refused: {error}")
            continue
        rows = gold.get(path.name, [])
        total += len(rows)
        print(f"{path.name:52} {reader.NAME:10} {len(articles):3} articles ({len(rows)} in gold)")
        for number, (article, row) in enumerate(zip(articles, rows, strict=False), 1):
            for name, ok in agrees(article, row).items():
                right[name] += ok
                if verbose and not ok:
                    found = body(article) if name == "body" else getattr(article, name)
                    wanted = (
                        f"{row['text_chars']} {row['first_words']}" if name == "body" else row[name]
                    )
                    read = f"{len(found or '')} {(found or '')[:90]!r}"
                    print(f"    #{number} {name}: {read}, gold {wanted[:90]!r}")
    for name in ("title", "outlet", "date", "body"):
        print(f"{name:7} exact {right[name]:4} of {total} ({right[name] / total:.1%})")


if __name__ == "__main__":
    folders = [Path(a) for a in sys.argv[1:] if a != "-v"]
    main(folders[0] if folders else ROOT.parent / "shared/samples/exports", "-v" in sys.argv)
