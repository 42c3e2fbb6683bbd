"""Chapter 50: the published index and the office's own indicators, each with numerator, denominator and target."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from tthc.display.blocks import DataTable, Empty, Text, judged, numbers
from tthc.display.tables.phrases import left, right, shown
from tthc.model.words import INDEX_MEASURES, Rule

INDEX = "index"  # the table that shows an indicator of the published index
_DIGITS = {"%": 2, "điểm": 1, "ngày làm việc": 1}
# Shares of dossiers in time or late, and whether more of them is better.
_OF_TIME = {
    "in_time_rate": True, "in_time_of_due": True, "early_rate": True, "in_time_km": True, "nd61_30_2c": True,
    "qd766_2_1": True,
    "qd766_5_4": True, "apology_in_time": True, "late_rate": False, "open_late_rate": False,
}  # fmt: skip
_BASES = (("synced", "Hồ sơ đã đồng bộ"), ("register", "Sổ theo dõi của cơ quan"))


def main_rule(info: Mapping) -> str:
    """The rule by which this report says what is late."""
    return next(rule["value"] for rule in info["rules"] if rule["name"] == "rule")


def of_rule(indicators: pd.DataFrame, info: Mapping) -> pd.DataFrame:
    """The rows of the main rule, of the index those of its own rule, so that a component is one number everywhere;
    indicators that no rule changes stand under the recorded deadline. The label says of which systems one speaks.
    """
    wanted = indicators["measure"].str.startswith(INDEX_MEASURES).map({True: Rule.QD766, False: main_rule(info)})
    rows = indicators.assign(is_other=indicators["rule"] != wanted)
    rows = rows[~rows["is_other"] | (rows["rule"] == Rule.SYSTEM)]
    rows = rows.sort_values(["order", "basis", "is_other"], kind="stable").drop_duplicates(["measure", "basis"])
    names = [f"{row['label']}{of_systems(row)}" for row in rows.to_dict("records")]
    return rows.assign(label=pd.Series(names, rows.index, dtype="object"))


def of_systems(row: Mapping) -> str:
    """The systems alone of whose dossiers an indicator speaks, in brackets; empty where it speaks of all."""
    names = row.get("systems")
    return f" (chỉ hồ sơ của hệ thống {names})" if isinstance(names, str) else ""


def index_table(indicators: pd.DataFrame, info: Mapping) -> DataTable | Empty:
    """One row per component of the index: synchronised dossiers beside the office's own register, points, what one more
    brings.
    """
    rows = of_rule(indicators, info)
    rows = rows[rows["shown_in"] == INDEX]
    if rows.empty:
        return Empty("Dữ liệu không đủ để tính chỉ số thành phần nào của Quyết định 766/QĐ-TTg.")
    lines = tuple(
        _component(group.set_index("basis"), info)
        for _, group in rows.sort_values("label").groupby("measure", sort=False)
    )
    columns = [left("label", "Chỉ số thành phần", 2.1)]
    for basis, name in _BASES:
        columns += [
            right(f"{basis}_of", "Tử số / mẫu số", 0.9, name),
            right(f"{basis}_value", "Giá trị", 0.8, name),
            right(f"{basis}_points", "Điểm", 0.6, name),
        ]
    columns += [right("max", "Điểm tối đa", 0.6), right("gain", "Thêm một trường hợp đạt", 0.8)]
    note = (
        "Cột cuối là số điểm tăng thêm khi có thêm một hồ sơ hoặc một trường hợp đạt, tính trên hồ sơ đã đồng bộ; "
        "chỉ số chỉ có số liệu ở sổ của cơ quan thì tính theo sổ. "
        "Chỉ số không có điểm là chỉ số mà thang điểm chưa được kiểm chứng."
    )
    caption, below = "Các chỉ số thành phần theo Quyết định 766/QĐ-TTg", judged.sentence(info)
    return DataTable(tuple(columns), lines, caption, note, sortable=False, below=below, print_rows=30)


def _component(bases: pd.DataFrame, info: Mapping) -> tuple[str, ...]:
    published = bases.loc["synced"] if "synced" in bases.index else bases.iloc[0]
    cells = [cell for basis, _ in _BASES for cell in _basis(bases.loc[basis] if basis in bases.index else None, info)]
    return (published["label"], *cells, numbers.number(published["max_points"]), numbers.number(published["gain"], 3))


def _basis(row: pd.Series | None, info: Mapping) -> tuple[str, str, str]:
    if row is None:
        return (numbers.UNKNOWN,) * 3
    return (_fraction(row), value(row, info), numbers.number(row["points"], 2))


def _fraction(row: Mapping) -> str:
    digits = 0 if row["measured_in"] != "ngày làm việc" else 1
    if numbers.is_unknown(row["numerator"]) and numbers.is_unknown(row["denominator"]):
        return numbers.UNKNOWN
    return f"{numbers.number(row['numerator'], digits)}/{numbers.number(row['denominator'])}"


def value(row: Mapping, source: object = None) -> str:
    """The indicator's value in its own unit; a share over nothing is unknown. source: says how much was judged."""
    unit = row["measured_in"]
    if unit == "%" and row["measure"] in _OF_TIME:
        return judged.percent(row["numerator"], row["denominator"], source, good=_OF_TIME[row["measure"]])
    if unit == "%":
        return numbers.percent(row["numerator"], row["denominator"])
    text = numbers.number(row["value"], _DIGITS.get(unit, 0))
    return text if text == numbers.UNKNOWN else f"{text} {unit}"


