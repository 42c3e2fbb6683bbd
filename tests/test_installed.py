"""The wheel carries what a checkout has, once in git; files of a project lie over those of the package, one by one."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

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
