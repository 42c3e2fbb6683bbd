"""Open a period: its tables come from the store where nothing changed, and are computed when they are asked for."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence

from tthc.model.data_folders import period_folders, told_periods
from tthc.model.errors import UsageError
from tthc.model.nearest import suggestion
from tthc.model.settings import Run, find_root, load_run, raw_folder
from tthc.study.store import pinned_folder, store_folder
from tthc.study.study import Study


def open_study(
    period: str, *, source: str | None = None, profile: str | None = None, as_of: str | None = None,
    unit: str | None = None,
    field: str | None = None, rules: str | Mapping[str, str] | None = None, engine: str = "duckdb",
    explanations: str | Sequence[str] | None = None, audience: str | None = None,
) -> Study:
    """The study of a period; empty options take what `tthc.toml` says. `rules` is a mapping or
    "compare=minute,rule=qd766". Several sources or workbooks of explanations are a list, or one text with semicolons
    between them. `audience` is "internal", or "shared" for the tables that others may see.

    Raises UsageError for wrong options; what is asked of the study raises DataStop when the data stop the run.
    """
    run = load_run(
        period, source=source or None, profile=profile or None, as_of=as_of or None, unit=unit or None,
        field=field or None,
        rules=_rules(rules), engine=engine or "duckdb", explanations=explanations or None,
        audience=audience or None,
    )
    return open_run(run)


def open_run(run: Run) -> Study:
    """The study of a run. Nothing is read or computed before something is asked of it."""
    return Study(run, pinned_folder(run) or store_folder(run))


def no_period(source: str | None) -> UsageError:
    """What to say to somebody who names no period: which there are."""
    known = [] if source else period_folders(raw_folder(find_root()))
    there = f"; các kỳ đang có: {told_periods(known)}" if known else ""
    return UsageError(f"Hãy nêu kỳ cần mở, ví dụ tthc.open(\"{known[-1][0].text if known else '2024-05'}\"){there}.")


def wrong_option(name: str) -> UsageError:
    """What to say of an option that `open` does not have, with the nearest one that it has."""
    known = ("period", *list(inspect.signature(open_study).parameters)[1:])
    return UsageError(f"tthc.open không có tùy chọn “{name}”{suggestion(name, known)}; được dùng: {', '.join(known)}.")


def _rules(rules: str | Mapping[str, str] | None) -> dict[str, str]:
    if not rules:
        return {}
    if not isinstance(rules, str):
        return dict(rules)
    pairs = [pair.strip() for pair in rules.split(",") if pair.strip()]
    for pair in pairs:
        if "=" not in pair:
            raise UsageError(f"Quy tắc “{pair}” phải ghi dạng TÊN=GIÁ_TRỊ, ví dụ compare=minute.")
    return dict(pair.split("=", 1) for pair in pairs)
