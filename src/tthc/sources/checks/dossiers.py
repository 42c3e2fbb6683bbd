"""Checks on the dossiers one by one, and on their ids."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

import ibis
import ibis.expr.types as ir

from tthc.analysis.life import closed_in_a_row, is_over, keeps_times
from tthc.model.schema import CANONICAL
from tthc.model.schema.checks import finding_rows
from tthc.model.schema.dossier_code import (
    code_number,
    code_province,
    has_form,
    is_other_day,
    of_ministry,
    series,
    with_written_day,
)
from tthc.model.schema.instants import instant
from tthc.model.words import OPEN_STATUSES, SETTLED, Status

TAKEN_IN = (*OPEN_STATUSES, Status.HALTED, *SETTLED)  # statuses of a dossier that was received and not withdrawn
FIRST_YEAR, LAST_YEAR = 1990, 2100  # a deadline outside is what systems write for an empty one
GAP_DAYS = 21


def dossier_findings(dossiers: ir.Table, present: frozenset[str]) -> list[ir.Table]:
    """Findings on single dossiers; a column that the source does not have is no fault of each dossier."""
    d, found = dossiers, []
    label = {column.name: column.label for column in CANONICAL["dossiers"].columns}

    def fault(rule: str, where: ir.BooleanValue, column: str, *needs: str) -> None:
        if set(needs or (column,)) <= present:
            found.append(finding_rows(rule, d.filter(where), column=label[column], value=d.filter(where)[column]))

    def is_empty(column: str) -> ir.BooleanValue:
        """Nothing stands in the cell; one that was not read has a finding of its own."""
        return d[column].isnull() & ~d.unread.fill_null("").contains(column)

    fault("dossier.no_received", is_empty("received_at") & d.status.isin(TAKEN_IN), "received_at")
    fault("dossier.end_before_received", d.finished_at < d.received_at, "finished_at")
    fault("dossier.due_before_received", (d.due_at < d.received_at) & ~_absurd(d.due_at), "due_at")
    fault("dossier.received_before_submitted", d.received_at < d.submitted_at, "received_at", "submitted_at")
    fault("dossier.due_absurd", _absurd(d.due_at), "due_at")
    fault("dossier.no_due", is_empty("due_at") & d.status.isin(TAKEN_IN), "due_at")
    fault(
        "dossier.finished_no_end", is_empty("finished_at") & d.status.isin(SETTLED), "finished_at", "finished_at",
        "status",
    )
    fault("dossier.end_but_open", d.finished_at.notnull() & d.status.isin(OPEN_STATUSES), "finished_at", "status")
    was_handled = d.received_at.notnull() & (d.finished_at.notnull() | d.returned_at.notnull())
    fault("dossier.refused_but_handled", was_handled & d.refused_at.isnull() & (d.status == Status.REFUSED), "status")
    fault("dossier.returned_before_end", d.returned_at < d.finished_at, "returned_at")
    nothing = d.procedure_code.isnull() & d.procedure_name.isnull() & d.field.isnull()
    if present & {"procedure_code", "procedure_name", "field"}:
        found.append(finding_rows("dossier.no_procedure", d.filter(nothing), column=label["procedure_name"]))
    return found + _id_findings(d)


def _absurd(moment: ir.TimestampValue) -> ir.BooleanValue:
    return (moment.year() < FIRST_YEAR) | (moment.year() > LAST_YEAR)


def _id_findings(d: ir.Table) -> list[ir.Table]:
    """Only where at least half of the ids have the national form: other systems number their dossiers otherwise."""
    coded = with_written_day(d)
    formed = coded.mutate(n_written=coded.written.count().over(ibis.window())).filter(ibis._.n_written > 0)
    differs = is_other_day(formed)
    swapped = formed.written == formed.received_at.strftime("%y%d%m")
    return [
        finding_rows(
            "dossier.id_form", formed.filter(formed.written.isnull()), column="Mã hồ sơ", value=formed.dossier_id,
        ),
        _of(formed, "dossier.id_date", differs & ~swapped.fill_null(False)),
        _of(formed, "dossier.swapped_date", differs & swapped.fill_null(False)),
    ]


def _of(rows: ir.Table, rule: str, where: ir.BooleanValue) -> ir.Table:
    some = rows.filter(where)
    return finding_rows(rule, some, column="Ngày tiếp nhận", value=some.received_at)


def group_findings(dossiers: ir.Table, procedures: ir.Table, calendar: ir.Table) -> list[ir.Table]:
    """Findings that show only when dossiers are seen together: bulk closing, gaps, one code with several names."""
    return [
        _bulk(dossiers, calendar), _gaps(dossiers), _inactive(dossiers), _names(dossiers),
        _unlisted(dossiers, procedures),
    ]


def province_findings(d: ir.Table, provinces: Sequence[tuple[str, date]]) -> ir.Table:
    """One finding per province code that no list knows, of dossiers received since the list begins; G is a ministry's
    own code.
    """
    known = [code for code, _ in provinces]
    coded = d.mutate(p_code=code_province(d.dossier_id)).filter(lambda t: t.p_code.startswith("H"))
    if not known:
        return finding_rows("dossier.unknown_province", coded.limit(0), column="Mã hồ sơ", value=coded.limit(0).p_code)
    since = instant(datetime.combine(min(day for _, day in provinces), time()))
    unknown = coded.filter((coded.received_at >= since) & coded.p_code.notin(known))
    first = _first_of(unknown, ["p_code"])
    return finding_rows(
        "dossier.unknown_province", first, column="Mã hồ sơ",
        value=first.p_code + ": " + first.n_same.cast("string") + " hồ sơ",
    )


def _bulk(d: ir.Table, calendar: ir.Table) -> ir.Table:
    """One finding per run of ends; a dossier that register and national export tell is one. Where only days are
    written there are no runs.
    """
    ended = _first_of(d.filter(is_over(d) & (d.finished_at >= d.received_at)), ["dossier_id"]).drop("n_same")
    runs = closed_in_a_row(ended.mutate(closed_at=ended.finished_at))
    last = runs.closed_at.max().over(ibis.window(group_by=["officer", "run"]))
    first = _first_of(runs.mutate(last_at=last), ["officer", "run"])
    first = first.cross_join(keeps_times(d.select(closed_at="finished_at"), calendar)).filter(ibis._.has_times)
    begins, ends = (at.strftime("%d/%m/%Y %H:%M") for at in (first.closed_at, first.last_at))
    when = (begins == ends).ifelse(" hồ sơ lúc " + begins, " hồ sơ từ " + begins + " đến " + ends)
    return finding_rows("closing.bulk", first, column="Ngày kết thúc xử lý", value=first.n_run.cast("string") + when)


def _first_of(rows: ir.Table, keys: list[str]) -> ir.Table:
    """The first row of each group, with the number of rows in it: n_same."""
    order = ibis.window(group_by=keys, order_by=[rows.src_file, rows.src_row], rows=(None, 0))
    counted = rows.mutate(place=ibis.row_number().over(order), n_same=ibis._.count().over(ibis.window(group_by=keys)))
    return counted.filter(counted.place == 0).drop("place")


def _gaps(d: ir.Table) -> ir.Table:
    """One finding per body and day whose numbers do not run from 1 without a hole; a ministry's numbers are not one
    body's.
    """
    own = d.filter(has_form(d.dossier_id) & ~of_ministry(d.dossier_id))
    formed = own.mutate(number=code_number(own.dossier_id).cast("int64"), id_prefix=series(own.dossier_id))
    counted = _first_of(formed, ["id_prefix"])
    last = formed.group_by("id_prefix").aggregate(last_no=formed.number.max(), n_ids=formed.number.nunique())
    joined = counted.join(last, "id_prefix").filter(lambda row: row.last_no > row.n_ids)
    sentence = joined.id_prefix + ": có " + joined.n_ids.cast("string") + "/" + joined.last_no.cast("string")
    return finding_rows("dossier.id_gap", joined, column="Mã hồ sơ", value=sentence)


def _inactive(d: ir.Table) -> ir.Table:
    received = d.filter(d.received_at.notnull())
    order = ibis.window(order_by=[received.received_at, received.dossier_id, received.src_row])
    gap = received.mutate(before_at=received.received_at.lag().over(order))
    long = gap.filter((gap.received_at.epoch_seconds() - gap.before_at.epoch_seconds()) > GAP_DAYS * 86400)
    sentence = long.before_at.strftime("%d/%m/%Y") + " – " + long.received_at.strftime("%d/%m/%Y")
    return finding_rows("dossier.inactive", long, column="Ngày tiếp nhận", value=sentence)


def _names(d: ir.Table) -> ir.Table:
    coded = d.filter(d.procedure_code.notnull())
    names = coded.group_by("procedure_code").aggregate(
        n_kinds=ibis.greatest(coded.procedure_name.nunique(), coded.field.nunique())
    )
    first = _first_of(coded, ["procedure_code"]).join(names, "procedure_code").filter(ibis._.n_kinds > 1)
    return finding_rows("dossier.procedure_names", first, column="Mã thủ tục", value=first.procedure_code)


def _unlisted(d: ir.Table, procedures: ir.Table) -> ir.Table:
    """Only where there is a list of procedures at all."""
    listed = procedures.aggregate(n_listed=procedures.count())
    unknown = d.filter(d.procedure_code.notnull()).anti_join(procedures, d.procedure_code == procedures.code)
    some = unknown.cross_join(listed).filter(ibis._.n_listed > 0)
    return finding_rows("dossier.unknown_procedure", some, column="Mã thủ tục", value=some.procedure_code)
