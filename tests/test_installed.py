"""The wheel carries what a checkout has, once in git; files of a project lie over those of the package, one by one."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from tthc.model.shipped import chapter_files, reference_file, reference_files, shipped

ROOT = Path(__file__).resolve().parents[1]
_PARTS = ("src", "data", "notebooks", "docs")
_FILES = ("pyproject.toml", "setup.py", "MANIFEST.in", "README.md", "LICENSE", "tthc.toml")
_BUILD = "import sys; from setuptools import build_meta as made; out = sys.argv[1]; made.build_wheel(out); made.build_sdist(out)"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with wheel and sdist, built without a network from what is installed, in a copy of the checkout."""
    copy, out = tmp_path_factory.mktemp("copy"), tmp_path_factory.mktemp("dist")
    left = shutil.ignore_patterns("__pycache__", "*.egg-info", ".ipynb_checkpoints")
    for name in _PARTS:
        shutil.copytree(ROOT / name, copy / name, ignore=left)
    for name in _FILES:
        shutil.copy(ROOT / name, copy)
    done = subprocess.run([sys.executable, "-c", _BUILD, str(out)], cwd=copy, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return out


def _in_git(*folders: str) -> set[str]:
    listed = subprocess.run(["git", "ls-files", *folders], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(listed.stdout.splitlines())


def test_the_wheel_holds_what_the_repository_holds(built: Path):
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        inside = {name.removeprefix("tthc/project/"): wheel.read(name) for name in wheel.namelist() if name.startswith("tthc/project/")}
    wanted = {name for name in _in_git("tthc.toml", "data", "notebooks") if "-su-that/" not in name}
    assert set(inside) == wanted and len(wanted) > 35
    assert [name for name in wanted if inside[name] != (ROOT / name).read_bytes()] == []


def test_the_sdist_builds_the_same_wheel(built: Path):
    """Whoever builds from the sdist finds there all that the wheel copies."""
    with tarfile.open(next(built.glob("*.tar.gz"))) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}
    assert {name for name in _in_git("tthc.toml", "data", "notebooks", "setup.py", "src") if "-su-that/" not in name} <= names


def test_git_holds_nothing_twice():
    assert _in_git("src/tthc/project") == set()


@pytest.fixture
def reference(tmp_path: Path) -> Path:
    folder = tmp_path / "data" / "reference"
    (folder / "profiles").mkdir(parents=True)
    return folder


def test_a_project_overrides_file_by_file(reference: Path):
    (reference / "causes.csv").write_text("code\n", encoding="utf-8")
    came = shipped() / "data" / "reference"
    assert reference_file(reference, "causes.csv") == reference / "causes.csv"
    assert reference_file(reference, "targets.csv") == came / "targets.csv"
    assert reference_file(reference, "calendar_moi.csv") == reference / "calendar_moi.csv"  # where it would lie


def test_files_of_a_kind_are_those_of_both_each_once(reference: Path):
    for name in ("igate", "moi"):
        (reference / "profiles" / f"{name}.toml").write_text("", encoding="utf-8")
    found = {path.stem: path.parent for path in reference_files(reference / "profiles", "*.toml", "profiles")}
    came = shipped() / "data" / "reference" / "profiles"
    assert found["igate"] == found["moi"] == reference / "profiles" and found["cong_tinh"] == came
    assert list(found) == sorted(found)


def test_chapters_of_the_project_stand_for_those_of_the_package(tmp_path: Path):
    (tmp_path / "so-tay").mkdir()
    for name in ("20_ho_so_qua_han.ipynb", "85_cua_minh.ipynb"):
        (tmp_path / "so-tay" / name).write_text("{}", encoding="utf-8")
    found = chapter_files(tmp_path)
    assert found["20_ho_so_qua_han.ipynb"].parent == found["85_cua_minh.ipynb"].parent == tmp_path / "so-tay"
    assert found["30_nguyen_nhan.ipynb"].parent == shipped() / "notebooks"


def test_a_project_with_a_folder_of_chapters_left_out_the_others_on_purpose(tmp_path: Path):
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "20_ho_so_qua_han.ipynb").write_text("{}", encoding="utf-8")
    assert list(chapter_files(tmp_path)) == ["20_ho_so_qua_han.ipynb"]


