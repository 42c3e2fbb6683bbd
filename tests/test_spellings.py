"""Names of units, procedures and steps: what is surely one counts as one, what may be is asked, a name is a key."""

from __future__ import annotations

import pytest
from tests.reading import read, write_xlsx

from tthc.engine import connect
from tthc.study.spellings import one_spelling_each

HEADER = ("Mã hồ sơ", "Tên thủ tục", "Mã TTHC", "Đơn vị", "Ngày tiếp nhận", "Trạng thái")
STEPS = ("Mã hồ sơ", "Bước xử lý", "Đơn vị", "Thời gian nhận", "Thời gian kết thúc")
ROWS = [
    ("A1", "Cấp giấy phép", "", "Phòng Nội vụ", "05/01/2024", "4"),
    ("A2", "cấp  giấy phép", "1.001234", "PHÒNG NỘI VỤ", "05/01/2024", "4"),
    ("A3", "Thi đua", "", "Phòng Nội vụ", "05/01/2024", "4"),
    ("A4", "Cấp giay phép", "", "P. Nội vụ", "05/01/2024", "4"),
]
TIMES = ("05/01/2024 08:00", "08/01/2024 09:00")


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    folder, engine = tmp_path_factory.mktemp("names"), connect()
    steps = [STEPS, ("A1", "Ký", "phòng nội vụ", *TIMES), ("A3", "KÝ", "Phòng Nội vụ ", *TIMES)]
    norms = [("Mã TTHC", "Bước xử lý", "Định mức (giờ)"), ("Thi đua", "Ký", 8), ("1.001234", "Ký", 4)]
    write_xlsx(folder / "a.xlsx", {"Danh sách hồ sơ": [HEADER, *ROWS], "Quá trình xử lý": steps, "Quy trình nội bộ": norms})
    reading, spelled = one_spelling_each(engine, read(folder, engine).reading)
    yield {name: engine.fetch(reading.tables[name]) for name in ("dossiers", "steps", "norms")}, spelled
    engine.close()


def test_case_and_spaces_make_no_other_unit_step_or_procedure(found):
    tables, spelled = found
    dossiers = tables["dossiers"].set_index("dossier_id")
    assert dossiers.unit.to_dict() == {"A1": "Phòng Nội vụ", "A2": "Phòng Nội vụ", "A3": "Phòng Nội vụ", "A4": "P. Nội vụ"}
    assert dossiers.procedure_name["A1"] == dossiers.procedure_name["A2"]
    assert set(tables["steps"].unit) == {"Phòng Nội vụ"} and len(set(tables["steps"].step)) == 1
    assert "Phòng Nội vụ" in spelled.folded


def test_accents_and_abbreviations_are_asked_about_and_counted_apart(found):
    _, spelled = found
    assert {frozenset(pair) for pair in spelled.similar} == {frozenset({"P. Nội vụ", "Phòng Nội vụ"}), frozenset({"Cấp giay phép", "Cấp giấy phép"})}


def test_without_a_code_the_name_is_the_key_of_dossiers_and_norms(found):
    tables, _ = found
    codes = tables["dossiers"].set_index("dossier_id").procedure_code.to_dict()
    assert codes == {"A1": "1.001234", "A2": "1.001234", "A3": "Thi đua", "A4": "Cấp giay phép"}
    assert set(tables["norms"].procedure_code) == {"1.001234", "Thi đua"}


def test_norms_under_a_name_count_where_every_dossier_has_a_code(tmp_path):
    """The list of norms names the procedure, the dossiers its code: they are one procedure."""
    engine = connect()
    norms = [("Mã TTHC", "Bước xử lý", "Định mức (giờ)"), ("Cấp giấy phép", "Ký", 8)]
    write_xlsx(tmp_path / "a.xlsx", {"Danh sách hồ sơ": [HEADER, ROWS[1]], "Quy trình nội bộ": norms})
    reading, _ = one_spelling_each(engine, read(tmp_path, engine).reading)
    assert set(engine.fetch(reading.tables["norms"]).procedure_code) == {"1.001234"}
    engine.close()
