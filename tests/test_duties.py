"""Duties beside the deadline, by the law set of the dossier: cases worked out by hand in October 2026."""

from __future__ import annotations

from datetime import datetime

import pytest

from small_tables import REFERENCE, at, canonical, vn_calendar
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
    ("online, handed over later", _one(channel="online"), [], _steps(("A", "01/10/2026 08:30"), ("B", "05/10/2026 08:00")), set()),
    ("an arrival that was inferred", _one(), [], _steps(("A", "01/10/2026 08:30"), ("B", "05/10/2026 08:00"), is_assumed=True), set()),
    ("refused in time", _one(status="3", refused_at="08/10/2026 16:00"), [], [], set()),
    ("refused late", _one(status="3", refused_at="09/10/2026 08:00"), [], [], {"is_refused_late"}),
    ("forwarded the next working day", _one(out_of_boundary=True, received_at="02/10/2026 09:00", competent_at="05/10/2026 16:00"),
     [], [], set()),
    ("forwarded later", _one(out_of_boundary=True, received_at="02/10/2026 09:00", competent_at="06/10/2026 08:00"), [], [],
     {"is_forwarded_late"}),
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
    table = duties(canonical(engine, **rows), vn_calendar(engine), cut=CUT, rules={}, law=load_law(REFERENCE))
    return {row.dossier_id: row for row in engine.fetch(table).itertuples()}


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_the_flags_of_a_dossier(found, case):
    assert {flag for flag in FLAGS if getattr(found[case[0]], flag)} == case[4]


def test_the_days_they_had(found):
    late = found["asked two days late"]
    assert (late.ask_by_at.date(), late.asked_late_wd) == (at("06/10/2026").date(), 2)
    assert found["unanswered since 2 October"].close_by_at.date() == at("19/10/2026").date()
    assert found["received on a Friday after 15:00, on Tuesday"].hand_by_at.date() == at("05/10/2026").date()
    assert found["forwarded later"].forward_by_at.date() == at("05/10/2026").date()
