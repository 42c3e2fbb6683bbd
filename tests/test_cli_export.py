"""`tthc export`: any table of a period as CSV, JSON, Parquet or Excel, whole or not at all."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from tthc.cli import exporting
from tthc.cli.entry import run
from tthc.model.errors import RunFailed, UsageError

ROWS = pd.DataFrame(
    {
        "dossier_id": ["HS-01", "HS-02", "HS-03"],
        "title": ["=1+1", 'Cấp đổi, "gấp" 1/2', None],
        "received_at": pd.to_datetime(["2024-01-02 07:30:00", "2024-05-31 23:59:59", None]).astype("datetime64[us]"),
        "late_wm": [480.5, -30.0, None],
        "is_apparent": [True, False, True],
    }
)


@pytest.mark.parametrize(
    ("form", "output", "chosen"),
    [(None, None, "csv"), (None, "x.JSON", "json"), (None, "x", "csv"), ("parquet", "x.csv", "parquet"), ("csv", "x.txt", "csv"), ("json", None, "json")],
)
def test_the_format_is_the_one_asked_for_or_the_one_the_file_s_ending_names(form, output, chosen):
    assert exporting.choose_form(form, Path(output) if output else None) == chosen


def test_an_ending_that_names_no_format_is_an_error_with_the_nearest_one():
    with pytest.raises(UsageError, match=r"“\.xls” của bang\.xls \(có phải là xlsx\?\); được dùng: csv, json, parquet, xlsx"):
        exporting.choose_form(None, Path("bang.xls"))


def test_csv_goes_to_standard_output_with_iso_times_and_empty_cells(capsys):
    exporting.write(ROWS, "csv", None)
    assert capsys.readouterr().out == (
        "dossier_id,title,received_at,late_wm,is_apparent\n"
        "HS-01,=1+1,2024-01-02T07:30:00,480.5,True\n"
        'HS-02,"Cấp đổi, ""gấp"" 1/2",2024-05-31T23:59:59,-30.0,False\n'
        "HS-03,,,,True\n"
    )


def test_json_is_one_object_per_row(tmp_path):
    exporting.write(ROWS, "json", tmp_path / "x.json")
    rows = json.loads((tmp_path / "x.json").read_text(encoding="utf-8"))
    assert rows[1]["title"] == 'Cấp đổi, "gấp" 1/2'
    assert rows[2] == {"dossier_id": "HS-03", "title": None, "received_at": None, "late_wm": None, "is_apparent": True}
    assert rows[0]["received_at"].startswith("2024-01-02T07:30:00")


def test_parquet_gives_the_same_rows_back(tmp_path):
    exporting.write(ROWS, "parquet", tmp_path / "x.parquet")
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "x.parquet"), ROWS)


def test_in_a_workbook_text_that_looks_like_a_formula_stays_text(tmp_path):
    exporting.write(ROWS, "xlsx", tmp_path / "x.xlsx", title="late")
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx")["late"]
    header, first, second, third = sheet.iter_rows(values_only=True)
    assert header == tuple(ROWS.columns)
    assert (sheet["B2"].value, sheet["B2"].data_type) == ("=1+1", "s")
    assert first == ("HS-01", "=1+1", datetime(2024, 1, 2, 7, 30), 480.5, True)
    assert third == ("HS-03", None, None, None, True)
    assert second[2] == datetime(2024, 5, 31, 23, 59, 59)


def test_a_table_without_rows_still_has_its_header(tmp_path):
    exporting.write(ROWS.head(0), "csv", tmp_path / "x.csv")
    exporting.write(ROWS.head(0), "xlsx", tmp_path / "x.xlsx", title="late")
    assert (tmp_path / "x.csv").read_text(encoding="utf-8") == "dossier_id,title,received_at,late_wm,is_apparent\n"
    assert openpyxl.load_workbook(tmp_path / "x.xlsx")["late"].max_row == 1


def test_a_failed_export_leaves_the_old_file_and_nothing_beside_it(tmp_path):
    output = tmp_path / "x.csv"
    output.write_text("old", encoding="utf-8")

    def failing(path: Path):
        path.write_text("half", encoding="utf-8")
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        exporting.replace_whole(output, failing)
    assert [(path.name, path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()] == [("x.csv", "old")]


def test_a_place_that_cannot_take_the_file_is_named(tmp_path):
    with pytest.raises(UsageError, match="Không có thư mục"):
        exporting.write(ROWS, "csv", tmp_path / "khong-co" / "x.csv")
    with pytest.raises(UsageError, match="là thư mục; hãy nêu tên một tệp"):
        exporting.write(ROWS, "csv", tmp_path)


def test_more_rows_than_a_sheet_holds_are_refused_not_cut(tmp_path, monkeypatch):
    monkeypatch.setattr(exporting, "EXCEL_ROWS", 2)
    with pytest.raises(RunFailed, match="có 3 dòng, nhiều hơn một trang Excel chứa được; hãy xuất csv hoặc parquet"):
        exporting.write_xlsx({"late": ROWS}, tmp_path / "x.xlsx")


def test_rows_come_in_the_order_of_the_table_s_key(project, capsys, monkeypatch):
    import tthc.study

    class Study:
        def frame(self, name):
            return ROWS.iloc[[2, 0, 1]]

    monkeypatch.setattr(tthc.study, "open_run", lambda run: Study())
    assert run(["export", "late", "--period", "2024-01", "-o", "late.csv"]) == 0
    assert list(pd.read_csv("late.csv").dossier_id) == ["HS-01", "HS-02", "HS-03"]
    assert capsys.readouterr().err == "Bảng late: 3 dòng, late.csv\n"
