"""Outcomes of literal dossiers, worked out by hand on the shipped calendar. Period: March 2024 unless said otherwise."""

from __future__ import annotations

from datetime import datetime

import pytest

from small_tables import canonical, vn_calendar
from stages import judgements
from tthc.analysis import outcomes

START, CUT = datetime(2024, 3, 1), datetime(2024, 4, 1)


@pytest.fixture(scope="module")
def calendar(engine):
    return vn_calendar(engine)


@pytest.fixture(scope="module")
def judge(engine, calendar):
    """Judges many cases in one computation. A case is a dossier with its own `stops`, `due_changes` and norm in days;
    the answer is a function from the case's number and the rule to its row, None when it is out of scope."""

    def judge(cases, rules=None, start=START, cut=CUT):
        found = engine.fetch(judgements(engine, canonical(engine, **_rows(cases)), calendar, start=start, cut=cut, rules=rules or {}))
        found = found.set_index(["dossier_id", "rule"]).sort_index()
        return lambda number, rule="system": found.loc[(str(number), rule)] if (str(number), rule) in found.index else None

    return judge


def _rows(cases):
    rows = {"dossiers": [], "stops": [], "due_changes": [], "norms": []}
    for number, case in enumerate(cases):
        own = {"dossier_id": str(number), "procedure_code": f"P{case.get('norm', '')}"}
        rows["dossiers"].append({k: v for k, v in case.items() if k not in ("norm", "stops", "due_changes")} | own)
        for name in ("stops", "due_changes"):
            rows[name] += [{**row, "dossier_id": str(number)} for row in case.get(name, [])]
    days = {case["norm"] for case in cases if "norm" in case}
    rows["norms"] = [{"procedure_code": f"P{n}", "step": "Thẩm định", "norm_wm": n * 480.0} for n in days]
    return rows


def outcomes_of(verdicts, cases, rule="system"):
    return [row.outcome if (row := verdicts(n, rule)) is not None else None for n in range(len(cases))]


FINISHED = {"received_at": "04/03/2024 09:00", "due_at": "15/03/2024 17:00", "status": "9"}
SUPPLEMENT = {"kind": "supplement"}


def test_finished_dossiers_are_compared_by_day(judge):
    expected = {
        "14/03/2024 16:59": "early",
        "15/03/2024 08:00": "on_time",
        # The day counts, not the hour: after closing time of the last day is still on time.
        "15/03/2024 19:00": "on_time",
        "16/03/2024 08:00": "late",
        "18/03/2024 08:00": "late",
    }
    cases = [{**FINISHED, "finished_at": finished} for finished in expected]
    assert outcomes_of(judge(cases), cases) == list(expected.values())


def test_by_the_minute_the_deadline_is_its_very_instant(judge):
    expected = {"14/03/2024 18:00": "early", "15/03/2024 09:00": "on_time", "15/03/2024 09:01": "late"}
    cases = [{**FINISHED, "due_at": "15/03/2024 09:00", "finished_at": finished} for finished in expected]
    assert outcomes_of(judge(cases, rules={"compare": "minute"}), cases) == list(expected.values())


def test_minutes_of_late_dossiers(judge):
    """The first ended on Monday at 08:00, its deadline being Friday: 60 minutes late. Its budget: Monday 4 March 09:00–17:00
    without the noon break 360, nine full days 4,320, together 4,680. The second ended on the Saturday: no minute late."""
    verdicts = judge(
        [
            {**FINISHED, "finished_at": "18/03/2024 08:00"},
            {**FINISHED, "finished_at": "16/03/2024 10:00"},
            {**FINISHED, "due_at": "01/03/2024 17:00", "finished_at": "04/03/2024 10:00"},
            {**FINISHED, "due_at": None, "finished_at": "18/03/2024 08:00"},
        ]
    )
    first, closed, due_before_received, without = (verdicts(n) for n in range(4))
    assert (first.budget_wm, first.total_wm, first.late_wm) == (4680, 4740, 60)
    assert first.due_at == datetime(2024, 3, 15, 17)
    assert (closed.outcome, closed.late_wm) == ("late", 0)
    assert (due_before_received.outcome, due_before_received.budget_wm, due_before_received.late_wm) == ("late", 0, 60)
    assert without.outcome == "no_due"
    assert without[["due_at", "budget_wm", "late_wm"]].isna().all()


