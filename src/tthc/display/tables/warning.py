"""Chapter 60 (internal): the open dossiers that may become late, why, and what to do today."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from tthc.display.blocks import Block, Card, DataTable, Empty, KeyFigure, KeyFigures, Note, Text, judged, numbers
from tthc.display.tables.phrases import days, days_left, known, left, office_name, right, short_procedure, shown
from tthc.display.tables.warning_words import chance, since, todo, up_to, where, why
from tthc.model.schema import label
from tthc.model.schema.warning import AMBER, FEWEST_SITTINGS, LAST_DAY_WM, NAMED, NEAR_WM, RED
from tthc.model.words import Outcome, State

MOST_OF_A_UNIT = 15


def _nothing(warnings: pd.DataFrame) -> Empty:
    return Empty(judged.none("hồ sơ nào đang giải quyết", judged.counted(warnings), where=""))


def warning_summary(warnings: pd.DataFrame, info: Mapping) -> Text | Empty:
    """How many are open, how many of them red, and who has most of the red ones."""
    if warnings.empty:
        return _nothing(warnings)
    count = warnings["urgency"].value_counts()
    kinds = [
        (code, name)
        for code, name in (("red", "đỏ"), ("amber", "vàng"), ("paused", "tạm dừng"))
        if count.get(code)
    ]
    what = "hồ sơ nào đỏ hoặc vàng"
    none = f"chưa có {what}" if judged.judged(info).is_whole else judged.none_seen(what, info)
    parts = numbers.listing(f"{numbers.number(count[code])} hồ sơ {name}" for code, name in kinds) or none
    opening = f"Đến {up_to(info)}, {office_name(info)} có {numbers.number(len(warnings))} hồ sơ đang giải quyết"
    ended = info.get("n_ended") or 0
    opening += f" (không kể {numbers.number(ended)} hồ sơ đã dừng hẳn)" if ended else ""
    rest = judged.spoken(info)
    return Text(f"{opening}: {parts}.{_most_red(warnings)}{f' {rest}' if rest else ''}", style="lead")


def _most_red(warnings: pd.DataFrame) -> str:
    units = warnings[warnings["urgency"] == "red"]["unit"].dropna().value_counts()
    if units.empty:
        return ""
    ranked = sorted(units.items(), key=lambda pair: (-pair[1], pair[0]))
    return f" Hồ sơ đỏ nhiều nhất ở {ranked[0][0]} ({numbers.number(ranked[0][1])} hồ sơ)."


def warning_figures(warnings: pd.DataFrame) -> KeyFigures | Empty:
    """Four counts of the open dossiers: red, amber, already late, paused."""
    if warnings.empty:
        return _nothing(warnings)
    total = f"trong {numbers.number(len(warnings))} hồ sơ đang giải quyết{judged.beside(warnings)}"
    late = int((warnings["outcome"] == Outcome.OPEN_LATE).sum())
    counts = [
        (name, int((warnings["urgency"] == code).sum()))
        for code, name in (("red", "Đỏ"), ("amber", "Vàng"), ("paused", "Tạm dừng"))
    ]
    counts.insert(1, ("Trong đó đã quá hạn", late))
    return KeyFigures(tuple(KeyFigure(name, numbers.number(count), total) for name, count in counts))


def warning_levels(info: Mapping) -> Note:
    """What the colours mean, by the thresholds that give them."""
    red, amber = (f"khả năng quá hạn từ {numbers.number(chance * 100)}%" for chance in (RED, AMBER))
    last, near = (f"còn không quá {days(wm, info)} ngày làm việc" for wm in (LAST_DAY_WM, NEAR_WM))
    return Note(
        "Các mức",
        (
            f"Đỏ: đã quá hạn; hoặc {red}; hoặc {last}.",
            f"Vàng: {amber}; hoặc hơn một nửa số hồ sơ tương tự cần lâu hơn thời gian còn lại; hoặc {near}.",
            "Xanh: các hồ sơ đang giải quyết khác. Tạm dừng: đang chờ người nộp hoặc bị dừng; thời gian còn lại tính "
            "đến lúc dừng.",
            "Khả năng quá hạn tính từ các hồ sơ tương tự đã biết đến lúc chốt số liệu, kể cả hồ sơ chưa xong; không "
            "tính được việc chưa từng xảy ra.",
        ),
    )


def warning_trust(check: pd.DataFrame, info: Mapping) -> Note:
    """Whether the chance has told more than the time left in the weeks before, in numbers; if not, the list follows the
    time left.
    """
    of = check.set_index("order") if len(check) else pd.DataFrame()
    if not len(of) or "chance" not in of.index:
        return Note("Độ tin cậy", (_THIN, _BY_TIME), tone="warning")
    one, other = of.loc["chance"], of.loc["time_left"]
    counted = f"{numbers.number(one.n)} lượt hồ sơ, {numbers.number(one.n_late)} lượt về sau quá hạn"
    tried = f"Thử lại ở {numbers.number(one.n_moments)} thời điểm trước ngày chốt: {counted}."
    if one.verdict == "too_few":
        return Note("Độ tin cậy", (tried, _THIN, _BY_TIME), tone="warning")
    named = (
        f"Trong {NAMED} hồ sơ đầu của mỗi danh sách, số lượt về sau quá hạn: xếp theo khả năng "
        f"{numbers.number(one.n_named_late)}, "
        f"xếp theo thời gian còn lại {numbers.number(other.n_named_late)}."
    )
    if one.verdict == "better":
        return Note("Độ tin cậy", (tried, named, _BY_CHANCE))
    return Note("Độ tin cậy", (tried, named, _NO_BETTER, _BY_TIME), tone="warning")


_THIN = (
    "Lịch sử còn mỏng: chưa đủ hồ sơ quá hạn để biết khả năng quá hạn tính ra có đúng hơn thời gian còn lại hay không."
)
_BY_CHANCE = (
    "Khả năng quá hạn cho biết nhiều hơn thời gian còn lại, nên trong mỗi mức, danh sách xếp theo khả năng quá hạn."
)
_NO_BETTER = "Khả năng quá hạn không cho biết nhiều hơn thời gian còn lại."
_BY_TIME = "Vì vậy danh sách dưới đây xếp theo thời gian còn lại, không nêu khả năng quá hạn."


def warning_list(warnings: pd.DataFrame, info: Mapping, limit: int = NAMED) -> DataTable | Empty:
    """One row per open dossier, the first `limit` in working order: time left, chance, holder, why,
    what to do today.
    """
    if warnings.empty:
        return _nothing(warnings)
    rows = _in_order(warnings).head(limit).to_dict("records")
    columns = (
        left("urgency", "Mức", 0.5),
        left("dossier", "Hồ sơ", 1.7),
        left("due", "Hẹn trả", 0.8),
        right("left", "Còn (ngày)", 0.6),
        right("chance", "Khả năng quá hạn", 0.8),
        left("where", "Đang ở", 2),
        left("why", "Vì sao", 3.6),
        left("todo", "Việc cần làm", 1.6),
    )
    cells = tuple(
        (label("urgency", row["urgency"]), shown(row["dossier_id"]), numbers.date(row["due_at"]), cell_left(row, info),
         chance(row),
         f"{where(row)}; từ {since(row)}", why(row, info), todo(row, info))
        for row in rows
    )  # fmt: skip
    more = (
        f"Hiện {len(rows)} trong {numbers.number(len(warnings))} hồ sơ; đủ danh sách từng đơn vị: lệnh tthc warn. "
        if len(warnings) > len(rows) else ""
    )
    note = (
        f"{more}Còn: số ngày làm việc đến hạn. Đang ở: bước và người giữ tại lúc chốt số liệu. Khả năng để trống khi "
        "không đủ hồ sơ tương tự."
    )
    caption = f"Hồ sơ theo mức độ cần xử lý, tính đến {up_to(info)}"
    picks = (
        ("Mức", tuple(label("urgency", row["urgency"]) for row in rows)),
        ("Đơn vị đang giữ", tuple(known(row["holder_unit"]) for row in rows)),
        ("Thủ tục", tuple(short_procedure(row["procedure_name"]) for row in rows)),
        ("Tháng hẹn trả", tuple(numbers.month(row["due_at"]) for row in rows)),
    )
    return DataTable(columns, cells, caption, note, sortable=False, print_rows=3, picks=picks)


def cell_left(row: Mapping, info: Mapping) -> str:
    """Whole working days left; after the deadline “quá hạn”."""
    return "quá hạn" if row.get("reason") == "overdue" else days_left(row["left_wm"], info)


def warnings_by_officer(warnings: pd.DataFrame, info: Mapping) -> DataTable | Empty:
    """One row per unit and officer whose turn it is: open dossiers by colour, the shortest time left; a total."""
    if warnings.empty:
        return _nothing(warnings)
    named = warnings.assign(
        unit=warnings["unit"].fillna("(không ghi)"), officer=warnings["officer"].fillna("(không ghi)"),
    )
    rows = [(unit, officer, *_counted(part, info)) for (unit, officer), part in named.groupby(["unit", "officer"])]
    # Who has the most to do today stands first: red, amber, then the other open ones.
    ranked = sorted(rows, key=lambda row: (*(-_number(row[place]) for place in (3, 4, 5, 2)), row[0], row[1]))
    ranked.append(("Tổng cộng", "", *_counted(named, info)))
    columns = (
        left("unit", "Đơn vị", 2),
        left("officer", "Cán bộ", 1.6),
        right("open", "Đang giải quyết"),
        right("red", "Đỏ"),
        right("amber", "Vàng"),
        right("paused", "Tạm dừng"),
        right("shortest", "Ít ngày còn lại nhất", 0.8),
    )
    note = (
        "Hồ sơ đã có kết quả mà chưa kết thúc, đang ở ngoài cơ quan, ở người nộp hoặc không rõ ở đâu thì tính cho đơn "
        "vị và cán bộ thụ lý, là nơi phải đôn đốc."
    )
    return DataTable(
        columns, tuple(ranked), "Hồ sơ đang giải quyết theo đơn vị và cán bộ phải làm", note, total=True, print_rows=3,
    )


def _counted(part: pd.DataFrame, info: Mapping) -> tuple[str, ...]:
    counts = (int((part["urgency"] == code).sum()) for code in ("red", "amber", "paused"))
    shortest = part["left_wm"].min()
    return (
        numbers.number(len(part)), *(numbers.number(count) for count in counts), cell_left({"left_wm": shortest}, info),
    )


def _number(text: str) -> int:
    return int(text.replace(".", ""))


def warnings_of_units(warnings: pd.DataFrame, info: Mapping, limit: int = MOST_OF_A_UNIT) -> tuple[Block, ...]:
    """One card per unit with red or amber dossiers: officer, dossier, time left, why, what to do today."""
    urgent = _in_order(warnings[warnings["urgency"].isin(["red", "amber"])])
    if urgent.empty:
        return (Empty(judged.none("hồ sơ nào đỏ hoặc vàng", info, where="")),)
    urgent = urgent.assign(unit=urgent["unit"].fillna("(không ghi)"))
    return tuple(Card(str(unit), (_unit_table(part, info, limit),)) for unit, part in urgent.groupby("unit"))


def _unit_table(part: pd.DataFrame, info: Mapping, limit: int) -> DataTable:
    columns = (
        left("officer", "Cán bộ", 1.3),
        left("urgency", "Mức", 0.5),
        left("dossier", "Hồ sơ", 1.7),
        right("left", "Còn (ngày làm việc)", 0.7),
        left("why", "Vì sao", 2.4),
        left("todo", "Việc cần làm", 2),
    )
    rows = tuple(
        (
            shown(row["officer"]), label("urgency", row["urgency"]), shown(row["dossier_id"]), cell_left(row, info),
            why(row, info), todo(row, info),
        )
        for row in part.head(limit).to_dict("records")
    )
    more = f"Hiện {limit} trong {numbers.number(len(part))} hồ sơ đỏ và vàng." if len(part) > limit else ""
    return DataTable(columns, rows, f"{numbers.count(len(part))} đỏ và vàng", more, sortable=False)


def council_dates(dates: pd.DataFrame, warnings: pd.DataFrame, info: Mapping) -> DataTable | Empty:
    """One row per council and expected sitting: when, in which rhythm, how many dossiers wait for it."""
    if dates.empty:
        return Empty(
            f"Chưa đủ {FEWEST_SITTINGS} kỳ họp hội đồng trong dữ liệu để ước tính kỳ họp sắp tới; dữ liệu không có "
            "lịch họp."
        )
    waiting = warnings[warnings["state"] == State.COUNCIL]["holder_unit"].value_counts()
    rows = tuple(
        (shown(row["unit"]), numbers.date(row["held_on"]), days(row["gap_wm"], info), numbers.date(row["last_on"]),
         numbers.number(row["n_past"]),
         numbers.number(int(waiting.get(row["unit"], 0))))
        for row in dates.sort_values(["unit", "held_on"]).to_dict("records")
    )  # fmt: skip
    columns = (
        left("unit", "Hội đồng", 2.2),
        left("held_on", "Ngày họp (ước tính)", 1),
        right("gap", "Thường cách nhau (ngày làm việc)", 0.9),
        left("last", "Kỳ họp gần nhất", 0.9),
        right("past", "Số kỳ đã biết"),
        right("waiting", "Hồ sơ đang chờ"),
    )
    missed = dates.drop_duplicates("unit")
    late = [
        f"{row.unit} lẽ ra đã họp {numbers.number(row.n_missed)} kỳ từ lần gần nhất"
        for row in missed.itertuples()
        if row.n_missed > 0
    ]
    note = "Dữ liệu không có lịch họp; các ngày này ước tính theo nhịp các kỳ đã qua, cần hỏi lại thư ký hội đồng."
    return DataTable(
        columns, rows, "Kỳ họp hội đồng sắp tới", f"{'; '.join(late)}. {note}" if late else note, sortable=False,
    )


def _in_order(warnings: pd.DataFrame) -> pd.DataFrame:
    return warnings.sort_values("order_no", kind="stable")
