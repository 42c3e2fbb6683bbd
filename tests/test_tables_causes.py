"""Chapters 30 and 40: whose time, causes, steps, groups, sessions, who took part."""

from __future__ import annotations

import re

import pandas as pd

from table_frames import CAUSES, INFO, T, late
from tthc.display import tables
from tthc.display.blocks import Empty, Text
from tthc.display.blocks.late_days import of_causes, of_holders, of_parties, of_time
from tthc.display.tables.phrases import divided

WHOSE = pd.DataFrame(
    [
        ("all", "own_office", 5, 4800.0, 480.0), ("all", "no_record", 2, 480.0, 240.0),
        ("late", "own_office", 2, 960.0, 480.0), ("late", "no_record", 1, 480.0, 240.0), ("late", "applicant", 1, 0.0, 0.0),
    ],
    columns=["scope", "party", "n_dossiers", "wm", "late_wm"],
)  # fmt: skip


def late_days(*rows: tuple) -> pd.DataFrame:
    """Rows (dossier, party, unit, officer, late minutes, minutes of late closing among them)."""
    return pd.DataFrame(rows, columns=["dossier_id", "party", "unit", "officer", "share_wm", "closing_wm"])


DAYS = late_days(
    ("H-1", "own_office", "Một cửa", "Hoa", 480.0, 480.0), ("H-1", "own_office", "Ban A", "Bình", 240.0, 0.0),
    ("H-2", "own_office", "Ban A", "Bình", 240.0, 0.0), ("H-2", "no_record", None, None, 240.0, 0.0),
)  # fmt: skip


def test_whose_time_sets_all_dossiers_beside_the_late_ones_and_their_late_days():
    closing = pd.DataFrame([("all", "system", 1, 480.0, 0.0), ("late", "system", 1, 480.0, 0.0)], columns=WHOSE.columns)
    table = tables.whose_time(pd.concat([WHOSE, closing]), DAYS, INFO)
    assert table.total and table.rows == (
        ("Cơ quan mình", "11,0", "91,7%", "3,0", "75,0%", "2,0", "1,0", "80,0%"),
        ("Không có ghi nhận", "1,0", "8,3%", "1,0", "25,0%", "0,5", "0,0", "20,0%"),
        ("Tổng cộng", "12,0", "100,0%", "4,0", "100,0%", "2,5", "1,0", "100,0%"),
    )
    assert "chưa kết thúc trên hệ thống: 1 ngày ở mọi hồ sơ, 1 ngày ở hồ sơ quá hạn" in table.note
    assert isinstance(tables.whose_time(WHOSE.head(0), DAYS, INFO), Empty)


def test_a_unit_without_late_dossiers_joins_its_officers_all_the_same():
    shown = of_holders(DAYS.head(0), INFO, ["unit", "officer"])
    assert shown.empty and pd.DataFrame({"unit": ["A"], "officer": ["An"]}).merge(shown, on=["unit", "officer"], how="left")["days"].isna().all()


def test_shown_days_sum_to_the_shown_total():
    thirds = pd.DataFrame([("all", party, 1, 160.0, 0.0) for party in ("applicant", "own_office", "other_body")], columns=WHOSE.columns)
    *parts, total = (float(row[1].replace(",", ".")) for row in tables.whose_time(thirds, late_days(), INFO).rows)
    assert round(sum(parts), 1) == total == 1.0


def test_what_each_table_shows_of_the_late_days_is_one_rounding():
    """Thirds of a day everywhere: each level sums to the one above, whatever is summed."""
    rows = late_days(
        *[(f"H-{n}", "own_office", f"Ban {n % 3}", f"Người {n}", 160.0, 160.0 if n % 2 else 0.0) for n in range(7)],
        ("H-8", "other_body", "UBND tỉnh", None, 160.0, 0.0), ("H-9", "applicant", None, None, 160.0, 0.0),
    )  # fmt: skip
    parties, units = of_parties(rows, INFO), of_holders(rows, INFO, ["unit"])
    officers = of_holders(rows, INFO, ["unit", "officer"])
    assert round(parties["days"].sum(), 1) == 3.0 and round(parties["share"].sum(), 1) == 100.0
    for name in ("days", "closing"):
        assert round(units[name].sum(), 1) == round(officers[name].sum(), 1) == parties.loc["own_office", name]
        of_units = officers.groupby("unit")[name].sum().round(1).to_dict()
        assert of_units == units.set_index("unit")[name].round(1).to_dict()
    assert parties.loc["own_office", "closing"] == 1.0, "three thirds"