def test_a_common_norm_stands_in_for_a_missing_deadline(judge):
    row = judge([{**FINISHED, "due_at": None, "finished_at": "12/03/2024 08:00"}], rules={"norm_days": "5"})(0)
    assert (row.outcome, row.due_at) == ("late", datetime(2024, 3, 11, 17))
    assert "5 ngày làm việc" in row.reason


def test_open_dossiers_are_late_when_their_last_day_has_passed(judge):
    expected = {
        "28/03/2024 17:00": "open_late",
        "31/03/2024 17:00": "open_in_time",
        "01/04/2024 17:00": "open_in_time",
        None: "open_in_time",
    }
    cases = [{"received_at": "04/03/2024 09:00", "due_at": due} for due in expected]
    verdicts = judge(cases)
    assert outcomes_of(verdicts, cases) == list(expected.values())
    assert verdicts(0).end_at == CUT


def test_what_happens_at_or_after_the_cut_is_ignored(judge):
    row = judge([{**FINISHED, "due_at": "29/04/2024 17:00", "finished_at": "01/04/2024 00:00"}])(0)
    assert (row.outcome, row.end_at) == ("open_in_time", CUT)


def test_a_cut_within_a_day_keeps_that_day(judge):
    """Due the very day of the cut: the day is not over. What ends at the very instant has not ended, a minute before it has."""
    case = {"received_at": "04/03/2024 09:00", "due_at": "14/03/2024 17:00"}
    ended = [{**FINISHED, **case, "finished_at": at} for at in ("14/03/2024 17:00", "14/03/2024 16:59")]
    found = judge([case, *ended], cut=datetime(2024, 3, 14, 17))
    assert [found(number).outcome for number in range(3)] == ["open_in_time", "open_in_time", "on_time"]


def test_what_belongs_to_the_period(judge):
    carried = {**FINISHED, "received_at": "26/02/2024 09:00"}
    expected = [
        ({**FINISHED, "finished_at": "14/03/2024 10:00"}, "period"),
        ({**carried, "finished_at": "14/03/2024 10:00"}, "carried"),
        ({**carried, "finished_at": "01/03/2024 00:00"}, "carried"),
        ({**carried, "finished_at": "29/02/2024 23:59"}, None),
        ({"received_at": "01/04/2024 00:00"}, None),
        ({"submitted_at": "29/03/2024 16:00", "received_at": "01/04/2024 08:00"}, "none"),
        ({"submitted_at": "29/03/2024 16:00", "status": "1"}, "none"),
        ({"submitted_at": "04/03/2024 16:00", "status": "3", "refused_at": "05/03/2024 08:00"}, "none"),
        ({"submitted_at": "04/01/2024 16:00", "status": "3", "refused_at": "05/01/2024 08:00"}, None),
    ]
    verdicts = judge([case for case, _ in expected])
    found = [row.intake if (row := verdicts(n)) is not None else None for n in range(len(expected))]
    assert found == [intake for _, intake in expected]


def test_states_that_are_neither_finished_nor_open(judge):
    expected = [
        ({"submitted_at": "04/03/2024 16:00", "status": "1"}, "new"),
        ({"submitted_at": "04/03/2024 16:00", "status": "3", "refused_at": "05/03/2024 08:00"}, "refused"),
        ({**FINISHED, "status": "7", "finished_at": "18/03/2024 08:00"}, "withdrawn"),
        # Nobody knows when it ended: neither open nor finished.
        ({**FINISHED, "finished_at": None}, "unjudged"),
    ]
    cases = [case for case, _ in expected]
    assert outcomes_of(judge(cases), cases) == [outcome for _, outcome in expected]


def test_stopped_means_stopped_at_the_cut(judge):
    expected = [
        ("5", [], "stopped"),
        ("6", [{"kind": "obligation", "from_at": "06/03/2024 09:00"}], "stopped"),
        ("5", [{**SUPPLEMENT, "from_at": "06/03/2024 09:00"}], "stopped"),
        # Asked only after the cut: at the cut it was in process, and late.
        ("5", [{**SUPPLEMENT, "from_at": "02/04/2024 09:00"}], "open_late"),
        # In process again today, but stopped at the cut; the second was asked for on the 28th, when the deadline of the 15th had passed.
        ("4", [{**SUPPLEMENT, "from_at": "15/03/2024 09:00", "to_at": "02/04/2024 09:00"}], "stopped"),
        ("4", [{**SUPPLEMENT, "from_at": "28/03/2024 09:00", "to_at": "02/04/2024 09:00"}], "open_late"),
        ("4", [{**SUPPLEMENT, "from_at": "06/03/2024 09:00", "to_at": "07/03/2024 09:00"}], "open_late"),
    ]
    cases = [{**FINISHED, "status": status, "stops": stops} for status, stops, _ in expected]
    assert outcomes_of(judge(cases), cases) == [outcome for *_, outcome in expected]


