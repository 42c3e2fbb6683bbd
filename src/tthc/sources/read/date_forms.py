"""Which date forms a column is written in, and whether day and month can be told apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

_TIMES = (" %H:%M:%S", " %H:%M", "")
_FIRST_TIMES = ("%H:%M:%S", "%H:%M")
_LOOSE_TIMES = (
    "",
    *(
        f"{mark}{time}"
        for mark in (" ", " - ", "T", ", ")
        for time in ("%H:%M:%S", "%H:%M", "%I:%M:%S %p", "%I:%M %p", "%Hh%M")
    ),
)
# A year of two figures is only read where it is declared.
_DAY_FIRST = tuple(f"%d{mark}%m{mark}{year}" for year in ("%Y", "%y") for mark in "/-.")
_MONTH_FIRST = tuple(f"%m{mark}%d{mark}{year}" for year in ("%Y", "%y") for mark in "/-.")
_YEAR_FIRST = tuple(f"%Y{mark}%m{mark}%d" for mark in ("/", ".", "-", ""))
_OTHERS = ("%Y%m%d%H%M%S", "%Y%m%d%H%M", "%Y%m%d", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y/%m/%d")
_UNUSUAL = re.compile(r"^\d{1,4}(?P<mark>[^\w\s])\d{1,2}(?P=mark)\d{1,4}(?:(?P<joint>[^\w]{1,5})\d{1,2}:)?")
_ISO = re.compile(r"^\d{4}-\d{1,2}-\d{1,2}([T ].*)?$")
_SERIAL = re.compile(r"^[1-9]\d{4}(\.\d+)?$")


def forms_seen(texts: Sequence[str]) -> tuple[list[str], list[str]]:
    """The forms, in the order in which to try them, that read the most of `texts`; and what is not sure about them.

    Day first wins where nothing tells: it is how Vietnamese systems write. ISO texts need no form.
    """
    rest = [text for text in texts if not _ISO.match(text)]
    if not rest:
        return [], [] if texts else ["không thấy ngày nào trong tệp; dạng ngày phải khai bằng tay."]
    day, month = (
        _fitting(tuple(base + time for base in bases for time in _TIMES), rest)
        for bases in (_DAY_FIRST, _MONTH_FIRST)
    )
    n_day, n_month = _n_read(day, rest), _n_read(month, rest)
    doubts = []
    if n_day and n_day == n_month:
        doubts.append("mọi ngày trong tệp đều đọc được cả theo ngày/tháng lẫn tháng/ngày; đang chọn ngày đứng trước.")
    forms = (month if n_month > n_day else day) + _fitting(_OTHERS, rest)
    forms += ["excel"] if any(_SERIAL.match(text) for text in rest) else []
    left = [
        text
        for text in rest
        if not _SERIAL.match(text) and not any(_reads(text, form) for form in forms if form != "excel")
    ]
    if left:
        doubts.append(f"không đọc được {len(left)} giá trị ngày, ví dụ “{left[0]}”.")
    return forms, doubts


def forms_for(texts: Sequence[str], declared: Sequence[str]) -> list[str] | None:
    """`declared` with the forms that read `texts`, in an order in which none reads another's; None where too few are
    dates.

    Where the texts are written month first, what was declared day first gives way: both together would be a guess per
    row.
    """
    texts = [_in_english(text) for text in texts]
    marks, joints = _marks(texts)
    bases = (_DAY_FIRST, _MONTH_FIRST, _YEAR_FIRST)
    day, month, other = (_fitting(_with_times(_with_marks(forms, marks), joints), texts) for forms in bases)
    is_month = _n_read(month, texts) > _n_read(day, texts)
    new = [*(month if is_month else day), *other]
    if 2 * _n_read(new, texts) < len(texts):
        return None
    kept = [
        form
        for form in declared
        if form == "excel" or form.lower().startswith("%y") or (form.index("%m") < form.index("%d")) == is_month
    ]
    return list(dict.fromkeys((*kept, *new)))


def _in_english(text: str) -> str:
    """Vietnamese Windows writes SA (sáng) and CH (chiều) for AM and PM; a form has one mark for both."""
    return re.sub(r"\s*CH$", " PM", re.sub(r"\s*SA$", " AM", text))


def _marks(texts: Sequence[str]) -> tuple[list[str], list[str]]:
    """What stands between day, month and year, and between date and time, where it is not one of the usual marks:
    04|03|2024~08:01.
    """
    found = [match for text in texts if (match := _UNUSUAL.match(text))]
    return list(dict.fromkeys(match["mark"] for match in found)), list(
        dict.fromkeys(match["joint"] for match in found if match["joint"])
    )


def _with_marks(bases: Sequence[str], marks: Sequence[str]) -> tuple[str, ...]:
    return (*bases, *(base.replace("/", mark.replace("%", "%%")) for mark in marks for base in bases if "/" in base))


def _with_times(bases: Sequence[str], joints: Sequence[str] = ()) -> tuple[str, ...]:
    joined = (f"{joint.replace('%', '%%')}{time}" for joint in joints for time in _FIRST_TIMES)
    times = dict.fromkeys((*_LOOSE_TIMES, *joined))
    return (
        *(base + time for base in bases for time in times),
        *(f"{time} {base}" for base in bases for time in _FIRST_TIMES),
    )


def _fitting(forms: Sequence[str], texts: Sequence[str]) -> list[str]:
    return [form for form in forms if any(_reads(text, form) for text in texts)]


def _n_read(forms: Sequence[str], texts: Sequence[str]) -> int:
    return sum(any(_reads(text, form) for form in forms) for text in texts)


def _reads(text: str, form: str) -> bool:
    try:
        return datetime.strptime(text, form).year >= 1000
    except ValueError:
        return False
