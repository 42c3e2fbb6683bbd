"""All files of an export together → one profile, its doubts, and the period it is of."""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tthc.engine import Engine, connect
from tthc.model.errors import DataStop
from tthc.model.schema import CANONICAL
from tthc.model.schema.checks import CHECKS
from tthc.model.settings import find_root
from tthc.model.shipped import REFERENCE
from tthc.model.words import FINAL
from tthc.sources.read.begin_stamps import says_done
from tthc.sources.read.code_guesses import status_guess
from tthc.sources.read.code_pages import TWICE, old_code_page
from tthc.sources.read.date_forms import forms_for, forms_seen
from tthc.sources.read.faults import Faults
from tthc.sources.read.grids import Grid
from tthc.sources.read.headers import CASE
from tthc.sources.read.loose_times import DAY_FIRST, loose_moment, order_of
from tthc.sources.read.names import plain
from tthc.sources.read.passed_over import where_nothing_is
from tthc.sources.read.profile import EVENTS, LIMIT_DAYS, Profile, load_profile, profile_files
from tthc.sources.read.sources import grids, input_paths
from tthc.sources.read.wizard.code_words import SeenCodes, consequence, declared, seen_codes
from tthc.sources.read.wizard.idle_statuses import queue_lines, stop_lines
from tthc.sources.read.wizard.meanings import bare
from tthc.sources.read.wizard.misshapen import misshapen
from tthc.sources.read.wizard.periods import export_period
from tthc.sources.read.wizard.seen import SeenSheet, seen_sheet
from tthc.sources.read.wizard.tables import ProposedSheet, proposed_sheets
from tthc.sources.read.wizard.text import (
    UNSURE,
    code_lines,
    is_dated,
    left_out,
    left_out_lines,
    lifecycle_lines,
    limit_lines,
    listed,
    one_line,
    quoted,
    sheet_lines,
)

_ISO = re.compile(r"^\d{4}-")
_STAMPS = {"arrived_at", "started_at", "ended_at"}
_MOST = 0.5  # of the dossiers
_NUMBERS = frozenset({"stt", "tt", "sott", "sothutu", "no"})
_MODEL = "cong_tinh"  # the profile after which others are written
_HEADERS, _LONG = 12, 80  # texts shown, and letters of each
_LABELS = {
    LIMIT_DAYS: "Thời hạn giải quyết (số ngày)", "sent_by": "Người gửi", "event_id": "Mã sự kiện",
    "lifecycle": "Bắt đầu hay kết thúc", "event_order": "Thứ tự sự kiện",
}


@dataclass(frozen=True)
class ProposedProfile:
    """`text` is a TOML file that can be used as it is; `doubts` are what a person must look at, also in its comments.

    `unused` are columns that nothing reads, by sheet. `period` is the export's, as the command line takes it; None where nothing tells it.
    """

    text: str
    doubts: tuple[str, ...]
    period: str | None = None
    unused: tuple[str, ...] = ()


def propose_profile(sources: Path | Sequence[Path], folder: Path | None = None) -> ProposedProfile:
    """A profile for all files of the sources together, from what the profiles in `folder` (the project's own) know.

    Raises DataStop where nothing can be read or no sheet looks like a table.
    """
    folder = folder or find_root() / REFERENCE / "profiles"
    known = [load_profile(name, folder) for name in profile_files(folder)]
    sources = [sources] if isinstance(sources, Path) else list(sources)
    paths = input_paths(sources)
    if not paths:
        check = CHECKS["file.none"]
        raise DataStop(f"{check.message.format(where=where_nothing_is(sources))} {check.action}")
    faults, engine = Faults(), connect()
    try:
        seen, first = _seen(paths, known, engine, faults)
    finally:
        engine.close()
    sheets, left = proposed_sheets(seen, known)
    if not sheets:
        model = next(one.file for one in known if one.name == _MODEL)
        raise DataStop(_nothing_to_propose(paths, faults, _strange(seen, first), model))
    return _proposed(paths, [_with_stamps(sheet, sheets) for sheet in sheets], left, known)


def _nothing_to_propose(paths: Sequence[Path], faults: Faults, strange: str, model: str) -> str:
    """Why no profile can be proposed and what to do: where a file cannot be read, there is nothing to write one for."""
    name = ", ".join(path.name for path in paths)
    if found := [row for row in faults.rows if row["severity"] != "info"]:
        return f"{name}: {found[0]['message']} {found[0]['action']}"
    return f"{name}: {strange} Hãy viết mẫu đọc dữ liệu bằng tay theo mẫu {model}."


