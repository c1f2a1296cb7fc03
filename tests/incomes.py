"""Households with months of income, made in bulk for tests of reports."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from households import rollups
from households.models import Community, Consent, Household, IncomeMonth, IncomeRecord, User
from tests import factories

BASELINE = [dt.date(2025, 7, 1), dt.date(2025, 8, 1), dt.date(2025, 9, 1)]
FOLLOWUP = [dt.date(2026, 7, 1), dt.date(2026, 8, 1), dt.date(2026, 9, 1)]


def homes(place: Community, count: int, *, consent: bool | None = True) -> list[Household]:
    """So many households with a representative, who agreed to be counted (None: never asked)."""
    made = []
    for _number in range(count):
        user = factories.representative(place)
        if consent is not None:
            Consent.objects.create(user=user, purpose="income", is_given=consent, recorded_by=user)
        made.append(Household.objects.of_member(user).get())
    return made


def teller(home: Household) -> User:
    """The representative's account."""
    return User.objects.get(person__memberships__household=home, person__memberships__is_representative=True)


def tell(
    home: Household,
    months: Sequence[dt.date],
    amount: Decimal | int,
    *,
    source: str = "wage",
    costs: Decimal | int | None = None,
    answer: str = "complete",
    origin: str = "household",
    members: int | None = 3,
    questions: int = 1,
) -> None:
    """The household earned this in each of these months, and that was everything."""
    user = teller(home)
    for month in months:
        IncomeRecord.objects.create(
            household=home,
            community=home.community,
            month=month,
            source=source,
            gross=Decimal(amount),
            costs=None if costs is None else Decimal(costs),
            origin=origin,
            recorded_by=user,
        )
        declare(home, month, answer=answer, origin=origin, members=members, questions=questions)
    rollups.refresh(household=home, months=months)


def declare(home: Household, month: dt.date, *, answer: str = "complete", **fields) -> IncomeMonth:
    """The household's word on one month as a whole."""
    return IncomeMonth.objects.create(
        household=home,
        community=home.community,
        month=month,
        answer=answer,
        recorded_by=teller(home),
        **fields,
    )
