"""The fixed sample period, and writing any simulated period to a folder."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from tthc.simulate.commune import OFFICE, PROVINCE, run_commune
from tthc.simulate.disturbances import ACCEPTABLE_CAUSES, KINDS, Disturbance
from tthc.simulate.export import COMMUNE_WORKBOOKS, SYNTHETIC, write_commune, write_workbooks
from tthc.simulate.office import COUNCIL_UNIT
from tthc.simulate.planting import plant
from tthc.simulate.records import Connection
from tthc.simulate.world import World, run_office, twin

SEED, SIZE = 51, 252
START, END = date(2024, 1, 1), date(2024, 5, 31)
# since March the system has sent what these procedures close to the national portal
CONNECTION = Connection(("TH-TDKT-01", "TH-TDKT-05", "TH-TDKT-06"), date(2024, 3, 1), END)
COMMUNE_SEED, COMMUNE_SIZE = 7, 260
COMMUNE_START, COMMUNE_END = date(2026, 10, 1), date(2026, 10, 31)
_CODE = "000.00.22.H00-24"
# Found by trying seeds, targets and sizes until the published figures came out; no time stamp was ever altered.
DISTURBANCES = (
    Disturbance("missed_session", COUNCIL_UNIT, datetime(2024, 3, 19), datetime(2024, 3, 20)),
    Disturbance("overload", "Hồ Xuân Thủy", datetime(2024, 3, 21, 7), datetime(2024, 3, 23, 17), 11),
    Disturbance("leave_without_substitute", "Phạm Xuân Trang", datetime(2024, 3, 18, 7), datetime(2024, 4, 1, 17)),
    Disturbance("slow_consultation", _CODE + "0328-0001", size=5220),
    Disturbance("slow_signature", _CODE + "0315-0002", size=5220),
    Disturbance("silent_supplement", _CODE + "0222-0002", size=6240, rounds=2),
    Disturbance("forgotten_closing", _CODE + "0228-0001", size=6960),
    Disturbance("forgotten_closing", _CODE + "0327-0002", size=5400),
    Disturbance("forgotten_closing", _CODE + "0219-0003", size=4920),
)


@dataclass(frozen=True)
class Written:
    """What was written where."""

    workbooks: tuple[Path, ...]
    truth: Path
    n_dossiers: int
    n_late: int


def sample_world() -> World:
    """The fixed sample: Sở Nội vụ, January to May 2024, ten dossiers late."""
    return run_office(SEED, size=SIZE, start=START, end=END, disturbances=DISTURBANCES, connection=CONNECTION)


def write_sample(
    folder: Path,
    *,
    seed: int | None = None,
    size: int | None = None,
    period_start: date = START,
    period_end: date = END,
    truth_folder: Path | None = None,
) -> Written:
    """Writes a simulated export into `folder` and its truth beside it (`<folder>-su-that`, or `truth_folder`).

    Without `seed`, `size` or another period it is the fixed sample of the project; else an office of that seed and
    size, disturbed in six ways. Both days are inclusive. Files of the same names are replaced.
    """
    fixed = seed is None and size is None and (period_start, period_end) == (START, END)
    world = sample_world() if fixed else _disturbed(
        SEED if seed is None else seed, size or SIZE, period_start, period_end,
    )
    return write_world(world, folder, truth_folder)


def _disturbed(seed: int, size: int, start: date, end: date) -> World:
    quiet = run_office(seed, size=size, start=start, end=end)
    return run_office(seed, size=size, start=start, end=end, disturbances=plant(quiet, number=6))


def write_world(world: World, folder: Path, truth_folder: Path | None = None) -> Written:
    """Writes any world's workbooks, a note that they are synthetic, and its truth."""
    folder = Path(folder)
    truth_folder = Path(truth_folder) if truth_folder else folder.with_name(f"{folder.name}-su-that")
    books = write_workbooks(world.tables, folder, created=datetime.combine(world.end + timedelta(days=1), time(7)))
    (folder / "README.md").write_text(_readme(world), encoding="utf-8")
    truth_folder.mkdir(parents=True, exist_ok=True)
    truth = truth_folder / "truth.json"
    truth.write_text(json.dumps(truth_of(world), ensure_ascii=False, indent=1, default=str) + "\n", encoding="utf-8")
    return Written(tuple(books), truth, len(world.tables["dossiers"]), sum(row["is_late"] for row in world.truth))


