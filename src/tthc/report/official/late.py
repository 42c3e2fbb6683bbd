"""Section II: the late dossiers in a table; what happened to each, when, where and why, is told in an appendix."""

from __future__ import annotations

from collections.abc import Mapping

from tthc.display.blocks import judged, numbers
from tthc.display.blocks.clean_text import in_field, lower_first, upper_first
from tthc.display.tables.late import how_sure, unnamed
from tthc.display.tables.open_days import hangs_on_them
from tthc.display.tables.phrases import divided, last_day, late_for, short_causes, short_procedure, whole_days
from tthc.model.words import RECEIVED_MONTH, Outcome
from tthc.report.official.document import Grid, Paragraph, Part
from tthc.report.official.results import Results, dossiers, part_of, text_or_dash

MOST_LISTED, MOST_TOLD = 30, 30  # a report that is signed; the workbook has them all
UNKNOWN_CAUSE = "chưa xác định được nguyên nhân"


def parts(results: Results) -> list[Part]:
    """One sentence on how many, and the table."""
    late = results.late
    if late.empty:
        return [Paragraph(judged.none("hồ sơ nào quá hạn", results.coverage))]
    rows = late.to_dict("records")
    where = "" if results.is_shared else " Diễn biến của từng hồ sơ nêu tại Phụ lục II."
    return [
        Paragraph(f"{_how_many(results)}{where}"),
        _table(rows[:MOST_LISTED], len(rows), results),
    ]


def stories(results: Results) -> tuple[Part, ...]:
    """A paragraph per late dossier, in the order of the table and under its number there."""
    rows = results.late.to_dict("records")
    unsure = divided(results.frame("cause_shares"), results.frame("causes"), results.info)
    parts: list[Part] = [
        Paragraph(
            f"{number}. Hồ sơ {text_or_dash(row['dossier_id'])}: "
            f"{_story(row, results, unsure.get(row['dossier_id'], ''))}"
        )
        for number, row in enumerate(rows[:MOST_TOLD], start=1)
    ]
    if len(rows) > MOST_TOLD:
        parts.append(
            Paragraph(f"Còn {dossiers(len(rows) - MOST_TOLD)} quá hạn khác được nêu trong phụ lục số liệu kèm theo.")
        )
    return tuple(parts)


def _how_many(results: Results) -> str:
    late = results.late
    done, still = int((late["outcome"] == Outcome.LATE).sum()), int((late["outcome"] == Outcome.OPEN_LATE).sum())
    counts = [f"{dossiers(done)} đã giải quyết xong nhưng quá hạn"] if done else []
    counts += [f"{dossiers(still)} đang giải quyết đã quá hạn"] if still else []
    where = late["field"].dropna().unique()
    same = (
        f", {judged.every(results.coverage) if len(late) > 1 else ''}thuộc {in_field(text_or_dash(where[0]))}"
        if len(where) == 1 else ""
    )
    order = " Danh sách xếp theo thời gian quá hạn, nhiều nhất trước." if len(late) > 1 else ""
    return f"Trong kỳ có {numbers.listing(counts)}{same}{judged.beside(results.coverage)}.{order}"


def _table(rows: list[Mapping], count: int, results: Results) -> Grid:
    short, unsure = short_causes(results.frame("causes")), divided(
        results.frame("cause_shares"), results.frame("causes"), results.info,
    )
    lines = tuple(
        (
            str(number), text_or_dash(row["dossier_id"]), short_procedure(text_or_dash(row["procedure_name"])),
            *_when(row),
            whole_days(row, results.info),
            "Chưa kết luận được" if _is_open_question(row, unsure)
            else text_or_dash(short.get(row["cause"], upper_first(cause(row)))),
        )
        for number, row in enumerate(rows, start=1)
    )  # fmt: skip
    rest = (
        f" Bảng nêu {numbers.number(len(rows))} trong {dossiers(count)}; danh sách đủ ở phụ lục số liệu kèm theo."
        if count > len(rows) else ""
    )
    counted = "Quá hạn đếm theo ngày làm việc, từ sau ngày hẹn trả."
    key = "late_for_others" if results.is_shared else "late"
    return Grid(key, "Danh sách hồ sơ quá hạn", lines, note=f"{counted}{rest}")


