"""What computed tables are told of the run."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from tthc.analysis.causes import Cause, load_causes
from tthc.engine import Engine
from tthc.model.settings import Run
from tthc.model.shipped import reference_file, reference_files
from tthc.study.people import People
from tthc.study.pseudonyms import Pseudonyms


@dataclass
class Context:
    """The run, the engine on which tables are made, and the name of the calendar that the profile uses."""

    run: Run
    engine: Engine
    calendar: str
    pseudonyms: Pseudonyms | None = field(default=None, repr=False)
    people: People = field(default_factory=lambda: People({}, (), ()), repr=False)

    @cached_property
    def causes(self) -> Sequence[Cause]:
        """The office's own list of causes. Raises UsageError where a row of it is wrong."""
        return load_causes(reference_file(self.run.reference, "causes.csv"))


def day_start(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time())


def reference_stamp(context: Context, pattern: str) -> str:
    """The digest of the reference files that match, by content."""
    digest = hashlib.sha256()
    for path in reference_files(context.run.reference, pattern):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()