def test_the_register_counts_where_there_is_one(engine, calendar):
    rows = [
        {"dossier_id": "a", **FINISHED, "finished_at": "14/03/2024 10:00"},
        {"dossier_id": "a", **FINISHED, "finished_at": "18/03/2024 10:00", "source": "national"},
        {"dossier_id": "b", **FINISHED, "finished_at": "18/03/2024 10:00", "source": "national"},
    ]

    def ids_and_outcomes(dossiers):
        found = engine.fetch(outcomes.register(canonical(engine, dossiers=dossiers)["dossiers"]))
        return sorted(zip(found.dossier_id, found.finished_at.dt.day, strict=True))

    assert ids_and_outcomes(rows) == [("a", 14)]
    assert ids_and_outcomes(rows[1:]) == [("a", 18), ("b", 18)]


# One supplement of six days, from Wednesday 6 to Tuesday 12 March.
ASKED = [{**SUPPLEMENT, "from_at": "06/03/2024 09:00", "to_at": "12/03/2024 09:00"}]
RULES = ("system", "qd766", "decree")


def test_each_rule_differs_from_each_other_in_both_directions(judge):
    """All received Monday 4 March with a norm of five working days; outcomes under system, index and decree."""
    again = [*ASKED, {**SUPPLEMENT, "from_at": "21/03/2024 09:00", "to_at": "25/03/2024 09:00"}]
    short = [{**SUPPLEMENT, "from_at": "11/03/2024 09:00", "to_at": "14/03/2024 09:00"}]
    expected = [
        # The index takes six days off: 20/3 becomes 14/3. Decree: complete 12/3 + 5 = 19/3.
        (("20/03/2024 10:00", "15/03/2024 17:00", ASKED), ("late", "early", "late")),
        # Two requests are late for the index. Decree: complete 25/3 + 5 = 1/4.
        (("28/03/2024 10:00", "29/03/2024 17:00", again), ("early", "late", "early")),
        # The deadline was not moved. Decree: complete 14/3 + 5 = 21/3. Index: 19/3 − 3 days = 16/3, after 11/3.
        (("19/03/2024 10:00", "11/03/2024 17:00", short), ("late", "late", "early")),
        # The deadline was set too far: the norm ends on 11/3.
        (("20/03/2024 10:00", "29/03/2024 17:00", []), ("early", "early", "late")),
    ]
    cases = [{**FINISHED, "finished_at": finished, "due_at": due, "stops": stops, "norm": 5} for (finished, due, stops), _ in expected]
    verdicts = judge(cases)
    found = [tuple(verdicts(n, rule).outcome for rule in RULES) for n in range(len(cases))]
    assert found == [outcome for _, outcome in expected]
    pairs = {(a, b) for row in found for a in range(3) for b in range(3) if row[a] == "late" != row[b]}
    assert pairs == {(a, b) for a in range(3) for b in range(3) if a != b}


def test_the_index_and_its_ends(judge):
    open_request, late_request = ([{**SUPPLEMENT, "from_at": day}] for day in ("06/03/2024 09:00", "20/03/2024 09:00"))
    verdicts = judge(
        [
            {**FINISHED, "status": "5", "stops": open_request},
            {**FINISHED, "status": "5", "stops": late_request},
            {**FINISHED, "due_at": None, "finished_at": "12/03/2024 08:00", "norm": 5},
        ]
    )
    asked, asked_late, without_deadline = (verdicts(n, "qd766") for n in range(3))
    assert (asked.outcome, asked.end_at) == ("stopped", datetime(2024, 3, 6, 9))
    assert asked_late.outcome == "open_late"
    assert (without_deadline.outcome, without_deadline.due_at) == ("late", datetime(2024, 3, 11, 17))


def test_the_index_reads_the_synchronised_deadline(engine, calendar):
    rows = [
        {"dossier_id": "a", **FINISHED, "finished_at": "18/03/2024 10:00"},
        {"dossier_id": "a", **FINISHED, "due_at": "20/03/2024 17:00", "source": "national"},
    ]
    found = judgements(engine, canonical(engine, dossiers=rows), calendar, start=START, cut=CUT, rules={})
    found = engine.fetch(found).set_index("rule")
    assert (found.outcome["system"], found.outcome["qd766"]) == ("late", "early")
    assert found.reason["qd766"] == "Ngày hẹn trả đã đồng bộ là 20/03/2024."


