"""Goods of the demo's market that can be put into the basket today."""

from tests.browser.people import Person
from tests.browser.words import thai

PUT_IN = thai("Put in the basket, %(price)s")


def open_goods(person: Person, address: str = "/search/?in_stock=1") -> str:
    """Open the first goods of a list of which one can take two pieces; stay on their page and return their name.

    Which goods come first changes from day to day. Some come in kinds or by weight, some sellers are away; and where
    two have the same name, only the first of them is found by it.
    """
    person.go(address)
    headings = person.main.get_by_role("heading", level=3)
    names = headings.all_inner_texts()
    for number, name in enumerate(names):
        if any(name in before for before in names[:number]):
            continue
        person.go(address)
        person.touch(headings.nth(number).get_by_role("link"))
        if person.page.get_by_role("button", name=PUT_IN).count() and has_two(person):
            return person.main.get_by_role("heading", level=1).inner_text()
    raise AssertionError(f"nothing to buy on {address}")


def has_two(person: Person) -> bool:
    """Whether the goods on this page are sold by the piece, and two are there."""
    pieces = person.field(thai("How many"))
    most = pieces.get_attribute("data-most")
    return pieces.get_attribute("data-step") == "1" and (not most or float(most) >= 2)
