"""Outcomes of literal dossiers, worked out by hand on the shipped calendar. Period: March 2024 unless said otherwise."""

from __future__ import annotations

from datetime import datetime

import pytest
from small_tables import canonical, vn_calendar

from tthc import engine, outcomes

START, CUT = datetime(2024, 3, 1), datetime(2024, 4, 1)


@pytest.fixture(scope="module")
def duck():
    connected = engine.connect()
    yield connected
    connected.close()


@pytest.fixture(scope="module")
def calendar(duck):
    return vn_calendar(duck)


def judge(duck, calendar, start=START, cut=CUT, rules=None, **rows):
    table = outcomes.outcomes(canonical(duck, **rows), calendar, start=start, cut=cut, rules=rules or {})
    return duck.fetch(table).set_index(["dossier_id", "rule"]).sort_index()


def one(duck, calendar, dossier, rule="system", stops=(), due_changes=(), norms=(), **options):
    """The outcome row of one dossier `x` under a rule."""
    rows = {"stops": stops, "due_changes": due_changes}
    rows = {name: [{"dossier_id": "x", **row} for row in given] for name, given in rows.items()}
    found = judge(duck, calendar, dossiers=[{"dossier_id": "x", **dossier}], norms=list(norms), **rows, **options)
    return found.loc[("x", rule)] if ("x", rule) in found.index else None


FINISHED = {"received_at": "04/03/2024 09:00", "due_at": "15/03/2024 17:00", "status": "9"}


@pytest.mark.parametrize(
    ("finished", "expected"),
    [
        ("14/03/2024 16:59", "early"),
        ("15/03/2024 08:00", "on_time"),
        # The day counts, not the hour: after closing time of the last day is still on time.
        ("15/03/2024 19:00", "on_time"),
        ("16/03/2024 08:00", "late"),
        ("18/03/2024 08:00", "late"),
    ],
)
def test_finished_dossiers_are_compared_by_day(duck, calendar, finished, expected):
    assert one(duck, calendar, {**FINISHED, "finished_at": finished}).outcome == expected


@pytest.mark.parametrize(
    ("finished", "expected"),
    [("14/03/2024 18:00", "early"), ("15/03/2024 09:00", "on_time"), ("15/03/2024 09:01", "late")],
)
def test_by_the_minute_the_deadline_is_its_very_instant(duck, calendar, finished, expected):
    dossier = {**FINISHED, "due_at": "15/03/2024 09:00", "finished_at": finished}
    assert one(duck, calendar, dossier, rules={"compare": "minute"}).outcome == expected


def test_minutes_of_a_late_dossier(duck, calendar):
    """Received Monday 09:00; due Friday of the next week; ended the Monday after at 08:00: 60 minutes late.

    Budget: Monday 09:00–17:00 with the noon break = 360, nine full days = 4,320; together 4,680.
    """
    row = one(duck, calendar, {**FINISHED, "finished_at": "18/03/2024 08:00"})
    assert (row.budget_wm, row.total_wm, row.late_wm) == (4680, 4740, 60)
    assert row.due_at == datetime(2024, 3, 15, 17)


def test_late_without_a_minute_when_the_office_was_closed_in_between(duck, calendar):
    row = one(duck, calendar, {**FINISHED, "finished_at": "16/03/2024 10:00"})
    assert (row.outcome, row.late_wm) == ("late", 0)


def test_due_before_received_leaves_no_budget(duck, calendar):
    row = one(duck, calendar, {**FINISHED, "due_at": "01/03/2024 17:00", "finished_at": "04/03/2024 10:00"})
    assert (row.outcome, row.budget_wm, row.late_wm) == ("late", 0, 60)


def test_finished_without_a_deadline(duck, calendar):
    row = one(duck, calendar, {**FINISHED, "due_at": None, "finished_at": "18/03/2024 08:00"})
    assert row.outcome == "no_due"
    assert row[["due_at", "budget_wm", "late_wm"]].isna().all()


def test_a_common_norm_stands_in_for_a_missing_deadline(duck, calendar):
    dossier = {**FINISHED, "due_at": None, "finished_at": "12/03/2024 08:00"}
    row = one(duck, calendar, dossier, rules={"norm_days": "5"})
    assert (row.outcome, row.due_at) == ("late", datetime(2024, 3, 11, 17))
    assert "5 ngày làm việc" in row.reason


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        ("28/03/2024 17:00", "open_late"),
        ("31/03/2024 17:00", "open_in_time"),
        ("01/04/2024 17:00", "open_in_time"),
        (None, "open_in_time"),
    ],
)
def test_open_dossiers_are_late_when_their_last_day_has_passed(duck, calendar, due, expected):
    row = one(duck, calendar, {"received_at": "04/03/2024 09:00", "due_at": due})
    assert (row.outcome, row.end_at) == (expected, CUT)


