"""`giai-trinh.xlsx`: one row per late dossier, what the program knows of it, and cells for people to fill."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from tthc.display.blocks import judged, numbers
from tthc.display.tables.phrases import most_late_first, whole_days
from tthc.model.schema import CODES
from tthc.model.words import Outcome
from tthc.report.explanations.formats import Formats, page, row_height
from tthc.report.explanations.guide import guide_sheet
from tthc.report.explanations.story import stories
from tthc.sources.explanations.baseline import baseline_sheet
from tthc.sources.explanations.columns import (
    CAUSE_SHEET,
    COMPUTED,
    EVERY,
    GUIDE_SHEET,
    REPEATED,
    SHEET,
    TYPED,
    UNMATCHED,
    UNMATCHED_SHEET,
    SheetColumn,
)

FILE = "giai-trinh.xlsx"
NATURES = {"subjective": "Chủ quan", "objective": "Khách quan", "unknown": "Chưa rõ"}
_HEADER_ROW = 3
_CELL_LIMIT = 32_767  # of the file format
_INERT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(frozen=True)
class Heading:
    """What the workbook says of itself: `title` names the period, `command` is how to bring the filled file back."""

    title: str
    subtitle: str
    warning: str
    command: str
    office: str = ""


@dataclass(frozen=True)
class Content:
    """The study's frames, as the schema declares them; `explanations` is what people have written so far."""

    late: pd.DataFrame
    segments: pd.DataFrame
    causes: pd.DataFrame
    explanations: pd.DataFrame
    day_wm: float


def write_workbook(path: Path, content: Content, heading: Heading) -> Path:
    """Write the workbook; where `path` is taken, beside it under another name, since it may hold what people typed.

    Returns where it was written. Cells that people filled before are filled again, rows that match no late dossier
    stand on a sheet of their own.
    """
    path = free_name(path)
    labels = _labels(content.causes)
    received = content.explanations.astype(object).where(content.explanations.notna(), None).to_dict("records")
    matched = {one["dossier_id"]: one for one in received if one["status"] != "unmatched"}
    with xlsxwriter.Workbook(str(path), _INERT) as book:
        book.set_properties({"title": f"Giải trình hồ sơ quá hạn {heading.title}", "author": heading.office})
        formats = Formats(book)
        lines = _lines(content)
        main = _main_sheet(book, lines, heading, judged.judged(content.late), matched, labels, formats)
        guide_sheet(book, GUIDE_SHEET, heading.title, heading.subtitle, heading.warning, heading.command, formats)
        _cause_sheet(book, content.causes, formats)
        _unmatched_sheet(book, [one for one in received if one["status"] == "unmatched"], len(labels), formats)
        baseline_sheet(book, lines)
        main.activate()
    return path


def free_name(path: Path) -> Path:
    """The path itself, or the first of `giai-trinh-2.xlsx`, `giai-trinh-3.xlsx` … that is not taken."""
    number, free = 2, path
    while free.exists():
        free, number = path.with_stem(f"{path.stem}-{number}"), number + 1
    return free


def _labels(causes: pd.DataFrame) -> dict[str, str]:
    return dict(zip(causes["code"], causes["label"], strict=True)) if len(causes) else {}


def _lines(content: Content) -> list[dict[str, Any]]:
    """What the program fills in, one line per late dossier, the latest first."""
    of_late = content.segments["dossier_id"].isin(content.late["dossier_id"])
    story_of = stories(content.segments[of_late], content.day_wm)
    late = most_late_first(content.late).astype(object)
    rows = late.where(late.notna(), None).to_dict("records")
    numbered = enumerate(rows, 1)
    return [_known(row, number, story_of.get(row["dossier_id"], ""), content.day_wm) for number, row in numbered]


