"""A profile proposed for a file that nobody knows: headers matched, date forms and codes seen, doubts said."""

from __future__ import annotations

import difflib
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from tthc.engine import Engine, connect
from tthc.errors import DataStop
from tthc.read.date_forms import forms_seen
from tthc.read.faults import Faults
from tthc.read.grids import Grid
from tthc.read.headers import CASE, Match, aliases, matches, required
from tthc.read.names import plain
from tthc.read.profile import Layout, Profile, load_profile, profile_files
from tthc.read.sources import grids
from tthc.schema import CANONICAL
from tthc.settings import find_root

SAMPLE = 2_000  # rows looked at
CLOSE = 0.75  # a header this like a known one is proposed, with a doubt


@dataclass(frozen=True)
class ProposedProfile:
    """`text` is a TOML file that can be used as it is; `doubts` are what a person must look at, also in its comments."""

    text: str
    doubts: tuple[str, ...]


@dataclass(frozen=True)
class _Sheet:
    grid: Grid
    match: Match
    guessed: dict[str, str]  # header → column, only alike
    rows: pd.DataFrame


def propose_profile(path: Path, folder: Path | None = None) -> ProposedProfile:
    """A profile for the file at `path`, from what the profiles in `folder` (the project's own) know.

    Raises DataStop where the file cannot be read or no sheet of it looks like a table.
    """
    folder = folder or find_root() / "data" / "reference" / "profiles"
    known = [load_profile(name, folder) for name in profile_files(folder)]
    faults, engine = Faults(), connect()
    try:
        with tempfile.TemporaryDirectory(prefix="tthc-doc-") as scratch:
            every = grids(path, replace(known[0], midnight_is_date=True), Path(scratch), engine, faults, "propose")
            sheets = [sheet for grid in every if (sheet := _understand(grid, known, engine))]
    finally:
        engine.close()
    if not sheets:
        reason = faults.rows[0]["message"] if faults.rows else "Không sheet nào có tiêu đề giống một bảng đã biết."
        raise DataStop(f"{path.name}: {reason} Hãy ghi profile bằng tay theo mẫu data/reference/profiles/cong_tinh.toml.")
    return _proposed(path, sheets, known)


def _understand(grid: Grid, known: list[Profile], engine: Engine) -> _Sheet | None:
    found = [one for profile in known for one in matches(grid, profile)]
    best = max(found, key=lambda one: (not one.missing, len(one.columns)), default=None) or _alike(grid, known)
    if best is None:
        return None
    guessed = _guesses(best, known)
    body = grid.body(best.header_row, (), range(grid.width))
    rows = engine.fetch(body.select(*(f"c{n}" for n in range(grid.width))).limit(SAMPLE))
    return _Sheet(grid, best, guessed, rows)


def _alike(grid: Grid, known: list[Profile]) -> Match | None:
    """Where no header is known, the table whose headers the first full row is most like."""
    header = next(((n, row) for n, row in enumerate(grid.top, 1) if sum(bool(text) for text in row) >= 3), None)
    if header is None:
        return None
    number, texts = header
    blank = [Match(layout, number, {}, {}, required(layout), (), tuple(text for text in texts if text)) for profile in known for layout in profile.layouts]
    best = max(blank, key=lambda one: len(_guesses(one, known)))
    return best if len(_guesses(best, known)) >= 2 else None


def _guesses(found: Match, known: list[Profile]) -> dict[str, str]:
    """Header not known → the column whose header it is most like, each column once."""
    words: dict[str, str] = {}
    for profile in known:
        for layout in profile.layouts:
            if layout.table == found.layout.table:
                words.update({word: column for word, (column, _) in aliases(layout).items()})
    guessed: dict[str, str] = {}
    for header in found.ignored:
        near = difflib.get_close_matches(plain(header), list(words), n=1, cutoff=CLOSE)
        if near and words[near[0]] not in {*found.columns, *guessed.values()}:
            guessed[header] = words[near[0]]
    return guessed


def _proposed(path: Path, sheets: list[_Sheet], known: list[Profile]) -> ProposedProfile:
    doubts: list[str] = []
    forms, unsure = forms_seen([text for sheet in sheets for text in _times(sheet)])
    doubts += unsure
    lines = [
        f"# Đề xuất cho tệp {path.name}. Xem các dòng có chữ CHƯA CHẮC, sửa nếu cần, rồi chạy tthc check để thử.",
        f"name = {_quoted(plain(path.name.split('.')[0]) or 'moi')}", f"label = {_quoted(path.name)}",
        'timezone = "Asia/Ho_Chi_Minh"   # CHƯA CHẮC: múi giờ của hệ thống nguồn', 'calendar = "vn"                  # CHƯA CHẮC: lịch làm việc',
        'source = "register"', *(f"# CHƯA CHẮC: {text}" for text in unsure), f"dates = {_listed(forms)}", "midnight_is_date = true",
        'missing = ["", "-", "NULL"]', "",
    ]
    for sheet in sheets:
        lines += _sheet_lines(sheet, doubts)
    lines += _code_lines(sheets, known, doubts)
    return ProposedProfile("\n".join(lines) + "\n", tuple(doubts))


