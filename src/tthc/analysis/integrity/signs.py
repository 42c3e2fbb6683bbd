"""One query per sign, put under one another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

import ibis
import ibis.expr.types as ir

from tthc.analysis.integrity.duty_signs import duty_signs
from tthc.analysis.integrity.facts import dossier_facts
from tthc.analysis.life import closed_in_a_row
from tthc.model.law import Law
from tthc.model.schema import TABLES
from tthc.model.schema.dossier_code import is_other_day, with_written_day


def signs(
    tables: Mapping[str, ir.Table],
    outcomes: ir.Table,
    calendar: ir.Table,
    *,
    cut: datetime,
    rules: Mapping[str, str],
    present: Mapping[str, frozenset[str]] | None = None,
    law: Law | None = None,
) -> ir.Table:
    """One row per dossier of the period and sign, with a question to ask: the columns of schema `integrity`.

    What happened at or after the cut is ignored. A sign whose columns the input does not supply (`present`) is not
    looked
    for: a missing column is no missing apology. law: the sets whose duties are looked at too (`duty_signs`).
    """
    facts = dossier_facts(tables, outcomes, calendar, cut=cut, rules=rules, law=law)
    supplied = None if present is None else present.get("dossiers", frozenset())
    wanted = [build for build, needs in _SIGNS if supplied is None or needs <= supplied]
    found = [build(facts) for build in wanted]
    if law is not None:
        found.append(duty_signs(tables, outcomes, calendar, cut=cut, rules=rules, law=law, present=present))
    names = TABLES["integrity"].names
    return ibis.union(*(rows.select(names) for rows in found))


def _row(rows: ir.Table, sign: str, *question: str | ir.Value) -> ir.Table:
    text = ibis.literal("")
    for piece in question:
        text = text + piece
    return rows.select("dossier_id", "field", "unit", sign=ibis.literal(sign), question=text)


def _end_is_deadline(facts: ir.Table) -> ir.Table:
    """Where the source keeps times: with dates only, every dossier that ends on its last day would be one."""
    rows = facts.filter(facts.has_times & (facts.finished_at == facts.due_at))
    when = rows.finished_at.strftime("%H:%M:%S %d/%m/%Y")
    return _row(
        rows, "end_is_deadline", "Kết thúc trùng ngày hẹn trả đến từng giây (", when,
        "): ngày kết thúc có bị đặt lại không?",
    )


def _reset(facts: ir.Table) -> ir.Table:
    question = "Hệ thống ghi có thao tác đặt lại kết quả xử lý: vì sao, và trước đó kết thúc ngày nào?"
    return _row(facts.filter(ibis.coalesce(facts.result_reset, False)), "reset", question)


def _events_after_end(facts: ir.Table) -> ir.Table:
    rows = facts.filter(facts.last_event_at > facts.finished_at)
    return _row(
        rows,
        "events_after_end",
        "Còn ghi nhận xử lý lúc ",
        rows.last_event_at.strftime("%H:%M %d/%m/%Y"),
        ", sau khi kết thúc lúc ",
        rows.finished_at.strftime("%H:%M %d/%m/%Y"),
        ": việc xong lúc nào?",
    )


def _signed_after_end(facts: ir.Table) -> ir.Table:
    rows = facts.filter(facts.issued_at.date() > facts.finished_at.date())
    return _row(
        rows,
        "signed_after_end",
        "Kết quả ký ngày ",
        _day(rows.issued_at),
        ", sau ngày kết thúc ",
        _day(rows.finished_at),
        ": ngày nào đúng?",
    )


def _deadline_too_far(facts: ir.Table) -> ir.Table:
    nothing_moved_it = (facts.n_supplement == 0) & (facts.n_change == 0) & facts.apology_at.isnull()
    rows = facts.filter(facts.has_life & nothing_moved_it & (facts.due_at.date() > facts.expected_at.date()))
    return _row(
        rows,
        "deadline_too_far",
        "Hẹn trả ngày ",
        _day(rows.due_at),
        ", xa hơn thời hạn của thủ tục (",
        _day(rows.expected_at),
        "), không có bổ sung, gia hạn hay xin lỗi: căn cứ nào?",
    )


def _due_moved_after_end(facts: ir.Table) -> ir.Table:
    question = "Ngày hẹn trả được đổi sau khi hồ sơ kết thúc; báo cáo tính theo ngày lúc kết thúc ("
    rows = facts.filter(facts.is_due_moved_after_end)
    return _row(rows, "due_moved_after_end", question, _day(rows.due_at), "): vì sao đổi?")


def _due_moved_late(facts: ir.Table) -> ir.Table:
    rows = facts.filter(facts.is_due_moved_late)
    return _row(
        rows, "due_moved_late",
        "Đến khi đã qua hạn, ngày hẹn trả mới được dời: căn cứ nào, và người nộp đã được báo trước chưa?",
        rows.apology_cite,
    )


def _extended_again(facts: ir.Table) -> ir.Table:
    rows = facts.filter(facts.n_extension > facts.extension_max)
    most = (rows.extension_max == 1).ifelse("một", rows.extension_max.cast("string"))
    return _row(
        rows, "extended_again", "Gia hạn ", rows.n_extension.cast("string"), " lần, trong khi chỉ được hẹn lại ", most,
        " lần: căn cứ nào?", rows.extension_cite,
    )


def _apology_missing(facts: ir.Table) -> ir.Table:
    rows = facts.filter(facts.is_late & facts.apology_at.isnull())
    return _row(
        rows, "apology_missing", "Quá hạn (", _which(rows), " là ngày ", _day(rows.counted_due_at),
        ") nhưng không ghi văn bản xin lỗi: đã gửi chưa?", rows.apology_cite,
    )


def _which(rows: ir.Table) -> ir.StringValue:
    """By which reading a dossier is late: the law's limit and the date that was told differ often."""
    return rows.is_late_by_law.ifelse("thời hạn theo nghị định", "ngày hẹn trả")


