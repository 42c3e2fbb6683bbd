"""`tthc report --by unit`: a folder for each unit, with nothing of another unit's dossiers in any byte of it."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from openpyxl import load_workbook

from browsing import Visit, axe_findings, browser, open_details
from canaries import readings
from tthc.cli.entry import run as tthc
from tthc.display.blocks import anchor
from tthc.model.errors import UsageError
from tthc.model.settings import load_run
from tthc.report import make_report, notebooks
from tthc.study import open_run
from tthc.study.units import UNNAMED, of_unit, unit_names
from units_project import KEPT, MERGED, part, rename_units

PERIOD = "2024-01..2024-05"
NAMELESS = "khong-ghi"
FILES = {"70_theo_don_vi.html", "bao-cao.pdf", "phu-luc.xlsx"}


@pytest.fixture(scope="module")
def project(module_project: Path) -> Path:
    """Four units and three dossiers of none; of the ordinary chapters only the one on late dossiers."""
    rename_units(module_project / "data" / "raw" / "2024-01_2024-05", parts=2, merge=True, nameless=3)
    for path in (module_project / "notebooks").glob("*.ipynb"):
        if path.stem[:2] not in ("20", "70", "71"):
            path.unlink()
    return module_project


@pytest.fixture(scope="module")
def report(project: Path) -> Path:
    return make_report(load_run(PERIOD, root=project), by="unit")


@pytest.fixture(scope="module")
def study(project: Path, report: Path):
    return open_run(load_run(PERIOD, root=project))


def _folders(report: Path) -> dict[str, str]:
    """Unit → its folder, by the heading of its page."""
    pages = {path.parent.name: path.read_text(encoding="utf-8") for path in (report / "don-vi").glob("*/*.html")}
    return {re.search(r"<h1[^>]*>([^<]+)</h1>", page)[1]: name for name, page in pages.items()}


def test_every_unit_has_a_folder_of_its_own(report: Path, study):
    units = unit_names(study)
    assert set(units[:-1]) == {part(1), part(2), KEPT, MERGED} and units[-1] == UNNAMED
    folders = _folders(report)
    assert set(folders) == {*units[:-1], "Hồ sơ không ghi đơn vị"} and folders["Hồ sơ không ghi đơn vị"] == NAMELESS
    assert all({path.name for path in folder.iterdir()} == FILES for folder in (report / "don-vi").iterdir())
    assert {path.stem for path in (report / "notebooks" / "don-vi").iterdir()} == set(folders.values())


def test_no_byte_of_a_unit_s_files_has_another_unit_s_dossier(report: Path, study):
    dossiers = study.dossiers.assign(unit=study.dossiers["unit"].fillna("Hồ sơ không ghi đơn vị"))
    names = _folders(report)
    for unit, own in dossiers.groupby("unit")["dossier_id"]:
        files = [*(report / "don-vi" / names[unit]).iterdir(), report / "notebooks" / "don-vi" / f"{names[unit]}.ipynb"]
        others = set(dossiers["dossier_id"]) - set(own)
        late = set(study.late["dossier_id"]) & set(own)
        for path in files:
            text = _everything(path)
            assert not [code for code in others if code.lower() in text or anchor(code).rsplit("-", 1)[0] in text], (unit, path.name)
            assert all(code.lower() in text for code in late), (unit, path.name)  # so the search does find codes


def _everything(path: Path) -> str:
    """Every reading of the file without what breaks words: spaces, soft breaks, tags between letters."""
    return re.sub(r"<wbr>|\\u200b|[\s\u200b\u00ad]+", "", " ".join(readings(path))).lower()


def test_the_units_sum_to_the_office(study):
    parts = [of_unit(study, unit) for unit in unit_names(study)]
    cells = [f"c{number}" for number in range(3, 14)]
    whole = study.form_06a[study.form_06a["field"].isna()][cells].sum()
    summed = sum(part.form_06a[part.form_06a["field"].isna()][cells].sum() for part in parts)
    assert summed.tolist() == whole.tolist() and whole["c3"] > 200
    assert sorted(code for part in parts for code in part.late["dossier_id"]) == sorted(study.late["dossier_id"])
    assert sum(part.parts["share_wm"].sum() for part in parts) == pytest.approx(study.parts["share_wm"].sum())


def test_officers_are_counted_in_the_unit_s_dossiers_only(study):
    unit = KEPT  # not split, and its officers work for nobody else
    office = study.workload[study.workload["unit"] == unit].sort_values("officer").reset_index(drop=True)
    own = of_unit(study, unit).workload.sort_values("officer").reset_index(drop=True)
    pd.testing.assert_frame_equal(own, office[list(own.columns)], check_dtype=False)
    assert of_unit(study, part(1)).workload.empty  # its steps bear the name before the split


def test_what_another_unit_s_dossier_is_called_in_an_explanation_is_blotted_out(study):
    own, other = (study.late.loc[study.late["dossier_unit"] == unit, "dossier_id"].iloc[0] for unit in (part(1), part(2)))
    said = {column: [None] for column in study.explanations.columns} | {"dossier_id": [own], "explanation": [f"Như hồ sơ {other} và {own}."]}
    kept = study._frames["explanations"]
    study._frames["explanations"] = pd.DataFrame(said)
    try:
        assert of_unit(study, part(1)).explanations["explanation"].tolist() == [f"Như hồ sơ (mã hồ sơ của đơn vị khác) và {own}."]
    finally:
        study._frames["explanations"] = kept


def test_the_chapter_over_all_units_leads_to_each_page_and_ranks_nobody(report: Path):
    page = (report / "71_so_sanh_don_vi.html").read_text(encoding="utf-8")
    links = re.findall(r'href="(don-vi/[^"]+)"', page)
    assert len(set(links)) == 5 and all((report / link).is_file() for link in links)
    assert "không được xếp hạng" in page and "Đã xét cơ cấu thủ tục" in page
    assert not (report / "70_theo_don_vi.html").exists()


def test_links_of_a_unit_s_page_lead_somewhere(report: Path):
    page = report / "don-vi" / NAMELESS / "70_theo_don_vi.html"
    for link in re.findall(r'href="([^"#]+)"', page.read_text(encoding="utf-8")):
        assert link.startswith("data:") or (page.parent / link).exists(), link


def test_the_workbook_of_a_unit_has_its_rows_and_says_whose_it_is(report: Path, study):
    book = load_workbook(report / "don-vi" / "ban-ton-giao" / "phu-luc.xlsx")
    assert "Ban Tôn giáo" in book["Đọc trước"]["A1"].value
    rows = list(book["Hồ sơ trong kỳ"].iter_rows(min_row=2, values_only=True))
    assert len(rows) == (study.dossiers["unit"] == "Ban Tôn giáo").sum() == 22


def test_the_notebook_of_a_unit_ran_on_the_tables_of_the_report(report: Path):
    notebook = nbformat.read(report / "notebooks" / "don-vi" / f"{NAMELESS}.ipynb", as_version=4)
    assert notebook.metadata.papermill.parameters["unit"] == UNNAMED
    shown = [output.data["text/plain"] for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert "phần không ghi đơn vị chưa giải quyết xong hồ sơ nào. Còn 3 hồ sơ" in shown[0]


def test_without_by_the_units_notebooks_are_no_chapters(project: Path):
    assert [path.stem for path in notebooks.chapter_notebooks(project)] == ["20_ho_so_qua_han"]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ("--by officer", "--by không nhận giá trị “officer”; giá trị được dùng: unit."),
        ("--by unit --audience shared", "Trang theo đơn vị chỉ có ở bản nội bộ"),
        ("--by unit --unit X", "--by unit lập trang cho mọi đơn vị nên không đi cùng --unit"),
    ],
)
def test_what_by_unit_does_not_go_with_is_one_sentence(options, says, project: Path, monkeypatch, capsys):
    monkeypatch.chdir(project)
    assert tthc(["report", "--period", PERIOD, *options.split()]) == 2
    shown = capsys.readouterr().err.strip()
    assert says in shown and "\n" not in shown


def test_a_unit_that_handles_nothing_is_told_with_those_that_do(study):
    with pytest.raises(UsageError, match="Trong kỳ chưa thấy hồ sơ nào của đơn vị “Bộ phận Một cửa”; các đơn vị có hồ sơ: .*Ban Tôn giáo"):
        of_unit(study, "Bộ phận Một cửa")
    with pytest.raises(UsageError, match="không có bảng “queues”"):
        of_unit(study, "Ban Tôn giáo").frame("queues")


@pytest.fixture(scope="module")
def chromium():
    with browser() as running:
        yield running


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, pytest.param(390, marks=pytest.mark.soak)])
@pytest.mark.parametrize("name", ["71_so_sanh_don_vi.html", f"don-vi/{NAMELESS}/70_theo_don_vi.html", "don-vi/ban-thi-dua-khen-thuong-nhom-1/70_theo_don_vi.html"])
def test_the_pages_are_quiet_fit_the_screen_and_keep_nobody_out(chromium, report: Path, name, width):
    with Visit(chromium, report / name, width) as visit:
        open_details(visit.page)
        assert visit.said == [] and [url for url in visit.asked if not url.startswith(("file://", "data:"))] == []
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
        assert axe_findings(visit.page) == []
