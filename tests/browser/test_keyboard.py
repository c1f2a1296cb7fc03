"""From the market's first page to a sent order with the keyboard alone: focus is seen, in order, never hidden."""

import pytest
from playwright.sync_api import expect

from tests.browser.goods import PUT_IN, open_goods
from tests.browser.people import DESK, PHONE
from tests.browser.words import thai

MOST_TABS = 150
# What has the focus: its words, whether a ring is drawn around it, whether any of it can be seen, and where it stands.
FOCUSED = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const box = one.getBoundingClientRect();
  const label = one.labels?.length ? one.labels[0].innerText : "";
  const drawn = [getComputedStyle(one), getComputedStyle(one, "::after")];
  const inside = [[.5, .5], [.1, .1], [.9, .1], [.1, .9], [.9, .9]].map(([x, y]) =>
    document.elementFromPoint(box.left + box.width * x, box.top + box.height * y));
  const all = [...document.querySelectorAll("*")];
  return {
    words: (one.getAttribute("aria-label") || one.innerText || label).trim(),
    ring: drawn.some((style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2),
    seen: inside.some((hit) => hit && (one.contains(hit) || hit.contains(one) && hit.tagName === "LABEL")),
    place: all.indexOf(one),
  };
}"""


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def person(request, arrive):
    return arrive("buyer", viewport=request.param)


def tab(person) -> dict | None:
    """One press of Tab; what has the focus then, seen and with a ring around it."""
    person.page.keyboard.press("Tab")
    focused = person.page.evaluate(FOCUSED)
    if focused:
        assert focused["ring"], f"{person.path}: no ring around {focused['words']!r}"
        assert focused["seen"], f"{person.path}: {focused['words']!r} has the focus and is hidden"
    return focused


def tab_to(person, words) -> None:
    """Press Tab until the thing with these words has the focus; everything on the way lies in the page's order."""
    place = -1
    for _time in range(MOST_TABS):
        focused = tab(person)
        if focused is None:
            continue
        assert focused["place"] > place, f"{person.path}: {focused['words']!r} comes too late"
        place = focused["place"]
        if words.search(focused["words"]) if hasattr(words, "search") else words in focused["words"]:
            return
    raise AssertionError(f"{person.path}: no way to {words!r} by keyboard")


def enter(person) -> None:
    """Press Enter on what has the focus, and come to the page that it leads to."""
    with person.leaving():
        person.page.keyboard.press("Enter")


def test_an_order_is_sent_with_the_keyboard_alone(person):
    address = "/search/?in_stock=1&where=community"
    goods = open_goods(person, address)
    person.go(address)
    tab_to(person, goods)
    enter(person)
    expect(person.page.get_by_role("button", name=PUT_IN)).to_be_visible()
    tab_to(person, PUT_IN)
    enter(person)
    expect(person.main.get_by_role("status").first).to_be_visible()
    tab_to(person, thai("Basket"))
    enter(person)
    person.page.wait_for_url("**/basket/")
    order = thai("Order from %(shops)s shop, %(amount)s", "Order from %(shops)s shops, %(amount)s")
    tab_to(person, order)
    enter(person)
    person.page.wait_for_url("**/checkout/")
    tab_to(
        person,
        thai(
            "Send the order to %(shops)s shop, %(amount)s", "Send the orders to %(shops)s shops, %(amount)s"
        ),
    )
    enter(person)
    person.page.wait_for_url("**/orders/**")
    assert person.faults == []


@pytest.mark.parametrize("path", ["/", "/help/", "/household/", "/orders/", "/basket/", "/accounts/"])
def test_focus_walks_through_the_whole_page_in_order_and_is_always_seen(person, path):
    person.go(path)
    walked = 0
    while tab(person):
        walked += 1
        assert walked < MOST_TABS
    assert walked > 10


def test_the_first_tab_leads_past_the_bar_to_the_content(person):
    person.go("/")
    assert tab(person)["words"] == thai("Skip to the content")
    person.page.keyboard.press("Enter")
    expect(person.main).to_be_focused()
    tab(person)
    assert person.page.evaluate("document.activeElement.closest('main') !== null")


def test_focus_that_is_hidden_or_without_a_ring_is_found(person):
    person.go("/help/")
    person.page.evaluate("document.querySelector('.skip-link').style.outline = 'none'")
    with pytest.raises(AssertionError, match="no ring"):
        tab(person)
    person.go("/help/")
    person.page.evaluate("document.querySelector('.skip-link').style.insetBlockStart = '-20rem'")
    with pytest.raises(AssertionError, match="hidden"):
        tab(person)
