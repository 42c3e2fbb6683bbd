"""What is handed out of the canonical tables, and what people wrote back."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace

import openpyxl

from tthc.engine import Engine
from tthc.model.schema import CANONICAL
from tthc.model.settings import SHARED
from worked.causes import LISTED
from worked.days import CALENDAR
from worked.example import Example, Rows, rows
from worked.forms import handed_on, kept_only

PRESENT = {name: frozenset(table.names) for name, table in CANONICAL.items()}
_FOUND = "rule severity file sheet row column value dossier_id message action"
_SURVEY = rows("dossier_id at kind rating", ("H1", "05/03/2024", "survey", 5))


def _two(columns: str, *values: object) -> tuple[Rows, Rows]:
    """A table of H1 and H2 that differ in nothing else, and the row of H2."""
    return rows(columns, ("H1", *values), ("H2", *values)), rows(columns, ("H2", *values))


def _book(engine: Engine, folder: Path) -> SimpleNamespace:
    """A filled workbook: H1 has another cause, H2's is agreed to, nobody knows H9."""
    path, book = folder / "dien.xlsx", openpyxl.Workbook()
    book.active.title = "Giải trình"
    for line in (
        ("Mã hồ sơ", "Nguyên nhân đề xuất", "Nguyên nhân xác nhận", "Giải trình", "Ý kiến duyệt"),
        ("H1", "Nguyên nhân LAM", "Nguyên nhân DONG", "Quên đóng.", None),
        ("H2", "Nguyên nhân CHUA-RO", None, None, "Đồng ý"),
        ("H3", "Nguyên nhân LAM", None, None, None),
        ("H9", "Nguyên nhân LAM", None, "Lạ.", None),
    ):
        book.active.append(line)
    book.save(path)
    return SimpleNamespace(engine=engine, causes=LISTED, pseudonyms=None, run=SimpleNamespace(explanations=[path]))


_KNOWN = {"late_dossiers": rows("dossier_id", ("H1",), ("H2",), ("H3",)), "read_dossiers": rows("dossier_id", ("H1",), ("H2",), ("H3",), ("H4",))}

