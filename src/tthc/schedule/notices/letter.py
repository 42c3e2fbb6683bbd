"""One letter for one unattended run: plain Vietnamese text, written from counts and fixed sentences only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid, parseaddr

from tthc.display.blocks.clean_text import upper_first
from tthc.schedule.notices.settings import MailSettings

MADE, NOTHING_NEW, FAILED, BROKEN = "made", "nothing_new", "failed", "broken"
_TITLES = {
    MADE: "đã lập xong", NOTHING_NEW: "không có dữ liệu mới", FAILED: "chưa lập được", BROKEN: "bị ngắt giữa chừng",
}
_COUNTED = {BROKEN: "lần chạy"}


@dataclass(frozen=True)
class News:
    """What became of one period, or of a run before this one. Nothing here comes from the data but the figures."""

    what: str  # "báo cáo tháng 5 năm 2024"
    kind: str
    public_message: str = ""
    figures: tuple[tuple[str, str, str], ...] = ()  # label, value, of what
    place: str = ""  # under the reports' folder


def letter(
    news: Sequence[News], settings: MailSettings, *, office: str, reports: str, log: str, now: datetime,
) -> EmailMessage:
    """The letter; `reports` is the reports' folder and `log` the file that says more, both as seen
    from this machine.
    """
    message = EmailMessage()
    message["Subject"] = f"[tthc] {office}: {_subject(news)}" if office else f"[tthc] {_subject(news)}"
    message["From"], message["To"] = settings.sender, ", ".join(settings.to)
    message["Date"] = format_datetime(now.astimezone())
    # The domain of the sender: the library would put this machine's name there.
    message["Message-ID"] = make_msgid(domain=parseaddr(settings.sender)[1].partition("@")[2] or "localhost")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(_body(news, settings.link or reports, log, now), charset="utf-8", cte="base64")
    return message


def _subject(news: Sequence[News]) -> str:
    if len(news) == 1:
        return f"{news[0].what} {_TITLES[news[0].kind]}"
    counts = {kind: sum(one.kind == kind for one in news) for kind in _TITLES}
    return ", ".join(
        f"{count} {_COUNTED.get(kind, 'báo cáo')} {_TITLES[kind]}"
        for kind, count in counts.items()
        if count
    )


def _body(news: Sequence[News], reports: str, log: str, now: datetime) -> str:
    index = f"{reports.rstrip('/')}\\index.html" if "\\" in reports else f"{reports.rstrip('/')}/index.html"
    where = (
        [f"Mục lục các báo cáo: {index}"]
        if any(one.kind in (MADE, NOTHING_NEW) for one in news)
        else [f"Báo cáo trước đó vẫn xem được ở: {index}"]
    )
    parts = [_paragraph(one) for one in news]
    more = [f"Nhật ký của lần chạy (trên máy chạy báo cáo): {log}"] if log else []
    end = [f"Thư tự động, gửi lúc {now:%H:%M} ngày {now:%d/%m/%Y}; không chứa thông tin cá nhân và mã hồ sơ."]
    return "\n\n".join([*parts, "\n".join([*where, *more]), *end]) + "\n"


def _paragraph(news: News) -> str:
    head = f"{upper_first(news.what)} {_TITLES[news.kind]}."
    lines = [f"  - {label}: {value}{f' ({of})' if of else ''}" for label, value, of in news.figures]
    place = [f"  - Thư mục: {news.place}"] if news.place else []
    return "\n".join([f"{head} {news.public_message}".rstrip(), *lines, *place])
