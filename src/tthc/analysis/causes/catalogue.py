"""The office's own list of causes, from `data/reference/causes.csv` (design.md §5.6). It is not an
official code list.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import ibis
import ibis.expr.types as ir

from tthc.model.errors import UsageError

UNKNOWN = "CK-XACDINH"
_NATURES = {"subjective", "objective", "unknown"}


@dataclass(frozen=True)
class Cause:
    """One cause; `state`, `kind` and `step` say which excess it stands for (`*` is any, empty state only by hand).

    `short` names it where there is little room; a list without that column shows the label there.
    """

    code: str
    label: str
    nature: str
    remedy: str
    state: str
    kind: str
    step: str
    source: str
    short: str = ""

    def matches(self, rows: ir.Table) -> ir.Value:
        found = rows.state == self.state
        for column, wanted in (("kind", self.kind), ("step", self.step)):
            if wanted not in ("*", ""):
                found = found & (rows[column] == wanted)
        return found

    @property
    def precision(self) -> int:
        return sum(wanted not in ("*", "") for wanted in (self.kind, self.step))


def load_causes(path: Path) -> tuple[Cause, ...]:
    """The list's rows in its order. Raises UsageError naming the line when a column is missing or a nature unknown."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for number, row in enumerate(rows, start=2):
        if set(_COLUMNS) - set(row) or row["nature"] not in _NATURES or not row["code"]:
            raise UsageError(
                f"Danh mục nguyên nhân {path.name}, dòng {number}: cần đủ các cột {', '.join(_COLUMNS)} "
                f"và nature là một trong {', '.join(sorted(_NATURES))}."
            )
    return tuple(_cause(row) for row in rows)


_COLUMNS = tuple(name for name in Cause.__annotations__ if name != "short")


def _cause(row: Mapping[str, str | None]) -> Cause:
    texts = {name: (row[name] or "").strip() for name in _COLUMNS}
    return Cause(**texts, short=(row.get("short") or "").strip() or texts["label"])


def cause_of(rows: ir.Table, causes: Iterable[Cause]) -> ir.Value:
    """The code of the most precise cause that matches each row's state, kind and step."""
    ranked = sorted((cause for cause in causes if cause.state), key=lambda cause: -cause.precision)
    return ibis.cases(*[(cause.matches(rows), cause.code) for cause in ranked], else_=UNKNOWN)


def usual(label: ir.Value) -> ir.Value:
    """The label where the norm is an estimate: beyond what is usual, not beyond what was granted."""
    words = label.replace(
        "vượt định mức của bước", "vượt mức thường gặp",
    ).replace("quá định mức", "vượt mức thường gặp")
    return words.replace("vượt định mức", "vượt mức thường gặp")


def described(causes: ir.Table) -> ir.Table:
    """One row per code of the list (as a table): cause, label, nature, remedy; of several rows of a code the filled-in
    ones.
    """
    texts = {name: causes[name].max() for name in ("label", "nature", "remedy")}
    return causes.group_by(cause=causes.code).agg(**texts)
