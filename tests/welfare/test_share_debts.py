"""What shops owe: who is late, reminders, and giving up a debt by two."""

import datetime as dt
from decimal import Decimal as D

import pytest
from django.utils import timezone

from households.models import Notice
from lib.errors import Refused
from tests import factories
from welfare import countersigns, ledger, share_debts, shares, statements
from welfare.models import Account, AccountMonth, ShareReminder

Kind = Account.Kind


@pytest.fixture
def debt(community):
    """Boon's shop owes this much, of the month so many months ago."""

    def debt(amount, months_ago=0, order="o1"):
        on = timezone.localdate().replace(day=1)
        for _month in range(months_ago):
            on = (on - dt.timedelta(days=1)).replace(day=1)
        account = shares.owed_account(community, "shop7", "ครัวยายบุญ")
        ledger.post(
            key=f"order:{order}:share",
            community=community,
            debit=account,
            credit=ledger.account(community, Kind.SHARE_EXPECTED),
            amount=D(amount),
            document=f"order {order}",
            value_date=on,
        )
        return account

    return debt


@pytest.fixture
def chair(community):
    """Somchai, who leads the committee."""
    return factories.with_role(community, "chair", name="สมชาย ตัวอย่าง")


def refusal(act, **arguments):
    with pytest.raises(Refused) as refused:
        act(**arguments)
    return refused.value.code


def test_a_shop_is_late_since_its_oldest_month_that_is_not_paid(debt, pay, community, treasurer):
    debt("20", months_ago=3)
    debt("30", months_ago=1, order="o2")
    debt("5", order="o3")
    [row] = share_debts.debtors(community)
    assert (row.debt, row.months_late) == (D(55), 3)
    shares.confirm(payment=pay("20"), amount=D(20), actor=treasurer)
    [row] = share_debts.debtors(community)
    assert (row.debt, row.months_late) == (D(35), 1)


def test_a_shop_that_paid_is_not_on_the_list(debt, pay, community, treasurer):
    debt("20", months_ago=3)
    shares.confirm(payment=pay("20"), amount=D(20), actor=treasurer)
    assert share_debts.debtors(community) == []


def test_the_longest_late_comes_first(debt, owe, community):
    owe("500", order="big", shop_code="shop8", shop_name="ร้านใหญ่")
    debt("20", months_ago=2)
    assert [row.account.holder for row in share_debts.debtors(community)] == ["shop7", "shop8"]


def test_a_shops_statement_says_what_was_owed_paid_and_corrected(debt, pay, correct, community, treasurer):
    account = debt("20", months_ago=1, order="o1")
    debt("30", order="ord2")
    correct("25", order="ord2")
    shares.confirm(payment=pay("40"), amount=D(40), actor=treasurer)
    this, last, *older = share_debts.statement(account)
    assert (this.owed, this.paid, this.given_up, this.rest) == (D(25), D(40), D(0), D(5))
    assert (last.owed, last.paid, last.rest) == (D(20), D(0), D(20))
    assert len(older) == 10
    assert all(row.rest == 0 for row in older)


def test_what_was_owed_more_than_a_year_ago_is_where_the_statement_begins(debt):
    account = debt("20", months_ago=15)
    assert {row.rest for row in share_debts.statement(account)} == {D(20)}


def test_a_reminder_reaches_the_people_of_the_shop(shop, seller, treasurer, work, community):
    shares.owe(
        community=community,
        shop_code=shop.code,
        shop_name=shop.name,
        amount=D(7),
        order_code="x",
        actor=seller,
    )
    share_debts.remind(account=shares.owed_account(community, shop.code), actor=treasurer)
    work()
    notice = Notice.objects.get(user=seller)
    assert "฿7" in notice.text
    assert notice.url == f"/sell/{shop.code}/share/"


def test_a_shop_is_reminded_once_a_week_at_most(debt, treasurer, chair):
    account = debt("20")
    share_debts.remind(account=account, actor=treasurer)
    assert refusal(share_debts.remind, account=account, actor=chair) == "lately"
    assert ShareReminder.objects.count() == 1


