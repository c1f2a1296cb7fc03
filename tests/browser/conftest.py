"""A real Chromium and a running demo for the tests of this folder."""

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.people import Person
from tests.browser.site import built_demo, copied


def pytest_collection_modifyitems(items):
    """Everything in this folder drives a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium():
    """One browser for the whole run; a machine without one fails, it does not skip."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert path, "These tests need Chromium: install it, or name it in CHROMIUM."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """The folder of the demo that all workers of this run share. BROWSER_DEMO names one to keep between runs."""
    if kept := os.environ.get("BROWSER_DEMO"):
        return built_demo(Path(kept).absolute())
    folder = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        folder = folder.parent
    return built_demo(folder / "demo")


@pytest.fixture(scope="session")
def site(demo, tmp_path_factory):
    """A running demo for tests that only look, or change what nobody else looks at."""
    with copied(demo, tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture
def own_site(demo, tmp_path):
    """A running demo that this test may change as it likes."""
    with copied(demo, tmp_path) as running:
        yield running


@pytest.fixture
def arrive(chromium, site):
    """Somebody comes to the shared site: `arrive("buyer")` by the demo's door, `arrive()` as a stranger."""
    people = []

    def come(role: str = "", at=site, **options) -> Person:
        people.append(Person(chromium, at.address, **options))
        if role:
            people[-1].enter(role)
        return people[-1]

    yield come
    for person in people:
        person.leave()
