"""Small literal frames that the tests of tables share."""

from __future__ import annotations

import math

import pandas as pd

T = pd.Timestamp
INFO = {
    "office": {"name": "Sở Nội vụ"},
    "period": {"label": "5 tháng đầu năm 2024"},
    "cut": "2024-06-01T00:00:00",
    "unit": None,
    "field": None,
    "profile": {"name": "cong_tinh", "label": "Cổng tỉnh"},
    "evidence_level": 3,
    "rules": [
        {"name": "rule", "label": "Cách tính", "value": "system", "default": "system"},
        {"name": "compare", "label": "So hạn", "value": "date", "default": "date"},
    ],
    "inputs": [{"name": "ho-so.xlsx", "sha256": "ab" * 32, "size": 2048}],
    "present": {name: ["a", "started_at", "issued_at", "due_at"] for name in ("dossiers", "steps", "absences", "norms", "stops")},
    "n_read": 1234,
    "n_set_aside": 0,
    "day_wm": 480.0,
    "is_synthetic": False,
    "texts": {
        "form_06a": {"number": "Biểu số 1", "heading": "Tình hình", "unit": "số hồ sơ", "note": "Ghi chú."},
        "accountability": {"caveats": ["Không phải lỗi."]},
    },
}
CAUSES = pd.DataFrame(
    [
        ("KY", "Chờ cấp trên ký", "objective", "Trình sớm", "sign"),
        ("HD", "Chờ hội đồng họp", "objective", "Họp đều", "council"),
        ("KX", "Không có ghi nhận", "unknown", "Ghi đủ", "unrecorded"),
    ],
    columns=["code", "label", "nature", "remedy", "state"],
)
CELLS = ("c3", "c4", "c5", "c6", "c7", "c8", "c9", "c10", "c11", "c12", "c13")


def form(*rows: tuple) -> pd.DataFrame:
    """Rows (field, procedure, early, on time, late, open in time, open late), all received online in the period, and their total."""
    lines = []
    for field, procedure, *counts in rows:
        c8, c9, c10, c12, c13 = counts
        total = sum(counts)
        lines.append((field, procedure, total, total, 0, 0, c8 + c9 + c10, c8, c9, c10, c12 + c13, c12, c13))
    frame = pd.DataFrame(lines, columns=["field", "procedure", *CELLS])
    fields = frame[frame["procedure"].isna()]
    total = pd.DataFrame([(None, None, *(int(fields[cell].sum()) for cell in CELLS))], columns=["field", "procedure", *CELLS])
    return total if frame.empty else pd.concat([frame, total], ignore_index=True)


def late(*rows: dict) -> pd.DataFrame:
    """Late dossiers: each row says what differs from the first one of the office."""
    base = {
        "dossier_id": "H-1", "procedure_name": "Bằng khen", "field": "Thi đua - khen thưởng", "dossier_unit": "Ban TĐKT",
        "outcome": "late", "received_at": T("2024-03-01 08:00"), "due_at": T("2024-03-22 17:00"), "end_at": T("2024-03-27 10:00"),
        "late_wm": 1200.0, "is_apparent": False, "cause": "KY", "cause_label": "Chờ cấp trên ký", "is_subjective": False,
        "remedy": "Trình sớm", "unit": "UBND tỉnh", "officer": None, "evidence": "Bước “Ký” hết 10 ngày.", "grade": "sure", "is_confirmed": False,
    }  # fmt: skip
    lines = [{**base, **row} for row in rows]
    lines = [{"n_days_late": math.ceil(line["late_wm"] / 480), **line} for line in lines]
    return pd.DataFrame(lines, columns=[*base, "n_days_late"])
