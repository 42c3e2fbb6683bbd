"""docs/input.md says what the readers do: it is not behind the code, and its forms of dates are read as it says."""

from __future__ import annotations

import importlib.util
from datetime import datetime, timedelta

import pytest
from tests.reading import ROOT, read, write_csv

from tthc.engine import connect
from tthc.model.schema.checks import CHECKS
from tthc.sources.read.loose_times import DAY_FIRST, loose_moment

HEADER = ("Mã hồ sơ", "Ngày tiếp nhận", "Trạng thái")


@pytest.fixture(scope="module")
def page():
    spec = importlib.util.spec_from_file_location("input_page", ROOT / "docs" / "input_page.py")
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


def test_the_page_is_not_behind_the_readers(page):
    """`make docs` writes it."""
    told = page.input_page(ROOT / "data" / "reference")
    assert (ROOT / "docs" / "input.md").read_text(encoding="utf-8") == told
    assert [rule for rule in CHECKS if rule.split(".")[0] in ("file", "sheet", "cell", "row", "column", "id") and f"`{rule}`" not in told] == []


def test_every_form_of_date_on_the_page_is_read_as_it_says(page, tmp_path):
    write_csv(tmp_path / "a.csv", [(f"A{n}", f'"{text}"', "4") for n, text in enumerate(page.DATES)], header=HEADER)
    engine = connect()
    found = read(tmp_path, engine).dossiers.set_index("dossier_id").received_at
    engine.close()
    for n, text in enumerate(page.DATES):
        at = found[f"A{n}"].to_pydatetime()
        is_minute = abs(at - datetime(2024, 6, 5, 15, 5, 30)) < timedelta(minutes=1)
        assert is_minute or at in (datetime(2024, 6, 5, 7), datetime(2024, 6, 5, 8, 5)), (text, at)


def test_what_is_no_certain_day_is_none(page):
    assert [text for text in page.NO_DATES if loose_moment(text, DAY_FIRST, "Asia/Ho_Chi_Minh")] == []
