"""The profiles the project has, and a proposal for files that none of them fits."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from shlex import quote as quoted_for_a_shell
from typing import TYPE_CHECKING

from tthc.model.errors import UsageError
from tthc.model.settings import find_root
from tthc.model.shipped import REFERENCE

if TYPE_CHECKING:
    import pandas as pd

    from tthc.sources.read import ProposedProfile

_SHOWN = 12  # doubts told on the screen; all of them stand in the file
_KEYS = ("received_at", "due_at", "finished_at", "status")


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
    """A profile for all the files, as TOML with its doubts as comments; written to `output` where that is given, with
    what to type next.

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
    then = " ".join(
        [
            f"--period {period}", *(f"--source {quote(str(source))}" for source in sources),
            f"--profile {quote(str(output))}",
        ]
    )
    lines = [f"Đã ghi đề xuất: {output}.", *_to_decide(proposed), *_tried(sources, output, proposed.period)]
    lines += ["Thay KỲ bằng kỳ của dữ liệu, ví dụ 2024-06."] if proposed.period is None else []
    return "\n".join([*lines, "Chạy thử, rồi lập báo cáo:", f"tthc check {then}", f"tthc report {then}"])


def quote(text: str) -> str:
    """`text` as it is typed: Windows knows double quotes only, and no file there has one in its name."""
    if os.name != "nt":
        return quoted_for_a_shell(text)
    return text if re.fullmatch(r"[\w.:\\/+@-]+", text) else f'"{text}"'


def _from(sources: Sequence[Path]) -> str:
    return " ".join(f"--from {quote(str(source))}" for source in sources)


def _to_decide(proposed: ProposedProfile) -> list[str]:
    """The doubts, which are the lines with CHƯA CHẮC in the file, and the columns that nothing reads."""
    more = len(proposed.doubts) - _SHOWN
    lines = [f"  - {doubt}" for doubt in proposed.doubts[: _SHOWN if more > 1 else None]]
    lines += [f"  - và {more} chỗ khác ghi trong tệp."] if more > 1 else []
    unused = [f"  - {one}." for one in proposed.unused]
    return [
        f"Hãy mở tệp và xem {len(proposed.doubts)} chỗ CHƯA CHẮC:" if lines else "Không có chỗ nào phải quyết định.",
        *lines, *(["Cột chưa dùng (có cột nào cần thì thêm vào [sheet.columns]):", *unused] if unused else []),
    ]


def _tried(sources: Sequence[Path], output: Path, period: str | None) -> list[str]:
    """What reading with the proposal runs into, so that nobody finds it out by trying."""
    from tthc.engine import connect
    from tthc.model.errors import DataStop
    from tthc.model.settings import load_run
    from tthc.sources.read import read_sources

    engine = connect()
    try:
        reading = read_sources(
            load_run(period or "2024", source=[str(source) for source in sources], profile=str(output)), engine,
        )
        return _what_was_read(engine.fetch(reading.tables["dossiers"]), engine.fetch(reading.tables["steps"]))
    except DataStop as stop:
        return [f"Với đề xuất này chưa lập được báo cáo: {stop}"]
    finally:
        engine.close()


def _what_was_read(dossiers: pd.DataFrame, steps: pd.DataFrame) -> list[str]:
    """The figures that a person can compare with the system's own, and what every dossier lacks."""
    from tthc.display.blocks.numbers import number
    from tthc.model.schema import CANONICAL

    texts = [
        f"{number(dossiers[name].notna().sum())} có {CANONICAL['dossiers'][name].label.lower()}"
        for name in ("due_at", "finished_at")
    ]
    lines = [
        f"Đã đọc thử: {number(len(dossiers))} hồ sơ, {', '.join(texts)}; {number(len(steps))} bước xử lý. Hãy so với "
        "số của hệ thống."
    ]
    lacking = [CANONICAL["dossiers"][name].label for name in _KEYS if not dossiers[name].notna().any()]
    return lines + [
        f"Chưa đọc được cột nào là: {', '.join(lacking)}. Báo cáo sẽ thiếu hoặc sai nếu không khai."
        for _ in lacking[:1]
    ]


def _folder() -> Path:
    return find_root() / REFERENCE / "profiles"
