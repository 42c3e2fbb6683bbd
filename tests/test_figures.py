"""Pictures: what was drawn is read back from the artists and from the SVG's text; no pixels are compared."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from tthc.display import figures
from tthc.display.blocks import Empty, Picture
from tthc.display.figures.bars import WIDTH, Piece, Row, legend_lines, ranked_rows
from tthc.display.figures.labels import text_width
from tthc.display.figures.style import NAMED_BY_PEOPLE, OKABE_ITO, OUTCOMES, PARTIES, SMALL, STATES
from tthc.model.schema import CODES

CAUSES = pd.DataFrame(
    [
        ("KY", "Chờ ký", "objective", "Trình sớm", "sign"),
        ("PM", "Chậm kết thúc trên hệ thống", "subjective", "Kết thúc ngay", "unclosed"),
        ("KX", "Không có ghi nhận", "unknown", "Cập nhật", "unrecorded"),
        ("QD", "Quy định mới", "objective", "Xin hướng dẫn", ""),
    ],
    columns=["code", "label", "nature", "remedy", "state"],
)


def texts(figure) -> list[str]:
    return [text.get_text() for text in figure.axes[0].texts]


def boxes(figure) -> list[tuple[float, str, str]]:
    """Width, colour and hatch of each box from left to right, zero-height grounds left out."""
    found = [patch for patch in figure.axes[0].patches if type(patch) is Rectangle]
    return [(round(p.get_width(), 1), to_hex(p.get_facecolor()).upper(), p.get_hatch() or "") for p in found]


def svg_texts(picture: Picture) -> list[str]:
    root = ElementTree.fromstring(picture.svg)
    return [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]


def shares(**minutes: float) -> pd.DataFrame:
    return pd.DataFrame({"dossier_id": [f"H{i}" for i in range(len(minutes))], "cause": list(minutes), "share_wm": list(minutes.values())})


def test_the_palette_is_declared_once_for_every_state_party_and_outcome():
    assert set(STATES) == set(CODES["state"])
    assert set(PARTIES) == set(CODES["party"])
    assert {"early", "on_time", "late", "open_in_time", "open_late"} <= set(OUTCOMES)
    assert set(CODES["state_short"]) == set(CODES["state"])


def test_no_two_states_look_alike():
    looks = [(fill.colour, fill.hatch) for fill in STATES.values()]
    assert len(set(looks)) == len(looks)


def test_causes_stand_largest_first_with_days_that_sum_to_the_total():
    figure = figures.late_days_by_cause_figure(shares(KX=480, KY=4800, PM=2400, QD=720), CAUSES)
    total = 504.0  # the bar takes the whole width: 7 inches
    widths = [total * part / 8400 for part in (4800, 2400, 720, 480)]
    assert [box[0] for box in boxes(figure)] == [round(width, 1) for width in widths]
    assert [box[1:] for box in boxes(figure)] == [
        (OKABE_ITO["purple"], ""),
        ("#FFFFFF", "////"),
        (NAMED_BY_PEOPLE, ""),
        ("#BDBDBD", ""),
    ]
    shown = [float(part.replace(",", ".")) for text in texts(figure) for part in re.findall(r"\((\d+,\d)%\)", text)]
    assert sorted(shown, reverse=True) == [57.1, 28.6, 8.6, 5.7]
    assert {"Chờ ký", "10,0 ngày (57,1%)", "ngày quá hạn, tính theo giờ làm việc"} <= set(texts(figure))
    assert "Không có ghi nhận: 1,0 ngày (5,7%)" in texts(figure)


def test_causes_beyond_six_are_one_piece():
    many = shares(**{f"C{i}": 480.0 * (10 - i) for i in range(8)})
    picture = figures.late_days_by_cause(many, CAUSES)
    assert "Nguyên nhân khác (2): 7,0 ngày" in picture.alt


def test_a_bar_of_causes_says_so_when_there_is_nothing_late():
    assert isinstance(figures.late_days_by_cause(shares(KY=0.0), CAUSES), Empty)
    assert isinstance(figures.late_days_by_cause(shares(), CAUSES), Empty)


def test_whose_time_draws_the_late_dossiers_alone():
    frame = pd.DataFrame(
        [("all", "own_office", 9, 9e5, 0.0), ("late", "own_office", 2, 480.0, 0.0), ("late", "applicant", 1, 1440.0, 960.0)],
        columns=["scope", "party", "n_dossiers", "wm", "late_wm"],
    )
    days = pd.DataFrame(
        [("H-1", "applicant", None, None, 960.0, 0.0)], columns=["dossier_id", "party", "unit", "officer", "share_wm", "closing_wm"]
    )
    figure = figures.whose_time_figure(frame, days, {"day_wm": 480.0})
    assert [box[1] for box in boxes(figure)] == [PARTIES["own_office"].colour, PARTIES["applicant"].colour, PARTIES["applicant"].colour]
    assert {"Cơ quan mình", "1,0 ngày (25,0%)", "3,0 ngày (75,0%)", "2,0 ngày (100,0%)"} <= set(texts(figure))


def test_what_if_says_from_how_many_to_how_many():
    frame = pd.DataFrame([("KY", "Chờ ký", 10, 7, 6, 4)], columns=["cause", "label", "n_late", "n_touched", "n_would_be_on_time", "n_left"])
    figure = figures.what_if_figure(frame)
    assert "10 → 4" in texts(figure) and "Chờ ký" in texts(figure)
    kept = [box for box in boxes(figure) if box[1] == OUTCOMES["on_time"].colour]
    left = [box for box in boxes(figure) if box[1] == OUTCOMES["late"].colour]
    assert left[0][0] / kept[0][0] == pytest.approx(4 / 6, abs=0.01)


def test_outcomes_by_month_has_a_column_for_an_empty_month_too():
    dossiers = pd.DataFrame(
        {"outcome": ["early", "late", "late", "open_late"], "end_at": pd.to_datetime(["2024-01-09", "2024-01-10", "2024-03-01", None])}
    )
    figure = figures.outcomes_by_month_figure(dossiers)
    assert [text for text in texts(figure) if "/" in text] == ["01/2024", "02/2024", "03/2024"]
    assert [text for text in texts(figure) if text.endswith(" quá hạn")] == ["1 quá hạn", "1 quá hạn"]


def test_outcomes_by_group_put_the_latest_first_and_count_open_ones():
    dossiers = pd.DataFrame({"field": ["A", "A", "B", None], "outcome": ["early", "early", "open_late", "on_time"]})
    figure = figures.outcomes_by_group_figure(dossiers, "field")
    labels = [text for text in texts(figure) if text in ("A", "B", "(không ghi)")]
    assert labels == ["B", "A", "(không ghi)"]
    assert "1/1 quá hạn" in texts(figure) and "0/2" in texts(figure)


def test_steps_show_a_point_each_and_how_many_went_beyond_the_norm():
    parts = pd.DataFrame(
        {
            "dossier_id": ["H1", "H2", "H1", "H2"],
            "part": "step",
            "step": ["Ký", "Ký", "Nhận", "Nhận"],
            "used_wm": [960.0, 480.0, 100.0, 0.0],
            "norm_wm": [480.0, 480.0, 240.0, 240.0],
            "over_wm": [480.0, 0, 0, 0],
        }
    )
    figure = figures.steps_against_norms_figure(parts)
    points = [len(collection.get_offsets()) for collection in figure.axes[0].collections]
    assert points == [2, 1]  # a step not reached has no point
    assert "1/2 hồ sơ vượt" in texts(figure) and "0/1 hồ sơ vượt" in texts(figure)
    assert "3" not in texts(figure), "two days of eight hours"
    assert "4" in texts(figures.steps_against_norms_figure(parts, day_wm=240.0)), "four days of four hours"


def test_queues_show_the_busiest_officers():
    weeks = pd.to_datetime(["2024-01-01", "2024-01-08"])
    queues = pd.DataFrame(
        {
            "unit": "A",
            "officer": ["Bình", "Bình", "Hà", "Hà"],
            "week_at": [*weeks, *weeks],
            "n_arrived": 0,
            "n_ended": 0,
            "n_in_hand": [3, 9, 1, 0],
        }
    )
    picture = figures.queues(queues)
    assert "Bình: nhiều nhất 9 hồ sơ, tuần 08/01/2024; Hà: nhiều nhất 1 hồ sơ" in picture.alt
    assert {"Bình", "Hà", "nhiều nhất 9 hồ sơ"} <= set(svg_texts(picture))


def test_council_sessions_are_marked_with_their_dossiers():
    steps = pd.DataFrame(
        {
            "kind": ["council", "council", "work"],
            "arrived_at": pd.to_datetime(["2024-01-02 08:00", "2024-01-03 08:00", "2024-01-02 08:00"]),
            "ended_at": pd.to_datetime(["2024-01-18 16:00", "2024-01-18 16:00", "2024-01-05 09:00"]),
        }
    )
    assert "18/01/2024: 2 hồ sơ." in figures.council_sessions(steps).alt
    assert isinstance(figures.council_sessions(steps[steps["kind"] == "work"]), Empty)


def test_indicators_carry_numerator_denominator_and_target():
    frame = pd.DataFrame({"label": ["Đúng hạn", "Trực tuyến"], "numerator": [20.0, 0.0], "denominator": [30.0, 0.0], "target": [1.0, 0.5]})
    figure = figures.indicators_figure(frame)
    assert "66,7% (20/30)" in texts(figure)
    assert "Trực tuyến" not in texts(figure)  # a rate over nothing is not drawn


def test_every_figure_is_text_deterministic_and_named_in_words():
    pictures = [figures.late_days_by_cause(shares(KY=4800, PM=2400), CAUSES) for _ in range(2)]
    assert pictures[0].svg == pictures[1].svg
    assert "Chờ ký" in svg_texts(pictures[0])
    assert "style=" not in pictures[0].svg and "<style" not in pictures[0].svg
    assert "Chờ ký: 10,0 ngày (66,7%)" in pictures[0].alt


def test_a_legend_is_never_cut_it_goes_on_in_another_line():
    names = ["Đang giải quyết, đã quá hạn mà chưa có kết quả", "Đã có kết quả, chưa kết thúc trên hệ thống", "Chờ hội đồng họp hoặc cho ý kiến"]
    legend = [Piece(name, 1, "", OUTCOMES["late"]) for name in names * 2]
    figure = ranked_rows([Row("Phòng A", [Piece("", 1, "", OUTCOMES["late"])], "1")], "số hồ sơ", legend=legend)
    assert [text for text in texts(figure) if text in names] == names * 2
    lines = legend_lines(legend, 100)
    assert len(lines) > 1 and [piece for line in lines for _, piece in line] == legend
    assert all(at + 13 + text_width(piece.label, SMALL) <= WIDTH for line in lines for at, piece in line)
