"""Every page: nothing for axe to find, light and dark, phone and desk; no sideways scrolling at 200 % zoom;
nothing in the console, nothing asked of another host."""

import pytest

from tests.browser import crawl, looks

# The others see what a buyer sees, and the committee's office.
ROLES = ["", "buyer", "seller", "representative", "treasurer", "committee", "auditor", "officer"]
# Pages that differ with the person; of all others, the first person's are looked at.
OWN = {
    "market:home",
    "market:orders",
    "market:order",
    "welfare:fund",
    "welfare:aid_request",
    "welfare:audit",
    "welfare:audit_sample",
    "welfare:payout",
    "households:home",
    "households:household",
    "households:income",
    "households:month",
    "households:book",
    "households:office",
    "households:person",
    "households:account",
    "households:inbox",
    "households:reports",
    "households:report",
}


@pytest.fixture(scope="session")
def pages(chromium, site):
    """For each role the pages to look at."""
    found, met = {}, set()
    for role in ROLES:
        person = crawl.Person(chromium, site.address)
        if role:
            person.enter(role)
        reached = list(crawl.crawl(person, role))
        found[role] = [page for page in reached if page.kind not in met or page.kind[0] in OWN]
        met |= {page.kind for page in reached}
        person.leave()
    return found


@pytest.mark.parametrize("role", ROLES)
def test_every_page_is_without_fault(arrive, pages, role):
    person = arrive(role)
    faults = []
    for page in pages[role]:
        person.go(page.path)
        faults += [f"{page}: {fault}" for fault in looks.faults(person.page)]
    faults += [fault for fault in person.faults if not fault.startswith("/no-such-page/")]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("role", ["committee", "treasurer"])
def test_the_office_keeps_its_width_and_runs_nothing_that_is_forbidden(arrive, role):
    person = arrive(role)
    faults = []
    for page in crawl.crawl(person, role, office=True):
        person.go(page.path)
        faults += [f"{page}: {fault}" for fault in looks.sideways(person.page, (looks.PHONE, looks.DESK))]
    faults += person.faults
    assert not faults, "\n".join(faults)


def test_a_picture_without_words_is_found(arrive):
    person = arrive()
    person.go("/help/")
    person.page.evaluate("document.querySelector('main').append(document.createElement('img'))")
    assert any("image-alt" in fault for fault in looks.faults(person.page))


def test_a_page_that_is_too_wide_is_found(arrive):
    person = arrive()
    person.go("/help/")
    person.page.evaluate("document.querySelector('h1').style.width = '400px'")
    assert looks.sideways(person.page) != []


def test_a_request_to_another_host_and_a_forbidden_script_are_found(arrive):
    person = arrive()
    person.go("/help/")
    with person.page.expect_console_message(lambda message: "127.0.0.2" in message.text):
        person.page.evaluate(
            "document.body.append(Object.assign(document.createElement('script'), {src: 'http://127.0.0.2:9/x.js'}))"
        )
    assert any("127.0.0.2" in fault for fault in person.faults)
