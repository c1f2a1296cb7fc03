"""Campaigns from the first words to the last baht: written by one, opened by another, told about, and passed on by two.

Once a campaign is open, what it promised stays as it is: goal, days, and where money goes that is left over.
"""

from datetime import date
from decimal import Decimal
from typing import BinaryIO

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from households import notices
from households.models import Community, User
from lib import pictures
from lib.errors import Refused
from welfare import countersigns, ledger
from welfare.models import (
    Account,
    Campaign,
    CampaignPicture,
    CampaignUpdate,
    Countersign,
    Donation,
    Payout,
    Transfer,
)

Status, Leftover = Campaign.Status, Campaign.Leftover
MOST_PICTURES = 6
# In these places money can be passed on; with a collector it first has to be handed over.
PLACES = (Account.Kind.BANK, Account.Kind.CASH, Account.Kind.WALLET)
PROMISES = ("name", "story", "goal", "starts_on", "ends_on", "leftover", "leftover_campaign")


def takes_gifts(campaign: Campaign, on: date | None = None) -> bool:
    """Whether one can give to it on this day: it is open, and the day is one of its days."""
    on = on or timezone.localdate()
    return campaign.status == Status.OPEN and campaign.starts_on <= on <= campaign.ends_on


@transaction.atomic
def write(*, community: Community, actor: User, **promises) -> Campaign:
    """A new draft, seen by the committee alone. `promises` are the fields in `PROMISES`.

    Raises Refused ("role"), ("days") or ("leftover") for what cannot be promised.
    """
    _check_committee(community, actor)
    campaign = Campaign(community=community, created_by=actor, **promises)
    _check_promises(campaign)
    campaign.save(force_insert=True)
    return campaign


@transaction.atomic
def change(*, campaign: Campaign, actor: User, **promises) -> Campaign:
    """Other words for a draft; who changes it has written it, so that somebody else opens it.

    Raises as `write`, and Refused ("promised") once it was open.
    """
    campaign = _locked(campaign)
    _check_committee(campaign.community, actor)
    if campaign.status != Status.DRAFT:
        raise Refused(
            _("This campaign has been open. What was promised to givers stays as it is."), "promised"
        )
    for name in PROMISES:
        setattr(campaign, name, promises[name])
    campaign.created_by = actor
    _check_promises(campaign)
    campaign.save()
    return campaign


@transaction.atomic
def open_to_gifts(*, campaign: Campaign, actor: User) -> Campaign:
    """Somebody of the committee who did not write it lets it ask for donations. Pressing twice opens it once.

    Raises Refused ("role"), ("same_person"), ("over") after its last day, ("ended").
    """
    campaign = _locked(campaign)
    _check_committee(campaign.community, actor)
    if campaign.status == Status.OPEN:
        return campaign
    if campaign.status != Status.DRAFT:
        raise Refused(_("This campaign has ended. Write a new one."), "ended")
    if campaign.created_by == actor:
        raise Refused(
            _("You wrote this campaign. Ask somebody else of the committee to read and to open it."),
            "same_person",
        )
    if campaign.ends_on < timezone.localdate():
        raise Refused(_("Its last day is over. Write a later one first."), "over")
    campaign.status, campaign.opened_by = Status.OPEN, actor
    campaign.save(update_fields=["status", "opened_by"])
    text = format_lazy(gettext_lazy("The campaign {name} is open for donations."), name=campaign.name)
    notices.send(to=campaign.created_by, text=text, url=_url(campaign))
    return campaign


@transaction.atomic
def end(*, campaign: Campaign, actor: User) -> Campaign:
    """It asks for nothing more. Pressing twice ends it once. Raises Refused ("role"), ("draft")."""
    campaign = _locked(campaign)
    _check_committee(campaign.community, actor)
    if campaign.status == Status.DRAFT:
        raise Refused(_("This campaign was never open."), "draft")
    if campaign.status == Status.OPEN:
        campaign.status = Status.ENDED
        campaign.save(update_fields=["status"])
    return campaign


@transaction.atomic
def add_picture(*, campaign: Campaign, file: BinaryIO, alt: str, actor: User) -> CampaignPicture:
    """A public picture with what it shows; the same one is kept once.

    Raises `lib.pictures.PictureRefused` with a sentence, Refused ("role"), ("many").
    """
    campaign = _locked(campaign)
    _check_committee(campaign.community, actor)
    made = pictures.renditions(file)
    found = campaign.pictures.filter(digest=made.digest).first()
    if found:
        return found
    count = campaign.pictures.count()
    if count >= MOST_PICTURES:
        raise Refused(
            _("There is room for %(most)s pictures. Remove one first.") % {"most": MOST_PICTURES}, "many"
        )
    pictures.store(made)
    return campaign.pictures.create(
        digest=made.digest, width=made.width, height=made.height, alt=alt, position=count
    )


@transaction.atomic
def remove_picture(*, campaign: Campaign, digest: str, actor: User) -> None:
    """Take a picture away from the page. Raises Refused ("role")."""
    _check_committee(campaign.community, actor)
    campaign.pictures.filter(digest=digest).delete()


