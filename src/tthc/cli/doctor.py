"""`tthc doctor`: what is installed, what a project has of its own, what is missing, how far reference data reach."""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from importlib import metadata
from pathlib import Path

import tthc
from tthc.cli.copying import ORIGINS, digest, notebook_origin, origins
from tthc.model.data_folders import period_folders, told_periods
from tthc.model.errors import UsageError
from tthc.model.settings import current_day, find_root, raw_folder, read_project
from tthc.model.settings.project_file import PROJECT_FILE
from tthc.model.shipped import (
    CHAPTERS,
    OWN_CHAPTERS,
    REFERENCE,
    chapter_files,
    reference_file,
    reference_files,
    shipped,
)

_SOON = timedelta(days=60)  # a calendar that ends within these days has to be renewed now


@dataclass
class Found:
    """What the doctor says, and what somebody has to do about it."""

    lines: list[str] = field(default_factory=list)
    todo: list[str] = field(default_factory=list)

    def text(self) -> str:
        """All of it, what is to be done last."""
        ends = [f"  - {one}" for one in self.todo]
        return "\n".join([*self.lines, "", "Cần làm:" if ends else "Không có việc gì cần làm.", *ends])


def look(today: date | None = None) -> Found:
    """Package, project, reference files, chapters, law and calendar; `today` is the day that these must reach."""
    found = Found()
    _installed(found)
    try:
        root = find_root()
    except UsageError:
        found.lines += ["", "Dự án: chưa có ở thư mục này hoặc thư mục cha."]
        found.todo.append("Lập dự án: tthc init")
        root = None
    if root:
        _told(found, _project, root)
        _told(found, _reference, root / REFERENCE)
        _told(found, _chapters, root)
    _told(found, _faults, (root or shipped()) / REFERENCE, today or current_day())
    _told(found, _reach, (root or shipped()) / REFERENCE, today or current_day())
    return found


def _told(found: Found, look_at: Callable[..., None], *given: object) -> None:
    """What is broken is something to do, and no reason to say nothing of the rest."""
    try:
        look_at(found, *given)
    except UsageError as error:
        found.todo += [str(error)] if str(error) not in found.todo else []


def _installed(found: Found) -> None:
    found.lines += [
        f"Gói: tthc {tthc.__version__}, ở {Path(tthc.__file__).parent}",
        f"Python {platform.python_version()} ({sys.executable}), {platform.system()} {platform.release()}",
    ]
    missing = [problem for problem in _packages() if problem]
    found.lines.append(f"Gói phụ thuộc: {'; '.join(missing) if missing else 'đủ'}")
    found.todo += [f"Cài lại gói phụ thuộc: {', '.join(missing)}"] if missing else []
    kinds = {REFERENCE: "**/*", CHAPTERS: "*.ipynb"}
    counts = {name: sum(path.is_file() for path in (shipped() / name).glob(kind)) for name, kind in kinds.items()}
    found.lines.append(
        f"Kèm theo gói: {counts[REFERENCE]} tệp tham chiếu, {counts[CHAPTERS]} chương, ở {shipped()}"
    )
    found.todo += [f"Cài lại tthc: không thấy {shipped() / name}." for name, n in counts.items() if not n]


def _packages() -> Iterator[str]:
    """A sentence for each package that is needed and is not there, or is there in another version."""
    from packaging.requirements import Requirement

    try:
        needed = map(Requirement, metadata.requires("tthc") or ())
    except metadata.PackageNotFoundError:
        return
    for need in needed:
        if need.marker and not need.marker.evaluate({"extra": ""}):
            continue
        try:
            version = metadata.version(need.name)
        except metadata.PackageNotFoundError:
            yield f"thiếu {need.name}"
            continue
        if not need.specifier.contains(version, prereleases=True):
            yield f"{need.name} {version} (cần {need.specifier})"


def _project(found: Found, root: Path) -> None:
    project = read_project(root / PROJECT_FILE)
    office = project.get("office", {}).get("name", "")
    data = raw_folder(root)
    known = period_folders(data)
    found.lines += [
        "", f"Dự án: {root}", f"Cơ quan: {office or 'chưa ghi'}",
        f"Kỳ có dữ liệu ở {data}: {told_periods(known) or 'chưa có'}",
    ]
    found.todo += [] if office else [f"Ghi tên cơ quan vào {root / PROJECT_FILE}, mục [office]."]


