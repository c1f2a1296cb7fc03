"""Takes a person's name and contact out of this room's rows. What was earned, decided and voted stays, without a name."""

from importlib import import_module

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from auditlog.context import disable_auditlog
from auditlog.models import LogEntry
from django.conf import settings
from django.contrib.admin.models import LogEntry as AdminEntry
from django.db.models import Q
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from households import memberships
from households.models import (
    Consent,
    EntryCode,
    Household,
    ImportRow,
    IncomeRecord,
    Membership,
    Merge,
    Notice,
    Person,
    RegisterEvent,
    Role,
    Situation,
    User,
    Verification,
)
from households.name_sweep import NAMELESS
from households.own_data import log_of, sessions_of
from households.register_events import note_at
from lib.words import Words

NAMELESS_HOUSE = "ครัวเรือนที่ลบชื่อแล้ว"


def obstacles(person: Person) -> list[Words]:
    """Roles of trust held, and households that need somebody else to speak for them first."""
    found: list[Words] = []
    user = person.user
    if user and (user.is_superuser or Role.objects.held_by(user, *Role.TRUSTED).exists()):
        found.append(_("This person holds a role of trust. End the role first."))
    for seat in person.memberships.active().filter(is_representative=True).select_related("household"):
        if seat.household.memberships.active().exclude(pk=seat.pk).exists():
            text = _("This person represents {household}. First let another member represent it.")
            found.append(format_lazy(text, household=seat.household.name))
    return found


def erase(person: Person) -> None:
    """Places end, the account closes, name and contact go, the change log says only that something changed."""
    user = person.user
    with disable_auditlog():
        homes = _leave(person)
        _forget_log(person, user)
        Situation.objects.filter(person=person).delete()
        person.events.exclude(reason="").update(reason="")
        Consent.objects.filter(person=person).exclude(given_by="").update(given_by="")
        Merge.objects.filter(Q(kept_person=person) | Q(gone_person=person)).update(moved={})
        ImportRow.objects.filter(same_person=person).update(cells=[], fields={})
        _empty(homes)
        if user:
            _close(user)
        blank = dict.fromkeys(["phone", "sex", "activity", "occupation"], "")
        Person.objects.filter(pk=person.pk).update(
            name=NAMELESS, birth_year=None, died_on=None, erased_at=timezone.now(), **blank
        )


def _leave(person: Person) -> list[Household]:
    """End every place. Returns the households in which nobody is left."""
    today = timezone.localdate()
    left = []
    for place in person.memberships.active().select_related("household"):
        memberships.end(place, Membership.EndReason.AWAY, max(today, place.since or today))
        if not place.household.memberships.active().exists():
            left.append(place.household)
    person.memberships.filter(status=Membership.Status.ASKED).update(
        status=Membership.Status.LEFT, ended_at=timezone.now()
    )
    person.memberships.update(relation="")
    return left


def _empty(homes: list[Household]) -> None:
    """Households of nobody keep their amounts and lose their words."""
    for home in homes:
        rows = Household.objects.filter(pk=home.pk)
        rows.update(name=NAMELESS_HOUSE, house_number="-", address="")
        if home.status == Household.Status.ACTIVE:
            closed, today = Household.Status.CLOSED, timezone.localdate()
            rows.update(status=closed, status_since=today)
            facts = {"from": home.status, "to": closed.value}
            note_at(RegisterEvent.Kind.STATUS_CHANGED, home, actor=None, happened_on=today, **facts)
        IncomeRecord.objects.filter(household=home).update(note="", evidence="")
        Verification.objects.filter(household=home).update(note="")
        log = LogEntry.objects.get_for_object(home)
        log.update(object_repr=NAMELESS_HOUSE, changes=None, changes_text="", serialized_data=None)


def _forget_log(person: Person, user: User | None) -> None:
    """The log keeps that, when and by whom something changed, and which fields; not what they held."""
    for entry in log_of(user, person).only("pk", "changes"):
        changes = {field: ["", ""] for field in entry.changes or {}}
        LogEntry.objects.filter(pk=entry.pk).update(
            object_repr=NAMELESS,
            changes=changes,
            changes_text="",
            serialized_data=None,
            additional_data=None,
        )
    if user:
        LogEntry.objects.filter(actor=user).update(remote_addr=None, remote_port=None, actor_email=None)
        AdminEntry.objects.filter(user=user).update(object_repr="", change_message="")


def _close(user: User) -> None:
    """Nobody enters by this account any more, and nothing tells whose it was."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for session in list(sessions_of(user)):
        store(session.session_key).delete()
    for model in (EmailAddress, SocialAccount, Authenticator, EntryCode, Notice):
        model._base_manager.filter(user=user).delete()
    today = timezone.localdate()
    for role in Role.objects.active().filter(user=user):
        Role.objects.filter(pk=role.pk).update(until=max(today, role.since))
    user.set_unusable_password()
    User.objects.filter(pk=user.pk).update(
        name=NAMELESS,
        email=None,
        phone="",
        password=user.password,
        wants_email=False,
        is_staff=False,
        is_active=False,
        is_trusted=False,
        last_login=None,
    )
