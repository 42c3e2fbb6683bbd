"""XES logs as one grid: a row per event (one for a trace without any), the trace's attributes as `case:<key>` beside
it, as the CSV form of a log has them.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import ibis.expr.types as ir
import pyarrow as pa
from lxml import etree

from tthc.engine import Engine
from tthc.sources.read.faults import Faults
from tthc.sources.read.grids import REST, TOP_ROWS, Grid
from tthc.sources.read.text_files import Unreadable, gunzip, is_gzip

_ALWAYS = ("case:concept:name", "concept:name", "time:timestamp")
_LEAVES = frozenset({"string", "date", "int", "float", "boolean", "id"})


def xes_grid(path: Path, scratch: Path, engine: Engine, faults: Faults, stage: str) -> Grid:
    """The events of the log. Defaults of `<global>` are no values and are ignored. Raises Unreadable for broken XML.

    Entities are never resolved: a log has no need of them, and they are how small files grow.
    """
    columns = _columns(_plain(path, scratch))
    header = list(columns)
    count = max((len(values) for values in columns.values()), default=0)
    for values in columns.values():
        values.extend([None] * (count - len(values)))
    top = [
        tuple(header), *(tuple(columns[key][row] or "" for key in header) for row in range(min(count, TOP_ROWS - 1))),
    ]

    def body(header_row: int, missing: Sequence[str], wanted: Sequence[int]) -> ir.Table:
        first = header_row - 1
        cells = {f"c{n}": pa.array(columns[header[n]][first:], pa.string()) for n in wanted}
        rest = pa.array(
            [next((text for key in header if (text := columns[key][row])), None) for row in range(first, count)],
            pa.string(),
        )
        rows = pa.table(
            {
                **cells, REST: rest,
                "src_row": pa.array(range(header_row + 1, header_row + 1 + count - first), pa.int64()),
            }
        )
        return engine.load(rows, f"{stage}_xes")

    return Grid(path.name, None, len(header), tuple(top), body)


def _plain(path: Path, scratch: Path) -> Path:
    if not is_gzip(path):
        return path
    copy = scratch / f"{path.name}.xes"
    with copy.open("wb") as out:
        for chunk in gunzip(path):
            out.write(chunk)
    return copy


def _columns(path: Path) -> dict[str, list[str | None]]:
    """Key → one text per event; a trace without events has one row, which tells of the dossier alone."""
    columns: dict[str, list[str | None]] = {key: [] for key in _ALWAYS}
    count = 0
    try:
        for _, trace in etree.iterparse(
            str(path), tag="{*}trace", resolve_entities=False, no_network=True, huge_tree=True,
        ):
            about = {f"case:{key}": text for key, text in _attributes(trace)}
            for attributes in [dict(_attributes(event)) for event in trace.iterchildren("{*}event")] or [{}]:
                for key, text in {**about, **attributes}.items():
                    values = columns.setdefault(key, [])
                    values.extend([None] * (count - len(values)))
                    values.append(text)
                count += 1
            _free(trace)
    except (etree.XMLSyntaxError, OSError):
        raise Unreadable("file.truncated") from None
    return columns


def _attributes(node: etree._Element) -> list[tuple[str, str]]:
    return [
        (child.get("key"), child.get("value", "")) for child in node
        if isinstance(child.tag, str) and etree.QName(child).localname in _LEAVES and child.get("key")
    ]


def _free(trace: etree._Element) -> None:
    """Let go of what was read, the elements before it too: else the whole log stays in memory."""
    trace.clear()
    while trace.getprevious() is not None:
        del trace.getparent()[0]
