"""A person with a browser: finds things by the words on them, and presses, types and reads."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from django.utils.translation import override
from playwright.sync_api import Browser, Locator, expect

from households.demo_people import PEOPLE

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
BAHT = re.compile(r"฿([\d,]+(?:\.\d\d)?)")
SECONDS = 20_000
expect.set_options(timeout=SECONDS)
# Whether this leads to another page: a link, or a button that sends a form. Not a file to take away, not a place on
# the same page, not what htmx brings in, and not a form in which the browser itself asks to mend a field.
LEADS_ON = """(one) => {
  const form = one.form;
  const isScripted = document.documentElement.classList.contains("scripted");
  if (isScripted && (form ?? one).matches("[hx-get], [hx-post]")) return false;
  if (one.matches("a[href]")) {
    const isHere = one.hash && one.href.split("#")[0] === location.href.split("#")[0];
    return !isHere && !one.hasAttribute("download");
  }
  if (!form || one.type !== "submit") return false;
  return form.noValidate || one.formNoValidate || !form.matches(":invalid");
}"""


class Person:
    """One browser window, on a phone unless said otherwise."""

    def __init__(self, browser: Browser, address: str, **options):
        self.address = address
        self.context = browser.new_context(
            base_url=address, locale="th-TH", **{"viewport": PHONE, "reduced_motion": "reduce", **options}
        )
        self.context.set_default_timeout(SECONDS)
        self.faults: list[str] = []
        self.page = self.context.new_page()
        self.page.on("console", self._read_console)
        self.page.on("pageerror", lambda error: self.faults.append(f"{self.path}: {error}"))
        self.context.on("request", self._see_request)
        self.context.on("response", self._see_response)

    def _read_console(self, message) -> None:
        if message.type in ("error", "warning"):
            self.faults.append(f"{self.path}: {message.text}")

    def _see_request(self, request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.faults.append(f"{self.path}: asks {request.url}")

    def _see_response(self, response) -> None:
        if response.status >= 500:
            self.faults.append(f"{self.path}: {response.status} from {response.url}")

    @property
    def path(self) -> str:
        """Where the person is."""
        return urlsplit(self.page.url).path

    @property
    def main(self) -> Locator:
        """The page without its frame."""
        return self.page.get_by_role("main")

    def enter(self, role: str) -> None:
        """Through the demo's door as the first person of this role."""
        self.go("/accounts/login/")
        with override("th"):
            called = str(PEOPLE[role][1])
        self.press(re.compile(f"^{re.escape(called)} – "))

    def leave(self) -> None:
        """Close the browser window."""
        self.context.close()

    def go(self, path: str) -> None:
        """Open an address."""
        self.page.goto(path)

    @contextmanager
    def leaving(self) -> Iterator[None]:
        """What is done in this block leads to another page: wait until that one stands there."""
        self.page.evaluate("document.documentElement.dataset.left = ''")
        yield
        expect(self.page.locator("html[data-left]"), f"still on {self.path}").to_have_count(0)
        self.page.wait_for_load_state()

    def touch(self, target: Locator) -> None:
        """Press a button or follow a link; where it leads to another page, come to stand on that one."""
        # What htmx is bringing in may put another button in the place of this one.
        expect(self.page.locator(".htmx-request")).to_have_count(0)
        if not target.evaluate(LEADS_ON):
            target.click()
            return
        with self.leaving():
            target.click()

    def press(self, name, inside: Locator | None = None) -> None:
        """Press the button with this name."""
        self.touch((inside or self.page).get_by_role("button", name=name, exact=True))

    def follow(self, name, inside: Locator | None = None) -> None:
        """Follow the first link with this name."""
        self.touch((inside or self.page).get_by_role("link", name=name).first)

    def field(self, label, inside: Locator | None = None) -> Locator:
        """A field by its label."""
        return (inside or self.main).get_by_label(label)

    def type(self, label, words: str, inside: Locator | None = None) -> None:
        """Write into the field with this label, in place of what is there."""
        self.field(label, inside).fill(words)

    def open(self, summary, inside: Locator | None = None) -> None:
        """Unfold a folded part."""
        (inside or self.main).locator("summary").filter(has_text=summary).click()

    def card(self, words) -> Locator:
        """The card, order or payment in which these words stand."""
        return self.main.get_by_role("article").filter(has_text=words)

    def sees(self, words) -> None:
        """Wait for these words on the page."""
        expect(self.main.get_by_text(words).first).to_be_visible()

    def reads(self) -> str:
        """All words of the page."""
        return self.main.inner_text()

    def amount(self, name) -> float:
        """The baht that stand with this name."""
        stat = self.main.get_by_text(name, exact=True).first.locator("xpath=..")
        return baht(stat.inner_text())


def baht(words: str) -> float:
    """The first amount of baht in a text."""
    found = BAHT.search(words)
    assert found, f"no amount in {words!r}"
    return float(found[1].replace(",", ""))
