"""A swap that was proposed and not settled: how deadlines move if it holds, and that reports say so."""

from __future__ import annotations

import shutil
from datetime import date, datetime

import pyarrow as pa
import pytest

import stages
from small_tables import REFERENCE, at, canonical
from tthc.analysis import calendar as worktime
from tthc.analysis.causes.late import late_dossiers
from tthc.analysis.outcomes import outcomes
from tthc.display.tables.open_days import hangs_on_them, open_days_sentence
from tthc.model.law import load_law
from tthc.model.settings import choose_rules
from tthc.study.graph.wiring.lifetimes import JUDGING

# Received, working days, due as the calendar stands, due if 23/11 and 28/11/2026 are swapped. Worked out by hand: 24/11 is a day off.
CASES = [
    ("19/11/2026 09:00", 3, "25/11/2026 17:00", "26/11/2026 17:00"),
    ("16/11/2026 09:00", 5, "23/11/2026 17:00", "25/11/2026 17:00"),
    ("20/11/2026 09:00", 5, "30/11/2026 17:00", "30/11/2026 17:00"),
]


@pytest.fixture(scope="module")
def settled(tmp_path_factory):
    """The reference calendar after an office settled the two days in the way the report says."""
    folder = tmp_path_factory.mktemp("settled")
    for name in ("calendar_vn.csv", "calendar_hours.csv"):
        shutil.copy(REFERENCE / name, folder)
    path = folder / "calendar_vn.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("open_off", "off").replace("open_work", "work"), encoding="utf-8"
    )
    return folder


@pytest.mark.parametrize("holds", [False, True], ids=["as the calendar stands", "the swap holds"])
def test_deadlines_across_the_swap(engine, settled, holds):
    folder = settled if holds else REFERENCE
    calendar = engine.load(worktime.calendar_table(folder, "vn"), f"calendar_swap_{holds}")
    rows = pa.table({"received_at": [at(case[0]) for case in CASES], "days": [case[1] for case in CASES]})
    table = worktime.add_deadline(engine.load(rows, f"swap_{holds}"), calendar, "received_at", "days", "due_at")
    due = dict(engine.fetch(table)[["received_at", "due_at"]].itertuples(index=False))
    assert [due[at(case[0])] for case in CASES] == [at(case[3 if holds else 2]) for case in CASES]


# As recorded, the end, and the outcomes by `system` and `decree` as the calendar stands and if the swap holds; by hand.
JUDGED = {
    "three days": ("19/11/2026 09:00", "25/11/2026 17:00", "26/11/2026 15:00", 3, ("late", "late"), (None, "on_time")),
    "five days": ("16/11/2026 09:00", "23/11/2026 17:00", "25/11/2026 15:00", 5, ("late", "late"), ("on_time", "on_time")),
    "told the 28th": ("19/11/2026 09:00", "28/11/2026 17:00", "30/11/2026 09:00", None, ("on_time", "unknown"), ("late", None)),
    "in time either way": ("20/11/2026 09:00", "30/11/2026 17:00", "30/11/2026 10:00", 5, ("on_time", "on_time"), (None, None)),
}  # fmt: skip


@pytest.fixture(scope="module")
def judged(engine, settled):
    calendars = [engine.load(worktime.calendar_table(REFERENCE, "vn", adopted=one), f"calendar_hangs_{one}") for one in (False, True)]
    assert worktime.calendar_table(REFERENCE, "vn", adopted=True).equals(worktime.calendar_table(settled, "vn"))
    dossiers = [
        {"dossier_id": name, "received_at": since, "due_at": due, "finished_at": end, "status": "10", "procedure_code": f"P{days}"}
        for name, (since, due, end, days, _, _) in JUDGED.items()
    ]
    norms = [{"procedure_code": f"P{days}", "step": "A", "norm_wm": 480.0 * days, "valid_from": "2026-01-01"} for days in (3, 5)]
    tables = canonical(engine, dossiers=dossiers, norms=norms)
    law, span = load_law(REFERENCE), {"start": datetime(2026, 11, 1), "cut": datetime(2026, 12, 1)}
    days = worktime.unsettled_days(REFERENCE, "vn", date(2026, 11, 1), date(2026, 12, 1))
    rules = {name: value for name, value in choose_rules({}).items() if name in JUDGING.names}
    found = outcomes(tables, calendars[0], **span, rules=rules, law=law, adopted=calendars[1], unsettled=days)
    found = engine.materialise(found, "outcomes_that_hang")
    signs = engine.fetch(stages.signs(engine, tables, found, calendars[0], cut=span["cut"], rules={}, law=law))
    late = engine.fetch(late_dossiers(found)).set_index("dossier_id")
    return engine.fetch(found).set_index(["dossier_id", "rule"]), signs, late


