"""The simulator: a world that is the same every time, whose minutes add up, and whose disturbances do what they say."""

from __future__ import annotations

import csv
from datetime import date, datetime
from pathlib import Path

import pytest

from tthc.model.schema import CANONICAL, CODES
from tthc.simulate import ACCEPTABLE_CAUSES, KINDS, STATES, Disturbance, at_level, plant, run_office, twin
from tthc.simulate.draws import Draws
from tthc.simulate.office_hours import DAYS_OFF, WORKED_SATURDAYS, OfficeHours

ROOT = Path(__file__).resolve().parents[1]
COUNCIL = "Hội đồng Thi đua - Khen thưởng tỉnh"


@pytest.fixture(scope="module")
def quiet():
    return run_office(7, size=200)


@pytest.fixture(scope="module")
def disturbed(quiet):
    return run_office(7, size=200, disturbances=plant(quiet, number=10))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


class TestOfficeHours:
    hours = OfficeHours(date(2024, 1, 1), date(2024, 12, 31))

    @pytest.mark.parametrize(
        ("start", "end", "expected"),
        [
            ("2024-03-04T07:00", "2024-03-04T17:00", 480),
            ("2024-03-04T11:00", "2024-03-04T14:00", 60),  # half an hour before noon, half an hour after
            ("2024-03-01T16:00", "2024-03-04T08:00", 120),  # over a weekend
            ("2024-02-07T16:30", "2024-02-15T07:30", 60),  # over Tết
            ("2024-05-03T17:00", "2024-05-06T07:00", 480),  # the worked Saturday
            ("2024-04-26T17:00", "2024-05-02T07:00", 0),  # the swapped Monday and two holidays
        ],
    )
    def test_working_minutes(self, start, end, expected):
        assert self.hours.between(self.hours.instant(at(start)), self.hours.instant(at(end))) == expected

    @pytest.mark.parametrize(
        ("received", "days", "due"),
        [("2024-01-29", 15, "2024-02-26"), ("2024-04-26", 5, "2024-05-07"), ("2024-02-07", 5, "2024-02-21")],
    )
    def test_deadline(self, received, days, due):
        found = self.hours.add_days(self.hours.instant(at(f"{received}T09:00")), days)
        assert self.hours.moment(found) == at(f"{due}T17:00")

    def test_working_days_of_the_months(self):
        months = [self.hours.moment(t).month for t in self.hours.working_days(0, 152 * 1440 - 1)]
        assert [months.count(month) for month in range(1, 6)] == [22, 16, 21, 19, 23]

    def test_after_ends_within_hours(self):
        noon = self.hours.instant(at("2024-03-04T11:20"))
        assert self.hours.moment(self.hours.after(noon, 10)) == at("2024-03-04T11:30")
        assert self.hours.moment(self.hours.after(noon, 20)) == at("2024-03-04T13:40")

    def test_agrees_with_the_reference_calendar(self):
        with (ROOT / "data" / "reference" / "calendar_vn.csv").open(encoding="utf-8-sig") as file:
            rows = [(date.fromisoformat(row["date"]), row["kind"]) for row in csv.DictReader(file)]
        for year in (2023, 2024, 2025, 2026):
            off = {day for day, kind in rows if kind == "off" and day.year == year and day.weekday() < 5}
            worked = {day for day, kind in rows if kind == "work" and day.year == year}
            assert {day for day in DAYS_OFF if day.year == year and day.weekday() < 5} == off
            assert {day for day in WORKED_SATURDAYS if day.year == year} == worked


class TestDraws:
    def test_depend_on_their_name_only(self):
        draws = Draws(1)
        first = draws.uniform("d1", "step")
        draws.uniform("d2", "step")
        assert draws.uniform("d1", "step") == first != Draws(2).uniform("d1", "step")

    def test_triangular_minutes_stay_within_bounds(self):
        draws = Draws(1)
        drawn = [draws.minutes(10, 20, 40, n) for n in range(2000)]
        assert min(drawn) >= 10 and max(drawn) <= 40
        # the mean of a triangular distribution is a third of the sum of its corners
        assert abs(sum(drawn) / len(drawn) - 70 / 3) < 0.5


