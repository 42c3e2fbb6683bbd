"""What the study says of itself: office, period, cut, evidence level, rules, inputs, row accounting, versions."""

from __future__ import annotations

import dataclasses
import platform
import tomllib
from collections.abc import Mapping
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

import ibis.expr.types as ir

from tthc.analysis.calendar import open_days
from tthc.analysis.indicators import index_classes
from tthc.engine import Engine
from tthc.model.errors import UsageError
from tthc.model.law import LawText, law_summary, load_law
from tthc.model.law.places import ministries, provinces
from tthc.model.schema.dossier_code import code_number, code_province, has_form, of_ministry
from tthc.model.settings import RULES, Run, current_time, default_of
from tthc.model.shipped import reference_file
from tthc.model.words import Intake, Outcome
from tthc.sources.read import Reading
from tthc.sources.read.sources import input_file
from tthc.study.by_system import by_system
from tthc.study.judged import judged_info

_PACKAGES = ("tthc", "ibis-framework", "duckdb", "pandas", "papermill", "nbconvert", "typst", "matplotlib")


def study_info(run: Run, engine: Engine, reading: Reading, tables: Mapping[str, ir.Table]) -> dict[str, Any]:
    """A JSON-able dictionary; times as ISO text."""
    rows = engine.fetch(tables["accounting"])
    outcome = tables["outcomes"].filter(tables["outcomes"].rule == run.rules["rule"])
    return {
        "office": dataclasses.asdict(run.office),
        "period": {"label": run.period.label, "text": run.period.text, "slug": run.period.slug,
                   "start": run.period.start.isoformat(), "end": run.period.end.isoformat()},
        "cut": run.cut.isoformat(), "as_of": run.as_of.isoformat(), "unit": run.unit, "field": run.field,
        "profile": {"name": reading.profile.name, "label": reading.profile.label, "timezone": reading.profile.timezone,
                    "calendar": reading.profile.calendar},
        "evidence_level": evidence_level(engine, reading),
        "rules": _rules(run, reading.profile.calendar),
        "texts": reference_texts(reference_file(run.reference, "texts.toml"), run.period.end),
        "law": law_summary(load_law(run.reference), run.period.end),
        "law_sets": _law_sets(run, engine, outcome),
        "systems": _systems(run, engine, reading, outcome),
        "by_system": by_system(engine, reading, outcome),
        "open_days": _open_days(run, engine, reading, tables),
        "inputs": [dataclasses.asdict(item) for item in (*reading.inputs, *map(input_file, run.explanations))],
        **_not_read(engine, reading),
        "present": {name: sorted(columns) for name, columns in reading.present.items()},
        "n_read": int(rows.n_read.sum()), "n_accepted": int(rows.n_accepted.sum()),
        "n_set_aside": int(rows.n_set_aside.sum()),
        "n_dossiers": int(
            engine.fetch(
                outcome.filter(outcome.intake != Intake.NONE).select("dossier_id").distinct().agg(n=lambda t: t.count())
            ).n.iloc[0]
        ),
        "n_late": int(engine.fetch(tables["late_dossiers"].agg(n=tables["late_dossiers"].count())).n.iloc[0]),
        "n_ended": int(
            engine.fetch(
                outcome.agg(n=((outcome.intake != Intake.NONE) & (outcome.outcome == Outcome.ENDED)).sum())
            ).n.fillna(0).iloc[0]
        ),
        "index_classes": _index_classes(run),
        **judged_info(run, engine, reading, tables),
        "day_wm": float(engine.fetch(tables["calendar"].agg(m=tables["calendar"].day_wm.max())).m.iloc[0]),
        "is_synthetic": any("mo-phong" in item.name.lower() for item in reading.inputs) or _says_synthetic(run),
        "versions": {"python": platform.python_version(), **{name: version(name) for name in _PACKAGES}},
        "computed_at": current_time().isoformat(timespec="seconds"),
    }


# Findings on what lies in the sources and was not read, or not wholly.
_NOT_READ = (
    "sheet.not_read", "sheet.column_not_read", "sheet.columns_other", "sheet.hidden", "sheet.beside", "file.not_read",
    "file.pages",
)


def _not_read(engine: Engine, reading: Reading) -> dict[str, Any]:
    """Files, sheets and columns that were not read, which may hold what the tables lack, and how many they are."""
    rows = reading.findings.filter(reading.findings.rule.isin(_NOT_READ))
    places = engine.fetch(rows.select("file", "sheet", "column").distinct().order_by("file", "sheet", "column"))
    told = places.astype(object).where(places.notna(), None).to_dict("records")
    return {"n_not_read": len(told), "not_read": told}


def _law_sets(run: Run, engine: Engine, outcome: ir.Table) -> list[dict[str, Any]]:
    """The sets by which the period's dossiers are judged, in the order of their first days, each with its number of
    dossiers; ended: the last day of its decree, where that lies before the period's last day (else empty).
    """
    handled = outcome.filter((outcome.intake != Intake.NONE) & outcome.law_set.notnull())
    counts = dict(engine.fetch(handled.group_by("law_set").agg(n=handled.count())).itertuples(index=False))
    sets = [one for one in load_law(run.reference).sets if one.id in counts]
    return [
        {
            "set": one.id, "label": one.label, "short": one.short, "valid_from": one.valid_from.isoformat(),
            "n": int(counts[one.id]), "ended": _ended(one.decree_text, run.period.end),
        }
        for one in sets
    ]


def _ended(text: LawText, on: date) -> str:
    return text.valid_to.isoformat() if text.valid_to and text.valid_to < on else ""


