"""Draws the pictures of the READMEs from a report of the sample (`make pictures`): the first page of the print, and the
timeline of a late dossier. `tests/test_readme.py` holds the words under them against the sample; the words in them lie
beside them as text, which `tests/test_report_sample.py` holds against the report of today.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pypdf
import typst

from tthc.report import fonts

ROOT = Path(__file__).resolve().parents[1]
FOLDER = Path(__file__).with_name("hinh")
PERIOD = "2024-01..2024-05"
_TAGS = re.compile(r"<(style|title|desc|metadata)\b.*?</\1>|<[^>]*>", re.DOTALL)


def draw(report: Path) -> None:
    """Write both pictures from the folder of a report. Needs pdftoppm (poppler-utils)."""
    page = ["pdftoppm", "-f", "1", "-l", "1", "-r", "80", "-png", "-singlefile"]
    subprocess.run([*page, report / "bao-cao.pdf", FOLDER / "trang-dau"], check=True)
    (FOLDER / "dong-thoi-gian.png").write_bytes(_drawn(timeline(report)))
    for name, words in picture_words(report).items():
        (FOLDER / name).write_text(words, encoding="utf-8")


def picture_words(report: Path) -> dict[str, str]:
    """File → the words that its picture shows, one to a line; the day on which the report was made is left out."""
    page = pypdf.PdfReader(report / "bao-cao.pdf").pages[0].extract_text()
    made = re.compile(r"(Lập (?:ngày )?)\d\d/\d\d/\d{4}")
    texts = {
        "trang-dau.txt": made.sub(r"\1…", " ".join(page.split())),
        "dong-thoi-gian.txt": _TAGS.sub(" ", timeline(report)),
    }
    return {name: "\n".join(text.split()) + "\n" for name, text in texts.items()}


def _drawn(svg: str) -> bytes:
    """The drawing in the type of the print, which a page that shows the SVG itself may not have."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "one.svg").write_text(svg, encoding="utf-8")
        text = '#set page(width: auto, height: auto, margin: 6pt)\n#image("one.svg")\n'
        (folder / "one.typ").write_text(text, encoding="utf-8")
        for font in fonts.print_files():
            shutil.copy(font, folder)
        compiler = typst.Compiler(str(folder / "one.typ"), root=name, font_paths=[name], ignore_system_fonts=True)
        return compiler.compile(format="png", ppi=110)


def timeline(report: Path) -> str:
    """The first dossier's timeline of chapter 20."""
    notebook = json.loads((report / "notebooks" / "20_ho_so_qua_han.ipynb").read_text(encoding="utf-8"))
    shown = (one["data"] for cell in notebook["cells"] for one in cell.get("outputs", ()) if "data" in one)
    blocks = (data.get("application/vnd.tthc.block+json") for data in shown)
    return next(svg for block in blocks if block for svg in _pictures(block))


def _pictures(block: dict) -> list[str]:
    if block["type"] == "picture":
        return [block["svg"]]
    return [svg for one in block.get("blocks", ()) for svg in _pictures(one)]


def main() -> None:
    if len(sys.argv) > 1:
        draw(Path(sys.argv[1]))
        return
    with tempfile.TemporaryDirectory() as folder:
        made = [sys.executable, "-m", "tthc", "report", "--period", PERIOD, "--out", folder]
        subprocess.run(made, cwd=ROOT, check=True)
        draw(max(path.parent for path in Path(folder).glob("*/*/bao-cao.pdf")))


if __name__ == "__main__":
    main()