def truth_of(world: World) -> dict:
    """The truth file: disturbances; per dossier its minutes by state, who disturbed it, without whom it was on time."""
    twins = {one.id: _late(twin(world, one)) for one in world.disturbances}
    return {
        "note": SYNTHETIC,
        "seed": world.seed,
        "period": [world.start, world.end],
        "disturbances": [
            {"id": one.id, **asdict(one), "label": KINDS[one.kind], "causes": sorted(ACCEPTABLE_CAUSES[one.kind])}
            for one in world.disturbances
        ],
        "dossiers": [{**row, "on_time_without": _rescued(row, twins)} for row in world.truth],
    }


def _rescued(row: dict, twins: dict[str, set[str]]) -> list[str]:
    """The disturbances without which this late dossier would have been on time."""
    return [name for name, late in twins.items() if row["is_late"] and row["dossier_id"] not in late]


def _late(world: World) -> set[str]:
    return {row["dossier_id"] for row in world.truth if row["is_late"]}


def _readme(world: World) -> str:
    return f"""# DỮ LIỆU MÔ PHỎNG (synthetic data)

Kỳ {world.start:%d/%m/%Y} – {world.end:%d/%m/%Y}. Hai tệp trong thư mục này do lệnh `tthc simulate` sinh ra
(hạt giống {world.seed}); không có hồ sơ, cán bộ, người nộp nào là thật. Mã thủ tục bắt đầu bằng TH- và mã đơn vị
H00 là mã mô phỏng.

- `ho-so.xlsx`: danh sách hồ sơ, quá trình xử lý, bổ sung và tạm dừng, thay đổi ngày hẹn.
- `danh-muc.xlsx`: quy trình nội bộ, đơn vị, vắng mặt, đánh giá và phản ánh, danh mục thủ tục.

Sự thật đứng sau (tác động nào làm hồ sơ nào chậm, số phút ở từng trạng thái) nằm ở thư mục `-su-that` bên cạnh;
chương trình đọc dữ liệu không bao giờ mở thư mục đó.
"""


def write_commune_sample(
    folder: Path,
    *,
    seed: int | None = None,
    size: int | None = None,
    period_start: date = COMMUNE_START,
    period_end: date = COMMUNE_END,
) -> tuple[int, int]:
    """Writes a simulated commune's exports into `folder`, with whose they are; dossiers, and how many of them ended
    late.

    Without seed, size or another period it is the project's second sample.
    """
    seed, size = COMMUNE_SEED if seed is None else seed, size or COMMUNE_SIZE
    commune = run_commune(seed, size=size, start=period_start, end=period_end)
    created = datetime.combine(period_end + timedelta(days=1), time(7))
    write_commune(commune.tables, commune.ministry, folder, created=created)
    (folder / "README.md").write_text(_commune_readme(seed, period_start, period_end), encoding="utf-8")
    (folder / "co-quan.toml").write_text(_COMMUNE_OFFICE, encoding="utf-8")
    rows = commune.tables["dossiers"]
    late = sum(
        bool(row["finished_at"] and row["due_at"] and row["finished_at"].date() > row["due_at"].date())
        for row in rows
    )
    return len(rows), late


_COMMUNE_OFFICE = f"""# Dữ liệu trong thư mục này là của cơ quan sau, không phải của cơ quan trong tthc.toml.
[office]
name = "{OFFICE}"
parent = "{PROVINCE}"
place = "Mô Phỏng"
own_units = []
"""


def _commune_readme(seed: int, start: date, end: date) -> str:
    listed = ", ".join(f"`{name}`" for name in COMMUNE_WORKBOOKS)
    return f"""# DỮ LIỆU MÔ PHỎNG (synthetic data)

Kỳ {start:%d/%m/%Y} – {end:%d/%m/%Y}, {OFFICE}. Các tệp {listed} do lệnh `tthc simulate --office commune` sinh ra
(hạt giống {seed}); không có hồ sơ, cán bộ, người nộp nào là thật. Mã thủ tục bắt đầu bằng TH- và mã đơn vị H00.100 là mã mô phỏng.

- `ho-so-tinh.xlsx`: hồ sơ trên hệ thống của tỉnh; `ho-so-bo.xlsx`: hồ sơ trên hệ thống của bộ (số thứ tự sáu chữ số).
- `danh-muc.xlsx`: quy trình nội bộ, đơn vị, vắng mặt, đánh giá, danh mục thủ tục.
- `co-quan.toml`: dữ liệu là của cơ quan nào.
"""
