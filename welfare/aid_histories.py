"""What stands beside a request for those who decide: other requests that look like it, and all the household got."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from households.income_rows import family
from households.models import Household
from lib.words import Words
from welfare.models import AidRequest, LotMove, Payout
from welfare.proposals import root

DAYS = dt.timedelta(days=90)
MOST_ROWS = 200


@dataclass
class Hint:
    """Another request that may be for the same thing, and why it looks so."""

    request: AidRequest
    reasons: list[Words] = field(default_factory=list)


@dataclass(frozen=True)
class Received:
    """Something that a household got: when, for which request, baht (money) or goods in words."""

    on: dt.date
    request: AidRequest
    amount: Decimal | None
    goods: str = ""
    way: Words = ""


Alike = Callable[[AidRequest, AidRequest], bool]
# The nearest one counts.
SAME_MATTER: list[tuple[Words, Alike]] = [
    (_("the same person"), lambda a, b: bool(a.person_id) and a.person_id == b.person_id),
    (_("the same household"), lambda a, b: bool(a.household_id) and a.household_id == b.household_id),
    (_("the same name"), lambda a, b: bool(a.for_whom) and a.for_whom == b.for_whom),
]
SAME_PHONE = _("the same phone")


def hints(request: AidRequest) -> list[Hint]:
    """Requests that may be for the same: same person, household or name and what happened, or same phone, in 90 days."""
    return hints_of([request])[request.pk]


def hints_of(requests: Sequence[AidRequest]) -> dict[int, list[Hint]]:
    """The hints of many requests of one community, in one question."""
    found: dict[int, list[Hint]] = defaultdict(list)
    if not requests:
        return found
    alike = (
        Q(person__in={row.person_id for row in requests} - {None})
        | Q(household__in={row.household_id for row in requests} - {None})
        | Q(for_whom__in={row.for_whom for row in requests} - {""})
        | Q(phone__in={row.phone for row in requests} - {""})
    )
    days = [row.asked_at for row in requests]
    near = AidRequest.objects.filter(
        alike,
        community__in={row.community_id for row in requests},
        asked_at__gte=min(days) - DAYS,
        asked_at__lte=max(days) + DAYS,
    ).exclude(status=AidRequest.Status.WITHDRAWN)
    others = list(near.order_by("-id"))
    for row in requests:
        for other in others:
            reasons = _reasons(row, other)
            if reasons:
                found[row.pk].append(Hint(other, reasons))
    return found


def _reasons(row: AidRequest, other: AidRequest) -> list[Words]:
    is_near = abs(row.asked_at - other.asked_at) <= DAYS and row.community_id == other.community_id
    if row.pk == other.pk or not is_near:
        return []
    same = [words for words, is_alike in SAME_MATTER if row.event == other.event and is_alike(row, other)]
    return same[:1] + ([SAME_PHONE] if row.phone and row.phone == other.phone else [])


def history(household: Household) -> list[Received]:
    """Everything that the household got from the fund, the newest first: money paid, goods given out."""
    homes = family(root(household))
    paid = Payout.objects.filter(request__household__in=homes, status=Payout.Status.PAID)
    rows = [
        Received(
            timezone.localdate(payout.paid_at),
            payout.request,
            payout.amount,
            way=Payout.Way(payout.way).label,
        )
        for payout in paid.select_related("request__person").order_by("-id")[:MOST_ROWS]
    ]
    moves = LotMove.objects.filter(request__household__in=homes, kind__in=["given_out", "returned"])
    for move in moves.select_related("request__person", "lot__kind").order_by("-id")[:MOST_ROWS]:
        goods = f"{move.lot.kind.name} {-move.quantity.normalize():f} {move.lot.kind.unit}"
        on = timezone.localdate(move.moved_at)
        rows.append(Received(on, move.request, None, goods=goods))  # type: ignore[arg-type]  # found by it
    return sorted(rows, key=lambda row: row.on, reverse=True)
