"""Form II.06a and the indicators on literal tables, counted by hand. Period: March 2024."""

from __future__ import annotations

from datetime import date, datetime

import pyarrow as pa
import pytest

from small_tables import REFERENCE, canonical, load, vn_calendar
from stages import judgements, measured
from tthc.analysis import indicators
from tthc.analysis.indicators.frames import procedure_frame
from tthc.model.schema import CANONICAL

START, CUT = datetime(2024, 3, 1), datetime(2024, 4, 1)
SCALES = indicators.scales(REFERENCE, date(2024, 3, 1))


@pytest.fixture(scope="module")
def calendar(engine):
    return vn_calendar(engine)


def dossier(number, outcome, **more):
    """A dossier of this outcome; due Friday 15 March."""
    by_outcome = {
        "early": {"status": "9", "finished_at": "14/03/2024 10:00"},
        "on_time": {"status": "9", "finished_at": "15/03/2024 10:00"},
        "late": {"status": "10", "finished_at": "18/03/2024 10:00"},
        "withdrawn": {"status": "7", "finished_at": "12/03/2024 10:00"},
        "no_due": {"status": "9", "finished_at": "14/03/2024 10:00", "due_at": None},
        "open_late": {"status": "4"},
        "open_in_time": {"status": "4", "due_at": "15/04/2024 17:00"},
        "stopped": {"status": "5"},
        "refused": {"status": "3", "received_at": None, "submitted_at": "04/03/2024 08:00", "refused_at": "05/03/2024 09:00"},
    }
    usual = {"received_at": "04/03/2024 09:00", "due_at": "15/03/2024 17:00", "unit": "Phòng A", "channel": "counter"}
    return {"dossier_id": f"d{number}", **usual, **by_outcome[outcome], **more}


ALL = ["early", "early", "on_time", "late", "withdrawn", "no_due", "open_late", "open_in_time", "stopped", "refused"]
DOSSIERS = [dossier(n, outcome) for n, outcome in enumerate(ALL)]
DOSSIERS[0] |= {"channel": "online", "submitted_at": "01/03/2024 16:00", "service_level": "full", "synced": True}
DOSSIERS[1] |= {"received_at": "26/02/2024 09:00", "field": "Lĩnh vực B", "procedure_code": "Q", "procedure_name": "Thủ tục Q"}
DOSSIERS[3] |= {"synced": True, "apology_at": "14/03/2024 08:00"}
for _number, _paid, _attached in ((0, True, True), (1, True, False), (2, False, False), (3, None, True)):
    DOSSIERS[_number] |= {"fee_due": _paid is not None, "paid_online": _paid, "components_digitised": True, "result_attached": _attached}


@pytest.fixture(scope="module")
def judged(engine, calendar):
    tables = canonical(engine, dossiers=DOSSIERS)
    return tables, judgements(engine, tables, calendar, start=START, cut=CUT, rules={})


@pytest.fixture(scope="module")
def form(engine, judged):
    tables, outcome = judged
    found = engine.fetch(indicators.form_06a(tables["dossiers"], outcome))
    return found.set_index([found.field.fillna(""), found.procedure.fillna("")])


