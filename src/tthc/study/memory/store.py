"""Where the memory lies: `.lich-su` in the folder of the reports, one Parquet file per report in each of two folders.

A file per report, read together as one table, in place of one file that every run rewrites: nothing that was remembered
is ever touched again, and a run that is killed or runs beside another cannot spoil it. A report carries its rows into
its own folder first and is published with them in one rename; `collect` then moves them here. A run that is killed in
between is made good by the next one. The folder holds real dossier codes and never lies below the folder that is
shared.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tthc.model.private import private_folder
from tthc.model.schema import TABLES
from tthc.model.settings import FORMER_VALUES, Run, process_environment

FOLDER = ".lich-su"
HISTORY = "TTHC_HISTORY"  # tells the kernels of a report where the reports go that it is compared with
_STAGED = "lich-su"
# The indicators move last: a report counts as remembered once they are there.
_PARTS = ("fingerprints", "results")


def history_folder(run: Run) -> Path:
    """The memory of the reports of this run's folder."""
    return Path(process_environment().get(HISTORY) or run.out / FOLDER)


def stage(work: Path, tables: Mapping[str, ir.Table]) -> None:
    """Put a report's rows (`results`, `fingerprints`) into its folder, to be published with it."""
    (work / _STAGED).mkdir()
    for name in _PARTS:
        rows = tables[name].to_pyarrow()
        pq.write_table(
            rows.cast(TABLES[name].ibis_schema().to_pyarrow()), work / _STAGED / f"{name}.parquet", compression="zstd",
        )


def report_name(folder: str, edition: str) -> str:
    """How a report is called in the memory."""
    return f"{folder}--{edition}"


def collect(out: Path) -> None:
    """Move what published reports carry into the memory; a report that cannot be moved now keeps it
    for the next time.
    """
    for staged in sorted(out.glob(f"*/*/{_STAGED}")):
        if not staged.parent.parent.name.startswith("."):
            _move(staged, out / FOLDER)


def _move(staged: Path, memory: Path) -> None:
    name = f"{report_name(staged.parent.parent.name, staged.parent.name)}.parquet"
    try:
        for part in _PARTS:
            private_folder(memory / part)
            if (file := staged / f"{part}.parquet").is_file():
                os.replace(file, memory / part / name)
        staged.rmdir()
    except OSError:
        # The report itself is good and stays published; a full or locked disk must not undo that.
        return


def remembered(memory: Path, part: str, run: str | None = None) -> pa.Table:
    """All rows of a part (`results`, `fingerprints`), or one report's, with the declared columns; none where nothing is
    remembered.
    """
    schema = TABLES[part].ibis_schema().to_pyarrow()
    paths = sorted((memory / part).glob("*.parquet")) if run is None else [memory / part / f"{run}.parquet"]
    found = [rows for path in paths if (rows := _read(path)) is not None]
    if not found:
        return schema.empty_table()
    together = pa.concat_tables(found, promote_options="permissive")
    # Files of an earlier version may lack a column that came later.
    columns = [
        together[field.name] if field.name in together.column_names else pa.nulls(len(together), field.type)
        for field in schema
    ]
    cast = [column.cast(field.type) for column, field in zip(columns, schema, strict=True)]
    return _under_present_names(pa.table(cast, schema=schema))


def _under_present_names(rows: pa.Table) -> pa.Table:
    """Rules under the names that they have now: reports of an earlier version remember them under their former ones."""
    for column in {"rule", "main_rule"} & set(rows.column_names):
        values = rows[column]
        for former, present in FORMER_VALUES["rule"].items():
            values = pc.if_else(pc.equal(values, former), present, values)
        rows = rows.set_column(rows.column_names.index(column), rows.schema.field(column), values)
    return rows


def is_whole(memory: Path, run: str) -> bool:
    """True where the report's fingerprints can be read: compared with nothing, every dossier would look new."""
    try:
        pq.read_metadata(memory / "fingerprints" / f"{run}.parquet")
    except (OSError, pa.ArrowInvalid):
        return False
    return True


def _read(path: Path) -> pa.Table | None:
    try:
        return pq.ParquetFile(path).read()
    except (OSError, pa.ArrowInvalid):
        return None
