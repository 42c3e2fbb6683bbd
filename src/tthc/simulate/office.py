"""Who works in the simulated office: units, officers of each role, their ordinary absences, and the bodies outside."""

from __future__ import annotations

from dataclasses import dataclass, field

from tthc.simulate.draws import Draws
from tthc.simulate.office_hours import DAY, MORNING, OfficeHours

OFFICE, PROVINCE = "Sở Nội vụ", "UBND tỉnh"
COUNCIL_UNIT = "Hội đồng Thi đua - Khen thưởng tỉnh"
FIELD_ROLES = (
    "emulation", "civil_servants", "organisation", "local_government", "associations", "religion", "archives",
)
# role → unit, officers per 300 dossiers
STAFF: dict[str, tuple[str, int]] = {
    "one_stop": ("Bộ phận Một cửa", 2),
    "emulation": ("Ban Thi đua - Khen thưởng", 3),
    "civil_servants": ("Phòng Công chức, viên chức", 2),
    "organisation": ("Phòng Tổ chức, biên chế", 1),
    "local_government": ("Phòng Xây dựng chính quyền", 1),
    "associations": ("Phòng Tổ chức phi chính phủ", 1),
    "religion": ("Ban Tôn giáo", 2),
    "archives": ("Phòng Quản lý Văn thư - Lưu trữ", 1),
    "director": ("Lãnh đạo Sở", 2),
    "registry": ("Văn phòng Sở", 1),
}
CONSULT_BODIES = (
    "Công an tỉnh", "Cục Thuế tỉnh", "Bảo hiểm xã hội tỉnh", "Sở Tài chính", "Sở Tư pháp",
)  # fmt: skip
_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Dương")
_MIDDLE = ("Văn", "Thị", "Đức", "Thanh", "Minh", "Quốc", "Hồng", "Xuân", "Ngọc", "Hữu")
_GIVEN = ("An", "Bình", "Châu", "Dũng", "Giang", "Hà", "Hải", "Hạnh", "Hương", "Khánh", "Lan", "Linh", "Long", "Mai",
          "Nam", "Nga", "Phong", "Phúc", "Quân", "Sơn", "Tâm", "Thảo", "Thủy", "Trang", "Trung", "Tuấn",
          "Vinh", "Yến")  # fmt: skip


@dataclass
class Absence:
    """One absence, minutes; `substitute` takes over what waits and what comes. `cause` is a planted disturbance's id.

    One that is not listed happens, and the office's list of absences does not know it.
    """

    start: int
    end: int
    kind: str
    substitute: str | None = None
    cause: str | None = None
    is_listed: bool = True


@dataclass
class Officer:
    """One officer and what the event loop knows of his desk; who breaks off goes on after an absence with what he had
    begun.
    """

    name: str
    unit: str
    role: str
    absences: list[Absence] = field(default_factory=list)
    queue: list = field(default_factory=list)
    current: object = None
    log: list = field(default_factory=list)
    holds: list = field(default_factory=list)
    hold: tuple[int, str] | None = None
    batch: list = field(default_factory=list)
    in_hand: list = field(default_factory=list)
    breaks_off: bool = False

    def absent_at(self, t: int) -> Absence | None:
        """The absence that covers `t`, if any."""
        return next((one for one in self.absences if one.start <= t < one.end), None)

    def next_absence(self, t: int) -> int | None:
        """When the next absence after `t` begins."""
        return min((one.start for one in self.absences if one.start > t), default=None)


def person(draws: Draws, *name: object) -> str:
    """A plausible synthetic Vietnamese name."""
    parts = (draws.pick(part, *name, n) for n, part in enumerate((_FAMILY, _MIDDLE, _GIVEN)))
    return " ".join(parts)


def hire(draws: Draws, size: int) -> dict[str, list[Officer]]:
    """The officers of each role, more of them in a larger office; no name twice."""
    scale, taken = max(1, round(size / 300)), set()
    staff: dict[str, list[Officer]] = {}
    for role, (unit, number) in STAFF.items():
        staff[role] = []
        for n in range(number * scale):
            tries = (person(draws, "officer", role, n, again) for again in range(99))
            name = next(one for one in tries if one not in taken)
            taken.add(name)
            staff[role].append(Officer(name, unit, role))
    return staff


def ordinary_absences(draws: Draws, hours: OfficeHours, staff: dict[str, list[Officer]], start: int, end: int) -> None:
    """Half-day meetings now and then, and one leave of some days with a colleague of the same role as substitute."""
    for officers in staff.values():
        for n, officer in enumerate(officers):
            colleague = officers[(n + 1) % len(officers)].name if len(officers) > 1 else None
            _meetings(draws, hours, officer, start, end)
            if colleague:
                _leave(draws, hours, officer, colleague, start, end)
            officer.absences.sort(key=lambda one: one.start)


def _meetings(draws: Draws, hours: OfficeHours, officer: Officer, start: int, end: int) -> None:
    for day in hours.working_days(start, end):
        if draws.chance(0.05, officer.name, day, "meeting"):
            opening, closing = ((MORNING, MORNING + 270), (810, 1020))[draws.chance(0.5, officer.name, day, "half")]
            officer.absences.append(Absence(day + opening, day + closing, "Họp, tập huấn"))


def _leave(draws: Draws, hours: OfficeHours, officer: Officer, colleague: str, start: int, end: int) -> None:
    days = hours.working_days(start, end)
    first = draws.whole(0, max(0, len(days) - 8), officer.name, "leave")
    last = first + draws.whole(2, 4, officer.name, "leave days")
    if last >= len(days):
        return
    begin, finish = days[first] + MORNING, days[last] // DAY * DAY + 1020
    officer.absences = [one for one in officer.absences if one.end <= begin or one.start >= finish]
    officer.absences.append(Absence(begin, finish, f"Nghỉ phép (người làm thay: {colleague})", colleague))


def unit_rows() -> list[dict]:
    """One row per unit, own ones first."""
    own: list[dict] = [{"unit": OFFICE, "parent": PROVINCE, "is_own": True}]
    own += [{"unit": unit, "parent": OFFICE, "is_own": True} for unit, _ in STAFF.values()]
    outside: list[dict] = [
        {"unit": PROVINCE, "parent": None, "is_own": False},
        {"unit": COUNCIL_UNIT, "parent": PROVINCE, "is_own": False},
    ]
    return own + outside + [{"unit": body, "parent": PROVINCE, "is_own": False} for body in CONSULT_BODIES]