def targets(indicators: pd.DataFrame, info: Mapping) -> DataTable | Empty:
    """One row per indicator with a target, an earlier period or last year's: value,
    numerator/denominator, met or not.
    """
    rows = _aimed_at(of_rule(indicators, info))
    rows = rows[rows[["target", "previous", "last_year"]].notna().any(axis=1)]
    if rows.empty:
        return Empty("Kỳ này chưa có mục tiêu hoặc kỳ trước để so sánh.")
    earlier = {name: head for name, head in _EARLIER.items() if rows[name].notna().any()}
    lines = tuple(
        (
            row["label"],
            _fraction(row),
            value(row, info),
            _target(row),
            _met(row, info),
            *(_earlier(row, name) for name in earlier),
            shown(row["target_source"]),
        )
        for row in rows.to_dict("records")
    )
    columns = (
        left("label", "Chỉ tiêu", 1.8),
        right("of", "Tử số / mẫu số", 0.8),
        right("value", "Kỳ này", 0.8),
        right("target", "Mục tiêu", 0.85),
        left("met", "Đạt", 0.5),
        *(right(name, head, 0.75) for name, head in earlier.items()),
        left("source", "Căn cứ của mục tiêu", 2),
    )
    return DataTable(
        columns, lines, "Các chỉ tiêu so với mục tiêu, kỳ trước và cùng kỳ năm trước", below=judged.sentence(info),
        print_rows=6,
    )


_EARLIER = {"previous": "Kỳ trước", "last_year": "Cùng kỳ năm trước"}


def _aimed_at(rows: pd.DataFrame) -> pd.DataFrame:
    """Each indicator once: the published index over synchronised dossiers where they exist, all
    else over the register.
    """
    wished = (rows["shown_in"] == INDEX).map({True: "synced", False: "register"})
    chosen = rows.assign(is_second=rows["basis"] != wished).sort_values(["order", "is_second"], kind="stable")
    chosen = chosen.drop_duplicates("measure")
    is_synced = chosen["basis"] == "synced"
    return chosen.assign(label=chosen["label"].where(~is_synced, chosen["label"] + " (hồ sơ đã đồng bộ)"))


def _target(row: Mapping) -> str:
    text = numbers.number(row["target"])
    return text if text == numbers.UNKNOWN or row["measured_in"] != "%" else f"{text}%"


def _met(row: Mapping, info: Mapping) -> str:
    met = is_met(row, info)
    return (
        numbers.UNKNOWN
        if numbers.is_unknown(row["is_met"])
        else "chưa rõ"
        if met is None
        else "đạt"
        if met
        else "chưa đạt"
    )


def is_met(row: Mapping, source: object) -> bool | None:
    """Whether the indicator meets its target; None where it has none, or where what was not judged may decide it."""
    if numbers.is_unknown(row["is_met"]) or judged.judged(source).is_whole or not _OF_TIME.get(row["measure"]):
        return None if numbers.is_unknown(row["is_met"]) else bool(row["is_met"])
    return judged.is_met(row["numerator"], row["denominator"], row["target"] / 100, source)


def is_all_clear(row: Mapping) -> bool:
    """All of them in time, or none late: said in percent only where every dossier is known."""
    good = _OF_TIME.get(row["measure"])
    return good is not None and bool(row["denominator"]) and row["numerator"] == (row["denominator"] if good else 0)


def _earlier(row: Mapping, name: str) -> str:
    if numbers.is_unknown(row[name]):
        return numbers.UNKNOWN
    return numbers.number(row[name], _DIGITS.get(row["measured_in"], 0)) + ("%" if row["measured_in"] == "%" else "")


