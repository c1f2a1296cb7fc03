"""What is said about a shop and a listing in words: ways to get and to pay, opening days, season."""

import datetime as dt

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lib.dates import thai_date
from lib.money import baht
from market.models import Listing, Shop
from market.models.shops import EVERY_DAY

A_MONDAY = dt.date(2024, 1, 1)


def ways_to_get(shop: Shop) -> str:
    """Where the goods can be picked up, and what bringing them costs."""
    ways = []
    if shop.offers_pickup:
        ways.append(
            _("Pick up at %(place)s") % {"place": shop.pickup_place}
            if shop.pickup_place
            else _("Pick up at the shop")
        )
    if shop.offers_delivery:
        fee = baht(shop.delivery_fee)
        ways.append(
            _("Brought to your home nearby, %(fee)s") % {"fee": fee}
            if shop.delivery_fee
            else _("Brought to your home nearby, free")
        )
    return " · ".join(ways)


def ways_to_pay(shop: Shop) -> str:
    """How the shop takes money."""
    ways = [_("PromptPay")] if shop.takes_promptpay else []
    return " · ".join([*ways, _("Cash")] if shop.takes_cash else ways)


def opening_days(shop: Shop) -> str:
    """The weekdays on which the shop works."""
    if shop.opening_days == EVERY_DAY:
        return _("Every day")
    days = [A_MONDAY + dt.timedelta(days=place) for place in range(7) if shop.opening_days >> place & 1]
    return " ".join(date_format(day, "l") for day in days) or _("Ask the shop")


def open_now(shop: Shop) -> tuple[str, str]:
    """Whether the shop works today, in words, and the kind of badge for it."""
    if shop.is_on_holiday:
        return _("On holiday now"), "accent"
    return (_("Open today"), "leaf") if shop.is_open_today else (_("Closed today"), "")


def season(listing: Listing) -> str:
    """Until when the goods can be had, if they have a season."""
    return _("Until %(day)s") % {"day": thai_date(listing.available_until)} if listing.available_until else ""


def shop_rows(shop: Shop) -> list[tuple[str, str]]:
    """The shop's facts as names and values."""
    return [
        (_("Getting it"), ways_to_get(shop)),
        (_("Paying"), ways_to_pay(shop)),
        (_("Opening days"), opening_days(shop)),
    ]
