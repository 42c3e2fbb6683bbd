"""The portal's ten statuses (domain.md §4.1) by what they mean for a dossier's life."""

from __future__ import annotations

import ibis.expr.types as ir

NEW, REFUSED, WITHDRAWN = "1", "3", "7"
FINISHED = ("9", "10")
FINAL = (*FINISHED, WITHDRAWN)  # an end belongs to these; the portal keeps old ends of reopened dossiers
HALTED = "8"  # "Dừng xử lý": with an end it was stopped for good, without one it stands still for a while


def is_over(dossiers: ir.Table) -> ir.Value:
    """Whether the status says that the dossier ended: settled, withdrawn, or stopped for good, which the end itself tells.

    A dossier that was stopped at the applicant's wish, or closed because nothing came, has the status "Dừng xử lý" as one
    has that only waits; the former has an end.
    """
    return dossiers.status.isin(FINAL) | ((dossiers.status == HALTED) & dossiers.finished_at.notnull())
