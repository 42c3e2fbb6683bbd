"""Chapter 40 (internal): who took part in late dossiers, beside what each had to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from tthc.display.blocks import DataTable, Empty, Note, judged, numbers
from tthc.display.blocks.clean_text import upper_first
from tthc.display.blocks.late_days import WITH_CLOSING, of_holders, of_involvement
from tthc.display.tables.phrases import cell_days, left, right, shown
from tthc.model.schema import label
from tthc.model.words import Party

MOST_ROWS = 100
_NOBODY = Empty("Dữ liệu đã đọc không ghi cán bộ nào giữ hồ sơ, nên không lập được bảng theo cán bộ.")


def caveats(info: Mapping) -> Note:
    """What fairness asks to be read before any name: the office's own words from the reference texts."""
    return Note("Đọc trước khi xem tên", tuple(info["texts"]["accountability"]["caveats"]), tone="warning")


def by_unit(workload: pd.DataFrame, late_days: Any, info: Mapping | None = None) -> DataTable | Empty:
    """One row per unit: officers, steps, days held, worked and absent, late days put down to it and what of them is
    late closing; totals. A notebook of before hands over the workload and info only.
    """
    late_days, info = (_of_workload(workload), late_days) if info is None else (late_days, info)
    if workload.empty:
        return _NOBODY
    units = workload.groupby("unit", dropna=False)
    sums = units.agg(n_officers=("officer", "nunique"), **{name: (name, "sum") for name in _SUMMED})
    shown_of = of_holders(late_days, info, ["unit"]).set_index("unit")[_SHOWN]
    ranked = sums.join(shown_of).fillna(dict.fromkeys(_SHOWN, 0.0)).reset_index()
    ranked = ranked.sort_values(["days", "unit"], ascending=[False, True], kind="stable")
    rows = [
        (_unit(row["unit"], row["n_steps"]), numbers.number(row["n_officers"]), *_summed(row, info), *_late(row))
        for row in ranked.to_dict("records")
    ]
    total = ranked[[*_SUMMED, *_SHOWN]].sum()
    rows.append(("Tổng cộng", numbers.number(workload["officer"].nunique()), *_summed(total, info), *_late(total)))
    columns = (
        left("unit", "Đơn vị", 2),
        right("officers", "Số cán bộ", 0.8),
        right("steps", "Số bước đã xử lý", 0.9),
        right("held", "Ngày giữ hồ sơ", 0.9),
        right("work", "Ngày xử lý", 0.8),
        right("absent", "Ngày vắng mặt", 0.8),
        *_LATE_COLUMNS,
    )
    note = (
        "Ngày giữ hồ sơ tính ở các bước, không gồm thời gian đã có kết quả mà chưa kết thúc trên hệ thống; phần quá "
        "hạn do thời gian ấy ở cột cuối."
    )
    return DataTable(columns, tuple(rows), "Theo đơn vị (ngày làm việc)", note, total=True, print_rows=6)


_SUMMED = ("n_steps", "held_wm", "work_wm", "absent_wm")
_SHOWN = ["days", "closing"]
_LATE_COLUMNS = (
    right("days", "Ngày quá hạn thuộc phần việc", 0.9), right("closing", upper_first(WITH_CLOSING), 0.9),
)


def _of_workload(workload: pd.DataFrame) -> pd.DataFrame:
    """The own office's late days as the workload sums them, for calls without the table itself."""
    return workload.assign(dossier_id="", party=Party.OWN_OFFICE)


def _unit(value: object, n_steps: float) -> str:
    """A unit; late days without one and without a step are nobody's: a deadline shorter than the norms, no record."""
    if shown(value) != numbers.UNKNOWN:
        return shown(value)
    return "(không ghi đơn vị)" if n_steps else "(không tính cho đơn vị nào)"


def _summed(row: Mapping, info: Mapping) -> tuple[str, ...]:
    return (numbers.number(row["n_steps"]), *(cell_days(row[name], info) for name in _SUMMED[1:]))


def _late(row: Mapping) -> tuple[str, ...]:
    """Late days as they were rounded for every table."""
    return tuple(numbers.number(row[name], 1 if row[name] else 0) for name in _SHOWN)


