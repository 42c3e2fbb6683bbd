"""What cannot be in the reference files, found before anything is read: what a later command would refuse."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

from tthc.analysis import indicators
from tthc.analysis.calendar import calendar_names, calendar_table, special_days
from tthc.analysis.causes import load_causes
from tthc.analysis.indicators.index_gaps import components
from tthc.analysis.indicators.scales import never_available
from tthc.model.errors import UsageError
from tthc.model.law import load_law
from tthc.model.law.places import ministries, provinces
from tthc.model.shipped import reference_file
from tthc.study.info import reference_texts


def reference_faults(folder: Path, on: date) -> Iterator[UsageError]:
    """The first fault of each reference file that a run of any command reads, as the sentence that names file and
    line; `on`: the day as of which dated rows are asked for.
    """
    said: set[str] = set()
    for read in _readers(folder, on):
        try:
            read()
        except UsageError as fault:
            if str(fault) not in said:  # two readers may look at one file
                said.add(str(fault))
                yield fault


def _readers(folder: Path, on: date) -> Iterator[Callable[[], object]]:
    yield partial(load_law, folder)
    yield partial(_classes, folder, on)
    yield partial(load_causes, reference_file(folder, "causes.csv"))
    yield partial(_calendars, folder)
    for read in (indicators.scales, indicators.targets, components, provinces, ministries):
        yield partial(read, folder, on)
    yield partial(never_available, folder)
    yield partial(reference_texts, reference_file(folder, "texts.toml"), on)


def _classes(folder: Path, on: date) -> None:
    """The classes that each set names, whichever day a report is of."""
    for one in load_law(folder).sets:
        indicators.index_classes(folder, on, one.listed("index_classes"))


def _calendars(folder: Path) -> None:
    for name in calendar_names(folder):
        calendar_table(folder, name)
        special_days(folder, name, date.min, date.max)
