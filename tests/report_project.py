"""A small project folder for the report's tests: notebooks that display blocks, and a study that needs no data."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import nbformat
import pandas as pd

from tthc.display.blocks import Block
from tthc.model import schema
from tthc.model.settings import Run, load_run
from tthc.report.header import Header

NAMES = ("period", "source", "profile", "as_of", "unit", "field", "rules", "explanations")
PARAMETERS = "\n".join(f'{name} = ""' for name in NAMES)
IMPORTS = "from tthc.display.blocks import *"
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 700 80" font-family="\'Source Sans Pro\', sans-serif">'
    '<rect x="0" y="10" width="420" height="40" fill="#0072B2"/><rect x="420" y="10" width="280" height="40" fill="#E69F00"/>'
    '<text x="12" y="36" font-size="14" fill="#ffffff">Phòng Thi đua – Khen thưởng, 6,5 ngày</text>'
    '<text x="432" y="36" font-size="14">Chờ hội đồng họp, 4 ngày</text></svg>'
)
MADE_AT = datetime(2024, 6, 3, 8, 30)
SOURCES = {
    "10_tinh_hinh": [
        "# Tình hình giải quyết",
        ("first_page", 'Text("Trong 5 tháng đầu năm 2024, cơ quan đã giải quyết 1.015 hồ sơ, trong đó 10 hồ sơ quá hạn.", "lead")'),
        ("first_page", 'KeyFigures((KeyFigure("Trước hạn và đúng hạn", "99,01%", "1.005/1.015 hồ sơ", "tăng 3"),'
         ' KeyFigure("Quá hạn", "10", "10/1.015 hồ sơ")))'),
        "## Theo lĩnh vực\n\nBảng này **đếm** hồ sơ.",
        'DataTable((TableColumn("f", "Lĩnh vực", width=3), TableColumn("a", "Trong kỳ", "right", group="Tiếp nhận"),'
        ' TableColumn("b", "Kỳ trước", "right", group="Tiếp nhận"), TableColumn("n", "Quá hạn", "right")),'
        ' tuple((f"Lĩnh vực {i}", f"{i}", "1.200", f"{i % 4}") for i in range(12)) + (("Cộng", "66", "14.400", "18"),),'
        ' "Hồ sơ theo lĩnh vực", note="Đơn vị tính: hồ sơ.", total=True)',
        "## Phần trống",
        'Empty("Trong kỳ không có hồ sơ nào bị trả lại.")',
    ],
    "20_ho_so_qua_han": [
        "# Hồ sơ quá hạn",
        "## Danh sách",
        'DataTable((TableColumn("id", "Mã hồ sơ", width=2), TableColumn("due", "Ngày hẹn trả"), TableColumn("late", "Quá hạn", "right")),'
        ' (("H21.01-0001", "05/02/2024", "10,5"), ("H21.01-0002", "31/01/2024", "9")), "Hồ sơ quá hạn",'
        ' anchors=(anchor("H21.01-0001"), ""))',
        "## Từng hồ sơ",
        f'Card("H21.01-0001", (Picture({SVG!r}, "Ai giữ hồ sơ khi nào", "Diễn biến"), Text("Quá hạn 10,5 ngày làm việc.", "evidence"),'
        ' Note("Đề xuất", ("Hội đồng họp hai tuần một lần",), "question")), anchor("H21.01-0001"))',
    ],
}


class SampleStudy:
    """What the report asks of a study, with the figures of a made-up period."""

    names = ("measures", "late", "form_06a")
    folder = Path("computed")
    info = {
        "is_synthetic": True, "n_read": 2345, "n_accepted": 2340, "n_set_aside": 5, "evidence_level": 3, "day_wm": 480.0,
        "inputs": [{"name": "ho-so.xlsx", "sha256": "0" * 64, "size": 1}], "versions": {"python": "3"},
        "profile": {"name": "cong_tinh", "label": "Cổng tỉnh"},
    }  # fmt: skip

    def ensure(self) -> None:
        """Everything is there already."""

    def frame(self, name: str) -> pd.DataFrame:
        return {"measures": _measures(), "late": _late(), "form_06a": _form()}[name].copy()


def make_project(root: Path, sources: dict[str, list] | None = None) -> Run:
    """A project folder with these notebooks; the run of its period."""
    (root / "tthc.toml").write_text('[office]\nname = "Sở Nội vụ"\nparent = "UBND tỉnh Hà Tĩnh"\n', encoding="utf-8")
    (root / "data" / "raw").mkdir(parents=True)
    (root / "notebooks").mkdir()
    for name, cells in (sources or SOURCES).items():
        write_notebook(root / "notebooks" / f"{name}.ipynb", cells)
    return load_run("2024-01..2024-05", root=root)


def write_notebook(path: Path, cells: list, *, parameters: str = PARAMETERS, **metadata: object) -> Path:
    """Markdown cells start with `#`, others are code; a pair names the cell's tag first."""
    notebook = nbformat.v4.new_notebook(metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}, **metadata})
    made = [nbformat.v4.new_code_cell(parameters, metadata={"tags": ["parameters"]}), nbformat.v4.new_code_cell(IMPORTS)]
    made += [_cell(*cell) if isinstance(cell, tuple) else _cell("", cell) for cell in cells]
    notebook.cells = made
    nbformat.write(notebook, path)
    return path