# What somebody does who has the wheel and nothing else: three commands and two more, in one process so that it stays cheap.
_STRANGER = """
import os, sys
from pathlib import Path
import tthc
from tthc.cli.entry import run
assert Path(tthc.__file__).is_relative_to(sys.argv[1]), tthc.__file__
assert run(["check", "--period", "2024-01"]) == 2  # no project yet
assert run(["init", "--example"]) == 0
os.makedirs(".tthc"), os.symlink(sys.argv[2], ".tthc/bang")
period = ["--period", "2024-01..2024-05"]
assert run(["check", *period]) == 0
assert run(["export", "late", *period, "-o", "qua-han.csv"]) == 0
assert run(["export", "log", *period, "-o", "nhat-ky.csv"]) == 0
assert run(["export", "model", *period, "-o", "mo-hinh"]) == 0
assert run(["export", "model", *period, "-o", "mo-hinh", "--format", "xlsx"]) == 0
assert run(["notebooks", "copy", "20"]) == 0
assert run(["doctor"]) == 0
from tthc.sources.read.profile import load_profile
print(load_profile("cong_tinh", Path("data/reference/profiles")).file)
"""


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder into which the wheel was installed, without a network and without the packages that it needs."""
    folder = tmp_path_factory.mktemp("installed")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--no-index", "--no-compile"]
    done = subprocess.run([*pip, "--target", str(folder), str(next(built.glob("*.whl")))], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def stranger(installed: Path, shared_shelf: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that was empty, in which somebody with the wheel alone worked."""
    folder = tmp_path_factory.mktemp("stranger")
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    typed = [sys.executable, "-c", _STRANGER, str(installed), str(shared_shelf)]
    done = subprocess.run(typed, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    assert "hãy chạy lệnh trong thư mục của dự án, hoặc lập một dự án mới bằng: tthc init" in done.stderr
    assert "tthc reference copy profiles/cong_tinh.toml" in done.stdout  # where the way of reading is edited
    return folder


def test_the_command_of_the_installed_package_speaks(installed: Path):
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    done = subprocess.run([installed / "bin" / "tthc", "--version"], env=environment, cwd=installed, capture_output=True, text=True, check=True)
    version = re.search(r'__version__ = "(.+)"', (ROOT / "src" / "tthc" / "__init__.py").read_text(encoding="utf-8"))
    assert done.stdout.strip() == f"tthc {version[1]}"


def test_a_stranger_gets_the_late_dossiers_that_the_repository_tells_of(stranger: Path):
    late = pd.read_csv(stranger / "qua-han.csv")
    truth = json.loads((ROOT / "data" / "raw" / "2024-01_2024-05-su-that" / "truth.json").read_text(encoding="utf-8"))
    assert len(late) > 0 and set(late["dossier_id"]) <= {one["dossier_id"] for one in truth["dossiers"]}


def test_the_log_and_the_star_tell_of_the_same_dossiers(stranger: Path):
    log, star = pd.read_csv(stranger / "nhat-ky.csv"), {path.stem: pd.read_parquet(path) for path in (stranger / "mo-hinh").glob("*.parquet")}
    dossiers = star["ho_so"]
    assert set(log["case:concept:name"]) <= set(dossiers["Mã hồ sơ"]) and dossiers["Mã hồ sơ"].is_unique
    late = pd.read_csv(stranger / "qua-han.csv")["dossier_id"]
    assert set(dossiers.loc[dossiers["Kết quả"].isin(["Quá hạn", "Đang giải quyết, quá hạn"]), "Mã hồ sơ"]) == set(late)


def test_every_link_of_the_star_leads_somewhere(stranger: Path):
    star = {path.stem: pd.read_parquet(path) for path in (stranger / "mo-hinh").glob("*.parquet")}
    told = star["tu_dien"]
    assert {(row["Bảng"], row["Cột"]) for _, row in told.iterrows()} == {(name, column) for name, rows in star.items() if name != "tu_dien" for column in rows.columns}
    keys = told[told["Khóa"] == "có"].set_index("Bảng")["Cột"].to_dict()
    assert set(keys) == {"ho_so", "thu_tuc", "don_vi", "ngay", "nguyen_nhan"}
    assert [name for name, key in keys.items() if not star[name][key].is_unique or star[name][key].isna().any()] == []
    links = told[told["Nối với bảng"].notna()]
    lost = {
        (row["Bảng"], row["Cột"]) for _, row in links.iterrows()
        if not set(star[row["Bảng"]][row["Cột"]].dropna()) <= set(star[row["Nối với bảng"]][keys[row["Nối với bảng"]]])
    }
    assert lost == set() and len(links) >= 8
    assert round(star["doan_thoi_gian"]["Phút làm việc"].sum()) > 0
    assert openpyxl.load_workbook(stranger / "mo-hinh" / "mo-hinh.xlsx", read_only=True).sheetnames[0] == "Từ điển"


def test_nobody_s_name_is_in_the_star(stranger: Path):
    names = set(pd.read_csv(stranger / "nhat-ky.csv")["org:resource"].dropna())
    texts = {str(value) for path in (stranger / "mo-hinh").glob("*.parquet") for _, column in pd.read_parquet(path).items() for value in column.dropna().unique()}
    assert len(names) > 5 and names & texts == set()


@pytest.mark.soak
def test_the_lines_of_the_first_page_install_the_wheel(built: Path, tmp_path: Path):
    """Typed as they stand, without a network: the packages that the wheel needs are those of this environment, and pip finds them enough."""
    page = (ROOT / "docs" / "bat-dau.md").read_text(encoding="utf-8")
    make, enter, install = re.search(r"^Linux:\n\n```text\n(.*?)```", page, re.DOTALL | re.MULTILINE)[1].splitlines()
    others = tmp_path / "others"
    others.mkdir()
    for one in Path(sysconfig.get_path("purelib")).iterdir():
        if not one.name.startswith(("tthc", "__editable__")):
            (others / one.name).symlink_to(one)
    here = f"echo {others} > $(python -c 'import sysconfig; print(sysconfig.get_path(\"purelib\"))')/here.pth"
    script = "\n".join(["set -e", make, enter, here, install, "tthc --version", "tthc init --example", "tthc doctor", "command -v tthc"])
    given = {"HOME": str(tmp_path), "PATH": os.environ["PATH"], "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(built)}
    done = subprocess.run(["sh", "-c", script], cwd=tmp_path, env=given, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.splitlines()[-1] == str(tmp_path / "moi-truong" / "bin" / "tthc") and "Gói phụ thuộc: đủ" in done.stdout


@pytest.mark.soak
def test_a_stranger_s_report_is_the_one_of_the_repository(installed: Path, stranger: Path):
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    typed = [installed / "bin" / "tthc", "report", "--period", "2024-01..2024-05"]
    done = subprocess.run(typed, cwd=stranger, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    (page,) = (stranger / "reports").glob("2024-*/*/20_ho_so_qua_han.html")
    assert (page.parent / "bao-cao.pdf").stat().st_size > 50_000 and "quá hạn" in page.read_text(encoding="utf-8")
