"""A small good export and the ways in which people, spreadsheets and systems damage its key cells."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from hypothesis import strategies as st

HEADER = ["Mã hồ sơ", "Tên thủ tục", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày kết thúc xử lý", "Trạng thái"]
ID, RECEIVED, DUE, FINISHED, STATUS = 0, 2, 3, 4, 5
DATES = (RECEIVED, DUE, FINISHED)
DONE, OPEN = "Đã xử lý xong", "Đang xử lý"
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
WORDS = ("chưa rõ", "31/02/2024", "#REF!", "x", "2024", "Phòng A", "00/00/0000", "Hôm qua", "0")
STATUSES = ("Xong xuôi", "Đã hoàn thành trễ hạn", "99", "#N/A", "Đang nằm đó", "9.5")


@dataclass(frozen=True)
class Damage:
    """What was done, in words, and the export after it."""

    what: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = field(repr=False)

    def write(self, folder: Path) -> None:
        with (folder / "ho-so.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([self.header, *self.rows])


@st.composite
def damages(draw) -> Damage:
    """One to three damages on top of each other."""
    header, rows, said = list(HEADER), [list(row) for row in GOOD], []
    for _ in range(draw(st.integers(1, 3))):
        said.append(draw(st.sampled_from((_reform, _say, _empty, _swap, _rename)))(draw, header, rows))
    return Damage("; ".join(said), tuple(header), tuple(map(tuple, rows)))


def _cells(draw, rows: list, column: int) -> list[list[str]]:
    """The rows whose cell is damaged: all of them, or some."""
    return rows if draw(st.booleans()) else [rows[n] for n in draw(st.lists(st.integers(0, len(rows) - 1), min_size=1, max_size=3, unique=True))]


def _reform(draw, header: list, rows: list) -> str:
    column, form = draw(st.sampled_from(DATES)), draw(st.integers(0, len(FORMS) - 1))
    for row in _cells(draw, rows, column):
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
