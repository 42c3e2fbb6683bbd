"""`tthc forget`: what the program keeps of old periods or of one dossier is listed, deleted, and nothing else is."""

from __future__ import annotations

import gzip
import json
import shutil
import zipfile
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from filelock import FileLock

from tthc.cli.forgetting import forgotten
from tthc.model.errors import UsageError
from tthc.model.schema import TABLES
from tthc.report.manifest import DONE, FILE
from tthc.report.mentions import mentions

LONG, OTHER = "000.00.22.H00-240228-0000000000001", "000.00.22.H00-240228-00000000000012"


def packed(path: Path, text: str) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/sharedStrings.xml", text)


def report(folder: Path, end: str, dossiers: list[str]) -> None:
    folder.mkdir(parents=True)
    data = {"state": DONE, "title": "Báo cáo", "made_at": f"{end}T08:00:00", "office": {}, "scope": {}, "period": {"start": end[:8] + "01", "end": end}}
    (folder / FILE).write_text(json.dumps(data), encoding="utf-8")
    cut = "".join(f"<td>{one[:12]}<wbr>{one[12:24]}<wbr>{one[24:]}</td>" for one in dossiers)
    (folder / "20.html").write_text(cut, encoding="utf-8")
    packed(folder / "phu-luc.xlsx", " ".join(dossiers))


def remember(memory: Path, name: str, end: str, dossiers: list[str]) -> None:
    for part, rows in (("fingerprints", [{"run": name, "dossier_id": one} for one in dossiers]), ("results", [{"run": name, "period_end": pd.Timestamp(end).date()}])):
        schema = TABLES[part].ibis_schema().to_pyarrow()
        columns = {field.name: [row.get(field.name) for row in rows] for field in schema}
        (memory / part).mkdir(parents=True, exist_ok=True)
        pq.write_table(pa.table(columns, schema=pa.schema([field.with_nullable(True) for field in schema])), memory / part / f"{name}.parquet")


@pytest.fixture
def project(tmp_path: Path, monkeypatch) -> Path:
    """Two finished reports (May with both dossiers, June with the other), a list, logs, tables, an export, a notebook."""
    (tmp_path / "tthc.toml").write_text('[office]\nname = "Sở Thử"\n', encoding="utf-8")
    out = tmp_path / "reports"
    report(out / "2024-05" / "20240601-080000", "2024-05-31", [LONG, OTHER])
    report(out / "2024-06" / "20240701-080000", "2024-06-30", [OTHER])
    report(out / "chia-se" / "2024-05" / "20240601-080000", "2024-05-31", ["mã khác"])
    remember(out / ".lich-su", "2024-05--20240601-080000", "2024-05-31", [LONG, OTHER])
    remember(out / ".lich-su", "2024-06--20240701-080000", "2024-06-30", [OTHER])
    (out / "index.html").write_text("cũ", encoding="utf-8")
    (out / "canh-bao" / "2024-05-31").mkdir(parents=True)
    packed(out / "canh-bao" / "2024-05-31" / "tong-hop.xlsx", LONG)
    (out / "nhat-ky").mkdir()
    (out / "nhat-ky" / "20240531-230000-7.log").write_text("xong", encoding="utf-8")
    (tmp_path / ".tthc" / "bang").mkdir(parents=True)
    pq.write_table(pa.table({"dossier_id": [LONG, OTHER]}), tmp_path / ".tthc" / "bang" / "late-1.parquet")
    (tmp_path / "data" / "raw").mkdir(parents=True)
    (tmp_path / "data" / "raw" / "ho-so.csv").write_text(f"Mã hồ sơ\n{LONG}\n", encoding="utf-16")
    (tmp_path / "data" / "raw" / "khac.csv.gz").write_bytes(gzip.compress(OTHER.encode()))
    (tmp_path / "so-tay").mkdir()
    (tmp_path / "so-tay" / "80.ipynb").write_text(json.dumps({"cells": [LONG]}), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def named_in(folder: Path, word: str) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file() and mentions(path, word))


GIVEN = ["data/raw/ho-so.csv", "so-tay/80.ipynb"]