class TestForm:
    def test_the_total_counts_each_dossier_in_its_cells(self, form):
        """Nine in the form; the refused one in no cell. Withdrawn and without deadline are on time, stopped is in time."""
        cells = form.loc[("", "")]
        assert cells[["c3", "c4", "c5", "c6"]].tolist() == [9, 1, 7, 1]
        assert cells[["c7", "c8", "c9", "c10"]].tolist() == [6, 2, 3, 1]
        assert cells[["c11", "c12", "c13"]].tolist() == [3, 2, 1]

    def test_a_row_for_each_field_and_each_procedure(self, form):
        assert set(form.index) == {
            ("", ""),
            *((f"Lĩnh vực {x}", "") for x in "AB"),
            ("Lĩnh vực A", "Thủ tục P"),
            ("Lĩnh vực B", "Thủ tục Q"),
        }
        assert form.loc[("Lĩnh vực B", ""), ["c3", "c6", "c7", "c8"]].tolist() == [1, 1, 1, 1]

    def test_the_identities_hold(self, engine, judged):
        tables, outcome = judged
        form = indicators.form_06a(tables["dossiers"], outcome)
        assert engine.fetch(indicators.broken_identities(form)).empty
        wrong = form.mutate(c10=form.c10 + 1)
        assert len(engine.fetch(indicators.broken_identities(wrong))) == len(engine.fetch(form))

    def test_an_empty_period_has_its_row_of_zeros(self, engine, calendar):
        tables = canonical(engine)
        outcome = judgements(engine, tables, calendar, start=START, cut=CUT, rules={})
        form = engine.fetch(indicators.form_06a(tables["dossiers"], outcome))
        assert len(form) == 1 and form[["c3", "c7", "c11"]].to_numpy().sum() == 0


def compute(engine, calendar, tables, outcome, **options):
    table = measured(
        engine, tables, outcome, calendar, period="2024-03", start=START, cut=CUT, as_of=CUT, **({"rules": {}, "scales": SCALES} | options)
    )
    return engine.fetch(table).set_index(["basis", "rule", "measure"]).sort_index()


@pytest.fixture(scope="module")
def long(engine, calendar):
    """All tables of a small office, and its long table of indicators."""
    tables = canonical(
        engine,
        dossiers=DOSSIERS,
        feedback=[
            {"dossier_id": "d2", "at": "20/03/2024 09:00", "kind": "complaint", "due_at": "29/03/2024", "answered_at": "01/04/2024 09:00",
             "is_satisfied": True},  # with an answer that had not come by the cut nobody was satisfied
            {"unit": "Phòng B", "at": "21/03/2024 09:00", "kind": "complaint", "due_at": "28/03/2024", "answered_at": "27/03/2024 09:00", "is_satisfied": True},
            {"unit": "Phòng B", "at": "22/03/2024 09:00", "kind": "complaint", "rating": 5},  # a grade alone is no answer
            {"dossier_id": "d0", "at": "20/03/2024 09:00", "kind": "survey", "rating": 5},
            {"dossier_id": "d5", "at": "20/03/2024 09:00", "kind": "survey", "is_satisfied": False},
            {"dossier_id": "d4", "at": "01/04/2024 00:00", "kind": "survey", "rating": 5},
        ],
        steps=[
            {"dossier_id": "d0", "step_no": 1, "step": "a", "unit": "Phòng A", "ended_at": "05/03/2024", "step_due_at": "06/03/2024"},
            {"dossier_id": "d0", "step_no": 2, "step": "b", "unit": "Phòng A", "ended_at": "07/03/2024", "step_due_at": "07/03/2024"},
            {"dossier_id": "d0", "step_no": 3, "step": "c", "unit": "Sở B", "ended_at": "14/03/2024", "step_due_at": "13/03/2024"},
        ],
        procedures=[
            {"code": "P", "service_level": "full", "eligible_full_online": True, "returns_result": True,
             "published_at": "01/03/2024", "made_public_at": "08/03/2024"},
            {"code": "Q", "service_level": "information", "returns_result": False, "published_at": "01/03/2024", "made_public_at": "11/03/2024"},
            {"code": "R", "service_level": "partial", "published_at": "20/03/2024"},
            {"code": "S", "service_level": "partial", "published_at": "29/03/2024"},
        ],
    )  # fmt: skip
    outcome = judgements(engine, tables, calendar, start=START, cut=CUT, rules={})
    return compute(engine, calendar, tables, outcome)


def overall(long):
    return long[long.unit.isna() & long.field.isna() & long.procedure.isna()]


def share(long, measure, basis="register", rule="system"):
    row = overall(long).loc[(basis, rule, measure)]
    return row.numerator, row.denominator


