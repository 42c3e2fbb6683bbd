"""A synthetic export into a folder, never over data that may be real."""

from __future__ import annotations

from pathlib import Path

from tthc.model.errors import UsageError
from tthc.model.period import parse_period

OFFICES = {"department": "2024-01..2024-05", "commune": "2026-10"}  # kind of office → period of its sample


def simulate_into(
    folder: Path, *, period: str | None, seed: int | None, size: int | None, overwrite: bool,
    office: str = "department",
) -> str:
    """Write the simulated export and its truth; what was written, as a sentence."""
    from tthc.simulate import FIRST_DAY, LAST_DAY, write_commune_sample, write_sample

    if office not in OFFICES:
        raise UsageError(f"--office không nhận “{office}”; được dùng: {', '.join(OFFICES)}.")

    if not overwrite and folder.is_dir() and any(folder.glob("*.xlsx")):
        raise UsageError(
            f"Thư mục {folder} đã có tệp Excel; hãy chọn thư mục khác, hoặc thêm --overwrite nếu chắc chắn ghi đè."
        )
    if size is not None and size < 1:
        raise UsageError(f"--size nhận số nguyên dương, không nhận {size}.")
    span = parse_period(period or OFFICES[office])
    if not FIRST_DAY <= span.start <= span.end <= LAST_DAY:
        raise UsageError(
            f"Chỉ mô phỏng được kỳ nằm trong {FIRST_DAY:%d/%m/%Y} – {LAST_DAY:%d/%m/%Y}, không phải {span.label}; hãy "
            "chọn kỳ khác."
        )
    if office == "commune":
        n, late = write_commune_sample(folder, seed=seed, size=size, period_start=span.start, period_end=span.end)
        return f"Dữ liệu mô phỏng của một xã, {span.label}: {n} hồ sơ, {late} quá hạn, ở {folder}"
    written = write_sample(folder, seed=seed, size=size, period_start=span.start, period_end=span.end)
    return (
        f"Dữ liệu mô phỏng {span.label}: {written.n_dossiers} hồ sơ, {written.n_late} quá hạn, ở {folder}; sự thật ở "
        f"{written.truth}"
    )
