"""The period's dossiers as an event log: one row per event, in the columns that process-mining tools expect.

A step gives up to three events of one activity instance: reached (`schedule`, where the arrival was recorded), begun
(`start`) and done (`complete`). A stop is an activity named by its kind that is suspended and resumed. Events are told
as the sources recorded them, those after the cut too; `case:outcome` and what follows it are read at the cut.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from tthc.display.labels import labelled, unique_labels
from tthc.model.errors import DataStop
from tthc.model.schema import CANONICAL, CODES, TABLES, Column
from tthc.model.schema.canonical import ORIGIN

CASE, ACTIVITY, TRANSITION, AT = "case:concept:name", "concept:name", "lifecycle:transition", "time:timestamp"
RESOURCE, GROUP, INSTANCE = "org:resource", "org:group", "concept:instance"
_STEP = {"step_no": "step_no", "kind": "step_kind", "step_due_at": "step_due_at"}
EVENT = (
    Column(CASE, "string", "Mã hồ sơ"),
    Column(ACTIVITY, "string", "Bước xử lý"),
    Column(TRANSITION, "string", "Chuyển trạng thái", codes="lifecycle"),
    Column(AT, "timestamp(6)", "Thời điểm"),
    Column(RESOURCE, "string", "Cán bộ", personal=True),
    Column(GROUP, "string", "Đơn vị"),
    Column(INSTANCE, "string", "Số của việc"),
    Column("step_no", "int64", "Thứ tự bước"),
    Column("step_kind", "string", "Loại bước", codes="step_kind"),
    Column("step_due_at", "timestamp(6)", "Hạn của bước"),
)
_OTHERS = {"unit": "Đơn vị thụ lý", "officer": "Người thụ lý"}  # labels that the events have too
_FOUND = ("outcome", "late_days", "is_apparent", "cause", "cause_label", "grade")  # what the period says of a dossier


def _case_columns() -> tuple[Column, ...]:
    """The attributes of a case: the dossier but for the applicant and free text, then what the period says of it."""
    left = {"dossier_id", "unread", *(column.name for column in ORIGIN)}
    own = [
        Column(f"case:{one.name}", one.type, _OTHERS.get(one.name, one.label), codes=one.codes, personal=one.personal)
        for one in CANONICAL["dossiers"].columns
        if one.name not in left and not one.free_text and not one.name.startswith("applicant")
    ]
    found = (TABLES["late"][name] for name in _FOUND)
    return (*own, *(Column(f"case:{one.name}", one.type, one.label, codes=one.codes) for one in found))


ATTRIBUTES = _case_columns()
_OWN = [name for one in ATTRIBUTES if (name := one.name.removeprefix("case:")) not in _FOUND]


@dataclass(frozen=True)
class EventLog:
    """events: one row per event, by case and time; cases: one row per dossier of the period, those without any event
    too. `timezone` is that of all instants.
    """

    events: pd.DataFrame
    cases: pd.DataFrame
    timezone: str

    def flat(self, *, labels: bool = False) -> pd.DataFrame:
        """One row per event with the attributes of its case beside it: the form of CSV and Parquet."""
        whole = self.events.merge(self.cases, on=CASE, how="left", validate="many_to_one")
        return labelled(whole, [*EVENT, *ATTRIBUTES]) if labels else whole

    def in_words(self) -> EventLog:
        """The same log with the labels of codes and, but for the keys that tools look for, Vietnamese keys."""
        cases, events = labelled(self.cases, ATTRIBUTES), labelled(self.events, EVENT)
        headers = unique_labels({column.name: column.label for column in EVENT})
        kept = {headers[name]: name for name in (CASE, ACTIVITY, TRANSITION, AT, RESOURCE, GROUP, INSTANCE)}
        # A tool knows the standard's words for what happened to an activity, and no others.
        events = events.rename(columns=kept).assign(**{TRANSITION: self.events[TRANSITION]})
        cases = cases.rename(columns={name: f"case:{name}" for name in cases.columns if name != CASE})
        return EventLog(events, cases, self.timezone)

    @property
    def n_without_events(self) -> int:
        """How many dossiers the flat form cannot tell of."""
        return int((~self.cases[CASE].isin(self.events[CASE])).sum())


def event_log(study: Any) -> EventLog:
    """The log of a study's period. Raises DataStop where the sources record no step and no stop of any dossier."""
    cases = cases_of(study)
    events = pd.concat([_of_steps(study.frame("steps")), _of_stops(study.frame("stops"))], ignore_index=True)
    events = events[events[CASE].isin(cases[CASE])]
    if events.empty:
        raise DataStop(
            "Dữ liệu của kỳ không ghi quá trình xử lý nên không có nhật ký để xuất; hãy thêm bảng quá trình xử lý, "
            "hoặc xuất bảng khác, ví dụ: tthc export late."
        )
    order = [CASE, AT, "step_no", "place"]
    events = events.sort_values(order, kind="stable", ignore_index=True).drop(columns="place")
    return EventLog(events, cases, study.info["profile"]["timezone"])


