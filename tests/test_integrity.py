"""Signs that a record was altered or set wrongly: one dossier that shows each, and one beside it that does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from small_tables import REFERENCE, canonical, vn_calendar
from stages import judgements, signs
from tthc.model.law import load_law
from tthc.model.schema import CANONICAL, CODES
from tthc.model.schema.dossier_code import is_other_day, with_written_day

START, CUT = datetime(2024, 3, 1), datetime(2024, 4, 1)
ALL_COLUMNS = {name: frozenset(column.name for column in table.columns) for name, table in CANONICAL.items()}
GOOD = {
    "received_at": "04/03/2024 09:00",
    "due_at": "11/03/2024 17:00",
    "finished_at": "08/03/2024 10:21",
    "issued_at": "08/03/2024 09:00",
    "status": "9",
}
LATE = {"finished_at": "12/03/2024 08:10", "issued_at": "12/03/2024 08:00"}
NORMS = [{"procedure_code": "P", "step": "a", "norm_wm": 5 * 480.0}]


@pytest.fixture(scope="module")
def calendar(engine):
    return vn_calendar(engine)


def found(engine, calendar, dossiers, present=ALL_COLUMNS, **rows):
    dossiers = [{"dossier_id": name, "officer": name, **GOOD, **dossier} for name, dossier in dossiers.items()]
    tables = canonical(engine, dossiers=dossiers, norms=NORMS, **rows)
    outcome = judgements(engine, tables, calendar, start=START, cut=CUT, rules={})
    table = signs(engine, tables, outcome, calendar, cut=CUT, rules={}, present=present)
    return engine.fetch(table).sort_values(["dossier_id", "sign"])


def test_each_sign_is_found_where_it_is_and_nowhere_else(engine, calendar):
    dossiers = {
        "good": {},
        "end_is_deadline": {"due_at": "08/03/2024 10:21"},
        "reset": {"result_reset": True},
        "events_after_end": {},
        "signed_after_end": {"issued_at": "11/03/2024 09:00"},
        "deadline_too_far": {"due_at": "13/03/2024 17:00"},
        "too far for a supplement": {"due_at": "13/03/2024 17:00"},
        "extended_again": {"due_at": "15/03/2024 17:00", "finished_at": "13/03/2024 10:21", "issued_at": "13/03/2024 09:00"},
        # The second change came after the end: it is none of the dossier's extensions, and asked about by itself.
        "due_moved_after_end": {"due_at": "15/03/2024 17:00"},
        "due_moved_late": {"due_at": "15/03/2024 17:00", "finished_at": "13/03/2024 10:21", "apology_at": "08/03/2024 09:00", "issued_at": None},
        "extended once": {"due_at": "13/03/2024 17:00"},
        "apology_missing": LATE,
        "apology_late": {**LATE, "apology_at": "11/03/2024 09:00"},
        "apologised in time": {**LATE, "apology_at": "10/03/2024 09:00"},
        "no_end": {"finished_at": None},
    }
    rows = found(
        engine,
        calendar,
        dossiers,
        steps=[
            {"dossier_id": "events_after_end", "step_no": 1, "step": "a", "arrived_at": "04/03/2024", "ended_at": "08/03/2024 15:00"},
            {"dossier_id": "good", "step_no": 1, "step": "a", "arrived_at": "04/03/2024", "ended_at": "08/03/2024 10:00"},
        ],
        stops=[{"dossier_id": "too far for a supplement", "kind": "supplement", "from_at": "05/03/2024", "to_at": "07/03/2024"}],
        due_changes=[
            {"dossier_id": name, "at": at, "old_due_at": old, "new_due_at": new}
            for name, at, old, new in (
                ("extended_again", "08/03/2024 09:00", "11/03/2024 17:00", "13/03/2024 17:00"),
                ("extended_again", "12/03/2024 09:00", "13/03/2024 17:00", "15/03/2024 17:00"),
                ("due_moved_after_end", "08/03/2024 09:00", "11/03/2024 17:00", "13/03/2024 17:00"),
                ("due_moved_after_end", "12/03/2024 09:00", "13/03/2024 17:00", "15/03/2024 17:00"),
                ("due_moved_late", "12/03/2024 09:00", "11/03/2024 17:00", "15/03/2024 17:00"),
                ("extended once", "08/03/2024 09:00", "11/03/2024 17:00", "13/03/2024 17:00"),
            )
        ],
    )
    expected = {(name, name) for name in dossiers if name in CODES["sign"]}
    assert set(zip(rows.dossier_id, rows.sign, strict=True)) == expected


def test_every_sign_is_worded_as_a_question(engine, calendar):
    """Half of them have codes of the national form: those are received on 4 March, the third was filed on the 1st."""
    coded = {"H56.01-240305-0001": {}, "H56.01-240304-0001": {}, "H56.01-240301-0001": {"submitted_at": "01/03/2024 09:00"}}
    rows = found(engine, calendar, {"a": {"result_reset": True}, "b": LATE, "HS-240101-0001": {"finished_at": None}, **coded})
    assert len(rows) == 4 and rows.question.str.endswith("?").all()
    assert dict(zip(rows.dossier_id, rows.sign, strict=True)) == {"a": "reset", "b": "apology_missing", "HS-240101-0001": "no_end", "H56.01-240305-0001": "code_date"}
    assert rows.question[rows.sign == "apology_missing"].tolist() == ["Quá hạn (ngày hẹn trả là ngày 11/03/2024) nhưng không ghi văn bản xin lỗi: đã gửi chưa?"]


def test_other_systems_number_their_dossiers_otherwise(engine):
    """Of three numbers one has the national form: six digits of the others are no day."""
    ids = ("H56.01-240305-0001", "HS-240101-0001", "c")
    rows = with_written_day(canonical(engine, dossiers=[{"dossier_id": one, "received_at": "04/03/2024 09:00"} for one in ids])["dossiers"])
    assert not engine.fetch(rows.filter(is_other_day(rows))).size


def closings(seconds, officer="CB"):
    return {
        f"{officer}{n}": {"finished_at": datetime(2024, 3, 8, 16, 0, 0).replace(minute=s // 60, second=s % 60), "officer": officer}
        for n, s in enumerate(seconds)
    }


def test_closing_in_bulk(engine, calendar):
    """Five ends of one officer, each within two minutes of the one before; four, or spread out, are none."""
    dossiers = closings([0, 60, 150, 270, 390, 900]) | closings([0, 30, 60, 90], "X") | closings([0, 200, 400, 600, 800], "Y")
    rows = found(engine, calendar, dossiers)
    assert rows[rows.sign == "bulk_closing"].dossier_id.tolist() == ["CB0", "CB1", "CB2", "CB3", "CB4"]
    assert rows.question.iloc[0] == "Kết thúc lúc 16:00 08/03/2024 cùng 4 hồ sơ khác của cùng cán bộ: việc xong từ ngày nào?"


def test_dates_without_times_are_no_sign(engine, calendar):
    """Ends read from dates alone all lie at closing time."""
    dossiers = {f"d{n}": {"due_at": "08/03/2024 17:00", "finished_at": "08/03/2024 17:00"} for n in range(6)}
    assert found(engine, calendar, dossiers).empty


def test_a_column_that_is_not_supplied_is_no_missing_apology(engine, calendar):
    present = {**ALL_COLUMNS, "dossiers": ALL_COLUMNS["dossiers"] - {"apology_at"}}
    assert found(engine, calendar, {"a": LATE}, present=present).empty
    assert found(engine, calendar, {"a": LATE}, present=ALL_COLUMNS).sign.tolist() == ["apology_missing"]


def test_what_comes_after_the_cut_is_not_seen(engine, calendar):
    later = {"finished_at": "02/04/2024 08:00", "issued_at": "05/04/2024 08:00", "due_at": "29/04/2024 17:00", "apology_at": "08/03/2024"}
    assert found(engine, calendar, {"a": later}).empty


def test_the_limits_are_those_of_the_dossier_s_own_law(engine, calendar):
    """A law with apologies two days before and two reschedulings; the competent body's receipt starts the clock where the set says so."""
    law = load_law(REFERENCE)
    one = law.sets[-1]
    changed = {name: replace(one.values[name], value="2") for name in ("apology_before_cd", "extension_max")}
    other = replace(law, sets=(replace(one, values={**one.values, **changed}),))
    dates = {"received_at": "05/10/2026 09:00", "due_at": "12/10/2026 17:00", "finished_at": "13/10/2026 10:21", "issued_at": None, "status": "9"}
    passed_on = {"out_of_boundary": True, "due_at": "14/10/2026 17:00", "finished_at": "13/10/2026 10:21"}
    dossiers = {
        "day before": {**dates, "apology_at": "11/10/2026 09:00"},
        "two days before": {**dates, "apology_at": "10/10/2026 09:00"},
        "came here on Wednesday": {**dates, **passed_on, "competent_at": "07/10/2026 09:00"},
        "came here on Tuesday": {**dates, **passed_on, "competent_at": "06/10/2026 09:00"},
        "nobody knows when": {**dates, **passed_on},
    }
    rows = [{"dossier_id": key, "officer": key, **dossier} for key, dossier in dossiers.items()]
    tables = canonical(engine, dossiers=rows, norms=NORMS)
    span = {"cut": datetime(2026, 11, 1), "rules": {}, "law": other}
    judged = judgements(engine, tables, calendar, start=datetime(2026, 10, 1), **span)
    rows = engine.fetch(signs(engine, tables, judged, calendar, **span))
    asked = {(row.dossier_id, row.sign): row.question for row in rows.itertuples() if row.sign not in ("forward_late", "forward_unknown")}
    # Where the law asks for one day, one day before is in time (test_each_sign_…).
    assert set(asked) == {("came here on Tuesday", "deadline_too_far"), ("day before", "apology_late")}
    assert "vì sao không báo trước ít nhất 2 ngày? (Nghị định số 118/2025/NĐ-CP" in asked["day before", "apology_late"]
