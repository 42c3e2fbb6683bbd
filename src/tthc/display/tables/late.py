"""Chapter 20: the late dossiers, as a list and one card each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from tthc.display.blocks import Block, Card, DataTable, Empty, Picture, Text, anchor, judged, numbers
from tthc.display.blocks.clean_text import lower_first
from tthc.display.tables.explained import by_dossier, explanation
from tthc.display.tables.law import set_of
from tthc.display.tables.open_days import hangs_on_them
from tthc.display.tables.phrases import (
    codes_of,
    days,
    divided,
    holder,
    known,
    late_for,
    left,
    most_late_first,
    right,
    short_causes,
    short_procedure,
    shown,
    whole_days,
)
from tthc.model.schema import label
from tthc.model.words import RECEIVED_MONTH, Outcome, State

MOST_ROWS, MOST_CARDS, MOST_PARTS = 100, 50, 3


def late_summary(late: pd.DataFrame, info: Mapping) -> Text | Empty:
    """How many are late, by how much, and how many of them only in the system."""
    if late.empty:
        return Empty(judged.none("hồ sơ nào quá hạn", info))
    rest = tuple(text for text in (judged.sentence(info),) if text)
    n, done = len(late), int((late["outcome"] == Outcome.LATE).sum())
    ranked = in_order(late).to_dict("records")
    most, middle = late_for(ranked[0], info), late_for(ranked[n // 2], info)
    if n == 1:
        state = "đã giải quyết xong" if done else "chưa giải quyết xong"
        return Text((f"Có 1 hồ sơ quá hạn, {state}, quá hạn {most}.", *_apparent(late), *rest))
    kinds = ((done, "đã giải quyết xong"), (n - done, "đang giải quyết"))
    counts = [(count, what) for count, what in kinds if count]
    parts = numbers.listing(f"{numbers.number(count)} hồ sơ {what}" for count, what in counts)
    split = f": {parts}" if len(counts) > 1 else f", đều {counts[0][1]}"
    within = sum(count_late(row, info) <= count_late(ranked[n // 2], info) for row in ranked)
    half = f"{numbers.number(within)} hồ sơ quá hạn không quá {middle}; nhiều nhất" if within < n > 2 else "Nhiều nhất"
    return Text((f"Có {numbers.number(n)} hồ sơ quá hạn{split}. {half} là {most}.", *_apparent(late), *rest))


def _apparent(late: pd.DataFrame) -> tuple[str, ...]:
    count = int(late["is_apparent"].sum())
    if not count:
        return ()
    part = (
        "Hồ sơ này" if count == len(late) == 1 else f"{numbers.number(count)} trong {numbers.number(len(late))} hồ sơ"
    )
    return (
        f"{part} đã có kết quả trong hạn và chỉ bị tính quá hạn vì chậm kết thúc trên hệ thống. "
        f"{'Hồ sơ này' if count == 1 else 'Các hồ sơ này'} vẫn được đếm là quá hạn, nhưng cách khắc phục khác: kết "
        "thúc hồ sơ ngay khi có kết quả.",
    )


def late_list(
    late: pd.DataFrame, info: Mapping, causes: pd.DataFrame | None = None, limit: int = MOST_ROWS,
    cause_shares: pd.DataFrame | None = None,
) -> DataTable | Empty:
    """One row per late dossier, the latest first; each links to its card where the report has one. `causes` gives short
    names; with `cause_shares` a dossier without a main cause says what its lateness divides into.
    """
    if late.empty:
        return Empty(judged.none("hồ sơ nào quá hạn", info))
    ranked, short = in_order(late).head(limit).to_dict("records"), {} if causes is None else short_causes(causes)
    parts = {} if causes is None or cause_shares is None else divided(cause_shares, causes, info)
    applicants = codes_of(causes, State.SUPPLEMENT, State.OBLIGATION)
    rows = tuple(
        (
            shown(row["dossier_id"]),
            short_procedure(row["procedure_name"]),
            *_when(row),
            whole_days(row, info),
            _main_cause(row, short, parts),
            grade(row),
            _held_by(row, applicants),
        )
        for row in ranked
    )
    columns = (
        left("dossier_id", "Hồ sơ", 1.4),
        left("procedure", "Thủ tục", 2.7),
        *_WHEN[RECEIVED_MONTH in late.columns],
        right("late", "Quá hạn (ngày)", 0.6),
        left("cause", "Nguyên nhân chính", 2.4),
        left("grade", "Mức chắc chắn", 0.8),
        left("unit", "Nơi giữ khi đó", 1.5),
    )
    cut = (
        f"Hiện {limit} trong {numbers.number(len(late))} hồ sơ; danh sách đầy đủ trong tệp phu-luc.xlsx."
        if len(late) > limit
        else ""
    )
    proposed = "Nguyên nhân không ghi “đã xác nhận” là do chương trình đề xuất." if late["is_confirmed"].any() else ""
    grades = "" if late["is_confirmed"].all() else _GRADES
    note = " ".join(text for text in (cut, proposed, grades, days_counted(late, info)) if text)
    anchors = tuple(anchor(row["dossier_id"]) for row in ranked)
    caption, below = "Hồ sơ quá hạn và số ngày làm việc quá hạn, nhiều nhất trước", judged.sentence(info)
    return DataTable(
        columns, rows, caption, note, anchors=anchors, below=below, print_rows=30, picks=_picks(ranked, short),
    )


def _picks(rows: Sequence[Mapping], short: Mapping[str, str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """By what the list may be narrowed on screen: the handling unit, procedure, main cause, month of reception."""
    return (
        ("Đơn vị thụ lý", tuple(known(row.get("dossier_unit")) for row in rows)),
        ("Thủ tục", tuple(short_procedure(row["procedure_name"]) for row in rows)),
        ("Nguyên nhân chính", tuple(_picked_cause(row, short) for row in rows)),
        ("Tháng tiếp nhận", tuple(_month(row) for row in rows)),
    )


def _picked_cause(row: Mapping, short: Mapping[str, str]) -> str:
    if row.get("grade") == "none" and not row["is_confirmed"]:
        return "Chưa kết luận"
    return short.get(row["cause"], _cause(row))


def _month(row: Mapping) -> str:
    """“03/2024”, by the day of reception; the edition for others has only the month itself."""
    return numbers.month(row.get("received_at")) or known(row.get(RECEIVED_MONTH))


_GRADES = (
    "Mức chắc chắn nói về số liệu, không nói ai có lỗi: “chắc chắn” là số liệu ghi đủ; “khá chắc chắn” là có phần phải "
    "ước tính, nhưng ước thế nào thì nguyên nhân vẫn đứng đầu."
)


def _main_cause(row: Mapping, short: Mapping[str, str], parts: Mapping[str, str]) -> str:
    if row["is_confirmed"]:
        return f"{short.get(row['cause'], _cause(row))} (đã xác nhận)"
    if row.get("grade") == "none" and row["dossier_id"] in parts:
        return f"Chưa kết luận: {most_of(parts[row['dossier_id']])}"
    if row.get("grade") == "none" and row["late_wm"] <= 0:
        return "Chưa kết luận: sau ngày hẹn trả không có giờ làm việc"
    return short.get(row["cause"], _cause(row))


def _held_by(row: Mapping, applicants: frozenset[str]) -> str:
    """The unit or body; while an applicant had to bring something, nobody of the office had it."""
    unit = shown(row["unit"])
    return "Người nộp" if unit == numbers.UNKNOWN and row["cause"] in applicants else unit


def count_late(row: Mapping, info: Mapping) -> int:
    """The working days a dossier is late, by dates, as a number."""
    text = whole_days(row, info)
    return int(text.replace(".", "")) if text[:1].isdigit() else 0


def _when(row: Mapping) -> tuple[str, ...]:
    """Deadline and end; in the edition for others only the month of reception."""
    return (shown(row[RECEIVED_MONTH]),) if RECEIVED_MONTH in row else (numbers.date(row["due_at"]), _end(row))


_WHEN = {
    False: (left("due", "Hẹn trả", 0.8), left("end", "Kết thúc", 0.8)),
    True: (left("month", "Tháng tiếp nhận", 0.9),),
}


def grade(row: Mapping) -> str:
    """How sure the main cause is; what a unit confirmed needs no grade."""
    code = row.get("grade")
    return "" if row["is_confirmed"] or numbers.is_unknown(code) else label("grade", code)


_SURE = {"sure": ", chắc chắn", "range": ", khá chắc chắn", "none": ", chưa đủ dữ liệu"}


def how_sure(row: Mapping) -> str:
    """The grade as it goes on in a sentence about who named the cause."""
    return _SURE.get(str(row.get("grade")), "") if grade(row) else ""


def in_order(late: pd.DataFrame) -> pd.DataFrame:
    """The order in which late dossiers are shown everywhere: the latest first."""
    return most_late_first(late)


def days_counted(late: pd.DataFrame, info: Mapping) -> str:
    """How days late are counted in the list, and what they come to where they are shared out."""
    return (
        "Đếm theo ngày làm việc sau ngày hẹn trả. Tính theo giờ làm việc thì quá hạn "
        f"{days(late['late_wm'].sum(), info)} ngày; các bảng chia theo nguyên nhân, đơn vị, cán bộ dùng số này."
    )


def late_cards(
    late: pd.DataFrame,
    pictures: Mapping[str, Picture],
    info: Mapping,
    limit: int = MOST_CARDS,
    explanations: pd.DataFrame | None = None,
    cause_shares: pd.DataFrame | None = None,
    causes: pd.DataFrame | None = None,
) -> tuple[Block, ...]:
    """One card per late dossier: facts, the strip of its life, the sentence of evidence, the cause and what to do.

    With `explanations` also what its unit wrote about it; with `cause_shares` and `causes` what the lateness divides
    into where no main cause may be named.
    """
    if info.get("evidence_level") == 1 and len(late):
        return _lifetimes(late, info)
    rows, said = in_order(late).head(limit).to_dict("records"), by_dossier(explanations)
    parts = {} if causes is None or cause_shares is None else divided(cause_shares, causes, info)
    cards = tuple(
        _card(row, pictures.get(row["dossier_id"]), info, said.get(row["dossier_id"]), parts.get(row["dossier_id"], ""))
        for row in _without_absent(rows, codes_of(causes, State.WAIT_ABSENT))
    )
    if len(late) > limit:
        more = numbers.number(len(late) - limit)
        rest = f"Còn {more} hồ sơ quá hạn khác; nguyên nhân và bằng chứng của từng hồ sơ có trong tệp phu-luc.xlsx."
        return (*cards, Text(rest))
    return cards or (Empty(judged.none("hồ sơ quá hạn nào để trình bày", info, where="")),)


def _lifetimes(late: pd.DataFrame, info: Mapping) -> tuple[Block, ...]:
    """Where the data are a list of dossiers only, nobody knows who had them: one row each instead of a card."""
    rows = in_order(late).head(MOST_ROWS).to_dict("records")
    is_shared = RECEIVED_MONTH in late.columns
    laws = ["" if is_shared else set_of(info, row.get("law_set")) for row in rows]
    lines = tuple(
        (
            shown(row["dossier_id"]), shown(row["dossier_unit"]),
            *(() if is_shared else (numbers.date(row["received_at"]),)), *_when(row), whole_days(row, info),
            *((law,) if any(laws) else ()),
        )
        for row, law in zip(rows, laws, strict=True)
    )
    columns = (
        left("dossier_id", "Hồ sơ", 1.4), left("unit", "Đơn vị thụ lý", 1.6),
        *(() if is_shared else (left("received", "Tiếp nhận", 0.8),)), *_WHEN[is_shared],
        right("late", "Quá hạn (ngày)", 0.6), *((left("law", "Quy định áp dụng", 0.8),) if any(laws) else ()),
    )
    why = Text(
        "Dữ liệu chỉ có danh sách hồ sơ, không có quá trình xử lý, nên không biết hồ sơ đã ở đâu trong thời gian giải "
        "quyết."
    )
    note = (
        f"Hiện {MOST_ROWS} trong {numbers.number(len(late))} hồ sơ; danh sách đầy đủ trong tệp phu-luc.xlsx."
        if len(late) > MOST_ROWS else ""
    )
    return (why, DataTable(columns, lines, "Từng hồ sơ quá hạn", note))


def _card(row: Mapping, picture: Picture | None, info: Mapping, said: Mapping | None, parts: str) -> Card:
    name = shown(row["procedure_name"])
    title = shown(row["dossier_id"]) + (f" – {name}" if name != numbers.UNKNOWN else "")
    blocks: list[Block] = [Text(_facts(row, info), style="beside")]
    if picture is not None:
        blocks.append(picture)
    blocks += evidence_text(row)
    blocks.append(Text(conclusion(row, parts)))
    if doubt := hangs_on_them(row):
        blocks.append(Text(doubt))
    if shown(row["remedy"]) != numbers.UNKNOWN:
        blocks.append(Text(f"Việc cần làm: {lower_first(row['remedy'])}.", style="beside"))
    if (written := explanation(said)) is not None:
        blocks.append(written)
    return Card(title, tuple(blocks), anchor(row["dossier_id"]))


def _facts(row: Mapping, info: Mapping) -> str:
    unit = f"{shown(row['dossier_unit'])}; " if shown(row["dossier_unit"]) != numbers.UNKNOWN else ""
    if RECEIVED_MONTH in row:
        return f"{unit}tiếp nhận trong tháng {shown(row[RECEIVED_MONTH])}; quá hạn {late_for(row, info)}."
    due = f"hẹn trả {numbers.date(row['due_at'])}"
    state = f"kết thúc {numbers.date(row['end_at'])}" if row["outcome"] == Outcome.LATE else "chưa kết thúc"
    law = set_of(info, row.get("law_set"))
    by_law = f" Quy định áp dụng: {law}." if law else ""
    return (
        f"{unit}tiếp nhận {numbers.date(row['received_at'])}, {due}, {state}; quá hạn {late_for(row, info)}."
        f"{by_law}"
    )


def evidence_text(row: Mapping) -> tuple[Text, ...]:
    """The sentence of evidence of a late dossier; nothing where there is none."""
    known = not numbers.is_unknown(row["evidence"]) and row["evidence"]
    return (Text(row["evidence"], style="evidence"),) if known else ()


def _without_absent(rows: list[dict], absent: frozenset[str]) -> list[dict]:
    """Where the officer was away the unit had it, which arranges who stands in."""
    return [{**row, "officer": None} if row["cause"] in absent else row for row in rows]


def conclusion(row: Mapping, parts: str = "") -> str:
    """The main cause of a late dossier, who says so and how sure it is, and where it lay then; without one, the `parts`
    that its lateness divides into (`phrases.divided`).
    """
    how = "đã được đơn vị xác nhận" if row["is_confirmed"] else "chương trình đề xuất"
    held = holder(row)
    where = f" Nơi giữ hồ sơ khi đó: {held}." if held != numbers.UNKNOWN else ""
    other = row["is_confirmed"] and row.get("proposed_cause") != row["cause"] and shown(
        row.get("proposed_label")
    ) != numbers.UNKNOWN
    proposed = f" Chương trình đã đề xuất: {lower_first(row['proposed_label'])}." if other else ""
    if shown(row["cause_label"]) == numbers.UNKNOWN:
        return f"Chưa kết luận được nguyên nhân chính.{where}"
    if grade(row) and row["grade"] == "none":
        if parts:
            return f"{unnamed(parts)}{where}"
        if row["late_wm"] <= 0:
            return f"Chưa kết luận được nguyên nhân chính.{where}"
        return f"Chưa kết luận được nguyên nhân chính; chương trình thấy: {lower_first(_cause(row))}.{where}"
    return f"Nguyên nhân ({how}{how_sure(row)}): {lower_first(_cause(row))}.{where}{proposed}"


def most_of(parts: str) -> str:
    """The largest of what a lateness divides into; how many more there are."""
    told = parts.split("; ")
    if len(told) <= MOST_PARTS + 1:  # one more takes no more room than to count it
        return f"{parts} ngày"
    return f"{'; '.join(told[:MOST_PARTS])} ngày; {len(told) - MOST_PARTS} lý do khác, mỗi lý do ít hơn"


def unnamed(parts: str) -> str:
    """What is said of a dossier of which no main cause may be named, with what its lateness divides into."""
    return f"Chưa kết luận được nguyên nhân chính; ngày quá hạn chia cho: {parts} ngày."


def _cause(row: Mapping) -> str:
    return "Chưa xác định được nguyên nhân" if shown(row["cause_label"]) == numbers.UNKNOWN else row["cause_label"]


def _end(row: Mapping) -> str:
    return numbers.date(row["end_at"]) if row["outcome"] == Outcome.LATE else "đang giải quyết"
