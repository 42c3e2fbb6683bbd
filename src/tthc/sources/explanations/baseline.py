"""What the program wrote into the white cells, remembered on a hidden sheet: what people changed there is told from it.

Such a change is not lost when the white cells are computed anew: it comes back as a note.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import xlsxwriter

from tthc.sources.explanations.columns import COMPUTED, ID, SheetColumn
from tthc.sources.read.names import plain

BASELINE_SHEET = "Bản gốc"
_WATCHED = tuple(column for column in COMPUTED if column.key not in ("number", ID.key))
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")

Baseline = Mapping[tuple[str, str], str]


def baseline_sheet(book: xlsxwriter.Workbook, rows: Iterable[Mapping[str, object]]) -> None:
    """One line per dossier and white cell: a mark of what the program wrote there."""
    sheet = book.add_worksheet(BASELINE_SHEET)
    number = 0
    for row in rows:
        for column in _WATCHED:
            for place, text in enumerate((str(row[ID.key]), column.key, _mark(row[column.key]))):
                sheet.write_string(number, place, text)
            number += 1
    sheet.very_hidden()


def baseline(grid: Sequence[Sequence[str]]) -> Baseline:
    """(Dossier, column) → mark, from the hidden sheet's cells."""
    return {(line[0], line[1]): line[2] for line in grid if len(line) > 2 and line[2]}


def is_changed(dossier_id: str, column: SheetColumn, text: str, known: Baseline) -> bool:
    """True where the program wrote something else; False where nobody remembers what it wrote."""
    mark = known.get((dossier_id, column.key))
    return mark is not None and mark != _mark(text)


def _mark(value: object) -> str:
    """Short, and the same whatever program saved the cell: days without time, numbers to three places, letters without
    breaks.
    """
    text = value.isoformat() if isinstance(value, date) else "" if value is None else str(value)
    if _ISO_DAY.match(text):
        text = text[:10]
    elif re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?", text):
        text = f"{float(text):.3f}"
    return hashlib.sha256(plain(text).encode()).hexdigest()[:16]
