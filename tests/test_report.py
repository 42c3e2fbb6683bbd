"""`make_report`: the whole way with real kernels, and what is left behind when it fails."""

from __future__ import annotations

import errno
import json
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from filelock import FileLock
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat.v4 import new_code_cell

from report_project import MADE_AT, SOURCES, SampleStudy, make_project, write_notebook
from tthc.model.errors import DataStop, RunFailed, UsageError
from tthc.model.limits import Limits
from tthc.model.settings import Run, load_run
from tthc.report import kernels, make_report, notebooks, publish
from tthc.report.failures import explain
from tthc.study.store import PINNED, fingerprint, pin, pinned_folder


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> tuple[Run, Path, list[tuple[int, int, str]]]:
    """One report of the sample notebooks; the tests of this file leave it as it is."""
    run = make_project(tmp_path_factory.mktemp("report"))
    said: list[tuple[int, int, str]] = []
    folder = make_report(run, progress=lambda *step: said.append(step), now=MADE_AT, open_study=lambda _: SampleStudy())
    return run, folder, said


def _everything(out: Path) -> dict[str, bytes]:
    return {str(path.relative_to(out)): path.read_bytes() for path in out.rglob("*") if path.is_file() and path.name != ".khoa"}


def test_a_report_is_a_folder_of_its_own_with_every_rendition(made):
    run, folder, _ = made
    assert folder == run.out / "2024-01_2024-05" / "20240603-083000"
    names = {path.name for path in folder.iterdir()}
    assert names >= {"10_tinh_hinh.html", "20_ho_so_qua_han.html", "bao-cao.pdf", "bao-cao.docx", "phu-luc.xlsx", "notebooks", "run.json"}
    files = json.loads((folder / "run.json").read_text(encoding="utf-8"))["files"]
    assert names == {*files, "10_tinh_hinh.html", "20_ho_so_qua_han.html", "notebooks", "nhat-ky.log", "run.json"}
    assert sorted(path.name for path in run.out.iterdir() if path.name != ".khoa") == ["2024-01_2024-05", "index.html"]


def test_the_chapters_show_what_the_cells_displayed_and_no_code(made):
    html = (made[1] / "10_tinh_hinh.html").read_text(encoding="utf-8")
    assert "Trong 5 tháng đầu năm 2024, cơ quan đã giải quyết 1.015 hồ sơ" in html and "Trong kỳ không có hồ sơ nào bị trả lại." in html
    assert "from tthc.display.blocks import" not in html and "DataTable(" not in html


def test_the_manifest_says_how_the_report_came_about(made):
    data = json.loads((made[1] / "run.json").read_text(encoding="utf-8"))
    assert (data["state"], data["made_at"], data["cut"]) == ("done", "2024-06-03T08:30:00", "2024-06-01T00:00:00")
    assert data["inputs"] == SampleStudy.info["inputs"] and data["fingerprint"] == "computed"
    assert data["accounting"] == {"n_read": 2345, "n_accepted": 2340, "n_set_aside": 5}
    assert data["key_figures"]["qd766_5_4"] == {"value": 66.67, "numerator": 20.0, "denominator": 30.0, "measured_in": "%"}
    assert data["key_figures"]["late"]["value"] == 10.0 and data["rules"]["compare"] == "date"
    assert [chapter["title"] for chapter in data["chapters"]] == ["Tình hình giải quyết", "Hồ sơ quá hạn"]
    assert {output["name"] for output in data["outputs"]} >= {"bao-cao.pdf", "phu-luc.xlsx", "notebooks/10_tinh_hinh.ipynb"}


def test_the_log_stands_beside_the_manifest_with_the_time_of_every_step(made):
    lines = (made[1] / "nhat-ky.log").read_text(encoding="utf-8").splitlines()
    assert all(re.match(r"\d\d/\d\d/\d{4} \d\d:\d\d:\d\d  \[\d/7\] ", line) for line in lines)
    assert lines[0].endswith("[0/7] Đang đọc dữ liệu và tính các bảng") and lines[-1].endswith("[7/7] Đã dựng bản in")


def test_the_index_shows_the_report_with_its_key_figures(made):
    html = (made[0].out / "index.html").read_text(encoding="utf-8")
    assert 'href="2024-01_2024-05/20240603-083000/10_tinh_hinh.html"' in html and "66,67%" in html and "20/30" in html


