"""`tthc init`, `notebooks copy`, `reference copy`, `doctor`: a project out of nothing, its own files, what it lacks."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from tthc.cli import doctor
from tthc.cli.entry import run
from tthc.model.settings import load_run
from tthc.model.shipped import shipped
from tthc.report.notebooks import chapter_notebooks

REFERENCE = shipped() / "data" / "reference"


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def begun(empty: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    assert run(["init", "--office", "Sở Tư pháp"]) == 0
    capsys.readouterr()
    return empty


def _office(folder: Path) -> dict:
    return tomllib.loads((folder / "tthc.toml").read_text(encoding="utf-8"))["office"]


def test_init_makes_a_project_that_a_run_is_described_in(begun: Path):
    assert {path.name for path in begun.iterdir()} == {"tthc.toml", "data", "so-tay", "reports", ".gitignore"}
    assert (begun / "data" / "raw").is_dir() and _office(begun)["name"] == "Sở Tư pháp" and _office(begun)["place"] == ""
    (begun / "data" / "raw" / "2024-06").mkdir()
    assert load_run("2024-06").root == begun.resolve()


@pytest.mark.parametrize("name", ['Phòng "Một cửa"', "Sở A\\B", "C:\\tthc\\n"])
def test_the_name_of_an_office_is_kept_whatever_is_in_it(empty: Path, name: str):
    assert run(["init", "x y", "--office", name]) == 0
    assert _office(empty / "x y")["name"] == name


def test_nobody_is_asked_where_nobody_sits(empty: Path, capsys: pytest.CaptureFixture[str]):
    assert run(["init"]) == 0
    assert _office(empty)["name"] == "" and "Ghi tên cơ quan" in capsys.readouterr().out


@pytest.mark.parametrize(("stdin", "stdout", "name"), [(True, True, "Sở B"), (True, False, ""), (False, True, "")])
def test_the_name_is_asked_for_at_a_terminal_only(empty: Path, monkeypatch: pytest.MonkeyPatch, stdin: bool, stdout: bool, name: str):
    ends = {one: SimpleNamespace(isatty=lambda is_tty=is_tty: is_tty) for one, is_tty in (("stdin", stdin), ("stdout", stdout))}
    monkeypatch.setattr("tthc.cli.app.sys", SimpleNamespace(**ends))
    monkeypatch.setattr("typer.prompt", lambda *_, **__: " Sở B ")
    assert run(["init"]) == 0 and _office(empty)["name"] == name
    assert run(["init", "x", "--office", "Sở C"]) == 0 and _office(empty / "x")["name"] == "Sở C"  # who says it is not asked
    assert run(["init", "y", "--example"]) == 0 and _office(empty / "y")["name"] == "Sở Nội vụ"


def test_a_chapter_of_one_s_own_is_begun(begun: Path, capsys: pytest.CaptureFixture[str]):
    assert run(["notebooks", "new", "85", "Chờ ký ở Văn phòng"]) == 0
    own = begun / "so-tay" / "85_cho_ky_o_van_phong.ipynb"
    cells = ["".join(cell["source"]) for cell in json.loads(own.read_text(encoding="utf-8"))["cells"]]
    assert cells[0] == "# Chờ ký ở Văn phòng" and "study = tthc.open(" in cells[-1]
    assert [path for path in chapter_notebooks(begun, "internal") if path == own] and own not in chapter_notebooks(begun, "shared")
    assert run(["notebooks", "new", "85", "Chờ ký ở Văn phòng"]) == 2 and run(["notebooks", "new", "8", "X"]) == 2


def test_an_example_brings_its_data_and_its_office(empty: Path, capsys: pytest.CaptureFixture[str]):
    assert run(["init", "thu", "--example"]) == 0
    told = capsys.readouterr().out
    assert {path.name for path in (empty / "thu" / "data" / "raw").iterdir()} == {"2024-01_2024-05", "2026-10"}
    assert _office(empty / "thu")["name"] == "Sở Nội vụ"
    assert told.splitlines()[-3:] == ["cd thu", "tthc check --period 2024-01..2024-05", "tthc report --period 2024-01..2024-05"]


def test_init_overwrites_nothing(begun: Path, capsys: pytest.CaptureFixture[str]):
    before = {path: path.read_bytes() for path in begun.rglob("*") if path.is_file()}
    assert run(["init", "--office", "Khác"]) == 2
    assert "đã là một dự án" in capsys.readouterr().err
    (begun / "tthc.toml").unlink()
    (begun / ".gitignore").write_text("của mình\n", encoding="utf-8")
    assert run(["init", "--office", "Sở Tư pháp"]) == 0
    after = {path: path.read_bytes() for path in begun.rglob("*") if path.is_file()}
    assert after == {**before, begun / ".gitignore": "của mình\n".encode()}
    assert "Giữ nguyên tệp đã có: .gitignore" in capsys.readouterr().out


def test_a_file_is_no_folder(empty: Path, capsys: pytest.CaptureFixture[str]):
    (empty / "x").write_text("", encoding="utf-8")
    assert run(["init", "x"]) == 2 and "là một tệp" in capsys.readouterr().err


def test_a_copied_chapter_stands_for_the_one_of_the_package(begun: Path, capsys: pytest.CaptureFixture[str]):
    assert run(["notebooks", "copy", "20"]) == 0
    copy = begun / "so-tay" / "20_ho_so_qua_han.ipynb"
    cells = [json.loads(path.read_text(encoding="utf-8"))["cells"] for path in (copy, shipped() / "notebooks" / copy.name)]
    assert cells[0] == cells[1]
    copy.write_text("của mình", encoding="utf-8")
    assert run(["notebooks", "copy", "20"]) == 2 and copy.read_text(encoding="utf-8") == "của mình"
    assert run(["notebooks", "copy", "21"]) == 2 and "20_ho_so_qua_han" in capsys.readouterr().err


def test_a_copied_reference_file_is_the_project_s_own(begun: Path, capsys: pytest.CaptureFixture[str]):
    own = begun / "data" / "reference" / "causes.csv"
    assert run(["reference", "copy", "causes.csv"]) == 0 and own.read_bytes() == (REFERENCE / "causes.csv").read_bytes()
    assert run(["reference", "copy", "causes.csv"]) == 2
    assert run(["reference", "copy", "cause.csv"]) == 2 and "causes.csv?" in capsys.readouterr().err


def test_an_own_calendar_begins_with_the_hours_of_the_package(begun: Path, capsys: pytest.CaptureFixture[str]):
    came = (REFERENCE / "calendar_hours.csv").read_text(encoding="utf-8")
    assert run(["calendar", "new", "vn-sang"]) == 0
    assert (begun / "data" / "reference" / "calendar_hours.csv").read_text(encoding="utf-8").startswith(came)
    assert (REFERENCE / "calendar_hours.csv").read_text(encoding="utf-8") == came
    assert run(["calendar", "show", "2026", "--name", "vn-sang"]) == 0
    assert "tthc reference copy calendar_vn.csv" in capsys.readouterr().out  # where two open days are settled


TODAY = date(2026, 6, 1)


def test_the_doctor_tells_where_a_project_is_to_be_made(empty: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("tthc.model.settings.project_file.checkout", list)
    found = doctor.look(TODAY)
    assert found.todo == ["Lập dự án: tthc init"]
    assert any(line.startswith("Kèm theo gói: 20 tệp tham chiếu, 11 chương") for line in found.lines)


def test_the_doctor_finds_nothing_to_do_in_a_new_project(begun: Path):
    assert doctor.look(TODAY).todo == []


def test_the_doctor_tells_how_the_project_s_files_stand_to_the_package_s(begun: Path, monkeypatch: pytest.MonkeyPatch):
    folder = begun / "data" / "reference"
    for name in ("causes.csv", "targets.csv"):
        assert run(["reference", "copy", name]) == 0
    with (folder / "targets.csv").open("a", encoding="utf-8") as file:
        file.write("# của mình\n")
    lines = (REFERENCE / "provinces.csv").read_text(encoding="utf-8").splitlines()
    (folder / "provinces.csv").write_text("\n".join(lines[:-2]), encoding="utf-8")
    (folder / "cua-minh.csv").write_text("", encoding="utf-8")
    found = doctor.look(TODAY)
    told = dict(line.strip().split(": ", 1) for line in found.lines if line.startswith("  "))
    assert told["causes.csv"].startswith("giống bản kèm theo gói")
    assert told["targets.csv"].startswith("bản của dự án, chép từ bản hiện có")
    assert told["provinces.csv"].endswith("thiếu 2 dòng mà bản kèm theo gói có")
    assert told["cua-minh.csv"] == "tệp riêng, gói không có"
    assert "provinces.csv" in found.todo[0] and found.todo[1:] == ["Tệp targets.csv, dòng 14: phải có đúng 6 cột; ô có dấu phân cách thì đặt trong dấu ngoặc kép."]


def test_the_doctor_sees_a_newer_edition_in_the_package(begun: Path):
    assert run(["reference", "copy", "targets.csv"]) == 0 and run(["notebooks", "copy", "30"]) == 0
    folder, chapter = begun / "data" / "reference", begun / "so-tay" / "30_nguyen_nhan.ipynb"
    then = "0" * 64  # of the edition from which they were copied, before the package was renewed
    (folder / "targets.csv").write_text("khác\n", encoding="utf-8")
    (folder / "ban-goc.csv").write_text(f"file,version,sha256\ntargets.csv,0.0.9,{then}\n", encoding="utf-8")
    notebook = json.loads(chapter.read_text(encoding="utf-8"))
    notebook["metadata"]["tthc"]["copied_from"]["sha256"] = then
    chapter.write_text(json.dumps(notebook), encoding="utf-8")
    todo = doctor.look(TODAY).todo
    assert "chép từ bản 0.0.9; gói nay có bản mới hơn" in todo[0] and "gói nay có bản mới hơn" in todo[1]
    assert len(todo) == 3 and todo[2].startswith("Tệp targets.csv"), "what it holds cannot be read either"


def test_the_doctor_tells_what_is_broken_and_goes_on(begun: Path):
    (begun / "data" / "reference" / "law_sets.csv").write_text("set,sai\n", encoding="utf-8")
    (begun / "tthc.toml").write_text("[office]\nten = 1\n", encoding="utf-8")
    found = doctor.look(TODAY)
    assert any("không có khóa “ten”" in one for one in found.todo) and any("law_sets.csv, dòng 1" in one for one in found.todo)
    assert any(line.startswith("Chương: 11 chương") for line in found.lines)


def test_the_doctor_tells_that_a_calendar_ends(begun: Path):
    (todo,) = doctor.look(date(2027, 11, 15)).todo
    assert todo.startswith("Lịch vn chỉ đến 31/12/2027")


def test_without_a_project_a_command_names_init(empty: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setattr("tthc.model.settings.project_file.checkout", list)
    assert run(["check", "--period", "2024-01"]) == 2
    assert capsys.readouterr().err.strip().endswith("tthc init")
