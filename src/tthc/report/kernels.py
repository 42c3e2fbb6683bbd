"""Warm kernels that run chapters side by side, one a core; each starts with an empty namespace for every chapter."""

from __future__ import annotations

import contextlib
import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import papermill
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import run_sync
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, papermill_engines

from tthc.model.settings import INTERNAL, kernel_environment, process_environment
from tthc.model.shipped import OWN_CHAPTERS

# A chapter that takes longer hangs; the largest period that was tried needs a few minutes in all.
CHAPTER_SECONDS = 1800
# How long a kernel may keep silent that has nothing to compute: the libraries give it four seconds, and a busy machine
# takes more.
SILENT_SECONDS = 600
# Modules of the office's own lie beside its chapters; last, so that none stands for one of the packages'.
_WARM_UP = f"import sys; sys.path.append({OWN_CHAPTERS!r}); import tthc.study; from tthc import figures, tables"
_RESET = "get_ipython().reset(new_session=True)"


class KernelSilentError(Exception):
    """A kernel did not answer for SILENT_SECONDS: the machine is too busy, and no limit of the
    settings is the reason.
    """


class _ThisPython(KernelSpecManager):
    """Only the running interpreter, whatever kernels a user has installed."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=argv, display_name="Python 3", language="python", name=kernel_name)


class _WarmKernel(Engine):
    """papermill on a kernel that goes on living: its own engine would leave the connection open."""

    @classmethod
    def execute_managed_notebook(cls, nb_man, kernel_name, *, km, execution_timeout, **_) -> None:
        end = time.monotonic() + execution_timeout
        limits = {
            "timeout_func": lambda _: max(end - time.monotonic(), 0.1),  # the library's own limit is one per cell
            "iopub_timeout": SILENT_SECONDS,
            "startup_timeout": SILENT_SECONDS,
        }
        client = PapermillNotebookClient(nb_man, km=km, kernel_name=kernel_name, **limits)
        try:
            client.execute()
        except CellTimeoutError as error:
            if time.monotonic() >= end - 1:  # waiting may end a moment early
                raise
            raise KernelSilentError from error
        finally:
            if client.kc is not None:
                client.kc.stop_channels()


papermill_engines.register("tthc", _WarmKernel)


class Kernels:
    """`count` kernels, started at once so that they are warm when the study is ready."""

    def __init__(
        self, root: Path, count: int | None = None, *, audience: str = INTERNAL, seconds: float = CHAPTER_SECONDS,
    ) -> None:
        self._root, self._audience, self._seconds = root, audience, seconds
        self._jobs: queue.SimpleQueue[tuple[Future, Callable[[AsyncKernelManager], Any]] | None] = queue.SimpleQueue()
        self._kernels: list[AsyncKernelManager] = []
        self._failed = threading.Event()
        self._scratch = tempfile.TemporaryDirectory(prefix="tthc-kernel-", ignore_cleanup_errors=True)
        count = count or min(os.cpu_count() or 1, 4)
        self._threads = [threading.Thread(target=self._work, daemon=True) for _ in range(count)]

    def __enter__(self) -> Kernels:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, kind, error, trace) -> None:
        if error is not None:
            self._failed.set()
            self._drop_jobs()
            for kernel in self._kernels:
                _kill(kernel)
        for _ in self._threads:
            self._jobs.put(None)
        for thread in self._threads:
            thread.join(timeout=30 if error is None else 2)
        self._scratch.cleanup()

    def execute(
        self, notebook: Path, output: Path, parameters: dict[str, str], environment: dict[str, str] | None = None,
    ) -> Future:
        """Run a notebook on the next free kernel with `environment` added to its own; the future's
        result is `output`.
        """
        future: Future = Future()
        self._jobs.put(
            (future, lambda kernel: _execute(kernel, notebook, output, parameters, environment or {}, self._seconds))
        )
        return future

    def _work(self) -> None:
        kernel: AsyncKernelManager | None = None
        failure: Exception | None = None
        try:
            kernel = self._start()
            _tell(kernel, _WARM_UP)
        except Exception as error:  # every waiting chapter learns of it through its future
            failure = error
        try:
            for future, work in iter(self._jobs.get, None):
                _settle(future, work, kernel, failure)
        finally:
            if kernel is not None:
                with contextlib.suppress(Exception):
                    run_sync(kernel.shutdown_kernel)(now=True)

    def _start(self) -> AsyncKernelManager:
        name = Path(self._scratch.name) / uuid.uuid4().hex[:8]
        # The account of an unattended run may have no home to write into.
        kernel = AsyncKernelManager(
            kernel_name="python3", kernel_spec_manager=_ThisPython(), connection_file=f"{name}.json",
        )
        if os.name == "posix":
            # No port that other people on the machine could listen to.
            kernel.transport, kernel.ip = "ipc", str(name)
        environment = {
            **process_environment(), **kernel_environment(self._audience, self._scratch.name), "MPLBACKEND": "agg",
        }
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        run_sync(kernel.start_kernel)(cwd=str(self._root), env=environment, **quiet)
        self._kernels.append(kernel)
        if self._failed.is_set():
            _kill(kernel)
        return kernel

    def _drop_jobs(self) -> None:
        with contextlib.suppress(queue.Empty):
            while True:
                if (job := self._jobs.get_nowait()) is not None:
                    job[0].cancel()


def _settle(future: Future, work: Callable[[Any], Any], kernel: Any, failure: Exception | None) -> None:
    if failure is not None:
        future.set_exception(failure)
        return
    try:
        future.set_result(work(kernel))
    except Exception as error:
        future.set_exception(error)


def _execute(
    kernel: AsyncKernelManager, notebook: Path, output: Path, parameters: dict[str, str], environment: dict[str, str],
    seconds: float
) -> Path:
    _tell(kernel, f"{_RESET}; import os; os.environ.update({environment!r}); del os")
    papermill.execute_notebook(
        notebook,
        output,
        parameters=parameters,
        engine_name="tthc",
        km=kernel,
        kernel_name="python3",
        language="python",
        progress_bar=False,
        request_save_on_cell_execute=False,
        execution_timeout=seconds,
    )
    return output


def _tell(kernel: AsyncKernelManager, code: str) -> None:
    """Run a line in the kernel and wait for it; what it says is of no interest.

    Raises KernelSilentError where it lives and does not answer, DeadKernelError where it is gone.
    """
    client = kernel.client()
    client.start_channels()
    try:
        run_sync(client.wait_for_ready)(timeout=SILENT_SECONDS)
        run_sync(client.execute_interactive)(
            code, store_history=False, output_hook=lambda _: None, timeout=SILENT_SECONDS,
        )
    except (RuntimeError, TimeoutError) as error:
        raise (KernelSilentError if run_sync(kernel.is_alive)() else DeadKernelError)(str(error)) from error
    finally:
        client.stop_channels()


def _kill(kernel: AsyncKernelManager) -> None:
    """At once and from any thread: what waits for the kernel sees it dead."""
    process = getattr(getattr(kernel, "provisioner", None), "process", None)
    if process is not None:
        with contextlib.suppress(OSError):
            process.kill()
