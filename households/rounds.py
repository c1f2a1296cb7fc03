"""Asking households for a round of a programme, and who has answered.

A household has answered when it spoke about every month of the round that is over: with its figures, or by saying that
it does not know or would rather not say. It counts as complete when all these months have all their figures.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from households import notices
from households.income_rows import months_before, months_open
from households.models import (
    Community,
    Household,
    HouseholdMonth,
    IncomeMonth,
    Membership,
    Programme,
    RegisterEvent,
    Round,
    RoundAsk,
    User,
)
from households.register_events import note
from lib.dates import month_start
from lib.errors import Refused

AT_A_TIME = 200
BETWEEN_REMINDERS = dt.timedelta(days=7)
SPOKE = list(IncomeMonth.Answer.values)


class Tally(NamedTuple):
    """Households asked for a round in a community, those that answered, and those whose figures are complete."""

    asked: int = 0
    answered: int = 0
    complete: int = 0

    @property
    def waiting(self) -> int:
        """Asked and not answered."""
        return self.asked - self.answered


def months_due(round: Round) -> list[dt.date]:
    """The months of the round that are over, the oldest first: only these can be answered in full."""
    last = min(round.last_month, months_before(month_start(timezone.now()), 1))
    count = (last.year - round.first_month.year) * 12 + last.month - round.first_month.month + 1
    return [months_before(round.first_month, -step) for step in range(count)]


def is_over(round: Round) -> bool:
    """All its months are over."""
    return round.last_month < month_start(timezone.now())


def tallies(programme: Programme, community: Community | None = None) -> dict[tuple[int, int], Tally]:
    """For each (round, community), by their numbers: how many were asked and answered. Of one community, or of all.

    Counted are households that live here now: who moved away is not called on.
    """
    rounds = {one.pk: len(months_due(one)) for one in programme.rounds.all()}
    asks = RoundAsk.objects.filter(round__in=rounds, household__status=Household.Status.ACTIVE)
    if community is not None:
        asks = asks.filter(community=community)
    rows = (
        asks.annotate(said=_months_said(SPOKE), full=_months_said([IncomeMonth.Answer.COMPLETE]))
        .values("round", "community", "said", "full")
        .annotate(count=Count("pk"))
        .order_by()
    )
    found: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in rows:
        due = rounds[row["round"]]
        sums = found[row["round"], row["community"]]
        sums[0] += row["count"]
        sums[1] += row["count"] if due and row["said"] == due else 0
        sums[2] += row["count"] if due and row["full"] == due else 0
    return {key: Tally(*sums) for key, sums in found.items()}


def not_answered(round: Round, community: Community) -> QuerySet[Household]:
    """Households of the community that were asked and have not spoken about every month that is over.

    Each with `said`, in how many of these months it did.
    """
    said = _months_said(SPOKE, asked=round)
    return Household.objects.filter(
        round_asks__round=round, community=community, status=Household.Status.ACTIVE
    ).annotate(said=said).filter(said__lt=len(months_due(round)))  # fmt: skip


def open_months(round: Round, households: Iterable[Household]) -> dict[int, dt.date]:
    """For each household, by its number, the oldest month of the round that it can still write down and has not."""
    oldest, _newest = months_open()
    due = [month for month in months_due(round) if month >= oldest]
    keys = [home.pk for home in households]
    rows = HouseholdMonth.objects.filter(household__in=keys, month__in=due, answer__in=SPOKE)
    said = set(rows.values_list("household_id", "month"))
    found = {}
    for key in keys:
        month = next((month for month in due if (key, month) not in said), None)
        if month:
            found[key] = month
    return found


def not_asked_count(round: Round, community: Community) -> int:
    """Active households of the community that nobody has asked for this round, such as those that came later."""
    return _not_asked(round, [community]).count()


@transaction.atomic
def ask(*, round: Round, communities: Sequence[Community], actor: User) -> int:
    """Ask every active household of these communities for the round; their representatives get a message.

    Only communities that take part are asked. Households that were asked before are not asked again. Returns how
    many were asked now. Raises Refused.
    """
    locked = _lock(round)
    taking_part = locked.programme.participations.filter(community__in=communities)
    keys = list(taking_part.order_by("community").values_list("community_id", flat=True))
    if not keys:
        raise Refused(_("This community does not take part in the programme yet."), "not_taking_part")
    before = locked.asks.order_by("-pk").values_list("pk", flat=True).first() or 0
    homes = _not_asked(locked, keys).order_by("pk").values_list("pk", "community_id")
    rows = [
        RoundAsk(round=locked, household_id=pk, community_id=place, asked_by=actor) for pk, place in homes
    ]
    RoundAsk.objects.bulk_create(rows, batch_size=1000)
    if rows:
        tell_asked.enqueue(round_id=locked.pk, after=before)
    return len(rows)


@transaction.atomic
def remind(*, round: Round, community: Community, actor: User) -> int:
    """Remind the representatives of those who have not answered, once in seven days. Returns how many households.

    Raises Refused.
    """
    locked = _lock(round)
    if not months_due(locked):
        raise Refused(_("The first month of this round is not over yet."), "too_early")
    last = last_reminder(locked, community)
    if last and timezone.now() - last.recorded_at < BETWEEN_REMINDERS:
        raise Refused(_("They were reminded less than a week ago. Call on them instead."), "reminded_already")
    count = not_answered(locked, community).count()
    if not count:
        raise Refused(_("Everybody who was asked has answered."), "nobody_left")
    note(
        RegisterEvent.Kind.ASKED_AGAIN,
        community=community,
        actor=actor,
        facts={"reminded_round": locked.pk, "count": count},
    )
    tell_waiting.enqueue(round_id=locked.pk, community_id=community.pk, after=0)
    return count


def last_reminder(round: Round, community: Community) -> RegisterEvent | None:
    """The newest reminder of this round in the community."""
    events = RegisterEvent.objects.filter(
        community=community,
        household__isnull=True,
        kind=RegisterEvent.Kind.ASKED_AGAIN,
        facts__reminded_round=round.pk,
    )
    return events.order_by("-id").first()


@task()
def tell_asked(round_id: int, after: int) -> None:
    """Tell the next households asked after ask number `after`, then leave the rest to a further task."""
    with transaction.atomic():
        asks = RoundAsk.objects.filter(round=round_id, pk__gt=after).order_by("pk")
        some = list(asks.values_list("pk", "household_id")[:AT_A_TIME])
        if some:
            homes = Household.objects.filter(pk__in=[home for _ask, home in some])
            _tell(Round.objects.select_related("programme").get(pk=round_id), homes, is_reminder=False)
            tell_asked.enqueue(round_id=round_id, after=some[-1][0])


@task()
def tell_waiting(round_id: int, community_id: int, after: int) -> None:
    """Remind the next households after household number `after`, then leave the rest to a further task."""
    with transaction.atomic():
        round = Round.objects.select_related("programme").get(pk=round_id)
        place = Community.objects.get(pk=community_id)
        homes = list(not_answered(round, place).filter(pk__gt=after).order_by("pk")[:AT_A_TIME])
        if homes:
            _tell(round, homes, is_reminder=True)
            tell_waiting.enqueue(round_id=round_id, community_id=community_id, after=homes[-1].pk)


def _tell(round: Round, homes: Iterable[Household], *, is_reminder: bool) -> None:
    """A message to each household's representative who has an account, with the month's form."""
    by_pk = {home.pk: home for home in homes}
    months = open_months(round, by_pk.values())
    seats = Membership.objects.active().filter(
        household__in=by_pk, is_representative=True, person__user__is_active=True
    )
    words = (
        _("{programme}: some months are still missing. It takes two minutes. Thank you! ({household})")
        if is_reminder
        else _(
            "{programme}: please write down what came in, month by month. It takes two minutes. ({household})"
        )
    )
    for seat in seats.select_related("person__user").order_by("household"):
        home, month = by_pk[seat.household_id], months.get(seat.household_id)
        url = (
            reverse("households:month", args=[home.code, month.year, month.month])
            if month
            else reverse("households:month_of", args=[home.code])
        )
        text = format_lazy(words, programme=round.programme.name, household=home.name)
        notices.send(to=seat.person.user, text=text, url=url)


def _not_asked(round: Round, communities) -> QuerySet[Household]:
    active = Household.objects.filter(community__in=communities, status=Household.Status.ACTIVE)
    return active.exclude(pk__in=RoundAsk.objects.filter(round=round).values("household"))


def _months_said(answers: Sequence[str], asked: Round | None = None):
    """In how many months of its round that are over a household answered so: for an ask, or for `asked`'s households."""
    first, last, home = (
        (asked.first_month, asked.last_month, "pk")
        if asked
        else (OuterRef("round__first_month"), OuterRef("round__last_month"), "household")
    )
    rows = HouseholdMonth.objects.filter(
        Q(month__gte=first, month__lte=last, month__lt=month_start(timezone.now())),
        household=OuterRef(home),
        answer__in=answers,
    )
    counted = rows.order_by().values("household").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())


def _lock(round: Round) -> Round:
    """One at a time asks or reminds for a round."""
    return Round.objects.select_for_update(of=("self",)).select_related("programme").get(pk=round.pk)