def test_a_week_later_it_may_be_reminded_again(debt, treasurer):
    account = debt("20")
    ShareReminder.objects.create(
        owed=account,
        amount=D(20),
        sent_by=treasurer,
        sent_at=timezone.now() - dt.timedelta(days=7, minutes=1),
    )
    share_debts.remind(account=account, actor=treasurer)
    assert ShareReminder.objects.count() == 2


def test_before_the_week_is_over_it_may_not(debt, treasurer):
    account = debt("20")
    sent_at = timezone.now() - dt.timedelta(days=6, hours=23)
    ShareReminder.objects.create(owed=account, amount=D(20), sent_by=treasurer, sent_at=sent_at)
    assert refusal(share_debts.remind, account=account, actor=treasurer) == "lately"


def test_a_shop_that_owes_nothing_is_not_reminded(community, treasurer):
    account = shares.owed_account(community, "shop7", "ครัวยายบุญ")
    assert refusal(share_debts.remind, account=account, actor=treasurer) == "nothing"


def test_a_committee_member_reads_and_does_not_remind(debt, committee):
    assert refusal(share_debts.remind, account=debt("20"), actor=committee) == "role"


def ask(account, actor, amount="20"):
    return share_debts.ask_write_off(account=account, amount=D(amount), reason="ร้านปิดแล้ว", actor=actor)


def test_a_debt_is_given_up_when_two_agree_and_is_no_income(debt, treasurer, chair, community, books):
    account = debt("20")
    asked = ask(account, treasurer)
    assert shares.owed_by(community, "shop7") == D(20)
    countersigns.agree(countersign=asked, actor=chair)
    assert (books(Kind.OWED_BY_SHOP), books(Kind.SHARE_EXPECTED)) == (D(0), D(0))
    assert (books(Kind.MARKET_SHARE), statements.overview(community).income) == (D(0), D(0))
    assert share_debts.statement(account)[0].given_up == D(20)


def test_nobody_gives_up_a_debt_alone(debt, treasurer, community):
    asked = ask(debt("20"), treasurer)
    assert refusal(countersigns.agree, countersign=asked, actor=treasurer) == "same_person"
    assert shares.owed_by(community, "shop7") == D(20)


def test_what_was_paid_in_between_is_not_given_up(debt, pay, treasurer, chair, community):
    asked = ask(debt("20"), treasurer)
    shares.confirm(payment=pay("15"), amount=D(15), actor=treasurer)
    assert refusal(countersigns.agree, countersign=asked, actor=chair) == "amount"
    assert shares.owed_by(community, "shop7") == D(5)


def test_more_than_is_owed_cannot_be_given_up(debt, treasurer):
    assert refusal(ask, account=debt("20"), actor=treasurer, amount="20.01") == "amount"


def test_a_debt_waits_for_one_second_person_at_a_time(debt, treasurer, chair):
    account = debt("20")
    ask(account, treasurer, "5")
    assert refusal(ask, account=account, actor=chair, amount="5") == "waiting"


def test_the_household_of_the_shop_neither_asks_nor_agrees(shop, seller, treasurer, community):
    factories.Role.objects.create(user=seller, kind="chair", community=community)
    shares.owe(
        community=community,
        shop_code=shop.code,
        shop_name=shop.name,
        amount=D(20),
        order_code="x",
        actor=seller,
    )
    account = shares.owed_account(community, shop.code)
    assert refusal(ask, account=account, actor=seller) == "own_household"
    asked = ask(account, treasurer)
    assert refusal(countersigns.agree, countersign=asked, actor=seller) == "own_household"


def test_the_list_reads_as_much_for_many_months(debt, community, django_assert_num_queries):
    for number in range(12):
        debt("1", months_ago=number, order=f"m{number}")
    assert AccountMonth.objects.filter(account__kind=Kind.OWED_BY_SHOP).count() == 12
    with django_assert_num_queries(3):
        share_debts.debtors(community)
