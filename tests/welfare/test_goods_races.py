"""Many at once at the store and at a purchase. On PostgreSQL only; SQLite lets one writer in at a time."""

import threading
from decimal import Decimal as D

import pytest
from django.db import connection, transaction

from tests import factories
from tests.racing import side_by_side
from tests.welfare import goods_builders as make
from welfare import ledger, purchases, stock
from welfare.models import Account, Lot, LotMove, Transfer

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs writers side by side"),
]


@pytest.fixture
def rice(committee, community):
    return make.rice(committee, community)


@pytest.fixture
def last(committee, community, rice):
    """The last 5 kg."""
    return make.lot(committee, make.hall(committee, community), rice, "5")


def given_out():
    return -sum(LotMove.objects.filter(kind="given_out").values_list("quantity", flat=True))


def test_the_last_five_kilograms_go_to_one_of_two(committee, community, rice, last):
    asked = [make.request(community) for _number in range(2)]

    def give(request):
        return lambda: len(stock.give_out(request=request, wanted={rice: D(5)}, key="k", actor=committee))

    outcomes = side_by_side(*(give(request) for request in asked))
    assert sorted(map(str, outcomes)) == ["1", "short"]
    assert (given_out(), Lot.objects.get().left) == (D(5), D(0))
    assert stock.faults(community) == []


def test_without_the_guards_the_last_five_kilograms_would_go_to_two(committee, community, rice, last):
    """Control: looking first and writing later gives more than there is, and the store's own check says so."""
    looked = threading.Barrier(2)

    def give_carelessly(request):
        def act():
            with transaction.atomic():
                lot = Lot.objects.select_related("kind").get()
                looked.wait()
                lot.left -= D(5)
                lot.save(update_fields=["left"])
                stock.write(
                    lot, LotMove.Kind.GIVEN_OUT, D(-5), f"careless:{request.pk}", committee, request=request
                )

        return act

    side_by_side(*(give_carelessly(make.request(community)) for _number in range(2)))
    assert given_out() == D(10)
    assert len(stock.faults(community)) == 1


def test_many_who_give_out_never_give_more_than_there_is(committee, community, rice):
    store = make.hall(committee, community)
    for days in (5, 10, 20):
        make.lot(committee, store, rice, "4", days=days)
    asked = [make.request(community) for _number in range(8)]

    def give(request):
        return lambda: len(stock.give_out(request=request, wanted={rice: D(3)}, key="k", actor=committee))

    outcomes = side_by_side(*(give(request) for request in asked))
    assert outcomes.count("short") == 4
    assert given_out() == D(12)
    assert stock.faults(community) == []


def test_one_press_in_many_windows_gives_out_once(committee, community, rice, last):
    request = make.request(community)

    def give():
        return len(stock.give_out(request=request, wanted={rice: D(1)}, key="k", actor=committee))

    assert side_by_side(*[give] * 6) == [1] * 6
    assert given_out() == D(1)


def test_a_purchase_is_paid_once_in_many_windows_and_by_two_treasurers(community, committee, treasurer):
    make.money(community, "5000")
    second = factories.with_role(community, "committee")
    third = factories.with_role(community, "treasurer")
    bought = make.received(committee, second, community)

    def pay(actor):
        return lambda: purchases.pay(purchase=bought, amount=D(900), way="bank", actor=actor).status

    outcomes = side_by_side(*[pay(treasurer)] * 3, *[pay(third)] * 3)
    # Who came first may press again; for the other it is paid already. The words are the same for both.
    assert set(outcomes) == {"paid"}
    assert Transfer.objects.filter(document=f"purchase {bought.code}").count() == 1
    assert ledger.balance(ledger.account(community, Account.Kind.BANK)) == D(4100)


def test_two_who_order_order_one_offer(community, committee):
    second = factories.with_role(community, "committee")
    bought = make.purchase(committee, community)
    quotes = [make.quote(committee, bought, seller, "900") for seller in ("ร้านหนึ่ง", "ร้านสอง")]

    def order(quote, actor):
        return lambda: purchases.order(purchase=bought, quote=quote, actor=actor).status

    outcomes = side_by_side(order(quotes[0], committee), order(quotes[1], second))
    assert sorted(outcomes) == ["not_asked", "ordered"]
