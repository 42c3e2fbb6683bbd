"""The profiles the project has, and a proposal for a file that none of them fits."""

from __future__ import annotations

from pathlib import Path

from tthc.errors import UsageError
from tthc.settings import find_root


def listing() -> str:
    """One line per profile: its name, what it reads, time zone and calendar."""
    from tthc.read.profile import load_profile, profile_files

    folder = _folder()
    lines = []
    for name in profile_files(folder):
        profile = load_profile(name, folder)
        lines.append(f"{name:<12} {profile.label} ({profile.timezone}, lịch {profile.calendar})")
    return "\n".join([*lines, "Hệ thống khác: tthc profiles --from TỆP -o ten-moi.toml"])


def propose(source: Path, output: Path | None) -> str:
    """A profile for the file, as TOML with its doubts as comments; written to `output` where that is given."""
    if not source.exists():
        raise UsageError(f"Không có tệp {source}; hãy kiểm tra đường dẫn.")
    if output and output.exists():
        raise UsageError(f"Tệp {output} đã có; hãy chọn tên khác để không mất bản cũ.")
    from tthc.read import propose_profile

    text = propose_profile(source).text
    if output is None:
        return text
    output.write_text(text, encoding="utf-8")
    then = f"tthc check --profile {output} --source {source} --period KỲ"
    return f"Đã ghi đề xuất: {output}. Hãy mở tệp, xem những chỗ chưa chắc chắn, rồi chạy: {then}"


def _folder() -> Path:
    return find_root() / "data" / "reference" / "profiles"
