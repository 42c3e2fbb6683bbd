"""Two reports on one period with an altered deadline, a deleted dossier and a late arrival between them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest

from altered import register
from tthc.analysis import history
from tthc.model.settings import Run, load_run
from tthc.report import make_report
from tthc.study import open_run

PERIOD = "2024-01..2024-05"
ARRIVED = "000.00.22.H00-240410-0099"
FIRST, SECOND = datetime(2024, 6, 3, 8, 30), datetime(2024, 6, 10, 8, 30)


def chapter(folder: Path) -> str:
    """What a reader sees of chapter 05, without marks."""
    html = (folder / "95_thay_doi.html").read_text(encoding="utf-8")
    body = re.search(r"<main.*</main>", html, flags=re.DOTALL)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", body.replace("<wbr>", "")).split())


def since_april(run: Run) -> pd.Series:
    """How many changes of each kind the untouched data show between a cut at the end of April and the end of May."""
    april, may = open_run(replace(run, as_of=datetime(2024, 5, 1))), open_run(run)
    known = [april.table(name) for name in ("registered", "outcomes", "steps")]
    last = history.fingerprints(*known, name="r", rule="system", until=april.run.cut).to_pyarrow()
    tables = {name: may.table(name) for name in ("registered", "outcomes", "steps", "stops", "due_changes")}
    rows = history.changes(may.engine.load(last, "last"), tables, rule="system", until=april.run.cut)
    return may.engine.fetch(rows).change.value_counts()


@pytest.fixture(scope="module")
def two(module_project: Path) -> dict:
    """The project after both reports, and what was done in between."""
    for path in (module_project / "notebooks").glob("*.ipynb"):
        if not path.name.startswith("95_"):
            path.unlink()
    run = load_run(PERIOD, root=module_project)
    first = make_report(run, now=FIRST)
    dossiers = open_run(run).dossiers.sort_values("dossier_id")
    honest = since_april(run)
    late = dossiers[dossiers.outcome == "late"].iloc[0]
    deleted, like = dossiers[dossiers.outcome == "early"].dossier_id.iloc[:2]
    with register(module_project / "data" / "raw" / "2024-01_2024-05") as sheet:
        sheet.set(late.dossier_id, "Ngày hẹn trả", "30/04/2024")
        sheet.delete(deleted)
        sheet.copy(like, ARRIVED)
    return {
        "root": module_project, "first": first, "second": make_report(run, now=SECOND),
        "honest": honest, "late": late, "deleted": deleted, "all": set(dossiers.dossier_id) | {ARRIVED},
    }  # fmt: skip


def test_the_first_report_of_a_period_has_nothing_to_compare_with(two):
    assert "Đây là báo cáo đầu tiên về kỳ này; chưa có báo cáo trước để so sánh." in chapter(two["first"])
    assert not [code for code in two["all"] if code in chapter(two["first"])]


def test_the_chapter_names_exactly_the_altered_the_deleted_and_the_late_one(two):
    text = chapter(two["second"])
    named = {code for code in two["all"] if code in text}
    assert named == {two["late"].dossier_id, two["deleted"], ARRIVED}


def test_each_is_a_question_that_says_what_was_and_what_is(two):
    text, before = chapter(two["second"]), two["late"].due_at
    assert f"Hạn trả đã đổi từ {before:%d/%m/%Y} thành 30/04/2024 sau báo cáo ngày 03/06/2024: căn cứ nào?" in text
    assert "Hồ sơ chuyển từ “Quá hạn” sang “Trước hạn”." in text
    assert "Có trong báo cáo ngày 03/06/2024 (tiếp nhận" in text and "nay không còn trong dữ liệu" in text
    assert "chưa có trong dữ liệu của báo cáo ngày 03/06/2024: vì sao được ghi muộn?" in text
    assert "không có hồ sơ nào mới quá hạn, không có hồ sơ nào đã giải quyết thêm và 3 điểm cần kiểm tra" in text


def test_data_that_nobody_altered_raise_no_question_from_one_cut_to_the_next(two):
    """Of 18 dossiers open at the end of April 17 were settled in May, as the two reports count them."""
    assert two["honest"].to_dict() == {"settled": 17}


def test_an_analyst_gets_the_same_from_the_study_after_the_report_is_published(two):
    study = open_run(load_run(PERIOD, root=two["root"]))
    assert study.last_report.made_at == FIRST
    found = study.changes.set_index("dossier_id").change.to_dict()
    assert found == {two["late"].dossier_id: "due_altered", two["deleted"]: "deleted", ARRIVED: "late_arrival"}
    assert set(study.results.made_at) == {FIRST, SECOND}


def test_the_memory_lies_beside_the_reports_and_no_report_keeps_a_copy(two):
    reports = two["root"] / "reports"
    kept = {path.parent.name: len(list(path.parent.glob("*.parquet"))) for path in (reports / ".lich-su").glob("*/*.parquet")}
    assert kept == {"results": 2, "fingerprints": 2}
    assert not list(reports.glob("*/*/lich-su"))
