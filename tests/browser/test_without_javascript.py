"""Everyday tasks with JavaScript switched off; the whole journey without it is in test_first_day."""

import pytest
from playwright.sync_api import expect

from tests.browser.goods import PUT_IN, open_goods
from tests.browser.words import thai


@pytest.fixture
def visitor(arrive):
    return arrive(java_script_enabled=False)


def test_goods_are_found_narrowed_and_sorted(visitor):
    visitor.go("/")
    visitor.page.get_by_role("searchbox").fill("น้ำพริก")
    visitor.press(thai("Search"))
    visitor.sees(thai("“%(words)s” in the market"))
    visitor.open(thai("Choose and sort"))
    visitor.type(thai("Highest price"), "๑๐๐")
    visitor.field(thai("Can be had now")).check()
    visitor.press(thai("Show these goods"))
    assert "price_to" in visitor.page.url
    assert visitor.main.get_by_role("heading", level=3).count() > 0


def test_more_goods_follow_by_a_link(visitor):
    visitor.go("/search/")
    first = visitor.main.get_by_role("heading", level=3).all_inner_texts()
    visitor.touch(visitor.main.get_by_role("link").filter(has_text=thai("Show more goods")))
    second = visitor.main.get_by_role("heading", level=3).all_inner_texts()
    assert second
    assert second != first


def test_the_basket_changes_and_what_was_taken_out_comes_back(visitor):
    name = open_goods(visitor)
    visitor.press(PUT_IN)
    visitor.go("/basket/")
    visitor.press(f"{thai('One more')}: {name}")
    expect(visitor.main.get_by_role("status").filter(has_text="2")).to_be_visible()
    visitor.press(thai("Take out"))
    visitor.sees(thai("Your basket is empty."))
    visitor.press(thai("Undo"))
    visitor.sees(name)


def test_text_grows_and_stays_so(visitor):
    visitor.go("/help/")
    before = visitor.main.get_by_role("heading", level=1).bounding_box()["height"]
    visitor.press(thai("Large text"))
    assert visitor.path == "/help/"
    assert visitor.main.get_by_role("heading", level=1).bounding_box()["height"] > before
    visitor.go("/")
    expect(visitor.page.get_by_role("button", name=thai("Large text"))).to_have_attribute(
        "aria-pressed", "true"
    )


def test_english_is_one_press_away_and_so_is_the_way_back(visitor):
    visitor.go("/help/")
    visitor.touch(visitor.page.get_by_role("button", name="English").last)
    expect(visitor.main.get_by_role("heading", level=1)).to_have_text("Help")
    visitor.touch(visitor.page.get_by_role("button", name="ภาษาไทย").last)
    expect(visitor.main.get_by_role("heading", level=1)).to_have_text(thai("Help"))


def test_whoever_comes_in_keeps_the_basket(visitor):
    name = open_goods(visitor)
    visitor.press(PUT_IN)
    visitor.enter("rider")
    visitor.go("/basket/")
    visitor.sees(name)
