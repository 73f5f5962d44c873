"""Kernels: papermill runs a notebook on the interpreter of this process.

The cell of parameters that papermill would inject is injected here (`inject`), and an executed
notebook is written without times, paths and addresses (`write_notebook`), so that two runs on the
same input give the same bytes.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import ensure_event_loop
from nbclient.exceptions import DeadKernelError
from traitlets import Dict
from traitlets.config import Config

import nkru
from nkru import errors
from nkru.errors import NkruError, NotebookError, RunError
from nkru.report.runs.parameters import Value, as_code

_INJECTED = "parameters-of-this-run"
_ADDRESS = re.compile(r" at 0x[0-9a-f]+")
_CELL_FILE = re.compile(r"/\S*/ipykernel_\d+/\d+\.py")
# The messages of ImportError and ModuleNotFoundError.
_NO_MODULE = re.compile(r"No module named '([\w.]+)'")
_NO_NAME = re.compile(
    r"cannot import name '(\w+)' from (?:partially initialized module )?'([\w.]+)'"
)


class OwnKernelManager(AsyncKernelManager):
    """A kernel manager that starts `sys.executable`, whatever kernels are installed elsewhere."""

    environment = Dict().tag(config=True)

    @property
    def kernel_spec(self) -> KernelSpec:
        """Return the specification of this interpreter's own kernel."""
        # ipykernel logs harmless events (an interrupt at the end, the kind of transport), which
        # cron would send by mail.
        quiet = "--IPKernelApp.log_level=50"
        argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}", quiet]
        encryption = {"supported_encryption": ["curve"]}
        return KernelSpec(
            argv=argv, env=dict(self.environment), language="python", metadata=encryption
        )


def execute(
    notebook: Any,
    name: str,
    *,
    folder: Path,
    root: Path,
    environment: Mapping[str, str],
    on_cell: Callable[[], None],
) -> Any:
    """Run a notebook that writes into `folder`, and return it executed.

    Args:
        notebook: the notebook with its parameters injected.
        name: its name in messages.
        folder: the folder for its tables, figures and evidence; after an error also the place of
            the notebook as far as it ran.
        root: the working folder of the kernel.
        environment: variables added to the environment of the kernel.
        on_cell: called after each cell.

    Raises:
        NotebookError: a cell imports a module or name that is not there.
        NkruError: a cell raised this error of nkru.
        RunError: a cell raised another error or ended the kernel, or the kernel died.
    """
    from papermill.exceptions import PapermillExecutionError

    variables = {**environment, "NKRU_STAGING": str(folder)}
    try:
        executed = _by_papermill(notebook, folder / f"{name}.ipynb", root, variables, on_cell)
    except PapermillExecutionError as error:
        raise _failure(name, error.exec_count, error.source, error.ename, error.evalue) from error
    except DeadKernelError as error:
        raise RunError(
            f"notebook {name}: its kernel died: free some memory and run again"
        ) from error
    finally:
        # The thread's event loop holds open files until it is closed.
        ensure_event_loop().close()
    _check(executed, name)
    return executed


def _by_papermill(
    notebook: Any, path: Path, root: Path, variables: Mapping[str, str], on_cell: Callable[[], None]
) -> Any:
    import papermill

    settings = {"environment": variables, "transport_encryption": "auto"}
    return papermill.execute_notebook(
        notebook,
        str(path),
        request_save_on_cell_execute=False,
        progress_bar=False,
        kernel_manager_class=OwnKernelManager,
        config=Config({"OwnKernelManager": settings}),
        resources={"metadata": {"path": str(root)}},
        on_cell_complete=lambda cell, cell_index: on_cell(),
        record_timing=False,
    )


def _check(notebook: Any, name: str) -> None:
    """Raise an error unless every code cell ran to its end without an error."""
    for cell in notebook.cells:
        if cell.cell_type != "code" or not cell.source.strip():
            continue
        for output in cell.outputs:
            if output.output_type == "error":
                count, source = cell.execution_count, cell.source
                raise _failure(name, count, source, output.ename, output.evalue)
        if cell.execution_count is None or cell.metadata.papermill.get("status") != "completed":
            raise RunError(
                f"notebook {name}: the cell «{_first_line(cell.source)}» did not run to its end"
            )


def _failure(name: str, count: int | None, source: str, ename: str, evalue: str) -> NkruError:
    """Return the error to raise for an exception of class `ename` in a cell."""
    known = getattr(errors, ename, None)
    if isinstance(known, type) and issubclass(known, NkruError):
        return known(evalue)
    if ename in {"ImportError", "ModuleNotFoundError"} and (missing := _missing(evalue)):
        return NotebookError(f"notebook {name} imports {missing}")
    where = f"notebook {name}, cell [{count}] «{_first_line(source)}»"
    return RunError(f"{where}: {ename}: {evalue.splitlines()[0] if evalue else 'no message'}")


def _missing(message: str) -> str | None:
    """Return the missing name in the message of an import error, with the remedy."""
    if match := _NO_NAME.match(message):
        name, module = f"{match[1]} from {match[2]}", match[2]
    elif match := _NO_MODULE.match(message):
        name = module = match[1]
    else:
        return None
    if module.split(".")[0] != "nkru":
        return f"{name}, which cannot be found: install it, or remove the import"
    remedy = "make notebooks that fit this version with `nkru new DIR`"
    return f"{name}, which nkru {nkru.__version__} does not have: {remedy}"


def _first_line(source: str) -> str:
    lines = (line.strip() for line in source.splitlines())
    return next((line[:80] for line in lines if line and not line.startswith("#")), "")


def inject(notebook: Any, values: Mapping[str, Value]) -> Any:
    """Return a copy of the notebook with a cell of `values` after its cell of parameters.

    papermill's own cell writes accents as escapes and has a random id.
    """
    notebook = deepcopy(notebook)
    cell = nbformat.v4.new_code_cell(as_code(values), id=_INJECTED)  # type: ignore[no-untyped-call]
    cell.metadata["tags"] = ["injected-parameters"]
    tags = [cell.metadata.get("tags", []) for cell in notebook.cells]
    position = next(index for index, names in enumerate(tags) if "parameters" in names)
    notebook.cells.insert(position + 1, cell)
    return notebook


def write_notebook(notebook: Any, path: Path, values: Mapping[str, Value]) -> None:
    """Write an executed notebook without times, paths and addresses.

    Args:
        notebook: the notebook, which is changed.
        path: the file to write.
        values: the parameters that its injected cell shows.
    """
    notebook.metadata.pop("papermill", None)
    for cell in notebook.cells:
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        if cell.id == _INJECTED:
            cell.source = as_code(values)
        for output in cell.get("outputs", []):
            _scrub(output)
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
