"""What `tthc warn` is asked about when little is typed, and what it says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tthc.model.data_folders import period_folders, told_periods
from tthc.model.errors import UsageError
from tthc.model.settings import find_root, raw_folder

if TYPE_CHECKING:
    from tthc.model.settings import Run
    from tthc.study import Study

MOST_LINES = 20
OLD_DAYS = 7  # an export older than this is worth a word


def instant(as_of: str | None, now: datetime) -> str:
    """The instant asked about: what was typed, else this minute."""
    return as_of or now.isoformat(timespec="minutes")


def period_around(as_of: str, source: Sequence[str] | None) -> str:
    """The shortest period with a folder of its own under the project's data that holds the day, else the latest one
    before it.

    The day's year without such folders. Raises UsageError that names the periods there are where all lie after the day.
    """
    try:
        day = date.fromisoformat(as_of[:10])
    except ValueError:
        raise UsageError(
            f"Thời điểm “{as_of}” không đọc được; hãy ghi dạng 2024-04-15 hoặc 2024-04-15T07:00."
        ) from None
    known = [] if source else period_folders(raw_folder(find_root()))
    found = [period for period, _ in known if period.start <= day <= period.end]
    earlier = [period for period, _ in known if period.end < day]
    if known and not found and not earlier:
        raise UsageError(
            f"Không có dữ liệu nào đến ngày {day:%d/%m/%Y}; các kỳ đang có: {told_periods(known)}. Hãy hỏi về một ngày "
            "trong các kỳ đó."
        )
    if found or not earlier:
        return min(found, key=lambda period: period.end - period.start).text if found else f"{day.year}"
    return max(earlier, key=lambda period: (period.end, period.start)).text


def beyond(run: Run) -> list[str]:
    """Says so where the data end before the day that was asked about: what is listed was open then."""
    if run.as_of <= run.cut:
        return []
    return [
        f"Lưu ý: không có dữ liệu của ngày {run.as_of:%d/%m/%Y}; danh sách dưới đây theo dữ liệu {run.period.label}, "
        "tính đến hết ngày "
        f"{run.period.end:%d/%m/%Y}. Hãy xuất dữ liệu mới rồi chạy lại."
    ]


def lines(study: Study, folder: Path) -> list[str]:
    """The short list for the screen: how many are open, the urgent ones, how far it is to be trusted, where the
    workbooks are.
    """
    from tthc.display import tables
    from tthc.display.blocks import judged
    from tthc.display.blocks.clean_text import clean
    from tthc.display.tables.warning import cell_left
    from tthc.display.tables.warning_words import chance, todo
    from tthc.model.schema import label

    rows, info = study.frame("warnings").sort_values("order_no", kind="stable"), study.info
    said = [tables.warning_summary(rows, info)]
    text = [*filter(None, [judged.warning(info)]), clean(getattr(said[0], "text", "")), *_age(study)]
    urgent = rows[rows["urgency"].isin(["red", "amber"])]
    for row in urgent.head(MOST_LINES).to_dict("records"):
        left = cell_left(row, info) if row["left_wm"] == row["left_wm"] else "không có hạn"
        left = f"còn {left} ngày" if left[:1].isdigit() else left
        who = row["officer"] or row["unit"] or "không rõ ai giữ"
        text.append(
            clean(
                f"  {label('urgency', row['urgency']):<5} {row['dossier_id']}  {left}  {chance(row)}  {who}: "
                f"{todo(row, info)}"
            )
        )
    if len(urgent) > MOST_LINES:
        text.append(f"  … và {len(urgent) - MOST_LINES} hồ sơ đỏ, vàng khác trong tệp Excel.")
    text.append(f"{tables.warning_trust(study.frame('warning_check'), info).items[-1]}")
    books = sorted(path.name for path in folder.glob("*.xlsx"))
    return [*text, f"Tệp cho từng đơn vị ({len(books)} tệp): {folder}"]


def _age(study: Study) -> list[str]:
    """Says so where the export ends long before the instant: then what is shown as open may have been closed since."""
    import pandas as pd

    dossiers, steps, cut = study.frame("dossiers"), study.frame("steps"), pd.Timestamp(study.info["cut"])
    stamps = pd.concat([dossiers["received_at"], dossiers["finished_at"], steps["arrived_at"], steps["ended_at"]])
    latest = stamps[stamps < cut].max()
    if pd.isna(latest) or (cut - latest).days <= OLD_DAYS:
        return []
    return [f"Lưu ý: dữ liệu chỉ đến ngày {latest:%d/%m/%Y}; hãy xuất lại dữ liệu mới rồi chạy lại."]
