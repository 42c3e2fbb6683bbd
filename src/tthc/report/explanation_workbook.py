"""`giai-trinh.xlsx` of a report: the late dossiers for their units to explain, with what they have written so far."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tthc.model.errors import UsageError
from tthc.model.settings import Run, load_run
from tthc.report.explanations import FILE, Content, Heading, write_workbook
from tthc.report.header import Header

_NEEDED = ("late", "segments", "causes", "explanations")


def write_explaining(folder: Path, run: Run, study: Any, header: Header) -> Path | None:
    """Write the workbook into the folder; nothing where the study lacks what it shows."""
    if not set(_NEEDED) <= set(study.names):
        return None
    content = Content(**{name: study.frame(name) for name in _NEEDED}, day_wm=study.info["day_wm"])
    scope = "".join(f", {part}" for part in (run.unit, run.field) if part)
    heading = Heading(f"{run.period.label}{scope}", header.subtitle, header.warning, command(run), header.office)
    return write_workbook(folder / FILE, content, heading)


def command(run: Run) -> str:
    """What to type in the project's folder so that the same report comes with the filled workbook: whatever differs
    from what the project file alone says.
    """
    try:
        plain = load_run(run.period.text, root=run.root)
    except UsageError:  # the project's own data have no such period
        plain = None
    same = plain is not None and _input_of(plain) == _input_of(run)
    if plain is None or not same:
        plain = load_run(run.period.text, root=run.root, source=run.sources, profile=run.profile)
    options = [("--period", run.period.text)]
    options += [] if same else [*(("--source", str(path)) for path in run.sources), ("--profile", run.profile)]
    options += [("--as-of", run.as_of.isoformat())] if run.as_of != plain.as_of else []
    options += [(name, value) for name, value in (("--unit", run.unit), ("--field", run.field)) if value]
    options += [("--set", f"{rule}={value}") for rule, value in run.rules.items() if value != plain.rules.get(rule)]
    options += [("--audience", run.audience)] if run.audience != plain.audience else []
    options += [("--out", str(run.out))] if run.out != plain.out else []
    typed = " ".join(f"{name} {_quoted(value)}" for name, value in [*options, ("--explanations", FILE)])
    return f"tthc report {typed}"


def _input_of(run: Run) -> tuple:
    return run.sources, run.profile, run.systems


def _quoted(value: str) -> str:
    return f'"{value}"' if " " in value or "\\" in value else value
