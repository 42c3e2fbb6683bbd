"""Every command that a page tells to type is typed as it stands there, in the page's order, and ends well (`make soak`).

The project has what the pages speak of: the samples, an export of its own for June 2024, a folder `exports`. Of the chapters
there are few, so that a report takes seconds; all of them are made in other tests.
"""

from __future__ import annotations

import shlex
import shutil
from datetime import date
from pathlib import Path

import pytest
from tests.told import PAGES, ROOT, lines

from tthc.cli import options, scheduling
from tthc.cli.entry import run

TOLD = {page: [shlex.split(line)[1:] for line in lines(page) if line.startswith("tthc ")] for page in PAGES}
CHAPTERS = ("10_", "70_", "71_")
OWN = """Mã hồ sơ,Tên thủ tục,Đơn vị,Ngày tiếp nhận,Ngày hẹn trả,Ngày kết thúc xử lý,Trạng thái
A,P,Phòng Nội vụ,03/06/2024 08:00,10/06/2024,06/06/2024 08:00,Đã xử lý xong
B,P,Phòng Nội vụ,04/06/2024 08:00,11/06/2024,14/06/2024 08:00,Đã xử lý xong
C,P,Phòng Nội vụ,05/06/2024 08:00,12/06/2024,,Đang xử lý
"""
IGATE = """code,procedure.name,agency.name,acceptedDate,appointmentDate,completedDate,dossierStatus
A,P,Phòng Nội vụ,03/06/2024 08:00,10/06/2024,06/06/2024 08:00,Đã xử lý xong
B,P,Phòng Nội vụ,04/06/2024 08:00,11/06/2024,14/06/2024 08:00,Đã xử lý xong
"""


@pytest.fixture
def told_project(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for chapter in (project / "notebooks").glob("*.ipynb"):
        if not chapter.name.startswith(CHAPTERS):
            chapter.unlink()
    for place, text in (("data/raw/2024-06/ho-so.csv", OWN), ("exports/dossier.csv", IGATE)):
        (project / place).parent.mkdir(parents=True, exist_ok=True)
        (project / place).write_text(text, encoding="utf-8")
    for own in ("causes.csv", "law_sets.csv", "law_texts.csv"):  # the pages' project has the package's
        (project / "data" / "reference" / own).unlink()
    for reader in (options, scheduling):
        monkeypatch.setattr(reader, "current_day", lambda: date(2024, 7, 3))
    return project


@pytest.mark.soak
@pytest.mark.parametrize("page", [page for page, told in TOLD.items() if told], ids=lambda page: page.name)
def test_what_a_page_tells_to_type_works(page: Path, told_project: Path, monkeypatch: pytest.MonkeyPatch):
    ended = [(" ".join(words), _typed(words, told_project, monkeypatch)) for words in TOLD[page]]
    assert [one for one in ended if one[1] != 0] == []


def _typed(words: list[str], project: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """The exit code; `init` is typed in an empty folder, a filled workbook is the one that the report before brought."""
    if "--explanations" in words:
        shutil.copy(max(project.glob("reports/*/*/giai-trinh.xlsx")), project)
    if words[0] != "init":
        return run(words)
    empty = project / "trong" / str(len(list(project.glob("trong/*"))))
    empty.mkdir(parents=True)
    with monkeypatch.context() as inside:
        inside.chdir(empty)
        return run(words)


def test_the_commands_of_every_page_are_seen():
    """Were the pages written otherwise, nothing would be typed."""
    assert sum(map(len, TOLD.values())) > 70 and len(TOLD[ROOT / "README.md"]) > 20
