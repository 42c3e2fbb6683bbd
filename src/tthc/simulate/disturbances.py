"""What can be done to the office to make dossiers late, and which causes a reader may then rightly name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

KINDS: dict[str, str] = {
    "missed_session": "Hội đồng không họp phiên định kỳ",
    "leave_without_substitute": "Cán bộ nghỉ, không có người làm thay",
    "overload": "Hồ sơ dồn về một cán bộ",
    "forgotten_closing": "Có kết quả nhưng quên kết thúc trên hệ thống",
    "slow_consultation": "Cơ quan được hỏi ý kiến trả lời chậm",
    "slow_signature": "Cấp trên ký chậm",
    "queue_jumping": "Hồ sơ đến sau được làm trước",
    "silent_supplement": "Yêu cầu bổ sung nhưng không lùi ngày hẹn",
    "rework": "Trả lại làm lần hai",
    "batching": "Gom nhiều hồ sơ rồi mới làm",
    "unlisted_leave": "Cán bộ nghỉ đột xuất, không có trong danh sách vắng mặt",
    "outage": "Hệ thống ngừng, cả cơ quan không làm được",
    "slow_work": "Cán bộ xử lý một hồ sơ rất lâu",
    "set_aside": "Cán bộ để hồ sơ lại, làm hồ sơ khác hoặc không làm gì",
}

# Causes (data/reference/causes.csv) that are a right answer for a dossier which only this disturbance made late.
ACCEPTABLE_CAUSES: dict[str, frozenset[str]] = {
    "missed_session": frozenset({"HD-HOP"}),
    "leave_without_substitute": frozenset({"CB-VANG"}),
    "overload": frozenset({"CB-QUATAI"}),
    "forgotten_closing": frozenset({"PM-KETTHUC"}),
    "slow_consultation": frozenset({"PH-YKIEN"}),
    "slow_signature": frozenset({"KY-CAP-TREN"}),
    "queue_jumping": frozenset({"CB-VUOT"}),
    "silent_supplement": frozenset({"CD-BOSUNG"}),
    # the second pass takes work, and waits in the same queues again
    "rework": frozenset({"XL-LAI", "CB-CHAM", "CB-CHO", "CB-QUATAI"}),
    # gathering is idle time with a visible reason; where the batch is let go at opening, the export shows idle time
    # only
    "batching": frozenset({"CB-GOM", "CB-CHO"}),
    "unlisted_leave": frozenset(),  # the record cannot tell it: "not known" is the right answer
    "outage": frozenset({"HT-NGUNG", "HT-CHUARO"}),
    "slow_work": frozenset({"CB-CHAM"}),
    # whoever goes first while it lies there overtakes it
    "set_aside": frozenset({"CB-CHO", "CB-VUOT"}),
}


@dataclass(frozen=True)
class Disturbance:
    """One planted disturbance.

    `target` is an officer (leave, overload, queue jumping, batching), a body (missed session), the office (outage), a
    dossier (forgotten closing, silent supplement, rework, slow work, set aside), or a body or a dossier (slow
    consultation, slow signature). It acts from `from_at` to `to_at` (inclusive, exclusive); without them, at any time.
    `size`: working minutes for closing, consultation, signature, supplement, slow work and setting aside; number of
    dossiers for overload, queue jumping and batching.
    """

    kind: str
    target: str
    from_at: datetime | None = None
    to_at: datetime | None = None
    size: int = 0
    rounds: int = 1

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"unknown disturbance {self.kind!r}; known: {', '.join(KINDS)}")

    @property
    def id(self) -> str:
        """Tells this disturbance from the others of a run."""
        start = f"{self.from_at:%Y%m%d}" if self.from_at else "any"
        return f"{self.kind}:{self.target}:{start}"


class Plan:
    """The disturbances of one run, asked by the event loop; times are the office's minutes."""

    def __init__(self, disturbances: Sequence[Disturbance], instant) -> None:
        self.all = tuple(disturbances)
        self._instant = instant
        self._by: dict[tuple[str, str], list[Disturbance]] = {}
        for one in self.all:
            self._by.setdefault((one.kind, one.target), []).append(one)

    def of(self, kind: str) -> list[Disturbance]:
        return [one for one in self.all if one.kind == kind]

    def span(self, one: Disturbance) -> tuple[int, int]:
        """First minute and end (exclusive) of a disturbance."""
        start = self._instant(one.from_at) if one.from_at else 0
        return start, self._instant(one.to_at) if one.to_at else 10**9

    def acting(self, kind: str, t: int, *targets: str) -> Disturbance | None:
        """The disturbance of `kind` that acts on one of `targets` at `t`."""
        for target in targets:
            for one in self._by.get((kind, target), ()):
                start, end = self.span(one)
                if start <= t < end:
                    return one
        return None
