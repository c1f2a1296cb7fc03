"""The treasurer's page."""

from decimal import Decimal as D

import pytest
from django.urls import reverse

from households.models import Notice
from tests import factories
from welfare import shares
from welfare.models import Fund, SharePayment, Transfer


@pytest.fixture
def go(client, treasurer):
    """Open an address of the treasurer's pages, or send a form there."""
    client.force_login(treasurer)

    def go(name, *args, **content):
        address = reverse(f"welfare:{name}", args=["bansuan", *args])
        return client.post(address, content) if content else client.get(address)

    return go


def text(response):
    return response.content.decode()


def test_the_page_shows_payments_with_their_reference(go, pay):
    pay("20.25")
    page = text(go("treasurer"))
    assert "REF0000001" in page
    assert 'value="20.25"' in page


def test_confirmed_money_is_in_the_fund(go, owe, pay):
    owe("20.25")
    payment = pay("20.25")
    assert go("payment_confirm", payment.code, amount="๒๐.๒๕").status_code == 302
    payment.refresh_from_db()
    assert (payment.status, payment.arrived_amount) == ("arrived", D("20.25"))


def test_pressing_twice_confirms_once(go, owe, pay):
    owe("20.25")
    payment = pay("20.25")
    for _press in range(2):
        go("payment_confirm", payment.code, amount="20.25")
    assert Transfer.objects.count() == 3


@pytest.mark.parametrize("amount", ["0", "-5", "1.001", "abc", ""])
def test_an_amount_that_cannot_be_is_refused_and_kept(go, pay, amount):
    payment = pay("20.25")
    response = go("payment_confirm", payment.code, amount=amount)
    assert response.status_code == 200
    assert SharePayment.objects.get().status == "sent"


def test_money_that_is_not_there_is_answered_with_a_reason(go, pay):
    payment = pay("20.25")
    assert go("payment_not_found", payment.code, reason="ไม่มีรายการ").status_code == 302
    assert "ไม่มีรายการ" in text(go("treasurer"))


def test_not_found_without_a_reason_asks_for_it(go, pay):
    payment = pay("20.25")
    response = go("payment_not_found", payment.code, reason=" ")
    assert response.status_code == 200
    assert SharePayment.objects.get().status == "sent"


def test_shops_that_owe_stand_with_the_largest_first(go, owe):
    owe("1.00")
    owe("5.00", order="ord2", shop_code="shop8", shop_name="ร้านลุงดำ")
    owing = go("treasurer").context["owing"]
    assert [(account.name, account.debt) for account in owing] == [
        ("ร้านลุงดำ", D("5.00")),
        ("ครัวยายบุญ", D("1.00")),
    ]


def test_the_own_households_payment_is_refused_in_words(go, pay, treasurer):
    payment = pay("20.25", user=treasurer)
    response = go("payment_confirm", payment.code, amount="20.25")
    assert response.status_code == 200
    assert SharePayment.objects.get().status == "sent"


def test_the_books_are_opened_once(go):
    content = {"bank": "1000", "cash": "๕๐.๕๐", "on": "1/10/2568", "is_checked": "on"}
    assert go("opening", **content).status_code == 302
    assert go("opening", **content).status_code == 302
    assert go("opening", **{**content, "bank": "2000"}).status_code == 200
    assert sorted(Transfer.objects.values_list("amount", flat=True)) == [D("50.50"), D("1000")]
    assert go("fund_settings").context["opening"] is None


def test_the_books_are_not_opened_without_two_counting(go):
    go("opening", bank="1000", cash="0", on="1/10/2568")
    assert not Transfer.objects.exists()


def test_a_new_receiver_is_told_to_the_committee(go, committee, work):
    go("receiver", promptpay_id="081-222-3333", receiver_name="กองทุนบ้านสวน")
    work()
    assert Fund.objects.get().promptpay_id == "0812223333"
    assert "กองทุนบ้านสวน" in Notice.objects.get(user=committee).text


def test_a_number_that_is_none_is_refused(go):
    assert go("receiver", promptpay_id="12345", receiver_name="กองทุน").status_code == 200
    assert not Fund.objects.exists()


@pytest.mark.parametrize("who", ["buyer", "seller", "committee", "officer", "outsider"])
def test_nobody_else_finds_the_treasurers_pages(request, client, pay, who):
    payment = pay("20.25")
    client.force_login(request.getfixturevalue(who))
    assert client.get(reverse("welfare:treasurer", args=["bansuan"])).status_code == 404
    for name, args in [
        ("payment_confirm", [payment.code]),
        ("payment_not_found", [payment.code]),
        ("receiver", []),
        ("opening", []),
    ]:
        address = reverse(f"welfare:{name}", args=["bansuan", *args])
        assert client.post(address, {"amount": "20.25", "reason": "x"}).status_code == 404
    assert SharePayment.objects.get().status == "sent"


def test_a_treasurer_of_another_fund_finds_nothing_here(client, pay):
    payment = pay("20.25")
    elsewhere = factories.community(code="other")
    client.force_login(factories.with_role(elsewhere, "treasurer"))
    for code in ("bansuan", "other"):
        address = reverse("welfare:payment_confirm", args=[code, payment.code])
        assert client.post(address, {"amount": "20.25"}).status_code == 404


def test_the_page_asks_the_same_of_the_database_for_many_shops(
    go, owe, pay, treasurer, seller, django_assert_max_num_queries, django_assert_num_queries
):
    def month(number):
        shop = {"shop_code": f"s{number}", "shop_name": f"ร้าน {number}"}
        owe("9.00", order=f"o{number}", **shop)
        payment = pay("5.00", reference=f"REFERENCE{number}", **shop)
        if number % 2:
            shares.confirm(payment=payment, amount=D("5.00"), actor=treasurer)

    for number in range(2):
        month(number)
    go("treasurer")
    with django_assert_max_num_queries(34) as few:
        go("treasurer")
    for number in range(2, 30):
        month(number)
    with django_assert_num_queries(len(few)):
        go("treasurer")
