"""From what was typed to an exit code: 0 done, 1 the data stopped it, 2 wrong use, 3 failed. Never a traceback."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import typer

from tthc.cli import failures, usage
from tthc.cli.app import app
from tthc.errors import TthcError

INTERRUPTED = 130  # what the command-line library turns Ctrl+C into


def main(arguments: Sequence[str] | None = None) -> None:
    """The entry point of the command `tthc`; ends the process with the exit code."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")  # a Windows pipe would refuse Vietnamese letters otherwise
    sys.exit(run(sys.argv[1:] if arguments is None else list(arguments)))


def run(arguments: list[str]) -> int:
    """Carry out one command line; the exit code. What went wrong stands on standard error as one sentence."""
    try:
        code = int(app(arguments, prog_name="tthc", standalone_mode=False) or 0)
        return code if code != INTERRUPTED else _interrupted()
    except typer.TyperException as error:
        typer.echo(usage.sentence(error), err=True)
        return 2
    except TthcError as error:
        typer.echo(str(error), err=True)
        return error.exit_code
    except BrokenPipeError:
        return failures.reader_left()
    except typer.Abort:
        return _interrupted()
    except Exception as error:  # the last door: whatever it was becomes one sentence and a log file
        typer.echo(failures.sentence(error, arguments), err=True)
        return 3


def _interrupted() -> int:
    typer.echo("Đã dừng theo yêu cầu; báo cáo trước đó vẫn giữ nguyên.", err=True)
    return 3
