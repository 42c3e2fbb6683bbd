"""From what became of the periods to the letter that is sent; anything that goes wrong with it is one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tthc.display.blocks import judged
from tthc.model.errors import TthcError
from tthc.model.limits import office_name, reports_folder
from tthc.model.settings import Run, current_time
from tthc.report import key_figures
from tthc.schedule.job import Job
from tthc.schedule.notices import MailSettings, News, letter, mail_file, post, read_mail_file
from tthc.schedule.notices.letter import BROKEN, FAILED, NOTHING_NEW


def send_letter(job: Job, news: Sequence[News], log: Path | None) -> str:
    """Empty where the letter was sent or nobody wants one, else one sentence."""
    try:
        if (path := mail_file(job.root, job.mail)) is None:
            return ""
        settings = read_mail_file(path)
        if not (wanted := _wanted(news, settings)):
            return ""
        heading = {
            "office": office_name(job.root), "reports": str(reports_folder(job.root, job.out)), "log": str(log or ""),
        }
        return post(letter(wanted, settings, **heading, now=current_time()), settings)
    except TthcError as error:
        return f"Chưa gửi được thư: {error} Báo cáo không bị ảnh hưởng."
    except Exception:  # a letter never spoils a report
        return (
            "Chưa gửi được thư vì một lỗi của chương trình; hãy kiểm tra tệp cài đặt thư. Báo cáo không bị ảnh hưởng."
        )


def _wanted(news: Sequence[News], settings: MailSettings) -> list[News]:
    silent = {"always": (), "news": (NOTHING_NEW,)}.get(settings.when)
    return [one for one in news if (one.kind in (FAILED, BROKEN) if silent is None else one.kind not in silent)]


def figures_of(manifest: dict[str, Any]) -> tuple[tuple[str, str, str], ...]:
    """The key figures of a report as words: label, value, of what."""
    block = key_figures.block(manifest.get("key_figures", {}), coverage=judged.judged(manifest.get("judged", {})))
    return tuple((figure.label, figure.value, figure.detail) for figure in block.figures)


def place_of(run: Run, folder: Path) -> str:
    """Where the report lies under the reports' folder; empty where the folder's name says which
    file or unit it is of.
    """
    return folder.relative_to(run.out).as_posix() if folder.parent.name == run.period.slug else ""
