"""How many households the fund has helped, by kind of event, for everybody to read: small groups stay unseen.

Households are counted, not payments, so that one household that is helped each month is one. The window is twelve whole
months, and counts are rounded to fives: from one month to the next nobody can read off a single household.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Count
from django.utils import timezone

from households.models import Community
from lib.dates import month_start
from lib.disclosure import HIDDEN, protect_rows, rounded
from welfare.models import Benefit, Payout

STEP = 5


@dataclass(frozen=True)
class Helped:
    """Households by event in twelve months: `rows` of (words, count or HIDDEN), the largest first. `nobody` for none."""

    since: date
    until: date
    rows: list[tuple[str, Any]]
    all_hidden: bool

    @property
    def nobody(self) -> bool:
        """Nothing was paid in that time."""
        return not self.rows and not self.all_hidden


def by_event(community: Community) -> Helped:
    """Households that were paid something in the last twelve whole months, by what happened to them."""
    until = month_start(timezone.localdate())
    since = date(until.year - 1, until.month, 1)
    paid = Payout.objects.filter(
        community=community, status="paid", paid_at__gte=_midnight(since), paid_at__lt=_midnight(until)
    )
    rows = paid.order_by().values_list("request__event").annotate(Count("request__household", distinct=True))
    counts = dict(rows)
    shown = protect_rows(counts, sum(counts.values()), community.public_threshold)
    all_hidden = shown.total is HIDDEN
    # The largest first; hidden ones last, in an order that does not follow their size.
    order = sorted(
        counts,
        key=lambda event: (True, 0, event) if shown.rows[event] is HIDDEN else (False, -counts[event], event),
    )
    return Helped(
        since,
        until,
        []
        if all_hidden
        else [(str(Benefit.Event(event).label), _round(shown.rows[event])) for event in order],
        all_hidden,
    )


def _round(count: Any) -> Any:
    return count if count is HIDDEN else int(rounded(count, STEP))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
