"""Units side by side, fairly: what each handles, what that lets one expect, and what may be chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from tthc.analysis.indicators.form import UNNAMED
from tthc.analysis.units.expected_late import expected
from tthc.model.words import FINISHED
from tthc.study.units.dossiers import of_form, unit_of

if TYPE_CHECKING:
    from tthc.study import Study

FEWER, AS_EXPECTED, MORE, ALONE = "fewer", "as_expected", "more", "alone"


def compare(study: Study) -> pd.DataFrame:
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
    dossiers = by_procedure(study)
    rows = [{"unit": unit, **_counts(part), **_against(dossiers, unit)} for unit, part in dossiers.groupby("unit")]
    found = pd.DataFrame(rows, columns=["unit", *_COUNTS, *_AGAINST])
    found = _with_rates(found, study)
    found.attrs.update(study.frame("dossiers").attrs)  # how much of the period was judged
    return found.sort_values(["n", "unit"], ascending=[False, True], kind="stable", ignore_index=True)


def case_mix(study: Study, unit: str) -> pd.DataFrame:
    """One row per procedure of which the unit finished dossiers with a deadline, most first: n and late of the unit,
    n_others and late_others of the others, share and share_office: the procedure's part of what the unit, and the
    office, finished (0–1).
    """
    done = _timed(_finished(by_procedure(study)))
    own, every = done[done["unit"] == unit], done.groupby("procedure")["is_late"].agg(["size", "sum"])
    rows = own.groupby("procedure")["is_late"].agg(["size", "sum"]).rename(columns={"size": "n", "sum": "late"})
    rows = rows.join(every).assign(n_others=lambda t: t["size"] - t["n"], late_others=lambda t: t["sum"] - t["late"])
    rows = rows.assign(
        share=rows["n"] / max(len(own), 1), share_office=rows["size"] / max(len(done), 1),
    ).drop(columns=["size", "sum"])
    rows = rows.reset_index().sort_values(["n", "procedure"], ascending=[False, True], kind="stable", ignore_index=True)
    rows.attrs.update(study.frame("dossiers").attrs)
    return rows


_COUNTS = ("n", "finished", "in_time", "late", "open_late", "timed")
_AGAINST = ("comparable", "late_comparable", "expected", "expected_low", "expected_high", "verdict")


def by_procedure(study: Study) -> pd.DataFrame:
    """One row per dossier of the form: unit, procedure, outcome."""
    dossiers = of_form(study)
    procedure = dossiers["procedure_code"].fillna(dossiers["procedure_name"])
    names = dossiers["procedure_name"].fillna(dossiers["procedure_code"])
    first = names.groupby(procedure).transform("first")
    return pd.DataFrame(
        {
            "unit": unit_of(dossiers),
            "procedure": first.astype("object").where(first.notna(), UNNAMED),
            "outcome": dossiers["outcome"],
        }
    )


def _finished(dossiers: pd.DataFrame) -> pd.DataFrame:
    done = dossiers[dossiers["outcome"].isin(FINISHED)]
    return done.assign(is_late=done["outcome"] == "late")


def _timed(done: pd.DataFrame) -> pd.DataFrame:
    return done[done["outcome"] != "no_due"]


def _counts(part: pd.DataFrame) -> dict[str, int]:
    done = _finished(part)
    late = int(done["is_late"].sum())
    counts = (
        len(part), len(done), len(done) - late, late, int((part["outcome"] == "open_late").sum()), len(_timed(done)),
    )
    return dict(zip(_COUNTS, counts, strict=True))


def _against(dossiers: pd.DataFrame, unit: str) -> dict[str, object]:
    done = _timed(_finished(dossiers))
    done = done[done["procedure"] != UNNAMED]
    every = done.groupby("procedure")["is_late"].agg(["size", "sum"])
    own = done[done["unit"] == unit].groupby("procedure")["is_late"].agg(["size", "sum"])
    own = own.join(every.rename(columns={"size": "size_office", "sum": "sum_office"}))
    own = own[own["size_office"] > own["size"]].astype(int)
    n, late = int(own["size"].sum()), int(own["sum"].sum())
    if not n:
        return dict(zip(_AGAINST, (0, 0, None, None, None, ALONE), strict=True))
    mean, low, high = expected(own[["size", "size_office", "sum_office"]].itertuples(index=False, name=None))
    verdict = FEWER if late < low else MORE if late > high else AS_EXPECTED
    return dict(zip(_AGAINST, (n, late, mean, low, high, verdict), strict=True))


def _with_rates(found: pd.DataFrame, study: Study) -> pd.DataFrame:
    """With the share in time and its interval, as the indicators have it.

    Where every finished dossier has a deadline that is the share of all finished, else that of those which have one.
    """
    whole, timed = _rates(study, "in_time_rate"), _rates(study, "in_time_of_due")
    every = found["timed"] == found["finished"]
    rows = [found[every].merge(whole, on="unit", how="left"), found[~every].merge(timed, on="unit", how="left")]
    return pd.concat([part for part in rows if len(part)] or rows, ignore_index=True)


def _rates(study: Study, measure: str) -> pd.DataFrame:
    measures = study.frame("measures")
    wanted = (measures["measure"] == measure) & (measures["basis"] == "register") & (
        measures["rule"] == study.run.rules["rule"]
    )
    return measures.loc[
        wanted & measures["unit"].notna(), ["unit", "value", "low", "high"]
    ].rename(columns={"value": "rate"})
