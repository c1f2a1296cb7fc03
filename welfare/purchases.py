"""What the fund buys: asked for, offers compared, ordered, received and paid, by different people."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from households import notices
from households.models import Community, Role, User
from lib.errors import Refused
from lib.money import baht
from lib.thai import search_key
from welfare import countersigns, ledger, papers, rules_in_force, stock
from welfare.models import Account, BenefitRules, Campaign, GoodsKind, Lot, Paper, Purchase, Quote, Store
from welfare.stores import check_committee

OFFERS_ABOVE = 3


@dataclass(frozen=True)
class Goods:
    """What came of a purchase and is put into a store."""

    store: Store
    kind: GoodsKind
    quantity: Decimal
    expires_on: date | None = None


Status = Purchase.Status


@transaction.atomic
def ask(
    *,
    community: Community,
    what: str,
    why: str,
    estimate: Decimal,
    key: str,
    actor: User,
    campaign: Campaign | None = None,
) -> Purchase:
    """Somebody who keeps the fund asks that something be bought for about `estimate` baht. Once for each key.

    Raises Refused ("role"), ("amount"), ("words") without what or why, ("campaign") for one whose money is settled.
    """
    _check_keeper(community, actor)
    _check_amount(estimate)
    if not what.strip() or not why.strip():
        raise Refused(_("Write what is to be bought, and why."), "words")
    if campaign and (campaign.community_id != community.pk or campaign.status in ("draft", "settled")):
        raise Refused(_("The money of this campaign cannot be used. Choose another one."), "campaign")
    purchase, _is_new = Purchase.objects.get_or_create(
        key=f"{community.pk}:{key}",
        defaults={
            "community": community,
            "campaign": campaign,
            "what": what.strip(),
            "why": why.strip(),
            "estimate": estimate,
            "asked_by": actor,
        },
    )
    return purchase


@transaction.atomic
def add_quote(
    *, purchase: Purchase, seller: str, amount: Decimal, actor: User, words: str = "", picture: str = ""
) -> Quote:
    """An offer of a seller; `picture` is the path of its photo, as `papers.take` gave it.

    Raises Refused ("role"), ("amount"), ("seller") without one, ("seller_again"), ("not_asked") once it is ordered, ("picture") where the
    rules ask for three offers and there is no photo.
    """
    locked = _locked(purchase)
    _check_keeper(locked.community, actor)
    _check_status(locked, Status.ASKED, _("Offers are taken until it is ordered."), "not_asked")
    _check_amount(amount)
    if not search_key(seller):
        raise Refused(_("Write the seller's name."), "seller")
    if _same_seller(seller, locked.quotes.values_list("seller", flat=True)):
        raise Refused(_("There is an offer of this seller already."), "seller_again")
    if not picture and max(locked.estimate, amount) > limit(locked.community):
        raise Refused(_("For an amount this large, add a photo of the offer."), "picture")
    quote = Quote.objects.create(
        purchase=locked, seller=seller.strip(), amount=amount, words=words.strip(), added_by=actor
    )
    if picture:
        papers.add(
            community=locked.community,
            document=f"quote {quote.code}",
            kind=Paper.Kind.QUOTE,
            path=picture,
            actor=actor,
        )
    return quote


@transaction.atomic
def order(*, purchase: Purchase, quote: Quote, actor: User, reason: str = "") -> Purchase:
    """The committee chooses an offer. Pressing twice orders once.

    Raises Refused ("role"), ("not_asked"), ("offers") while three are needed, ("reason") when it is not the cheapest and nothing says why;
    ValueError for another purchase's offer.
    """
    locked = _locked(purchase)
    check_committee(locked.community, actor)
    if quote.purchase_id != locked.pk:
        raise ValueError("an offer for something else")
    if locked.status == Status.ORDERED and locked.chosen_id == quote.pk and locked.ordered_by_id == actor.pk:
        return locked
    _check_status(locked, Status.ASKED, _("This was ordered or given up already."), "not_asked")
    quotes = list(locked.quotes.all())
    needed = offers_needed(locked, quote.amount)
    if len(quotes) < needed:
        raise Refused(
            _("Above %(limit)s, %(needed)s offers of different sellers are needed. There are %(count)s.")
            % {"limit": baht(limit(locked.community)), "needed": needed, "count": len(quotes)},
            "offers",
        )
    if quote.amount > min(one.amount for one in quotes) and not reason.strip():
        raise Refused(_("This is not the cheapest offer. Write why you choose it."), "reason")
    locked.status, locked.chosen, locked.choice_reason = Status.ORDERED, quote, reason.strip()
    locked.ordered_by, locked.ordered_at = actor, timezone.now()
    locked.save(update_fields=["status", "chosen", "choice_reason", "ordered_by", "ordered_at"])
    return locked


@transaction.atomic
def receive(
    *, purchase: Purchase, words: str, picture: str, actor: User, goods: Goods | None = None
) -> Purchase:
    """What was ordered has come, with a photo of the bill; by another person than who ordered. Pressing twice does it once.

    With `goods` it becomes a lot in a store. Raises Refused ("role"), ("same_person"), ("not_ordered"), ("words"), ("picture"), and as
    `stock.receive`. The treasurers are told.
    """
    locked = _locked(purchase)
    _check_keeper(locked.community, actor)
    if locked.status == Status.RECEIVED and locked.received_by_id == actor.pk:
        return locked
    _check_status(locked, Status.ORDERED, _("This is not ordered, or it came already."), "not_ordered")
    if locked.ordered_by_id == actor.pk:
        raise Refused(_("You ordered this. Somebody else has to look at what came."), "same_person")
    if not words.strip():
        raise Refused(_("Write what came: how much, and in what state."), "words")
    if not picture:
        raise Refused(_("Take a photo of the bill."), "picture")
    locked.status, locked.received_words = Status.RECEIVED, words.strip()
    locked.received_by, locked.received_at = actor, timezone.now()
    locked.save(update_fields=["status", "received_words", "received_by", "received_at"])
    _keep_bill(locked, picture, actor)
    if goods:
        _put_away(locked, goods, actor)
    _tell_treasurers(locked)
    return locked


@transaction.atomic
def pay(*, purchase: Purchase, amount: Decimal, way: str, actor: User, picture: str = "") -> Purchase:
    """The treasurer pays the seller out of the bank or the cash box, from the campaign's money if it is one's. Paid once.

    Raises Refused ("role"), ("same_person") for who ordered or received it, ("not_received"), ("paid") with another amount, ("amount"),
    ("too_much") for more than the ordered offer, and as `ledger.post`.
    """
    locked = _locked(purchase)
    if not Community.objects.treasured_by(actor).filter(pk=locked.community_id).exists():
        raise Refused(_("Only the treasurer pays."), "role")
    if locked.status == Status.PAID and (locked.paid_by_id, locked.paid_amount) == (actor.pk, amount):
        return locked
    if locked.status == Status.PAID:
        raise Refused(_("This was paid already."), "paid")
    _check_status(
        locked, Status.RECEIVED, _("Pay when somebody else has looked at what came."), "not_received"
    )
    if actor.pk in (locked.ordered_by_id, locked.received_by_id):
        raise Refused(_("Who orders, who receives and who pays are different people."), "same_person")
    _check_amount(amount)
    if locked.chosen is None or amount > locked.chosen.amount:
        raise Refused(_("This is more than the offer that was ordered."), "too_much")
    if picture:
        _keep_bill(locked, picture, actor)
    locked.transfer = _post(locked, amount, way, actor)
    locked.status, locked.paid_amount = Status.PAID, amount
    locked.paid_by, locked.paid_at = actor, timezone.now()
    locked.save(update_fields=["status", "paid_amount", "paid_by", "paid_at", "transfer"])
    return locked


@transaction.atomic
def cancel(*, purchase: Purchase, reason: str, actor: User) -> Purchase:
    """The committee gives a purchase up before it is paid. Pressing twice does it once.

    Raises Refused ("role"), ("paid"), ("in_store") while what came of it is in a store, ("reason") without one.
    """
    locked = _locked(purchase)
    check_committee(locked.community, actor)
    if locked.status == Status.CANCELLED:
        return locked
    if locked.status == Status.PAID:
        raise Refused(_("This was paid already."), "paid")
    if Lot.objects.filter(key=_lot_key(locked), left__gt=0).exists():
        raise Refused(
            _("What came is in the store. It has to be paid, or written off there first."), "in_store"
        )
    if not reason.strip():
        raise Refused(_("Write why it is given up."), "reason")
    locked.status, locked.cancel_reason, locked.cancelled_by = Status.CANCELLED, reason.strip(), actor
    locked.save(update_fields=["status", "cancel_reason", "cancelled_by"])
    return locked


def limit(community: Community) -> Decimal:
    """Above how many baht three offers are needed: as the rules in force say, else what new rules begin with."""
    rules = rules_in_force.current(community)
    return (
        rules.quotes_above if rules else Decimal(BenefitRules._meta.get_field("quotes_above").get_default())
    )


def offers_needed(purchase: Purchase, amount: Decimal | None = None) -> int:
    """How many offers there have to be before the one of `amount` baht can be ordered."""
    most = max(purchase.estimate, amount or Decimal(0))
    return OFFERS_ABOVE if most > limit(purchase.community) else 1


def _post(purchase: Purchase, amount: Decimal, way: str, actor: User):
    community, purpose = purchase.community, purchase.campaign.code if purchase.campaign else ""
    if way not in (Account.Kind.BANK, Account.Kind.CASH):
        raise ValueError("paid out of the bank or the cash box")
    return ledger.post(
        key=f"purchase:{purchase.code}",
        community=community,
        debit=ledger.account(community, Account.Kind.PROCUREMENT, purpose=purpose),
        credit=ledger.account(community, way, purpose=purpose),
        amount=amount,
        document=f"purchase {purchase.code}",
        actor=actor,
    )


def lot_of(purchase: Purchase) -> Lot | None:
    """The lot that it became, if it was put into a store."""
    return Lot.objects.filter(key=_lot_key(purchase)).select_related("store", "kind").first()


def _lot_key(purchase: Purchase) -> str:
    return f"purchase:{purchase.code}"


def _put_away(purchase: Purchase, goods: Goods, actor: User) -> Lot:
    if purchase.chosen is None:
        raise ValueError("not ordered")
    return stock.receive(
        store=goods.store,
        kind=goods.kind,
        quantity=goods.quantity,
        origin=Lot.Origin.BOUGHT,
        giver=purchase.chosen.seller,
        worth=purchase.chosen.amount,
        expires_on=goods.expires_on,
        campaign=purchase.campaign,
        key=_lot_key(purchase),
        actor=actor,
    )


def _locked(purchase: Purchase) -> Purchase:
    rows = Purchase.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("community", "campaign", "chosen").get(pk=purchase.pk)


def _check_keeper(community: Community, actor: User) -> None:
    if not countersigns.is_keeper(actor, community):
        raise Refused(_("Only the committee and the treasurer can do this."), "role")


def _check_status(purchase: Purchase, status: str, sentence: str, code: str) -> None:
    if purchase.status != status:
        raise Refused(sentence, code)


def _check_amount(amount: Decimal) -> None:
    if not isinstance(amount, Decimal):
        raise TypeError("money is counted in Decimal baht")
    if not amount.is_finite() or amount <= 0 or amount != round(amount, 2):
        raise Refused(_("The amount must be above zero, with at most two figures after the dot."), "amount")


def _same_seller(seller: str, others) -> bool:
    """Whether the name is among the others, however it is spaced and written."""
    return search_key(seller) in {search_key(other) for other in others}


def _keep_bill(purchase: Purchase, path: str, actor: User) -> None:
    papers.add(
        community=purchase.community,
        document=f"purchase {purchase.code}",
        kind=Paper.Kind.RECEIPT,
        path=path,
        actor=actor,
    )


def _tell_treasurers(purchase: Purchase) -> None:
    amount = purchase.chosen.amount if purchase.chosen else Decimal(0)
    text = format_lazy(gettext_lazy("To be paid: {what}, {amount}."), what=purchase.what, amount=baht(amount))
    roles = Role.objects.active().filter(community=purchase.community, kind=Role.Kind.TREASURER)
    for user in {role.user for role in roles.select_related("user")}:
        notices.send(to=user, text=text, url=reverse("welfare:purchase", args=[purchase.code]))
