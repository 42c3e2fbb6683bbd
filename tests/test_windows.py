"""What Windows does otherwise, as far as Linux can tell (docs/windows.md): names of folders and files that it refuses."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tthc.report.publish import slug

_DEVICES = ("con", "prn", "aux", "nul", *(f"{kind}{n}" for kind in ("com", "lpt") for n in range(1, 10)))


@pytest.mark.parametrize("unit", ["Con", "AUX", "nul", "Prn", "COM1", "lpt9", "Còn"])
def test_a_unit_that_is_called_as_a_device_gets_another_folder(unit: str):
    assert slug(unit).lower() not in _DEVICES and slug(unit)


@settings(max_examples=25)
@given(st.text(max_size=60))
def test_a_folder_s_name_is_one_on_windows_whatever_the_unit_is_called(unit: str):
    name = slug(unit)
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]*", name) and name not in _DEVICES
