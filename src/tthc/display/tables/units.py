"""Chapters 70 and 71: one unit's dossiers, and units side by side without a ranking that chance would make."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from tthc.display.blocks import DataTable, Empty, Text, anchor, judged, numbers
from tthc.display.blocks.clean_text import upper_first
from tthc.display.blocks.late_days import WITH_CLOSING, shown_days
from tthc.display.tables.phrases import left, right, shown
from tthc.model.schema import label
from tthc.model.words import Party, State

MOST_ROWS = 100
MOST_NAMES = 5
_VERDICTS = {
    "fewer": "Ít hơn",
    "as_expected": "Trong khoảng",
    "more": "Nhiều hơn",
    "alone": "Không so được",
}


def late_by_place(late_days: pd.DataFrame, unit: str, info: Mapping) -> DataTable | Empty:
    """One row per place that held the unit's late dossiers: working days late put down to it and what of them is late
    closing; the unit itself first.
    """
    late_days = late_days if "party" in late_days.columns else _of_parts(late_days)
    if late_days.empty:
        return Empty(
            judged.none("hồ sơ nào quá hạn", info, where="Đơn vị ", then=", nên không có phần quá hạn nào để chia")
        )
    sums = _placed(shown_days(late_days, info)).groupby("place")[["days", "closing"]].sum()
    sums = sums.assign(n=_placed(late_days).groupby("place")["dossier_id"].nunique(), is_own=sums.index == unit)
    ranked = sums.reset_index().sort_values(["is_own", "days", "place"], ascending=[False, False, True], kind="stable")
    lines = [
        (f"{row['place']} (chính đơn vị)" if row["is_own"] else row["place"], numbers.number(row["n"]), *_days(row))
        for row in ranked.to_dict("records")
    ]
    lines.append(("Tổng cộng", numbers.number(late_days["dossier_id"].nunique()), *_days(sums.sum())))
    columns = (
        left("place", "Phần quá hạn phát sinh ở", 2.4), right("n", "Số hồ sơ quá hạn"),
        right("days", "Ngày quá hạn", 0.8), right("closing", upper_first(WITH_CLOSING), 1),
    )
    note = "Tính bằng ngày làm việc. Một hồ sơ có thể chậm ở nhiều nơi, nên cột số hồ sơ không cộng được."
    return DataTable(columns, tuple(lines), "Hồ sơ quá hạn của đơn vị chậm ở đâu", note, total=True, sortable=False)


def _nothing(comparison: pd.DataFrame) -> Empty:
    return Empty(judged.none("hồ sơ nào để so sánh", judged.counted(comparison)))


def _of_parts(parts: pd.DataFrame) -> pd.DataFrame:
    """Late days of the table of parts, which notebooks of before hand over."""
    whose = {State.UNRECORDED: Party.NO_RECORD, "stop": Party.APPLICANT}
    rows = parts[parts["share_wm"] > 0]
    closing = rows["share_wm"].where(rows["part"] == State.UNCLOSED, 0.0)
    party = rows["part"].map(whose).fillna(Party.OWN_OFFICE)
    return rows.reindex(columns=["dossier_id", "unit", "officer", "share_wm"]).assign(party=party, closing_wm=closing)


def _placed(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with the place that each belongs to: a unit, or whose time it is where no unit is named."""
    names = {party: label("party", party) for party in rows["party"]} | {Party.OWN_OFFICE: "Bước không ghi đơn vị"}
    place = rows["unit"].astype("object").where(rows["unit"].notna(), rows["party"].map(names))
    return rows.assign(place=place)


def _days(row: Mapping) -> tuple[str, str]:
    days, closing = (numbers.number(row[name], 1 if row[name] else 0) for name in ("days", "closing"))
    return days, closing


def against_expected(comparison: pd.DataFrame, unit: str) -> Text | Empty:
    """What the unit's share in time is, how sure that is, and what its mix of procedures lets one expect."""
    rows = comparison[comparison["unit"] == unit].to_dict("records")
    if rows and rows[0]["finished"] and not rows[0]["timed"]:
        return Empty(
            f"{numbers.count(rows[0]['finished'])} đơn vị đã giải quyết không có ngày hẹn trả, nên không có tỷ lệ để "
            "so sánh."
        )
    if not rows or not rows[0]["finished"]:
        text = "Đơn vị chưa giải quyết xong hồ sơ nào trong kỳ, nên chưa có tỷ lệ để so sánh."
        return Empty(judged.clear(text, "hồ sơ nào đơn vị giải quyết xong", judged.counted(comparison)))
    row = rows[0]
    share = judged.share(row["timed"] - row["late"], row["timed"], comparison, good=True, digits=1)
    aside = row["finished"] - row["timed"]
    without = f" (ngoài ra {numbers.count(aside)} không có ngày hẹn trả)" if aside else ""
    first = (
        f"Đơn vị giải quyết đúng hạn và trước hạn {share}{without}; khoảng tin cậy 95%: "
        f"{_interval(row)}{judged.beside(comparison)}."
    )
    return Text((first, _expectation(row, comparison)))


