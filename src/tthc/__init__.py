"""Period reports on administrative dossiers: what was late, why, who held it, what would have prevented it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from tthc import old_names

if TYPE_CHECKING:
    from tthc.display import blocks, figures, tables
    from tthc.study import Study, units

__version__ = "0.1.0"
__all__ = ["blocks", "figures", "open", "tables", "units"]

old_names.install()


def open(  # noqa: A001 - the one door for analysts is called `tthc.open`
    period: str | None = None, *, source: str | None = None, profile: str | None = None, as_of: str | None = None,
    unit: str | None = None, field: str | None = None, rules: str | Mapping[str, str] | None = None,
    engine: str = "duckdb", explanations: str | Sequence[str] | None = None, audience: str | None = None,
    **unknown: object,
) -> Study:
    """Mở số liệu của một kỳ: tthc.open("2024-01..2024-05"). Không nêu kỳ thì liệt kê các kỳ đang có.

    period: "2024-05", "2024-Q1", "2024", "2024-01..2024-05", "thang-truoc".
    source: tệp hoặc thư mục dữ liệu khác; profile: mẫu đọc dữ liệu; as_of: thời điểm chốt, "2024-04-22T07:00".
    unit, field: chỉ một đơn vị, một lĩnh vực; rules: "compare=minute,rule=qd766" hoặc một từ điển.
    engine: "duckdb" hoặc "spark"; explanations: giai-trinh.xlsx đã điền; audience: "internal" hoặc "shared".

    The study of a period (`tthc.study.open_study`). Nothing is computed before a table is asked for: `study.late`,
    `study.describe("late")`, `study.dossier(id)`, `study.where(unit=…)`, `study.compare(other)`. Raises UsageError for
    wrong options; what is asked of the study raises DataStop where the data stop the run.
    """
    from tthc.study.open import no_period, open_study, wrong_option

    if unknown:
        raise wrong_option(next(iter(unknown)))
    if period is None:
        raise no_period(source)
    return open_study(
        period, source=source, profile=profile, as_of=as_of, unit=unit, field=field, rules=rules, engine=engine,
        explanations=explanations, audience=audience,
    )
