"""Asking the fund for help, saying whom a request is for, and taking it back. Deciding is somebody else's (see decisions)."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from households import notices
from households.models import Community, Household, Membership, Person, Role, User
from lib.errors import Refused
from welfare import aid_histories, papers, proposals
from welfare.models import AidRequest, Benefit, Campaign, EmergencyOrder, Paper, Payout

MOST_UNITS = 366
MOST_PAPERS = 8
OLDEST_DAYS = 3 * 366
Asker, Status = AidRequest.Asker, AidRequest.Status

# What stands beside a request for those who decide.
hints = aid_histories.hints
history = aid_histories.history


@transaction.atomic
def ask(
    *,
    community: Community,
    event: str,
    words: str,
    for_whom: str,
    urgency: str,
    phone: str,
    asker: str,
    user: User | None,
    event_on: dt.date,
    key: str,
    units: int = 1,
    household: Household | None = None,
    person: Person | None = None,
) -> AidRequest:
    """Ask the fund, with or without an account; once for each `key`. The committee is told.

    Household and person are taken only from somebody who belongs to the household, or from its committee. Raises
    Refused ("unknown", "units", "day", "not_theirs", "whose").
    """
    there = AidRequest.objects.filter(key=key).first()
    if there:
        return there
    _check(event, urgency, asker, units, event_on)
    _check_asker(community, asker, user, household, person)
    request = AidRequest(
        key=key,
        community=community,
        event=event,
        words=words,
        for_whom=for_whom,
        urgency=urgency,
        phone=phone,
        asker=asker,
        asked_by=user,
        event_on=event_on,
        units=units,
        household=household,
        person=person,
    )
    _propose(request)
    try:
        with transaction.atomic():
            request.save()
    except IntegrityError:
        # Sent twice at once: the other one was first.
        return AidRequest.objects.get(key=key)
    _tell_committee(request)
    return request


@transaction.atomic
def link(
    *, request: AidRequest, household: Household, person: Person | None = None, actor: User
) -> AidRequest:
    """The committee says for which household and person a request is; the amount by the rules is worked out anew.

    Raises Refused ("not_theirs", "whose"), ("decided") once somebody has decided or let it be paid at once.
    """
    request = _locked(request)
    if not Community.objects.governed_by(actor).filter(pk=request.community_id).exists():
        raise Refused(_("Only the committee says whom a request is for."), "not_theirs")
    if request.status != Status.ASKED or _has_begun(request):
        raise Refused(_("This request is being decided, so it stays with its household."), "decided")
    _check_place(request.community, household, person)
    request.household, request.person = household, person
    _propose(request)
    request.save(update_fields=["household", "person", "rules", "proposed", "proposal"])
    return request


@transaction.atomic
def pay_out_of(*, request: AidRequest, campaign: Campaign | None, actor: User) -> AidRequest:
    """The committee says whether the general fund (None) or a campaign pays for a request, before anybody decides on it.

    Raises Refused ("not_theirs"), ("decided") once somebody has decided or let it be paid at once, ("campaign") for one
    of another community, one that is still a draft, and one whose money is all used or passed on.
    """
    request = _locked(request)
    if not Community.objects.governed_by(actor).filter(pk=request.community_id).exists():
        raise Refused(_("Only the committee says out of which money this is paid."), "not_theirs")
    if request.status != Status.ASKED or _has_begun(request):
        raise Refused(_("This request is being decided, so it stays with its money."), "decided")
    if campaign and campaign not in paying_campaigns(request.community):
        raise Refused(_("Choose a campaign of this community whose money is being used."), "campaign")
    request.campaign = campaign
    request.save(update_fields=["campaign"])
    return request


def paying_campaigns(community: Community) -> QuerySet[Campaign]:
    """Campaigns whose money may pay for help."""
    using = (Campaign.Status.OPEN, Campaign.Status.ENDED)
    return Campaign.objects.filter(community=community, status__in=using).order_by("-id")


@transaction.atomic
def work_out_again(*, request: AidRequest) -> AidRequest:
    """The amount by the rules as it is today: others of the same person may have been agreed since it was asked.

    Nothing changes once somebody has agreed to an amount, or without a household.
    """
    request = _locked(request)
    if request.status == Status.ASKED and request.household and not request.decisions.exists():
        _propose(request)
        request.save(update_fields=["rules", "proposed", "proposal"])
    return request


@transaction.atomic
def withdraw(*, request: AidRequest, user: User | None) -> AidRequest:
    """Who asked takes the request back; of one asked without an account, whoever has its code.

    Raises Refused ("not_theirs", "decided", "paid_at_once").
    """
    request = _locked(request)
    if not may_withdraw(request, user):
        raise Refused(_("Only who asked can take the request back."), "not_theirs")
    if request.status == Status.WITHDRAWN:
        return request
    if request.status != Status.ASKED:
        raise Refused(_("This request is decided already. Please call the committee."), "decided")
    if request.payouts.filter(status__in=[Payout.Status.TO_PAY, Payout.Status.PAID]).exists():
        raise Refused(
            _("Money for this was sent on its way already. Please call the committee."), "paid_at_once"
        )
    request.status = Status.WITHDRAWN
    request.save(update_fields=["status"])
    return request


@transaction.atomic
def add_papers(*, request: AidRequest, paths: list[str], user: User | None) -> list[Paper]:
    """Put photos taken by `papers.take` with a request that waits. Raises Refused ("decided", "too_many")."""
    request = _locked(request)
    if request.status != Status.ASKED:
        raise Refused(_("This request is decided already. Please call the committee."), "decided")
    document = f"aid {request.code}"
    kept = Paper.objects.filter(community=request.community_id).of(document).count()
    if kept + len(paths) > MOST_PAPERS:
        raise Refused(
            _("There are enough photos now. Please call the committee if one is missing."), "too_many"
        )
    return [
        papers.add(
            community=request.community, document=document, kind=Paper.Kind.PAPER, path=path, actor=user
        )
        for path in paths
    ]


def count_waiting(community: Community) -> int:
    """How many requests wait for a decision."""
    return AidRequest.objects.undecided().filter(community=community).count()


def may_withdraw(request: AidRequest, user: User | None) -> bool:
    """Whether this person may take the request back: who asked, or who speaks for the household.

    One asked without an account is taken back by whoever has its code.
    """
    if request.asked_by_id is None:
        return True
    if user is None or not user.is_authenticated:
        return False
    speaks = Household.objects.represented_by(user).filter(pk=request.household_id)
    return request.asked_by_id == user.pk or speaks.exists()


def _locked(request: AidRequest) -> AidRequest:
    rows = AidRequest.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("community", "household", "person").get(pk=request.pk)


def _has_begun(request: AidRequest) -> bool:
    """Whether somebody has decided, let it be paid at once, or something is to be paid. The database looks at the same."""
    is_ordered = EmergencyOrder.objects.filter(request=request).exists()
    return is_ordered or request.decisions.exists() or request.payouts.exists()


def _propose(request: AidRequest) -> None:
    found = proposals.propose(request)
    request.rules, request.proposed, request.proposal = found.rules, found.amount, found.steps


def _check(event: str, urgency: str, asker: str, units: int, event_on: dt.date) -> None:
    today = timezone.localdate()
    if (
        event not in Benefit.Event.values
        or urgency not in AidRequest.Urgency.values
        or asker not in Asker.values
    ):
        raise Refused(_("Please choose what happened, and how urgent it is."), "unknown")
    if not 1 <= units <= MOST_UNITS:
        raise Refused(_("Please check the number of nights or months."), "units")
    if event_on > today:
        raise Refused(_("This day is still to come. Please check the date."), "day")
    if event_on < today - dt.timedelta(days=OLDEST_DAYS):
        raise Refused(_("This is more than three years ago. Please call the committee."), "day")


def _check_asker(
    community: Community, asker: str, user: User | None, household: Household | None, person: Person | None
) -> None:
    """The committee is the committee, and nobody names the household of others."""
    governs = user is not None and Community.objects.governed_by(user).filter(pk=community.pk).exists()
    if asker == Asker.COMMITTEE and not governs:
        raise Refused(_("Only the committee asks in somebody's name."), "not_theirs")
    if household is None:
        if person is not None:
            raise Refused(_("This person does not belong to the household."), "whose")
        return
    _check_place(community, household, person)
    belongs = user is not None and Household.objects.of_member(user).filter(pk=household.pk).exists()
    if not (governs or belongs):
        raise Refused(_("You do not belong to this household."), "not_theirs")


def _check_place(community: Community, household: Household, person: Person | None) -> None:
    if household.community_id != community.pk:
        raise Refused(_("This household belongs to another community."), "whose")
    places = Membership.objects.filter(
        household=household, person=person, status__in=[Membership.Status.ACTIVE, Membership.Status.LEFT]
    )
    if person is not None and not places.exists():
        raise Refused(_("This person does not belong to the household."), "whose")


def _tell_committee(request: AidRequest) -> None:
    """Nobody's name: whoever may read it opens the list."""
    text = format_lazy(
        _("Somebody asks the fund for help: {what}. How urgent: {urgency}."),
        what=Benefit.Event(request.event).label,
        urgency=AidRequest.Urgency(request.urgency).label,
    )
    kinds = (Role.Kind.COMMITTEE, Role.Kind.CHAIR)
    roles = (
        Role.objects.active().filter(community=request.community_id, kind__in=kinds).select_related("user")
    )
    users = {role.user for role in roles}
    for user in users - {request.asked_by}:
        notices.send(to=user, text=text, url=reverse("welfare:aid_list", args=[request.community.code]))
