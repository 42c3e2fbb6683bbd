"""The last report: which one a report is compared with, and its figures."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.compute as pc

from tthc.model.days import last_day
from tthc.model.law import load_law
from tthc.model.settings import Run
from tthc.study.memory.series import reckoned_otherwise, reckoning, series
from tthc.study.memory.store import is_whole, remembered

_REPORT = (
    "run", "made_at", "series", "period_start", "period_end", "period_label", "cut", "known_until", "main_rule",
    "rules",
    "data_mark", "reckoning", "package",
)  # fmt: skip
_COUNTS = {"finished": "c7", "early": "c8", "on_time": "c9", "late": "c10", "open": "c11", "open_late": "c13"}


@dataclass(frozen=True)
class LastReport:
    """A remembered report. `known_until` is the first instant that it could not know of.

    reckoning and package are empty for a report of a version that did not remember them: it reckoned in some other way.
    otherwise: in what law, calendars or package differ from those of the run that it is compared with, in words.
    """

    run: str
    made_at: datetime
    period_label: str
    cut: datetime
    known_until: datetime
    main_rule: str
    rules: dict[str, str]
    reckoning: str = ""
    package: str = ""
    otherwise: tuple[str, ...] = ()

    def is_reckoned_as(self, run: Run) -> bool:
        """Whether the outcomes of a run come about as those of this report did: same settings, law and way of the
        package.
        """
        known = {name: value for name, value in self.rules.items() if name in run.rules}
        return self.reckoning == reckoning(run) and known == {name: run.rules[name] for name in known}


def last_report(memory: Path, run: Run, mark: str) -> LastReport | None:
    """The latest report on the same period and the same kind of data that was made of other data or at another cut."""
    reports = _reports(memory)
    same = (
        reports["period_start"] == run.period.start
    ) & (reports["period_end"] == run.period.end) & (reports["series"] == series(run))
    found = reports[same & (reports["cut"] <= run.cut) & (reports["data_mark"] != mark)]
    found = found[[is_whole(memory, name) for name in found["run"]]]
    return _report(found.sort_values(["made_at", "run"]).iloc[-1], run) if len(found) else None


def last_figures(memory: Path, run: Run) -> dict[str, Any] | None:
    """The counts of the latest report with an earlier cut on a period like this one: cells of the form, and which
    report it was.

    Alike are periods of the same length in months (or days) of the same series that do not overlap; and this very
    period.
    """
    reports = _reports(memory)
    reports = reports[(reports["series"] == series(run)) & (reports["cut"] < run.cut)]
    alike = [_is_alike(row, run) for row in reports.itertuples()]
    found = reports[pd.Series(alike, index=reports.index, dtype=bool)].sort_values(["cut", "made_at", "run"])
    if found.empty:
        return None
    chosen = found.iloc[-1]
    same = chosen["period_start"] == run.period.start and chosen["period_end"] == run.period.end
    named = f"báo cáo chốt ngày {last_day(chosen['cut']):%d/%m/%Y}" if same else chosen["period_label"]
    return {"cells": form_cells(memory, chosen["run"], run.rules["rule"]), "report": named}


def length(start: date, end: date) -> tuple[str, int]:
    """How long a period is: in whole months where it has them, else in days; both days inclusive."""
    after = end + timedelta(days=1)
    months = (after.year - start.year) * 12 + after.month - start.month
    return ("months", months) if after.day == start.day else ("days", (after - start).days)


def _is_alike(row: Any, run: Run) -> bool:
    same = (row.period_start, row.period_end) == (run.period.start, run.period.end)
    alike = length(row.period_start, row.period_end) == length(run.period.start, run.period.end)
    return same or (alike and row.period_end < run.period.start)


def _reports(memory: Path) -> pd.DataFrame:
    """One row per remembered report."""
    return remembered(memory, "results").select(list(_REPORT)).to_pandas().drop_duplicates("run")


def _report(row: pd.Series, run: Run) -> LastReport:
    texts: dict[str, Any] = {name: row[name] if isinstance(row[name], str) else "" for name in ("reckoning", "package")}
    times = {name: row[name].to_pydatetime() for name in ("made_at", "cut", "known_until")}
    labels = {one.id: one.label for one in load_law(run.reference).sets}
    texts["otherwise"] = tuple(reckoned_otherwise(texts["reckoning"], reckoning(run), labels))
    return LastReport(
        row["run"], period_label=row["period_label"], main_rule=row["main_rule"], rules=json.loads(row["rules"]),
        **texts, **times,
    )


def form_cells(memory: Path, name: str, rule: str) -> dict[str, int]:
    """The cells of form II.06a that a report's key figures are made of."""
    rows = remembered(memory, "results", name)
    overall = pc.and_(pc.and_(pc.is_null(rows["unit"]), pc.is_null(rows["field"])), pc.is_null(rows["procedure"]))
    frame = rows.filter(overall).to_pandas()
    frame = frame[(frame["basis"] == "register") & (frame["rule"] == rule)].set_index("measure")["numerator"]
    return {cell: int(frame.get(name, 0)) for name, cell in _COUNTS.items()}
