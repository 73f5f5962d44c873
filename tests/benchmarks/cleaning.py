"""Print how well the roles of lines fit the labels of ../shared.

Run as `python tests/benchmarks/cleaning.py [-v]`. Three figures per set (see ../shared/README.md):
share of the furniture lines left out, share of the article's words kept, F1 of the kept lines; then
titles that are exact. Lines of section, byline, date, caption are not scored. With -v each line
judged wrongly is printed. The last figures are the time per article and, on the articles written
for the project, the lines kept and left out.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from nkru.corpus.articles import Article, Source, article_table
from nkru.corpus.documents import field_table
from nkru.corpus.lines.repetition import line_numbers, repeated_among
from nkru.corpus.lines.roles import line_table
from nkru.corpus.reading import list_files, read_files

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
CONTENT = {
    "title",
    "standfirst",
    "heading",
    "body",
    "content",
    "list",
    "quote",
    "quote_source",
    "table",
}


def read(folder: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the articles below a folder and their lines."""
    articles, _ = read_files(file for file in list_files(folder)[0] if file.source.endswith(".txt"))
    return articles, line_table(articles, repeated_among(line_numbers(articles)))


def labels_of_seeds() -> pd.DataFrame:
    gold = pd.read_csv(SHARED / "gold" / "lines.csv", dtype={"doc": str})
    names = {path.name[:3]: path.name for path in (SHARED / "seeds").glob("*.txt")}
    return gold.assign(doc_id=gold["doc"].map(names), line_no=gold["line"])


def labels_of_pages() -> pd.DataFrame:
    gold = pd.read_csv(SHARED / "samples" / "web" / "lines.csv")
    return gold.assign(doc_id=gold["file"], line_no=gold["line"])


def invented() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the articles of tests/data/pages and their labels (see its README)."""
    texts = {
        path.name: path.read_text()
        for path in sorted((ROOT / "tests" / "data" / "pages").glob("*.txt"))
    }
    pages = {
        name: "\n".join(line[2:] for line in text.splitlines()) for name, text in texts.items()
    }
    sources = [(Source(name, name, "text", ""), Article(page)) for name, page in pages.items()]
    labels = [
        (name, number, {"+": "body", "-": "boilerplate"}.get(line[0], "unscored"))
        for name, text in texts.items()
        for number, line in enumerate(text.splitlines(), 1)
        if line[2:].strip()
    ]
    return article_table(sources), pd.DataFrame(labels, columns=["doc_id", "line_no", "label"])


def scored(lines: pd.DataFrame, gold: pd.DataFrame) -> pd.DataFrame:
    """Return the lines that are scored, with `wanted` (to be kept) and `words`."""
    table = lines.merge(gold[["doc_id", "line_no", "label"]], on=["doc_id", "line_no"], how="right")
    # Labelled lines that hold nothing but a no-break space are blank: they have no row, and nothing
    # is kept of them.
    table = table.dropna(subset="text")
    if table.empty:
        raise SystemExit("no labelled line has a row")
    table = table[table["label"].isin(CONTENT | {"boilerplate"})]
    return table.assign(
        wanted=table["label"] != "boilerplate", words=table["text"].str.split().str.len()
    )


def figures(table: pd.DataFrame) -> dict[str, float]:
    wanted, kept = table["wanted"], table["kept"].astype(bool)
    both = (wanted & kept).sum()
    return {
        "furniture left out": (~kept & ~wanted).sum() / (~wanted).sum()
        if (~wanted).any()
        else float("nan"),
        "words kept": table.loc[wanted & kept, "words"].sum() / table.loc[wanted, "words"].sum(),
        "F1 of kept lines": 2 * both / (wanted.sum() + kept.sum()),
    }


def report(name: str, table: pd.DataFrame, verbose: bool) -> None:
    rows = {doc_id: figures(group) for doc_id, group in table.groupby("doc_id")} | {
        f"all of {name}": figures(table)
    }
    print(pd.DataFrame(rows).T.round(4).to_string(), end="\n\n")
    if verbose:
        wrong = table[table["kept"].astype(bool) != table["wanted"]]
        for row in wrong.itertuples():
            verdict = f"{row.label} -> {row.role} ({row.code})"
            print(f"{row.doc_id}:{row.line_no} {verdict}: {row.text[:110]}")
        print()


def titles(articles: pd.DataFrame, lines: pd.DataFrame) -> Iterator[str]:
    """Print the fields found beside those of metadata.csv; yield "exact" or "wrong" per title."""
    known = pd.read_csv(SHARED / "samples" / "web" / "metadata.csv", dtype=str).set_index("file")
    for row in field_table(articles, lines).itertuples():
        exact = str(row.title).strip() == known.title[row.doc_id].strip()
        print(f"{row.doc_id} title {'exact' if exact else f'WRONG: {row.title}'}")
        for name in ("author", "agency", "section", "outlet"):
            print(f"    {name}: {getattr(row, name)}   (known: {known[name][row.doc_id]})")
        yield "exact" if exact else "wrong"


def speed(articles: pd.DataFrame) -> None:
    times = []
    for _ in range(5):
        start = time.process_time()
        line_table(articles, repeated_among(line_numbers(articles)))
        times.append(time.process_time() - start)
    length = articles["raw"].str.len().mean()
    print(
        f"roles: {1000 * min(times) / len(articles):.2f} ms an article of {length:.0f} characters"
    )


def main() -> None:
    verbose = "-v" in sys.argv
    if (SHARED / "gold").is_dir():
        _, lines = read(SHARED / "seeds")
        report("gold", scored(lines, labels_of_seeds()), verbose)
        articles, lines = read(SHARED / "samples" / "web")
        report("samples/web", scored(lines, labels_of_pages()), verbose)
        found = list(titles(articles, lines))
        print(f"titles exact: {found.count('exact')} of {len(found)}\n")
        speed(articles)
    articles, labels = invented()
    report(
        "tests/data/pages",
        scored(line_table(articles, repeated_among(line_numbers(articles))), labels),
        verbose,
    )
    if any((ROOT / "seeds").glob("*.txt")):
        articles, lines = read(ROOT / "seeds")
        counts = lines.groupby(["role", "kept"]).size().to_string()
        print(f"\nseeds/: {len(articles)} articles\n{counts}")
        speed(articles)


if __name__ == "__main__":
    main()
