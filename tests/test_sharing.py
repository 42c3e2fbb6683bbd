"""What leaves of single dossiers and of small groups: literal tables, and attackers who know the public numbers."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.attacks import KNOWN, attack

from tthc.study.pseudonyms import Codes, for_others
from tthc.study.pseudonyms.late_rows import late_for_others, without_days
from tthc.study.pseudonyms.small_groups import form_for_others, groups_for_others, left_out, measures_for_others

D = pd.Timestamp


def _dossiers(*rows: tuple[str, str, str, str, str]) -> pd.DataFrame:
    """Rows of (id, day, field, unit, procedure)."""
    names = ["dossier_id", "received_at", "field", "unit", "procedure_name"]
    return pd.DataFrame(rows, columns=names).assign(received_at=lambda t: pd.to_datetime(t["received_at"]))


def _late(dossiers: pd.DataFrame, *ids: str) -> pd.DataFrame:
    rows = dossiers[dossiers["dossier_id"].isin(ids)].rename(columns={"unit": "dossier_unit"})
    return rows.assign(
        due_at=D("2024-03-20"), end_at=D("2024-03-25"), late_wm=480.0, step_no=1, step="Thẩm định", kind="work", unit="Ban X", officer="CB-AAAA2222",
        evidence="Bước “Thẩm định”, CB-AAAA2222 (Ban X): xử lý từ 01/03/2024 đến 25/03/2024, hết 2,0 ngày làm việc",
    )


MARCH = _dossiers(
    ("a1", "2024-03-01 08:00", "A", "X", "P1"), ("a2", "2024-03-05 08:00", "A", "X", "P1"), ("a3", "2024-03-09 08:00", "A", "X", "P1"),
    ("a4", "2024-03-09 09:00", "A", "X", "P2"),
    ("b1", "2024-03-11 08:00", "B", "Y", "P3"),
    ("c1", "2024-04-02 08:00", "A", "X", "P1"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("dossier", "month", "field", "unit", "procedure"),
    [
        ("a1", "03/2024", "A", "X", "P1"),  # three of procedure P1 in March
        ("a4", "03/2024", "A", "X", None),  # one of P2, four of the unit
        ("b1", "03/2024", None, None, None),  # one of field B, five in March
        ("c1", None, None, None, None),  # one in April
    ],
)
def test_a_row_shows_what_three_dossiers_of_its_month_share(dossier: str, month, field, unit, procedure):
    row = late_for_others(_late(MARCH, dossier), MARCH, 3).iloc[0]
    told = [None if pd.isna(row[name]) else row[name] for name in ("received_month", "field", "dossier_unit", "procedure_name")]
    assert told == [month, field, unit, procedure]
    assert row[["received_at", "due_at", "end_at", "officer"]].isna().all() and row["late_wm"] == 480.0
    held = row[["step", "unit", "evidence"]].notna()
    assert held.all() if field else not held.any()  # the holder would tell the field


def test_evidence_keeps_its_days_of_work_and_loses_dates_and_officers():
    assert _late(MARCH, "a1")["evidence"].map(without_days).iloc[0] == "Bước “Thẩm định”, Ban X: xử lý, hết 2,0 ngày làm việc"
    told = "Kết quả đã có ngày 14/03/2024 nhưng đến 03/04/2024 hồ sơ mới được kết thúc trên hệ thống, sau 14,5 ngày làm việc; góp 4,6 trong 4,8"
    assert without_days(told) == "Kết quả đã có nhưng sau 14,5 ngày làm việc hồ sơ mới được kết thúc trên hệ thống; góp 4,6 trong 4,8"
    assert without_days("CB-AAAA2222 2,0 ngày, CB-BBBB3333 1,0 ngày") == "một cán bộ 2,0 ngày, một cán bộ 1,0 ngày"


def test_rows_stand_by_lateness_and_then_by_codes():
    late = _late(MARCH, "a1", "a2", "a3").assign(late_wm=[10.0, 20.0, 20.0], dossier_id=["z", "y", "x"])
    assert late_for_others(late, MARCH, 3)["dossier_id"].tolist() == ["x", "y", "z"]


def test_tables_of_single_dossiers_are_handed_out_empty_and_counted_ones_without_instants():
    read = {"dossiers": MARCH.assign(officer="CB-AAAA2222", title="Đơn của ông A")}.__getitem__
    assert for_others("steps", pd.DataFrame({"dossier_id": ["a1"]}), read, 3).empty
    assert for_others("integrity", pd.DataFrame({"dossier_id": ["a1"]}), read, 3).empty
    counted = for_others("dossiers", read("dossiers"), read, 3)
    assert set(counted["received_at"]) == {D("2024-03-01"), D("2024-04-01")} and counted[["officer", "title"]].isna().all(axis=None)
    assert counted["dossier_id"].tolist() == sorted(MARCH["dossier_id"])


FORM = ["c3", "c4", "c5", "c6", "c7", "c8", "c9", "c10", "c11", "c12", "c13"]


def _form(*rows: tuple[str | None, str | None, int]) -> pd.DataFrame:
    return pd.DataFrame([{"field": field, "procedure": procedure, **dict.fromkeys(FORM, n)} for field, procedure, n in rows])


def test_small_procedures_share_a_row_with_the_next_smallest():
    form = _form((None, None, 30), ("A", None, 26), ("A", "P1", 20), ("A", "P2", 5), ("A", "P3", 1), ("B", None, 4), ("B", "P4", 4))
    found = form_for_others(form, 3)
    told = {(row.field, row.procedure): row.c3 for row in found.itertuples() if isinstance(row.procedure, str)}
    assert told == {("A", "P1"): 20, ("A", "Các thủ tục ít hồ sơ của lĩnh vực A"): 6, ("B", "P4"): 4}
    assert found["c3"].tolist()[:3] == [30, 26, 4]


def test_small_fields_share_a_row_and_their_procedures_are_not_told():
    form = _form((None, None, 30), ("A", None, 20), ("A", "P1", 20), ("B", None, 8), ("B", "P2", 8), ("C", None, 2), ("C", "P3", 2))
    found = form_for_others(form, 3)
    assert found[found["procedure"].isna()][["field", "c3"]].values.tolist()[1:] == [["A", 20], ["Các lĩnh vực ít hồ sơ", 10]]
    assert found["procedure"].dropna().tolist() == ["P1"]


@given(sizes=st.lists(st.integers(0, 12), max_size=8), fewest=st.integers(1, 5))
def test_no_difference_gives_a_small_group_back(sizes: list[int], fewest: int):
    gone = left_out(sizes, fewest)
    assert not any(0 < size < fewest for size, one in zip(sizes, gone, strict=True) if not one)
    rest = sum(sizes) - sum(size for size, one in zip(sizes, gone, strict=True) if not one)
    everything_small = all(gone[n] or size == 0 for n, size in enumerate(sizes))
    assert rest == 0 or everything_small or (rest >= fewest and sum(gone) >= 2)


def test_groups_and_indicators_of_a_few_are_left_out_with_the_next_smallest():
    groups = pd.DataFrame({"grouping": ["step"] * 3 + ["month"] * 2, "group": ["S1", "S2", "S3", "M1", "M2"], "n": [9, 2, 4, 8, 9], "n_late": 1})
    assert groups_for_others(groups, 3)["group"].tolist() == ["S1", "M1", "M2"]
    row = {"period": "2024", "basis": "register", "rule": "system", "measure": "late", "unit": None, "field": None, "procedure": None}
    rows = [{**row, "denominator": 16}, *({**row, "unit": name, "denominator": n} for name, n in (("X", 10), ("Y", 2), ("Z", 4)))]
    rows += [{**row, "field": "A", "procedure": name, "denominator": n} for name, n in (("P1", 3), ("P2", 5))]
    rows += [{**row, "field": name, "denominator": n} for name, n in (("A", 8), ("B", 6), ("C", 2))]
    rows += [{**row, "field": "B", "procedure": "P3", "denominator": 6}]  # all less A less P3 would give C back
    kept = measures_for_others(pd.DataFrame(rows), 3)
    assert kept[kept["procedure"].isna()]["field"].dropna().tolist() == ["A"]
    assert kept["unit"].dropna().tolist() == ["X"] and kept["procedure"].dropna().tolist() == ["P1", "P2"] and len(kept) == 5


@given(st.lists(st.tuples(st.integers(1, 60), st.sampled_from("AB"), st.sampled_from("XY"), st.sampled_from(["P1", "P2", "P3"]), st.booleans()), min_size=1, max_size=60))
def test_whoever_looks_everything_up_is_left_with_three(rows):
    days = pd.to_datetime("2024-01-01") + pd.to_timedelta([day for day, *_ in rows], unit="D")
    dossiers = _dossiers(*((f"d{n}", str(day), field, unit, procedure) for n, (day, (_, field, unit, procedure, _)) in enumerate(zip(days, rows, strict=True))))
    late = late_for_others(_late(dossiers, *(f"d{n}" for n, one in enumerate(rows) if one[-1])), dossiers, 3)
    known = dossiers.assign(received_month=dossiers["received_at"].dt.strftime("%m/%Y"), dossier_unit=dossiers["unit"])
    assert attack(late, known, KNOWN) <= 1 / min(3, len(rows))


def test_codes_in_their_order_say_nothing_of_reception():
    numbers = [f"H32.07-2403{day:02d}-{n:04d}" for day in range(1, 29) for n in range(40)]
    codes = Codes(b"k" * 32)
    in_order = sorted(numbers, key=codes.dossier)
    hits = sum(one == other for one, other in zip(numbers, in_order, strict=True))
    near = sum(one[:13] == other[:13] for one, other in zip(numbers, in_order, strict=True))
    assert hits <= 5 and near <= len(numbers) * 0.06  # guessing: 1, and 1 of 28 days
