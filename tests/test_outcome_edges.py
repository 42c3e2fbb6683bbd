"""Verdicts at the edges of their rules, on literal dossiers worked out by hand. Calendar vn, period March 2024 unless said."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from small_tables import canonical, vn_calendar
from stages import judgements
from tthc.analysis.calendar import calendar_table, closing_instants

START, CUT = datetime(2024, 3, 1), datetime(2024, 4, 1)
# Received Monday 4 March; four working days end on Friday 8 March.
DONE = {"received_at": "04/03/2024 08:00", "due_at": "08/03/2024 17:00", "status": "9"}
RULES = ("system", "qd766", "decree")
# Four days; of procedure Q four until 5 March, two from the 6th on.
NORMS = [{"procedure_code": code, "step": "a", "norm_wm": days * 480.0, "valid_from": since}
         for code, days, since in (("P", 4, None), ("Q", 4, date(2020, 1, 1)), ("Q", 2, date(2024, 3, 6)))]


def stop(begins, ends=None, kind="supplement"):
    return {"kind": kind, "from_at": begins, "to_at": ends}


def moved(at, old, new):
    return {"at": at, "old_due_at": old, "new_due_at": new}


@pytest.fixture(scope="module")
def calendar(engine):
    return vn_calendar(engine)


@pytest.fixture(scope="module")
def judge(engine, calendar):
    """Judges named cases, each a dossier of a procedure of four working days with its own stops and changes: (name, rule) → row."""

    def judge(cases, start=START, cut=CUT, **rules):
        rows = {"dossiers": [], "stops": [], "due_changes": [], "norms": NORMS}
        for name, case in cases.items():
            rows["dossiers"].append({"dossier_id": name, **{key: value for key, value in case.items() if key not in ("stops", "due_changes")}})
            for table in ("stops", "due_changes"):
                rows[table] += [{"dossier_id": name, **row} for row in case.get(table, [])]
        found = engine.fetch(judgements(engine, canonical(engine, **rows), calendar, start=start, cut=cut, rules=rules))
        return {(row.dossier_id, row.rule): row for row in found.astype(object).where(found.notna(), None).itertuples()}

    return judge


def told(found, cases, rule="system"):
    return {name: found[name, rule].outcome for name in cases}


def test_what_lies_outside_the_life_moves_nothing(judge):
    """By system, index and decree; ended Tuesday 12 March, two days after the deadline, unless said."""
    cases = {
        "supplement over before reception": ({**DONE, "finished_at": "12/03/2024 09:00", "stops": [stop("20/02/2024 08:00", "01/03/2024 08:00")]}, "late late late"),
        # Only 4 to 6 March lie in the life: two days off the end is 10 March for the index; the decree counts from 6 March: due on the 12th.
        "supplement into the life": ({**DONE, "finished_at": "12/03/2024 09:00", "stops": [stop("28/02/2024 08:00", "06/03/2024 08:00")]}, "late late on_time"),
        "supplement asked after the end": ({**DONE, "finished_at": "08/03/2024 09:00", "stops": [stop("11/03/2024 08:00", "13/03/2024 08:00")]}, "on_time on_time on_time"),
        "ends before it begins": ({**DONE, "finished_at": "12/03/2024 09:00", "stops": [stop("07/03/2024 08:00", "05/03/2024 08:00")]}, "late late late"),
        # Asked on the 7th, unanswered when it ended: by the request in time, by its end late, so that neither guesses.
        "supplement that outlasts the end": ({**DONE, "finished_at": "12/03/2024 09:00", "stops": [stop("07/03/2024 08:00", "20/03/2024 08:00")]}, "late unknown unknown"),
        # One request, not two. Three days off the end is Saturday the 9th; the decree counts from the 8th: due on the 14th.
        "two, one before reception": (
            {**DONE, "finished_at": "12/03/2024 09:00", "stops": [stop("20/02/2024 08:00", "01/03/2024 08:00"), stop("05/03/2024 08:00", "08/03/2024 08:00")]},
            "late late early",
        ),
    }  # fmt: skip
    found = judge({name: case for name, (case, _) in cases.items()})
    assert {name: " ".join(found[name, rule].outcome for rule in RULES) for name in cases} == {name: outcome for name, (_, outcome) in cases.items()}


# Received 4 March 08:00, due 8 March 17:00, four working days, unless said; outcomes by system, index and decree.
EDGES = {
    "a stop ends at the end": ({"finished_at": "12/03/2024 09:00", "stops": [stop("06/03/2024 08:00", "12/03/2024 09:00")]}, "late early early"),
    "a stop begins at the end": ({"finished_at": "12/03/2024 09:00", "stops": [stop("12/03/2024 09:00", "13/03/2024 09:00")]}, "late late late"),
    "a stop ends at reception": ({"finished_at": "08/03/2024 09:00", "stops": [stop("01/03/2024 08:00", "04/03/2024 08:00")]}, "on_time on_time on_time"),
    "a stop of no length": ({"finished_at": "12/03/2024 09:00", "stops": [stop("06/03/2024 08:00", "06/03/2024 08:00")]}, "late late late"),
    # One supplement, not two; complete on the 7th, the decree's limit is the 13th.
    "one of no length and a real one": (
        {"finished_at": "08/03/2024 16:00", "stops": [stop("05/03/2024 10:00", "05/03/2024 10:00"), stop("06/03/2024 08:00", "07/03/2024 08:00")]},
        "on_time early early",
    ),
    # For the index six days off the 15th are the 9th; complete on the 11th, the decree's limit is the 15th.
    "three kinds of stops overlap": (
        {"finished_at": "15/03/2024 10:00", "stops": [stop("05/03/2024 08:00", "11/03/2024 08:00"), stop("07/03/2024 08:00", "13/03/2024 08:00", "obligation"),
                                                      stop("12/03/2024 08:00", "14/03/2024 08:00", "suspended")]},
        "late late on_time",
    ),
    "a stop over the whole life": ({"finished_at": "12/03/2024 09:00", "stops": [stop("01/03/2024 08:00", "20/03/2024 08:00")]}, "late unknown unknown"),
    "due on the day of reception": ({"due_at": "04/03/2024 08:00", "finished_at": "04/03/2024 10:00"}, "on_time on_time early"),
    "ended at closing time": ({"finished_at": "08/03/2024 17:00"}, "on_time on_time on_time"),
    "ended at night": ({"finished_at": "08/03/2024 23:59"}, "on_time on_time on_time"),
    "ended at noon's break": ({"finished_at": "08/03/2024 12:15"}, "on_time on_time on_time"),
    "ended at midnight": ({"finished_at": "09/03/2024 00:00"}, "late late late"),
    "ended before it came, on one day": ({"received_at": "04/03/2024 15:00", "finished_at": "04/03/2024 09:00"}, "early early early"),
    # 28 and 29 February, 1 and 4 March.
    "over the leap day": ({"received_at": "27/02/2024 08:00", "due_at": "29/02/2024 17:00", "finished_at": "01/03/2024 07:30"}, "late late early"),
    "received after closing time": ({"received_at": "08/03/2024 17:30", "due_at": "15/03/2024 17:00", "finished_at": "15/03/2024 10:00"}, "on_time on_time on_time"),
    "received on a Sunday": ({"received_at": "10/03/2024 09:00", "due_at": "15/03/2024 17:00", "finished_at": "15/03/2024 10:00"}, "on_time on_time on_time"),
    "received in the last minute": ({"received_at": "31/03/2024 23:59", "due_at": "10/04/2024 17:00", "status": "4"}, "open_in_time open_in_time open_in_time"),
    "due before reception": ({"due_at": "01/03/2024 17:00", "finished_at": "04/03/2024 10:00"}, "late late early"),
    "due in another century": ({"due_at": "08/03/2204 17:00", "finished_at": "08/03/2024 09:00"}, "unjudged unjudged unjudged"),
    "due on a spreadsheet's day nought": ({"due_at": "30/12/1899 17:00", "finished_at": "08/03/2024 09:00"}, "unjudged unjudged unjudged"),
    "refused in time": ({"status": "3", "refused_at": "06/03/2024 09:00"}, "refused early refused"),
    "refused too late": ({"status": "3", "refused_at": "11/03/2024 09:00"}, "refused late refused"),
    "withdrawn in time": ({"status": "7", "finished_at": "06/03/2024 09:00"}, "withdrawn withdrawn withdrawn"),
    "withdrawn too late": ({"status": "7", "finished_at": "12/03/2024 09:00"}, "withdrawn late withdrawn"),
    "withdrawn, nobody knows when": ({"status": "7"}, "unjudged unjudged unjudged"),
    "stopped for good in time": ({"status": "8", "finished_at": "06/03/2024 09:00"}, "ended ended ended"),
    "stopped for good too late": ({"status": "8", "finished_at": "12/03/2024 09:00"}, "ended late ended"),
    "reopened, the old end kept": ({"status": "4", "finished_at": "06/03/2024 09:00"}, "open_late open_late open_late"),
    "moved at its very end": (
        {"due_at": "22/03/2024 17:00", "finished_at": "12/03/2024 09:00", "due_changes": [moved("12/03/2024 09:00", "08/03/2024 17:00", "22/03/2024 17:00")]},
        "late late late",
    ),
    # For the index the time of both is taken off once, six days: the 11th becomes the 5th.
    "asked for two things at once": (
        {"finished_at": "11/03/2024 10:00", "stops": [stop("05/03/2024 08:00", "08/03/2024 08:00"), stop("07/03/2024 08:00", "11/03/2024 08:00")]}, "late late early"),
    "received the day before other norms": ({"procedure_code": "Q", "received_at": "05/03/2024 08:00", "due_at": "11/03/2024 17:00", "finished_at": "11/03/2024 10:00"}, "on_time on_time on_time"),
    "received on their first day": ({"procedure_code": "Q", "received_at": "06/03/2024 08:00", "due_at": "11/03/2024 17:00", "finished_at": "11/03/2024 10:00"}, "on_time on_time late"),
    # Nothing is recorded: the index and the decree count four days.
    "done without a deadline": ({"due_at": None, "finished_at": "08/03/2024 09:00"}, "no_due on_time on_time"),
    "open without a deadline": ({"due_at": None, "status": "4"}, "open_in_time open_late open_late"),
}  # fmt: skip


def test_thirty_edges(judge):
    cases = {name: {**DONE, **case} for name, (case, _) in EDGES.items()}
    found = judge(cases)
    assert {name: " ".join(found[name, rule].outcome for rule in RULES) for name in cases} == {name: outcome for name, (_, outcome) in EDGES.items()}
    assert "không có phút làm việc nào" in found["ended at midnight", "system"].reason
    # Minutes have a sign whatever the outcome; an hour after closing reads as closing time.
    minutes = {"withdrawn in time": -1320, "withdrawn too late": 600, "stopped for good too late": 600, "ended at night": 0, "ended at noon's break": -210}
    assert {name: found[name, "system"].late_wm for name in minutes} == minutes
    twice = found["asked for two things at once", "qd766"]
    assert (twice.end_at, twice.late_wm) == (datetime(2024, 3, 5, 10), None)


def test_a_request_when_the_limit_had_run_out_restarts_nothing(judge):
    """Asked on Monday 11 March, after Friday's deadline, complete on the 14th, ended on the 15th."""
    late = {**DONE, "finished_at": "15/03/2024 16:00", "stops": [stop("11/03/2024 08:00", "14/03/2024 08:00")]}
    # The applicant was told the 12th: by that date the request was in time, and nobody is charged for the shorter limit.
    cases = {"late": late, "told a later day": {**late, "due_at": "12/03/2024 17:00"}}
    assert told(judge(cases), cases, "decree") == {"late": "late", "told a later day": "early"}
    assert told(judge(cases, late_request="restarts"), cases, "decree") == {"late": "early", "told a later day": "early"}