def test_time_without_a_record_is_said_first():
    text = tables.no_record(late({}), WHOSE, DAYS, INFO).text
    assert "trong 33,3% thời gian của các hồ sơ quá hạn (1,0 trong 3,0 ngày làm việc), ứng với 0,5 trong 2,5 ngày quá hạn" in text
    recorded = WHOSE[WHOSE["party"] != "no_record"]
    assert tables.no_record(late({}), recorded, DAYS, INFO) == Text("Toàn bộ thời gian của các hồ sơ quá hạn đều được hệ thống ghi nhận.")
    assert isinstance(tables.no_record(late(), WHOSE, DAYS, INFO), Empty)


SHARES = pd.DataFrame(
    [
        ("H-1", "KY", 960.0, 480.0, True, True), ("H-1", "HD", 240.0, 0.0, False, False), ("H-2", "KY", 480.0, 480.0, True, False),
        ("H-2", "KX", 0.0, 720.0, False, False), ("H-3", "NEW", 0.0, 0.0, True, False),
    ],
    columns=["dossier_id", "cause", "share_wm", "chrono_wm", "is_main", "would_be_on_time"],
)  # fmt: skip


def test_causes_stand_by_days_beside_the_chronological_split():
    assert tables.causes_table(SHARES, CAUSES, INFO).rows == (
        ("Chờ cấp trên ký", "Khách quan", "2", "2", "3,0", "85,7%", "2,0"),
        ("Chờ hội đồng họp", "Khách quan", "1", "0", "0,5", "14,3%", "0"),
        ("NEW", "Chưa rõ", "0", "1", "0", "0,0%", "0"),
        ("Không có ghi nhận", "Chưa rõ", "0", "0", "0", "0,0%", "1,5"),
        ("Tổng cộng", "", "3", "3", "3,5", "100,0%", "3,5"),
    )
    assert isinstance(tables.causes_table(SHARES.head(0), CAUSES, INFO), Empty)


def test_remedies_follow_the_main_causes():
    rows = tables.remedies(
        late({}, {"dossier_id": "H-2"}, {"dossier_id": "H-3", "cause": "HD", "cause_label": "Chờ hội đồng họp", "remedy": "Họp đều"}),
        CAUSES,
    ).rows
    assert rows == (("Chờ cấp trên ký", "Khách quan", "2", "Trình sớm"), ("Chờ hội đồng họp", "Khách quan", "1", "Họp đều"))


def test_what_if_shows_the_greatest_effect_first():
    frame = pd.DataFrame(
        [("HD", "Họp", 10, 3, 2, 8), ("KY", "Ký", 10, 7, 6, 4)],
        columns=["cause", "label", "n_late", "n_touched", "n_would_be_on_time", "n_left"],
    )
    assert tables.what_if_table(frame).rows == (("Ký", "7", "10", "6", "4"), ("Họp", "3", "10", "2", "8"))


def steps(*rows: tuple) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["procedure_code", "step", "n", "n_over", "used_wm", "norm_wm"])


def test_only_steps_that_went_beyond_their_norm_are_listed():
    table = tables.steps_against_norms(
        steps(("P", "Ký", 20, 5, 960.0, 480.0), ("P", "Nhận", 20, 0, 48.0, 240.0), ("Q", "Họp", 4, 3, 99.0, 96.0)), {"P": "Bằng khen"}, INFO
    )
    assert table.rows == (("Bằng khen", "Ký", "20", "2,0", "1,0", "5/20"), ("Q", "Họp", "4", "0,2", "0,2", "3/4"))
    assert table.note.endswith("Không hiện 1 bước khác, vượt ít hơn hoặc không vượt.")


def test_without_norms_nothing_is_compared():
    assert "không có định mức" in tables.steps_against_norms(steps(("P", "Ký", 20, 0, 960.0, None)), {}, INFO).text
    assert "Không có lượt" in tables.steps_against_norms(steps(("P", "Ký", 20, 0, 96.0, 480.0)), {}, INFO).text
    assert "không có quá trình" in tables.steps_against_norms(steps(), {}, INFO).text