def test_what_happens_at_or_after_the_cut_is_ignored(duck, calendar):
    row = one(duck, calendar, {**FINISHED, "due_at": "29/04/2024 17:00", "finished_at": "01/04/2024 00:00"})
    assert (row.outcome, row.end_at) == ("open_in_time", CUT)


def test_a_cut_within_a_day_keeps_that_day(duck, calendar):
    """Due the very day of the cut: the day is not over."""
    row = one(
        duck, calendar, {"received_at": "04/03/2024 09:00", "due_at": "14/03/2024 17:00"}, cut=datetime(2024, 3, 14, 17)
    )
    assert row.outcome == "open_in_time"


@pytest.mark.parametrize(
    ("dossier", "intake"),
    [
        ({**FINISHED, "finished_at": "14/03/2024 10:00"}, "period"),
        ({**FINISHED, "received_at": "26/02/2024 09:00", "finished_at": "14/03/2024 10:00"}, "carried"),
        ({**FINISHED, "received_at": "26/02/2024 09:00", "finished_at": "01/03/2024 00:00"}, "carried"),
        ({**FINISHED, "received_at": "26/02/2024 09:00", "finished_at": "29/02/2024 23:59"}, None),
        ({"received_at": "01/04/2024 00:00"}, None),
        ({"submitted_at": "29/03/2024 16:00", "received_at": "01/04/2024 08:00"}, "none"),
        ({"submitted_at": "29/03/2024 16:00", "status": "1"}, "none"),
        ({"submitted_at": "04/03/2024 16:00", "status": "3", "refused_at": "05/03/2024 08:00"}, "none"),
        ({"submitted_at": "04/01/2024 16:00", "status": "3", "refused_at": "05/01/2024 08:00"}, None),
    ],
)
def test_what_belongs_to_the_period(duck, calendar, dossier, intake):
    row = one(duck, calendar, dossier)
    assert (row.intake if row is not None else None) == intake


@pytest.mark.parametrize(
    ("dossier", "expected"),
    [
        ({"submitted_at": "04/03/2024 16:00", "status": "1"}, "new"),
        ({"submitted_at": "04/03/2024 16:00", "status": "3", "refused_at": "05/03/2024 08:00"}, "refused"),
        ({**FINISHED, "status": "7", "finished_at": "18/03/2024 08:00"}, "withdrawn"),
        # Nobody knows when it ended: neither open nor finished.
        ({**FINISHED, "finished_at": None}, "unknown"),
    ],
)
def test_states_that_are_neither_finished_nor_open(duck, calendar, dossier, expected):
    assert one(duck, calendar, dossier).outcome == expected


SUPPLEMENT = {"kind": "supplement"}


@pytest.mark.parametrize(
    ("status", "stops", "expected"),
    [
        ("5", [], "stopped"),
        ("6", [{"kind": "obligation", "from_at": "06/03/2024 09:00"}], "stopped"),
        ("5", [{**SUPPLEMENT, "from_at": "06/03/2024 09:00"}], "stopped"),
        # Asked only after the cut: at the cut it was in process, and late.
        ("5", [{**SUPPLEMENT, "from_at": "02/04/2024 09:00"}], "open_late"),
        # In process again today, but stopped at the cut.
        ("4", [{**SUPPLEMENT, "from_at": "28/03/2024 09:00", "to_at": "02/04/2024 09:00"}], "stopped"),
        ("4", [{**SUPPLEMENT, "from_at": "06/03/2024 09:00", "to_at": "07/03/2024 09:00"}], "open_late"),
    ],
)
def test_stopped_means_stopped_at_the_cut(duck, calendar, status, stops, expected):
    assert one(duck, calendar, {**FINISHED, "status": status}, stops=stops).outcome == expected


