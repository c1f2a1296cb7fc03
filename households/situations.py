"""What makes somebody need more help: noted with its source and its days, health only with consent."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from households import agreements
from households.models import Consent, Membership, Person, RegisterEvent, Situation, User
from households.register_events import hat_of, note_about
from lib.errors import Refused


@transaction.atomic
def add(
    *,
    membership: Membership,
    kind: str,
    source: str,
    since: dt.date,
    actor: User,
    has_consented: bool = False,
    way: str = Consent.Way.SPOKEN,
    given_by: str = "",
) -> Situation:
    """Note that a member of a household is in this situation since a day. Raises Refused.

    Health and disability are noted only when the person has said yes, which is put on record with them: how
    (`way`), and who answered where the person cannot (`given_by`).
    """
    person = (
        Person.objects.select_for_update(of=("self",)).select_related("user").get(pk=membership.person_id)
    )
    if since > timezone.localdate():
        raise Refused(_("This day is still to come. Please check the date."), code="future")
    if kind not in Situation.Kind.values or source not in Situation.Source.values:
        raise Refused(_("Please choose what it is, and who says so."), code="unknown_kind")
    consent = None
    if kind in Situation.HEALTH:
        if not has_consented:
            raise Refused(_("Health and disability are written down only with consent."), code="no_consent")
        consent = agreements.record_person_consent(
            person=person,
            purpose=Consent.Purpose.HEALTH,
            is_given=True,
            way=way,
            given_by=given_by,
            recorded_by=actor,
        )
    is_looked_at = hat_of(actor, membership.household) == "committee"
    try:
        with transaction.atomic():
            situation = Situation.objects.create(
                person=person,
                kind=kind,
                source=source,
                since=since,
                consent=consent,
                recorded_by=actor,
                checked_by=actor if is_looked_at else None,
                checked_at=timezone.now() if is_looked_at else None,
            )
    except IntegrityError as error:
        raise Refused(_("This is on record already."), code="on_record") from error
    note_about(RegisterEvent.Kind.SITUATION_ADDED, membership, actor=actor, happened_on=since)
    return situation


@transaction.atomic
def end(*, situation: Situation, until: dt.date, actor: User | None) -> Situation:
    """The situation is over since a day. Ending it twice changes nothing. Raises Refused."""
    locked = Situation.objects.select_for_update(of=("self",)).select_related("person").get(pk=situation.pk)
    if locked.until is not None:
        return locked
    if until > timezone.localdate():
        raise Refused(_("This day is still to come. Please check the date."), code="future")
    if until < locked.since:
        raise Refused(_("The end cannot come before the beginning."), code="before_beginning")
    locked.until = until
    locked.save(update_fields=["until"])
    for membership in _places(locked.person):
        note_about(RegisterEvent.Kind.SITUATION_ENDED, membership, actor=actor, happened_on=until)
    return locked


@transaction.atomic
def end_all(*, person: Person, on: dt.date, actor: User | None, only_health: bool = False) -> int:
    """End what runs for this person, or what of it concerns health. Returns how many ended.

    Nothing ends before it began: what began after `on` ends on the day it began.
    """
    running = Situation.objects.select_for_update(of=("self",)).filter(person=person, until__isnull=True)
    if only_health:
        running = running.filter(kind__in=Situation.HEALTH)
    ended = list(running)
    for situation in ended:
        end(situation=situation, until=max(on, situation.since), actor=actor)
    return len(ended)


def _places(person: Person) -> list[Membership]:
    rows = Membership.objects.active().filter(person=person)
    return list(rows.select_related("household__community", "person"))
