"""Headless Chromium without a network, and the pages that are looked at in it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

from fsb_lib.html.render import render
from tests.browser import specimen
from tests.browser.made import made_reports, shared_folder
from tests.browser.other_pages import write_other_pages

CHROMIUM = Path("/usr/bin/chromium")
OFFLINE = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        reason = f"{CHROMIUM} is missing; install the chromium package to run the browser tests"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=str(CHROMIUM), args=OFFLINE)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The specimen as a file, as a secretary would open it."""
    path = tmp_path_factory.mktemp("specimen") / "report.html"
    path.write_text(render(specimen.notebook(), specimen.page_info()), encoding="utf-8")
    return path


@pytest.fixture
def page(browser: Browser, report: Path) -> Iterator[Page]:
    """The page at desktop width; `page.complaints` are its console messages and requests."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    complaints: list[str] = []

    def refuse(route: Route) -> None:
        complaints.append(f"request: {route.request.url[:80]}")
        route.abort()

    opened.route(lambda url: not url.startswith(("file:", "data:")), refuse)
    opened.on("console", lambda message: complaints.append(f"console: {message.text}"))
    opened.on("pageerror", lambda error: complaints.append(f"error: {error}"))
    opened.goto(report.as_uri())
    opened.complaints = complaints  # type: ignore[attr-defined]
    yield opened
    context.close()


@pytest.fixture
def window(browser: Browser) -> Iterator[Page]:
    """An empty window that notes whatever is asked of the network, and refuses it."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    opened = context.new_page()
    opened.asked = []  # type: ignore[attr-defined]

    def refuse(route: Route) -> None:
        opened.asked.append(route.request.url[:80])  # type: ignore[attr-defined]
        route.abort()

    opened.route(lambda url: not url.startswith(("file:", "data:")), refuse)
    yield opened
    context.close()


@pytest.fixture(scope="session")
def other_pages(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The portal, two error pages and two fault reports."""
    return write_other_pages(tmp_path_factory.mktemp("other-pages"))


@pytest.fixture(scope="session")
def index(other_pages: list[Path]) -> Path:
    """An index of three years, with a failed and a changed report among them."""
    return other_pages[0]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory, twin_city_snapshot: Path) -> list[Path]:
    """The pages that runs make, made once for all workers."""
    return made_reports(shared_folder(tmp_path_factory), twin_city_snapshot)
