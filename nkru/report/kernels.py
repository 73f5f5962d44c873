"""Kernels: notebooks run by papermill on the interpreter of this process, each with its own environment."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from queue import Empty
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from jupyter_core.utils import ensure_event_loop
from nbclient.exceptions import DeadKernelError
from traitlets import Dict, Integer
from traitlets.config import Config

from nkru import errors
from nkru.errors import NkruError, RunError
from nkru.report.interpreter import Fork


class _ForkedKernel(LocalProvisioner):
    """The process of a kernel that is a fork of the run's interpreter."""

    process: Any
    parent: OwnKernelManager

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        assert self.parent.interpreter is not None
        self.process = Fork(self.parent.interpreter, cmd, kwargs["env"], kwargs["cwd"])
        # It leads a session of its own, as every kernel does.
        self.pid = self.pgid = self.process.pid
        self.cwd = kwargs["cwd"]
        return self.connection_info


class _ClientOfFork(AsyncKernelClient):
    """A client of a kernel that is ready when it is known; any other waits to see that no more is sent, for 0.2 s."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        self.kernel_info()
        try:
            reply = await self.get_shell_msg(timeout=timeout)
            await self.get_iopub_msg(timeout=timeout)
        except Empty as error:
            raise DeadKernelError("no word of the kernel") from error
        self._handle_kernel_info_reply(reply)


class OwnKernelManager(AsyncKernelManager):
    """A kernel manager that starts `sys.executable`, whatever kernels are installed elsewhere."""

    environment = Dict().tag(config=True)
    interpreter = Integer(
        None, allow_none=True, help="Socket of the interpreter to fork, if any."
    ).tag(config=True)

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        if self.interpreter is not None:
            self.client_class = f"{__name__}.{_ClientOfFork.__name__}"
            self.provisioner = _ForkedKernel(
                kernel_id="", kernel_spec=self.kernel_spec, parent=self
            )

    async def _async_finish_shutdown(
        self, waittime: float | None = None, pollinterval: float = 0.1, restart: bool = False
    ) -> None:
        # The next notebook waits for it, and to look at a fork costs nothing.
        pause = pollinterval if self.interpreter is None else pollinterval / 10
        await super()._async_finish_shutdown(waittime, pause, restart)

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
    interpreter: int | None,
    on_cell: Callable[[], None],
) -> Any:
    """Run a notebook whose tables, figures and evidence go into `folder`, and return it executed.

    Args:
        notebook: the notebook with its parameters injected.
        name: what messages call it.
        folder: where the notebook writes; it is left there too when it fails.
        root: working folder of the kernel.
        environment: variables of its environment.
        interpreter: the socket of the interpreter it is a fork of; None starts one.
        on_cell: called after each cell.

    Raises:
        RunError: a cell failed, left the notebook, or its kernel died. An error that nkru raised on
            purpose keeps its class and sentence.
    """
    from papermill.exceptions import PapermillExecutionError

    about = {
        "environment": {**environment, "NKRU_STAGING": str(folder)},
        "interpreter": interpreter,
    }
    try:
        executed = _by_papermill(notebook, folder / f"{name}.ipynb", root, about, on_cell)
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
    notebook: Any, path: Path, root: Path, about: Mapping[str, Any], on_cell: Callable[[], None]
) -> Any:
    import papermill

    return papermill.execute_notebook(
        notebook,
        str(path),
        request_save_on_cell_execute=False,
        progress_bar=False,
        kernel_manager_class=OwnKernelManager,
        config=Config({"OwnKernelManager": {**about, "transport_encryption": "auto"}}),
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
