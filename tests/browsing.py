"""One page opened in Debian's Chromium with the network cut, for the tests that look at pages as a reader does."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from patience import PATIENCE


@contextmanager
def browser() -> Iterator:
    """The running browser; the test is skipped where Debian's package is missing."""
    playwright = pytest.importorskip("playwright.sync_api")
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("Debian's chromium is not installed: apt-get install chromium")
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
    with playwright.sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=path, args=arguments, timeout=1000 * PATIENCE)
        yield chromium
        chromium.close()


class Visit:
    """One page opened offline; what it said (console, errors) and asked for (requests) is kept."""

    def __init__(self, browser, path: Path, width: int = 1280) -> None:
        context = browser.new_context(viewport={"width": width, "height": 900}, offline=True, locale="vi-VN")
        context.set_default_timeout(1000 * PATIENCE)
        self.page = context.new_page()
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(path.as_uri())

    def column(self, number: int) -> list[str]:
        """The texts of a column of the first table that sorts, rows that are shown only."""
        return self.page.locator(f".t-sortable >> nth=0 >> tbody tr:visible td:nth-child({number})").all_inner_texts()

    def __enter__(self) -> Visit:
        return self

    def __exit__(self, *_) -> None:
        self.page.context.close()


def open_details(page) -> None:
    """What is folded away counts too."""
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")


def axe_findings(page) -> list[tuple[str, str]]:
    """Rule and element of everything that axe-core finds wrong."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    response = axe.Axe().run(page).response
    assert len(response["passes"]) > 15
    return [(found["id"], found["nodes"][0]["html"][:200]) for found in response["violations"]]
