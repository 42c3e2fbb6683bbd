"""The office's own list of causes, from `data/reference/causes.csv`. It is not an
official code list.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import ibis
import ibis.expr.types as ir

from tthc.model.reference_table import reference_lines, wrong
from tthc.model.words import State

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
    """The list's rows in its order. Raises UsageError naming file and line: a column is missing, a nature or state is
    unknown, a row stands for an excess that an earlier one stands for, or has its code and says something else."""
    seen: dict[tuple[str, ...], int] = {}
    codes: dict[str, tuple[int, dict[str, str]]] = {}
    listed = reference_lines(path, _COLUMNS, optional=("short",), filled=("code", "label", "nature"))
    for line, row in listed:
        if row["nature"] not in _NATURES:
            raise wrong(path, line, f"nature “{row['nature']}” không có; được dùng: {', '.join(sorted(_NATURES))}")
        if row["state"] not in ("", *_STATES):
            raise wrong(path, line, f"state “{row['state']}” không có; được dùng: {', '.join(_STATES)}, hoặc để trống")
        own = tuple(row[name] if row[name] != "*" else "" for name in ("state", "kind", "step"))
        if row["state"] and own in seen:
            raise wrong(path, line, f"đứng cho cùng một đoạn thời gian với dòng {seen[own]}; hãy bỏ một dòng")
        seen[own] = line
        said = {name: row[name] for name in _OF_CODE}
        if codes.setdefault(row["code"], (line, said))[1] != said:
            first = codes[row["code"]][0]
            raise wrong(path, line, f"mã “{row['code']}” đã có ở dòng {first} với nội dung khác; hãy dùng một mã khác")
    return tuple(Cause(**{**row, "short": row["short"] or row["label"]}) for _, row in listed)


_OF_CODE = ("label", "short", "nature", "remedy")  # what a cause is, wherever it stands
_COLUMNS = tuple(name for name in Cause.__annotations__ if name != "short")
_STATES = tuple(value for name, value in vars(State).items() if name.isupper())


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


def unmeasured(label: ir.Value) -> ir.Value:
    """The label where the data know of no norm: it took long, and beyond what is not known."""
    words = label.replace("vượt định mức của bước", "kéo dài").replace("quá định mức", "kéo dài")
    return words.replace("vượt định mức", "kéo dài")


def described(causes: ir.Table) -> ir.Table:
    """One row per code of the list (as a table): cause, label, nature, remedy; of several rows of a code the filled-in
    ones.
    """
    texts = {name: causes[name].max() for name in ("label", "nature", "remedy")}
    return causes.group_by(cause=causes.code).agg(**texts)