def _apology_late(facts: ir.Table) -> ir.Table:
    last_day = (facts.counted_due_at - facts.apology_days.as_interval("D")).date()
    rows = facts.filter(facts.is_late & (facts.apology_at.date() > last_day))
    return _row(
        rows,
        "apology_late",
        "Xin lỗi ngày ",
        _day(rows.apology_at),
        ", trong khi ",
        _which(rows),
        " là ngày ",
        _day(rows.counted_due_at),
        ": vì sao không báo trước ít nhất ",
        (rows.apology_days == 1).ifelse("một", rows.apology_days.cast("string")),
        " ngày?",
        rows.apology_cite,
    )


def _moved(facts: ir.Table) -> ir.Table:
    """Dossiers whose deadline was moved, under a set whose duties are checked, with limit_at, the deadline before which
    it had to be said: by the law set, where it is known without the move, else the one that was told.
    """
    rows = facts.filter(facts.is_checked & facts.moved_at.notnull())
    by_law = ibis.cases(
        (rows.n_supplement == 0, rows.expected_at),
        (rows.legal_due_at.date() != rows.moved_to_at.date(), rows.legal_due_at), else_=ibis.null("timestamp(6)"),
    )
    return rows.mutate(limit_at=ibis.coalesce(by_law, rows.told_at))


