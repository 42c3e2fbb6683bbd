"""Files that came with the package, copied into the project to be edited there: nothing of the package itself is
changed, and nothing that the project has is overwritten.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from pathlib import Path

import tthc
from tthc.display.blocks import anchor
from tthc.model.errors import UsageError
from tthc.model.nearest import suggestion
from tthc.model.settings import find_root
from tthc.model.shipped import CHAPTERS, OWN_CHAPTERS, REFERENCE, reference_files, shipped

ORIGINS = "ban-goc.csv"  # in the project's reference folder: which edition its copies were made from
_COLUMNS = ("file", "version", "sha256")


def digest(path: Path) -> str:
    """SHA-256 of the file's text, whatever ends its lines: a copy through another system is the same file."""
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def copy_reference(name: str) -> str:
    """Copy a reference file into the project; what was done and what to do next.

    Raises UsageError for a name that the package does not have, and where the project has the file already.
    """
    folder = find_root() / REFERENCE
    own = folder / name
    if own.is_file():
        raise UsageError(f"Dự án đã có {own}; hãy sửa tệp đó, hoặc xóa đi để dùng bản kèm theo gói.")
    known = [str(path.relative_to(shipped() / REFERENCE).as_posix()) for path in _came(folder)]
    if name not in known:
        raise UsageError(f"Không có tệp tham chiếu “{name}”{suggestion(name, known)}; các tệp: {', '.join(known)}.")
    own_reference(folder, name)
    return f"Đã chép vào {own}. Từ nay dự án dùng tệp này; xóa đi là dùng lại bản kèm theo gói."


def own_reference(folder: Path, name: str) -> Path:
    """The project's own copy of a reference file, made where there is none; which edition it was made from is kept."""
    own, came = folder / name, shipped() / REFERENCE / name
    if not own.is_file() and came.is_file():
        own.parent.mkdir(parents=True, exist_ok=True)
        own.write_bytes(came.read_bytes())
        _keep_origin(folder, name, came)
    return own


def where_to_edit(folder: Path, path: Path) -> str:
    """The file as people are told to edit it: one of the package is copied into the project first."""
    if path.is_relative_to(folder):
        return str(path)
    name = path.relative_to(shipped() / REFERENCE).as_posix()
    return f"{folder / name} (chép ra bằng: tthc reference copy {name})"


def origins(folder: Path) -> dict[str, dict[str, str]]:
    """Name of a reference file → the edition that the project's copy was made from: version and sha256."""
    path = folder / ORIGINS
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["file"]: row for row in csv.DictReader(file) if row.get("file")}


def _keep_origin(folder: Path, name: str, came: Path) -> None:
    rows = {**origins(folder), name: {"file": name, "version": tthc.__version__, "sha256": digest(came)}}
    with (folder / ORIGINS).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, _COLUMNS, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows[one] for one in sorted(rows))


def copy_notebook(number: str) -> str:
    """Copy the chapter of that number into the project's `so-tay`; what was done and what to do next.

    Raises UsageError for a number that no chapter of the package has, and where the project has the file already.
    """
    root = find_root()
    known = {path.name[:2]: path for path in sorted((shipped() / CHAPTERS).glob("[0-9][0-9]_*.ipynb"))}
    if number not in known:
        listed = "; ".join(path.stem for path in known.values())
        raise UsageError(f"Không có chương “{number}”; các chương: {listed}. Ví dụ: tthc notebooks copy 20")
    came, own = known[number], root / OWN_CHAPTERS / known[number].name
    if own.exists():
        raise UsageError(f"Dự án đã có {own}; hãy sửa tệp đó, hoặc xóa đi để dùng bản kèm theo gói.")
    own.parent.mkdir(exist_ok=True)
    own.write_text(_with_origin(came), encoding="utf-8")
    return (
        f"Đã chép chương vào {own}. Từ nay báo cáo dùng bản này; mở bằng JupyterLab (jupyter lab) để sửa, xóa đi là "
        "dùng lại bản kèm theo gói."
    )


def new_notebook(number: str, title: str) -> str:
    """Begin a chapter of the office's own in `so-tay`; what was made and what to do next.

    It stays inside the office until its metadata say otherwise. Raises UsageError for a number that is none, a title
    without letters, and where the file is there.
    """
    root = find_root()
    if not re.fullmatch(r"\d\d", number) or not title.strip():
        raise UsageError("Chương cần một số hai chữ số và một tên; ví dụ: tthc notebooks new 85 \"Bước chờ ký\"")
    name = re.sub(r"^m-|-[0-9a-f]{6}$", "", anchor(title)).replace("-", "_")
    own = root / OWN_CHAPTERS / f"{number}_{name}.ipynb"
    if own.exists():
        raise UsageError(f"Dự án đã có {own}; hãy sửa tệp đó hoặc chọn số, tên khác.")
    own.parent.mkdir(exist_ok=True)
    own.write_text(_begun(title.strip()), encoding="utf-8")
    return f"Đã lập chương {own}: thêm ô ở cuối, rồi lập lại báo cáo. Chương này chỉ có ở bản nội bộ."


def _begun(title: str) -> str:
    """A notebook with the heading, the parameters and the first cell of every chapter of the package."""
    path = min((shipped() / CHAPTERS).glob("[0-9][0-9]_*.ipynb"))
    model = json.loads(path.read_text(encoding="utf-8"))
    cells = [cell for cell in model["cells"] if cell["cell_type"] == "code"][:2]
    heading = {"cell_type": "markdown", "id": "ten-chuong", "metadata": {}, "source": [f"# {title}"]}
    metadata = {**model["metadata"], "tthc": {"audience": "internal"}}
    return json.dumps({**model, "cells": [heading, *cells], "metadata": metadata}, ensure_ascii=False, indent=1) + "\n"


def _with_origin(came: Path) -> str:
    """The notebook, whose metadata tell the edition that it was copied from."""
    notebook = json.loads(came.read_text(encoding="utf-8"))
    metadata = notebook["metadata"].setdefault("tthc", {})
    metadata["copied_from"] = {"version": tthc.__version__, "sha256": digest(came)}
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def notebook_origin(path: Path) -> dict[str, str]:
    """The edition that a chapter of the project was copied from; empty where it does not say."""
    try:
        metadata = json.loads(path.read_text(encoding="utf-8"))["metadata"]
        return dict(metadata.get("tthc", {}).get("copied_from", {}))
    except (ValueError, KeyError, AttributeError):
        return {}


def _came(folder: Path) -> list[Path]:
    return [path for path in reference_files(shipped() / REFERENCE, "**/*") if path.name != ORIGINS]