class TestWorld:
    def test_same_seed_same_world(self, disturbed):
        again = run_office(7, size=200, disturbances=disturbed.disturbances)
        assert again.tables == disturbed.tables
        assert again.truth == disturbed.truth

    def test_tables_follow_the_schema(self, disturbed):
        assert set(disturbed.tables) == set(CANONICAL)
        for name, rows in disturbed.tables.items():
            table = CANONICAL[name]
            for row in rows:
                assert tuple(row) == table.names
                for column in table.columns:
                    value = row[column.name]
                    assert value is not None or not column.required
                    assert column.codes is None or value is None or value in CODES[column.codes]

    def test_step_norms_sum_to_the_procedure_norm(self, quiet):
        norms: dict[str, float] = {}
        for row in quiet.tables["norms"]:
            norms[row["procedure_code"]] = norms.get(row["procedure_code"], 0) + row["norm_wm"]
        assert all(total % 480 == 0 for total in norms.values())
        moved = {row["dossier_id"] for row in quiet.tables["due_changes"]}
        hours = OfficeHours(date(2023, 10, 1), date(2024, 12, 31))
        for row in quiet.tables["dossiers"]:
            if row["due_at"] and row["dossier_id"] not in moved:
                due = hours.add_days(hours.instant(row["received_at"]), int(norms[row["procedure_code"]] // 480))
                assert hours.moment(due) == row["due_at"]

    def test_an_officer_does_one_thing_at_a_time_and_nothing_while_away(self, disturbed):
        works: dict[str, list] = {}
        for row in disturbed.tables["steps"]:
            if row["started_at"] and row["ended_at"] and row["started_at"] < row["ended_at"]:
                works.setdefault(row["officer"], []).append((row["started_at"], row["ended_at"]))
        assert len(works) > 10
        for spans in works.values():
            spans.sort()
            assert all(end <= start for (_, end), (start, _) in zip(spans, spans[1:], strict=False))
        for row in disturbed.tables["absences"]:
            inside = [s for s in works.get(row["officer"], ()) if s[0] < row["to_at"] and s[1] > row["from_at"]]
            assert inside == []

    def test_nothing_is_known_after_the_cut(self, quiet):
        cut = datetime(2024, 6, 1)
        for name, columns in {"dossiers": ("finished_at", "returned_at", "issued_at"), "steps": ("arrived_at", "ended_at")}.items():
            for row in quiet.tables[name]:
                assert all(row[column] is None or row[column] < cut for column in columns)

    def test_what_was_there_before_is_carried_over(self, quiet):
        start = datetime(2024, 1, 1)
        dossiers = [row for row in quiet.tables["dossiers"] if row["received_at"]]
        assert any(row["received_at"] < start and row["finished_at"] and row["finished_at"] > start for row in dossiers)


class TestTruth:
    def test_minutes_by_state_sum_to_the_life(self, disturbed):
        hours = OfficeHours(date(2023, 10, 1), date(2024, 12, 31))
        for row in disturbed.truth:
            life = hours.between(hours.instant(row["received_at"]), hours.instant(row["end_at"]))
            assert sum(row["states"].values()) == row["life_wm"] == life
            assert min(row["states"].values()) >= 0

    def test_every_state_is_one_of_the_schema(self):
        assert set(STATES) <= set(CODES["state"])

    def test_works_of_a_dossier_are_its_recorded_works(self, quiet):
        hours = OfficeHours(date(2023, 10, 1), date(2024, 12, 31))
        issued = {row["dossier_id"]: row["end_at"] if row["issued_at"] is None else row["issued_at"] for row in quiet.truth}
        works: dict[str, int] = {}
        for row in quiet.tables["steps"]:
            if row["started_at"] and row["started_at"] < issued[row["dossier_id"]]:
                end = min(row["ended_at"] or issued[row["dossier_id"]], issued[row["dossier_id"]])
                minutes = hours.between(hours.instant(row["started_at"]), hours.instant(end))
                works[row["dossier_id"]] = works.get(row["dossier_id"], 0) + minutes
        assert {row["dossier_id"]: row["states"]["work"] for row in quiet.truth if row["states"]["work"]} == {
            name: minutes for name, minutes in works.items() if minutes
        }

    def test_late_is_by_dates(self, disturbed):
        late = {row["dossier_id"] for row in disturbed.truth if row["is_late"]}
        by_table = {
            row["dossier_id"]
            for row in disturbed.tables["dossiers"]
            if row["finished_at"] and row["finished_at"].date() > row["due_at"].date()
        }
        assert late == by_table and late


class TestDisturbances:
    def test_each_kind_has_causes(self):
        assert set(ACCEPTABLE_CAUSES) == set(KINDS)

    def test_unknown_kind_and_target_are_errors(self):
        with pytest.raises(ValueError, match="unknown disturbance"):
            Disturbance("bad_weather", COUNCIL)
        with pytest.raises(ValueError, match="no dossier of that code"):
            run_office(7, size=20, disturbances=[Disturbance("rework", "nobody")])

    def test_a_period_outside_the_calendar_is_an_error(self):
        with pytest.raises(ValueError, match="2023-01-01 to 2026-12-31"):
            run_office(7, size=20, start=date(2027, 1, 1), end=date(2027, 1, 31))

    def test_twin_is_the_same_world_otherwise(self, quiet):
        planted = plant(quiet, ("forgotten_closing", "slow_consultation"), 2)
        world = run_office(7, size=200, disturbances=planted)
        without = twin(twin(world, planted[0]), planted[1])
        assert without.tables == quiet.tables
        assert without.truth == quiet.truth

    def test_a_forgotten_closing_touches_its_dossier_alone(self, quiet):
        (one,) = plant(quiet, ("forgotten_closing",), 1)
        world = run_office(7, size=200, disturbances=[one])
        before = {row["dossier_id"]: row for row in quiet.truth}
        changed = [row for row in world.truth if row["states"] != before[row["dossier_id"]]["states"]]
        assert one.target in {row["dossier_id"] for row in changed}
        row = next(row for row in changed if row["dossier_id"] == one.target)
        assert row["is_late"] and row["is_apparent"] and row["touched"] == {one.id: one.size}
        assert row["states"]["unclosed"] >= one.size

    def test_a_missed_session_sends_its_dossiers_to_the_next(self, quiet):
        session = next(one for one in quiet.sessions if one >= at("2024-02-01"))
        day = session.replace(hour=0)
        world = run_office(7, size=200, disturbances=[Disturbance("missed_session", COUNCIL, day, day.replace(hour=23))])
        before = {row["dossier_id"]: row["states"]["council"] for row in quiet.truth}
        hit = [row for row in world.truth if row["touched"]]
        assert hit
        for row in hit:
            # ten working days to the next session; open dossiers may not have reached it
            assert row["states"]["council"] - before[row["dossier_id"]] == 10 * 480

    def test_a_leave_makes_the_waiting_wait(self, quiet):
        (one,) = plant(quiet, ("leave_without_substitute",), 1)
        world = run_office(7, size=200, disturbances=[one])
        away = [row for row in world.tables["absences"] if row["officer"] == one.target and row["from_at"] == one.from_at]
        assert len(away) == 1
        for row in world.truth:
            assert row["touched"].get(one.id, 0) <= row["states"]["wait_absent"]

    def test_an_overload_brings_dossiers_that_the_twin_does_not_have(self, quiet):
        (one,) = plant(quiet, ("overload",), 1)
        world = run_office(7, size=200, disturbances=[one])
        names = {row["dossier_id"] for row in quiet.tables["dossiers"]}
        more = {row["dossier_id"] for row in world.tables["dossiers"]} - names
        assert len(more) == one.size and names < {row["dossier_id"] for row in world.tables["dossiers"]}
        assert more == {row["dossier_id"] for row in world.truth if row["extra_of"] == one.id}

    def test_queue_jumping_lets_later_ones_overtake(self, quiet):
        (one,) = plant(quiet, ("queue_jumping",), 1)
        assert sum(row["states"]["wait_overtaken"] for row in quiet.truth) == 0
        world = run_office(7, size=200, disturbances=[one])
        assert sum(row["states"]["wait_overtaken"] for row in world.truth) > 0

    def test_batching_holds_until_enough_have_come(self, quiet):
        (one,) = plant(quiet, ("batching",), 1)
        world = run_office(7, size=200, disturbances=[one])
        assert sum(row["states"]["wait_batch"] for row in world.truth) > 0
        assert all(row["touched"].get(one.id, 0) == row["states"]["wait_batch"] for row in world.truth)

    def test_a_silent_supplement_moves_no_deadline(self, quiet):
        (one,) = plant(quiet, ("silent_supplement",), 1)
        world = run_office(7, size=200, disturbances=[one])
        assert [row for row in world.tables["due_changes"] if row["dossier_id"] == one.target] == []
        row = next(row for row in world.truth if row["dossier_id"] == one.target)
        assert row["is_late"] and row["states"]["supplement"] == one.size

    def test_rework_passes_twice(self, quiet):
        (one,) = plant(quiet, ("rework",), 1)
        world = run_office(7, size=200, disturbances=[one])
        steps = [row["step"] for row in world.tables["steps"] if row["dossier_id"] == one.target]
        assert steps.count("Thẩm định hồ sơ") == steps.count("Trình ký nội bộ") == 2


def test_a_poorer_system_records_less(quiet):
    assert at_level(quiet.tables, 3) is quiet.tables
    assert {row["started_at"] for row in at_level(quiet.tables, 2)["steps"]} == {None}
    assert at_level(quiet.tables, 2)["absences"] == []
    assert at_level(quiet.tables, 1)["steps"] == at_level(quiet.tables, 1)["norms"] == []
    assert at_level(quiet.tables, 1)["dossiers"] == quiet.tables["dossiers"]
