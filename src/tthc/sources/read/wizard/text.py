"""A proposal as TOML: what is sure as keys, what a person must look at marked, what was seen beside it as comments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tthc.model.schema import CANONICAL, NOT_IN_SOURCES
from tthc.model.words import StopKind
from tthc.sources.read.alternating import alternating
from tthc.sources.read.headers import CASE
from tthc.sources.read.profile import EVENTS, LIMIT_DAYS, LOG_COLUMNS
from tthc.sources.read.transitions import are_transitions
from tthc.sources.read.wizard.code_words import SeenCodes, allowed, consequence
from tthc.sources.read.wizard.meanings import TIME, bare, is_of
from tthc.sources.read.wizard.seen import SeenSheet
from tthc.sources.read.wizard.tables import Column, ProposedSheet

UNSURE = "CHƯA CHẮC"
_TABLES = (
    "dossiers (danh sách hồ sơ), steps (quá trình xử lý; events khi không có danh sách), stops (bổ sung, tạm dừng), "
    "due_changes (thay đổi ngày hẹn), norms (quy trình nội bộ), absences (vắng mặt)"
)
_SHOWN = 12  # values told of a code list


def sheet_lines(sheet: ProposedSheet, *, is_named: bool = True) -> list[str]:
    """is_named: whether the sheet's name is its own; two of one name are told apart by their headers."""
    lines = ["[[sheet]]", f"table = {quoted(sheet.table)}{f'   # {UNSURE}: {sheet.table_note}' * bool(sheet.table_note)}"]
    lines += [f"names = {listed((sheet.seen.grid.sheet,))}"] if sheet.seen.grid.sheet and is_named else []
    lines += [f'stamps = "{sheet.stamps}"   # {UNSURE}: {sheet.stamps_note}'] if sheet.stamps else []
    lines += ["[sheet.columns]", *_column_lines(sheet, case=False)]
    if any(name.startswith(CASE) for name in sheet.columns):
        lines += ["[sheet.dossier]", *_column_lines(sheet, case=True)]
    for name, (header, worth, is_sure) in sheet.scaled.items():
        note = "" if is_sure else f"   # {UNSURE}: một đơn vị của cột là bao nhiêu phút làm việc (ngày 480, giờ 60)"
        lines += [f"[sheet.scaled.{name}]", f"{quoted(header)} = {worth:g}{note}"]
    if sheet.table == "stops" and "kind" not in sheet.columns:
        is_supplement = any("bo sung" in bare(text) for text in (*sheet.seen.headers, sheet.seen.grid.sheet or ""))
        lines += [
            "[sheet.fixed]",
            f'kind = "{StopKind.SUPPLEMENT if is_supplement else StopKind.SUSPENDED}"   # {UNSURE}: loại tạm dừng của mọi '
            f"dòng: {allowed('stop_kind')}",
        ]
    lines += [
        f"# {UNSURE}: thiếu cột bắt buộc {name} ({_label(sheet, name)}); thêm dòng {name} = [\"…\"] vào [sheet.columns]"
        for name in sheet.missing
    ]
    lines += [_lacking_line(sheet, name, headers) for name, headers in sheet.lacking.items()]
    lines += [f"# Chưa dùng: {', '.join(sheet.left)}"] if sheet.left else []
    lines += [f"# Bảng được dùng: {_TABLES}"] * bool(sheet.table_note)
    return [*lines, f"# Khóa được dùng: {', '.join(_names(sheet.table))}", ""]


def _lacking_line(sheet: ProposedSheet, name: str, headers: list[str]) -> str:
    """A key column that nothing told: the line to be filled in, with the headers that it may be."""
    maybe = f"có thể là một trong: {', '.join(headers)}" if headers else "không cột nào còn lại giống"
    return (
        f'# {name} = ["…"]   # {UNSURE}: chưa thấy cột {_label(sheet, name)}; {maybe}. Nếu có, ghi tiêu đề rồi bỏ dấu '
        '# ở đầu dòng'
    )


def _column_lines(sheet: ProposedSheet, *, case: bool) -> list[str]:
    return [
        _column_line(name.removeprefix(CASE), column)
        for name, column in sheet.columns.items()
        if name.startswith(CASE) == case
    ]


def _column_line(name: str, column: Column) -> str:
    note = "" if column.is_sure else f"   # {UNSURE}: {column.note}"
    return f"{name} = {listed((column.header,))}{note}"


def _label(sheet: ProposedSheet, name: str) -> str:
    return CANONICAL["steps" if sheet.table == EVENTS else sheet.table][name].label


