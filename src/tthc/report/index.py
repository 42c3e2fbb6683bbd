"""`index.html` over all reports: newest first, with key figures and trends, what changed since the period before, older
editions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from tthc.display.blocks import html, judged
from tthc.model.period import Period
from tthc.report import key_figures, trends
from tthc.report.header import Header
from tthc.report.manifest import FILE, read_manifest
from tthc.report.pages import index_page
from tthc.report.publish import replace_text

INDEX = "index.html"
Manifest = Mapping[str, Any]


def write_index(out: Path, header: Header) -> Path:
    """Replace the index in one move; called last, when the report is in its place."""
    path = out / INDEX
    replace_text(path, index_page(groups(out), header))
    return path


def groups(out: Path) -> list[dict[str, Any]]:
    """One entry per report folder: its newest edition and the older ones."""
    found: dict[str, list[tuple[Path, Manifest]]] = {}
    for path in out.glob(f"*/*/{FILE}"):
        if not path.parent.parent.name.startswith(".") and (data := read_manifest(path)) is not None:
            # What a folder's name says beside the period: source, unit, field.
            series = path.parent.parent.name.removeprefix(Period(*trends.days(data)).slug)
            found.setdefault(path.parent.parent.name, []).append((path.parent, {**data, "series": series}))
    for editions in found.values():
        editions.sort(key=lambda edition: (edition[1]["made_at"], edition[0].name), reverse=True)
    newest = [editions[0][1] for editions in found.values()]
    ordered = sorted(found.values(), key=lambda editions: editions[0][1]["made_at"], reverse=True)
    return [
        {
            "newest": _entry(*editions[0], before=next(iter(trends.earlier(editions[0][1], newest)[-1:]), None)),
            "trend": _trend(editions[0][1], newest),
            "older": [_entry(*edition, before=None) for edition in editions[1:]],
        }
        for editions in ordered
    ]


def _entry(folder: Path, data: Manifest, before: Manifest | None) -> dict[str, Any]:
    place = f"{quote(folder.parent.name)}/{quote(folder.name)}"
    chapters = [{"address": f"{place}/{quote(c['file'])}", "title": c["title"]} for c in data.get("chapters", [])]
    figures, coverage = data.get("key_figures", {}), judged.judged(data.get("judged", {}))
    return {
        "title": data.get("title", folder.parent.name),
        "subtitle": data.get("subtitle", ""),
        "warning": data.get("warning", ""),
        "unjudged": data.get("unjudged", ""),
        "made": f"{datetime.fromisoformat(data['made_at']):%H:%M ngày %d/%m/%Y}",
        "first": _first_page(chapters, place),
        "chapters": chapters,
        "files": [
            {"address": f"{place}/{quote(name)}", "title": title}
            for name, title in data.get("files", {}).items()
        ],
        "figures": Markup(
            html.render(key_figures.block(figures, before.get("key_figures") if before else None, coverage))
        ),
        "in_short": key_figures.in_short(figures, coverage),
    }


def _first_page(chapters: Sequence[Mapping[str, str]], place: str) -> str:
    """The chapter that answers the director, else the first one."""
    wanted = [one["address"] for one in chapters if one["address"].rsplit("/", 1)[1].startswith("10_")]
    addresses = wanted or [one["address"] for one in chapters]
    return addresses[0] if addresses else f"{place}/{FILE}"


def _trend(data: Manifest, newest: Sequence[Manifest]) -> Markup | None:
    """The key figures over the like periods up to this one, at the latest of them."""
    picture = trends.trend([*trends.earlier(data, newest), data]) if trends.is_latest(data, newest) else None
    return Markup(html.render(picture)) if picture is not None else None