def _strange(seen: Sequence[SeenSheet], first: Sequence[str]) -> str:
    """What was seen instead of a table: where cells are cut wrongly, or records lie in an envelope, that shows."""
    texts = [text for text in (seen[0].headers if seen else first) if text][:_HEADERS]
    shown = ", ".join(f"“{text[:_LONG]}”" for text in texts)
    return f"Không sheet nào có tiêu đề giống một bảng đã biết; dòng đầu được đọc là: {shown or 'không có chữ nào'}."


def _seen(
    paths: Sequence[Path], known: list[Profile], engine: Engine, faults: Faults,
) -> tuple[list[SeenSheet], Sequence[str]]:
    """The sheets with a header that may be one, and the first row of the first sheet."""
    found: list[SeenSheet] = []
    first: Sequence[str] = ()
    with tempfile.TemporaryDirectory(prefix="tthc-doc-") as scratch:
        for number, path in enumerate(paths):
            every = grids(
                path, replace(known[0], midnight_is_date=True), Path(scratch), engine, faults, f"propose_{number}",
            )
            for grid in every:
                _refuse_old_letters(grid, known)
                _refuse_misshapen(grid, known)
                first = first or next((row for row in grid.top if any(row)), ())
            found += [sheet for grid in every if (sheet := seen_sheet(grid, known, engine))]
    return found, first


def _refuse_old_letters(grid: Grid, known: list[Profile]) -> None:
    """A profile with such headers would read such files, and every word in them wrong."""
    if old := old_code_page(grid, known):
        check = CHECKS["file.twice" if old == TWICE else "file.tcvn3"]
        raise DataStop(f"{grid.file}: {check.message.format(detail=old)} {check.action}")


def _refuse_misshapen(grid: Grid, known: list[Profile]) -> None:
    """No profile could read such a sheet, whoever wrote it."""
    if rule := misshapen(grid, known):
        check = CHECKS[rule]
        raise DataStop(f"{grid.file}: {check.message.format(sheet=grid.sheet or grid.file)} {check.action}")


def _with_stamps(sheet: ProposedSheet, sheets: Sequence[ProposedSheet]) -> ProposedSheet:
    """A history with one stamp must say whether steps begin or end then: its first stamps and last steps tell which is
    likelier.
    """
    stamps = _STAMPS & set(sheet.columns)
    if sheet.table not in ("steps", EVENTS) or len(stamps) != 1 or "lifecycle" in sheet.columns:
        return sheet
    if stamps != {"ended_at"}:
        return _of_beginnings(sheet, *stamps)
    if {"sent_by", "officer"} <= set(sheet.columns):  # whoever is sent the dossier has it from then on
        columns = {name: column for name, column in sheet.columns.items() if name != "ended_at"}
        return replace(sheet, columns={**columns, "arrived_at": sheet.columns["ended_at"]})
    first, last = _first_and_last(sheet)
    received = _received(sheet, sheets)
    same = [first[dossier] == received[dossier] for dossier in first if dossier in received]
    done = [says_done(step) or status_guess(step) in FINAL for step in last.values()]
    is_status = bool(re.search(r"trang thai|tinh trang|status|\bstate\b", bare(sheet.columns["step"].header)))
    is_begin = (sum(same) > _MOST * len(same) if same else is_status) and any(done)
    why = "chưa thấy dấu hiệu là lúc bắt đầu"
    if is_begin:
        why = "mốc đầu trùng lúc tiếp nhận" if same else "mỗi dòng là một trạng thái"
    note = (
        f"mốc “{sheet.columns['ended_at'].header}” là lúc bước bắt đầu (begin) hay kết thúc (end)? {why}; hỏi đơn vị "
        "vận hành hệ thống"
    )
    return replace(sheet, stamps="begin" if is_begin else "end", stamps_note=note)


def _of_beginnings(sheet: ProposedSheet, stamp: str) -> ProposedSheet:
    """A history that tells only when steps were reached or begun: each lasts until the next."""
    if sheet.columns[stamp].is_sure:
        return sheet
    note = (
        f"mốc duy nhất “{sheet.columns[stamp].header}” được hiểu là lúc bước bắt đầu (begin); nếu là lúc kết thúc thì "
        f"ghi end và đổi {stamp} thành ended_at"
    )
    return replace(sheet, stamps="begin", stamps_note=note)