def test_counts_are_the_form_s(long):
    expected = {"handled": 9, "received": 8, "carried": 1, "finished": 6, "early": 2, "on_time": 3, "late": 1, "open": 3, "open_late": 1}
    found = overall(long).loc[("register", "system")].value
    assert {name: found[name] for name in expected} == expected
    assert (found["refused"], found["stopped"], found["withdrawn"], found["no_due"]) == (1, 1, 1, 1)


@pytest.mark.parametrize(
    ("measure", "numerator", "denominator"),
    [
        ("in_time_rate", 5, 6),
        ("early_rate", 2, 6),
        ("open_late_rate", 1, 3),
        ("nd61_30_2c", 3, 9),
        ("qd766_2_1", 7, 9),
        # Late and open late fall out, and the two that were complained of or rated low.
        ("qd766_5_4", 5, 9),
        ("tt01_1", 5, 4),
        # Submitted Friday 16:00, received Monday 09:00: three hours.
        ("late_intake", 0, 1),
        # d3 apologised the day before; d6 not at all.
        ("apology_in_time", 1, 2),
        ("apology_missing", 1, 2),
        ("qd766_1_4", 2, 9),
        ("qd766_3_3", 1, 8),
        ("full_online_rate", 1, 8),
        ("complaints", 3, 3),
        # Due on the 29th, the last day that counts being the 31st: answered after the cut is not answered. One without a term is not in time.
        ("qd766_5_2", 1, 3),
        ("qd766_5_3", 1, 1),
        # Received in March with a fee: d0 paid it online, d2 did not; d1 came in February. Both are of procedure P.
        ("qd766_3_6", 1, 2),
        ("qd766_3_5", 1, 1),
        # Of six settled ones, the withdrawn among them: d0 and d3 have a file, d1's procedure returns no result, d2 lacks its own.
        ("qd766_4_2", 3, 6),
        ("survey_satisfied", 1, 2),
        # Phòng A: one step early, one on time, the least is 1; Sở B late.
        ("tt01_2", 1, 2),
        # P within five working days, Q one day later; R due on the 27th and overdue; S still has time.
        ("qd766_1_2", 1, 3),
        ("publication_late", 2, 4),
        ("publication_open", 2, 4),
        ("qd766_3_1", 3, 4),
        ("qd766_3_2", 1, 3),
        ("full_online_procedures", 1, 1),
    ],
)
def test_indicators_counted_by_hand(long, measure, numerator, denominator):
    assert share(long, measure) == (numerator, denominator)


def test_the_synchronised_basis_counts_only_what_the_portal_has(long):
    assert share(long, "handled", basis="synced") == (2, 2)
    assert share(long, "qd766_5_4", basis="synced") == (1, 2)


def test_values_points_and_intervals(long):
    rows = overall(long).loc[("register", "system")]
    assert rows.value["qd766_2_1"] == pytest.approx(100 * 7 / 9)
    assert rows.points["qd766_2_1"] == pytest.approx(20 * 7 / 9)
    assert rows.points["qd766_5_4"] == pytest.approx(6 * (5 / 9) / 0.9)
    assert (rows.points["qd766_5_3"], rows.max_points["qd766_5_3"]) == (6, 6)
    # Wilson's interval of 5 in 6, from the closed formula.
    assert (rows.low["in_time_rate"], rows.high["in_time_rate"]) == (pytest.approx(43.65, abs=0.01), pytest.approx(96.99, abs=0.01))
    assert rows.value["tt01_1"] == 1.3  # 5/4 rounded to one decimal
    assert rows[["low", "high"]].loc["tt01_1"].isna().all()


def test_component_5_4_as_published():
    """20 of 30: 66.67% and 4.44 of 6 points."""
    scale = next(one for one in SCALES if one.measure == "qd766_5_4")
    assert scale.max_points * min(20 / 30 / scale.full_at, 1) == pytest.approx(4.44, abs=0.005)


def test_groups_fill_exactly_one_of_their_columns(long):
    filled = long[["unit", "field", "procedure"]].notna().sum(axis=1)
    assert set(filled) == {0, 1}
    by_field = long[long.field.notna()].loc[("register", "system", "handled")].set_index("field").value
    assert by_field.to_dict() == {"Lĩnh vực A": 8, "Lĩnh vực B": 1}


