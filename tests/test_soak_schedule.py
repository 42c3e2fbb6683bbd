"""Unattended runs of the whole sample that go wrong in earnest, by hand with `make soak`. Their print stands in docs/soak.md.

The sample holds two hundred made-up personal data; no letter may show one of them, nor any dossier's id.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

import tthc
from canaries import MARK, plant
from conftest import ROOT
from patience import PATIENCE
from smtp_server import Mailbox, mail_server, settings_text

pytestmark = pytest.mark.soak
REPORT = ["-m", "tthc", "report", "--period", "2024-01..2024-05", "--scheduled"]
NOBODY = 65534
SOURCE = Path(tthc.__file__).resolve().parents[1]


class Office:
    """A project with one good report, and its mailbox."""

    def __init__(self, root: Path, mailbox: Mailbox) -> None:
        self.root, self.mailbox = root, mailbox
        self.data = root / "data" / "raw" / "2024-01_2024-05"
        self.ids = _ids(self.data / "ho-so.xlsx")

    def start(self, *before: str, python: str = sys.executable, **environment: str) -> subprocess.Popen:
        """Begins an unattended run, as a scheduler would: nearly no environment, no terminal."""
        self.earlier = self.logs
        known = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "PYTHONPATH": str(SOURCE), **environment}
        pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return subprocess.Popen([*before, python, *REPORT], cwd=self.root, env=known, text=True, **pipes)

    def end(self, running: subprocess.Popen, what: str) -> tuple[int, str]:
        """Its exit code and what it said: one sentence and no more; printed, for docs/soak.md."""
        out, err = (text.strip() for text in running.communicate())
        said = (out + err).replace(str(self.root), "…")
        self.say(f"{what}: exit code {running.returncode}; {said}")
        return running.returncode, out + err

    def letter(self) -> str:
        """The last letter, subject and text; none shows a planted name or a dossier's id."""
        message = self.mailbox.letters[-1]
        text = f"{message['Subject']}\n{self.mailbox.text()}"
        assert MARK not in text.lower() and not [one for one in (*self.ids, "ho-so", "danh-muc") if one in text], text
        self.say(f"   letter: {message['Subject']}")
        return text

    def say(self, text: str) -> None:
        sys.stdout.write(f"{re.sub(r'reports/2024-01_2024-05/[0-9-]+', 'reports/2024-01_2024-05/…', text)}\n")

    def something_new(self) -> None:
        (self.root / "data" / "reference" / "ghi-chu.txt").write_text(str(time.time()))

    def published(self) -> dict[str, str]:
        """Every file of every finished report and the index, by its hash."""
        reports = self.root / "reports"
        files = [path for found in reports.glob("*/*/run.json") for path in found.parent.rglob("*") if path.is_file()]
        return {str(path.relative_to(reports)): hashlib.sha256(path.read_bytes()).hexdigest() for path in [*files, reports / "index.html"]}

    @property
    def logs(self) -> set[Path]:
        return set((self.root / "reports" / "nhat-ky").glob("*.log"))

    def wait_for(self, line: str) -> None:
        """Until the log of the run that was begun last has the line."""
        end = time.monotonic() + PATIENCE
        while not any(line in path.read_text(encoding="utf-8") for path in self.logs - self.earlier):
            assert time.monotonic() < end
            time.sleep(0.1)


def _ids(export: Path) -> set[str]:
    """Every dossier's id in any sheet of the export."""
    found = set()
    for sheet in openpyxl.load_workbook(export, read_only=True):
        rows = list(sheet.iter_rows(min_row=3, values_only=True))
        if "Mã hồ sơ" in rows[0]:
            found |= {str(row[rows[0].index("Mã hồ sơ")]) for row in rows[1:]}
    assert len(found) > 200
    return found


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    root = Path(tempfile.mkdtemp(prefix="tthc-lich-"))
    root.chmod(0o755)
    for name in ("data", "notebooks"):
        shutil.copytree(ROOT / name, root / name)
    plant(root / "data" / "raw" / "2024-01_2024-05")
    text = (ROOT / "tthc.toml").read_text(encoding="utf-8")
    (root / "tthc.toml").write_text(f"{text}\n[schedule]\nsettle_seconds = 2\nwait_minutes = 1\n", encoding="utf-8")
    with mail_server() as mailbox:
        (root / "tthc-mail.toml").write_text(settings_text(mailbox.port), encoding="utf-8")
        made = Office(root, mailbox)
        code, _ = made.end(made.start(), "\nAn unattended run of the sample")
        text = made.letter()
        assert code == 0 and "đã lập xong" in text and "Quá hạn: 10 " in text
        yield made
    shutil.rmtree(root)


@pytest.fixture(autouse=True)
def nothing_lost(office: Office) -> Iterator[None]:
    """Whatever a test does, the finished reports of before are there byte for byte."""
    before = office.published()
    yield
    after = office.published()
    before.pop("index.html"), after.pop("index.html")
    assert before.items() <= after.items()


def test_without_new_data_it_ends_early(office: Office):
    begun, letters = time.monotonic(), len(office.mailbox.letters)
    code, said = office.end(office.start(), "The same again")
    assert code == 0 and "không có dữ liệu mới" in said and len(office.mailbox.letters) == letters
    office.say(f"   after {time.monotonic() - begun:.0f} s")


