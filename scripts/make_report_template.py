"""Write data/reference/mau/bao-cao.docx afresh: the Word template of the official report, as the package has it built
in.

Run from the project's folder: `python scripts/make_report_template.py`. It overwrites what the office changed in that
file.
"""

from __future__ import annotations

from pathlib import Path

from tthc.report.official.template import build

TARGET = Path(__file__).resolve().parents[1] / "data" / "reference" / "mau" / "bao-cao.docx"


def main() -> None:
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    build(TARGET)


if __name__ == "__main__":
    main()