def _systems(run: Run, engine: Engine, reading: Reading, outcome: ir.Table) -> dict[str, Any] | None:
    """Which systems the dossiers received before the cut are numbered by, each with its number of the period's
    dossiers, how many of those have a code that tells none (n_untold), and which ministry systems have no dossier at
    all; None where the law knows one register for all."""
    if not load_law(run.reference).by_role("systems", run.period.end):
        return None
    dossiers = reading.tables["dossiers"]
    handled = outcome.filter(outcome.intake != Intake.NONE).select(h_id="dossier_id").distinct()
    code = dossiers.filter(dossiers.received_at < run.cut).select("dossier_id").distinct()
    table = code.left_join(handled, [("dossier_id", "h_id")]).mutate(is_told=has_form(code.dossier_id))
    n_untold = int(engine.fetch(table.agg(n=(~table.is_told & table.h_id.notnull()).sum().fill_null(0))).n.iloc[0])
    table = table.filter(table.is_told)
    ministry = of_ministry(table.dossier_id).ifelse(code_number(table.dossier_id).substr(0, 2), "")
    named = table.mutate(province=code_province(table.dossier_id), ministry=ministry)
    counts = engine.fetch(named.group_by("province", "ministry").agg(n=named.h_id.count()))
    counts = counts.sort_values(["n", "province", "ministry"], ascending=[False, True, True])
    known, ministry_names = provinces(run.reference, run.period.end), ministries(run.reference, run.period.end)
    held: dict[str, int] = {}
    for province, prefix, n in counts.itertuples(index=False):
        own = f"hệ thống của {known[province]}" if province in known else f"hệ thống của tỉnh có mã {province}"
        name = f"hệ thống của {ministry_names.get(prefix, f'bộ có mã {prefix}')}" if prefix else own
        held[name] = held.get(name, 0) + int(n)
    missing = [name for prefix, name in ministry_names.items() if prefix not in set(counts["ministry"])]
    return {"held": [{"name": name, "n": n} for name, n in held.items()], "n_untold": n_untold, "missing": missing}


def _index_classes(run: Run) -> list[dict[str, Any]]:
    """The classes of the index that the law set of the last day names, the best first."""
    names = load_law(run.reference).on(run.period.end).listed("index_classes")
    return [dataclasses.asdict(one) for one in index_classes(run.reference, run.period.end, names)]


def _open_days(run: Run, engine: Engine, reading: Reading, tables: Mapping[str, ir.Table]) -> list[dict[str, str]]:
    """The days of open status that the report touches: from the first reception of its dossiers, or the period's start,
    to its end, or to the last deadline of what is open, for working days left are counted to it."""
    d, judged = tables["dossiers"], tables["outcomes"]
    first = engine.fetch(d.agg(first=d.received_at.min()))["first"].iloc[0]
    start = run.period.start if first is None or first != first else min(run.period.start, first.date())
    waits = judged.filter(
        (judged.intake != Intake.NONE) & judged.outcome.isin([Outcome.OPEN_IN_TIME, Outcome.OPEN_LATE, Outcome.STOPPED])
    )
    last = engine.fetch(waits.agg(last=waits.due_at.max()))["last"].iloc[0]
    end = run.period.end if last is None or last != last else max(run.period.end, last.date())
    found = open_days(run.reference, reading.profile.calendar, start, end)
    return [
        {"day": one.day.isoformat(), "proposed": one.proposed, "name": one.name, "source": one.source}
        for one in found
    ]


def _rules(run: Run, calendar: str) -> list[dict[str, Any]]:
    """Each setting with its value and with what it would be by itself."""
    return [
        {"name": rule.name, "label": rule.label, "value": run.rules[rule.name], "default": default_of(rule, calendar)}
        for rule in RULES
    ]


def reference_texts(path: Path, day: date) -> dict[str, dict[str, Any]]:
    """For each kind of text the entry in force on `day`: the latest `valid_from` not after it, else the earliest."""
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise UsageError(f"Tệp {path.name} không đọc được: {fault}; hãy sửa chỗ đó hoặc chép lại tệp.") from None
    return {kind: _in_force(path, kind, dated, day) for kind, dated in entries.items()}


def _in_force(path: Path, kind: str, dated: list[dict[str, Any]], day: date) -> dict[str, Any]:
    if not isinstance(dated, list) or not all(type(entry.get("valid_from")) is date for entry in dated):
        raise UsageError(
            f"Tệp {path.name}: mỗi mục [[{kind}]] cần dòng valid_from là một ngày, ví dụ valid_from = 2026-08-05."
        )
    ordered = sorted(dated, key=lambda entry: entry["valid_from"])
    valid = [entry for entry in ordered if entry["valid_from"] <= day]
    chosen = valid[-1] if valid else ordered[0]
    return {**chosen, "valid_from": chosen["valid_from"].isoformat()}


def evidence_level(engine: Engine, reading: Reading) -> int:
    """1 dossiers only, 2 with steps, 3 with step starts and absences."""
    steps, absences = reading.tables["steps"], reading.tables["absences"]
    counts = engine.fetch(steps.agg(n=steps.count(), n_started=steps.started_at.count())).iloc[0]
    n_absent = engine.fetch(absences.agg(n=absences.count())).n.iloc[0]
    if not counts.n:
        return 1
    return 3 if counts.n_started and n_absent else 2


def _says_synthetic(run: Run) -> bool:
    """True where the first line of the README beside the source says so, as `tthc simulate` writes it."""
    notes = [(path if path.is_dir() else path.parent) / "README.md" for path in run.sources]
    return any(note.is_file() and "mô phỏng" in note.read_text(encoding="utf-8")[:200].lower() for note in notes)
