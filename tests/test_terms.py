"""The word list of docs/terms.md holds for every Vietnamese text: code, chapters, reference tables (the rendered sample: test_report_sample)."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator

import pytest

from small_tables import REFERENCE
from terms import SPACED_PERCENT, VIETNAMESE, forbidden, said
from tthc.display.blocks.clean_text import in_field, lower_first

ROOT = REFERENCE.parents[1]


def _code() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "src" / "tthc").rglob("*.py")):
        if "simulate" in path.parts:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        documented = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and node.body and isinstance(node.body[0], ast.Expr)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                yield path.name, "".join(str(part.value) if isinstance(part, ast.Constant) else "9" for part in node.values)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented:
                yield path.name, node.value


def _chapters() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        yield path.name, "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")


def _tables() -> Iterator[tuple[str, str]]:
    for path in (*sorted(REFERENCE.glob("*.csv")), REFERENCE / "texts.toml"):
        yield path.name, path.read_text(encoding="utf-8")


def test_no_text_of_the_program_uses_a_word_that_another_stands_for():
    texts = [(name, text) for name, text in (*_code(), *_chapters(), *_tables()) if VIETNAMESE.search(text)]
    assert len(texts) > 1000
    found = [f"{name}: {hit}" for name, text in texts for hit in said(text)]
    assert found == []


def test_the_list_names_each_term_once_and_forbids_no_term():
    terms, never = forbidden()
    assert len(terms) == len(set(terms)) > 10
    assert [word for word in never for term in terms if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", term)] == []


@pytest.mark.parametrize("text", ["quá hạn 5,10 % số hồ sơ", "Mức chứng cứ 2 trên 3", "còn −0,1", "góp 2 trong 3 ngày", "thuộc lĩnh vực lĩnh vực A"])
def test_what_is_forbidden_is_found(text: str):
    assert said(text)
    assert SPACED_PERCENT.search("5,10 %") and not SPACED_PERCENT.search("5,10%")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Hộ tịch", "hộ tịch"), ("Thi đua - khen thưởng", "thi đua - khen thưởng"), ("Đất đai", "đất đai"), ("Y tế", "y tế"),
        ("Nghĩa vụ quân sự", "nghĩa vụ quân sự"), ("UBND tỉnh", "UBND tỉnh"), ("Hà Tĩnh", "Hà Tĩnh"), ("An Giang", "An Giang"),
        ("Building", "Building"), ("Building permit", "Building permit"), ("Thủ tục tặng cờ", "thủ tục tặng cờ"), ("", ""),
    ],
)  # fmt: skip
def test_names_keep_their_capitals(name: str, told: str):
    assert lower_first(name) == told


@pytest.mark.parametrize(("name", "told"), [("Hộ tịch", "lĩnh vực hộ tịch"), ("Lĩnh vực A", "lĩnh vực A"), ("Lĩnh vực đất", "lĩnh vực đất")])
def test_a_field_is_not_called_a_field_twice(name: str, told: str):
    assert in_field(name) == told
