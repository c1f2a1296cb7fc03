"""Pages that no link leads to, only a sent form: what comes back after a mistake, a question, a look before saving."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import looks
from tests.browser.test_income_year import opens_a_visit
from tests.browser.words import thai

FIGURES = "input[inputmode=decimal]"


def a_month_with_mistakes(person):
    """Letters for baht, in every box."""
    person.go("/household/month/")
    for box in person.main.locator(FIGURES).all():
        if box.is_visible():
            box.fill("เยอะ")
    person.press(thai("This is everything of this month"))


def somebody_without_a_name(person):
    """A year that cannot be, and no name."""
    person.go("/household/")
    person.follow(thai("Enter somebody who lives here"))
    person.type(thai("Year of birth"), "2999")
    without_the_browsers_own_check(person)
    person.press(thai("Enter this person"))


def wishes_for_a_sample(person):
    """Surer than sure."""
    person.go("/office/sirisuk/samples/")
    person.type(thai("How sure, in percent"), "100")
    person.press(thai("How many households would that be?"))


def a_visit_tomorrow(person):
    """Without a figure, on a day that is no day."""
    person.go("/office/sirisuk/samples/")
    person.touch(person.main.get_by_role("list").last.get_by_role("link").first)
    opens_a_visit(person)
    person.type(thai("When"), "40/40")
    without_the_browsers_own_check(person)
    person.press(thai("Write it down"))


def columns_without_a_name(person):
    """Of the table that waits."""
    person.go("/office/sirisuk/import/")
    person.touch(person.main.get_by_role("list").last.get_by_role("link").first)
    person.follow(thai("Change what the columns hold"))
    for column in person.main.get_by_role("combobox").all():
        column.select_option(label=thai("leave this column out"))
    person.press(thai("Save and check the list"))


def a_report_without_a_title(person):
    """Which nobody could find again."""
    person.go("/reports/show/")
    person.follow(thai("Publish this report"))
    person.type(thai("Title"), "")
    without_the_browsers_own_check(person)
    person.press(thai("Publish it"))


def prices_that_cannot_be_read(person):
    """Two good lines and a bad one."""
    brings_prices(person, "ม.ค. 2567 107.25\nก.พ. 2567 แพง\nมี.ค. 2567 108.1")
    person.sees(thai("Mend them below, or delete those lines."))


def prices_before_they_are_kept(person):
    """The look at them."""
    brings_prices(person, "\n".join(f"{month}/2567 107.{month:02}" for month in range(1, 13)))
    person.page.wait_for_url("**/prices/check/")


def a_programme_without_a_name(person):
    """It needs one."""
    person.go("/reports/programmes/new/")
    without_the_browsers_own_check(person)
    person.touch(person.main.locator("form").get_by_role("button").last)


def brings_prices(person, lines):
    """Pasted."""
    person.go("/reports/prices/new/")
    person.type(thai("Where the figures are from"), "ตัวเลขสมมุติ")
    person.type(thai("Base year"), "2566")
    person.type(thai("Paste the table here"), lines)
    person.press(thai("Look at it first"))


def without_the_browsers_own_check(person):
    """Let the site answer, not the browser."""
    person.page.evaluate("document.querySelectorAll('form').forEach((form) => { form.noValidate = true; })")


ANSWERS = {
    "seller": [a_month_with_mistakes],
    "representative": [somebody_without_a_name],
    "committee": [wishes_for_a_sample, a_visit_tomorrow, columns_without_a_name, a_report_without_a_title],
    "officer": [prices_that_cannot_be_read, prices_before_they_are_kept, a_programme_without_a_name],
}


@pytest.mark.parametrize("role", ANSWERS)
def test_what_a_form_answers_is_without_fault(arrive, role):
    person = arrive(role)
    faults = []
    for send in ANSWERS[role]:
        send(person)
        if send is not prices_before_they_are_kept:
            alert = person.main.get_by_role("alert").first
            expect(alert, f"{send.__name__}: {person.path} says nothing").to_be_visible()
        words = person.main.locator("[role=alert], .field-error").all_inner_texts()
        faults += [
            f"{send.__name__}: {text!r} in English" for text in words if re.search("[A-Za-z]{4}", text)
        ]
        faults += [f"{send.__name__}: {fault}" for fault in looks.faults(person.page)]
    assert faults + person.faults == []
