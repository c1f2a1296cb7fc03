"""A household's month on a phone: wrong numbers first, then Thai figures, what the market sold, and "don't know"."""

import datetime as dt
import re
import sqlite3

import pytest
from playwright.sync_api import expect

from lib.dates import BANGKOK
from tests.browser import looks
from tests.browser.people import PHONE, baht
from tests.browser.words import thai

SHOP, MOST_BOXES = "น้ำพริกยายบุญ", 6
WAGES, FARMING, OTHER = "Wages", "Farming: money from what you sold", "Other money"
FARM_COSTS = "What farming cost: seed, fertiliser, fuel, wages you paid"
DONE = "This is everything of this month"


@pytest.fixture(params=[True, False], ids=["with-javascript", "without-javascript"])
def home(request, arrive, own_site):
    """Somebody at home who also sells in the market, with a phone."""
    person = arrive("seller", at=own_site, java_script_enabled=request.param)
    person.runs_scripts = request.param
    yield person
    assert person.faults == []


def test_a_household_writes_down_its_month(home, own_site):
    hands_over_what_was_ordered(home, own_site)
    home.follow(thai("My home"))
    home.follow(thai("Our income"))
    to_the_month(home)
    few_boxes_in_sight(home)
    sold = wrong_first(home)
    is_kept_for_later(home)
    what_is_known(home, sold)
    what_was_not_known(home)
    left = sold - 120 + 9500 + 2000 - 500
    home.sees(re.compile(re.escape(f"฿{left:,.2f}".removesuffix(".00"))))
    spent(home)
    stands_among_the_months(home, left)
    no_month_that_has_not_begun(home)


def hands_over_what_was_ordered(home, site):
    """The buyer tells the four figures. From now on the sale stands in the month by itself."""
    with sqlite3.connect(f"file:{site.file}?mode=ro", uri=True) as database:
        buyer, code = database.execute(
            "SELECT buyer_name, handover_code FROM market_order WHERE shop_name = ? AND status = 'ready'",
            [SHOP],
        ).fetchone()
    home.follow(thai("My shop"))
    home.follow(thai("Enter the code"), home.card(buyer))
    home.type(thai("The buyer's 4-digit code"), code)
    for box in home.main.get_by_role("checkbox").all():
        box.check()
    home.press(thai("The buyer has the goods"))
    home.sees(thai("The order is completed."))


def to_the_month(home):
    """The one whose sales in the market wait for their costs."""
    waits = thai("Sold in the market: %(amount)s, waits for its costs")
    home.touch(home.main.get_by_role("link").filter(has_text=waits).first)
    expect(home.main.get_by_role("button", name=thai(DONE))).to_be_visible()


def source(home, label):
    """The part of the form about one source, unfolded where it was behind a line."""
    field = home.page.get_by_label(thai(label))
    if not field.is_visible():
        home.open(thai("Money from elsewhere"))
    return home.main.locator("section").filter(has=field).last


def few_boxes_in_sight(home):
    """No figure of last month beside them, and no more than fit into two minutes."""
    boxes = home.main.locator("input[inputmode=decimal]")
    seen = [box for box in boxes.all() if box.is_visible()]
    assert 0 < len(seen) <= MOST_BOXES
    assert all(not box.input_value() for box in seen)
    before = home.main.locator("details").filter(has_text=thai("Look at the month before"))
    for figure in before.locator("dd").all():
        expect(figure).to_be_hidden()


def wrong_first(home) -> float:
    """Letters, less than nothing, sales without costs: each is said at its box, and what was typed stays."""
    sold = baht(home.main.get_by_text(thai("Sold in the market: %(amount)s")).first.inner_text())
    source(home, WAGES)
    home.type(thai(WAGES), "เยอะ")
    source(home, FARMING)
    home.type(thai(FARMING), "-500")
    home.press(thai(DONE))
    home.sees(thai("Please mend what is marked. Everything that you typed is still here."))
    home.sees(thai("Please write a number with figures only, such as 25 or 12.50."))
    home.sees(thai("This must be %(limit_value)s or more."))
    home.sees(thai("Write what it cost to earn this. Write 0 if it cost nothing."))
    expect(home.field(thai(WAGES))).to_have_value("เยอะ")
    expect(home.field(thai(FARMING))).to_have_value("-500")
    return sold


def is_kept_for_later(home):
    """Half of it, and the rest after looking at something else."""
    home.type(thai(WAGES), "๙,๕๐๐")
    home.type(thai(FARMING), "")
    home.press(thai("Keep it for later"))
    home.follow(thai("Our income"), home.main)
    to_the_month(home)
    home.sees(thai("You kept this for later. Nothing of it counts before you press the large button."))
    source(home, WAGES)
    expect(home.field(thai(WAGES))).to_have_value("๙,๕๐๐")


def what_is_known(home, sold):
    """What it cost to sell in the market; of the farm nobody knows yet. The market's money, written once more,
    is asked about and counted once.
    """
    home.type(thai("What it cost to make and sell them"), "๑๒๐")
    farm = source(home, FARMING)
    home.open(thai("Don't know, or prefer not to say"), farm)
    home.field(thai("Don't know"), farm).check()
    source(home, OTHER)
    home.type(thai(OTHER), f"{sold:.0f}")
    home.press(thai(DONE))
    home.sees(thai("One question before it is written down. Everything that you typed is still here."))
    if home.runs_scripts:
        assert looks.faults(home.page) == []
        home.page.set_viewport_size(PHONE)
    home.field(thai("Yes, the same money. Count it once.")).check()
    home.press(thai(DONE))
    home.sees(thai("Written down. You can correct it later."))
    home.sees(thai("Not everything is known"))
    home.sees(re.compile("9,500"))
    expect(home.card(thai("farming"))).to_contain_text(thai("Don't know"))


def what_was_not_known(home):
    """The farm's paper turned up. What was said before stays readable."""
    home.follow(thai("Correct this month"))
    farm = source(home, FARMING)
    home.field(thai("What stands in the box"), farm).check()
    home.type(thai(FARMING), "๒๐๐๐ บาท")
    home.type(thai(FARM_COSTS), "500")
    home.press(thai(DONE))
    home.sees(thai("%(amount)s left over this month"))
    card = home.main.get_by_role("article").filter(has_text="2,000")
    home.open(thai("What stood here before"), card)
    expect(card.get_by_role("listitem")).to_contain_text(thai("Don't know"))


def spent(home):
    """For the household alone: what went out stands beside what came in."""
    home.follow(thai("Write down what you spent, for yourselves"))
    home.main.get_by_role("textbox").first.fill("๓,๐๐๐")
    home.press(thai("Write it in our book"))
    home.follow(thai("Account book"), home.main)
    home.sees(re.compile(thai("spent %(amount)s").pattern.replace("(.+)", "฿3,000")))
    expect(home.main.locator("svg[role=img]").first).to_be_visible()


def stands_among_the_months(home, left):
    """The overview says that the month is complete, and what was left."""
    home.follow(thai("Our income"), home.main)
    row = home.main.get_by_role("listitem").filter(has_text=f"{left:,.2f}".removesuffix(".00"))
    expect(row).to_contain_text(thai("Complete"))


def no_month_that_has_not_begun(home):
    """Nobody knows it yet."""
    address = home.main.get_by_role("link").filter(has_text=thai("Complete")).first.get_attribute("href")
    later = dt.datetime.now(BANGKOK).date() + dt.timedelta(days=40)
    address = re.sub(r"\d{4}-\d{1,2}/.*", f"{later.year}-{later.month}/", address)
    assert home.context.request.get(address).status == 404
