"""`tthc forget`: says what the program keeps of old periods or of one dossier, and deletes it where told to."""

from __future__ import annotations

from pathlib import Path

from tthc.model.errors import UsageError
from tthc.model.period import parse_period
from tthc.model.settings import current_time, find_root, read_project
from tthc.model.settings.project_file import PROJECT_FILE
from tthc.report.forgetting import ToForget, forget, of_dossier, of_periods_before, shown

_MOST = 20
_ELSEWHERE = (
    "Chương trình không biết đến các bản đã in, đã gửi, đã chép đi nơi khác và bản sao lưu; bản chia sẻ ghi mã thay "
    "cho mã hồ sơ."
)


def forgotten(*, before: str | None, dossier: str | None, out: str | None, really: bool) -> str:
    """What was, or would be, deleted, and what stays. Raises UsageError unless exactly one of the two is asked for."""
    if (before is None) == (dossier is None):
        raise UsageError("Hãy ghi đúng một trong hai: --before KỲ hoặc --dossier MÃ.")
    root = find_root()
    project = read_project(root / PROJECT_FILE)
    place = (root / Path(out or project.get("report", {}).get("out", "reports"))).resolve()
    if before is not None:
        found = of_periods_before(root, place, parse_period(before).start)
    else:
        found = of_dossier(root, place, str(dossier).strip())
    if really and not found.is_empty:
        forget(found, place, project.get("office", {}).get("name", ""), current_time())
    return "\n".join(_said(found, root, really))


def _said(found: ToForget, root: Path, really: bool) -> list[str]:
    if found.is_empty:
        lines = ["Không có gì để xóa: chương trình không giữ bản nào."]
    else:
        lines = ["Đã xóa:" if really else "Sẽ xóa:", *_list(shown((*found.folders, *found.files), root))]
        lines += _list([f"{path} (phần ghi từng hồ sơ)" for path in shown(found.memory, root)])
    if found.remaining:
        what = f"có ghi hồ sơ {found.dossier}" if found.dossier else "có thể có hồ sơ của các kỳ đó"
        lines += ["", f"Còn lại, chương trình không xóa vì do người lập hoặc do hệ thống xuất ra ({what}):"]
        lines += _list(shown(found.remaining, root))
    if not found.is_empty and not really:
        lines += ["", "Chưa xóa gì. Chạy lại lệnh với --yes để xóa."]
    return [*lines, "", _ELSEWHERE]


def _list(paths: list[str]) -> list[str]:
    more = [f"  - … và {len(paths) - _MOST} mục nữa"] if len(paths) > _MOST else []
    return [f"  - {path}" for path in paths[:_MOST]] + more
