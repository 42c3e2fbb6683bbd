"""Duties beside the deadline, by the law set of the dossier: cases worked out by hand in October 2026."""

from __future__ import annotations

from datetime import datetime

import pytest

from small_tables import REFERENCE, at, canonical, vn_calendar
from stages import judgements, measured, stage
from tthc.analysis.outcomes.duties import FLAGS, duties
from tthc.model.law import load_law

CUT = datetime(2026, 11, 1)


def _one(**other) -> dict:
    return {"received_at": "01/10/2026 08:30", "due_at": "08/10/2026 17:00", "channel": "counter", **other}


def _asked(first: str, last: str | None = None) -> dict:
    return {"kind": "supplement", "from_at": first, "to_at": last}


def _steps(*arrivals: tuple[str, str], **other) -> list[dict]:
    return [
        {"step_no": n, "step": f"B{n}", "unit": unit, "arrived_at": when, **other} for n, (unit, when) in enumerate(arrivals, 1)
    ]


# Name, the dossier, its stops, its steps, the flags that are set.
CASES = [
    ("asked on the last day", _one(), [_asked("06/10/2026 16:00", "07/10/2026 09:00")], [], set()),
    ("asked two days late", _one(), [_asked("08/10/2026 09:00", "12/10/2026 09:00")], [], {"is_asked_late"}),
    ("asked before it was received", _one(), [_asked("30/09/2026 09:00", "01/10/2026 08:00")], [], set()),
    ("asked twice", _one(), [_asked("02/10/2026 09:00", "02/10/2026 15:00"), _asked("05/10/2026 09:00", "05/10/2026 15:00")], [],
     {"is_asked_again"}),
    # Fifteen days end on Saturday the 17th, so on Monday the 19th.
    ("unanswered since 2 October", _one(status="5"), [_asked("02/10/2026 09:00")], [], {"is_unclosed"}),
    ("unanswered since 20 October", _one(received_at="20/10/2026 08:30", status="5"), [_asked("20/10/2026 09:00")], [], set()),
    ("unanswered and closed", _one(status="8", finished_at="19/10/2026 09:00"), [_asked("02/10/2026 09:00")], [], set()),
    ("handed over the same day", _one(), [], _steps(("A", "01/10/2026 08:30"), ("B", "01/10/2026 16:30")), set()),
    ("handed over the next day", _one(), [], _steps(("A", "01/10/2026 08:30"), ("B", "02/10/2026 08:00")), {"is_handed_late"}),
    ("received after 15:00, the next day", _one(received_at="01/10/2026 15:30"), [],
     _steps(("A", "01/10/2026 15:30"), ("B", "02/10/2026 09:00")), set()),
    ("received on a Friday after 15:00, on Tuesday", _one(received_at="02/10/2026 15:30"), [],
     _steps(("A", "02/10/2026 15:30"), ("B", "06/10/2026 09:00")), {"is_handed_late"}),
    # From 15:00 on at the beginning of the next working day: that morning ends at 11:30.
    ("received after 15:00, the next morning", _one(received_at="01/10/2026 15:00"), [],
     _steps(("A", "01/10/2026 15:00"), ("B", "02/10/2026 11:30")), set()),
    ("received after 15:00, the next afternoon", _one(received_at="01/10/2026 15:30"), [],
     _steps(("A", "01/10/2026 15:30"), ("B", "02/10/2026 16:00")), {"is_handed_late"}),
    ("received before 15:00, in the evening", _one(received_at="01/10/2026 14:59"), [],
     _steps(("A", "01/10/2026 14:59"), ("B", "01/10/2026 18:30")), set()),
    # After closing and on a Saturday it counts as received on the next working day, and has that day.
    ("received after closing, the next afternoon", _one(received_at="01/10/2026 17:30"), [],
     _steps(("A", "01/10/2026 17:30"), ("B", "02/10/2026 16:00")), set()),
    ("received after closing, the second day", _one(received_at="01/10/2026 17:30"), [],
     _steps(("A", "01/10/2026 17:30"), ("B", "05/10/2026 08:00")), {"is_handed_late"}),
    ("received on a Saturday after 15:00, on Monday", _one(received_at="03/10/2026 16:00"), [],
     _steps(("A", "03/10/2026 16:00"), ("B", "05/10/2026 16:00")), set()),
    ("complete after 15:00, the next afternoon", _one(), [_asked("01/10/2026 10:00", "05/10/2026 15:30")],
     _steps(("A", "01/10/2026 08:30"), ("B", "06/10/2026 14:00")), {"is_handed_late"}),
    ("online, handed over later", _one(channel="online"), [], _steps(("A", "01/10/2026 08:30"), ("B", "05/10/2026 08:00")), set()),
    ("an arrival that was inferred", _one(), [], _steps(("A", "01/10/2026 08:30"), ("B", "05/10/2026 08:00"), is_assumed=True), set()),
    ("refused in time", _one(status="3", refused_at="08/10/2026 16:00"), [], [], set()),
    ("refused late", _one(status="3", refused_at="09/10/2026 08:00"), [], [], {"is_refused_late"}),
    ("forwarded the next working day", _one(out_of_boundary=True, received_at="02/10/2026 09:00", competent_at="05/10/2026 16:00"),
     [], [], set()),
    ("forwarded later", _one(out_of_boundary=True, received_at="02/10/2026 09:00", competent_at="06/10/2026 08:00"), [], [],
     {"is_forwarded_late"}),
    # Received by the other desk on Thursday, here on Monday the 5th: the days of this office begin then.
    ("asked and handed over on time since it came here", _one(out_of_boundary=True, competent_at="05/10/2026 09:00"),
     [_asked("08/10/2026 09:00", "09/10/2026 09:00")], _steps(("A", "05/10/2026 09:00"), ("B", "05/10/2026 16:00")), {"is_forwarded_late"}),
    ("asked and handed over late since it came here", _one(out_of_boundary=True, competent_at="05/10/2026 09:00"),
     [_asked("09/10/2026 09:00", "12/10/2026 09:00")], _steps(("A", "05/10/2026 09:00"), ("B", "06/10/2026 16:00")),
     {"is_forwarded_late", "is_asked_late", "is_handed_late"}),
    ("nobody knows when it came here", _one(out_of_boundary=True), [_asked("12/10/2026 09:00", "13/10/2026 09:00")],
     _steps(("A", "01/10/2026 08:30"), ("B", "06/10/2026 16:00")), set()),
    ("handed over when it was complete", _one(), [_asked("01/10/2026 10:00", "05/10/2026 09:00")],
     _steps(("A", "01/10/2026 08:30"), ("B", "05/10/2026 16:00")), set()),
    ("handed over the day after it was complete", _one(), [_asked("01/10/2026 10:00", "05/10/2026 09:00")],
     _steps(("A", "01/10/2026 08:30"), ("B", "06/10/2026 09:00")), {"is_handed_late"}),
    ("asked when it should have been handed over", _one(), [_asked("02/10/2026 10:00", "05/10/2026 09:00")],
     _steps(("A", "01/10/2026 08:30"), ("B", "05/10/2026 16:00")), {"is_handed_late"}),
    ("not out of boundary", _one(received_at="02/10/2026 09:00", competent_at="06/10/2026 08:00"), [], [], set()),
    ("under the decree of 2018, whose duties are not checked", _one(received_at="01/04/2025 08:30", due_at="08/04/2025 17:00"),
     [_asked("10/04/2025 09:00", "12/04/2025 09:00")], [], set()),
]  # fmt: skip


