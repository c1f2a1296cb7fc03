"""A word to households whose last month is not written yet: one for each household and month, no more."""

from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from households import notices
from households.income_rows import months_before, months_open
from households.models import (
    Consent,
    Household,
    HouseholdMonth,
    IncomeMonth,
    IncomeProposal,
    Membership,
    Notice,
)
from lib.dates import thai_month

AT_A_TIME = 200
# Whoever wrote something down in so many months wants to be reminded.
MONTHS_REMEMBERED = 12
month_words = lazy(thai_month, str)


def remind(month: date | None = None) -> int:
    """Remind representatives of the last ended month (or of `month`). Returns how many were reminded.

    Reminded are active households that said nothing of the month as a whole and care about it: they let
    their figures be counted, wrote something down within a year, or sold something in the market that month.
    Running it again sends nothing twice.
    """
    month = month or months_before(months_open()[1], 1)
    count, after = 0, 0
    while keys := list(_due(month).filter(pk__gt=after).values_list("pk", flat=True)[:AT_A_TIME]):
        after = keys[-1]
        count += _remind_some(keys, month)
    return count


def _due(month: date):
    """Households to remind, each with a representative who has an account."""

    def of(rows):
        return Exists(rows.filter(household=OuterRef("pk")))

    seats = Membership.objects.active().filter(is_representative=True, person__user__is_active=True)
    wrote = HouseholdMonth.objects.filter(month__gte=months_before(month, MONTHS_REMEMBERED))
    sold = IncomeProposal.objects.unanswered().filter(month=month)
    members = Membership.objects.active().filter(household=OuterRef("pk"), person__user__in=_consenting())
    return (
        Household.objects.filter(of(seats), status=Household.Status.ACTIVE)
        .filter(Q(of(wrote)) | Q(of(sold)) | Q(Exists(members)))
        .exclude(of(IncomeMonth.objects.filter(month=month)))
        .order_by("pk")
    )


def _consenting():
    """Accounts whose newest answer lets their household's income be counted."""
    newest = Consent.objects.filter(
        user=OuterRef("user"), purpose=Consent.Purpose.INCOME, pk__gt=OuterRef("pk")
    )
    given = Consent.objects.filter(purpose=Consent.Purpose.INCOME, is_given=True)
    return given.exclude(Exists(newest)).values("user")


@transaction.atomic
def _remind_some(keys: list[int], month: date) -> int:
    """Remind these households but those that were reminded before; two runs at once wait for each other here."""
    homes = list(Household.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))
    urls = {home.pk: reverse("households:month", args=[home.code, month.year, month.month]) for home in homes}
    sent = set(Notice.objects.filter(url__in=urls.values()).values_list("url", flat=True)) | _on_their_way()
    seats = Membership.objects.active().filter(household__in=keys, is_representative=True)
    speakers = {seat.household_id: seat.person.user for seat in seats.select_related("person__user")}
    count = 0
    for home in homes:
        if urls[home.pk] in sent or speakers.get(home.pk) is None:
            continue
        text = format_lazy(
            _("{month} is over. Write down what came in, it takes two minutes: {household}"),
            month=month_words(month),
            household=home.name,
        )
        notices.send(to=speakers[home.pk], text=text, url=urls[home.pk])
        count += 1
    return count


def _on_their_way() -> set[str]:
    """Addresses in messages that the worker has not delivered yet."""
    waiting = DBTaskResult.objects.filter(
        task_path=notices.deliver.module_path,
        status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING],
    )
    return {
        task["kwargs"].get("url", "") for task in waiting.values_list("args_kwargs", flat=True).iterator()
    }
