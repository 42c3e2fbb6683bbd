"""Literal canonical tables for tests: rows as dictionaries, what is not named is null."""

from __future__ import annotations

from datetime import date, datetime
from itertools import count
from pathlib import Path

import ibis
import pyarrow as pa

from tthc.analysis import calendar
from tthc.engine import Engine
from tthc.model.schema import CANONICAL, TABLES

# Each table has a name of its own: one that is loaded again would change under the expressions of another test.
_NUMBERS = count()
REFERENCE = Path(__file__).resolve().parents[1] / "data" / "reference"


def at(text: str) -> datetime:
    """`04/03/2024 09:00` or `04/03/2024` (opening time) as an instant."""
    return datetime.strptime(text if " " in text else f"{text} 07:00", "%d/%m/%Y %H:%M")


def load(engine: Engine, name: str, rows: list[dict]) -> ibis.Table:
    """The declared table `name` with these rows; texts in instant columns are read by `at`."""
    schema = TABLES[name].ibis_schema()
    unknown = {key for row in rows for key in row} - set(schema.names)
    assert not unknown, f"{name} has no column {unknown}"
    full = [{column: _value(row.get(column), schema[column]) for column in schema.names} for row in rows]
    return engine.load(pa.Table.from_pylist(full, schema=schema.to_pyarrow()), f"small_{name}_{next(_NUMBERS)}")


def canonical(engine: Engine, **rows: list[dict]) -> dict[str, ibis.Table]:
    """The nine canonical tables; a dossier is on the register, in process and of one procedure unless it says otherwise."""
    usual = {
        "source": "register",
        "status": "4",
        "procedure_code": "P",
        "procedure_name": "Thủ tục P",
        "field": "Lĩnh vực A",
    }
    given = {**rows, "dossiers": [{**usual, **row} for row in rows.get("dossiers", [])]}
    return {name: load(engine, name, given.get(name, [])) for name in CANONICAL}


def vn_calendar(engine: Engine) -> ibis.Table:
    """The calendar that the project ships, 2019–2027."""
    return engine.load(calendar.calendar_table(REFERENCE, "vn"), "calendar")


def _value(value, dtype):
    if not isinstance(value, str):
        return value
    if dtype.is_timestamp():
        return at(value)
    return date.fromisoformat(value) if dtype.is_date() else value
