"""`chay-bao-cao.bat` and the Python file it starts: what they would run. (No Windows here: the batch file itself is only read.)"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The module with a project of its own and every program it would start recorded instead; `start.exits` is their exit code."""
    spec = importlib.util.spec_from_file_location("chay_bao_cao", ROOT / "chay_bao_cao.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    (tmp_path / ".venv").mkdir()
    for name in ("requirements.lock", "pyproject.toml"):
        (tmp_path / name).write_text("one\n", encoding="utf-8")
    module.ROOT, module.ran, module.exits = tmp_path, [], 0

    def recorded(command, *, check=False, cwd=None):
        module.ran.append([str(part) for part in command[1:]])
        if check and module.exits:
            raise subprocess.CalledProcessError(module.exits, command)
        return subprocess.CompletedProcess(command, module.exits)

    monkeypatch.setattr(module.subprocess, "run", recorded)
    return module


def _pip(start) -> list[list[str]]:
    return [command for command in start.ran if command[:2] == ["-m", "pip"]]


def test_it_sets_up_then_makes_the_report_of_the_sample(start):
    assert start.main([]) == 0
    assert start.ran[0][:2] == ["-m", "venv"]
    assert [command[5:] for command in _pip(start)] == [
        ["--no-deps", "--require-hashes", "-r", "requirements.lock"],
        ["--no-deps", "--no-build-isolation", "-e", "."],
    ]
    assert start.ran[-1] == ["-m", "tthc", "report", "--period", "2024-01..2024-05"]


def test_the_second_time_nothing_is_installed_until_the_lock_file_changes(start):
    start.main([])
    start.ran.clear()
    start.main([])
    assert start.ran == [["-m", "tthc", "report", "--period", "2024-01..2024-05"]]
    (start.ROOT / "requirements.lock").write_text("two\n", encoding="utf-8")
    start.main([])
    assert len(_pip(start)) == 2


def test_what_is_typed_after_it_goes_to_tthc(start):
    start.main(["check", "--period", "2024-05"])
    assert start.ran[-1] == ["-m", "tthc", "check", "--period", "2024-05"]


def test_with_a_folder_of_wheels_no_network_is_used(start):
    (start.ROOT / "wheels").mkdir()
    start.main([])
    assert _pip(start) and all("--no-index" in command and str(start.ROOT / "wheels") in command for command in _pip(start))


def test_wheels_are_fetched_for_a_machine_without_a_network(start, capsys):
    assert start.main(["wheels"]) == 0
    assert start.ran[-1][:3] == ["-m", "pip", "download"]
    assert str(start.ROOT / "wheels") in capsys.readouterr().out


def test_a_failed_installation_is_one_sentence_and_tried_again(start, capsys):
    start.exits = 1
    assert start.main([]) == 3
    assert "hãy kiểm tra mạng, hoặc chép thư mục wheels" in capsys.readouterr().out
    assert not (start.ROOT / ".venv" / "installed.txt").exists()


def test_the_exit_code_of_tthc_is_passed_on(start):
    start.main([])
    start.exits = 1
    assert start.main(["report", "--period", "2024-05"]) == 1


def test_an_old_python_is_told_what_is_needed(start, monkeypatch, capsys):
    monkeypatch.setattr(start.sys, "version_info", (3, 10, 4))
    assert start.main([]) == 2
    assert "cần Python 3.11 trở lên" in capsys.readouterr().out
    assert start.ran == []


def test_it_needs_nothing_but_the_standard_library():
    code = f"import sys; sys.argv = ['x']; sys.path.insert(0, {str(ROOT)!r}); import chay_bao_cao"
    subprocess.run([sys.executable, "-I", "-S", "-c", code], check=True)


def test_the_batch_file_starts_it_and_ends_with_its_exit_code():
    text = (ROOT / "chay-bao-cao.bat").read_bytes()
    assert text.count(b"\n") == text.count(b"\r\n") > 0
    lines = text.decode("utf-8").splitlines()
    assert lines.index("chcp 65001 >nul") < lines.index("%PY% chay_bao_cao.py %*") < lines.index("exit /b %CODE%")
