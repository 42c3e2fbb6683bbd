"""The working calendar as people check it: a year's working days, days off, swaps and sources; and a calendar of one's
own.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from tthc.cli.copying import own_reference, where_to_edit
from tthc.model.errors import UsageError
from tthc.model.settings import find_root
from tthc.model.shipped import REFERENCE, reference_file

if TYPE_CHECKING:
    from tthc.analysis.calendar import SpecialDay

_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_OPEN = {"open_off": ("nghỉ", "ngày làm việc", "off"), "open_work": ("làm việc", "ngày nghỉ", "work")}
_HOURS = "calendar_hours.csv"
_USUAL = "vn"


def show(year: int, name: str = _USUAL) -> str:
    """The working days of each month of `year`, every day that is not as its weekday is with its source, and what is
    open.

    Raises UsageError for an unknown calendar and for a year that the calendar does not cover.
    """
    from tthc.analysis.calendar import calendar_table, special_days

    folder = _folder()
    days = calendar_table(folder, name).to_pylist()
    own = [day for day in days if day["date"].year == year]
    if not own:
        covered = f"{days[0]['date']:%d/%m/%Y} đến {days[-1]['date']:%d/%m/%Y}"
        raise UsageError(
            f"Lịch {name} không có năm {year}; lịch có từ {covered}. Thêm các ngày của năm ấy và sửa dòng “to” trong "
            f"{where_to_edit(folder, _file(folder, name))}."
        )
    special = special_days(folder, name, own[0]["date"], own[-1]["date"])
    worked = Counter(day["date"].month for day in own if day["is_work"])
    months = ", ".join(f"tháng {month}: {worked[month]}" for month in sorted({day["date"].month for day in own}))
    lines = [f"Lịch làm việc {name}, năm {year}: {sum(worked.values())} ngày làm việc.", f"  {months}"]
    for title, kinds in (("Ngày nghỉ", {"off"}), ("Làm bù", {"work"})):
        lines += _listed(title, [one for one in special if one.kind in kinds])
    lines += _listed(
        "Ngày có giờ làm việc riêng", [one for one in special if one.kind not in ("off", "work", *_OPEN)], hours=True,
    )
    lines += _open([one for one in special if one.kind in _OPEN], where_to_edit(folder, _file(folder, name)))
    hours = reference_file(folder, _HOURS)
    return "\n".join([*lines, f"Nguồn của từng ngày: cột source của {_file(folder, name)}; giờ làm việc: {hours}."])


def _listed(title: str, days: list[SpecialDay], *, hours: bool = False) -> Iterator[str]:
    """The days under their title, those of one source together."""
    if not days:
        return
    yield f"{title} ({len(days)}):"
    for source, group in groupby(days, key=lambda one: one.source):
        for one in group:
            own = f", {one.kind}" if hours else ""
            yield f"  {_day(one.day)}{own}  {one.name or 'không ghi tên'}"
        yield f"      {source or 'không ghi nguồn'}"


def _open(days: list[SpecialDay], file: str) -> Iterator[str]:
    """What was proposed and is not settled: how it counts, and how to set it."""
    if not days:
        yield "Không có ngày nào chưa rõ."
        return
    yield f"Chưa rõ ({len(days)}): mọi báo cáo đi qua các ngày này đều nói ra."
    for one in days:
        proposed, counted, kind = _OPEN[one.kind]
        yield f"  {_day(one.day)}  đề xuất {proposed}, đang tính là {counted}. {one.name}"
        yield f"      {one.source or 'không ghi nguồn'}"
        yield f"      Được thông qua: đổi {one.kind} thành {kind}; không được thông qua: xóa dòng này, trong {file}."


def _day(day: date) -> str:
    return f"{_WEEKDAYS[day.weekday()]} {day:%d/%m/%Y}"


def new(name: str) -> str:
    """A calendar of one's own: its hours in `calendar_hours.csv`, those of the usual one to begin with, and where it
    has days off of its own a file for them. Named `vn-x` it shares the days off of `calendar_vn.csv`. Nothing that is
    there is changed.

    Raises UsageError for a name that is taken or is not one.
    """
    from tthc.analysis.calendar import calendar_names

    folder = _folder()
    known = calendar_names(folder)
    if not _NAME.fullmatch(name):
        raise UsageError(
            f"Tên lịch “{name}” không dùng được; hãy dùng chữ thường không dấu, số và dấu gạch nối, ví dụ: "
            f"{_USUAL}-ca-sang."
        )
    path = folder / f"calendar_{name}.csv"
    if name in known or path.exists():
        raise UsageError(
            f"Lịch {name} đã có; hãy chọn tên khác, hoặc sửa {where_to_edit(folder, reference_file(folder, _HOURS))}."
        )
    base = name.split("-")[0]
    shared = base != name and base in known
    _add_hours(folder, base if shared else _USUAL, name)
    lines = [
        f"Đã thêm giờ làm việc của lịch {name} vào {folder / _HOURS}: đang như lịch {base if shared else _USUAL}, hãy "
        f"sửa các dòng {name}."
    ]
    if shared:
        lines.append(f"Ngày nghỉ: dùng chung {_file(folder, name)}.")
    else:
        first, last = _span(folder)
        rows = f"{first},from,Ngày đầu của lịch,\n{last},to,Ngày cuối của lịch,\n"
        path.write_text(f"date,kind,name,source\n{rows}", encoding="utf-8")
        lines.append(
            f"Ngày nghỉ: hãy ghi vào {path}, mỗi ngày một dòng, ví dụ 2026-09-02,off,Quốc khánh,nguồn (off nghỉ, work "
            "làm bù, 07:00-11:30 nửa ngày)."
        )
    year = date.fromisoformat(_span(folder)[1]).year
    lines.append(
        f'Để dùng: ghi calendar = "{name}" trong mẫu đọc dữ liệu (chép ra bằng: tthc reference copy '
        f'profiles/cong_tinh.toml). Xem lại: tthc calendar show {year} --name {name}'
    )
    return "\n".join(lines)


def _add_hours(folder: Path, base: str, name: str) -> None:
    """The file anew, as UTF-8 with commas, however a spreadsheet had saved it."""
    from tthc.analysis.calendar import hour_rows

    path = own_reference(folder, _HOURS)
    rows = hour_rows(path)
    added = [{**row, "calendar": name} for row in rows if row["calendar"] == base]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows([*rows, *added])


def _span(folder: Path) -> tuple[str, str]:
    """First and last day of the usual calendar, as ISO texts."""
    from tthc.analysis.calendar import calendar_table

    days = calendar_table(folder, _USUAL).column("date")
    return days[0].as_py().isoformat(), days[-1].as_py().isoformat()


def _file(folder: Path, name: str) -> Path:
    own = reference_file(folder, f"calendar_{name}.csv")
    return own if own.is_file() else reference_file(folder, f"calendar_{name.split('-')[0]}.csv")


def _folder() -> Path:
    return find_root() / REFERENCE
