"""JSON: what its records are, wherever in it they stand, which of their fields are which columns, which profile reads them."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.examples import drawn
from tests.reading import assert_accounted, read

from tthc.engine import connect
from tthc.sources.read.json_records import found_records
from tthc.sources.read.json_tables import cells_of_table
from tthc.sources.read.paths import said_by_path

A, B = {"MaHoSo": "A1", "NgayTiepNhan": "2024-06-03"}, {"MaHoSo": "B2", "NgayTiepNhan": "2024-06-04"}
U, V = {"soDon": "U1", "nhan": "2024-06-03"}, {"soDon": "V2", "nhan": "2024-06-04"}  # ids that nobody knows


@pytest.fixture(scope="module")
def engine():
    connected = connect()
    yield connected
    connected.close()


def lists(value: object) -> list[tuple[str | None, list[dict]]]:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return [(one.name, one.records) for one in found_records(text).lists]


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ([A, B], [(None, [A, B])]),
        (f"{json.dumps(A)}\n{json.dumps(B)}\n", [(None, [A, B])]),
        (f"{json.dumps(A, indent=1)},\n{json.dumps(B, indent=1)}", [(None, [A, B])]),
        (A, [(None, [A])]),
        ([], [(None, [])]),
        ({"data": [], "total": 0}, [("data", [])]),
        ({"code": 200, "message": "OK", "data": A}, [("data", [A])]),
        ({"code": "OK", "data": {**A, "DanhSachTienDo": [{"n": 1}]}}, [("data", [{**A, "DanhSachTienDo": [{"n": 1}]}])]),
        ({"danhSach": [U, V], "tong": 2}, [("danhSach", [U, V])]),
        ({"ketQua": {"danhSach": [U, V], "tong": 2}}, [("danhSach", [U, V])]),
        ({"a": {"b": {"c": [U], "ngayXuat": "2024-07-01"}}}, [("c", [U])]),
        ({"_embedded": {"hs": [A]}, "page": {"totalElements": 1}}, [("hs", [A])]),
        ({"hits": {"hits": [{"_id": "1", "_source": A}]}}, [("hits", [{"_id": "1", **A}])]),
        ([{"content": [A]}, {"content": [B]}], [("content", [A, B])]),
        ([[A], [B]], [(None, [A, B])]),
        ([{"hoSo": A}, {"hoSo": B}], [(None, [A, B])]),
        ({"hoSo": [A], "tienDo": [{"n": 1}]}, [("hoSo", [A]), ("tienDo", [{"n": 1}])]),
        ({"tinh": {"data": [A]}, "xa": {"data": [B]}}, [("tinh.data", [A]), ("xa.data", [B])]),
        ([{"donVi": "P", "tong": 1, "ds": [A]}, {"donVi": "Q", "tong": 1, "ds": [B]}], [("ds", [{"donVi": "P", **A}, {"donVi": "Q", **B}])]),
        ({"columns": [{"name": "x"}, {"name": "y"}], "rows": [["1", None], ["2", "3"]]}, [(None, [{"x": "1", "y": None}, {"x": "2", "y": "3"}])]),
        ({"data": {"cols": [{"display_name": "X", "name": "x"}], "rows": [["1"]]}}, [("data", [{"X": "1"}])]),
        ({"columns": ["x", "x"], "index": [0], "data": [["1", {"y": 2}]]}, [(None, [{"x": "1", "x (2)": {"y": 2}}])]),
        ({"columns": ["x", "y"], "rows": []}, [(None, [])]),
        ({"cols": [{"label": "x"}], "rows": [{"c": [{"v": 1}]}]}, [(None, [{"x": 1}])]),
        ([["Mã", "Ngày"], ["1", "2"]], [(None, [{"Mã": "1", "Ngày": "2"}])]),
        ({"x": ["1", "2"], "y": ["3", "4"]}, [(None, [{"x": "1", "y": "3"}, {"x": "2", "y": "4"}])]),
        ({"maHoSo": ["A", "B"], "trangThai": ["1", "2"], "tong": 2}, [(None, [{"maHoSo": "A", "trangThai": "1"}, {"maHoSo": "B", "trangThai": "2"}])]),
        ({"x": {"0": "1", "1": "2"}, "y": {"0": "3", "1": "4"}}, [(None, [{"x": "1", "y": "3"}, {"x": "2", "y": "4"}])]),
        ({"HS1": {"x": 1, "y": 2}, "HS2": {"x": 3, "y": 4}}, [(None, [{"_key": "HS1", "x": 1, "y": 2}, {"_key": "HS2", "x": 3, "y": 4}])]),
        ([5, A], [(None, [{"?": 5}, A])]),
        ([{"ref": "X", "items": []}, {"ref": "Y", "items": [{"n": 1}]}], [(None, [{"ref": "X", "items": []}]), ("items", [{"ref": "Y", "n": 1}])]),
        ({"d": {"results": [A], "__count": "1"}}, [("results", [A])]),
        ({"status": ["1"], "code": {"x": []}, "data": [A]}, [("data", [A])]),
        ({"data": [None]}, [(None, [{"data": [None]}])]),
    ],
)
def test_the_records_are_found_however_they_are_wrapped(value, wanted):
    assert lists(value) == wanted


def test_a_record_is_no_envelope_and_loses_nothing():
    """Objects in it are its fields, whichever of them has the id; lists in it are its own; a state is no answer's."""
    for record in (
        {"hoSo": {"maHoSo": "1"}, "thuTuc": {"ten": "x"}, "ngay": "2"}, {**A, "tienDo": [{"n": 1}], "phi": [{"n": 2}]}, {**U, "items": [{"gia": 1}]},
    ):
        assert lists({"result": [record, record]}) == [("result", [record, record])]
    for record in ({"hoSo": {"maHoSo": "1"}, "tienDo": [{"n": 1}]}, {"status": 9, "thuTuc": {"ten": "x"}}, {**A, "lienQuan": [B]}):
        assert lists(record) == [(None, [record])]
    assert cells_of_table({**A, "nhan": ["x"], "khac": [["y"]]}) is None


