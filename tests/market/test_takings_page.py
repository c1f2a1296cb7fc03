"""What a shop took, as page and as spreadsheet, and the share that it sends to the fund."""

import csv
import datetime
import io
import re
import zipfile
from decimal import Decimal

import pytest
from django.utils import timezone

from market import orders, takings
from market.models import Listing, Order
from tests import factories
from welfare import shares
from welfare.models import Fund, SharePayment, Slip

SLIP = {"bank": "014", "reference": "0123456789ABCDEF"}


@pytest.fixture
def sold(buyer, listing, seller):
    """A function that sells some jars and completes the order."""
    listing.variants.update(stock=500)
    Listing.objects.update(stock=500)

    def sell(quantity: str = "2") -> Order:
        order = factories.order(buyer, factories.wish(listing, quantity))
        orders.accept(order=order, actor=seller)
        orders.mark_ready(order=order, actor=seller)
        return orders.hand_over(order=order, code=order.handover_code, actor=seller, has_cash=True)

    return sell


@pytest.fixture
def fund(community):
    """The fund with a number to pay to."""
    return Fund.objects.create(community=community, promptpay_id="0801234567", receiver_name="กองทุนบ้านสวน")


def page(client, user, address) -> str:
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client.get(address).content.decode()


def move(order: Order, days: int) -> None:
    Order.objects.filter(pk=order.pk).update(completed_at=order.completed_at - datetime.timedelta(days=days))


def test_sums_by_day_count_what_the_shop_kept(sold, shop, seller):
    refunded = sold("2")
    orders.refund(order=refunded, amount=Decimal(40), reason="แตก", method="cash", key="r", actor=seller)
    move(sold("1"), days=1)
    move(sold("4"), days=3)
    amounts = [amount for _day, amount in takings.by_day(shop, 3)]
    assert amounts == [Decimal(0), Decimal(45), Decimal(50)]


def test_money_paid_too_much_and_returned_is_no_takings(sold, shop, seller):
    order = sold("2")
    orders.confirm_money(order=order, amount=Decimal(20), method="cash", key="m", actor=seller)
    orders.refund(order=order, amount=Decimal(20), reason="เกิน", method="cash", key="r", actor=seller)
    assert takings.by_day(shop, 1)[0][1] == Decimal(90)


def test_sums_by_month_end_with_this_month(sold, shop):
    sold("2")
    months = takings.by_month(shop, 12)
    assert len(months) == 12
    assert months[-1] == (timezone.localdate().replace(day=1), Decimal(90))


def test_a_day_begins_at_midnight_in_bangkok(sold, shop):
    today = timezone.localdate()
    late = takings.midnight(today) - datetime.timedelta(minutes=1)
    Order.objects.filter(pk=sold("2").pk).update(completed_at=late)
    assert [amount for _day, amount in takings.by_day(shop, 2)] == [Decimal(90), Decimal(0)]


def test_the_page_shows_chart_and_orders(client, sold, shop, seller):
    order = sold("2")
    html = page(client, seller, f"/sell/{shop.code}/takings/")
    assert "฿90 in the last 14 days" in html
    assert order.get_absolute_url() in html


def test_the_page_of_a_new_shop_is_whole(client, shop, seller):
    assert "Nothing is completed yet." in page(client, seller, f"/sell/{shop.code}/takings/")