EXAMPLES = (
    Example(
        "dossiers",
        {
            "read_dossiers": rows(
                "dossier_id source field received_at status", ("H1", "register", "A", "04/03/2024", "9"), ("H1", "national", "B", "04/03/2024", "9"), ("H2", "register", "A", None, "1"),
            ),
            "outcomes": rows(
                "dossier_id rule intake outcome end_at total_wm budget_wm late_wm",
                ("H1", "system", "period", "late", "06/03/2024", 960.0, 480.0, 480.0), ("H1", "decree", "period", "on_time", "06/03/2024", 960.0, 960.0, 0.0),
            ),
        },
        rows(
            "dossier_id source field received_at status intake outcome end_at total_wm budget_wm late_wm",
            ("H1", "register", "A", "04/03/2024", "9", "period", "late", "06/03/2024", 960.0, 480.0, 480.0),
        ),
        settings={"rule": "system"},
    ),
    kept_only("steps", "read_steps", "scope", *_two("dossier_id step_no step", 1, "Ký")),
    kept_only("stops", "read_stops", "scope", *_two("dossier_id kind from_at", "supplement", "05/03/2024")),
    kept_only("due_changes", "read_due_changes", "scope", *_two("dossier_id at", "05/03/2024")),
    handed_on("norms", "read_norms", rows("procedure_code step norm_wm", ("P", "Ký", 60.0))),
    handed_on("units", "read_units", rows("unit is_own", ("U", True))),
    handed_on("absences", "read_absences", rows("officer from_at to_at", ("Nam", "05/03/2024", "06/03/2024"))),
    handed_on("procedures", "read_procedures", rows("code name", ("P", "Cấp thẻ"))),
    handed_on("accounting", "reading_accounting", rows("file sheet n_read", ("a.xlsx", "S", 3))),
    Example("feedback", {"read_feedback": _SURVEY}, _SURVEY, values={"audience": "internal"}),
    Example("feedback", {"read_feedback": _SURVEY}, rows("dossier_id"), values={"audience": SHARED}),
    Example(
        "registered",
        {"read_dossiers": rows("dossier_id source unit received_at status applicant", ("H1", "register", "U", "04/03/2024", "4", "Bà A"), ("H1", "national", "U", "04/03/2024", "4", "Bà A"))},
        rows("dossier_id unit received_at status", ("H1", "U", "04/03/2024", "4")),
    ),
    Example(
        "source_findings",
        {
            "reading_findings": rows(_FOUND, ("cell.time", "error", "a.xlsx", "S", 7, "Ngày tiếp nhận", "32/03", "H1", "Câu.", "Việc.")),
            "read_absences": rows(
                "officer from_at to_at src_file src_sheet src_row", ("Nam", "05/03/2024 07:00", "04/03/2024 07:00", "v.csv", None, 3), ("Lan", "05/03/2024", "06/03/2024", "v.csv", None, 4),
            ),
            **CALENDAR,
        },
        rows(
            "rule severity file sheet row column value dossier_id",
            ("cell.time", "error", "a.xlsx", "S", 7, "Ngày tiếp nhận", "32/03", "H1"),
            ("absence.end_before_start", "warn", "v.csv", None, 3, "Đến lúc", "2024-03-04 07:00:00", None),
        ),
        beside="message action", values={"present": PRESENT, "provinces": [("H00", date(2010, 1, 1))]},
    ),
    Example(
        "findings",
        {name: rows(_FOUND, (name, "warn", None, None, None, None, None, None, "Câu.", "Việc.")) for name in ("source_findings", "doubts", "explanation_findings")},
        rows(_FOUND, *((name, "warn", None, None, None, None, None, None, "Câu.", "Việc.") for name in ("source_findings", "doubts", "explanation_findings"))),
    ),
    Example(
        "unjudged",
        {
            "read_dossiers": rows(
                "dossier_id status received_at due_at unread src_file src_row",
                ("H1", "9", "04/03/2024", None, None, "a.xlsx", 2),  # no end
                ("H2", "4", None, None, "received_at", "a.xlsx", 3),
                ("H3", "4", "04/03/2024", "05/03/2204", None, "a.xlsx", 4),
                ("H4", "4", "04/03/2024", None, None, "a.xlsx", 5),
            ),
            "outcomes": rows(
                "dossier_id rule outcome reason", *((f"H{n}", "system", "unjudged", f"Câu {n}.") for n in (1, 2, 3)), ("H4", "system", "no_due", None), ("H1", "decree", "unjudged", "Câu 1."),
            ),
            "reading_findings": rows("rule column value dossier_id", ("cell.time", "Ngày tiếp nhận", "32/03", "H2"), ("row.copy", "Ngày tiếp nhận", "1", "H2")),
        },
        rows(
            "dossier_id reason column value src_file src_row",
            ("H1", "Câu 1.", "Ngày kết thúc xử lý", None, "a.xlsx", 2), ("H2", "Câu 2.", "Ngày tiếp nhận", "32/03", "a.xlsx", 3),
            ("H3", "Câu 3.", "Ngày hẹn trả", "05/03/2204", "a.xlsx", 4),
        ),
        settings={"compare": "date"},
    ),
    Example(
        "recorded_differences",
        {
            "read_dossiers": rows(
                "dossier_id recorded_outcome recorded_late_days",
                ("H1", "late", None), ("H2", None, 2.0), ("H3", "on_time", None), ("H4", "late", 1.0), ("H5", "late", None), ("H6", "late", None), ("H7", None, 0.0),
            ),
            "outcomes": rows(
                "dossier_id rule outcome due_at end_at reason",
                ("H1", "system", "on_time", "08/03/2024", "07/03/2024", None), ("H2", "system", "open_in_time", "12/03/2024", "09/03/2024", None),
                ("H3", "system", "late", "05/03/2024", "06/03/2024", "Câu."), ("H4", "system", "late", "05/03/2024", "06/03/2024", None),
                ("H5", "system", "refused", None, None, None), ("H6", "system", "withdrawn", "08/03/2024", "07/03/2024", None), ("H7", "system", "early", "08/03/2024", "07/03/2024", None),
            ),
        },
        rows(
            "dossier_id recorded_outcome recorded_late_days outcome due_at end_at reason",
            ("H1", "late", None, "on_time", "08/03/2024", "07/03/2024", "Báo cáo so ngày kết thúc 07/03/2024 với hạn 08/03/2024."),
            ("H2", None, 2.0, "open_in_time", "12/03/2024", "09/03/2024", "Báo cáo so hạn 12/03/2024 với ngày chốt số liệu; hệ thống ghi lúc xuất dữ liệu."),
            ("H3", "on_time", None, "late", "05/03/2024", "06/03/2024", "Báo cáo so ngày kết thúc 06/03/2024 với hạn 05/03/2024. Câu."),
            ("H6", "late", None, "withdrawn", "08/03/2024", "07/03/2024", "Báo cáo xếp vào “Công dân rút hồ sơ”."),
        ),
        settings={"rule": "system"},
    ),
    Example(
        "explanations", _KNOWN,
        rows(
            "dossier_id status cause cause_text proposed_text explanation sign_off file sheet row",
            ("H1", "confirmed", "DONG", "Nguyên nhân DONG", "Nguyên nhân LAM", "Quên đóng.", None, "dien.xlsx", "Giải trình", 2),
            ("H2", "confirmed", "CHUA-RO", None, "Nguyên nhân CHUA-RO", None, "Đồng ý", "dien.xlsx", "Giải trình", 3),
            ("H9", "unmatched", None, None, "Nguyên nhân LAM", "Lạ.", None, "dien.xlsx", "Giải trình", 5),
        ),
        beside="problem", context=_book,
    ),
    Example(
        "explanation_findings", _KNOWN,
        rows("rule severity file sheet row column value dossier_id", ("explanation.unknown_dossier", "warn", "dien.xlsx", "Giải trình", 5, "Mã hồ sơ", "H9", "H9")),
        beside="message action", context=_book,
    ),
    Example(
        "confirmed_causes", _KNOWN,
        rows(
            "dossier_id said said_label said_is_subjective said_remedy",
            ("H1", "DONG", "Nguyên nhân DONG", True, "Cách DONG"), ("H2", "CHUA-RO", "Nguyên nhân CHUA-RO", None, "Cách CHUA-RO"),
        ),
        context=_book,
    ),
)
