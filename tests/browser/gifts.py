"""A gift to the fund as a giver and the treasurer go through it: wrong first, and what was typed stays."""

import io
import re
import sqlite3

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Locator, expect

from tests.browser import looks
from tests.browser.people import PHONE, baht
from tests.browser.words import thai

FUND = "/fund/sirisuk/"
GIVER, SLIP, GIFT = "ป้าทดลอง ใจบุญ", "0099887766550071ABCD", 300
MEND = "Please mend what is marked. Everything that you typed is still here."
FIGURES_ONLY = "Please write a number with figures only, such as 25 or 12.50."


def is_kept(form: Locator, label: str, words: str) -> None:
    """What was typed still stands in the field."""
    expect(form.get_by_label(thai(label))).to_have_value(words)


def looks_right(person):
    """Nothing for axe to find on a page that only a code leads to, and nothing sticks out. It takes scripts to look."""
    if person.runs_scripts:
        assert looks.faults(person.page) == []
        person.page.set_viewport_size(PHONE)


def gives(donor) -> str:
    """Letters first, then 300 baht. The QR code says the same. Returns where the gift's page is."""
    button = thai("Next: pay with a QR code")
    donor.follow(thai("Give to the fund"), donor.main)
    donor.type(thai("Or write how much"), "สามร้อยกว่า")
    donor.open(thai("Receipt with a name"))
    donor.type(thai("Name for the receipt"), GIVER)
    donor.press(button)
    donor.sees(thai(MEND))
    donor.sees(thai(FIGURES_ONLY))
    is_kept(donor.main, "Or write how much", "สามร้อยกว่า")
    is_kept(donor.main, "Name for the receipt", GIVER)
    donor.type(thai("Or write how much"), "๓๐๐")
    donor.press(button)
    code = donor.main.get_by_role("img", name=re.compile(f"{GIFT}"))
    seen = zxingcpp.read_barcodes(Image.open(io.BytesIO(code.screenshot())))
    assert [f"54{len('300.00'):02}300.00" in one.text for one in seen] == [True]
    looks_right(donor)
    return donor.path


def shows_the_slip(donor, site):
    """Nothing, then a reference that served before, then the right one; bank and reference stay typed."""
    with sqlite3.connect(f"file:{site.file}?mode=ro", uri=True) as database:
        used = database.execute("SELECT reference FROM welfare_slip WHERE bank = '004' LIMIT 1").fetchone()[0]
    button = thai("I have sent the money")
    donor.press(button)
    donor.sees(thai("Choose a picture of the slip, or type its reference."))
    donor.field(thai("Your bank")).select_option("004")
    donor.type(thai("Reference on the slip"), used)
    donor.press(button)
    donor.sees(thai("This slip was used before. Please choose the slip of this payment."))
    is_kept(donor.main, "Your bank", "004")
    is_kept(donor.main, "Reference on the slip", used)
    donor.type(thai("Reference on the slip"), SLIP)
    donor.press(button)
    donor.sees(thai("Thank you. Your gift is being checked."))


def finds_the_money(treasurer):
    """The treasurer's day leads to the gift; an amount in letters does not do."""
    treasurer.go(FUND)
    treasurer.follow(thai("Confirm money that came in"))
    treasurer.follow(thai("Confirm %(count)s gift", "Confirm %(count)s gifts"), treasurer.main)
    treasurer.touch(treasurer.main.get_by_role("link").filter(has_text=SLIP))
    button = thai("The money is in the account")
    amount = treasurer.field(thai("Amount that is in the account"))
    amount.fill("สามร้อย")
    treasurer.press(button)
    treasurer.sees(thai(FIGURES_ONLY))
    expect(amount).to_have_value("สามร้อย")
    amount.fill(f"{GIFT}")
    treasurer.press(button)
    treasurer.sees(GIVER)


def gets_a_receipt(donor, gift):
    """On the page that the donor kept: numbered, with the amount in words."""
    donor.go(gift)
    donor.sees(thai("Thank you. Your gift has arrived."))
    donor.follow(thai("See and print the receipt"))
    donor.sees("สามร้อยบาทถ้วน")
    donor.sees(GIVER)
    expect(donor.main.get_by_role("heading", level=1)).to_have_text(re.compile(r"\d+/25\d\d$"))


def follows_the_gift(donor, gift):
    """Honest about pooling: what went out of all the money with which it lay."""
    donor.go(gift)
    donor.follow(thai("Follow the baht: what became of the money"), donor.main)
    donor.sees(re.compile(f"฿{GIFT}"))
    donor.sees(thai("Lay together"))
    pool = [baht(row) for row in donor.main.locator(".rows-row dd").all_inner_texts()]
    assert pool[0] + pool[1] == pytest.approx(pool[2])
    assert pool[2] - sum(pool[3:-1]) == pytest.approx(pool[-1])
