"""docs/mo-rong.md is true: its examples, copied as they stand into a project that `tthc init` made, do what the page says."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import nbformat
import pyarrow as pa
import pytest

import tthc
from tthc.analysis.calendar import calendar_table
from tthc.analysis.causes import load_causes
from tthc.analysis.causes.catalogue import cause_of
from tthc.cli.entry import run
from tthc.display.blocks import MIME
from tthc.model.law import load_law
from tthc.model.settings import load_run
from tthc.report.notebooks import chapter_notebooks, check_parameters, parameters
from tthc.sources.read import read_sources

PAGE = Path(__file__).resolve().parents[1] / "docs" / "mo-rong.md"
_APPENDED = re.compile(r"Thêm vào cuối `(?P<path>[^`]+)`:\n\n```csv\n(?P<text>.*?)```", re.DOTALL)
_NEW = re.compile(r"Tệp mới `(?P<path>[^`]+)`:\n\n```\w+\n(?P<text>.*?)```", re.DOTALL)
_CELLS = re.compile(r"Thêm hai ô vào cuối `(?P<path>[^`]+)`.*?```python\n(?P<one>.*?)```\n\n```python\n(?P<two>.*?)```", re.DOTALL)
_EXPORT = "Số biên nhận,Loại việc,Nhận lúc,Hẹn trả,Xong lúc,Tình trạng\nA,P,03/06/2024 08:00,10/06/2024,06/06/2024 08:00,Đã xong\nB,P,03/06/2024 08:00,10/06/2024,,Đang làm\n"


@pytest.fixture(scope="module")
def extended(tmp_path_factory: pytest.TempPathFactory, shared_shelf: Path) -> Path:
    """A project with everything that the page tells to type and to write."""
    folder, page = tmp_path_factory.mktemp("extended"), PAGE.read_text(encoding="utf-8")
    with _inside(folder):
        assert run(["init", "--example"]) == 0
        (folder / ".tthc").mkdir()
        (folder / ".tthc" / "bang").symlink_to(shared_shelf, target_is_directory=True)
        typed = [line for block in re.findall(r"```sh\n(.*?)```", page, re.DOTALL) for line in block.splitlines()]
        assert len(typed) == 6 and [line for line in typed if run(shlex.split(line)[1:]) != 0] == []
    for found in _APPENDED.finditer(page):
        with (folder / found["path"]).open("a", encoding="utf-8") as file:
            file.write(found["text"])
    for found in _NEW.finditer(page):
        assert not (folder / found["path"]).exists()
        (folder / found["path"]).write_text(found["text"], encoding="utf-8")
    cells = _CELLS.search(page)
    notebook = nbformat.read(folder / cells["path"], as_version=4)
    notebook.cells += [nbformat.v4.new_code_cell(cells[name]) for name in ("one", "two")]
    nbformat.write(notebook, folder / cells["path"])
    return folder


@contextmanager
def _inside(folder: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        yield


def test_the_cause_stands_for_the_step_that_its_row_names_and_for_no_other(extended: Path, engine):
    causes = load_causes(extended / "data" / "reference" / "causes.csv")
    rows = engine.load(pa.table({"state": ["sign", "sign"], "kind": ["sign", "sign"], "step": ["Ký tại UBND tỉnh", "Trình ký nội bộ"]}), "signed")
    found = engine.fetch(rows.mutate(cause=cause_of(rows, causes)).order_by("step"))
    assert found.cause.tolist() == ["CQ-KYTINH", "KY-CAP-TREN"]


@pytest.mark.soak
def test_the_late_dossier_that_the_page_names_has_the_own_cause(extended: Path):
    (named,) = re.findall(r"hồ sơ (\S+), trước đó “Chờ cấp trên ký ban hành”", PAGE.read_text(encoding="utf-8"))
    with _inside(extended):
        late = tthc.open("2024-01..2024-05").late.set_index("dossier_id")
    assert late.at[named, "cause_label"] == "Chờ ký tại UBND tỉnh"


def test_the_source_system_is_read(extended: Path, engine):
    export = extended / "data" / "raw" / "2024-06" / "ho-so.csv"
    export.parent.mkdir()
    export.write_text(_EXPORT, encoding="utf-8")
    read = engine.fetch(read_sources(load_run("2024-06", root=extended, profile="phan_mem_cu"), engine).tables["dossiers"])
    assert sorted(zip(read["dossier_id"], read["status"], read["finished_at"].notna(), strict=True)) == [("A", "9", True), ("B", "4", False)]


def test_the_law_set_counts_from_its_day(extended: Path):
    law = load_law(extended / "data" / "reference")
    before, after = law.on(date(2027, 2, 28)), law.on(date(2027, 3, 1))
    assert (before.id, after.id) == ("nd118_309", "nd999") and after.values["supplement_close_cd"].value == "15"


def test_the_calendar_has_hours(extended: Path):
    assert calendar_table(extended / "data" / "reference", "vn-lam-som").num_rows > 365


def test_the_chapter_shows_the_indicator_the_table_and_the_figure(extended: Path, monkeypatch: pytest.MonkeyPatch):
    """Its cells are run in order, as a kernel runs them, with the last value of each cell shown."""
    path = next(path for path in chapter_notebooks(extended) if path.name.startswith("85_"))
    with _inside(extended):
        check_parameters(path, parameters(tthc.open("2024-01..2024-05").run))
        monkeypatch.syspath_prepend(extended / "so-tay")
        names: dict[str, object] = {}
        shown = [_shown(cell.source, names) for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    table, figure = shown[-2:]
    assert table["type"] == "table" and len(table["rows"]) > 1 and figure["type"] == "picture"
    rows = names["rows"]
    assert ((rows["tu"] <= rows["mau"]) & (rows["thap"] <= rows["ty_le"]) & (rows["ty_le"] <= rows["cao"])).all() and rows["mau"].sum() > 50
    assert json.loads(path.read_text(encoding="utf-8"))["metadata"]["tthc"] == {"audience": "internal"}


def _shown(source: str, names: dict[str, object]) -> dict | None:
    lines = source.rstrip().splitlines()
    is_call = lines[-1].endswith(")") and not lines[-1].startswith((" ", ")")) and "=" not in lines[-1].split("(")[0]
    exec("\n".join(lines[:-1] if is_call else lines), names)  # noqa: S102
    return eval(lines[-1], names)._repr_mimebundle_()[MIME] if is_call else None  # noqa: S307
