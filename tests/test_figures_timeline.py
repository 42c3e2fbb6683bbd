"""The strip of one late dossier: blocks, marks, callouts, dates, and text of any origin."""

from __future__ import annotations

from xml.etree import ElementTree

import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from tthc.display import figures
from tthc.display.figures import callouts
from tthc.display.figures.axis import Days
from tthc.display.figures.style import STATES, WARNING

T = pd.Timestamp
CALENDAR = pd.DataFrame({"date": pd.date_range("2024-01-01", "2024-12-31").date})
CALENDAR["is_work"] = [day.weekday() < 5 for day in CALENDAR["date"]]


def dossier(**other) -> dict:
    row = {
        "dossier_id": "H-1",
        "outcome": "late",
        "received_at": T("2024-03-04 08:00"),
        "due_at": T("2024-03-15 17:00"),
        "end_at": T("2024-03-20 10:00"),
        "late_wm": 1440.0,
        "issued_at": T("2024-03-18 10:00"),
    }
    return {**row, **other}


def segment(no: int, start: str, end: str, wm: float, state: str, party: str = "own_office", officer: str | None = "Bình") -> dict:
    return {
        "dossier_id": "H-1",
        "seg_no": no,
        "from_at": T(start),
        "to_at": T(end),
        "wm": wm,
        "state": state,
        "party": party,
        "unit": "Ban TĐKT",
        "officer": officer,
    }


SEGMENTS = pd.DataFrame(
    [
        segment(1, "2024-03-04 08:00", "2024-03-04 10:00", 120, "work"),
        segment(2, "2024-03-04 10:00", "2024-03-08 10:00", 1920, "waiting"),
        segment(3, "2024-03-08 10:00", "2024-03-11 10:00", 480, "waiting"),
        segment(4, "2024-03-11 10:00", "2024-03-18 10:00", 2400, "sign", "other_body", None),
        segment(5, "2024-03-18 10:00", "2024-03-20 10:00", 960, "unclosed", "system"),
    ]
)


def texts(figure) -> list[str]:
    return [text.get_text() for text in figure.axes[0].texts]


def strip(figure) -> list[str]:
    """Colours of the boxes of the strip, from left to right."""
    found = [patch for patch in figure.axes[0].patches if type(patch) is Rectangle and patch.get_height() > 10]
    return [to_hex(patch.get_facecolor()).upper() for patch in sorted(found, key=lambda patch: patch.get_x())]


def test_each_holder_and_state_is_one_block_in_its_colour():
    figure = figures.timeline_figure(dossier(), SEGMENTS, CALENDAR)
    states = ("work", "waiting", "sign", "unclosed")  # the two stretches of waiting with one holder are one block
    assert strip(figure) == [STATES[state].colour for state in states]


def test_wide_blocks_carry_state_holder_and_days_and_narrow_ones_a_callout():
    shown = texts(figures.timeline_figure(dossier(), SEGMENTS, CALENDAR))
    assert {"Chờ xử lý", "Bình", "5 ngày", "Chờ ký", "Ban TĐKT"} <= set(shown)
    assert "Xử lý, Bình, 0,3 ngày" in shown


def test_deadline_issue_and_end_are_marked():
    figure = figures.timeline_figure(dossier(), SEGMENTS, CALENDAR)
    shown = texts(figure)
    assert {"Tiếp nhận 04/03/2024", "Hẹn trả 15/03/2024", "▼ Ban hành kết quả 18/03/2024"} <= set(shown)
    assert "Kết thúc 20/03/2024, quá hạn 3 ngày" in shown
    overdue = [p for p in figure.axes[0].patches if type(p) is Rectangle and to_hex(p.get_facecolor()).upper() == WARNING]
    assert len(overdue) == 1


