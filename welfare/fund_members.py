"""Households in the fund: joining, leaving, how often they pay and who comes to collect."""

from datetime import date

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from households import notices
from households.models import Community, Household, Membership, Notice, Role, User
from lib.errors import Refused
from welfare.models import FundMember

ENTERED_BY = (Role.Kind.COMMITTEE, Role.Kind.CHAIR, Role.Kind.TREASURER)
COLLECTORS = (Role.Kind.VOLUNTEER, *ENTERED_BY)
EARLIEST = date(1950, 1, 1)


@transaction.atomic
def join(
    *, household: Household, joined_on: date, pays: str, actor: User, collector: User | None = None
) -> FundMember:
    """A household takes part from that day on. Pressing twice enters it once.

    Raises Refused ("role"), ("own_household"), ("moved") when it does not live here, ("future"), ("past"), ("overlap")
    when it left only after that day, ("joined") when it takes part already, ("collector").
    """
    household = Household.objects.select_for_update(of=("self",), no_key=True).get(pk=household.pk)
    _check_actor(household.community, household, actor)
    if household.status != Household.Status.ACTIVE:
        raise Refused(_("This household does not live here any more."), "moved")
    if joined_on > timezone.localdate():
        raise Refused(_("The day cannot be in the future."), "future")
    if joined_on < EARLIEST:
        raise Refused(_("This day is too long ago. Please check the year."), "past")
    _check_collector(household.community, collector)
    wanted = {"joined_on": joined_on, "pays": pays, "collector": collector}
    there = household.fund_memberships.running().first()
    if there:
        if all(getattr(there, name) == value for name, value in wanted.items()):
            return there
        raise Refused(_("This household takes part already."), "joined")
    if household.fund_memberships.filter(left_on__gte=joined_on).exists():
        raise Refused(_("It left the fund later than that. Choose a day after it left."), "overlap")
    member = FundMember.objects.create(
        household=household, community=household.community, entered_by=actor, **wanted
    )
    text = format_lazy(gettext_lazy("{household} takes part in the fund now."), household=household.name)
    tell_household(household, text)
    return member


@transaction.atomic
def change(*, member: FundMember, pays: str, collector: User | None, actor: User) -> FundMember:
    """How often the household likes to pay, and who comes to collect. Raises Refused ("role"), ("left"), ("collector")."""
    member = locked(member)
    _check_role(member.community, actor)
    if member.left_on:
        raise Refused(_("This household left the fund."), "left")
    if collector != member.collector:
        _check_collector(member.community, collector)
    member.pays, member.collector = pays, collector
    member.save(update_fields=["pays", "collector"])
    return member


@transaction.atomic
def leave(*, member: FundMember, left_on: date, actor: User) -> FundMember:
    """The household leaves; that day is its last. What it paid stays in the fund. Doing it again changes nothing.

    Raises Refused ("role"), ("own_household"), ("future"), ("before").
    """
    member = locked(member)
    _check_actor(member.community, member.household, actor)
    if member.left_on:
        return member
    if left_on > timezone.localdate():
        raise Refused(_("The day cannot be in the future."), "future")
    if left_on < member.joined_on:
        raise Refused(_("This is before the household joined."), "before")
    member.left_on = left_on
    member.save(update_fields=["left_on"])
    text = format_lazy(gettext_lazy("{household} left the fund."), household=member.household.name)
    tell_household(member.household, text)
    return member


@transaction.atomic
def come_back(*, member: FundMember, actor: User) -> FundMember:
    """It left by mistake: it takes part as if it had never left. Raises Refused ("role"), ("own_household"), ("joined")."""
    member = locked(member)
    _check_actor(member.community, member.household, actor)
    if member.left_on is None:
        return member
    member.left_on = None
    try:
        with transaction.atomic():
            member.save(update_fields=["left_on"])
    except IntegrityError as error:
        raise Refused(_("This household joined again already."), "joined") from error
    return member


@transaction.atomic
def ask_to_join(*, household: Household, user: User) -> int:
    """The representative asks that the household may join: committee and treasurer are told, once until they read it.

    Returns how many were told. Raises Refused ("representative"), ("joined").
    """
    if not Household.objects.represented_by(user).filter(pk=household.pk).exists():
        raise Refused(_("The representative of the household asks for this."), "representative")
    if household.fund_memberships.running().exists():
        raise Refused(_("This household takes part already."), "joined")
    url = f"{reverse('welfare:fund_member_new', args=[household.community.code])}?household={household.code}"
    unread = Notice.objects.unread().filter(url=url)
    if unread.exists() or url in on_their_way():
        return 0
    text = format_lazy(gettext_lazy("{household} would like to take part in the fund."), household=household)
    keepers = keepers_of(household.community, *ENTERED_BY) - {user}
    for keeper in keepers:
        notices.send(to=keeper, text=text, url=url)
    return len(keepers)


def collectors_of(community: Community):
    """Accounts that may collect in this community: volunteers, committee and treasurers of today."""
    roles = Role.objects.active().filter(community=community, kind__in=COLLECTORS)
    return User.objects.filter(pk__in=roles.values("user"), is_active=True).order_by("name", "pk")


def keepers_of(community: Community, *kinds: str) -> set[User]:
    """Who holds one of these roles today."""
    roles = Role.objects.active().filter(community=community, kind__in=kinds).select_related("user")
    return {role.user for role in roles}


def is_own(household: Household, user: User) -> bool:
    """Whether the person lives in this household."""
    return Household.objects.of_member(user).filter(pk=household.pk).exists()


def tell_household(household: Household, text, url: str = "") -> None:
    """One line to whoever speaks for the household and has an account."""
    seats = Membership.objects.active().filter(household=household, person__user__is_active=True)
    url = url or reverse("welfare:my_contributions", args=[household.code])
    for seat in seats.filter(is_representative=True).select_related("person__user"):
        notices.send(to=seat.person.user, text=text, url=url)


def on_their_way() -> set[str]:
    """Addresses in messages that are not delivered yet."""
    waiting = DBTaskResult.objects.filter(
        task_path=notices.deliver.module_path,
        status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING],
    )
    return {
        task["kwargs"].get("url", "") for task in waiting.values_list("args_kwargs", flat=True).iterator()
    }


def locked(member: FundMember) -> FundMember:
    """The membership's row, locked until the transaction ends."""
    rows = FundMember.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("household", "community", "collector").get(pk=member.pk)


def _check_role(community: Community, actor: User) -> None:
    if not Community.objects.with_role(actor, *ENTERED_BY).filter(pk=community.pk).exists():
        raise Refused(_("Only the committee and the treasurer enter this."), "role")


def _check_actor(community: Community, household: Household, actor: User) -> None:
    _check_role(community, actor)
    if is_own(household, actor):
        raise Refused(
            _("This is your own household. Ask somebody else of the committee to enter it."), "own_household"
        )


def _check_collector(community: Community, collector: User | None) -> None:
    if collector and not collectors_of(community).filter(pk=collector.pk).exists():
        raise Refused(_("A collector is a volunteer, on the committee, or the treasurer."), "collector")
