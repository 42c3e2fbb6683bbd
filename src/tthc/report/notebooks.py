"""Which notebooks are chapters, and whether they take the parameters they are about to get."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from pathlib import Path

import nbformat

from tthc.model.errors import UsageError
from tthc.model.settings import INTERNAL, Run
from tthc.model.shipped import chapter_files
from tthc.report.edition import is_told

_NAME = re.compile(r"\d\d_\w+\.ipynb")


def chapter_notebooks(root: Path, audience: str = INTERNAL) -> list[Path]:
    """The notebooks `NN_*.ipynb` of the project in order, without those whose metadata say that they are no chapter.

    Chapters that stay inside the office are left out of the edition for others.
    """
    found = [
        path
        for name, path in chapter_files(root).items()
        if _NAME.fullmatch(name) and _is_chapter(path, audience)
    ]
    if not found:
        raise UsageError(
            f"Dự án {root} không có sổ tay phân tích nào dạng NN_ten.ipynb; hãy lấy lại thư mục notebooks của dự án."
        )
    return found


def parameters(run: Run) -> dict[str, str]:
    """The parameters that every chapter takes; all are text, and an empty one means the project file's value."""
    return {
        "period": run.period.text,
        "source": ";".join(str(path) for path in run.sources),
        "profile": run.profile,
        "as_of": run.as_of.isoformat(),
        "unit": run.unit or "",
        "field": run.field or "",
        "rules": ",".join(f"{name}={value}" for name, value in run.rules.items()),
        "explanations": ";".join(str(path) for path in run.explanations),
    }


def check_parameters(path: Path, given: Mapping[str, object]) -> None:
    """Raises UsageError before any cell runs: papermill would only warn of an unknown name, and fail late on other
    types.
    """
    declared = declared_parameters(path)
    for name, value in given.items():
        if name not in declared:
            raise UsageError(
                f"Sổ tay phân tích {path.name} không có tham số “{name}”; các tham số được khai báo: "
                f"{', '.join(declared) or 'không có'}."
            )
        if type(value) is not declared[name]:
            raise UsageError(
                f"Tham số “{name}” của sổ tay phân tích {path.name} là kiểu {declared[name].__name__}, không nhận "
                f"giá trị {value!r}."
            )


def declared_parameters(path: Path) -> dict[str, type]:
    """Name and type of each default in the cell tagged `parameters`."""
    source = next((cell.source for cell in _read(path).cells if "parameters" in cell.metadata.get("tags", [])), "")
    try:
        statements = ast.parse(source).body
    except SyntaxError as error:
        raise UsageError(
            f"Ô tham số của sổ tay phân tích {path.name} không đọc được ở dòng {error.lineno}; hãy sửa ô đó."
        ) from None
    return {
        target.id: type(_literal(statement.value))
        for statement in statements
        if isinstance(statement, ast.Assign)
        for target in statement.targets
        if isinstance(target, ast.Name)
    }


def _literal(node: ast.expr) -> object:
    try:
        return ast.literal_eval(node)
    except ValueError:
        return None


def _is_chapter(path: Path, audience: str) -> bool:
    metadata = _read(path).metadata
    return bool(metadata.get("tthc", {}).get("chapter", True)) and is_told(metadata, audience)


def _read(path: Path) -> nbformat.NotebookNode:
    try:
        return nbformat.read(path, as_version=4)
    except (nbformat.reader.NotJSONError, UnicodeDecodeError, AttributeError):
        raise UsageError(f"Sổ tay phân tích {path.name} không đọc được; hãy lấy lại tệp của dự án.") from None