def test_a_deadline_counts_as_it_stood(judge):
    """Ended on Tuesday 12 March unless said; the recorded deadline is what the last change made of it."""
    ended = {**DONE, "finished_at": "12/03/2024 09:00", "due_at": "22/03/2024 17:00"}
    open_ = {"received_at": "04/03/2024 08:00", "due_at": "22/04/2024 17:00"}
    cases = {
        "moved in time": ({**ended, "due_changes": [moved("08/03/2024 09:00", "08/03/2024 17:00", "22/03/2024 17:00")]}, "early"),
        "moved after the end": ({**ended, "due_changes": [moved("13/03/2024 09:00", "08/03/2024 17:00", "22/03/2024 17:00")]}, "late"),
        "moved when it had passed": ({**ended, "due_changes": [moved("11/03/2024 09:00", "08/03/2024 17:00", "22/03/2024 17:00")]}, "late"),
        # It passed while the applicant was asked for something, and was moved on the day of the answer, as the platform does.
        "moved for a supplement": (
            {**ended, "stops": [stop("07/03/2024 08:00", "11/03/2024 08:00")], "due_changes": [moved("11/03/2024 09:00", "08/03/2024 17:00", "22/03/2024 17:00")]},
            "early",
        ),
        "moved after the end, nobody wrote from when": ({**ended, "due_changes": [moved("13/03/2024 09:00", None, "22/03/2024 17:00")]}, "unknown"),
        "moved twice, the second after the end": (
            {**ended, "due_changes": [moved("07/03/2024 09:00", "08/03/2024 17:00", "15/03/2024 17:00"), moved("13/03/2024 09:00", None, "22/03/2024 17:00")]},
            "early",
        ),
        "moved after the cut": ({**open_, "due_changes": [moved("02/04/2024 09:00", "15/03/2024 17:00", "22/04/2024 17:00")]}, "open_late"),
        "moved before the cut": ({**open_, "due_changes": [moved("15/03/2024 09:00", "15/03/2024 17:00", "22/04/2024 17:00")]}, "open_in_time"),
    }  # fmt: skip
    found = judge({name: case for name, (case, _) in cases.items()})
    assert told(found, cases) == {name: outcome for name, (_, outcome) in cases.items()}
    assert found["moved when it had passed", "system"].due_at == datetime(2024, 3, 8, 17)
    assert "đã qua rồi mới được dời" in found["moved when it had passed", "system"].reason
    assert "đổi sau khi kết thúc" in found["moved after the end", "system"].reason
    # What happened after the cut is not even spoken of.
    assert found["moved after the cut", "system"].reason is None


