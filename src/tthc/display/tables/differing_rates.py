"""Why one office has several rates in time: each way of reckoning with its numerator and denominator, side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from tthc.display.blocks import DataTable, Empty, judged, numbers
from tthc.display.tables.phrases import left, right
from tthc.model.words import Rule


@dataclass(frozen=True)
class _Way:
    """Which row of `indicators` it is, and in what it differs from the first."""

    name: str
    measure: str
    rule: str
    basis: str
    reason: str


_WAYS = (
    _Way("Theo ngày hẹn trả trên hệ thống", "in_time_rate", Rule.SYSTEM, "register",
         "Kết thúc xử lý không sau ngày hẹn trả ghi trên hệ thống; mẫu số là hồ sơ đã giải quyết trong sổ của "
         "cơ quan."),
    _Way("Theo nghị định", "in_time_rate", "decree", "register",
         "Ngày hẹn trả được tính lại theo nghị định, trừ thời gian chờ người nộp; cùng mẫu số."),
    _Way("Trên tổng số hồ sơ tiếp nhận", "nd61_30_2c", Rule.SYSTEM, "register",
         "Mẫu số có cả hồ sơ đang giải quyết; tử số trừ hồ sơ rút và hồ sơ thiếu ngày hẹn trả."),
    _Way("Chỉ số 2.1 của Quyết định 766/QĐ-TTg, theo sổ", "qd766_2_1", "qd766", "register",
         "Tử số có cả hồ sơ đang giải quyết còn trong hạn; mẫu số là mọi hồ sơ phải giải quyết và hồ sơ bị từ chối."),
    _Way("Chỉ số 2.1 của Quyết định 766/QĐ-TTg, được công bố", "qd766_2_1", "qd766", "synced",
         "Như trên, nhưng chỉ có hồ sơ đã đồng bộ lên Cổng Dịch vụ công quốc gia."),
    _Way("Tính cả hồ sơ đang giải quyết", "in_time_km", Rule.SYSTEM, "register",
         "Ước lượng: hồ sơ đang giải quyết được theo dõi đến ngày chốt số liệu; không gồm hồ sơ có hạn trả trước kỳ."),
)  # fmt: skip


def why_many_numbers(indicators: pd.DataFrame, info: Mapping) -> DataTable | Empty:
    """One row per way of reckoning the rate in time: numerator/denominator, rate, why it differs. Nothing where all
    agree.
    """
    found = [(way, row) for way in _WAYS if (row := _row(indicators, way)) is not None]
    if len({round(float(row["value"]), 2) for _, row in found}) < 2:
        return Empty("Các cách tính tỷ lệ trước hạn và đúng hạn cho cùng một con số.")
    rows = tuple((way.name, _fraction(way, row), _rate(way, row, info), way.reason) for way, row in found)
    columns = (
        left("way", "Cách tính", 1.8), right("of", "Tử số / mẫu số", 0.8), right("value", "Tỷ lệ", 0.6),
        left("reason", "Vì sao khác", 3.4),
    )  # fmt: skip
    return DataTable(
        columns, rows, "Tỷ lệ trước hạn và đúng hạn theo từng cách tính", sortable=False, below=judged.sentence(info),
    )


def _row(indicators: pd.DataFrame, way: _Way) -> pd.Series | None:
    """The row of this way; where no rule changes an indicator it stands once, under any rule."""
    rows = indicators[(indicators["measure"] == way.measure) & (indicators["basis"] == way.basis)]
    rows = rows.assign(is_other=rows["rule"] != way.rule).sort_values("is_other", kind="stable")
    rows = rows[rows["value"].notna() & (rows["denominator"] > 0)]
    is_wanted = rows["rule"].eq(way.rule).any() or way.measure.startswith("qd766")
    return rows.iloc[0] if len(rows) and is_wanted else None


def _fraction(way: _Way, row: pd.Series) -> str:
    if way.measure == "in_time_km":  # an estimate over time, no division of two counts
        return f"ước lượng, {numbers.number(row['denominator'])} hồ sơ"
    return f"{numbers.number(row['numerator'])}/{numbers.number(row['denominator'])}"


def _rate(way: _Way, row: pd.Series, info: Mapping) -> str:
    if way.measure != "in_time_km":
        return judged.percent(row["numerator"], row["denominator"], info, good=True)
    is_told = row["value"] < 100 or judged.judged(info).is_whole
    return numbers.percent(row["value"], 100) if is_told else numbers.UNKNOWN
