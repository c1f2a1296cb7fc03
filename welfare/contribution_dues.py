"""What a member household owes the fund, what its money covers, and how long it has taken part: exact, by the day.

Each day of a membership costs what the rule in force on that day says: an amount a day as it is, an amount a week by
the seventh, an amount a month or a year by the days that this month or year has. Whole weeks, months and years so cost
exactly the amount. Fractions are kept exact and rounded once, to the satang. Days before the first rule cost nothing
and count as paid: households that belonged to the fund before its books began keep their time.

What is owed is no income and stands in no book: it is worked out here each time.
"""

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from django.db.models import Sum
from django.utils import timezone

from households.models import Household
from lib.money import round_satang
from welfare.models import Contribution, ContributionRule, FundMember

ZERO = Decimal("0.00")
ONE_DAY = timedelta(days=1)
# Nobody pays further ahead.
FURTHEST = timedelta(days=36525)


@dataclass(frozen=True)
class Standing:
    """Where a household stands with the fund on a day; amounts in baht.

    `due` is the cost of all weeks, months or years (as it likes to pay) that are over, `arrears` what is missing of it.
    `paid_until` is the last day that is covered; `months_paid` counts whole months that are both over and covered, since
    the household joined. `usual` pays until `usual_until`: the end of the running week, month or year, or of the next
    one when that is paid (`is_paid_now`).
    """

    is_member: bool = False
    joined_on: date | None = None
    due: Decimal = ZERO
    paid: Decimal = ZERO
    arrears: Decimal = ZERO
    months_paid: int = 0
    paid_until: date | None = None
    usual: Decimal = ZERO
    usual_until: date | None = None
    is_paid_now: bool = False


def standing(household: Household, on: date | None = None) -> Standing:
    """Where the household stands on that day (today). A household that left and joined again begins anew."""
    on = on or timezone.localdate()
    memberships = FundMember.objects.filter(household=household, joined_on__lte=on)
    member = memberships.order_by("-joined_on", "-id").first()
    return standings([member], on)[member.pk] if member else Standing()


def standings(members: Sequence[FundMember], on: date | None = None) -> dict[int, Standing]:
    """Where each of these memberships stands, by its id, in two questions to the database."""
    on = on or timezone.localdate()
    rules: dict[int, list[ContributionRule]] = {}
    for rule in rules_of({member.community_id for member in members}):
        rules.setdefault(rule.community_id, []).append(rule)
    arrived = Contribution.objects.arrived().filter(member__in=[member.pk for member in members])
    sums = arrived.filter(paid_on__lte=on).order_by().values_list("member").annotate(total=Sum("amount"))
    paid = dict(sums)
    return {
        member.pk: stand(member, rules.get(member.community_id, []), paid.get(member.pk, ZERO), on)
        for member in members
    }


def rules_of(communities: Iterable) -> list[ContributionRule]:
    """The rules of these communities, the first to be valid first."""
    return list(ContributionRule.objects.filter(community__in=communities).order_by("valid_from", "id"))


def stand(member: FundMember, rules: Sequence[ContributionRule], paid: Decimal, on: date) -> Standing:
    """Where one membership stands, with these rules (the first to be valid first) and so much paid."""
    joined = member.joined_on
    is_member = joined <= on and (member.left_on is None or member.left_on >= on)
    over = min(member.left_on or date.max, first_of_period(on, member.pays) - ONE_DAY)
    if member.left_on and member.left_on <= on:
        over = member.left_on
    due = cost(rules, joined, over)
    until = covered_until(rules, joined, paid, on)
    counted = min(until, on, member.left_on or date.max) if until else None
    usual_until = last_of_period(max(on, joined, until + ONE_DAY if until else joined), member.pays)
    return Standing(
        is_member=is_member,
        joined_on=joined,
        due=due,
        paid=paid,
        arrears=max(due - paid, ZERO),
        months_paid=whole_months(joined, counted + ONE_DAY) if counted else 0,
        paid_until=until,
        usual=max(cost(rules, joined, usual_until) - paid, ZERO) if member.left_on is None else ZERO,
        usual_until=usual_until,
        is_paid_now=until is not None and until >= last_of_period(on, member.pays),
    )


def cost(rules: Sequence[ContributionRule], first: date, last: date) -> Decimal:
    """What the days from `first` to `last` (both counted) cost under these rules, in baht; zero for no days."""
    total = Fraction(0)
    for place, rule in enumerate(rules):
        start = max(first, rule.valid_from)
        stop = last + ONE_DAY
        if place + 1 < len(rules):
            stop = min(stop, rules[place + 1].valid_from)
        if stop > start:
            total += Fraction(rule.amount) * (_position(stop, rule.per) - _position(start, rule.per))
    return round_satang(Decimal(total.numerator) / Decimal(total.denominator))


def covered_until(rules: Sequence[ContributionRule], first: date, paid: Decimal, on: date) -> date | None:
    """The last day that `paid` baht cover, beginning with the day `first`; None when not even that one.

    While nothing is to be paid, everything is covered until `on`.
    """
    is_free = not rules or rules[-1].amount == 0
    low, high = first - ONE_DAY, max(on, first) if is_free else max(on, first) + FURTHEST
    while low < high:
        middle = low + timedelta(days=((high - low).days + 1) // 2)
        if cost(rules, first, middle) <= paid:
            low = middle
        else:
            high = middle - ONE_DAY
    return low if low >= first else None


def first_of_period(day: date, pays: str) -> date:
    """The Monday, the first of the month or the first of January at or before this day."""
    if pays == FundMember.Pays.WEEKLY:
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if pays == FundMember.Pays.MONTHLY else day.replace(month=1, day=1)


def last_of_period(day: date, pays: str) -> date:
    """The Sunday, the last of the month or the last of December at or after this day."""
    if pays == FundMember.Pays.WEEKLY:
        return day + timedelta(days=6 - day.weekday())
    if pays == FundMember.Pays.MONTHLY:
        return day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return day.replace(month=12, day=31)


def whole_months(start: date, end: date) -> int:
    """Whole months from `start` up to the day before `end`: from the 15th to the 14th is one."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return max(months - (end.day < start.day), 0)


def _position(day: date, per: str) -> Fraction:
    """How many days, weeks, months or years have passed when this day begins, counted from anywhere."""
    if per == ContributionRule.Per.DAY:
        return Fraction(day.toordinal())
    if per == ContributionRule.Per.WEEK:
        return Fraction(day.toordinal(), 7)
    if per == ContributionRule.Per.MONTH:
        length = calendar.monthrange(day.year, day.month)[1]
        return day.year * 12 + day.month + Fraction(day.day - 1, length)
    return day.year + Fraction(day.timetuple().tm_yday - 1, 365 + calendar.isleap(day.year))