def target_rates(indicators: pd.DataFrame, info: Mapping) -> pd.DataFrame:
    """The shares that have a target, as the picture of indicators takes them: label, numerator, denominator, target
    (0–1).
    """
    rows = _aimed_at(of_rule(indicators, info))
    rows = rows[(rows["measured_in"] == "%") & rows["target"].notna()]
    rates = rows.assign(target=rows["target"] / 100)[["label", "numerator", "denominator", "target"]]
    return judged.carry(rates, info)


def other_indicators(indicators: pd.DataFrame, info: Mapping) -> DataTable | Empty:
    """One row per remaining indicator of the register: value with its interval, what is counted over what, legal
    source.
    """
    rows = of_rule(indicators, info)
    # The counts of the form stand in chapter 10.
    rows = rows[(rows["basis"] == "register") & (rows["shown_in"] == "own") & (rows["denominator"] > 0)]
    if rows.empty:
        return Empty(judged.none("chỉ tiêu nào khác tính được", judged.counted(info)))
    lines = tuple(
        (
            row["label"], _fraction(row), value(row, info), _interval(row),
            f"{row['numerator_is']} / {row['denominator_is']}", row["source"],
        )
        for row in rows.to_dict("records")
    )
    columns = (
        left("label", "Chỉ tiêu", 1.8),
        right("of", "Tử số / mẫu số", 0.8),
        right("value", "Giá trị", 0.8),
        right("interval", "Khoảng tin cậy 95%", 0.9),
        left("what", "Cách tính (tử số/mẫu số)", 2),
        left("source", "Căn cứ", 1.6),
    )
    return DataTable(
        columns, lines, "Các chỉ tiêu khác, tính trên sổ theo dõi của cơ quan", below=judged.sentence(info),
    )


def _interval(row: Mapping) -> str:
    if numbers.is_unknown(row["low"]):
        return numbers.UNKNOWN
    return f"{numbers.number(row['low'], 1)} – {numbers.number(row['high'], 1)}%"


def unit_scores(measures: pd.DataFrame, info: Mapping | None = None) -> DataTable | Empty:
    """One row per unit taking part: the officials' scale of the law in force, points per step (2, 1, 0).

    info: the study's; a law without such a scale gets a sentence, not a score whose law has ended.
    """
    scale = (info or {}).get("law", {}).get("rules", {}).get("officials_scale", {"is_ruled": True, "cite": ""})
    if not scale["is_ruled"]:
        return Empty(
            "Quy định có hiệu lực ở ngày cuối kỳ không có thang điểm cho từng đơn vị tham gia, nên báo cáo không chấm "
            "điểm."
        )
    rows = measures[(measures["measure"] == "tt01_2") & measures["unit"].notna() & (measures["basis"] == "register")]
    if rows.empty:
        return Empty("Dữ liệu không có thời gian của từng đơn vị tham gia, nên không tính được điểm của từng đơn vị.")
    ranked = rows.sort_values(["value", "unit"], kind="stable")
    lines = tuple(
        (
            row["unit"], f"{numbers.number(row['numerator'])}/{numbers.number(row['denominator'])}",
            numbers.number(row["value"], 1),
        )
        for row in ranked.to_dict("records")
    )
    columns = (
        left("unit", "Đơn vị tham gia", 2.4), right("of", "Tổng điểm / số lượt"),
        right("value", "Điểm trung bình (tối đa 2)"),
    )
    note = "Mỗi lượt được 2 điểm khi ngắn hơn thời gian quy định, 1 điểm khi bằng, 0 điểm khi dài hơn."
    note += f" Căn cứ: {scale['cite']}." if scale["cite"] else ""
    return DataTable(columns, lines, "Chỉ số 2: thời gian thực hiện của từng đơn vị tham gia", note)


FEWEST = 5  # of fewer cases one more says little: no advice rests on them


def lever(indicators: pd.DataFrame, info: Mapping) -> Text | Empty:
    """Where one more case brings the most points of the index, as one sentence."""
    rows = of_rule(indicators, info)
    rows = rows[(rows["shown_in"] == INDEX) & (rows["gain"] > 0) & (rows["denominator"] >= FEWEST)]
    rows = rows.assign(is_own=rows["basis"] != "synced").sort_values("is_own", kind="stable").drop_duplicates("measure")
    best = rows.sort_values(["gain", "order"], ascending=[False, True], kind="stable").head(3)
    if best.empty:
        return Empty("Không có chỉ số thành phần nào mà thêm một trường hợp đạt thì tăng điểm.")
    parts = [f"“{row['label']}” thêm {numbers.number(row['gain'], 2)} điểm" for row in best.to_dict("records")]
    return Text(f"Thêm một trường hợp đạt thì tăng điểm nhiều nhất ở: {numbers.listing(parts)}.")
