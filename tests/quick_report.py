"""`tthc` with a report that takes a moment: the whole command line, the lock and the publishing are real, the content is not.

`QUICK` says what happens while it is made: nothing, or one of the functions below.
"""

from __future__ import annotations

import errno
import json
import os
import signal
import sys
import time
from datetime import datetime
from pathlib import Path
from types import ModuleType

if __name__ == "__main__":
    sys.modules["nbformat"] = ModuleType("nbformat")  # takes seconds to import, and no notebook runs here

import tthc.report
from tthc.cli.entry import main
from tthc.model.errors import DataStop
from tthc.model.settings import Run
from tthc.report import edition, publish
from tthc.report.progress import StepCounter
from tthc.study.store import fingerprint

FIGURES = {name: {"value": 4.0, "numerator": None, "denominator": None} for name in ("finished", "early", "late", "open")}


def killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def hanging() -> None:
    time.sleep(3600)  # as long as tests wait (patience.py)


def full() -> None:
    raise OSError(errno.ENOSPC, "No space left on device", "/ổ/đĩa/ho-so-nguyen-van-a.xlsx")


def faulty() -> None:
    raise ValueError("không hiểu “Nguyễn Văn A”")


def stopped() -> None:
    error = DataStop("ho-so.xlsx: dòng của Nguyễn Văn A thiếu.")
    error.findings = ({"rule": "file.truncated", "severity": "stop"}, {"rule": "sheet.columns", "severity": "stop"}, {"rule": "cell.time", "severity": "warn"})
    raise error


def silent() -> None:
    os._exit(0)


def make_report(run: Run, *, progress, **_) -> Path:
    steps = StepCounter(progress, 1)
    with publish.one_at_a_time(run.out), publish.workspace(run.out) as work:
        steps.say(f"Đang lập kỳ {run.period.text}")
        try:
            globals().get(os.environ.get("QUICK", ""), lambda: None)()
        except DataStop:
            raise
        except Exception as error:
            sys.modules.pop("nbformat", None)
            from tthc.report.failures import explain

            raise explain(error, run) from error
        steps.write_log(work)
        made = datetime.now()
        (work / "run.json").write_text(
            json.dumps({
                "state": "done", "made_at": made.isoformat(), "fingerprint": fingerprint(run), "key_figures": FIGURES, "title": run.period.label,
                "period": {"start": f"{run.period.start}", "end": f"{run.period.end}"},
            })
        )
        return publish.publish(work, edition.out_folder(run), publish.folder_name(run), made)


if __name__ == "__main__":
    tthc.report.make_report = make_report
    main()
