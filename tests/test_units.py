"""Units: what each handles, what that lets one expect, and that a unit is handed nothing of another's."""

from __future__ import annotations

from math import comb
from types import SimpleNamespace

import ibis
import pandas as pd
import pytest

from tthc.analysis.units.expected_late import expected, hypergeometric
from tthc.display.blocks import DataTable, Empty, Text
from tthc.display.figures import units_in_time, units_in_time_figure
from tthc.display.tables import against_expected, case_mix, late_by_place, units_apart, units_side_by_side
from tthc.study.units import case_mix as mix_of
from tthc.study.units import compare, unit_names
from tthc.study.units.redaction import REDACTED, without_other_ids

# unit, procedure, outcome, how many
DOSSIERS = [
    ("A", "P", "late", 6), ("A", "P", "early", 4), ("A", "Q", "on_time", 5), ("A", "Q", "open_late", 2),
    ("B", "P", "late", 1), ("B", "P", "early", 29), ("B", "R", "late", 3), ("B", "R", "withdrawn", 1),
    (None, "Q", "on_time", 5), (None, "Q", "unknown", 9),
]  # fmt: skip
RATES = [("A", 60.0, 35.7, 80.2), ("B", 88.2, 73.4, 95.3), ("(không ghi)", 100.0, 56.6, 100.0)]


def study(dossiers=DOSSIERS, rates=RATES):
    rows = [(unit, procedure, outcome) for unit, procedure, outcome, count in dossiers for _ in range(count)]
    frame = pd.DataFrame(rows, columns=["unit", "procedure_code", "outcome"]).astype("object")
    frame = frame.assign(procedure_name="Thủ tục " + frame["procedure_code"], intake="period")
    frame = pd.concat([frame, frame.head(1).assign(unit="C", outcome="refused", intake="none")])
    measures = pd.DataFrame(rates, columns=["unit", "value", "low", "high"]).assign(measure="in_time_rate", basis="register", rule="system")
    return of_frames({"dossiers": frame, "measures": measures})


def of_frames(frames):
    """A study of these tables, by the main rule "system"."""
    types = {"dossiers": dict.fromkeys(("unit", "procedure_code", "procedure_name", "outcome", "intake"), "string")}
    types["measures"] = {name: "float64" if name in ("value", "low", "high") else "string" for name in frames["measures"].columns}
    return SimpleNamespace(
        frame=lambda name: frames[name].copy(), table=lambda name: ibis.memtable(frames[name], schema=types[name]),
        engine=SimpleNamespace(fetch=lambda rows: rows.to_pandas()), run=SimpleNamespace(rules={"rule": "system"}),
    )  # fmt: skip


def test_ten_of_a_hundred_with_twenty_marked():
    chances = hypergeometric(10, 100, 20)
    assert chances[3] == pytest.approx(comb(20, 3) * comb(80, 7) / comb(100, 10)) and chances.sum() == pytest.approx(1)
    assert hypergeometric(3, 4, 2).tolist() == pytest.approx([0, 0.5, 0.5])  # of two unmarked at most one stays outside


def test_the_expectation_is_the_standardised_one_and_the_limits_are_those_of_chance():
    mean, low, high = expected([(10, 100, 20), (5, 50, 2)])
    assert mean == pytest.approx(10 * 0.2 + 5 * 0.04)
    both = [0.0] * 13
    for i, one in enumerate(hypergeometric(10, 100, 20)):
        for j, other in enumerate(hypergeometric(5, 50, 2)):
            both[i + j] += one * other
    assert sum(both[:low]) < 0.025 <= sum(both[: low + 1]) and sum(both[high + 1 :]) <= 0.025 < sum(both[high:])


