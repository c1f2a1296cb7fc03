"""A browser, and one address of each page that is weighed and rated."""

import contextlib
import os
import shutil
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("DEBUG", "1")

import django

django.setup()

from playwright.sync_api import Browser, sync_playwright

from tests.browser.site import RunningSite, built_demo, copied


def chromium_path() -> str:
    """Where Chromium is. Raises SystemExit where there is none."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not path:
        raise SystemExit("This needs Chromium: install it, or name it in CHROMIUM.")
    return path


@contextlib.contextmanager
def chromium():
    """A browser that is closed when it is no longer needed."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path())
        yield browser
        browser.close()


def demo_site(folder: Path) -> RunningSite:
    """A small demo in this folder, not started yet. BROWSER_DEMO names one that is built already."""
    demo = built_demo(Path(os.environ.get("BROWSER_DEMO", folder / "demo")).absolute())
    place = folder / "site"
    place.mkdir()
    return copied(demo, place)


def demo_paths(browser: Browser, site: RunningSite) -> dict[str, str]:
    """The market's home, and something that can be bought there."""
    page = browser.new_page()
    page.goto(f"{site.address}/search/?in_stock=1")
    listing = (
        page.get_by_role("main")
        .get_by_role("heading", level=3)
        .first.get_by_role("link")
        .get_attribute("href")
    )
    page.close()
    return {"home": "/", "listing": listing}
