"""Asking the centre on a phone: how many touches it takes, without JavaScript, and the phone's place by one press."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.words import thai
from welfare.models import HelpCase

PAGE = "/help/bansuan/ask/"
HOUSE = {"latitude": 19.12345, "longitude": 99.91234}


class Fingers:
    """Counts every touch that somebody makes to fill in a form."""

    def __init__(self, person):
        self.person, self.touches = person, 0

    def choose(self, label):
        """Touch a choice."""
        self.person.main.get_by_text(label, exact=True).click()
        self.touches += 1

    def type(self, label, words):
        """Touch a field and write."""
        field = self.person.main.get_by_label(label, exact=True)
        field.click()
        field.press_sequentially(words)
        self.touches += 1

    def send(self):
        """Touch the button at the end."""
        self.person.press(thai("Send the request to the centre"))
        self.touches += 1


@pytest.mark.parametrize("is_scripted", [True, False])
def test_asking_takes_six_touches_with_or_without_javascript(arrive, is_scripted):
    person = arrive(java_script_enabled=is_scripted)
    person.go(PAGE)
    fingers = Fingers(person)
    fingers.choose(thai(HelpCase.Kind.FOOD.label))
    fingers.type(thai("For whom?"), "ยายแก้ว")
    fingers.type(thai("Where is it?"), "บ้าน 12 ใกล้วัด")
    fingers.choose(thai(HelpCase.Urgency.DANGER.label))
    fingers.type(thai("Phone that we can call"), "0812345678")
    fingers.send()
    assert person.path.startswith("/help/follow/")
    assert fingers.touches == 6
    person.sees(thai("The code of this request"))
    assert person.faults == []


def test_the_phones_place_goes_along_only_when_it_is_pressed(arrive):
    person = arrive(permissions=["geolocation"], geolocation=HOUSE)
    person.go(PAGE)
    place = person.page.locator("#id_latitude")
    expect(place).to_have_value("")
    person.press(thai("Use this phone's place"))
    expect(place).to_have_value("19.12345")
    person.press(thai("Do not send the place after all"))
    expect(place).to_have_value("")


def test_what_was_typed_is_there_again_after_the_page_was_lost(arrive):
    person = arrive()
    person.go(PAGE)
    Fingers(person).type(thai("Where is it?"), "บ้าน 12 ใกล้วัด")
    person.go("/help/")
    person.go(PAGE)
    expect(person.field(thai("Where is it?"))).to_have_value("บ้าน 12 ใกล้วัด")


def test_questions_stand_open_only_for_what_they_are_about(arrive):
    person = arrive()
    person.go(PAGE)
    topic = person.main.get_by_label(thai("What is not safe?"))
    expect(topic).to_be_hidden()
    Fingers(person).choose(thai(HelpCase.Kind.SAFETY.label))
    expect(topic).to_be_visible()
    Fingers(person).choose(thai(HelpCase.Kind.FRAUD.label))
    expect(topic).to_be_hidden()
    assert re.search(r"^/help/", person.path)