def test_the_decree_speaks_of_the_recorded_date_as_it_stood(judge):
    """Four days from 4 March end on the 8th; the 15th was recorded. Whoever moved it after the cut has moved nothing yet."""
    open_, since = {"received_at": "04/03/2024 08:00", "due_at": "15/03/2024 17:00"}, {"due_at": "22/03/2024 17:00"}
    cases = {
        "never moved": open_,
        "moved after the cut": {**open_, **since, "due_changes": [moved("11/03/2024 09:00", "15/03/2024 17:00", "22/03/2024 17:00")]},
        "moved before it": {**open_, **since, "due_changes": [moved("06/03/2024 09:00", "15/03/2024 17:00", "22/03/2024 17:00")]},
        "moved at it, nobody wrote from when": {
            **open_, **since, "due_changes": [moved("05/03/2024 09:00", "08/03/2024 17:00", "15/03/2024 17:00"), moved("11/03/2024 00:00", None, "22/03/2024 17:00")],
        },
    }  # fmt: skip
    found = judge(cases, cut=datetime(2024, 3, 11))
    said = "Ngày hẹn trả đã ghi là 15/03/2024, muộn hơn hạn này mà không ghi lần hẹn lại nào"
    assert {name for name in cases if said in found[name, "decree"].reason} == {"never moved", "moved after the cut"}


