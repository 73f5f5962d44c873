"""A study folder for tests: small notebooks that need no analysis, and a corpus of one article."""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from nkru.report.runs.runs import run_report

ROOT = Path(__file__).parents[1]

PARAMETERS = """corpus: str = "seeds"
output: str = "outputs/seeds"
public: bool = False
top_n: int = 20  # rows shown
word: str | None = None"""
# The working folder of the kernel is the study. Opening the corpus with nkru would take 1 s.
WRITE = """import os
from pathlib import Path
folder = Path(os.environ["NKRU_STAGING"], "tables")
folder.mkdir(exist_ok=True)
text = Path("seeds/a.txt").read_text(encoding="utf-8")
(folder / f"{name}.csv").write_text(text, encoding="utf-8")
print(top_n, word)"""
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}


def write_notebook(folder: Path, name: str, *cells: str, parameters: str = PARAMETERS) -> None:
    """Write a notebook: a title, its parameters, a heading, and these cells of code."""
    notebook = new_notebook(metadata=KERNEL)
    notebook.cells = [
        new_markdown_cell(f"# The {name}", id="title"),
        new_code_cell(parameters, id="parameters", metadata={"tags": ["parameters"]}),
        new_markdown_cell("## A section", id="section"),
        *(new_code_cell(source, id=f"cell-{index}") for index, source in enumerate(cells)),
    ]
    (folder / "notebooks").mkdir(exist_ok=True)
    nbformat.write(notebook, folder / "notebooks" / f"{name}.ipynb")


def make_study(folder: Path) -> Path:
    """Make a study of two quick notebooks, `corpus` and `actors`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("corpus", "actors"):
        write_notebook(folder, name, f"name = {name!r}", WRITE)
    write_article(folder, "Le traité est signé à Pyongyang.")
    return folder


def write_article(folder: Path, text: str, name: str = "a.txt") -> None:
    """Put one article into the study's corpus."""
    (folder / "seeds").mkdir(exist_ok=True)
    (folder / "seeds" / name).write_text(text, encoding="utf-8")


def nkru(folder: Path, *arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    """Run the command line in `folder`."""
    return subprocess.run(
        command(*arguments), cwd=folder, capture_output=True, text=True, check=False, **options
    )


def command(*arguments: str) -> list[str]:
    """Return the command line on this interpreter."""
    return [sys.executable, "-m", "nkru.report.cli", *arguments]


def bare_environment(**more: str) -> dict[str, str]:
    """Return an environment like that of cron."""
    found = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    return found | more


@cache
def report_on_seeds() -> Path:
    """Publish the report on the example corpus once for all tests, and return its folder."""
    folder = tempfile.mkdtemp(prefix="nkru-report-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with contextlib.chdir(ROOT):
        return run_report("seeds", Path(folder) / "seeds").folder
