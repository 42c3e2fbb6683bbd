"""From what was typed to an exit code: 0 done, 1 the data stopped it, 2 wrong use, 3 failed. Never a traceback."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import typer

from tthc.cli import failures, usage
from tthc.cli.app import app
from tthc.model.errors import TthcError
from tthc.model.settings import process_environment
from tthc.schedule.protocol import WATCHED, end_with_the_watcher, tell

INTERRUPTED = 130  # what the command-line library turns Ctrl+C into


def main(arguments: Sequence[str] | None = None) -> None:
    """The entry point of the command `tthc`; ends the process with the exit code."""
    for stream in (sys.stdout, sys.stderr):
        # A Windows pipe would refuse Vietnamese letters otherwise.
        stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.exit(run(sys.argv[1:] if arguments is None else list(arguments)))


def run(arguments: list[str]) -> int:
    """Carry out one command line; the exit code. What went wrong stands on standard error as one sentence."""
    if WATCHED not in process_environment():
        return _carried_out(arguments)[0]
    end_with_the_watcher()
    code, error = _carried_out(arguments)
    typer.echo(tell(code, error))
    return code


def _carried_out(arguments: list[str]) -> tuple[int, TthcError | None]:
    try:
        code = int(app(arguments, prog_name="tthc", standalone_mode=False) or 0)
        return code if code != INTERRUPTED else _interrupted(), None
    except typer.TyperException as error:
        typer.echo(usage.sentence(error), err=True)
        return 2, None
    except TthcError as error:
        typer.echo(str(error), err=True)
        return error.exit_code, error
    except BrokenPipeError:
        return failures.reader_left(), None
    except typer.Abort:
        return _interrupted(), None
    except Exception as error:  # the last door: whatever it was becomes one sentence and a log file
        typer.echo(failures.sentence(error, arguments), err=True)
        return 3, None


def _interrupted() -> int:
    typer.echo("Đã dừng theo yêu cầu; báo cáo trước đó vẫn giữ nguyên.", err=True)
    return 3
