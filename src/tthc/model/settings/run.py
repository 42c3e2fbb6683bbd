"""What one run is: its office, its systems, and everything that it depends on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from tthc.model.period import Period
from tthc.model.shipped import REFERENCE

INTERNAL, SHARED = "internal", "shared"


@dataclass(frozen=True)
class Office:
    """Whose report it is; all optional, empty where the project file says nothing.

    From `number` on, what the official report carries: its number ("12/BC-SNV") and day (2024-06-12), who signs, to
    whom it goes, and the document that asked for it.
    """

    name: str = ""
    parent: str = ""
    place: str = ""
    own_units: tuple[str, ...] = ()
    number: str = ""
    date: str = ""
    signatory: str = ""
    signatory_title: str = ""
    addressee: str = ""
    request: str = ""
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True)
class System:
    """One of several systems that the project file lists under [[sources]]: its name, where its exports lie, their
    profile.
    """

    name: str
    paths: tuple[Path, ...]
    profile: str


@dataclass(frozen=True)
class Run:
    """Everything one run depends on. `cut` is exclusive: what happens at or after it is ignored.

    `systems` is empty where all sources are read with `profile`; else `sources` are theirs and `profile` is the first
    one's.
    """

    root: Path
    period: Period
    sources: tuple[Path, ...]
    profile: str
    as_of: datetime
    rules: Mapping[str, str]
    office: Office
    out: Path
    unit: str | None = None
    field: str | None = None
    engine: str = "duckdb"
    explanations: tuple[Path, ...] = ()
    audience: str = INTERNAL
    systems: tuple[System, ...] = ()

    @property
    def cut(self) -> datetime:
        """The first instant that no longer counts: the earlier of `as_of` and the end of the period's last day."""
        end = datetime.combine(self.period.end + timedelta(days=1), datetime.min.time())
        return min(self.as_of, end)

    @property
    def reference(self) -> Path:
        """The project's own reference data, which may lack any file: `tthc.model.shipped` finds what is read."""
        return self.root / REFERENCE

    @property
    def profile_files(self) -> tuple[Path, ...]:
        """The profiles that are named by a path of their own; those named by a word lie in `reference`."""
        named = dict.fromkeys([self.profile, *(one.profile for one in self.systems)])
        return tuple(path for path in (Path(name).expanduser() for name in named) if path.is_file())
