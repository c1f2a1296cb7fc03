"""Stores, goods, requests and purchases for tests, through the real actions."""

import itertools
from datetime import timedelta
from decimal import Decimal as D

from django.utils import timezone

from tests import factories
from welfare import ledger, purchases, stock, stores
from welfare.models import Account, AidRequest, Benefit, Lot

numbers = itertools.count(1)
PICTURE = "private/papers/2026/05/abcdefghjkmnabcdefghjkmn.webp"


def hall(committee, community, name="ศาลา"):
    """A store."""
    return stores.add_store(community=community, name=name, actor=committee)


def rice(committee, community, name="ข้าวสาร", unit="กก.", low_below=None):
    """A kind of goods."""
    low = None if low_below is None else D(low_below)
    return stores.add_kind(community=community, name=name, unit=unit, low_below=low, actor=committee)


def lot(committee, store, kind, quantity, days=None, **changes) -> Lot:
    """Goods in a store, that expire in so many days. Those that have expired came a year ago."""
    today = timezone.localdate()
    given = {"origin": Lot.Origin.GIVEN, "giver": "ร้านใจดี", "key": f"lot-{next(numbers)}", **changes}
    if days is not None:
        given["expires_on"] = today + timedelta(days=days)
    if days is not None and days < 0:
        given["received_on"] = today - timedelta(days=365)
    return stock.receive(store=store, kind=kind, quantity=D(quantity), actor=committee, **given)


def request(community, household=None, event=Benefit.Event.HARDSHIP, **changes) -> AidRequest:
    """A request for a household, still undecided."""
    return AidRequest.objects.create(
        key=f"aid-{next(numbers)}",
        community=community,
        household=household or factories.household(community),
        event=event,
        words="ไม่มีข้าวกิน",
        for_whom="ยายจันทร์ ตัวอย่าง",
        event_on=timezone.localdate(),
        asker=AidRequest.Asker.HELPER,
        **changes,
    )


def money(community, amount, kind=Account.Kind.BANK, purpose=""):
    """Money in the fund."""
    return ledger.post(
        key=f"money-{next(numbers)}",
        community=community,
        debit=ledger.account(community, kind, purpose=purpose),
        credit=ledger.account(community, Account.Kind.DONATION, purpose=purpose),
        amount=D(amount),
        document="opening balance",
    )


def purchase(committee, community, estimate="900", **changes):
    """Somebody asks for rice to be bought."""
    given = {"what": "ข้าวสาร 50 กก.", "why": "แจกบ้านที่น้ำท่วม", "key": f"buy-{next(numbers)}", **changes}
    return purchases.ask(community=community, estimate=D(estimate), actor=committee, **given)


def quote(committee, bought, seller="ร้านข้าว", amount="900", picture=PICTURE):
    """An offer with its photo."""
    return purchases.add_quote(
        purchase=bought, seller=seller, amount=D(amount), picture=picture, actor=committee
    )


def ordered(committee, community, amount="900", **changes):
    """A purchase with one offer that is ordered."""
    bought = purchase(committee, community, estimate=amount, **changes)
    return purchases.order(purchase=bought, quote=quote(committee, bought, amount=amount), actor=committee)


def received(committee, second, community, amount="900", **changes):
    """An ordered purchase that has come."""
    bought = ordered(committee, community, amount, **changes)
    return purchases.receive(purchase=bought, words="ครบ 50 กก.", picture=PICTURE, actor=second)
