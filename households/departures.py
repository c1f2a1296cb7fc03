"""People who leave a household: for another one, for somewhere else, for ever, or because the entry was wrong."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from households import memberships, roles, situations
from households.models import Household, Membership, Person, RegisterEvent, Role, User
from households.register_events import hat_of, note_about
from lib.errors import Refused

Kind = RegisterEvent.Kind
Why = Membership.EndReason
AT_HOME = ("representative", "deputy", "committee")


@transaction.atomic
def leave(*, membership: Membership, why: str, on: dt.date, actor: User, reason: str = "") -> Membership:
    """Somebody moved away, or was entered by mistake. Raises Refused."""
    locked = _place(membership, on)
    if why not in (Why.AWAY, Why.MISTAKE):
        raise Refused(_("Please choose why the person leaves."), code="unknown_reason")
    memberships.refuse_empty_seat(locked)
    memberships.end(locked, why, max(on, locked.since) if why == Why.MISTAKE and locked.since else on)
    if why == Why.MISTAKE and locked.needs_check:
        locked.needs_check = False
        locked.save(update_fields=["needs_check"])
    note_about(Kind.MEMBER_LEFT, locked, actor=actor, happened_on=on, reason=reason, why=why)
    return locked


@transaction.atomic
def move(
    *, membership: Membership, household_code: str, on: dt.date, actor: User, reason: str = ""
) -> Membership:
    """Somebody moves to the household with this code; the person stays the same. Raises Refused.

    Who does not look after that household as well only asks for the place there. Returns the new place.
    """
    target = memberships.find_household(household_code)
    memberships.lock_households(membership.household_id, target.pk)
    locked = _place(membership, on)
    if target.pk == locked.household_id:
        raise Refused(_("This is the household that the person lives in now."), code="same_household")
    memberships.refuse_empty_seat(locked)
    memberships.end(locked, Why.MOVED, on)
    is_agreed = hat_of(actor, target) in AT_HOME
    new = _new_place(locked.person, target, on, actor, is_agreed=is_agreed)
    note_about(
        Kind.MEMBER_MOVED, locked, actor=actor, happened_on=on, reason=reason, to=target.code, place=new.pk
    )
    if is_agreed:
        note_about(Kind.MEMBER_ADDED, new, actor=actor, happened_on=on, came_from=locked.household.code)
    return new


@transaction.atomic
def record_death(*, membership: Membership, on: dt.date, actor: User, reason: str = "") -> Person:
    """Somebody died: every place in a household ends, and what was noted about the person's needs.

    The account is closed and its roles end when the committee has looked at it. Raises Refused.
    """
    person = membership.person
    if person.user_id == actor.pk:
        raise Refused(_("This is your own entry. Somebody else has to write this down."), code="oneself")
    kept = Membership.objects.active().filter(person=person)
    memberships.lock_households(*kept.values_list("household_id", flat=True))
    _place(membership, on)
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if person.birth_year and on.year < person.birth_year:
        raise Refused(_("Nobody dies before being born. Please check the date."), code="before_birth")
    is_sure = hat_of(actor, membership.household) == "committee"
    for place in kept.select_for_update(of=("self",)).select_related("household__community", "person__user"):
        _end_by_death(place, on, actor, reason, is_sure=is_sure)
    for asked in person.memberships.waiting().select_for_update(of=("self",)):
        asked.status, asked.decided_at, asked.decided_by = Membership.Status.REFUSED, timezone.now(), actor
        asked.save(update_fields=["status", "decided_at", "decided_by"])
    person.died_on = on
    person.save(update_fields=["died_on"])
    situations.end_all(person=person, on=on, actor=actor)
    if is_sure:
        close_account(membership=membership, actor=actor)
    return person


def close_account(*, membership: Membership, actor: User) -> None:
    """The account of somebody who died no longer opens the site, and its roles end."""
    user = membership.person.user
    if user is None or not user.is_active:
        return
    for role in Role.objects.active().filter(user=user):
        roles.end(role=role, actor=actor)
    user.refresh_from_db()
    user.is_active = False
    user.save(update_fields=["is_active"])
    note_about(Kind.CORRECTED, membership, actor=actor, fields=["account"], account="closed")


@transaction.atomic
def undo_death(*, membership: Membership, actor: User) -> Membership:
    """The person lives: the places that ended with the death are held again, and the account opens. Raises Refused.

    Roles and needs for help are not given back: they are entered anew.
    """
    ended = Membership.objects.filter(
        person=membership.person_id, status=Membership.Status.LEFT, end_reason=Why.DIED
    )
    memberships.lock_households(*ended.values_list("household_id", flat=True))
    person = (
        Person.objects.select_for_update(of=("self",)).select_related("user").get(pk=membership.person_id)
    )
    if person.died_on is None:
        raise Refused(_("This has been taken back already."), code="taken_back")
    person.died_on = None
    person.save(update_fields=["died_on"])
    for place in ended.select_for_update(of=("self",)).select_related("household__community", "person__user"):
        place.person = person
        reopen(place, actor)
    closed = person.events.filter(kind=Kind.CORRECTED, facts__account="closed").exists()
    if person.user and closed and not person.user.is_active:
        person.user.is_active = True
        person.user.save(update_fields=["is_active"])
    return memberships.lock(membership)


@transaction.atomic
def bring_back(*, membership: Membership, actor: User, since: dt.date | None = None) -> Membership:
    """Somebody belongs to the household again. Raises Refused.

    Without `since` the leaving was a mistake, and the same place is held again. With it the person came back on that
    day, to a new place; what was before stays.
    """
    others = Membership.objects.filter(person=membership.person_id, status__in=["asked", "active"])
    memberships.lock_households(membership.household_id, *others.values_list("household_id", flat=True))
    locked = memberships.lock(membership)
    _check_return(locked, actor, since)
    if locked.end_reason == Why.DIED:
        return undo_death(membership=locked, actor=actor)
    for other in others.select_for_update(of=("self",)).select_related(
        "household__community", "person__user"
    ):
        _give_up(other, locked, actor, since)
    if since is None:
        return reopen(locked, actor)
    new = _new_place(locked.person, locked.household, since, actor, is_agreed=True)
    new.relation = locked.relation
    new.save(update_fields=["relation"])
    note_about(Kind.MEMBER_ADDED, new, actor=actor, happened_on=since, back=True)
    return new


def reopen(place: Membership, actor: User) -> Membership:
    """A locked place that ended is held again, with the seat of the representative when nobody else took it."""
    events = RegisterEvent.objects.filter(household=place.household_id, person=place.person_id)
    represented = events.filter(facts__membership=place.pk, facts__has_key="represented").exists()
    place.status, place.until, place.end_reason, place.ended_at = Membership.Status.ACTIVE, None, "", None
    place.needs_check = False
    is_free = not place.household.memberships.filter(is_representative=True).exists()
    place.is_representative = is_free and (represented or not place.household.memberships.active().exists())
    place.save()
    note_about(Kind.MEMBER_ADDED, place, actor=actor, back=True)
    return place


def _place(membership: Membership, on: dt.date) -> Membership:
    """The place, locked with its household. Raises Refused when it has ended or the day is still to come."""
    memberships.lock_households(membership.household_id)
    locked = memberships.lock(membership)
    if locked.status != Membership.Status.ACTIVE:
        raise Refused(_("This person no longer belongs to the household."), code="not_a_member")
    if on > timezone.localdate():
        raise Refused(_("This day is still to come. Please check the date."), code="future")
    return locked


def _new_place(
    person: Person, household: Household, on: dt.date, actor: User, *, is_agreed: bool
) -> Membership:
    """The person's place in a locked household: held when `is_agreed`, else asked for, with a word to who decides."""
    place = Membership.objects.filter(
        person=person, household=household, status__in=["asked", "active"]
    ).first() or Membership(person=person, household=household)
    if place.status == Membership.Status.ACTIVE and place.pk:
        return place
    if is_agreed:
        place.status, place.since = Membership.Status.ACTIVE, on
        place.is_representative = not household.memberships.active().exists()
        place.decided_at, place.decided_by = timezone.now(), actor
    else:
        memberships.tell_of_request(place)
    place.save()
    return place


