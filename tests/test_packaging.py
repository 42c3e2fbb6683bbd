"""pyproject.toml is the list of what we need; the lock file, environment.yml and the licence agree with it."""

from __future__ import annotations

import importlib.util
import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
CONDA_NAMES = {"matplotlib-base": "matplotlib", "python-duckdb": "duckdb", "ibis-duckdb": "ibis-framework"}
LINUX = {"sys_platform": "linux", "os_name": "posix", "platform_system": "Linux"}
WINDOWS = {"sys_platform": "win32", "os_name": "nt", "platform_system": "Windows"}


def _pyproject() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def _needed() -> dict[str, Requirement]:
    """What `make report` and `make test` need directly, by canonical name."""
    project = _pyproject()["project"]
    texts = [*project["dependencies"], *project["optional-dependencies"]["test"], *_pyproject()["build-system"]["requires"]]
    return {canonicalize_name(need.name): need for need in map(Requirement, texts)}


def _lock(name: str = "requirements.lock") -> dict[str, Requirement]:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    pins = [Requirement(line.removesuffix(" \\")) for line in lines if line.strip() and not line.startswith(("#", "    --hash="))]
    assert len({pin.name for pin in pins}) == len(pins), "a package is pinned twice"
    return {canonicalize_name(pin.name): pin for pin in pins}


def _version(pin: Requirement) -> str:
    (only,) = pin.specifier
    assert only.operator == "=="
    return only.version


@pytest.fixture(scope="module")
def reached() -> Callable[[dict[str, str]], set[str]]:
    """Every installed distribution that the project needs on a system, by the walk that the page of licences goes."""
    spec = importlib.util.spec_from_file_location("licences", ROOT / "docs" / "licences.py")
    licences = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(licences)
    return lambda system: licences.reached(_needed().values(), [system])


@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13", "3.14"])
@pytest.mark.parametrize("system", [LINUX, WINDOWS], ids=["linux", "windows"])
def test_the_lock_pins_everything_that_is_reached(reached, system: dict[str, str], version: str):
    """pip is told to take nothing else (`--no-deps`), so that what is missing here would be missing in the environment."""
    system = {**system, "python_version": version, "python_full_version": f"{version}.9"}
    pinned = {name for name, pin in _lock().items() if pin.marker is None or pin.marker.evaluate(system)}
    assert reached(system) - pinned == set()


def test_the_lock_pins_nothing_that_nobody_needs(reached):
    python_3_12 = {"python_version": "3.12", "python_full_version": "3.12.1"}
    systems = [LINUX, WINDOWS, {"sys_platform": "darwin", "platform_system": "Darwin"}, {**LINUX, **python_3_12}]
    needed = set().union(*map(reached, systems))
    assert [name for name, pin in _lock().items() if name not in needed and not pin.marker] == []


def test_the_lock_keeps_within_what_pyproject_allows():
    lock = _lock()
    for name, need in _needed().items():
        assert need.specifier.contains(_version(lock[name])), name
    (spark,) = map(Requirement, _pyproject()["project"]["optional-dependencies"]["spark"])
    assert spark.specifier.contains(_version(_lock("requirements-spark.lock")["pyspark"]))


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-spark.lock", "requirements-docs.lock"])
def test_every_pin_has_the_hashes_of_its_files(name: str):
    """`make hashes` writes them; without one pip would refuse the whole file."""
    text = (ROOT / name).read_text(encoding="utf-8")
    parts = re.split(r"\n(?=[^\s#])", text)[1:]
    assert len(parts) == len(_lock(name))
    hashes = [re.findall(r" \\\n    --hash=(sha256:[0-9a-f]{64})(?= \\\n|$)", part) for part in parts]
    assert [part for part, found in zip(parts, hashes, strict=True) if not found or len(found) != part.count("--hash") or found != sorted(set(found))] == []


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-spark.lock", "requirements-docs.lock", "pyproject.toml", "environment.yml"])
def test_no_list_names_a_host(name: str):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert re.findall(r"https?:|file:|--index|--find-links|@ ", text) == []


def test_conda_users_get_the_same_packages():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    plain = [entry for entry in environment["dependencies"] if isinstance(entry, str)]
    (by_pip,) = [entry["pip"] for entry in environment["dependencies"] if isinstance(entry, dict)]
    assert by_pip.pop() == "-e ."
    listed = {}
    for need in map(Requirement, [*plain, *by_pip]):
        listed[canonicalize_name(CONDA_NAMES.get(need.name, need.name))] = need.specifier
    assert str(listed.pop("python")) == _pyproject()["project"]["requires-python"]
    listed.pop("pip")
    assert listed == {name: need.specifier for name, need in _needed().items()}


def test_the_version_stands_in_one_place_and_is_told_where_it_is_cited():
    assert _pyproject()["project"]["dynamic"] == ["version"] and "version" not in _pyproject()["project"]
    version = re.search(r'^__version__ = "(\d+\.\d+\.\d+)"$', (ROOT / "src/tthc/__init__.py").read_text(encoding="utf-8"), re.MULTILINE)[1]
    assert yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))["version"] == version
    changes = re.findall(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert changes[0] == "Unreleased" and version in changes


def test_the_licence_is_the_one_that_is_named():
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert _pyproject()["project"]["license"] == "Apache-2.0 AND OFL-1.1"  # the latter: the letters of the signed text
    for name in _pyproject()["project"]["license-files"]:
        assert (ROOT / name).is_file(), name
    assert "Reserved Font Name Liberation" in (ROOT / "src/tthc/templates/official/fonts/OFL.txt").read_text(encoding="utf-8")
    assert "Apache License" in text and "Version 2.0, January 2004" in text and "END OF TERMS AND CONDITIONS" in text


def test_every_template_of_the_package_is_shipped():
    """What the package reads at run time must be inside it, or an installed copy would fail where the checkout works."""
    shipped = _pyproject()["tool"]["setuptools"]["package-data"]["tthc"]
    folder = ROOT / "src" / "tthc"
    files = {path for pattern in shipped for path in folder.glob(pattern)}
    data = {path for path in folder.rglob("*") if path.is_file() and path.suffix != ".py" and "__pycache__" not in path.parts}
    assert data - files == set()
