"""Whatever the input: findings or one sentence, the right exit code, no traceback, and read = accepted + set aside."""

from __future__ import annotations

import resource
from datetime import datetime, time, timedelta

import openpyxl
import pandas as pd
import pytest
from tests.broken import (
    CASES,
    STEP_HEADER,
    Broken,
    a_header_of_three_rows_with_hints_in_brackets,
    ids_merged_over_their_steps,
    ids_whose_zeros_a_spreadsheet_took_away,
    other,
    page_with_cells_over_rows_and_columns,
    row,
    steps_below_the_dossiers_and_dossiers_in_another_order_below_them,
)
from tests.reading import HEADER, ROW, assert_accounted, read, write_csv, write_xlsx

from tthc.engine import connect
from tthc.model.errors import DataStop
from tthc.model.schema import CODES

pytestmark = pytest.mark.whole  # many a reading of whole files

MEMORY = 2 << 30


@pytest.fixture(scope="module")
def engine():
    connected = connect()
    yield connected
    connected.close()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_broken_input(case: Broken, engine, tmp_path):
    case.build(tmp_path)
    if case.stops:
        with pytest.raises(DataStop) as stopped:
            read(tmp_path, engine)
        findings = pd.DataFrame(stopped.value.findings)
        assert stopped.value.exit_code == 1
        assert str(stopped.value).strip() and "Traceback" not in str(stopped.value)
    else:
        frames = read(tmp_path, engine)
        findings = frames.findings
        assert len(frames.dossiers) == case.n
        assert_accounted(frames)
        assert not (findings.severity == "stop").any()
    assert case.rules <= set(findings.rule), findings[["rule", "column", "value"]].to_string()
    assert set(findings.severity) <= set(CODES["severity"])
    assert findings.message.str.len().gt(0).all() and findings.action.str.len().gt(0).all()
    assert not findings.message.str.contains(r"[{}]").any()


def test_memory_stayed_below_two_gigabytes():
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 < MEMORY


def test_a_finding_names_file_sheet_row_column_and_value(engine, tmp_path):
    write_xlsx(tmp_path / "ho-so.xlsx", {"Danh sách hồ sơ": [("Tiêu đề",), HEADER, ROW, row(id="B2", due="31/02/2024")]})
    found = read(tmp_path, engine).of("cell.time").iloc[0]
    assert (found.file, found.sheet, found.row, found.column, found.value) == ("ho-so.xlsx", "Danh sách hồ sơ", 4, "Ngày hẹn trả", "31/02/2024")
    assert found.dossier_id == "B2"


def test_rows_keep_their_number_in_the_file(engine, tmp_path):
    path = write_csv(tmp_path / "ho-so.csv", [ROW, row(id="B2"), row(id="B3")])
    assert read(tmp_path, engine).dossiers.set_index("dossier_id").src_row.to_dict() == {ROW[0]: 2, "B2": 3, "B3": 4}
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(["DANH SÁCH", "", *lines[:2], "", *lines[2:]]), encoding="utf-8")
    assert read(tmp_path, engine).dossiers.set_index("dossier_id").src_row.to_dict() == {ROW[0]: 4, "B2": 6, "B3": 7}


def test_of_two_rows_with_one_id_the_later_last_event_wins(engine, tmp_path):
    write_csv(tmp_path / "ho-so.csv", [row(finished="22/01/2024 09:00:00"), ROW])
    frames = read(tmp_path, engine)
    assert frames.dossiers.finished_at[0] == pd.Timestamp("2024-01-22 09:00")
    assert frames.of("row.duplicate").row.tolist() == [3]
    assert frames.accounting.n_set_aside.tolist() == [1]


