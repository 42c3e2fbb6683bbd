"""Unattended runs: made, left off, caught up, killed, full, hanging; each ends with its code, one sentence, one letter, one log."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from filelock import FileLock

from patience import PATIENCE
from quick_report import make_report
from smtp_server import Mailbox, mail_server, settings_text
from tthc.cli.options import describe_run
from tthc.schedule import unattended
from tthc.schedule.child import make_apart
from tthc.schedule.inputs import wait_until_written
from tthc.schedule.unattended import Job, run_unattended

QUICK = Path(__file__).with_name("quick_report.py")
TODAY = date(2024, 6, 3)


class Office:
    """A project whose reports take a moment, and its mailbox."""

    def __init__(self, root: Path, mailbox: Mailbox) -> None:
        self.root, self.mailbox, self.said, self.complaints = root, mailbox, [], []

    def run(self, period: str = "2024-05", what: str = "", **job) -> int:
        """One unattended run; what it said and complained of this time."""
        self.said, self.complaints = [], []
        os.environ["QUICK"] = what

        def command(text: str) -> list[str]:
            return [sys.executable, str(QUICK), "report", "--period", text]

        asked = {"root": self.root, "period": period, "today": TODAY, "describe": describe_run, "command": command}
        return run_unattended(Job(**{**asked, "say": self.said.append, "complain": self.complaints.append, **job}))

    def has_a_report(self, period: str = "2024-05") -> None:
        """As an earlier run left it."""
        os.environ["QUICK"] = ""
        make_report(describe_run(period), progress=lambda *_: None)

    def set(self, text: str) -> None:
        """More lines for the project file."""
        path = self.root / "tthc.toml"
        path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")

    @property
    def reports(self) -> list[str]:
        return sorted(path.parent.parent.name for path in (self.root / "reports").glob("*/*/run.json"))

    @property
    def logs(self) -> list[str]:
        return [path.read_text(encoding="utf-8") for path in sorted((self.root / "reports" / "nhat-ky").glob("*.log"))]


@pytest.fixture
def office(project: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setenv("QUICK", "")
    with mail_server() as mailbox:
        (project / "tthc-mail.toml").write_text(settings_text(mailbox.port), encoding="utf-8")
        made = Office(project, mailbox)
        made.set("\n[schedule]\nsettle_seconds = 1\n")
        monkeypatch.setattr(unattended, "wait_until_written", partial(wait_until_written, sleep=lambda _: None))
        yield made


# A report is made, or there is nothing new


def test_the_previous_month_is_reported_and_told(office: Office):
    assert office.run("previous-month") == 0
    assert office.reports == ["2024-05"]
    (folder,) = (office.root / "reports" / "2024-05").iterdir()
    assert office.said == [f"Báo cáo tháng 5 năm 2024: {folder}"] and office.complaints == []
    (message,) = office.mailbox.letters
    assert message["Subject"] == "[tthc] Sở Nội vụ: báo cáo tháng 5 năm 2024 đã lập xong"
    text = office.mailbox.text()
    assert "Quá hạn: 4" in text and f"Thư mục: 2024-05/{folder.name}" in text and str(office.root / "reports" / "index.html") in text


def test_the_log_is_kept_with_the_manifest_and_the_runs_own(office: Office):
    office.run()
    (folder,) = (office.root / "reports" / "2024-05").iterdir()
    kept = (folder / "nhat-ky.log").read_text(encoding="utf-8")
    assert "Chạy theo lịch: kỳ 2024-05" in kept and "Đang lập kỳ 2024-05" in kept  # from before the report began, and of it
    (log,) = office.logs
    assert "Đang lập kỳ 2024-05" in log and log.splitlines()[-1].endswith("Kết thúc, mã 0")


def test_without_new_data_a_run_ends_early_and_says_so(office: Office):
    office.run()
    assert office.run() == 0  # the fingerprint is the same in another process
    assert len(office.reports) == 1 and len(office.mailbox.letters) == 1
    assert re.fullmatch(r"Báo cáo tháng 5 năm 2024: không có dữ liệu mới từ báo cáo lập lúc [\d:]+ ngày [\d/]+, nên không lập lại\.", office.said[0])


@pytest.mark.parametrize("file", ["data/raw/2024-01_2024-05/them.csv", "data/reference/them.csv"])
def test_a_changed_input_or_reference_file_is_new(office: Office, file: str):
    office.has_a_report()
    (office.root / file).write_text("x")
    assert office.run() == 0 and office.reports == ["2024-05", "2024-05"]


def test_a_changed_rule_is_new(office: Office):
    office.has_a_report()
    path = office.root / "tthc.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('compare = "date"', 'compare = "minute"'), encoding="utf-8")
    assert office.run() == 0 and office.reports == ["2024-05", "2024-05"]


def test_nothing_new_is_mailed_where_the_office_wants_to_know(office: Office):
    (office.root / "tthc-mail.toml").write_text(settings_text(office.mailbox.port, when="always"), encoding="utf-8")
    office.run()
    office.run()
    assert [letter["Subject"].rsplit(" năm 2024 ")[1] for letter in office.mailbox.letters] == ["đã lập xong", "không có dữ liệu mới"]


# What goes wrong


FAILURES = {
    "killed": (3, "bị ngắt giữa chừng (tín hiệu 9; thường do máy hết bộ nhớ", "bị ngắt giữa chừng (tín hiệu 9"),
    "full": (3, "Việc lập báo cáo không hoàn thành: ổ đĩa đã đầy, hãy dọn bớt rồi chạy lại", "ổ đĩa đã đầy, hãy dọn bớt"),
    "stopped": (1, "ho-so.xlsx: dòng của Nguyễn Văn A thiếu.", "Dữ liệu có 2 lỗi phải sửa. Tệp bị cắt cụt hoặc hỏng"),
    "faulty": (3, "có việc không thực hiện được (không hiểu “Nguyễn Văn A”)", "có việc không thực hiện được"),
    "silent": (3, "bị ngắt giữa chừng (mã 0", "bị ngắt giữa chừng"),
}


@pytest.mark.parametrize(("what", "code", "sentence", "told"), [(what, *rest) for what, rest in FAILURES.items()], ids=FAILURES)
def test_a_failure_leaves_the_last_good_report_and_is_told(office: Office, what, code, sentence, told):
    office.has_a_report()
    (office.root / "data" / "raw" / "2024-01_2024-05" / "them.csv").write_text("x")
    before = sorted(path for path in (office.root / "reports" / "2024-05").rglob("*"))
    assert office.run(what=what) == code
    assert sorted(path for path in (office.root / "reports" / "2024-05").rglob("*")) == before
    assert len(office.complaints) == 1 and sentence in office.complaints[0] and "\n" not in office.complaints[0]
    assert office.mailbox.letters[-1]["Subject"].endswith("báo cáo tháng 5 năm 2024 chưa lập được")
    text = office.mailbox.text()
    assert told in text and "Nguyễn" not in text and "ho-so" not in text and "nguyen-van-a" not in text
    assert office.logs[-1].splitlines()[-1].endswith(f"Kết thúc, mã {code}")


def test_nothing_that_a_killed_report_leaves_blocks_the_next(office: Office):
    assert office.run(what="killed") == 3
    assert office.run() == 0 and office.reports == ["2024-05"]
    assert [path.name for path in (office.root / "reports").glob(".dang-lap-*")] == []


def test_a_run_over_its_time_limit_is_ended(office: Office, monkeypatch):
    monkeypatch.setattr(unattended, "make_apart", lambda command, **more: make_apart(command, **{**more, "seconds": 2}))
    assert office.run(what="hanging") == 3
    assert "nên bị dừng (giới hạn: run_minutes" in office.complaints[0] and "run_minutes" in office.mailbox.text()
    assert office.reports == []


def test_missing_data_are_told(office: Office):
    assert office.run(describe=lambda period: describe_run(period, source=["khong-co"])) == 2
    assert "khong-co; hãy kiểm tra --source" in office.complaints[0]
    assert "nơi để dữ liệu chưa đúng" in office.mailbox.text() and "khong-co" not in office.mailbox.text()


def test_a_broken_project_file_is_told(office: Office):
    office.set("\n[rules")
    assert office.run() == 2
    assert "không đúng cú pháp TOML" in office.complaints[0]
    assert office.mailbox.letters[0]["Subject"] == "[tthc] báo cáo kỳ 2024-05 chưa lập được"


def test_what_nobody_foresaw_is_told_and_its_traceback_is_in_the_log(office: Office):
    def failing(period: str):
        raise ZeroDivisionError("chi tiết")

    assert office.run(describe=failing) == 3
    assert office.complaints == ["Báo cáo tháng 5 năm 2024: một lỗi của chương trình; báo cáo trước đó được giữ nguyên, chi tiết trong nhật ký."]
    assert "Traceback" in office.logs[0] and "chi tiết" not in office.mailbox.text().replace("chi tiết nằm trong nhật ký", "")


def test_a_lack_of_rights_says_whose(office: Office):
    def forbidden(period: str):
        raise PermissionError(13, "Permission denied", "/data/ho-so-bi-mat.xlsx")

    assert office.run(describe=forbidden) == 3
    assert "tài khoản chạy theo lịch không được phép đọc dữ liệu hoặc ghi báo cáo; hãy cấp quyền rồi chạy lại: /data/ho-so-bi-mat.xlsx" in office.complaints[0]
    assert "không được phép đọc dữ liệu" in office.mailbox.text() and "ho-so-bi-mat" not in office.mailbox.text()


def test_a_report_that_someone_makes_just_now_is_not_disturbed(office: Office):
    (office.root / "reports").mkdir()
    with FileLock(office.root / "reports" / ".khoa"):
        assert office.run() == 3
    assert "Một lần lập báo cáo khác đang chạy" in office.complaints[0] and "khác đang chạy" in office.mailbox.text()


def test_of_two_unattended_runs_the_second_says_so(office: Office):
    folder = office.root / "reports" / "nhat-ky"
    folder.mkdir(parents=True)
    with FileLock(folder / ".khoa"):
        assert office.run() == 3
    assert office.complaints == ["Báo cáo kỳ 2024-05: một lần chạy theo lịch khác đang chạy; hãy chờ lần đó xong."]
    assert office.run() == 0  # the file of the lock stays, the lock does not


# The watcher itself is killed or stopped


def _start(office: Office, what: str) -> subprocess.Popen:
    """A whole unattended run in a process of its own, begun in earnest when this returns."""
    code = (
        "import sys; from types import ModuleType; sys.modules['nbformat'] = ModuleType('nbformat')\n"  # as in quick_report.py
        "from datetime import date; from pathlib import Path; from tthc.cli.options import describe_run\n"
        "from tthc.schedule.unattended import Job, run_unattended\n"
        f"command = lambda text: [sys.executable, {str(QUICK)!r}, 'report', '--period', text]\n"
        "sys.exit(run_unattended(Job(Path.cwd(), '2024-05', date(2024, 6, 3), describe_run, command, complain=print)))"
    )
    running = subprocess.Popen([sys.executable, "-c", code], env={**os.environ, "QUICK": what}, stdout=subprocess.PIPE, text=True)
    end = time.monotonic() + PATIENCE
    while not any("Đang lập kỳ" in log for log in office.logs):
        assert time.monotonic() < end and running.poll() is None
        time.sleep(0.1)
    return running


def test_a_killed_watcher_is_told_by_the_next_run_once(office: Office):
    running = _start(office, "hanging")
    running.kill()
    running.communicate()
    assert office.reports == [] and office.mailbox.letters == []
    assert office.run() == 0  # the report's own process has ended too, and its lock
    first = office.mailbox.letters[0]
    assert "1 lần chạy bị ngắt giữa chừng" in first["Subject"] and re.search(
        r"Lần chạy lúc [\d:]+ ngày [\d/]+ bị ngắt giữa chừng. Máy tắt", office.mailbox.text(0)
    )
    (office.root / "data" / "raw" / "2024-01_2024-05" / "them.csv").write_text("x")
    office.run()
    assert "bị ngắt" not in office.mailbox.text()


def test_a_run_that_is_asked_to_end_ends_its_report_and_tells(office: Office):
    running = _start(office, "hanging")
    running.send_signal(signal.SIGTERM)
    said = running.communicate(timeout=PATIENCE)[0]
    assert running.returncode == 3 and said.strip() == "Lần chạy bị dừng theo yêu cầu (có người dừng hoặc máy tắt); báo cáo trước đó được giữ nguyên."
    assert "bị dừng theo yêu cầu" in office.mailbox.text()
    assert office.run() == 0  # the report's own process is gone too, and its lock


# Periods that were missed


def test_missed_months_are_caught_up_oldest_first(office: Office):
    office.has_a_report("2024-04")
    assert office.run("previous-month", since="2024-02") == 0
    assert office.reports == ["2024-02", "2024-03", "2024-04", "2024-05"]
    assert [line.split(":")[0] for line in office.said] == [f"Báo cáo tháng {month} năm 2024" for month in (2, 3, 5)]
    assert office.mailbox.letters[-1]["Subject"] == "[tthc] Sở Nội vụ: 3 báo cáo đã lập xong"


def test_one_missed_quarter_that_fails_does_not_stop_the_others_and_the_worst_code_counts(office: Office):
    def describe(period: str):
        return describe_run(period, source=["khong-co"] if period == "2024-01..2024-03" else None)

    for quarter in ("2023-10_2023-12", "2024-04_2024-06"):
        (office.root / "data" / "raw" / quarter).mkdir()
        (office.root / "data" / "raw" / quarter / "ho-so.csv").write_text("x")

    assert office.run("2024-Q2", since="2023-Q4", describe=describe) == 2
    assert office.reports == ["2023-10_2023-12", "2024-04_2024-06"]
    assert office.mailbox.letters[-1]["Subject"].endswith("2 báo cáo đã lập xong, 1 báo cáo chưa lập được")
    text = office.mailbox.text()
    assert text.index("quý IV năm 2023 đã lập xong") < text.index("quý I năm 2024 chưa lập được") < text.index("quý II năm 2024 đã lập xong")


# Letters that cannot be sent, logs that pile up


@pytest.mark.parametrize(("text", "says"), [("host =", "không đúng cú pháp TOML"), (settings_text(1), "127.0.0.1:1 (không kết nối")])
def test_a_letter_that_cannot_be_sent_is_one_sentence_and_the_report_stays(office: Office, text, says):
    (office.root / "tthc-mail.toml").write_text(text, encoding="utf-8")
    assert office.run() == 0 and office.reports == ["2024-05"]
    assert len(office.complaints) == 1 and says in office.complaints[0] and "Báo cáo không bị ảnh hưởng." in office.complaints[0]


def test_who_set_up_no_mail_gets_none_and_no_complaint(office: Office):
    (office.root / "tthc-mail.toml").unlink()
    assert office.run() == 0 and office.complaints == [] and office.mailbox.letters == []


def test_only_the_newest_logs_are_kept(office: Office):
    office.set("keep_logs = 2\n")
    folder = office.root / "reports" / "nhat-ky"
    folder.mkdir(parents=True)
    for day in range(1, 6):
        (folder / f"2024050{day}-060000-1.log").write_text("01/05/2024 06:00:00  Kết thúc, mã 0\n", encoding="utf-8")
    office.run()
    assert len(office.logs) == 2 and (folder / "20240505-060000-1.log").exists()


def test_a_log_that_finds_no_room_goes_elsewhere(office: Office):
    (office.root / "reports").mkdir()
    (office.root / "reports" / "nhat-ky").touch()  # a file where the folder should be
    assert office.run() == 0
    (log,) = (office.root / ".tthc" / "logs").glob("*.log")
    assert log.read_text(encoding="utf-8").rstrip().endswith("Kết thúc, mã 0") and str(log) in office.mailbox.text()


# The command line


def test_the_options_are_passed_on_as_they_were_typed_but_those_of_the_schedule():
    import typer

    from tthc.cli.app import app
    from tthc.cli.scheduling import command_line

    command = typer.main.get_command(app).commands["report"]
    typed = ["--period", "previous-month", "--source", "a", "--source", "b c", "--set", "compare=minute", "--audience", "shared"]
    context = command.make_context("report", [*typed, "--since", "2024-01", "--mail", "thu.toml", "--scheduled"])
    assert command_line(context, "2024-05") == [
        "report", "--period", "2024-05", "--source", "a", "--source", "b c", "--set", "compare=minute", "--engine", "duckdb", "--audience", "shared",
        "--print", "short",
    ]  # fmt: skip


def test_the_manifest_tells_the_fingerprint_of_its_study(office: Office):
    office.run()
    (manifest,) = (office.root / "reports" / "2024-05").glob("*/run.json")
    assert re.fullmatch("[0-9a-f]{16}", json.loads(manifest.read_text())["fingerprint"])
