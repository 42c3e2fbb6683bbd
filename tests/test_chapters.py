"""Every chapter's cells run on the sample, on a period with nothing in it, and show blocks only."""

from __future__ import annotations

import ast
from pathlib import Path

import nbformat
import pytest

from tthc.display.blocks import Block, Card, DataTable, Empty, Picture

ROOT = Path(__file__).resolve().parents[1]
CHAPTERS = [path.stem for path in sorted((ROOT / "notebooks").glob("*.ipynb")) if not path.stem.startswith("80_")]
SAMPLE = str(ROOT / "data" / "raw" / "2024-01_2024-05")
WIDEST = 9  # columns on a portrait page


def shown(name: str, **parameters: str) -> list:
    """What the notebook's cells display, in order, run in this process."""
    displayed: list = []
    space = {"display": lambda *values: displayed.extend(values)}
    for cell in nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4).cells:
        if cell.cell_type != "code":
            continue
        if "parameters" in cell.metadata.get("tags", []):
            exec(cell.source, space)
            space.update(parameters)
            continue
        body = ast.parse(cell.source)
        last = body.body.pop() if isinstance(body.body[-1], ast.Expr) else None
        exec(compile(body, name, "exec"), space)
        value = eval(compile(ast.Expression(last.value), name, "eval"), space) if last else None
        displayed.extend([] if value is None else [value])
    return displayed


def inside(blocks: list) -> list[Block]:
    return [inner for block in blocks for inner in ([block, *inside(list(block.blocks))] if isinstance(block, Card) else [block])]


@pytest.fixture
def sample_project(module_project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(module_project)
    return module_project


@pytest.mark.soak  # the reports of test_report_sample.py and test_whole_way.py run them all
@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_shows_only_blocks_and_no_table_too_wide_for_a_page(sample_project, name):
    blocks = inside(shown(name, source=SAMPLE))
    assert blocks and all(isinstance(block, Block) for block in blocks)
    assert not [block.caption for block in blocks if isinstance(block, DataTable) and len(block.columns) > WIDEST and not block.wide]


@pytest.mark.soak  # the reports of test_report_sample.py and test_whole_way.py run them all
@pytest.mark.parametrize("name", CHAPTERS)
def test_a_period_with_nothing_in_it_reads_as_sentences(sample_project, name):
    blocks = inside(shown(name, source=SAMPLE, period="2020-01"))
    assert all(isinstance(block, Block) for block in blocks)
    if name in ("10_tinh_hinh_giai_quyet", "20_ho_so_qua_han"):  # the others also draw what no period bounds
        assert not [block for block in blocks if isinstance(block, Picture)]
    assert [block for block in blocks if isinstance(block, Empty)]


def test_the_late_dossiers_of_the_sample_each_have_a_card_with_a_strip(sample_project):
    cards = [block for block in shown("20_ho_so_qua_han", source=SAMPLE) if isinstance(block, Card)]
    assert len(cards) == 10
    assert all(isinstance(card.blocks[1], Picture) and len(card.blocks[1].svg) < 15_000 for card in cards)
