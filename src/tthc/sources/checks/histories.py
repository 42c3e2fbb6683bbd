"""Checks on what happened to the dossiers: steps, stops, changes of the deadline."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from tthc.analysis.life import is_over
from tthc.model.schema import CANONICAL
from tthc.model.schema.checks import finding_rows
from tthc.model.words import SETTLED, StepKind

# Accounts that stand for nobody: an officer's name does not begin like this.
PLACEHOLDER = r"(?i)^(admin|test|system|quản trị|hệ thống|empty|null|unknown|chưa xác định|không rõ|n/a)"
MANY = 5  # dossiers of which one officer ended steps in one minute
FEW, FAR = 30, 5  # a step is unusually long beyond the mean by so many standard deviations, seen at least that often


def step_findings(steps: ir.Table, dossiers: ir.Table, present: frozenset[str]) -> list[ir.Table]:
    """Findings on single steps and on steps of one name or one officer."""
    lifetimes = _lifetimes(dossiers)
    s = steps.left_join(lifetimes, steps.dossier_id == lifetimes.life_id).drop("life_id")
    stamp = s.ended_at.coalesce(s.started_at, s.arrived_at)
    last = s.step_no.max().over(ibis.window(group_by="dossier_id"))
    s = s.mutate(stamp=stamp, last_no=last)
    found = [
        _fault("step.end_before_start", s, s.ended_at < s.started_at.coalesce(s.arrived_at), "ended_at"),
        _fault("step.start_before_arrival", s, s.started_at < s.arrived_at, "started_at"),
        _fault("step.before_received", s, s.stamp < s.life_from, "ended_at"),
        _fault("step.after_end", s, s.stamp > s.life_to, "ended_at"),
        _fault("step.never_ended", s, s.ended_at.isnull() & (s.step_no < s.last_no), "ended_at"),
        _fault("step.no_time", s, s.stamp.isnull(), "ended_at"),
        _fault("step.placeholder_officer", s, s.officer.re_search(PLACEHOLDER), "officer"),
        _similar(s), _unusual(s), _multi(s),
    ]
    # A council or another body holds a step without an officer of its own.
    nobody = s.officer.isnull() & s.kind.fill_null(StepKind.WORK).isin([StepKind.WORK])
    return found + ([_fault("step.no_officer", s, nobody, "officer")] if "officer" in present else [])


def _lifetimes(dossiers: ir.Table) -> ir.Table:
    """Where register and national export tell a dossier, its life spans both."""
    return dossiers.group_by(life_id=dossiers.dossier_id).aggregate(
        life_from=dossiers.received_at.min(), life_to=dossiers.finished_at.max(),
    )


def _fault(rule: str, rows: ir.Table, where: ir.BooleanValue, column: str) -> ir.Table:
    some = rows.filter(where)
    return finding_rows(rule, some, column=CANONICAL["steps"][column].label, value=some[column])


def _similar(s: ir.Table) -> ir.Table:
    """Names that differ only in case, spaces or marks: one finding for each spelling but the
    commonest in the alphabet.
    """
    keyed = s.mutate(step_key=s.step.lower().re_replace(r"[\s\.\-–_,:;/()]+", ""))
    spelled = keyed.group_by("step_key").aggregate(one=keyed.step.min(), other=keyed.step.max(),
                                                   src_file=keyed.src_file.min(),
                                                   src_sheet=keyed.src_sheet.min(), src_row=keyed.src_row.min())
    odd = spelled.filter(spelled.one != spelled.other)
    return finding_rows("step.similar_names", odd, column="Bước xử lý", value=odd.one + " / " + odd.other)


def _unusual(s: ir.Table) -> ir.Table:
    timed = s.mutate(took=(s.ended_at.epoch_seconds() - s.arrived_at.epoch_seconds()).cast("float64"))
    same = ibis.window(group_by="step")
    scaled = timed.mutate(
        mean=timed.took.mean().over(same), spread=timed.took.std().over(same), n_same=timed.took.count().over(same),
    )
    long = scaled.filter((scaled.n_same >= FEW) & (scaled.took > scaled.mean + FAR * scaled.spread))
    return finding_rows(
        "step.unusual_long", long, column="Bước xử lý", value=(long.took / 86400).round(1).cast("string") + " ngày",
    )


def _multi(s: ir.Table) -> ir.Table:
    done = s.filter(s.ended_at.notnull() & s.officer.notnull()).mutate(minute=s.ended_at.truncate("m"))
    groups = done.group_by("officer", "minute").aggregate(
        n_dossiers=done.dossier_id.nunique(), src_file=done.src_file.min(), src_sheet=done.src_sheet.min(),
        src_row=done.src_row.min()
    )
    many = groups.filter(groups.n_dossiers >= MANY)
    text = many.officer + ": " + many.n_dossiers.cast("string") + " hồ sơ lúc " + many.minute.strftime("%d/%m/%Y %H:%M")
    return finding_rows("step.multi_registration", many, column="Kết thúc bước", value=text)


def linked_findings(tables: dict[str, ir.Table]) -> list[ir.Table]:
    """Rows about dossiers that are in no list, finished dossiers about which no step tells, stops
    that make no sense.
    """
    known = tables["dossiers"].select("dossier_id").distinct()
    strangers = [
        finding_rows("step.unknown_dossier", rows, column="Mã hồ sơ", value=rows.dossier_id)
        for name in ("steps", "stops", "due_changes", "feedback")
        for rows in [tables[name].filter(tables[name].dossier_id.notnull()).anti_join(known, "dossier_id")]
    ]
    return [*strangers, _silent(tables), *_stops(tables)]


def _silent(tables: dict[str, ir.Table]) -> ir.Table:
    """Only where there are steps at all."""
    d, steps = tables["dossiers"], tables["steps"]
    counts = steps.aggregate(n_steps=steps.count())
    without = d.filter(d.status.isin(SETTLED)).anti_join(steps, "dossier_id")
    silent = without.cross_join(counts).filter(ibis._.n_steps > 0)
    return finding_rows("dossier.no_steps", silent, column="Mã hồ sơ", value=silent.dossier_id)


def _stops(tables: dict[str, ir.Table]) -> list[ir.Table]:
    s, d = tables["stops"], tables["dossiers"]
    lifetimes = _lifetimes(d)
    wrong = s.filter(s.to_at < s.from_at)
    ended = s.join(lifetimes, s.dossier_id == lifetimes.life_id).drop("life_id")
    # What was withdrawn, or closed because nothing came, waited to its end: no answer is missing.
    settled = ended.semi_join(d.filter(d.status.isin(SETTLED)), "dossier_id")
    open_stop = settled.filter(settled.to_at.isnull() & settled.life_to.notnull())
    before = ended.filter((ended.to_at >= ended.from_at) & (ended.to_at <= ended.life_from))
    # The portal keeps old ends of reopened dossiers: only an end that the status knows of can be followed by anything.
    over = s.join(_lifetimes(d.filter(is_over(d))), [("dossier_id", "life_id")]).drop("life_id")
    after = over.filter(over.from_at >= over.life_to)
    return [
        finding_rows("stop.end_before_start", wrong, column="Đến lúc", value=wrong.to_at),
        finding_rows("stop.before_received", before, column="Đến lúc", value=before.to_at),
        finding_rows("stop.after_end", after, column="Từ lúc", value=after.from_at),
        finding_rows("stop.never_ended", open_stop, column="Đến lúc", value=open_stop.from_at),
    ]