def test_the_register_counts_where_there_is_one(duck, calendar):
    rows = [
        {"dossier_id": "a", **FINISHED, "finished_at": "14/03/2024 10:00"},
        {"dossier_id": "a", **FINISHED, "finished_at": "18/03/2024 10:00", "source": "national"},
        {"dossier_id": "b", **FINISHED, "finished_at": "18/03/2024 10:00", "source": "national"},
    ]
    assert judge(duck, calendar, dossiers=rows).outcome["a"]["system"] == "early"
    assert "b" not in judge(duck, calendar, dossiers=rows).index
    alone = judge(duck, calendar, dossiers=rows[1:])
    assert alone.outcome["b"]["system"] == "late"


NORM = [{"procedure_code": "P", "step": "Thẩm định", "norm_wm": 5 * 480.0}]
# One supplement of six days, from Wednesday 6 to Tuesday 12 March.
ASKED = [{**SUPPLEMENT, "from_at": "06/03/2024 09:00", "to_at": "12/03/2024 09:00"}]


class TestEachRuleDiffersFromEachOther:
    """All received Monday 4 March; the procedure's norm is five working days."""

    def verdicts(self, duck, calendar, finished, due, stops):
        dossier = {**FINISHED, "due_at": due, "finished_at": finished}
        rules = ("system", "qd766", "nd61")
        return tuple(one(duck, calendar, dossier, rule=rule, stops=stops, norms=NORM).outcome for rule in rules)

    def test_index_forgives_what_system_and_decree_do_not(self, duck, calendar):
        """Due 15/3, ended 20/3. Index: 20/3 − 6 days = 14/3, early. Decree: complete 12/3 + 5 = 19/3, late."""
        assert self.verdicts(duck, calendar, "20/03/2024 10:00", "15/03/2024 17:00", ASKED) == ("late", "early", "late")

    def test_index_punishes_a_second_request(self, duck, calendar):
        """Due 29/3, ended 28/3. Two requests: late for the index. Decree: complete 25/3 + 5 = 1/4, early."""
        again = [*ASKED, {**SUPPLEMENT, "from_at": "21/03/2024 09:00", "to_at": "25/03/2024 09:00"}]
        assert self.verdicts(duck, calendar, "28/03/2024 10:00", "29/03/2024 17:00", again) == (
            "early",
            "late",
            "early",
        )

    def test_decree_restarts_where_the_system_did_not_move(self, duck, calendar):
        """Due 11/3, ended 19/3, complete on Thursday 14/3: decree + 5 = 21/3, early. Index: 19/3 − 3 days = 16/3, late."""
        asked = [{**SUPPLEMENT, "from_at": "11/03/2024 09:00", "to_at": "14/03/2024 09:00"}]
        assert self.verdicts(duck, calendar, "19/03/2024 10:00", "11/03/2024 17:00", asked) == ("late", "late", "early")

    def test_decree_sees_a_deadline_set_too_far(self, duck, calendar):
        """Due 29/3 although the norm ends on 11/3; ended 20/3."""
        assert self.verdicts(duck, calendar, "20/03/2024 10:00", "29/03/2024 17:00", []) == ("early", "early", "late")


def test_index_takes_an_open_request_for_the_end(duck, calendar):
    asked = [{**SUPPLEMENT, "from_at": "06/03/2024 09:00"}]
    row = one(duck, calendar, {**FINISHED, "status": "5"}, rule="qd766", stops=asked)
    assert (row.outcome, row.end_at) == ("stopped", datetime(2024, 3, 6, 9))
    late = one(
        duck, calendar, {**FINISHED, "status": "5"}, rule="qd766", stops=[{**SUPPLEMENT, "from_at": "20/03/2024 09:00"}]
    )
    assert late.outcome == "open_late"


def test_index_reads_the_synchronised_deadline(duck, calendar):
    rows = [
        {"dossier_id": "a", **FINISHED, "finished_at": "18/03/2024 10:00"},
        {"dossier_id": "a", **FINISHED, "due_at": "20/03/2024 17:00", "source": "national"},
    ]
    found = judge(duck, calendar, dossiers=rows)
    assert (found.outcome["a"]["system"], found.outcome["a"]["qd766"]) == ("late", "early")
    assert found.reason["a"]["qd766"] == "Ngày hẹn trả đã đồng bộ là 20/03/2024."


def test_index_falls_back_on_the_norm_without_a_deadline(duck, calendar):
    row = one(duck, calendar, {**FINISHED, "due_at": None, "finished_at": "12/03/2024 08:00"}, rule="qd766", norms=NORM)
    assert (row.outcome, row.due_at) == ("late", datetime(2024, 3, 11, 17))


