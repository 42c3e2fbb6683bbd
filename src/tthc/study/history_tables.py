"""What a study knows of earlier reports. Computed when asked for: it depends on the memory, which grows without the
study.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

import ibis.expr.types as ir
import pandas as pd

from tthc.analysis.history import changes
from tthc.engine import Engine
from tthc.model.schema import TABLES
from tthc.model.settings import Run
from tthc.study import memory
from tthc.study.names import REGISTER


class Study(Protocol):
    """What earlier reports are compared with: the study of one period."""

    run: Run

    @property
    def info(self) -> Mapping[str, Any]: ...
    @property
    def names(self) -> tuple[str, ...]: ...
    @property
    def engine(self) -> Engine: ...
    @property
    def last_report(self) -> memory.LastReport | None: ...
    def table(self, name: str) -> ir.Table: ...


def last_report(study: Study) -> memory.LastReport | None:
    """The report that this one is compared with; none for the first on its period, or in the edition for others."""
    if REGISTER not in study.names:
        return None
    return memory.last_report(memory.history_folder(study.run), study.run, memory.data_mark(study.run, study.info))


def last_figures(study: Study) -> dict[str, Any] | None:
    """The counts of the last report: the latest with an earlier cut on a like period, else the last one on this very
    period.

    Never shown to others, who may not have seen that report.
    """
    if REGISTER not in study.names:
        return None
    folder = memory.history_folder(study.run)
    found, same = memory.last_figures(folder, study.run), study.last_report
    if found is None and same is not None:  # made again at the same cut
        cells = memory.form_cells(folder, same.run, study.run.rules["rule"])
        found = {"cells": cells, "report": f"báo cáo lập ngày {same.made_at:%d/%m/%Y}"}
    return found


def history_table(study: Study, name: str) -> pd.DataFrame:
    """`changes`: one row per dossier and change since the last report. `results`: the indicators of every report so
    far.
    """
    folder = memory.history_folder(study.run)
    if name == "results":
        return memory.remembered(folder, "results").to_pandas()
    last = study.last_report
    if last is None:
        return TABLES["changes"].ibis_schema().to_pyarrow().empty_table().to_pandas()
    then = study.engine.load(memory.remembered(folder, "fingerprints", last.run), "last_fingerprints")
    tables = {table: study.table(table) for table in (REGISTER, "outcomes", "steps", "stops", "due_changes")}
    rows = changes(
        then, tables, rule=study.run.rules["rule"], until=last.known_until,
        is_reckoned_alike=last.is_reckoned_as(study.run),
    )
    return study.engine.fetch(rows).sort_values(["change", "dossier_id"], ignore_index=True)