def test_what_stands_beside_the_list_is_named_and_an_answer_is_not():
    found = found_records(json.dumps({"code": 200, "donVi": {"ten": "P"}, "tuNgay": "2024-06-01", "ketQua": {"ds": [A], "nguoi": "x"}, "page": {"size": 1, "totalElements": 7}}))
    assert list(found.beside) == ["donVi.ten", "tuNgay", "ketQua.nguoi"] and found.total == 7
    assert not found_records(json.dumps({"status": "success", "trang": 1, "data": [A, B], "hasNext": False})).beside


@pytest.mark.parametrize(
    ("path", "says", "never"),
    [
        ("thuTuc.ten", "ten thuTuc", "ten"), ("trangThai.ten", "trangThai", "ten"), ("hoSo.maHoSo", "maHoSo", "x"), ("hoSo.trangThai.ten", "trangThai", "ten"),
        ("donVi.tenDonVi", "tenDonVi", "donVi"), ("buocHienTai.ngayTiepNhan", "ngayTiepNhan buocHienTai", "ngayTiepNhan"), ("hoSoLienQuan.maHoSo", "maHoSo hoSoLienQuan", "maHoSo"),
    ],
)  # fmt: skip
def test_a_dotted_name_says_what_its_objects_say_and_not_its_last_part_alone(path, says, never):
    assert says in said_by_path(path) and never not in said_by_path(path)
    assert said_by_path("000.00.22") == said_by_path("Ngày hẹn. Trả") == ()


_LAYERS = st.lists(
    st.tuples(
        st.sampled_from(("data", "ketQua", "danhSach", "x", "items")),
        st.dictionaries(st.sampled_from(("nguoiXuat", "tuNgay", "ghiChu", "message", "tong")), st.sampled_from(("2024-06-01", "abc", 2))),
    ), max_size=4,
)  # fmt: skip


