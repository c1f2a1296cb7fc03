"""`manage.py fill`: data for measuring that pages and books can live with."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from config.fill import tools
from households import rollup_check
from households.models import (
    Community,
    Household,
    HouseholdMonth,
    IncomeProposal,
    IncomeRecord,
    Programme,
)
from lib.thai import search_key
from market.models import Listing, Order, Shop
from welfare import chain, ledger
from welfare.models import Account, Contribution, Transfer


@pytest.fixture
def filled(db, monkeypatch):
    """120 listings, 60 orders and 40 households, in batches of 25."""
    monkeypatch.setattr(tools, "BATCH", 25)
    out = StringIO()
    call_command("fill", listings=120, orders=60, households=40, transfers=90, stdout=out)
    return out.getvalue()


def test_there_is_as_much_of_everything_as_was_asked_for(filled):
    assert (Listing.objects.count(), Order.objects.count(), Household.objects.count()) == (120, 60, 40)
    assert Shop.objects.count() == 3
    assert IncomeRecord.objects.count() == 40 * 12 * 3
    assert Programme.objects.get().rounds.count() == 2


def test_its_sums_are_what_its_records_say(filled):
    assert HouseholdMonth.objects.filter(answer="complete").count() > 40 * 8
    assert list(rollup_check.check()) == []


def test_progress_is_shown(filled):
    assert "listings: 120 of 120" in filled
    assert "orders: 60 of 60" in filled


def test_pages_show_it(filled, client):
    listing = Listing.objects.order_by("id").last()
    for path in (
        "/",
        "/c/fill1/",
        f"/shops/{listing.shop.code}/",
        f"/listings/{listing.code}/",
        f"/categories/{listing.category.code}/",
    ):
        assert client.get(path).status_code == 200, path


def test_search_finds_it(filled, client):
    listing = Listing.objects.order_by("id").last()
    page = client.get("/search/", {"q": listing.name}).content.decode()
    assert listing.get_absolute_url() in page
    assert listing.search_key == search_key(listing.name)


def test_buyer_and_seller_see_an_order_with_lines_and_events(filled, client):
    order = Order.objects.filter(status="completed").first()
    assert order.lines.exists()
    assert order.events.first().kind == "placed"
    assert order.goods_total == sum(line.amount for line in order.lines.all())
    client.force_login(order.buyer)
    assert client.get("/orders/").status_code == 200


def test_the_books_balance_and_follow_the_orders(filled):
    sold = [order for order in Order.objects.filter(status="completed") if order.total]
    assert IncomeProposal.objects.count() == len(sold)
    shops = Account.objects.filter(kind=Account.Kind.OWED_BY_SHOP)
    owed = sum(ledger.balance(account) for account in shops)
    assert owed == sum(order.share for order in sold) > 0
    for place in Community.objects.all():
        lines = ledger.trial_balance(place)
        assert sum(line.debit for line in lines) == sum(line.credit for line in lines)


def test_the_entries_of_the_books_are_sealed_and_counted(filled):
    place = Community.objects.get(code="fill1")
    rows = list(Transfer.objects.filter(community=place).order_by("number"))
    assert len(rows) >= 90
    seal = chain.FIRST
    for row in rows:
        assert row.seal == chain.seal(row, seal)
        seal = row.seal
    for line in ledger.trial_balance(place):
        assert (line.account.balance.debits, line.account.balance.credits) == (line.debit, line.credit)
    paid = Contribution.objects.filter(community=place)
    assert {f"contribution {row.code}" for row in paid} <= {row.document for row in rows}


def test_a_second_run_adds_to_the_first(filled):
    call_command("fill", listings=30, stdout=StringIO())
    assert Listing.objects.count() == 150
    assert Household.objects.count() == 40


def test_codes_never_repeat(db):
    codes = tools.Codes(Listing)
    assert len({codes.next() for _code in range(20_000)}) == 20_000


def test_a_site_set_up_for_production_is_left_alone(db, settings):
    settings.DEVELOPMENT = False
    with pytest.raises(CommandError, match="DEBUG=1"):
        call_command("fill", listings=10)
    assert not Listing.objects.exists()


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({}, "Say how many"),
        ({"listings": -1}, "Say how many"),
        ({"households": 1, "months": 0}, "at least one month"),
        ({"orders": 5}, "something to order"),
    ],
)
def test_what_cannot_be_meant_is_refused(db, options, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("fill", **options)
