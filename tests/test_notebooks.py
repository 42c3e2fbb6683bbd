"""Notebooks in git hold no output, one parameters cell, and calls only: short cells without `def` or `try`."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import nbformat
import pytest

NOTEBOOKS = sorted((Path(__file__).resolve().parents[1] / "notebooks").glob("*.ipynb"))
PARAMETERS = {
    "period": "2024-01..2024-05", "source": "", "profile": "", "as_of": "", "unit": "", "field": "", "rules": "",
    "explanations": "",
}
every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def _code(path: Path) -> list[nbformat.NotebookNode]:
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def test_the_first_chapters_are_there():
    names = {path.stem for path in NOTEBOOKS}
    assert names >= {"90_chat_luong_du_lieu", "10_tinh_hinh_giai_quyet", "20_ho_so_qua_han", "30_nguyen_nhan"}
    assert all(path.stem[:2].isdigit() for path in NOTEBOOKS)


@every_notebook
def test_it_is_valid_and_runs_on_the_ordinary_kernel(path: Path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "python3"


@every_notebook
def test_it_holds_no_output(path: Path):
    assert [cell.id for cell in _code(path) if cell.outputs or cell.execution_count] == []


@every_notebook
def test_its_first_code_cell_is_the_parameters_as_everywhere(path: Path):
    first, *others = _code(path)
    assert "parameters" in first.metadata.get("tags", [])
    assert not [cell.id for cell in others if "parameters" in cell.metadata.get("tags", [])]
    assigned = {node.targets[0].id: ast.literal_eval(node.value) for node in ast.parse(first.source).body if isinstance(node, ast.Assign)}
    assert assigned == PARAMETERS


@every_notebook
def test_its_cells_are_few_short_and_only_calls(path: Path):
    cells = _code(path)
    assert len(cells) <= 15
    for cell in cells:
        assert len(cell.source.strip().splitlines()) <= 8, cell.source
        forbidden = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.Try, ast.For, ast.While)
        assert not [node for node in ast.walk(ast.parse(cell.source)) if isinstance(node, forbidden)], cell.source


@every_notebook
def test_it_quiets_no_warning_and_names_no_path(path: Path):
    source = "\n".join(cell.source for cell in _code(path))
    assert re.findall(r"filterwarnings|simplefilter|[\"'](?:/|[A-Z]:\\)", source) == []


@every_notebook
def test_a_sentence_stands_above_every_code_cell_but_the_first(path: Path):
    cells = nbformat.read(path, as_version=4).cells
    code = [number for number, cell in enumerate(cells) if cell.cell_type == "code"]
    bare = [cells[n].source for n in code[1:] if cells[n - 1].cell_type == "code" and n - 1 != code[0]]
    assert bare == []
