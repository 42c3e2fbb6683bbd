"""What notebooks have imported once goes on working, and is the same module under both names."""

from __future__ import annotations

import importlib
import sys

import pytest

from tthc import old_names


@pytest.mark.parametrize("old", old_names.NOW)
def test_an_old_name_is_the_module_of_today(old: str):
    today = importlib.import_module(f"tthc.{old_names.NOW[old]}")
    assert importlib.import_module(f"tthc.{old}") is today
    assert today.__spec__ is not None and today.__spec__.name == today.__name__ == f"tthc.{old_names.NOW[old]}"


def test_a_part_of_an_old_name_is_not_loaded_a_second_time():
    from tthc.blocks.numbers import days  # noqa: F401 - as a notebook of an office may have it

    from tthc.display.blocks import numbers

    assert sys.modules["tthc.blocks.numbers"] is numbers


def test_names_that_never_were_are_still_errors():
    with pytest.raises(ModuleNotFoundError, match="tthc.nothing"):
        importlib.import_module("tthc.nothing")
    with pytest.raises(ImportError):
        importlib.import_module("tthc.tables.nothing")
    assert old_names.now("other.tables") is None and old_names.now("tthc") is None
