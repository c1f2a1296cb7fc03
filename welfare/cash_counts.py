"""Counting what really lies in the cash box or the e-wallet, beside the books. A difference takes two people."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from households.models import Community, User
from lib.dates import BANGKOK
from lib.errors import Refused
from lib.money import baht
from welfare import countersigns, ledger
from welfare.models import Account, CashCount, Countersign

ZERO = Decimal("0.00")
# Notes and coins of baht in use, the largest first; 0.50 and 0.25 are coins of satang.
PIECES = tuple(map(Decimal, ("1000", "500", "100", "50", "20", "10", "5", "2", "1", "0.50", "0.25")))
COUNTABLE = (Account.Kind.CASH, Account.Kind.WALLET)
# The same count pressed twice is one.
TWICE = dt.timedelta(minutes=2)
DAYS = 7

Status = CashCount.Status


def total(pieces: Mapping[Decimal, int]) -> Decimal:
    """What so many notes and coins are worth, in baht. Raises Refused ("pieces") for what is no note or coin."""
    if any(piece not in PIECES or number < 0 for piece, number in pieces.items()):
        raise Refused(_("Write how many there are of each note and coin."), "pieces")
    return sum((piece * number for piece, number in pieces.items()), ZERO)


def booked(community: Community, kind: str) -> Decimal:
    """What the books say lies there, for the general fund and all campaigns together, in baht."""
    accounts = list(Account.objects.filter(community=community, kind=kind))
    return sum(ledger.balances(accounts).values(), ZERO)


@transaction.atomic
def count(
    *,
    community: Community,
    kind: str,
    counted: Decimal,
    actor: User,
    words: str = "",
    pieces: Mapping[Decimal, int] | None = None,
) -> CashCount:
    """`counted` baht lie there. What agrees is done; a difference waits for a second person, with `words` that explain it.

    The difference belongs to the general fund. Raises Refused ("kind"), ("amount"), ("pieces") when they are worth another
    sum, ("waiting") while a difference of this account waits, ("words") for a difference without an explanation.
    """
    if kind not in COUNTABLE:
        raise Refused(_("Only the cash box and the e-wallet are counted."), "kind")
    if counted < 0 or counted != round(counted, 2):
        raise Refused(_("Write how much there is, with at most two figures after the dot."), "amount")
    if pieces and total(pieces) != counted:
        raise Refused(
            _("The notes and coins are worth %(amount)s.") % {"amount": baht(total(pieces))}, "pieces"
        )
    account = Account.objects.select_for_update(no_key=True).get(pk=ledger.account(community, kind).pk)
    ledger.locked_fund(community)
    in_books = booked(community, kind)
    if before := _pressed_twice(account, counted, in_books, actor):
        return before
    if CashCount.objects.filter(account=account, status=Status.WAITING).exists():
        raise Refused(
            _("The last count differs and waits for a second person. Count again after the answer."),
            "waiting",
        )
    agrees = counted == in_books
    if not agrees and not words.strip():
        raise Refused(
            _("The books say %(amount)s. Count once more; if it still differs, write how that may be.")
            % {"amount": baht(in_books)},
            "words",
        )
    made = CashCount.objects.create(
        account=account,
        counted=counted,
        booked=in_books,
        notes={str(piece): number for piece, number in (pieces or {}).items() if number},
        words=words.strip(),
        status=Status.AGREES if agrees else Status.WAITING,
        counted_by=actor,
    )
    if not agrees:
        _ask(made, actor)
    return made


def agreed(asked: Countersign, actor: User) -> None:
    """A second person has looked: the difference comes into the books. Raises as `ledger.post`."""
    found = _of(asked)
    account, difference = found.account, found.counted - found.booked
    other = ledger.account(asked.community, Account.Kind.DIFFERENCE)
    on = found.counted_at.astimezone(BANGKOK).date()
    found.transfer = ledger.post(
        key=f"count:{found.code}",
        community=asked.community,
        debit=account if difference > 0 else other,
        credit=other if difference > 0 else account,
        amount=abs(difference),
        document=f"count {found.code}",
        actor=asked.asked_by,
        reason=found.words,
        value_date=None if ledger.is_closed(asked.community, on) else on,
    )
    found.status = Status.ENTERED
    found.save(update_fields=["transfer", "status"])


def refused(asked: Countersign, actor: User) -> None:
    """The second person does not believe it: it has to be counted again."""
    found = _of(asked)
    found.status = Status.REFUSED
    found.save(update_fields=["status"])


def to_count(community: Community) -> list[str]:
    """Kinds of accounts with money in the books that were not counted for a week, or have to be counted again."""
    since = timezone.now() - dt.timedelta(days=DAYS)
    due: list[str] = []
    for kind in COUNTABLE:
        rows = CashCount.objects.filter(account__community=community, account__kind=kind)
        last = rows.order_by("-id").first()
        if last is None:
            is_due = booked(community, kind) != 0
        elif last.status == Status.REFUSED:
            is_due = True
        else:
            is_due = (
                last.status != Status.WAITING and last.counted_at < since and booked(community, kind) != 0
            )
        if is_due:
            due.append(kind)
    return due


def _ask(made: CashCount, actor: User) -> None:
    countersigns.ask(
        community=made.account.community,
        kind=Countersign.Kind.DIFFERENCE,
        document=f"count {made.code}",
        amount=abs(made.counted - made.booked),
        reason=made.words,
        particulars={"counted": str(made.counted), "booked": str(made.booked), "account": made.account.kind},
        actor=actor,
    )


def _of(asked: Countersign) -> CashCount:
    rows = CashCount.objects.select_for_update(of=("self",), no_key=True).select_related("account")
    return rows.get(code=asked.document.removeprefix("count "))


def _pressed_twice(account: Account, counted: Decimal, in_books: Decimal, actor: User) -> CashCount | None:
    rows = CashCount.objects.filter(
        account=account,
        counted=counted,
        booked=in_books,
        counted_by=actor,
        counted_at__gt=timezone.now() - TWICE,
        status__in=(Status.AGREES, Status.WAITING),
    )
    return rows.order_by("-id").first()
