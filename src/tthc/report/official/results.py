"""What the sections read: the study's tables with all their declared columns, and the words for amounts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from tthc.display.blocks import judged, numbers
from tthc.display.blocks.clean_text import cell
from tthc.display.tables.first_page import totals
from tthc.display.tables.phrases import most_late_first
from tthc.model.schema import TABLES
from tthc.model.settings import Run


@dataclass
class Results:
    """A study seen by the official report; a table that the study lacks reads as an empty one."""

    run: Run
    study: Any
    _frames: dict[str, pd.DataFrame] = field(default_factory=dict)

    def frame(self, name: str) -> pd.DataFrame:
        """The table with exactly its declared columns (and others that the study keeps beside them)."""
        if name not in self._frames:
            found = self.study.frame(name) if name in self.study.names else pd.DataFrame()
            missing = [column for column in TABLES[name].names if column not in found.columns]
            self._frames[name] = found.reindex(columns=[*found.columns, *missing])
        return self._frames[name]

    @property
    def info(self) -> Mapping[str, Any]:
        return self.study.info

    @property
    def coverage(self) -> judged.Judged:
        """How much of the period was judged."""
        return judged.judged(self.info)

    @property
    def is_shared(self) -> bool:
        return self.run.audience == "shared"

    @property
    def form(self) -> pd.Series:
        """The totals of form II.06a, by column."""
        return totals(self.frame("form_06a"))

    @property
    def late(self) -> pd.DataFrame:
        """Late dossiers, the latest first."""
        return most_late_first(self.frame("late"))

    def days(self, wm: float | None) -> str:
        """Working minutes as a number of working days of this office."""
        return numbers.days_number(wm, full_day_wm=self.info["day_wm"])

    def nature(self, code: object) -> str:
        """subjective, objective or unknown; the first two only where the office's list says so."""
        listed = self.frame("causes").drop_duplicates("code").set_index("code")["nature"]
        return str(listed.get(code, "unknown"))


def text_or_dash(value: object) -> str:
    """A value from the data inside a sentence: one line of bounded length, a dash for nothing."""
    return numbers.UNKNOWN if numbers.is_unknown(value) or not str(value).strip() else cell(value)


def dossiers(count: float) -> str:
    """`3` → "3 hồ sơ"."""
    return f"{numbers.number(count)} hồ sơ"


def part_of(count: float, whole: float) -> str:
    """`2, 10` → "2 trong 10 hồ sơ"; all of them → "cả 10 hồ sơ"; the only one → "hồ sơ duy nhất"."""
    if count == whole:
        return f"cả {dossiers(whole)}" if whole > 1 else "hồ sơ duy nhất"
    return f"{numbers.number(count)} trong {dossiers(whole)}"
