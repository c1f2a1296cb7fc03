"""What a line of the bank may be: entries and expected money that fit it by reference, amount and day, the best first."""

import itertools
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import F, Q
from django.utils.translation import gettext as _

from households.models import Community
from lib.documents import in_words
from welfare import bank_expected, bank_lines
from welfare.models import Account, BankLine, Slip, Transfer

NEAR = timedelta(days=3)
MOST = 20
# Sums of up to this many things, out of this many, are tried.
MOST_PARTS, MOST_TRIED = 4, 12
# So many open lines are looked through for what fits surely.
MOST_LINES = 500
ENTRY = "entry"


@dataclass(frozen=True)
class Proposal:
    """Something that the line may pay. `choice` names it in a form; `amount` is its part without a partner, in baht.

    `reasons` say what fits, `is_chosen` that it is proposed, `takes` how much of the line it would take.
    """

    choice: str
    words: str
    on: date
    amount: Decimal
    is_booked: bool
    by_reference: bool
    by_amount: bool
    by_day: bool
    is_chosen: bool = False
    takes: Decimal = Decimal(0)

    @property
    def reasons(self) -> list[str]:
        """What fits, in words."""
        fits = (
            (self.by_reference, _("same reference")),
            (self.by_amount, _("same amount")),
            (self.by_day, _("same days")),
        )
        return [words for is_so, words in fits if is_so]

    @property
    def rank(self) -> tuple:
        """The smaller, the better."""
        return (not self.by_reference, not self.by_amount, not self.by_day, self.is_booked, self.on)


def propose(line: BankLine) -> list[Proposal]:
    """What the open part of this line may be, the best first, with the likely ones chosen."""
    rest = bank_lines.size(line)
    if rest <= 0:
        return []
    slips = _slips(line)
    found = [*_entries(line, rest, slips)]
    if line.amount > 0:
        found += _expected(line, rest, slips)
    ranked = sorted(found, key=lambda proposal: proposal.rank)[:MOST]
    chosen = _chosen(ranked, rest)
    return [
        replace(row, is_chosen=row.choice in chosen, takes=chosen.get(row.choice, min(row.amount, rest)))
        for row in ranked
    ]


def search(line: BankLine, amount: Decimal | None, on: date | None) -> list[Proposal]:
    """Entries of any day with this amount or of this day, for what `propose` does not find."""
    rows = _fitting(line)
    if amount is not None:
        rows = rows.filter(amount=amount)
    if on is not None:
        rows = rows.filter(value_date=on)
    rest = bank_lines.size(line)
    found = [_of_entry(row, line, rest, set()) for row in rows.order_by("-id")[:MOST]]
    return [replace(row, takes=min(row.amount, rest)) for row in found]


def named(line: BankLine, choices: list[str]) -> list[Proposal]:
    """The things with these choices, as they stand now; those that are no longer open keep their place with nothing left."""
    rest = bank_lines.size(line)
    known = {row.choice: row for row in propose(line)}
    numbers = [
        int(choice.removeprefix(f"{ENTRY}:"))
        for choice in choices
        if re.fullmatch(rf"{ENTRY}:\d{{1,18}}", choice)
    ]
    for row in _fitting(line).filter(pk__in=numbers):
        known.setdefault(f"{ENTRY}:{row.pk}", _of_entry(row, line, rest, set()))
    gone = Proposal(
        choice="",
        words=_("no longer waiting"),
        on=line.booked_on,
        amount=Decimal(0),
        is_booked=True,
        by_reference=False,
        by_amount=False,
        by_day=False,
    )
    return [known.get(choice) or replace(gone, choice=choice) for choice in choices]


def _slips(line: BankLine) -> set[int]:
    """Ids of slips whose reference stands in the line."""
    wanted = bank_lines.references(line)
    return set(Slip.objects.filter(reference__in=wanted).values_list("pk", flat=True)) if wanted else set()


def _fitting(line: BankLine):
    """Open entries of the line's account in its direction."""
    rows = bank_lines.entries(line.community, line.kind)
    accounts = Account.objects.filter(community=line.community, kind=line.kind)
    side = {"debit__in": accounts} if line.amount > 0 else {"credit__in": accounts}
    return rows.filter(amount__gt=F("is_matched"), **side).select_related("debit", "credit")


