"""Units side by side, fairly: what each handles, what that lets one expect, and what may be chance."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pandas as pd

from tthc.analysis import units

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from tthc.study.tables_of_period import PeriodTables


def compare(study: PeriodTables) -> pd.DataFrame:
    """One row per unit with dossiers in the period, most dossiers first:

    n, finished, in_time, late, open_late: counts as in the form; timed: finished ones with a deadline, which alone are
    compared;
    rate, low, high: share in time of these, in percent, with its interval (Wilson, as in `measures`), empty without
    any;
    comparable: those of procedures that other units handle too (dossiers that name no procedure are not of one);
    late_comparable: late ones among them; expected, expected_low, expected_high: how many would be late if the
    unit were like the office at each of these procedures, and what chance makes of it; verdict: fewer, as_expected,
    more, or alone where nobody else handles what the unit does.
    """
    rows = units.handled(study.table("dossiers"))
    counts = study.engine.fetch(units.unit_counts(rows))
    every = counts["timed"] == counts["finished"]  # else the share of those that have a deadline, as the indicators do
    counts = counts.assign(measure=every.map({True: "in_time_rate", False: "in_time_of_due"}))
    rates = study.engine.fetch(units.unit_rates(study.table("measures"), study.run.rules["rule"]))
    found = counts.merge(rates, on=["unit", "measure"], how="left").drop(columns="measure")
    found = found.merge(_expected(study, rows, found["unit"]), on="unit")
    return _in_order(found[list(COLUMNS)], "unit", study)


def case_mix(study: PeriodTables, unit: str) -> pd.DataFrame:
    """One row per procedure of which the unit finished dossiers with a deadline, most first: n and late of the unit,
    n_others and late_others of the others, share and share_office: the procedure's part of what the unit, and the
    office, finished (0–1).
    """
    rows = study.engine.fetch(units.unit_procedures(units.handled(study.table("dossiers"))))
    own = rows[rows["unit"] == unit]
    own = own.assign(
        n_others=own["n_office"] - own["n"], late_others=own["late_office"] - own["late"],
        share=own["n"] / max(own["n"].sum(), 1), share_office=own["n_office"] / max(rows["n"].sum(), 1),
    )
    return _in_order(own.drop(columns=["unit", "n_office", "late_office"]), "procedure", study)


COLUMNS = (
    "unit", "n", "finished", "in_time", "late", "open_late", "timed", "comparable", "late_comparable", "expected",
    "expected_low", "expected_high", "verdict", "rate", "low", "high",
)  # fmt: skip
_STRATUM = ["n", "late", "n_office", "late_office"]


def _expected(study: PeriodTables, rows: ir.Table, names: Iterable[str]) -> pd.DataFrame:
    """One row per unit: what the others' lateness at its procedures lets one expect of it."""
    shared = study.engine.fetch(units.shared_procedures(units.unit_procedures(rows)))
    strata = {unit: part[_STRATUM].to_numpy().tolist() for unit, part in shared.groupby("unit")}
    found = [{"unit": unit, **units.against_expected(strata.get(unit, []))} for unit in names]
    return pd.DataFrame(found, columns=["unit", *COLUMNS[7:13]])


def _in_order(rows: pd.DataFrame, name: str, study: PeriodTables) -> pd.DataFrame:
    """The largest first, then by name; with how much of the period was judged."""
    rows = rows.sort_values(["n", name], ascending=[False, True], kind="stable", ignore_index=True)
    rows.attrs.update(study.frame("dossiers").attrs)
    return rows
