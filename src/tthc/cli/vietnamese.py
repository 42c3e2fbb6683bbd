"""Help pages in Vietnamese, through the places that the command-line library has for it: its formatter and its help
option.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from typer.core import TyperCommand, TyperGroup

_HEADINGS = {"Options": "Tùy chọn", "Arguments": "Đối số", "Commands": "Các lệnh"}
_EXTRAS = {"[required]": "[bắt buộc]"}  # what the library adds to the text of an option
_HELP = "Hiện trang này."


class VietnameseFormatter(TyperCommand.context_class.formatter_class):  # type: ignore[name-defined]
    """Writes what the library would write, under Vietnamese headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, "Cách dùng: ")

    def write_heading(self, heading: str) -> None:
        super().write_heading(_HEADINGS.get(heading, heading))

    def write_dl(self, rows: Sequence[tuple[str, str]], *widths: int, **named: int) -> None:
        super().write_dl([(name, _translated(text)) for name, text in rows], *widths, **named)


class VietnameseContext(TyperCommand.context_class):  # type: ignore[misc,valid-type]
    formatter_class = VietnameseFormatter


class VietnameseCommand(TyperCommand):
    context_class = VietnameseContext

    def get_help_option(self, ctx: Any) -> Any:
        return _with_help(super().get_help_option(ctx))


class VietnameseGroup(TyperGroup):
    context_class = VietnameseContext

    def get_help_option(self, ctx: Any) -> Any:
        return _with_help(super().get_help_option(ctx))


def _with_help(option: Any) -> Any:
    if option is not None:
        option.help = _HELP
    return option


def _translated(text: str) -> str:
    """The text of an option with what the library adds to its end."""
    for english, vietnamese in _EXTRAS.items():
        text = text.removesuffix(english) + vietnamese if text.endswith(english) else text
    return text
