"""Notebooks: parameters put in before a run, and what would differ between two runs taken out after it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat

from nkru.report.parameters import Value, as_code

_INJECTED = "parameters-of-this-run"
_ADDRESS = re.compile(r" at 0x[0-9a-f]+")
_CELL_FILE = re.compile(r"/\S*/ipykernel_\d+/\d+\.py")


def read_notebook(path: Path, values: Mapping[str, Value]) -> Any:
    """Return the notebook with a cell of `values` after its cell of parameters.

    The cell is ours and not papermill's, which writes accents as escapes and has no fixed id.
    """
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    cell = nbformat.v4.new_code_cell(as_code(values), id=_INJECTED)  # type: ignore[no-untyped-call]
    cell.metadata["tags"] = ["injected-parameters"]
    tagged = [
        n
        for n, found in enumerate(notebook.cells)
        if "parameters" in found.metadata.get("tags", [])
    ]
    notebook.cells.insert(tagged[0] + 1, cell)
    return notebook


def write_notebook(notebook: Any, path: Path) -> None:
    """Write an executed notebook without times, paths and addresses."""
    notebook.metadata.pop("papermill", None)
    for cell in notebook.cells:
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", []):
            _scrub(output)
    text = nbformat.writes(notebook)  # type: ignore[no-untyped-call]
    path.write_text(text + "\n", encoding="utf-8")


def _scrub(output: Any) -> None:
    if "text" in output:
        output["text"] = _scrubbed(output["text"])
    for kind, content in output.get("data", {}).items():
        if kind.startswith("text/") and isinstance(content, str):
            output["data"][kind] = _scrubbed(content)


def _scrubbed(text: str) -> str:
    return _CELL_FILE.sub("<cell>", _ADDRESS.sub("", text))