def test_a_finding_of_one_file_does_not_hide_those_of_another(engine, tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04 broken")
    (tmp_path / "b.csv").write_bytes(b"")
    write_csv(tmp_path / "c.csv", [row(due="31/02/2024")])
    with pytest.raises(DataStop) as stopped:
        read(tmp_path, engine)
    assert {finding["rule"] for finding in stopped.value.findings} >= {"file.truncated", "file.empty", "cell.time"}


def test_steps_of_unknown_dossiers_are_kept_for_the_checks(engine, tmp_path):
    steps = [STEP_HEADER, ("KHONG-CO", "1", "Thẩm định", "A", "05/01/2024 09:00:00", "06/01/2024 10:00:00")]
    write_xlsx(tmp_path / "ho-so.xlsx", {"Danh sách hồ sơ": [HEADER, ROW], "Quá trình xử lý": steps})
    frames = read(tmp_path, engine)
    assert frames.steps.dossier_id.tolist() == ["KHONG-CO"]
    assert_accounted(frames)


def test_a_key_cell_that_was_not_read_is_named_beside_its_dossier(engine, tmp_path):
    rows = [ROW, row(id="B2", due="31/02/2024", status="Đang bay"), row(id="B3", received="hôm qua"), row(id="B4", due="", status="")]
    write_csv(tmp_path / "ho-so.csv", rows)
    dossiers = read(tmp_path, engine).dossiers.set_index("dossier_id")
    assert dossiers.unread.fillna("").to_dict() == {ROW[0]: "", "B2": "status,due_at", "B3": "received_at", "B4": ""}
    assert dossiers.status.fillna("").to_dict() == {ROW[0]: "9", "B2": "", "B3": "9", "B4": ""}
    assert pd.isna(dossiers.received_at["B3"])


def test_an_id_merged_over_its_steps_belongs_to_each_of_them(engine, tmp_path):
    ids_merged_over_their_steps(tmp_path)
    steps = read(tmp_path, engine).steps
    assert steps.dossier_id.tolist() == [ROW[0], ROW[0]] and steps.step.tolist() == ["Nhận", "Ký"]


def test_a_header_over_two_rows_names_its_columns_together(engine, tmp_path):
    page_with_cells_over_rows_and_columns(tmp_path)
    found = read(tmp_path, engine).dossiers.iloc[0]
    assert [str(found[name]) for name in ("received_at", "due_at", "finished_at")] == ["2024-01-05 08:30:00", "2024-01-26 17:00:00", "2024-01-20 10:00:00"]


def test_durations_and_thousands_are_numbers_of_the_column_s_unit(engine, tmp_path):
    norms = [("Mã TTHC", "Bước xử lý", "Định mức (giờ)"), ("A", "Nhận", timedelta(hours=4)), ("A", "Ký", timedelta(hours=28)), ("A", "Trình", "1,5"),
             ("A", "Trả", "0:30"), ("A", "Chờ", "1.200.000"), ("A", "Gửi", "1,200.5"), ("A", "Dự thảo", "5 ngày làm việc"), ("A", "Soát", "03 Ngày"),
             ("A", "Ký nháy", "24 giờ"), ("A", "Vào sổ", "1 ngày 4 giờ"), ("A", "Đóng dấu", "0,5 ngày, 30 phút"), ("A", "Khác", "5 ngày hoặc 6 ngày"),
             ("A", "Khác nữa", "1.200 phút")]
    book = openpyxl.Workbook()
    book.active.title = "Danh sách hồ sơ"
    for cells in (HEADER, ROW):
        book.active.append(cells)
    sheet = book.create_sheet("Quy trình nội bộ")
    for cells in norms:
        sheet.append(cells)
    sheet["C3"].number_format = "[h]:mm"
    book.save(tmp_path / "ho-so.xlsx")
    frames = read(tmp_path, engine)
    found = frames.tables["norms"].set_index("step").norm_wm.dropna()
    assert found.to_dict() == {"Nhận": 240.0, "Ký": 1680.0, "Trình": 90.0, "Trả": 30.0, "Chờ": 72_000_000.0, "Gửi": 72_030.0, "Dự thảo": 2400.0, "Soát": 1440.0,
                               "Ký nháy": 1440.0, "Vào sổ": 720.0, "Đóng dấu": 270.0}
    told = frames.findings[frames.findings.rule.isin(["cell.number", "row.required"])]
    assert set(told.value) == {"5 ngày hoặc 6 ngày", "1.200 phút"}  # nobody knows which, so it is named


def test_an_id_whose_figures_are_lost_is_nobody_else_s(engine, tmp_path):
    write_csv(tmp_path / "ho-so.csv", [row(id=f"B{n}") for n in range(4)] + [row(id="1.23E+12"), row(id="1.23E+12")])
    found = read(tmp_path, engine).dossiers.set_index("dossier_id").unread.dropna()
    assert found.to_dict() == {"1.23E+12 (dòng 6)": "dossier_id", "1.23E+12 (dòng 7)": "dossier_id"}


def test_codes_of_procedures_get_the_zeros_back_that_numbers_lose(engine, tmp_path):
    header = (*HEADER, "Mã TTHC")
    write_csv(tmp_path / "ho-so.csv", [(*row(id="B1"), "1.001234"), (*row(id="B2"), "1.0012"), (*row(id="B3"), "2.1")], header=header)
    assert read(tmp_path, engine).dossiers.set_index("dossier_id").procedure_code.to_dict() == {"B1": "1.001234", "B2": "1.001200", "B3": "2.1"}


def test_ids_get_back_the_zeros_that_every_other_one_has(engine, tmp_path):
    ids_whose_zeros_a_spreadsheet_took_away(tmp_path)
    found = read(tmp_path, engine)
    assert sorted(found.dossiers.dossier_id) == ["000123", "000124", "000125"] and found.steps.dossier_id.tolist() == ["000123"]


def test_tables_below_each_other_are_read_by_their_own_headers(engine, tmp_path):
    steps_below_the_dossiers_and_dossiers_in_another_order_below_them(tmp_path)
    found = read(tmp_path, engine)
    dossiers = found.dossiers.set_index("dossier_id")
    assert len(found.steps) == 1 and dossiers.src_row.to_dict() == {ROW[0]: 2, other()[0]: 8}
    assert dossiers.received_at.astype(str).tolist() == ["2024-01-05 08:30:00"] * 2


def test_the_time_of_day_may_stand_in_a_column_of_its_own(engine, tmp_path):
    header = ("Mã hồ sơ", "Ngày tiếp nhận", "Giờ tiếp nhận", "Ngày hẹn trả", "Giờ có kết quả", "Ngày kết thúc xử lý", "Trạng thái")
    write_csv(tmp_path / "a.csv", [("A1", "05/01/2024", "8h30", "26/01/2024", "15:05", "20/01/2024", "Đã xử lý xong")], header=header)
    book = openpyxl.Workbook()
    book.active.append(["Mã hồ sơ", "Tiếp nhận", None, "Hẹn trả", None, "Kết thúc xử lý", None, "Trạng thái"])
    book.active.append([None, *("Ngày", "Giờ") * 3, None])
    for cells in ("A1:A2", "B1:C1", "D1:E1", "F1:G1", "H1:H2"):
        book.active.merge_cells(cells)
    book.active.append(["A2", datetime(2024, 1, 5), time(8, 30), datetime(2024, 1, 26), time(17), datetime(2024, 1, 20), time(15, 5), "9"])
    book.save(tmp_path / "b.xlsx")
    for _, found in read(tmp_path, engine).dossiers.iterrows():
        assert [str(found[name]) for name in ("received_at", "due_at", "finished_at")] == [
            "2024-01-05 08:30:00", "2024-01-26 17:00:00", "2024-01-20 15:05:00",
        ]


def test_a_header_of_three_rows_with_hints_names_its_columns(engine, tmp_path):
    a_header_of_three_rows_with_hints_in_brackets(tmp_path)
    found = read(tmp_path, engine)
    assert found.dossiers[["received_at", "due_at", "finished_at"]].notna().all(axis=None) and len(found.accounting) == 1


def test_a_workbook_that_counts_its_days_from_1904(engine, tmp_path):
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    for cells in (HEADER, row(received=datetime(2024, 1, 5, 8, 30), due=45317 - 1462, finished=45311.5 - 1462)):
        book.active.append(cells)
    book.save(tmp_path / "ho-so.xlsx")
    found = read(tmp_path, engine).dossiers.iloc[0]
    assert [str(found[name]) for name in ("received_at", "due_at", "finished_at")] == ["2024-01-05 08:30:00", "2024-01-26 17:00:00", "2024-01-20 12:00:00"]
