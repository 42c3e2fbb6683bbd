"""What names people lies in folders of one user, whatever the umask."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from tthc.model.private import open_to_others, private_folder


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_what_is_made_is_its_owners_and_what_was_there_stays(tmp_path: Path, umask: int):
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports").chmod(0o755)
    before = os.umask(umask)
    try:
        made = private_folder(tmp_path / "reports" / "2024-05" / "20240601-080000")
    finally:
        os.umask(before)
    assert _mode(made) == _mode(made.parent) == 0o700 and _mode(tmp_path / "reports") == 0o755
    assert private_folder(made) == made
    assert open_to_others([made, tmp_path / "reports", tmp_path / "missing"]) == [tmp_path / "reports"]
