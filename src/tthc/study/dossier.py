"""One dossier of a period as a card."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tthc.display.blocks import Card, Picture
from tthc.display.tables.dossier import dossier_card, rows_of
from tthc.model.errors import UsageError
from tthc.model.nearest import suggestion

if TYPE_CHECKING:
    from tthc.study.tables_of_period import PeriodTables


def card(study: PeriodTables, dossier_id: str) -> Card:
    """The card of a dossier of the period. Raises UsageError for an id that the period does not have."""
    ids = study.frame("dossiers")["dossier_id"]
    if dossier_id not in set(ids):
        raise UsageError(f"Mã hồ sơ “{dossier_id}” không thuộc kỳ này{suggestion(dossier_id, ids)}.")
    return dossier_card(dossier_id, study.frame, study.info, _strip(study, dossier_id))


def _strip(study: PeriodTables, dossier_id: str) -> Picture | None:
    """The strip of its life by the main rule; nothing where no stretch of it is known."""
    segments = study.frame("segments")
    segments = segments[segments["dossier_id"] == dossier_id]
    rows = [row for row in rows_of(dossier_id, study.frame("outcomes")) if row["rule"] == study.run.rules["rule"]]
    if segments.empty or not rows or rows[0]["end_at"] is None:
        return None
    from tthc.display.figures.timeline import timeline

    return timeline(_dated(study, dossier_id, rows[0]), segments, study.frame("calendar"))


def _dated(study: PeriodTables, dossier_id: str, outcome: Mapping[str, Any]) -> dict[str, Any]:
    dossier = rows_of(dossier_id, study.frame("dossiers"))[0]
    late = rows_of(dossier_id, study.frame("late"))
    days = late[0]["n_days_late"] if late else None
    return {**dossier, **outcome, "received_at": dossier["received_at"], "n_days_late": days}
