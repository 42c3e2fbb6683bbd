"""The pages of commands and of settings, from what the program itself says of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer

from tthc.cli.app import EPILOG, app
from tthc.model.settings import RULES

_HEAD = "Trang này do `make docs` lập từ chính chương trình; bộ kiểm tra báo khi trang cũ.\n"


def commands_page() -> str:
    """Every command with its arguments and options, as `--help` tells them."""
    group = typer.main.get_command(app)
    parts = [f"# Lệnh\n\n{_HEAD}\n{EPILOG}\n"]
    parts += [_command(name, command) for name, command in _all("tthc", group)]
    return "\n".join(parts)


def _all(path: str, group: Any) -> Iterator[tuple[str, Any]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _all(f"{path} {name}", command)
        else:
            yield f"{path} {name}", command


def _command(path: str, command: Any) -> str:
    rows = [_parameter(one) for one in command.params if one.name != "help"]
    text = "\n".join(line.strip() for line in (command.help or "").strip().splitlines())
    table = "| | |\n|---|---|\n" + "\n".join(rows) + "\n" if rows else ""
    return f"## {path}\n\n{text}\n\n{table}"


def _parameter(one: Any) -> str:
    names = ", ".join(f"`{name}`" for name in one.opts) if one.param_type_name == "option" else f"`{one.metavar}`"
    value = f" `{one.metavar}`" if one.param_type_name == "option" and one.metavar else ""
    return f"| {names}{value.replace('|', '/')} | {(one.help or '').replace('|', '/')} |"


def settings_page() -> str:
    """Every rule that an office may set: its values, the default first."""
    rows = [f"| `{rule.name}` | {rule.label} | {_values(rule)} |" for rule in RULES]
    head = (
        f"# Quy tắc tính\n\n{_HEAD}\nĐặt cho một lần chạy bằng `--set TÊN=GIÁ_TRỊ`, cho mọi lần chạy trong mục "
        "`[rules]` của `tthc.toml`. Báo cáo in giá trị đã dùng. Vì sao chọn giá trị mặc định: "
        "[giả định](assumptions.md).\n"
    )
    return "\n".join([head, "| quy tắc | ý nghĩa | giá trị, mặc định đứng đầu |", "|---|---|---|", *rows, ""])


def _values(rule: Any) -> str:
    if isinstance(rule.allowed, str):
        return f"`{rule.default}`; số nguyên" if rule.allowed == "int" else f"`{rule.default}`"
    return ", ".join(f"`{one}`" for one in sorted(rule.allowed, key=lambda one: one != rule.default))
