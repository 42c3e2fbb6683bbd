"""Which reports belong together, and whether two of them were made of the same data."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from tthc.model.settings import Run, office_beside

# Raised whenever the same data, rules and law may give another outcome than before: what then reads otherwise was reckoned
# otherwise, and nobody altered it.
RECKONING = 2
_LAW = ("law_sets.csv", "law_texts.csv")


def series(run: Run) -> str:
    """What the reports of one office on one kind of data share, whatever their period: profile, source, unit, field.

    Exports inside the project's own data folder are one source, for each period brings new files; others go by name.
    """
    told = [run.profile, sorted(outside_sources(run)), run.unit, run.field]
    # Exports of several offices may lie in one project; those of its own office are named as they always were.
    told += [run.office.name] if office_beside(run.sources) else []
    return json.dumps(told, ensure_ascii=False)


def reckoning(run: Run) -> str:
    """By what the outcomes of a report were reckoned: its settings, the law sets, and the package's own way, as one comparable text.

    The package's version is told beside it (`REMEMBERED`); a release that reckons as the one before changes nothing.
    """
    files = [run.reference / name for name in _LAW]
    law = hashlib.sha256(b"".join(path.read_bytes() for path in files if path.is_file())).hexdigest()[:12]
    return json.dumps({"reckoning": RECKONING, "law": law})


def outside_sources(run: Run) -> list[str]:
    """The names of sources that do not lie in the project's own data folder; a folder named for the period goes by the one above."""
    own = run.root / "data" / "raw"
    return [(path.parent if path.name == run.period.slug else path).name for path in run.sources if not path.is_relative_to(own)]


def data_mark(run: Run, info: Mapping[str, Any]) -> str:
    """Equal for two reports on the same bytes with the same cut and rules, reckoned alike.

    What people explain is not among it: a report that is made again with their causes is still to be compared with the one
    before, not with itself.
    """
    explained = {path.name for path in run.explanations}
    inputs = sorted(one["sha256"] for one in info["inputs"] if one["name"] not in explained)
    said = [inputs, run.cut.isoformat(), run.period.text, dict(sorted(run.rules.items())), reckoning(run)]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]