def test_what_no_rule_changes_stands_under_system_alone(long):
    rules = overall(long).reset_index().groupby("measure").rule.agg(set)
    assert rules["qd766_3_3"] == {"system"}
    assert rules["late"] == {"system", "qd766", "decree"}


def test_an_empty_period_has_its_indicators(engine, calendar):
    tables = canonical(engine)
    outcome = judgements(engine, tables, calendar, start=START, cut=CUT, rules={})
    found = overall(compute(engine, calendar, tables, outcome)).loc[("register", "system")]
    assert set(found.index) == {one.id for one in indicators.MEASURES}
    assert found.value["received"] == 0
    # An empty denominator: nothing for 5.4, full points for 5.3 (no complaint was rated).
    assert (found.points["qd766_5_4"], found.points["qd766_5_3"]) == (0, 6)


ALL_COLUMNS = {name: frozenset(column.name for column in table.columns) for name, table in CANONICAL.items()}


@pytest.mark.parametrize("need", sorted({need for one in indicators.MEASURES for need in one.needs}))
def test_a_missing_column_removes_what_needs_it_and_nothing_else(need):
    present = ALL_COLUMNS
    for name in need.split("|"):
        table, column = name.split(".")
        present = {**present, table: present[table] - {column}}
    gone = {one.measure for one in indicators.unavailable(present, {})}
    alternatives = set(need.split("|"))
    expected = {one.id for one in indicators.MEASURES if any(set(other.split("|")) <= alternatives for other in one.needs)}
    assert gone == expected and expected
    assert {one.id for one in indicators.available(present, {})} == {one.id for one in indicators.MEASURES} - expected


def test_what_is_missing_is_named_in_vietnamese():
    present = {**ALL_COLUMNS, "dossiers": ALL_COLUMNS["dossiers"] - {"apology_at"}}
    missing = {one.measure: one.missing for one in indicators.unavailable(present, {})}
    assert missing == {"apology_in_time": ("Hồ sơ – Ngày xin lỗi",), "apology_missing": ("Hồ sơ – Ngày xin lỗi",)}
    table = indicators.unavailable_table(present, {}, REFERENCE).to_pylist()
    assert {row["measure"] for row in table} == {"apology_in_time", "apology_missing", "1.1", "1.3", "4.3", "4.4"}


def test_a_common_norm_gives_the_deadline_back():
    present = {**ALL_COLUMNS, "dossiers": ALL_COLUMNS["dossiers"] - {"due_at"}}
    assert "late" in {one.measure for one in indicators.unavailable(present, {})}
    assert indicators.unavailable(present, {"norm_days": "15"}) == ()


def test_of_one_unit_nothing_is_counted_over_the_list_that_is_the_office_s():
    listed = {one.id for one in indicators.MEASURES if one.over == "procedures"}
    assert listed and {one.id for one in indicators.available(None, {}, unit="Phòng A")} == {one.id for one in indicators.MEASURES} - listed
    assert {one.measure: one.missing for one in indicators.unavailable(None, {}, unit="Phòng A")} == dict.fromkeys(listed, ("danh mục thủ tục riêng của đơn vị",))


def test_a_left_out_indicator_has_no_row(engine, calendar, judged):
    tables, outcome = judged
    present = {**ALL_COLUMNS, "dossiers": ALL_COLUMNS["dossiers"] - {"apology_at", "synced"}}
    found = compute(engine, calendar, tables, outcome, present=present).reset_index()
    assert {"apology_in_time", "apology_missing", "qd766_1_4"} & set(found.measure) == set()
    assert {one.id for one in indicators.MEASURES} - set(found.measure) == {"apology_in_time", "apology_missing", "qd766_1_4"}


