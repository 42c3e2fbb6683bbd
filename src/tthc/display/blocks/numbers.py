"""Values as Vietnamese readers write them: decimal comma, thousands dot, dd/mm/yyyy; unknown values are a dash.

Halves round away from zero, as the engine rounds. `_wm` amounts are working minutes.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date as Date
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from tthc.model.days import FULL_DAY_WM

if TYPE_CHECKING:
    from typing_extensions import TypeIs

UNKNOWN = "–"


def number(value: float | Decimal | None, digits: int = 0) -> str:
    """`1234.5` → "1.234,5" with `digits` decimals. Negative values carry a true minus sign."""
    if is_unknown(value):
        return UNKNOWN
    rounded = Decimal(repr(float(value)) if isinstance(value, float) else str(value)).quantize(
        Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP
    )
    text = f"{abs(rounded):,.{digits}f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    return f"−{text}" if rounded < 0 else text


def percent(part: float | None, whole: float | None, digits: int = 2) -> str:
    """`20, 30` → "66,67%"; a dash where the denominator is 0 or unknown."""
    if is_unknown(part) or is_unknown(whole) or whole == 0:
        return UNKNOWN
    return f"{number(Decimal(str(float(part))) * 100 / Decimal(str(float(whole))), digits)}%"


def share(part: float | None, whole: float | None, digits: int = 2) -> str:
    """`20, 30` → "66,67% (20/30)": a percentage never without its denominator."""
    if is_unknown(part) or is_unknown(whole):
        return UNKNOWN
    return f"{percent(part, whole, digits)} ({number(part)}/{number(whole)})"


def count(value: int | None, noun: str = "hồ sơ") -> str:
    """`10` → "10 hồ sơ"; `0` → "không có hồ sơ nào"."""
    if is_unknown(value):
        return UNKNOWN
    return f"không có {noun} nào" if value == 0 else f"{number(value)} {noun}"


def date(value: Date | datetime | None) -> str:
    """dd/mm/yyyy."""
    return UNKNOWN if is_unknown(value) else f"{value:%d/%m/%Y}"


def month(value: Date | datetime | None) -> str:
    """mm/yyyy, as a pick list shows it; nothing where no day is known."""
    return "" if is_unknown(value) else f"{value:%m/%Y}"


def moment(value: datetime | None) -> str:
    """dd/mm/yyyy HH:MM."""
    return UNKNOWN if is_unknown(value) else f"{value:%d/%m/%Y %H:%M}"


def span(start: Date, end: Date) -> str:
    """Both days inclusive: "từ 02/01/2024 đến 31/05/2024"; one day alone: "ngày 02/01/2024"."""
    return f"ngày {date(start)}" if date(start) == date(end) else f"từ {date(start)} đến {date(end)}"


def days_number(wm: float | None, digits: int = 1, full_day_wm: float = FULL_DAY_WM) -> str:
    """Working minutes as a number of working days: `1200` → "2,5". More than nothing never shows as zero."""
    if is_unknown(wm):
        return UNKNOWN
    amount = wm / full_day_wm
    smallest = 10**-digits
    if 0 < abs(amount) < smallest / 2:
        return f"dưới {number(smallest, digits)}"
    return _short(number(amount, digits))


def days(wm: float | None, digits: int = 1, full_day_wm: float = FULL_DAY_WM) -> str:
    """`1200` → "2,5 ngày làm việc"."""
    text = days_number(wm, digits, full_day_wm)
    return text if text == UNKNOWN else f"{text} ngày làm việc"


def change(now: float | None, before: float | None, digits: int = 0, unit: str = "") -> str:
    """The difference to the last report: "tăng 3", "giảm 1,5 điểm %", "không đổi"; empty without a last report."""
    if is_unknown(now) or is_unknown(before):
        return ""
    amount = number(abs(now - before), digits)
    if amount == number(0, digits):
        return "không đổi"
    return f"{'tăng' if now > before else 'giảm'} {amount}{' ' + unit if unit else ''}"


def becomes(before: float, after: float) -> str:
    """`5202, 5185` → "5.202 → 5.185"."""
    return f"{number(before)} → {number(after)}"


def listing(items: Iterable[str], limit: int = 0) -> str:
    """"a", "a và b", "a, b và c"; with a `limit` the rest is counted: "a, b và 3 mục khác"."""
    items = list(items)
    if limit and len(items) > limit:
        items = [*items[:limit], f"{len(items) - limit} mục khác"]
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} và {items[-1]}" if items else ""


def rounded_parts(values: Sequence[float], digits: int = 1) -> tuple[float, ...]:
    """The values rounded so that they sum to the rounded sum (largest remainder)."""
    return rounded_to(sum(values), values, digits)


def rounded_to(target: float, values: Sequence[float], digits: int = 1) -> tuple[float, ...]:
    """The values rounded so that they sum to the rounded `target`: their sum, or what their group was rounded to."""
    scale = 10**digits
    floors = [math.floor(value * scale + 1e-9) for value in values]
    missing = int(Decimal(repr(float(target) * scale)).quantize(Decimal(1), rounding=ROUND_HALF_UP)) - sum(floors)
    by_remainder = sorted(range(len(values)), key=lambda i: (floors[i] - values[i] * scale, i))
    for i in by_remainder[: max(0, missing)]:
        floors[i] += 1
    return tuple(floor / scale for floor in floors)


def is_unknown(value: object) -> TypeIs[None]:
    """True for None, NaN and NaT."""
    return value is None or value != value


def _short(text: str) -> str:
    return text.rstrip("0").rstrip(",") if "," in text else text
