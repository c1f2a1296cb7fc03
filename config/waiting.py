"""What waits for a decision, for the office's first page."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from households.desks import COMMITTEE, EVERYBODY, TREASURER, desk_of
from households.models import Community, Membership
from market.models import Order, Shop
from welfare.models import SharePayment


@dataclass(frozen=True)
class Waiting:
    """A pile of work: how many, what to do with them, and where."""

    count: int
    title: str
    text: str
    url: str


def waiting(request) -> list[Waiting]:
    """The piles of whoever asks, empty ones too, in the order in which somebody is kept waiting."""
    desk = desk_of(request)
    piles = []
    if desk.sits(TREASURER):
        piles.append(_share_payments(desk))
    if desk.sits(COMMITTEE):
        piles += [_orders(desk), _requests(desk), _unverified(desk), _suspended(desk)]
    return piles


def _share_payments(desk) -> Waiting:
    payments = desk.within(SharePayment.objects.waiting(), "owed__community", TREASURER)
    codes = Community.objects.filter(pk__in=desk.communities(EVERYBODY)).values_list("code", flat=True)
    places = [] if desk.is_technician else list(codes[:2])
    # With one community the treasurer goes straight to the page with the buttons.
    url = f"{reverse('admin:welfare_sharepayment_changelist')}?status__exact=sent"
    if len(places) == 1:
        url = reverse("welfare:treasurer", args=places)
    return Waiting(
        payments.count(),
        _("Payments to the fund"),
        _("Shops say that they have sent money. Look whether it has arrived."),
        url,
    )


def _orders(desk) -> Waiting:
    orders = desk.within(Order.objects.waiting_long(), "community", COMMITTEE)
    return Waiting(
        orders.count(),
        _("Orders that no shop answers"),
        _("More than half of the time is over. Call the shop."),
        f"{reverse('admin:market_order_changelist')}?waiting=long",
    )


def _requests(desk) -> Waiting:
    requests = desk.within(Membership.objects.waiting(), "household__community", COMMITTEE)
    return Waiting(
        requests.count(),
        _("Requests to join a household"),
        _("Somebody says that they live here. Do you know them?"),
        f"{reverse('admin:households_membership_changelist')}?status__exact=asked",
    )


def _unverified(desk) -> Waiting:
    shops = Shop.objects.filter(verified_at__isnull=True, suspended_at__isnull=True)
    return Waiting(
        desk.within(shops, "community", COMMITTEE).count(),
        _("Shops without a badge"),
        _("Get to know the seller, then verify the shop."),
        f"{reverse('admin:market_shop_changelist')}?verified_at=no&suspended_at=no",
    )


def _suspended(desk) -> Waiting:
    shops = Shop.objects.filter(suspended_at__isnull=False)
    return Waiting(
        desk.within(shops, "community", COMMITTEE).count(),
        _("Suspended shops"),
        _("Can one of them come back?"),
        f"{reverse('admin:market_shop_changelist')}?suspended_at=yes",
    )
