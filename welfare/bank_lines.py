"""Bank lines and entries of the books: which belong together, which have no partner, and what that means for the balance.

An entry is a transfer that touches the account of money that the statement is about, for whatever purpose.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Abs, Coalesce

from households.models import Community
from lib.fields import MoneyField
from lib.slips import normalise_reference
from welfare.models import Account, BankLine, BankMatch, Transfer

ZERO = Decimal("0.00")
WORDS = re.compile(r"[0-9A-Za-z][0-9A-Za-z\-./]{7,44}")


@dataclass(frozen=True)
class Reconciliation:
    """Why the bank and the books say different amounts, in baht.

    books + lines_in − lines_out − entries_in + entries_out + aside + unexplained = bank. `lines` are the bank's without an
    entry, `entries` those of the books that the bank does not show. `bank` is None while no statement tells a balance.
    """

    books: Decimal
    bank: Decimal | None
    bank_on: date | None
    lines_in: Decimal
    lines_out: Decimal
    entries_in: Decimal
    entries_out: Decimal
    aside: Decimal

    @property
    def unexplained(self) -> Decimal:
        """What is left when everything known is counted; zero is good."""
        if self.bank is None:
            return ZERO
        known = self.lines_in - self.lines_out - self.entries_in + self.entries_out + self.aside
        return self.bank - self.books - known

    @property
    def is_settled(self) -> bool:
        """Bank and books say the same, and nothing waits for its partner."""
        return self.bank == self.books and not (
            self.lines_in or self.lines_out or self.entries_in or self.entries_out or self.aside
        )


def size(line: BankLine) -> Decimal:
    """How much of the line has no partner yet, in baht above zero."""
    return abs(line.amount) - line.matched


def open_lines(community: Community, kind: str | None = None) -> QuerySet[BankLine]:
    """Lines of the bank of which a part has no entry, and that nobody has set aside."""
    rows = BankLine.objects.filter(community=community, set_aside="").annotate(size=Abs("amount"))
    return (rows.filter(kind=kind) if kind else rows).filter(size__gt=F("matched"))


def count_open(community: Community) -> int:
    """How many lines of the bank wait for somebody to say what they were."""
    return open_lines(community).count()


def entries(community: Community, kind: str) -> QuerySet[Transfer]:
    """Entries that moved this account of money, each with `moved` (above zero: came in) and `is_matched` (in baht)."""
    accounts = Account.objects.filter(community=community, kind=kind).values("pk")
    # An OR of two subqueries would keep the database from using the index of either side.
    ids = list(Account.objects.filter(pk__in=accounts).values_list("pk", flat=True))
    rows = Transfer.objects.filter(
        Q(debit__in=ids) | Q(credit__in=ids), community=community, is_release=False
    )
    matched = BankMatch.objects.filter(transfer=OuterRef("pk"), undone_at__isnull=True, line__kind=kind)
    total = matched.order_by().values("transfer").annotate(total=Sum("amount")).values("total")
    return rows.annotate(
        moved=Case(
            When(debit__in=ids, then=F("amount")), default=_minus("amount"), output_field=MoneyField()
        ),
        is_matched=Coalesce(total, Value(ZERO, MoneyField()), output_field=MoneyField()),
    )


def open_entries(community: Community, kind: str) -> QuerySet[Transfer]:
    """Entries of which a part has no line of the bank, from the first day that a statement tells of.

    An entry that was taken back before any money moved is left out, together with what took it back.
    """
    first = first_day(community, kind)
    if first is None:
        return entries(community, kind).none()
    matched = BankMatch.objects.filter(undone_at__isnull=True)
    rows = entries(community, kind).filter(value_date__gte=first, amount__gt=F("is_matched"))
    return rows.annotate(
        twin_matched=Exists(matched.filter(Q(transfer=OuterRef("reverses")) | Q(transfer__reverses=OuterRef("pk"))))
    ).filter(
        Q(reverses__isnull=True, reversed_by__isnull=True) | Q(twin_matched=True) | Q(is_matched__gt=ZERO)
    )  # fmt: skip


def first_day(community: Community, kind: str) -> date | None:
    """The first day that a statement of this account tells of."""
    lines = BankLine.objects.filter(community=community, kind=kind)
    return lines.order_by("booked_on").values_list("booked_on", flat=True).first()


def reconcile(community: Community, kind: str) -> Reconciliation:
    """What the books say of this account, what the bank said last, and what lies between."""
    accounts = Account.objects.filter(community=community, kind=kind)
    held = accounts.aggregate(debits=Sum("balance__debits"), credits=Sum("balance__credits"))
    last = (
        BankLine.objects.filter(community=community, kind=kind, balance__isnull=False)
        .order_by("-booked_on", "-id")
        .first()
    )
    lines_in = lines_out = entries_in = entries_out = ZERO
    for line in open_lines(community, kind):
        if line.amount > 0:
            lines_in += size(line)
        else:
            lines_out += size(line)
    for moved, amount, matched in open_entries(community, kind).values_list("moved", "amount", "is_matched"):  # type: ignore[misc]  # annotated there
        if moved > 0:
            entries_in += amount - matched
        else:
            entries_out += amount - matched
    aside = BankLine.objects.filter(community=community, kind=kind).exclude(set_aside="")
    return Reconciliation(
        books=(held["debits"] or ZERO) - (held["credits"] or ZERO),
        bank=last.balance if last else None,
        bank_on=last.booked_on if last else None,
        lines_in=lines_in,
        lines_out=lines_out,
        entries_in=entries_in,
        entries_out=entries_out,
        aside=aside.aggregate(total=Sum("amount"))["total"] or ZERO,
    )


def references(line: BankLine) -> set[str]:
    """Everything in the line that may be the reference of a slip, as slips keep it."""
    found = set()
    for text in {line.reference, *WORDS.findall(line.reference), *WORDS.findall(line.words)}:
        try:
            found.add(normalise_reference(text))
        except ValueError:
            continue
    return found


def matches_of(lines: Iterable[BankLine]) -> dict[int, list[Any]]:
    """The matches that stand, by the id of the line, in one question to the database."""
    found: dict[int, list[Any]] = {}
    rows = BankMatch.objects.filter(line__in=[line.pk for line in lines], undone_at__isnull=True)
    for match in rows.select_related("transfer__debit", "transfer__credit", "made_by").order_by("id"):
        found.setdefault(match.line_id, []).append(match)
    return found


def _minus(name: str):
    return Value(ZERO, MoneyField()) - F(name)