def test_one_field_alone(engine, calendar, judged):
    tables, outcome = judged
    only = outcome.semi_join(tables["dossiers"].filter(tables["dossiers"].field == "Lĩnh vực B"), "dossier_id")
    found = compute(engine, calendar, tables, only, field="Lĩnh vực B")
    assert share(found, "handled") == (1, 1)


def test_of_several_systems_only_those_that_record_a_thing_are_counted(engine, calendar):
    """Ten dossiers, of which the system of d0 to d3 alone tells how they were filed: one of its four online."""
    tables = canonical(engine, dossiers=[{**row, "src_file": "a.csv" if n < 4 else "b.csv"} for n, row in enumerate(DOSSIERS)])
    outcome = judgements(engine, tables, calendar, start=START, cut=CUT, rules={})
    key = ("dossiers.received_at", "dossiers.status")
    systems = (indicators.System("Tỉnh", ("a.csv",), (*key, "dossiers.channel")), indicators.System("Bộ", ("b.csv",), key))
    assert share(compute(engine, calendar, tables, outcome), "qd766_3_3") == (1, 8)
    table = measured(engine, tables, outcome, calendar, period="2024-03", start=START, cut=CUT, as_of=CUT, rules={}, scales=SCALES, systems=systems)
    long = engine.fetch(table).set_index(["basis", "rule", "measure"]).sort_index()
    assert share(long, "qd766_3_3") == (1, 3)  # d1 was carried over
    assert share(long, "handled")[0] == 9  # counts of the form are of all systems
    named = engine.fetch(indicators.indicators(table, systems=systems)).drop_duplicates("measure").set_index("measure").systems
    assert named["qd766_3_3"] == "“Tỉnh”" and not isinstance(named["handled"], str) and not isinstance(named["late_rate"], str)


def test_ids_are_unique_and_labels_complete():
    ids = [one.id for one in indicators.MEASURES]
    assert len(set(ids)) == len(ids)
    for one in indicators.MEASURES:
        assert one.label and one.numerator_is and one.denominator_is and one.source and one.measured_in
    for need in (name for one in indicators.MEASURES for needs in one.needs for name in needs.split("|")):
        table, column = need.split(".")
        assert column in CANONICAL[table].names


def test_reference_data_names_declared_indicators():
    ids = {one.id for one in indicators.MEASURES}
    assert {one.measure for one in SCALES} <= ids
    assert {one.measure for one in indicators.targets(REFERENCE, date(2024, 3, 1))} <= ids
    classes = [one for one in indicators.index_classes(REFERENCE, date(2024, 3, 1)) if one.scheme == "qd766"]
    assert [one.from_value for one in classes] == [90, 80, 70, 50, 0]
    assert not any(one.is_verified for one in classes)


class TestIndicators:
    def table(self, engine, long, **options):
        rows = load(engine, "measures", long.reset_index().assign(as_of=None).replace({float("nan"): None}).to_dict("records"))
        options = {"scales": SCALES, "targets": indicators.targets(REFERENCE, date(2024, 3, 1))} | options
        found = engine.fetch(indicators.indicators(rows, **options))
        return found[(found.basis == "register") & (found.rule == "system")].set_index("measure"), rows

    def test_targets_gains_and_earlier_values(self, engine, long):
        _, rows = self.table(engine, long)
        found, _ = self.table(engine, long, previous=rows, last_year=rows)
        assert found.gain["qd766_2_1"] == pytest.approx(20 / 9)
        assert (found.target["late"], found.is_met["late"]) == (0, False)
        # No better than before is not more.
        assert (found.target["early_rate"], found.is_met["early_rate"]) == (pytest.approx(100 / 3), False)
        assert found.previous["late"] == found.last_year["late"] == 1
        assert found["order"].is_unique

    def test_without_an_earlier_period_nothing_is_said_of_it(self, engine, long):
        found, _ = self.table(engine, long)
        assert found[["target", "is_met", "previous"]].loc["early_rate"].isna().all()
        assert found.is_met.isna()["received"]


