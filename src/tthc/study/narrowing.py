"""A unit or field that the run is narrowed to must be one the source knows: a typing error is no empty report."""

from __future__ import annotations

from difflib import get_close_matches

from tthc.engine import Engine
from tthc.model.errors import UsageError
from tthc.model.settings import Run
from tthc.sources.read import Reading

_WORDS = {"unit": "đơn vị", "field": "lĩnh vực"}
SHOWN = 8


def check_narrowing(run: Run, engine: Engine, reading: Reading) -> None:
    """Raises UsageError where no dossier of the source has the unit or field, with the nearest names that some have."""
    dossiers = reading.tables["dossiers"]
    for column, value in (("unit", run.unit), ("field", run.field)):
        if value is None:
            continue
        names = sorted(engine.fetch(dossiers.select(column).distinct())[column].dropna())
        if value not in names:
            raise UsageError(f"Dữ liệu không có {_WORDS[column]} “{value}”; {_known(value, names, _WORDS[column])}.")


def _known(value: str, names: list[str], what: str) -> str:
    if not names:
        return f"nguồn này không ghi {what}, hãy bỏ tùy chọn đó"
    near = get_close_matches(value, names, n=3, cutoff=0.5) or names[:SHOWN]
    more = f" và {len(names) - len(near)} tên khác" if len(names) > len(near) else ""
    return f"hãy chọn một tên như trong dữ liệu: {', '.join(f'“{name}”' for name in near)}{more}"
