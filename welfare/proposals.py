"""The amount that the rules give for a request, and how it comes about, step by step.

A year is the calendar year in which it happened. What was agreed before for the same kind of event counts against the
limits of a year and of a lifetime: of the same person, or of the whole household when no person is named.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from households.income_rows import family
from households.models import Household, Person
from lib.money import round_satang
from welfare import contribution_dues, rules_in_force
from welfare.models import AidRequest, Benefit, BenefitRules, Payout
from welfare.proposal_words import in_words

ZERO = Decimal("0.00")
Entry = TypeVar("Entry", Household, Person)
COUNTED = (Benefit.Per.NIGHT, Benefit.Per.MONTH)
Status = AidRequest.Status


@dataclass(frozen=True)
class Earlier:
    """What was agreed before for the same kind of event: the day it happened, and baht."""

    on: dt.date
    amount: Decimal


@dataclass
class Proposal:
    """Baht by the rules (None when the rules do not say), and the steps: each a code with its numbers as text."""

    amount: Decimal | None = None
    steps: list[dict[str, str]] = field(default_factory=list)
    rules: BenefitRules | None = None
    is_too_early: bool = False

    def step(self, code: str, **numbers) -> None:
        """Write down one step."""
        self.steps.append({"code": code, **{name: str(value) for name, value in numbers.items()}})


def propose(
    request: AidRequest,
    *,
    rules: BenefitRules | None = None,
    months_paid: Callable[[Household, dt.date], int] | None = None,
    earlier: Sequence[Earlier] | None = None,
) -> Proposal:
    """What the rules give for a request: those in force on the day it happened, or `rules`.

    `months_paid` and `earlier` stand in for what the books say, when many requests are worked out at once.
    """
    rules = rules or rules_in_force.on_day(request.community, request.event_on)
    found = Proposal(rules=rules)
    if rules is None:
        found.step("no_rules")
        return found
    found.step("version", number=rules.number, since=rules.valid_from or "")
    benefit = next((row for row in rules.benefits.all() if row.event == request.event), None)
    if benefit is None:
        found.step("not_in_rules", event=request.event)
        return found
    if request.household is None:
        found.step("no_household")
        return found
    paid = (months_paid or _months_paid)(request.household, request.event_on)
    if paid < benefit.months_needed:
        found.step("too_early", paid=paid, needed=benefit.months_needed)
        found.amount, found.is_too_early = ZERO, True
        return found
    base = _by_tenure(found, benefit, paid)
    found.amount = _for_units(found, benefit, base, request.units)
    _within_limits(found, benefit, base, request, agreed_before(request) if earlier is None else earlier)
    found.step("total", amount=found.amount)
    return found


def agreed_before(request: AidRequest) -> list[Earlier]:
    """What was agreed or paid at once for other requests of the same person (or household) and kind of event."""
    others = _of_the_same(request).filter(event=request.event).exclude(pk=request.pk)
    found = [
        Earlier(row.event_on, row.approved)
        for row in others.filter(status__in=[Status.APPROVED, Status.PAID])
    ]
    at_once = Payout.objects.filter(
        request__in=others.filter(status__in=[Status.ASKED, Status.REFUSED]),
        status__in=[Payout.Status.TO_PAY, Payout.Status.PAID],
    )
    return found + [Earlier(row.request.event_on, row.amount) for row in at_once.select_related("request")]


def sentences(request: AidRequest) -> list[str]:
    """How the amount on the request came about, in the reader's language."""
    return in_words(request.proposal, request.event)


def root(entry: Entry) -> Entry:
    """The entry that stays, of one that was joined with others."""
    while entry.merged_into is not None:
        entry = entry.merged_into
    return entry


def same_people(person: Person) -> list[int]:
    """Keys of the person's entry and of all entries that were joined with it."""
    keys = level = [root(person).pk]
    while level:
        level = list(Person.objects.filter(merged_into__in=level).values_list("pk", flat=True))
        keys = keys + level
    return keys


def _of_the_same(request: AidRequest):
    rows = AidRequest.objects.filter(community=request.community_id)
    if request.person:
        return rows.filter(person__in=same_people(request.person))
    # A proposal is made once the household or the person is known.
    return rows.filter(household__in=family(root(request.household)))  # type: ignore[arg-type,type-var]


def _months_paid(household: Household, on: dt.date) -> int:
    return contribution_dues.standing(household, on).months_paid


def _by_tenure(found: Proposal, benefit: Benefit, paid: int) -> Decimal:
    """The amount for how long the household has paid: the highest step that it has reached, else the plain amount."""
    reached = [step for step in benefit.steps.all() if step.months <= paid]
    if not reached:
        found.step("base", amount=benefit.amount, per=benefit.per)
        return benefit.amount
    step = max(reached, key=lambda step: step.months)
    found.step("tenure", paid=paid, months=step.months, amount=step.amount, per=benefit.per)
    return step.amount


def _for_units(found: Proposal, benefit: Benefit, base: Decimal, units: int) -> Decimal:
    if benefit.per not in COUNTED:
        return base
    amount = round_satang(base * units)
    found.step("units", units=units, each=base, per=benefit.per, amount=amount)
    return amount


def _within_limits(
    found: Proposal, benefit: Benefit, base: Decimal, request: AidRequest, earlier: Sequence[Earlier]
) -> None:
    """Cut to what one event, the year and a lifetime leave."""
    amount = found.amount or ZERO
    if benefit.most_per_event is not None and amount > benefit.most_per_event:
        amount = benefit.most_per_event
        found.step("most_per_event", most=amount)
    # What is paid once a year cannot be had twice in it.
    of_year = (
        base if benefit.per == Benefit.Per.YEAR and benefit.most_per_year is None else benefit.most_per_year
    )
    this_year = sum((row.amount for row in earlier if row.on.year == request.event_on.year), ZERO)
    ever = sum((row.amount for row in earlier), ZERO)
    for code, most, had in (("year", of_year, this_year), ("lifetime", benefit.most_per_lifetime, ever)):
        if most is None or (not had and amount <= most):
            continue
        left = max(most - had, ZERO)
        amount = min(amount, left)
        found.step(code, most=most, had=had, left=left, year=request.event_on.year)
    found.amount = amount
