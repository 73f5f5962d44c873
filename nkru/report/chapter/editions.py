"""Editions: a chapter in several languages from one run of its notebook.

A run names the folder of each further language in a variable, NKRU_STAGING_FR or NKRU_STAGING_EN.
The output of a cell keeps the further languages in its metadata; `edition` takes one out.
"""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nkru.language import NAMES, using

_KEY = "nkru_editions"


def staging_variable(language: str) -> str:
    """Return the variable that names the folder of a further language."""
    return f"NKRU_STAGING_{language.upper()}"


def further_folders() -> dict[str, Path]:
    """Return the folders of the further languages that a run wants of this chapter."""
    folders = {language: os.environ.get(staging_variable(language)) for language in NAMES}
    return {language: Path(folder) for language, folder in folders.items() if folder}


@dataclass(frozen=True)
class Editions:
    """A table, figure or sentence in each language; the first is shown."""

    made: Mapping[str, Any]

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        (data, about), *others = (_display(*edition) for edition in self.made.items())
        further = dict(zip(list(self.made)[1:], others, strict=True))
        return data, about | {_KEY: further}


def _display(language: str, shown: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what IPython shows of an object in a language: data and metadata by media type."""
    from IPython.core.formatters import format_display_data

    with using(language):
        data, about = format_display_data(shown)  # type: ignore[no-untyped-call]
    return data, about


def edition(notebook: Any, language: str) -> Any:
    """Return an executed notebook as it is in a language."""
    notebook = deepcopy(notebook)
    for output in outputs_of(notebook):
        further = output.get("metadata", {}).pop(_KEY, {})
        if language in further:
            output["data"], output["metadata"] = further[language]
    return notebook


def has_editions(notebook: Any) -> bool:
    """Say whether all that a notebook shows was made by its `Chapter`, in each language.

    A notebook that prints, or that uses `lang` for more than its chapter, has to run once for each
    language.
    """
    made = all(_KEY in output.get("metadata", {}) for output in outputs_of(notebook))
    sources = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    return made and not any(map(_uses_language, sources))


def outputs_of(notebook: Any) -> Iterator[Any]:
    """Return the outputs of the cells of an executed notebook."""
    return (output for cell in notebook.cells for output in cell.get("outputs", []))


def _uses_language(source: str) -> bool:
    """Say whether code reads `lang` for anything but the argument of `Chapter`."""
    nodes = list(ast.walk(ast.parse(source)))
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    given = [word.value for call in calls if _makes_chapter(call) for word in call.keywords]
    names = [node for node in nodes if isinstance(node, ast.Name) and node.id == "lang"]
    return any(isinstance(name.ctx, ast.Load) and name not in given for name in names)


def _makes_chapter(call: ast.Call) -> bool:
    return ast.unparse(call.func).split(".")[-1] == "Chapter"