class TestSatisfaction:
    def readings(self, engine, long):
        rows = load(engine, "measures", long.reset_index().assign(as_of=None).replace({float("nan"): None}).to_dict("records"))
        return engine.fetch(indicators.satisfaction(rows)).set_index("reading")

    def test_three_readings_with_their_denominators(self, engine, long):
        found = self.readings(engine, long)
        assert found.loc[1, ["numerator", "denominator", "value"]].tolist() == [1, 2, 50]
        # 5.2: one complaint of three in time, 2 points; 5.3: 6; 5.4 on synchronised dossiers: 6 × 0.5 / 0.9.
        assert found.loc[2, ["numerator", "denominator"]].tolist() == [pytest.approx(2 + 6 + 6 * 0.5 / 0.9), 18]
        assert found.loc[3, ["numerator", "denominator"]].tolist() == [1, 2]
        assert found.is_supported.all()

    def test_nothing_synchronised_and_nobody_complaining_is_two_thirds_of_the_points(self, engine, calendar):
        """12 of 18 points: the second way in which 66.67% can come about."""
        tables = canonical(engine, dossiers=[dossier(0, "early", synced=False)])
        outcome = judgements(engine, tables, calendar, start=START, cut=CUT, rules={})
        found = self.readings(engine, compute(engine, calendar, tables, outcome))
        assert found.loc[2, ["numerator", "denominator", "value"]].tolist() == [12, 18, pytest.approx(66.667, abs=0.001)]
        assert found.is_supported.tolist() == [True if n == 2 else False for n in found.index]

    def test_points_of_a_part_of_the_group_are_not_shown_without_their_whole(self, engine, long):
        """As in the edition for others, where components counted over one or two people are hidden."""
        few = long.reset_index()
        few.loc[few["measure"] == "qd766_5_2", "points"] = float("nan")
        found = self.readings(engine, few.set_index("measure"))
        assert found.loc[2, ["numerator", "value"]].isna().all() and not found.loc[2, "is_supported"]


class TestDeadlineChecks:
    def test_likely_reasons(self, engine, calendar):
        """Norm of P five days, of Q three; received Friday 26 April 2024: due Tuesday 7 May."""
        received = "26/04/2024 09:00"
        recorded = {
            "right": "07/05/2024 17:00",
            "worked_saturday": "08/05/2024 17:00",
            "holidays": "03/05/2024 17:00",
            "calendar_days": "01/05/2024 17:00",
            "first_day": "06/05/2024 17:00",
            "other_norm": "04/05/2024 17:00",
            "unexplained": "24/05/2024 17:00",
        }
        tables = canonical(
            engine,
            dossiers=[{"dossier_id": name, "received_at": received, "due_at": due} for name, due in recorded.items()]
            + [{"dossier_id": "after_hours", "received_at": "26/04/2024 18:00", "due_at": "07/05/2024 17:00"}]
            + [{"dossier_id": "moved", "received_at": received, "due_at": "31/05/2024 17:00"}],
            due_changes=[{"dossier_id": "moved", "at": "03/05/2024", "old_due_at": "07/05/2024 17:00", "new_due_at": "31/05/2024 17:00"}],
            norms=[{"procedure_code": code, "step": "a", "norm_wm": 480.0 * n} for code, n in (("P", 5), ("Q", 3))],
        )
        cut = datetime(2024, 6, 1)
        outcome = judgements(engine, tables, calendar, start=datetime(2024, 4, 1), cut=cut, rules={})
        found = engine.fetch(indicators.deadline_checks(tables, outcome, calendar, rules={})).set_index("dossier_id")
        assert found.likely.to_dict() == {name: name for name in [*recorded, "after_hours"] if name != "right"}
        assert found.off_days["worked_saturday"] == 1 and found.off_days["other_norm"] == -2
        assert found.reason["worked_saturday"] == (
            "Ghi 08/05/2024, tính lại 5 ngày làm việc là 07/05/2024; khớp nếu không tính ngày làm bù."
        )

    def test_the_deadline_of_the_reception_is_looked_at_whenever_it_was_moved(self, engine, calendar):
        """Five days from Thursday 2 May end on the 8th, for Saturday the 4th is worked; each was moved to the 31st: before the cut, after it, twice, or from nobody knows when."""
        moved = {"before": [("20/05/2024", "08/05/2024 17:00")], "after": [("03/06/2024", "08/05/2024 17:00")],
                 "from another day, after": [("03/06/2024", "13/05/2024 17:00")], "unknown": [("03/06/2024", None)],
                 "before and after": [("20/05/2024", None), ("03/06/2024", "24/05/2024 17:00")]}  # fmt: skip
        due = "31/05/2024 17:00"
        tables = canonical(
            engine,
            dossiers=[{"dossier_id": name, "received_at": "02/05/2024 09:00", "due_at": due, "status": "4"} for name in moved],
            due_changes=[{"dossier_id": name, "at": at, "old_due_at": old, "new_due_at": due} for name, rows in moved.items() for at, old in rows],
            norms=[{"procedure_code": "P", "step": "a", "norm_wm": 480.0 * 5}],
        )
        outcome = judgements(engine, tables, calendar, start=datetime(2024, 5, 1), cut=datetime(2024, 6, 1), rules={})
        found = engine.fetch(indicators.deadline_checks(tables, outcome, calendar, rules={})).set_index("dossier_id")
        assert found.due_at.dt.day.to_dict() == {"from another day, after": 13, "unknown": 31, "before and after": 24}


