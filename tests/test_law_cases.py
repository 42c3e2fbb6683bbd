"""Dossiers worked out by hand across the changes of the law, each under the decree of 2018 too (calendar as shipped, 5 working days)."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import datetime

import pytest

from small_tables import REFERENCE, at, canonical, vn_calendar
from stages import judgements
from tthc.analysis import calendar as worktime
from tthc.model.law import Law, load_law
from tthc.model.settings import load_run
from tthc.study import open_run

START, CUT = datetime(2026, 7, 1), datetime(2026, 12, 1)
NORM = {"procedure_code": "P", "step": "Thẩm định", "norm_wm": 5 * 480.0}
OLD, NEW = "old", "new"


def _only_old() -> Law:
    """The law as if the decree of 2018 had never ended."""
    law = load_law(REFERENCE)
    return replace(law, sets=(replace(law.named("nd61"), valid_to=None),))


LAWS = {OLD: _only_old(), NEW: load_law(REFERENCE)}

# Dossier, its stops and changes of deadline.
DOSSIERS = [
    # 1. Out of boundary: accepted on Monday, the competent body gets it on Wednesday.
    {"dossier_id": "1", "received_at": "05/10/2026 10:00", "competent_at": "07/10/2026 09:00", "out_of_boundary": True,
     "due_at": "14/10/2026 17:00", "finished_at": "14/10/2026 15:00", "status": "10"},
    {"dossier_id": "1-no-receipt", "received_at": "05/10/2026 10:00", "out_of_boundary": True, "due_at": "14/10/2026 17:00",
     "finished_at": "14/10/2026 15:00", "status": "10"},
    {"dossier_id": "1-not-said", "received_at": "05/10/2026 10:00", "competent_at": "07/10/2026 09:00", "due_at": "14/10/2026 17:00",
     "finished_at": "14/10/2026 15:00", "status": "10"},
    # 2. Across the change of 5 August 2026.
    {"dossier_id": "2-before", "received_at": "04/08/2026 10:00", "competent_at": "05/08/2026 09:00", "out_of_boundary": True,
     "finished_at": "12/08/2026 10:00", "status": "10"},
    {"dossier_id": "2-after", "received_at": "05/08/2026 10:00", "competent_at": "06/08/2026 09:00", "out_of_boundary": True,
     "finished_at": "12/08/2026 10:00", "status": "10"},
    # Received after closing time of the 4th: the clock counts it for the 5th, and so does the law.
    {"dossier_id": "2-after-hours", "received_at": "04/08/2026 18:00", "competent_at": "06/08/2026 09:00", "out_of_boundary": True,
     "finished_at": "13/08/2026 10:00", "status": "10"},
    # 3. A supplement asked for and never answered: still open, or closed on 19 October as the export says.
    {"dossier_id": "3", "received_at": "01/10/2026 08:30", "due_at": "08/10/2026 17:00", "status": "5"},
    {"dossier_id": "3-closed", "received_at": "01/10/2026 08:30", "due_at": "08/10/2026 17:00", "finished_at": "19/10/2026 09:00",
     "status": "8"},
    # 4. A supplement asked for two working days late.
    {"dossier_id": "4", "received_at": "01/10/2026 08:30", "due_at": "08/10/2026 17:00", "finished_at": "19/10/2026 09:00",
     "status": "10"},
    # 5. Stopped at the applicant's wish after the deadline.
    {"dossier_id": "5", "received_at": "01/10/2026 08:30", "due_at": "08/10/2026 17:00", "finished_at": "12/10/2026 09:00",
     "status": "8", "closing_reason": "applicant"},
    {"dossier_id": "5-in-time", "received_at": "01/10/2026 08:30", "due_at": "08/10/2026 17:00", "finished_at": "07/10/2026 09:00",
     "status": "8"},
    {"dossier_id": "5-withdrawn", "received_at": "01/10/2026 08:30", "due_at": "08/10/2026 17:00", "finished_at": "12/10/2026 09:00",
     "status": "7"},
    {"dossier_id": "5-refused", "received_at": "01/10/2026 08:30", "due_at": "08/10/2026 17:00", "refused_at": "12/10/2026 09:00",
     "status": "3"},
    {"dossier_id": "5-never-taken", "submitted_at": "01/10/2026 08:30", "refused_at": "12/10/2026 09:00", "status": "3"},
    # 6. Across 23 and 28 November 2026, swapped (test_open_days.py has the calendar as it stands); three days are procedure Q's.
    {"dossier_id": "6-three-days", "received_at": "19/11/2026 09:00", "procedure_code": "Q", "finished_at": "26/11/2026 10:00", "status": "10"},
    {"dossier_id": "6-five-days", "received_at": "16/11/2026 09:00", "finished_at": "25/11/2026 10:00", "status": "10"},
    {"dossier_id": "6-either-way", "received_at": "20/11/2026 09:00", "finished_at": "30/11/2026 10:00", "status": "10"},
    # 7. Apology before the deadline, moved once.
    {"dossier_id": "7", "received_at": "01/10/2026 08:30", "due_at": "12/10/2026 17:00", "finished_at": "12/10/2026 09:00",
     "apology_at": "07/10/2026 09:00", "status": "10"},
]  # fmt: skip
STOPS = [
    {"dossier_id": "3", "kind": "supplement", "from_at": "02/10/2026 09:00"},
    {"dossier_id": "3-closed", "kind": "supplement", "from_at": "02/10/2026 09:00"},
    {"dossier_id": "4", "kind": "supplement", "from_at": "08/10/2026 09:00", "to_at": "12/10/2026 09:00"},
]
CHANGES = [
    {"dossier_id": "7", "at": "07/10/2026 09:00", "old_due_at": "08/10/2026 17:00", "new_due_at": "12/10/2026 17:00"},
]


@pytest.fixture(scope="module")
def judged(engine, tmp_path_factory):
    """Law → (dossier, rule) → its row; by the calendar in which the proposed swap holds, which moves nothing before it."""
    norms = [NORM, {**NORM, "procedure_code": "Q", "norm_wm": 3 * 480.0}]
    tables = canonical(engine, dossiers=[{"procedure_code": "P", **row} for row in DOSSIERS], stops=STOPS, due_changes=CHANGES, norms=norms)
    folder = tmp_path_factory.mktemp("swapped")
    shutil.copy(REFERENCE / "calendar_hours.csv", folder)
    days = (REFERENCE / "calendar_vn.csv").read_text(encoding="utf-8")
    (folder / "calendar_vn.csv").write_text(days.replace("open_off", "off").replace("open_work", "work"), encoding="utf-8")
    calendar = engine.load(worktime.calendar_table(folder, "vn"), "calendar_law_cases")
    found = {}
    for name, law in LAWS.items():
        table = judgements(engine, tables, calendar, start=START, cut=CUT, rules={}, law=law)
        found[name] = {(row.dossier_id, row.rule): row for row in engine.fetch(table).itertuples()}
    return found


DECREE = [
    ("1", OLD, "late", "12/10/2026 17:00"),
    ("1", NEW, "on_time", "14/10/2026 17:00"),
    ("1-no-receipt", OLD, "late", "12/10/2026 17:00"),
    ("1-no-receipt", NEW, "unknown", None),
    ("1-not-said", NEW, "late", "12/10/2026 17:00"),
    ("2-before", OLD, "late", "11/08/2026 17:00"),
    ("2-before", NEW, "late", "11/08/2026 17:00"),
    ("2-after", OLD, "on_time", "12/08/2026 17:00"),
    ("2-after", NEW, "early", "13/08/2026 17:00"),
    ("2-after-hours", OLD, "late", "12/08/2026 17:00"),
    ("2-after-hours", NEW, "on_time", "13/08/2026 17:00"),
    ("3", OLD, "stopped", None),
    ("3", NEW, "stopped", None),
    ("3-closed", OLD, "ended", None),
    ("3-closed", NEW, "ended", None),
    ("4", OLD, "on_time", "19/10/2026 17:00"),
    ("4", NEW, "on_time", "19/10/2026 17:00"),
    ("5", OLD, "ended", "08/10/2026 17:00"),
    ("5", NEW, "ended", "08/10/2026 17:00"),
    ("6-three-days", OLD, "on_time", "26/11/2026 17:00"),
    ("6-three-days", NEW, "on_time", "26/11/2026 17:00"),
    ("6-five-days", OLD, "on_time", "25/11/2026 17:00"),
    ("6-five-days", NEW, "on_time", "25/11/2026 17:00"),
    ("6-either-way", OLD, "on_time", "30/11/2026 17:00"),
    ("6-either-way", NEW, "on_time", "30/11/2026 17:00"),
    ("7", OLD, "on_time", "12/10/2026 17:00"),
    ("7", NEW, "on_time", "12/10/2026 17:00"),
]


@pytest.mark.parametrize(("dossier", "law", "outcome", "due"), DECREE)
def test_by_the_decree_in_force_at_reception(judged, dossier: str, law: str, outcome: str, due: str | None):
    row = judged[law][dossier, "decree"]
    assert row.outcome == outcome
    assert (None if row.due_at != row.due_at else row.due_at.to_pydatetime()) == (at(due) if due else None)


INDEX = [("3", "stopped"), ("3-closed", "ended"), ("4", "late"), ("5", "late"), ("5-in-time", "ended"), ("5-withdrawn", "late"),
         ("5-refused", "late"), ("5-never-taken", "refused"), ("7", "on_time")]  # fmt: skip


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize(("dossier", "outcome"), INDEX)
def test_by_the_index_an_end_is_an_end(judged, law: str, dossier: str, outcome: str):
    row = judged[law][dossier, "qd766"]
    assert row.outcome == outcome
    assert row.intake == ("none" if dossier == "5-never-taken" else "period")


@pytest.mark.parametrize(
    ("dossier", "outcome"), [("5", "ended"), ("5-in-time", "ended"), ("5-withdrawn", "withdrawn"), ("5-refused", "refused"), ("3", "stopped")]
)
def test_by_the_system_and_the_form_they_stay_what_they_were(judged, dossier: str, outcome: str):
    assert judged[NEW][dossier, "system"].outcome == outcome


def test_each_dossier_carries_the_set_of_its_acceptance(judged):
    sets = {dossier: row.law_set for (dossier, rule), row in judged[NEW].items() if rule == "decree"}
    assert (sets["2-before"], sets["2-after"], sets["1"]) == ("nd118_367", "nd118_309", "nd118_309")
    assert sets["2-after-hours"] == "nd118_309"
    assert {row.law_set for (_, rule), row in judged[OLD].items() if rule == "decree" and row.intake != "none"} == {"nd61"}


def test_the_transition_by_event_takes_the_day_on_which_the_clock_began(engine):
    rows = [row for row in DOSSIERS if row["dossier_id"] == "2-before"]
    tables = canonical(engine, dossiers=[{"procedure_code": "P", **row} for row in rows], norms=[NORM])
    rules = {"law_transition": "event"}
    table = judgements(engine, tables, vn_calendar(engine), start=START, cut=CUT, rules=rules, law=LAWS[NEW])
    row = engine.fetch(table.filter(table.rule == "decree")).iloc[0]
    assert (row.law_set, row.due_at.to_pydatetime(), row.outcome) == ("nd118_309", at("12/08/2026 17:00"), "on_time")


def test_a_set_that_subtracts_the_waiting_and_knows_no_rescheduling(engine):
    """What cases 4 and 7 would be: on time by the sets that there are (above)."""
    law = load_law(REFERENCE)
    one = law.sets[-1]
    said = {"restart": "subtract", "extension_max": "0"}
    values = {**one.values, **{name: replace(one.values[name], value=value) for name, value in said.items()}}
    rows = [row for row in DOSSIERS if row["dossier_id"] in ("4", "7")]
    tables = canonical(engine, dossiers=[{"procedure_code": "P", **row} for row in rows], stops=STOPS[2:], due_changes=CHANGES, norms=[NORM])
    changed = replace(law, sets=(*law.sets[:-1], replace(one, values=values)))
    table = judgements(engine, tables, vn_calendar(engine), start=START, cut=CUT, rules={}, law=changed)
    found = {row.dossier_id: row for row in engine.fetch(table.filter(table.rule == "decree")).itertuples()}
    # Four days of waiting off the end of 19/10 leave 15/10, a week after the deadline of 08/10.
    assert found["4"].outcome == "late"
    assert found["7"].due_at.to_pydatetime() == at("08/10/2026 17:00")


def test_an_export_as_offices_have_it_now(shared_data, tmp_path):
    """The register of the shared cases: no column says what is out of boundary, so nothing is taken for it."""
    shutil.copytree(REFERENCE, tmp_path / "data" / "reference")
    (tmp_path / "tthc.toml").write_text('[office]\nname = "UBND xã Thạch Hà"\n', encoding="utf-8")
    study = open_run(load_run("2026-10", root=tmp_path, source=shared_data.parent / "cases" / "law" / "2026"))
    rows = study.outcomes[study.outcomes.dossier_id.str.contains("-009[0-3]$")]
    found = {(row.dossier_id[-4:], row.rule): row.outcome for row in rows.itertuples()}
    assert [found[number, "decree"] for number in ("0090", "0092", "0093")] == ["late", "late", "on_time"]
    assert [found[number, "qd766"] for number in ("0091", "0093")] == ["ended", "late"]
    late = study.integrity[study.integrity.sign == "supplement_late"]
    assert list(late.dossier_id.str[-4:]) == ["0093"] and "muộn 2 ngày làm việc" in late.question.iloc[0]
