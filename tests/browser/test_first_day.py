"""From an open door to money in the fund and income at home, as people do it on a phone, in Thai."""

import datetime as dt
import io
import re
from types import SimpleNamespace

import pytest
from PIL import Image
from playwright.sync_api import expect

from lib.dates import BANGKOK, thai_month
from tests.browser import pictures
from tests.browser.people import Person, baht
from tests.browser.words import thai

SHOP, GOODS, STORY = "ครัวทดลองเช้าวันแรก", "พริกแกงใต้ทดลองตำ", "ตำเองทุกเช้า"
OTHER_SHOP, BUYER = "น้ำพริกยายบุญ", "สมใจ"
BUYERS_SLIP, SHOPS_SLIP = "0099887766550001ABCD", "0099887766550002ABCD"
PIECES, PRICE, SHARE = 2, 45, 2.70


@pytest.fixture(params=[True, False], ids=["with-javascript", "without-javascript"])
def cast(request, chromium, own_site):
    """A household that opens a shop, a buyer, a seller of long standing and the treasurer."""
    roles = {
        "maker": "representative",
        "buyer": "buyer",
        "seller": "seller",
        "treasurer": "treasurer",
    }
    people = {name: Person(chromium, own_site.address, java_script_enabled=request.param) for name in roles}
    for name, role in roles.items():
        people[name].enter(role)
    yield SimpleNamespace(**people)
    faults = [fault for person in people.values() for fault in person.faults]
    for person in people.values():
        person.leave()
    assert faults == []


def test_from_an_open_door_to_money_in_the_fund_and_income_at_home(cast):
    open_a_shop(cast.maker)
    put_up_for_sale(cast.maker)
    take_from_the_new_shop(cast.buyer)
    cash_total = take_from_another_shop(cast.buyer)
    fund = look_at_the_fund(cast.buyer)
    order_from_both(cast.buyer)
    pay_by_qr(cast.buyer)
    accept_and_pack_what_was_paid(cast.maker)
    accept_and_pack_for_cash(cast.seller)
    hand_over_what_was_paid(cast.maker, read_code(cast.buyer, SHOP))
    hand_over_for_cash(cast.seller, read_code(cast.buyer, OTHER_SHOP))
    sees_that_all_is_done(cast.buyer)
    owed = look_at_the_fund(cast.buyer)
    assert owed.balance == fund.balance
    assert owed.owed == pytest.approx(fund.owed + SHARE + round(cash_total * 0.03, 2))
    pay_the_share(cast.maker)
    assert look_at_the_fund(cast.buyer).balance == fund.balance
    confirm_the_share(cast.treasurer)
    arrived = look_at_the_fund(cast.buyer)
    assert arrived.balance == pytest.approx(fund.balance + SHARE)
    assert arrived.owed == pytest.approx(owed.owed - SHARE)
    write_down_the_income(cast.maker)


def open_a_shop(maker):
    """Three screens; the second comes back once because something is missing, with all that was typed."""
    maker.follow(thai("Open a shop"))
    maker.follow(thai("Open a shop"), maker.main)
    maker.type(thai("Name of the shop"), SHOP)
    maker.type(thai("Tell about your shop"), STORY)
    maker.press(thai("Next"))
    maker.field(thai("PromptPay")).first.check()
    maker.type(thai("Where?"), "บ้านเลขที่ 99 ข้างศาลา")
    maker.press(thai("Next"))
    maker.sees(thai("PromptPay needs the number and the name of the receiver."))
    expect(maker.field(thai("Where?"))).to_have_value("บ้านเลขที่ 99 ข้างศาลา")
    maker.type(thai("PromptPay number"), "081-222-3333")
    maker.type(thai("Name of the receiver"), "สมศักดิ์ สมมุติ")
    maker.press(thai("Next"))
    maker.type(thai("Phone"), "๐๘๑ ๒๒๒ ๓๓๓๓")
    maker.press(thai("Open the shop"))
    maker.sees(thai("Your shop is open. Now put up the first thing for sale."))