def _end_by_death(place: Membership, on: dt.date, actor: User, reason: str, *, is_sure: bool) -> None:
    represented = place.is_representative
    memberships.end(place, Why.DIED, on)
    facts = {"represented": True} if represented else {}
    note_about(Kind.DIED, place, actor=actor, happened_on=on, reason=reason, needs_check=not is_sure, **facts)
    if not is_sure:
        place.needs_check = True
        place.save(update_fields=["needs_check"])
    if represented:
        memberships.fill_seat(place.household, actor)


def _check_return(place: Membership, actor: User, since: dt.date | None) -> None:
    if place.status == Membership.Status.ACTIVE:
        raise Refused(_("This person belongs to the household."), code="member_already")
    if place.status != Membership.Status.LEFT or place.end_reason in (Why.SPLIT, Why.MERGED):
        raise Refused(_("Please ask the committee to bring this person back."), code="ask_committee")
    if place.household.status != Household.Status.ACTIVE:
        raise Refused(_("This household is no longer active. Please ask the committee."), code="not_active")
    is_committee = hat_of(actor, place.household) == "committee"
    if place.end_reason == Why.DIED and not (place.needs_check or is_committee):
        raise Refused(_("Please ask the committee to bring this person back."), code="ask_committee")
    if place.end_reason != Why.DIED and place.person.died_on:
        raise Refused(_("This person has died."), code="died")
    if since and not (place.until or since) <= since <= timezone.localdate():
        raise Refused(
            _("The day of coming back is not before the day of leaving, and not still to come."), code="since"
        )


def _give_up(other: Membership, place: Membership, actor: User, since: dt.date | None) -> None:
    """The place elsewhere to which the person had moved ends, or its request is withdrawn. Raises Refused."""
    if other.household_id == place.household_id:
        raise Refused(_("This person belongs to the household."), code="member_already")
    moves = RegisterEvent.objects.filter(kind=Kind.MEMBER_MOVED, person=place.person_id)
    if not moves.filter(household=place.household_id, facts__place=other.pk).exists():
        return
    if other.status == Membership.Status.ASKED:
        other.status, other.ended_at = Membership.Status.LEFT, timezone.now()
        other.save(update_fields=["status", "ended_at"])
        return
    if hat_of(actor, other.household) not in AT_HOME:
        text = _("This person now belongs to {household}. They can say that the person moves back to you.")
        raise Refused(format_lazy(text, household=other.household.name), code="elsewhere")
    memberships.refuse_empty_seat(other)
    on = since or timezone.localdate()
    memberships.end(other, Why.MOVED if since else Why.MISTAKE, max(on, other.since or on))
    note_about(Kind.MEMBER_MOVED, other, actor=actor, happened_on=on, to=place.household.code, place=place.pk)
