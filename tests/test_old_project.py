"""Somebody's project from before works unchanged: his profile, explanations, memory and notebook, under the names he typed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

FIXTURE = Path(__file__).parent / "fixtures" / "project_fea8422"
LATE = ("000.00.22.H00-240110-0001", "000.00.22.H00-240105-0002", "000.00.22.H00-240112-0002")
MOVED = LATE[2]  # its deadline was moved after the first report


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("old") / "project"
    shutil.copytree(FIXTURE, folder)
    return folder


def test_the_cells_of_his_notebook_run_as_he_wrote_them(project: Path, monkeypatch: pytest.MonkeyPatch):
    """Up to the tables and figures, whose page is read in `make soak`: his profile, settings and memory, and what he imported."""
    monkeypatch.chdir(project)
    names: dict[str, object] = {}
    for cell in [one for one in nbformat.read("notebooks/90_cua_toi.ipynb", as_version=4).cells if one.cell_type == "code"][:2]:
        exec(cell.source, names)
    assert set(names["late"].dossier_id) == set(LATE) and MOVED in set(names["study"].changes.dossier_id)


@pytest.fixture(scope="module")
def report(project: Path) -> Path:
    """The report that the project makes with the explanations, by the command as it was typed then."""
    words = ["report", "--period", "2024-01..2024-02", "--explanations", "giai-trinh"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TTHC_")}
    made = subprocess.run([sys.executable, "-m", "tthc", *words], cwd=project, env=environment, capture_output=True, text=True)
    assert made.returncode == 0, made.stdout + made.stderr
    [folder] = (path.parent for path in project.glob("reports/*/*/run.json"))
    return folder


def _page(report: Path, name: str) -> str:
    """What a reader sees of a page, without marks."""
    html = (report / f"{name}.html").read_text(encoding="utf-8")
    body = re.search(r"<main.*</main>", html, flags=re.DOTALL)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", body.replace("<wbr>", "")).split())


@pytest.mark.soak
def test_his_own_notebook_is_a_chapter_with_what_it_computes(report: Path):
    page = _page(report, "90_cua_toi")
    assert all(dossier in page for dossier in LATE)
    counts = re.search(r"Tự đếm: (\d+) hồ sơ, \d+ dòng kết quả, (\d+) phút quá hạn, (\d+) thay đổi, (\d+) phút trong các đoạn", page)
    assert counts, page
    assert all(int(count) > 0 for count in counts.groups())
    assert "Hồ sơ quá hạn và số ngày làm việc quá hạn" in page, "a table of the package, called as it was called then"


@pytest.mark.soak
def test_what_his_unit_wrote_stands_beside_the_dossier(report: Path):
    page = _page(report, "20_ho_so_qua_han")
    assert "Phần mềm chuyên ngành dừng hai ngày." in page and "Người giải trình: Bà Mai, trưởng phòng." in page
    assert "Nguyên nhân (đã được đơn vị xác nhận)" in page


@pytest.mark.soak
def test_the_report_is_compared_with_the_remembered_one(report: Path):
    page = _page(report, "05_thay_doi")
    assert "04/03/2024" in page, "when the remembered report was made"
    assert MOVED in page and "15/02/2024" in page and "23/02/2024" in page


@pytest.mark.soak
def test_the_new_report_is_remembered_beside_the_old_one(report: Path):
    memory = report.parents[1] / ".lich-su"
    assert len(list((memory / "fingerprints").glob("*.parquet"))) == len(list((memory / "results").glob("*.parquet"))) == 2
