"""The list of causes: the project's own, and an office's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tthc.analysis.causes import load_causes
from tthc.model.errors import UsageError

ROOT = Path(__file__).resolve().parents[1]


def test_every_cause_of_the_project_has_a_name_short_enough_for_a_label():
    listed = load_causes(ROOT / "data" / "reference" / "causes.csv")
    assert max(len(cause.short) for cause in listed) <= 30 and len({cause.short for cause in listed}) == len(listed)


def test_an_offices_own_list_needs_no_short_names(tmp_path):
    own = tmp_path / "causes.csv"
    head, row = "code,label,nature,remedy,state,kind,step,source", "A,Chờ lâu,subjective,,work,*,*,"
    own.write_text(f"{head}\n{row}\n", encoding="utf-8")
    assert [cause.short for cause in load_causes(own)] == ["Chờ lâu"]
    own.write_text(f"{head},short\n{row},Chờ\n", encoding="utf-8")
    assert [(cause.label, cause.short) for cause in load_causes(own)] == [("Chờ lâu", "Chờ")]
    own.write_text("code,label,short\nA,Chờ lâu,Chờ\n", encoding="utf-8")
    with pytest.raises(UsageError, match="causes.csv, dòng 1: thiếu cột nature.*cần đủ các cột code, label, nature"):
        load_causes(own)
