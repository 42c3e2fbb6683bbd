"""What an unattended run must know before its data: its limits, the period that is due, where reports go."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from tthc.model.errors import UsageError
from tthc.model.limits import Limits, load_limits, load_period, office_name, reports_folder

FILE = """
[office]
name = "Sở Thử nghiệm"

[data]
source = "xuat"

[report]
out = "bao-cao"
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return _with(tmp_path, FILE)


def _with(root: Path, text: str) -> Path:
    (root / "tthc.toml").write_text(text, encoding="utf-8")
    return root


def test_limits_of_unattended_runs_are_settings_with_defaults(root: Path):
    assert load_limits(root) == Limits()
    assert load_limits(_with(root, "[schedule]\nwait_minutes = 5\nkeep_logs = 9\n")) == Limits(wait_minutes=5, keep_logs=9)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("wait_minutes = 0", "khóa wait_minutes nhận số nguyên từ 1, không nhận “0”"),
        ('run_minutes = "lâu"', "khóa run_minutes nhận số nguyên từ 1, không nhận “lâu”"),
        ("minutes = 3", "không có khóa “minutes”; được dùng: chapter_minutes, keep_logs"),
    ],
)
def test_a_limit_that_is_no_whole_number_or_not_known_is_an_error(root: Path, line: str, says: str):
    with pytest.raises(UsageError, match=says):
        load_limits(_with(root, f"[schedule]\n{line}\n"))


def test_the_reports_folder_is_known_even_where_the_project_file_is_broken(root: Path):
    assert reports_folder(root) == root / "bao-cao"
    assert reports_folder(root, "khac") == root / "khac"
    assert reports_folder(_with(root, "[report")) == root / "reports"


def test_the_period_is_known_without_its_data(root: Path):
    period, quarters = load_period("previous-month", root=root, today=date(2024, 6, 3))
    assert (period.text, quarters) == ("2024-05", "calendar")


def test_every_limit_may_stand_in_the_project_file(root: Path):
    lines = "".join(f"{one.name} = 7\n" for one in fields(Limits))
    assert load_limits(_with(root, f"[schedule]\n{lines}")) == Limits(7, 7, 7, 7, 7)


def test_the_office_is_named_where_the_project_file_can_be_read(root: Path):
    assert office_name(root) == "Sở Thử nghiệm"
    assert office_name(_with(root, "[office")) == ""