class TestSyncDifferences:
    def found(self, engine, calendar, dossiers, stops=(), due_changes=(), **options):
        tables = canonical(engine, dossiers=dossiers, stops=stops, due_changes=due_changes)
        outcome = judgements(engine, tables, calendar, start=START, cut=CUT, rules={})
        rows = engine.fetch(indicators.sync_differences(tables, outcome, start=START, cut=CUT, **options))
        rows = rows.astype(object).where(rows.notna(), None)
        return {(row.dossier_id, row.difference): (row.register, row.national) for row in rows.itertuples()}

    def test_what_the_portal_lacks_and_reads_otherwise(self, engine, calendar):
        other = {"source": "national"}
        dossiers = [
            dossier(0, "early", synced=True),
            dossier(0, "early", **other),
            dossier(1, "late", synced=True),
            dossier(1, "late", **other, due_at="20/03/2024 17:00") | {"status": "9"},
            dossier(2, "early", synced=True),
            dossier(3, "early", synced=False),
            dossier(4, "early", **other),
        ]
        assert self.found(engine, calendar, dossiers) == {
            ("d1", "due_at"): ("15/03/2024", "20/03/2024"),
            ("d1", "status"): ("10", "9"),
            ("d2", "missing_national"): (None, None),
            ("d3", "not_synced"): (None, None),
            ("d4", "missing_register"): (None, "9"),
        }

    def test_what_came_later_than_the_cut_is_not_compared(self, engine, calendar):
        """Ended, stopped, moved and read by the portal in April only: in March both knew the same."""
        open_ = {"received_at": "20/03/2024 08:00", "due_at": "10/04/2024 17:00", "status": "4"}
        pairs = {
            "ended since": ({"status": "10", "finished_at": "02/04/2024 09:00"}, {}),
            "ended since, said otherwise": ({"status": "10", "finished_at": "02/04/2024 09:00"}, {"status": "9", "finished_at": "03/04/2024 09:00"}),
            "stopped since": ({"status": "5"}, {}),
            "moved since": ({"due_at": "19/04/2024 17:00"}, {}),
            "stopped before": ({"status": "6"}, {}),
            "only the portal says that it ended": ({}, {"status": "9", "finished_at": "29/03/2024 09:00"}),
        }  # fmt: skip
        dossiers = [{"dossier_id": name, "source": source, **open_, **more} for name, both in pairs.items() for source, more in zip(("register", "national"), both, strict=True)]
        dossiers += [{"dossier_id": "came since", "source": "national", **open_, "received_at": "01/04/2024 00:00"}]
        found = self.found(
            engine, calendar, dossiers,
            stops=[{"dossier_id": "stopped since", "kind": "supplement", "from_at": "01/04/2024 00:00"},
                   {"dossier_id": "stopped before", "kind": "obligation", "from_at": "31/03/2024 23:59"}],
            due_changes=[{"dossier_id": "moved since", "at": "01/04/2024 09:00", "old_due_at": "10/04/2024 17:00", "new_due_at": "19/04/2024 17:00"}],
        )  # fmt: skip
        assert found == {
            ("stopped before", "status"): ("6", "4"),
            ("only the portal says that it ended", "status"): ("4", "9"),
            ("only the portal says that it ended", "finished_at"): (None, "29/03/2024"),
        }

    def test_an_input_that_tells_nothing_of_the_portal_gives_no_row(self, engine, calendar):
        present = {**ALL_COLUMNS, "dossiers": ALL_COLUMNS["dossiers"] - {"synced"}}
        assert self.found(engine, calendar, [dossier(0, "early")], present=present) == {}