@pytest.mark.parametrize("name", JUDGED)
def test_the_outcomes_by_both_calendars(judged, name):
    rows = [judged[0].loc[(name, rule)] for rule in ("system", "decree")]
    assert tuple(row.outcome for row in rows) == JUDGED[name][4]
    assert tuple(None if row.adopted_outcome != row.adopted_outcome else row.adopted_outcome for row in rows) == JUDGED[name][5]
    assert [("Chưa rõ có hoán đổi" in str(row.reason)) for row in rows] == [other is not None for other in JUDGED[name][5]]


def test_the_reason_names_both_readings(judged):
    assert judged[0].loc[("three days", "decree")].reason == (
        "Thời hạn 3 ngày làm việc, hạn là 25/11/2026. Chưa rõ có hoán đổi ngày làm việc 23/11/2026 và 28/11/2026 hay không: theo lịch đang "
        "dùng hạn là 25/11/2026, kết quả là “Quá hạn”; nếu hoán đổi thì hạn là 26/11/2026, kết quả là “Đúng hạn”, nên không hỏi về văn bản "
        "xin lỗi."
    )
    assert judged[0].loc[("told the 28th", "system")].reason.endswith("nếu hoán đổi thì hạn là 28/11/2026, kết quả là “Quá hạn”.")


def test_nobody_is_charged_or_asked_where_the_other_calendar_acquits(judged):
    """By what was told the first is late either way; by the decree, which an apology goes by, neither is."""
    assert set(judged[1].sign) & {"apology_missing", "apology_late"} == set()
    late = judged[2]
    assert {name: late.loc[name].late_wm > 0 for name in late.index} == {"three days": True, "five days": False}


def test_a_verdict_hangs_on_days_before_the_cut_only():
    hangs = worktime.unsettled_days
    assert hangs(REFERENCE, "vn", date(2026, 10, 1), date(2026, 11, 1)) == ()
    assert hangs(REFERENCE, "vn", date(2026, 11, 1), date(2026, 11, 24)) == ("23/11/2026",)
    assert hangs(REFERENCE, "vn", date(2026, 11, 1), date(2026, 12, 1)) == ("23/11/2026", "28/11/2026")
    assert hangs(REFERENCE, "vn", date(2024, 1, 1), date(2024, 6, 1)) == ()


def test_a_card_says_that_its_lateness_hangs_on_them():
    told = hangs_on_them({"adopted_outcome": "on_time"})
    assert "nếu hoán đổi thì hồ sơ này là “Đúng hạn”" in told and "chưa tính thời gian quá hạn cho đơn vị, cá nhân nào" in told
    assert hangs_on_them({}) == hangs_on_them({"adopted_outcome": None}) == hangs_on_them({"adopted_outcome": "open_late"}) == ""


def test_the_sentence_names_the_days_how_they_count_and_what_to_change():
    days = [
        {"day": "2026-11-23", "proposed": "off", "name": "", "source": ""},
        {"day": "2026-11-28", "proposed": "work", "name": "", "source": ""},
    ]
    told = open_days_sentence({"open_days": days})
    assert "23/11/2026 (đề xuất nghỉ, đang tính là ngày làm việc)" in told
    assert "28/11/2026 (đề xuất làm việc, đang tính là ngày nghỉ)" in told
    assert "“open_off” của ngày 23/11/2026 thành “off”" in told and "calendar_vn.csv" in told
    assert "calendar_vn.csv" not in open_days_sentence({"open_days": days}, how=False)
    assert open_days_sentence({}) == open_days_sentence({"open_days": []}) == ""
