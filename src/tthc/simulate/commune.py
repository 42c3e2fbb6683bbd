"""A commune's People's Committee in 2026: two levels of government, several systems, out-of-boundary reception.

A smaller thing than the simulated department: each dossier's way is drawn by itself, without queues, so there is no
truth beside it. What it is for: every column and every duty of the law of 2026 occurs in it.
"""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from tthc.model.schema import CANONICAL
from tthc.model.words import Status, StepKind, StopKind
from tthc.simulate.draws import Draws
from tthc.simulate.office import person
from tthc.simulate.office_hours import DAY_WM, OfficeHours

OFFICE, PROVINCE = "UBND xã Mô Phỏng", "UBND tỉnh Mô Phỏng"
AGENCY = "H00.100"  # no province has the code H00
DESK, CULTURE, ECONOMY, STAFF_OFFICE = (
    "Trung tâm Phục vụ hành chính công xã",
    "Phòng Văn hóa - Xã hội",
    "Phòng Kinh tế",
    "Văn phòng HĐND và UBND",
)
LEADERS, OTHER_DESK = "Lãnh đạo UBND xã", "Trung tâm Phục vụ hành chính công xã Lân Cận"
DECISION = "Quy trình nội bộ mô phỏng số 07/QĐ-TH"
RECEIVE, HANDLE, SIGN, RETURN = "Tiếp nhận hồ sơ", "Thẩm định hồ sơ", "Ký duyệt", "Trả kết quả"


@dataclass(frozen=True)
class Procedure:
    """One procedure: who handles it, in how many working days, how often, by which system
    (ministry: its two digits).
    """

    code: str
    name: str
    field: str
    unit: str
    days: int
    weight: float
    level: str = "full"
    ministry: str = ""
    fee: bool = False

    @property
    def steps(self) -> tuple[tuple[str, str, float], ...]:
        """Step, unit and norm in hours; a half day each for reception, signature and return, the rest for the work."""
        side = 1.0 if self.days == 1 else 4.0
        return (
            (RECEIVE, DESK, side),
            (HANDLE, self.unit, 8.0 * self.days - 3 * side),
            (SIGN, LEADERS, side),
            (RETURN, DESK, side),
        )


PROCEDURES = (
    Procedure("TH-CT-01", "Chứng thực bản sao từ bản chính", "Chứng thực", STAFF_OFFICE, 1, 9, "partial", fee=True),
    Procedure("TH-HT-01", "Đăng ký khai sinh", "Hộ tịch", STAFF_OFFICE, 1, 6, ministry="15"),
    Procedure(
        "TH-HT-02", "Cấp giấy xác nhận tình trạng hôn nhân", "Hộ tịch", STAFF_OFFICE, 3, 5, ministry="15", fee=True,
    ),
    Procedure("TH-KD-01", "Đăng ký hộ kinh doanh", "Đăng ký kinh doanh", ECONOMY, 3, 5, fee=True),
    Procedure("TH-XD-01", "Cấp giấy phép xây dựng nhà ở riêng lẻ", "Xây dựng", ECONOMY, 10, 4, "partial", fee=True),
    Procedure("TH-DD-01", "Đăng ký biến động đất đai", "Đất đai", ECONOMY, 10, 5, "partial", ministry="10", fee=True),
    Procedure("TH-BT-01", "Trợ cấp xã hội hằng tháng", "Bảo trợ xã hội", CULTURE, 10, 5),
    Procedure("TH-TD-01", "Tặng danh hiệu Gia đình văn hóa", "Thi đua - khen thưởng", CULTURE, 10, 2),
)  # fmt: skip
_PEOPLE = {DESK: 2, CULTURE: 2, ECONOMY: 2, STAFF_OFFICE: 2, LEADERS: 1}


@dataclass
class Commune:
    """The canonical tables of the commune's exports; `systems` tells the dossiers of ministry systems from the
    province's.
    """

    seed: int
    start: date
    end: date
    tables: dict[str, list[dict]] = field(repr=False, default_factory=dict)
    ministry: frozenset[str] = frozenset()


