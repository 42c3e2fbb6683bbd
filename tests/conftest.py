"""What several tests share: where the real data lie, a project of their own to write into, and no skipping in CI."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tthc.engine import Engine, connect

settings.register_profile("tthc", deadline=None, suppress_health_check=[HealthCheck.too_slow])  # no test says how fast a machine is
settings.load_profile("tthc")

# Expressions are millions of small objects that live as long as the statement; looking through them again and again takes a sixth of the time.
gc.set_threshold(100_000, 50, 100)

ROOT = Path(__file__).resolve().parents[1]
IN_CI = os.environ.get("CI") == "true"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real logs beside the checkout (or TTHC_SHARED); without it the test is skipped, in CI it fails."""
    shared = Path(os.environ.get("TTHC_SHARED") or ROOT.parent / "shared")
    if not (shared / "data").is_dir():
        pytest.skip(f"real data not found in {shared}: set TTHC_SHARED, or put the folder `shared` beside the checkout")
    return shared / "data"


@pytest.fixture(scope="session", params=["duckdb", pytest.param("spark", marks=pytest.mark.spark)])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """One engine for the session: the same test bodies run on DuckDB and, in `make test-spark`, on Spark."""
    if request.param == "spark":
        pytest.importorskip("pyspark", reason="Spark is not installed: make test-spark installs it")
    connected = connect(request.param)
    yield connected
    connected.close()


@pytest.fixture(scope="session")
def shared_shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder of computed tables for all tests: a table is found by the address of all that it depends on, or made once."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "bang"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shared_shelf: Path) -> Path:
    """A project folder of the test's own, and the current folder: settings, data and notebooks, no report yet."""
    return _enter(_copy_project(tmp_path / "project", shared_shelf), monkeypatch)


@pytest.fixture(scope="module")
def module_project(tmp_path_factory: pytest.TempPathFactory, shared_shelf: Path) -> Path:
    """The same for all tests of one file, for what is dear to compute; it is not made the current folder."""
    return _copy_project(tmp_path_factory.mktemp("project") / "project", shared_shelf)


def _copy_project(target: Path, shelf: Path) -> Path:
    target.mkdir()
    (target / ".tthc").mkdir()
    (target / ".tthc" / "bang").symlink_to(shelf, target_is_directory=True)
    shutil.copy(ROOT / "tthc.toml", target)
    for folder in ("data", "notebooks"):
        if (ROOT / folder).is_dir():
            shutil.copytree(ROOT / folder, target / folder, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    return target


def _enter(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(folder)
    return folder


# Whose bodies run on Spark in `make test-spark`; those of the other files do in `make test-spark-all`, which takes more than half an hour.
SPARK_FILES = frozenset({"test_engine.py", "test_graph.py", "test_worktime.py"})


# What computes a whole study, makes a report, or starts another program: a file that imports one of these, a test that uses one of these.
WHOLE_NAMES = frozenset({"browser", "make_report", "open_run", "open_study", "subprocess"})
WHOLE_FIXTURES = frozenset({"shared_data", "shared_shelf"})


def _mark(item: pytest.Item) -> None:
    """The marks that a test has by what it uses, so that nobody needs to remember them."""
    if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
        item.add_marker(pytest.mark.property)
    if WHOLE_NAMES & vars(item.module).keys() or WHOLE_FIXTURES & set(item.fixturenames):
        item.add_marker(pytest.mark.whole)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        _mark(item)
    # The dear files first, so that no worker is left with one of them at the end (with --no-loadscope-reorder).
    dear = {item.path for item in items if item.get_closest_marker("whole")}
    items.sort(key=lambda item: item.path not in dear)
    if os.environ.get("SPARK_ALL"):
        return
    late = [item for item in items if item.get_closest_marker("spark") and item.path.name not in SPARK_FILES]
    if late:
        config.hook.pytest_deselected(items=late)
        items[:] = [item for item in items if item not in set(late)]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo):
    return _no_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector):
    return _no_skip((yield))


def _no_skip(report):
    """In CI everything a test needs is there, so a skipped test is a failed one."""
    if IN_CI and report.outcome == "skipped" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI does not allow: {report.longrepr}"
    return report
