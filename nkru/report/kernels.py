"""Kernels: notebooks run by papermill on the interpreter of this process, each with its own environment."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import ensure_event_loop
from nbclient.exceptions import DeadKernelError
from traitlets import Dict
from traitlets.config import Config

from nkru import errors
from nkru.errors import NkruError, RunError

# What would otherwise let two runs on the same input differ, or write into the reader's home.
_FIXED = {
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
    "COLUMNS": "100",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}


class OwnKernelManager(AsyncKernelManager):
    """A kernel manager that starts `sys.executable`, whatever kernels are installed elsewhere."""

    environment = Dict().tag(config=True)

    @property
    def kernel_spec(self) -> KernelSpec:
        """Return the specification of this interpreter's own kernel."""
        # Its log would only tell cron of things that are no failure: an interrupt at the end, a transport.
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
    private: Path,
    handed: Mapping[str, str],
    on_cell: Callable[[], None],
) -> Any:
    """Run a notebook whose tables, figures and evidence go into `folder`, and return it executed.

    Args:
        notebook: the notebook with its parameters injected.
        name: what messages call it.
        folder: where the notebook writes; it is left there too when it fails.
        root: working folder of the kernel.
        private: a temporary folder for the settings of IPython and matplotlib.
        handed: further variables of the environment.
        on_cell: called after each cell.

    Raises:
        RunError: a cell failed, left the notebook, or its kernel died. An error that nkru raised on purpose
            keeps its class and sentence.
    """
    import papermill
    from papermill.exceptions import PapermillExecutionError

    environment = _environment(folder, private, handed)
    try:
        executed = papermill.execute_notebook(
            notebook,
            str(folder / f"{name}.ipynb"),
            request_save_on_cell_execute=False,
            progress_bar=False,
            kernel_manager_class=OwnKernelManager,
            config=Config({"OwnKernelManager": {"environment": environment, "transport_encryption": "auto"}}),
            resources={"metadata": {"path": str(root)}},
            on_cell_complete=lambda cell, cell_index: on_cell(),
            record_timing=False,
        )
    except PapermillExecutionError as error:
        raise _failure(name, error.exec_count, error.source, error.ename, error.evalue) from error
    except DeadKernelError as error:
        raise RunError(f"notebook {name}: its kernel died: free some memory and run again") from error
    finally:
        ensure_event_loop().close()
    _check(executed, name)
    return executed


def _environment(folder: Path, private: Path, handed: Mapping[str, str]) -> dict[str, str]:
    settings = {"IPYTHONDIR": str(private / "ipython"), "MPLCONFIGDIR": str(private / "matplotlib")}
    return {**_FIXED, **handed, **settings, "NKRU_STAGING": str(folder)}


def _check(notebook: Any, name: str) -> None:
    """Hold a notebook to what success means: every code cell ran to its end, and none has an error."""
    for cell in notebook.cells:
        if cell.cell_type != "code" or not cell.source.strip():
            continue
        failed = next((output for output in cell.outputs if output.output_type == "error"), None)
        if failed:
            raise _failure(name, cell.execution_count, cell.source, failed.ename, failed.evalue)
        if cell.execution_count is None or cell.metadata.papermill.get("status") != "completed":
            raise RunError(f"notebook {name}: the cell «{_first_line(cell.source)}» did not run to its end")


def _failure(name: str, count: int | None, source: str, ename: str, evalue: str) -> NkruError:
    known = getattr(errors, ename, None)
    if isinstance(known, type) and issubclass(known, NkruError):
        return known(evalue)
    where = f"notebook {name}, cell [{count}] «{_first_line(source)}»"
    return RunError(f"{where}: {ename}: {evalue.splitlines()[0] if evalue else 'no message'}")


def _first_line(source: str) -> str:
    lines = [line.strip() for line in source.splitlines() if line.strip() and not line.startswith("#")]
    return lines[0][:80] if lines else ""
