"""What this room holds about a person: orders, basket, and the shop of a household in which nobody else is left."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from households import agreements
from households.models import Consent, Household, Person
from households.name_sweep import NAMELESS, written
from households.personal_data import Part
from lib.words import Words
from market import picture_files
from market.models import Basket, Listing, ListingPicture, Order, OrderEvent, PaymentEntry, Shop, ShopPicture
from welfare import shares
from welfare.models import Account, SharePayment

NAMELESS_SHOP = "ร้านที่ลบชื่อแล้ว"
MONEY_OPEN = (
    Order.Payment.SLIP_SHOWN,
    Order.Payment.TOO_LITTLE,
    Order.Payment.TOO_MUCH,
    Order.Payment.REFUND_DUE,
)


def collect(person: Person) -> list[Part]:
    """Orders with what they held and how they were paid, the basket, and the shops of the person's household."""
    shops = Shop.objects.filter(household__in=_homes(person)).order_by("pk")
    parts = [
        Part(
            "shops",
            _("Shops of my household"),
            shops,
            ("code", "name", "story", "phone", "line_url", "promptpay_id", "receiver_name", "pickup_place"),
        ),
        Part(
            "listings",
            _("What the shops offer"),
            Listing.objects.filter(shop__in=shops).order_by("pk"),
            ("code", "name", "description", "price", "created_at"),
        ),
    ]
    if person.user_id is None:
        return parts
    orders = Order.objects.filter(buyer=person.user_id).order_by("pk")
    return [
        *parts,
        Part(
            "orders",
            _("My orders"),
            orders,
            (
                "code", "placed_at", "shop_name", "status", "payment", "buyer_name", "buyer_phone", "method",
                "place", "note", "pay_by", "goods_total", "fee", "total",
            ),
        ),
        Part(
            "order_lines",
            _("What I ordered"),
            [line for order in orders.prefetch_related("lines") for line in order.lines.all()],
            ("order__code", "name", "variant_name", "quantity", "unit_name", "price", "amount"),
        ),
        Part(
            "payments",
            _("How my orders were paid"),
            PaymentEntry.objects.filter(order__in=orders).select_related("order").order_by("pk"),
            ("order__code", "kind", "method", "amount", "reason", "at"),
        ),
        Part(
            "basket",
            _("My basket"),
            [
                line
                for basket in Basket.objects.filter(user=person.user_id)
                for line in basket.lines.select_related("variant__listing")
            ],
            ("variant__listing__name", "quantity", ("added_at", _("When"))),
        ),
    ]  # fmt: skip


def obstacles(person: Person) -> list[Words]:
    """Orders and money that are not settled, and a PromptPay number of this person that others still use."""
    found: list[Words] = []
    if person.user_id is not None:
        mine = Order.objects.filter(buyer=person.user_id)
        if mine.filter(status__in=Order.UNDER_WAY).exists():
            found.append(_("There are orders that are not finished yet. Finish or cancel them first."))
        elif mine.filter(payment__in=MONEY_OPEN).exists():
            found.append(_("There are orders whose money is not settled yet. Settle it first."))
    alone = _left_alone(person)
    for shop in Shop.objects.filter(household__in=_homes(person)).order_by("pk"):
        found.extend(_of_shop(shop, person, is_last=shop.household_id in alone))
    return found


def erase(person: Person) -> None:
    """Name, phone and place leave the orders; a shop that nobody keeps any more leaves the market without a name."""
    if person.user_id is not None:
        orders = Order.objects.filter(buyer=person.user_id)
        orders.update(buyer_name=NAMELESS, buyer_phone="", note="")
        orders.filter(method=Order.Method.DELIVERY).update(place="")
        OrderEvent.objects.filter(actor=person.user_id).exclude(reason="").update(reason="")
        PaymentEntry.objects.filter(actor=person.user_id).exclude(reason="").update(reason="")
        Basket.objects.filter(user=person.user_id).delete()
    had_place = Household.objects.filter(memberships__person=person)
    empty = had_place.exclude(memberships__status="active")
    for shop in Shop.objects.filter(household__in=empty.values("pk")):
        _close(shop)
    if agreements.has_consent(person, Consent.Purpose.SHOP_FACE):
        _drop_pictures(ShopPicture.objects.filter(shop__household__in=had_place.values("pk")))


def _of_shop(shop: Shop, person: Person, *, is_last: bool) -> list[Words]:
    if not is_last:
        phones = {person.phone, person.user.phone if person.user else ""} - {""}
        numbers = {form for phone in phones for form in written(phone)}
        names = {person.name, person.user.name if person.user else ""}
        if shop.takes_promptpay and (shop.promptpay_id in numbers or shop.receiver_name in names):
            text = _("The shop {shop} takes PromptPay in this person's name. First let it use another one.")
            return [format_lazy(text, shop=shop.name)]
        return []
    found: list[Words] = []
    if shop.orders.filter(status__in=Order.UNDER_WAY).exists():
        found.append(format_lazy(_("The shop {shop} has orders that are not finished yet."), shop=shop.name))
    waiting = SharePayment.objects.filter(owed__holder=shop.code, status=SharePayment.Status.SENT)
    if shares.owed_by(shop.community, shop.code) > 0 or waiting.exists():
        found.append(
            format_lazy(_("The shop {shop} has not settled its share to the fund yet."), shop=shop.name)
        )
    return found


def _homes(person: Person) -> QuerySet:
    return person.memberships.active().values("household")


def _left_alone(person: Person) -> set[int]:
    """Households in which this person is the only one."""
    homes = Household.objects.filter(pk__in=_homes(person))
    return {home.pk for home in homes if not home.memberships.active().exclude(person=person).exists()}


def _close(shop: Shop) -> None:
    """Out of the market; the copies of its name in orders and books become nameless too."""
    now = timezone.now()
    _drop_pictures(ShopPicture.objects.filter(shop=shop))
    _drop_pictures(ListingPicture.objects.filter(listing__shop=shop))
    Listing.objects.filter(shop=shop).update(is_public=False, changed_at=now, description="")
    Listing.objects.filter(shop=shop, withdrawn_at__isnull=True).update(withdrawn_at=now)
    Shop.objects.filter(pk=shop.pk).update(
        name=NAMELESS_SHOP,
        **Shop.keys(NAMELESS_SHOP),
        story="",
        phone="",
        line_url="",
        promptpay_id="",
        receiver_name="",
        pickup_place="",
        takes_cash=True,
        takes_promptpay=False,
        is_on_holiday=True,
        version=shop.version + 1,
    )
    Order.objects.filter(shop=shop).update(shop_name=NAMELESS_SHOP, promptpay_id="", receiver_name="")
    OrderEvent.objects.filter(order__shop=shop).exclude(reason="").update(reason="")
    Account.objects.filter(kind=Account.Kind.OWED_BY_SHOP, holder=shop.code).update(name=NAMELESS_SHOP)


def _drop_pictures(rows: QuerySet) -> None:
    digests = set(rows.values_list("digest", flat=True))
    rows.delete()
    transaction.on_commit(lambda: picture_files.delete_unused(digests))
