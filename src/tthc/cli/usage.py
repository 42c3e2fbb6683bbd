"""What the command-line library calls a usage error, as one Vietnamese sentence with the nearest right word."""

from __future__ import annotations

import re
from typing import Any

import typer

from tthc.model.nearest import suggestion


def sentence(error: typer.TyperException) -> str:
    """What was found, what is allowed, what to do; the library's own words only for what it does not tell apart."""
    context = getattr(error, "ctx", None)
    named: Any = error  # what an error names depends on its kind
    path = context.command_path if context else "tthc"
    match type(error).__name__:
        case "NoArgsIsHelpError":
            return error.format_message()
        case "NoSuchOption":
            found = (
                f"Lệnh {path} không có tùy chọn {named.option_name}{suggestion(named.option_name, _options(context))}"
            )
        case "BadOptionUsage":
            found = f"Tùy chọn {named.option_name} cần đúng một giá trị đi sau"
        case "MissingParameter":
            found = f"Lệnh {path} còn thiếu {_name(named.param)}"
        case "BadParameter":
            found = f"{_name(named.param).capitalize()} cần một số nguyên"
        case _:
            found = _plain(error.format_message(), path, context)
    return f"{found}; hãy xem: {path} --help"


def _plain(message: str, path: str, context) -> str:
    if found := re.search(r"No such command '(.*?)'", message):
        commands = context.command.commands
        return f"Không có lệnh “{found[1]}”{suggestion(found[1], commands)}; các lệnh: {', '.join(commands)}"
    if found := re.search(r"unexpected extra argument\S* \((.*)\)", message):
        return f"Thừa “{found[1]}” trên dòng lệnh {path}"
    if "Missing command" in message:
        return f"Chưa nêu lệnh; các lệnh: {', '.join(context.command.commands)}"
    return f"Dòng lệnh {path} chưa đúng ({message})"


def _options(context) -> list[str]:
    return [name for parameter in context.command.params for name in parameter.opts if name.startswith("--")]


def _name(parameter) -> str:
    if parameter.param_type_name == "argument":
        return parameter.metavar or parameter.name
    return f"tùy chọn {parameter.opts[0]}"
