"""The only reader of environment variables and of the clock."""

from __future__ import annotations

import os
import time
from collections.abc import MutableMapping
from datetime import date, datetime
from pathlib import Path

import platformdirs

from tthc.model.errors import UsageError

# Chapters run in kernels of their own; this tells each of them whose edition is made, so that none can open another's
# tables.
AUDIENCE_VARIABLE = "TTHC_AUDIENCE"

_KERNEL_FOLDER = "IPYTHONDIR"


def process_environment() -> MutableMapping[str, str]:
    """The environment variables of this process. Nobody else reads them: what a run depends on is to be seen in one
    place.
    """
    return os.environ


def cache_folder() -> Path | None:
    """The user's own cache folder for this package; None where the user has no home to keep one in.

    TTHC_CACHE names another folder; empty, nothing is kept between runs.
    """
    if (own := os.environ.get("TTHC_CACHE")) is not None:
        return Path(own) if own else None
    try:
        return platformdirs.user_cache_path("tthc", appauthor=False)
    except (OSError, RuntimeError, KeyError):
        return None


def current_time() -> datetime:
    """The machine's clock. Nobody else reads it; nothing that is computed depends on it, only when and where it is
    written.
    """
    return datetime.now()


def current_day() -> date:
    """The day of the machine's clock, which `previous-*` periods are counted from."""
    return date.today()


def current_seconds() -> float:
    """Seconds since 1970, as file systems count them."""
    return time.time()


def kernel_environment(audience: str, folder: str) -> dict[str, str]:
    """What binds a report's kernel, and all that it starts, to the report's edition; `folder` is the kernels' own."""
    return {AUDIENCE_VARIABLE: f"{audience}@{folder}", _KERNEL_FOLDER: folder}


def edition_of_kernel() -> str | None:
    """The edition that this process is bound to as a report's kernel; None elsewhere, whatever somebody's shell says.

    Raises UsageError where the binding was meant for another process: rather no table than one of the wrong edition.
    """
    audience, bound, folder = process_environment().get(AUDIENCE_VARIABLE, "").partition("@")
    if bound and folder != process_environment().get(_KERNEL_FOLDER):
        raise UsageError(
            f"Biến môi trường {AUDIENCE_VARIABLE} không do báo cáo đang lập đặt; hãy bỏ biến đó rồi chạy lại."
        )
    return audience if bound else None
