"""The register by hand: a household enters somebody on a phone, the committee looks, and the household divides."""

import pytest
from playwright.sync_api import expect

from tests.browser.words import thai

NAME = "ยายมา ตัวอย่าง"


def enter_somebody(person, name: str, born: str) -> None:
    """From one's household to a new line in it."""
    person.go("/household/")
    person.follow(thai("Enter somebody who lives here"))
    person.type(thai("Name and family name"), name)
    person.type(thai("Year of birth"), born)
    person.press(thai("Enter this person"))
    person.sees(name)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_household_enters_somebody_and_the_committee_looks(own_site, arrive, scripts):
    home = arrive("representative", at=own_site, java_script_enabled=scripts)
    enter_somebody(home, NAME, "๒๔๙๘")
    home.sees(thai("the committee will look"))
    home.follow(NAME)
    home.sees("2498")
    committee = arrive("committee", at=own_site, java_script_enabled=scripts)
    committee.go("/office/")
    committee.follow(thai("To look at"))
    card = committee.main.get_by_role("listitem").filter(has_text=NAME).first
    committee.press(thai("It is right"), inside=card)
    committee.sees(thai("Noted as right."))
    committee.go("/office/")
    committee.follow(thai("People in the community"))
    committee.open(thai("More conditions"))
    committee.field(thai("Age"), committee.main.get_by_role("search")).select_option("elderly")
    committee.press(thai("Find"))
    committee.sees(NAME)
    home.go("/household/")
    entry = home.main.get_by_role("listitem").filter(has_text=NAME)
    expect(entry).to_have_count(1)
    expect(entry).not_to_contain_text(thai("the committee will look"))
    assert home.faults == committee.faults == []


def test_a_household_divides_and_its_card_can_be_printed(own_site, arrive):
    home = arrive("representative", at=own_site)
    enter_somebody(home, NAME, "2498")
    home.follow(thai("Some of us become a household of their own"))
    home.field(NAME).check()
    home.field(thai("Who of them represents the new household?")).select_option(label=NAME)
    home.type(thai("Name of the household"), "บ้านยายมา")
    home.type(thai("House number"), "๙/๙")
    home.type(thai("Since when"), "1/1/2569")
    home.press(thai("Make two households of it"))
    home.sees(thai("There are two households now. The new one has a code of its own."))
    home.follow(thai("Print the household's card"))
    expect(home.main.locator("svg").first).to_be_visible()
    home.page.emulate_media(media="print")
    expect(home.main.locator(".home-pocket")).to_have_count(4)
    expect(home.main.locator(".home-pocket").first).to_be_visible()
    assert home.faults == []
