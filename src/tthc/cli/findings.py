"""The findings on the input: grouped by check for the screen, whole for Excel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tthc.cli.exporting import replace_whole
from tthc.model.errors import DataStop
from tthc.model.settings import Run

if TYPE_CHECKING:
    import pandas as pd

SHOWN = 3  # places named on screen for each check; the workbook has them all
SEVERITIES = ("stop", "warn", "info")


@dataclass(frozen=True)
class Found:
    """`rows` is one row per finding, `accounting` one per file, sheet and table (empty where reading stopped).

    judged: how much of the period could be judged, by the names of the study's info (empty where reading stopped).
    is_too_little: whether a report would stop for that.
    """

    rows: pd.DataFrame
    accounting: pd.DataFrame
    judged: Mapping[str, object] = field(default_factory=dict)
    is_too_little: bool = False

    @property
    def must_stop(self) -> bool:
        return self.is_too_little or bool((self.rows.severity == "stop").any())


def collect(run: Run) -> Found:
    """Read and check the run's input: what the report on it would tell, and how much of it can be judged."""
    import pandas as pd

    from tthc.engine import connect
    from tthc.model.schema import TABLES
    from tthc.study.looked_at import look_at

    engine = connect(run.engine)
    try:
        seen = look_at(run, engine)
        return Found(seen.findings, seen.accounting, seen.judged, seen.is_too_little)
    except DataStop as stop:
        nothing = pd.DataFrame(columns=TABLES["accounting"].names)
        return Found(pd.DataFrame(list(stop.findings), columns=TABLES["findings"].names), nothing)
    finally:
        engine.close()


def as_text(found: Found) -> str:
    """What the screen shows: row accounting, how much can be judged, each check with its severity, number, first places
    and what to do.
    """
    return "\n".join([*_accounting(found.accounting), *_judged(found), *_groups(found)])


def write_workbook(found: Found, output: Path) -> None:
    """All findings as an Excel workbook."""
    from tthc.sources.checks import write_findings_xlsx

    replace_whole(output, lambda path: write_findings_xlsx(found.rows, path))


def _accounting(rows: pd.DataFrame) -> list[str]:
    if rows.empty:
        return []
    total = rows[["n_read", "n_accepted", "n_set_aside"]].sum()
    return [f"Đã đọc {total.n_read} dòng = nhận {total.n_accepted} + loại {total.n_set_aside}.", _by_table(rows)]


def _by_table(rows: pd.DataFrame) -> str:
    """How many rows of each table were taken: what people compare with the numbers of their system."""
    from tthc.display.blocks.clean_text import lower_first
    from tthc.model.schema import TABLES

    taken = rows.groupby("table")["n_accepted"].sum()
    named = [f"{lower_first(table.label)} {taken[name]}" for name, table in TABLES.items() if name in taken]
    return f"Số dòng đã nhận: {'; '.join(named)}."


def _judged(found: Found) -> list[str]:
    from tthc.display.blocks import judged

    sentence = judged.sentence(found.judged)
    stop = (
        " Lệnh report sẽ dừng vì quá nhiều hồ sơ chưa đánh giá được (thiết lập max_unjudged)." if found.is_too_little
        else ""
    )
    return [f"{sentence}{stop}"] if sentence else []


def _groups(found: Found) -> list[str]:
    from tthc.display.blocks import judged
    from tthc.model.schema import label

    rows = found.rows
    if rows.empty:
        return [judged.clear("Không có phát hiện nào.", "phát hiện nào", judged.counted(found.judged))]
    lines = []
    for severity in SEVERITIES:
        of_severity = rows[rows.severity == severity]
        if of_severity.empty:
            continue
        lines.append(f"\n{label('severity', severity).upper()}: {len(of_severity)} phát hiện")
        for rule, group in sorted(of_severity.groupby("rule"), key=lambda pair: -len(pair[1])):
            lines += _group(rule, group)
    return lines


def _group(rule: str, group: pd.DataFrame) -> list[str]:
    first = group.iloc[0]
    lines = [f"- {first.message} [{rule}, {len(group)} lần]"]
    lines += [f"    {place}" for place in map(_place, group.head(SHOWN).itertuples()) if place]
    if len(group) > SHOWN:
        lines.append(f"    … và {len(group) - SHOWN} chỗ khác")
    return [*lines, f"    Việc cần làm: {first.action}"]


def _place(row) -> str:
    parts = {
        "": row.file, "trang ": row.sheet, "dòng ": row.row, "cột ": row.column, "hồ sơ ": row.dossier_id,
        "giá trị ": row.value,
    }
    return ", ".join(f"{word}{_plain(value)}" for word, value in parts.items() if _plain(value))


def _plain(value: object) -> str:
    import pandas as pd

    if pd.isna(value):
        return ""
    text = str(int(value)) if isinstance(value, float) else str(value)
    return text if len(text) <= 60 else f"{text[:59]}…"