def by_officer(workload: pd.DataFrame, late_days: Any, info: Mapping | None = None) -> DataTable | Empty:
    """One row per officer: dossiers handled, late ones taken part in, days held, worked and absent, late days and what
    of them is late closing; totals of the latter. Where a unit's late days have no officer, the row says so. A notebook
    of before hands over the workload and info only.
    """
    late_days, info = (_of_workload(workload), late_days) if info is None else (late_days, info)
    if workload.empty:
        return _NOBODY
    rows = workload.drop(columns="n_late").merge(
        of_holders(late_days, info, _HOLDER)[[*_HOLDER, *_SHOWN, "n_late"]], on=_HOLDER, how="left",
    )
    rows = rows.fillna(dict.fromkeys([*_SHOWN, "n_late"], 0.0))
    ranked = rows.sort_values(["days", "n_late", "officer"], ascending=[False, False, True], kind="stable")
    with_part, others = ranked[ranked["days"] > 0], ranked[ranked["days"] <= 0]
    lines = [
        (
            "(không tính cho cán bộ nào)" if numbers.is_unknown(row["officer"]) else shown(row["officer"]),
            _unit(row["unit"], row["n_steps"]), *_counts(row, info), *_late(row),
        )
        for row in with_part.head(MOST_ROWS).to_dict("records")
    ]
    lines += [_of_others(others, info, are_more=bool(lines))] if len(others) else []
    lines.append(("Tổng cộng", *[""] * 6, *_late(ranked[_SHOWN].sum())))
    columns = (
        left("officer", "Cán bộ", 1.3),
        left("unit", "Đơn vị", 1.5),
        right("n_dossiers", "Số hồ sơ"),
        right("n_late", "Hồ sơ quá hạn có phần", 0.8),
        right("held", "Ngày giữ hồ sơ"),
        right("work", "Ngày xử lý"),
        right("absent", "Ngày vắng mặt"),
        *_LATE_COLUMNS,
    )
    more = f"Hiện {MOST_ROWS} trong {numbers.number(len(with_part))} cán bộ. " if len(with_part) > MOST_ROWS else ""
    note = (
        "Chỉ nêu tên người có phần quá hạn từ 0,1 ngày. Thời gian chờ khi cán bộ vắng mặt tính cho đơn vị, là nơi phân "
        "công người thay, không tính cho cán bộ. Ngày tính bằng ngày làm việc; nhiều hồ sơ được giữ cùng lúc, nên ngày "
        "giữ có thể nhiều hơn số ngày của kỳ."
    )
    return DataTable(columns, tuple(lines), "Theo cán bộ", more + note, print_rows=6, total=True)


_HOLDER = ["unit", "officer"]


def _counts(row: Mapping, info: Mapping) -> tuple[str, ...]:
    counts = ("–", numbers.number(row["n_late"])) if not row["n_steps"] else tuple(
        numbers.number(row[name]) for name in ("n_dossiers", "n_late")
    )
    return (*counts, *(cell_days(row[name], info) for name in ("held_wm", "work_wm", "absent_wm")))


def _of_others(others: pd.DataFrame, info: Mapping, *, are_more: bool) -> tuple[str, ...]:
    """Nobody is named with nothing: who has no part in lateness shares one row."""
    sums = others[["held_wm", "work_wm", "absent_wm"]].sum()
    count = numbers.number(others["officer"].nunique())
    people = f"{count} cán bộ khác, không có phần quá hạn" if are_more else f"{count} cán bộ, không ai có phần quá hạn"
    return (people, "", "", "0", *(cell_days(sums[name], info) for name in sums.index), *_late(others[_SHOWN].sum()))


def involvement(involvement: pd.DataFrame, causes: pd.DataFrame, info: Mapping) -> DataTable | Empty:
    """One row per holder and cause in late dossiers: what was going on, dossiers, late days; no record names nobody."""
    rows = involvement[involvement["share_wm"] > 0]
    rows = rows.assign(days=of_involvement(rows, info)) if len(rows) else rows
    rows = rows[rows["days"] > 0] if len(rows) else rows  # nobody is named with next to nothing
    if rows.empty:
        return Empty(judged.none("phần quá hạn nào thuộc về một đơn vị hoặc cán bộ", info))
    names = causes.drop_duplicates("code").set_index("code")["label"]
    ranked = rows.sort_values(
        ["days", "share_wm", "cause", "officer"], ascending=[False, False, True, True], kind="stable",
    ).head(MOST_ROWS)
    lines = tuple(
        (
            shown(row["unit"]),
            shown(row["officer"]),
            shown(names.get(row["cause"], row["cause"])),
            label("state", row["state"] if isinstance(row["state"], str) else None),
            numbers.number(row["n_late"]),
            numbers.number(row["days"], 1),
        )
        for row in ranked.to_dict("records")
    )
    columns = (
        left("unit", "Đơn vị", 1.5),
        left("officer", "Cán bộ", 1.2),
        left("cause", "Nguyên nhân", 2),
        left("state", "Hồ sơ khi đó", 1.5),
        right("n", "Số hồ sơ quá hạn"),
        right("days", "Ngày quá hạn (ngày làm việc)", 0.8),
    )
    note = (
        "Chỉ nêu và đếm phần từ 0,1 ngày. Dòng không có đơn vị và cán bộ là thời gian của người nộp, thời gian không "
        "có ghi nhận, hoặc phần mà ngày hẹn trả cho ít hơn định mức của các bước; dòng có đơn vị mà không có cán bộ là "
        "thời gian cán bộ vắng mặt hoặc không rõ cán bộ."
    )
    return DataTable(columns, lines, "Phần quá hạn theo nơi giữ hồ sơ và nguyên nhân", note, print_rows=5)
