"""The share of sales: owed, then paid, then income."""

from decimal import Decimal as D

import pytest

from households.models import Household, Membership, Notice, Person
from lib.errors import Refused
from tests import factories
from welfare import ledger, shares
from welfare.models import Account, SharePayment, Transfer

Kind = Account.Kind


def test_what_a_shop_owes_is_neither_money_nor_income(owe, books):
    owe("0.90")
    assert (books(Kind.OWED_BY_SHOP), books(Kind.SHARE_EXPECTED)) == (D("0.90"), D("0.90"))
    assert (books(Kind.BANK), books(Kind.MARKET_SHARE)) == (D(0), D(0))


def test_an_order_is_owed_once(owe, community):
    owe("0.90")
    owe("0.90")
    assert shares.owed_by(community, "shop7") == D("0.90")


def test_an_order_owed_again_with_another_amount_is_refused(owe):
    owe("0.90")
    with pytest.raises(Refused) as refused:
        owe("1.00")
    assert refused.value.code == "key_reused"


def test_an_order_without_a_share_is_not_in_the_books(owe, community):
    assert owe(0) is None
    assert shares.owed_by(community, "shop7") == D(0)


def test_a_refund_leaves_only_the_share_of_what_stayed_sold(owe, correct, community):
    owe("2.00")
    correct("1.25")
    assert shares.owed_by(community, "shop7") == D("1.25")
    assert Transfer.objects.count() == 3


def test_a_correction_made_twice_counts_once(owe, correct, community):
    owe("2.00")
    correct("1.25")
    correct("1.25")
    assert (shares.owed_by(community, "shop7"), Transfer.objects.count()) == (D("1.25"), 3)


def test_two_refunds_one_after_the_other_end_at_the_last_amount(owe, correct, community):
    owe("2.00")
    correct("1.25")
    correct("0.40")
    assert shares.owed_by(community, "shop7") == D("0.40")


def test_a_full_refund_leaves_nothing(owe, correct, community):
    owe("2.00")
    correct("1.25")
    correct(0)
    correct(0)
    assert shares.owed_by(community, "shop7") == D(0)


def test_a_correction_after_a_full_refund_counts_again(owe, correct, community):
    owe("2.00")
    correct(0)
    correct("0.50")
    assert shares.owed_by(community, "shop7") == D("0.50")


def test_a_correction_leaves_other_orders_alone(owe, correct, community):
    owe("2.00", order="ord1")
    owe("3.00", order="ord12")
    correct(0, order="ord1")
    assert shares.owed_by(community, "shop7") == D("3.00")


def test_money_that_arrived_is_money_and_income(owe, pay, books, treasurer):
    owe("2.00")
    owe("3.00", order="ord2")
    shares.confirm(payment=pay("5.00"), amount=D("5.00"), actor=treasurer)
    assert (books(Kind.BANK), books(Kind.MARKET_SHARE)) == (D("5.00"), D("5.00"))
    assert (books(Kind.OWED_BY_SHOP), books(Kind.SHARE_EXPECTED)) == (D(0), D(0))


def test_a_payment_sent_changes_no_book(owe, pay, books):
    owe("2.00")
    pay("2.00")
    assert (books(Kind.BANK), books(Kind.OWED_BY_SHOP)) == (D(0), D("2.00"))


def test_confirming_twice_counts_once(owe, pay, books, treasurer):
    owe("2.00")
    payment = pay("2.00")
    for _press in range(2):
        shares.confirm(payment=payment, amount=D("2.00"), actor=treasurer)
    assert books(Kind.BANK) == D("2.00")


def test_confirming_again_with_another_amount_is_refused(owe, pay, books, treasurer):
    owe("2.00")
    payment = pay("2.00")
    shares.confirm(payment=payment, amount=D("2.00"), actor=treasurer)
    with pytest.raises(Refused) as refused:
        shares.confirm(payment=payment, amount=D("3.00"), actor=treasurer)
    assert (refused.value.code, books(Kind.BANK)) == ("answered", D("2.00"))


def test_what_arrived_counts_not_what_was_said(owe, pay, books, community, treasurer):
    owe("20.00")
    payment = shares.confirm(payment=pay("20.00"), amount=D("15.50"), actor=treasurer)
    assert (payment.amount, payment.arrived_amount) == (D("20.00"), D("15.50"))
    assert (books(Kind.BANK), shares.owed_by(community, "shop7")) == (D("15.50"), D("4.50"))


def test_a_shop_that_paid_too_much_has_a_credit(owe, pay, community, treasurer):
    owe("2.00")
    shares.confirm(payment=pay("5.00"), amount=D("5.00"), actor=treasurer)
    assert shares.owed_by(community, "shop7") == D("-3.00")


