"""Proving a fund's books: every row once, in order, against everything that was derived from it.

The rows are streamed; what is kept at a time is one chunk of them, and sums by account and month.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from itertools import islice

from django.db.models import Sum
from django.utils.translation import gettext as _

from households.models import Community
from lib.dates import thai_month
from lib.money import baht
from welfare import chain, document_proofs, receipt_proofs, stock_levels
from welfare.ledger import ZERO
from welfare.models import Account, AccountMonth, Balance, Fund, Period, PeriodAct, Transfer

CHUNK = 2000
PLACES = (Account.Kind.BANK, Account.Kind.CASH, Account.Kind.WALLET)
FIELDS = (
    "id", "community_id", "number", "key", "debit_id", "credit_id", "amount", "value_date", "document", "actor_id",
    "reverses_id", "is_release", "reason", "reason_salt", "reason_digest", "seal",
)  # fmt: skip
Sums = dict[tuple[int, date], list[Decimal]]


def faults(community: Community) -> Iterator[str]:
    """What is wrong in the fund's books, each in a sentence; nothing when all is right."""
    books = _Books(community)
    yield from books.walk()
    yield from books.compare()
    yield from document_proofs.missing(community)
    yield from receipt_proofs.faults(community)
    yield from stock_levels.faults(community)


def whole(community: Community) -> str:
    """What is said when there is no fault."""
    return _("The books of %(community)s are whole.") % {"community": community.name}


