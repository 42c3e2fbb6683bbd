"""What every rendition says about the report as a whole: whose, which period, when, how sure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tthc.display.blocks import judged, numbers
from tthc.display.blocks.clean_text import in_field
from tthc.model.days import last_day
from tthc.model.settings import Run
from tthc.report.edition import NAMES

_SYNTHETIC = "Dữ liệu mẫu do chương trình mô phỏng, không phải số liệu thật của cơ quan nào."


@dataclass(frozen=True)
class Header:
    """All values are plain text ready to be set, but for `made_at`.

    unjudged: what stands at the head of every page where not every dossier was judged, and page_head in one line of
    print; both empty where all were.
    """

    title: str
    short_title: str
    subtitle: str
    office: str
    parent: str
    edition: str
    warning: str
    foot: str
    made_at: datetime
    unjudged: str = ""
    page_head: str = ""


def report_header(run: Run, info: Mapping[str, Any], made_at: datetime) -> Header:
    """The facts of this run; `info` is the study's."""
    scope = _scope(run)
    return Header(
        title=f"Báo cáo giải quyết hồ sơ thủ tục hành chính {run.period.label}{scope}",
        short_title=f"Giải quyết hồ sơ thủ tục hành chính {run.period.label}{scope}",
        subtitle=_subtitle(run, info, made_at),
        office=run.office.name or "Cơ quan chưa ghi tên trong tthc.toml",
        parent=run.office.parent,
        edition=NAMES[run.audience],
        warning=_SYNTHETIC if info.get("is_synthetic") else "",
        foot=_foot(info, made_at),
        made_at=made_at,
        unjudged=judged.head(info),
        page_head=judged.page_head(info),
    )


def _subtitle(run: Run, info: Mapping[str, Any], made_at: datetime) -> str:
    source = (info.get("profile") or {}).get("label", "")
    origin = f"Nguồn: {source}. " if source else ""
    return f"Số liệu chốt đến {cut_text(run.cut)}. {origin}Lập ngày {numbers.date(made_at)}."


def cut_text(cut: datetime) -> str:
    """The cut is exclusive: midnight is the end of the day before."""
    if cut.time() == datetime.min.time():
        return f"hết ngày {numbers.date(last_day(cut))}"
    return f"{cut:%H:%M} ngày {numbers.date(cut)}"


def _scope(run: Run) -> str:
    parts = [in_field(run.field) if run.field else "", f"đơn vị {run.unit}" if run.unit else ""]
    return "".join(f", {part}" for part in parts if part)


def _foot(info: Mapping[str, Any], made_at: datetime) -> str:
    rows = [numbers.number(info.get(key)) for key in ("n_read", "n_accepted", "n_set_aside")]
    counted = f" · đọc {rows[0]} dòng, nhận {rows[1]}, loại {rows[2]}" if info.get("n_set_aside") else ""
    return (
        f"Lập {numbers.date(made_at)}{counted} "
        f"· mức độ đầy đủ của dữ liệu {info.get('evidence_level', numbers.UNKNOWN)}/3"
    )
