"""Tables for others: codes that hold, nothing personal or free, no group small enough to be a person."""

from __future__ import annotations

import stat
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pytest

from tthc.model.errors import UsageError
from tthc.model.schema import CANONICAL, TABLES
from tthc.model.schema.checks import CHECKS
from tthc.study.pseudonyms import (
    Codes,
    office_key,
    pseudonymise_findings,
    pseudonymise_info,
    pseudonymise_rows,
    pseudonymise_tables,
    without_small_groups,
)
from tthc.study.pseudonyms.findings import general
from tthc.study.pseudonyms.tables import Pseudonyms

KEY = b"k" * 32
SECRET = "Trần Thị Kín"


def _load(engine, name: str, rows: list[dict]):
    return engine.load(pa.Table.from_pylist(rows, schema=TABLES[name].ibis_schema().to_pyarrow()), f"audience_{name}")


@pytest.fixture(scope="module")
def tables(engine):
    at = datetime(2024, 3, 1, 8)
    rows = {name: [] for name in CANONICAL}
    place = {"src_file": f"{SECRET}.xlsx", "src_sheet": SECRET, "src_row": 4}
    rows["dossiers"] = [
        {"dossier_id": "H-1", "status": "4", "unit": "Ban A", "officer": SECRET, "applicant": SECRET, "applicant_contact": SECRET, "title": SECRET, **place},
        {"dossier_id": "H-2", "status": "4", "unit": "Ban A", "officer": "Ban A", **place},
    ]
    rows["steps"] = [{"dossier_id": "H-1", "step_no": 1, "step": "Xử lý", "unit": "Ban A", "officer": SECRET, "arrived_at": at, **place}]
    rows["due_changes"] = [{"dossier_id": "H-1", "at": at, "reason": SECRET, **place}]
    rows["absences"] = [{"officer": SECRET, "from_at": at, "to_at": at, "kind": SECRET, **place}]
    rows["feedback"] = [{"dossier_id": "H-9", "at": at, "kind": "survey", "rating": 1, **place}]
    return {name: _load(engine, name, one) for name, one in rows.items()}


@pytest.fixture(scope="module")
def shared(engine, tables):
    return pseudonymise_tables(tables, engine, Codes(KEY))


def test_nothing_personal_is_left_and_everything_else_is(engine, tables, shared):
    frames = {name: engine.fetch(table) for name, table in shared[0].items()}
    assert SECRET not in " ".join(str(value) for frame in frames.values() for value in frame.to_numpy().ravel())
    for name, table in tables.items():
        assert frames[name].shape == engine.fetch(table).shape and tuple(frames[name].columns) == tuple(table.columns)
    assert set(frames["dossiers"]["unit"]) == {"Ban A"} and set(frames["dossiers"]["src_file"]) == {"Tệp 1"}


def test_every_declared_column_is_withheld_or_coded(shared):
    for name, table in shared[0].items():
        for column in CANONICAL[name].columns:
            if (column.personal or column.free_text) and column.name != "officer":
                assert table[column.name].type().is_string()
                assert table.filter(table[column.name].notnull()).count().execute() == 0


def test_one_person_has_one_code_in_every_table_and_a_group_account_keeps_its_name(engine, shared):
    officers = {name: set(engine.fetch(shared[0][name])["officer"].dropna()) for name in ("dossiers", "steps", "absences")}
    code = Codes(KEY).officer(SECRET)
    assert officers["steps"] == officers["absences"] == {code} and officers["dossiers"] == {code, "Ban A"}


def test_feedback_keeps_its_tie_to_the_dossier(engine, shared):
    assert engine.fetch(shared[0]["feedback"])["dossier_id"][0] == Codes(KEY).dossier("H-9")


def test_codes_depend_on_the_key_and_on_nothing_else():
    codes, others = Codes(KEY), Codes(b"x" * 32)
    assert codes.officer(SECRET) == Codes(KEY).officer(SECRET) != others.officer(SECRET)
    assert codes.officer("a") != codes.dossier("a") and len({codes.dossier(str(n)) for n in range(20_000)}) == 20_000
    assert codes.officer(SECRET).startswith("CB-") and len(codes.officer(SECRET)) == 11 and len(codes.dossier("a")) == 16


def test_the_key_is_made_once_for_its_owner_only(tmp_path: Path):
    key = office_key(tmp_path)
    path = tmp_path / "khoa-chia-se"
    assert len(key) == 32 and office_key(tmp_path) == key and stat.S_IMODE(path.stat().st_mode) == 0o600
    path.write_text("không phải khóa", encoding="utf-8")
    with pytest.raises(UsageError, match="khoa-chia-se không đúng dạng"):
        office_key(tmp_path)


