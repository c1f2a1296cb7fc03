"""Where and when: the place of a report, its two periods, and what the reader set."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from households.models import Community, Municipality, PriceTable, Programme, Round
from lib.dates import thai_fiscal_year, thai_month

FISCAL_FIRST_MONTH = 10
MONTHS = {"month": 1, "quarter": 3, "fiscal_year": 12}


@dataclass(frozen=True)
class Period:
    """Whole months, from the first to the last (first days of them)."""

    first: date
    last: date

    @property
    def months(self) -> int:
        """How many months it has."""
        return _count(self.last) - _count(self.first) + 1

    def __str__(self) -> str:
        if self.first == self.last:
            return thai_month(self.first)
        return _("%(first)s to %(last)s") % {"first": thai_month(self.first), "last": thai_month(self.last)}

    def as_json(self) -> dict[str, str]:
        """Both months as text."""
        return {"first": self.first.isoformat(), "last": self.last.isoformat()}

    @classmethod
    def from_json(cls, row: dict[str, str]) -> "Period":
        """The period that `as_json` wrote."""
        return cls(date.fromisoformat(row["first"]), date.fromisoformat(row["last"]))


@dataclass(frozen=True)
class Place:
    """All communities of a municipality, or one of them."""

    municipality: Municipality
    community: Community | None = None

    @property
    def communities(self) -> list[Community]:
        """The communities, in the order of their numbers."""
        if self.community:
            return [self.community]
        return list(self.municipality.communities.order_by("pk"))

    def threshold(self, audience: str) -> int:
        """The smallest group that may be shown: the strictest of the place's communities."""
        name = "public_threshold" if audience == "public" else "officer_threshold"
        return max((getattr(community, name) for community in self.communities), default=10)

    def __str__(self) -> str:
        return str(self.community or self.municipality)


@dataclass(frozen=True)
class Parameters:
    """Everything that a report's figures follow from, besides the answers themselves."""

    place: Place
    kind: str
    baseline: Period
    followup: Period
    audience: str = "officers"
    programme: Programme | None = None
    round: Round | None = None
    prices: PriceTable | None = None
    line: Decimal | None = None

    def as_json(self) -> dict[str, Any]:
        """For keeping beside the result, and for the key of a snapshot."""
        return {
            "municipality": self.place.municipality.code,
            "community": self.place.community.code if self.place.community else None,
            "kind": self.kind,
            "baseline": self.baseline.as_json(),
            "followup": self.followup.as_json(),
            "audience": self.audience,
            "programme": self.programme.code if self.programme else None,
            "round": self.round.number if self.round else None,
            "prices": self.prices.pk if self.prices else None,
            "line": str(self.line) if self.line is not None else None,
            "threshold": self.place.threshold(self.audience),
        }

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> "Parameters":
        """The parameters that `as_json` wrote. Raises DoesNotExist for what is no longer there."""
        programme = Programme.objects.get(code=row["programme"]) if row["programme"] else None
        return cls(
            place=Place(
                Municipality.objects.get(code=row["municipality"]),
                Community.objects.get(code=row["community"]) if row["community"] else None,
            ),
            kind=row["kind"],
            baseline=Period.from_json(row["baseline"]),
            followup=Period.from_json(row["followup"]),
            audience=row["audience"],
            programme=programme,
            round=programme.rounds.get(number=row["round"])
            if programme and row["round"] is not None
            else None,
            prices=PriceTable.objects.get(pk=row["prices"]) if row["prices"] else None,
            line=Decimal(row["line"]) if row["line"] is not None else None,
        )


def period(kind: str, first: date) -> Period:
    """The month, quarter or fiscal year that begins in the month of `first`."""
    return Period(first.replace(day=1), months_later(first, MONTHS[kind] - 1))


def period_code(kind: str, one: Period) -> str:
    """For addresses: 2569-03 a month, 2569-2 a quarter of a fiscal year, 2569 a fiscal year. Buddhist years."""
    if kind == "month":
        return f"{one.first.year + 543}-{one.first.month:02d}"
    if kind == "quarter":
        return f"{thai_fiscal_year(one.first)}-{quarter_number(one.first)}"
    return str(thai_fiscal_year(one.first))


def period_name(kind: str, one: Period) -> str:
    """As a person says it, with its months."""
    if kind == "quarter":
        return _("quarter %(number)s of fiscal year %(year)s (%(months)s)") % {
            "number": quarter_number(one.first),
            "year": thai_fiscal_year(one.first),
            "months": one,
        }
    if kind == "fiscal_year":
        return _("fiscal year %(year)s") % {"year": thai_fiscal_year(one.first)}
    return str(one)


def ended_periods(kind: str, count: int, today: date | None = None) -> list[Period]:
    """The last periods of this kind that are over, the newest first: a running one changes from look to look."""
    today = today or timezone.localdate()
    length = MONTHS[kind]
    offset = (_count(today) - (FISCAL_FIRST_MONTH - 1)) % length
    running = months_later(today.replace(day=1), -offset)
    return [period(kind, months_later(running, -length * back)) for back in range(1, count + 1)]


def quarter_number(day: date) -> int:
    """1 begins in October."""
    return (day.month - FISCAL_FIRST_MONTH) % 12 // 3 + 1


def months_later(day: date, months: int) -> date:
    """The first day of the month so many months after (or before) that of `day`."""
    count = _count(day) + months
    return date(count // 12, count % 12 + 1, 1)


def _count(day: date) -> int:
    return day.year * 12 + day.month - 1