def put_up_for_sale(maker):
    """Photo, name, price, unit, how many; what the camera wrote into the photo does not reach the market."""
    maker.follow(thai("Add the first listing"))
    maker.field(thai("Take or choose pictures")).set_input_files(pictures.photo())
    maker.type(thai("What is it?"), GOODS)
    maker.type(thai("Price"), str(PRICE))
    maker.field(thai("Sold by the")).select_option(label="กระปุก")
    maker.press(thai("Put it up for sale"))
    maker.sees(thai("Please write how many you have."))
    expect(maker.field(thai("Price"))).to_have_value(str(PRICE))
    maker.type(thai("How many do you have?"), "๑๐")
    maker.press(thai("Put it up for sale"))
    maker.sees(GOODS)
    maker.follow(thai("See the shop"))
    maker.follow(GOODS)
    address = maker.main.get_by_role("img", name=GOODS).first.get_attribute("src")
    served = maker.context.request.get(address)
    assert served.headers["content-type"] == "image/webp"
    picture = Image.open(io.BytesIO(served.body()))
    assert not picture.getexif()
    assert not {"exif", "xmp"} & picture.info.keys()
    assert picture.height > picture.width, "the photo lies on its side"


def take_from_the_new_shop(buyer):
    """Found by a misspelt word, from the search box of the first page."""
    buyer.go("/")
    buyer.page.get_by_role("searchbox").fill("พริกแกงไต้ทดลอง")
    with buyer.leaving():
        buyer.page.get_by_role("searchbox").press("Enter")
    buyer.follow(GOODS, buyer.main)
    buyer.field(thai("How many")).fill(str(PIECES))
    buyer.press(thai("Put in the basket, %(price)s"))


def take_from_another_shop(buyer) -> float:
    """Something of the demo seller's, one of it. Returns its price."""
    buyer.go(f"/search/?q={OTHER_SHOP}")
    buyer.follow(OTHER_SHOP, buyer.main)
    shop = buyer.page.url
    for number in range(buyer.main.get_by_role("listitem").get_by_role("heading").count()):
        buyer.go(shop)
        buyer.touch(buyer.main.get_by_role("listitem").get_by_role("heading").nth(number).get_by_role("link"))
        button = buyer.page.get_by_role("button", name=thai("Put in the basket, %(price)s"))
        if button.count():
            price = baht(buyer.main.inner_text())
            buyer.touch(button)
            return price
    raise AssertionError("the demo seller sells nothing")


def order_from_both(buyer):
    """One checkout, two orders: the new shop by QR, the other in cash."""
    buyer.follow(thai("Basket"))
    buyer.follow(thai("Order from %(shops)s shop, %(amount)s", "Order from %(shops)s shops, %(amount)s"))
    new, other = buyer.main.get_by_role("group", name=SHOP), buyer.main.get_by_role("group", name=OTHER_SHOP)
    buyer.field(thai("PromptPay: scan a QR code and show the slip"), new).check()
    buyer.field(thai("Pick up at %(place)s"), other).check()
    buyer.field(thai("Cash when you get the goods"), other).check()
    buyer.type(thai("Your phone"), "12")
    send = thai(
        "Send the order to %(shops)s shop, %(amount)s", "Send the orders to %(shops)s shops, %(amount)s"
    )
    buyer.press(send)
    buyer.sees(thai("Please mend what is marked. Everything that you typed is still here."))
    expect(buyer.field(thai("Cash when you get the goods"), other)).to_be_checked()
    buyer.type(thai("Your phone"), "089 123 4567")
    buyer.press(send)


def pay_by_qr(buyer):
    """A slip that cannot be read, then one that can."""
    open_order(buyer, SHOP)
    buyer.sees(thai("Then show the slip"))
    buyer.field(thai("Picture of the slip")).set_input_files(pictures.unreadable_slip())
    buyer.press(thai("Send the slip to the shop"))
    buyer.sees(
        thai(
            "We keep your picture, but could not read its code. Please type the reference that stands on the slip."
        )
    )
    buyer.field(thai("Picture of the slip")).set_input_files(pictures.slip(BUYERS_SLIP))
    buyer.press(thai("Send the slip to the shop"))
    buyer.sees(thai("Slip shown, the shop is checking"))


def open_order(person, words):
    """From the list of orders to the one with these words."""
    person.go("/orders/")
    person.touch(person.main.get_by_role("link").filter(has_text=words).first)


