"""What else happens to a lot: it comes back, goes to another store, spoils, or is counted and differs."""

from decimal import Decimal, InvalidOperation

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from households.models import User
from lib.errors import Refused
from lib.money import round_satang
from welfare import countersigns, stock
from welfare.models import Countersign, Lot, LotMove, Store
from welfare.stores import check_committee


@transaction.atomic
def give_back(*, move: LotMove, quantity: Decimal, reason: str, key: str, actor: User) -> LotMove:
    """Part or all of what was given out came back into its lot.

    Raises Refused ("role"), ("quantity"), ("reason"), ("not_given") for another kind of move, ("too_much") for more than was given.
    """
    lot = _locked(move.lot, quantity, reason, actor)
    key = f"back:{move.pk}:{key}"
    if earlier := LotMove.objects.filter(key=key).first():
        return earlier
    if move.kind != LotMove.Kind.GIVEN_OUT:
        raise Refused(_("Only what was given out can come back."), "not_given")
    if quantity > out_with(move):
        raise Refused(_("More comes back than was given out. Please check the quantity."), "too_much")
    stock.change_left(lot, quantity)
    words = reason.strip()
    return stock.write(lot, LotMove.Kind.RETURNED, quantity, key, actor, request=move.request, reason=words)


def out_with(move: LotMove) -> Decimal:
    """How much of this lot is still with the household of the request that it was given out for."""
    rows = LotMove.objects.filter(lot=move.lot, request=move.request)
    moved = rows.filter(kind__in=[LotMove.Kind.GIVEN_OUT, LotMove.Kind.RETURNED]).aggregate(
        all=Sum("quantity")
    )
    return -(moved["all"] or stock.ZERO)


@transaction.atomic
def move_to(*, lot: Lot, store: Store, quantity: Decimal, reason: str = "", key: str, actor: User) -> Lot:
    """Goods go to another store of the community, where they are a lot of their own: both moves at once, or none.

    Raises Refused ("role"), ("quantity"), ("same_store"), ("closed"), ("short"); ValueError for a store of another community.
    """
    lot = _locked(lot, quantity, None, actor)
    key = f"moved:{lot.code}:{key}"
    if earlier := Lot.objects.filter(key=key).first():
        return earlier
    if store.community_id != lot.community_id:
        raise ValueError("goods stay within their community")
    if store.pk == lot.store_id:
        raise Refused(_("The goods are in this store already."), "same_store")
    if not store.is_open:
        raise Refused(_("This store is no longer in use. Choose another one."), "closed")
    stock.change_left(lot, -quantity)
    stock.write(lot, LotMove.Kind.MOVED, -quantity, f"{key}:out", actor, reason=reason.strip())
    there = _same_goods(lot, store, quantity, key, actor)
    stock.write(there, LotMove.Kind.MOVED, quantity, f"{key}:in", actor, reason=reason.strip())
    return there


@transaction.atomic
def spoil(*, lot: Lot, quantity: Decimal, reason: str, key: str, actor: User) -> LotMove:
    """Goods are spoiled or past their date. Raises Refused ("role"), ("quantity"), ("reason"), ("short")."""
    lot = _locked(lot, quantity, reason, actor)
    key = f"spoiled:{lot.code}:{key}"
    if earlier := LotMove.objects.filter(key=key).first():
        return earlier
    stock.change_left(lot, -quantity)
    return stock.write(lot, LotMove.Kind.SPOILED, -quantity, key, actor, reason=reason.strip())


@transaction.atomic
def count(*, lot: Lot, counted: Decimal, reason: str, actor: User) -> Countersign | None:
    """Somebody has counted a lot. None when it is as it should be; else the difference waits for a second person.

    Raises Refused ("quantity"), and as `countersigns.ask`: ("role"), ("reason"), ("waiting").
    """
    if (
        not isinstance(counted, Decimal)
        or not counted.is_finite()
        or counted < 0
        or counted != round(counted, 3)
    ):
        raise Refused(
            _("Write what you counted: zero or more, with at most three figures after the dot."), "quantity"
        )
    lot = stock.locked_lot(lot)
    if not countersigns.is_keeper(actor, lot.community):
        raise Refused(_("Only the committee and the treasurer can ask for this."), "role")
    if counted == lot.left:
        return None
    return countersigns.ask(
        community=lot.community,
        kind=Countersign.Kind.STOCK,
        document=f"lot {lot.code}",
        reason=reason,
        actor=actor,
        particulars={"counted": str(counted), "left": str(lot.left), "difference": str(counted - lot.left)},
    )


def enter_difference(asked: Countersign, second: User) -> None:
    """A second person agrees: the difference that was found is entered, whatever went in or out since the counting."""
    lot = stock.locked_lot(
        Lot.objects.get(community=asked.community, code=asked.document.removeprefix("lot "))
    )
    try:
        difference = Decimal(asked.particulars["difference"])
    except (KeyError, InvalidOperation) as error:
        raise ValueError("a counting without its difference") from error
    stock.change_left(lot, difference)
    stock.write(
        lot,
        LotMove.Kind.COUNTED,
        difference,
        f"count:{asked.code}",
        asked.asked_by,
        second=second,
        reason=asked.reason,
    )


def _locked(lot: Lot, quantity: Decimal, reason: str | None, actor: User) -> Lot:
    """The lot, locked; None for a reason that need not be given."""
    check_committee(lot.community, actor)
    stock.check_quantity(quantity)
    if reason is not None and not reason.strip():
        raise Refused(_("Write in a few words what happened."), "reason")
    return stock.locked_lot(lot)


def _same_goods(lot: Lot, store: Store, quantity: Decimal, key: str, actor: User) -> Lot:
    return Lot.objects.create(
        key=key,
        community=lot.community,
        store=store,
        kind=lot.kind,
        origin=lot.origin,
        giver=lot.giver,
        is_anonymous=lot.is_anonymous,
        campaign=lot.campaign,
        worth=round_satang(lot.worth * quantity / lot.received),
        received=quantity,
        left=quantity,
        received_on=lot.received_on,
        expires_on=lot.expires_on,
        received_by=actor,
    )