def test_progress_counts_up_to_its_total(made):
    steps = [done for done, _, _ in made[2]]
    assert steps == sorted(steps) and steps[0] == 0 and steps[-1] == made[2][-1][1] == 7 and made[2][-1][2] == "Xong"


FAILING = {
    "a cell's error": ("1 / 0", r"Chương 20_ho_so_qua_han không hoàn thành: ô lệnh số \d+ không chạy được \(division by zero\)"),
    "a kernel that dies": ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "Chương 20_ho_so_qua_han.*tiến trình tính toán dừng"),
}


@pytest.mark.parametrize(("code", "says"), FAILING.values(), ids=FAILING)
def test_a_failing_chapter_leaves_the_last_good_report_and_the_index_as_they_were(made, tmp_path, code, says):
    good, _, _ = made
    before = _everything(good.out)
    run = make_project(tmp_path, {"10_tinh_hinh": SOURCES["10_tinh_hinh"], "20_ho_so_qua_han": ["# Hồ sơ quá hạn", code]})
    with pytest.raises(RunFailed, match=says) as failure:
        make_report(replace(run, out=good.out), open_study=lambda _: SampleStudy())
    assert _everything(good.out) == before
    message = str(failure.value)
    assert "Traceback" not in message and "\n" not in message
    log = Path(re.search(r"Chi tiết trong (\S+\.log)", message)[1])
    assert "Traceback" in log.read_text(encoding="utf-8")


def test_a_chapter_over_its_time_limit_ends_and_nothing_is_published(tmp_path, monkeypatch):
    run = make_project(tmp_path, {"10_x": ["# X", *["import time; time.sleep(1)"] * 9]})  # no cell is long, the chapter is
    monkeypatch.setattr("tthc.report.make.load_limits", lambda _: Limits(chapter_minutes=3 / 60))
    with pytest.raises(RunFailed, match="Chương 10_x không hoàn thành: chạy quá lâu nên bị dừng.*chapter_minutes") as failure:
        make_report(run, open_study=lambda _: SampleStudy())
    assert failure.value.public_message and str(tmp_path) not in failure.value.public_message
    assert _everything(run.out) == {}


def test_a_kernel_that_a_busy_machine_keeps_silent_is_not_put_down_to_the_limit_of_chapters(tmp_path, monkeypatch):
    class Silent:
        kc = None

        def __init__(self, *_, iopub_timeout: int, startup_timeout: int, **__) -> None:
            assert min(iopub_timeout, startup_timeout) >= 600

        def execute(self) -> None:
            raise CellTimeoutError.error_from_timeout_and_cell("Timeout waiting for IOPub output", 600, new_code_cell())

    run = make_project(tmp_path, {"10_x": ["# X"]})
    monkeypatch.setattr("tthc.report.kernels.PapermillNotebookClient", Silent)
    with pytest.raises(RunFailed, match="Chương 10_x không hoàn thành: máy quá bận, .* không trả lời trong 10 phút, hãy đóng bớt") as failure:
        make_report(run, open_study=lambda _: SampleStudy())
    assert "chapter_minutes" not in str(failure.value) and _everything(run.out) == {}


def test_a_kernel_that_never_answers_is_silent_and_one_that_is_gone_is_dead():
    class Client:
        start_channels = stop_channels = staticmethod(lambda: None)

        async def wait_for_ready(self, timeout: int) -> None:
            raise RuntimeError("Kernel didn't respond")

    class Kernel:
        client = Client

        def __init__(self, lives: bool) -> None:
            self.lives = lives

        async def is_alive(self) -> bool:
            return self.lives

    for lives, error in ((True, kernels.KernelSilentError), (False, DeadKernelError)):
        with pytest.raises(error):
            kernels._tell(Kernel(lives), "1")


def test_a_drive_that_does_not_answer_is_not_put_down_to_the_limit_of_chapters(tmp_path):
    run = make_project(tmp_path, {"10_x": ["# X"]})
    assert "ổ đĩa hoặc mạng không trả lời" in str(explain(OSError(errno.ETIMEDOUT, "Connection timed out"), run))


