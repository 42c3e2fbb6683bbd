"""Working days as the sentences on late dossiers tell them."""

from __future__ import annotations

import ibis.expr.types as ir


def days_told(wm: ir.Value, day_wm: float) -> ir.Value:
    """Working days with one decimal, comma as people write it; ten hundredths are never shown as nothing."""
    tenths = (wm * 10 / day_wm).round().cast("int64")
    text = (tenths / 10).floor().cast("int64").cast("string") + "," + (tenths % 10).cast("string")
    return ((wm > 0) & (tenths == 0)).ifelse("dưới 0,1", text)


def range_told(least_wm: ir.Value, most_wm: ir.Value, day_wm: float) -> ir.Value:
    """From the least to the most, in words: what is nought at least has a most only."""
    least, most = (days_told(wm, day_wm) for wm in (least_wm, most_wm))
    is_little, is_even = most_wm * 20 < day_wm, least == most
    range_ = (least_wm * 20 < day_wm).ifelse("nhiều nhất " + most + " ngày", "từ " + least + " đến " + most + " ngày")
    return is_little.ifelse("chưa đến 0,1 ngày", is_even.ifelse("khoảng " + most + " ngày", range_))
