"""Each check on a dossier that has just this fault, beside one that has none."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow as pa
import pytest
from tests.reading import ROOT

from stages import stage
from tthc.analysis.calendar import calendar_table
from tthc.engine import connect
from tthc.model.law.places import province_days
from tthc.model.schema import CANONICAL, CODES, TABLES
from tthc.model.schema.checks import CHECKS
from tthc.sources.checks import check, write_findings_xlsx

EVERYTHING = {name: frozenset(table.names) for name, table in CANONICAL.items()}
GOOD = {
    "dossier_id": "H56.01-240105-0001", "source": "register", "procedure_code": "A", "procedure_name": "Thủ tục A", "field": "Lĩnh vực A",
    "officer": "An", "submitted_at": datetime(2024, 1, 5, 8), "received_at": datetime(2024, 1, 5, 9), "due_at": datetime(2024, 1, 26, 17),
    "finished_at": datetime(2024, 1, 24, 10), "returned_at": datetime(2024, 1, 24, 11), "status": "10",
}
STEP = {
    "dossier_id": "H56.01-240105-0001", "step_no": 1, "step": "Thẩm định", "officer": "Bình", "kind": "work", "arrived_at": datetime(2024, 1, 5, 9),
    "started_at": datetime(2024, 1, 8, 9), "ended_at": datetime(2024, 1, 9, 9),
}


@pytest.fixture(scope="module")
def engine():
    connected = connect()
    yield connected
    connected.close()


@pytest.fixture(scope="module")
def found(engine):
    """A function: rows of some tables → the findings as a frame, without what says that a column is lacking."""
    calendar = engine.load(calendar_table(ROOT / "data" / "reference", "vn"), "check_calendar")

    def run(present=None, provinces=(), **rows) -> pd.DataFrame:
        tables = {name: engine.load(_arrow(name, rows.get(name, [])), f"check_{name}") for name in CANONICAL}
        return engine.fetch(stage(engine, check, tables, calendar, present=present or EVERYTHING, provinces=provinces))

    return run


def _arrow(name: str, rows: list[dict]) -> pa.Table:
    schema = CANONICAL[name].ibis_schema().to_pyarrow()
    placed = [{"src_file": "ho-so.xlsx", "src_sheet": "S", "src_row": number, **row} for number, row in enumerate(rows, 4)]
    return pa.Table.from_pylist(placed, schema=schema)


def test_good_rows_have_no_findings(found):
    assert found(dossiers=[GOOD], steps=[STEP]).empty


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("dossier.no_received", {"received_at": None, "submitted_at": None}),
        ("dossier.end_before_received", {"finished_at": datetime(2024, 1, 5, 8, 30)}),
        ("dossier.due_before_received", {"due_at": datetime(2024, 1, 4, 17)}),
        ("dossier.received_before_submitted", {"submitted_at": datetime(2024, 1, 5, 10)}),
        ("dossier.due_absurd", {"due_at": datetime(1900, 1, 1)}),
        ("dossier.due_absurd", {"due_at": datetime(9999, 12, 31)}),
        ("dossier.no_due", {"due_at": None}),
        ("dossier.finished_no_end", {"finished_at": None}),
        ("dossier.end_but_open", {"status": "4"}),
        ("dossier.refused_but_handled", {"status": "3"}),
        ("dossier.returned_before_end", {"returned_at": datetime(2024, 1, 23, 9)}),
        ("dossier.no_procedure", {"procedure_code": None, "procedure_name": None, "field": None}),
        ("dossier.id_date", {"received_at": datetime(2024, 1, 8, 9), "submitted_at": datetime(2024, 1, 8, 8)}),
        ("time.outside_calendar", {"issued_at": datetime(2050, 1, 1)}),
    ],
)
def test_a_dossier_with_one_fault(found, rule, change):
    rows = found(dossiers=[{**GOOD, "dossier_id": "H56.01-240105-0002"}, {**GOOD, **change}])
    rows = rows[rows.rule == rule]
    assert rows.row.tolist() == [5]
    assert rows.dossier_id.tolist() == [GOOD["dossier_id"]]
    assert rows.severity.tolist() == [CHECKS[rule].severity]


def test_day_and_month_swapped_is_recognised_by_the_id(found):
    # Received on 5 January 2024; read as 1 May by a wrong order of day and month.
    swapped = {**GOOD, "received_at": datetime(2024, 5, 1, 9), "submitted_at": None, "finished_at": None, "returned_at": None, "due_at": None, "status": "4"}
    rules = set(found(dossiers=[swapped]).rule)
    assert "dossier.swapped_date" in rules and "dossier.id_date" not in rules


def test_ids_of_another_system_are_not_held_to_the_national_form(found):
    rows = found(dossiers=[{**GOOD, "dossier_id": f"case-{n}"} for n in range(4)])
    assert not rows.rule.str.startswith("dossier.id").any()
    rows = found(dossiers=[GOOD, {**GOOD, "dossier_id": "H56.01-240105-0002"}, {**GOOD, "dossier_id": "chép tay 3"}])
    assert rows[rows.rule == "dossier.id_form"].dossier_id.tolist() == ["chép tay 3"]


def test_a_hole_in_the_days_numbers(found):
    rows = found(dossiers=[GOOD, {**GOOD, "dossier_id": "H56.01-240105-0004"}])
    assert rows[rows.rule == "dossier.id_gap"].value.tolist() == ["H56.01-240105: có 2/4"]


def test_codes_of_communes_and_of_ministry_systems(found):
    day = {"received_at": datetime(2026, 10, 8, 9), "submitted_at": datetime(2026, 10, 8, 8), "due_at": datetime(2026, 10, 15, 17)}
    later = {**day, "finished_at": datetime(2026, 10, 12, 9), "returned_at": datetime(2026, 10, 12, 10)}
    codes = ("H44.100-261008-0001", "H44.100-261008-0002", "H44.100-261008-090123", "H44.100-261008-1800456", "000.17.22.H44-261008-0001")
    rows = found(dossiers=[{**GOOD, **later, "dossier_id": code} for code in codes])
    # A ministry numbers for the whole country, so 090123 leaves no hole behind 0002.
    assert set(rows.rule) & {"dossier.id_form", "dossier.id_gap", "dossier.id_date"} == set()
    rows = found(dossiers=[{**GOOD, **later, "dossier_id": code} for code in ("H44.100-261008-0001", "H44.100-261007-090123", "H44.1000-261008-0001")])
    assert rows[rows.rule == "dossier.id_date"].dossier_id.tolist() == ["H44.100-261007-090123"]
    assert rows[rows.rule == "dossier.id_form"].dossier_id.tolist() == ["H44.1000-261008-0001"]


def test_three_weeks_without_a_reception(found):
    later = {**GOOD, "dossier_id": "H56.01-240205-0001", "submitted_at": None, "received_at": datetime(2024, 2, 5, 9), "due_at": None,
             "finished_at": None, "returned_at": None, "status": "4"}
    rows = found(dossiers=[GOOD, later])
    assert rows[rows.rule == "dossier.inactive"].value.tolist() == ["05/01/2024 – 05/02/2024"]


def test_bulk_closing_needs_five_in_a_minute(found):
    many = [{**GOOD, "dossier_id": f"H56.01-240105-{n:04d}", "finished_at": datetime(2024, 1, 24, 16, 55, n)} for n in range(1, 6)]
    rows = found(dossiers=many)
    assert rows[rows.rule == "closing.bulk"].value.tolist() == ["5 hồ sơ lúc 24/01/2024 16:55"]
    assert "closing.bulk" not in set(found(dossiers=many[:4]).rule)


def test_one_code_with_two_names_and_a_code_of_no_list(found):
    two = [GOOD, {**GOOD, "dossier_id": "H56.01-240105-0002", "procedure_name": "Thủ tục khác"}]
    assert "dossier.procedure_names" in set(found(dossiers=two).rule)
    rows = found(dossiers=[GOOD], procedures=[{"code": "B", "name": "Thủ tục B"}])
    assert rows[rows.rule == "dossier.unknown_procedure"].value.tolist() == ["A"]


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("step.end_before_start", {"ended_at": datetime(2024, 1, 8, 8)}),
        ("step.start_before_arrival", {"started_at": datetime(2024, 1, 5, 8, 30)}),
        ("step.before_received", {"arrived_at": None, "started_at": None, "ended_at": datetime(2024, 1, 4, 9)}),
        ("step.after_end", {"ended_at": datetime(2024, 1, 25, 9)}),
        ("step.never_ended", {"ended_at": None}),
        ("step.no_time", {"arrived_at": None, "started_at": None, "ended_at": None}),
        ("step.no_officer", {"officer": None}),
        ("step.placeholder_officer", {"officer": "admin1"}),
        ("step.unknown_dossier", {"dossier_id": "KHONG-CO"}),
        ("step.similar_names", {"step": "thẩm  định."}),
    ],
)
def test_a_step_with_one_fault(found, rule, change):
    rows = found(dossiers=[GOOD], steps=[{**STEP, **change}, {**STEP, "step_no": 2}])
    rows = rows[rows.rule == rule]
    assert rows.row.tolist() == [4]


def test_a_body_holds_a_step_without_an_officer(found):
    rows = found(dossiers=[GOOD], steps=[{**STEP, "officer": None, "kind": "council"}])
    assert "step.no_officer" not in set(rows.rule)


def test_a_step_far_longer_than_the_others(found):
    usual = [{**STEP, "step_no": n, "ended_at": datetime(2024, 1, 9, 9, n)} for n in range(1, 40)]
    rows = found(dossiers=[GOOD], steps=[*usual, {**STEP, "step_no": 40, "ended_at": datetime(2024, 1, 23, 9)}])
    assert rows[rows.rule == "step.unusual_long"].row.tolist() == [43]


def test_steps_of_five_dossiers_ended_in_one_minute(found):
    dossiers = [{**GOOD, "dossier_id": f"H56.01-240105-{n:04d}"} for n in range(1, 6)]
    steps = [{**STEP, "dossier_id": one["dossier_id"], "ended_at": datetime(2024, 1, 9, 9, 0, n)} for n, one in enumerate(dossiers)]
    rows = found(dossiers=dossiers, steps=steps)
    assert rows[rows.rule == "step.multi_registration"].value.tolist() == ["Bình: 5 hồ sơ lúc 09/01/2024 09:00"]


def test_finished_dossiers_without_steps_only_where_there_are_steps(found):
    second = {**GOOD, "dossier_id": "H56.01-240105-0002"}
    assert "dossier.no_steps" not in set(found(dossiers=[GOOD, second]).rule)
    rows = found(dossiers=[GOOD, second], steps=[STEP])
    assert rows[rows.rule == "dossier.no_steps"].dossier_id.tolist() == [second["dossier_id"]]


def test_stops_absences_norms_and_ratings(found):
    stop = {"dossier_id": GOOD["dossier_id"], "kind": "supplement", "from_at": datetime(2024, 1, 9), "to_at": datetime(2024, 1, 8)}
    rows = found(
        dossiers=[GOOD], stops=[stop, {**stop, "to_at": None}],
        absences=[{"officer": "An", "from_at": datetime(2024, 1, 9), "to_at": datetime(2024, 1, 8)}],
        norms=[{"procedure_code": "A", "step": step, "norm_wm": norm} for step, norm in (("x", 0.0), ("y", 1.2), ("z", 5.0))],
        feedback=[{"unit": "U", "at": datetime(2024, 1, 9), "kind": "survey", "rating": 7}],
    )
    assert set(rows.rule) == {
        "stop.end_before_start", "stop.never_ended", "absence.end_before_start", "norm.negative", "norm.small", "feedback.rating",
    }
    assert rows[rows.rule == "norm.small"].value.tolist() == ["1.2"]
    closed = {**GOOD, "status": "8"}  # for want of the supplement: nothing was ever to end it
    assert "stop.never_ended" not in set(found(dossiers=[closed], stops=[{**stop, "to_at": None}]).rule)


def test_stops_outside_the_life(found):
    """Received on 5 January at 9:00, ended on the 24th at 10:00; what only touches an edge from outside is outside."""
    spans = {
        "stop.before_received": (datetime(2024, 1, 3), datetime(2024, 1, 5, 9)), "stop.after_end": (datetime(2024, 1, 24, 10), datetime(2024, 1, 25)),
        "": (datetime(2024, 1, 3), datetime(2024, 1, 25)),
    }
    stops = [{"dossier_id": GOOD["dossier_id"], "kind": "supplement", "from_at": begins, "to_at": ends} for begins, ends in spans.values()]
    assert sorted(found(dossiers=[GOOD], stops=stops).rule) == ["stop.after_end", "stop.before_received"]
    reopened = {**GOOD, "status": "4"}
    assert "stop.after_end" not in set(found(dossiers=[reopened], stops=stops).rule)


def test_a_missing_column_is_said_once_and_not_for_each_row(found):
    present = {**EVERYTHING, "dossiers": EVERYTHING["dossiers"] - {"due_at"}, "steps": frozenset()}
    rows = found(present=present, dossiers=[{**GOOD, "due_at": None, "dossier_id": f"H56.01-240105-{n:04d}"} for n in range(1, 4)])
    assert "dossier.no_due" not in set(rows.rule)
    lost = rows[rows.rule == "outputs.missing"]
    assert any("đúng hạn, quá hạn" in value for value in lost.value)
    assert any("quá trình xử lý" in value for value in lost.value)


def test_findings_have_the_declared_columns(found):
    rows = found(dossiers=[{**GOOD, "due_at": None}])
    assert tuple(rows.columns) == TABLES["findings"].names
    assert set(rows.severity) <= set(CODES["severity"])


def test_every_check_can_be_said_without_a_gap():
    words = defaultdict(lambda: "x", advice="advice.")
    for rule in CHECKS.values():
        assert rule.severity in CODES["severity"]
        assert rule.message.format_map(words).endswith(".") and rule.action.format_map(words).endswith(".")


def test_the_workbook_of_findings_links_to_the_row_and_runs_no_formula(found, tmp_path: Path):
    rows = found(dossiers=[{**GOOD, "due_at": datetime(1900, 1, 1)}])
    rows.loc[0, "value"] = "=cmd|'/c calc'!A0"
    path = tmp_path / "phat-hien.xlsx"
    write_findings_xlsx(rows, path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Tổng hợp", "Phát hiện"]
    sheet = book["Phát hiện"]
    head = [cell.value for cell in sheet[1]]
    link, value = sheet.cell(2, head.index("Dòng") + 1), sheet.cell(2, head.index("Giá trị") + 1)
    assert link.hyperlink.target == "ho-so.xlsx" and link.hyperlink.location == "'S'!A4"
    assert value.data_type == "s" and value.value.startswith("=")
    assert book["Tổng hợp"].max_row == 1 + rows.groupby(["rule", "message"]).ngroups


def test_a_province_code_that_no_list_knows_is_asked_about_once(found):
    """H99 is in no list; H21 belonged to a province until July 2025, and its dossier of before keeps the code; G is a ministry's."""
    codes = ["H56.100-251006-0001", "H99.100-251006-0001", "H99.100-251006-0002", "H21.12-250605-0001", "G15.1-251006-000001", "HS-1"]
    received = [datetime(2025, 6, 5, 9) if "250605" in code else datetime(2025, 10, 6, 9) for code in codes]
    rows = [
        {**GOOD, "dossier_id": code, "submitted_at": None, "received_at": day, "due_at": None, "finished_at": None, "returned_at": None, "status": "1"}
        for code, day in zip(codes, received, strict=True)
    ]
    folder = ROOT / "data" / "reference"
    told = found(dossiers=rows, provinces=province_days(folder, date(2025, 10, 31)))
    assert told[told.rule == "dossier.unknown_province"].value.tolist() == ["H99: 2 hồ sơ"]
    assert province_days(folder, date(2025, 6, 30)) == ()
    assert "dossier.unknown_province" not in set(found(dossiers=rows).rule)
