"""Many files of one export against the same rows in one file, and a list of many columns: CPU seconds of the reading.

    python benchmarks/read_files.py            prints both tables
"""

from __future__ import annotations

import csv
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from tthc.engine import connect
from tthc.model.settings import load_run
from tthc.sources.read import read_sources

ROOT = Path(__file__).resolve().parents[1]
HEADER = ("Mã hồ sơ", "Tên thủ tục", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày kết thúc xử lý", "Trạng thái", "Ghi chú")
STEPS = ("Mã hồ sơ", "Bước xử lý", "Người xử lý", "Thời gian nhận", "Thời gian kết thúc")
FILES, ROWS = 158, 60
COLUMNS = (10, 100, 1_000)


def _dossier(number: int) -> tuple[str, ...]:
    day = f"{number % 28 + 1:02d}/03/2024"
    times = (f"{day} 08:30", "19/04/2024 17:00", "12/04/2024 10:00")
    return (f"HS-{number:06d}", "Cấp giấy phép", *times, "Đã xử lý xong", "x")


def _step(number: int) -> tuple[str, ...]:
    return (f"HS-{number:06d}", "Thẩm định", f"Người {number % 9}", "05/03/2024 09:00", "06/03/2024 10:00")


def _write(folder: Path, name: str, numbers: range) -> None:
    for kind, header, row in (("ho-so", HEADER, _dossier), ("qua-trinh", STEPS, _step)):
        with (folder / f"{kind}-{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *map(row, numbers)])


def _seconds(folder: Path) -> tuple[float, int, int]:
    """CPU seconds of the best of three readings, dossiers, findings."""
    best, n, found = 1e9, 0, 0
    for _ in range(3):
        engine = connect()
        start = time.process_time()
        reading = read_sources(load_run("2024-01..2024-05", root=ROOT, source=folder, profile="cong_tinh"), engine)
        best = min(best, time.process_time() - start)
        n, found = len(engine.fetch(reading.tables["dossiers"])), len(engine.fetch(reading.findings))
        engine.close()
    return best, n, found


def _measured(write: Callable[[Path], None]) -> tuple[float, int, int]:
    with TemporaryDirectory() as name:
        write(Path(name))
        return _seconds(Path(name))


def _many(folder: Path) -> None:
    for number in range(FILES):
        _write(folder, f"{number:03d}", range(number * ROWS, (number + 1) * ROWS))


def _wide(columns: int) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        more = [f"Cột {n}" for n in range(columns - len(HEADER))]
        with (folder / "ho-so.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([(*HEADER, *more), *((*_dossier(n), *("x" for _ in more)) for n in range(500))])
    return write


if __name__ == "__main__":
    one = _measured(lambda folder: _write(folder, "tat-ca", range(FILES * ROWS)))
    many = _measured(_many)
    print("| files | dossiers | findings | CPU s | × one |\n|---:|---:|---:|---:|---:|")
    for n_files, (cpu, n, found) in ((2, one), (2 * FILES, many)):
        print(f"| {n_files} | {n} | {found} | {cpu:.2f} | {cpu / one[0]:.1f} |")
    print("\n| columns | CPU s |\n|---:|---:|")
    for columns in COLUMNS:
        print(f"| {columns:,} | {_measured(_wide(columns))[0]:.2f} |")
