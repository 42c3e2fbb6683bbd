"""An unattended run from its start to its letter: every period that is due, one after the other, whatever happens to one."""

from __future__ import annotations

import contextlib
import signal
import sys
import tempfile
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from tthc.errors import RunFailed, TthcError
from tthc.limits import Limits, load_limits, load_period, reports_folder
from tthc.notices import News
from tthc.notices.letter import BROKEN, FAILED, MADE, NOTHING_NEW
from tthc.period import Period, periods_since
from tthc.report.published import newest_report
from tthc.schedule import log as logs
from tthc.schedule.child import make_apart
from tthc.schedule.inputs import wait_until_written
from tthc.schedule.letters import figures_of, place_of, send_letter
from tthc.schedule.told import told
from tthc.settings import Run
from tthc.study.store import fingerprint

_STOPPED = "Lần chạy bị dừng theo yêu cầu (có người dừng hoặc máy tắt); báo cáo trước đó được giữ nguyên."

_BROKEN = "Máy tắt hoặc tiến trình bị dừng; báo cáo trước đó được giữ nguyên."


@dataclass(frozen=True)
class Job:
    """What was asked for. `describe` gives the run of a period, `command` the command line that makes its report."""

    root: Path
    period: str
    today: date
    describe: Callable[[str], Run]
    command: Callable[[str], Sequence[str]]
    since: str | None = None
    rules: Mapping[str, str] = field(default_factory=dict)
    out: str | None = None
    mail: str | None = None
    say: Callable[[str], None] = lambda text: None
    complain: Callable[[str], None] = lambda text: None


@dataclass(frozen=True)
class Outcome:
    """What became of one period: the exit code, the sentence for those at the machine, the news for the letter."""

    code: int
    sentence: str
    news: News


def run_unattended(job: Job) -> int:
    """The worst exit code of the periods; a letter that cannot be sent changes nothing."""
    folder = reports_folder(job.root, job.out) / logs.FOLDER
    log = logs.RunLog([folder, job.root / ".tthc" / "logs", Path(tempfile.gettempdir())], datetime.now())
    with _stoppable():
        outcomes = [*_told_now(job, folder, log)]
        for outcome in outcomes:
            log.say(outcome.sentence)
            (job.complain if outcome.code else job.say)(outcome.sentence)
        if warning := send_letter(job, [outcome.news for outcome in outcomes], log.path):
            log.say(warning)
            job.complain(warning)
    code = max((outcome.code for outcome in outcomes), default=0)
    log.end(code)
    return code


def _told_now(job: Job, folder: Path, log: logs.RunLog) -> Iterator[Outcome]:
    """What was broken off before, then the periods of this run."""
    try:
        with _alone(folder):
            earlier = logs.broken_off(folder)
            log.say(f"Chạy theo lịch: kỳ {job.period}{f', từ {job.since}' if job.since else ''}")
            yield from map(_broken_off, earlier)
            limits = load_limits(job.root)
            *missed, last = _due(job)
            for period in (*missed, last):
                outcome = _one(job, period, limits, log, is_missed=period is not last)
                if outcome is not None:
                    yield outcome
                    if outcome.sentence == _STOPPED:
                        return
            logs.keep_newest(folder, limits.keep_logs)
    except Exception as error:  # nobody is there to see a traceback: it goes to the log, a sentence into the letter
        yield _failed(f"báo cáo kỳ {job.period}", error, log)


def _due(job: Job) -> list[Period]:
    last, quarters = load_period(job.period, root=job.root, rules=job.rules, today=job.today)
    return periods_since(last, job.since, quarters=quarters) if job.since else [last]


def _one(job: Job, period: Period, limits: Limits, log: logs.RunLog, *, is_missed: bool) -> Outcome | None:
    """None for a period that is only to be caught up and has its report."""
    what = f"báo cáo {period.label}"
    try:
        run = job.describe(period.text)
        if is_missed and newest_report(run):
            log.say(f"{what}: đã có.")
            return None
        return _make(job, run, limits, log, what)
    except KeyboardInterrupt:
        return Outcome(3, _STOPPED, News(what, FAILED, _STOPPED))
    except Exception as error:
        return _failed(what, error, log)


def _make(job: Job, run: Run, limits: Limits, log: logs.RunLog, what: str) -> Outcome:
    log.say(f"{what}: dữ liệu ở {', '.join(map(str, run.sources))}")
    wait_until_written(run, limits, log.say)
    last = newest_report(run)
    if last and last[1].get("fingerprint") == _fingerprint(run):
        sentence = f"Không có dữ liệu mới từ báo cáo lập lúc {datetime.fromisoformat(last[1]['made_at']):%H:%M ngày %d/%m/%Y}, nên không lập lại."
        return Outcome(0, f"{_upper(what)}: {sentence[0].lower()}{sentence[1:]}", News(what, NOTHING_NEW, sentence))
    make_apart(job.command(run.period.text), seconds=60 * limits.run_minutes, log=log.path, say=_echoing(log))
    made = newest_report(run)
    if made is None or made == last:
        raise RunFailed("Chương trình báo đã xong nhưng không có báo cáo mới; hãy gửi nhật ký cho người phụ trách.")
    return Outcome(0, f"{_upper(what)}: {made[0]}", News(what, MADE, "", figures_of(made[1]), place_of(run, made[0])))


def _fingerprint(run: Run) -> str:
    """Empty where an input cannot be read: the report itself then says so."""
    try:
        return fingerprint(run)
    except OSError:
        return ""


def _echoing(log: logs.RunLog) -> Callable[[str], None]:
    """Somebody who tries the command out sees what goes on; cron would mail every step."""

    def say(text: str) -> None:
        log.say(text)
        if sys.stderr.isatty():
            sys.stderr.write(f"{text}\n")

    return say


def _failed(what: str, error: Exception, log: logs.RunLog) -> Outcome:
    if not isinstance(error, TthcError):
        log.say("".join(traceback.format_exception(error)))
        error = _explained(error)
    return Outcome(error.exit_code, f"{_upper(what)}: {error}", News(what, FAILED, told(error)))


def _explained(error: Exception) -> RunFailed:
    if isinstance(error, PermissionError):
        sentence = "tài khoản chạy theo lịch không được phép đọc dữ liệu hoặc ghi báo cáo; hãy cấp quyền rồi chạy lại"
        return RunFailed(f"{sentence}: {error.filename}", told=f"{_upper(sentence)}.")
    if isinstance(error, Timeout):
        sentence = "Một lần chạy theo lịch khác đang chạy; hãy chờ lần đó xong."
        return RunFailed(sentence, told=sentence)
    return RunFailed(f"lỗi ngoài dự kiến ({type(error).__name__}); báo cáo trước đó được giữ nguyên, chi tiết trong nhật ký.")


def _broken_off(path: Path) -> Outcome:
    """Of a run that could tell nobody itself."""
    when = logs.started(path)
    logs.close(path)
    return Outcome(0, f"Lần chạy lúc {when} bị ngắt giữa chừng. {_BROKEN} Nhật ký: {path}", News(f"lần chạy lúc {when}", BROKEN, _BROKEN))


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Raises Timeout where another unattended run is going on. A disk that takes no lock file fails later, with its own sentence."""
    lock = FileLock(folder / ".khoa", timeout=0)
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    try:
        lock.acquire()
    except Timeout:
        raise
    except OSError:
        pass
    try:
        yield
    finally:
        lock.release()


@contextlib.contextmanager
def _stoppable() -> Iterator[None]:
    """The polite way to end a process (systemd, shutdown) is taken like Ctrl+C, so that the letter is still sent."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
