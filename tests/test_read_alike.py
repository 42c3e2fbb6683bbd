"""Many files of one export are read as one: the same tables, each row counted in its file, what is said of all said once."""

from __future__ import annotations

import csv

import openpyxl
import pandas as pd
import pytest
from tests.reading import HEADER, PLACE, assert_accounted, read

from tthc.engine import connect

N_FILES, N_ROWS = 9, 3
STEPS = ("Mã hồ sơ", "Bước xử lý", "Người xử lý", "Thời gian nhận", "Thời gian kết thúc", "Cột lạ")


def _dossier(n: int) -> tuple:
    due = "31/02/2024" if n == 4 else "26/01/2024"
    return (f"A{n:02d}" if n != 7 else "", "Cấp giấy phép", "05/01/2024 08:30", due, "20/01/2024", "Đã xử lý xong")


def _step(n: int) -> tuple:
    return (f"A{n:02d}", "Ký", "B", "05/01/2024 09:00", f"{8 + n % 3:02d}/01/2024 09:00", "x")


def _write_csv(folder, name, numbers):
    for kind, header, row in (("ho-so", HEADER, _dossier), ("qua-trinh", STEPS, _step)):
        with (folder / f"{kind}-{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *map(row, numbers)])


def _write_xlsx(folder, name, numbers):
    book = openpyxl.Workbook()
    book.active.title = "Danh sách hồ sơ"
    for sheet, header, row in ((book.active, HEADER, _dossier), (book.create_sheet("Quá trình xử lý"), STEPS, _step)):
        for cells in (header, *map(row, numbers)):
            sheet.append(cells)
    book.save(folder / f"{name}.xlsx")


@pytest.mark.parametrize("write", [_write_csv, _write_xlsx])
def test_many_files_alike_say_what_one_file_says(tmp_path, write):
    engine, found = connect(), {}
    for name, parts in (("one", [range(N_FILES * N_ROWS)]), ("many", [range(n * N_ROWS, (n + 1) * N_ROWS) for n in range(N_FILES)])):
        (tmp_path / name).mkdir()
        for number, numbers in enumerate(parts):
            write(tmp_path / name, f"phan-{number}", numbers)
        found[name] = read(tmp_path / name, engine)
    engine.close()
    one, many = found["one"], found["many"]
    for table, key in (("dossiers", "dossier_id"), ("steps", "dossier_id")):
        left, right = (each.tables[table].drop(columns=list(PLACE)).sort_values(key, ignore_index=True) for each in (one, many))
        pd.testing.assert_frame_equal(left, right)
    assert_accounted(many)
    assert many.accounting.groupby("table").n_read.agg(["size", "sum"]).to_numpy().tolist() == [[N_FILES, N_FILES * N_ROWS]] * 2
    aside = many.accounting[many.accounting.n_set_aside > 0]
    assert len(aside) == 1 and "phan-2" in aside.file.iloc[0]
    assert sorted(one.findings.rule) == sorted(many.findings.rule)
    bad = many.of("cell.time").iloc[0]
    assert "phan-1" in bad.file and bad.row == 3
    assert many.of("sheet.column_ignored").value.tolist() == [f"ở {N_FILES} tệp cùng mẫu"]
