"""The page of licences: what every pinned package says of itself, and whether a report needs it or only the tests."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
# Packages of another system or Python, and one whose licence stands in its file only: read in their wheels.
READ_IN_THE_WHEEL = {
    "aiohappyeyeballs": "PSF-2.0", "aiohttp": "Apache-2.0 AND MIT", "aiosignal": "Apache-2.0",
    "appnope": "BSD-2-Clause", "axe-playwright-python": "MIT", "colorama": "BSD-3-Clause",
    "frozenlist": "Apache-2.0", "multidict": "Apache-2.0",
    "propcache": "Apache-2.0", "pywinpty": "MIT", "yarl": "Apache-2.0",
}  # fmt: skip
# What packages wrote before licence expressions were customary.
_SPDX = {
    "MIT License": "MIT", "BSD License": "BSD", "Apache Software License": "Apache-2.0", "Apache 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0", "ISC License (ISCL)": "ISC",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0", "Python Software Foundation License": "PSF-2.0",
    "SIL Open Font License 1.1 (OFL-1.1)": "OFL-1.1", "OSI Approved": "",
}  # fmt: skip
_HEAD = """# Licences of what is installed

`make docs` writes this page from what the packages pinned in `requirements.lock` say of themselves;
`tests/test_licences.py` compares it and holds that nothing that runs with a report is under a stronger copyleft than
the LGPL. Our own licence is Apache-2.0, with Liberation Serif (OFL-1.1) in the signed PDF. What reports need comes
with the package or is installed beside it; nothing of these packages is copied into ours.

| package | version | licence | needed by |
|---|---|---|---|
"""


def licences_page() -> str:
    """One row per pinned package, in the order of names."""
    needed = at_run_time()
    rows = (
        f"| {name} | {version} | {licence(name)} | {'reports' if name in needed else 'tests'} |"
        for name, version in pinned().items()
    )
    return _HEAD + "\n".join(rows) + "\n"


def pinned() -> dict[str, str]:
    """Package → version, as requirements.lock pins them, in the order of names."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    found = re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^ ;\\\n]+)", lock, re.MULTILINE)
    return dict(sorted((canonicalize_name(name), version) for name, version in found))


def at_run_time() -> set[str]:
    """The packages that an installed tthc needs, through all levels, on Linux or Windows."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return reached(map(Requirement, project["dependencies"]), _SYSTEMS)


def reached(needs: Iterable[Requirement], systems: Sequence[dict[str, str]]) -> set[str]:
    """Every installed distribution that these need on one of the systems, through all levels; the markers of each are
    read with the extra that asked for it.
    """
    found: set[tuple[str, str]] = set()
    waiting = [(need, "") for need in needs]
    while waiting:
        need, extra = waiting.pop()
        if need.marker and not any(need.marker.evaluate({**one, "extra": extra}) for one in systems):
            continue
        for wanted in ("", *need.extras):
            if (key := (canonicalize_name(need.name), wanted)) not in found:
                found.add(key)
                waiting += [(Requirement(text), wanted) for text in _requires(need.name)]
    return {name for name, _ in found}


_SYSTEMS = (
    {"sys_platform": "linux", "os_name": "posix", "platform_system": "Linux"},
    {"sys_platform": "win32", "os_name": "nt", "platform_system": "Windows"},
)


def licence(name: str) -> str:
    """What the package says: its expression, else its classifiers, else its field, in the words of SPDX."""
    if name in READ_IN_THE_WHEEL:
        return READ_IN_THE_WHEEL[name]
    said = metadata.metadata(name)
    if said.get("License-Expression"):
        return said["License-Expression"]
    classes = [one.split(" :: ")[-1] for one in said.get_all("Classifier") or [] if one.startswith("License :: ")]
    told = classes or [(said.get("License") or "").splitlines()[0]]
    return " AND ".join(dict.fromkeys(word for word in (_SPDX.get(one, one) for one in told) if word))


def _requires(name: str) -> list[str]:
    try:
        return metadata.requires(name) or []
    except metadata.PackageNotFoundError:  # of another system
        return []

