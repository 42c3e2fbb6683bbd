"""Days whose status was proposed to change and is not settled: said wherever figures depend on them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from tthc.display.blocks import numbers
from tthc.model.schema import label
from tthc.model.words import LATE

_COUNTED = {"off": "ngày làm việc", "work": "ngày nghỉ"}  # how a day counts while the proposal is open
_KIND = {"off": "nghỉ", "work": "làm việc"}


def open_days_sentence(info: Mapping, *, how: bool = True) -> str:
    """Which days of open status the report touches, how they were counted and, with `how`, how to settle them; "" for
    none.
    """
    days = info.get("open_days") or []
    if not days:
        return ""
    listed = numbers.listing(
        f"ngày {_day(one)} (đề xuất {_KIND[one['proposed']]}, đang tính là {_COUNTED[one['proposed']]})"
        for one in days
    )
    change = numbers.listing(
        f"“open_{one['proposed']}” của ngày {_day(one)} thành “{one['proposed']}”" for one in days
    )
    settle = (
        f" Nếu đề xuất được thông qua: đổi {change} trong lịch làm việc (data/reference/calendar_vn.csv) rồi lập lại "
        "báo cáo."
        if how
        else ""
    )
    return (
        f"Chưa rõ có hoán đổi ngày làm việc hay không: {listed}; thời hạn đi qua các ngày này có thể lệch một "
        f"ngày.{settle}"
    )


def hangs_on_them(row: Mapping) -> str:
    """What is said of a late dossier that would be in time if the proposal were adopted; "" for every other."""
    other = row.get("adopted_outcome")
    if numbers.is_unknown(other) or other in LATE:
        return ""
    return (
        f"Chưa rõ có hoán đổi ngày làm việc hay không: nếu hoán đổi thì hồ sơ này là “{label('outcome', other)}”, nên "
        "chưa tính thời gian quá hạn cho đơn vị, cá nhân nào."
    )


def _day(one: Mapping) -> str:
    return f"{date.fromisoformat(one['day']):%d/%m/%Y}"