@pytest.fixture(scope="module")
def found(engine):
    names = [case[0] for case in CASES]
    rows = {
        "dossiers": [{"dossier_id": name, **case[1]} for name, case in zip(names, CASES, strict=True)],
        "stops": [{"dossier_id": case[0], **stop} for case in CASES for stop in case[2]],
        "steps": [{"dossier_id": case[0], **step} for case in CASES for step in case[3]],
    }
    tables, calendar, law = canonical(engine, **rows), vn_calendar(engine), load_law(REFERENCE)
    judged = judgements(engine, tables, calendar, start=datetime(2026, 10, 1), cut=CUT, rules={}, law=law)
    table = stage(engine, duties, tables, judged, calendar, cut=CUT, rules={}, law=law)
    return {row.dossier_id: row for row in engine.fetch(table).itertuples()}


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_the_flags_of_a_dossier(found, case):
    assert {flag for flag in FLAGS if getattr(found[case[0]], flag)} == case[4]


def test_the_days_they_had(found):
    late = found["asked two days late"]
    assert (late.ask_by_at.date(), late.asked_late_wd) == (at("06/10/2026").date(), 2)
    assert found["unanswered since 2 October"].close_by_at.date() == at("19/10/2026").date()
    assert found["received on a Friday after 15:00, on Tuesday"].hand_by_at.date() == at("05/10/2026").date()
    assert found["received after 15:00, the next afternoon"].hand_by_at == at("02/10/2026 11:30")
    assert found["received after closing, the next afternoon"].hand_by_at == at("02/10/2026 17:00")
    assert found["forwarded later"].forward_by_at.date() == at("05/10/2026").date()


def test_a_duty_is_counted_over_the_dossiers_whose_law_has_it_checked(engine):
    """July 2025: four refused, one of them received under the decree of 2018; two of the other three too late."""
    cut, law = datetime(2025, 8, 1), load_law(REFERENCE)
    late, in_time = "11/07/2025 09:00", "09/07/2025 09:00"
    rows = [
        {"dossier_id": f"d{n}", "status": "3", "channel": "counter", "due_at": "10/07/2025 17:00", "received_at": received, "refused_at": refused}
        for n, (received, refused) in enumerate(
            [("30/06/2025 09:00", late), ("01/07/2025 09:00", late), ("02/07/2025 09:00", late), ("03/07/2025 09:00", in_time)]
        )
    ]
    tables, calendar = canonical(engine, dossiers=rows), vn_calendar(engine)
    span = {"start": datetime(2025, 7, 1), "cut": cut, "rules": {}}
    judged = judgements(engine, tables, calendar, **span, law=law)
    long = measured(engine, tables, judged, calendar, **span, period="2025-07", as_of=cut, law=law.on(cut.date()), sets=law)
    row = engine.fetch(long.filter((long.measure == "refusal_late") & long.unit.isnull() & long.field.isnull() & long.procedure.isnull())).iloc[0]
    assert (row.numerator, row.denominator) == (2, 3)