def test_the_decree_and_its_extensions(judge):
    """Norm until 11/3. First: extended to 15/3 and again to 29/3, ended 18/3. Second: moved for the supplement only."""
    twice = [
        {"at": "08/03/2024 09:00", "old_due_at": "11/03/2024 17:00", "new_due_at": "15/03/2024 17:00"},
        {"at": "14/03/2024 09:00", "old_due_at": "15/03/2024 17:00", "new_due_at": "29/03/2024 17:00"},
    ]
    moved = [{"at": "12/03/2024 09:30", "old_due_at": "15/03/2024 17:00", "new_due_at": "25/03/2024 17:00"}]
    verdicts = judge(
        [
            {**FINISHED, "due_at": "29/03/2024 17:00", "finished_at": "18/03/2024 10:00", "norm": 5, "due_changes": twice},
            {**FINISHED, "due_at": "25/03/2024 17:00", "finished_at": "20/03/2024 10:00", "norm": 5, "stops": ASKED, "due_changes": moved},
        ]
    )
    extended, supplemented = verdicts(0, "decree"), verdicts(1, "decree")
    assert (extended.outcome, extended.due_at) == ("late", datetime(2024, 3, 15, 17))
    assert (supplemented.outcome, supplemented.due_at) == ("late", datetime(2024, 3, 19, 17))


def test_the_decree_never_guesses(judge):
    finished = {**FINISHED, "finished_at": "18/03/2024 10:00"}
    verdicts = judge([finished, {**finished, "norm": 5, "stops": [{**SUPPLEMENT, "from_at": "06/03/2024 09:00"}]}])
    without_norm, without_date = verdicts(0, "decree"), verdicts(1, "decree")
    assert (without_norm.outcome, without_date.outcome) == ("unknown", "unknown")
    assert "Chưa biết thời hạn" in without_norm.reason
    assert "Không ghi nhận ngày nhận đủ" in without_date.reason


class TestNorms:
    def days(self, engine, norms, channel="counter", received="04/03/2024"):
        tables = canonical(engine, dossiers=[{"dossier_id": "x", "channel": channel, "received_at": received}], norms=norms)
        return engine.fetch(outcomes.procedure_norms(tables["dossiers"], tables["norms"])).norm_days.tolist()

    def norm(self, step, days, **more):
        return {"procedure_code": "P", "step": step, "norm_wm": 480.0 * days, **more}

    def test_steps_sum_and_a_part_of_a_day_counts_as_one(self, engine):
        assert self.days(engine, [self.norm("a", 0.5), self.norm("b", 9), self.norm("c", 5), self.norm("d", 0.5)]) == [15]
        assert self.days(engine, [self.norm("a", 0.5), self.norm("b", 9)]) == [10]

    def test_the_version_in_force_on_reception_counts(self, engine):
        versions = [self.norm("a", 9, valid_from="2023-01-01"), self.norm("a", 4, valid_from="2024-03-05")]
        assert self.days(engine, versions) == [9]
        assert self.days(engine, versions, received="05/03/2024") == [4]

    def test_the_own_channel_comes_first(self, engine):
        both = [self.norm("a", 9), self.norm("a", 4, channel="online"), self.norm("b", 1)]
        assert self.days(engine, both) == [10]
        assert self.days(engine, both, channel="online") == [5]

    def test_no_norm_no_row(self, engine):
        assert self.days(engine, [{**self.norm("a", 9), "procedure_code": "Q"}]) == []


def test_differences_name_the_dossier_and_the_reason(engine, calendar):
    rows = _rows(
        [
            {**FINISHED, "due_at": "11/03/2024 17:00", "finished_at": "08/03/2024 10:00", "norm": 5},
            {**FINISHED, "finished_at": "20/03/2024 10:00", "stops": ASKED, "norm": 5},
        ]
    )
    judged = judgements(engine, canonical(engine, **rows), calendar, start=START, cut=CUT, rules={})
    found = engine.fetch(outcomes.rule_differences(judged))
    assert found.dossier_id.tolist() == ["1"]
    assert found.is_late_differing.tolist() == [True]
    assert found.reason.tolist() == ["Trừ thời gian chờ bổ sung từ 06/03/2024 đến 12/03/2024."]
