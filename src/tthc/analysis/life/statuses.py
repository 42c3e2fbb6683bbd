"""The portal's ten statuses by what they mean for a dossier's life."""

from __future__ import annotations

import ibis.expr.types as ir

from tthc.model.words import FINAL, Status


def is_over(dossiers: ir.Table) -> ir.Value:
    """Whether the status says that the dossier ended: settled, withdrawn, or stopped for good, which the end itself
    tells.

    A dossier that was stopped at the applicant's wish, or closed because nothing came, has the status "Dừng xử lý" as
    one has that only waits; the former has an end.
    """
    return dossiers.status.isin(FINAL) | ((dossiers.status == Status.HALTED) & dossiers.finished_at.notnull())
