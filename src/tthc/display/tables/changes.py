"""Chapter 95: what changed since the last report on the same period, each alteration as a question to check."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from tthc.display.blocks import Block, DataTable, Empty, Note, Text, anchor, judged, numbers
from tthc.display.blocks.clean_text import lower_first
from tthc.display.tables.indicators import of_rule, value
from tthc.display.tables.phrases import last_day, left, right, shown, whole_days
from tthc.model.days import last_day as last_day_before
from tthc.model.schema import label

MOST_ROWS = 100
MOST_NAMED = 20
# What is asked about, in the order in which it is shown.
ASKED = (
    "due_altered", "finished_altered", "received_altered", "issued_altered", "returned_altered", "steps_altered",
    "no_longer_late",
    "deleted", "late_arrival", "left", "due_moved",
)  # fmt: skip
_FIGURES = ("received", "finished", "in_time_rate", "in_time_km", "late", "open", "open_late", "unjudged")
_DATE = {
    "received_altered": "Ngày tiếp nhận", "due_altered": "Hạn trả", "due_moved": "Hạn trả",
    "finished_altered": "Ngày kết thúc",
    "issued_altered": "Ngày ban hành kết quả", "returned_altered": "Ngày trả kết quả",
}  # fmt: skip


def changes_since(
    changes: pd.DataFrame, last: Any | None, results: pd.DataFrame, indicators: pd.DataFrame, info: Mapping,
) -> tuple[Block, ...]:
    """The chapter: what is compared, the figures then and now, the questions, what became late and what was settled.

    last: the report compared with (made_at, cut, run, main_rule, rules), None for the first report of a period, which
    gets one sentence.
    """
    if last is None:
        return (Empty("Đây là báo cáo đầu tiên về kỳ này; chưa có báo cáo trước để so sánh."),)
    parts = [
        _compared(changes, last, info), *_other_rules(changes, last, info), _figures(results, last, indicators, info),
    ]
    return (*parts, questions(changes, last), *_newly_late(changes, last, info), *_settled(changes, last))


def _compared(changes: pd.DataFrame, last: Any, info: Mapping) -> Text:
    counts = changes["change"].value_counts()
    asked = int(sum(counts.get(code, 0) for code in ASKED))
    listed = numbers.listing(
        (
            judged.count(int(counts.get("newly_late", 0)), "hồ sơ", "mới quá hạn", info),
            judged.count(int(counts.get("settled", 0)), "hồ sơ", "đã giải quyết thêm", judged.counted(info)),
            judged.count(asked, "điểm", "cần kiểm tra", judged.counted(info)),
        )
    )
    rest = judged.spoken(info)
    until, this = numbers.date(last_day_before(last.cut)), last_day(info)
    cuts = (
        f"cùng chốt số liệu hết ngày {this}" if until == this
        else f"số liệu chốt hết ngày {until}; báo cáo này chốt hết ngày {this}"
    )
    opening = f"So với báo cáo lập ngày {numbers.date(last.made_at)} ({cuts})"
    return Text(f"{opening}: {listed}.{f' {rest}' if rest else ''}", style="lead")


def _other_rules(changes: pd.DataFrame, last: Any, info: Mapping) -> tuple[Note, ...]:
    """Other settings, another law or another way of reckoning give other outcomes without anything having happened to a
    dossier.
    """
    other = [
        lower_first(rule["label"])
        for rule in info["rules"]
        if last.rules.get(rule["name"], rule["default"]) != rule["value"]
    ]
    reckoned = list(getattr(last, "otherwise", ()))
    sentences = [
        f"Khác về: {numbers.listing([*other, *reckoned])}. Kết quả về thời hạn của một hồ sơ có thể khác chỉ vì lẽ đó."
    ]
    what = "thiết lập" if other else "quy định, lịch làm việc hoặc phiên bản phần mềm"
    notes = [Note(f"Hai báo cáo không dùng cùng {what}", tuple(sentences), "warning")] if other or reckoned else []
    anew = changes[changes["change"] == "reckoned_anew"].sort_values("dossier_id", kind="stable")
    if anew.empty:
        return tuple(notes)
    named = f"{', '.join(anew['dossier_id'].head(MOST_NAMED))}{' …' if len(anew) > MOST_NAMED else ''}"
    why = numbers.listing(
        [*(f"thiết lập {one}" for one in other), *reckoned]
    ) or "thiết lập, văn bản hoặc phiên bản phần mềm"
    text = (
        f"{numbers.number(len(anew))} hồ sơ có kết quả khác báo cáo trước vì cách tính đổi ({why}), không phải vì dữ "
        f"liệu bị sửa: {named}."
    )
    return (*notes, Note("Khác báo cáo trước vì cách tính đổi", (text,), "warning"))


def _figures(results: pd.DataFrame, last: Any, indicators: pd.DataFrame, info: Mapping) -> DataTable | Empty:
    """One row per main indicator: then, now, change."""
    then = results[
        (results["run"] == last.run) & (results["basis"] == "register") & (results["rule"] == last.main_rule)
    ]
    then = then[then[["unit", "field", "procedure"]].isna().all(axis=1)].set_index("measure", drop=False)
    now = of_rule(indicators, info)
    now = now[now["basis"] == "register"].set_index("measure", drop=False)
    coverages = (_known_then(then), judged.judged(info))
    rows = tuple(
        _figure(now.loc[name], then.loc[name], *coverages)
        for name in _FIGURES
        if name in now.index and name in then.index
    )
    columns = (
        left("label", "Chỉ tiêu", 3), right("then", "Báo cáo trước", 1), right("now", "Báo cáo này", 1),
        right("change", "Thay đổi", 1),
    )
    return (
        DataTable(columns, rows, "Các chỉ tiêu chính so với báo cáo trước", sortable=False, below=judged.sentence(info))
        if rows
        else Empty("Báo cáo trước không có chỉ tiêu nào để so sánh.")
    )


def _known_then(then: pd.DataFrame) -> judged.Judged:
    """How much the last report had judged, as far as its memory tells."""
    left_out = int(then.loc["unjudged", "value"]) if "unjudged" in then.index else 0
    return judged.Judged(judged=1, unjudged=left_out)


def _figure(now: pd.Series, then: pd.Series, known_then: judged.Judged, coverage: judged.Judged) -> tuple[str, ...]:
    is_share = now["measured_in"] == "%"
    change = numbers.change(now["value"], then["value"], 2 if is_share else 0, "điểm %" if is_share else "")
    return (now["label"], value(then, known_then), value(now, coverage), change or numbers.UNKNOWN)


def questions(changes: pd.DataFrame, last: Any) -> DataTable | Empty:
    """One row per dossier and change that asks for a reason."""
    asked, coverage = changes[changes["change"].isin(ASKED)], judged.counted(changes)
    if asked.empty:
        what = "điểm nào cần kiểm tra so với báo cáo trước"
        return Empty(judged.clear(
            "Không có ngày nào bị đổi, không có hồ sơ nào mất đi hoặc có thêm so với báo cáo trước.", what, coverage,
        ))
    order = asked["change"].map({code: place for place, code in enumerate(ASKED)})
    ranked = asked.assign(order=order).sort_values(["order", "dossier_id"], kind="stable")
    records = ranked.head(MOST_ROWS).to_dict("records")
    day = numbers.date(last.made_at)
    rows = tuple(
        (row["dossier_id"], shown(row["procedure_name"]), label("change", row["change"]), _question(row, day))
        for row in records
    )
    columns = (
        left("dossier_id", "Hồ sơ", 1.7), left("procedure", "Thủ tục", 1.6), left("change", "Thay đổi", 1.1),
        left("question", "Câu hỏi", 3.2),
    )  # fmt: skip
    note = f"Mỗi dòng là một câu hỏi để kiểm tra, không phải kết luận về ai. {_cut(asked, 'dòng')}".strip()
    return DataTable(
        columns, rows, "Những điểm cần kiểm tra", note, anchors=tuple(anchor(row["dossier_id"]) for row in records),
    )


def _question(row: Mapping, day: str) -> str:
    change, since = row["change"], f"sau báo cáo ngày {day}"
    match change:
        case "deleted":
            state = (
                f"tiếp nhận {numbers.date(row['before_at'])}, "
                f"{lower_first(label('outcome', shown_code(row['outcome_before'])))}"
            )
            return (
                f"Có trong báo cáo ngày {day} ({state}), nay không còn trong dữ liệu: ai đã xóa hoặc đổi mã hồ sơ, vì "
                "sao?"
            )
        case "late_arrival":
            return (
                f"Tiếp nhận ngày {numbers.date(row['after_at'])} nhưng chưa có trong dữ liệu của báo cáo ngày {day}: "
                "vì sao được ghi muộn?"
            )
        case "left":
            return (
                "Vẫn có trong dữ liệu nhưng không còn thuộc phạm vi báo cáo: đã đổi đơn vị, lĩnh vực hay trạng thái, "
                "vì sao?"
            )
        case "no_longer_late":
            return f"Hồ sơ chuyển {_outcomes(row)} mà không có ngày nào đổi: vì sao?"
        case "steps_altered":
            counts = f"trước {numbers.number(row['n_before'])} bước, nay {numbers.number(row['n_after'])} bước"
            return (
                f"Các bước đã ghi đến báo cáo ngày {day} nay khác ({counts}): bước nào đã sửa, vì "
                f"sao?{_consequence(row)}"
            )
    return f"{_DATE[change]} {_moved(row, since)}: {_reason(row)}{_consequence(row)}"


def _moved(row: Mapping, since: str) -> str:
    before, after = row["before_at"], row["after_at"]
    if numbers.is_unknown(before):
        return f"để trống khi lập báo cáo trước, nay ghi {numbers.date(after)}"
    if numbers.is_unknown(after):
        return f"{numbers.date(before)} đã bị xóa {since}"
    show = numbers.moment if numbers.date(before) == numbers.date(after) else numbers.date
    return f"đã đổi từ {show(before)} thành {show(after)} {since}"


def _reason(row: Mapping) -> str:
    if row["change"] == "due_moved":
        return "có ghi gia hạn hoặc tạm dừng trong thời gian đó; văn bản nào, đã báo người nộp chưa?"
    if row["change"] == "finished_altered" and numbers.is_unknown(row["before_at"]):
        return "việc xong lúc nào, vì sao ghi muộn?"
    return "căn cứ nào?"


def _consequence(row: Mapping) -> str:
    if numbers.is_unknown(row["outcome_before"]) or row["outcome_before"] == row["outcome_after"]:
        return ""
    if numbers.is_unknown(row["outcome_after"]):
        return " Hồ sơ nay không còn thuộc kỳ này."
    return f" Hồ sơ chuyển {_outcomes(row)}."


def _outcomes(row: Mapping) -> str:
    return f"từ “{label('outcome', row['outcome_before'])}” sang “{label('outcome', row['outcome_after'])}”"


def shown_code(code: object) -> str | None:
    """A code that a frame holds, None for an absent one."""
    return None if numbers.is_unknown(code) else str(code)


def _newly_late(changes: pd.DataFrame, last: Any, info: Mapping) -> tuple[Block, ...]:
    rows = changes[changes["change"] == "newly_late"].sort_values(
        ["late_wm", "dossier_id"], ascending=[False, True], kind="stable",
    )
    if rows.empty:
        return ()
    records = rows.head(MOST_ROWS).to_dict("records")
    lines = tuple(
        (
            row["dossier_id"], shown(row["procedure_name"]), shown(row["unit"]), numbers.date(row["after_at"]),
            label("outcome", shown_code(row["outcome_before"])), label("outcome", shown_code(row["outcome_after"])),
            whole_days(row, info),
        )
        for row in records
    )  # fmt: skip
    columns = (
        left("dossier_id", "Hồ sơ", 1.7), left("procedure", "Thủ tục", 2), left("unit", "Đơn vị", 1.4),
        left("due", "Hẹn trả", 0.8),
        left("before", "Báo cáo trước", 1.2), left("after", "Nay", 1), right("late", "Quá hạn (ngày làm việc)", 0.8),
    )  # fmt: skip
    anchors = tuple(anchor(row["dossier_id"]) for row in records)
    caption = f"{numbers.count(len(rows))} mới quá hạn so với báo cáo ngày {numbers.date(last.made_at)}"
    return (DataTable(columns, lines, caption, _cut(rows, "hồ sơ"), anchors=anchors),)


def _cut(rows: pd.DataFrame, noun: str) -> str:
    """What a table says that shows only the first of its rows."""
    return f"Hiện {MOST_ROWS} trong {numbers.number(len(rows))} {noun}." if len(rows) > MOST_ROWS else ""


def _settled(changes: pd.DataFrame, last: Any) -> tuple[Block, ...]:
    rows = changes[changes["change"] == "settled"].sort_values(["after_at", "dossier_id"], kind="stable")
    if rows.empty:
        return ()
    lines = tuple(
        (
            row["dossier_id"], shown(row["procedure_name"]), shown(row["unit"]), numbers.date(row["after_at"]),
            label("outcome", row["outcome_before"]), label("outcome", row["outcome_after"]),
        )
        for row in rows.head(MOST_ROWS).to_dict("records")
    )  # fmt: skip
    columns = (
        left("dossier_id", "Hồ sơ", 1.7), left("procedure", "Thủ tục", 2), left("unit", "Đơn vị", 1.4),
        left("end", "Kết thúc", 0.8),
        left("before", "Báo cáo trước", 1.2), left("after", "Nay", 1),
    )  # fmt: skip
    caption = f"{numbers.count(len(rows))} được giải quyết từ báo cáo ngày {numbers.date(last.made_at)}"
    return (DataTable(columns, lines, caption, _cut(rows, "hồ sơ")),)
