"""What a long command says while it works, on standard error: a bar on a terminal, plain lines in a log."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer

Progress = Callable[[int, int, str], None]


@contextmanager
def shown() -> Iterator[Progress]:
    """A function to call with the steps done, the steps in all, and what is being done now."""
    if not sys.stderr.isatty():
        yield lambda done, total, message: typer.echo(f"[{done}/{total}] {message}", err=True)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}", markup=False))
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Đang chuẩn bị", total=None)
        yield lambda done, total, message: bar.update(task, completed=done, total=total, description=message)
