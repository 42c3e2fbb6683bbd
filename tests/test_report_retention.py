"""How many editions of a report stay, and that the last good one is among them."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tthc.model.errors import UsageError
from tthc.model.settings import Run, load_keep, load_run
from tthc.report import memory, publish
from tthc.report.index import groups
from tthc.report.manifest import DONE, FILE

MADE = datetime(2024, 6, 3, 8, 30)


@pytest.fixture
def run(project: Path) -> Run:
    return load_run("2024-01..2024-05", root=project)


def edition(run: Run, day: int, period: str = "2024-05", state: str = DONE) -> Path:
    made = MADE + timedelta(days=day)
    folder = run.out / period / f"{made:%Y%m%d-%H%M%S}"
    folder.mkdir(parents=True)
    data = {"state": state, "made_at": made.isoformat(), "title": period, "office": {}, "profile": "", "scope": {},
            "period": {"start": "2024-05-01", "end": "2024-05-31", "text": period}}  # fmt: skip
    (folder / FILE).write_text(json.dumps(data), encoding="utf-8")
    return folder


def kept(run: Run) -> list[str]:
    return sorted(f"{path.parent.name}/{path.name}" for path in run.out.glob("*/*") if not path.parent.name.startswith("."))


def test_the_oldest_editions_of_the_report_go_and_of_no_other(run):
    other = edition(run, 0, "2024-04")
    folders = [edition(run, day) for day in range(4)]
    memory.forget_old(run, folders[-1], 2)
    assert kept(run) == sorted(f"{path.parent.name}/{path.name}" for path in (other, *folders[-2:]))
    assert [len(group["older"]) for group in groups(run.out)] == [1, 0]
    assert not list(run.out.glob(f"{publish.BUILDING}*"))


@pytest.mark.parametrize(("keep", "left"), [(0, 3), (1, 1), (5, 3)])
def test_nothing_kept_in_number_keeps_all_and_one_keeps_the_new_one(run, keep, left):
    folders = [edition(run, day) for day in range(3)]
    memory.forget_old(run, folders[-1], keep)
    assert len(kept(run)) == left and folders[-1].is_dir()


def test_the_report_just_made_stays_even_if_a_clock_went_wrong(run):
    """Editions dated later than the new one: the new one is still the last good report."""
    later = [edition(run, day) for day in (10, 11)]
    new = edition(run, 0)
    memory.forget_old(run, new, 1)
    assert new.is_dir() and not any(path.exists() for path in later)


def test_an_edition_that_cannot_be_moved_stays_and_the_new_report_is_none_the_worse(run, monkeypatch):
    """Open in Excel on Windows, or made under another account."""
    def refuse(self: Path, target: Path) -> Path:
        raise PermissionError(13, "Permission denied", str(self))

    folders = [edition(run, day) for day in range(2)]
    monkeypatch.setattr(Path, "rename", refuse)
    memory.forget_old(run, folders[-1], 1)
    assert all(folder.is_dir() for folder in folders) and not list(run.out.glob(f"{publish.BUILDING}*"))


def test_what_is_no_finished_report_is_not_counted_nor_deleted(run):
    unknown = edition(run, 0, state="started")
    folders = [edition(run, day) for day in (1, 2)]
    memory.forget_old(run, folders[-1], 1)
    assert unknown.is_dir() and not folders[0].exists()


def test_the_setting_is_a_whole_number(project):
    text = (project / "tthc.toml").read_text(encoding="utf-8")
    assert load_keep(project) == 0
    (project / "tthc.toml").write_text(text.replace("[report]\n", "[report]\nkeep = 12\n"), encoding="utf-8")
    assert load_keep(project) == 12
    for wrong in ("-1", '"nhiều"'):
        (project / "tthc.toml").write_text(text.replace("[report]\n", f"[report]\nkeep = {wrong}\n"), encoding="utf-8")
        with pytest.raises(UsageError, match="khóa keep nhận số nguyên không âm"):
            load_keep(project)
