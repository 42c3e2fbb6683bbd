"""Statuses of a history in which nobody of the office has the dossier: it waits for somebody to take it, or for the
applicant.
"""

from __future__ import annotations

from collections.abc import Sequence

from tthc.model.words import FINAL, STATUS_OF_STOP, Status
from tthc.sources.read.begin_stamps import says_done
from tthc.sources.read.code_guesses import status_guess
from tthc.sources.read.wizard.tables import ProposedSheet
from tthc.sources.read.wizard.text import UNSURE, listed, quoted

_LEAST = 2  # rows of a status
_STOPS = {status: kind for kind, status in STATUS_OF_STOP.items()}  # the portal's status → kind of stop


def queue_lines(sheets: Sequence[ProposedSheet]) -> list[str]:
    """The profile's `queues`: statuses that never name anybody, in histories whose other statuses do."""
    found = [step for sheet in sheets for step in _nobodys(sheet)]
    if not found:
        return []
    return [
        f"queues = {listed(dict.fromkeys(found))}   # {UNSURE}: không dòng nào ghi người giữ, nên hiểu là hàng đợi, "
        "chưa ai nhận",
        "",
    ]


def _nobodys(sheet: ProposedSheet) -> list[str]:
    if not sheet.stamps or "officer" not in sheet.columns:
        return []
    place = sheet.columns["officer"].position
    held: dict[str, list[bool]] = {}
    for row in sheet.seen.rows:
        if step := row[sheet.columns["step"].position]:
            held.setdefault(step, []).append(bool(row[place]))
    idle = [step for step, holders in held.items() if len(holders) >= _LEAST and not any(holders) and not _is_other(step)]
    return idle if any(map(any, held.values())) else []


def _is_other(step: str) -> bool:
    return says_done(step) or status_guess(step) in (*_STOPS, Status.REFUSED, *FINAL)


def stop_lines(sheets: Sequence[ProposedSheet]) -> list[str]:
    """A `[[stop]]` for each status of a history that says that the applicant has the dossier; it ends with any other
    status.
    """
    lines = []
    for sheet in (one for one in sheets if one.stamps == "begin"):
        steps = list(dict.fromkeys(sheet.values_of("step")))
        for code, kind in _STOPS.items():
            if begins := [step for step in steps if status_guess(step) == code]:
                ends = [step for step in steps if step not in begins]
                lines += [
                    "[[stop]]", f"kind = {quoted(kind)}",
                    f"from = {listed(begins)}   # {UNSURE}: trong các trạng thái này hồ sơ tạm dừng",
                ]
                lines += [f"to = {listed(ends)}", ""]
    return lines
