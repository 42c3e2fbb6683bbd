"""The life of a late dossier in words: who held it when, for how many working days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

import pandas as pd

from tthc.display.blocks import numbers
from tthc.model.days import last_instant
from tthc.model.schema import label
from tthc.model.words import Party

MOST_LINES = 24  # a sheet's row is at most 409 points high; what is longer has its strip in the report
_WITHOUT_HOLDER = (Party.APPLICANT, Party.NO_RECORD)


def stories(segments: pd.DataFrame, day_wm: float) -> dict[str, str]:
    """Dossier → its life, one line per holder and step; `segments` has the columns of schema SEGMENTS."""
    ordered = segments.sort_values(["dossier_id", "seg_no"], kind="stable")
    return {
        str(dossier): story(rows.to_dict("records"), day_wm)
        for dossier, rows in ordered.groupby("dossier_id", sort=False)
    }


def story(segments: Sequence[dict], day_wm: float) -> str:
    """One line per stretch with one holder and step, in order: days, holder, step, working days by state."""
    lines = list(_lines([one for one in segments if one["wm"] > 0], day_wm))
    if len(lines) > MOST_LINES:
        rest = len(lines) - MOST_LINES
        lines = [*lines[:MOST_LINES], f"… còn {rest} khoảng nữa; xem chương “Hồ sơ quá hạn”."]
    return "\n".join(lines)


def _lines(segments: Sequence[dict], day_wm: float) -> Iterator[str]:
    for _, group in groupby(segments, key=_whose):
        rows = list(group)
        days = numbers.days_number(sum(row["wm"] for row in rows), full_day_wm=day_wm)
        yield f"{_span(rows)}: {_who(rows[0])}{_doing(rows, day_wm)}: {days} ngày làm việc{_after_due(rows, day_wm)}"


def _after_due(rows: Sequence[dict], day_wm: float) -> str:
    late = sum(row["late_wm"] for row in rows if not numbers.is_unknown(row["late_wm"]))
    if late <= 0:
        return ""
    is_all = late > 0.99 * sum(row["wm"] for row in rows)
    return ", sau hạn" if is_all else f", trong đó {numbers.days_number(late, full_day_wm=day_wm)} ngày sau hạn"


def _whose(row: dict) -> tuple:
    return tuple(
        "" if numbers.is_unknown(row[name]) else row[name]
        for name in ("party", "unit", "officer", "step_no", "step")
    ) + (
        (row["state"],) if row["party"] in _WITHOUT_HOLDER else ()
    )


def _span(rows: Sequence[dict]) -> str:
    first, last = rows[0]["from_at"], last_instant(rows[-1]["to_at"])
    last = max(first, last)
    if first.date() == last.date():
        return numbers.date(first)
    return (
        f"{first:%d/%m}–{numbers.date(last)}" if first.year == last.year
        else f"{numbers.date(first)}–{numbers.date(last)}"
    )


def _who(row: dict) -> str:
    if row["party"] in _WITHOUT_HOLDER:
        return label("state", row["state"])
    officer, unit = (
        None if numbers.is_unknown(row[name]) or not row[name] else row[name]
        for name in ("officer", "unit")
    )
    holder = f"{officer} ({unit})" if officer and unit else officer or unit or "không rõ người giữ"
    return holder if numbers.is_unknown(row["step"]) else f"{holder}, bước “{row['step']}”"


def _doing(rows: Sequence[dict], day_wm: float) -> str:
    """The states of the stretch; the days of each where there are several and the stretch is not a moment."""
    if rows[0]["party"] in _WITHOUT_HOLDER:
        return ""
    sums: dict[str, float] = {}
    for row in rows:
        sums[row["state"]] = sums.get(row["state"], 0.0) + row["wm"]
    names = {state: _lower(label("state_short", state)) for state in sums}
    if len(sums) == 1 or sum(sums.values()) < day_wm / 2:
        return f", {names[max(sums, key=lambda state: sums[state])]}"
    return (
        f" ({', '.join(f'{names[state]} {numbers.days_number(wm, full_day_wm=day_wm)}' for state, wm in sums.items())})"
    )


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
