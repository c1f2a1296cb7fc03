"""What changes a shop: opening it, its words and ways, holiday, the committee's word on it."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from households import agreements, notices
from households.models import Household, User
from lib.codes import new_code
from lib.errors import Refused
from market import pictures
from market.models import Listing, Shop

# What a household may say about its shop.
DETAILS = frozenset(
    {
        "name",
        "story",
        "phone",
        "line_url",
        "opening_days",
        "promptpay_id",
        "receiver_name",
        "takes_cash",
        "takes_promptpay",
        "offers_pickup",
        "pickup_place",
        "offers_delivery",
        "delivery_fee",
        "hours_to_accept",
        "hours_to_pay",
    }
)


@transaction.atomic
def open_shop(
    *,
    household: Household,
    user: User,
    name: str,
    taken: Iterable[pictures.Taken] = (),
    code: str = "",
    **details: Any,
) -> Shop:
    """Open a shop for a household. Raises Refused unless `user` lives there and accepted the market's rules.

    `details` are the other names in DETAILS. With a `code` of its own, sending it twice opens one shop.
    """
    _check_names(details)
    household = Household.objects.select_for_update(no_key=True).get(pk=household.pk)
    code = code or new_code()
    if twin := household.shops.filter(code=code).first():
        return twin
    if not Household.objects.of_member(user).filter(pk=household.pk, status="active").exists():
        raise Refused(_("Only people of the household can open its shop."), "not_a_member")
    if agreements.missing(user, "market", household.community):
        raise Refused(_("Please read and accept the market's rules first."), "rules")
    shop = Shop(household=household, community_id=household.community_id, code=code, name=name, **details)
    _save(shop)
    pictures.add(owner=shop, taken=taken)
    shop.refresh_from_db()
    return shop


@transaction.atomic
def change_shop(*, shop: Shop, **details: Any) -> Shop:
    """Change what a shop says about itself. Raises Refused."""
    _check_names(details)
    row = _lock(shop)
    for name, value in details.items():
        setattr(row, name, value)
    row.version += 1
    _save(row)
    return row


@transaction.atomic
def set_holiday(*, shop: Shop, is_on_holiday: bool) -> Shop:
    """Close the shop for a while, or open it again. What was ordered stays."""
    row = _lock(shop)
    if row.is_on_holiday != is_on_holiday:
        row.is_on_holiday, row.version = is_on_holiday, row.version + 1
        row.save(update_fields=["is_on_holiday", "version"])
    return row


@transaction.atomic
def verify(*, shop: Shop, actor: User) -> Shop:
    """The committee knows this shop: it carries the badge, and its people are told."""
    row = _lock(shop)
    if row.verified_at:
        return row
    row.verified_at, row.verified_by, row.version = timezone.now(), actor, row.version + 1
    row.save(update_fields=["verified_at", "verified_by", "version"])
    _tell(row, _("The committee has verified your shop {shop}. Buyers now see its badge."))
    return row


@transaction.atomic
def unverify(*, shop: Shop, actor: User) -> Shop:
    """Take the badge away. The change log keeps who did it."""
    row = _lock(shop)
    row.verified_at = row.verified_by = None
    row.version += 1
    row.save(update_fields=["verified_at", "verified_by", "version"])
    return row


@transaction.atomic
def suspend(*, shop: Shop, reason: str, actor: User) -> Shop:
    """Take a shop and all its listings out of the market. What was ordered stays.

    Its people are told the reason. Raises Refused without one.
    """
    reason = reason.strip()
    if not reason:
        raise Refused(_("A suspension needs a reason that the seller can read."), "reason")
    row = _lock(shop)
    if row.suspended_at:
        return row
    row.suspended_at, row.suspended_by, row.suspension_reason = timezone.now(), actor, reason[:300]
    row.version += 1
    row.save(update_fields=["suspended_at", "suspended_by", "suspension_reason", "version"])
    Listing.objects.filter(shop=row).update(is_public=False, changed_at=timezone.now())
    _tell(row, _("The committee has suspended your shop {shop}: {reason}"), reason=row.suspension_reason)
    return row


@transaction.atomic
def unsuspend(*, shop: Shop, actor: User) -> Shop:
    """Bring a shop back, with everything that its people had not withdrawn themselves."""
    row = _lock(shop)
    if row.suspended_at is None:
        return row
    row.suspended_at = row.suspended_by = None
    row.suspension_reason = ""
    row.version += 1
    row.save(update_fields=["suspended_at", "suspended_by", "suspension_reason", "version"])
    Listing.objects.filter(shop=row, withdrawn_at__isnull=True).update(
        is_public=True, changed_at=timezone.now()
    )
    _tell(row, _("Your shop {shop} is open in the market again."))
    return row


def _lock(shop: Shop) -> Shop:
    """The shop as it is now; nobody else changes it or its listings until the transaction ends."""
    return Shop.objects.select_for_update(no_key=True).get(pk=shop.pk)


def _save(shop: Shop) -> None:
    """Write the row, or raise Refused for what the database would not take."""
    if not (shop.takes_cash or shop.takes_promptpay):
        raise Refused(_("Choose at least one way to be paid."), "no_payment")
    if shop.takes_promptpay and not (shop.promptpay_id and shop.receiver_name):
        raise Refused(_("PromptPay needs the number and the name of the receiver."), "promptpay")
    if not (shop.offers_pickup or shop.offers_delivery):
        raise Refused(_("Choose at least one way for buyers to get the goods."), "no_delivery")
    shop.save()


def share_payers(code: str) -> tuple[list[User], str]:
    """Accounts of the household that keeps the shop with this code, and where they pay its share for the fund."""
    shop = Shop.objects.filter(code=code).first()
    if shop is None:
        return [], ""
    return list(_people(shop)), reverse("market:sell_share", args=[code])


def _people(shop: Shop) -> QuerySet[User]:
    return User.objects.filter(
        person__memberships__household=shop.household_id,
        person__memberships__status="active",
        is_active=True,
    ).order_by("id")


def _tell(shop: Shop, sentence, **words: str) -> None:
    """A notice to everyone of the household who has an account."""
    for person in _people(shop):
        notices.send(
            to=person,
            text=format_lazy(sentence, shop=shop.name, **words),
            url=reverse("market:sell_listings", args=[shop.code]),
        )


def _check_names(details: dict[str, Any]) -> None:
    unknown = details.keys() - DETAILS
    if unknown:
        raise TypeError(f"a shop has no such detail: {', '.join(sorted(unknown))}")