def test_a_unit_is_compared_only_where_others_do_the_same():
    rows = compare(study()).set_index("unit")
    assert list(rows.index) == ["B", "A", "(không ghi)"]  # by dossiers, never by result; a refused one makes no unit
    a = rows.loc["A"]
    assert (a["n"], a["finished"], a["in_time"], a["late"], a["open_late"]) == (17, 15, 9, 6, 2)
    # 10 of the 40 of P were A's, 7 late: 1.75 expected; Q had none late anywhere.
    assert (a["comparable"], a["late_comparable"], a["expected"]) == (15, 6, pytest.approx(1.75))
    assert (a["expected_low"], a["expected_high"], a["verdict"]) == (0, 4, "more")
    b = rows.loc["B"]
    assert (b["finished"], b["late"], b["comparable"], b["late_comparable"]) == (34, 4, 30, 1)  # R is B's alone
    assert (b["expected"], b["verdict"]) == (pytest.approx(5.25), "fewer")
    assert rows.loc["(không ghi)", ["finished", "in_time", "verdict"]].tolist() == [5, 5, "as_expected"]
    assert a["rate"] == 60.0 and b["low"] == 73.4


def test_what_has_no_deadline_or_no_procedure_is_in_no_comparison():
    """D has no deadline anywhere: no share, where 100% would be better than all others. E and F name no procedure: not the same one."""
    dossiers = [("A", "P", "late", 3), ("A", "P", "no_due", 4), ("B", "P", "early", 6), ("D", "P", "no_due", 5), ("E", None, "early", 4), ("F", None, "late", 4)]
    rates = [("A", 57.1, 25.0, 84.2), ("B", 100.0, 61.0, 100.0), ("D", 100.0, 56.6, 100.0), ("E", 100.0, 51.0, 100.0), ("F", 0.0, 0.0, 49.0)]
    office = study(dossiers, rates)
    timed = pd.DataFrame([("A", 0.0, 0.0, 56.1)], columns=["unit", "value", "low", "high"])
    whole = pd.concat([office.frame("measures"), timed.assign(measure="in_time_of_due", basis="register", rule="system")])
    frames = {"measures": whole, "dossiers": office.frame("dossiers")}
    rows = compare(of_frames(frames)).set_index("unit")
    assert rows.loc[["A", "D"], ["finished", "timed", "comparable"]].to_numpy().tolist() == [[7, 3, 3], [5, 0, 0]]
    assert rows.rate["A"] == 0.0 and rows.rate["B"] == 100.0 and rows.loc[["D"], ["rate", "low", "high"]].isna().all(axis=None)
    assert rows.verdict[["D", "E", "F"]].tolist() == ["alone"] * 3
    table = {row[0]: row[3] for row in units_side_by_side(rows.reset_index()).rows}
    assert table["D"] == "– (5 không có hẹn trả)" and "(4 không có hẹn trả)" in table["A"]


def test_units_that_do_all_of_something_alone_are_not_compared():
    rows = compare(study([("A", "P", "late", 2), ("B", "Q", "early", 3)], [("A", 0.0, 0.0, 65.8), ("B", 100.0, 43.9, 100.0)]))
    assert rows["verdict"].tolist() == ["alone", "alone"] and rows["expected"].isna().all()
    said = " ".join(units_apart(rows).paragraphs)
    assert "không được xếp hạng" in said and "Mỗi thủ tục chỉ do một đơn vị giải quyết" in said
    assert "không so sánh được với nơi khác" in " ".join(against_expected(rows, "A").paragraphs)


def test_the_mix_shows_each_procedure_s_part_here_and_in_the_office():
    rows = mix_of(study(), "A").set_index("procedure")
    assert rows.loc["Thủ tục P", ["n", "late", "n_others", "late_others"]].tolist() == [10, 6, 30, 1]
    assert rows.loc["Thủ tục P", "share"] == pytest.approx(10 / 15) and rows.loc["Thủ tục P", "share_office"] == pytest.approx(40 / 54)
    table = case_mix(rows.reset_index())
    assert table.rows[0] == ("Thủ tục P", "10", "66,7%", "74,1%", "6", "1/30") and table.rows[-1][1] == "15"


def test_only_intervals_that_lie_apart_are_told_as_a_difference():
    rows = compare(study())
    apart = rows.assign(low=[73.4, 35.7, 56.6], high=[95.3, 70.0, 100.0])
    assert "A thấp hơn B. Các cặp còn lại" in units_apart(apart).paragraphs[0]
    assert "chồng lên nhau" in units_apart(rows).paragraphs[0]
    assert "A có số hồ sơ quá hạn nhiều hơn" in units_apart(rows).paragraphs[1]


