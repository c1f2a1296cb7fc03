"""Months of the books: closed in order by the treasurer, opened again by two people, the last one first.

What is closed covers every day up to the end of the last closed month, also days before the books began. So no entry
can change what a closed month ended with. For the same reason a month is opened again only while it is the last one
that is closed.
"""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from households.models import Community, User
from lib.dates import month_start, thai_month
from lib.errors import Refused
from welfare import countersigns, ledger
from welfare.models import Account, AccountMonth, Countersign, Period, PeriodAct


@dataclass(frozen=True)
class MonthLine:
    """One month of the books: what money there was at its beginning and at its end, in baht."""

    month: date
    opening: Decimal
    closing: Decimal
    is_closed: bool
    is_over: bool


def closable(community: Community) -> list[date]:
    """Months that are over and still open, the oldest first, from the first entry on. They are closed in this order."""
    last, this_month = _last_closed(community), month_start(timezone.localdate())
    month, months = _first_month(community), []
    while month and month < this_month:
        if last is None or month > last:
            months.append(month)
        month = next_month(month)
    return months


@transaction.atomic
def close(*, community: Community, month: date, actor: User) -> Period:
    """Close a month that is over. Closing it again changes nothing.

    Raises Refused ("not_over") for a month that has not ended, ("order") while an earlier one is open, ("empty") for a
    month before the books began.
    """
    month = month_start(month)
    fund = ledger.locked_fund(community)
    closed = _closed(community).filter(first_day=month).first()
    if closed:
        return closed
    if month >= month_start(timezone.localdate()):
        raise Refused(_("This month is not over yet. Close it when its last day has passed."), "not_over")
    open_months = closable(community)
    if month not in open_months:
        raise Refused(_("There is nothing in the books of this month."), "empty")
    if month != open_months[0]:
        raise Refused(
            _("Close %(month)s first. Months are closed one after the other.")
            % {"month": thai_month(open_months[0])},
            "order",
        )
    period, _is_new = Period.objects.update_or_create(
        community=community, first_day=month, defaults={"last_day": _last_day(month), "is_closed": True}
    )
    PeriodAct.objects.create(
        period=period,
        kind=PeriodAct.Kind.CLOSED,
        actor=actor,
        held=held_at_end(community, month),
        last_number=fund.last_number,
    )
    return period


@transaction.atomic
def ask_reopen(*, community: Community, month: date, reason: str, actor: User) -> Countersign:
    """Ask that the last closed month be opened again, so that something can be entered in it.

    Raises Refused ("later") when a later month is closed or this one is open, and as `countersigns.ask`.
    """
    month = month_start(month)
    ledger.locked_fund(community)
    _refuse_unless_last(community, month)
    return countersigns.ask(
        community=community,
        kind=Countersign.Kind.REOPEN,
        document=f"period {community.code}-{month:%Y-%m}",
        reason=reason,
        actor=actor,
        particulars={"month": month.isoformat()},
    )


def reopen(asked: Countersign, actor: User) -> None:
    """A second person agreed: the month takes entries again. Raises Refused ("later") as `ask_reopen`."""
    community, month = asked.community, date.fromisoformat(asked.particulars["month"])
    fund = ledger.locked_fund(community)
    _refuse_unless_last(community, month)
    period = Period.objects.get(community=community, first_day=month)
    period.is_closed = False
    period.save(update_fields=["is_closed"])
    PeriodAct.objects.create(
        period=period,
        kind=PeriodAct.Kind.REOPENED,
        actor=asked.asked_by,
        second=actor,
        reason=asked.reason,
        held=held_at_end(community, month),
        last_number=fund.last_number,
    )


def held_at_end(community: Community, month: date) -> Decimal:
    """The money that was really there at the end of a month, in baht."""
    return sum((net for each, net in _nets(community).items() if each <= month), ledger.ZERO)


def lines(community: Community) -> list[MonthLine]:
    """Every month of the books with its sums, the newest first."""
    month, this_month = _first_month(community), month_start(timezone.localdate())
    nets, last = _nets(community), _last_closed(community)
    held, found = ledger.ZERO, []
    while month and month <= this_month:
        opening, held = held, held + nets.get(month, ledger.ZERO)
        is_closed = last is not None and month <= last
        found.append(MonthLine(month, opening, held, is_closed, month < this_month))
        month = next_month(month)
    return found[::-1]


def reopenable(community: Community) -> date | None:
    """The one month that can be opened again: the last that is closed."""
    return _last_closed(community)


def next_month(month: date) -> date:
    """The first day of the month after this one."""
    return _last_day(month) + timedelta(days=1)


def _refuse_unless_last(community: Community, month: date) -> None:
    last = _last_closed(community)
    if last != month:
        raise Refused(
            _("Only the last closed month can be opened again: %(month)s.") % {"month": thai_month(last)}
            if last
            else _("No month is closed."),
            "later",
        )


def _closed(community: Community):
    return Period.objects.filter(community=community, is_closed=True)


def _last_closed(community: Community) -> date | None:
    return _closed(community).order_by("-first_day").values_list("first_day", flat=True).first()


def _first_month(community: Community) -> date | None:
    rows = AccountMonth.objects.filter(account__community=community).order_by("month")
    return rows.values_list("month", flat=True).first()


def _nets(community: Community) -> dict[date, Decimal]:
    """By how much the money grew in each month."""
    rows = AccountMonth.objects.filter(account__community=community, account__kind__in=Account.MONEY)
    sums = rows.order_by().values_list("month").annotate(Sum("debits"), Sum("credits"))
    return {month: debits - credits_ for month, debits, credits_ in sums}


def _last_day(month: date) -> date:
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])