def _first_and_last(sheet: ProposedSheet) -> tuple[dict[str, object], dict[str, str]]:
    """Of each dossier the first stamp and the step of the last one."""
    places = [sheet.columns[name].position for name in ("dossier_id", "ended_at", "step")]
    read = [
        (row[places[0]], loose_moment(row[places[1]], DAY_FIRST, "Asia/Ho_Chi_Minh"), row[places[2]])
        for row in sheet.seen.rows
    ]
    values_of = sorted(
        ((dossier, moment.at, step) for dossier, moment, step in read if dossier and moment), key=lambda one: one[1],
    )
    return {dossier: at for dossier, at, _ in reversed(values_of)}, {dossier: step for dossier, _, step in values_of}


def _received(sheet: ProposedSheet, sheets: Sequence[ProposedSheet]) -> dict[str, object]:
    lists = [one for one in sheets if one.table == "dossiers" and "received_at" in one.columns]
    pairs = (
        lists[0].pairs("received_at")
        if lists
        else sheet.pairs(CASE + "received_at")
        if CASE + "received_at" in sheet.columns
        else []
    )
    return {
        dossier: found.at
        for dossier, text in pairs
        if (found := loose_moment(text, DAY_FIRST, "Asia/Ho_Chi_Minh"))
    }


def _proposed(
    paths: Sequence[Path], sheets: list[ProposedSheet], left: list[SeenSheet], known: list[Profile],
) -> ProposedProfile:
    forms, unsure = _date_forms(sheets)
    codes = seen_codes(sheets, known)
    names = ", ".join(path.name for path in paths)
    lines = [
        f"# Đề xuất cho {names}. Xem các dòng có chữ {UNSURE}, sửa nếu cần, rồi chạy tthc check để thử.",
        f"name = {quoted(plain(paths[0].name.split('.')[0]) or 'moi')}", f"label = {quoted(names)}",
        'timezone = "Asia/Ho_Chi_Minh"', 'calendar = "vn"', 'source = "register"',
        *(f"# {UNSURE}: {text}" for text in unsure),
        f"dates = {listed(forms)}", "midnight_is_date = true", 'missing = ["", "-", "NULL"]', *_derive_lines(sheets),
        "",
    ]
    lines += queue_lines(sheets)
    titles = Counter(one.seen.grid.sheet for one in sheets)
    for sheet in sheets:
        lines += sheet_lines(sheet, is_named=titles[sheet.seen.grid.sheet] == 1)
    lines += [*limit_lines(sheets), *stop_lines(sheets), *left_out_lines(left), *code_lines(codes)]
    lines += lifecycle_lines(sheets)
    text = "\n".join(lines).rstrip() + "\n"
    strange = [_comment_text(left_out(one)) for one in left if is_dated(one)]
    doubts = (*strange, *unsure, *_derive_doubts(sheets), *_doubts(sheets, codes))
    return ProposedProfile(text, doubts, export_period(sheets, paths), _unused(sheets))


def _comment_text(comment: str) -> str:
    values_of = comment.removeprefix(f"{UNSURE}: ")
    return values_of[:1].upper() + values_of[1:]


def _date_forms(sheets: Sequence[ProposedSheet]) -> tuple[list[str], list[str]]:
    texts = list(
        dict.fromkeys(
            text
            for sheet in sheets
            for name in sheet.columns
            if _is_time(sheet, name)
            for text in sheet.values_of(name)
        )
    )
    # Vietnamese Windows writes SA (sáng) and CH (chiều) for AM and PM.
    plain_texts = [re.sub(r"\s*CH$", " PM", re.sub(r"\s*SA$", " AM", text)) for text in texts]
    forms, unsure = forms_seen(plain_texts)
    lost = any("không đọc được" in doubt for doubt in unsure)
    more = forms_for([text for text in plain_texts if not _ISO.match(text)], forms) if lost else None
    order = order_of(more or forms)
    if more or all(loose_moment(text, order or DAY_FIRST, "Asia/Ho_Chi_Minh") for text in texts):
        forms, unsure = more or forms, [doubt for doubt in unsure if "không đọc được" not in doubt]
    # Without any form that says which comes first, day or month, what means one thing only would not be read either.
    return forms + ["%d/%m/%Y"] * (order is None and "%d/%m/%Y" not in forms), unsure