def _moved_last_day(facts: ir.Table) -> ir.Table:
    """The applicant was told of a move later than so many days before the limit as the set has: by the apology, and
    where none is written by the move itself. The apology of one that is late may be about that: the earlier counts.
    """
    rows = _moved(facts)
    by_letter = ibis.coalesce(rows.apology_at, rows.moved_at)
    said_at = rows.is_late.ifelse(ibis.least(rows.moved_at, by_letter), by_letter)
    is_late = said_at.date() > (rows.limit_at - rows.apology_days.as_interval("D")).date()
    rows = rows.mutate(said_at=said_at).filter(is_late & (rows.moved_at.date() <= rows.limit_at.date()))
    is_letter = ibis.coalesce(rows.said_at == rows.apology_at, False)
    return _row(
        rows,
        "moved_last_day",
        is_letter.ifelse("Xin lỗi, hẹn lại ngày ", "Dời ngày hẹn trả ngày "),
        _day(rows.said_at),
        ", trong khi hạn là ngày ",
        _day(rows.limit_at),
        ": đã báo người nộp trước ít nhất ",
        (rows.apology_days == 1).ifelse("một", rows.apology_days.cast("string")),
        " ngày chưa?",
        rows.apology_cite,
    )


def _moved_after_limit(facts: ir.Table) -> ir.Table:
    rows = _moved(facts)
    rows = rows.filter((rows.moved_at.date() > rows.limit_at.date()) & ~rows.is_due_moved_late)
    return _row(
        rows,
        "moved_after_limit",
        "Dời ngày hẹn trả ngày ",
        _day(rows.moved_at),
        ", khi thời hạn theo nghị định (",
        _day(rows.limit_at),
        ") đã qua: căn cứ nào?",
        rows.apology_cite,
    )


def _move_unsaid(facts: ir.Table) -> ir.Table:
    """Of those that are not late: about the others `apology_missing` asks."""
    rows = _moved(facts)
    rows = rows.filter(rows.apology_at.isnull() & ~rows.is_late)
    return _row(
        rows,
        "move_unsaid",
        "Dời ngày hẹn trả đến ngày ",
        _day(rows.moved_to_at),
        " nhưng không ghi văn bản xin lỗi: đã gửi chưa?",
        rows.apology_cite,
    )


def _no_end(facts: ir.Table) -> ir.Table:
    rows = facts.filter(facts.is_without_end)
    return _row(rows, "no_end", "Trạng thái là đã xử lý xong nhưng không có ngày kết thúc: kết thúc ngày nào?")


def _bulk_closing(facts: ir.Table) -> ir.Table:
    """Runs of ends by one officer, each shortly after the one before."""
    rows = closed_in_a_row(facts.filter(facts.has_times))
    return _row(
        rows,
        "bulk_closing",
        "Kết thúc lúc ",
        rows.closed_at.strftime("%H:%M %d/%m/%Y"),
        " cùng ",
        (rows.n_run - 1).cast("string"),
        " hồ sơ khác của cùng cán bộ: việc xong từ ngày nào?",
    )


def _code_date(facts: ir.Table) -> ir.Table:
    """The middle of a dossier code is the day of reception or filing, in the province's system and in a ministry's."""
    coded = with_written_day(facts)
    rows = coded.filter(is_other_day(coded))
    return _row(
        rows,
        "code_date",
        "Mã hồ sơ ghi ngày ",
        rows.written,
        " (năm, tháng, ngày), tiếp nhận ngày ",
        _day(rows.received_at),
        ": ngày nào đúng?",
    )


def _day(instant: ir.Value) -> ir.Value:
    return ibis.coalesce(instant.strftime("%d/%m/%Y"), "không ghi")


_SIGNS: tuple[tuple[Callable[..., ir.Table], set[str]], ...] = (
    (_end_is_deadline, {"finished_at", "due_at"}),
    (_reset, {"result_reset"}),
    (_events_after_end, {"finished_at"}),
    (_signed_after_end, {"finished_at", "issued_at"}),
    (_deadline_too_far, {"due_at"}),
    (_extended_again, set()),
    (_due_moved_after_end, {"due_at"}),
    (_due_moved_late, {"due_at"}),
    (_apology_missing, {"apology_at"}),
    (_apology_late, {"apology_at"}),
    (_moved_last_day, {"due_at"}),
    (_moved_after_limit, {"due_at"}),
    (_move_unsaid, {"apology_at"}),
    (_no_end, {"finished_at"}),
    (_bulk_closing, {"finished_at", "officer"}),
    (_code_date, set()),
)