def read_code(buyer, shop) -> str:
    """The four figures that the buyer tells at the handover."""
    open_order(buyer, shop)
    section = buyer.main.get_by_role("heading", name=thai("Your code for the handover")).locator("xpath=..")
    return re.search(r"\b\d{4}\b", section.inner_text())[0]


def accept_and_pack_what_was_paid(maker):
    """The slip was shown and the money is in the bank: one press accepts, one more says it is packed."""
    maker.follow(thai("My shop"))
    maker.press(thai("%(amount)s is in. Accept"), maker.card(GOODS))
    maker.press(thai("Packed"), maker.card(GOODS))


def accept_and_pack_for_cash(seller):
    """The buyer's order is the newest of each pile."""
    seller.follow(thai("My shop"))
    seller.press(thai("Accept the order"), seller.card(BUYER).last)
    seller.press(thai("Packed"), seller.card(BUYER).last)


def hand_over_what_was_paid(maker, code):
    """A wrong code does not do."""
    maker.follow(thai("Enter the code"), maker.card(GOODS))
    maker.type(thai("The buyer's 4-digit code"), "0000" if code != "0000" else "1111")
    maker.press(thai("The buyer has the goods"))
    expect(maker.main.get_by_role("alert")).to_be_visible()
    maker.type(thai("The buyer's 4-digit code"), code)
    maker.press(thai("The buyer has the goods"))
    maker.sees(thai("The order is completed."))


def hand_over_for_cash(seller, code):
    """Paid in cash at the door."""
    seller.follow(thai("Enter the code"), seller.card(BUYER).last)
    seller.type(thai("The buyer's 4-digit code"), code)
    seller.main.get_by_role("checkbox").check()
    seller.press(thai("The buyer has the goods"))
    seller.sees(thai("The order is completed."))


def sees_that_all_is_done(buyer):
    """Both orders are completed."""
    for shop in (SHOP, OTHER_SHOP):
        open_order(buyer, shop)
        buyer.sees(thai("Everything is done. Thank you for buying from your community."))


def look_at_the_fund(person) -> SimpleNamespace:
    """What everybody can read."""
    person.go("/")
    person.follow(thai("Community fund"), person.page.get_by_role("contentinfo"))
    return SimpleNamespace(
        balance=person.amount(thai("In the fund now")), owed=person.amount(thai("Still owed by shops"))
    )


def pay_the_share(maker):
    """The shop's own debt, with a slip that was used before, then with its own."""
    maker.follow(thai("My shop"))
    maker.follow(thai("Pay the share to the fund"))
    assert maker.amount(thai("Owed to the fund")) == SHARE
    expect(maker.main.get_by_role("img", name=re.compile("2.70"))).to_be_visible()
    maker.field(thai("Picture of the slip")).set_input_files(pictures.slip(BUYERS_SLIP))
    maker.press(thai("I have sent the money"))
    expect(maker.main.get_by_role("alert")).to_be_visible()
    maker.field(thai("Picture of the slip")).set_input_files(pictures.slip(SHOPS_SLIP))
    maker.press(thai("I have sent the money"))
    maker.sees(thai("Your payment is being checked"))


def confirm_the_share(treasurer):
    """The treasurer finds the money in the account."""
    treasurer.follow(thai("Community fund"), treasurer.page.get_by_role("contentinfo"))
    treasurer.follow(thai("Confirm money that came in"))
    treasurer.press(thai("The money is in the account"), treasurer.card(SHOP))
    treasurer.sees(thai("%(shop)s: %(amount)s arrived"))


def write_down_the_income(maker):
    """What was sold stands in the month; the household takes off its costs and says that this is all."""
    maker.follow(thai("My home"))
    maker.follow(thai("Our income"))
    present = dt.datetime.now(BANGKOK).date()
    maker.follow(re.compile(thai_month(present)), maker.main)
    maker.sees(re.compile(f"{thai('Sold in the market: %(amount)s').pattern.split('(')[0]}฿90"))
    maker.press(thai("This is everything of this month"))
    maker.sees(thai("Please mend what is marked. Everything that you typed is still here."))
    maker.type(thai("What it cost to make and sell them"), "๓๐")
    maker.press(thai("This is everything of this month"))
    maker.sees(thai("%(gross)s came in, %(costs)s of costs, %(net)s left over"))
    expect(maker.main).to_contain_text("฿60")
