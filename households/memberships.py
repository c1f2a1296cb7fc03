"""Who belongs to which household, and who speaks for it."""

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from households import notices
from households.models import Community, Household, Membership, Person, RegisterEvent, Role, User
from households.register_events import hat_of, note_about, note_at
from lib.codes import normalise_code
from lib.errors import Refused

HOME = "/household/"
Kind = RegisterEvent.Kind


def find_household(code: str) -> Household:
    """The household that the code belongs to, however it was typed. Raises Refused.

    The code of one that was entered twice leads to the one that stays: it is on cards that people hung up.
    """
    household = Household.objects.filter(code=normalise_code(code)).select_related("community").first()
    while household is not None and household.merged_into is not None:
        household = household.merged_into
    if household is None or household.status != Household.Status.ACTIVE:
        raise Refused(
            _("No household has this code. Please compare each letter, or ask the household again."),
            code="unknown_code",
        )
    return household


@transaction.atomic
def ask_to_join(*, user: User, household_code: str) -> Membership:
    """Ask for a place in a household; asking again while waiting changes nothing. Raises Refused."""
    household = find_household(household_code)
    person = person_of(user)
    existing = Membership.objects.filter(
        person=person, household=household, status__in=[Membership.Status.ASKED, Membership.Status.ACTIVE]
    ).first()
    if existing:
        if existing.status == Membership.Status.ACTIVE:
            raise Refused(_("You belong to this household already."), code="member_already")
        return existing
    membership = Membership.objects.create(person=person, household=household)
    tell_of_request(membership)
    return membership


@transaction.atomic
def approve(*, membership: Membership, actor: User) -> Membership:
    """Let somebody into the household. Once decided, nothing changes. Raises Refused."""
    locked = _lock_request(membership)
    if locked.status == Membership.Status.ACTIVE:
        return locked
    _decide(locked, Membership.Status.ACTIVE, actor)
    locked.since = timezone.localdate()
    locked.needs_check = hat_of(actor, locked.household) != "committee"
    locked.save(update_fields=["since", "needs_check"])
    note_about(Kind.MEMBER_ADDED, locked, actor=actor, needs_check=locked.needs_check)
    _tell(locked, _("You now belong to {household}."))
    return locked


@transaction.atomic
def refuse(*, membership: Membership, actor: User) -> Membership:
    """Say no to a request. Once decided, nothing changes. Raises Refused."""
    locked = _lock_request(membership)
    if locked.status == Membership.Status.REFUSED:
        return locked
    _decide(locked, Membership.Status.REFUSED, actor)
    _tell(locked, _("{household} did not accept your request. Please talk to them, or to the committee."))
    return locked


@transaction.atomic
def create_household(
    *,
    community: Community,
    name: str,
    house_number: str,
    user: User | None = None,
    address: str = "",
    village: str = "",
    origin: Household | None = None,
    actor: User | None = None,
) -> Household:
    """A new household; with `user`, that person is its first member and represents it."""
    household = Household.objects.create(
        community=community,
        name=name,
        house_number=house_number,
        address=address,
        village=village,
        origin=origin,
    )
    facts: dict[str, Any] = {"origin": origin.code} if origin else {}
    note_at(Kind.HOUSEHOLD_CREATED, household, actor=actor or user, **facts)
    if user is not None:
        Membership.objects.create(
            person=person_of(user),
            household=household,
            status=Membership.Status.ACTIVE,
            is_representative=True,
            since=timezone.localdate(),
            decided_at=timezone.now(),
            decided_by=actor or user,
        )
    return household


@transaction.atomic
def make_representative(*, membership: Membership, actor: User) -> Membership:
    """Let this member speak for the household from now on, in place of whoever did. Raises Refused."""
    lock_households(membership.household_id)
    locked = lock(membership)
    if locked.status != Membership.Status.ACTIVE:
        raise Refused(_("Only a member can represent a household."), code="not_a_member")
    if locked.is_representative:
        return locked
    for before in locked.household.memberships.select_for_update(of=("self",)).filter(is_representative=True):
        before.is_representative = False
        before.save(update_fields=["is_representative"])
        _tell(before, _("Somebody else now represents {household}."))
    give_seat(locked)
    note_about(Kind.REPRESENTATIVE_CHANGED, locked, actor=actor)
    return locked


def give_seat(membership: Membership) -> None:
    """Put a locked active member into the representative's seat, which has to be empty, and tell them."""
    membership.is_representative, membership.is_deputy = True, False
    membership.save(update_fields=["is_representative", "is_deputy"])
    _tell(membership, _("You now represent {household}."))


@transaction.atomic
def make_deputy(*, membership: Membership, actor: User) -> Membership:
    """Let this member do what the representative may, until it is ended. Raises Refused."""
    lock_households(membership.household_id)
    locked = lock(membership)
    if locked.status != Membership.Status.ACTIVE or locked.is_representative:
        raise Refused(_("The deputy is a member other than the representative."), code="not_a_member")
    if locked.is_deputy:
        return locked
    for before in locked.household.memberships.select_for_update(of=("self",)).filter(is_deputy=True):
        before.is_deputy = False
        before.save(update_fields=["is_deputy"])
        _tell(before, _("You are no longer the deputy in {household}."))
    locked.is_deputy = True
    locked.save(update_fields=["is_deputy"])
    note_about(Kind.DEPUTY_CHANGED, locked, actor=actor)
    _tell(locked, _("You now speak for {household} when the representative cannot."))
    return locked


