"""Orders and sellers that many tests of the market start from."""

import pytest

from market import orders
from tests import factories
from tests.market.steps import SLIP


@pytest.fixture
def order(buyer, listing):
    """Two jars at 45 baht, picked up and paid in cash."""
    return factories.order(buyer, factories.wish(listing, "2"))


@pytest.fixture
def paid_by_phone(buyer, listing):
    """The same, paid by PromptPay."""
    return factories.order(buyer, factories.wish(listing, "2"), pay_by="promptpay")


@pytest.fixture
def shown(paid_by_phone, buyer):
    """The PromptPay order with a slip that waits for the shop."""
    orders.show_slip(order=paid_by_phone, actor=buyer, **SLIP)
    paid_by_phone.refresh_from_db()
    return paid_by_phone


@pytest.fixture
def ready(order, seller):
    """The cash order, packed."""
    orders.accept(order=order, actor=seller)
    return orders.mark_ready(order=order, actor=seller)


@pytest.fixture
def selling(client, seller):
    client.force_login(seller)
    return client
