"""Notebooks: read, given the parameters of a run, and written without what differs between runs.

The cell of parameters that papermill would inject is injected here (`inject`), and an executed
notebook is written without times, paths and addresses (`write_notebook`), so that two runs on the
same input give the same bytes.
"""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Iterator, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

from nkru.catalogues import translate
from nkru.errors import ParameterError
from nkru.report.runs.parameters import Value, as_code

_INJECTED = "parameters-of-this-run"
_ADDRESS = re.compile(r" at 0x[0-9a-f]+")
_CELL_FILE = re.compile(r"(?:/[^/\s]{1,255}){1,40}/ipykernel_\d{1,20}/\d{1,20}\.py")


def read_notebook(path: Path) -> Any:
    """Return a notebook.

    Raises:
        ParameterError: the file is not a notebook.
    """
    # nbformat imports jsonschema, which takes 1.6 s to build a grammar of IRIs if it finds this
    # optional module. No field of a notebook is an IRI.
    _import_without("rfc3987_syntax", "jsonschema")
    import nbformat

    try:
        return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    except (ValueError, KeyError, AttributeError, nbformat.ValidationError) as error:
        raise ParameterError(
            "{path} is not a notebook: save it again from Jupyter, or take it out", path=path
        ) from error


def _import_without(optional: str, name: str) -> None:
    """Import the module `name` as if the module `optional` were not installed."""
    modules: dict[str, Any] = sys.modules
    modules.setdefault(optional, None)
    try:
        importlib.import_module(name)
    finally:
        if modules[optional] is None:
            del modules[optional]


def inject(notebook: Any, values: Mapping[str, Value]) -> Any:
    """Return a copy of the notebook with a cell of `values` after its cell of parameters.

    papermill's own cell writes accents as escapes and has a random id.
    """
    import nbformat

    notebook = deepcopy(notebook)
    cell = nbformat.v4.new_code_cell(as_code(values), id=_INJECTED)  # type: ignore[no-untyped-call]
    cell.metadata["tags"] = ["injected-parameters"]
    tags = [cell.metadata.get("tags", []) for cell in notebook.cells]
    position = next(index for index, names in enumerate(tags) if "parameters" in names)
    notebook.cells.insert(position + 1, cell)
    return notebook


def translate_prose(notebook: Any, language: str) -> None:
    """Put the paragraphs of a notebook into a language, as far as the catalogue has them."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            paragraphs = map(_parts, cell.source.split("\n\n"))
            cell.source = "\n\n".join(
                mark + translate(language, (paragraph,)) for mark, paragraph in paragraphs
            )


def prose(notebook: Any) -> Iterator[str]:
    """Yield the paragraphs of a notebook, headings without their mark."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            yield from (_parts(paragraph)[1] for paragraph in cell.source.split("\n\n"))


def _parts(paragraph: str) -> tuple[str, str]:
    text = paragraph.lstrip("#")
    return paragraph[: len(paragraph) - len(text.lstrip())], text.strip()


def write_notebook(notebook: Any, path: Path, values: Mapping[str, Value]) -> None:
    """Write an executed notebook without times, paths and addresses.

    A figure of a chapter stays in it as SVG; its PNG is a file of the report.

    Args:
        notebook: the notebook, which is changed.
        path: the file to write.
        values: the parameters that its injected cell shows.
    """
    import nbformat

    notebook.metadata.pop("papermill", None)
    for cell in notebook.cells:
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        if cell.id == _INJECTED:
            cell.source = as_code(values)
        for output in cell.get("outputs", []):
            _scrub(output)
            if "nkru" in output.get("metadata", {}) and "image/svg+xml" in output["data"]:
                output["data"].pop("image/png", None)
    text = nbformat.writes(notebook)  # type: ignore[no-untyped-call]
    path.write_text(text + "\n", encoding="utf-8")


def _scrub(output: Any) -> None:
    if "text" in output:
        output["text"] = _scrub_text(output["text"])
    for kind, content in output.get("data", {}).items():
        if kind.startswith("text/") and isinstance(content, str):
            output["data"][kind] = _scrub_text(content)


def _scrub_text(text: str) -> str:
    return _CELL_FILE.sub("<cell>", _ADDRESS.sub("", text))