@settings(max_examples=drawn(40, 1_000), deadline=None)
@given(st.sampled_from(([A, B], [U, V], [[A], [B]])), _LAYERS)
def test_any_envelope_gives_the_same_records_and_names_what_it_says_of_its_own(records, layers):
    value, beside = records, []
    for key, own in layers:
        value = {**own, key: value}
        beside = [*(name for name, said in own.items() if name != "message" and (name, said) != ("tong", 2)), *beside]
    found = found_records(json.dumps(value))
    assert [one.records for one in found.lists] == [[*records[0], *records[1]] if isinstance(records[0], list) else records]
    assert sorted(name.split(".")[-1] for name in found.beside) == sorted(beside)


_KEYS = st.sampled_from(("maHoSo", "data", "rows", "columns", "ten", "code", "status", "trangThai", "x1", "x2", "items", "total", "label", "0", "1", "c"))
_VALUES = st.recursive(
    st.one_of(st.integers(10, 99).map(lambda n: f"v{n}"), st.just(200), st.none(), st.booleans()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(_KEYS, inner, max_size=4)), max_leaves=12,
)  # fmt: skip


def leaves(value: object) -> set[str]:
    """The texts "v12" of the value."""
    return set(re.findall(r"v\d\d", json.dumps(value)))


def under(value: object, names: set[str], path: str = "") -> set[str]:
    """The texts that stand under one of the dotted names."""
    if path in names:
        return leaves(value)
    if not isinstance(value, dict):
        return set()
    return {text for key, one in value.items() for text in under(one, names, f"{path}.{key}".removeprefix("."))}


@settings(max_examples=drawn(150, 5_000), deadline=None)
@given(st.one_of(st.lists(_VALUES, max_size=3), st.dictionaries(_KEYS, _VALUES, max_size=4)))
def test_whatever_the_shape_every_text_is_in_a_record_or_named_beside_it(value):
    found = found_records(json.dumps(value))
    assert leaves(value) <= leaves([one.records for one in found.lists]) | under(value, set(found.beside)) | names_of_columns(value)


def names_of_columns(value: object) -> set[str]:
    """Texts that may have become keys of records: the names of columns, told beside their rows or in a first row."""
    texts = leaves(value)
    return {text for text in texts if any(text in key for one in found_records(json.dumps(value)).lists for record in one.records for key in record)}


DATES = {"ngayTiepNhan": "2024-06-03T08:10:00", "ngayHenTra": "10/06/2024 17:00", "ngayKetThucXuLy": None}


def test_objects_of_a_record_are_columns_and_the_record_itself_goes_before_them(engine, tmp_path):
    records = [
        {"lienThong": {"maHoSo": "X9", "ngayTiepNhan": "2024-01-01"}, "hoSo": {"maHoSo": f"HS-{n}", "trangThai": {"id": 4, "ten": "Đang xử lý"}}, "thuTuc": {"ten": "Cấp phép"},
         "donVi": {"tenDonVi": "Phòng A"}, **DATES, "tienTrinh": [{"buocXuLy": "Thẩm định", "denLuc": "2024-06-04T08:00:00"}]}
        for n in (1, 2)
    ]  # fmt: skip
    (tmp_path / "api.json").write_text(json.dumps({"result": records, "nguoiXuat": "x"}), encoding="utf-8")
    frames = read(tmp_path, engine, period="2024-06")
    first = frames.dossiers.set_index("dossier_id").loc["HS-1"]
    assert [str(first[name]) for name in ("received_at", "due_at", "status", "procedure_name", "unit", "source")] == [
        "2024-06-03 08:10:00", "2024-06-10 17:00:00", "4", "Cấp phép", "Phòng A", "register",
    ]
    assert sorted(frames.steps.dossier_id) == ["HS-1", "HS-2"] and "nguoiXuat" in frames.of("json.beside").message.iloc[0]
    ignored = set(frames.findings[frames.findings.rule.isin(["sheet.column_ignored", "sheet.column_not_read"])].column)
    assert {"lienThong.maHoSo", "lienThong.ngayTiepNhan", "hoSo.trangThai.id"} <= ignored
    assert_accounted(frames)


