"""`giai-trinh.xlsx` read back: what people typed into the workbook of explanations, and which dossier and cause it is
about.

Read in this order: `columns` (the sheet), `baseline` (what the program had written), `import_workbook` (what was
typed), `match` (which dossier, which cause). Nothing that a person typed is lost: what cannot be used is a finding and
stands on the sheet "Chưa khớp" of the next workbook.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from tthc.sources.explanations.import_workbook import typed_rows
from tthc.sources.explanations.match import match_rows
from tthc.sources.read.faults import Faults

__all__ = ["Faults", "match_rows", "read_explanations", "typed_rows"]


def read_explanations(
    paths: Path | Sequence[Path], late_ids: Collection[str], causes: Mapping[str, str], known_ids: Collection[str] = ()
) -> tuple[list[dict], list[dict]]:
    """What people wrote in these workbooks, and what of it cannot be used (schemas EXPLANATIONS and FINDINGS).

    `causes` maps codes to labels; `known_ids` are dossiers that exist without being late. Raises UsageError for a file
    that is no workbook of explanations.
    """
    faults = Faults()
    typed = [row for path in ([paths] if isinstance(paths, Path) else paths) for row in typed_rows(path, faults)]
    rows = match_rows(typed, late_ids=late_ids, known_ids=known_ids, causes=causes, faults=faults)
    return rows, faults.rows
