"""Removing a name on request, in two steps: the person asks, then somebody of the committee looks and does it.

What was earned, sold, paid and decided stays, without the name. This is the only place that opens tables which
otherwise only grow.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from households import memberships, notices, personal_data, register_events
from households.models import Community, Erasure, Household, Notice, Person, RegisterEvent, Role, User
from households.name_sweep import Needles, needles_of, sweep, without
from lib import appendonly
from lib.errors import Refused
from lib.remember import forget_all
from lib.words import Words

ASKED, WITHDRAWN = "asked", "withdrawn"
# Published texts stay as they were; nothing of a person is written into the others.
STAY_CLOSED = {"households_agreementversion", "households_erasure"}
# What else holds copies of names and forgets them when told.
FORGETTERS: list[Callable[[], None]] = [forget_all]


@transaction.atomic
def ask(*, person: Person, actor: User, reason: str = "") -> list[Community]:
    """Somebody wants the name removed; the committees of the person's communities are told.

    Asking again while it waits changes nothing. Returns the communities; without one, the technicians are told.
    Raises Refused when the name is gone already.
    """
    locked = _lock(person)
    places = communities_of(locked)
    if is_asked(locked):
        return places
    for place in places:
        register_events.note(
            RegisterEvent.Kind.CORRECTED,
            community=place,
            person=locked,
            actor=actor,
            reason=reason,
            facts={"erasure": ASKED},
        )
    for decider in _deciders(places):
        notices.send(
            to=decider,
            text=format_lazy(_("{person} asks that the name be removed."), person=locked.name),
            url=_url(locked),
        )
    return places


@transaction.atomic
def withdraw(*, person: Person, actor: User) -> None:
    """The person changed their mind. Doing it twice changes nothing."""
    locked = _lock(person)
    for place in communities_of(locked) if is_asked(locked) else []:
        register_events.note(
            RegisterEvent.Kind.CORRECTED,
            community=place,
            person=locked,
            actor=actor,
            facts={"erasure": WITHDRAWN},
        )
    Notice.objects.filter(url=_url(locked)).delete()


def is_asked(person: Person) -> bool:
    """Whether the newest word is that the name shall go.

    Of somebody who never belonged to a household there is only the message to the technicians.
    """
    if not communities_of(person):
        return Notice.objects.filter(url=_url(person)).exists()
    words = RegisterEvent.objects.filter(person=person, facts__has_key="erasure")
    newest = words.order_by("-id").first()
    return newest is not None and newest.facts["erasure"] == ASKED


def waiting_in(community: Community) -> QuerySet[Person]:
    """People of the community who asked and whose name is still there."""
    asked = RegisterEvent.objects.filter(community=community, facts__erasure=ASKED)
    newer = RegisterEvent.objects.filter(community=community, facts__erasure=WITHDRAWN)
    waiting = {event.person_id for event in asked.only("person_id") if event.person_id}
    for event in newer.only("person_id", "id"):
        if not asked.filter(person=event.person_id, id__gt=event.pk).exists():
            waiting.discard(event.person_id or 0)
    return Person.objects.filter(pk__in=waiting, erased_at__isnull=True).order_by("pk")


def count_waiting(community: Community) -> int:
    """How many wait in this community."""
    return waiting_in(community).count()


def communities_of(person: Person) -> list[Community]:
    """Communities in which the person has or had a place."""
    homes = Household.objects.filter(memberships__person=person)
    return list(Community.objects.filter(pk__in=homes.values("community")).order_by("pk"))


def visible_to(user: User) -> QuerySet[Person]:
    """People whose name this user may remove: those who have or had a place in one's community."""
    if not user.is_authenticated:
        return Person.objects.none()
    if user.is_superuser:
        return Person.objects.all()
    homes = Household.objects.governed_by(user)
    return Person.objects.filter(memberships__household__in=homes.values("pk")).distinct()


