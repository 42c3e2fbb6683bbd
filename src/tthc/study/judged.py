"""How many of the period's dossiers could be judged; where too few could, the run stops and says what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import ibis.expr.types as ir

from tthc.analysis.outcomes import recorded, register
from tthc.engine import Engine
from tthc.model.errors import DataStop
from tthc.model.schema.checks import NO_RECORDS
from tthc.model.settings import Run
from tthc.model.words import Intake, Outcome
from tthc.sources.read import Reading
from tthc.sources.read.unread import advice, grouped

if TYPE_CHECKING:
    import pandas as pd

# Rows set aside with which no dossier is lost: another row tells the same one, or they are no records.
_NOTHING_LOST = ("row.equal", "row.duplicate", "row.other_source", *NO_RECORDS)
_EXAMPLES = 2


@dataclass(frozen=True)
class Judged:
    """Numbers of dossiers of the period: handled and judged, not judged; and rows of dossiers that were set aside.

    Of the judged ones n_unknown lack a norm that the main rule asks for, n_no_due have no deadline, open or finished.
    """

    n_judged: int
    n_unjudged: int
    n_set_aside_dossiers: int
    n_unknown: int = 0
    n_no_due: int = 0

    def is_too_little(self, percent: int) -> bool:
        """Whether nothing could be judged of what there is, or more than `percent` of it could not."""
        lost = self.n_unjudged + self.n_set_aside_dossiers
        return lost > 0 and (self.n_judged == 0 or 100 * lost > percent * (self.n_judged + lost))


def judged(run: Run, engine: Engine, reading: Reading, outcomes: ir.Table) -> Judged:
    """Under the main rule. Refused and new dossiers are no part of it; rows set aside are those of the whole source."""
    main = outcomes.filter(outcomes.rule == run.rules["rule"])
    has_no_due = (main.intake != Intake.NONE) & main.due_at.isnull() & ~main.outcome.isin(
        [Outcome.UNKNOWN, Outcome.WITHDRAWN]
    )
    kinds = {
        "n_judged": main.intake != Intake.NONE, "n_no_due": has_no_due,
        **{f"n_{code}": main.outcome == code for code in (Outcome.UNJUDGED, Outcome.UNKNOWN)},
    }
    counts = engine.fetch(main.aggregate(**{name: kind.sum().fill_null(0) for name, kind in kinds.items()})).iloc[0]
    return Judged(n_set_aside_dossiers=_n_set_aside(engine, reading), **{name: int(counts[name]) for name in kinds})


def _n_set_aside(engine: Engine, reading: Reading) -> int:
    """Rows of dossier lists that were set aside, but for those with which no dossier is lost."""
    lists = reading.accounting.filter(reading.accounting.table == "dossiers")
    n_aside = int(engine.fetch(lists.aggregate(n=lists.n_set_aside.sum().fill_null(0))).n.iloc[0])
    lost = reading.findings.filter(reading.findings.rule.isin(_NOTHING_LOST))
    places = lists.select(p_file="file", p_sheet=lists.sheet.fill_null(""))
    lost = lost.semi_join(places, [lost.file == places.p_file, lost.sheet.fill_null("") == places.p_sheet])
    n_told = int(engine.fetch(lost.aggregate(n=lost.count())).n.iloc[0])
    # one finding a file; its value is the number of rows
    older = reading.findings.filter(reading.findings.rule == "file.older")
    n_older = int(engine.fetch(older.aggregate(n=older.value.cast("int64").sum().fill_null(0))).n.iloc[0])
    return max(0, n_aside - n_told - n_older)


def check_judged(run: Run, engine: Engine, reading: Reading, tables: Mapping[str, ir.Table]) -> None:
    """Raises DataStop where too little can be judged and nothing allows it. Of `tables` it needs outcomes and unjudged.

    reading: what was read, before the edition for others took the findings away.
    """
    if is_stopped(run, engine, reading, tables["outcomes"]):
        raise _stop(engine, reading, tables["unjudged"], judged(run, engine, reading, tables["outcomes"]))


def judged_info(run: Run, engine: Engine, reading: Reading, tables: Mapping[str, ir.Table]) -> dict[str, Any]:
    """What the study says of itself about it: the counts, and the system's own reckoning beside ours.

    unjudged_columns: how many each column is to blame for, most first. unjudged_allowed: whether only the setting let
    this run go on. n_recorded: dossiers of which the system tells something. n_outside: dossiers that were read and
    have nothing in the period, over before it or come at the cut or later.
    """
    found = judged(run, engine, reading, tables["outcomes"])
    rows = recorded(reading.tables["dossiers"], tables["outcomes"], rule=run.rules["rule"])
    differing = (rows.is_recorded_late & ~rows.is_late) | (~rows.is_recorded_late & rows.is_late)
    sums = rows.aggregate(
        n_recorded=rows.count(), n_recorded_late=rows.is_recorded_late.sum().fill_null(0),
        n_recorded_differences=differing.sum().fill_null(0)
    )
    counts = {name: int(value) for name, value in engine.fetch(sums).iloc[0].items()}
    is_allowed = run.rules["unjudged"] == "allow" and (
        _is_too_little(run, found) or any(column.is_whole for column in reading.unread)
    )
    return {
        **asdict(found), **counts, "n_outside": _n_outside(engine, reading, tables["outcomes"]),
        "unjudged_columns": _columns(engine, tables["unjudged"]), "unjudged_allowed": is_allowed,
    }


def _n_outside(engine: Engine, reading: Reading, outcomes: ir.Table) -> int:
    outside = register(reading.tables["dossiers"]).anti_join(outcomes, "dossier_id")
    return int(engine.fetch(outside.aggregate(n=outside.count())).n.iloc[0])


def is_stopped(run: Run, engine: Engine, reading: Reading, outcomes: ir.Table) -> bool:
    """Whether a report would stop because too little can be judged."""
    return run.rules["unjudged"] != "allow" and _is_too_little(run, judged(run, engine, reading, outcomes))


def _columns(engine: Engine, unjudged: ir.Table) -> dict[str, int]:
    """Column (its label) → how many dossiers it keeps from being judged, most first."""
    counts = engine.fetch(unjudged.group_by("column").aggregate(n=unjudged.count()))
    return {row.column: int(row.n) for row in counts.sort_values(["n", "column"], ascending=[False, True]).itertuples()}


def _is_too_little(run: Run, found: Judged) -> bool:
    return found.is_too_little(int(run.rules["max_unjudged"]))


def _stop(engine: Engine, reading: Reading, unjudged: ir.Table, found: Judged) -> DataStop:
    """The sentence that names file, column, what it holds, and the way out."""
    lost = found.n_unjudged + found.n_set_aside_dossiers
    findings = engine.fetch(reading.findings)
    blame = _blame_rows(findings) if found.n_set_aside_dossiers > found.n_unjudged else _blame(
        engine.fetch(unjudged), reading,
    )
    error = DataStop(f"{blame} Chưa đánh giá được {lost} trên {found.n_judged + lost} hồ sơ. {_ALLOW}")
    error.findings = tuple(findings.to_dict("records"))
    return error


_ALLOW = "Hoặc chạy với --set unjudged=allow để vẫn lập, kèm cảnh báo ở đầu mỗi trang."


def _blame_rows(findings: pd.DataFrame) -> str:
    """Why most rows of dossiers were set aside: where, why, and what to do about it."""
    aside = findings[
        findings["rule"].str.startswith("row.")
        & (findings["severity"] == "warn")
        & ~findings["rule"].isin(_NOTHING_LOST)
    ]
    if aside.empty:
        return "Có dòng hồ sơ bị loại: hãy chạy tthc check để xem từng dòng và lý do."
    rule = aside["rule"].value_counts().sort_index(kind="stable").idxmax()
    worst = aside[aside["rule"] == rule]
    one = worst.sort_values(["file", "row"]).iloc[0]
    return (
        f"{one['file']}: {len(worst)} dòng hồ sơ bị loại (ví dụ dòng {int(one['row'])}): {one['message']} "
        f"{one['action']}"
    )


def _blame(rows: pd.DataFrame, reading: Reading) -> str:
    """The column to blame most often: where, why, two examples, and what to do about it."""
    label = rows["column"].value_counts().sort_index(kind="stable").idxmax()
    worst = rows[rows["column"] == label]
    unread = [column for column in reading.unread if column.table == "dossiers" and column.label == label]
    reason, files = worst["reason"].mode().iloc[0], sorted(set(worst["src_file"].dropna()))
    where = f"{files[0]}: " if files else ""
    if unread:
        one = unread[0]
        # What one column leaves open, which of day and month comes first, another of the same sheet may tell.
        together = next(group for group in grouped(reading.unread) if one in group)
        return f"{where}Cột “{one.header}” có {one.n} ô không đọc được (ví dụ {one.examples}). {advice(together)}"
    values = [f"“{value}”" for value in dict.fromkeys(worst["value"].dropna())][:_EXAMPLES]
    example = f" (ví dụ {', '.join(values)})" if values else ""
    return f"{where}Cột “{label}” của {len(worst)} hồ sơ{example}: {reason} Hãy sửa trên hệ thống rồi xuất lại."
