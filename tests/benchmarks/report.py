"""Print what a report costs: against blank notebooks, unchanged, for help, and at 5,000 articles.

Run as `python tests/benchmarks/report.py [CORPUS]`; times are wall-clock seconds on this machine.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pandas as pd
import papermill

import nkru
from nkru.report.chapter import Chapter
from nkru.report.kernels import OwnKernelManager
from nkru.report.runs import run_report

ROOT = Path(__file__).parents[2]
CELL = "import matplotlib.figure\nimport nkru, pandas, numpy, scipy.stats, sklearn.decomposition, networkx, simplemma"
FIGURE = """import io
for number in range({number}):
    figure = matplotlib.figure.Figure(figsize=(8, 5))
    figure.add_subplot()
    figure.savefig(io.BytesIO(), format="svg")
    figure.savefig(io.BytesIO(), format="png", dpi=144)"""


def seconds(work, *arguments, **options) -> float:
    """Return how long `work` takes."""
    started = time.perf_counter()
    work(*arguments, **options)
    return time.perf_counter() - started


def blank(figures: int):
    """Return a notebook with the same imports and as many blank figures."""
    cells = [nbformat.v4.new_code_cell(source) for source in (CELL, FIGURE.format(number=figures))]
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "P"}})


def run_blank(figures: list[int]) -> None:
    """Run blank notebooks through papermill, two at a time in this process."""
    options = {"progress_bar": False, "kernel_manager_class": OwnKernelManager}
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda number: papermill.execute_notebook(blank(number), None, **options), figures))


def command(*arguments: str) -> float:
    """Return how long the command line takes."""
    return seconds(subprocess.run, [sys.executable, "-m", "nkru.report.cli", *arguments], cwd=ROOT, capture_output=True)


def report_against_blank(corpus: Path, folder: Path) -> None:
    """Print the time of a report, and that of blank notebooks in the same process and threads."""
    run_blank([0])
    whole = seconds(run_report, corpus, folder / "report")
    figures = [len(list((folder / "report/figures").glob(f"{name}_*.svg"))) for name in nkru_notebooks()]
    bare = seconds(run_blank, figures)
    print(
        f"report on {corpus.name}: {whole:.1f} s; blank notebooks: {bare:.1f} s; ratio {whole / bare:.2f} (at most 1.5)"
    )
    print(f"unchanged: {command('report', str(corpus), '--out', str(folder / 'report')):.2f} s (under 1)")
    print(f"nkru --help: {command('--help'):.2f} s (under 0.4)")


def nkru_notebooks() -> list[str]:
    """Return the names of the notebooks."""
    return sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))


def pages_at_size(folder: Path, articles: int = 5000) -> None:
    """Print the size of the largest pages with many articles' results and many sentences behind one row."""
    corpus = nkru.read_corpus(ROOT / "seeds")
    chapter = Chapter("size", corpus, str(folder / "size"))
    table = pd.DataFrame({"doc_id": [f"article-{n}.txt" for n in range(articles)], "count": range(articles)})
    page = len(chapter.table("articles", table, "Articles")._repr_html_().encode())
    hits = pd.concat([corpus.sentences.assign(entry="all")] * 20)
    seconds_of_evidence = seconds(
        chapter.table, "evidence", pd.DataFrame({"entry": ["all"]}), "All", evidence=hits, on=["entry"]
    )
    largest = max(path.stat().st_size for path in (folder / "size/evidence").rglob("*.html"))
    print(f"table of {articles:,} articles: {page / 1000:.0f} kB of page (under 2,000)")
    print(
        f"evidence of {len(hits):,} passages: largest page {largest / 1000:.0f} kB (under 1,000), "
        f"{seconds_of_evidence:.1f} s"
    )


def main() -> None:
    """Print all."""
    corpus = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "seeds"
    with tempfile.TemporaryDirectory() as folder:
        report_against_blank(corpus.resolve(), Path(folder))
        pages_at_size(Path(folder))


if __name__ == "__main__":
    main()
