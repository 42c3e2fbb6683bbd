"""Around an unattended run: no second one beside it, and the polite way to end it is heard."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from tthc.model.errors import RunFailed
from tthc.model.private import private_folder


@contextlib.contextmanager
def hold_lock(folder: Path) -> Iterator[None]:
    """Raises RunFailed where another unattended run is going on. A disk that takes no lock file fails later, with its
    own sentence.
    """
    lock = FileLock(folder / ".khoa", timeout=0)
    with contextlib.suppress(OSError):
        private_folder(folder)
    try:
        lock.acquire()
    except Timeout:
        public_message = "Một lần chạy theo lịch khác đang chạy; hãy chờ lần đó xong."
        raise RunFailed(public_message[:1].lower() + public_message[1:], public_message=public_message) from None
    except OSError:
        pass
    try:
        yield
    finally:
        lock.release()


@contextlib.contextmanager
def stoppable() -> Iterator[None]:
    """What systemd and a shutdown send is taken like Ctrl+C, so that the letter is still sent."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
