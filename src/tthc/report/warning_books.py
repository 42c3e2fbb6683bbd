"""The early warning as workbooks: one for each unit with its own dossiers only, and one for the whole office."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

from tthc.display.blocks import judged
from tthc.display.blocks.clean_text import clean
from tthc.display.tables.warning import cell_left, warning_levels, warning_trust
from tthc.display.tables.warning_words import todo, up_to, why
from tthc.model.days import last_day
from tthc.model.errors import RunFailed
from tthc.model.schema import TABLES, Column
from tthc.model.settings import Run
from tthc.report import publish
from tthc.report.forms import page_header
from tthc.report.sheet_values import Formats
from tthc.report.workbook import INERT, write_sheet

FOLDER, WHOLE = "canh-bao", "tong-hop.xlsx"
UNNAMED = "(không ghi đơn vị)"
_TRUST = "Độ tin cậy"  # of the office as a whole, not of one unit
_SHOWN = (
    "urgency", "dossier_id", "officer", "due_at", "left", "chance", "why", "todo", "step", "state", "holder_unit",
    "holder_officer", "since_at",
    "held_wm", "usual_wm", "n_like", "n_in_hand", "next_council_at", "procedure_name", "field", "received_at",
)  # fmt: skip
_OWN = {
    "why": Column("why", "string", "Vì sao"), "todo": Column("todo", "string", "Việc hôm nay"),
    "left": Column("left", "string", "Còn (ngày làm việc)"), "unit": TABLES["warnings"]["unit"],
}


def write_warning_books(run: Run, study: Any) -> Path:
    """The folder `canh-bao/<day>` under the reports with the workbooks; what an earlier run of the same day wrote is
    replaced whole.
    """
    out = run.out / FOLDER
    with publish.one_at_a_time(out), publish.workspace(out) as work:
        frame, info = _with_sentences(study.frame("warnings"), study.info), study.info
        notes = _notes(study)
        _write_book(work / WHOLE, frame, ("unit", *_SHOWN), notes, info)
        for name, unit, part in _by_unit(frame):
            _write_book(
                work / name, part, _SHOWN, [("Đơn vị", unit), *(note for note in notes if note[0] != _TRUST)], info,
            )
        target = out / f"{last_day(pd.Timestamp(info['cut'])):%Y-%m-%d}"
        work.chmod(0o755)
        _replace(target, work, out)
    return target


def _replace(target: Path, work: Path, out: Path) -> None:
    """The day's folder anew; where a workbook of it is open in Excel, the old one stays whole. Raises RunFailed."""
    with publish.workspace(out) as old:
        try:
            if target.exists():
                target.rename(old / target.name)
            os.replace(work, target)
        except OSError as error:
            if (old / target.name).exists():
                (old / target.name).rename(target)
            raise RunFailed(
                f"Không thay được thư mục {target} ({error.strerror}); hãy đóng các tệp Excel trong đó rồi chạy lại."
            ) from error


def _with_sentences(warnings: pd.DataFrame, info: dict) -> pd.DataFrame:
    rows = warnings.sort_values("order_no", kind="stable")
    records = rows.to_dict("records")
    # A chance is read in percent; what is past its deadline needs none.
    percent = [None if row["reason"] == "overdue" or pd.isna(row["chance"]) else row["chance"] * 100 for row in records]
    return rows.assign(
        left=[cell_left(row, info) for row in records], why=[why(row, info) for row in records],
        todo=[todo(row, info) for row in records], chance=percent,
    )


def _by_unit(frame: pd.DataFrame) -> Iterator[tuple[str, str, pd.DataFrame]]:
    """File name, unit and its rows; units whose names give the same file name are told apart by a number."""
    taken: set[str] = {WHOLE}
    for unit, part in frame.assign(unit=frame["unit"].fillna(UNNAMED)).groupby("unit"):
        stem = publish.slug(str(unit))
        name = next(one for one in (f"{stem}.xlsx", *(f"{stem}-{n}.xlsx" for n in range(2, 999))) if one not in taken)
        taken.add(name)
        yield name, str(unit), part


def _notes(study: Any) -> list[tuple[str, str]]:
    """What must be read with the list; the last lines are about the office as a whole."""
    info = study.info
    levels = " ".join(warning_levels(info).items[:3])
    left_out = judged.head(info)
    return [
        *([("Chưa đánh giá được", left_out)] if left_out else []),
        ("Tính đến", up_to(info)),
        ("Các mức", levels),
        ("Ngày làm việc", "Các cột “ngày làm việc” là phút làm việc chia cho số phút của một ngày làm việc đủ."),
        *((_TRUST, text) for text in warning_trust(study.frame("warning_check"), info).items),
    ]


def _write_book(
    path: Path, rows: pd.DataFrame, shown: tuple[str, ...], notes: list[tuple[str, str]], info: dict,
) -> None:
    declared = {column.name: column for column in TABLES["warnings"].columns} | _OWN
    declared["chance"] = Column("chance", "float64", "Khả năng quá hạn (%)")
    with xlsxwriter.Workbook(str(path), INERT) as book:
        book.set_properties({"title": "Cảnh báo sớm", "author": info["office"]["name"]})
        formats, left_out = Formats(book), judged.left_out(info)
        if left_out:  # what the list leaves out is read before it
            _note_sheet(book, notes, formats)
        write_sheet(
            book, "Cảnh báo sớm", [declared[name] for name in shown], rows[list(shown)], info["day_wm"], formats,
        )
        if not left_out:
            _note_sheet(book, notes, formats)
        for page in book.worksheets():
            page.set_header(page_header("Bản nội bộ", judged.page_head(info)))


def _note_sheet(book: xlsxwriter.Workbook, notes: list[tuple[str, str]], formats: Formats) -> None:
    page = book.add_worksheet("Đọc trước")
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 110)
    for number, (name, text) in enumerate(notes):
        page.write_string(number, 0, name, formats.head)
        page.write_string(number, 1, clean(text), formats.text)
