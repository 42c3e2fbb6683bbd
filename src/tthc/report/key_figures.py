"""The few figures that name a report in the manifest and on the index page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from tthc.display.blocks import KeyFigure, KeyFigures, judged, numbers
from tthc.model.words import INDEX_MEASURES, Rule

IDS = ("received", "finished", "open", "early", "on_time", "late", "open_late", "qd766_5_4")
_SYNCED = {"qd766_5_4"}
Figures = Mapping[str, Mapping[str, Any]]


def key_figures(measures: pd.DataFrame, rule: str) -> dict[str, dict[str, Any]]:
    """The overall value, numerator and denominator of each measure in `IDS` that the study has."""
    overall = measures[_is_empty(measures, "unit") & _is_empty(measures, "field") & _is_empty(measures, "procedure")]
    found: dict[str, dict[str, Any]] = {}
    for name in IDS:
        basis = "synced" if name in _SYNCED else "register"
        rows = overall[(overall["measure"] == name) & (overall["basis"] == basis)]
        own = Rule.QD766 if name.startswith(INDEX_MEASURES) else rule
        rows = rows[rows["rule"] == own] if (rows["rule"] == own).any() else rows
        if len(rows):
            found[name] = {key: _value(rows.iloc[0][key]) for key in ("value", "numerator", "denominator")}
            found[name]["measured_in"] = str(rows.iloc[0]["measured_in"])
    return found


def block(figures: Figures, before: Figures | None = None, coverage: judged.Judged = judged.WHOLE) -> KeyFigures:
    """Four figures with their denominators and what they leave out; `before` are those of the last report, for the
    change.
    """
    before = before or {}
    four = (
        _in_time(figures, before, coverage),
        _part("Quá hạn", "late", "finished", figures, before, "hồ sơ đã giải quyết", coverage),
        _part("Đang giải quyết quá hạn", "open_late", "open", figures, before, "hồ sơ đang giải quyết", coverage),
        _satisfaction(figures, before, coverage) if _has_synced(figures) else _open(figures, before),
    )
    return KeyFigures(tuple(replace(figure, detail=f"{figure.detail}{judged.beside(coverage)}") for figure in four))


def in_short(figures: Figures, coverage: judged.Judged = judged.WHOLE) -> str:
    """One line: what was finished, how much of it late, what was left out."""
    finished, late = numbers.number(count(figures, "finished")), numbers.number(count(figures, "late"))
    return f"{finished} hồ sơ đã giải quyết, {late} quá hạn{judged.beside(coverage)}"


def _in_time(figures: Figures, before: Figures, coverage: judged.Judged) -> KeyFigure:
    part, whole = in_time(figures), count(figures, "finished")
    value = judged.percent(part, whole, coverage, good=True)
    fraction = "" if "/" in value else f"{numbers.number(part)}/{numbers.number(whole)} "
    return KeyFigure("Trước hạn và đúng hạn", value, f"{fraction}hồ sơ đã giải quyết", _change(part, in_time(before)))


def _part(
    label: str, name: str, whole: str, figures: Figures, before: Figures, noun: str, coverage: judged.Judged,
) -> KeyFigure:
    part, of = count(figures, name), count(figures, whole)
    share = judged.percent(part, of, coverage, good=False)
    detail = (
        f"{share} của {numbers.number(of)} {noun}" if "%" in share or share == numbers.UNKNOWN else f"{share} {noun}"
    )
    return KeyFigure(label, numbers.number(part), detail, _change(part, count(before, name)))


def _has_synced(figures: Figures) -> bool:
    return bool(figures.get("qd766_5_4", {}).get("denominator"))


def _open(figures: Figures, before: Figures) -> KeyFigure:
    still, finished = count(figures, "open"), count(figures, "finished")
    every = None if still is None or finished is None else still + finished
    detail = f"của {numbers.number(every)} hồ sơ phải giải quyết trong kỳ"
    return KeyFigure("Đang giải quyết", numbers.number(still), detail, _change(still, count(before, "open")))


def _satisfaction(figures: Figures, before: Figures, coverage: judged.Judged) -> KeyFigure:
    now, last = figures.get("qd766_5_4", {}), before.get("qd766_5_4", {})
    part, whole = now.get("numerator"), now.get("denominator")
    change = ""
    if whole and last.get("denominator"):
        share, before_share = (100 * one["numerator"] / one["denominator"] for one in (now, last))
        change = numbers.change(share, before_share, digits=2, unit="điểm % so với kỳ trước")
    detail = f"{numbers.number(part)}/{numbers.number(whole)} hồ sơ đồng bộ"
    return KeyFigure("Chỉ tiêu 5.4 (QĐ 766)", judged.percent(part, whole, coverage, good=True), detail, change)


def _change(now: float | None, last: float | None) -> str:
    text = numbers.change(now, last)
    return f"{text} so với kỳ trước" if text else ""


def count(figures: Figures, name: str) -> float | None:
    """The number of dossiers: the numerator where the measure is a share, else the value."""
    found = figures.get(name, {})
    return found.get("numerator") if found.get("numerator") is not None else found.get("value")


def in_time(figures: Figures) -> float | None:
    """The number of dossiers finished early or on time; None where either is unknown."""
    parts = [count(figures, name) for name in ("early", "on_time")]
    known = [part for part in parts if part is not None]
    return sum(known) if len(known) == len(parts) else None


def _is_empty(frame: pd.DataFrame, column: str) -> pd.Series:
    return frame[column].isna() | (frame[column].astype("string") == "")


def _value(value: Any) -> float | None:
    return None if numbers.is_unknown(value) or pd.isna(value) else float(value)