def test_small_groups_show_counts_and_no_rate():
    columns = ["grouping", "group", "n", "n_late", "rate_late", "low", "high"]
    rows = [
        ("field", "A", 9, 3, 0.3333, 0.12, 0.65),
        ("field", "B", 100, 3, 0.03, 0.0103, 0.0845),
        ("field", "C", 50, 0, 0.0, 0.0, 0.07),
        ("month", "01/2024", 20, 1, 0.05, 0.0, 0.2),
    ]
    table = tables.late_groups(pd.DataFrame(rows, columns=columns), "field", "Lĩnh vực")
    assert table.rows == (("A", "3", "9", "quá ít", "–"), ("B", "3", "100", "3,0%", "1,0% – 8,5%"))
    assert "dưới 10 hồ sơ" in table.note
    assert tables.late_groups(pd.DataFrame(rows, columns=columns), "step", "Bước").text == "Không có bước nào có hồ sơ quá hạn."


def test_council_sessions_in_order_of_time():
    frame = pd.DataFrame(
        [("Hội đồng", T("2024-03-05"), 10, 2, 2928.0), ("Hội đồng", T("2024-01-16"), 6, 0, 2496.0)],
        columns=["unit", "held_on", "n_dossiers", "n_late", "wait_wm"],
    )
    assert [row[0] for row in tables.sessions(frame, INFO).rows] == ["16/01/2024", "05/03/2024"]
    assert tables.sessions(frame, INFO).rows[1] == ("05/03/2024", "Hội đồng", "10", "2", "6,1")


WORKLOAD = pd.DataFrame(
    [
        ("Ban A", "Bình", 40, 80, 2, 48000.0, 9600.0, 960.0, 1440.0),
        ("Ban A", "Hà", 10, 12, 1, 4800.0, 480.0, 0.0, 0.0),
        ("Một cửa", "Hoa", 200, 210, 2, 480.0, 240.0, 0.0, 240.0),
    ],
    columns=["unit", "officer", "n_dossiers", "n_steps", "n_late", "held_wm", "work_wm", "absent_wm", "share_wm"],
)


def test_units_and_officers_stand_beside_their_workload():
    assert tables.by_unit(WORKLOAD, DAYS, INFO).rows == (
        ("Ban A", "2", "92", "110,0", "21,0", "2,0", "1,0", "0"),
        ("Một cửa", "1", "210", "1,0", "0,5", "0", "1,0", "1,0"),
        ("Tổng cộng", "3", "302", "111,0", "21,5", "2,0", "2,0", "1,0"),
    )
    table = tables.by_officer(WORKLOAD, DAYS, INFO)
    assert table.rows[0] == ("Bình", "Ban A", "40", "2", "100,0", "20,0", "2,0", "1,0", "0")
    assert table.rows[-1] == ("Tổng cộng", *[""] * 6, "2,0", "1,0") and table.total
    assert len(table.columns) == 9
    none = WORKLOAD.head(0)
    assert isinstance(tables.by_officer(none, DAYS, INFO), Empty) and isinstance(tables.by_unit(none, DAYS, INFO), Empty)


def test_nobody_is_named_with_nothing_and_only_parts_from_a_tenth_of_a_day_count():
    rows = pd.concat([DAYS, late_days(("H-8", "own_office", "Ban A", "Bình", 20.0, 0.0), ("H-9", "own_office", "Một cửa", "Lan", 1.0, 0.0))])
    lan = pd.DataFrame([("Một cửa", "Lan", 90, 90, 9, 4800.0, 480.0, 0.0, 1.0)], columns=WORKLOAD.columns)
    table = tables.by_officer(pd.concat([WORKLOAD, lan]), rows, INFO)
    assert "Lan" not in {row[0] for row in table.rows}
    assert table.rows[0][3] == "2", "a dossier in which a part is shown as 0,0 day is not counted"
    assert table.rows[-2][0] == "2 cán bộ khác, không có phần quá hạn"
    found = of_holders(rows, INFO, ["unit"]).set_index("unit")["n_late"]
    assert found["Một cửa"] == of_holders(DAYS, INFO, ["unit"]).set_index("unit")["n_late"]["Một cửa"]