def _names(table: str) -> list[str]:
    names = [name for name in CANONICAL["steps" if table == EVENTS else table].names if name not in NOT_IN_SOURCES]
    own = {"dossiers": (LIMIT_DAYS,), "steps": LOG_COLUMNS, EVENTS: LOG_COLUMNS}
    return [*names, *own.get(table, ())]


def limit_lines(sheets: Sequence[ProposedSheet]) -> list[str]:
    """How a column of days is counted where the deadlines come from it."""
    texts = [text for sheet in sheets if LIMIT_DAYS in sheet.columns for text in sheet.values_of(LIMIT_DAYS)]
    if not texts:
        return []
    is_said = any("làm việc" in text.lower() for text in texts)
    note = "" if is_said else f"   # {UNSURE}: ngày làm việc (working) hay ngày theo lịch (calendar)?"
    return ["# Không có ngày hẹn trả: tính từ ngày tiếp nhận và số ngày ghi trong cột.", "[limit]", f'unit = "working"{note}', ""]


def left_out_lines(left: Sequence[SeenSheet]) -> list[str]:
    """The sheets that are no table of dossiers."""
    if not left:
        return []
    return [*(f"# {left_out(sheet)}" for sheet in left), ""]


def left_out(sheet: SeenSheet) -> str:
    """Why a sheet is not used: a summary, or a table that nobody understands, which a person must look at."""
    name = sheet.grid.sheet or sheet.grid.file
    if not is_dated(sheet):
        return f"Không dùng trang “{name}”: không có mã hồ sơ (bảng tổng hợp)."
    headers = ", ".join(one_line(text) for text in sheet.headers if text)
    return (
        f"{UNSURE}: chưa hiểu trang “{name}” (tiêu đề: {headers}); nếu là dữ liệu hồ sơ, thêm một mục [[sheet]] cho "
        "trang này."
    )


def is_dated(sheet: SeenSheet) -> bool:
    """Whether a column holds dates, which a summary has not."""
    return any(sheet.values(n) and is_of(TIME, sheet.values(n)) for n in range(len(sheet.headers)))


def code_lines(codes: dict[str, SeenCodes]) -> list[str]:
    out = []
    for name, seen in codes.items():
        out += [f"[codes.{name}]", f"# Thấy trong tệp: {_seen_words(seen)}", f"# Mã được dùng: {allowed(name)}"]
        guessed = dict(seen.guessed)
        for code, words in seen.known.items():
            unsure = [word for word in words if word in guessed]
            out.append(
                f"{quoted(code)} = {listed(words)}" + (
                    f"   # {UNSURE}: {', '.join(f'“{word}”' for word in unsure)}{consequence(name, code)}"
                    if unsure
                    else ""
                )
            )
        out += [
            f"# {UNSURE}: chưa biết mã của {quoted(word)}; ghi vào một dòng \"mã\" = […]"
            for word in seen.strange[:20]
        ]
        out.append("")
    return out


def lifecycle_lines(sheets: Sequence[ProposedSheet]) -> list[str]:
    """Which word of a log begins a step and which ends it, where no list of such words knows them: the first of each
    step begins it.
    """
    lines = []
    for sheet in (one for one in sheets if "lifecycle" in one.columns and not are_transitions(one.values("lifecycle"))):
        dossier, step, word = (sheet.columns[name].position for name in ("dossier_id", "step", "lifecycle"))
        words = alternating([(row[dossier], row[step], row[word]) for row in sheet.seen.rows])
        if words:
            lines += [
                "[codes.lifecycle]", f"start = {listed(words[:1])}   # {UNSURE}: dòng là lúc bước bắt đầu",
                f"complete = {listed(words[1:])}   # {UNSURE}: dòng là lúc bước kết thúc",
            ]
    return lines


def _seen_words(seen: SeenCodes) -> str:
    words = [f"{one_line(word)} ({n})" for word, n in seen.counts.most_common(_SHOWN)]
    return ", ".join(words) + (" …" if len(seen.counts) > _SHOWN else "") or "chưa có giá trị nào"


def one_line(text: str) -> str:
    return " ".join(text.split())


def quoted(text: str) -> str:
    escaped = "".join(letter if letter.isprintable() else " " for letter in text).replace(
        "\\", "\\\\",
    ).replace('"', '\\"')
    return f'"{escaped}"'


def listed(texts: Iterable[str]) -> str:
    return "[" + ", ".join(quoted(text) for text in texts) + "]"
