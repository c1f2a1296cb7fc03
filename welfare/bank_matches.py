"""Saying that a line of the bank and an entry of the books are the same money, and taking that back.

Order of locks: the line, then what the confirmed things lock themselves, then the fund. The entries themselves never change.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from households.models import User
from lib.errors import Refused
from lib.money import baht
from welfare import bank_expected, ledger
from welfare.bank_proposals import ENTRY
from welfare.models import Account, BankLine, BankMatch, Transfer

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Part:
    """How much of a line, in baht, is which thing (see `bank_proposals.Proposal.choice`)."""

    choice: str
    amount: Decimal


@transaction.atomic
def confirm(*, line: BankLine, parts: Sequence[Part], actor: User) -> list[BankMatch]:
    """These things are what the line paid. Expected money comes into the books now, by its own action.

    Pressing twice counts once. Raises Refused ("nothing"), ("aside"), ("amount"), ("too_much") when the parts are more than
    the line, ("matched") when an entry has no such part left, ("direction"), ("gone"), or as the action of what is confirmed.
    """
    locked = _locked(line)
    if locked.set_aside:
        raise Refused(_("This line was set aside. Take it up again first."), "aside")
    if not parts:
        raise Refused(_("Tick what this line is."), "nothing")
    if any(part.amount <= 0 or part.amount != round(part.amount, 2) for part in parts):
        raise Refused(_("Each part must be more than zero baht."), "amount")
    there = locked.matches.filter(undone_at__isnull=True).select_related("transfer")
    standing = {match.transfer_id: match for match in there}
    wanted = _entries_of(locked, parts, standing, actor)
    ledger.locked_fund(locked.community)
    made = []
    for transfer, amount in wanted:
        earlier = standing.get(transfer.pk)
        if earlier and earlier.amount == amount:
            made.append(earlier)
            continue
        if earlier:
            raise Refused(_("These two belong together already."), "matched")
        _check_entry(locked, transfer, amount)
        locked.matched += amount
        made.append(BankMatch.objects.create(line=locked, transfer=transfer, amount=amount, made_by=actor))
    if locked.matched > abs(locked.amount):
        raise Refused(
            _("The parts are more than the line: it is %(amount)s.") % {"amount": baht(abs(locked.amount))},
            "too_much",
        )
    locked.save(update_fields=["matched"])
    return made


@transaction.atomic
def undo(*, match: BankMatch, actor: User) -> BankMatch:
    """They do not belong together after all. What came into the books stays there. A second press changes nothing."""
    line = _locked(match.line)
    found = BankMatch.objects.get(pk=match.pk)
    if found.undone_at:
        return found
    found.undone_at, found.undone_by = timezone.now(), actor
    found.save(update_fields=["undone_at", "undone_by"])
    line.matched -= found.amount
    line.save(update_fields=["matched"])
    return found


@transaction.atomic
def set_aside(*, line: BankLine, reason: str, actor: User) -> BankLine:
    """The line is not the fund's money, for this reason. Raises Refused ("reason"), ("matched") when a part has an entry."""
    locked = _locked(line)
    if not reason.strip():
        raise Refused(_("Write why this line is not the fund's."), "reason")
    if locked.matched:
        raise Refused(_("A part of this line belongs to an entry. Undo that first."), "matched")
    locked.set_aside, locked.set_aside_by = reason.strip(), actor
    locked.save(update_fields=["set_aside", "set_aside_by"])
    return locked


@transaction.atomic
def take_up(*, line: BankLine, actor: User) -> BankLine:
    """The line is looked at again."""
    locked = _locked(line)
    locked.set_aside, locked.set_aside_by = "", None
    locked.save(update_fields=["set_aside", "set_aside_by"])
    return locked


def _locked(line: BankLine) -> BankLine:
    rows = BankLine.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("community").get(pk=line.pk)


def _entries_of(
    line: BankLine, parts: Sequence[Part], standing, actor: User
) -> list[tuple[Transfer, Decimal]]:
    """Each part's entry. What is only expected is confirmed first: it locks its own rows and then the fund."""
    expected = [part for part in parts if not part.choice.startswith(f"{ENTRY}:")]
    if sum((part.amount for part in expected), ZERO) > abs(line.amount):
        raise Refused(
            _("The parts are more than the line: it is %(amount)s.") % {"amount": baht(abs(line.amount))},
            "too_much",
        )
    if expected and line.amount < 0:
        raise Refused(_("Money that went out cannot pay for something that came in."), "direction")
    bank_expected.lock(line, [_named(part) for part in expected])
    found = [(_confirmed(line, part, standing, actor), part.amount) for part in expected]
    for part in parts:
        if part.choice.startswith(f"{ENTRY}:"):
            number = part.choice.removeprefix(f"{ENTRY}:")
            entry = Transfer.objects.filter(pk=int(number), community=line.community).first() if number.isdecimal() else None  # fmt: skip
            if entry is None:
                raise Refused(_("This is no longer waiting. Please open the page again and look."), "gone")
            found.append((entry, part.amount))
    return found


def _named(part: Part) -> tuple[str, str]:
    kind, _colon, code = part.choice.partition(":")
    return kind, code


def _confirmed(line: BankLine, part: Part, standing, actor: User) -> Transfer:
    kind, code = _named(part)
    # The second press finds what the first one made.
    for match in standing.values():
        if match.amount == part.amount and bank_expected.is_of(match.transfer, kind, code):
            return match.transfer
    return bank_expected.confirm(kind=kind, code=code, amount=part.amount, line=line, actor=actor)


def _check_entry(line: BankLine, transfer: Transfer, amount: Decimal) -> None:
    side = transfer.debit if line.amount > 0 else transfer.credit
    is_money = Account.objects.filter(pk=side.pk, community=line.community, kind=line.kind).exists()
    if not is_money or transfer.is_release:
        raise Refused(
            _("This entry moved the money the other way, or in another account. Choose another one."),
            "direction",
        )
    matched = BankMatch.objects.filter(transfer=transfer, undone_at__isnull=True, line__kind=line.kind)
    left = transfer.amount - (matched.aggregate(total=Sum("amount"))["total"] or ZERO)
    if amount > left:
        raise Refused(
            _("Of this entry only %(amount)s has no line of the bank yet.") % {"amount": baht(left)},
            "matched",
        )