def test_the_csv_holds_the_month(client, sold, shop, seller):
    order = sold("2")
    move(sold("1"), days=70)
    client.force_login(seller)
    answer = client.get(f"/sell/{shop.code}/takings.csv", {"month": f"{timezone.localdate():%Y-%m}"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 2
    assert (rows[1][1], rows[1][6], rows[1][9]) == (order.code, "90.00", "1.80")


def test_the_shares_in_the_csv_add_up_to_what_is_owed(client, sold, shop, seller):
    sold("2")
    orders.refund(order=sold("2"), amount=Decimal(30), reason="แตก", method="cash", key="r", actor=seller)
    client.force_login(seller)
    answer = client.get(f"/sell/{shop.code}/takings.csv", {"month": f"{timezone.localdate():%Y-%m}"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))[1:]
    # 2 % of 90 and of 60
    assert [row[9] for row in rows] == ["1.80", "1.20"]
    assert shares.owed_by(shop.community, shop.code) == Decimal("3.00")


def test_a_name_that_looks_like_a_formula_is_harmless(client, sold, shop, seller):
    Order.objects.filter(pk=sold("2").pk).update(buyer_name="=1+1")
    client.force_login(seller)
    answer = client.get(f"/sell/{shop.code}/takings.xlsx")
    sheet = zipfile.ZipFile(io.BytesIO(answer.content)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "&#39;=1+1" in sheet or "'=1+1" in sheet
    assert re.search(r'<c r="G2"[^>]*><v>90(\.0+)?</v>', sheet)


def test_a_month_that_is_none_gives_this_month(client, sold, shop, seller):
    sold("2")
    client.force_login(seller)
    answer = client.get(f"/sell/{shop.code}/takings.csv", {"month": "ไม่รู้"})
    assert len(answer.content.decode().splitlines()) == 2


@pytest.mark.parametrize("count", [5, 60])
def test_the_page_asks_the_same_for_few_and_many_orders(
    client, sold, shop, seller, count, django_assert_max_num_queries
):
    for _number in range(count):
        sold("1")
    client.force_login(seller)
    address = f"/sell/{shop.code}/takings/"
    with django_assert_max_num_queries(8):
        html = client.get(address).content.decode()
    seen = set(re.findall(r"/orders/([a-z0-9]{8})/", html))
    while more := re.search(r'href="(\?after=[^"]+)"', html):
        html = client.get(address + more[1]).content.decode()
        seen |= set(re.findall(r"/orders/([a-z0-9]{8})/", html))
    assert len(seen) == count


# The share


def share_page(client, user, shop) -> str:
    return page(client, user, f"/sell/{shop.code}/share/")


def test_nothing_owed_is_said(client, shop, seller, fund):
    assert "Nothing is owed." in share_page(client, seller, shop)


def test_the_page_names_what_is_owed_order_by_order(client, sold, shop, seller, fund):
    first, second = sold("2"), sold("4")
    html = share_page(client, seller, shop)
    # 2 % of 90 and of 180 baht
    assert "฿5.40" in html
    assert "กองทุนบ้านสวน" in html
    assert first.get_absolute_url() in html
    assert second.get_absolute_url() in html


def test_a_fund_without_a_number_asks_for_patience(client, sold, shop, seller):
    sold("2")
    html = share_page(client, seller, shop)
    assert "The fund has no PromptPay number yet." in html
    assert 'class="qr"' not in html


def test_without_a_slip_nothing_is_sent(client, sold, shop, seller, fund):
    sold("2")
    client.force_login(seller)
    client.cookies["django_language"] = "en"
    html = client.post(f"/sell/{shop.code}/share/sent/").content.decode()
    assert "Choose a picture of the slip" in html
    assert not SharePayment.objects.exists()


def test_the_shop_sends_its_share_and_waits(client, sold, shop, seller, fund):
    sold("2")
    client.force_login(seller)
    assert client.post(f"/sell/{shop.code}/share/sent/", SLIP).status_code == 302
    payment = SharePayment.objects.get()
    assert (payment.amount, payment.status, payment.slip.reference) == (
        Decimal("1.80"),
        "sent",
        SLIP["reference"],
    )
    html = share_page(client, seller, shop)
    assert "Your payment is being checked" in html
    assert 'class="qr"' not in html


def test_sending_twice_keeps_the_second_slip_unused(client, sold, shop, seller, fund):
    sold("2")
    client.force_login(seller)
    client.post(f"/sell/{shop.code}/share/sent/", SLIP)
    client.post(f"/sell/{shop.code}/share/sent/", {**SLIP, "reference": "FEDCBA9876543210"})
    assert SharePayment.objects.count() == 1
    assert Slip.objects.count() == 1


def test_what_arrived_and_what_was_not_found_is_said(client, sold, shop, seller, fund, treasurer):
    sold("2")
    client.force_login(seller)
    client.post(f"/sell/{shop.code}/share/sent/", SLIP)
    shares.not_found(payment=SharePayment.objects.get(), reason="ยังไม่เข้า", actor=treasurer)
    html = share_page(client, seller, shop)
    assert "ยังไม่เข้า" in html
    assert "Not found" in html
    shares.confirm(payment=SharePayment.objects.get(), amount=Decimal("1.80"), actor=treasurer)
    assert "Nothing is owed." in share_page(client, seller, shop)


@pytest.mark.parametrize("count", [3, 60])
def test_the_share_page_asks_the_same_for_few_and_many_orders(
    client, sold, shop, seller, fund, count, django_assert_max_num_queries
):
    for _number in range(count):
        sold("1")
    client.force_login(seller)
    with django_assert_max_num_queries(12):
        client.get(f"/sell/{shop.code}/share/")