def _main_sheet(
    book: xlsxwriter.Workbook,
    lines: Sequence[Mapping[str, Any]],
    heading: Heading,
    counts: judged.Judged,
    matched: Mapping[str, Mapping],
    labels: Mapping[str, str],
    formats: Formats,
) -> Worksheet:
    sheet = book.add_worksheet(SHEET)
    sheet.write_string(0, len(REPEATED), f"Giải trình hồ sơ quá hạn {heading.title}", formats.title)
    fill = f"Đơn vị điền các ô nền vàng; cách điền ở trang “{GUIDE_SHEET}”."
    nothing = fill if lines else judged.none("hồ sơ nào quá hạn", counts)
    head = (judged.head(counts), heading.subtitle, heading.warning, nothing)
    sheet.write_string(1, len(REPEATED), " ".join(text for text in head if text), formats.subtitle)
    _head(sheet, EVERY, _HEADER_ROW, formats)
    last = _HEADER_ROW + len(lines)
    for last, known in enumerate(lines, _HEADER_ROW + 1):
        said = _said(matched.get(known["dossier_id"], {}), labels)
        _computed(sheet, last, known, formats)
        _typed(sheet, last, len(COMPUTED), said, formats)
        sheet.set_row(last, row_height(EVERY, {**known, **said}))
    _choices(sheet, _HEADER_ROW + 1, max(last, _HEADER_ROW + 1), EVERY, len(labels))
    _lay_out(sheet, last)
    return sheet


def _head(sheet: Worksheet, columns: tuple[SheetColumn, ...], row: int, formats: Formats) -> None:
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(row, place, column.header, formats.head_typed if column.typed else formats.head)
    sheet.set_row(row, 42)


def _known(row: Mapping, number: int, story: str, day_wm: float) -> dict[str, Any]:
    """What the program fills in of one late dossier."""
    return {
        "number": number,
        "dossier_id": row["dossier_id"],
        "procedure": "\n".join(text for text in (row["procedure_name"], row["dossier_unit"]) if text),
        "received": row["received_at"],
        "due": row["due_at"],
        "end": row["end_at"] if row["outcome"] == Outcome.LATE else "chưa kết thúc",
        "late_days": int(late) if (late := whole_days(row, {"day_wm": day_wm})).isdigit() else late,
        "story": story,
        "proposed_text": row["proposed_label"],
        "evidence": row["evidence"],
    }


def _computed(sheet: Worksheet, number: int, known: Mapping[str, object], formats: Formats) -> None:
    for place, column in enumerate(COMPUTED):
        value = known[column.key]
        if isinstance(value, datetime):
            sheet.write_datetime(number, place, value, formats.date)
        elif isinstance(value, int | float):
            sheet.write_number(number, place, value, formats.text)
        else:
            sheet.write_string(number, place, str(value or "")[:_CELL_LIMIT], formats.text)


def _said(answer: Mapping, labels: Mapping[str, str]) -> dict[str, str]:
    """What people typed, a confirmed cause under the label it has now; an opinion alone stays an opinion alone."""
    typed = {column.key: answer.get(column.key) or "" for column in TYPED}
    known = labels.get(answer.get("cause") or "", "") if typed["cause_text"] else ""
    return {**typed, "cause_text": known or typed["cause_text"]}


def _typed(sheet: Worksheet, number: int, first: int, said: Mapping[str, str], formats: Formats) -> None:
    for place, column in enumerate(TYPED, first):
        text = said[column.key][:_CELL_LIMIT]
        day = _day(text) if column.key == "explained_on" else None
        if day:
            sheet.write_datetime(number, place, day, formats.typed_date)
        elif text:
            sheet.write_string(number, place, text, formats.typed_text)
        else:
            empty = formats.typed_date if column.key == "explained_on" else formats.typed
            sheet.write_blank(number, place, None, empty)


def _day(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, "%d/%m/%Y")
    except ValueError:
        return None


