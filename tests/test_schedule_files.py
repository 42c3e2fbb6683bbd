"""The examples of docs/schedule: the units pass systemd's own check, the line of cron runs, jupyter-scheduler runs the notebook."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest

from patience import PATIENCE
from tthc.schedule.notices import read_mail_file

ROOT = Path(__file__).resolve().parents[1]
FILES = ROOT / "docs" / "schedule"
QUICK = Path(__file__).with_name("quick_report.py")


def _need(*programs: str) -> None:
    for program in programs:
        if shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin:/sbin") is None:
            pytest.skip(f"{program} is not installed (.ci/run installs it on Debian)")


@pytest.fixture
def place(office: Path) -> Path:
    """An office whose `python -m tthc` makes a report that takes a moment: for what only asks whether the command is the right one."""
    (office / "tthc.py").write_text(f"import runpy, sys\nsys.path.pop(0)\nrunpy.run_path({str(QUICK)!r}, run_name='__main__')\n", encoding="utf-8")
    return office


@pytest.fixture
def office(project: Path) -> Path:
    """A project as an office has it, with its own `.venv/bin/tthc`, and an export in which dossiers are still open."""
    for path in (ROOT / "data" / "raw" / "2024-01_2024-05").glob("*.xlsx"):
        shutil.copy(path, project / "data" / "raw")
    command = project / ".venv" / "bin" / "tthc"
    command.parent.mkdir(parents=True)
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m tthc "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    with (project / "tthc.toml").open("a", encoding="utf-8") as file:
        file.write("\n[schedule]\nsettle_seconds = 1\n")
    return project


def _line(name: str) -> str:
    (line,) = [line for line in (FILES / name).read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return line


def _manifests(project: Path) -> list[Path]:
    return list((project / "reports").glob("*/*/run.json"))


def _wait_until(happens: Callable[[], object], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not happens():
        assert time.monotonic() < end, f"an hour, and not yet: {what}"
        time.sleep(0.2)


# cron


@contextmanager
def _crontab(line: str) -> Iterator[None]:
    """The line in this account's table, and a cron daemon if none runs; the table is as before afterwards."""
    before = subprocess.run(["crontab", "-l"], capture_output=True, text=True)
    kept = before.stdout if before.returncode == 0 else ""
    subprocess.run(["crontab", "-"], input=f"{kept}\n{line}\n", text=True, check=True)
    daemon = None if subprocess.run(["pgrep", "-x", "cron"], capture_output=True).returncode == 0 else subprocess.Popen(["cron", "-f"])
    try:
        yield
    finally:
        subprocess.run(["crontab", "-"], input=kept, text=True, check=True) if kept else subprocess.run(["crontab", "-r"], check=True)
        if daemon:
            daemon.terminate()
            daemon.wait()


