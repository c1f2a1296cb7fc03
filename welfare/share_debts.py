"""What shops owe the fund of their sales: statement by month, who is late, reminders, and giving up a debt by two."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from households import notices
from households.models import Community, Role, User
from lib.dates import month_start
from lib.errors import Refused
from lib.fields import MoneyField
from lib.money import baht
from welfare import countersigns, ledger
from welfare.models import Account, AccountMonth, Countersign, ShareReminder, Transfer
from welfare.statements import every_month

REMINDED_EVERY = dt.timedelta(days=7)
MONTHS_SHOWN = 12
KEEPERS = (Role.Kind.TREASURER, Role.Kind.CHAIR)
READERS = (*KEEPERS, Role.Kind.COMMITTEE, Role.Kind.AUDITOR)


@dataclass(frozen=True)
class Debtor:
    """A shop that owes. `months_late`: whole months since the oldest month of which something is not paid."""

    account: Account
    debt: Decimal
    oldest: date
    months_late: int
    reminded_at: dt.datetime | None

    @property
    def may_be_reminded(self) -> bool:
        """A week has passed since the last reminder."""
        return self.reminded_at is None or timezone.now() - self.reminded_at >= REMINDED_EVERY


@dataclass(frozen=True)
class ShareMonth:
    """A month of one shop, in baht: owed of its orders (less what was corrected), paid, given up, owed at the end."""

    month: date
    owed: Decimal
    paid: Decimal
    given_up: Decimal
    rest: Decimal


# Accounts of the household that keeps a shop, by its code, and where they pay: the market says so when the site starts.
People = Callable[[str], tuple[Iterable[User], str]]
_people: list[People] = []


def register_people(people: People) -> None:
    """Say who keeps a shop and the address of the page on which they pay their share."""
    _people[:] = [people]


def debtors(community: Community) -> list[Debtor]:
    """Shops that owe something, the longest late first. Payments count for the oldest month first."""
    accounts = list(Account.objects.filter(community=community).owing().filter(debt__gt=0))
    owed: dict[int, list[tuple[date, Decimal]]] = {account.pk: [] for account in accounts}
    for account_id, month, debits in (
        AccountMonth.objects.filter(account__in=accounts)
        .order_by("-month")
        .values_list("account", "month", "debits")
    ):
        owed[account_id].append((month, debits))
    reminded = dict(
        ShareReminder.objects.filter(owed__in=accounts).order_by("id").values_list("owed", "sent_at")
    )
    today = month_start(timezone.localdate())
    rows = []
    for account in accounts:
        oldest = _oldest_unpaid(account.debt, owed[account.pk]) or today
        late = (today.year - oldest.year) * 12 + today.month - oldest.month
        rows.append(Debtor(account, account.debt, oldest, late, reminded.get(account.pk)))
    return sorted(rows, key=lambda row: (-row.months_late, -row.debt, row.account.pk))


def statement(account: Account) -> list[ShareMonth]:
    """The last twelve months of one shop, the newest first."""
    today = month_start(timezone.localdate())
    first = date(today.year - 1, today.month, 1)
    first = every_month(first, today)[1]
    moved: dict[tuple[date, str], Decimal] = {}
    for side, sign in (("debit", 1), ("credit", -1)):
        rows = Transfer.objects.filter(**{side: account}, value_date__gte=first).order_by()
        for month, document, amount in (
            rows.annotate(month=TruncMonth("value_date"))
            .values_list("month", "document")
            .annotate(Sum("amount", output_field=MoneyField()))
        ):
            key = (month, document.split(" ")[0])
            moved[key] = moved.get(key, ledger.ZERO) + sign * amount
    rest = ledger.balance(account) - sum(moved.values(), ledger.ZERO)
    months = []
    for month in every_month(first, today):
        parts = {word: amount for (when, word), amount in moved.items() if when == month}
        paid, given_up = -parts.pop("share", ledger.ZERO), -parts.pop("write-off", ledger.ZERO)
        owed = sum(parts.values(), ledger.ZERO)
        rest += owed - paid - given_up
        months.append(ShareMonth(month, owed, paid, given_up, rest))
    return months[::-1]


@transaction.atomic
def remind(*, account: Account, actor: User) -> ShareReminder:
    """Ask the people of a shop to pay its share. Raises Refused ("role"), ("nothing") owed, ("lately") within a week."""
    account = _locked(account)
    _check_keeper(account.community, actor)
    debt = ledger.balance(account)
    if debt <= 0:
        raise Refused(_("This shop owes nothing."), "nothing")
    last = ShareReminder.objects.filter(owed=account).first()
    if last and timezone.now() - last.sent_at < REMINDED_EVERY:
        raise Refused(
            _("This shop was reminded less than a week ago. Give it some time, or talk to each other."),
            "lately",
        )
    text = format_lazy(
        gettext_lazy(
            "{shop} owes the community's fund {amount}. Please pay it when you can, and show the slip."
        ),
        shop=account.name,
        amount=baht(debt),
    )
    users, url = _people_of(account)
    for user in users:
        notices.send(to=user, text=text, url=url)
    return ShareReminder.objects.create(owed=account, amount=debt, sent_by=actor)


@transaction.atomic
def ask_write_off(*, account: Account, amount: Decimal, reason: str, actor: User) -> Countersign:
    """Ask a second person to give up what a shop owes. It was never income, so none is lost.

    Raises Refused ("role"), ("own_household") for who keeps the shop, ("amount") for more than is owed, and as
    `countersigns.ask`.
    """
    account = _locked(account)
    _check_keeper(account.community, actor)
    _check_other_household(account, actor)
    _check_debt(account, amount)
    return countersigns.ask(
        community=account.community,
        kind=Countersign.Kind.WRITE_OFF,
        document=f"share {account.holder}",
        amount=amount,
        reason=reason,
        actor=actor,
        particulars={"shop": account.holder, "name": account.name},
    )


def write_off(asked: Countersign, actor: User) -> None:
    """What the shop owed is owed no more. Runs when two agreed. Raises Refused ("amount") when less is owed by now,
    ("own_household").
    """
    community = asked.community
    owed = Account.objects.get(
        community=community, kind=Account.Kind.OWED_BY_SHOP, holder=asked.particulars["shop"], purpose=""
    )
    amount = asked.amount or ledger.ZERO
    _check_other_household(owed, actor)
    _check_debt(_locked(owed), amount)
    ledger.post(
        key=f"write-off:{asked.code}",
        community=community,
        debit=ledger.account(community, Account.Kind.SHARE_EXPECTED),
        credit=owed,
        amount=amount,
        document=f"write-off {asked.code}",
        actor=actor,
        reason=asked.reason,
    )


def _oldest_unpaid(debt: Decimal, months: list[tuple[date, Decimal]]) -> date | None:
    """The month, newest first, with which what was owed since reaches the whole debt."""
    oldest = None
    for month, owed in months:
        if debt <= 0:
            break
        if owed:
            oldest, debt = month, debt - owed
    return oldest


def _check_debt(account: Account, amount: Decimal) -> None:
    if amount <= 0 or amount > ledger.balance(account):
        raise Refused(_("Write an amount above zero, at most what the shop owes."), "amount")


def _people_of(account: Account) -> tuple[list[User], str]:
    for people in _people:
        users, url = people(account.holder)
        return list(users), url
    return [], ""


def _check_other_household(account: Account, actor: User) -> None:
    if actor in _people_of(account)[0]:
        raise Refused(
            _("This shop belongs to your own household. Somebody else has to ask and to agree."),
            "own_household",
        )


def _check_keeper(community: Community, actor: User) -> None:
    if not Community.objects.with_role(actor, *KEEPERS).filter(pk=community.pk).exists():
        raise Refused(_("Only the treasurer and the chair can do this."), "role")


def _locked(account: Account) -> Account:
    rows = Account.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("community").get(pk=account.pk)
