"""An export that is still being written is waited for, and given up with one sentence."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from patience import PATIENCE
from tthc.model.errors import RunFailed
from tthc.model.limits import Limits
from tthc.model.settings import Run, load_run
from tthc.schedule.inputs import FORGOTTEN, wait_until_written

LIMITS = Limits(settle_seconds=10, wait_minutes=1)


class Clock:
    """Time that passes by waiting only; `events` happen when their second has come."""

    def __init__(self, events: dict[float, Callable[[], object]] | None = None) -> None:
        self.start = self.now = time.time()
        self.events = dict(events or {})

    @property
    def passed(self) -> float:
        return self.now - self.start

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        for second in [second for second in self.events if second <= self.passed]:
            self.events.pop(second)()


@pytest.fixture
def run(tmp_path: Path) -> Run:
    (tmp_path / "tthc.toml").touch()
    (tmp_path / "data" / "raw").mkdir(parents=True)
    (tmp_path / "data" / "raw" / "ho-so.csv").write_text("Mã hồ sơ\n", encoding="utf-8")
    return load_run("2024-05", root=tmp_path)


def _wait(run: Run, clock: Clock) -> list[str]:
    said: list[str] = []
    wait_until_written(run, LIMITS, said.append, sleep=clock.sleep, clock=lambda: clock.now)
    return said


def _file(run: Run, name: str = "ho-so.csv") -> Path:
    return run.sources[0] / name


def test_an_input_at_rest_costs_one_look_and_says_nothing(run: Run):
    clock = Clock()
    assert _wait(run, clock) == [] and clock.passed == 10


def test_a_file_that_grows_is_waited_for_until_it_keeps_its_size(run: Run):
    def grow() -> None:
        _file(run).write_text(_file(run).read_text(encoding="utf-8") + "H21.01-0001\n", encoding="utf-8")

    clock = Clock({5: grow, 15: grow, 25: grow})
    assert _wait(run, clock) == ["Tệp ho-so.csv đang được ghi hoặc đang mở; chờ tối đa 1 phút."]
    assert clock.passed == 40  # grew before the looks at 10, 20 and 30


def test_the_last_look_waits_as_long_as_any_other(run: Run):
    """A copy that pauses for the rest of the waiting time is not taken for finished."""
    def grow() -> None:
        _file(run).write_text(_file(run).read_text(encoding="utf-8") + "H21.01-0001\n", encoding="utf-8")

    clock = Clock({40: grow, 80: grow})
    with pytest.raises(RunFailed):
        wait_until_written(run, Limits(settle_seconds=45, wait_minutes=1), lambda text: None, sleep=clock.sleep, clock=lambda: clock.now)


def test_a_workbook_of_explanations_that_is_open_is_waited_for(run: Run):
    book = run.root / "giai-trinh.xlsx"
    book.touch()
    mark = run.root / ".~lock.giai-trinh.xlsx#"
    mark.touch()
    clock = Clock({15: mark.unlink})
    assert _wait(replace(run, explanations=(book,)), clock) == [f"Tệp {mark.name} đang được ghi hoặc đang mở; chờ tối đa 1 phút."]


def test_a_file_that_appears_meanwhile_is_looked_at_again(run: Run):
    clock = Clock({5: lambda: _file(run, "qua-trinh.csv").touch()})
    assert _wait(run, clock) == ["Tệp qua-trinh.csv đang được ghi hoặc đang mở; chờ tối đa 1 phút."] and clock.passed == 20


@pytest.mark.parametrize("name", ["~$ho-so.xlsx", ".~lock.ho-so.xlsx#", "ho-so.xlsx.part", "Unconfirmed 12.crdownload", "ho-so.xlsx.tmp", "HO-SO.TMP"])
def test_a_mark_of_writing_is_waited_for_until_it_is_gone(run: Run, name: str):
    _file(run, name).touch()
    clock = Clock({25: _file(run, name).unlink})
    assert len(_wait(run, clock)) == 1 and clock.passed == 30


def test_a_mark_that_a_crash_left_behind_is_no_reason_to_wait(run: Run):
    _file(run, "~$ho-so.xlsx").touch()
    yesterday = time.time() - FORGOTTEN - 60
    os.utime(_file(run, "~$ho-so.xlsx"), (yesterday, yesterday))
    assert _wait(run, Clock()) == []


def test_for_a_single_file_only_its_own_marks_count(run: Run):
    only = load_run("2024-05", root=run.root, source=_file(run))
    _file(run, "khac.xlsx.part").touch()
    assert _wait(only, Clock()) == []
    _file(run, "ho-so.csv.part").touch()
    with pytest.raises(RunFailed, match="ho-so.csv.part vẫn đang được ghi"):
        _wait(only, Clock())


def test_a_file_that_is_never_finished_ends_the_run_with_one_sentence(run: Run):
    _file(run, "ho-so.xlsx.crdownload").touch()
    clock = Clock()
    with pytest.raises(RunFailed) as failure:
        _wait(run, clock)
    assert str(failure.value) == (
        f"Tệp {_file(run, 'ho-so.xlsx.crdownload')} vẫn đang được ghi hoặc đang mở sau 1 phút chờ; hãy đóng tệp hoặc chờ ghi xong rồi chạy lại."
    )
    assert clock.passed == 60 and "ho-so" not in failure.value.public_message and failure.value.exit_code == 3


def test_a_file_that_windows_keeps_from_being_read_is_waited_for(run: Run, monkeypatch):
    def withheld(path: Path, *_):
        error = PermissionError(13, "Permission denied")
        error.winerror = 32
        raise error

    clock = Clock({15: monkeypatch.undo})
    monkeypatch.setattr(Path, "open", withheld)
    assert len(_wait(run, clock)) == 1 and clock.passed == 20


def test_a_file_that_may_not_be_read_is_no_reason_to_wait(run: Run, monkeypatch):
    def forbidden(path: Path, *_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", forbidden)
    assert _wait(run, Clock()) == []


def test_with_the_real_clock_a_slow_copy_is_waited_for(run: Run):
    """The copy goes on while the run waits, however slow the machine is."""
    rows = ["H21.01-0001\n"] * 3

    def sleep(seconds: float) -> None:
        if rows:
            with _file(run).open("a", encoding="utf-8") as file:
                file.write(rows.pop())
        time.sleep(seconds)

    wait_until_written(run, Limits(settle_seconds=1, wait_minutes=PATIENCE // 60), lambda _: None, sleep=sleep)
    assert not rows and _file(run).read_text(encoding="utf-8").count("H21") == 3