def test_findings_say_what_kind_without_the_value(engine, shared):
    found = [
        {"rule": "cell.time", "severity": "warn", "file": f"{SECRET}.xlsx", "sheet": SECRET, "row": 7, "column": SECRET, "value": SECRET,
         "dossier_id": "H-1", "message": f"Không đọc được {SECRET}", "action": "Sửa."},
        {"rule": "row.duplicate", "severity": "warn", "file": "khác.xlsx", "column": "Mã hồ sơ", "value": SECRET, "message": "m", "action": "Sửa."},
    ]  # fmt: skip
    rows = engine.fetch(pseudonymise_findings(_load(engine, "findings", found), engine, shared[1])).sort_values("rule")
    assert SECRET not in " ".join(str(value) for value in rows.to_numpy().ravel())
    assert list(rows["file"]) == ["Tệp 1", "Tệp 2"] and list(rows["column"].astype(object))[1] == "Mã hồ sơ"
    assert rows["dossier_id"].iloc[0] == Codes(KEY).dossier("H-1") and rows["row"].iloc[0] == 7


def test_general_words_name_no_thing_of_the_place():
    assert all("{" not in general(rule) for rule in CHECKS)
    assert general("cell.number") == "Không đọc được số ở cột …."


def test_rows_of_explanations_keep_the_cause_and_lose_the_words():
    pseudonyms = Pseudonyms({"H-1": "HS-1"}, {}, {}, {})
    row = {"dossier_id": "H-1", "cause": "CB-VANG", "explanation": SECRET, "explained_by": SECRET, "status": "confirmed"}
    assert pseudonymise_rows([row], "explanations", pseudonyms) == [{**row, "dossier_id": "HS-1", "explanation": None, "explained_by": None}]


def _measure(measure: str, numerator: float, denominator: float, **changes) -> dict:
    base = {"period": "2024-01", "basis": "register", "rule": "system", "measured_in": "%", "value": 1.0, "as_of": datetime(2024, 2, 1)}
    return {**base, "measure": measure, "numerator": numerator, "denominator": denominator, **changes}


@pytest.mark.parametrize(
    ("measure", "numerator", "denominator", "late", "is_hidden"),
    [
        ("survey_satisfied", 2, 3, 0, False),
        ("survey_satisfied", 1, 2, 0, True),
        ("complaints", 2, 2, 0, True),
        ("complaints", 0, 0, 0, False),
        ("qd766_5_4", 20, 30, 10, False),  # late dossiers alone
        ("qd766_5_4", 18, 30, 10, True),  # and two with a bad word
        ("qd766_5_4", 17, 30, 10, False),  # and three
        ("in_time_rate", 1, 1, 0, False),  # no rating
    ],
)
def test_ratings_of_fewer_than_three_are_not_told(engine, measure: str, numerator: float, denominator: float, late: int, is_hidden: bool):
    rows = [_measure(measure, numerator, denominator), _measure("late", late, 30), _measure("open_late", 0, 30)]
    found = engine.fetch(without_small_groups(_load(engine, "measures", rows), 3)).set_index("measure").loc[measure]
    assert found[["numerator", "denominator", "value"]].isna().all() == is_hidden


def test_ratings_by_unit_or_procedure_are_left_out(engine):
    rows = [_measure("survey_satisfied", 9, 9), _measure("survey_satisfied", 9, 9, unit="Ban A"), _measure("late", 1, 9, unit="Ban A")]
    found = engine.fetch(without_small_groups(_load(engine, "measures", rows), 3))
    assert sorted(zip(found["measure"], found["unit"].fillna(""), strict=True), key=str) == [("late", "Ban A"), ("survey_satisfied", "")]


def test_what_the_study_says_of_itself_names_no_file_and_nobody():
    info = {
        "office": {"name": "Sở", "parent": "", "place": "", "signatory": SECRET, "number": "1"}, "n_late": 3, "later": SECRET,
        "inputs": [{"name": f"{SECRET}.xlsx", "sha256": "ab", "size": 9}],
    }  # fmt: skip
    assert pseudonymise_info(info) == {
        "n_late": 3, "office": {"name": "Sở", "parent": "", "place": ""}, "inputs": [{"name": "Tệp 1", "sha256": "", "size": 9}],
    }  # fmt: skip


def test_pseudonyms_do_not_show_themselves():
    assert SECRET not in repr(Pseudonyms({SECRET: "HS"}, {SECRET: "CB"}, {SECRET: "T"}, {SECRET: "S"}))
