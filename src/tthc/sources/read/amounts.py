"""Amounts of time with their unit beside the number: “5 ngày làm việc”, “03 ngày”, “24 giờ”, “1 ngày 4 giờ”."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

_DAY_WM, _HOUR_WM = 480.0, 60.0
_NUMBER = r"\d{1,3}(?:[.,]\d{1,2})?"  # not "1.200": nobody knows whether that is a thousand
_WORKED = r"(?:\s*(?:làm việc|lam viec|lv))?"
_DAYS, _HOURS, _MINUTES = r"(?:ngày|ngay|days?)", r"(?:giờ|gio|tiếng|hours?|h)", r"(?:phút|phut|minutes?|p)"
_JOINT = r"\s*(?:,|và|va)?\s*"
_PARTS = ((_DAYS, _DAY_WM), (_HOURS, _HOUR_WM), (_MINUTES, 1.0))
_WITH_UNITS = "(?i)^" + _JOINT.join(f"(?:({_NUMBER})\\s*{unit}{_WORKED})?" for unit, _ in _PARTS) + "$"
_SAME_DAY = r"(?i)^trong ngày( làm việc)?$"
_WHOLE_DAYS = {"working": rf"(?i)^(\d{{1,3}})(?:[.,]0+)?(?:\s*{_DAYS}{_WORKED})?$",
               "calendar": rf"(?i)^(\d{{1,3}})(?:[.,]0+)?(?:\s*{_DAYS}(?:\s*lịch)?)?$"}


def says_unit(text: ir.StringValue) -> ir.BooleanValue:
    """Whether the text is nothing but numbers with their units, days before hours before minutes."""
    return text.re_search(_WITH_UNITS) & text.re_search(r"\d")


def working_minutes(text: ir.StringValue) -> ir.FloatingValue:
    """The working minutes of such a text: a day has 480, as in every column of norms."""
    parts = [
        text.re_extract(_WITH_UNITS, n).replace(",", ".").try_cast("float64").fill_null(0.0) * worth
        for n, (_, worth) in enumerate(_PARTS, 1)
    ]
    return parts[0] + parts[1] + parts[2]


def whole_days(text: ir.StringValue, unit: str) -> ir.FloatingValue:
    """The number of days of a time limit; null where it is no whole number, or is counted in another unit."""
    form = _WHOLE_DAYS[unit]
    return ibis.cases(
        (text.re_search(form), text.re_extract(form, 1).try_cast("float64")), (text.re_search(_SAME_DAY), 0.0),
    )