def _expectation(row: Mapping, comparison: pd.DataFrame) -> str:
    if row["verdict"] == "alone":
        return (
            "Các thủ tục của đơn vị không có đơn vị nào khác giải quyết, nên không so sánh được với nơi khác: "
            "chênh lệch về tỷ lệ có thể do thủ tục khó hơn, không phải do đơn vị."
        )
    part = "" if row["comparable"] == row["timed"] else f" trong {numbers.number(row['timed'])}"
    rate = judged.percent(row["comparable"] - row["expected"], row["comparable"], comparison, good=True, digits=1)
    verdict = {
        "as_expected": "chênh lệch này có thể chỉ do ngẫu nhiên",
        "more": "nhiều hơn mức mà ngẫu nhiên giải thích được",
        "fewer": "ít hơn mức mà ngẫu nhiên giải thích được",
    }[row["verdict"]]
    return (
        f"So với nơi khác chỉ tính {numbers.number(row['comparable'])}{part} hồ sơ thuộc thủ tục mà đơn vị khác cũng "
        "giải quyết. Với cơ cấu thủ "
        f"tục ấy, nếu như mức chung của cơ quan thì dự kiến {numbers.number(row['expected'], 1)} hồ sơ quá hạn (tức "
        f"{rate} đúng hạn), và 95% "
        f"trường hợp là {_limits(row)}; thực tế là {numbers.number(row['late_comparable'])}: {verdict}."
    )


def case_mix(mix: pd.DataFrame) -> DataTable | Empty:
    """One row per procedure that the unit finished: how much, how much of all, and how many were late here and
    elsewhere.
    """
    if mix.empty:
        text = "Đơn vị chưa giải quyết xong hồ sơ nào trong kỳ."
        return Empty(judged.clear(text, "hồ sơ nào đơn vị giải quyết xong", judged.counted(mix)))
    rows = [
        (
            shown(row["procedure"]),
            numbers.number(row["n"]),
            numbers.percent(row["share"], 1, 1),
            numbers.percent(row["share_office"], 1, 1),
            numbers.number(row["late"]),
            f"{numbers.number(row['late_others'])}/{numbers.number(row['n_others'])}"
            if row["n_others"]
            else "không có",
        )
        for row in mix.head(MOST_ROWS).to_dict("records")
    ]
    office = numbers.percent(mix["share_office"].sum(), 1, 1)
    total = (
        f"{numbers.number(mix['late_others'].sum())}/{numbers.number(mix['n_others'].sum())}"
        if mix["n_others"].sum()
        else "không có"
    )
    rows.append(
        ("Tổng cộng", numbers.number(mix["n"].sum()), "100,0%", office, numbers.number(mix["late"].sum()), total)
    )
    columns = (
        left("procedure", "Thủ tục", 2.4),
        right("n", "Đơn vị đã giải quyết", 0.7),
        right("share", "Tỷ trọng ở đơn vị", 0.7),
        right("share_office", "Tỷ trọng cả cơ quan", 0.7),
        right("late", "Quá hạn", 0.6),
        right("others", "Quá hạn ở đơn vị khác", 0.8),
    )
    more = f"Hiện {MOST_ROWS} trong {numbers.number(len(mix))} thủ tục." if len(mix) > MOST_ROWS else ""
    return DataTable(columns, tuple(rows), "Cơ cấu thủ tục của các hồ sơ đã giải quyết", more, total=True)


