"""What the committee looks at: entries that households made themselves and that matter to others."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from households import departures, divisions, memberships, notices
from households.models import Community, Membership, Person, RegisterEvent, User
from households.register_events import note_about
from lib.errors import Refused

Kind = RegisterEvent.Kind
MOST_COUNTED = 100


def open_in(communities) -> QuerySet[Membership]:
    """Places that wait for a look in these communities."""
    return Membership.objects.filter(needs_check=True, household__community__in=communities)


def count(community: Community) -> int:
    """How many wait in the community; not beyond MOST_COUNTED."""
    return len(open_in([community]).values_list("pk")[:MOST_COUNTED])


def causes(places: Iterable[Membership]) -> dict[int, list[RegisterEvent]]:
    """For each place, the acts since the committee last looked that it has to look at, newest first. One statement."""
    by_pk = {place.pk: place for place in places}
    found: dict[int, list[RegisterEvent]] = defaultdict(list)
    events = RegisterEvent.objects.filter(
        person__in={place.person_id for place in by_pk.values()}, facts__check=True
    )
    for event in events.select_related("actor", "person").order_by("-id"):
        place = by_pk.get(event.facts.get("membership"))
        if place and (place.checked_at is None or event.recorded_at > place.checked_at):
            found[place.pk].append(event)
    return found


def years_before(events: Iterable[RegisterEvent]) -> dict[int, int | None]:
    """For each correction of a year of birth, the year that the change log holds from before it. One statement."""
    corrections = [
        event
        for event in events
        if event.kind == Kind.CORRECTED and "birth_year" in event.facts.get("fields", [])
    ]
    if not corrections:
        return {}
    people = {event.person_id for event in corrections}
    entries = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Person), object_id__in=people
    )
    found: dict[int, int | None] = {}
    for entry in entries.order_by("timestamp", "id"):
        before = (entry.changes_dict or {}).get("birth_year", [None])[0]
        for event in corrections:
            is_of = entry.object_id == event.person_id and entry.timestamp <= event.recorded_at
            if is_of and "birth_year" in (entry.changes_dict or {}):
                found[event.pk] = int(before) if str(before).isdigit() else None
    return found


@transaction.atomic
def accept(*, membership: Membership, actor: User) -> Membership:
    """What the household entered is right. A death now closes the account. Raises Refused."""
    locked, open_causes = _lock(membership)
    _close(locked, actor, accepted=[event.kind for event in open_causes])
    if locked.end_reason == Membership.EndReason.DIED:
        departures.close_account(membership=locked, actor=actor)
    return locked


@transaction.atomic
def take_back(*, membership: Membership, actor: User) -> Membership:
    """What the household entered is wrong: it is as it was before, and whoever entered it is told. Raises Refused."""
    locked, open_causes = _lock(membership)
    for event in open_causes:
        _undo(event, locked, actor)
        locked = memberships.lock(locked)
    _close(locked, actor, taken_back=[event.kind for event in open_causes])
    for user in {event.actor for event in open_causes if event.actor and event.actor != actor}:
        text = _("The committee took back what you entered about {person}. Please talk to them.")
        notices.send(to=user, text=format_lazy(text, person=locked.person.name), url=memberships.HOME)
    return locked


def _lock(membership: Membership) -> tuple[Membership, list[RegisterEvent]]:
    memberships.lock_households(membership.household_id)
    locked = memberships.lock(membership)
    if not locked.needs_check:
        raise Refused(_("Somebody has looked at this already."), code="looked_at")
    return locked, causes([locked])[locked.pk]


def _close(place: Membership, actor: User, **facts: Any) -> None:
    place.needs_check, place.checked_at, place.checked_by = False, timezone.now(), actor
    place.save(update_fields=["needs_check", "checked_at", "checked_by"])
    note_about(Kind.CHECKED, place, actor=actor, **facts)


def _undo(event: RegisterEvent, place: Membership, actor: User) -> None:
    is_member = place.status == Membership.Status.ACTIVE
    if event.kind == Kind.DIED:
        departures.undo_death(membership=place, actor=actor)
    elif event.kind == Kind.SPLIT and is_member:
        divisions.go_back(membership=place, actor=actor)
    elif event.kind == Kind.CORRECTED:
        _restore_birth_year(event, place.person)
    elif event.kind == Kind.MEMBER_ADDED and is_member:
        departures.leave(
            membership=place,
            why=Membership.EndReason.MISTAKE,
            on=max(timezone.localdate(), place.since or timezone.localdate()),
            actor=actor,
        )


def _restore_birth_year(event: RegisterEvent, person: Person) -> None:
    """The year that the change log holds from before this act."""
    person.birth_year = years_before([event]).get(event.pk)
    person.save(update_fields=["birth_year"])
