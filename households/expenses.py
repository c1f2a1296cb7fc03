"""What a household spent, in few groups: its own account book. Nobody outside reads or writes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from households import income_rows
from households.models import (
    ExpenseRecord,
    Household,
    HouseholdMonth,
    IncomeMonth,
    IncomeRecord,
    Origin,
    User,
)
from lib.dates import month_start
from lib.errors import Refused

MONTHS = 12


@transaction.atomic
def save_expenses(
    *, household: Household, month: date, amounts: Mapping[str, Decimal | None], actor: User
) -> list[ExpenseRecord]:
    """Write down what was spent on each group in a month, in baht; returns the new versions.

    A group with None that has a figure becomes zero; without one it stays unwritten. The same again writes
    nothing. Raises Refused ("outsider") for anybody but a member, ("amount") below zero, ("future",
    "too_old") for months that cannot be written down.
    """
    household, month = income_rows.locked(household), month_start(month)
    income_rows.check_month(month)
    if income_rows.origin_of(household, actor) != Origin.HOUSEHOLD:
        raise Refused(_("Only members of the household write in its account book."), "outsider")
    if any(amount is not None and amount < 0 for amount in amounts.values()):
        raise Refused(_("Write amounts of zero or more."), "amount")
    former = current(household, month)
    written = []
    for group, amount in amounts.items():
        before = former.get(group)
        wanted = income_rows.ZERO if amount is None and before else amount
        if wanted is None or (before and before.amount == wanted):
            continue
        written.append(
            ExpenseRecord.objects.create(
                household=household,
                month=month,
                group=group,
                amount=wanted,
                replaces=before,
                recorded_by=actor,
            )
        )
    return written


def current(household: Household, month: date) -> dict[str, ExpenseRecord]:
    """What stands for each group in a month."""
    rows = ExpenseRecord.objects.current().filter(household=household, month=month)
    return {row.group: row for row in rows}


@dataclass
class Page:
    """A month of the book, in baht: None where nothing is written; `answer` says why there is no income."""

    month: date
    money_in: Decimal | None = None
    answer: str = ""
    money_out: Decimal | None = None

    @property
    def rest(self) -> Decimal | None:
        """What was left; None where either side is not known."""
        return None if self.money_in is None or self.money_out is None else self.money_in - self.money_out


def book(household: Household, count: int = MONTHS) -> list[Page]:
    """The last months of the household's book, the oldest first.

    Income is what was left after its costs; where not everything is known, what is known of it.
    """
    _oldest, present = income_rows.months_open()
    pages = {}
    for number in range(count - 1, -1, -1):
        month = income_rows.months_before(present, number)
        pages[month] = Page(month)
    first = min(pages)
    for row in HouseholdMonth.objects.filter(household=household, month__gte=first, month__lte=present):
        pages[row.month].answer = row.answer
        if row.answer not in (IncomeMonth.Answer.DONT_KNOW, IncomeMonth.Answer.REFUSED):
            pages[row.month].money_in = _known(row)
    spent = ExpenseRecord.objects.current().filter(household=household, month__gte=first, month__lte=present)
    for month, total in spent.order_by().values_list("month").annotate(sum=Sum("amount")):
        pages[month].money_out = total
    return list(pages.values())


def _known(row: HouseholdMonth) -> Decimal | None:
    if row.net is not None:
        return row.net
    parts = [getattr(row, source) for source in IncomeRecord.Source.values]
    known = [part for part in parts if part is not None]
    return sum(known, income_rows.ZERO) if known else None