def test_a_dossier_leaves_everything_that_the_program_made_and_nothing_else_goes(project):
    before = named_in(project, OTHER)
    said = forgotten(before=None, dossier=LONG, out=None, really=True)
    assert named_in(project, LONG) == GIVEN
    gone = {"reports/2024-05/20240601-080000/20.html", "reports/2024-05/20240601-080000/phu-luc.xlsx", ".tthc/bang/late-1.parquet"}
    assert named_in(project, OTHER) == [path for path in before if path not in gone], "one of its rows stays in the memory"
    assert (project / "reports/chia-se/2024-05/20240601-080000" / FILE).is_file()
    assert "Đã xóa:\n  - reports/2024-05/20240601-080000\n" in said and "  - data/raw/ho-so.csv\n  - so-tay/80.ipynb" in said
    assert "2024-05" not in (project / "reports" / "index.html").read_text(encoding="utf-8")
    assert not (project / "reports" / "2024-05").exists(), "no empty folder stays"


def test_without_yes_nothing_is_deleted_and_all_of_it_is_listed(project):
    before = sorted(path for path in project.rglob("*"))
    said = forgotten(before=None, dossier=LONG, out=None, really=False)
    assert sorted(path for path in project.rglob("*")) == before
    assert said.startswith("Sẽ xóa:\n  - reports/2024-05/20240601-080000\n") and "Chạy lại lệnh với --yes" in said


def test_old_periods_go_with_their_lists_logs_and_remembered_dossiers(project):
    forgotten(before="2024-06", dossier=None, out=None, really=True)
    assert named_in(project, LONG) == GIVEN
    assert named_in(project / "reports", OTHER) == [
        ".lich-su/fingerprints/2024-06--20240701-080000.parquet", "2024-06/20240701-080000/20.html", "2024-06/20240701-080000/phu-luc.xlsx",
    ]  # fmt: skip
    assert not list((project / "reports" / "nhat-ky").iterdir()) and not (project / "reports" / "chia-se" / "2024-05").exists()
    assert pq.read_table(project / "reports/.lich-su/results/2024-05--20240601-080000.parquet").num_rows == 1, "what counts and names nobody stays"


def test_a_period_that_only_begins_before_is_kept(project):
    said = forgotten(before="2024-05-31..2024-06-30", dossier=None, out=None, really=False)
    assert "reports/2024-05/" not in said


@pytest.mark.parametrize(("before", "dossier"), [(None, None), ("2024-05", "X")])
def test_exactly_one_of_the_two_is_asked_for(project, before, dossier):
    with pytest.raises(UsageError, match="đúng một trong hai"):
        forgotten(before=before, dossier=dossier, out=None, really=True)


def test_tables_that_a_notebook_holds_are_not_taken_from_it(project):
    with FileLock(project / ".tthc" / "bang" / "giu-1.lock"), pytest.raises(UsageError, match="đóng sổ đó"):
        forgotten(before=None, dossier=LONG, out=None, really=True)
    assert (project / "reports" / "2024-05" / "20240601-080000").is_dir()


def test_what_is_not_there_is_said(project):
    shutil.rmtree(project / ".tthc")
    assert forgotten(before=None, dossier="không có", out=None, really=True).startswith("Không có gì để xóa")


@pytest.mark.parametrize("text", [f"{LONG}2", f"1{LONG}", f"{LONG}-2"])
def test_another_dossier_whose_code_begins_alike_is_another(tmp_path, text):
    (tmp_path / "x.html").write_text(text, encoding="utf-8")
    assert not mentions(tmp_path / "x.html", LONG)
    (tmp_path / "x.html").write_text(f"({text}) {LONG}.", encoding="utf-8")
    assert mentions(tmp_path / "x.html", LONG)


def test_a_damaged_archive_says_nothing_and_stops_nothing(tmp_path):
    packed(tmp_path / "x.xlsx", LONG)
    (tmp_path / "x.xlsx").write_bytes((tmp_path / "x.xlsx").read_bytes()[:60])
    assert not mentions(tmp_path / "x.xlsx", LONG)
