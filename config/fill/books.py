"""Entries of the funds' books in great number: sealed and counted as `welfare.ledger` would, many at once."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection
from django.utils import timezone

from config.fill.tools import PREFIX, Codes, Filler, pour
from households.models import Community, Household, User
from welfare import chain
from welfare.models import (
    Account,
    AccountMonth,
    Balance,
    Contribution,
    ContributionRule,
    Fund,
    FundMember,
    Transfer,
)

YEARS = 3
COLUMNS = (
    "community_id", "number", "key", "debit_id", "credit_id", "amount", "value_date", "document", "reason",
    "reason_salt", "reason_digest", "actor_id", "is_release", "seal", "created_at",
)  # fmt: skip
PAID = (
    "code", "key", "member_id", "community_id", "amount", "way", "paid_on", "status", "transfer_id", "recorded_by_id",
    "recorded_at", "reason",
)  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """A transfer to be written, in satang."""

    key: str
    community: int
    debit: Account
    credit: Account
    amount: int
    on: dt.date
    document: str
    actor: int | None = None


def write(entries: Iterable[Entry]) -> None:
    """Write entries behind those of their funds. Call it inside a transaction."""
    by_fund: dict[int, list[Entry]] = {}
    for entry in entries:
        by_fund.setdefault(entry.community, []).append(entry)
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    for community, rows in by_fund.items():
        fund, _is_new = Fund.objects.get_or_create(community_id=community)
        sealed = []
        for entry in rows:
            row = _transfer(entry, fund)
            fund.last_number, fund.last_hash = row.number, row.seal
            day = connection.ops.adapt_datefield_value(entry.on)
            sealed.append(
                (community, row.number, row.key, row.debit_id, row.credit_id, entry.amount, day, row.document, "", "", "",
                 row.actor_id, False, row.seal, now)
            )  # fmt: skip
        pour(Transfer, COLUMNS, sealed)
        Fund.objects.filter(pk=fund.pk).update(last_number=fund.last_number, last_hash=fund.last_hash)
        _count(rows)


def _transfer(entry: Entry, fund: Fund) -> Transfer:
    row = Transfer(
        community_id=entry.community,
        number=fund.last_number + 1,
        key=entry.key,
        debit=entry.debit,
        credit=entry.credit,
        amount=Decimal(entry.amount).scaleb(-2),
        value_date=entry.on,
        document=entry.document,
        actor_id=entry.actor,
    )
    row.seal = chain.seal(row, fund.last_hash)
    return row


def _count(rows: list[Entry]) -> None:
    """Add to the checkpoints what these entries moved."""
    moved: Counter[tuple[int, dt.date, str]] = Counter()
    accounts = {}
    for entry in rows:
        for account, side in ((entry.debit, "debits"), (entry.credit, "credits")):
            accounts[account.pk] = account
            moved[account.pk, entry.on.replace(day=1), side] += entry.amount
    for pk, account in accounts.items():
        balance, _is_new = Balance.objects.get_or_create(
            account=account, defaults={"is_money": account.kind in Account.MONEY}
        )
        months = {row.month: row for row in AccountMonth.objects.filter(account=account)}
        for (account_id, month, side), amount in moved.items():
            if account_id != pk:
                continue
            row = months.setdefault(month, AccountMonth(account=account, month=month))
            for kept in (balance, row):
                setattr(kept, side, Decimal(getattr(kept, side)) + Decimal(amount).scaleb(-2))
        for row in months.values():
            row.save()
        balance.save()


class Books(Filler):
    """Contributions of the households of one community, and cash brought to the bank, over three years."""

    def transfers(self, count: int) -> None:
        """So many entries in the first community's books: nine contributions, then their money to the bank."""
        if not count:
            return
        place = Community.objects.filter(code__startswith=PREFIX).earliest("id")
        members = self.members(place)
        actor = User.objects.filter(person__memberships__household__community=place).order_by("id").first().pk
        cash, bank, income = (
            Account.objects.get_or_create(community=place, kind=kind, holder="", purpose="")[0]
            for kind in (Account.Kind.CASH, Account.Kind.BANK, Account.Kind.CONTRIBUTION)
        )
        first = timezone.localdate() - dt.timedelta(days=365 * YEARS)
        codes = Codes(Contribution)
        waiting = 0
        for numbers in self.batches("entries of the books", count):
            entries = []
            for number in numbers:
                on = first + dt.timedelta(days=number * 365 * YEARS // count)
                if number % 10 == 9:
                    code = codes.next()
                    entries.append(
                        Entry(f"move:{code}", place.pk, bank, cash, waiting, on, f"move {code}", actor)
                    )
                    waiting = 0
                    continue
                amount, code = self.rng.choice([3000, 3100, 9000, 36500]), codes.next()
                waiting += amount
                entries.append(
                    Entry(
                        f"contribution:{code}",
                        place.pk,
                        cash,
                        income,
                        amount,
                        on,
                        f"contribution {code}",
                        actor,
                    )
                )
            write(entries)
            self.paid(entries, members)

    def members(self, place: Community) -> list[int]:
        """Ids of the community's households in the fund; all of them join on the first day."""
        actor = User.objects.order_by("id").first()
        joined = timezone.localdate() - dt.timedelta(days=365 * YEARS)
        ContributionRule.objects.get_or_create(
            community=place,
            valid_from=joined,
            defaults={"amount": 1, "per": "day", "resolution": "ประชุมใหญ่", "decided_by": actor},
        )
        there = set(FundMember.objects.filter(community=place).values_list("household_id", flat=True))
        FundMember.objects.bulk_create(
            FundMember(household=home, community=place, joined_on=joined, entered_by=actor)
            for home in Household.objects.filter(community=place)
            if home.pk not in there
        )
        return list(FundMember.objects.filter(community=place).values_list("pk", flat=True))

    def paid(self, entries: list[Entry], members: list[int]) -> None:
        """The contribution behind each of these entries that is one."""
        ids = dict(Transfer.objects.filter(key__in=[entry.key for entry in entries]).values_list("key", "pk"))
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        rows = []
        for entry in entries:
            kind, code = entry.document.split()
            if kind == "contribution":
                day = connection.ops.adapt_datefield_value(entry.on)
                rows.append(
                    (code, code, self.rng.choice(members), entry.community, entry.amount, "cash", day, "arrived",
                     ids[entry.key], entry.actor, now, "")
                )  # fmt: skip
        pour(Contribution, PAID, rows)