def test_a_request_is_held_against_the_deadline_that_was_recorded_then(judge):
    """Four days from 4 March end on the 8th. Asked on the 13th, complete on the 14th, ended on the 20th: the limit begins anew, to the
    20th, where the date recorded on the 13th had not passed; the 18th then extends a limit that runs, to the 29th."""
    case = {**DONE, "due_at": "29/03/2024 17:00", "finished_at": "20/03/2024 09:00", "stops": [stop("13/03/2024 08:00", "14/03/2024 08:00")]}
    cases = {
        "the 12th then, the 29th since": ([moved("18/03/2024 09:00", "12/03/2024 17:00", "29/03/2024 17:00")], "late"),
        "the 15th then": ([moved("18/03/2024 09:00", "15/03/2024 17:00", "29/03/2024 17:00")], "early"),
        # Of the later change nobody wrote what it replaced; the one before it had set the 12th.
        "the 12th by the change before": (
            [moved("07/03/2024 09:00", "08/03/2024 17:00", "12/03/2024 17:00"), moved("18/03/2024 09:00", None, "29/03/2024 17:00")], "late"),
    }  # fmt: skip
    found = judge({name: {**case, "due_changes": rows} for name, (rows, _) in cases.items()})
    assert told(found, cases, "decree") == {name: outcome for name, (_, outcome) in cases.items()}


def test_a_setting_takes_the_date_that_was_set_too_late(judge):
    case = {**DONE, "finished_at": "12/03/2024 09:00", "due_at": "22/03/2024 17:00", "due_changes": [moved("11/03/2024 09:00", "08/03/2024 17:00", "22/03/2024 17:00")]}
    assert judge({"a": case}, due_moved_late="moved")["a", "system"].outcome == "early"