def _entries(line: BankLine, rest: Decimal, slips: set[int]) -> list[Proposal]:
    near = Q(value_date__range=(line.booked_on - NEAR, line.booked_on + NEAR))
    fitting = _fitting(line).filter(near).order_by("-id")
    rows = [*fitting.filter(amount=rest)[:MOST], *fitting.exclude(amount=rest)[: 4 * MOST]]
    by_slip = _transfers_of(slips)
    there = {row.pk for row in rows}
    rows += list(_fitting(line).filter(pk__in=by_slip - there))
    return [_of_entry(row, line, rest, by_slip) for row in rows]


def _of_entry(row, line: BankLine, rest: Decimal, by_slip: set[int]) -> Proposal:
    left = row.amount - row.is_matched
    return Proposal(
        choice=f"{ENTRY}:{row.pk}",
        words=in_words(row.document),
        on=row.value_date,
        amount=left,
        is_booked=True,
        by_reference=row.pk in by_slip,
        by_amount=left == rest,
        by_day=abs(row.value_date - line.booked_on) <= NEAR,
    )


def _transfers_of(slips: set[int]) -> set[int]:
    """Entries of payments that were proved by these slips."""
    if not slips:
        return set()
    found = set()
    wanted = Slip.objects.filter(pk__in=slips)
    paths = ("donation__transfer", "contribution__transfer")
    for row in wanted.values_list("share_payment__code", *paths):
        code, *transfers = row
        found |= {pk for pk in transfers if pk}
        if code:
            found |= set(Transfer.objects.filter(key=f"share:{code}:money").values_list("pk", flat=True))
    return found


def _expected(line: BankLine, rest: Decimal, slips: set[int]) -> list[Proposal]:
    rows = []
    for thing in bank_expected.found(line):
        by_reference = thing.slip in slips if thing.slip else False
        by_amount, by_day = thing.amount == rest, abs(thing.on - line.booked_on) <= NEAR
        if by_reference or by_amount or by_day:
            rows.append(
                Proposal(
                    choice=f"{thing.kind}:{thing.code}",
                    words=thing.words,
                    on=thing.on,
                    amount=thing.amount,
                    is_booked=False,
                    by_reference=by_reference,
                    by_amount=by_amount,
                    by_day=by_day,
                )
            )
    return rows


def _chosen(ranked: list[Proposal], rest: Decimal) -> dict[str, Decimal]:
    """What is likely, with how much of the line it takes: by reference, else by amount, else parts that sum to the line."""
    sure = [row for row in ranked if row.by_reference]
    if sure and sum(row.amount for row in sure) <= rest:
        return {row.choice: row.amount for row in sure}
    if sure:
        return {sure[0].choice: min(sure[0].amount, rest)}
    same = [row for row in ranked if row.by_amount and row.by_day]
    if same:
        # Two that fit alike: a person has to say which.
        return {same[0].choice: rest} if len(same) == 1 else {}
    near = [row for row in ranked if row.by_day and row.amount < rest][:MOST_TRIED]
    for count in range(2, MOST_PARTS + 1):
        fits = [
            parts for parts in itertools.combinations(near, count) if sum(row.amount for row in parts) == rest
        ]
        if fits:
            return {row.choice: row.amount for row in fits[0]} if len(fits) == 1 else {}
    return {}


def certain(community: Community) -> list[tuple[BankLine, Proposal]]:
    """Open lines with the one thing that they surely are: the same reference and the same amount."""
    rows = bank_lines.open_lines(community).select_related("community").order_by("booked_on", "id")
    lines = list(rows[:MOST_LINES])
    wanted = {line.pk: bank_lines.references(line) for line in lines}
    named = {reference for references in wanted.values() for reference in references}
    shown = set(Slip.objects.filter(reference__in=named).values_list("reference", flat=True))
    found = []
    for line in lines:
        if wanted[line.pk] & shown:
            chosen = [row for row in propose(line) if row.is_chosen]
            if len(chosen) == 1 and chosen[0].by_reference and chosen[0].by_amount:
                found.append((line, chosen[0]))
    return found