@pytest.mark.parametrize("names", [("hoSo.maHoSo", "thuTuc.ten"), ("maHoSo", "tenThuTuc")])
def test_a_profile_may_name_a_field_by_its_whole_path_or_by_what_it_says(engine, tmp_path, names):
    folder, profile = tmp_path / "x", tmp_path / "own.toml"
    folder.mkdir()
    (folder / "api.json").write_text(json.dumps([{"hoSo": {"maHoSo": "1"}, "thuTuc": {"ten": "P"}, "nhan": "2024-06-03"}]), encoding="utf-8")
    profile.write_text(f'[[sheet]]\ntable = "dossiers"\n[sheet.columns]\ndossier_id = "{names[0]}"\nprocedure_name = "{names[1]}"\nreceived_at = "nhan"\n', encoding="utf-8")
    rows = read(folder, engine, profile, "2024-06").dossiers
    assert rows[["dossier_id", "procedure_name"]].values.tolist() == [["1", "P"]] and rows.received_at.notna().all()


@pytest.mark.parametrize(
    ("record", "source"),
    [
        ({"Mã hồ sơ": "1", "Ngày tiếp nhận": "03/06/2024 08:10", "Ngày hẹn trả": "10/06/2024", "Ngày kết thúc xử lý": "", "Trạng thái hồ sơ": "Đang giải quyết"}, "register"),
        ({"MaHoSo": "1", "TenDonVi": "P", "NgayTiepNhan": 1717377000, "NgayHenTra": 1718013600, "TenTrangThaiHoSo": "Đang giải quyết"}, "register"),
        ({"MaHoSo": "1", "DonViXuLy": "P", "NgayTiepNhan": "20240603081000", "NgayHenTra": "20240610", "TrangThaiHoSo": "4"}, "national"),
        ({"MaHoSo": "1", "NgayTiepNhan": "03/06/2024 08:10", "NgayHenTra": "10/06/2024 17:00", "TrangThaiHoSo": "4"}, "national"),
    ],
)  # fmt: skip
def test_the_profile_that_knows_most_headers_reads_json_too(engine, tmp_path, record, source):
    """Both know their headers without accents; how they are spelled decides where both know as many, then the file's ending."""
    (tmp_path / "x.json").write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    row = read(tmp_path, engine, period="2024-06").dossiers.iloc[0]
    assert (row.source, row.status, str(row.received_at), row.due_at.day) == (source, "4", "2024-06-03 08:10:00", 10)


def test_pages_of_which_one_is_missing_and_lists_of_two_kinds_are_told(engine, tmp_path):
    page = {"data": {"content": [{"MaHoSo": "1", "NgayTiepNhan": "2024-06-03", "TrangThaiHoSo": "4"}], "totalElements": 3}}
    (tmp_path / "trang0.json").write_text(json.dumps(page), encoding="utf-8")
    (tmp_path / "trang1.json").write_text(json.dumps(page).replace('"1"', '"2"'), encoding="utf-8")
    assert "2 bản ghi trong 3" in read(tmp_path, engine, period="2024-06").of("file.pages").message.iloc[0]
    (tmp_path / "trang2.json").write_text(json.dumps({**page, "khac": [{"ngay": "2024-06-03", "viec": "x"}]}).replace('"1"', '"3"'), encoding="utf-8")
    frames = read(tmp_path, engine, period="2024-06")
    assert len(frames.dossiers) == 3 and frames.of("sheet.not_read").sheet.tolist() == ["khac"] and "file.pages" not in frames.rules()