def run_commune(seed: int, *, size: int, start: date, end: date, warm_up: int = 40) -> Commune:
    """`size` dossiers received or filed from `warm_up` calendar days before `start` to `end` (inclusive), exported that
    day.
    """
    return _Run(Draws(seed), start, end, warm_up).commune(seed, size)


class _Run:
    def __init__(self, draws: Draws, start: date, end: date, warm_up: int) -> None:
        self.draws, self.start, self.end = draws, start, end
        self.first = start - timedelta(days=warm_up)
        self.hours = OfficeHours(self.first - timedelta(days=10), end + timedelta(days=60))
        self.cut = self.hours.instant(datetime.combine(end + timedelta(days=1), datetime.min.time()))
        self.staff = {unit: [person(draws, unit, n) for n in range(number)] for unit, number in _PEOPLE.items()}
        self.rows: dict[str, list[dict]] = {name: [] for name in CANONICAL}
        self.seen: Counter = Counter()
        self.by_ministry: set[str] = set()

    def commune(self, seed: int, size: int) -> Commune:
        begin = self.hours.instant(datetime.combine(self.first, datetime.min.time()))
        days = self.hours.working_days(begin, self.cut - 1)
        weights = [procedure.weight for procedure in PROCEDURES]
        totals = [sum(weights[: n + 1]) for n in range(len(weights))]
        for n in range(size):
            key = f"d{n}"
            procedure = PROCEDURES[bisect(totals, self.draws.uniform(key, "procedure") * totals[-1])]
            day = days[n * len(days) // size]
            self._dossier(key, procedure, self.hours.after(day, self.draws.whole(5, DAY_WM - 5, key, "time")))
        self._lists()
        tables = {name: [_complete(name, row, n) for n, row in enumerate(rows, 1)] for name, rows in self.rows.items()}
        return Commune(seed, self.start, self.end, tables, frozenset(self.by_ministry))

    # one dossier

    def _dossier(self, key: str, procedure: Procedure, received: int) -> None:
        chance, hours = self.draws.chance, self.hours
        channel = ("online", "counter", "post")[bisect((0.6, 0.95), self.draws.uniform(key, "channel"))]
        fate = ("new", "refused", "withdrawn", "ended", "silent", "late", "normal")[
            bisect((0.02, 0.035, 0.05, 0.065, 0.085, 0.14), self.draws.uniform(key, "fate"))
        ]
        if fate == "new" and (channel != "online" or received < self.cut - 3 * 1440):
            fate = "normal"  # only what came in online in the last days still waits for acceptance
        code = self._code(key, procedure, received)
        row = {
            "dossier_id": code,
            "source": "register",
            "procedure_code": procedure.code,
            "procedure_name": procedure.name,
            "field": procedure.field,
            "unit": procedure.unit,
            "officer": self._officer(key, procedure.unit),
            "channel": channel,
            "service_level": procedure.level if channel == "online" else None,
            "submitted_at": hours.moment(received - self.draws.whole(20, 400, key, "filed") * (channel == "online")),
            "received_at": None if fate == "new" else hours.moment(received),
            "status": Status.NEW if fate == "new" else Status.IN_PROGRESS,
            "reception_place": DESK,
            "fee_due": procedure.fee,
            "paid_online": procedure.fee and channel == "online" and chance(0.8, key, "paid"),
            "components_digitised": chance(0.85, key, "digitised"),
            "result_attached": False,
            "synced": False,
            "result_reset": False,
            "applicant": person(self.draws, key, "applicant"),
            "applicant_contact": f"0900 000 {self.draws.whole(0, 999, key, 'phone'):03d}",
            "title": f"{procedure.name} (mô phỏng)",
        }
        row["system_received_at"] = row["submitted_at"] if channel == "online" else None
        if fate != "new":
            self._handle(key, procedure, row, received, fate)
        self.rows["dossiers"].append(row)

    def _handle(self, key: str, procedure: Procedure, row: dict, received: int, fate: str) -> None:
        hours, begun = self.hours, received
        if row["channel"] == "counter" and self.draws.chance(0.2, key, "boundary"):
            # The next desk takes it in; it comes here the same day, the next one, or once in a while later.
            begun = hours.after(
                received, self.draws.whole(60, 420, key, "forward") + 960 * self.draws.chance(0.1, key, "slow"),
            )
            row |= {"out_of_boundary": True, "reception_place": OTHER_DESK, "competent_at": self._known(begun)}
        else:
            row["out_of_boundary"] = False
        due = hours.add_days(begun, procedure.days)
        row["due_at"] = hours.moment(due)
        if fate == "refused":
            refused = hours.add_days(
                begun, procedure.days + (1 if self.draws.chance(0.4, key, "refused late") else -0),
            ) - 60
            row |= {"status": Status.REFUSED, "refused_at": self._known(refused)} if refused < self.cut else {}
            return
        self._way(key, procedure, row, begun, due, fate)

    def _way(self, key: str, procedure: Procedure, row: dict, begun: int, due: int, fate: str) -> None:
        """The four steps, a supplement in some, and the end."""
        hours, t, asked = self.hours, begun, None
        over = 1.0 if fate != "late" else 1.35 + self.draws.uniform(key, "how late")
        for number, (step, unit, norm_h) in enumerate(procedure.steps, 1):
            share = self.draws.minutes(25, 55, 85, key, step) / 100
            waits = hours.after(t, round(norm_h * 60 * share * 0.4))
            started = hours.after(waits, 5)
            ended = hours.after(started, max(4, round(norm_h * 60 * share * 0.6 * (over if step == HANDLE else 1))))
            if step == HANDLE and fate == "late":
                ended = max(ended, hours.after(due, self.draws.whole(30, 1200, key, "beyond")))
            self._step(row, number, step, unit, t, started, ended, key)
            t = ended
            if step == HANDLE and fate in ("withdrawn", "ended") and t < self.cut:
                row["status"] = Status.WITHDRAWN if fate == "withdrawn" else Status.HALTED
                row |= {"finished_at": hours.moment(t), "closing_reason": "applicant"}
                return
            if step == RECEIVE and (fate == "silent" or self.draws.chance(0.12, key, "supplement")):
                asked = hours.after(t, self.draws.whole(100, 2400, key, "asked"))
                complete = self._supplement(key, row, asked, due, fate)
                if complete is None or complete >= self.cut:
                    row["status"] = Status.SUPPLEMENT if asked < self.cut else Status.IN_PROGRESS
                    return
                t, due = complete, hours.instant(row["due_at"])
        self._finish(key, row, t, due)

    def _supplement(self, key: str, row: dict, asked: int, due: int, fate: str) -> int | None:
        """When the file was complete, and the deadline that the system then set; None where nothing came."""
        complete = None if fate == "silent" else self.hours.after(asked, self.draws.whole(200, 2400, key, "complete"))
        known = None if complete is None or complete >= self.cut else self.hours.moment(complete)
        if asked < self.cut:
            stop = {
                "dossier_id": row["dossier_id"], "kind": StopKind.SUPPLEMENT, "from_at": self.hours.moment(asked),
                "to_at": known,
            }
            self.rows["stops"].append(stop)
        if complete is not None and known is not None:
            moved = self.hours.add_days(due, max(1, self.hours.days_between(asked, complete)))
            self._move(row, complete, moved, "Bổ sung hồ sơ")
        return complete

    def _finish(self, key: str, row: dict, end: int, due: int) -> None:
        hours = self.hours
        if end > due and self.draws.chance(0.5, key, "apology"):
            apology = hours.instant(hours.moment(due).replace(hour=8, minute=0) - timedelta(days=1))
            row["apology_at"] = self._known(apology)
            if self.draws.chance(0.4, key, "extended"):
                self._move(row, apology, hours.add_days(due, 3), "Gia hạn, xin lỗi và hẹn lại ngày trả")
        if end >= self.cut:
            return
        attached = self.draws.chance(0.9, key, "attached")
        row |= {
            "status": Status.RETURNED, "finished_at": hours.moment(end), "returned_at": hours.moment(end),
            "result_attached": attached,
        }
        row |= {"issued_at": hours.moment(end - 10), "synced": self.draws.chance(0.95, key, "synced")}

    def _move(self, row: dict, at: int, due: int, reason: str) -> None:
        if at < self.cut:
            change = {"dossier_id": row["dossier_id"], "at": self.hours.moment(at), "old_due_at": row["due_at"]}
            self.rows["due_changes"].append({**change, "new_due_at": self.hours.moment(due), "reason": reason})
            row["due_at"] = self.hours.moment(due)

    def _step(
        self, row: dict, number: int, step: str, unit: str, arrived: int, started: int, ended: int, key: str,
    ) -> None:
        if arrived < self.cut:
            kind = StepKind.SIGN if step == SIGN else StepKind.WORK
            self.rows["steps"].append(
                {"dossier_id": row["dossier_id"], "step_no": number, "step": step, "unit": unit, "kind": kind,
                 "officer": self._officer(key, unit), "arrived_at": self._known(arrived),
                 "started_at": self._known(started),
                 "ended_at": self._known(ended), "is_assumed": False}
            )  # fmt: skip

    def _code(self, key: str, procedure: Procedure, received: int) -> str:
        """The province's system numbers the commune's dossiers of a day, a ministry's those of the whole country."""
        day = f"{self.hours.moment(received):%y%m%d}"
        if procedure.ministry:
            code = f"{AGENCY}-{day}-{procedure.ministry}{self.draws.whole(0, 9999, key, 'national'):04d}"
            self.by_ministry.add(code)
            return code
        self.seen[day] += 1
        return f"{AGENCY}-{day}-{self.seen[day]:04d}"

    def _officer(self, key: str, unit: str) -> str:
        return self.draws.pick(self.staff[unit], key, unit)

    def _known(self, t: int) -> datetime | None:
        return self.hours.moment(t) if t < self.cut else None

    # lists

    def _lists(self) -> None:
        self.rows["norms"] = list(_norms())
        self.rows["units"] = list(_units())
        public = datetime(2026, 7, 3)
        self.rows["procedures"] = [
            {"code": one.code, "name": one.name, "field": one.field, "level": "Cấp xã", "service_level": one.level,
             "eligible_full_online": one.level == "full", "returns_result": True,
             "published_by": "Quyết định mô phỏng số 08/QĐ-TH",
             "published_at": datetime(2026, 7, 1), "made_public_at": public}
            for one in PROCEDURES
        ]  # fmt: skip
        ended = [row for row in self.rows["dossiers"] if row["status"] == Status.RETURNED][-6:]
        self.rows["feedback"] = [
            {"dossier_id": row["dossier_id"], "unit": row["unit"], "at": row["finished_at"], "kind": "survey",
             "rating": rating,
             "is_satisfied": rating >= 4}
            for row, rating in zip(ended, (5, 5, 4, 3, 5, 2), strict=False)
        ]  # fmt: skip
        away = self.staff[ECONOMY][0]
        self.rows["absences"] = [
            {"officer": away, "from_at": datetime(self.end.year, self.end.month, 12, 7),
             "to_at": datetime(self.end.year, self.end.month, 14, 17),
             "kind": "Tập huấn"}
        ]  # fmt: skip


def _norms() -> Iterator[dict]:
    for procedure in PROCEDURES:
        for order, (step, _, norm_h) in enumerate(procedure.steps, 1):
            norm = {"procedure_code": procedure.code, "step": step, "order": order, "norm_wm": norm_h * 60}
            yield {**norm, "valid_from": date(2026, 7, 1), "decision": DECISION}


def _units() -> Iterator[dict]:
    yield {"unit": OFFICE, "parent": PROVINCE, "is_own": True}
    yield from ({"unit": unit, "parent": OFFICE, "is_own": True} for unit in _PEOPLE)
    yield {"unit": OTHER_DESK, "parent": "UBND xã Lân Cận", "is_own": False}


def _complete(name: str, row: dict, n: int) -> dict:
    row = {**row, "src_file": "mô phỏng", "src_sheet": CANONICAL[name].label, "src_row": n}
    return {column: row.get(column) for column in CANONICAL[name].names}
