"""Which tables of the study become sheets of the workbook, with which columns, in which order of rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from tthc.display.blocks import judged
from tthc.display.tables.indicators import is_all_clear, is_met
from tthc.model import schema
from tthc.model.words import RECEIVED_MONTH

_LIFE = ("dossier_id", "seg_no", "from_at", "to_at", "wm", "state", "party", "step", "unit", "officer", "late_wm")
_LATE = (
    "dossier_id", "procedure_name", "due_at", "end_at", "n_days_late", "cause_label", "grade", "unit", "officer",
    "is_confirmed", "field", "dossier_unit", "outcome", "received_at", "late_wm", "is_apparent", "is_subjective",
    "step", "evidence", "remedy",
)  # fmt: skip
_DOSSIER = (
    "dossier_id", "procedure_name", "field", "unit", "officer", "channel", "received_at", "due_at", "finished_at",
    "status", "intake",
    "outcome", "total_wm", "budget_wm", "late_wm", "synced",
)  # fmt: skip
_SHARE = (
    "dossier_id", "cause", "share_wm", "over_wm", "chrono_wm", "is_main", "is_confirmed", "would_be_on_time", "step",
    "unit", "officer",
    "norm_source",
)  # fmt: skip
_CHANGE = (
    "dossier_id", "procedure_name", "field", "unit", "change", "before_at", "after_at", "n_before", "n_after",
    "outcome_before",
    "outcome_after", "late_wm",
)  # fmt: skip
_EXPLAINED = (
    "dossier_id", "status", "cause_text", "explanation", "parts", "explained_by", "explained_on", "sign_off", "note",
    "proposed_text",
    "problem", "file", "sheet", "row",
)  # fmt: skip
_INDICATOR = (
    "label", "basis", "rule", "measured_in", "numerator", "denominator", "value", "low", "high", "points", "max_points",
    "target", "is_met",
    "previous", "last_year", "numerator_is", "denominator_is", "source", "note",
)  # fmt: skip


# Without what only a program reads: the period's own notation, the codes of checks and tables.
_NO_PERIOD = tuple(name for name in schema.TABLES["measures"].names if name != "period")
_FINDING = ("severity", "message", "action", "file", "sheet", "row", "column", "value", "dossier_id")
_MONTH = schema.Column(RECEIVED_MONTH, "string", "Tháng tiếp nhận")  # of the edition for others, which has no dates


LATE_PRINTED = 10  # who, when, how late, why, how sure, where: as wide as can be read on paper


@dataclass(frozen=True)
class Sheet:
    """`name` has at most 31 letters. Without `columns` all declared ones are shown; `order` sorts, a leading minus
    downwards.
    """

    name: str
    table: str
    columns: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    n_printed: int = 0  # the columns that are printed, from the left; 0: all


SHEETS: tuple[Sheet, ...] = (
    Sheet("Hồ sơ quá hạn", "late", _LATE, ("-n_days_late", "-late_wm", "dossier_id"), LATE_PRINTED),
    Sheet("Biểu II.06a", "form_06a"),
    Sheet("Chưa đánh giá được", "unjudged", order=("column", "dossier_id")),
    Sheet("Khác với hệ thống ghi", "recorded_differences", order=("dossier_id",)),
    Sheet("Thay đổi từ báo cáo trước", "changes", _CHANGE, ("change", "dossier_id")),
    Sheet("Giải trình", "explanations", _EXPLAINED, ("dossier_id", "file", "sheet", "row")),
    Sheet("Nguyên nhân", "cause_shares", _SHARE, ("dossier_id", "-share_wm")),
    Sheet("Diễn biến hồ sơ quá hạn", "segments", _LIFE, ("dossier_id", "seg_no")),
    Sheet("Hồ sơ trong kỳ", "dossiers", _DOSSIER, ("received_at", "dossier_id")),
    Sheet("Ngày quá hạn thuộc về ai", "late_days", order=("dossier_id", "party", "-share_wm", "unit", "officer")),
    Sheet("Đơn vị, cán bộ", "workload", order=("-n_late", "unit", "officer")),
    Sheet("Chỉ số", "indicators", _INDICATOR, ("order", "basis", "rule")),
    Sheet("Chỉ số theo nhóm", "measures", _NO_PERIOD, order=("measure", "basis", "rule", "unit", "field", "procedure")),
    Sheet("Khác nhau giữa ba cách tính", "rule_differences", order=("dossier_id",)),
    Sheet("Khác với Cổng quốc gia", "sync_differences", order=("dossier_id",)),
    Sheet("Ngày hẹn trả cần xem", "deadline_checks", order=("dossier_id",)),
    Sheet("Cập nhật thủ tục", "publications", order=("code",)),
    Sheet("Điểm cần kiểm tra", "integrity", order=("dossier_id", "sign")),
    Sheet("Phát hiện dữ liệu", "findings", _FINDING, order=("severity", "rule", "file", "sheet", "row")),
    Sheet("Đối chiếu số dòng", "accounting", order=("file", "sheet")),
)


def sheet_columns(sheet: Sheet) -> dict[str, schema.Column]:
    """The declarations of a sheet's columns by name; `dossiers` carries its main outcome's columns too."""
    declared = {column.name: column for column in schema.TABLES[sheet.table].columns}
    if sheet.table == "dossiers":
        declared = {**{column.name: column for column in schema.TABLES["outcomes"].columns}, **declared}
    declared = {name: declared[name] for name in sheet.columns or declared}
    if sheet.table != "late":
        return declared
    # In the place of the dates, which only the office's own edition has.
    before = {name: declared.pop(name) for name in list(declared)[: list(declared).index("due_at")]}
    return {**before, RECEIVED_MONTH: _MONTH, **declared}


def sheet_frame(study: Any, sheet: Sheet) -> pd.DataFrame:
    """The rows of a sheet, sorted, with the columns that the study has."""
    frame = study.frame(sheet.table)
    if sheet.table == "segments":
        frame = frame[frame["dossier_id"].isin(study.frame("late")["dossier_id"])]
    if sheet.table == "form_06a":
        return _form(frame)
    frame = _sorted(_without_all_clear(frame), sheet.order)
    return _labelled(study, frame[[name for name in sheet_columns(sheet) if name in frame.columns]])


def rows_for_others(frame: pd.DataFrame, day_wm: float) -> pd.DataFrame:
    """Rows of dossiers as others get them: no empty columns of dates and officers, working time to a tenth of a day."""
    gone = [name for name in ("received_at", "due_at", "end_at", "officer") if name in frame.columns]
    tenth = day_wm / 10
    times = {name: (frame[name] / tenth).round() * tenth for name in frame.columns if name.endswith("_wm")}
    return frame.assign(**times).drop(columns=gone)


def _without_all_clear(frame: pd.DataFrame) -> pd.DataFrame:
    """Indicators keep numerator and denominator; a share of all, and whether a target is met, are left open where not
    all is known.
    """
    if "measure" not in frame or judged.judged(frame).is_whole:
        return frame
    rows = frame.to_dict("records")
    values = [None if is_all_clear(row) else row["value"] for row in rows]
    met = {"is_met": [is_met(row, frame) for row in rows]} if "is_met" in frame else {}
    return frame.assign(value=values, **met)


def _sorted(frame: pd.DataFrame, order: tuple[str, ...], unknown: str = "last") -> pd.DataFrame:
    keys = [key for key in order if key.lstrip("-") in frame.columns]
    if not keys:
        return frame
    rising = [not key.startswith("-") for key in keys]
    return frame.sort_values([key.lstrip("-") for key in keys], ascending=rising, kind="stable", na_position=unknown)


def _form(frame: pd.DataFrame) -> pd.DataFrame:
    """Every field's sum above its procedures, the sum of all first; what is summed is said."""
    frame = frame[[name for name in schema.TABLES["form_06a"].names if name in frame.columns]]
    frame = _sorted(frame, ("field", "procedure"), unknown="first")
    every, whole_field = frame["field"].isna(), frame["procedure"].isna()
    procedure = frame["procedure"].astype("object").where(~whole_field, "Cả lĩnh vực").where(~every, "Mọi thủ tục")
    return frame.assign(field=frame["field"].astype("object").where(~every, "Tổng cộng"), procedure=procedure)


def _labelled(study: Any, frame: pd.DataFrame) -> pd.DataFrame:
    """Causes and measures by their names; a code without one stays a code."""
    for column, table, code in (("cause", "causes", "code"), ("measure", "indicators", "measure")):
        if column in frame.columns and table in study.names:
            names = study.frame(table).drop_duplicates(code).set_index(code)["label"]
            frame = frame.assign(**{column: [names.get(one, one) for one in frame[column]]})
    return frame


def said(column: schema.Column) -> schema.Column:
    """A column of codes whose cells are names in the workbook is headed so."""
    return replace(column, label=_NAMES[column.name]) if column.name in _NAMES else column


_NAMES = {"cause": "Nguyên nhân", "measure": "Chỉ số"}