def _is_open_question(row: Mapping, unsure: Mapping[str, str]) -> bool:
    """No main cause may be named: it is too unsure, or the lateness has no minutes that anything could explain."""
    without_minutes = row["grade"] == "none" and row["late_wm"] <= 0
    return row["is_confirmed"] is not True and (row["dossier_id"] in unsure or without_minutes)


def _when(row: Mapping) -> tuple[str, ...]:
    """Deadline and end; in the edition for others only the month of reception."""
    if RECEIVED_MONTH in row:
        return (text_or_dash(row[RECEIVED_MONTH]),)
    return numbers.date(row["due_at"]), _end(row)


def _story(row: Mapping, results: Results, unsure: str) -> str:
    unit = f" tại {text_or_dash(row['dossier_unit'])}" if text_or_dash(row["dossier_unit"]) != numbers.UNKNOWN else ""
    procedure = (
        f"{lower_first(text_or_dash(row['procedure_name']))}. "
        if text_or_dash(row["procedure_name"]) != numbers.UNKNOWN
        else ""
    )
    came = (
        f"Tiếp nhận ngày {numbers.date(row['received_at'])}{unit}, hẹn trả ngày {numbers.date(row['due_at'])}, "
        f"{_ended(row, results)}."
    )
    evidence = f" {text_or_dash(row['evidence'])}" if text_or_dash(row["evidence"]) != numbers.UNKNOWN else ""
    apparent = " Kết quả có trong hạn nên đây là quá hạn trên hệ thống." if row["is_apparent"] is True else ""
    doubt = hangs_on_them(row)
    why = doubt or _cause_sentence(row, unsure)
    return f"{procedure}{came}{evidence}{apparent} {why}"


def _ended(row: Mapping, results: Results) -> str:
    over = f"quá hạn {late_for(row, results.info)}"
    if row["outcome"] == Outcome.LATE:
        return f"kết thúc ngày {numbers.date(row['end_at'])}, {over}"
    return f"đến hết ngày {last_day({'cut': results.run.cut})} chưa kết thúc, đã {over}"


def _cause_sentence(row: Mapping, unsure: str) -> str:
    if row["is_confirmed"] is True:
        return f"Nguyên nhân chính (đơn vị đã xác nhận): {cause(row)}."
    if row["grade"] == "none" and unsure:
        return f"{unnamed(unsure)} Đề nghị đơn vị giải trình."
    if row["grade"] == "none" or cause(row) == UNKNOWN_CAUSE:
        seen = f" (chương trình thấy: {cause(row)})" if row["late_wm"] > 0 and cause(row) != UNKNOWN_CAUSE else ""
        return f"Chưa kết luận được nguyên nhân chính{seen}; đề nghị đơn vị giải trình."
    return f"Nguyên nhân chính{_sure(row)}: {cause(row)}."


def _sure(row: Mapping) -> str:
    """“ (chắc chắn)”; that the program proposes it is said once, at the head of section III."""
    text = how_sure(row).removeprefix(", ")
    return f" ({text})" if text else ""


def cause(row: Mapping) -> str:
    """The main cause as it stands in a sentence."""
    return UNKNOWN_CAUSE if text_or_dash(row["cause_label"]) == numbers.UNKNOWN else lower_first(
        text_or_dash(row["cause_label"])
    )


def confirmed(results: Results) -> str:
    """One sentence on how sure the causes are."""
    late = results.late
    done = int((late["is_confirmed"] == True).sum())  # noqa: E712 - an unknown is no confirmation
    if done == 0:
        return "Nguyên nhân dưới đây do chương trình đề xuất từ dữ liệu, chưa được đơn vị xác nhận."
    rest = "" if done == len(late) else "; các nguyên nhân còn lại do chương trình đề xuất từ dữ liệu"
    return f"Nguyên nhân đã được đơn vị xác nhận ở {part_of(done, len(late))} quá hạn{rest}."


def _end(row: Mapping) -> str:
    return numbers.date(row["end_at"]) if row["outcome"] == Outcome.LATE else "chưa xong"