def test_a_deadline_on_a_day_off(judge):
    """Sunday 17 March counts to the close of Monday; Thursday 18 April is a public holiday, counted to Friday."""
    cases = {
        "next morning": ({**DONE, "due_at": "17/03/2024 17:00", "finished_at": "18/03/2024 08:00"}, "on_time", "late"),
        "the day after": ({**DONE, "due_at": "17/03/2024 17:00", "finished_at": "19/03/2024 08:00"}, "late", "late"),
        "in time either way": ({**DONE, "due_at": "17/03/2024 17:00", "finished_at": "15/03/2024 08:00"}, "early", "early"),
        "after a holiday": ({**DONE, "due_at": "18/04/2024 17:00", "finished_at": "19/04/2024 08:30"}, "on_time", "late"),
        "on a working day": ({**DONE, "due_at": "15/03/2024 17:00", "finished_at": "18/03/2024 08:00"}, "late", "late"),
    }
    named = {name: case for name, (case, *_) in cases.items()}
    usual, recorded = (judge(named, cut=datetime(2024, 5, 1), **rules) for rules in ({}, {"due_on_day_off": "as_recorded"}))
    assert told(usual, cases) == {name: outcome for name, (_, outcome, _) in cases.items()}
    assert told(recorded, cases) == {name: outcome for name, (_, _, outcome) in cases.items()}
    both = {name for name in cases if "Điều 148" in (usual[name, "system"].reason or "")}
    assert both == {"next morning", "after a holiday"} == {name for name in cases if "Điều 148" in (recorded[name, "system"].reason or "")}
    assert usual["next morning", "system"].reason == (
        "Hạn 17/03/2024 là ngày nghỉ, kéo đến hết ngày làm việc kế tiếp 18/03/2024 (Bộ luật Dân sự 2015, Điều 148 khoản 5); "
        "nếu tính đúng ngày đã ghi thì là “Quá hạn”."
    )


def test_nobody_is_late_by_nothing_without_a_word(judge):
    row = judge({"a": {**DONE, "due_at": "15/03/2024 17:00", "finished_at": "16/03/2024 09:00"}})["a", "system"]
    assert (row.outcome, row.late_wm) == ("late", 0)
    assert row.reason == "Từ hạn đến lúc kết thúc hoặc lúc chốt không có phút làm việc nào."


def test_the_index_judges_an_open_dossier_by_its_end_less_waiting(judge):
    """Due Tuesday 23 April, asked on the 8th and answered on the 23rd, open on the 30th: fifteen days off make it the 15th."""
    case = {"received_at": "01/04/2024 08:00", "due_at": "23/04/2024 17:00"}
    asked = [stop("08/04/2024 08:00", "23/04/2024 08:00")]
    cases = {"answered": {**case, "stops": asked}, "never asked": case, "asked twice": {**case, "stops": [*asked, stop("24/04/2024 08:00", "25/04/2024 08:00")]}}
    found = judge(cases, start=datetime(2024, 4, 1), cut=datetime(2024, 5, 1))
    assert told(found, cases, "qd766") == {"answered": "open_in_time", "never asked": "open_late", "asked twice": "open_late"}
    # To the close of the 23rd there are the 16th, 17th, 19th, 22nd and 23rd; the 18th is a holiday.
    assert found["answered", "qd766"].late_wm == -5 * 480
    # Late only because it was asked twice: no minutes rather than negative ones.
    assert found["asked twice", "qd766"].late_wm is None


def test_a_request_still_open_counts_by_the_minute_where_deadlines_do(judge):
    case = {"received_at": "04/03/2024 08:00", "due_at": "08/03/2024 10:00", "status": "5", "stops": [stop("08/03/2024 10:30")]}
    assert judge({"a": case})["a", "qd766"].outcome == "stopped"
    assert judge({"a": case}, compare="minute")["a", "qd766"].outcome == "open_late"


