"""The period report in the columns of form 07a: every dossier in its cells, sums that hold."""

from __future__ import annotations

from datetime import datetime

import pytest

from small_tables import canonical, load, vn_calendar
from tthc.analysis import indicators
from tthc.model.schema.period_report import CELLS

CUT = datetime(2026, 11, 1)


def _dossier(number: int, **other) -> dict:
    usual = {
        "dossier_id": f"D{number:02d}",
        "field": "Chứng thực",
        "unit": "UBND xã A",
        "received_at": "05/10/2026 08:00",
    }
    return {**usual, **other}


# Number, its columns, intake, outcome, and the cells that count it beside the sums.
CASES = [
    (1, {"channel": "counter"}, "period", "early", {"counter", "settled_in_time"}),
    (2, {"channel": "online", "service_level": "full"}, "period", "on_time", {"online_full", "settled_in_time"}),
    (3, {"channel": "online", "service_level": "partial"}, "period", "open_in_time", {"online_partial", "open_in_time"}),
    (4, {"channel": "online"}, "period", "stopped", {"online_other", "open_in_time"}),
    (5, {"channel": "post"}, "period", "withdrawn", {"post", "settled_in_time", "withdrawn"}),
    (6, {"channel": "counter"}, "carried", "late", {"carried", "settled_late_no_letter"}),
    (7, {"apology_at": "20/10/2026"}, "period", "late", {"counter", "settled_late_letter"}),
    # A letter after the cut was not sent yet.
    (8, {"apology_at": "02/11/2026"}, "period", "open_late", {"counter", "open_late_no_letter"}),
    (9, {"out_of_boundary": True, "apology_at": "20/10/2026"}, "period", "open_late",
     {"counter", "out_of_boundary", "open_late_letter"}),
    (10, {}, "period", "ended", {"counter", "ended"}),
    (11, {"fee_due": True, "paid_online": True}, "period", "early", {"counter", "settled_in_time", "fees_online"}),
    (12, {"fee_due": True}, "period", "early", {"counter", "settled_in_time", "fees_counter"}),
    # Waits for acceptance since Friday 14:00: 180 minutes of 480.
    (13, {"channel": "online", "received_at": None, "submitted_at": "30/10/2026 14:00"}, "none", "new", {"waiting_in_time"}),
    (14, {"channel": "online", "received_at": None, "submitted_at": "28/10/2026 14:00"}, "none", "new", {"waiting_late"}),
    # The system received it later than it was sent: its 8 hours begin then.
    (15, {"channel": "online", "received_at": None, "submitted_at": "28/10/2026 14:00",
          "system_received_at": "30/10/2026 14:00"}, "none", "new", {"waiting_in_time"}),
    (16, {"channel": "counter", "received_at": None}, "none", "refused", {"refused"}),
    (17, {}, "none", "unknown", set()),
    (18, {}, "none", "unjudged", set()),
]  # fmt: skip
SUMMED = {"received", "settled", "settled_late", "open", "open_late", "fees"}


def _report(engine, cases, **options):
    tables = canonical(engine, dossiers=[_dossier(number, **columns) for number, columns, *_ in cases])
    rows = [
        {"dossier_id": f"D{number:02d}", "rule": "system", "intake": intake, "outcome": outcome}
        for number, _, intake, outcome, _ in cases
    ]
    report = indicators.period_report(
        tables["dossiers"], load(engine, "outcomes", rows), vn_calendar(engine), cut=CUT, rules={}, **options
    )
    assert len(engine.fetch(indicators.broken_period_report(report))) == 0
    return engine.fetch(report)


@pytest.fixture(scope="module")
def report(engine):
    """Each dossier in a unit of its own, in one of three fields."""
    placed = [
        (n, {**columns, "unit": f"Đơn vị {n}", "field": f"Lĩnh vực {n % 3}"}, *rest) for n, columns, *rest in CASES
    ]
    return _report(engine, placed)


def test_every_dossier_stands_in_its_cells_and_no_other(report):
    for number, *_, cells in CASES:
        found = report[report.unit == f"Đơn vị {number}"]
        counted = {cell for cell in set(CELLS) - SUMMED if len(found) and found.iloc[0][cell]}
        assert counted == cells, number


def test_sums_and_the_rows_of_units_fields_and_procedures(report):
    total = report[report.unit.isna() & report.field.isna()].iloc[0]
    assert [total[cell] for cell in ("received", "settled", "settled_late", "open", "open_late", "fees")] == [
        12,
        7,
        2,
        4,
        2,
        2,
    ]
    fields = report[report.field.notna() & report.procedure.isna()]
    for rows in (report[report.unit.notna()], fields, report[report.procedure.notna()]):
        assert rows[list(CELLS)].sum().to_dict() == total[list(CELLS)].to_dict()


def test_without_a_column_for_letters_nobody_is_said_to_have_sent_none(engine):
    total = _report(engine, [case for case in CASES if case[3] == "late"], has_letters=False).iloc[0]
    assert (
        total[["settled_late_letter", "settled_late_no_letter", "open_late_letter", "open_late_no_letter"]]
        .isna()
        .all()
    )
    assert (total["settled_late"], total["settled"]) == (2, 2)


def test_an_empty_period_has_a_row_of_zeros(engine):
    report = _report(engine, [])
    assert len(report) == 1 and report[list(CELLS)].sum().sum() == 0
