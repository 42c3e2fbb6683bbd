"""The second sample: a commune's People's Committee in October 2026, from the files in the repository to the report."""

from __future__ import annotations

import csv
import json
import os
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pypdf
import pytest
from python_calamine import CalamineWorkbook

from ends import ends_at
from law_words import citations, not_in_force
from small_tables import REFERENCE
from test_forms import calculated
from tthc.display.tables import law_note
from tthc.model.law import load_law
from tthc.model.schema.period_report import CELLS
from tthc.model.settings import load_run
from tthc.report import make_report
from tthc.simulate import write_commune_sample
from tthc.simulate.export import COMMUNE_WORKBOOKS, SYNTHETIC
from tthc.study import open_run

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "data" / "raw" / "2026-10"
GOLDEN = ROOT / "tests" / "golden" / "commune.csv"


def _cells(path: Path) -> dict[str, list]:
    book = CalamineWorkbook.from_path(str(path))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_the_files_in_the_repository_are_what_the_command_writes(tmp_path):
    assert write_commune_sample(tmp_path) == (260, 20)
    for name in COMMUNE_WORKBOOKS:
        assert _cells(tmp_path / name) == _cells(SAMPLE / name), name
    for name in ("README.md", "co-quan.toml"):
        assert (tmp_path / name).read_text(encoding="utf-8") == (SAMPLE / name).read_text(encoding="utf-8")


def test_every_sheet_says_that_it_is_synthetic():
    assert all(rows[1][0] == SYNTHETIC for name in COMMUNE_WORKBOOKS for rows in _cells(SAMPLE / name).values())
    assert (SAMPLE / "README.md").read_text(encoding="utf-8").startswith("# DỮ LIỆU MÔ PHỎNG")


@pytest.fixture(scope="module")
def run(module_project: Path):
    return load_run("2026-10", root=module_project)


@pytest.fixture(scope="module")
def report(run) -> Path:
    return make_report(run)


@pytest.fixture(scope="module")
def study(run):
    return open_run(run)


@pytest.mark.soak
def test_the_report_is_the_commune_s_and_not_the_project_s(run, report):
    assert (run.office.name, run.office.parent) == ("UBND xã Mô Phỏng", "UBND tỉnh Mô Phỏng")
    page = (report / "10_tinh_hinh_giai_quyet.html").read_text(encoding="utf-8")
    assert "UBND xã Mô Phỏng" in page and "không phải số liệu thật" in page and "Sở Nội vụ" not in page


@pytest.mark.soak
def test_the_first_page_is_whole_and_no_page_after_it_ends_above_three_fifths(report):
    pages = pypdf.PdfReader(report / "bao-cao.pdf").pages
    first = " ".join(pages[0].extract_text().split())
    assert "Khi đọc các số liệu này" in first and "224/2026/NĐ-CP" in first and "Mục lục" in pages[1].extract_text()
    upright = [page for page in pages[1:-1] if page.mediabox.height > page.mediabox.width]
    assert min(ends_at(page) for page in upright) > 0.6


def test_notes_questions_and_indicators_cite_the_texts_in_force_and_no_other(study):
    """The words of the whole report, in every file, are read in `make soak`."""
    text = " ".join([*law_note(study.info).items, *study.integrity.question, *study.indicators.source, *study.indicators.label])
    words = not_in_force(load_law(REFERENCE), date(2026, 8, 20), date(2026, 10, 31))
    assert "61/2018/NĐ-CP" in words and [word for word in words if word in text] == []
    assert "118/2025/NĐ-CP" in text


@pytest.mark.soak
def test_no_rendered_byte_cites_a_text_that_is_not_in_force(report):
    words = not_in_force(load_law(REFERENCE), date(2026, 8, 20), date(2026, 10, 31))
    assert "61/2018/NĐ-CP" in words and "01/2018/TT-VPCP" in words and "NĐ 61" in words
    assert citations(report.parents[1], words) == []  # the list of reports and their memory too


@pytest.mark.soak
def test_the_texts_in_force_are_cited(report):
    found = {hit.split(": ")[1] for hit in citations(report, {"118/2025/NĐ-CP": "", "309/2026/NĐ-CP": "", "224/2026/NĐ-CP": ""})}
    assert found == {"118/2025/NĐ-CP", "309/2026/NĐ-CP", "224/2026/NĐ-CP"}


def test_the_indicators_are_as_they_were(study):
    rows = study.measures
    rows = rows[rows.unit.isna() & rows.field.isna() & rows.procedure.isna()].sort_values(["basis", "rule", "measure"])
    columns = ["basis", "rule", "measure", "numerator", "denominator", "value", "points"]
    told = [
        {name: "" if pd.isna(value) else f"{value:.6f}" if isinstance(value, float) else str(value) for name, value in row.items()}
        for row in rows[columns].to_dict("records")
    ]
    if os.environ.get("TTHC_UPDATE_GOLDEN"):
        with GOLDEN.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(told)
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        assert told == list(csv.DictReader(file))


def test_every_duty_and_column_of_the_law_of_2026_occurs(study):
    assert {"supplement_late", "supplement_unclosed", "handover_late", "refusal_late", "forward_late"} <= set(study.integrity.sign)
    dossiers = study.dossiers
    assert dossiers.out_of_boundary.fillna(False).any() and dossiers.competent_at.notna().any()
    assert {"ended", "withdrawn", "stopped", "late", "open_late"} <= set(study.outcomes.outcome)
    assert set(study.outcomes.law_set) <= {"nd118_309", None}
    assert [one["name"] for one in study.info["systems"]["held"]][1:] == [
        "hệ thống của Bộ Tư pháp", "hệ thống của Bộ Nông nghiệp và Môi trường",
    ]  # fmt: skip


@pytest.mark.soak
def test_the_systems_are_counted_by_the_dossiers_of_the_period(study):
    systems = study.info["systems"]
    assert sum(one["n"] for one in systems["held"]) + systems["n_untold"] == study.info["n_dossiers"]


def test_form_07a_holds_the_period_report_and_its_sums_recompute(report, study):
    formulas = openpyxl.load_workbook(report / "bieu-07a.xlsx")["Theo đơn vị"]
    total = next(cell.row for cell in formulas["B"] if cell.value == "Tổng cộng")
    rows = study.period_report
    whole = rows[rows.unit.isna() & rows.field.isna() & rows.procedure.isna()].iloc[0]
    shown = {cell: calculated(formulas, formulas.cell(total, place).coordinate) for place, cell in enumerate(CELLS, 3)}
    assert shown == {cell: int(whole[cell]) for cell in CELLS}
    form = study.form_06a
    official = form[form.field.isna() & form.procedure.isna()].iloc[0]
    assert (whole.received, whole.settled, whole.open + whole.ended) == (official.c3, official.c7, official.c11)


@pytest.mark.soak
def test_the_manifest_names_both_forms(report):
    assert {"bieu-06a.xlsx", "bieu-07a.xlsx"} <= set(json.dumps(json.loads((report / "run.json").read_text(encoding="utf-8"))).split('"'))
