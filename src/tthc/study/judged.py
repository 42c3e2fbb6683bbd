"""How many of the period's dossiers could be judged; where too few could, the run stops and says what to do."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import ibis.expr.types as ir

from tthc.engine import Engine
from tthc.errors import DataStop
from tthc.outcomes import recorded, recorded_differences, unjudged
from tthc.read import Reading
from tthc.settings import Run

if TYPE_CHECKING:
    from tthc.study.compute import Stages

# Rows set aside because another row tells the same dossier: nothing of it is lost.
_TOLD_ELSEWHERE = ("row.equal", "row.duplicate", "row.other_source")
_EXAMPLES = 2


@dataclass(frozen=True)
class Judged:
    """Numbers of dossiers of the period: judged by the main rule, not judged; and rows of dossiers that were set aside."""

    n_judged: int
    n_unjudged: int
    n_set_aside_dossiers: int

    def is_too_little(self, percent: int) -> bool:
        """Whether nothing could be judged of what there is, or more than `percent` of it could not."""
        lost = self.n_unjudged + self.n_set_aside_dossiers
        return lost > 0 and (self.n_judged == 0 or 100 * lost > percent * (self.n_judged + lost))


def judged(run: Run, engine: Engine, reading: Reading, outcomes: ir.Table) -> Judged:
    """Refused and new dossiers count as judged: of them nothing else is asked. Rows set aside are those of the whole source."""
    main = outcomes.filter(outcomes.rule == run.rules["rule"])
    counts = engine.fetch(main.aggregate(n=main.count(), n_not=(main.outcome == "unjudged").sum().fill_null(0))).iloc[0]
    return Judged(int(counts.n - counts.n_not), int(counts.n_not), _n_set_aside(engine, reading))


def _n_set_aside(engine: Engine, reading: Reading) -> int:
    """Rows of dossier lists that were set aside, but for those whose dossier another row tells."""
    lists = reading.accounting.filter(reading.accounting.table == "dossiers")
    n_aside = int(engine.fetch(lists.aggregate(n=lists.n_set_aside.sum().fill_null(0))).n.iloc[0])
    told = reading.findings.filter(reading.findings.rule.isin(_TOLD_ELSEWHERE))
    places = lists.select(p_file="file", p_sheet=lists.sheet.fill_null(""))
    told = told.semi_join(places, [told.file == places.p_file, told.sheet.fill_null("") == places.p_sheet])
    return max(0, n_aside - int(engine.fetch(told.aggregate(n=told.count())).n.iloc[0]))


def judged_tables(stages: Stages) -> None:
    """Keeps `unjudged` and `recorded_differences`. Raises DataStop where too little can be judged and nothing allows it."""
    run, reading, outcome = stages.run, stages.reading, stages.tables["outcomes"]
    rule, dossiers = run.rules["rule"], reading.tables["dossiers"]
    stages.keep("unjudged", unjudged(reading.tables, outcome, reading.findings, compare=run.rules["compare"]))
    stages.keep("recorded_differences", recorded_differences(dossiers, outcome, rule=rule))
    found = judged(run, stages.engine, reading, outcome)
    if found.is_too_little(int(run.rules["max_unjudged"])) and run.rules["unjudged"] != "allow":
        raise _stop(stages, found)


def judged_info(run: Run, engine: Engine, reading: Reading, outcomes: ir.Table) -> dict:
    """What the study says of itself about it: the counts, and the system's own reckoning beside ours.

    unjudged_allowed: whether only the setting let this run go on. n_recorded: dossiers of which the system tells something.
    """
    found = judged(run, engine, reading, outcomes)
    rows = recorded(reading.tables["dossiers"], outcomes, rule=run.rules["rule"])
    differing = (rows.is_recorded_late & ~rows.is_late) | (~rows.is_recorded_late & rows.is_late)
    sums = rows.aggregate(
        n_recorded=rows.count(), n_recorded_late=rows.is_recorded_late.sum().fill_null(0), n_recorded_differences=differing.sum().fill_null(0)
    )
    told = {name: int(value) for name, value in engine.fetch(sums).iloc[0].items()}
    return {**asdict(found), **told, "unjudged_allowed": found.is_too_little(int(run.rules["max_unjudged"]))}


def _stop(stages: Stages, found: Judged) -> DataStop:
    """The sentence that names file, column, what it holds, and the way out."""
    engine, reading = stages.engine, stages.reading
    lost, whole = found.n_unjudged + found.n_set_aside_dossiers, found.n_judged + found.n_unjudged + found.n_set_aside_dossiers
    error = DataStop(f"{_where(stages)}{lost} trên {whole} hồ sơ chưa đánh giá được{_why(stages)}; {_way_out(stages)}")
    error.findings = tuple(engine.fetch(reading.findings).to_dict("records"))
    return error


def _worst(stages: Stages) -> ir.Table | None:
    """The rows of the column that is to blame most often; None where only rows set aside are."""
    rows = stages.engine.fetch(stages.tables["unjudged"])
    if rows.empty:
        return None
    worst = rows["column"].value_counts().sort_index(kind="stable").idxmax()
    return rows[rows["column"] == worst]


def _where(stages: Stages) -> str:
    rows = _worst(stages)
    files = [] if rows is None else sorted(set(rows["src_file"].dropna()))
    return f"{files[0]}: " if files else ""


def _why(stages: Stages) -> str:
    rows = _worst(stages)
    if rows is None:
        return ", vì các dòng đó phải để riêng (thiếu mã hồ sơ)"
    values = [str(value) for value in dict.fromkeys(rows["value"].dropna())][:_EXAMPLES]
    example = " (ví dụ " + ", ".join(f"“{value}”" for value in values) + ")" if values else ""
    return f", nhiều nhất vì cột “{rows['column'].iloc[0]}”{example}: {rows['reason'].iloc[0].rstrip('.')}"


def _way_out(stages: Stages) -> str:
    profile = stages.reading.profile.name
    return (
        f"hãy khai cách ghi của cột đó trong profile {profile} hoặc sửa trên hệ thống rồi xuất lại; "
        "vẫn muốn lập báo cáo, kèm cảnh báo ở đầu mỗi trang, thì thêm --set unjudged=allow."
    )
