"""The explanation round trip (giải trình): `giai-trinh.xlsx` goes out with a report and comes back filled.

Read in this order: `columns` (the sheet), `story` (a life in words), `write` (out), `back` (in), `match` (which dossier, which
cause), `confirm` (confirmed causes in the place of proposed ones). Nothing that a person typed is lost: what cannot be
used is a finding and stands on the sheet "Chưa khớp" of the next workbook.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from tthc.explanations.back import typed_rows
from tthc.explanations.confirm import confirm_late, confirm_shares, count_named_otherwise
from tthc.explanations.match import match_rows
from tthc.explanations.write import FILE, Content, Heading, write_workbook
from tthc.read.faults import Faults

__all__ = [
    "FILE", "Content", "Faults", "Heading", "confirm_late", "confirm_shares", "count_named_otherwise", "match_rows",
    "read_explanations", "typed_rows", "write_workbook",
]


def read_explanations(
    paths: Path | Sequence[Path], late_ids: Collection[str], causes: Mapping[str, str], known_ids: Collection[str] = ()
) -> tuple[list[dict], list[dict]]:
    """What people wrote in these workbooks, and what of it cannot be used (schemas EXPLANATIONS and FINDINGS).

    `causes` maps codes to labels; `known_ids` are dossiers that exist without being late. Raises UsageError for a file that is
    no workbook of explanations.
    """
    faults = Faults()
    typed = [row for path in ([paths] if isinstance(paths, Path) else paths) for row in typed_rows(path, faults)]
    rows = match_rows(typed, late_ids=late_ids, known_ids=known_ids, causes=causes, faults=faults)
    return rows, faults.rows