@transaction.atomic
def end_deputy(*, membership: Membership, actor: User) -> Membership:
    """Nobody is the deputy any more. Ending it twice changes nothing."""
    lock_households(membership.household_id)
    locked = lock(membership)
    if locked.is_deputy:
        locked.is_deputy = False
        locked.save(update_fields=["is_deputy"])
        note_about(Kind.DEPUTY_CHANGED, locked, actor=actor, ended=True)
        _tell(locked, _("You are no longer the deputy in {household}."))
    return locked


@transaction.atomic
def leave(*, membership: Membership, actor: User) -> Membership:
    """Somebody moves away. The representative first hands the task on while others are there. Raises Refused."""
    lock_households(membership.household_id)
    locked = lock(membership)
    if locked.status != Membership.Status.ACTIVE:
        return locked
    refuse_empty_seat(locked)
    end(locked, Membership.EndReason.AWAY)
    note_about(Kind.MEMBER_LEFT, locked, actor=actor, why=locked.end_reason)
    return locked


def refuse_empty_seat(membership: Membership) -> None:
    """Raise Refused when this member represents others who stay."""
    others = membership.household.memberships.active().exclude(pk=membership.pk)
    if membership.is_representative and others.exists():
        raise Refused(
            _("First let another member represent the household. Then you can leave."),
            code="represents_others",
        )


def end(membership: Membership, why: str, on: dt.date | None = None) -> None:
    """End a locked membership on a day (today), with what hung on it. Raises Refused for a day before it began."""
    on = on or timezone.localdate()
    if membership.since and on < membership.since:
        raise Refused(_("The end cannot come before the beginning."), code="before_beginning")
    membership.status = Membership.Status.LEFT
    membership.is_representative = membership.is_deputy = False
    membership.until, membership.end_reason = on, why
    membership.ended_at = timezone.now()
    membership.save(
        update_fields=["status", "is_representative", "is_deputy", "until", "end_reason", "ended_at"]
    )


def fill_seat(household: Household, actor: User) -> None:
    """The deputy represents a locked household whose representative is gone; without one the committee is told."""
    deputy = household.memberships.active().filter(is_deputy=True).first()
    if deputy:
        locked = lock(deputy)
        give_seat(locked)
        note_about(Kind.REPRESENTATIVE_CHANGED, locked, actor=actor)
    elif household.memberships.active().exists():
        for decider in _deciders(household):
            notices.send(
                to=decider,
                text=format_lazy(_("{household} needs a new representative."), household=household.name),
                url=reverse("households:household", args=[household.code]),
            )


def tell_of_request(membership: Membership) -> None:
    """Tell those who decide that somebody asks for a place in their household."""
    for decider in _deciders(membership.household):
        notices.send(
            to=decider,
            text=format_lazy(
                _("{person} asks to join {household}."),
                person=membership.person.name,
                household=membership.household.name,
            ),
            url=HOME,
        )


def person_of(user: User) -> Person:
    """The person in the register whose account this is; made when there is none yet."""
    try:
        with transaction.atomic():
            return Person.objects.get_or_create(user=user, defaults={"name": user.name})[0]
    except IntegrityError:
        return Person.objects.get(user=user)


@transaction.atomic
def account_of(person: Person) -> User:
    """The account of a person in the register; opened now, without e-mail, when there is none yet."""
    locked = Person.objects.select_for_update(of=("self",)).select_related("user").get(pk=person.pk)
    if locked.user is None:
        locked.user = User.objects.create_user(name=locked.name, phone=locked.phone)
        locked.save(update_fields=["user"])
    return locked.user


def lock_households(*keys: int) -> list[Household]:
    """These households' rows, locked in the order in which everybody locks them."""
    return list(Household.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))


def lock(membership: Membership) -> Membership:
    """The membership's row, locked and fresh, with its household, community, person and account."""
    return (
        Membership.objects.select_for_update(of=("self",))
        .select_related("household__community", "person__user")
        .get(pk=membership.pk)
    )


def _lock_request(membership: Membership) -> Membership:
    """The request, locked. Raises Refused when it was answered the other way or ended."""
    locked = lock(membership)
    if locked.status == Membership.Status.LEFT:
        raise Refused(_("This request has ended already."), code="ended")
    return locked


def _decide(membership: Membership, status: str, actor: User) -> None:
    if membership.status != Membership.Status.ASKED:
        raise Refused(_("Somebody has answered this request already."), code="answered")
    membership.status = status
    membership.decided_at = timezone.now()
    membership.decided_by = actor
    membership.save(update_fields=["status", "decided_at", "decided_by"])


def _tell(membership: Membership, text) -> None:
    if membership.person.user:
        notices.send(
            to=membership.person.user,
            text=format_lazy(text, household=membership.household.name),
            url=HOME,
        )


def _deciders(household: Household) -> list[User]:
    """Who may answer a request: the representative and the deputy, else the community's committee."""
    seats = household.memberships.active().filter(Q(is_representative=True) | Q(is_deputy=True))
    if at_home := User.objects.filter(pk__in=seats.values("person__user"), is_active=True).order_by("pk"):
        return list(at_home)
    committee = Role.objects.active().filter(
        community=household.community, kind__in=[Role.Kind.COMMITTEE, Role.Kind.CHAIR]
    )
    return list(User.objects.filter(pk__in=committee.values("user"), is_active=True).order_by("pk"))
