"""What a treasurer has to do today, each thing with its number and the page where it is done, and what lies where."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from households.models import Community, User
from welfare import bank_lines, cash_counts, donations, matching
from welfare.models import (
    Account,
    BankStatement,
    Campaign,
    Contribution,
    Countersign,
    Handover,
    Payout,
    Period,
    Purchase,
    SharePayment,
    Transfer,
)

ZERO = Decimal("0.00")
# The bank's statement should be brought at least this often.
DAYS = 7


@dataclass(frozen=True)
class Task:
    """One thing to do: in words with its number, where, and with which sign."""

    words: str
    count: int
    url: str
    icon: str


@dataclass(frozen=True)
class Chore:
    """A kind of thing to do: how many there are for this person, in which words, and the page (its name) for it."""

    count: Callable[[Community, User], int]
    words: Any
    url_name: str
    icon: str
    anchor: str = ""


@dataclass
class Held:
    """Money of one kind of account, in baht: altogether, by holder, and what of it is bound to campaigns."""

    kind: str
    total: Decimal = ZERO
    holders: list[tuple[str, Decimal]] = field(default_factory=list)

    @property
    def label(self) -> str:
        """The kind in words."""
        return str(Account.Kind(self.kind).label)


def tasks(community: Community, user: User) -> list[Task]:
    """What is to do now, in the order in which it is best done. Only what there is."""
    found = []
    for chore in CHORES:
        count = chore.count(community, user)
        if count:
            words = str(chore.words % {"count": count})
            found.append(Task(words, count, _url(chore, community), chore.icon))
    return found


def held(community: Community) -> tuple[list[Held], list[tuple[str, Decimal]]]:
    """What lies where, and what of it is bound to which campaign, in baht."""
    by_kind = {kind: Held(kind) for kind in Account.MONEY}
    bound: dict[str, Decimal] = defaultdict(lambda: ZERO)
    rows = Account.objects.money().filter(community=community, balance__isnull=False)
    for row in rows.select_related("balance").order_by("id"):
        amount = row.balance.debits - row.balance.credits
        by_kind[row.kind].total += amount
        if row.kind == Account.Kind.COLLECTOR and amount:
            by_kind[row.kind].holders.append((row.name, amount))
        if row.purpose:
            bound[row.purpose] += amount
    names = dict(Campaign.objects.filter(code__in=list(bound)).values_list("code", "name"))
    return list(by_kind.values()), [
        (names.get(code, code), amount) for code, amount in bound.items() if amount
    ]


def pages(community: Community) -> list[tuple[str, Any, str]]:
    """The treasurer's other pages: address, words, sign."""
    there = [(address(name, community), words, icon) for name, words, icon in PAGES]
    return [page for page in there if page[0]]


def address(name: str, community: Community) -> str:
    """Where this page of the community is; empty when there is none."""
    try:
        return reverse(name, args=[community.code])
    except NoReverseMatch:
        return ""


def _url(chore: Chore, community: Community) -> str:
    page = address(chore.url_name, community)
    return f"{page}{chore.anchor}" if page else ""


def _lines(community: Community, user: User) -> int:
    return bank_lines.open_lines(community).count()


def _statements(community: Community, user: User) -> int:
    waiting = BankStatement.objects.filter(community=community, status=BankStatement.Status.UPLOADED)
    return waiting.count()


def _statement_is_old(community: Community, user: User) -> int:
    """1 when the fund has a bank account and nobody brought a statement for a week."""
    since = timezone.now() - dt.timedelta(days=DAYS)
    if BankStatement.objects.filter(community=community, uploaded_at__gte=since).exists():
        return 0
    return int(
        Account.objects.filter(community=community, kind=Account.Kind.BANK, balance__debits__gt=ZERO).exists()
    )


def _shares(community: Community, user: User) -> int:
    return SharePayment.objects.of_community(community).waiting().count()


def _donations(community: Community, user: User) -> int:
    return donations.count_waiting(community)


def _contributions(community: Community, user: User) -> int:
    return Contribution.objects.filter(community=community, status=Contribution.Status.SENT).count()


def _matching(community: Community, user: User) -> int:
    return len(matching.late(community))


def _payouts(community: Community, user: User) -> int:
    return Payout.objects.filter(community=community, status=Payout.Status.TO_PAY).count()


