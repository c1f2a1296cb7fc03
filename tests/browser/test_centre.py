"""From a request without an account to the volunteer's confirmed hours, as people see it on a phone, in Thai."""

import re
import sqlite3
from types import SimpleNamespace

import pytest

from tests.browser.people import Person
from tests.browser.words import thai

CAST = {
    "asker": "",
    "neighbour": "",
    "worker": "case_worker",
    "helper": "volunteer",
    "committee": "committee",
}
WHO, WHERE, NUMBER = "ยายบัวลา ทดลอง", "บ้าน 88/9 ข้างศาลา", "0812340099"
TOLD = "จิตอาสาไปรับเจ็ดโมงครึ่ง เตรียมบัตรโรงพยาบาลไว้ด้วย"
DONE = "ไปรับไปส่งแล้ว หมอนัดอีกทีเดือนหน้า"


@pytest.fixture(params=[True, False], ids=["with-javascript", "without-javascript"])
def cast(request, chromium, own_site):
    """Two visitors without an account, and those who handle, do and confirm; each with a phone."""
    people = {name: Person(chromium, own_site.address, java_script_enabled=request.param) for name in CAST}
    for name, role in CAST.items():
        people[name].runs_scripts = request.param
        if role:
            people[name].enter(role)
    yield SimpleNamespace(**people)
    faults = [fault for person in people.values() for fault in person.faults]
    for person in people.values():
        person.leave()
    assert faults == []


def test_from_the_request_to_the_confirmed_hours(cast, own_site):
    asks_wrongly_first(cast.asker)
    code = asks(cast.asker)
    asks(cast.neighbour)
    sorts_and_joins_what_was_told_twice(cast.worker)
    gives_it(cast.worker, name_of(own_site, "demo-helper"))
    does_it(cast.helper)
    writes_hours(cast.helper)
    confirms(cast.committee)
    reads_how_it_ended(cast.asker, code)
    the_other_code_tells_the_same(cast.neighbour)
    says_it_is_not_solved(cast.asker, cast.worker)


def name_of(site, code: str) -> str:
    """How an account of the demo is called."""
    with sqlite3.connect(f"file:{site.file}?mode=ro", uri=True) as database:
        [(name,)] = database.execute("SELECT name FROM households_user WHERE code = ?", [code]).fetchall()
    return name


def fills(person, where: str = WHERE) -> None:
    """The four fields."""
    person.main.get_by_label(thai("a lift, for example to the hospital"), exact=True).check()
    person.type(thai("For whom?"), WHO)
    person.type(thai("Where?"), where)
    person.main.get_by_label(thai("today"), exact=True).check()
    person.type(thai("Phone that we can call"), NUMBER)


def asks_wrongly_first(person) -> None:
    """Nothing is lost when a field is missing."""
    person.go("/help/?community=sirisuk")
    person.follow(thai("Ask the centre"))
    person.main.locator("form.ask").evaluate("form => { form.noValidate = true; }")
    fills(person, where="")
    person.press(thai("Send the request to the centre"))
    person.sees(thai("Please fill this in."))
    assert person.field(thai("For whom?")).input_value() == WHO


def asks(person) -> str:
    """The request arrives; its code is on the page that follows it."""
    person.go("/help/sirisuk/ask/")
    fills(person)
    person.press(thai("Send the request to the centre"))
    person.sees(thai("Received"))
    return person.main.locator(".code-figures").inner_text().strip()


def sorts_and_joins_what_was_told_twice(worker) -> None:
    """The desk finds the newer request, sees that it was told before, and counts it in the first one."""
    worker.go("/desk/sirisuk/")
    cards = worker.main.get_by_role("link").filter(has_text=WHO)
    assert cards.count() == 2
    worker.touch(cards.last)
    worker.sees(thai("Look first: was this told before?"))
    worker.press(thai("It is the same: count it there"))
    worker.go("/desk/sirisuk/")
    assert cards.count() == 1
    worker.touch(cards.first)


def gives_it(worker, helper: str) -> None:
    """To a volunteer who has learned it, and the person is told."""
    worker.open(thai("Give it to somebody"))
    form = worker.main.locator("#give")
    worker.field(thai("To whom"), form).select_option(label=helper)
    worker.press(thai("Give it"), form)
    worker.sees(helper)
    worker.open(thai("Write to the person"))
    worker.type(thai("What to write"), TOLD, worker.main.locator("#tell"))
    worker.press(thai("Send it"))
    worker.sees(TOLD)


def does_it(helper) -> None:
    """The volunteer finds it in hand, with the number to call, and says how it ended: not without an outcome."""
    helper.go("/desk/mine/")
    helper.touch(helper.main.get_by_role("link").filter(has_text=WHO))
    helper.sees(WHERE)
    assert helper.main.locator(f'a[href="tel:{NUMBER}"], a[href="tel:+66{NUMBER[1:]}"]').count() == 1
    form = helper.main.locator("#close")
    helper.field(thai("How did it end?"), form).select_option(label=thai("helped"))
    helper.type(thai("In words"), DONE, form)
    helper.press(thai("Close the request"))
    helper.go("/desk/mine/")
    assert WHO not in helper.reads()


def writes_hours(helper) -> None:
    """Two hours, which wait."""
    helper.go("/volunteers/hours/")
    helper.type(thai("How many hours?"), "๒")
    helper.field(thai("What kind of work was it?")).select_option(label=thai("lifts and carrying"))
    helper.type(thai("What did you do?"), "รับส่งไปโรงพยาบาล")
    helper.press(thai("Write these hours down"))
    helper.sees(thai("waits to be confirmed"))


def confirms(committee) -> None:
    """Somebody else confirms them."""
    committee.go("/volunteers/sirisuk/hours/")
    row = committee.main.locator("li").filter(has_text="รับส่งไปโรงพยาบาล").first
    committee.press(thai("Confirm"), row)
    assert "รับส่งไปโรงพยาบาล" not in committee.reads()


def reads_how_it_ended(asker, code: str) -> None:
    """By the code, on another day: what was written to them, and how it ended; no number and no place."""
    asker.go("/follow/")
    asker.type(re.compile(thai("Code")), code)
    asker.main.locator("form button").first.click()
    asker.page.wait_for_url(f"**/help/follow/{code}/")
    asker.sees(TOLD)
    asker.sees(thai("helped"))
    assert not {NUMBER, WHERE, WHO, DONE} & {
        words for words in (NUMBER, WHERE, WHO, DONE) if words in asker.reads()
    }


def the_other_code_tells_the_same(neighbour) -> None:
    """The one that was told twice stands where the first one stands."""
    neighbour.page.reload()
    neighbour.sees(thai("The same was asked twice. Here you see what happens with both."))
    neighbour.sees(thai("helped"))


def says_it_is_not_solved(asker, worker) -> None:
    """Then it waits again, and the desk sees it."""
    asker.type(thai("What is still to do?"), "รถยังไม่มารับกลับบ้าน")
    asker.press(thai("It is not solved, please help again"))
    asker.sees(thai("Waits for somebody to take it in hand"))
    worker.go("/desk/sirisuk/?reopened=1")
    worker.sees(WHO)
