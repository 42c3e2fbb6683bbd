"""`run.json`: everything one needs to know of a report without opening it, or to make it again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tthc.display.blocks import judged
from tthc.model.settings import SHARED, Run
from tthc.report.header import Header

if TYPE_CHECKING:
    from tthc.report.chapter import Chapter  # reads notebooks, which takes seconds to import

FILE = "run.json"
DONE = "done"


def manifest(
    run: Run,
    study: Any,
    header: Header,
    chapters: Sequence[Chapter],
    figures: Mapping[str, Any],
    files: Mapping[str, str],
    by: str | None = None,
) -> dict[str, Any]:
    """The manifest of a finished report; `files` maps the other files' names to what they are.

    `fingerprint` is that of the study: a run with the same one would find nothing new.
    """
    info: Mapping[str, Any] = study.info
    entries = {
        "state": DONE,
        "fingerprint": study.folder.name,
        "title": header.title,
        "subtitle": header.subtitle,
        "edition": header.edition,
        "warning": header.warning,
        "unjudged": header.unjudged,
        "judged": judged.facts(info),
        "made_at": header.made_at.isoformat(timespec="seconds"),
        "office": asdict(run.office),
        "period": {
            "start": run.period.start.isoformat(), "end": run.period.end.isoformat(),
            "text": run.period.text, "label": run.period.label,
        },
        "by": by,
        "scope": {"unit": run.unit, "field": run.field},
        "as_of": run.as_of.isoformat(),
        "cut": run.cut.isoformat(),
        "rules": dict(run.rules),
        "profile": info.get("profile"),
        "evidence_level": info.get("evidence_level"),
        "is_synthetic": bool(info.get("is_synthetic")),
        "inputs": info.get("inputs", []),
        "accounting": {name: info.get(name) for name in ("n_read", "n_accepted", "n_set_aside")},
        "versions": info.get("versions", {}),
        "key_figures": dict(figures),
        "chapters": [{"file": chapter.file, "title": chapter.title} for chapter in chapters],
        "files": dict(files),
    }  # fmt: skip
    return _for_others(entries) if run.audience == SHARED else entries


_INSIDE = ("inputs", "versions", "rules")


def _for_others(entries: dict[str, Any]) -> dict[str, Any]:
    """What the index of the shared reports needs; no file's name, no signatory."""
    office = {name: entries["office"][name] for name in ("name", "parent")}
    return {name: value for name, value in entries.items() if name not in _INSIDE} | {"office": office}


def with_hashes(folder: Path, data: Mapping[str, Any]) -> dict[str, Any]:
    """The manifest with the SHA-256 of every file of the report."""
    made = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != FILE)
    return {**data, "outputs": list(_hashes(folder, made))}


def write_manifest(folder: Path, data: Mapping[str, Any]) -> None:
    text = json.dumps(with_hashes(folder, data), ensure_ascii=False, indent=1, default=str)
    (folder / FILE).write_text(text, encoding="utf-8")


def read_manifest(path: Path) -> dict[str, Any] | None:
    """A finished report's manifest; None for anything else, so that one broken folder cannot hide the others."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return data if isinstance(data, dict) and data.get("state") == DONE and {
        "made_at", "period",
    } <= data.keys() else None


def _hashes(folder: Path, paths: Iterable[Path]) -> Iterable[dict[str, Any]]:
    for path in paths:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        yield {"name": path.relative_to(folder).as_posix(), "sha256": digest, "size": path.stat().st_size}