def _full(*_, **__):
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("step", ["workbook.write_workbook", "print.write_pdf", "manifest.write_manifest"])
def test_a_full_disk_is_one_sentence_and_leaves_nothing(tmp_path, monkeypatch, step):
    run = make_project(tmp_path, {"10_ngan": ["# Ngắn"]})
    monkeypatch.setattr(f"tthc.report.{step}", _full)
    with pytest.raises(RunFailed, match="ổ đĩa đã đầy, hãy dọn bớt rồi chạy lại; báo cáo trước đó được giữ nguyên"):
        make_report(run, open_study=lambda _: SampleStudy())
    assert _everything(run.out) == {}


def test_data_that_stop_the_run_stop_it_as_they_are(tmp_path):
    run = make_project(tmp_path, {"10_ngan": ["# Ngắn"]})

    def stop(_):
        raise DataStop("Thiếu cột “Mã hồ sơ”.")

    with pytest.raises(DataStop, match="^Thiếu cột “Mã hồ sơ”.$"):
        make_report(run, open_study=stop)
    assert _everything(run.out) == {}


def test_a_second_run_waits_for_nobody(tmp_path):
    run = make_project(tmp_path, {"10_ngan": ["# Ngắn"]})
    run.out.mkdir()
    with FileLock(run.out / ".khoa"), pytest.raises(RunFailed, match="khác đang chạy.*hãy chờ") as failure:
        make_report(run, open_study=lambda _: SampleStudy())
    assert failure.value.exit_code == 3


def test_what_a_killed_run_left_is_swept_away(tmp_path):
    left = tmp_path / ".dang-lap-x"
    left.mkdir()
    (left / "10.html").write_text("half")
    with publish.one_at_a_time(tmp_path):
        assert not left.exists()


def test_two_reports_of_one_second_do_not_touch_each_other(tmp_path):
    for _ in range(2):
        with publish.workspace(tmp_path) as work:
            (work / "run.json").write_text("{}")
            publish.publish(work, tmp_path, "2024-01", MADE_AT)
    assert sorted(path.name for path in (tmp_path / "2024-01").iterdir()) == ["20240603-083000", "20240603-083000-2"]


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({}, "2024-01_2024-05"),
        ({"field": "Thi đua – khen thưởng"}, "2024-01_2024-05-thi-dua-khen-thuong"),
        ({"sources": (Path("/tmp/WABO receipt.csv.gz"),), "unit": "Phòng 1"}, "2024-01_2024-05-wabo-receipt-phong-1"),
    ],
)
def test_the_folder_names_what_narrows_the_report(tmp_path, changes, name):
    assert publish.folder_name(replace(make_project(tmp_path), **changes)) == name


# Parameters


PARAMETERS = ("period", "source", "profile", "as_of", "unit", "field", "rules", "explanations")


@pytest.mark.parametrize(
    ("cell", "given", "says"),
    [
        ('period = ""', {"perod": "2024"}, "10_x.ipynb không có tham số “perod”; các tham số được khai báo: period"),
        ("", {"period": "2024"}, "không có tham số “period”; các tham số được khai báo: không có"),
        ("top = 5", {"top": "5"}, "“top” của sổ tay phân tích 10_x.ipynb là kiểu int, không nhận giá trị '5'"),
        ('period = ""', {"period": 2024}, "“period” của sổ tay phân tích 10_x.ipynb là kiểu str, không nhận giá trị 2024"),
        ("period = (", {"period": "2024"}, "Ô tham số của sổ tay phân tích 10_x.ipynb không đọc được ở dòng 1"),
    ],
)
def test_a_parameter_that_a_notebook_does_not_take_is_wrong_use(tmp_path, cell, given, says):
    with pytest.raises(UsageError, match=re.escape(says)):
        notebooks.check_parameters(write_notebook(tmp_path / "10_x.ipynb", ["# X"], parameters=cell), given)


def test_wrong_parameters_stop_the_report_before_any_cell_runs(tmp_path):
    run = make_project(tmp_path, {"10_x": ["# X", f"open({str(tmp_path / 'ran')!r}, 'w').close()"]})
    write_notebook(run.root / "notebooks" / "10_x.ipynb", ["# X"], parameters='period = ""')

    def never(_):
        raise AssertionError("the study was opened")

    with pytest.raises(UsageError, match="không có tham số “source”"):
        make_report(run, open_study=never)
    assert not (tmp_path / "ran").exists() and not run.out.exists()


