"""A study of literal small tables for the official report: as many late dossiers as a test asks for."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from tthc.model.settings import Run, load_run
from tthc.report.official import compose
from tthc.report.official.document import Document, Grid

DAY = 480.0


class SmallStudy:
    """What the official report reads of a study; a table that is not given is missing."""

    def __init__(self, **frames: pd.DataFrame) -> None:
        self._frames = frames
        self.names = tuple(frames)
        self.info = {
            "is_synthetic": False, "n_read": 20, "n_set_aside": 0, "evidence_level": 1, "day_wm": DAY, "rules": [], "present": {},
            "profile": {"label": "Cổng tỉnh"}, "n_late": len(frames.get("late", ())),
            "texts": {"accountability": {"caveats": ["Có tên không có nghĩa là có lỗi."]}, "form_06a": {"number": "Biểu số II.06a", "heading": "Tình hình", "unit": "số hồ sơ", "note": ""}},
        }  # fmt: skip

    def frame(self, name: str) -> pd.DataFrame:
        return self._frames[name].copy()


def run_in(root: Path, office: str = "", **options) -> Run:
    """A run of a project folder whose [office] has these further lines."""
    (root / "tthc.toml").write_text(f'[office]\nname = "Sở Nội vụ"\nparent = "UBND tỉnh Hà Tĩnh"\nplace = "Hà Tĩnh"\n{office}', encoding="utf-8")
    (root / "data" / "raw").mkdir(parents=True, exist_ok=True)
    return load_run("2024-01..2024-05", root=root, **options)


def form(online: int = 0, counter: int = 0, carried: int = 0, early: int = 0, on_time: int = 0, late: int = 0, open_late: int = 0) -> pd.DataFrame:
    """Form II.06a of one field, and its total."""
    whole = online + counter + carried
    done = early + on_time + late
    cells = (whole, online, counter, carried, done, early, on_time, late, whole - done, whole - done - open_late, open_late)
    row = {f"c{number}": value for number, value in enumerate(cells, start=3)}
    return pd.DataFrame([{"field": "Thi đua - khen thưởng", "procedure": None, **row}, {"field": None, "procedure": None, **row}])


def late(count: int, **changes: object) -> pd.DataFrame:
    """`count` late dossiers, the first 1 working day late, the second 2, …"""
    rows = [
        {
            "dossier_id": f"H-{number}", "procedure_name": "Thủ tục tặng Bằng khen", "field": "Thi đua - khen thưởng", "dossier_unit": "Ban Thi đua",
            "outcome": "late", "received_at": pd.Timestamp("2024-03-01 08:00"), "due_at": pd.Timestamp("2024-03-22 17:00"),
            "end_at": pd.Timestamp("2024-03-25 17:00"), "late_wm": number * DAY, "is_apparent": False, "cause": "KY-CAP-TREN",
            "cause_label": "Chờ cấp trên ký ban hành", "evidence": "Bước “Ký”, UBND tỉnh: chờ ký, hết 5,0 ngày làm việc.", "is_confirmed": False,
            **changes,
        }
        for number in range(1, count + 1)
    ]  # fmt: skip
    return pd.DataFrame(rows)


CAUSES = pd.DataFrame(
    [
        {"code": "KY-CAP-TREN", "label": "Chờ cấp trên ký ban hành", "nature": "objective", "remedy": "Trình sớm hơn", "state": "sign"},
        {"code": "CB-VANG", "label": "Hồ sơ chờ vì cán bộ vắng mặt", "nature": "subjective", "remedy": "Phân công người thay", "state": "wait_absent"},
    ]
)  # fmt: skip


def composed(root: Path, office: str = "", options: dict | None = None, **frames: pd.DataFrame) -> Document:
    """The document of such a study."""
    return compose(run_in(root, office, **(options or {})), SmallStudy(causes=CAUSES, **frames))


def sentences(document: Document) -> str:
    """The running text of the body."""
    return "\n".join(part.text for part in document.body if not isinstance(part, Grid))


def grid(document: Document, key: str) -> Grid:
    return next(part for part in document.body if isinstance(part, Grid) and part.key == key)
