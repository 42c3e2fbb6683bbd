"""A proposal as TOML: what is sure as keys, what a person must look at marked, what was seen beside it as comments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tthc.model.schema import CANONICAL, NOT_IN_SOURCES
from tthc.sources.read.headers import CASE
from tthc.sources.read.profile import EVENTS
from tthc.sources.read.wizard.codes import SeenCodes, allowed
from tthc.sources.read.wizard.seen import SeenSheet
from tthc.sources.read.wizard.tables import Column, ProposedSheet

UNSURE = "CHƯA CHẮC"
_SHOWN = 12  # values told of a code list


def sheet_lines(sheet: ProposedSheet) -> list[str]:
    lines = ["[[sheet]]", f"table = {quoted(sheet.table)}"]
    lines += [f"names = {listed((sheet.seen.grid.sheet,))}"] if sheet.seen.grid.sheet else []
    lines += [f'stamps = "{sheet.stamps}"   # {UNSURE}: {sheet.stamps_note}'] if sheet.stamps else []
    lines += ["[sheet.columns]", *_column_lines(sheet, case=False)]
    if any(name.startswith(CASE) for name in sheet.columns):
        lines += ["[sheet.dossier]", *_column_lines(sheet, case=True)]
    for name, (header, worth, is_sure) in sheet.scaled.items():
        note = "" if is_sure else f"   # {UNSURE}: một đơn vị của cột là bao nhiêu phút làm việc (ngày 480, giờ 60)"
        lines += [f"[sheet.scaled.{name}]", f"{quoted(header)} = {worth:g}{note}"]
    lines += [f"# {UNSURE}: thiếu cột bắt buộc {name} ({_label(sheet, name)}); thêm dòng {name} = [\"…\"] vào [sheet.columns]" for name in sheet.missing]
    lines += [f"# Chưa dùng: {', '.join(sheet.left)}"] if sheet.left else []
    return [*lines, f"# Khóa được dùng: {', '.join(_names(sheet.table))}", ""]


def _column_lines(sheet: ProposedSheet, *, case: bool) -> list[str]:
    return [_column_line(name.removeprefix(CASE), column) for name, column in sheet.columns.items() if name.startswith(CASE) == case]


def _column_line(name: str, column: Column) -> str:
    note = "" if column.is_sure else f"   # {UNSURE}: {column.note}"
    return f"{name} = {listed((column.header,))}{note}"


def _label(sheet: ProposedSheet, name: str) -> str:
    return CANONICAL["steps" if sheet.table == EVENTS else sheet.table][name].label


def _names(table: str) -> list[str]:
    return [name for name in CANONICAL["steps" if table == EVENTS else table].names if name not in NOT_IN_SOURCES]


def left_out_lines(left: Sequence[SeenSheet]) -> list[str]:
    """The sheets that are no table of dossiers."""
    if not left:
        return []
    told = [f"# Không dùng trang “{sheet.grid.sheet or sheet.grid.file}”: không có mã hồ sơ (bảng tổng hợp)." for sheet in left]
    return [*told, ""]


def code_lines(codes: dict[str, SeenCodes]) -> list[str]:
    out = []
    for name, seen in codes.items():
        out += [f"[codes.{name}]", f"# Thấy trong tệp: {_told(seen)}", f"# Mã được dùng: {allowed(name)}"]
        guessed = dict(seen.guessed)
        for code, words in seen.known.items():
            unsure = [word for word in words if word in guessed]
            out.append(f"{quoted(code)} = {listed(words)}" + (f"   # {UNSURE}: {', '.join(f'“{word}”' for word in unsure)}" if unsure else ""))
        out += [f"# {UNSURE}: chưa biết mã của {quoted(word)}; ghi vào một dòng \"mã\" = […]" for word in seen.strange[:20]]
        out.append("")
    return out


def _told(seen: SeenCodes) -> str:
    told = [f"{one_line(word)} ({n})" for word, n in seen.counts.most_common(_SHOWN)]
    return ", ".join(told) + (" …" if len(seen.counts) > _SHOWN else "") or "chưa có giá trị nào"


def one_line(text: str) -> str:
    return " ".join(text.split())


def quoted(text: str) -> str:
    escaped = "".join(letter if letter.isprintable() else " " for letter in text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def listed(texts: Iterable[str]) -> str:
    return "[" + ", ".join(quoted(text) for text in texts) + "]"