def _reference(found: Found, folder: Path) -> None:
    if folder == shipped() / REFERENCE:
        found.lines.append("Tệp tham chiếu: dự án này là kho mã nguồn của gói, dùng đúng các tệp của gói.")
        return
    own = [path for path in reference_files(folder, "**/*") if path.is_relative_to(folder) and path.name != ORIGINS]
    found.lines.append(f"Tệp tham chiếu của dự án: {len(own) or 'không có'}; tệp khác dùng bản kèm theo gói.")
    known = origins(folder)
    for path in own:
        name = path.relative_to(folder).as_posix()
        sentence, is_old = _compared(path, shipped() / REFERENCE / name, known.get(name, {}))
        found.lines.append(f"  {name}: {sentence}")
        if is_old:
            found.todo.append(f"Xem lại {path}: {sentence}.")


def _compared(own: Path, came: Path, origin: dict[str, str]) -> tuple[str, bool]:
    """How a file of the project stands to the one of the package, and whether the package's is the newer one."""
    if not came.is_file():
        return "tệp riêng, gói không có", False
    if digest(own) == digest(came):
        return "giống bản kèm theo gói, có thể xóa", False
    if origin:
        if origin.get("sha256") == digest(came):
            return "bản của dự án, chép từ bản hiện có của gói", False
        return f"chép từ bản {origin.get('version', '?')}; gói nay có bản mới hơn", True
    lacks = _lacking(own, came)
    sentence = "khác bản kèm theo gói, không rõ chép từ bản nào"
    return (f"{sentence}; thiếu {lacks} dòng mà bản kèm theo gói có", True) if lacks else (sentence, False)


def _lacking(own: Path, came: Path) -> int:
    """How many lines of the package's text the project's does not have; 0 for files that are no text."""
    try:
        mine, theirs = (path.read_text(encoding="utf-8-sig").splitlines() for path in (own, came))
    except UnicodeDecodeError:
        return 0
    return len(set(theirs) - set(mine))


def _chapters(found: Found, root: Path) -> None:
    if (root / CHAPTERS).is_dir():
        found.lines.append(f"Chương: {len(chapter_files(root))}, của dự án ({root / CHAPTERS}).")
    own = sorted((root / OWN_CHAPTERS).glob("*.ipynb"))
    for path in own:
        came = shipped() / CHAPTERS / path.name
        sentence, is_old = _compared(path, came, notebook_origin(path))
        found.lines.append(f"  {OWN_CHAPTERS}/{path.name}: {sentence}")
        found.todo += [f"Xem lại {path}: {sentence}."] if is_old else []
    if not own and not (root / CHAPTERS).is_dir():
        n = len(chapter_files(root))
        found.lines.append(f"Chương: {n} chương kèm theo gói; {OWN_CHAPTERS} chưa có chương nào.")


def _faults(found: Found, folder: Path, today: date) -> None:
    """What no command would take of the reference files."""
    from tthc.study.reference_faults import reference_faults

    found.todo += [str(fault) for fault in reference_faults(folder, today)]


def _reach(found: Found, folder: Path, today: date) -> None:
    """How far law set and calendar reach, seen from today."""
    from tthc.analysis.calendar import calendar_names, calendar_table
    from tthc.model.law import load_law

    law = load_law(folder)
    last = law.sets[-1]
    since = f"{last.valid_from:%d/%m/%Y}"
    found.lines += ["", f"Bộ quy định mới nhất: {last.label}, từ {since} ({reference_file(folder, 'law_sets.csv')})"]
    for name in calendar_names(folder):
        days = calendar_table(folder, name)["date"]
        first, end = days[0].as_py(), days[-1].as_py()
        found.lines.append(f"Lịch làm việc {name}: từ {first:%d/%m/%Y} đến {end:%d/%m/%Y}")
        if name.startswith("vn") and end < today + _SOON:
            found.todo.append(
                f"Lịch {name} chỉ đến {end:%d/%m/%Y}; hãy cập nhật gói, hoặc: tthc reference copy calendar_vn.csv rồi "
                "thêm các ngày nghỉ."
            )