def test_the_sentence_counts_what_is_compared():
    said = against_expected(compare(study()), "B").paragraphs
    assert said[0] == "Đơn vị giải quyết đúng hạn và trước hạn 88,2% (30/34); khoảng tin cậy 95%: 73,4 – 95,3%."
    assert "chỉ tính 30 trong 34 hồ sơ" in said[1] and "dự kiến 5,3 hồ sơ quá hạn" in said[1] and "thực tế là 1: ít hơn" in said[1]


def test_the_table_and_the_picture_name_every_unit_in_the_order_of_size():
    table = units_side_by_side(compare(study()))
    assert isinstance(table, DataTable) and [row[0] for row in table.rows] == ["B", "A", "(không ghi)"]
    assert table.rows[1][5:] == ("6", "6/15", "1,8 (từ 0 đến 4)", "Nhiều hơn")
    picture = units_in_time(compare(study()))
    assert "B: 88,2% (30/34), khoảng 73,4–95,3%" in picture.alt


def test_nothing_to_compare_is_a_sentence():
    nothing = compare(study([], []))
    for block in (units_apart(nothing), units_side_by_side(nothing), units_in_time(nothing), against_expected(nothing, "A"), case_mix(mix_of(study(), "Z"))):
        assert isinstance(block, Empty)
    one = compare(study([("A", "P", "late", 2)], [("A", 0.0, 0.0, 65.8)]))
    assert isinstance(units_apart(one), Text) and "Chỉ một đơn vị" in units_apart(one).text


def test_lateness_that_arose_elsewhere_stands_apart_from_the_unit_s_own():
    rows = [
        ("1", "own_office", "A", 480.0, 240.0), ("1", "other_body", "UBND tỉnh", 960.0, 0.0), ("2", "applicant", None, 240.0, 0.0),
        ("3", "own_office", None, 480.0, 0.0),
    ]  # fmt: skip
    days = pd.DataFrame(rows, columns=["dossier_id", "party", "unit", "share_wm", "closing_wm"]).assign(officer=None)
    assert late_by_place(days, "A", {"day_wm": 480.0}).rows == (
        ("A (chính đơn vị)", "1", "1,0", "0,5"), ("UBND tỉnh", "1", "2,0", "0"), ("Bước không ghi đơn vị", "1", "1,0", "0"),
        ("Người nộp hồ sơ", "1", "0,5", "0"), ("Tổng cộng", "3", "4,5", "0,5"),
    )  # fmt: skip


def test_codes_of_other_units_are_blotted_out_of_free_text_only():
    rows = pd.DataFrame({"dossier_id": ["H21-000-0001", "H21-000-0002"], "title": ["xem H21-000-0009, h21-000-0009x", None], "applicant": ["số 7", "ABC"]})
    shown = without_other_ids(rows, "dossiers", {"H21-000-0009", "7"})
    assert shown["title"][0] == f"xem {REDACTED}, {REDACTED}x" and pd.isna(shown["title"][1])
    assert shown["applicant"].tolist() == ["số 7", "ABC"] and shown["dossier_id"].tolist() == rows["dossier_id"].tolist()


def test_a_unit_has_a_page_exactly_where_it_stands_in_the_comparison():
    made = study([*DOSSIERS, ("Z", "P", "unknown", 3)])
    assert set(unit_names(made)) == set(compare(made)["unit"]) and "Z" not in unit_names(made)


def test_the_mark_of_what_is_expected_stands_on_the_scale_however_low_it_is():
    """A did 100 of P, none late; B 100 of P, 60 late, and 9,000 of Q in time: A's mark is far below every interval."""
    dossiers = [("A", "P", "early", 100), ("B", "P", "late", 60), ("B", "P", "early", 40), ("B", "Q", "early", 9000)]
    figure = units_in_time_figure(compare(study(dossiers, [("A", 100.0, 96.3, 100.0), ("B", 99.3, 99.1, 99.5)])))
    marks = [line.get_xdata()[0] for line in figure.axes[0].lines]
    assert min(marks) >= 0 and len(marks) > 4
