"""`tthc report --scheduled`: the same command line without it makes each report, in a process of its own."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import typer

from tthc.cli.options import parse_rules
from tthc.model.settings import current_day, find_root

if TYPE_CHECKING:
    from tthc.model.settings import Run

_OURS = {"scheduled", "since", "mail", "period"}


def run_scheduled(context: typer.Context, describe: Callable[[str], Run]) -> int:
    """The exit code of the unattended run that the command line asks for."""
    from tthc.schedule.unattended import Job, run_unattended

    asked = context.params
    job = Job(
        root=find_root(), period=asked["period"], since=asked["since"], by=asked.get("by"), today=current_day(),
        describe=describe,
        command=lambda period: [sys.executable, "-m", "tthc", *command_line(context, period)],
        rules=parse_rules(asked["rules"] or ()), out=asked["out"], mail=asked["mail"],
        say=typer.echo, complain=lambda text: typer.echo(text, err=True),
    )  # fmt: skip
    return run_unattended(job)


def command_line(context: typer.Context, period: str) -> list[str]:
    """The command and its options as they were typed, for one period and attended."""
    typed = [context.info_name or "report", "--period", period]
    for parameter in context.command.params:
        value = context.params.get(parameter.name)
        if parameter.name in _OURS or value is None or value is False:
            continue
        for one in value if isinstance(value, list | tuple) else [value]:
            typed += [parameter.opts[0]] if one is True else [parameter.opts[0], str(one)]
    return typed
