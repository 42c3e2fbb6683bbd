"""Pieces of sentences as a person would write them, and columns as tables need them."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pandas as pd

from tthc.display.blocks import Block, Empty, TableColumn, numbers
from tthc.display.blocks.clean_text import lower_first, upper_first
from tthc.model.days import is_counted
from tthc.model.days import last_day as last_day_before


def left(key: str, label: str, width: float = 1.0, group: str = "") -> TableColumn:
    return TableColumn(key, label, "left", width, group)


def right(key: str, label: str, width: float = 0.6, group: str = "") -> TableColumn:
    return TableColumn(key, label, "right", width, group)


def short_procedure(text: object) -> str:
    """“Thủ tục tặng cờ” → “Tặng cờ”, under a head that says already that it is a procedure."""
    return shortened(upper_first(shown(text).removeprefix("Thủ tục ")))


def shortened(text: str, most: int = 110) -> str:
    """The beginning of a very long name, up to a word's end: a list is read for which, the card has the whole name."""
    return text if len(text) <= most else f"{text[:most].rsplit(' ', 1)[0].rstrip(' ,;(-–')}…"


def usual_label(label: str) -> str:
    """A cause's label where the norm is an estimate: beyond what is usual, not beyond what was granted."""
    for words in ("vượt định mức của bước", "quá định mức", "vượt định mức"):
        label = label.replace(words, "vượt mức thường gặp")
    return label


def estimated_only(cause_shares: pd.DataFrame) -> frozenset[str]:
    """The causes whose every share goes beyond an estimated norm."""
    if "norm_source" not in cause_shares or cause_shares.empty:
        return frozenset()
    every = (cause_shares["norm_source"] == "estimated").groupby(cause_shares["cause"]).all()
    return frozenset(every[every].index)


def codes_of(causes: pd.DataFrame | None, *states: str) -> frozenset[str]:
    """The causes of the list that stand for one of these states."""
    if causes is None or "state" not in causes:
        return frozenset()
    return frozenset(causes.loc[causes["state"].isin(states), "code"])


def short_causes(causes: pd.DataFrame) -> dict[str, str]:
    """The short name of each cause by its code; nothing where the list has none."""
    if "short" not in causes:
        return {}
    listed = causes.drop_duplicates("code")
    return dict(zip(listed["code"], listed["short"], strict=True))


def divided(cause_shares: pd.DataFrame, causes: pd.DataFrame, info: Mapping) -> dict[str, str]:
    """Of each late dossier without a main cause that may be named, what its lateness divides into, the most first:
    “chờ đến lượt 0,8; chờ vì cán bộ vắng mặt 0,6; chờ, chưa rõ vì sao 0,5”.
    """
    needed = {"dossier_id", "cause", "share_wm", "is_main", "grade"}
    if cause_shares.empty or not needed <= set(cause_shares.columns):
        return {}
    unnamed = cause_shares[(cause_shares["is_main"] == True) & (cause_shares["grade"] == "none")]  # noqa: E712
    rows = cause_shares[cause_shares["dossier_id"].isin(unnamed["dossier_id"])]
    rows = rows[is_counted(rows["share_wm"], info["day_wm"])]
    rows = rows.sort_values(["share_wm", "cause"], ascending=[False, True], kind="stable")
    short, told = short_causes(causes), {}
    for dossier_id, mine in rows.groupby("dossier_id"):
        parts = zip(mine["cause"], mine["share_wm"], strict=True)
        told[dossier_id] = "; ".join(
            f"{lower_first(short.get(code, code))} {numbers.number(wm / info['day_wm'], 1)}" for code, wm in parts
        )
    return told


def shown(value: object) -> str:
    """A text value, or a dash where there is none."""
    return numbers.UNKNOWN if numbers.is_unknown(value) or not str(value).strip() else str(value)


def known(value: object) -> str:
    """A text value, or nothing where there is none."""
    return "" if shown(value) == numbers.UNKNOWN else shown(value)


def holder(row: Mapping) -> str:
    """Who held it: “officer (unit)”, or whichever of the two is known."""
    officer, unit = (shown(row.get(name)) for name in ("officer", "unit"))
    if officer != numbers.UNKNOWN and unit != numbers.UNKNOWN:
        return f"{officer} ({unit})"
    return officer if officer != numbers.UNKNOWN else unit


def period_opening(info: Mapping) -> str:
    """“Trong 5 tháng đầu năm 2024”, “Từ 15/12/2023 đến 14/05/2024”."""
    label = info["period"]["label"]
    return upper_first(label) if label.startswith("từ ") else f"Trong {label}"


def office_name(info: Mapping) -> str:
    return info["office"]["name"] or "cơ quan"


def last_day(info: Mapping) -> str:
    """The last day that counts; the cut itself is exclusive."""
    return numbers.date(last_day_before(pd.Timestamp(info["cut"])))


def days(wm: float | None, info: Mapping) -> str:
    """Working minutes as a number of working days in a sentence: “2,5”, “4”."""
    return numbers.days_number(wm, full_day_wm=info["day_wm"])


def late_for(row: Mapping, info: Mapping) -> str:
    """How long a dossier is late, counted by dates: “5 ngày làm việc”; “dưới 1 ngày làm việc” within one."""
    return f"{whole_days(row, info)} ngày làm việc"


def whole_days(row: Mapping, info: Mapping) -> str:
    """The working days a dossier is late, counted by dates: “5”, “dưới 1”; from the clock where no date is known."""
    count = row.get("n_days_late")
    if count is None or numbers.is_unknown(count):
        count = days_begun(row["late_wm"], info)
    return numbers.number(count) if count >= 1 else "dưới 1"


def days_begun(wm: float, info: Mapping) -> int:
    """Working minutes after a deadline as days: one that has begun counts."""
    return math.ceil(wm / info["day_wm"] - 1e-6)


def days_whole(wm: float, info: Mapping) -> int:
    """Working minutes up to a deadline as days: what is left of today counts no more."""
    return math.floor(wm / info["day_wm"] + 1e-6)


def days_left(left_wm: float | None, info: Mapping) -> str:
    """What is left to a deadline: “3”, “hết hạn hôm nay”, after it “quá hạn”; never nought, never less."""
    if numbers.is_unknown(left_wm):
        return numbers.UNKNOWN
    left = days_whole(left_wm, info)
    return numbers.number(left) if left >= 1 else "hết hạn hôm nay" if left_wm > 0 else "quá hạn"


def most_late_first(late: pd.DataFrame) -> pd.DataFrame:
    """The order in which late dossiers are shown everywhere: the latest first, by dates and then by the clock."""
    keys = [name for name in ("n_days_late", "late_wm") if name in late.columns]
    return late.sort_values([*keys, "dossier_id"], ascending=[*[False] * len(keys), True], kind="stable")


def cell_days(wm: float | None, info: Mapping) -> str:
    """Working minutes as a number of working days in a column: one decimal always, so that the commas stand in line."""
    text = days(wm, info)
    return text if text in (numbers.UNKNOWN, "0") or text.startswith("dưới") else numbers.number(wm / info["day_wm"], 1)


def amount(days: float, wm: float) -> str:
    """Days of a column as they were rounded with their neighbours: one decimal, “0” for nothing, “dưới 0,1” for less
    than is shown of the minutes `wm`.
    """
    return numbers.number(days, 1) if days else "dưới 0,1" if wm > 0 else "0"


def together(*blocks: Block) -> tuple[Block, ...]:
    """Blocks of one section in order; where several have nothing to show, one sentence says so."""
    full = tuple(block for block in blocks if not isinstance(block, Empty))
    return full or blocks[:1]
