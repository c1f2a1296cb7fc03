"""What the books say, for people to read: what the fund holds, money by month and kind, and a month's statement.

All figures come from the checkpoints that each posting keeps (`Balance`, `AccountMonth`), never from a sum over
transfers: a page costs the same for a thousand entries and for a million. Moves in words are in `welfare.moves`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import BooleanField, Case, Sum, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from households.models import Community
from lib.dates import BUDDHIST_YEARS, month_start, parse_thai_month
from lib.fields import MoneyField
from welfare.ledger import ZERO
from welfare.models import Account, AccountMonth, Balance, Period

Kind = Account.Kind
MONTHS_SHOWN = 12
# A statement's order of lines: where money comes from, and what it is spent on.
SOURCES = (*Account.INCOME, Kind.OPENING)
COUNTED = (*Account.MONEY, *SOURCES, *Account.SPENDING)


@dataclass(frozen=True)
class Parts:
    """An amount in baht: for whatever the rules allow (`free`), and bound to campaigns (`bound`)."""

    free: Decimal = ZERO
    bound: Decimal = ZERO

    @property
    def total(self) -> Decimal:
        """Both together."""
        return self.free + self.bound

    def __add__(self, other: "Parts") -> "Parts":
        return Parts(self.free + other.free, self.bound + other.bound)

    def __sub__(self, other: "Parts") -> "Parts":
        return Parts(self.free - other.free, self.bound - other.bound)

    def __bool__(self) -> bool:
        return bool(self.free or self.bound)


@dataclass(frozen=True)
class Line:
    """A line of a statement: a kind of income or spending, in words, and how much."""

    kind: str
    words: str
    parts: Parts


@dataclass(frozen=True)
class MonthFlow:
    """What came in and went out in one month, by kind."""

    month: date
    came_in: list[Line]
    went_out: list[Line]

    @property
    def total_in(self) -> Decimal:
        """All that came in."""
        return sum_of(self.came_in).total

    @property
    def total_out(self) -> Decimal:
        """All that went out."""
        return sum_of(self.went_out).total


@dataclass(frozen=True)
class MonthStatement(MonthFlow):
    """A month of the books: opening + in - out + passed on + halves = closing, to the satang.

    `passed_on` is what campaigns gave to the general fund (it adds up to zero). `halves` is what stands between two
    entries that belong together, when only one of them was taken back; nearly always zero.
    """

    opening: Parts
    passed_on: Parts
    halves: Parts
    closing: Parts
    places: dict[str, Decimal]
    is_closed: bool
    is_over: bool

    @property
    def has_bound(self) -> bool:
        """Money of campaigns was there or moved."""
        lines = (*self.came_in, *self.went_out)
        return bool(self.opening.bound or self.closing.bound or any(line.parts.bound for line in lines))


@dataclass(frozen=True)
class Overview:
    """A fund today, in baht. `owed` is not part of any other number: it has not arrived."""

    places: dict[str, Decimal]
    parts: Parts
    owed: Decimal
    income: Decimal
    spent: Decimal
    opening: Decimal
    months: list[MonthFlow]

    @property
    def balance(self) -> Decimal:
        """The money that is really there."""
        return self.parts.total

    @property
    def bank(self) -> Decimal:
        """In the bank."""
        return self.places[Kind.BANK]

    @property
    def cash(self) -> Decimal:
        """In the cash box."""
        return self.places[Kind.CASH]

    @property
    def elsewhere(self) -> Decimal:
        """In the e-wallet and with collectors."""
        return self.places[Kind.WALLET] + self.places[Kind.COLLECTOR]


Held = dict[str, Parts]


def overview(community: Community) -> Overview:
    """Balance, what shops owe, and money in and out of the last twelve months. Two questions to the database."""
    held = _held(_by_kind(Balance.objects.filter(account__community=community)))
    first = _earlier(month_start(timezone.localdate()), MONTHS_SHOWN - 1)
    return Overview(
        places=_places(held),
        parts=_money(held),
        owed=held[Kind.OWED_BY_SHOP].total,
        income=-_sum(held, Account.INCOME).total,
        spent=_sum(held, Account.SPENDING).total,
        opening=-held[Kind.OPENING].total,
        months=flows(community, first),
    )


def flows(community: Community, first: date) -> list[MonthFlow]:
    """Each month since `first` (its first day) or since the books began, until now. Months without money are there too."""
    months = _months(community, since=first)
    if not months:
        return []
    begin = max(first, min(months))
    return [
        MonthFlow(month, *_in_and_out(months.get(month, defaultdict(Parts))))
        for month in every_month(begin, month_start(timezone.localdate()))
    ]


def month(community: Community, month: date) -> MonthStatement:
    """The statement of the month that begins on this day."""
    months = _months(community, until=month)
    change = months.pop(month, defaultdict(Parts))
    opening: Held = defaultdict(Parts)
    for held in months.values():
        for kind, parts in held.items():
            opening[kind] += parts
    closing: Held = defaultdict(Parts, opening)
    for kind, parts in change.items():
        closing[kind] += parts
    came_in, went_out = _in_and_out(change)
    rest = _money(change) - sum_of(came_in) + sum_of(went_out)
    halves = Parts(free=rest.total)
    return MonthStatement(
        month=month,
        came_in=came_in,
        went_out=went_out,
        opening=_money(opening),
        passed_on=rest - halves,
        halves=halves,
        closing=_money(closing),
        places=_places(closing),
        is_closed=Period.objects.filter(community=community, first_day=month, is_closed=True).exists(),
        is_over=month < month_start(timezone.localdate()),
    )


def free_money(community: Community, since: date) -> tuple[Decimal, list[Line], Decimal]:
    """Of the general fund: its money before the month `since`, what was spent since by kind, its money now."""
    before: Held = defaultdict(Parts)
    later: Held = defaultdict(Parts)
    for month, held in _months(community).items():
        for kind, parts in held.items():
            (before if month < since else later)[kind] += parts
    opening = _money(before).free
    spent = [Line(kind, source_words(kind), later[kind]) for kind in Account.SPENDING if later[kind].free]
    return opening, spent, opening + _money(later).free


def months_of(community: Community) -> list[tuple[date, bool]]:
    """Every month of the books, the newest first, and whether it is closed. Empty before the first entry."""
    rows = AccountMonth.objects.filter(account__community=community, account__kind__in=COUNTED)
    first = rows.order_by("month").values_list("month", flat=True).first()
    if first is None:
        return []
    closed = set(
        Period.objects.filter(community=community, is_closed=True).values_list("first_day", flat=True)
    )
    months = every_month(first, month_start(timezone.localdate()))
    return [(month, month in closed) for month in reversed(months)]


def month_key(month: date) -> str:
    """A month as it stands in addresses, with the Buddhist year: 2569-11."""
    return f"{month.year + BUDDHIST_YEARS}-{month:%m}"


def month_of_key(key: str) -> date:
    """The first day of the month in an address, 2569-11 or 2026-11. Raises ValueError for anything else."""
    return parse_thai_month(key)


def every_month(first: date, last: date) -> list[date]:
    """The first days of all months from `first` to `last`."""
    months = []
    while first <= last:
        months.append(first)
        first = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return months


def sum_of(lines: Iterable[Line]) -> Parts:
    """What lines come to together."""
    total = Parts()
    for line in lines:
        total += line.parts
    return total


def source_words(kind: str, *, is_back: bool = False) -> str:
    """A kind of income or spending in words; `is_back` when it went the other way."""
    words = Kind(kind).label
    if not is_back:
        return str(words)
    if kind == Kind.DIFFERENCE:
        return _("found in addition when counting")
    return (_("came back: %(kind)s") if kind in Account.SPENDING else _("taken back: %(kind)s")) % {
        "kind": words
    }


def _by_kind(rows, *more: str):
    """Checkpoints added up by kind, and by whether the money is bound (one row each)."""
    bound = Case(
        When(account__purpose="", then=Value(False)), default=Value(True), output_field=BooleanField()
    )
    return (
        rows.order_by()
        .annotate(bound=bound)
        .values_list(*more, "account__kind", "bound")
        .annotate(Sum("debits", output_field=MoneyField()), Sum("credits", output_field=MoneyField()))
    )


def _held(rows) -> Held:
    """Debits less credits by kind."""
    held: Held = defaultdict(Parts)
    for kind, bound, debits, credits in rows:
        held[kind] += Parts(bound=debits - credits) if bound else Parts(free=debits - credits)
    return held


def _months(
    community: Community, *, since: date | None = None, until: date | None = None
) -> dict[date, Held]:
    """What moved in each month that has an entry, out of one question to the database."""
    rows = AccountMonth.objects.filter(account__community=community, account__kind__in=COUNTED)
    rows = rows.filter(month__gte=since) if since else rows
    rows = rows.filter(month__lte=until) if until else rows
    months: dict[date, Held] = {}
    for month, *row in _by_kind(rows, "month"):
        held = months.setdefault(month, defaultdict(Parts))
        for kind, parts in _held([row]).items():
            held[kind] += parts
    return months


def _in_and_out(held: Mapping[str, Parts]) -> tuple[list[Line], list[Line]]:
    """Lines of what came in and of what went out; a kind that went the other way stands on the other side."""
    came_in, went_out = [], []
    for kind in (*SOURCES, *Account.SPENDING):
        parts = held.get(kind, Parts())
        is_source = kind in SOURCES
        if not parts:
            continue
        if (parts.total < 0) if is_source else (parts.total <= 0):
            came_in.append(Line(kind, source_words(kind, is_back=not is_source), Parts() - parts))
        else:
            went_out.append(Line(kind, source_words(kind, is_back=is_source), parts))
    return came_in, went_out


def _sum(held: Mapping[str, Parts], kinds: Iterable[str]) -> Parts:
    total = Parts()
    for kind in kinds:
        total += held.get(kind, Parts())
    return total


def _money(held: Mapping[str, Parts]) -> Parts:
    return _sum(held, Account.MONEY)


def _places(held: Mapping[str, Parts]) -> dict[str, Decimal]:
    return {kind: held.get(kind, Parts()).total for kind in Account.MONEY}


def _earlier(month: date, count: int) -> date:
    """The first day of the month `count` months before."""
    number = month.year * 12 + month.month - 1 - count
    return date(number // 12, number % 12 + 1, 1)
