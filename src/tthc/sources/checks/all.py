"""All checks over the canonical tables, as one table of findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from tthc.model.schema import CANONICAL, TABLES
from tthc.model.schema.checks import CHECKS, finding_rows
from tthc.model.schema.literal_rows import literal_rows
from tthc.sources.checks.dossiers import dossier_findings, group_findings, province_findings
from tthc.sources.checks.histories import linked_findings, step_findings

LEAST_WM = 5  # working minutes: a norm below is more likely written in another unit, or "1.200" that was to be 1,200
# What the report cannot say without a column or a table: (table, columns any of which will do, what is lost).
LOST: tuple[tuple[str, tuple[str, ...], str], ...] = (
    (
        "dossiers", ("procedure_code", "procedure_name", "field"),
        "thủ tục hoặc lĩnh vực: không xếp được hồ sơ theo lĩnh vực, thủ tục",
    ),
    ("dossiers", ("received_at",), "ngày tiếp nhận: không tính được thời gian giải quyết"),
    ("dossiers", ("due_at",), "ngày hẹn trả: không xác định được đúng hạn, quá hạn"),
    ("dossiers", ("finished_at",), "ngày kết thúc xử lý: không biết hồ sơ nào đã xong lúc nào"),
    ("dossiers", ("status",), "trạng thái: hồ sơ rút, từ chối, tạm dừng không được tách riêng"),
    ("dossiers", ("submitted_at",), "ngày nộp: không kiểm tra được việc tiếp nhận muộn"),
    (
        "dossiers", ("issued_at", "returned_at"),
        "ngày ký hoặc trả kết quả: không tách được hồ sơ chỉ chậm kết thúc trên hệ thống",
    ),
    ("dossiers", ("channel",), "hình thức nộp: không có tỷ lệ nộp trực tuyến"),
    (
        "dossiers", ("synced",),
        "việc đồng bộ lên Cổng quốc gia: không tính được chỉ số 1.4 và các chỉ số theo hồ sơ đã đồng bộ",
    ),
    ("dossiers", ("paid_online",), "thanh toán trực tuyến: không tính được chỉ số 3.6"),
    ("dossiers", ("result_attached",), "kết quả điện tử: không tính được chỉ số 4.1"),
    ("dossiers", ("components_digitised",), "số hóa thành phần hồ sơ: không tính được chỉ số 4.2"),
    ("steps", ("step",), "quá trình xử lý: không biết ai giữ hồ sơ lúc nào, không tìm được nguyên nhân"),
    ("steps", ("started_at",), "lúc bắt đầu xử lý bước: không tách được thời gian chờ và thời gian làm"),
    ("steps", ("officer",), "người xử lý bước: không tách được thời gian chờ theo cán bộ"),
    ("stops", ("from_at",), "các lần bổ sung, tạm dừng: thời gian chờ người nộp bị tính cho cơ quan"),
    ("norms", ("norm_wm",), "quy trình nội bộ: phần vượt định mức phải ước lượng"),
    ("absences", ("from_at",), "lịch vắng mặt: không biết hồ sơ chờ vì cán bộ vắng"),
)


def check(
    tables: Mapping[str, ir.Table], calendar: ir.Table, present: Mapping[str, frozenset[str]],
    provinces: Sequence[tuple[str, date]] = ()
) -> ir.Table:
    """One row per finding (schema FINDINGS) over the canonical tables.

    `calendar` is `analysis.calendar.calendar_table` as a table: instants outside its first and last day are findings.
    `present` names the columns that the source really has; what it lacks is said once, not for every row. provinces:
    the codes that are known on the period's last day, each with its first day; without any, codes are not held against
    them.
    """
    tables = dict(tables)
    found = [
        *dossier_findings(tables["dossiers"], present["dossiers"]),
        *group_findings(tables["dossiers"], tables["procedures"], calendar),
        province_findings(tables["dossiers"], provinces),
        *step_findings(tables["steps"], tables["dossiers"], present["steps"]),
        *linked_findings(tables),
        *_outside(tables, calendar),
        *_others(tables),
        lost_outputs(present),
    ]
    return ibis.union(*found)


def _outside(tables: dict[str, ir.Table], calendar: ir.Table) -> list[ir.Table]:
    """Instants before the calendar's first day or after its last; absurd deadlines have a finding of their own."""
    span = calendar.aggregate(first_day=calendar.date.min(), last_day=calendar.date.max())
    found = []
    for name in ("dossiers", "steps", "stops", "absences"):
        rows = tables[name].cross_join(span)
        for column in CANONICAL[name].columns:
            if column.type != "timestamp(6)":
                continue
            day = rows[column.name].date()
            where = (day < rows.first_day) | (day > rows.last_day)
            where = where & rows[column.name].year().between(1990, 2100) if column.name == "due_at" else where
            some = rows.filter(where)
            found.append(finding_rows("time.outside_calendar", some, column=column.label, value=some[column.name]))
    return found


def _others(tables: dict[str, ir.Table]) -> list[ir.Table]:
    absences, norms, feedback = tables["absences"], tables["norms"], tables["feedback"]
    away = absences.filter(absences.to_at < absences.from_at)
    free = norms.filter(norms.norm_wm <= 0)
    small = norms.filter((norms.norm_wm > 0) & (norms.norm_wm < LEAST_WM))
    rated = feedback.filter(~feedback.rating.between(1, 5))
    return [
        finding_rows("absence.end_before_start", away, column="Đến lúc", value=away.to_at),
        finding_rows("norm.negative", free, column="Định mức", value=free.norm_wm),
        finding_rows("norm.small", small, column="Định mức", value=small.norm_wm),
        finding_rows("feedback.rating", rated, column="Mức hài lòng", value=rated.rating),
    ]


def lost_outputs(present: Mapping[str, frozenset[str]]) -> ir.Table:
    """One finding for each thing that the report cannot say because the source lacks the column or the table."""
    rows = [
        _lost(table, columns, text)
        for table, columns, text in LOST
        if not present.get(table, frozenset()) & set(columns)
    ]
    return literal_rows(pa.Table.from_pylist(rows, schema=TABLES["findings"].ibis_schema().to_pyarrow()))


def _lost(table: str, columns: tuple[str, ...], text: str) -> dict:
    rule = CHECKS["outputs.missing"]
    return {
        "rule": rule.id, "severity": rule.severity, "column": CANONICAL[table][columns[0]].label, "value": text,
        "message": rule.message, "action": rule.action,
    }
