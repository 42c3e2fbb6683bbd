"""An unattended run from its start to its letter: every period that is due, one after the other, whatever happens to
one.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tthc.model.errors import RunFailed
from tthc.model.limits import Limits, load_limits, load_period, reports_folder
from tthc.model.period import Period, periods_since
from tthc.model.settings import Run, current_time
from tthc.report.published import newest_report
from tthc.schedule import log as logs
from tthc.schedule import run_result
from tthc.schedule.child import make_apart
from tthc.schedule.email import send_letter
from tthc.schedule.inputs import wait_until_written
from tthc.schedule.job import Job
from tthc.schedule.lock import hold_lock, stoppable
from tthc.schedule.run_result import Outcome
from tthc.study.store import fingerprint


def run_unattended(job: Job) -> int:
    """The worst exit code of the periods; a letter that cannot be sent changes nothing."""
    folder = reports_folder(job.root, job.out) / logs.FOLDER
    log = logs.RunLog([folder, job.root / ".tthc" / "logs", Path(tempfile.gettempdir())], current_time())
    with stoppable():
        try:
            with hold_lock(folder):
                return _finish(job, log, list(_all(job, folder, log)))
        except RunFailed as error:  # another run has the lock; what a period fails of is told by itself
            return _finish(job, log, [run_result.failed(f"báo cáo kỳ {job.period}", error, log)])


def _finish(job: Job, log: logs.RunLog, results: Sequence[Outcome]) -> int:
    for one in results:
        log.say(one.sentence)
        (job.complain if one.code else job.say)(one.sentence)
    if warning := send_letter(job, [one.news for one in results], log.path):
        log.say(warning)
        job.complain(warning)
    code = max((one.code for one in results), default=0)
    log.end(code)
    return code


def _all(job: Job, folder: Path, log: logs.RunLog) -> Iterator[Outcome]:
    """What was broken off before, then the periods of this run."""
    earlier = logs.broken_off(folder)
    log.say(f"Chạy theo lịch: kỳ {job.period}{f', từ {job.since}' if job.since else ''}")
    yield from map(run_result.broken_off, earlier)
    try:
        limits, (*missed, last) = load_limits(job.root), _due(job)
    # nobody is there to see a traceback, here and below: it goes to the log, a sentence into the letter
    except Exception as error:
        yield run_result.failed(f"báo cáo kỳ {job.period}", error, log)
        return
    logs.keep_newest(folder, limits.keep_logs)
    for period in (*missed, last):
        results = _one(job, period, limits, log, is_missed=period is not last)
        if results is not None:
            yield results
            if results.is_end:
                return


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
        return run_result.stopped(what)
    except Exception as error:
        return run_result.failed(what, error, log)


def _make(job: Job, run: Run, limits: Limits, log: logs.RunLog, what: str) -> Outcome:
    log.say(f"{what}: dữ liệu ở {', '.join(map(str, run.sources))}")
    wait_until_written(run, limits, log.say)
    last = newest_report(run)
    if last and (last[1].get("fingerprint"), last[1].get("by")) == (_fingerprint(run), job.by):
        return run_result.nothing_new(what, last[1])
    make_apart(job.command(run.period.text), seconds=60 * limits.run_minutes, log=log.path, say=_echoing(log))
    new = newest_report(run)
    if new is None or new == last:
        raise RunFailed("Chương trình báo đã xong nhưng không có báo cáo mới; hãy gửi nhật ký cho người phụ trách.")
    return run_result.made(what, run, *new)


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
