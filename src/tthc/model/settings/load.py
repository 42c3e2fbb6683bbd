"""The run that the project file and the options that win over it describe."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from tthc.model.data_folders import folders_of
from tthc.model.errors import UsageError
from tthc.model.period import Period, parse_period
from tthc.model.settings.environment import edition_of_kernel
from tthc.model.settings.paths import Given, filled_workbooks, given_paths, profile_name, sources_of, under
from tthc.model.settings.project_file import PROJECT_FILE, find_root, office_beside, read_project
from tthc.model.settings.rules import RULES, choose_rules, default_of, one_of
from tthc.model.settings.run import INTERNAL, SHARED, Office, Run, System
from tthc.model.shipped import REFERENCE, reference_file


def load_run(
    period: str,
    *,
    root: Path | None = None,
    source: str | Path | Sequence[str | Path] | None = None,
    profile: str | None = None,
    as_of: str | None = None,
    unit: str | None = None,
    field: str | None = None,
    rules: Mapping[str, str] | None = None,
    out: str | Path | None = None,
    engine: str = "duckdb",
    explanations: str | Path | Sequence[str | Path] | None = None,
    audience: str | None = None,
    today: date | None = None,
) -> Run:
    """The run that the project file and these options describe. Raises UsageError for any unknown key or value."""
    root = root or find_root()
    project = read_project(root / PROJECT_FILE)
    data = project.get("data", {})
    chosen = choose_rules({**_usual_rules(project, root, source, profile), **project.get("rules", {}), **(rules or {})})
    span = parse_period(period, quarters=chosen["quarters"], today=today)
    systems = _systems(project.get("sources", []), root, source, profile, span)
    sources = tuple(path for one in systems for path in one.paths) or sources_of(
        root, source, data.get("source", "data/raw"), span,
    )
    return Run(
        root=root,
        period=span,
        systems=systems,
        sources=sources,
        profile=systems[0].profile if systems else profile_name(root, profile or data.get("profile", "cong_tinh")),
        as_of=_as_of(as_of, span),
        rules=chosen,
        office=_office(office_beside(sources) or project.get("office", {})),
        out=under(root, out or project.get("report", {}).get("out", "reports")),
        unit=unit or None,
        field=field or None,
        engine=one_of("--engine", engine, ("duckdb", "spark")),
        explanations=filled_workbooks(explanations),
        audience=one_of("--audience", audience or edition_of_kernel() or INTERNAL, (INTERNAL, SHARED)),
    )


def _usual_rules(project: Mapping[str, Any], root: Path, source: Given, profile: str | None) -> dict[str, str]:
    """Every rule's default for the calendar by which the first of the run's systems counts."""
    listed = () if source and not profile else project.get("sources", [])
    first = profile or (listed[0] if listed else project.get("data", {})).get("profile", "cong_tinh")
    calendar = _calendar_of(profile_name(root, first), root)
    return {rule.name: default_of(rule, calendar) for rule in RULES}


def _calendar_of(profile: str, root: Path) -> str:
    """The calendar that a profile names; that of Vietnamese offices where it names none or cannot be read, which its
    reader will say.
    """
    try:
        named = reference_file(root / REFERENCE, f"profiles/{profile}.toml")
        path = named if named.is_file() else Path(profile).expanduser()
        return str(tomllib.loads(path.read_text(encoding="utf-8-sig")).get("calendar", "vn"))
    except (OSError, ValueError, RuntimeError):  # too long a name, no TOML, thousands of brackets
        return "vn"


def _as_of(text: str | None, period: Period) -> datetime:
    if not text:
        return datetime.combine(period.end + timedelta(days=1), datetime.min.time())
    try:
        moment = datetime.fromisoformat(text)
        moment = moment if len(text) > 10 else moment + timedelta(days=1)
    except (ValueError, OverflowError):
        moment = None
    if moment is None or moment.tzinfo:
        raise UsageError(
            f"Thời điểm chốt “{text}” không đọc được; hãy ghi giờ của cơ quan, dạng 2024-05-31 hoặc 2024-05-31T17:00."
        )
    if moment <= datetime.combine(period.start, datetime.min.time()):
        raise UsageError(
            f"Thời điểm chốt “{text}” ở trước kỳ {period.label}; hãy chọn một thời điểm từ ngày "
            f"{period.start:%d/%m/%Y}."
        )
    return moment


def _systems(
    listed: list[dict[str, Any]], root: Path, source: Given, profile: str | None, period: Period,
) -> tuple[System, ...]:
    """The systems of the project file; none where the command line names other sources or another profile.

    A report's kernels are handed the sources and the profile of their run: those of the systems stand for the systems.
    """
    if not listed or (source and not profile) or (profile and not source):
        return ()
    found = tuple(
        System(one["name"], _inside(root, one, period), profile_name(root, one.get("profile", "cong_tinh")))
        for one in listed
    )
    listed_paths = tuple(path.resolve() for one in found for path in one.paths)
    if source and (given_paths(source) != listed_paths or profile != found[0].profile):
        return ()
    return found


def _inside(root: Path, system: dict[str, Any], period: Period) -> tuple[Path, ...]:
    path = under(root, system["path"])
    if not path.exists():
        raise UsageError(
            f"Tệp {PROJECT_FILE}, mục [[sources]] “{system['name']}”: không có tệp hoặc thư mục {path}; hãy sửa khóa "
            "path."
        )
    return folders_of(period, path) if path.is_dir() else (path,)


def _office(keys: Mapping[str, object]) -> Office:
    given: dict[str, Any] = {key: tuple(one) if isinstance(one, list) else str(one) for key, one in keys.items()}
    return Office(**given)