class _Books:
    """The walk over one fund's rows."""

    def __init__(self, community: Community):
        self.community = community
        self.accounts = {row.pk: row for row in Account.objects.filter(community=community)}
        self.sums: Sums = defaultdict(lambda: [ZERO, ZERO])
        self.held: dict[int, Decimal] = defaultdict(lambda: ZERO)
        self.number, self.seal = 0, chain.FIRST
        self.closed_to, self.closed_at = _closed(community)

    def walk(self) -> Iterator[str]:
        """Each row by itself, and after the one before it."""
        rows = Transfer.objects.filter(community=self.community).order_by("number")
        stream = rows.values_list(*FIELDS, named=True).iterator(chunk_size=CHUNK)
        while chunk := list(islice(stream, CHUNK)):
            for row in chunk:
                yield from self._chain(row)
                yield from self._accounts(row)
                yield from self._month(row)
            yield from _reversals(chunk)
            yield from document_proofs.faults(self.community, chunk)

    def compare(self) -> Iterator[str]:
        """The end of the chain, the checkpoints and the closed months against the rows."""
        yield from self._end()
        yield from self._balances()
        yield from self._months()
        yield from self._closings()

    def _chain(self, row) -> Iterator[str]:
        if row.number != self.number + 1:
            yield _("Entry %(number)s follows entry %(before)s: something between them is missing.") % {
                "number": row.number,
                "before": self.number,
            }
        if row.seal != chain.seal(row, self.seal):
            yield _("Entry %(number)s does not fit its seal: it, or the one before it, was changed.") % {
                "number": row.number
            }
        if row.reason_salt and row.reason_digest != chain.reason_digest(row.reason_salt, row.reason):
            yield _("The reason of entry %(number)s was changed.") % {"number": row.number}
        self.number, self.seal = row.number, row.seal

    def _accounts(self, row) -> Iterator[str]:
        debit, credit = self.accounts.get(row.debit_id), self.accounts.get(row.credit_id)
        if debit is None or credit is None:
            yield _("Entry %(number)s uses an account of another fund.") % {"number": row.number}
            return
        if row.amount <= 0 or debit == credit:
            yield _("Entry %(number)s moves nothing.") % {"number": row.number}
        is_moved = row.is_release and debit.kind == credit.kind and debit.kind in PLACES
        if debit.purpose != credit.purpose and not is_moved:
            yield _("Entry %(number)s takes money of a campaign for something else.") % {"number": row.number}
        month = row.value_date.replace(day=1)
        self.sums[debit.pk, month][0] += row.amount
        self.sums[credit.pk, month][1] += row.amount
        for account, change in ((debit, row.amount), (credit, -row.amount)):
            if account.kind in Account.MONEY:
                self.held[account.pk] += change
        if credit.kind in Account.MONEY and self.held[credit.pk] < 0:
            yield _("With entry %(number)s the account %(account)s falls below zero: %(amount)s.") % {
                "number": row.number,
                "account": credit,
                "amount": baht(self.held[credit.pk]),
            }

    def _month(self, row) -> Iterator[str]:
        after = self.closed_at.get(row.value_date.replace(day=1))
        if after is None and self.closed_to and row.value_date <= self.closed_to:
            after = min(self.closed_at.values())
        if after is not None and row.number > after:
            yield _("Entry %(number)s was written into %(month)s after that month was closed.") % {
                "number": row.number,
                "month": thai_month(row.value_date),
            }

    def _end(self) -> Iterator[str]:
        fund = Fund.objects.filter(community=self.community).first()
        kept = (fund.last_number, fund.last_hash) if fund else (0, chain.FIRST)
        if kept != (self.number, self.seal):
            yield (
                _("The fund counts %(kept)s entries, but the last one in the books is %(number)s.")
                % {
                    "kept": kept[0],
                    "number": self.number,
                }
                if kept[0] != self.number
                else _("The last seal of the books is not the one that the fund keeps.")
            )

    def _balances(self) -> Iterator[str]:
        sums: dict[int, list[Decimal]] = defaultdict(lambda: [ZERO, ZERO])
        for (key, _month), (debits, credits_) in self.sums.items():
            sums[key][0] += debits
            sums[key][1] += credits_
        kept = {row.account_id: row for row in Balance.objects.filter(account__community=self.community)}
        for pk, account in self.accounts.items():
            row = kept.get(pk)
            there = (row.debits, row.credits) if row else (ZERO, ZERO)
            if list(there) != sums[pk]:
                yield _("The account %(account)s is kept as %(kept)s, but its entries make %(sum)s.") % {
                    "account": account,
                    "kept": baht(there[0] - there[1]),
                    "sum": baht(sums[pk][0] - sums[pk][1]),
                }
            if row and row.is_money != (account.kind in Account.MONEY):
                yield _("The account %(account)s is no longer guarded against falling below zero.") % {
                    "account": account
                }
        total = Balance.objects.filter(account__community=self.community).aggregate(
            debits=Sum("debits"), credits=Sum("credits")
        )
        if total["debits"] != total["credits"]:
            yield _("Debits and credits of all accounts differ: %(debits)s and %(credits)s.") % {
                "debits": baht(total["debits"]),
                "credits": baht(total["credits"]),
            }

    def _months(self) -> Iterator[str]:
        rows = AccountMonth.objects.filter(account__community=self.community)
        kept = {(row.account_id, row.month): [row.debits, row.credits] for row in rows.iterator()}
        for account, month in sorted(kept.keys() | self.sums.keys()):
            there = kept.get((account, month), [ZERO, ZERO])
            if there != self.sums.get((account, month), [ZERO, ZERO]):
                yield _("What moved through %(account)s in %(month)s is kept wrongly.") % {
                    "account": self.accounts[account],
                    "month": thai_month(month),
                }

    def _closings(self) -> Iterator[str]:
        money = {pk for pk, account in self.accounts.items() if account.kind in Account.MONEY}
        for period in Period.objects.filter(community=self.community).order_by("first_day"):
            act = period.acts.first()
            if act is None or (act.kind == PeriodAct.Kind.CLOSED) != period.is_closed:
                yield _("%(month)s was closed or opened without anybody's name.") % {
                    "month": thai_month(period.first_day)
                }
            elif period.is_closed:
                held = sum(
                    (
                        debits - credits_
                        for (account, month), (debits, credits_) in self.sums.items()
                        if account in money and month <= period.first_day
                    ),
                    ZERO,
                )
                if held != act.held:
                    yield _("%(month)s was closed with %(kept)s, but its entries make %(sum)s.") % {
                        "month": thai_month(period.first_day),
                        "kept": baht(act.held),
                        "sum": baht(held),
                    }


def _closed(community: Community) -> tuple[date | None, dict[date, int]]:
    """The last closed day, and for each closed month the last entry that was there when it was closed."""
    closed = Period.objects.filter(community=community, is_closed=True)
    last_day = closed.order_by("-last_day").values_list("last_day", flat=True).first()
    acts = PeriodAct.objects.filter(period__in=closed, kind=PeriodAct.Kind.CLOSED).order_by("id")
    return last_day, dict(acts.values_list("period__first_day", "last_number"))


def _reversals(chunk: Iterable) -> Iterator[str]:
    """A reversal is the exact opposite of what it takes back."""
    backs = [row for row in chunk if row.reverses_id]
    names = ("community_id", "amount", "document", "is_release", "debit_id", "credit_id", "reverses_id")
    firsts = {
        row[0]: row[1:]
        for row in Transfer.objects.filter(pk__in=[row.reverses_id for row in backs]).values_list(
            "pk", *names
        )
    }
    for row in backs:
        opposite = (
            row.community_id, row.amount, row.document, row.is_release, row.credit_id, row.debit_id, None,
        )  # fmt: skip
        if firsts.get(row.reverses_id) != opposite:
            yield _("Entry %(number)s is not the opposite of the entry that it takes back.") % {
                "number": row.number
            }
