"""Gifts: from "I will give" to "it has arrived", with a numbered receipt. The giver needs no account and no name."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from households import notices
from households.models import Community, Household, Role, User
from lib.codes import new_code
from lib.errors import Refused
from lib.money import baht
from welfare import ledger, receipts, slips
from welfare.models import Account, Campaign, Donation, Fund

# The page of a gift is open to whoever knows its code: twelve letters are 52 bits.
CODE_LENGTH = 12
# A gift that was promised and never came is forgotten by the lists, and later by the books of promises.
DAYS_AWAITED = 30
DAYS_KEPT = 365
WALLET_FIGURES = 15
PUBLIC_SHOWN = 24

Status, Way = Donation.Status, Donation.Way


@dataclass(frozen=True)
class PublicGift:
    """A gift as everybody may see it: the name is empty unless the giver wished it to be shown."""

    name: str
    amount: Decimal
    on: dt.date


@transaction.atomic
def give(
    *,
    community: Community,
    amount: Decimal,
    key: str,
    campaign: Campaign | None = None,
    way: str = Way.PROMPTPAY,
    user: User | None = None,
    **giver: Any,
) -> Donation:
    """Somebody wants to give `amount` baht. Nothing is in the books before a treasurer has seen the money.

    `giver` holds what the giver said: giver, name, address, tax_id, is_anonymous. The same key again gives back the same
    gift. Raises Refused ("amount"), ("campaign") when it asks for nothing now, ("key_reused") for other content.
    """
    _check(community, campaign, amount)
    content = {"community": community, "campaign": campaign, "amount": amount, "given_by": user}
    return _written(key, {**content, **_said(giver)}, {"way": way})


@transaction.atomic
def show_slip(
    *,
    donation: Donation,
    bank: str,
    reference: str,
    picture: str = "",
    was_read: bool = False,
    user: User | None = None,
) -> Donation:
    """The giver has sent the money and shows the bank's slip; the treasurers are told.

    The same slip twice counts once. Raises Refused ("slip_used"), ("reference"), or ("sent") when another slip was shown.
    """
    donation = _locked(donation)
    if donation.slip and donation.slip.reference == reference and donation.status != Status.NOT_FOUND:
        return donation
    if donation.status not in (Status.PROMISED, Status.NOT_FOUND):
        raise Refused(_("You have shown a slip already. The treasurer looks into it."), "sent")
    donation.slip = slips.show(
        bank=bank,
        reference=reference,
        picture=picture,
        was_read=was_read,
        document=f"donation {donation.code}",
        user=user,
    )
    donation.status, donation.way, donation.reason = Status.SENT, Way.PROMPTPAY, ""
    donation.save(update_fields=["slip", "status", "way", "reason"])
    _tell_treasurers(donation)
    return donation


@transaction.atomic
def bring_cash(*, donation: Donation) -> Donation:
    """The giver will bring the money to the office; until then it may still be sent instead."""
    donation = _locked(donation)
    if donation.status == Status.PROMISED and donation.way != Way.CASH:
        donation.way = Way.CASH
        donation.save(update_fields=["way"])
    return donation


@transaction.atomic
def confirm(
    *, donation: Donation, amount: Decimal, actor: User, on: dt.date | None = None, into: str | None = None
) -> Donation:
    """The money is there: `amount` baht on the day `on` become income bound to its campaign, with a receipt.

    `into` is the kind of account; without it cash goes into the cash box and the rest to where the fund's PromptPay number leads. Pressing
    twice counts once. Money that was not found at first may still be confirmed. What comes after the books of its
    campaign were closed goes where that campaign had promised what is left over. Raises Refused
    ("own_household"), ("answered") when another amount was confirmed or it was taken back, and as `ledger.post`.
    """
    donation = _locked(donation)
    _refuse_own_household(donation, actor)
    if donation.status == Status.ARRIVED and donation.arrived_amount == amount:
        return donation
    if donation.status in (Status.ARRIVED, Status.TAKEN_BACK):
        raise Refused(_("This gift was answered already. Open the page again and look."), "answered")
    community, meant_for = donation.community, donation.campaign
    donation.campaign = _goes_to(meant_for)
    purpose = donation.campaign.code if donation.campaign else ""
    transfer = ledger.post(
        key=f"donation:{donation.code}",
        community=community,
        debit=ledger.account(community, into or _comes_into(donation), purpose=purpose),
        credit=ledger.account(community, Account.Kind.DONATION, purpose=purpose),
        amount=amount,
        document=f"donation {donation.code}",
        actor=actor,
        value_date=on,
    )
    receipts.issue(
        transfer=transfer,
        document=f"donation {donation.code}",
        name=donation.name,
        address=donation.address,
        tax_id=donation.tax_id,
        purpose=_purpose(donation),
        way=donation.way,
        actor=actor,
    )
    donation.transfer, donation.arrived_amount, donation.arrived_on = transfer, amount, transfer.value_date
    _answer(donation, Status.ARRIVED, actor)
    text = gettext_lazy("Your gift of {amount} has arrived. Thank you. The receipt is here.")
    if donation.campaign != meant_for:
        text = gettext_lazy(
            "Your gift of {amount} has arrived. The campaign was over by then, so it goes where the campaign had said. "
            "The receipt is here."
        )
    _tell_giver(donation, text)
    return donation


@transaction.atomic
def not_found(*, donation: Donation, reason: str, actor: User) -> Donation:
    """The treasurer has looked and the money is not there; the giver reads why.

    Raises Refused ("reason") without one, ("own_household"), or ("answered") when it is in the books.
    """
    donation = _locked(donation)
    _refuse_own_household(donation, actor)
    if not reason.strip():
        raise Refused(_("Write what you looked for, so that the giver knows what to check."), "reason")
    if donation.status in (Status.ARRIVED, Status.TAKEN_BACK):
        raise Refused(_("This gift was answered already. Open the page again and look."), "answered")
    if donation.status == Status.NOT_FOUND:
        return donation
    donation.reason = reason.strip()
    _answer(donation, Status.NOT_FOUND, actor)
    _tell_giver(donation, gettext_lazy("The treasurer did not find your {amount} in the account: {reason}"))
    return donation


@transaction.atomic
def record(
    *,
    community: Community,
    amount: Decimal,
    way: str,
    key: str,
    actor: User,
    campaign: Campaign | None = None,
    on: dt.date | None = None,
    user: User | None = None,
    into: str | None = None,
    **giver: Any,
) -> Donation:
    """Money that is there already, with nobody's promise before it: entered with its receipt in one step.

    `user` is the giver's account, if known. Raises as `give` and `confirm`.
    """
    _check(community, campaign, amount, is_there=True)
    content = {"community": community, "campaign": campaign, "amount": amount, "given_by": user}
    gift = _written(key, {**content, **_said(giver)}, {"way": way, "recorded_by": actor})
    return confirm(donation=gift, amount=amount, actor=actor, on=on, into=into)


def record_cash(**content: Any) -> Donation:
    """Cash at the office; see `record`."""
    return record(way=Way.CASH, **content)


def waiting(community: Community) -> QuerySet[Donation]:
    """Gifts that were sent and that the treasurer has not answered yet."""
    return _shown(community).waiting()


def awaited(community: Community) -> QuerySet[Donation]:
    """Gifts that were promised lately and not sent yet: cash to be brought, and QR codes without a slip."""
    since = timezone.now() - dt.timedelta(days=DAYS_AWAITED)
    return _shown(community).filter(status=Status.PROMISED, created_at__gte=since)


def answered(community: Community) -> QuerySet[Donation]:
    """Gifts that arrived, were not found, or were taken back."""
    return _shown(community).exclude(status__in=(Status.PROMISED, Status.SENT))


def count_waiting(community: Community) -> int:
    """How many gifts wait for the treasurer."""
    return Donation.objects.waiting().filter(community=community).count()


def public_list(
    community: Community, campaign: Campaign | None = None, size: int = PUBLIC_SHOWN
) -> list[PublicGift]:
    """The last gifts that arrived (to one campaign), newest first, with the names of those alone who wished it."""
    rows = Donation.objects.arrived().filter(community=community)
    if campaign:
        rows = rows.filter(campaign=campaign)
    return [
        PublicGift("" if row.is_anonymous else row.name, row.arrived_amount, row.arrived_on)
        for row in rows.order_by("-id")[:size]
    ]


def forget_promises(now: dt.datetime | None = None) -> int:
    """Delete what people said of themselves with gifts that never came, a year after. Returns how many went."""
    before = (now or timezone.now()) - dt.timedelta(days=DAYS_KEPT)
    unsent = Donation.objects.filter(
        status=Status.PROMISED, created_at__lt=before, slip__isnull=True, transfer__isnull=True
    )
    return unsent.delete()[0]


def _shown(community: Community) -> Any:
    return Donation.objects.filter(community=community).select_related(
        "campaign", "slip", "transfer__receipt"
    )


def _check(community: Community, campaign: Campaign | None, amount: Decimal, is_there: bool = False) -> None:
    if amount <= 0 or amount != round(amount, 2):
        raise Refused(_("Write how much you give: more than zero baht."), "amount")
    if campaign is None:
        return
    if campaign.community_id != community.pk:
        raise ValueError("a campaign of another community")
    # Money that is there already may come after a campaign has ended.
    takes = (Campaign.Status.OPEN, Campaign.Status.ENDED) if is_there else (Campaign.Status.OPEN,)
    if campaign.status not in takes:
        raise Refused(_("This campaign does not ask for donations now."), "campaign")


def _said(giver: dict[str, Any]) -> dict[str, Any]:
    """What the giver said, with nothing missing. Who gives no name stays unnamed."""
    said = {"giver": Donation.Giver.PERSON, "name": "", "address": "", "tax_id": "", "is_anonymous": True}
    if unknown := set(giver) - set(said):
        raise TypeError(f"a gift has no {', '.join(sorted(unknown))}")
    said |= giver
    said["is_anonymous"] = bool(said["is_anonymous"] or not said["name"])
    return said


def _written(key: str, content: dict[str, Any], rest: dict[str, Any]) -> Donation:
    """The gift with this key, written now or earlier with the same content."""
    earlier = Donation.objects.filter(key=key).first()
    if earlier is None:
        try:
            with transaction.atomic():
                return Donation.objects.create(code=new_code(CODE_LENGTH), key=key, **content, **rest)
        except IntegrityError:
            earlier = Donation.objects.get(key=key)
    if any(getattr(earlier, name) != value for name, value in content.items()):
        raise Refused(_("This was sent before with other words or another amount."), "key_reused")
    return earlier


def _locked(donation: Donation) -> Donation:
    rows = Donation.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("community", "campaign", "slip", "given_by").get(pk=donation.pk)


def _refuse_own_household(donation: Donation, actor: User) -> None:
    giver = donation.given_by
    if giver is None:
        return
    theirs = Household.objects.of_member(giver).values("pk")
    if actor == giver or Household.objects.of_member(actor).filter(pk__in=theirs).exists():
        raise Refused(
            _(
                "This gift comes from your own household. Ask another treasurer of the fund to look and to answer."
            ),
            "own_household",
        )


def _comes_into(donation: Donation) -> str:
    """The kind of account into which this gift comes: a PromptPay number of 15 figures is an e-wallet's."""
    if donation.way == Way.CASH:
        return Account.Kind.CASH
    fund = Fund.objects.filter(community=donation.community).first()
    is_wallet = fund is not None and len(fund.promptpay_id) == WALLET_FIGURES
    return Account.Kind.WALLET if is_wallet and donation.way == Way.PROMPTPAY else Account.Kind.BANK


