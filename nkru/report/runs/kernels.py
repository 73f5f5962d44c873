"""Kernels: notebooks run by papermill on the interpreter of this process, each with its own environment."""

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

from nkru import errors
from nkru.errors import NkruError, RunError
from nkru.report.runs.parameters import Value, as_code


class OwnKernelManager(AsyncKernelManager):
    """A kernel manager that starts `sys.executable`, whatever kernels are installed elsewhere."""

    environment = Dict().tag(config=True)

    @property
    def kernel_spec(self) -> KernelSpec:
        """Return the specification of this interpreter's own kernel."""
        # Its log would only tell cron of things that are no failure: an interrupt at the end, a
        # transport.
        quiet = "--IPKernelApp.log_level=50"
        argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}", quiet]
        about = {"supported_encryption": ["curve"]}
        return KernelSpec(argv=argv, env=dict(self.environment), language="python", metadata=about)


def execute(
    notebook: Any,
    name: str,
    *,
    folder: Path,
    root: Path,
    environment: Mapping[str, str],
    on_cell: Callable[[], None],
) -> Any:
    """Run a notebook whose tables, figures and evidence go into `folder`, and return it executed.

    Args:
        notebook: the notebook with its parameters injected.
        name: what messages call it.
        folder: where the notebook writes; it is left there too when it fails.
        root: working folder of the kernel.
        environment: variables of its environment.
        on_cell: called after each cell.

    Raises:
        RunError: a cell failed, left the notebook, or its kernel died. An error that nkru raised on
            purpose keeps its class and sentence.
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
        ensure_event_loop().close()
    _check(executed, name)
    return executed


def _by_papermill(
    notebook: Any, path: Path, root: Path, variables: Mapping[str, str], on_cell: Callable[[], None]
) -> Any:
    import papermill

    return papermill.execute_notebook(
        notebook,
        str(path),
        request_save_on_cell_execute=False,
        progress_bar=False,
        kernel_manager_class=OwnKernelManager,
        config=Config(
            {"OwnKernelManager": {"environment": variables, "transport_encryption": "auto"}}
        ),
        resources={"metadata": {"path": str(root)}},
        on_cell_complete=lambda cell, cell_index: on_cell(),
        record_timing=False,
    )


def _check(notebook: Any, name: str) -> None:
    """Hold a notebook to what success means: every code cell ran to its end, and none has an error."""
    for cell in notebook.cells:
        if cell.cell_type != "code" or not cell.source.strip():
            continue
        failed = next((output for output in cell.outputs if output.output_type == "error"), None)
        if failed:
            raise _failure(name, cell.execution_count, cell.source, failed.ename, failed.evalue)
        if cell.execution_count is None or cell.metadata.papermill.get("status") != "completed":
            raise RunError(
                f"notebook {name}: the cell «{_first_line(cell.source)}» did not run to its end"
            )


def _failure(name: str, count: int | None, source: str, ename: str, evalue: str) -> NkruError:
    known = getattr(errors, ename, None)
    if isinstance(known, type) and issubclass(known, NkruError):
        return known(evalue)
    where = f"notebook {name}, cell [{count}] «{_first_line(source)}»"
    return RunError(f"{where}: {ename}: {evalue.splitlines()[0] if evalue else 'no message'}")


def _first_line(source: str) -> str:
    lines = [
        line.strip() for line in source.splitlines() if line.strip() and not line.startswith("#")
    ]
    return lines[0][:80] if lines else ""


_INJECTED = "parameters-of-this-run"
_ADDRESS = re.compile(r" at 0x[0-9a-f]+")
_CELL_FILE = re.compile(r"/\S*/ipykernel_\d+/\d+\.py")


def inject(notebook: Any, values: Mapping[str, Value]) -> Any:
    """Return a copy of the notebook with a cell of `values` after its cell of parameters.

    The cell is ours and not papermill's, which writes accents as escapes and has no fixed id.
    """
    notebook = deepcopy(notebook)
    cell = nbformat.v4.new_code_cell(as_code(values), id=_INJECTED)  # type: ignore[no-untyped-call]
    cell.metadata["tags"] = ["injected-parameters"]
    tags = [cell.metadata.get("tags", []) for cell in notebook.cells]
    tagged = [place for place, names in enumerate(tags) if "parameters" in names]
    notebook.cells.insert(tagged[0] + 1, cell)
    return notebook


def write_notebook(notebook: Any, path: Path, values: Mapping[str, Value]) -> None:
    """Write an executed notebook without times, paths and addresses, its parameters as given."""
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
        output["text"] = _scrubbed(output["text"])
    for kind, content in output.get("data", {}).items():
        if kind.startswith("text/") and isinstance(content, str):
            output["data"][kind] = _scrubbed(content)


def _scrubbed(text: str) -> str:
    return _CELL_FILE.sub("<cell>", _ADDRESS.sub("", text))
