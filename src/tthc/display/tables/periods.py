"""Two periods side by side: each indicator with its numerators, and which procedures changed the late rate."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from tthc.display.blocks import Block, DataTable, Note, numbers
from tthc.display.tables.indicators import main_rule, of_rule, value
from tthc.display.tables.phrases import left, right, short_procedure, shown
from tthc.model.words import FINISHED, Intake, Outcome

MOST_PROCEDURES = 8
_KEY = ["basis", "measure"]


def two_periods(
    now: Mapping[str, pd.DataFrame], then: Mapping[str, pd.DataFrame], info: Mapping, other: Mapping
) -> tuple[Block, ...]:
    """The blocks: what to be careful of, the indicators, what changed the late rate. `now` and `then` hold indicators,
    outcomes and dossiers of either period, `info` and `other` what the studies say of themselves.
    """
    warning = _warnings(now["dossiers"], then["dossiers"], info, other)
    return (*warning, _figures(now["indicators"], then["indicators"], info, other), *_drivers(now, then, info, other))


def _label(info: Mapping) -> str:
    return str(info["period"]["label"])


def _warnings(now: pd.DataFrame, then: pd.DataFrame, info: Mapping, other: Mapping) -> tuple[Note, ...]:
    """What makes the two hard to compare: other rules, an export that does not reach over the whole period."""
    rules = {rule["name"]: rule["value"] for rule in info["rules"]}
    differing = [rule["label"] for rule in other["rules"] if rules.get(rule["name"]) != rule["value"]]
    items = [f"Hai kỳ tính theo quy tắc khác nhau: {'; '.join(differing)}."] if differing else []
    items += [text for rows, one in ((now, info), (then, other)) if (text := _not_covered(rows, one))]
    unjudged = [(_label(one), one["n_unjudged"]) for one in (info, other) if one["n_unjudged"]]
    items += [f"{label}: {numbers.number(n)} hồ sơ chưa đánh giá được." for label, n in unjudged]
    return (Note("Cần lưu ý khi so sánh", tuple(items), "warning"),) if items else ()


def _not_covered(dossiers: pd.DataFrame, info: Mapping) -> str:
    """A month of the period in which the export has no reception at all, told as possibly not exported."""
    received = dossiers["received_at"].dropna()
    months = set(received.dt.to_period("M"))
    wanted = pd.period_range(info["period"]["start"], info["period"]["end"], freq="M")
    missing = [f"{month.month:02d}/{month.year}" for month in wanted if month not in months]
    if not missing:
        return ""
    return (
        f"{_label(info)}: dữ liệu không ghi hồ sơ tiếp nhận trong tháng {', '.join(missing)}; tệp xuất có thể chưa "
        "trọn kỳ."
    )


def _figures(now: pd.DataFrame, then: pd.DataFrame, info: Mapping, other: Mapping) -> DataTable:
    rows = of_rule(now, info).merge(of_rule(then, other), on=_KEY, how="outer", suffixes=("", "_then"))
    rows = rows.sort_values(["order", "basis"], kind="stable")
    lines = tuple(_line(row) for row in rows.to_dict("records"))
    heads = (
        left("label", "Chỉ số", 2.6), left("basis", "Cơ sở số liệu", 1.0), right("now", _label(info), 1.2),
        right("then", _label(other), 1.2), right("change", "Chênh lệch", 0.8),
    )
    return DataTable(heads, lines, "Các chỉ số của hai kỳ, kèm tử số/mẫu số")


def _line(row: Mapping) -> tuple[str, ...]:
    then = {name: row[f"{name}_then"] for name in ("numerator", "denominator", "value", "measured_in")}
    then |= {"measure": row["measure"]}
    texts = [_counted(one) for one in (row, then)]
    label = row["label"] if not numbers.is_unknown(row["label"]) else row["label_then"]
    return (shown(label), _BASES.get(row["basis"], shown(row["basis"])), *texts, _change(row, then))


_BASES = {"register": "Sổ theo dõi", "synced": "Đã đồng bộ"}


def _counted(row: Mapping) -> str:
    """The value; a share never without its numerator and denominator."""
    if numbers.is_unknown(row["measured_in"]):
        return numbers.UNKNOWN
    text = value(row)
    if row["measured_in"] != "%" or text == numbers.UNKNOWN:
        return text
    return f"{text} ({numbers.number(row['numerator'])}/{numbers.number(row['denominator'])})"


def _change(row: Mapping, then: Mapping) -> str:
    """The difference of two known values, shares in points of percent."""
    if numbers.is_unknown(row["value"]) or numbers.is_unknown(then["value"]):
        return numbers.UNKNOWN
    digits, unit = (2, " điểm %") if row["measured_in"] == "%" else (1, "")
    difference = row["value"] - then["value"]
    return f"{'+' if difference > 0 else ''}{numbers.number(difference, digits)}{unit}"


def _drivers(
    now: Mapping[str, pd.DataFrame], then: Mapping[str, pd.DataFrame], info: Mapping, other: Mapping
) -> tuple[DataTable, ...]:
    parts = late_rate_parts(_by_procedure(now, info), _by_procedure(then, other))
    rows = parts.reindex(parts["points"].abs().sort_values(ascending=False, kind="stable").index)
    rows = rows[rows["points"].abs() > 0].head(MOST_PROCEDURES)
    if rows.empty:
        return ()
    lines = tuple(_driver(name, row) for name, row in rows.iterrows())
    heads = (
        left("procedure", "Thủ tục", 2.6), right("now", f"Quá hạn/đã giải quyết, {_label(info)}", 1.0),
        right("then", f"Quá hạn/đã giải quyết, {_label(other)}", 1.0),
        right("rate", "Do tỷ lệ của thủ tục đổi (điểm %)", 0.9), right("mix", "Do cơ cấu hồ sơ đổi (điểm %)", 0.9),
        right("points", "Cộng (điểm %)", 0.7),
    )
    total = numbers.number(parts["points"].sum(), 2)
    note = f"Tỷ lệ quá hạn trong hồ sơ đã giải quyết đổi {total} điểm %; bảng nêu các thủ tục làm đổi nhiều nhất."
    return (DataTable(heads, lines, "Vì sao tỷ lệ quá hạn thay đổi, theo thủ tục", note),)


def _driver(name: object, row: pd.Series) -> tuple[str, ...]:
    late = (f"{numbers.number(row[f'late_{one}'])}/{numbers.number(row[f'n_{one}'])}" for one in ("now", "then"))
    points = (numbers.number(row[part], 2) for part in ("rate_points", "mix_points", "points"))
    return (short_procedure(name), *late, *points)


def _by_procedure(frames: Mapping[str, pd.DataFrame], info: Mapping) -> pd.DataFrame:
    """One row per procedure (index): n settled in the period by the main rule, and how many of them late."""
    outcomes = frames["outcomes"]
    own = outcomes[
        (outcomes["rule"] == main_rule(info)) & outcomes["outcome"].isin(FINISHED) & (outcomes["intake"] != Intake.NONE)
    ]
    named = frames["dossiers"].drop_duplicates("dossier_id").set_index("dossier_id")["procedure_name"]
    procedure = own["dossier_id"].map(named).fillna(numbers.UNKNOWN)
    return own.assign(late=own["outcome"] == Outcome.LATE).groupby(procedure)["late"].agg(n="size", late="sum")


def late_rate_parts(now: pd.DataFrame, then: pd.DataFrame) -> pd.DataFrame:
    """One row per procedure: by how many points of percent it changed the late rate of all; `points` sum to the change.

    `now` and `then` have n and late by procedure. With shares w of all settled and rates r of each procedure,

        R − R' = Σ (w + w')/2 · (r − r')  +  Σ (w − w') · ((r + r')/2 − (R + R')/2)

    the first sum being rate_points, the second mix_points. A procedure that one period lacks has the other's rate
    there, so that it counts as mix alone. Example: 1 of 10 late against 0 of 10 in one procedure gives 10 points.
    """
    both = now.merge(then, how="outer", left_index=True, right_index=True, suffixes=("_now", "_then"))
    both = both.fillna(0).astype(float)
    n_now, n_then = both["n_now"].sum(), both["n_then"].sum()
    if not n_now or not n_then:
        return both.assign(rate_points=0.0, mix_points=0.0, points=0.0)
    rates = {one: both[f"late_{one}"] / both[f"n_{one}"].where(both[f"n_{one}"] > 0) for one in ("now", "then")}
    rate, before = rates["now"].fillna(rates["then"]), rates["then"].fillna(rates["now"])
    weight, weight_then = both["n_now"] / n_now, both["n_then"] / n_then
    middle = (both["late_now"].sum() / n_now + both["late_then"].sum() / n_then) / 2
    by_rate = (weight + weight_then) / 2 * (rate - before) * 100
    by_mix = (weight - weight_then) * ((rate + before) / 2 - middle) * 100
    return both.assign(rate_points=by_rate, mix_points=by_mix, points=by_rate + by_mix)