def _is_time(sheet: ProposedSheet, name: str) -> bool:
    column = declared(sheet, name)
    return column is not None and column.type in ("timestamp(6)", "date")


def _derive_lines(sheets: Sequence[ProposedSheet]) -> list[str]:
    """What a log may tell of its dossiers where no column does: the first event, and the last if a person says so."""
    if not any(sheet.table in ("steps", EVENTS) for sheet in sheets):
        return []
    values_of = {
        name.removeprefix(CASE)
        for sheet in sheets
        for name in sheet.columns
        if sheet.table == "dossiers" or name.startswith(CASE)
    }
    if any(sheet.table == "dossiers" for sheet in sheets) or {"received_at", "finished_at"} <= values_of:
        return []
    lines = (
        []
        if "received_at" in values_of
        else [f'derive.received_at = "first_event"   # {UNSURE}: không có ngày tiếp nhận; dùng sự kiện đầu tiên']
    )
    if "finished_at" not in values_of:
        lines += _end_lines(
            [
                step
                for sheet in sheets
                if sheet.table == EVENTS
                for step in dict.fromkeys(sheet.values("step"))
                if says_done(step)
            ]
        )
    return lines


def _derive_doubts(sheets: Sequence[ProposedSheet]) -> list[str]:
    lines = [line for line in _derive_lines(sheets) if UNSURE in line]
    return [_comment_text(line[line.index(UNSURE) :]) + "." for line in lines]


def _end_lines(done: list[str]) -> list[str]:
    """How the end of a dossier may be values_of by its events: by an activity whose name says so, else
    as a person decides.
    """
    if done:
        return [
            f"derive.finished_at = {listed(done)}   # {UNSURE}: không có ngày kết thúc; hồ sơ kết thúc ở hoạt động này"
        ]
    return [
        f"# {UNSURE}: không có ngày kết thúc; bỏ dấu # ở một trong hai dòng sau nếu đúng",
        '# derive.finished_at = "last_event"',
        '# derive.finished_at = ["tên hoạt động kết thúc hồ sơ"]',
    ]


def _maybe(headers: Sequence[str]) -> str:
    return f"; có thể là một trong các cột: {', '.join(headers)}" if headers else ""


def _doubts(sheets: Sequence[ProposedSheet], codes: dict[str, SeenCodes]) -> list[str]:
    found = []
    for sheet in sheets:
        where = sheet.seen.grid.sheet or sheet.seen.grid.file
        found += [f"“{where}” được hiểu là bảng {sheet.table}: {sheet.table_note}." for _ in range(bool(sheet.table_note))]
    for sheet in sheets:
        for name, column in sheet.columns.items():
            if not column.is_sure:
                known = declared(sheet, name)
                found.append(
                    f"Tiêu đề “{column.header}” được hiểu là “{known.label if known else _LABELS.get(name, name)}” "
                    f"({column.note})."
                )
        found += [f"Bảng {sheet.table}: {sheet.stamps_note}." for _ in range(bool(sheet.stamps))]
        found += [
            f"Chưa thấy cột {CANONICAL['dossiers'][name].label}{_maybe(headers)}."
            for name, headers in sheet.lacking.items()
        ]
        found += [
            f"Chưa biết đơn vị tính của cột “{header}”."
            for header, _, is_sure in sheet.scaled.values()
            if not is_sure
        ]
    for name, seen in codes.items():
        found += [f"Mã {name} của “{word}” được đoán là “{guess}”{consequence(name, guess)}." for word, guess in seen.guessed]
        found += [f"Chưa biết mã {name} của: {', '.join(seen.strange[:10])}."] if seen.strange else []
    return found


def _unused(sheets: Sequence[ProposedSheet]) -> tuple[str, ...]:
    """Of each sheet the columns that nothing reads, but for running numbers."""
    left = [(sheet, [one_line(text) for text in sheet.left if plain(text) not in _NUMBERS]) for sheet in sheets]
    return tuple(f"{_place(sheet)}: {', '.join(headers)}" for sheet, headers in left if headers)


def _place(sheet: ProposedSheet) -> str:
    grid = sheet.seen.grid
    return f"trang “{grid.sheet}”" if grid.sheet else f"tệp {grid.file}"