def test_what_divides_a_dossier_without_a_main_cause_is_told_largest_first():
    shares = pd.DataFrame(
        [("H-1", "KY", 384.0, False, None), ("H-1", "NEW", 240.0, True, "none"), ("H-1", "HD", 20.0, False, None), ("H-2", "KY", 9.0, True, "sure")],
        columns=["dossier_id", "cause", "share_wm", "is_main", "grade"],
    )
    found = divided(shares, CAUSES, INFO)
    assert list(found) == ["H-1"]
    text = found["H-1"]
    assert re.findall(r"\d,\d", text) == ["0,8", "0,5"] and text.count(";") == 1


def test_late_days_of_a_unit_without_an_officer_are_in_the_sums():
    nobody = pd.DataFrame([("Ban B", None, 0, 0, 0, 0.0, 0.0, 0.0, 480.0)], columns=WORKLOAD.columns)
    rows = pd.concat([DAYS, late_days(("H-3", "own_office", "Ban B", None, 480.0, 0.0))])
    table = tables.by_officer(pd.concat([WORKLOAD, nobody]), rows, INFO)
    assert ("(không tính cho cán bộ nào)", "Ban B", "–", "1", "0", "0", "0", "1,0", "0") in table.rows and table.rows[-1][-2] == "3,0"
    assert tables.by_unit(pd.concat([WORKLOAD, nobody]), rows, INFO).rows[-1][-2:] == ("3,0", "1,0")


def test_involvement_leaves_time_without_a_record_without_a_name():
    frame = pd.DataFrame(
        [
            ("own_office", "Ban A", "Bình", "KY", "sign", 2, 960.0, 0.0),
            ("no_record", None, None, "KX", "unrecorded", 1, 480.0, 480.0),
            ("own_office", "Ban A", "Hà", "HD", "council", 1, 0.0, 99.0),
            ("own_office", "Ban A", "An", "HD", "council", 0, 9.0, 9.0),  # next to nothing: nobody is named
        ],
        columns=["party", "unit", "officer", "cause", "state", "n_late", "share_wm", "chrono_wm"],
    )
    assert tables.involvement(frame, CAUSES, INFO).rows == (
        ("Ban A", "Bình", "Chờ cấp trên ký", "Chờ cấp trên ký", "2", "2,0"),
        ("–", "–", "Không có ghi nhận", "Không có ghi nhận", "1", "1,0"),
    )


def test_days_of_causes_sum_to_what_their_parties_show():
    """13.4 and two of 0.75 are 14.9: the whole is rounded first, then each party (14.2 and 0.7), then its causes."""
    rows = [("H-1", "KY", "sign", 13.4, 20.0), ("H-2", "HD", "council", 0.75, 0.0), ("H-3", "PM", "unclosed", 0.75, 0.04)]
    frame = pd.DataFrame(rows, columns=["dossier_id", "cause", "state", "share", "chrono"])
    frame = frame.assign(share_wm=frame["share"] * 480, chrono_wm=frame["chrono"] * 480)
    found = of_causes(frame, INFO)
    assert found["days"].to_dict() == {"HD": 0.8, "KY": 13.4, "PM": 0.7} and found["share"].sum() == 100
    assert found["after"].to_dict() == {"HD": 0.0, "KY": 20.0, "PM": 0.0}


def test_a_bar_is_rounded_as_its_table_is():
    """3.04 of the office and 0.04 of late closing are 3.1 of it; the table shows 3.1, the bar 3.1 and no 3.0."""
    frame = pd.DataFrame(
        [("late", "own_office", 3.04 * 480), ("late", "system", 0.04 * 480), ("late", "other_body", 19.84 * 480)],
        columns=["scope", "party", "wm"],
    )
    times = of_time(frame, "late", INFO)
    assert times["days"].to_dict() == {"own_office": 3.1, "other_body": 19.8} and times["closing"].sum() in (0.0, 0.1)


def test_fairness_is_read_before_any_name():
    assert tables.caveats(INFO).items == ("Không phải lỗi.",) and tables.caveats(INFO).tone == "warning"


def test_one_sentence_for_a_section_with_nothing():
    assert tables.together(Empty("a"), Empty("b")) == (Empty("a"),)
    assert tables.together(Empty("a"), Text("b")) == (Text("b"),)
