"""Following a baht without pretending, and counting who was helped without telling who."""

import datetime as dt
from decimal import Decimal as D

import pytest
from django.urls import reverse
from django.utils import timezone

from lib.disclosure import HIDDEN
from tests import factories
from tests.welfare.campaign_builders import give, opened, spend
from welfare import corrections, countersigns, follow, helped, ledger, shares
from welfare.models import Account, AidRequest, Donation, Payout, Transfer

Kind = Account.Kind
JAN, FEB, MAR = (dt.date(2026, month, 1) for month in (1, 2, 3))


@pytest.fixture
def move(community):
    """Money from one account of the general fund to another, on a day."""
    number = iter(range(1000))

    def move(debit, credit, amount, on):
        accounts = (ledger.account(community, kind) for kind in (debit, credit))
        return ledger.post(
            key=f"f{next(number)}",
            community=community,
            debit=next(accounts),
            credit=next(accounts),
            amount=D(amount),
            value_date=on,
            document="entry x",
        )

    return move


@pytest.fixture
def gift(community):
    """A donation that has arrived."""

    def gift(transfer, campaign=None):
        return Donation.objects.create(
            key=f"g{transfer.pk}",
            community=community,
            campaign=campaign,
            amount=transfer.amount,
            name="คุณให้ ใจดี",
            way="promptpay",
            arrived_on=transfer.value_date,
            status="arrived",
            transfer=transfer,
            arrived_amount=transfer.amount,
        )

    return gift


def open_page(client, **query):
    return client.get(reverse("welfare:follow", args=["bansuan"]), query)


def test_a_pool_is_what_was_there_and_what_came_in_and_where_it_went(community, move):
    move(Kind.BANK, Kind.OPENING, "600", JAN)
    move(Kind.BANK, Kind.DONATION, "400", FEB)
    move(Kind.BENEFIT, Kind.BANK, "250", MAR)
    move(Kind.COSTS, Kind.BANK, "50", MAR)
    pool = follow.pool(community, dt.date(2026, 2, 20))
    assert (pool.opening, pool.came_in, pool.spent, pool.left) == (D(600), D(400), D(300), D(700))
    assert [(line.kind, line.parts.free) for line in pool.went_out] == [
        (Kind.BENEFIT, D(250)),
        (Kind.COSTS, D(50)),
    ]
    assert pool.of_hundred == [D(25), D(5), D(70)]


def test_what_was_spent_before_the_month_has_nothing_to_do_with_it(community, move):
    move(Kind.BANK, Kind.OPENING, "600", JAN)
    move(Kind.BENEFIT, Kind.BANK, "250", JAN)
    pool = follow.pool(community, FEB)
    assert (pool.opening, pool.spent, pool.of_hundred) == (D(350), D(0), [D(100)])


def test_money_of_campaigns_is_not_in_the_pool(community, move, committee, buyer):
    move(Kind.BANK, Kind.OPENING, "600", JAN)
    second = factories.with_role(community, "committee", name="คำ ตัวอย่าง")
    give(opened(community, committee, second), "5000")
    assert follow.pool(community, JAN).all == D(600)


def test_an_empty_fund_has_an_empty_pool(community):
    assert follow.pool(community, JAN).of_hundred == []


def test_a_gift_is_followed_by_its_code_without_a_name(client, community, move, gift):
    row = gift(move(Kind.BANK, Kind.DONATION, "400", FEB))
    move(Kind.BENEFIT, Kind.BANK, "100", MAR)
    response = open_page(client, donation=row.code.upper())
    assert response.context["pool"].since == FEB
    assert "฿400" in response.content.decode()
    assert "คุณให้" not in response.content.decode()


def test_a_gift_to_a_campaign_is_followed_exactly(client, community, committee, gift):
    second = factories.with_role(community, "committee", name="คำ ตัวอย่าง")
    roof = opened(community, committee, second)
    row = gift(give(roof, "250"), roof)
    spend(roof, "100")
    response = open_page(client, donation=row.code)
    assert response.context["figures"].spent == D(100)
    assert "pool" not in response.context


def test_a_gift_that_has_not_arrived_says_so(client, community, move, gift):
    row = gift(move(Kind.BANK, Kind.DONATION, "400", FEB))
    Donation.objects.filter(pk=row.pk).update(status="sent", transfer=None)
    response = open_page(client, donation=row.code)
    assert response.context["baht"].on is None
    assert "pool" not in response.context