def _purchases(community: Community, user: User) -> int:
    return Purchase.objects.filter(community=community, status=Purchase.Status.RECEIVED).count()


def _handovers(community: Community, user: User) -> int:
    return (
        Handover.objects.filter(community=community, status=Handover.Status.BROUGHT)
        .exclude(collector=user)
        .count()
    )


def _signatures(community: Community, user: User) -> int:
    return Countersign.objects.waiting().filter(community=community).exclude(asked_by=user).count()


def _counts(community: Community, user: User) -> int:
    return len(cash_counts.to_count(community))


def _months(community: Community, user: User) -> int:
    """1 when the books of last month, or of one before, hold entries and are not closed."""
    last = timezone.localdate().replace(day=1) - dt.timedelta(days=1)
    if Period.objects.filter(community=community, is_closed=True, last_day=last).exists():
        return 0
    return int(Transfer.objects.filter(community=community, value_date__lte=last).exists())


# Links to pages that are not there are left away; the words stay.
CHORES = (
    Chore(_statements, ngettext_lazy("Look at %(count)s table of the bank and take it in", "Look at %(count)s tables of the bank and take them in", "count"), "welfare:bank", "download"),
    Chore(_lines, ngettext_lazy("Match %(count)s line of the bank", "Match %(count)s lines of the bank", "count"), "welfare:bank_lines", "copy"),
    Chore(_shares, ngettext_lazy("Confirm %(count)s share that a shop sent", "Confirm %(count)s shares that shops sent", "count"), "welfare:treasurer", "shop", "#shares"),
    Chore(_donations, ngettext_lazy("Confirm %(count)s gift", "Confirm %(count)s gifts", "count"), "welfare:donations", "gift"),
    Chore(_contributions, ngettext_lazy("Confirm %(count)s contribution", "Confirm %(count)s contributions", "count"), "welfare:contributions_waiting", "household"),
    Chore(_handovers, ngettext_lazy("Count the cash that %(count)s collector brought", "Count the cash that %(count)s collectors brought", "count"), "welfare:contributions_waiting", "cash"),
    Chore(_payouts, ngettext_lazy("Pay out %(count)s approved help", "Pay out %(count)s approved helps", "count"), "welfare:payouts", "wallet"),
    Chore(_purchases, ngettext_lazy("Pay %(count)s purchase that has arrived", "Pay %(count)s purchases that have arrived", "count"), "welfare:purchases", "basket"),
    Chore(_signatures, ngettext_lazy("Look at %(count)s act that waits for a second signature", "Look at %(count)s acts that wait for a second signature", "count"), "welfare:countersigns", "check"),
    Chore(_counts, ngettext_lazy("Count what lies in %(count)s place", "Count what lies in %(count)s places", "count"), "welfare:cash_counts", "cash"),
    Chore(_statement_is_old, ngettext_lazy("Bring the bank's statement of this week", "Bring the bank's statements of this week", "count"), "welfare:bank", "download"),
    Chore(_matching, ngettext_lazy("Ask about %(count)s promise of matching money that is late", "Ask about %(count)s promises of matching money that are late", "count"), "welfare:matching", "seal"),
    Chore(_months, ngettext_lazy("Close the books of last month", "Close the books of earlier months", "count"), "welfare:periods", "calendar"),
)  # fmt: skip
PAGES = (
    ("welfare:bank", _("The bank's statement"), "wallet"),
    ("welfare:cash_counts", _("Count the cash box"), "cash"),
    ("welfare:donations", _("Gifts"), "gift"),
    ("welfare:contributions_waiting", _("Members' contributions"), "household"),
    ("welfare:shares", _("What shops owe"), "shop"),
    ("welfare:payouts", _("Payouts"), "wallet"),
    ("welfare:purchases", _("Purchases"), "basket"),
    ("welfare:matching", _("Matching money"), "seal"),
    ("welfare:receipts", _("Receipts"), "print"),
    ("welfare:costs", _("Costs and other income"), "orders"),
    ("welfare:countersigns", _("Waiting for a second signature"), "check"),
    ("welfare:periods", _("Months of the books"), "calendar"),
    ("welfare:fund_settings", _("Where money for the fund is sent"), "edit"),
)