def test_an_open_dossier_says_when_the_figures_were_cut():
    shown = texts(figures.timeline_figure(dossier(outcome="open_late", end_at=T("2024-04-01"), issued_at=pd.NaT), SEGMENTS, CALENDAR))
    assert "Chưa xong, chốt số liệu 31/03/2024, quá hạn 3 ngày" in shown
    assert not [text for text in shown if "Ban hành" in text]


def test_no_deadline_no_line():
    shown = texts(figures.timeline_figure(dossier(due_at=pd.NaT), SEGMENTS, CALENDAR))
    assert not [text for text in shown if text.startswith("Hẹn trả")]


def test_time_without_a_record_names_nobody():
    lost = pd.DataFrame([segment(1, "2024-03-04 08:00", "2024-03-20 10:00", 5000, "unrecorded", "no_record")])
    shown = texts(figures.timeline_figure(dossier(), lost, CALENDAR))
    assert "Không có ghi nhận" in shown and "Bình" not in shown


def test_the_picture_tells_the_life_in_words_and_stays_small():
    picture = figures.timeline(dossier(), SEGMENTS, CALENDAR)
    assert picture.alt.startswith("Dải thời gian của hồ sơ H-1. Tiếp nhận 04/03/2024; Hẹn trả 15/03/2024;")
    assert "11/03/2024–18/03/2024: Chờ ký, Ban TĐKT, 5 ngày" in picture.alt
    assert len(picture.svg.encode()) < 15_000


def test_one_picture_for_each_late_dossier_that_has_segments():
    late = pd.DataFrame([dossier(), dossier(dossier_id="H-2")]).drop(columns="issued_at")
    issued = pd.DataFrame({"dossier_id": ["H-1"], "issued_at": [T("2024-03-18 10:00")]})
    pictures = figures.timelines(late, SEGMENTS, CALENDAR, issued)
    assert list(pictures) == ["H-1"]
    assert "Ban hành kết quả 18/03/2024" in pictures["H-1"].alt
    assert figures.timelines(late, SEGMENTS, CALENDAR, limit=0) == {}


@pytest.mark.parametrize("name", ["<script>x</script>", "$\\frac{1}{0}$", "a\x00b\u202ec", "🙂👍", "ẩ" * 10_000, "𠀀 שלום"])
def test_a_name_of_any_origin_is_drawn_as_it_is(name):
    odd = SEGMENTS.assign(officer=name)
    picture = figures.timeline(dossier(dossier_id=name), odd, CALENDAR)
    ElementTree.fromstring(picture.svg)
    assert "<script>" not in picture.svg and "\u202e" not in picture.svg


@pytest.mark.parametrize(("last", "first_tick"), [("2024-03-06", "2024-03-04"), ("2024-04-10", "2024-03-04"), ("2025-12-31", "2024-04-01")])
def test_dates_under_the_strip_stand_at_days_mondays_or_months(last, first_tick):
    scale = Days([T("2024-03-04 08:00").to_pydatetime(), T(last).to_pydatetime()], 504)
    assert scale.ticks()[0] == T(first_tick)
    assert len(scale.ticks()) <= 12


def test_callouts_neither_overlap_nor_leave_the_picture():
    anchors, widths = [400, 440, 470, 490, 500], [150, 200, 120, 180, 90]
    placed = callouts.place(anchors, widths, 504)
    assert all(label.centre - label.width / 2 >= 0 and label.centre + label.width / 2 <= 504 for label in placed)
    assert not [1 for i, a in enumerate(placed) for b in placed[i + 1 :] if a.touches(b) or a.crosses(b)]


def test_a_dossier_of_one_moment_is_drawn_all_the_same():
    moment = pd.DataFrame([segment(1, "2024-03-04 08:00", "2024-03-04 08:00", 0, "unrecorded", "no_record")])
    same = dossier(due_at=T("2024-03-04 08:00"), end_at=T("2024-03-04 08:00"), issued_at=pd.NaT, late_wm=0.0)
    assert figures.timeline(same, moment, CALENDAR).svg.startswith("<svg")
