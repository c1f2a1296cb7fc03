"""What the help desk holds about a person, what goes with a name, and what goes after some years.

Codes, kinds, times and how it ended stay, so that figures stay right. A sensitive request is in nobody's file: a file
may be read by others of the household or by the committee. Whom a request complains about is in no file either.
"""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from households.models import Person
from households.personal_data import Part
from lib.stored_files import delete as delete_files
from lib.words import Words
from welfare.help_querysets import HelpCaseQuerySet
from welfare.models import CaseEvent, CaseFile, HelpCase

DAYS_OF_FILES = 365
DAYS_OF_WORDS = 2 * 365
# What the circle wrote may be needed in court for longer.
DAYS_OF_SENSITIVE_WORDS = 5 * 365
BATCH = 500
SHOWN = (
    "code", "kind", "topic", "words", "for_whom", "place", "area", "phone", "urgency", "channel", "asked_at", "status",
    "outcome", "closed_at",
)  # fmt: skip
# Says where somebody lives or is.
PLACE: dict[str, str | None] = {
    "place": "", "area": "", "place_key": "", "latitude": None, "longitude": None, "map_x": None, "map_y": None,
}  # fmt: skip
NAME = {"for_whom": "", "name_key": ""}
TOLD = {"words": "", "phone": "", "about": ""}
# Facts of steps that are no text about anybody. A merge says "from" which code, other steps from whom.
KEPT_FACTS = {
    "account", "at", "by", "channel", "document", "files", "household", "into", "is_sensitive", "kind", "outcome", "subject",
    "to", "topic", "tries", "urgency", "with",
}  # fmt: skip
OF_MERGES = (CaseEvent.Kind.MERGED, CaseEvent.Kind.UNMERGED)


def collect(person: Person) -> list[Part]:
    """Requests for the person, and those that the person sent for others; none that only the circle reads."""
    mine = HelpCase.objects.filter(person=person, is_sensitive=False)
    parts = []
    if person.user_id:
        mine = mine.not_about(person.user)
        sent = HelpCase.objects.filter(asked_by=person.user_id, is_sensitive=False).exclude(person=person)
        sent = sent.not_about(person.user).order_by("pk")
        parts = [Part("help_asked", _("Requests to the help desk that I sent"), sent, SHOWN)]
    return [Part("help_cases", _("Requests to the help desk for me"), mine.order_by("pk"), SHOWN), *parts]


def obstacles(person: Person) -> list[Words]:
    """A request that is still open needs the phone. Sensitive ones are not spoken of: they may stay open without it."""
    if _of(person).open().filter(is_sensitive=False).exists():
        return [_("A request to the help desk is still open. Close it first.")]
    return []


def erase(person: Person) -> None:
    """Words, phone, name, place, photos and voice notes go out of the person's requests.

    Out of those sent for somebody else in the register go words, phone, photos and voice notes. Call it while the
    append-only steps are open, as `households.erasures` does.
    """
    rows = _of(person)
    keys = list(rows.values_list("pk", flat=True))
    for_others = rows.filter(person__isnull=False).exclude(person=person)
    others = list(for_others.values_list("pk", flat=True))
    rows.filter(pk__in=others).update(**TOLD)
    HelpCase.objects.filter(pk__in=set(keys) - set(others)).update(**TOLD, **NAME, **PLACE)
    _empty_steps(keys)
    _drop_files(CaseFile.objects.filter(case__in=keys))


def forget_files() -> int:
    """Photos and voice notes of requests that were closed more than a year ago. Returns how many went."""
    old = CaseFile.objects.filter(
        case__status=HelpCase.Status.CLOSED, case__closed_at__lt=_ago(DAYS_OF_FILES)
    )
    count = 0
    while keys := list(old.exclude(path="").order_by("pk").values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            count += _drop_files(CaseFile.objects.filter(pk__in=keys))
    return count


def forget_words() -> int:
    """Names, phones, places and words of requests closed more than two years ago, of sensitive ones five.

    They are no longer linked to a household or a person either. The steps are append-only, so what was written there
    stays until a name is removed. Returns how many requests were emptied.
    """
    old = Q(is_sensitive=False, closed_at__lt=_ago(DAYS_OF_WORDS))
    old |= Q(is_sensitive=True, closed_at__lt=_ago(DAYS_OF_SENSITIVE_WORDS))
    rows = HelpCase.objects.filter(old, status=HelpCase.Status.CLOSED).exclude(
        for_whom="", phone="", place=""
    )
    count = 0
    while keys := list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            emptied = HelpCase.objects.filter(pk__in=keys)
            emptied.update(**TOLD, **NAME, **PLACE, household=None, person=None)
            _drop_files(CaseFile.objects.filter(case__in=keys))
        count += len(keys)
    return count


def _of(person: Person) -> HelpCaseQuerySet:
    """Requests for the person, sent by the person, and those of nobody else that told the same."""
    is_mine = Q(person=person)
    if person.user_id:
        is_mine |= Q(asked_by=person.user_id)
    mine = HelpCase.objects.filter(is_mine)
    same = Q(merged_into__in=mine.values("pk"), person__isnull=True, asked_by__isnull=True)
    return HelpCase.objects.filter(Q(pk__in=mine.values("pk")) | same)


def _empty_steps(cases: Iterable[int]) -> None:
    """Steps keep what was done and when, without words."""
    steps = CaseEvent.objects.filter(case__in=list(cases))
    steps.exclude(words="").update(words="")
    for step in steps.exclude(facts={}).only("pk", "kind", "facts"):
        kind = CaseEvent.Kind(step.kind)
        names = KEPT_FACTS | {"from"} if kind in OF_MERGES else KEPT_FACTS
        kept = {name: value for name, value in step.facts.items() if name in names}
        if kept != step.facts:
            CaseEvent.objects.filter(pk=step.pk).update(facts=kept)


def _drop_files(files: QuerySet) -> int:
    paths = list(files.exclude(path="").values_list("path", flat=True))
    files.exclude(path="").update(path="")
    transaction.on_commit(lambda: delete_files(paths))
    return len(paths)


def _ago(days: int) -> dt.datetime:
    return timezone.now() - dt.timedelta(days=days)
