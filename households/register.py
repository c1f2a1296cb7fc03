"""What the register says about people and houses: entering and correcting it."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from households import memberships
from households.models import Household, Membership, Person, RegisterEvent, User
from households.register_events import hat_of, note_about, note_at
from lib.errors import Refused

Kind = RegisterEvent.Kind
OF_PERSON = ("name", "birth_year", "sex", "occupation", "activity", "phone")
OF_PLACE = ("relation", "lives_here", "since")
OF_HOUSE = ("name", "house_number", "village", "address")
# The youngest age at which somebody counts as elderly, by law (Act on Older Persons, B.E. 2546).
ELDERLY = 60


@dataclass(frozen=True)
class Entry:
    """What is known of a person in a household. Years are common ones; `since` is the day the person came."""

    name: str
    birth_year: int | None = None
    sex: str = ""
    relation: str = ""
    occupation: str = ""
    activity: str = ""
    phone: str = ""
    lives_here: bool = True
    since: dt.date | None = None


def entry_of(membership: Membership) -> Entry:
    """What the register says now."""
    person = membership.person
    return Entry(
        **{name: getattr(person, name) for name in OF_PERSON},
        **{name: getattr(membership, name) for name in OF_PLACE},
    )


@transaction.atomic
def enter_person(*, household: Household, entry: Entry, actor: User) -> Membership:
    """Somebody without an account belongs to the household. The first one represents it. Raises Refused.

    The committee looks at whom the household enters itself.
    """
    (home,) = memberships.lock_households(household.pk)
    if home.status != Household.Status.ACTIVE:
        raise Refused(_("This household is no longer active. Please ask the committee."), code="not_active")
    _check(entry)
    person = Person.objects.create(**{name: getattr(entry, name) for name in OF_PERSON})
    membership = Membership.objects.create(
        person=person,
        household=home,
        status=Membership.Status.ACTIVE,
        is_representative=not home.memberships.active().exists(),
        needs_check=hat_of(actor, home) != "committee",
        decided_at=timezone.now(),
        decided_by=actor,
        **{name: getattr(entry, name) for name in OF_PLACE},
    )
    note_about(
        Kind.MEMBER_ADDED,
        membership,
        actor=actor,
        happened_on=entry.since,
        needs_check=membership.needs_check,
    )
    return membership


@transaction.atomic
def correct_person(*, membership: Membership, entry: Entry, actor: User) -> Membership:
    """Put right what the register says. The committee looks at a year of birth that the household changed.

    Saying the same again changes nothing. Raises Refused.
    """
    memberships.lock_households(membership.household_id)
    locked = memberships.lock(membership)
    if locked.status != Membership.Status.ACTIVE:
        raise Refused(_("This person no longer belongs to the household."), code="not_a_member")
    _check(entry)
    person = Person.objects.select_for_update(of=("self",)).get(pk=locked.person_id)
    of_person = _put(person, entry, OF_PERSON)
    of_place = _put(locked, entry, OF_PLACE)
    if not (of_person or of_place):
        return locked
    is_open = "birth_year" in of_person and hat_of(actor, locked.household) != "committee"
    if is_open:
        locked.needs_check = True
        locked.save(update_fields=["needs_check"])
    locked.person = person
    note_about(Kind.CORRECTED, locked, actor=actor, needs_check=is_open, fields=[*of_person, *of_place])
    return locked


@transaction.atomic
def correct_household(
    *, household: Household, name: str, house_number: str, village: str, address: str, actor: User
) -> Household:
    """Put right where a household is and what it is called. Saying the same again changes nothing."""
    (home,) = memberships.lock_households(household.pk)
    wanted = {"name": name, "house_number": house_number, "village": village, "address": address}
    changed = [field for field in OF_HOUSE if getattr(home, field) != wanted[field]]
    if changed:
        for field in changed:
            setattr(home, field, wanted[field])
        home.save(update_fields=changed)
        note_at(Kind.CORRECTED, home, actor=actor, fields=changed)
    return home


def elderly_until(on: dt.date | None = None) -> int:
    """The last year of birth of those who count as elderly in the year of `on` (today)."""
    return (on or timezone.localdate()).year - ELDERLY


def _check(entry: Entry) -> None:
    today = timezone.localdate()
    if not entry.name:
        raise Refused(_("Please write the name."), code="no_name")
    if entry.birth_year is not None and not 1880 <= entry.birth_year <= today.year:
        raise Refused(_("Please check the year of birth."), code="birth_year")
    if entry.since and entry.since > today:
        raise Refused(_("This day is still to come. Please check the date."), code="future")
    if entry.since and entry.birth_year and entry.since.year < entry.birth_year:
        raise Refused(_("Nobody belongs to a household before being born."), code="before_birth")


def _put(row: Person | Membership, entry: Entry, names: tuple[str, ...]) -> list[str]:
    """Write what differs; the names of those fields."""
    changed = [name for name in names if getattr(row, name) != getattr(entry, name)]
    for name in changed:
        setattr(row, name, getattr(entry, name))
    if changed:
        row.save(update_fields=changed)
    return changed
