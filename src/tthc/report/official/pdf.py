"""`bao-cao-van-ban.pdf`: the same text as the Word file, set by Typst as PDF/UA-1 from data that is never read as
markup.
"""

from __future__ import annotations

import json
import tempfile
from dataclasses import asdict
from datetime import datetime
from importlib.resources import files
from pathlib import Path

import typst

from tthc.model.errors import RunFailed
from tthc.report import fonts
from tthc.report.official.document import Document
from tthc.report.official.glyphs import as_data, print_text
from tthc.report.official.grids import GRIDS, WIDE

STANDARD = "ua-1"
_TEMPLATES = ("van-ban.typ", "van-ban-bang.typ")


def write_pdf(path: Path, document: Document, made_at: datetime) -> None:
    """Write the report to `path`. Raises RunFailed where Typst refuses the page."""
    with tempfile.TemporaryDirectory(prefix="tthc-print-") as name:
        folder = Path(name)
        for template in _TEMPLATES:
            (folder / template).write_bytes((files("tthc") / "templates" / "official" / template).read_bytes())
        (folder / "data.json").write_text(json.dumps(_data(document, made_at), ensure_ascii=False), encoding="utf-8")
        (folder / "fonts").mkdir()
        for font in fonts.official_files():
            (folder / "fonts" / font.name).write_bytes(font.read_bytes())
        compiler = typst.Compiler(
            str(folder / _TEMPLATES[0]), root=name, font_paths=[str(folder / "fonts")], ignore_system_fonts=True,
        )
        try:
            compiler.compile(output=str(path), format="pdf", pdf_standards=[STANDARD])  # type: ignore[list-item]
        except typst.TypstError as error:
            raise RunFailed(
                f"Không dựng được bản PDF của báo cáo: {error}; hãy báo người phụ trách chương trình."
            ) from error


def _data(document: Document, made_at: datetime) -> dict:
    grids = {key: [asdict(column) for column in columns] for key, columns in GRIDS.items()}
    made = [made_at.year, made_at.month, made_at.day, made_at.hour, made_at.minute, made_at.second]
    return {**as_data(document, print_text), "grids": grids, "wide": sorted(WIDE), "made_parts": made}