def cases_of(study: Any) -> pd.DataFrame:
    """One row per dossier in the period's scope: its id and `ATTRIBUTES`; outcome and cause by the main rule."""
    outcomes = study.frame("outcomes")
    outcomes = outcomes[outcomes["rule"] == study.run.rules["rule"]]
    return _cases(study.frame("dossiers"), outcomes, study.frame("late"))


def _cases(dossiers: pd.DataFrame, outcomes: pd.DataFrame, late: pd.DataFrame) -> pd.DataFrame:
    """Where a register and the national portal tell of one dossier, the register does."""
    own = dossiers.assign(last=dossiers["source"] != "register").sort_values(["dossier_id", "last"], kind="stable")
    own = own.drop_duplicates("dossier_id")[["dossier_id", *_OWN]]
    found = outcomes[["dossier_id", "outcome"]].merge(
        late[["dossier_id", *(name for name in _FOUND if name != "outcome")]], on="dossier_id", how="left",
    )
    whole = own.merge(found, on="dossier_id", how="inner", validate="one_to_one")
    named = whole[["dossier_id", *_OWN, *_FOUND]].rename(columns={name: f"case:{name}" for name in (*_OWN, *_FOUND)})
    return named.rename(columns={"dossier_id": CASE}).sort_values(CASE, ignore_index=True)


def _of_steps(steps: pd.DataFrame) -> pd.DataFrame:
    """Three events at most of each step; an arrival that was only inferred is told where nothing else is known."""
    recorded = ~steps["is_assumed"].fillna(False).astype(bool)
    nothing_else = steps["started_at"].isna() & steps["ended_at"].isna()
    reached = steps[(recorded | nothing_else) & steps["arrived_at"].notna()]
    parts = [
        _events(reached, "schedule", "arrived_at", 1), _events(steps, "start", "started_at", 2),
        _events(steps, "complete", "ended_at", 3),
    ]
    return pd.concat(parts, ignore_index=True)


def _events(steps: pd.DataFrame, transition: str, at: str, place: int) -> pd.DataFrame:
    stamped = steps[steps[at].notna()]
    columns = {
        CASE: stamped["dossier_id"], ACTIVITY: stamped["step"], TRANSITION: transition, AT: stamped[at],
        RESOURCE: stamped["officer"], GROUP: stamped["unit"],
        INSTANCE: stamped["step_no"].astype("Int64").astype("string"),
        **{name: stamped[source] for source, name in _STEP.items()}, "place": place,
    }
    return pd.DataFrame(columns).astype(_TYPES)


def _of_stops(stops: pd.DataFrame) -> pd.DataFrame:
    """A stop's begin and, where it ended, its end."""
    parts = []
    for transition, at, place in (("suspend", "from_at", 0), ("resume", "to_at", 4)):
        stamped = stops[stops[at].notna()]
        activity = stamped["kind"].map(CODES["stop_kind"])
        empty: Mapping[str, Any] = {name: None for name in (RESOURCE, GROUP, INSTANCE, *_STEP.values())}
        columns = {CASE: stamped["dossier_id"], ACTIVITY: activity, TRANSITION: transition, AT: stamped[at], **empty}
        parts.append(pd.DataFrame({**columns, "place": place}, index=stamped.index).astype(_TYPES))
    return pd.concat(parts, ignore_index=True)


_TYPES = {
    CASE: "string", ACTIVITY: "string", TRANSITION: "string", AT: "datetime64[us]", RESOURCE: "string", GROUP: "string",
    INSTANCE: "string", "step_no": "Int64", "step_kind": "string", "step_due_at": "datetime64[us]", "place": "int64",
}
