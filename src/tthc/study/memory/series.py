"""Which reports belong together, and whether two of them were made of the same data."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from tthc.model.law import LawSet, load_law
from tthc.model.settings import Run, office_beside
from tthc.model.shipped import reference_files

# Raised whenever the same data, rules and law may give another outcome than before: what then reads otherwise was
# reckoned
# otherwise, and nobody altered it.
RECKONING = 6


def series(run: Run) -> str:
    """What the reports of one office on one kind of data share, whatever their period: profile, source, unit, field.

    Exports inside the project's own data folder are one source, for each period brings new files; others go by name.
    """
    inputs = [run.profile, sorted(outside_sources(run)), run.unit, run.field]
    # Exports of several offices may lie in one project; those of its own office are named as they always were.
    inputs += [run.office.name] if office_beside(run.sources) else []
    return json.dumps(inputs, ensure_ascii=False)


def reckoning(run: Run) -> str:
    """By what the outcomes of a report were reckoned: the law sets, the calendars, and the package's own way, as one
    comparable text.

    The package's version is told beside it (`REMEMBERED`); a release that reckons as the one before changes nothing.
    """
    days = b"".join(path.read_bytes() for path in reference_files(run.reference, "calendar_*.csv"))
    said = {
        "reckoning": RECKONING, "law": {one.id: _mark(one) for one in load_law(run.reference).sets},
        "calendar": _digest(days),
    }
    return json.dumps(said, ensure_ascii=False)


def _mark(one: LawSet) -> str:
    """What a set rules and when; its sources and notes decide nothing."""
    values = {
        name: value.value
        for name, value in one.values.items()
        if name not in ("label", "short", "based_on", "valid_to")
    }
    return _digest(json.dumps([values, str(one.valid_from)], sort_keys=True).encode())


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:12]


def reckoned_otherwise(before: str, now: str, labels: Mapping[str, str]) -> list[str]:
    """In what two ways of reckoning differ, in words: which law sets, the calendar, the package's own way; all of
    `reckoning`.

    labels: law set → its name. A report that remembers none, or one of another form, was reckoned by an earlier
    version.
    """
    old, new = (_parsed(text) for text in (before, now))
    if not isinstance(old.get("law"), dict) or not isinstance(new.get("law"), dict):
        return ["phiên bản phần mềm"] if before != now else []
    sets = {name: (old["law"].get(name), new["law"].get(name)) for name in (*new["law"], *old["law"])}
    words = {
        name: "được thêm" if then is None else "bị bỏ" if this is None else "được sửa"
        for name, (then, this) in sets.items()
        if then != this
    }
    reasons = [f"quy định “{labels.get(name, name)}” {word}" for name, word in words.items()]
    reasons += ["lịch làm việc được sửa"] if old.get("calendar") != new.get("calendar") else []
    return reasons + (["phiên bản phần mềm tính khác"] if old.get("reckoning") != new.get("reckoning") else [])


def _parsed(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def outside_sources(run: Run) -> list[str]:
    """The names of sources that do not lie in the project's own data folder; a folder named for the period goes by the
    one above.
    """
    own = run.root / "data" / "raw"
    return [
        (path.parent if path.name == run.period.slug else path).name
        for path in run.sources
        if not path.is_relative_to(own)
    ]


def data_mark(run: Run, info: Mapping[str, Any]) -> str:
    """Equal for two reports on the same bytes with the same cut and rules, reckoned alike.

    What people explain is not among it: a report that is made again with their causes is still to be compared with the
    one before, not with itself.
    """
    explained = {path.name for path in run.explanations}
    inputs = sorted(one["sha256"] for one in info["inputs"] if one["name"] not in explained)
    said = [inputs, run.cut.isoformat(), run.period.text, dict(sorted(run.rules.items())), reckoning(run)]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]
