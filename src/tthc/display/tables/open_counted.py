"""The plain rate beside the one that counts open dossiers too."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from tthc.display.blocks import Block, DataTable, Empty, Text, judged, numbers
from tthc.display.tables.indicators import of_rule
from tthc.display.tables.phrases import left, right

_ROWS = {"in_time_rate": "Trên hồ sơ đã giải quyết", "in_time_km": "Tính cả hồ sơ đang giải quyết"}


def open_counted(indicators: pd.DataFrame, info: Mapping) -> tuple[Block, ...]:
    """Both rates with numerator, denominator and interval, and one sentence that says how to read the second."""
    rows = of_rule(indicators, info)
    rows = rows[rows["measure"].isin(_ROWS) & (rows["basis"] == "register") & (rows["denominator"] > 0)]
    if "in_time_km" not in set(rows["measure"]):
        return (Empty(judged.none("hồ sơ nào có thể tính tỷ lệ này", info)),)
    rows = rows.set_index("measure").loc[[name for name in _ROWS if name in set(rows["measure"])]]
    lines = tuple(
        (_ROWS[name], _fraction(name, row), _percent(row["value"], info), _interval(row))
        for name, row in rows.iterrows()
    )
    columns = (
        left("label", "Tỷ lệ trong hạn", 2.4),
        right("of", "Tử số / mẫu số", 1),
        right("value", "Giá trị", 0.8),
        right("interval", "Khoảng tin cậy 95%", 1.2),
    )
    table = DataTable(columns, lines, "Tỷ lệ giải quyết trước hạn và đúng hạn", sortable=False)
    rest = judged.sentence(info)
    return (table, Text((_explained(), *_unknown(rows.loc["in_time_km"]), *([rest] if rest else []))))


def _explained() -> str:
    return (
        "Tỷ lệ thứ nhất chỉ tính trên hồ sơ đã xong; tỷ lệ thứ hai (ước lượng Kaplan–Meier) theo dõi mỗi hồ sơ từ lúc "
        "tiếp nhận đến hạn trả, hồ sơ đang "
        "giải quyết được tính đến ngày chốt, nên cho biết với nhịp giải quyết của kỳ này, bao nhiêu hồ sơ xong trong "
        "hạn."
    )


def _unknown(row: pd.Series) -> tuple[str, ...]:
    if not numbers.is_unknown(row["value"]):
        return ()
    return ("Kỳ này chưa ước lượng được tỷ lệ thứ hai: chưa có đủ hồ sơ được theo dõi đến hạn trả.",)


def _fraction(name: str, row: pd.Series) -> str:
    about = "khoảng " if name == "in_time_km" and not numbers.is_unknown(row["numerator"]) else ""
    return f"{about}{numbers.number(row['numerator'])}/{numbers.number(row['denominator'])}"


def _percent(value: float, info: Mapping) -> str:
    """All of them in time is not told where not all are known."""
    if numbers.is_unknown(value) or (value == 100 and not judged.judged(info).is_whole):
        return numbers.UNKNOWN
    return f"{numbers.number(value, 2)}%"


def _interval(row: pd.Series) -> str:
    if numbers.is_unknown(row["low"]):
        return numbers.UNKNOWN
    return f"{numbers.number(row['low'], 1)} – {numbers.number(row['high'], 1)}%"