def units_side_by_side(comparison: pd.DataFrame) -> DataTable | Empty:
    """One row per unit, most dossiers first: settled, in time with its interval, late beside what the mix lets one
    expect.
    """
    if comparison.empty:
        return _nothing(comparison)
    rows = tuple(
        (
            shown(row["unit"]),
            numbers.number(row["n"]),
            numbers.number(row["finished"]),
            _share(row, comparison),
            _interval(row) if row["timed"] else numbers.UNKNOWN,
            numbers.number(row["late"]),
            f"{numbers.number(row['late_comparable'])}/{numbers.number(row['comparable'])}"
            if row["comparable"]
            else numbers.UNKNOWN,
            f"{numbers.number(row['expected'], 1)} ({_limits(row)})" if row["comparable"] else numbers.UNKNOWN,
            _VERDICTS[row["verdict"]],
        )
        for row in comparison.head(MOST_ROWS).to_dict("records")
    )
    shared = "Riêng thủ tục có đơn vị khác cùng giải quyết"
    columns = (
        left("unit", "Đơn vị", 1.8),
        right("n", "Hồ sơ", 0.5),
        right("finished", "Đã giải quyết", 0.6),
        right("rate", "Đúng, trước hạn", 0.7),
        right("interval", "Khoảng tin cậy 95%", 1),
        right("late", "Quá hạn", 0.5),
        right("late_comparable", "Quá hạn", 0.6, shared),
        right("expected", "Dự kiến", 0.8, shared),
        left("verdict", "So với dự kiến", 1, shared),
    )
    more = f" Hiện {MOST_ROWS} trong {numbers.number(len(comparison))} đơn vị." if len(comparison) > MOST_ROWS else ""
    note = (
        "Xếp theo số hồ sơ, không theo kết quả. Dự kiến là số hồ sơ quá hạn nếu ở từng thủ tục đơn vị như mức chung, "
        "trong ngoặc là khoảng mà "
        f"95% trường hợp rơi vào; không so được là khi không đơn vị nào khác giải quyết các thủ tục ấy.{more}"
    )
    anchors = tuple(anchor(row[0]) for row in rows)
    return DataTable(columns, rows, "Kết quả của từng đơn vị", note, anchors=anchors, below=judged.sentence(comparison))


def units_apart(comparison: pd.DataFrame) -> Text | Empty:
    """Which differences between units are more than chance; all others are told not to be a ranking."""
    rows = comparison[comparison["timed"] > 0]
    if rows.empty:
        return _nothing(comparison)
    if len(rows) == 1:
        return Text(
            judged.only(
                "Chỉ một đơn vị có hồ sơ đã giải quyết trong kỳ, nên không có gì để so sánh",
                judged.counted(comparison),
            )
        )
    return Text((_pairs(rows), *_expected_otherwise(rows, comparison)))


def _pairs(rows: pd.DataFrame) -> str:
    """Units whose interval lies wholly below that of others, by the share in time as it is."""
    below = {row["unit"]: list(rows.loc[rows["low"] > row["high"], "unit"]) for row in rows.to_dict("records")}
    found = [f"{one} thấp hơn {numbers.listing(higher, MOST_NAMES)}" for one, higher in below.items() if higher]
    if not found:
        return (
            "Khoảng tin cậy của mọi cặp đơn vị chồng lên nhau: số liệu của kỳ chưa đủ để nói đơn vị nào đúng hạn hơn "
            "đơn vị nào, "
            "nên các đơn vị không được xếp hạng."
        )
    return (
        "Chỉ những cặp sau có khoảng tin cậy tách rời, theo tỷ lệ đúng hạn chưa xét cơ cấu thủ tục: "
        f"{'; '.join(found[:MOST_NAMES])}. "
        "Các cặp còn lại không phân biệt được, nên không được xếp hạng."
    )


def _expected_otherwise(rows: pd.DataFrame, comparison: pd.DataFrame) -> list[str]:
    said = []
    for verdict, words in (("more", "nhiều"), ("fewer", "ít")):
        units = list(rows.loc[rows["verdict"] == verdict, "unit"])
        if units:
            said.append(
                f"Đã xét cơ cấu thủ tục, {numbers.listing(units, MOST_NAMES)} có số hồ sơ quá hạn {words} hơn mức mà "
                "ngẫu nhiên giải thích được."
            )
    if said:
        return [*said, "Cứ 20 đơn vị không khác gì nhau thì khoảng một đơn vị vẫn ra ngoài khoảng này do ngẫu nhiên."]
    if (rows["verdict"] == "alone").all():
        return [
            "Mỗi thủ tục chỉ do một đơn vị giải quyết, nên không có mức chung để dự kiến; chênh lệch có thể do thủ tục "
            "khác nhau."
        ]
    return [
        judged.only(
            f"Đã xét cơ cấu thủ tục, mọi đơn vị so được {judged.every(comparison)}nằm trong khoảng mà ngẫu nhiên giải "
            "thích được",
            comparison,
        )
    ]


def _share(row: Mapping, comparison: pd.DataFrame) -> str:
    """The share in time of those with a deadline; a dash where none has one, and how many have none."""
    aside = row["finished"] - row["timed"]
    without = f" ({numbers.number(aside)} không có hẹn trả)" if aside else ""
    sentence = (
        judged.percent(row["timed"] - row["late"], row["timed"], comparison, good=True, digits=1)
        if row["timed"]
        else numbers.UNKNOWN
    )
    return f"{sentence}{without}"


def _interval(row: Mapping) -> str:
    return f"{numbers.number(row['low'], 1)} – {numbers.number(row['high'], 1)}%"


def _limits(row: Mapping) -> str:
    low, high = numbers.number(row["expected_low"]), numbers.number(row["expected_high"])
    return low if low == high else f"từ {low} đến {high}"