def test_the_line_of_cron_makes_the_report(place: Path):
    """Run by a shell, as cron runs it."""
    _, command = re.fullmatch(r"(0 6 1-10 \* \*) (.*)", _line("crontab")).groups()
    done = subprocess.run(["sh", "-c", command.replace("/srv/tthc", str(place))], cwd=place, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert len(_manifests(place)) == 1


@pytest.mark.soak
def test_cron_makes_the_report_that_the_example_asks_for(office: Path):
    _need("cron", "crontab", "pgrep")
    if os.geteuid() != 0:
        pytest.skip("starting cron needs root")
    schedule, command = re.fullmatch(r"(\S+ \S+ \S+ \S+ \S+) (.*)", _line("crontab")).groups()
    assert schedule == "0 6 1-10 * *"
    command = command.replace("/srv/tthc", str(office))
    # cron comes again every minute, and the report may take longer: only the first time does it run the command
    once = f"mkdir begun 2> /dev/null && {{ {{ {command}; }} > said.txt 2>&1; echo $? > code.txt; }}"
    with _crontab(f"* * * * * cd {office} && {once}"):
        _wait_until(lambda: (office / "code.txt").is_file() and (office / "code.txt").read_text(encoding="utf-8"), "cron ends the command")
    assert (office / "code.txt").read_text(encoding="utf-8") == "0\n", (office / "said.txt").read_text(encoding="utf-8")
    (manifest,) = _manifests(office)
    assert (office / "said.txt").read_text(encoding="utf-8").strip().endswith(f": {manifest.parent}")
    made = json.loads(manifest.read_text(encoding="utf-8"))
    assert made["state"] == "done" and all((manifest.parent / chapter["file"]).is_file() for chapter in made["chapters"])
    assert {"bao-cao.pdf", "bao-cao.docx", "phu-luc.xlsx"} <= set(made["files"]) and len(made["chapters"]) > 5, "the whole report"


# systemd


def test_the_units_pass_the_check_of_systemd(place: Path, tmp_path: Path):
    _need("systemd-analyze")
    folder = tmp_path / "units"
    folder.mkdir()
    for name in ("tthc-bao-cao.service", "tthc-bao-cao.timer"):
        text = (FILES / name).read_text(encoding="utf-8")
        (folder / name).write_text(text.replace("/srv/tthc", str(place)), encoding="utf-8")
    checked = subprocess.run(["systemd-analyze", "verify", *map(str, sorted(folder.iterdir()))], capture_output=True, text=True)
    assert (checked.returncode, [line for line in checked.stderr.splitlines() if "tthc" in line]) == (0, [])


def test_the_check_of_systemd_would_find_a_wrong_unit(place: Path, tmp_path: Path):
    _need("systemd-analyze")
    text = (FILES / "tthc-bao-cao.service").read_text(encoding="utf-8").replace("/srv/tthc/.venv", "/srv/khong-co")
    (tmp_path / "tthc-bao-cao.service").write_text(text, encoding="utf-8")
    assert subprocess.run(["systemd-analyze", "verify", str(tmp_path / "tthc-bao-cao.service")], capture_output=True).returncode != 0


def test_the_timer_fires_on_ten_mornings(place: Path):
    _need("systemd-analyze")
    (when,) = re.findall(r"OnCalendar=(.*)", (FILES / "tthc-bao-cao.timer").read_text(encoding="utf-8"))
    said = subprocess.run(["systemd-analyze", "calendar", "--iterations=12", "--base-time=2024-05-20", when], capture_output=True, text=True, check=True)
    days = re.findall(r"2024-(\d\d-\d\d) 06:00:00", said.stdout)
    assert days[0] == "06-01" and days[9] == "06-10" and days[10] == "07-01"


def test_the_command_of_the_service_makes_the_report(place: Path):
    (command,) = re.findall(r"ExecStart=(.*)", (FILES / "tthc-bao-cao.service").read_text(encoding="utf-8"))
    assert subprocess.run(command.replace("/srv/tthc", str(place)).split(), cwd=place, capture_output=True).returncode == 0
    assert len(_manifests(place)) == 1


# jupyter-scheduler


@pytest.fixture
def run_job(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Has the example run as a job of JupyterLab's own scheduler and returns the job when it has ended."""
    from jupyter_scheduler.environments import StaticEnvironmentManager
    from jupyter_scheduler.models import CreateJob, Status
    from jupyter_scheduler.orm import create_tables
    from jupyter_scheduler.scheduler import Scheduler

    lab = tmp_path / "lab"
    lab.mkdir()
    shutil.copy(FILES / "bao-cao-theo-lich.ipynb", lab)
    database = f"sqlite:///{tmp_path / 'jobs.sqlite'}"
    create_tables(database)
    scheduler = Scheduler(str(lab), StaticEnvironmentManager(), database, staging_path=str(tmp_path / "staging"))
    scheduler.task_runner = None

    def run(place: Path, **parameters: str):
        asked = {"input_uri": "bao-cao-theo-lich.ipynb", "name": "Báo cáo", "runtime_environment_name": "any", "output_formats": ["ipynb"]}
        written = {name: f'"{value}"' for name, value in {"project": str(place), **parameters}.items()}  # it copies them as they are
        number = scheduler.create_job(CreateJob(**asked, parameters=written))
        _wait_until(lambda: scheduler.get_job(number, job_files=False).status in (Status.COMPLETED, Status.FAILED), "the job ends")
        return scheduler.get_job(number, job_files=False)

    return run


def test_the_cells_of_the_job_make_the_report_and_fail_where_it_fails(place: Path):
    cells = [cell for cell in nbformat.read(FILES / "bao-cao-theo-lich.ipynb", as_version=4).cells if cell.cell_type == "code"]
    assert cells[0].metadata.tags == ["parameters"]
    exec(cells[1].source, {"project": str(place), "period": "previous-month"})
    assert len(_manifests(place)) == 1
    with pytest.raises(AssertionError, match="Kỳ báo cáo “2024-13” không đọc được"):
        exec(cells[1].source, {"project": str(place), "period": "2024-13"})


@pytest.mark.soak
def test_jupyter_scheduler_makes_the_report(office: Path, run_job):
    job = run_job(office)
    assert job.status == "COMPLETED", job.status_message
    (manifest,) = _manifests(office)
    assert "bao-cao.pdf" in json.loads(manifest.read_text(encoding="utf-8"))["files"]


@pytest.mark.soak
def test_a_report_that_fails_is_a_job_that_failed(place: Path, run_job):
    job = run_job(place, period="2024-13")
    assert job.status == "FAILED" and "Kỳ báo cáo “2024-13” không đọc được" in job.status_message


# What was not run is at least what it says


def test_the_batch_file_runs_the_same_command():
    text = (FILES / "chay-theo-lich.bat").read_text(encoding="utf-8")
    assert re.search(r"python\.exe\" -m tthc (.*) %\*", text)[1] == re.search(r"bin/tthc (.*)$", _line("crontab"))[1]
    assert text.isascii(), "cmd.exe shows other letters in the code page of the machine"


def test_the_example_of_mail_settings_is_read():
    settings = read_mail_file(FILES / "tthc-mail.toml")
    assert (settings.security, settings.port, settings.when, settings.link) == ("starttls", 587, "news", "")