def obstacles(person: Person) -> list[Words]:
    """What has to be settled before the name can go, as sentences."""
    found: list[Words] = []
    if person.merged_into_id:
        found.append(_("This entry was joined with another one. Remove the name there."))
    for section in personal_data.SECTIONS.values():
        found.extend(section.obstacles(person))
    return list(dict.fromkeys(found))


@transaction.atomic
def carry_out(*, person: Person, actor: User | None, reason: str = "") -> Erasure:
    """Remove the name now. Doing it twice does it once. Raises Refused while something has to be settled first.

    `actor` is None when a name is removed again after a backup came back.
    """
    with _opened():
        locked = _lock(person, gone_too=True)
        done = Erasure.objects.filter(person=locked).order_by("id").first()
        if locked.erased_at and done:
            return done
        if actor is not None and locked.user_id == actor.pk:
            raise Refused(_("Somebody else of the committee has to do this for you."), "own_name")
        for sentence in obstacles(locked):
            raise Refused(sentence, "to_settle")
        for needles in _erase(locked):
            reason = without(reason, needles)
    made = Erasure.objects.create(person=locked, reason=reason, done_by=actor)
    _write_down(locked)
    transaction.on_commit(_after)
    return made


def _erase(person: Person) -> list[Needles]:
    """The entry with those that were joined into it, all rooms, then whatever still holds the name: what was sought."""
    everybody = [*_joined_into(person), person]
    needles = [needles_of(one) for one in everybody]
    for one in everybody:
        for section in personal_data.SECTIONS.values():
            section.erase(one)
    Notice.objects.filter(url=_url(person)).delete()
    for found in needles:
        sweep(found)
    return needles


def _joined_into(person: Person) -> list[Person]:
    rows = list(Person.objects.filter(merged_into=person).select_related("user").order_by("pk"))
    return [one for row in rows for one in [*_joined_into(row), row]]


@contextmanager
def _opened() -> Iterator[None]:
    """Tables that only grow, open for this transaction. Taken first and in order, before any row."""
    with appendonly.lifted(*sorted(appendonly.frozen() - STAY_CLOSED)):
        yield


def _lock(person: Person, *, gone_too: bool = False) -> Person:
    homes = Household.objects.filter(memberships__person=person)
    memberships.lock_households(*homes.values_list("pk", flat=True))
    locked = Person.objects.select_for_update(of=("self",)).select_related("user").get(pk=person.pk)
    if locked.erased_at and not gone_too:
        raise Refused(_("This name has been removed already."), "erased")
    return locked


def _deciders(places: list[Community]) -> list[User]:
    """The committees of these places; where there are none, the technicians."""
    users = User.objects.filter(is_active=True).order_by("pk")
    roles = Role.objects.active().filter(
        community__in=places, kind__in=[Role.Kind.COMMITTEE, Role.Kind.CHAIR]
    )
    return list(users.filter(pk__in=roles.values("user"))) or list(users.filter(is_superuser=True))


def _url(person: Person) -> str:
    return reverse("households:erasure", args=[person.code])


def _write_down(person: Person) -> None:
    """A line outside of the database, without a name: the day, the entry's code and the account's code."""
    file = settings.ERASURES_FILE
    file.parent.mkdir(parents=True, exist_ok=True)
    line = f"{timezone.localdate():%Y-%m-%d} {person.code} {person.user.code if person.user else '-'}\n"
    with file.open("a", encoding="utf-8") as log:
        log.write(line)
        log.flush()
        os.fsync(log.fileno())


def _after() -> None:
    """Copies in memory are forgotten; SQLite's journal, which still holds the pages before, is emptied."""
    for forget in FORGETTERS:
        forget()
    empty_journal()


def empty_journal() -> bool:
    """On SQLite move the journal into the database and cut it to nothing. False while somebody still reads it."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return False
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy, *_pages = cursor.fetchone()
    return not busy
