"""Chapter 40 (internal): who took part in late dossiers, beside what each had to do."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from tthc.display.blocks import DataTable, Empty, Note, judged, numbers
from tthc.display.tables.phrases import cell_days, left, right, shown
from tthc.model.schema import label

MOST_ROWS = 100
_NOBODY = Empty("Dữ liệu không ghi cán bộ nào giữ hồ sơ, nên không lập được bảng theo cán bộ.")


def caveats(info: Mapping) -> Note:
    """What fairness asks to be read before any name: the office's own words from the reference texts."""
    return Note("Đọc trước khi xem tên", tuple(info["texts"]["accountability"]["caveats"]), tone="warning")


def by_unit(workload: pd.DataFrame, info: Mapping) -> DataTable | Empty:
    """One row per unit: officers, steps, days held and worked, late days put down to its steps; a total of the days."""
    if workload.empty:
        return _NOBODY
    units = workload.assign(unit=workload["unit"].fillna("(không ghi)")).groupby("unit")
    sums = units.agg(n_officers=("officer", "nunique"), **{name: (name, "sum") for name in _SUMMED}).reset_index()
    ranked = sums.sort_values(["share_wm", "unit"], ascending=[False, True], kind="stable")
    rows = [
        (shown(row["unit"]), numbers.number(row["n_officers"]), *_summed(row, info))
        for row in ranked.to_dict("records")
    ]
    rows.append(("Tổng cộng", numbers.number(workload["officer"].nunique()), *_summed(sums[list(_SUMMED)].sum(), info)))
    columns = (
        left("unit", "Đơn vị", 2),
        right("n_officers", "Số cán bộ"),
        right("n_steps", "Số bước đã xử lý"),
        right("held", "Ngày giữ hồ sơ", 0.8),
        right("work", "Ngày xử lý", 0.8),
        right("absent", "Ngày vắng mặt", 0.8),
        right("share", "Ngày quá hạn thuộc các bước của đơn vị", 1.1),
    )
    return DataTable(columns, tuple(rows), "Theo đơn vị (ngày làm việc)", total=True)


_SUMMED = ("n_steps", "held_wm", "work_wm", "absent_wm", "share_wm")


def _summed(row: Mapping, info: Mapping) -> tuple[str, ...]:
    return (numbers.number(row["n_steps"]), *(cell_days(row[name], info) for name in _SUMMED[1:]))


def by_officer(workload: pd.DataFrame, info: Mapping) -> DataTable | Empty:
    """One row per officer: dossiers and steps handled, late ones taken part in, days held, worked,
    absent, late days.
    """
    if workload.empty:
        return _NOBODY
    ranked = workload.sort_values(
        ["share_wm", "n_late", "officer"], ascending=[False, False, True], kind="stable",
    ).head(MOST_ROWS)
    rows = tuple(
        (
            shown(row["officer"]),
            shown(row["unit"]),
            *(numbers.number(row[name]) for name in ("n_dossiers", "n_steps", "n_late")),
            *(cell_days(row[name], info) for name in ("held_wm", "work_wm", "absent_wm", "share_wm")),
        )
        for row in ranked.to_dict("records")
    )
    columns = (
        left("officer", "Cán bộ", 1.3),
        left("unit", "Đơn vị", 1.5),
        right("n_dossiers", "Số hồ sơ"),
        right("n_steps", "Số bước"),
        right("n_late", "Hồ sơ quá hạn có tham gia", 0.8),
        right("held", "Ngày giữ hồ sơ"),
        right("work", "Ngày xử lý"),
        right("absent", "Ngày vắng mặt"),
        right("share", "Ngày quá hạn thuộc các bước", 0.9),
    )
    more = f"Hiện {MOST_ROWS} trong {numbers.number(len(workload))} cán bộ. " if len(workload) > MOST_ROWS else ""
    note = "Ngày tính bằng ngày làm việc. Nhiều hồ sơ được giữ cùng lúc, nên ngày giữ có thể nhiều hơn số ngày của kỳ."
    return DataTable(columns, rows, "Theo cán bộ", more + note, print_rows=8)


def involvement(involvement: pd.DataFrame, causes: pd.DataFrame, info: Mapping) -> DataTable | Empty:
    """One row per holder and cause in late dossiers: what was going on, dossiers, late days; no record names nobody."""
    rows = involvement[involvement["share_wm"] > 0]
    if rows.empty:
        return Empty(judged.none("phần quá hạn nào thuộc về một đơn vị hoặc cán bộ", info))
    names = causes.drop_duplicates("code").set_index("code")["label"]
    ranked = rows.sort_values(
        ["share_wm", "cause", "officer"], ascending=[False, True, True], kind="stable",
    ).head(MOST_ROWS)
    lines = tuple(
        (
            shown(row["unit"]),
            shown(row["officer"]),
            shown(names.get(row["cause"], row["cause"])),
            label("state", row["state"]),
            numbers.number(row["n_late"]),
            cell_days(row["share_wm"], info),
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
    note = "Dòng không có đơn vị và cán bộ là thời gian của người nộp hoặc thời gian không có ghi nhận."
    return DataTable(columns, lines, "Phần quá hạn theo nơi giữ hồ sơ và nguyên nhân", note, print_rows=6)
