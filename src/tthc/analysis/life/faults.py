"""Why a dossier cannot be judged: a key cell that was not read, a final status without an end, dates that contradict
each other.
"""

from __future__ import annotations

from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from tthc.analysis.life.statuses import is_over
from tthc.model.words import Status

FIRST_YEAR, LAST_YEAR = 1990, 2100  # a date outside is a slip of the pen, or what systems write for an empty one


@dataclass(frozen=True)
class Fault:
    """The column that is to blame, and what is said of the dossier."""

    column: str
    sentence: str


FAULTS: dict[str, Fault] = {
    "dossier_id": Fault("dossier_id", "Không biết chắc là hồ sơ nào: mã không đọc được, hoặc có ở hai đơn vị."),
    "status": Fault("status", "Không đọc được trạng thái."),
    "no_status": Fault("status", "Không ghi trạng thái."),
    "received_at": Fault("received_at", "Không đọc được ngày tiếp nhận."),
    "no_received": Fault("received_at", "Đã tiếp nhận nhưng không ghi ngày tiếp nhận."),
    "odd_received": Fault("received_at", "Ngày tiếp nhận là một ngày vô lý."),
    "finished_at": Fault("finished_at", "Không đọc được ngày kết thúc xử lý."),
    "no_end": Fault("finished_at", "Trạng thái là đã kết thúc nhưng không ghi ngày kết thúc xử lý."),
    "odd_end": Fault("finished_at", "Ngày kết thúc xử lý là một ngày vô lý."),
    "end_before_received": Fault("finished_at", "Ngày kết thúc xử lý trước ngày tiếp nhận."),
    "due_at": Fault("due_at", "Không đọc được ngày hẹn trả."),
    "odd_due": Fault("due_at", "Ngày hẹn trả là một ngày vô lý."),
}
# With one of these the dossier's life itself is not known, whenever it is looked at.
PLACELESS = ("dossier_id", "status", "no_status", "received_at", "no_received", "odd_received", "end_before_received")
_ENDLESS = ("finished_at", "no_end", "odd_end")


def with_fault(dossiers: ir.Table, *, compare: str = "date") -> ir.Table:
    """`dossiers` with fault, the first of `FAULTS` that forbids to judge the dossier, null for the others.

    A cell counts only where it matters: nothing but the status of a dossier that is new or refused, the end of one
    whose status says that it ended, the deadline of every one that was received. An empty deadline is no fault. An end
    lies before reception by its day, or with compare="minute" by its instant.
    """
    d = dossiers
    # An end that was not read may be that of a dossier which was stopped for good.
    is_final = is_over(d) | ((d.status == Status.HALTED) & is_unread(d, "finished_at"))
    was_received = ~ibis.coalesce(d.status.isin([Status.NEW, Status.REFUSED]), False)
    is_before = d.finished_at < d.received_at if compare == "minute" else d.finished_at.date() < d.received_at.date()
    fault = ibis.cases(
        (is_unread(d, "dossier_id"), "dossier_id"),
        (is_unread(d, "status"), "status"),
        (d.status.isnull(), "no_status"),
        (was_received & is_unread(d, "received_at"), "received_at"),
        (was_received & d.received_at.isnull(), "no_received"),
        (was_received & is_odd(d.received_at), "odd_received"),
        (is_final & is_unread(d, "finished_at"), "finished_at"),
        (is_final & d.finished_at.isnull(), "no_end"),
        (is_final & is_odd(d.finished_at), "odd_end"),
        (is_final & ibis.coalesce(is_before, False), "end_before_received"),
        (was_received & is_unread(d, "due_at"), "due_at"),
        (was_received & is_odd(d.due_at), "odd_due"),
        else_=ibis.null("string"),
    )
    return d.mutate(fault=fault)


def has_life(dossiers: ir.Table) -> ir.Value:
    """Whether reception and end are known, of `dossiers` with fault (`with_fault`): new, refused and placeless ones
    have no life.
    """
    is_known = ~ibis.coalesce(dossiers.fault.isin([*PLACELESS, *_ENDLESS]), False)
    return is_known & dossiers.received_at.notnull() & ~dossiers.status.isin([Status.NEW, Status.REFUSED])


def is_unread(dossiers: ir.Table, column: str) -> ir.Value:
    """Whether the cell of this column held something that was not read."""
    return ibis.coalesce((ibis.literal(",") + dossiers.unread + ",").contains(f",{column},"), False)


def is_odd(instant: ir.Value) -> ir.Value:
    """Whether the year is one that no dossier of an office can have; false for no instant."""
    year = instant.year()
    return ibis.coalesce((year < FIRST_YEAR) | (year > LAST_YEAR), False)


def readable(instant: ir.Value) -> ir.Value:
    """The instant, null where its year is out of reason."""
    return is_odd(instant).ifelse(ibis.null("timestamp(6)"), instant)


def said(fault: ir.Value) -> ir.Value:
    """The sentence that tells of the fault."""
    return ibis.cases(*((fault == code, one.sentence) for code, one in FAULTS.items()), else_=ibis.null("string"))


def column_of(fault: ir.Value) -> ir.Value:
    """The name of the column that is to blame."""
    return ibis.cases(*((fault == code, one.column) for code, one in FAULTS.items()), else_=ibis.null("string"))
