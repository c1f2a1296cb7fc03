"""The first day of a real site: an empty database, one command, and pages that say what to do first."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import expect

from tests.browser import looks
from tests.browser.people import Person
from tests.browser.site import RunningSite
from tests.browser.words import thai

START = {
    "municipality": "เทศบาลตำบลเริ่มต้น",
    "community": "ชุมชนเริ่มต้น",
    "code": "rermton",
    "share": "2",
    "name": "สมหมาย เริ่มต้น",
    "email": "sommai@example.com",
    "phone": "081 234 5678",
}
EMPTY_PAGES = [
    "/",
    "/c/rermton/",
    "/search/",
    "/search/?q=ไข่",
    "/categories/vegetables/",
    "/basket/",
    "/orders/",
    "/sell/",
    "/fund/rermton/",
    "/household/",
    "/household/codes/",
    "/inbox/",
    "/reports/",
    "/help/",
    "/agreements/",
    "/accounts/",
]


@pytest.fixture
def started(chromium, tmp_path):
    """A real site, not a demo, on which only `start_community` has run; and somebody with the code it printed."""
    site = RunningSite(tmp_path, demo=False)
    site.build()
    options = [word for name, value in START.items() for word in (f"--{name}", value)]
    printed = site.run("manage.py", "start_community", "--no-input", *options)
    code = re.search(r"with the code (\S+)", printed)
    assert code, printed
    with site:
        person = Person(chromium, site.address)
        yield person, code[1]
        person.leave()


def test_the_first_member_enters_with_the_printed_code_and_finds_useful_pages(started):
    person, code = started
    enter(person, code)
    faults = []
    for path in EMPTY_PAGES:
        person.go(path)
        assert person.path == path.split("?")[0]
        assert person.main.get_by_role("heading", level=1).count() == 1, path
        faults += [f"{path}: {fault}" for fault in looks.axe_faults(person.page)]
    assert not faults, "\n".join(faults)
    person.go("/admin/")
    expect(person.page.get_by_role("heading", name=thai("What waits for you"))).to_be_visible()
    assert person.faults == []


def enter(person, code):
    """The code, the privacy notice, and the second step that a committee needs on a real site."""
    person.go("/")
    person.follow(thai("Sign in"))
    person.type(thai("Code on your paper"), code)
    person.press(thai("Enter with this code"))
    person.press(thai("I have read it and accept it"))
    person.go("/help/")
    person.sees("1669")
    person.go("/household/")
    person.follow(thai("Set up the app"))
    secret = re.search(r"\b[A-Z2-7]{32}\b", person.reads())[0]
    switch_the_app_on(person, secret)


def switch_the_app_on(person, secret):
    """Six figures hold for half a minute: whoever comes just too late types the next ones."""
    button = person.main.get_by_role("button", name=thai("Switch it on"))
    for _time in range(3):
        person.main.get_by_role("textbox").fill(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
        person.touch(button)
        if not button.count():
            return
    raise AssertionError(f"no code was taken: {person.reads()}")


def test_a_printed_code_enters_once(started, chromium):
    person, code = started
    enter(person, code)
    second = Person(chromium, person.address)
    second.go("/accounts/code/")
    second.type(thai("Code on your paper"), code)
    second.press(thai("Enter with this code"))
    expect(second.main.get_by_role("alert")).to_be_visible()
    second.leave()
