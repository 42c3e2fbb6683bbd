"""What takes long, run by hand with `make soak`: runs killed at any moment, and two at once. Its print stands in docs/soak.md."""

from __future__ import annotations

import hashlib
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.soak
COMMAND = [sys.executable, "-m", "tthc", "report", "--period", "2024-01..2024-05"]
KILLS, SEED = 10, 2024


def _start(project: Path) -> subprocess.Popen:
    """A run in a process group of its own, kernels included, so that all of it can be killed at once."""
    return subprocess.Popen(COMMAND, cwd=project, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)


def _finished(project: Path) -> dict[str, str]:
    """Hash of every file of every report that has a manifest, and of the index; a killed run's scratch has none of its own name."""
    folders = {path.parent for path in (project / "reports").glob("*/*/run.json")}
    files = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    return {str(path.relative_to(project)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def _assert_index_leads_somewhere(project: Path) -> int:
    index = project / "reports" / "index.html"
    links = {link for link in re.findall(r'href="([^"#]+)"', index.read_text(encoding="utf-8")) if not link.startswith("data:")}
    assert [link for link in links if not (index.parent / link).exists()] == []
    return len(links)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def test_a_run_killed_at_any_moment_leaves_the_last_good_report_whole(project: Path):
    started = time.monotonic()
    first = _start(project)
    assert first.communicate() and first.returncode == 0
    whole = time.monotonic() - started
    moments = random.Random(SEED)
    _say(f"\nA whole run takes {whole:.0f} s. {KILLS} runs are killed (SIGKILL, kernels too) at random moments, seed {SEED}:")
    for number in range(KILLS):
        shutil.rmtree(project / ".tthc", ignore_errors=True)  # so that each run reads and computes as the first did
        before, moment = _finished(project), moments.uniform(0.02, 0.95) * whole
        running = _start(project)
        try:
            running.wait(timeout=moment)
            how = f"had ended with {running.returncode}"
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
            running.wait()
            how = "killed"
        running.communicate()
        after = _finished(project)
        assert before.items() <= after.items(), "a finished report was changed"
        links = _assert_index_leads_somewhere(project)
        _say(f"  {number + 1:2}. after {moment:5.1f} s {how:>16}: {len(before)} files of finished reports unchanged, {links} links of the index lead somewhere")
    last = _start(project)
    shown = last.communicate()
    assert last.returncode == 0, shown
    left = [path.name for path in (project / "reports").iterdir() if path.is_dir() and path.name.startswith(".")]
    _say(f"The next run ends with 0; scratch folders left: {len(left)}.")
    assert left == []


def test_of_two_runs_at_once_one_makes_the_report_and_the_other_says_so(project: Path):
    running = [_start(project), _start(project)]
    shown = [process.communicate() for process in running]
    assert sorted(process.returncode for process in running) == [0, 3]
    (refused,) = [text[1].strip().splitlines()[-1] for process, text in zip(running, shown, strict=True) if process.returncode == 3]
    assert "Một lần lập báo cáo khác đang chạy" in refused
    _assert_index_leads_somewhere(project)
    _say(f"Two runs at once: exit codes 0 and 3; the refused one says: {refused.split(' trong ')[0]} …")
