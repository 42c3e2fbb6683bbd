"""Why there are several rates: each way with its own numerator and denominator, and what everybody passes through is no factor."""

from __future__ import annotations

import pandas as pd

from table_frames import INFO
from tthc.display import tables
from tthc.display.blocks import Empty, Text

COLUMNS = ["measure", "rule", "basis", "numerator", "denominator", "value"]
WAYS = [
    ("in_time_rate", "system", "register", 186.0, 196.0, 94.9), ("in_time_rate", "decree", "register", 187.0, 196.0, 95.4),
    ("in_time_rate", "system", "synced", 20.0, 30.0, 66.7), ("qd766_2_1", "qd766", "synced", 20.0, 30.0, 66.67),
    ("in_time_km", "system", "register", 199.3, 210.0, 94.92),
]  # fmt: skip


def test_each_way_stands_with_its_numerator_and_denominator():
    rows = tables.why_many_numbers(pd.DataFrame(WAYS, columns=COLUMNS), INFO).rows
    assert [(row[0], row[1]) for row in rows] == [
        ("Theo ngày hẹn trả trên hệ thống", "186/196"), ("Theo nghị định", "187/196"),
        ("Chỉ số 2.1 của Quyết định 766/QĐ-TTg, được công bố", "20/30"), ("Tính cả hồ sơ đang giải quyết", "ước lượng, 210 hồ sơ"),
    ]  # fmt: skip
    assert all(row[3] for row in rows)


def test_one_number_needs_no_reason():
    assert isinstance(tables.why_many_numbers(pd.DataFrame(WAYS[:1], columns=COLUMNS), INFO), Empty)
    assert isinstance(tables.why_many_numbers(pd.DataFrame(columns=COLUMNS), INFO), Empty)


GROUPS = pd.DataFrame(
    [("month", "01/2024", 6, 60), ("month", "02/2024", 4, 40), ("step", "Tiếp nhận", 10, 100), ("step", "Ký", 10, 90), ("step", "Họp", 3, 20)],
    columns=["grouping", "group", "n_late", "n"],
).assign(low=0.1, high=0.2)


def test_a_step_that_nearly_every_dossier_passes_is_no_factor():
    table = tables.late_groups(GROUPS, "step", "Bước xử lý")
    assert [row[0] for row in table.rows] == ["Họp"]
    assert table.note == "Không nêu bước mà hầu hết hồ sơ đều qua: Ký và Tiếp nhận."
    assert [row[0] for row in tables.late_groups(GROUPS, "month", "Tháng").rows] == ["01/2024", "02/2024"]
    assert isinstance(tables.late_groups(GROUPS[GROUPS["group"] != "Họp"], "step", "Bước xử lý"), Text)
