"""Goods that come in and are given out, lot by lot. What is left of a lot is a checkpoint of its moves.

Quantities are Decimal with at most three places, in the kind's own unit. Every act takes a key: pressing twice counts once.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import ExpressionWrapper, F, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from households.models import Community, Household, User
from lib.errors import Refused
from lib.fields import QuantityField
from lib.templatetags.sirisuk import quantity as in_figures
from welfare.models import AidRequest, Benefit, Campaign, GoodsKind, Lot, LotMove, Store
from welfare.stock_levels import expiring, faults, left, low, public
from welfare.stores import check_committee

__all__ = [
    "change_left",
    "check_may_give",
    "check_quantity",
    "expiring",
    "faults",
    "give_out",
    "left",
    "locked_lot",
    "low",
    "public",
    "receive",
    "short",
    "write",
]

ZERO = Decimal(0)
# Hunger and disaster do not wait for a decision; everything else does.
AT_ONCE = (Benefit.Event.HARDSHIP, Benefit.Event.DISASTER)
DECIDED = (AidRequest.Status.APPROVED, AidRequest.Status.PAID)


@transaction.atomic
def receive(
    *,
    store: Store,
    kind: GoodsKind,
    quantity: Decimal,
    origin: str,
    key: str,
    actor: User,
    giver: str = "",
    is_anonymous: bool = True,
    worth: Decimal = ZERO,
    received_on: date | None = None,
    expires_on: date | None = None,
    campaign: Campaign | None = None,
) -> Lot:
    """Goods came into a store; `worth` is baht for all of them.

    The same key with the same goods gives back the first lot. Raises Refused ("role"), ("quantity"), ("closed") for a store that is
    not in use, ("future"), ("expired"), ("key_reused"); ValueError for a store or kind of another community.
    """
    community = store.community
    check_committee(community, actor)
    _check_goods(community, kind, quantity, campaign)
    received_on = received_on or timezone.localdate()
    Store.objects.select_for_update(no_key=True).get(pk=store.pk)
    if earlier := Lot.objects.filter(key=key).first():
        return _the_same(earlier, store_id=store.pk, kind_id=kind.pk, received=quantity)
    _check_days(store, received_on, expires_on)
    lot = Lot.objects.create(
        key=key,
        community=community,
        store=store,
        kind=kind,
        origin=origin,
        giver=giver,
        is_anonymous=is_anonymous,
        campaign=campaign,
        worth=worth,
        received=quantity,
        left=quantity,
        received_on=received_on,
        expires_on=expires_on,
        received_by=actor,
    )
    write(lot, LotMove.Kind.RECEIVED, quantity, f"{key}:received", actor)
    return lot


@transaction.atomic
def give_out(
    *,
    request: AidRequest,
    wanted: Mapping[GoodsKind, Decimal],
    key: str,
    actor: User,
    store: Store | None = None,
) -> list[LotMove]:
    """Give goods out against a request, one or several kinds: what expires first goes first.

    Raises Refused ("role"), ("no_household"), ("household"), ("asker"), ("conflict"), ("not_open") for a request that was refused
    or withdrawn, ("undecided"), ("nothing"), ("quantity"), and ("short") when there is not enough; then nothing is given.
    """
    locked = AidRequest.objects.select_for_update(of=("self",), no_key=True).get(pk=request.pk)
    check_may_give(locked, actor)
    key = f"out:{locked.code}:{key}"
    earlier = list(LotMove.objects.filter(key__startswith=f"{key}:").order_by("id"))
    if earlier:
        return earlier
    if not wanted:
        raise Refused(_("Write how much of at least one kind of goods is given."), "nothing")
    for kind, quantity in wanted.items():
        _check_goods(locked.community, kind, quantity, None)
    lots = _lots_to_take(locked.community, list(wanted), store)
    moves = []
    for kind in sorted(wanted, key=lambda kind: kind.pk):
        for lot, part in _parts(kind, wanted[kind], [lot for lot in lots if lot.kind_id == kind.pk]):
            change_left(lot, -part)
            moves.append(
                write(lot, LotMove.Kind.GIVEN_OUT, -part, f"{key}:{lot.code}", actor, request=locked)
            )
    return moves


def check_may_give(request: AidRequest, actor: User) -> None:
    """Whether this person may give goods out for this request. Raises Refused as `give_out`."""
    check_committee(request.community, actor)
    if request.status in (AidRequest.Status.REFUSED, AidRequest.Status.WITHDRAWN):
        raise Refused(
            _("This request was not agreed to, or was withdrawn. Goods cannot be given for it."), "not_open"
        )
    if request.household_id is None:
        raise Refused(_("Say first which household it is for."), "no_household")
    if request.status not in DECIDED and request.event not in AT_ONCE:
        raise Refused(
            _(
                "This request is not decided yet. Before a decision, goods are given only in hunger and disaster."
            ),
            "undecided",
        )
    if request.asked_by_id == actor.pk:
        raise Refused(_("You wrote this request yourself. Somebody else has to give the goods out."), "asker")
    if Household.objects.of_member(actor).filter(pk=request.household_id).exists():
        raise Refused(
            _("This is for your own household. Somebody else has to give the goods out."), "household"
        )
    if request.conflicts.filter(user=actor).exists():
        raise Refused(
            _("You have said that you are too close to this. Somebody else has to give the goods out."),
            "conflict",
        )


def write(
    lot: Lot,
    kind: str,
    quantity: Decimal,
    key: str,
    actor: User,
    *,
    request: AidRequest | None = None,
    reason: str = "",
    second: User | None = None,
) -> LotMove:
    """One line in the book of a lot; what is left of it is changed by `change_left`, in the same transaction."""
    return LotMove.objects.create(
        lot=lot,
        kind=kind,
        quantity=quantity,
        key=key,
        actor=actor,
        request=request,
        reason=reason,
        second=second,
    )


def change_left(lot: Lot, quantity: Decimal) -> None:
    """Add to what is left of a lot, only where it stays above or at zero now. Raises Refused ("short")."""
    changed = Lot.objects.filter(pk=lot.pk, left__gte=-quantity).update(
        left=ExpressionWrapper(F("left") + Value(quantity, QuantityField()), QuantityField())
    )
    if not changed:
        raise short(lot.kind, Lot.objects.values_list("left", flat=True).get(pk=lot.pk))


def locked_lot(lot: Lot) -> Lot:
    """The lot with its row locked until the transaction ends."""
    rows = Lot.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("kind", "store", "community").get(pk=lot.pk)


def short(kind: GoodsKind, there: Decimal) -> Refused:
    """There is not enough of this kind."""
    left = {"name": kind.name, "quantity": in_figures(there), "unit": kind.unit}
    return Refused(_("There is not enough: %(quantity)s %(unit)s of %(name)s are left.") % left, "short")


def check_quantity(quantity: Decimal) -> None:
    """Raises TypeError for what is no Decimal, Refused ("quantity") unless above zero with at most three places."""
    if not isinstance(quantity, Decimal):
        raise TypeError("quantities are counted in Decimal")
    if not quantity.is_finite() or quantity <= 0 or quantity != round(quantity, 3):
        raise Refused(
            _("The quantity must be above zero, with at most three figures after the dot."), "quantity"
        )


def _check_goods(community: Community, kind: GoodsKind, quantity: Decimal, campaign: Campaign | None) -> None:
    check_quantity(quantity)
    if kind.community_id != community.pk or (campaign and campaign.community_id != community.pk):
        raise ValueError("goods belong to one community")


def _check_days(store: Store, received_on: date, expires_on: date | None) -> None:
    if not store.is_open:
        raise Refused(_("This store is no longer in use. Choose another one."), "closed")
    if received_on > timezone.localdate():
        raise Refused(_("The day cannot be in the future."), "future")
    if expires_on and expires_on < received_on:
        raise Refused(_("These goods are past their date. Do not take them in."), "expired")


def _the_same(earlier: Lot, **content) -> Lot:
    if all(getattr(earlier, name) == value for name, value in content.items()):
        return earlier
    raise Refused(
        _("This was recorded before with other goods. Please open the page again and look."), "key_reused"
    )


def _lots_to_take(community: Community, kinds: list[GoodsKind], store: Store | None) -> list[Lot]:
    """The lots with something left that has not expired, locked; what expires first comes first."""
    rows = Lot.objects.filter(community=community, kind__in=kinds, left__gt=0)
    if store:
        rows = rows.filter(store=store)
    today = timezone.localdate()
    # Locked in one order for everybody, so that two who give out do not wait for each other.
    lots = [
        lot
        for lot in rows.select_for_update(of=("self",), no_key=True).order_by("pk")
        if not lot.expires_on or lot.expires_on >= today
    ]
    return sorted(lots, key=lambda lot: (lot.expires_on or date.max, lot.pk))


def _parts(kind: GoodsKind, quantity: Decimal, lots: list[Lot]) -> list[tuple[Lot, Decimal]]:
    """How much is taken out of which lot. Raises Refused ("short")."""
    there = sum((lot.left for lot in lots), ZERO)
    if there < quantity:
        raise short(kind, there)
    parts = []
    for lot in lots:
        part = min(lot.left, quantity)
        if part:
            parts.append((lot, part))
        quantity -= part
    return parts