def _cell(tag: str, source: str) -> nbformat.NotebookNode:
    new = nbformat.v4.new_markdown_cell if source.startswith("#") else nbformat.v4.new_code_cell
    return new(source, metadata={"tags": [tag]} if tag else {})


def _measures() -> pd.DataFrame:
    counts = {"received": 1040, "finished": 1015, "open": 25, "early": 600, "on_time": 405, "late": 10, "open_late": 0}
    rows = [("register", name, "hồ sơ", value, None, value) for name, value in counts.items()]
    rows.append(("synced", "qd766_5_4", "%", 20, 30, 66.67))
    frame = pd.DataFrame(rows, columns=["basis", "measure", "measured_in", "numerator", "denominator", "value"])
    empty = dict.fromkeys(("unit", "field", "procedure"))
    return frame.assign(period="2024-01..2024-05", rule="system", **empty)


def _late() -> pd.DataFrame:
    known = {
        "dossier_id": ["=1+1", "H21.01-0002"], "procedure_name": ["+Khen thưởng", "-Khen"], "field": ["@Thi đua", "Thi đua"],
        "outcome": ["late", "late"], "late_wm": [5040.0, 4320.0], "late_days": [10.5, 9.0], "is_apparent": [False, True],
        "received_at": pd.to_datetime(["2024-01-02 08:00", "2024-01-03 08:00"]),
        "due_at": pd.to_datetime(["2024-02-05 17:00", "2024-01-31 17:00"]),
        "end_at": pd.to_datetime(["2024-02-20 17:00", "2024-02-15 17:00"]),
        "cause_label": ["Chờ hội đồng họp", "Chậm kết thúc"], "is_subjective": [False, True], "is_confirmed": [False, False],
    }  # fmt: skip
    unknown = {column.name: pd.Series([None, None], dtype="object") for column in schema.TABLES["late"].columns if column.name not in known}
    return pd.DataFrame({**known, **unknown})[list(schema.TABLES["late"].names)]


def _form() -> pd.DataFrame:
    return pd.DataFrame({"field": ["Thi đua"], "procedure": [None], **{f"c{i}": [i] for i in range(3, 14)}})


def executed(path: Path, *contents: str | Block, first_page: int = 0) -> Path:
    """A notebook as a kernel would leave it: text becomes Markdown cells, blocks outputs of code cells.

    The first `first_page` contents after the title are tagged for the first page.
    """
    cells = []
    for i, content in enumerate(contents):
        if isinstance(content, str):
            cells.append(nbformat.v4.new_markdown_cell(content))
        else:
            output = nbformat.v4.new_output("display_data", data=content._repr_mimebundle_())
            cells.append(nbformat.v4.new_code_cell("secret_code = 1", outputs=[output]))
        if 0 < i <= first_page:
            cells[-1].metadata["tags"] = ["first_page"]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    return path


def sample_facts(**changes) -> Header:
    """The heading of a made-up report."""
    known = {
        "title": "Báo cáo giải quyết hồ sơ 5 tháng đầu năm 2024", "short_title": "Giải quyết hồ sơ 5 tháng đầu năm 2024",
        "subtitle": "Số liệu chốt đến hết ngày 31/05/2024.", "office": "Sở Nội vụ", "parent": "UBND tỉnh Hà Tĩnh",
        "edition": "Bản nội bộ", "warning": "", "foot": "Lập 03/06/2024", "made_at": MADE_AT,
    }  # fmt: skip
    return Header(**{**known, **changes})
