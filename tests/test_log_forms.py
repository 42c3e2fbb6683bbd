"""The same work gives the same segments, whatever the form in which a system writes it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pandas.testing import assert_frame_equal
from tests.log_forms import ANY, CLOSED, CUT, FIRST, QUEUE, STOPPED, WHOLE, Dossier, work
from tests.reading import read

from batch import apart, together
from chain import run_chain
from tthc.engine import Engine, connect

TOLD = ["dossier_id", "from_at", "to_at", "state", "party", "step", "kind", "unit", "officer", "pass_no", "wm", "late_wm"]
_HEAD = f'queues = ["{QUEUE}"]\nderive = {{ received_at = "first_event", finished_at = ["{CLOSED}"] }}\n'


@pytest.fixture(scope="module")
def engine():
    connected = connect()
    yield connected
    connected.close()


def rows(form: Callable, dossiers: list[Dossier], folder: Path, engine: Engine) -> dict[str, list[dict]]:
    """The canonical rows that the form is read as."""
    folder.mkdir()
    (folder / "p.toml").write_text(_HEAD + form(dossiers, folder), encoding="utf-8")
    found = read(folder, engine, folder / "p.toml", f"{FIRST:%Y-%m}..{CUT:%Y-%m}")
    tables = {name: found.tables[name].astype(object) for name in ("dossiers", "steps", "stops")}
    return {name: table.where(table.notna(), None).to_dict("records") for name, table in tables.items()}


def assert_alike(seed: int, is_whole: bool, engine: Engine, folder: Path) -> None:
    """One computation for all forms, each with its own dossiers and officers."""
    dossiers = work(seed, is_whole=is_whole)
    folder.mkdir()
    forms = {form.__name__: form for form in (WHOLE if is_whole else ANY)}
    read_as = {name: rows(form, dossiers, folder / name, engine) for name, form in forms.items()}
    found = engine.fetch(run_chain(engine, start=FIRST, cut=CUT, wanted=("segments",), **together(read_as)).segments)
    told = {name: one.sort_values(["dossier_id", "from_at"])[TOLD].reset_index(drop=True) for name, one in apart(found).items()}
    first = told["intervals"]
    assert set(told) == set(forms)
    assert set(first.dossier_id) == {one.name for one in dossiers if (one.finished or CUT) > one.received}
    for name, one in told.items():
        assert_frame_equal(first, one, check_dtype=False, obj=f"seed {seed}: {name} beside intervals")


def test_the_same_work_in_every_form_is_the_same_segments(engine, tmp_path):
    assert_alike(1, True, engine, tmp_path / "w")


def test_the_worlds_hold_what_makes_forms_differ():
    dossiers = work(1, is_whole=True) + work(1, is_whole=False)
    works = [done for one in dossiers for done in one.works]
    assert any(done.step == STOPPED for done in works) and any(not done.officer for done in works) and any(done.pauses for done in works)
    assert any(one.finished is None for one in dossiers) and any(done.start == done.end for done in works)


@pytest.mark.soak
def test_the_same_work_in_every_form_many_times(engine, tmp_path):
    for seed in range(1, 21):
        for is_whole in (True, False):
            assert_alike(seed, is_whole, engine, tmp_path / f"{seed}-{is_whole}")