def test_a_refund_after_the_share_was_paid_becomes_a_credit(owe, pay, correct, community, treasurer):
    owe("2.00")
    shares.confirm(payment=pay("2.00"), amount=D("2.00"), actor=treasurer)
    correct(0)
    assert shares.owed_by(community, "shop7") == D("-2.00")


def test_a_second_payment_waits_for_the_answer_to_the_first(owe, pay):
    owe("2.00")
    pay("2.00")
    with pytest.raises(Refused) as refused:
        pay("2.00", reference="REF0000002")
    assert refused.value.code == "waiting"


def test_a_payment_without_an_amount_is_refused(pay):
    with pytest.raises(Refused) as refused:
        pay("0")
    assert refused.value.code == "amount"


def test_the_treasurer_is_told_of_a_payment(pay, treasurer, work):
    pay("2.00")
    work()
    notice = Notice.objects.get(user=treasurer)
    assert "ครัวยายบุญ" in notice.text
    assert notice.url == "/fund/bansuan/treasurer/"


def test_the_sender_is_told_that_the_money_was_not_found(pay, seller, treasurer, work):
    shares.not_found(payment=pay("2.00"), reason="ไม่มีรายการ 2 บาท", actor=treasurer)
    work()
    assert "ไม่มีรายการ 2 บาท" in Notice.objects.get(user=seller).text


def test_money_not_found_changes_no_book(owe, pay, books, treasurer):
    owe("2.00")
    shares.not_found(payment=pay("2.00"), reason="ไม่มี", actor=treasurer)
    assert (books(Kind.BANK), books(Kind.OWED_BY_SHOP)) == (D(0), D("2.00"))


def test_not_found_needs_a_reason(pay, treasurer):
    with pytest.raises(Refused) as refused:
        shares.not_found(payment=pay("2.00"), reason=" ", actor=treasurer)
    assert refused.value.code == "reason"


def test_money_that_comes_late_is_confirmed_after_all(owe, pay, books, treasurer):
    owe("2.00")
    payment = shares.not_found(payment=pay("2.00"), reason="ยังไม่เข้า", actor=treasurer)
    shares.confirm(payment=payment, amount=D("2.00"), actor=treasurer)
    assert books(Kind.BANK) == D("2.00")


def test_confirmed_money_is_not_lost_again(pay, treasurer):
    payment = shares.confirm(payment=pay("2.00"), amount=D("2.00"), actor=treasurer)
    with pytest.raises(Refused) as refused:
        shares.not_found(payment=payment, reason="ไม่มี", actor=treasurer)
    assert refused.value.code == "answered"


def test_a_treasurer_does_not_confirm_the_own_households_payment(pay, seller, treasurer, books):
    person = Person.objects.create(name="ประเสริฐ ตัวอย่าง", user=treasurer)
    Membership.objects.create(
        person=person, household=Household.objects.of_member(seller).get(), status=Membership.Status.ACTIVE
    )
    with pytest.raises(Refused) as refused:
        shares.confirm(payment=pay("2.00"), amount=D("2.00"), actor=treasurer)
    assert (refused.value.code, books(Kind.BANK)) == ("own_household", D(0))


def test_nobody_confirms_what_they_sent_themselves(pay, treasurer):
    payment = pay("2.00", user=treasurer)
    with pytest.raises(Refused) as refused:
        shares.confirm(payment=payment, amount=D("2.00"), actor=treasurer)
    assert refused.value.code == "own_household"


def test_the_books_balance_after_a_whole_month(owe, pay, correct, community, treasurer):
    for number in range(1, 8):
        owe(D(number) / 100 * 33, order=f"o{number}")
    correct("0.11", order="o3")
    correct(0, order="o5")
    shares.confirm(payment=pay("4.00"), amount=D("4.00"), actor=treasurer)
    lines = ledger.trial_balance(community)
    # Owed at first 0.33 + 0.66 + … + 2.31 = 9.24, back 0.99 and 1.65, anew 0.11, paid 4.00 twice over.
    assert sum(line.debit for line in lines) == sum(line.credit for line in lines) == D("19.99")


def test_each_fund_has_its_own_books(owe):
    elsewhere = factories.community()
    owe("2.00")
    owe("3.00", order="ord2", community=elsewhere)
    assert shares.owed_by(elsewhere, "shop7") == D("3.00")


def test_a_payment_says_at_once_where_it_stands(pay):
    pay("2.00")
    assert SharePayment.objects.get().status == SharePayment.Status.SENT