def test_a_report_killed_on_its_way_is_told_at_once_and_the_next_run_makes_it(office: Office):
    office.something_new()
    running = office.start()
    office.wait_for("Đang chạy các chương")
    (child,) = subprocess.run(["pgrep", "-P", str(running.pid)], capture_output=True, text=True).stdout.split()
    os.kill(int(child), signal.SIGKILL)
    code, said = office.end(running, "The report's process killed (SIGKILL) while chapters ran")
    assert code == 3 and "bị ngắt giữa chừng (tín hiệu 9" in said and "chưa lập được" in office.letter()
    assert office.end(office.start(), "The next run")[0] == 0


def test_everything_killed_at_once_is_told_by_the_next_run(office: Office):
    office.something_new()
    running = office.start()
    office.wait_for("Đang chạy các chương")
    family = subprocess.run(["pgrep", "-P", str(running.pid)], capture_output=True, text=True).stdout.split()
    for process in (running.pid, *map(int, family)):
        os.kill(process, signal.SIGKILL)
    office.end(running, "Watcher and report killed together, as by a power cut")
    code, said = office.end(office.start(), "The next run")
    assert code == 0 and "bị ngắt giữa chừng. Máy tắt" in said and "1 lần chạy bị ngắt giữa chừng" in office.letter()


def test_a_full_disk_is_told(office: Office):
    if os.geteuid() != 0:
        pytest.skip("mounting a small disk needs root")
    reports, copy = office.root / "reports", office.root / "copy"
    shutil.copytree(reports, copy)
    used = sum(path.stat().st_size + 4096 for path in copy.rglob("*") if path.is_file()) // 1024 + 300
    office.something_new()
    try:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={used}k,mode=755", "tthc-nho", str(reports)], check=True)
        try:
            shutil.copytree(copy, reports, dirs_exist_ok=True)
            before = office.published()
            code, said = office.end(office.start(), f"A disk of {used} kB that is full before the report is done")
            assert code == 3 and "ổ đĩa đã đầy, hãy dọn bớt rồi chạy lại" in said and "ổ đĩa đã đầy" in office.letter()
            assert office.published() == before and list(reports.glob(".dang-lap-*")) == []
        finally:
            subprocess.run(["umount", str(reports)], check=True)
    finally:
        shutil.rmtree(copy)


def _nobody() -> tuple[list[str], dict[str, str]]:
    """How an account without rights runs Python: with the interpreter of this one, or with the system's where that is out of its reach."""
    check = "import os, sys, tthc.report; sys.exit(not os.access(sys.executable, os.X_OK))"  # the report is another process
    become = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    packages = {"PYTHONPATH": f"{sysconfig.get_paths()['purelib']}:{SOURCE}", "JUPYTER_PATH": f"{sys.prefix}/share/jupyter"}
    for python, environment in ((sys.executable, {}), ("/usr/bin/python3", packages)):
        if subprocess.run([*become, python, "-c", check], env={**os.environ, **environment}, capture_output=True).returncode == 0:
            return [*become], {"python": python, **environment}
    pytest.skip("no interpreter with the packages that another account could start")


def test_an_input_that_the_account_may_not_read_is_told(office: Office):
    if os.geteuid() != 0:
        pytest.skip("becoming another account needs root")
    become, how = _nobody()
    for path in (office.root, *office.root.rglob("*")):
        os.chown(path, NOBODY, NOBODY)
    secret = office.data / "ho-so.xlsx"
    os.chown(secret, 0, 0)
    secret.chmod(0o600)
    office.something_new()
    try:
        code, said = office.end(office.start(*become, **how), f"As user {NOBODY}, the export readable by root only")
        assert code == 3 and "không được phép đọc" in said and "ho-so.xlsx" in said and "không được phép đọc" in office.letter()
    finally:
        secret.chmod(0o644)
    assert office.end(office.start(*become, **how), "As the same user once it may read it")[0] == 0


def test_an_export_cut_short_is_told(office: Office):
    export = office.data / "ho-so.xlsx"
    whole = export.read_bytes()
    export.write_bytes(whole[: len(whole) // 2])
    try:
        code, said = office.end(office.start(), "Half of the export")
        assert code == 1 and "Tệp bị cắt cụt hoặc hỏng" in said and "Tệp bị cắt cụt hoặc hỏng" in office.letter()
    finally:
        export.write_bytes(whole)


def test_an_export_that_is_being_written_is_waited_for_and_read_whole(office: Office):
    export = office.data / "ho-so.xlsx"
    whole = export.read_bytes()
    office.something_new()
    export.write_bytes(b"")

    def copy() -> None:
        with export.open("ab") as file:
            for start in range(0, len(whole), len(whole) // 60):
                file.write(whole[start : start + len(whole) // 60])
                file.flush()
                time.sleep(0.2)  # far less than the two seconds after which it would count as written

    copying = threading.Thread(target=copy)
    copying.start()
    code, _ = office.end(office.start(), "An export that is written for 12 seconds meanwhile")
    copying.join()
    assert code == 0 and export.read_bytes() == whole


def test_an_export_that_is_never_finished_is_told(office: Office):
    mark = office.data / "~$ho-so.xlsx"
    mark.touch()
    try:
        code, said = office.end(office.start(), "An export that stays open in Excel")
        assert code == 3 and "vẫn đang được ghi hoặc đang mở sau 1 phút chờ" in said and "vẫn đang được ghi" in office.letter()
    finally:
        mark.unlink()
