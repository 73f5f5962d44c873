"""Kernels: papermill runs a notebook on the interpreter of this process."""

from __future__ import annotations

import os
import re
import signal
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from jupyter_core.utils import ensure_event_loop
from nbclient.exceptions import DeadKernelError
from traitlets import Dict
from traitlets.config import Config
from zmq import ZMQError

import nkru
from nkru import errors
from nkru.errors import NkruError, NotebookError, RunError
from nkru.language import gettext
from nkru.report.chapter.editions import staging_variable

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


class Kernels:
    """The kernels of a run, which can be stopped together."""

    def __init__(self) -> None:
        self._started: list[OwnKernelManager] = []
        self._stopped = False

    def managers(self) -> type[OwnKernelManager]:
        """Return the class of managers of the kernels that `stop` ends."""
        kernels = self

        class Manager(OwnKernelManager):
            @property
            def kernel_spec(self) -> KernelSpec:
                """Return the specification of a kernel, unless no kernel is to start any more."""
                if kernels._stopped:
                    raise RuntimeError("the run was stopped")
                kernels._started.append(self)
                return super().kernel_spec

        return Manager

    def stop(self) -> None:
        """Kill the kernels and the processes that they started; no other kernel will start."""
        self._stopped = True
        for manager in self._started:
            kernel = manager.provisioner
            if isinstance(kernel, LocalProvisioner) and kernel.has_process and kernel.pid:
                with suppress(ProcessLookupError):
                    _kill(kernel.pid)


def _kill(kernel: int) -> None:
    """Kill a kernel and its processes: it leads a group of its own, where there are groups."""
    if hasattr(os, "killpg"):
        os.killpg(kernel, signal.SIGKILL)
    else:
        os.kill(kernel, signal.SIGTERM)


def execute(
    notebook: Any,
    name: str,
    *,
    folder: Path,
    root: Path,
    environment: Mapping[str, str],
    kernels: Kernels,
    on_cell: Callable[[], None],
    further: Mapping[str, Path] = MappingProxyType({}),
) -> Any:
    """Run a notebook that writes into `folder`, and return it executed.

    Args:
        notebook: the notebook with its parameters injected.
        name: its name in messages.
        folder: the folder for its tables, figures and evidence; after an error also the place of
            the notebook as far as it ran.
        root: the working folder of the kernel.
        environment: variables added to the environment of the kernel; JUPYTER_RUNTIME_DIR is the
            folder for the file by which this process finds it.
        kernels: the kernels of the run.
        on_cell: called after each cell.
        further: the folders of its chapter in further languages (see `nkru.report.chapter`).

    Raises:
        NotebookError: a cell imports a module or name that is not there.
        NkruError: a cell raised this error of nkru.
        RunError: a cell raised another error or ended the kernel, or the kernel died.
    """
    from papermill.exceptions import PapermillExecutionError

    path, variables = folder / f"{name}.ipynb", {**environment, "NKRU_STAGING": str(folder)}
    variables |= {staging_variable(language): str(own) for language, own in further.items()}
    try:
        executed = _started(
            lambda: _by_papermill(notebook, path, root, variables, kernels, on_cell)
        )
    except PapermillExecutionError as error:
        raise _failure(name, error.exec_count, error.source, error.ename, error.evalue) from error
    except DeadKernelError as error:
        raise RunError(
            "notebook {name}: its kernel died: free some memory and run again", name=name
        ) from error
    except (RuntimeError, ZMQError) as error:
        raise RunError(
            "notebook {name}: its kernel did not start ({error}): free some "
            "memory, close some programs, and run again",
            name=name,
            error=str(error),
        ) from error
    finally:
        # The thread's event loop holds open files until it is closed.
        ensure_event_loop().close()
    _check(executed, name)
    return executed


def _started(run: Callable[[], Any]) -> Any:
    """Run a notebook, and once more if its kernel did not start.

    Between the choice of a port and its use another program may take it.
    """
    try:
        return run()
    except DeadKernelError:
        raise
    except (RuntimeError, ZMQError):
        return run()


def _by_papermill(
    notebook: Any,
    path: Path,
    root: Path,
    variables: Mapping[str, str],
    kernels: Kernels,
    on_cell: Callable[[], None],
) -> Any:
    import papermill

    # Without a path of its own the file would lie in the folder of temporary files, and a killed
    # run would leave it there.
    connection = Path(variables["JUPYTER_RUNTIME_DIR"], f"{path.stem}.json")
    settings = {
        "environment": variables,
        "transport_encryption": "auto",
        "connection_file": str(connection),
    }
    return papermill.execute_notebook(
        notebook,
        str(path),
        kernel_name="python3",
        language="python",
        request_save_on_cell_execute=False,
        progress_bar=False,
        kernel_manager_class=kernels.managers(),
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
                raise _failure(name, cell.execution_count, cell.source, output.ename, output.evalue)
        if cell.execution_count is None or cell.metadata.papermill.get("status") != "completed":
            raise RunError(
                "notebook {name}: the cell «{cell}» did not run to its end",
                name=name,
                cell=_first_line(cell.source),
            )


def _failure(name: str, count: int | None, source: str, ename: str, evalue: str) -> NkruError:
    """Return the error to raise for an exception of class `ename` in a cell."""
    known = getattr(errors, ename, None)
    if isinstance(known, type) and issubclass(known, NkruError):
        return known(evalue)
    if ename in {"ImportError", "ModuleNotFoundError"} and (missing := _missing(evalue)):
        return NotebookError("notebook {name} imports {missing}", name=name, missing=missing)
    error = ": ".join([ename, *evalue.splitlines()[:1]])
    if ename == "MemoryError":
        error = gettext("there is not enough memory: free some and run again")
    where = {"name": name, "count": count, "cell": _first_line(source)}
    return RunError("notebook {name}, cell [{count}] «{cell}»: {error}", **where, error=error)


def _missing(message: str) -> str | None:
    """Return the missing name in the message of an import error, with the remedy."""
    if match := _NO_NAME.match(message):
        module = match[2]
        name = str(gettext("{name} from {module}", name=match[1], module=module))
    elif match := _NO_MODULE.match(message):
        name = module = match[1]
    else:
        return None
    if module.split(".")[0] != "nkru":
        return gettext("{name}, which cannot be found: install it, or remove the import", name=name)
    return gettext(
        "{name}, which nkru {version} does not have: make notebooks that fit this version with "
        "`nkru new DIR`",
        name=name,
        version=nkru.__version__,
    )


def _first_line(source: str) -> str:
    lines = (line.strip() for line in source.splitlines())
    return next((line[:80] for line in lines if line and not line.startswith("#")), "")
