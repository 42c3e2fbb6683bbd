"""A small good export and the ways in which people, spreadsheets and systems damage its key cells."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import openpyxl
from hypothesis import strategies as st

HEADER = ["Mã hồ sơ", "Tên thủ tục", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày kết thúc xử lý", "Trạng thái"]
ID, RECEIVED, DUE, FINISHED, STATUS = 0, 2, 3, 4, 5
DATES = (RECEIVED, DUE, FINISHED)
DONE, OPEN = "Đã xử lý xong", "Đang xử lý"
DELIMITERS = (",", ";", "\t", "|")
_DAY = "%d/%m/%Y %H:%M"


def _row(number: int, received: str, due: str, finished: str) -> list[str]:
    return [f"HS-{number:02d}", "Cấp giấy phép", received, due, finished, DONE if finished else OPEN]


# Early, on time, late; open in time, open late; days up to and beyond the twelfth.
GOOD = [
    _row(1, "04/03/2024 08:00", "18/03/2024 17:00", "11/03/2024 09:00"), _row(2, "05/03/2024 08:00", "19/03/2024 17:00", "19/03/2024 09:00"),
    _row(3, "14/03/2024 10:00", "28/03/2024 17:00", "03/04/2024 09:00"), _row(4, "20/03/2024 14:00", "10/04/2024 17:00", ""),
    _row(5, "15/05/2024 08:00", "12/06/2024 17:00", ""), _row(6, "06/02/2024 08:00", "07/03/2024 17:00", "22/03/2024 15:00"),
    _row(7, "01/04/2024 08:00", "26/04/2024 17:00", "25/04/2024 11:00"), _row(8, "02/05/2024 08:00", "09/05/2024 17:00", "09/05/2024 16:00"),
]

FORMS: tuple[Callable[[datetime], str], ...] = (
    lambda at: at.strftime("%d/%m/%Y - %H:%M"), lambda at: at.strftime("%d.%m.%Y %H:%M"), lambda at: at.strftime("%Y-%m-%d %I:%M %p"),
    lambda at: at.strftime("%H:%M %d/%m/%Y"), lambda at: at.strftime("%Y%m%d%H%M%S"), lambda at: at.strftime("%Y/%m/%d %H:%M:%S.000"),
    lambda at: at.strftime("%d/%m/%y %H:%M"), lambda at: at.strftime("%m/%d/%Y %H:%M"), lambda at: at.strftime("%d-%b-%Y %H:%M"),
    lambda at: f"{at:%Hh%M} ngày {at.day} tháng {at.month} năm {at.year}", lambda at: f"\u200b{at:{_DAY}}\ufeff", lambda at: f"{at:{_DAY}}\u00a0",
    lambda at: at.strftime("%Y-%m-%dT%H:%M:%S+07:00"), lambda at: at.strftime("%d/%m/%Y %I:%M:00 ") + ("SA" if at.hour < 12 else "CH"),
)
_MONTH_FIRST = 7
WORDS = ("chưa rõ", "31/02/2024", "#REF!", "x", "2024", "Phòng A", "00/00/0000", "Hôm qua", "0")
STATUSES = ("Xong xuôi", "Đã hoàn thành trễ hạn", "99", "#N/A", "Đang nằm đó", "9.5")


@dataclass(frozen=True)
class Damage:
    """What was done, in words, and the export after it."""

    what: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = field(repr=False)
    kind: str = ","

    def write(self, folder: Path) -> None:
        """As delimited text, with its quotes as they stand (`raw`), or as a workbook, beside a hidden sheet of other rows or
        with equal neighbours of the column of procedures merged."""
        lines = [self.header, *self.rows]
        if self.kind == "raw":
            (folder / "ho-so.csv").write_text("".join(",".join(line) + "\n" for line in lines), encoding="utf-8")
        elif self.kind in DELIMITERS:
            with (folder / "ho-so.csv").open("w", encoding="utf-8", newline="") as file:
                csv.writer(file, delimiter=self.kind).writerows(lines)
        else:
            self._workbook(lines).save(folder / "ho-so.xlsx")

    def _workbook(self, lines: list) -> openpyxl.Workbook:
        book = openpyxl.Workbook()
        book.active.title = "Danh sách hồ sơ"
        for line in lines:
            book.active.append(list(line))
        if self.kind == "hidden":
            other = book.create_sheet("Bản cũ")
            for line in lines[: len(lines) // 2]:
                other.append(list(line))
            other.sheet_state = "hidden"
        if self.kind == "merged":
            book.active.merge_cells(start_row=2, end_row=min(4, len(lines)), start_column=2, end_column=2)
        return book


@st.composite
def damages(draw) -> Damage:
    """One to three damages on top of each other."""
    header, rows, said = list(HEADER), [list(row) for row in GOOD], []
    for _ in range(draw(st.integers(1, 3))):
        said.append(draw(st.sampled_from((_reform, _say, _empty, _swap, _rename)))(draw, header, rows))
    kind = draw(st.sampled_from((*DELIMITERS, "raw", "hidden", "merged")))
    if draw(st.booleans()):
        said.append(draw(st.sampled_from((_total, _header_again, _quote)))(draw, header, rows, kind))
    return Damage(f"{'; '.join(said)} ({kind})", tuple(header), tuple(map(tuple, rows)), kind)


def _total(draw, header: list, rows: list, kind: str) -> str:
    rows.append(["Tổng cộng", "", "", "", "", str(len(rows))])
    return "a total below"


def _header_again(draw, header: list, rows: list, kind: str) -> str:
    rows.insert(draw(st.integers(1, len(rows) - 1)), list(header))
    return "the header again"


def _quote(draw, header: list, rows: list, kind: str) -> str:
    """Opened and not closed; a delimited text that a program wrote doubles it."""
    row, column = draw(st.sampled_from(rows)), draw(st.sampled_from((1, FINISHED)))
    row[column] = f'"{row[column]}'
    return f"a quote in {header[column]}"


def _cells(draw, rows: list, column: int) -> list[list[str]]:
    """The rows whose cell is damaged: all of them, or some."""
    return rows if draw(st.booleans()) else [rows[n] for n in draw(st.lists(st.integers(0, len(rows) - 1), min_size=1, max_size=3, unique=True))]


def _reform(draw, header: list, rows: list) -> str:
    column, form = draw(st.sampled_from(DATES)), draw(st.integers(0, len(FORMS) - 1))
    cells = _cells(draw, rows, column)
    if form == _MONTH_FIRST and all(row[column][:2] <= "12" for row in cells):
        form = 0  # a date with its month first that reads as another one leaves no trace (docs/input.md)
    for row in cells:
        try:
            row[column] = FORMS[form](datetime.strptime(row[column], _DAY))
        except ValueError:  # empty, or damaged before
            continue
    return f"form {form} in {header[column]}"


def _say(draw, header: list, rows: list) -> str:
    column = draw(st.sampled_from((*DATES, STATUS)))
    word = draw(st.sampled_from(STATUSES if column == STATUS else WORDS))
    for row in _cells(draw, rows, column):
        row[column] = word
    return f"{word} in {header[column]}"


def _empty(draw, header: list, rows: list) -> str:
    column = draw(st.sampled_from((ID, *DATES, STATUS)))
    for row in _cells(draw, rows, column):
        row[column] = ""
    return f"nothing in {header[column]}"


def _swap(draw, header: list, rows: list) -> str:
    one, two = draw(st.lists(st.sampled_from((ID, *DATES, STATUS)), min_size=2, max_size=2, unique=True))
    header[one], header[two] = header[two], header[one]
    return f"{header[two]} and {header[one]} in each other's place"


def _rename(draw, header: list, rows: list) -> str:
    column = draw(st.sampled_from((RECEIVED, DUE, FINISHED, STATUS)))
    said, header[column] = header[column], f"Cột {column}"
    return f"{said} is called otherwise"
