"""Help pages with Vietnamese headings: the library writes them in English and has no setting for it."""

from __future__ import annotations

from typer.core import TyperCommand, TyperGroup

_WORDS = {
    "Usage:": "Cách dùng:",
    "[OPTIONS]": "[TÙY CHỌN]…",
    "Options:": "Tùy chọn:",
    "Arguments:": "Đối số:",
    "Commands:": "Các lệnh:",
    "Show this message and exit.": "Hiện trang này.",
    "[required]": "[bắt buộc]",
}


class VietnameseCommand(TyperCommand):
    def get_help(self, ctx) -> str:
        return _translated(super().get_help(ctx))


class VietnameseGroup(TyperGroup):
    def get_help(self, ctx) -> str:
        return _translated(super().get_help(ctx))


def _translated(text: str) -> str:
    for english, vietnamese in _WORDS.items():
        text = text.replace(english, vietnamese)
    return text