def test_decree_counts_an_extension_once(duck, calendar):
    """Norm until 11/3; extended to 15/3 and again to 29/3; ended 18/3."""
    changes = [
        {"at": "08/03/2024 09:00", "old_due_at": "11/03/2024 17:00", "new_due_at": "15/03/2024 17:00"},
        {"at": "14/03/2024 09:00", "old_due_at": "15/03/2024 17:00", "new_due_at": "29/03/2024 17:00"},
    ]
    dossier = {**FINISHED, "due_at": "29/03/2024 17:00", "finished_at": "18/03/2024 10:00"}
    row = one(duck, calendar, dossier, rule="nd61", due_changes=changes, norms=NORM)
    assert (row.outcome, row.due_at) == ("late", datetime(2024, 3, 15, 17))


def test_a_deadline_moved_for_a_supplement_is_no_extension(duck, calendar):
    changes = [{"at": "12/03/2024 09:30", "old_due_at": "15/03/2024 17:00", "new_due_at": "25/03/2024 17:00"}]
    dossier = {**FINISHED, "due_at": "25/03/2024 17:00", "finished_at": "20/03/2024 10:00"}
    row = one(duck, calendar, dossier, rule="nd61", stops=ASKED, due_changes=changes, norms=NORM)
    assert (row.outcome, row.due_at) == ("late", datetime(2024, 3, 19, 17))


@pytest.mark.parametrize(
    ("stops", "norms", "part"),
    [
        ([], [], "Chưa biết thời hạn"),
        ([{**SUPPLEMENT, "from_at": "06/03/2024 09:00"}], NORM, "Không ghi nhận ngày nhận đủ"),
    ],
)
def test_decree_never_guesses(duck, calendar, stops, norms, part):
    row = one(duck, calendar, {**FINISHED, "finished_at": "18/03/2024 10:00"}, rule="nd61", stops=stops, norms=norms)
    assert row.outcome == "unknown"
    assert part in row.reason


class TestNorms:
    def days(self, duck, norms, channel="counter", received="04/03/2024"):
        tables = canonical(
            duck, dossiers=[{"dossier_id": "x", "channel": channel, "received_at": received}], norms=norms
        )
        return duck.fetch(outcomes.procedure_norms(tables["dossiers"], tables["norms"])).norm_days.tolist()

    def norm(self, step, days, **more):
        return {"procedure_code": "P", "step": step, "norm_wm": 480.0 * days, **more}

    def test_steps_sum_and_a_part_of_a_day_counts_as_one(self, duck):
        assert self.days(duck, [self.norm("a", 0.5), self.norm("b", 9), self.norm("c", 5), self.norm("d", 0.5)]) == [15]
        assert self.days(duck, [self.norm("a", 0.5), self.norm("b", 9)]) == [10]

    def test_the_version_in_force_on_reception_counts(self, duck):
        versions = [self.norm("a", 9, valid_from="2023-01-01"), self.norm("a", 4, valid_from="2024-03-05")]
        assert self.days(duck, versions) == [9]
        assert self.days(duck, versions, received="05/03/2024") == [4]

    def test_the_own_channel_comes_first(self, duck):
        both = [self.norm("a", 9), self.norm("a", 4, channel="online"), self.norm("b", 1)]
        assert self.days(duck, both) == [10]
        assert self.days(duck, both, channel="online") == [5]

    def test_no_norm_no_row(self, duck):
        assert self.days(duck, [{**self.norm("a", 9), "procedure_code": "Q"}]) == []


def test_differences_name_the_dossier_and_the_reason(duck, calendar):
    tables = canonical(
        duck,
        dossiers=[
            {"dossier_id": "same", **FINISHED, "due_at": "11/03/2024 17:00", "finished_at": "08/03/2024 10:00"},
            {"dossier_id": "other", **FINISHED, "finished_at": "20/03/2024 10:00"},
        ],
        stops=[{"dossier_id": "other", **stop} for stop in ASKED],
        norms=NORM,
    )
    found = duck.fetch(outcomes.rule_differences(outcomes.outcomes(tables, calendar, start=START, cut=CUT, rules={})))
    assert found.dossier_id.tolist() == ["other"]
    assert found.is_late_differing.tolist() == [True]
    assert found.reason.tolist() == ["Trừ thời gian chờ bổ sung từ 06/03/2024 đến 12/03/2024."]