def test_publications_name_their_state(engine, calendar):
    """Five working days from Friday 1 March: Friday 8 March."""
    procedures = [
        {"code": "in time", "published_at": "01/03/2024", "made_public_at": "08/03/2024"},
        {"code": "late", "published_at": "01/03/2024", "made_public_at": "11/03/2024"},
        {"code": "overdue", "published_at": "01/03/2024"},
        {"code": "still waiting", "published_at": "28/03/2024"},
        {"code": "before", "published_at": "01/02/2024", "made_public_at": "05/02/2024"},
        {"code": "after", "published_at": "01/04/2024"},
        {"code": "updated after the cut", "published_at": "01/03/2024", "made_public_at": "02/04/2024"},
    ]
    table = indicators.publication_list(load(engine, "procedures", procedures), calendar, start=START, cut=CUT, rules={})
    found = engine.fetch(table).set_index("code").publication
    assert found.to_dict() == {
        "in time": "public_in_time", "late": "public_late", "overdue": "overdue", "still waiting": "waiting", "updated after the cut": "overdue",
    }  # fmt: skip


def test_what_falls_due_on_the_day_of_the_cut_counts_once_it_is_updated(engine, calendar):
    """1.2 at 11:00 on Friday 8 March: both were to be updated by that day, one is; the third was to be by the day before."""
    procedures = [
        {"code": "updated", "published_at": "01/03/2024", "made_public_at": "08/03/2024 09:00"},
        {"code": "not yet", "published_at": "01/03/2024"},
        {"code": "updated in the afternoon", "published_at": "01/03/2024", "made_public_at": "08/03/2024 14:00"},
        {"code": "too late", "published_at": "29/02/2024"},
    ]
    tables, cut = canonical(engine, procedures=procedures), datetime(2024, 3, 8, 11)
    nobody = pa.table({name: pa.array([], pa.string()) for name in ("basis", "rule", "intake", "outcome", "procedure_code", "channel")}
                      | {name: pa.array([], pa.bool_()) for name in ("fee_due", "paid_online")})
    rows = engine.fetch(procedure_frame(tables, engine.load(nobody, "nobody_asked"), calendar, start=START, cut=cut, rules={})).set_index("code")
    counted = rows[rows.is_due_then & (rows.publication != "waiting")]
    assert sorted(counted.index) == ["too late", "updated"] and counted.is_public_in_time.to_dict() == {"updated": True, "too late": False}


PAGE = REFERENCE.parents[1] / "docs" / "measures.md"


def test_the_page_of_indicators_is_not_behind_the_code():
    assert PAGE.read_text(encoding="utf-8") == indicators.measures_page(REFERENCE, date(2024, 5, 31)), "run `make docs` and commit the page"


def test_the_page_tells_every_indicator():
    page = PAGE.read_text(encoding="utf-8")
    assert [one.id for one in indicators.MEASURES if f"### `{one.id}` – {one.label}" not in page] == []
    assert "chưa kiểm chứng" in page