def _goes_to(campaign: Campaign | None) -> Campaign | None:
    """The campaign to which money is bound that comes now; None for the general fund. Locks what it looks at.

    While the books of a campaign are closed, what comes for it goes where its own rest was promised to go.
    """
    passed: set[int] = set()
    while campaign and campaign.pk not in passed:
        passed.add(campaign.pk)
        campaign = Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
        if campaign.status != Campaign.Status.SETTLED:
            return campaign
        campaign = campaign.leftover_campaign
    return None


def _purpose(donation: Donation) -> str:
    """What stands on the receipt, in the language of the community's papers."""
    with translation.override(settings.LANGUAGE_CODE):
        if donation.campaign:
            return _("Donation for: %(campaign)s") % {"campaign": donation.campaign.name}
        return _("Donation to the community's welfare fund")


def _answer(donation: Donation, status: str, actor: User) -> None:
    donation.status, donation.answered_by = status, actor
    donation.save()


def _tell_treasurers(donation: Donation) -> None:
    text = format_lazy(
        gettext_lazy("Somebody sent {amount} to the fund as a gift. Please look into the account."),
        amount=baht(donation.amount),
    )
    roles = Role.objects.active().filter(community=donation.community, kind=Role.Kind.TREASURER)
    for role in roles.select_related("user"):
        notices.send(
            to=role.user, text=text, url=reverse("welfare:donations", args=[donation.community.code])
        )


def _tell_giver(donation: Donation, text) -> None:
    if donation.given_by is None:
        return
    amount = baht(donation.arrived_amount or donation.amount)
    said = format_lazy(text, amount=amount, reason=donation.reason)
    notices.send(to=donation.given_by, text=said, url=reverse("welfare:donation", args=[donation.code]))
