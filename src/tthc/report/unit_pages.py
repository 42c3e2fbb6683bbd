"""`--by unit`: one page, workbook and print for each unit from the tables that are computed already, and a chapter over
all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tthc.display.blocks import anchor
from tthc.model.errors import UsageError
from tthc.model.settings import SHARED, Run
from tthc.model.shipped import CHAPTERS, chapter_files, shipped
from tthc.report.chapter import Chapter, read_chapter
from tthc.report.extent import FULL
from tthc.report.header import Header
from tthc.report.progress import StepCounter
from tthc.report.publish import slug

if TYPE_CHECKING:
    from tthc.report.kernels import Kernels
    from tthc.study.units import UnitStudy

UNIT = "unit"
FOLDER = "don-vi"
PROFILE, COMPARISON = "70_theo_don_vi.ipynb", "71_so_sanh_don_vi.ipynb"
WORKBOOK, PRINT = "phu-luc.xlsx", "bao-cao.pdf"
FILES = {PRINT: "Bản in của đơn vị (PDF)", WORKBOOK: "Phụ lục của đơn vị (Excel)"}


@dataclass
class UnitPages:
    """The pages of one report's units; without `--by unit` there are none and nothing is done."""

    run: Run
    wanted: bool = False
    extent: str = FULL  # how much is printed, of a unit's page and of the report
    folders: dict[str, str] = field(default_factory=dict)  # unit → the name of its folder

    @property
    def notebooks(self) -> list[Path]:
        """The notebooks that stand behind the pages: the chapter over all units, then what each unit gets."""
        known = chapter_files(self.run.root)
        names = (COMPARISON, PROFILE) if self.wanted else ()
        return [known.get(name, shipped() / CHAPTERS / name) for name in names]

    @property
    def chapters(self) -> list[Path]:
        """What the report has as further chapters."""
        return self.notebooks[:1]

    @property
    def links(self) -> dict[str, str]:
        """The address of each unit's page, seen from a chapter."""
        return {anchor(unit): f"{FOLDER}/{name}/{Path(PROFILE).stem}.html" for unit, name in self.folders.items()}

    def execute(
        self, kernels: Kernels, study: Any, work: Path, parameters: Mapping[str, str], environment: Mapping[str, str],
    ) -> dict[Future, Path]:
        """Start every unit's notebook on the next free kernel; the path of what it becomes by its future."""
        self.folders = _folders(study) if self.wanted else {}
        futures = {}
        for unit, name in self.folders.items():
            output = work / "notebooks" / FOLDER / f"{name}.ipynb"
            output.parent.mkdir(exist_ok=True)
            futures[
                kernels.execute(self.notebooks[1], output, {**parameters, "unit": unit}, dict(environment))
            ] = output
        return futures

    def write(self, work: Path, study: Any, header: Header, steps: StepCounter) -> None:
        """Every unit's folder: page, print, workbook."""
        from tthc.study.units import of_unit

        for unit, name in self.folders.items():
            folder = work / FOLDER / name
            folder.mkdir(parents=True)
            _write_unit(
                folder, _chapter(work / "notebooks" / FOLDER / f"{name}.ipynb", unit), of_unit(study, unit), header,
                self.extent,
            )
            steps.done(f"Đã dựng trang {unit}")


def unit_pages(run: Run, by: str | None, extent: str = FULL) -> UnitPages:
    """What `--by` asks for. Raises UsageError for anything but `unit`, and where a unit's page would make no sense or
    name people.
    """
    if by is None:
        return UnitPages(run, extent=extent)
    if by != UNIT:
        raise UsageError(f"--by không nhận giá trị “{by}”; giá trị được dùng: {UNIT}.")
    if run.audience == SHARED:
        raise UsageError(
            "Trang theo đơn vị chỉ có ở bản nội bộ, vì ở đơn vị ít người số liệu của đơn vị là của một người; hãy bỏ "
            "--by unit hoặc --audience shared."
        )
    if run.unit:
        raise UsageError("--by unit lập trang cho mọi đơn vị nên không đi cùng --unit; hãy bỏ một trong hai.")
    pages = UnitPages(run, wanted=True, extent=extent)
    for path in pages.notebooks:
        if not path.is_file():
            raise UsageError(
                f"Không có sổ tay phân tích {path.name} trong thư mục notebooks; hãy lấy lại tệp của dự án."
            )
    return pages


def _folders(study: Any) -> dict[str, str]:
    """A folder name for each unit; units whose names differ by accents or signs only get different ones."""
    from tthc.study.units import UNNAMED, unit_names

    units = unit_names(study)
    if set(units) == {UNNAMED}:
        raise UsageError(
            "Dữ liệu đã đọc không ghi hồ sơ thuộc đơn vị nào, nên không lập được trang theo đơn vị; hãy bỏ --by unit."
        )
    names: dict[str, str] = {}
    for unit in units:
        name, number = slug(unit), 2
        while name in names.values():
            name, number = f"{slug(unit)}-{number}", number + 1
        names[unit] = name
    return names


def _chapter(path: Path, unit: str) -> Chapter:
    """The executed notebook under the unit's name."""
    from tthc.study.units import named

    chapter, title = read_chapter(path), named(unit)
    for item in chapter.items:
        if item["type"] == "heading" and item["level"] == 1:
            item["parts"] = [{"type": "text", "text": title}]
    return replace(chapter, slug=Path(PROFILE).stem, title=title)


def _write_unit(folder: Path, chapter: Chapter, study: UnitStudy, header: Header, extent: str) -> None:
    from tthc.report.pages import unit_page
    from tthc.report.print import write_pdf
    from tthc.report.workbook import write_workbook

    heading = replace(
        header, title=f"{header.title}, {chapter.title}", short_title=f"{header.short_title}, {chapter.title}",
    )
    page = unit_page(chapter, heading, FILES, Path(COMPARISON).with_suffix(".html").name)
    (folder / chapter.file).write_text(page, encoding="utf-8")
    write_workbook(folder / WORKBOOK, study, heading)
    write_pdf(folder / PRINT, [chapter], heading, extent=extent)


def with_units(paths: Sequence[Path], pages: UnitPages) -> list[Path]:
    """All chapters of a report in the order of their numbers."""
    return sorted([*paths, *pages.chapters], key=lambda path: path.name)
