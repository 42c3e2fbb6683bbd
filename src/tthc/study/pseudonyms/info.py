"""What the study says of itself, for others: no file names, no signatory, nothing that was not looked at."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any

_KEPT = (
    "period", "cut", "as_of", "unit", "field", "profile", "evidence_level", "rules", "texts", "present", "n_read",
    "n_accepted",
    "n_set_aside", "n_dossiers", "n_late", "n_judged", "n_unjudged", "n_set_aside_dossiers", "n_unknown", "n_no_due",
    "n_recorded", "n_recorded_late", "n_recorded_differences", "unjudged_columns", "unjudged_allowed", "day_wm",
    "is_synthetic",
    "versions", "computed_at", "law", "law_sets", "systems", "open_days", "n_ended", "index_classes", "n_not_read",
)  # fmt: skip


def pseudonymise_info(info: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of `info` that others may read; what a later version adds stays inside until it is named here."""
    office = {name: info["office"][name] for name in ("name", "parent", "place")}
    inputs = [
        {"name": f"Tệp {number}", "sha256": "", "size": one["size"]}
        for number, one in enumerate(info["inputs"], start=1)
    ]
    kept = {name: info[name] for name in _KEPT if name in info}
    if "profile" in kept:
        kept["profile"] = {**kept["profile"], **_named(kept["profile"], [one["name"] for one in info["inputs"]])}
    return {**kept, "office": office, "inputs": inputs}


def _named(profile: Mapping[str, Any], files: Sequence[str]) -> dict[str, str]:
    """Name and label of the profile; the general word where they are those of a file or a path, as in a profile that
    was proposed from an export."""
    stems = [plain for name in files if len(plain := PurePath(name).stem.casefold()) > 3]
    texts = {key: str(profile[key]) for key in ("name", "label") if key in profile}
    return {
        key: _GENERAL if _FILE.search(text) or any(stem in text.casefold() for stem in stems) else text
        for key, text in texts.items()
    }


_FILE = re.compile(r"[/\\]|\.\w{2,5}\b")
_GENERAL = "Hệ thống một cửa"