def _sheet_lines(sheet: _Sheet, doubts: list[str]) -> list[str]:
    layout, names = sheet.match.layout, sheet.grid.top[sheet.match.header_row - 1]
    lines = ["[[sheet]]", f"table = {_quoted(layout.table)}"]
    lines += [f"names = {_listed((sheet.grid.sheet,))}"] if sheet.grid.sheet else []
    known = {column: (names[position] or _above(sheet, position), "") for column, position in sheet.match.columns.items()}
    unsure = {column: (header, "   # CHƯA CHẮC: tiêu đề chỉ gần giống") for header, column in sheet.guessed.items()}
    every = {**known, **unsure}
    lines += ["[sheet.columns]", *_column_lines(every, case=False)]
    if any(column.startswith(CASE) for column in every):
        lines += ["[sheet.dossier]", *_column_lines(every, case=True)]
    doubts += [f"Tiêu đề “{header}” được hiểu là “{_label(layout, column)}” vì gần giống." for header, column in sheet.guessed.items()]
    left = [header for header in sheet.match.ignored if header not in sheet.guessed]
    lines += [f"# Không dùng: {', '.join(left)}"] if left else []
    lost = [name for name in required(layout) if name not in every]
    lines += [f"# CHƯA CHẮC: chưa tìm thấy cột bắt buộc {name} ({_label(layout, name)}); hãy thêm dòng {name} = [\"…\"]" for name in lost]
    doubts += [f"Chưa tìm thấy cột bắt buộc “{_label(layout, name)}”." for name in lost]
    return [*lines, ""]


def _above(sheet: _Sheet, position: int) -> str:
    """Under a merged title the header stands one row higher."""
    return sheet.grid.top[sheet.match.header_row - 2][position]


def _column_lines(columns: dict[str, tuple[str, str]], *, case: bool) -> list[str]:
    return [f"{name.removeprefix(CASE)} = {_listed((header,))}{note}" for name, (header, note) in columns.items() if name.startswith(CASE) == case]


def _label(layout: Layout, column: str) -> str:
    table = CANONICAL["dossiers" if column.startswith(CASE) else "steps" if layout.is_events else layout.table]
    name = column.removeprefix(CASE)
    return table[name].label if name in table.names else name


def _times(sheet: _Sheet) -> list[str]:
    return [text for name, position in _columns(sheet).items() if _type(sheet, name) == "timestamp(6)" for text in _texts(sheet, position)]


def _columns(sheet: _Sheet) -> dict[str, int]:
    header = list(sheet.grid.top[sheet.match.header_row - 1])
    return {**sheet.match.columns, **{column: header.index(text) for text, column in sheet.guessed.items() if text in header}}


def _column(sheet: _Sheet, name: str):
    table = CANONICAL["dossiers" if name.startswith(CASE) else "steps" if sheet.match.layout.is_events else sheet.match.layout.table]
    short = name.removeprefix(CASE)
    return table[short] if short in table.names else None


def _type(sheet: _Sheet, name: str) -> str | None:
    column = _column(sheet, name)
    return column.type if column else None


def _texts(sheet: _Sheet, position: int) -> list[str]:
    return [text.strip() for text in sheet.rows[f"c{position}"].dropna().astype(str) if text.strip()]


def _code_lines(sheets: list[_Sheet], known: list[Profile], doubts: list[str]) -> list[str]:
    """The words seen in code columns: those that some profile knows are taken over, the others are left to people."""
    lines: dict[str, dict[str, list[str]]] = {}
    strange: dict[str, list[str]] = {}
    for sheet in sheets:
        for name, position in _columns(sheet).items():
            column = _column(sheet, name)
            if column is None or not column.codes:
                continue
            codes = {word: code for profile in known for word, code in profile.code_of(column.codes).items()}
            for word in dict.fromkeys(_texts(sheet, position)):
                if plain(word) in codes:
                    lines.setdefault(column.codes, {}).setdefault(codes[plain(word)], []).append(word)
                else:
                    strange.setdefault(column.codes, []).append(word)
    doubts += [f"Chưa biết mã {name} của: {', '.join(words[:10])}." for name, words in strange.items()]
    return _written_codes(lines, strange)


def _written_codes(lines: dict[str, dict[str, list[str]]], strange: dict[str, list[str]]) -> list[str]:
    out = []
    for name in dict.fromkeys((*lines, *strange)):
        out += [f"[codes.{name}]", *(f"{_quoted(code)} = {_listed(words)}" for code, words in lines.get(name, {}).items())]
        out += [f"# CHƯA CHẮC: chưa biết mã của {_quoted(word)}" for word in strange.get(name, [])[:20]]
        out.append("")
    return out


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ").replace("\t", " ")
    return f'"{escaped}"'


def _listed(texts) -> str:
    return "[" + ", ".join(_quoted(text) for text in texts) + "]"
