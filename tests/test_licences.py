"""docs/licences.md is current, and nothing that runs with a report is under a stronger copyleft than the LGPL."""

from __future__ import annotations

import importlib.util
import re
from importlib import metadata
from types import ModuleType

import pytest
from tests.told import ROOT

# Each word of a licence expression; MPL-2.0 is weaker than the LGPL (it binds single files).
FREE = {"MIT", "MIT-0", "MIT-CMU", "BSD", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "Apache-2.0", "ISC", "PSF-2.0", "Zlib", "CC0-1.0", "OFL-1.1", "MPL-2.0"}
WEAK = {"LGPL-2.1-only", "LGPL-2.1-or-later", "LGPL-3.0-only", "LGPL-3.0-or-later"}


@pytest.fixture(scope="module")
def licences() -> ModuleType:
    spec = importlib.util.spec_from_file_location("licences", ROOT / "docs" / "licences.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _words(licence: str) -> set[str]:
    return set(re.split(r" AND | OR |\s*[()]\s*", licence)) - {""}


def test_nothing_stronger_than_the_lgpl_runs_with_a_report(licences: ModuleType):
    needed = licences.at_run_time() & set(licences.pinned())
    told = {name: _words(licences.licence(name)) for name in needed}
    assert {name: words for name, words in told.items() if not words or words - FREE - WEAK} == {}
    assert {name for name, words in told.items() if words & WEAK} == {"docxtpl"}
    assert len(needed) > 90 and {"duckdb", "pandas", "typst", "docxtpl"} <= needed and "hypothesis" not in needed


def test_every_package_of_the_tests_names_a_licence_too(licences: ModuleType):
    assert [name for name in licences.pinned() if _words(licences.licence(name)) - FREE - WEAK or not licences.licence(name)] == []


def test_the_page_is_that_of_what_is_pinned(licences: ModuleType):
    """What is installed here is what is pinned, or its licence is not the pinned one's."""
    for name in set(licences.pinned()) - set(licences.READ_IN_THE_WHEEL):
        assert metadata.version(name) == licences.pinned()[name], name
    assert (ROOT / "docs" / "licences.md").read_text(encoding="utf-8") == licences.licences_page()


@pytest.mark.parametrize("word", ["GPL-3.0", "AGPL-3.0-only", "GPL-2.0-or-later"])
def test_a_stronger_one_would_be_seen(word: str):
    assert _words(f"MIT AND ({word} OR Apache-2.0)") - FREE - WEAK == {word}
