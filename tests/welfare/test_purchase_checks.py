"""Purchases that look split, and that are in the books when they are paid."""

from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.utils import timezone

from tests import factories
from tests.welfare import goods_builders as make
from welfare import documents, proofs, purchase_checks, purchases
from welfare.models import Purchase


@pytest.fixture
def buy(committee, community):
    """Ordered from a seller so many days ago. Without rules three offers are needed above 5,000 baht."""

    def buy(amount, days_ago=0, seller="ร้านข้าว"):
        bought = make.purchase(committee, community, estimate=amount)
        quote = make.quote(committee, bought, seller, amount)
        purchases.order(purchase=bought, quote=quote, actor=committee)
        Purchase.objects.filter(pk=bought.pk).update(ordered_at=timezone.now() - timedelta(days=days_ago))
        return bought

    return buy


def hints(community):
    return [(set(hint.purchases), hint.total) for hint in purchase_checks.split_hints(community)]


def test_two_that_together_are_above_the_limit_are_shown(community, buy):
    first, second = buy("3000", 29), buy("2500", seller="ร้าน ข้าว")
    assert hints(community) == [({first, second}, D(5500))]


def test_together_at_the_limit_far_apart_of_others_or_given_up_are_not(community, committee, buy):
    buy("3000", 60)
    buy("2500", 29)
    buy("2500")
    buy("3000", seller="ร้านอื่น")
    given_up = buy("4000", 1)
    purchases.cancel(purchase=given_up, reason="ซ้ำ", actor=committee)
    assert hints(community) == []


def test_who_orders_sees_it_before(community, committee, buy):
    earlier = buy("3000", 10)
    bought = make.purchase(committee, community, estimate="2500")
    quote = make.quote(committee, bought, amount="2500")
    hint = purchase_checks.near_orders(quote)
    assert (hint.purchases, hint.total) == ([earlier], D(5500))
    small = make.purchase(committee, community, estimate="2000")
    assert purchase_checks.near_orders(make.quote(committee, small, amount="2000")) is None


def test_paid_purchases_must_be_in_the_books(community, committee, treasurer):
    make.money(community, "5000")
    second = factories.with_role(community, "committee")
    bought = make.received(committee, second, community)
    documented = [f"purchase {bought.code}"]
    assert [row for row in documents.entered(community) if row.document in documented] == []
    purchases.pay(purchase=bought, amount=D(880), way="bank", actor=treasurer)
    assert list(documents.entered(community)) == [documents.Entered(documented[0], D(880))]
    assert list(proofs.faults(community)) == []