def test_the_notebooks_get_the_run_as_text(tmp_path):
    run = replace(make_project(tmp_path), unit="Phòng 1", as_of=MADE_AT - timedelta(days=30))
    given = notebooks.parameters(run)
    assert set(given) == set(PARAMETERS) and all(type(value) is str for value in given.values())
    assert (given["period"], given["unit"], given["as_of"]) == ("2024-01..2024-05", "Phòng 1", "2024-05-04T08:30:00")
    assert given["rules"].startswith("rule=system,compare=date,")


def test_chapters_are_the_numbered_notebooks_that_say_nothing_else(tmp_path):
    folder = tmp_path / "notebooks"
    folder.mkdir()
    for name in ("30_c", "00_a", "nhap", "8_b"):
        write_notebook(folder / f"{name}.ipynb", ["# X"])
    write_notebook(folder / "80_kham_pha.ipynb", ["# X"], tthc={"chapter": False})
    assert [found.stem for found in notebooks.chapter_notebooks(tmp_path)] == ["00_a", "30_c"]


def test_a_project_without_notebooks_says_so(tmp_path):
    (tmp_path / "notebooks").mkdir()
    with pytest.raises(UsageError, match="không có sổ tay phân tích nào dạng NN_ten.ipynb"):
        notebooks.chapter_notebooks(tmp_path)


def test_a_broken_notebook_is_named(tmp_path):
    (tmp_path / "so-tay").mkdir()
    (tmp_path / "so-tay" / "10_x.ipynb").write_text("{")
    with pytest.raises(UsageError, match="10_x.ipynb không đọc được"):
        notebooks.chapter_notebooks(tmp_path)


def test_notebooks_open_the_study_that_the_report_computed(tmp_path):
    """A kernel gets the run as text; where the report goes is not among it and must not make another study."""
    run = make_project(tmp_path)
    given = {name: value for name, value in notebooks.parameters(run).items() if name != "rules"}
    again = load_run(**given, root=run.root, rules=dict(pair.split("=") for pair in notebooks.parameters(run)["rules"].split(",")))
    assert fingerprint(replace(run, out=tmp_path / "elsewhere")) == fingerprint(again)


def test_a_profile_beside_the_project_is_part_of_what_a_run_depends_on(tmp_path):
    profile = tmp_path / "rieng.toml"
    profile.write_text("a = 1", encoding="utf-8")
    run = replace(make_project(tmp_path), profile=str(profile))
    before = fingerprint(run)
    profile.write_text("a = 2", encoding="utf-8")
    assert fingerprint(run) != before


def test_notebooks_keep_to_that_study_even_if_an_input_changes_meanwhile(tmp_path, monkeypatch):
    run = make_project(tmp_path)
    monkeypatch.setenv(PINNED, pin(replace(run, out=tmp_path / "elsewhere"), tmp_path / "computed"))
    (run.root / "data" / "raw" / "new.csv").write_text("x")
    assert pinned_folder(run) == tmp_path / "computed"
    assert pinned_folder(replace(run, unit="Phòng 1")) is None


def test_a_kernel_gets_the_study_and_an_empty_namespace_for_each_chapter(tmp_path):
    check = "import os; assert os.environ['TTHC_STUDY'].endswith('=computed'); assert 'left' not in globals(); left = 1"
    run = make_project(tmp_path, {f"{i}0_x": ["# X", check] for i in (1, 2, 3)})
    # A chapter of the office's own stands for the one of its name; modules beside it are found, and stand for no other.
    own = tmp_path / "so-tay"
    own.mkdir()
    (own / "cua_toi.py").write_text("import json\nTOLD = json.loads('\"Của cơ quan\"')\n", encoding="utf-8")
    (own / "json.py").write_text("raise ImportError\n", encoding="utf-8")
    write_notebook(own / "30_x.ipynb", ["# X", f"{check}; import cua_toi; from tthc.blocks import Text; Text(cua_toi.TOLD)"])
    page = make_report(run, open_study=lambda _: SampleStudy()) / "30_x.html"
    assert "Của cơ quan" in page.read_text(encoding="utf-8")
