"""The tutorials run as they are written, by papermill and in JupyterLab, and give these values."""

from __future__ import annotations

import importlib.util
import inspect
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest

import nkru

ROOT = Path(__file__).parents[1]
TUTORIALS = ROOT / "docs/tutorials"
# Patterns of what the cells of each tutorial show, in this order; and the files that it leaves.
DARK = r"Vigie Monde: -0\.\d\d \[-0\.\d\d, -0\.\d\d\]"  # an interval without 0, as the text says
SHOWN: dict[str, tuple[list[str], list[str]]] = {
    "mes-40-articles": (
        ["<Corpus of 40 articles, 0 not read>", "Publié le 4 juillet 2022", "share buttons"]
        + ["« Publié le 4 juillet 2022 à 18h10 »", "Claire Vasseur", "per 1,000 words", "image/png"]
        + ["sécheresse", "saint-aubin", "image/png", DARK, "40 of 40 articles"],
        ["figures/figure-1.svg", "figures/figure-1.png", "figures/figure-1.csv"],
    ),
    "my-40-articles": (["<summary><bdi>Claire Vasseur</bdi>", DARK], ["figures/figure-1.svg"]),
    "two-outlets": (
        ["<Corpus of 27 of 40 articles", r"L'Écho des rives +13 ", r"Vigie Monde +14 "]
        + ["Claire Vasseur", "saint-aubin", "image/png", "13 stories of L'Écho des rives"],
        [],
    ),
    "own-codebook": (
        ["Agence de l.eau", "False", r"Inès Marchal +opponents", r"opponents +1\d +11", "2 actors"]
        + ["<summary><bdi>Irrigators</bdi>", "Defenders of the river", "image/png"],
        ["register.csv", "actors.toml"],
    ),
    "tone-by-hand": (
        ["conflict, failure", "label", "read +-1 +0 +1", "corrected", r"all +mean"],
        ["sheet.csv", "sheet.key.csv"],
    ),
    "every-night": (
        ["11 articles, 11 new, 0 not read", "14 articles, 14 new", r"report 2 \(articles/2021\)"]
        + ["1 of 3 reports failed: number 2", "exit code 2", '"kept": .*corpus', "exit code 0"]
        + ["nothing has changed", "15 articles, 1 new", "every file is as it was published"],
        ["outputs/2022/index.html", "outputs/2023/changes.html"],
    ),
    "dask": (["'articles': 60", "True", "image/png", "'read': 1"], ["store/store.json"]),
    "gallery": (["image/png"] * 22, []),
}


def test_every_tutorial_has_its_values() -> None:
    assert {path.stem for path in TUTORIALS.glob("*.ipynb")} == set(SHOWN)


def outputs_of(path: Path) -> Iterator[str]:
    """Yield each output of a notebook as text."""
    for cell in nbformat.read(path, as_version=4).cells:
        for output in cell.get("outputs", []):
            data: Any = output.get("data", {})
            yield " ".join([*data, str(data.get("text/plain", "")), str(data.get("text/html", ""))])
            yield str(output.get("text", ""))


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", SHOWN)
def test_a_tutorial_gives_the_values_it_tells(name: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "papermill", "--log-level", "ERROR", "--no-progress-bar"]
    command += ["--kernel", "python3", f"{TUTORIALS / name}.ipynb", "done.ipynb"]
    command += ["-p", "number", "60"] if name == "dask" else []
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    shown, files = SHOWN[name]
    outputs = outputs_of(tmp_path / "done.ipynb")
    rest = "\n".join(outputs)
    for pattern in shown:
        found = re.search(pattern, rest)
        assert found, pattern
        rest = rest[found.end() :]
    for file in files:
        assert (tmp_path / file).stat().st_size > 100


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.skipif(importlib.util.find_spec("myst_nb") is None, reason="needs nkru[docs]")
def test_the_site_is_built_without_a_warning(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "docs", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    page = (tmp_path / "tutorials/mes-40-articles.html").read_text(encoding="utf-8")
    assert re.search(DARK, page)
    assert '<script src="http' not in page


def test_help_of_every_public_function_has_an_example() -> None:
    functions = {name: getattr(nkru, name) for name in dir(nkru)}
    without = [
        name
        for name, value in functions.items()
        if inspect.isfunction(value) and ">>>" not in (value.__doc__ or "")
    ]
    assert without == []
