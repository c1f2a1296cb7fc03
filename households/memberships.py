"""Who belongs to which household, and who speaks for it."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from households import notices
from households.models import Community, Household, Membership, Person, Role, User
from lib.codes import normalise_code
from lib.errors import Refused

HOME = "/household/"


def find_household(code: str) -> Household:
    """The household that the code belongs to, however it was typed. Raises Refused."""
    household = (
        Household.objects.filter(code=normalise_code(code), status=Household.Status.ACTIVE)
        .select_related("community")
        .first()
    )
    if household is None:
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
    for decider in _deciders(household):
        notices.send(
            to=decider,
            text=format_lazy(
                _("{person} asks to join {household}."), person=person.name, household=household.name
            ),
            url=HOME,
        )
    return membership


@transaction.atomic
def approve(*, membership: Membership, actor: User) -> Membership:
    """Let somebody into the household. Once decided, nothing changes. Raises Refused."""
    locked = _lock_request(membership)
    if locked.status == Membership.Status.ACTIVE:
        return locked
    _decide(locked, Membership.Status.ACTIVE, actor)
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
    actor: User | None = None,
) -> Household:
    """A new household; with `user`, that person is its first member and represents it."""
    household = Household.objects.create(
        community=community, name=name, house_number=house_number, address=address
    )
    if user is not None:
        Membership.objects.create(
            person=person_of(user),
            household=household,
            status=Membership.Status.ACTIVE,
            is_representative=True,
            decided_at=timezone.now(),
            decided_by=actor or user,
        )
    return household


@transaction.atomic
def add_member(*, household: Household, name: str, phone: str, actor: User) -> Membership:
    """The committee enters somebody who is not on the site yet: an account without e-mail, and a place.

    The first member of a household represents it.
    """
    Household.objects.select_for_update().get(pk=household.pk)
    user = User.objects.create_user(name=name, phone=phone)
    return Membership.objects.create(
        person=person_of(user),
        household=household,
        status=Membership.Status.ACTIVE,
        is_representative=not household.memberships.active().exists(),
        decided_at=timezone.now(),
        decided_by=actor,
    )


@transaction.atomic
def make_representative(*, membership: Membership, actor: User) -> Membership:
    """Let this member speak for the household from now on, in place of whoever did. Raises Refused."""
    Household.objects.select_for_update().get(pk=membership.household_id)
    locked = _lock(membership)
    if locked.status != Membership.Status.ACTIVE:
        raise Refused(_("Only a member can represent a household."), code="not_a_member")
    if locked.is_representative:
        return locked
    for before in locked.household.memberships.select_for_update(of=("self",)).filter(is_representative=True):
        before.is_representative = False
        before.save(update_fields=["is_representative"])
        _tell(before, _("Somebody else now represents {household}."))
    locked.is_representative = True
    locked.save(update_fields=["is_representative"])
    _tell(locked, _("You now represent {household}."))
    return locked


@transaction.atomic
def leave(*, membership: Membership, actor: User) -> Membership:
    """End a membership. The representative first hands the task on while others are there. Raises Refused."""
    Household.objects.select_for_update().get(pk=membership.household_id)
    locked = _lock(membership)
    if locked.status != Membership.Status.ACTIVE:
        return locked
    others = locked.household.memberships.active().exclude(pk=locked.pk)
    if locked.is_representative and others.exists():
        raise Refused(
            _("First let another member represent the household. Then you can leave."),
            code="represents_others",
        )
    locked.status = Membership.Status.LEFT
    locked.is_representative = False
    locked.ended_at = timezone.now()
    locked.save(update_fields=["status", "is_representative", "ended_at"])
    return locked


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
        locked.user = User.objects.create_user(name=locked.name)
        locked.save(update_fields=["user"])
    return locked.user


def _lock(membership: Membership) -> Membership:
    return (
        Membership.objects.select_for_update(of=("self",))
        .select_related("household", "person__user")
        .get(pk=membership.pk)
    )


def _lock_request(membership: Membership) -> Membership:
    """The request, locked. Raises Refused when it was answered the other way or ended."""
    locked = _lock(membership)
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
    """Who may answer a request: the representative, else the community's committee."""
    representative = household.representative
    if representative and representative.user and representative.user.is_active:
        return [representative.user]
    committee = Role.objects.active().filter(
        community=household.community, kind__in=[Role.Kind.COMMITTEE, Role.Kind.CHAIR]
    )
    return list(User.objects.filter(pk__in=committee.values("user"), is_active=True).order_by("pk"))
