"""A shop's share as the market reports it, and a payment of it."""

from decimal import Decimal as D

import pytest

from welfare import ledger, shares, slips
from welfare.models import Account


@pytest.fixture
def owe(community, seller):
    """Boon's shop sold something: it owes the fund."""

    def owe(amount, order="ord1", **changes):
        content = {"community": community, "shop_code": "shop7", "shop_name": "ครัวยายบุญ", "actor": seller}
        return shares.owe(amount=D(amount), order_code=order, **{**content, **changes})

    return owe


@pytest.fixture
def correct(community, seller):
    """Part of an order was given back."""

    def correct(amount, order="ord1"):
        return shares.correct(
            community=community,
            shop_code="shop7",
            shop_name="ครัวยายบุญ",
            order_code=order,
            amount=D(amount),
            actor=seller,
        )

    return correct


@pytest.fixture
def pay(community, seller):
    """Boon sends money to the fund and shows the slip."""

    def pay(amount, reference="REF0000001", user=None, **changes):
        user = user or seller
        slip = slips.show(bank="006", reference=reference, document="share shop7", user=user)
        content = {"community": community, "shop_code": "shop7", "shop_name": "ครัวยายบุญ"}
        return shares.send_payment(amount=D(amount), slip=slip, user=user, **{**content, **changes})

    return pay


@pytest.fixture
def books(community):
    """What all accounts of a kind hold together."""

    def books(kind):
        accounts = list(Account.objects.filter(community=community, kind=kind))
        return sum(ledger.balances(accounts).values(), D(0))

    return books