def test_a_code_that_is_none_is_answered_in_words(client, community):
    response = open_page(client, donation="nothing")
    assert (response.status_code, response.context["baht"]) == (200, None)
    assert "ไม่พบรหัสนี้" in response.content.decode()


def test_a_gift_to_another_community_is_not_found_here(client, community, move, gift):
    row = gift(move(Kind.BANK, Kind.DONATION, "400", FEB))
    factories.community(code="other")
    found = client.get(reverse("welfare:follow", args=["other"]), {"donation": row.code})
    assert found.context["baht"] is None


def test_an_orders_share_has_arrived_with_the_shops_next_payment(community, owe, pay, treasurer):
    owe("20.25")
    assert follow.order_share(community, "ord1") == follow.Baht(D("20.25"), None, is_share=True)
    shares.confirm(payment=pay("20.25"), amount=D("20.25"), actor=treasurer)
    assert follow.order_share(community, "ord1").on == timezone.localdate()


def test_a_payment_before_the_order_does_not_pay_its_share(community, owe, pay, treasurer):
    owe("5", order="ord0")
    shares.confirm(payment=pay("5"), amount=D(5), actor=treasurer)
    owe("20.25")
    assert follow.order_share(community, "ord1").on is None


def test_a_payment_that_was_taken_back_pays_no_share(community, owe, pay, treasurer, committee):
    owe("20.25")
    payment = shares.confirm(payment=pay("20.25"), amount=D("20.25"), actor=treasurer)
    entry = Transfer.objects.get(key=f"share:{payment.code}:money")
    asked = corrections.ask(transfer=entry, reason="ยอดผิด", actor=treasurer)
    countersigns.agree(countersign=asked, actor=committee)
    assert follow.order_share(community, "ord1").on is None


def test_a_share_owed_to_another_fund_is_not_found_here(owe):
    owe("20.25")
    assert follow.order_share(factories.community(code="other"), "ord1") is None


def test_an_order_that_was_given_back_has_no_share(community, owe, correct):
    owe("20.25")
    correct(0)
    assert follow.order_share(community, "ord1") is None


@pytest.fixture
def help_paid(community, treasurer):
    """Households that were paid for an event last month."""
    homes = [factories.household(community) for _number in range(30)]

    def help_paid(event, households, times=1):
        when = timezone.now().replace(day=1, hour=12) - dt.timedelta(days=10)
        for home in homes[:households]:
            for _time in range(times):
                request = AidRequest.objects.create(
                    key=f"{event}{home.pk}-{Payout.objects.count()}",
                    community=community,
                    household=home,
                    event=event,
                    words="x",
                    for_whom="x",
                    event_on=when.date(),
                    asker="committee",
                    status="paid",
                    approved=D(500),
                )
                payout = Payout.objects.create(request=request, community=community, amount=D(500))
                Payout.objects.filter(pk=payout.pk).update(
                    status="paid", way="goods", paid_by=treasurer, paid_at=when
                )

    return help_paid


def test_nobody_helped_is_said_in_words(community):
    assert helped.by_event(community).nobody


def test_large_groups_are_shown_and_small_ones_are_not(community, help_paid):
    help_paid("elderly", 24)
    help_paid("birth", 12)
    help_paid("death", 6)
    help_paid("disability", 5)
    found = helped.by_event(community)
    assert [count for _words, count in found.rows] == [25, 10, HIDDEN, HIDDEN]


def test_a_single_small_group_takes_a_larger_one_with_it(community, help_paid):
    """Payments are listed one by one: without it, who counts the others would know the small one."""
    help_paid("elderly", 24)
    help_paid("birth", 12)
    help_paid("death", 2)
    assert [count for _words, count in helped.by_event(community).rows] == [25, HIDDEN, HIDDEN]


def test_so_few_that_no_number_is_shown(community, help_paid):
    help_paid("birth", 4)
    found = helped.by_event(community)
    assert (found.rows, found.all_hidden) == ([], True)


def test_one_household_helped_often_is_one_household(community, help_paid):
    help_paid("bedridden", 3, times=5)
    assert helped.by_event(community).all_hidden


def test_the_page_shows_no_hidden_number(client, community, help_paid):
    help_paid("elderly", 24)
    help_paid("death", 2)
    content = client.get(reverse("welfare:fund", args=["bansuan"])).content.decode()
    assert "ไม่แสดงตัวเลข" in content or "กลุ่มเล็ก" in content
    assert "24 ครัวเรือน" not in content
