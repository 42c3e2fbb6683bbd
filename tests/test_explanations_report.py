"""The sample's report, explained by its units and made again: confirmed causes stand wherever causes stand."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pytest

from patience import PATIENCE
from tthc.model.settings import load_run
from tthc.report import make_report
from tthc.sources.explanations.columns import SHEET, UNMATCHED_SHEET
from tthc.study import open_run

PERIOD = "2024-01..2024-05"
COUNCIL, SOFTWARE = "Chờ hội đồng họp hoặc cho ý kiến", "Lỗi hệ thống, phần mềm chuyên ngành không ổn định"
WORDS = "=HYPERLINK(\"http://x\",\"bấm\") <b>Phần mềm</b> treo hai ngày."


@pytest.fixture(scope="module")
def made(module_project: Path, tmp_path_factory) -> SimpleNamespace:
    """Two reports of the sample, the second with the first one's workbook filled and saved by LibreOffice."""
    if shutil.which("soffice") is None:
        pytest.skip("soffice not found: install LibreOffice (Debian: libreoffice-calc-nogui)")
    for path in (module_project / "notebooks").glob("*.ipynb"):
        if path.stem[:2] not in ("10", "20"):
            path.unlink()
    run = load_run(PERIOD, root=module_project)
    before = open_run(run)
    first = make_report(run)
    filled = _filled(first / "giai-trinh.xlsx", before.late, tmp_path_factory.mktemp("filled"))
    digest = _digest(filled)
    run = load_run(PERIOD, root=module_project, explanations=str(filled))
    second = make_report(run)
    return SimpleNamespace(before=before, after=open_run(run), first=first, second=second, filled=filled, digest=digest)


def _filled(path: Path, late, folder: Path) -> Path:
    """Software for the first dossier, the proposal agreed to for the second, a mistyped code in the place of the third's."""
    book = openpyxl.load_workbook(path)
    page = book[SHEET]
    columns = {cell.value: cell.column for cell in page[4]}
    ids = [page.cell(number, columns["Mã hồ sơ"]).value for number in range(5, page.max_row + 1)]
    assert sorted(ids) == sorted(late.dossier_id)
    typed = ((5, "Nguyên nhân xác nhận", SOFTWARE), (5, "Giải trình", WORDS), (5, "Người giải trình", "Bà Mai"), (6, "Ý kiến duyệt", "Đồng ý"),
             (7, "Mã hồ sơ", "000.00.00.H00-000000-0000"), (7, "Giải trình", "Không rõ hồ sơ nào."))  # fmt: skip
    for number, header, text in typed:
        page.cell(number, columns[header], text).data_type = "s"
    book.save(folder / "dien.xlsx")
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    out = ["--outdir", str(folder / "saved"), str(folder / "dien.xlsx")]
    subprocess.run(["soffice", profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", *out], check=True, capture_output=True, timeout=PATIENCE)
    return folder / "saved" / "dien.xlsx"


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _order(late) -> list[str]:
    return late.sort_values(["late_wm", "dossier_id"], ascending=[False, True]).dossier_id.tolist()


def test_the_late_table_shows_the_confirmed_causes_and_the_rest_stays_proposed(made):
    ids, after = _order(made.before.late), made.after.late.set_index("dossier_id")
    proposed = made.before.late.set_index("dossier_id").cause
    assert (after.loc[ids[0]].cause, after.loc[ids[0]].cause_label) == ("PM-LOI", SOFTWARE)
    assert (after.loc[ids[0]].proposed_cause, after.loc[ids[1]].cause) == (proposed[ids[0]], proposed[ids[1]])
    assert after.is_confirmed.to_dict() == {one: one in ids[:2] for one in ids}
    assert after.loc[ids[2:]].cause.to_dict() == proposed[ids[2:]].to_dict()


def test_no_minute_moved(made):
    keys = ["dossier_id", "cause"]
    before, after = (study.cause_shares.set_index(keys).share_wm for study in (made.before, made.after))
    assert after[after > 0].sort_index().equals(before[before > 0].sort_index())
    assert made.after.cause_shares.groupby("dossier_id").is_main.sum().eq(1).all()


def test_the_pages_mark_what_is_confirmed_and_show_what_was_written_as_plain_text(made):
    page = (made.second / "20_ho_so_qua_han.html").read_text(encoding="utf-8")
    assert "Nguyên nhân (đã được đơn vị xác nhận): lỗi hệ thống" in page and "Chương trình đã đề xuất:" in page
    assert "Lỗi hệ thống (đã xác nhận)" in page and "Người giải trình: Bà Mai." in page
    assert "=HYPERLINK(" in page and "<b>Phần mềm</b>" not in page and "&lt;b&gt;Phần mềm&lt;/b&gt;" in page
    assert "Đã nhận giải trình của 2 trong 10 hồ sơ quá hạn; 2 hồ sơ được xác nhận nguyên nhân, trong đó 1 hồ sơ" in page
    assert "chương trình đề xuất" in page, "the other eight"
    assert "đã được đơn vị xác nhận" not in (made.first / "20_ho_so_qua_han.html").read_text(encoding="utf-8")
    front = (made.second / "10_tinh_hinh_giai_quyet.html").read_text(encoding="utf-8")
    assert "Nguyên nhân đã được đơn vị xác nhận ở 2/10 hồ sơ quá hạn" in front and "không đổi theo nguyên nhân đơn vị xác nhận" in front


def test_what_could_not_be_used_is_a_finding_and_goes_on_in_the_new_workbook(made):
    findings = made.after.findings
    [found] = findings[findings.rule.str.startswith("explanation.")].to_dict("records")
    assert (found["rule"], found["file"], found["row"]) == ("explanation.unknown_dossier", "dien.xlsx", 7)
    book = openpyxl.load_workbook(made.second / "giai-trinh.xlsx")
    assert [cell.value for cell in book[UNMATCHED_SHEET]["B"]][4:] == ["000.00.00.H00-000000-0000"]
    rows = {row[1]: row for row in book[SHEET].iter_rows(min_row=5, values_only=True)}
    ids = _order(made.before.late)
    assert rows[ids[0]][10:12] == (SOFTWARE, WORDS) and rows[ids[1]][15] == "Đồng ý" and rows[ids[2]][10] is None
    assert rows[ids[0]][8] == made.before.late.set_index("dossier_id").cause_label[ids[0]], "the proposal stays the program's"


def test_the_file_that_people_filled_is_untouched_and_named_in_the_manifest(made):
    assert _digest(made.filled) == made.digest
    manifest = json.loads((made.second / "run.json").read_text(encoding="utf-8"))
    assert {"name": "dien.xlsx", "sha256": made.digest, "size": made.filled.stat().st_size} in manifest["inputs"]
    assert "giai-trinh.xlsx" in manifest["files"]


def test_the_new_workbook_says_how_to_bring_it_back(made):
    lines = [cell.value for cell in openpyxl.load_workbook(made.second / "giai-trinh.xlsx")["Hướng dẫn"]["B"]]
    assert f"tthc report --period {PERIOD} --explanations giai-trinh.xlsx" in lines
