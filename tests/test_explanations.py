"""`giai-trinh.xlsx` goes out, is filled, opened and saved by LibreOffice, and comes back: nothing typed is lost."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from patience import PATIENCE
from small_tables import REFERENCE
from table_frames import late
from tthc.model.errors import UsageError
from tthc.model.schema import TABLES
from tthc.model.settings import load_run
from tthc.report.explanation_workbook import command
from tthc.report.explanations import Content, Heading, write_workbook
from tthc.sources.explanations import read_explanations
from tthc.sources.explanations.columns import CAUSE_SHEET, EVERY, GUIDE_SHEET, SHEET, TYPED, UNMATCHED_SHEET

T = pd.Timestamp
HEADER = 4  # the spreadsheet's row of the headers
LABELS = {"KY": "Chờ cấp trên ký", "HD": "Chờ hội đồng họp"}
CAUSES = pd.DataFrame([(code, label, "objective", "Sửa") for code, label in LABELS.items()], columns=["code", "label", "nature", "remedy"])
HEADING = Heading("5 tháng đầu năm 2024", "Số liệu chốt đến hết ngày 31/05/2024.", "", "tthc report --explanations giai-trinh.xlsx")
SEGMENT = {
    "dossier_id": "H-1", "party": "own_office", "state": "work", "unit": "Ban TĐKT", "officer": "Bùi Văn Vinh", "step_no": 1,
    "step": "Thẩm định", "late_wm": 0.0,
}  # fmt: skip
SEGMENTS = pd.DataFrame(
    [
        {**SEGMENT, "seg_no": 1, "from_at": T("2024-03-01 08:00"), "to_at": T("2024-03-04 08:00"), "wm": 480.0, "state": "waiting"},
        {**SEGMENT, "seg_no": 2, "from_at": T("2024-03-04 08:00"), "to_at": T("2024-03-05 14:30"), "wm": 720.0},
        {**SEGMENT, "seg_no": 3, "from_at": T("2024-03-05 14:30"), "to_at": T("2024-03-07 14:30"), "wm": 960.0, "party": "applicant",
         "state": "supplement", "officer": None, "unit": None, "step": None, "step_no": None},
        {**SEGMENT, "seg_no": 4, "from_at": T("2024-03-07 14:30"), "to_at": T("2024-03-08 00:00"), "wm": 150.0, "late_wm": 150.0,
         "party": "other_body", "state": "sign", "officer": None, "unit": "UBND tỉnh", "step": "Ký", "step_no": 2},
    ]
)  # fmt: skip


def explained(*rows: dict) -> pd.DataFrame:
    base = dict.fromkeys(TABLES["explanations"].names) | {"status": "unmatched", "file": "cu.xlsx", "sheet": SHEET, "row": 7}
    return pd.DataFrame([{**base, **row} for row in rows], columns=TABLES["explanations"].names)


def write(path: Path, *told: dict, ids: tuple[str, ...] = ("H-1", "H-2", "=1+1")) -> Path:
    rows = late(*[{"dossier_id": one, "late_wm": 1200.0 - n} for n, one in enumerate(ids)])
    rows["proposed_label"] = rows["cause_label"]
    return write_workbook(path, Content(rows, SEGMENTS, CAUSES, explained(*told), 480.0), HEADING)


def fill(path: Path, cells: dict[tuple[str, str], object], sheet: str = SHEET) -> Path:
    """Type into the cells named by dossier and header."""
    book = openpyxl.load_workbook(path)
    page = book[sheet]
    columns = {cell.value: cell.column for cell in page[HEADER]}
    rows = {page.cell(number, columns["Mã hồ sơ"]).value: number for number in range(HEADER + 1, page.max_row + 1)}
    for (dossier, header), value in cells.items():
        cell = page.cell(rows[dossier], columns[header], value)
        if isinstance(value, str):
            cell.data_type = "s"
    book.save(path)
    return path


@pytest.fixture(scope="session")
def office(tmp_path_factory):
    """Opens a workbook in LibreOffice and saves it, by way of its own format and back."""
    command = shutil.which("soffice")
    if command is None:
        pytest.skip("soffice not found: install LibreOffice (Debian: libreoffice-calc-nogui)")
    profile = f"-env:UserInstallation=file://{tmp_path_factory.mktemp('profile')}"

    def saved(path: Path, folder: Path) -> Path:
        for n, kind in enumerate(("ods", "xlsx")):
            out = folder / str(n)
            asked = [command, profile, "--headless", "--convert-to", kind, "--outdir", str(out), str(path)]
            subprocess.run(asked, check=True, capture_output=True, timeout=PATIENCE)
            path = out / f"{path.stem}.{kind}"
        return path

    return saved


def read(path: Path, ids=("H-1", "H-2", "=1+1")):
    rows, findings = read_explanations(path, ids, LABELS, {*ids, "H-9"})
    return {row["dossier_id"]: row for row in rows}, [found["rule"] for found in findings]


def test_the_sheet_has_a_row_per_late_dossier_with_what_is_known_of_it(tmp_path):
    page = openpyxl.load_workbook(write(tmp_path / "giai-trinh.xlsx"))[SHEET]
    assert [cell.value for cell in page[HEADER]] == [column.header for column in EVERY]
    row = {column.key: cell.value for column, cell in zip(EVERY, page[HEADER + 1], strict=True)}
    assert (row["dossier_id"], row["procedure"], row["late_days"]) == ("H-1", "Bằng khen\nBan TĐKT", 3)
    assert (row["received"], row["due"], row["end"]) == (T("2024-03-01 08:00"), T("2024-03-22 17:00"), T("2024-03-27 10:00"))
    assert row["story"].split("\n") == [
        "01/03–05/03/2024: Bùi Văn Vinh (Ban TĐKT), bước “Thẩm định” (chờ xử lý 1, xử lý 1,5): 2,5 ngày làm việc",
        "05/03–07/03/2024: Chờ người nộp bổ sung: 2 ngày làm việc",
        "07/03/2024: UBND tỉnh, bước “Ký”, chờ ký: 0,3 ngày làm việc, sau hạn",
    ]
    assert (row["proposed_text"], row["evidence"]) == ("Chờ cấp trên ký", "Bước “Ký” hết 10 ngày.")
    assert all(row[column.key] is None for column in TYPED)


def test_people_choose_from_lists_and_print_on_a4(tmp_path):
    book = openpyxl.load_workbook(write(tmp_path / "giai-trinh.xlsx"))
    assert [page.title for page in book if page.sheet_state == "visible"] == [SHEET, GUIDE_SHEET, CAUSE_SHEET]
    lists = {str(rule.sqref): rule.formula1 for rule in book[SHEET].data_validations.dataValidation if rule.type == "list"}
    assert lists == {"K5:K7": f"'{CAUSE_SHEET}'!$B$2:$B$3", "P5:P7": '"Đồng ý,Không đồng ý,Cần bổ sung"'}
    assert [page.value for page in book[CAUSE_SHEET]["B"]] == ["Nguyên nhân", *LABELS.values()]
    page = book[SHEET]
    assert (page.page_setup.orientation, page.page_setup.paperSize, page.print_title_rows) == ("landscape", 9, "$4:$4")
    assert page.protection.sheet and not page.protection.password
    assert page["B5"].protection.locked and not page["K5"].protection.locked and page["K5"].fill.fgColor.rgb == "FFFFF8DC"


def test_libreoffice_saves_what_was_typed_and_it_is_read_back(tmp_path, office):
    path = fill(write(tmp_path / "giai-trinh.xlsx"), {
        ("H-1", "Nguyên nhân xác nhận"): "Chờ hội đồng họp",
        ("H-1", "Giải trình"): "=HYPERLINK(\"http://x\",\"bấm\")\n- dòng hai",
        ("H-1", "Phần việc của từng cán bộ"): "Ông Vinh: thẩm định",
        ("H-1", "Người giải trình"): "+Bà Mai",
        ("H-1", "Ngày giải trình"): T("2024-06-05").to_pydatetime(),
        ("H-1", "Ghi chú"): "-ghi",
        ("=1+1", "Ý kiến duyệt"): "Đồng ý",
    })  # fmt: skip
    rows, findings = read(office(path, tmp_path))
    assert findings == [] and set(rows) == {"H-1", "=1+1"}
    assert {key: rows["H-1"][key] for key in ("status", "cause", "explanation", "parts", "explained_by", "explained_on", "note")} == {
        "status": "confirmed", "cause": "HD", "explanation": "=HYPERLINK(\"http://x\",\"bấm\")\n- dòng hai",
        "parts": "Ông Vinh: thẩm định", "explained_by": "+Bà Mai", "explained_on": "05/06/2024", "note": "-ghi",
    }  # fmt: skip
    assert (rows["=1+1"]["status"], rows["=1+1"]["cause"]) == ("confirmed", "KY")


def test_what_was_typed_is_typed_again_as_text(tmp_path, office):
    said = {"dossier_id": "H-1", "status": "confirmed", "cause": "HD", "cause_text": "cho hoi dong hop", "explained_on": "05/06/2024"}
    path = write(tmp_path / "giai-trinh.xlsx", {**said, "explanation": "=1+1", "sign_off": "Đồng ý"})
    written = openpyxl.load_workbook(path)[SHEET]["L5"]
    assert (written.value, written.data_type, written.quotePrefix, written.number_format) == ("=1+1", "s", True, "@")
    book = openpyxl.load_workbook(office(path, tmp_path))
    row = {column.key: cell for column, cell in zip(EVERY, book[SHEET][HEADER + 1], strict=True)}
    assert (row["explanation"].value, row["explanation"].data_type) == ("=1+1", "s")
    assert (row["cause_text"].value, row["sign_off"].value, row["explained_on"].value) == ("Chờ hội đồng họp", "Đồng ý", T("2024-06-05"))
    assert all(cell.data_type != "f" for page in book for line in page for cell in line)


def test_rows_that_match_nothing_go_round_until_people_mend_or_delete_them(tmp_path, office):
    first = fill(write(tmp_path / "a.xlsx", ids=("H-1", "H-7")), {
        ("H-7", "Giải trình"): "=1+2", ("H-7", "Người giải trình"): "Ông Ba", ("H-1", "Nguyên nhân xác nhận"): "Trời mưa",
    })  # fmt: skip
    rows, findings = read(first)
    assert findings == ["explanation.unknown_cause", "explanation.unknown_dossier"]
    second = office(write(tmp_path / "b.xlsx", *rows.values()), tmp_path)
    kept = openpyxl.load_workbook(second)[UNMATCHED_SHEET]
    assert [cell.value for cell in kept["B"][HEADER:]] == ["H-1", "H-7"] and "(a.xlsx, trang “Giải trình”, dòng 5)" in kept["A5"].value
    again, findings = read(second)
    typed = [column.key for column in TYPED]
    assert {key: again["H-7"][key] for key in typed} == {key: rows["H-7"][key] for key in typed}
    assert findings == ["explanation.unknown_cause", "explanation.unknown_dossier"]
    mended, findings = read(fill(second, {("H-7", "Mã hồ sơ"): "H-2", ("H-1", "Nguyên nhân xác nhận"): LABELS["HD"]}, UNMATCHED_SHEET))
    assert findings == [] and (mended["H-2"]["explanation"], mended["H-1"]["cause"]) == ("=1+2", "HD")


def test_columns_and_rows_may_move_and_people_may_add_their_own(tmp_path, office):
    path = write(tmp_path / "giai-trinh.xlsx", ids=("H-1", "H-2", "H-3"))
    fill(path, {("H-2", "Giải trình"): "Do họp muộn.", ("H-1", "Nguyên nhân xác nhận"): "HD"})
    book = openpyxl.load_workbook(path)
    page = book[SHEET]
    table = [[cell.value for cell in line] for line in page.iter_rows(min_row=HEADER)]
    head, lines = table[0], table[1:]
    moved = book.create_sheet("Bản của phòng")
    moved.append(["Ghi tay phía trên"])
    moved.append(["Ý kiến phòng", *(text.upper() for text in reversed(head))])
    for line in reversed(lines):
        moved.append([f"ý {line[1]}", *reversed(line)])
    moved.append([None, "Người lập biểu: Lan"])
    book.create_sheet("Nháp").append(["Gọi lại UBND"])
    book.remove(page)
    book.save(path)
    rows, findings = read(office(path, tmp_path), ("H-1", "H-2", "H-3"))
    assert rows["H-1"]["cause"] == "HD" and rows["H-1"]["note"] == "Ý kiến phòng: ý H-1"
    assert rows["H-2"]["explanation"] == "Do họp muộn." and rows["H-3"]["note"] == "Ý kiến phòng: ý H-3"
    assert rows[None]["note"] == "Người lập biểu: Lan" and rows[None]["status"] == "unmatched"
    assert sorted(findings) == ["explanation.no_id", "explanation.sheet"]


def test_a_workbook_that_nobody_filled_says_nothing(tmp_path, office):
    unusual = {"procedure_name": None, "evidence": "2024-03-01: 1e3", "received_at": T("2010-10-01 01:06:40.020")}
    rows = late({"late_wm": 0.0, "outcome": "open_late"}, {"dossier_id": "H-2", "late_wm": 1000 / 3, **unusual})
    rows["proposed_label"] = rows["cause_label"]
    path = write_workbook(tmp_path / "a.xlsx", Content(rows, SEGMENTS, CAUSES, explained(), 480.0), HEADING)
    assert read(path) == ({}, []) and read(office(path, tmp_path)) == ({}, [])


def test_what_people_changed_in_a_white_cell_comes_back_as_a_note(tmp_path, office):
    path = fill(write(tmp_path / "giai-trinh.xlsx"), {
        ("H-1", "Bằng chứng"): "Sai: ký ngày 20/03.", ("H-2", "Ngày kết thúc"): T("2024-03-26").to_pydatetime(), ("H-2", "Ghi chú"): "Xem sổ.",
    })  # fmt: skip
    rows, findings = read(office(path, tmp_path))
    assert set(rows) == {"H-1", "H-2"} and findings == [], "LibreOffice changed no other cell"
    assert rows["H-1"]["note"] == "Bằng chứng: Sai: ký ngày 20/03." and rows["H-1"]["status"] == "noted"
    assert rows["H-2"]["note"] == "Xem sổ.\nNgày kết thúc: 2024-03-26"
    again, _ = read(write(tmp_path / "b.xlsx", *rows.values()))
    assert {one: row["note"] for one, row in again.items()} == {one: row["note"] for one, row in rows.items()}


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_note_pinned_to_a_cell_is_pointed_out(tmp_path, office, kind):
    path = fill(write(tmp_path / "giai-trinh.xlsx"), {("H-1", "Giải trình"): "Xem ghi chú."})
    book = openpyxl.load_workbook(path)
    book[SHEET]["L5"].comment = openpyxl.comments.Comment("Họp hoãn hai lần", "Bà Mai")
    book.save(path)
    saved = office(path, tmp_path)
    rows, findings = read(saved if kind == "xlsx" else tmp_path / "0" / "giai-trinh.ods")
    assert rows["H-1"]["explanation"] == "Xem ghi chú." and findings == ["explanation.comments"]


def test_an_existing_file_is_never_written_over(tmp_path):
    path = tmp_path / "giai-trinh.xlsx"
    path.write_bytes(b"typed by somebody")
    assert write(path) == tmp_path / "giai-trinh-2.xlsx" and write(path) == tmp_path / "giai-trinh-3.xlsx"
    assert path.read_bytes() == b"typed by somebody"


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04 half a workbook"])
def test_a_file_that_is_no_workbook_is_wrong_use(tmp_path, content):
    path = tmp_path / "hong.xlsx"
    path.write_bytes(content)
    with pytest.raises(UsageError, match="Không đọc được tệp giải trình hong.xlsx"):
        read(path)


def test_a_workbook_without_the_columns_is_wrong_use(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Mã hồ sơ", "Thủ tục"])
    book.save(tmp_path / "khac.xlsx")
    with pytest.raises(UsageError, match="khac.xlsx không có trang nào có cột “Mã hồ sơ” và các cột để điền"):
        read(tmp_path / "khac.xlsx")


def test_a_period_without_late_dossiers_still_gives_a_workbook(tmp_path):
    path = write(tmp_path / "giai-trinh.xlsx", {"dossier_id": "H-7", "note": "x", "problem": "Không còn quá hạn."}, ids=())
    book = openpyxl.load_workbook(path)
    assert "Trong kỳ không có hồ sơ nào quá hạn." in book[SHEET]["C2"].value and book[UNMATCHED_SHEET]["B5"].value == "H-7"


def test_the_command_makes_this_very_run_again():
    """What the project file alone does not say is typed: another source under its own folder too, its profile, settings, edition."""
    root = REFERENCE.parents[1]
    source = root / "data" / "raw" / "2024-01_2024-05"
    run = load_run("2024-02", root=root, source=source, profile="igate", rules={"compare": "minute"}, audience="shared", unit="Phòng A B")
    assert command(load_run("2024-02", root=root)) == "tthc report --period 2024-02 --explanations giai-trinh.xlsx"
    assert command(run) == (
        f'tthc report --period 2024-02 --source {source} --profile igate --unit "Phòng A B" --set compare=minute --audience shared'
        " --explanations giai-trinh.xlsx"
    )
    elsewhere = load_run("2024-02", root=root, out="/srv/bao cao")
    assert command(elsewhere) == 'tthc report --period 2024-02 --out "/srv/bao cao" --explanations giai-trinh.xlsx'
