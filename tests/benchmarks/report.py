"""Print what a report costs: against blank notebooks, in two languages, unchanged, and large.

Run as `python tests/benchmarks/report.py [CORPUS] [--articles 5000]`; times are wall-clock seconds
on this machine.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

import nbformat
import numpy as np
import pandas as pd
from generate import pages

import nkru
from nkru.report.chapter.chapter import Chapter
from nkru.report.runs.editions import run_editions
from nkru.report.runs.kernels import Kernels, execute
from nkru.report.runs.notebooks import inject
from nkru.report.runs.plans import read_notebook
from nkru.report.runs.runs import run_report
from nkru.report.studies import list_notebooks

ROOT = Path(__file__).parents[2]
REPEATS = 3
# The environment that makes two runs equal (nkru.report.runs.execution) costs no time.
ENVIRONMENT = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
LIST_MODULES = "import json, sys\nprint(json.dumps(list(sys.modules)))"
IMPORT_MODULES = """import contextlib, importlib, json
for name in json.loads({modules!r}):
    with contextlib.suppress(Exception):
        importlib.import_module(name)"""


def seconds(work, *arguments, **options) -> float:
    """Return how long `work` takes."""
    started = time.perf_counter()
    work(*arguments, **options)
    return time.perf_counter() - started


def both_seconds(work, *arguments) -> np.ndarray:
    """Return how long `work` takes, by the clock and in processor time, its kernels included."""
    before = sum(os.times()[:4])
    elapsed = seconds(work, *arguments)
    return np.array([elapsed, sum(os.times()[:4]) - before])


def run_notebook(notebook, name: str, folder: Path):
    """Run a notebook in a kernel as a report does."""
    target = folder / name
    target.mkdir(parents=True, exist_ok=True)
    variables = {**ENVIRONMENT, "JUPYTER_RUNTIME_DIR": str(target)}
    own = {"environment": variables, "kernels": Kernels(), "on_cell": lambda: None}
    return execute(notebook, name, folder=target, root=ROOT, **own)


def modules_of(corpus: Path, folder: Path) -> dict[str, str]:
    """Return for each notebook the modules it has loaded at its end, in their order, as JSON."""
    loaded = {}
    for name, path in list_notebooks(ROOT).items():
        notebook = inject(read_notebook(path), {"corpus": str(corpus)})
        notebook.cells.append(nbformat.v4.new_code_cell(LIST_MODULES))
        executed = run_notebook(notebook, name, folder / "modules")
        loaded[name] = executed.cells[-1].outputs[0].text
    return loaded


def blank(modules: str):
    """Return a notebook that imports these modules and does nothing else."""
    cells = [nbformat.v4.new_code_cell(IMPORT_MODULES.format(modules=modules))]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})


def run_blank(modules: dict[str, str], folder: Path) -> None:
    """Run the blank notebooks two at a time in this process, as a report runs its own."""
    with ThreadPoolExecutor(2) as pool:
        runs = [pool.submit(run_notebook, blank(modules[name]), name, folder) for name in modules]
        for run in runs:
            run.result()


def command(*arguments: str) -> float:
    """Return how long the command line takes."""
    return seconds(
        subprocess.run,
        [sys.executable, "-m", "nkru.report.cli", *arguments],
        cwd=ROOT,
        capture_output=True,
    )


def run_both(corpus: Path, out: Path) -> None:
    """Make the report in French and in English by one run of the notebooks."""
    for _ in run_editions(("fr", "en"), corpus, out):
        pass


def report_against_blank(corpus: Path, folder: Path) -> None:
    """Print the time of a report, of blank notebooks with the same imports, of two languages."""
    modules = modules_of(corpus, folder)
    whole, bare, both = [], [], []
    for index in range(REPEATS):
        out = folder / f"report-{index}"
        whole.append(both_seconds(run_report, corpus, out))
        bare.append(both_seconds(run_blank, modules, folder / "blank"))
        both.append(both_seconds(run_both, corpus, folder / f"both-{index}"))
    best = zip(*(np.min(times, axis=0) for times in (whole, bare, both)), strict=True)
    for name, (report, empty, two) in zip(("by the clock", "processor time"), best, strict=True):
        print(
            f"report on {corpus.name}, {name}, best of {REPEATS}: {report:.1f} s; "
            f"blank notebooks: {empty:.1f} s; ratio {report / empty:.2f} (aim: at most 2); "
            f"two languages: {two:.1f} s; ratio {two / report:.2f} (aim: at most 1.4)"
        )
    print(f"processes waiting or running, mean of a minute: {os.getloadavg()[0]:.1f}")
    print(f"unchanged: {command('report', str(corpus), '--out', str(out)):.2f} s (under 1)")
    config = folder / "nights.toml"
    tables = (f'[[report]]\ncorpus = "{corpus}"\nout = "{folder}/report-{n}"\n' for n in range(3))
    config.write_text("".join(tables), encoding="utf-8")
    print(f"three unchanged nights: {command('report', '--config', str(config)):.2f} s (under 2)")
    print(f"nkru --help: {command('--help'):.2f} s (under 0.4)")


def pages_at_size(folder: Path, articles: int = 5000) -> None:
    """Print the size of the largest pages: many articles in a table, many sentences in a row."""
    corpus = nkru.read_corpus(ROOT / "seeds")
    chapter = Chapter("size", corpus, str(folder / "size"))
    table = pd.DataFrame(
        {"doc_id": [f"article-{n}.txt" for n in range(articles)], "count": range(articles)}
    )
    page = len(chapter.table("articles", table, "Articles")._repr_html_().encode())
    hits = pd.concat([corpus.sentences.assign(entry="all")] * 20)
    seconds_of_evidence = seconds(
        chapter.table,
        "evidence",
        pd.DataFrame({"entry": ["all"]}),
        "All",
        evidence=hits,
        on=["entry"],
    )
    largest = max(path.stat().st_size for path in (folder / "size/evidence").rglob("*.html"))
    print(f"table of {articles:,} articles: {page / 1000:.0f} kB of page (under 2,000)")
    print(
        f"evidence of {len(hits):,} passages: largest page {largest / 1000:.0f} kB (under 1,000), "
        f"{seconds_of_evidence:.1f} s"
    )


def report_at_size(folder: Path, articles: int) -> None:
    """Print time and page sizes of a report on so many made-up articles, and of the next one."""
    corpus, out = folder / "corpus", folder / "large"
    corpus.mkdir()
    for number, page in enumerate(islice(pages(1 << 40), articles)):
        (corpus / f"{number:05}.txt").write_text(page, encoding="utf-8")
    first = seconds(run_report, corpus, out)
    (corpus / "new.txt").write_text(page.replace("Partager", "Envoyer"), encoding="utf-8")
    again = seconds(run_report, corpus, out)
    sizes = {
        name: max(path.stat().st_size for path in out.glob(name))
        for name in ("*.html", "evidence/*/*.html")
    }
    whole = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    print(
        f"report on {articles:,} articles: {first:.0f} s; with one more: {again:.0f} s; "
        f"{whole / 1e6:.0f} MB in all (under 300), {whole / 1000 / articles:.0f} kB an article "
        f"(at most 60)"
    )
    print(f"largest page {sizes['*.html'] / 1000:.0f} kB (under 2,000), of evidence ", end="")
    print(f"{sizes['evidence/*/*.html'] / 1000:.0f} kB (under 1,000)")


def main() -> None:
    """Print all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path, nargs="?", default=ROOT / "seeds")
    parser.add_argument(
        "--articles", type=int, default=5000, help="size of the large report; 0 leaves it out"
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        report_against_blank(given.corpus.resolve(), Path(folder))
        pages_at_size(Path(folder))
        if given.articles:
            report_at_size(Path(folder), given.articles)


if __name__ == "__main__":
    main()