@transaction.atomic
def tell(
    *,
    campaign: Campaign,
    words: str,
    actor: User,
    picture: BinaryIO | None = None,
    entry: Transfer | None = None,
) -> CampaignUpdate:
    """News for those who gave, with a picture and the entry in the books that it tells of, if any.

    It stays. Raises `lib.pictures.PictureRefused`, Refused ("role"), ("words"), ("draft"), ("entry") for an entry of
    another campaign.
    """
    campaign = _locked(campaign)
    _check_committee(campaign.community, actor)
    if not words.strip():
        raise Refused(_("Write what happened."), "words")
    if campaign.status == Status.DRAFT:
        raise Refused(_("Open the campaign first."), "draft")
    if entry and entry.credit.purpose != campaign.code:
        raise Refused(_("This entry belongs to something else."), "entry")
    digest = ""
    if picture:
        made = pictures.renditions(picture)
        pictures.store(made)
        digest = made.digest
    return campaign.updates.create(words=words.strip(), picture=digest, transfer=entry, written_by=actor)


@transaction.atomic
def settle(*, campaign: Campaign, reason: str, actor: User) -> Countersign | None:
    """Ask a second person to pass on what is left over, or close the books of a campaign that has nothing left (None).

    Raises Refused ("role"), ("running") before it has ended, ("donations") while one waits for the treasurer,
    ("payouts") while help out of it waits to be paid, ("collector"), and as `countersigns.ask`.
    """
    campaign = _locked(campaign)
    _check_committee(campaign.community, actor)
    _check_finished(campaign)
    held = left_over(campaign)
    if not held:
        campaign.status = Status.SETTLED
        campaign.save(update_fields=["status"])
        return None
    return countersigns.ask(
        community=campaign.community,
        kind=Countersign.Kind.LEFTOVER,
        document=f"leftover {campaign.code}",
        amount=sum(held.values(), ledger.ZERO),
        reason=reason,
        actor=actor,
    )


def pass_on(asked: Countersign, actor: User) -> None:
    """What is left over goes, from each place where it lies, to where the campaign had said. Runs when two agreed.

    Raises as `settle`, and Refused ("changed") when the money is no longer what was asked about.
    """
    campaign = _locked(Campaign.objects.get(code=asked.document.rpartition(" ")[2]))
    _check_finished(campaign)
    ledger.locked_fund(campaign.community)
    held = left_over(campaign)
    if sum(held.values(), ledger.ZERO) != asked.amount:
        raise Refused(_("The money of this campaign has changed since. Please ask anew."), "changed")
    to = campaign.leftover_campaign.code if campaign.leftover_campaign else ""
    campaign.status = Status.SETTLED
    campaign.save(update_fields=["status"])
    for kind, amount in held.items():
        ledger.release(
            key=_leftover_key(campaign, kind, asked),
            community=campaign.community,
            kind=kind,
            from_purpose=campaign.code,
            to_purpose=to,
            amount=amount,
            document=f"leftover {campaign.code}",
            actor=actor,
            reason=asked.reason,
        )


def left_over(campaign: Campaign) -> dict[str, Decimal]:
    """What the campaign still has and where, in baht; only places with money."""
    held = ledger.money(campaign.community, purpose=campaign.code)
    return {kind: amount for kind, amount in held.items() if amount}


def waiting_to_pass_on(campaign: Campaign) -> Countersign | None:
    """The second signature for what is left over that has not been given yet, if one was asked for."""
    rows = Countersign.objects.waiting().filter(kind=Countersign.Kind.LEFTOVER)
    return rows.filter(document=f"leftover {campaign.code}").select_related("asked_by").first()


def _leftover_key(campaign: Campaign, kind: str, asked: Countersign) -> str:
    """Money that came after the first time is passed on under a key of its own."""
    key = f"leftover:{campaign.code}:{kind}"
    return f"{key}:{asked.code}" if Transfer.objects.filter(key=key).exists() else key


def _check_finished(campaign: Campaign) -> None:
    if campaign.status not in (Status.ENDED, Status.SETTLED):
        raise Refused(_("End the campaign first."), "running")
    if Donation.objects.waiting().filter(campaign=campaign).exists():
        raise Refused(_("A donation to it still waits for the treasurer."), "donations")
    if Payout.objects.filter(request__campaign=campaign, status=Payout.Status.TO_PAY).exists():
        raise Refused(_("Help that was promised out of it is not paid yet."), "payouts")
    if Account.Kind.COLLECTOR in left_over(campaign):
        raise Refused(_("A collector still holds money of it."), "collector")
    to = campaign.leftover_campaign
    if to and to.status == Status.SETTLED:
        raise Refused(
            _("The campaign to which the money was to go is over. Ask the community what to do."), "to"
        )


def _check_committee(community: Community, actor: User) -> None:
    if not Community.objects.governed_by(actor).filter(pk=community.pk).exists():
        raise Refused(_("Only the committee writes and opens campaigns."), "role")


def _check_promises(campaign: Campaign) -> None:
    if campaign.ends_on < campaign.starts_on:
        raise Refused(_("The last day cannot come before the first."), "days")
    to = campaign.leftover_campaign
    is_elsewhere = to and (to.community_id != campaign.community_id or to.pk == campaign.pk)
    if (campaign.leftover == Leftover.CAMPAIGN) != bool(to) or is_elsewhere:
        raise Refused(_("Say to which campaign the money goes."), "leftover")


def _locked(campaign: Campaign) -> Campaign:
    rows = Campaign.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("community", "created_by", "leftover_campaign").get(pk=campaign.pk)


def _url(campaign: Campaign) -> str:
    return reverse("welfare:campaign", args=[campaign.code])