def _choices(sheet: Worksheet, first: int, last: int, columns: tuple[SheetColumn, ...], n_causes: int) -> None:
    """Drop-down lists and a hint for each column to fill."""
    lists = {
        "cause_text": f"='{CAUSE_SHEET}'!$B$2:$B${n_causes + 1}",
        "sign_off": list(CODES["sign_off"].values()),
    }
    for place, column in enumerate(columns):
        if not column.typed:
            continue
        rule: dict[str, object] = {
            "validate": "any", "input_title": column.header[:32], "input_message": column.hint[:255],
        }
        if column.key in lists:
            wrong = "Hãy chọn một dòng trong danh sách, hoặc để trống."
            rule |= {
                "validate": "list", "source": lists[column.key], "error_title": column.header[:32],
                "error_message": wrong,
            }
        sheet.data_validation(first, place, last, place, rule)


def _lay_out(sheet: Worksheet, last: int) -> None:
    """Two pages wide in print: what is known, then what to fill, with number and code on both."""
    page(sheet)
    sheet.freeze_panes(_HEADER_ROW + 1, len(REPEATED))
    sheet.autofilter(_HEADER_ROW, 0, max(last, _HEADER_ROW + 1), len(EVERY) - 1)
    sheet.repeat_rows(_HEADER_ROW)
    sheet.repeat_columns(0, len(REPEATED) - 1)
    sheet.print_area(0, 0, max(last, _HEADER_ROW + 1), len(EVERY) - 1)
    sheet.set_v_pagebreaks([len(COMPUTED)])
    sheet.set_print_scale(57)
    sheet.print_across()
    allowed = ("format_cells", "format_columns", "format_rows", "insert_columns", "sort", "autofilter")
    sheet.protect("", dict.fromkeys(allowed, True))


def _cause_sheet(book: xlsxwriter.Workbook, causes: pd.DataFrame, formats: Formats) -> None:
    sheet = book.add_worksheet(CAUSE_SHEET)
    heads = (("Mã", 14), ("Nguyên nhân", 60), ("Tính chất", 14), ("Việc cần làm", 80))
    for place, (head, width) in enumerate(heads):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, head, formats.head)
    for number, (code, label) in enumerate(_labels(causes).items(), 1):
        row = causes[causes["code"] == code].iloc[0]
        cells = (code, label, NATURES.get(row["nature"], NATURES["unknown"]), row["remedy"])
        for place, text in enumerate(cells):
            sheet.write_string(number, place, "" if numbers.is_unknown(text) else str(text), formats.text)
    page(sheet)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)


def _unmatched_sheet(book: xlsxwriter.Workbook, rows: list[dict], n_causes: int, formats: Formats) -> None:
    """Rows that match no late dossier, whole, to be mended or deleted by people; no sheet where there are none."""
    if not rows:
        return
    sheet = book.add_worksheet(UNMATCHED_SHEET)
    fill = (
        "Những dòng đã điền mà chưa dùng được. Sửa ngay tại đây, hoặc xóa dòng không cần nữa; dòng còn ở đây thì lần "
        "sau vẫn được giữ."
    )
    sheet.write_string(0, 0, fill, formats.subtitle)
    _head(sheet, UNMATCHED, _HEADER_ROW, formats)
    kept = [column for column in UNMATCHED if not column.typed]
    for number, row in enumerate(rows, _HEADER_ROW + 1):
        origin = f"{row['problem']}\n({row['file']}, trang “{row['sheet']}”, dòng {row['row']})"
        for place, column in enumerate(kept):
            text = origin if column.key == "problem" else row[column.key] or ""
            sheet.write_string(
                number, place, text[:_CELL_LIMIT], formats.text if column.key == "problem" else formats.kept_text,
            )
        said = {column.key: row[column.key] or "" for column in TYPED}
        _typed(sheet, number, len(kept), said, formats)
        sheet.set_row(number, row_height(UNMATCHED, {**said, "problem": origin}))
    _choices(sheet, _HEADER_ROW + 1, _HEADER_ROW + len(rows), UNMATCHED, n_causes)
    page(sheet)
    sheet.freeze_panes(_HEADER_ROW + 1, 2)
    sheet.repeat_rows(_HEADER_ROW)
    sheet.fit_to_pages(1, 0)