def test_standing_still_is_told_by_rows_and_else_by_the_status(judge):
    open_ = {"received_at": "04/03/2024 08:00", "due_at": "15/03/2024 17:00"}
    cases = {
        "a stop that never ended, status in process": ({**open_, "status": "4", "stops": [stop("06/03/2024 09:00")]}, "stopped"),
        "its only supplement is over": ({**open_, "status": "5", "stops": [stop("04/03/2024 09:00", "05/03/2024 09:00")]}, "open_late"),
        "a row of another kind tells nothing": ({**open_, "status": "5", "stops": [stop("04/03/2024 09:00", "05/03/2024 09:00", "obligation")]}, "stopped"),
        "no row at all": ({**open_, "status": "8"}, "stopped"),
        # Stopped for good on 10 April, after the cut: until then it went on, and it was late.
        "stopped for good since": ({**open_, "status": "8", "finished_at": "10/04/2024 09:00"}, "open_late"),
        "over by reception": ({**open_, "status": "4", "stops": [stop("01/03/2024 09:00", "04/03/2024 08:00")]}, "open_late"),
    }
    found = judge({name: case for name, (case, _) in cases.items()})
    assert told(found, cases) == {name: outcome for name, (_, outcome) in cases.items()}


def test_what_comes_at_the_very_cut_belongs_to_the_next_period(judge):
    cases = {"at the cut": {"received_at": "01/04/2024 00:00", "due_at": "08/04/2024 17:00"},
             "before it": {"received_at": "31/03/2024 23:59", "due_at": "08/04/2024 17:00"}}  # fmt: skip
    march, april = judge(cases), judge(cases, start=datetime(2024, 4, 1), cut=datetime(2024, 5, 1))
    assert {name for name, _ in march} == {"before it"}
    assert {name: april[name, "system"].intake for name in cases} == {"at the cut": "period", "before it": "carried"}


def test_an_end_before_reception_is_not_judged_and_not_gone(judge):
    found = judge({"a": {**DONE, "received_at": "05/03/2024 08:00", "finished_at": "26/02/2024 09:00"}})
    assert {found["a", rule].outcome for rule in RULES} == {"unjudged"}


def test_an_office_that_is_open_to_midnight(engine, tmp_path):
    """Monday to Friday 08:00–24:00, 960 minutes a day; dates without a time of day stand at the close of their day."""
    (tmp_path / "calendar_x.csv").write_text("date,kind,name,source\n2024-03-01,from,,\n2024-04-30,to,,\n", encoding="utf-8")
    rows = "".join(f"x,{weekday},08:00,24:00,2020-01-01\n" for weekday in range(1, 6))
    (tmp_path / "calendar_hours.csv").write_text(f"calendar,weekday,from,to,valid_from\n{rows}", encoding="utf-8")
    late_calendar = engine.load(calendar_table(tmp_path, "x"), "open_to_midnight")
    close = datetime(2024, 3, 8, 23, 59, 59, 999999)
    assert engine.fetch(closing_instants(late_calendar).filter(lambda t: t.date == date(2024, 3, 8))).close_at[0] == close
    case = {"received_at": datetime(2024, 3, 4, 8), "due_at": close, "status": "9"}
    dossiers = [
        {"dossier_id": "at the close", **case, "finished_at": close},
        {"dossier_id": "the day before", **case, "finished_at": datetime(2024, 3, 7, 23)},
        {"dossier_id": "at midnight", **case, "finished_at": datetime(2024, 3, 9)},
        {"dossier_id": "open", **case, "status": "4"},
    ]
    tables = canonical(engine, dossiers=dossiers, norms=[{"procedure_code": "P", "step": "a", "norm_wm": 4 * 480.0}])
    for rules in ({}, {"compare": "minute"}):
        found = engine.fetch(judgements(engine, tables, late_calendar, start=START, cut=datetime(2024, 3, 9), rules=rules))
        found = found[found.rule != "qd766"].set_index(["dossier_id", "rule"])
        assert found.outcome["at the close", "system"] == found.outcome["at the close", "decree"] == "on_time"
        assert found.outcome["the day before", "system"] == "early" and found.outcome["open", "decree"] == "open_in_time"
        assert (found.total_wm["at the close", "system"], found.late_wm["at the close", "system"]) == (5 * 960, 0)
        assert found.total_wm["the day before", "system"] == 4 * 960 - 60
        # Midnight is the next day: at this cut it has not happened.
        assert found.outcome["at midnight", "system"] == "open_in_time"
    found = engine.fetch(judgements(engine, tables, late_calendar, start=START, cut=datetime(2024, 3, 12), rules={}))
    assert found.set_index(["dossier_id", "rule"]).outcome["at midnight", "system"] == "late"
