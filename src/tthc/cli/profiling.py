"""The profiles the project has, and a proposal for files that none of them fits."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from tthc.model.errors import UsageError
from tthc.model.settings import find_root

if TYPE_CHECKING:
    from tthc.sources.read import ProposedProfile


def listing() -> str:
    """One line per profile: its name, what it reads, time zone and calendar."""
    from tthc.sources.read.profile import load_profile, profile_files

    folder = _folder()
    lines = []
    for name in profile_files(folder):
        profile = load_profile(name, folder)
        lines.append(f"{name:<12} {profile.label} ({profile.timezone}, lịch {profile.calendar})")
    return "\n".join([*lines, "Hệ thống khác: tthc profiles --from THƯ_MỤC -o ten-moi.toml"])


def propose(sources: Sequence[Path], output: Path | None) -> str:
    """A profile for all the files, as TOML with its doubts as comments; written to `output` where that is given, with what to type next.

    Raises UsageError for a file that is not there, DataStop where no sheet looks like a table.
    """
    for source in sources:
        if not source.exists():
            raise UsageError(f"Không có tệp {source}; hãy kiểm tra đường dẫn.")
    if output and output.suffix != ".toml":
        raise UsageError(f"Tên tệp {output} phải kết thúc bằng .toml, ví dụ: -o {output.with_suffix('.toml')}")
    if output and output.exists():
        raise UsageError(f"Tệp {output} đã có; hãy chọn tên khác để không mất bản cũ.")
    from tthc.sources.read import propose_profile

    proposed = propose_profile(list(sources))
    if output is None:
        return f"{proposed.text}\n# Để dùng: tthc profiles {_from(sources)} -o he-thong-moi.toml"
    output.write_text(proposed.text, encoding="utf-8")
    period = proposed.period or "KỲ"
    then = " ".join([f"--period {period}", *(f"--source {quote(str(source))}" for source in sources), f"--profile {quote(str(output))}"])
    told = [f"Đã ghi đề xuất: {output}.", *_to_decide(proposed), *_tried(sources, output, proposed.period)]
    told += ["Thay KỲ bằng kỳ của dữ liệu, ví dụ 2024-06."] if proposed.period is None else []
    return "\n".join([*told, "Chạy thử, rồi lập báo cáo:", f"tthc check {then}", f"tthc report {then}"])


def _from(sources: Sequence[Path]) -> str:
    return " ".join(f"--from {quote(str(source))}" for source in sources)


def _to_decide(proposed: ProposedProfile) -> list[str]:
    """The doubts, which are the lines with CHƯA CHẮC in the file."""
    if not proposed.doubts:
        return ["Không có chỗ nào phải quyết định."]
    return [f"Hãy mở tệp và xem {len(proposed.doubts)} chỗ CHƯA CHẮC:", *(f"  - {doubt}" for doubt in proposed.doubts)]


def _tried(sources: Sequence[Path], output: Path, period: str | None) -> list[str]:
    """What reading with the proposal runs into, so that nobody finds it out by trying."""
    from tthc.engine import connect
    from tthc.model.errors import DataStop
    from tthc.model.settings import load_run
    from tthc.sources.read import read_sources

    engine = connect()
    try:
        read_sources(load_run(period or "2024", source=[str(source) for source in sources], profile=str(output)), engine)
    except DataStop as stop:
        return [f"Với đề xuất này chưa lập được báo cáo: {stop}"]
    finally:
        engine.close()
    return ["Đã đọc thử: với đề xuất này các tệp đọc được."]


def _folder() -> Path:
    return find_root() / "data" / "reference" / "profiles"
