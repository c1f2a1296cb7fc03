"""What a draft of the rules would have cost over the last 12 months, beside what was really paid."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils import timezone

from households.models import Household
from welfare import contribution_dues, proposals
from welfare.models import AidRequest, Benefit, BenefitRules, Payout
from welfare.proposals import ZERO, Earlier

JOINED = ("household__merged_into", "person__merged_into")


@dataclass
class KindCost:
    """One kind of event: how many were paid, baht paid, baht under the draft, and how many the draft would not pay yet.

    `unknown` are those of which the draft says nothing; they are counted as they were paid.
    """

    event: str
    count: int = 0
    paid: Decimal = ZERO
    would: Decimal = ZERO
    too_early: int = 0
    unknown: int = 0

    @property
    def label(self):
        """The kind in words."""
        return Benefit.Event(self.event).label

    @property
    def difference(self) -> Decimal:
        """Baht more (or, below zero, less) than was paid."""
        return self.would - self.paid


@dataclass
class Costs:
    """All kinds, the first and the last day, and the sums."""

    since: dt.date
    until: dt.date
    kinds: list[KindCost] = field(default_factory=list)

    @property
    def paid(self) -> Decimal:
        """Baht paid for requests."""
        return sum((kind.paid for kind in self.kinds), ZERO)

    @property
    def would(self) -> Decimal:
        """Baht under the draft."""
        return sum((kind.would for kind in self.kinds), ZERO)

    @property
    def count(self) -> int:
        """Requests paid."""
        return sum(kind.count for kind in self.kinds)

    @property
    def too_early(self) -> int:
        """Requests that the draft would not pay yet."""
        return sum(kind.too_early for kind in self.kinds)

    @property
    def unknown(self) -> int:
        """Requests of which the draft says nothing."""
        return sum(kind.unknown for kind in self.kinds)

    @property
    def difference(self) -> Decimal:
        """Baht more (or, below zero, less) than was paid."""
        return self.would - self.paid

    def as_json(self) -> dict:
        """To be kept with the version: days and baht as text."""
        return {
            "since": self.since.isoformat(),
            "until": self.until.isoformat(),
            "kinds": [
                {
                    "event": kind.event,
                    "count": kind.count,
                    "paid": str(kind.paid),
                    "would": str(kind.would),
                    "too_early": kind.too_early,
                    "unknown": kind.unknown,
                }
                for kind in self.kinds
            ],
        }


def read(kept: dict) -> Costs | None:
    """What `as_json` kept; None for a version without it."""
    if not kept:
        return None
    kinds = [
        KindCost(**{**kind, "paid": Decimal(kind["paid"]), "would": Decimal(kind["would"])})
        for kind in kept["kinds"]
    ]
    return Costs(dt.date.fromisoformat(kept["since"]), dt.date.fromisoformat(kept["until"]), kinds)


def work_out(rules: BenefitRules, until: dt.date | None = None) -> Costs:
    """Every request paid in the 12 months up to `until` (today), worked out again under these rules.

    In the order in which things happened: what the draft gives to the first of a year counts against the limits of
    the next, not what was paid. Requests paid before these months count as they were agreed.
    """
    until = until or timezone.localdate()
    since = _year_before(until)
    paid = _paid(rules, since, until)
    before = _agreed_before(rules, [request for request, _amount in paid])
    months = _Months()
    costs: dict[str, KindCost] = {}
    for request, amount in sorted(paid, key=lambda pair: (pair[0].event_on, pair[0].pk)):
        request.community = rules.community
        who = _whose(request)
        found = proposals.propose(request, rules=rules, months_paid=months, earlier=before[who])
        would = amount if found.amount is None else found.amount
        before[who].append(Earlier(request.event_on, would))
        kind = costs.setdefault(request.event, KindCost(request.event))
        kind.count, kind.paid, kind.would = kind.count + 1, kind.paid + amount, kind.would + would
        kind.too_early += found.is_too_early
        kind.unknown += found.amount is None
    order = list(Benefit.Event.values)
    return Costs(since, until, sorted(costs.values(), key=lambda kind: order.index(kind.event)))


def _year_before(day: dt.date) -> dt.date:
    """The first of the 12 months that end on `day`: the day after the same day a year before."""
    is_leap_day = (day.month, day.day) == (2, 29)
    same = day.replace(year=day.year - 1, day=28 if is_leap_day else day.day)
    return same + dt.timedelta(days=1)


def _paid(rules: BenefitRules, since: dt.date, until: dt.date) -> list[tuple[AidRequest, Decimal]]:
    """Requests paid in money or goods in these days, each with the baht paid."""
    first = timezone.make_aware(dt.datetime.combine(since, dt.time.min))
    after = timezone.make_aware(dt.datetime.combine(until + dt.timedelta(days=1), dt.time.min))
    payouts = Payout.objects.filter(
        community=rules.community_id, status=Payout.Status.PAID, paid_at__gte=first, paid_at__lt=after
    ).select_related(*(f"request__{name}" for name in JOINED))
    return [(payout.request, payout.amount) for payout in payouts if payout.request.household_id]


def _agreed_before(rules: BenefitRules, counted: Iterable[AidRequest]) -> dict[tuple, list[Earlier]]:
    """What was agreed for other requests than those counted, by whom and event, in one question."""
    statuses = [AidRequest.Status.APPROVED, AidRequest.Status.PAID]
    agreed = AidRequest.objects.filter(community=rules.community_id, status__in=statuses)
    counted_keys = {request.pk for request in counted}
    found: dict[tuple, list[Earlier]] = defaultdict(list)
    for row in agreed.select_related(*JOINED).order_by("event_on", "pk").iterator(500):
        if row.pk not in counted_keys:
            found[_whose(row)].append(Earlier(row.event_on, row.approved or ZERO))
    return found


def _whose(request: AidRequest) -> tuple:
    """The same for all requests that share their limits: the person's, else the household's, for one kind of event."""
    if request.person:
        return ("person", proposals.root(request.person).pk, request.event)
    # Only requests with a household are counted.
    return ("household", proposals.root(request.household).pk, request.event)  # type: ignore[type-var,union-attr]


class _Months:
    """Months that a household had paid on a day, asked once for each."""

    def __init__(self):
        self._known: dict[tuple[int, dt.date], int] = {}

    def __call__(self, household: Household, on: dt.date) -> int:
        place = (household.pk, on)
        if place not in self._known:
            self._known[place] = contribution_dues.standing(household, on).months_paid
        return self._known[place]
