"""Money that somebody says has been sent and that a bank line may show: each kind with its own way of being confirmed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from households.models import Community, User
from lib.dates import BANGKOK
from lib.errors import Refused
from welfare import contributions, donations, ledger, matching, shares
from welfare.models import (
    Account,
    BankLine,
    Contribution,
    Donation,
    MatchingArrival,
    MatchingPledge,
    SharePayment,
    Transfer,
)


@dataclass(frozen=True)
class Expected:
    """One thing that is not in the books yet: its code, words for the treasurer, how much, and when it was said or due."""

    kind: str
    code: str
    words: str
    amount: Decimal
    on: date
    slip: int | None = None


@dataclass(frozen=True)
class Kind:
    """One kind of expected money.

    `found` gives what a community waits for on one kind of account; `rows` where it is kept; `confirm` puts (line, code,
    amount, actor) into the books and gives the entry on that account; `is_of` tells whether an entry came from this code.
    """

    rows: Callable[[Community], QuerySet]
    found: Callable[[Community, str], list[Expected]]
    confirm: Callable[[BankLine, str, Decimal, User], Transfer]
    is_of: Callable[[Transfer, str], bool]


def found(line: BankLine) -> list[Expected]:
    """Everything that the fund waits for in the account of this line."""
    return [thing for kind in KINDS.values() for thing in kind.found(line.community, line.kind)]


def lock(line: BankLine, things: Iterable[tuple[str, str]]) -> None:
    """Lock the rows of several things (kind and code), always in the same order, before the first of them is confirmed.

    Confirming the first locks the fund; who confirms the second one elsewhere holds its row and waits for the fund.
    """
    for kind, code in sorted(things):
        if kind in KINDS:
            rows = KINDS[kind].rows(line.community).filter(code=code)
            list(rows.select_for_update(of=("self",), no_key=True))


def confirm(*, kind: str, code: str, amount: Decimal, line: BankLine, actor: User) -> Transfer:
    """The bank shows this money: into the books by its own action. Raises Refused ("gone"), or as that does."""
    if kind not in KINDS:
        raise _gone()
    return KINDS[kind].confirm(line, code, amount, actor)


def is_of(transfer: Transfer, kind: str, code: str) -> bool:
    """Whether this entry was made by confirming that thing."""
    return kind in KINDS and KINDS[kind].is_of(transfer, code)


def _gone() -> Refused:
    return Refused(_("This is no longer waiting. Please open the page again and look."), "gone")


def _on(line: BankLine) -> date | None:
    """The day on which the money is entered: the bank's, or today (None) when that month is closed."""
    return None if ledger.is_closed(line.community, line.booked_on) else line.booked_on


def _shares(community: Community, account: str) -> list[Expected]:
    if account != Account.Kind.BANK:
        return []
    rows = SharePayment.objects.of_community(community).exclude(status=SharePayment.Status.ARRIVED)
    return [
        Expected(
            kind="share",
            code=row.code,
            words=_("Share of %(shop)s") % {"shop": row.owed.name},
            amount=row.amount,
            on=row.sent_at.astimezone(BANGKOK).date(),
            slip=row.slip_id,
        )
        for row in rows.select_related("owed")
    ]


def _confirm_share(line: BankLine, code: str, amount: Decimal, actor: User) -> Transfer:
    payment = SharePayment.objects.of_community(line.community).filter(code=code).first()
    if payment is None or line.kind != Account.Kind.BANK:
        raise _gone()
    shares.confirm(payment=payment, amount=amount, actor=actor)
    return Transfer.objects.get(key=f"share:{code}:money")


def _donations(community: Community, account: str) -> list[Expected]:
    rows = Donation.objects.filter(
        community=community,
        way__in=(Donation.Way.PROMPTPAY, Donation.Way.TRANSFER),
        status__in=(Donation.Status.PROMISED, Donation.Status.SENT, Donation.Status.NOT_FOUND),
    )
    return [
        Expected(
            kind="donation",
            code=row.code,
            words=_donation_words(row),
            amount=row.amount,
            on=row.created_at.astimezone(BANGKOK).date(),
            slip=row.slip_id,
        )
        for row in rows.select_related("campaign")
    ]


def _donation_words(donation: Donation) -> str:
    giver = donation.name or _("somebody without a name")
    if donation.campaign:
        said = _("Gift of %(giver)s for %(campaign)s")
        return said % {"giver": giver, "campaign": donation.campaign.name}
    return _("Gift of %(giver)s") % {"giver": giver}


def _confirm_donation(line: BankLine, code: str, amount: Decimal, actor: User) -> Transfer:
    donation = Donation.objects.filter(community=line.community, code=code).first()
    if donation is None:
        raise _gone()
    done = donations.confirm(donation=donation, amount=amount, actor=actor, on=_on(line), into=line.kind)
    return Transfer.objects.get(pk=done.transfer_id)  # type: ignore[misc]  # confirmed, so posted


def _pledges(community: Community, account: str) -> list[Expected]:
    return [
        Expected(
            kind="matching",
            code=state.pledge.code,
            words=_("Matching money from %(source)s") % {"source": state.pledge.source.name},
            amount=state.expected,
            on=state.pledge.due_on,
        )
        for state in matching.states(community)
        if state.expected > 0
    ]


def _confirm_pledge(line: BankLine, code: str, amount: Decimal, actor: User) -> Transfer:
    pledge = MatchingPledge.objects.filter(source__community=line.community, code=code).first()
    if pledge is None:
        raise _gone()
    arrival = matching.arrive(
        pledge=pledge,
        amount=amount,
        on=_on(line) or timezone.localdate(),
        key=f"bank:{line.code}:{code}",
        actor=actor,
        into=line.kind,
    )
    return Transfer.objects.get(pk=arrival.transfer_id)


def _contributions(community: Community, account: str) -> list[Expected]:
    if account != Account.Kind.BANK:
        return []
    rows = Contribution.objects.filter(
        community=community,
        way=Contribution.Way.TRANSFER,
        status__in=(Contribution.Status.SENT, Contribution.Status.NOT_FOUND),
    )
    return [
        Expected(
            kind="contribution",
            code=row.code,
            words=_("Contribution of %(household)s") % {"household": row.member.household},
            amount=row.amount,
            on=row.paid_on,
            slip=row.slip_id,
        )
        for row in rows.select_related("member__household")
    ]


def _confirm_contribution(line: BankLine, code: str, amount: Decimal, actor: User) -> Transfer:
    row = Contribution.objects.filter(community=line.community, code=code).first()
    if row is None or line.kind != Account.Kind.BANK:
        raise _gone()
    done = contributions.confirm(contribution=row, amount=amount, actor=actor)
    return Transfer.objects.get(pk=done.transfer_id)  # type: ignore[misc]  # confirmed, so posted


def _has_document(words: str) -> Callable[[Transfer, str], bool]:
    return lambda transfer, code: transfer.document == f"{words} {code}"


def _is_of_pledge(transfer: Transfer, code: str) -> bool:
    return MatchingArrival.objects.filter(transfer=transfer, pledge__code=code).exists()


def _of(model: type[Model], path: str = "community") -> Callable[[Community], QuerySet]:
    return lambda community: model._default_manager.filter(**{path: community})


KINDS: dict[str, Kind] = {
    "share": Kind(SharePayment.objects.of_community, _shares, _confirm_share, _has_document("share payment")),
    "donation": Kind(_of(Donation), _donations, _confirm_donation, _has_document("donation")),
    "contribution": Kind(
        _of(Contribution), _contributions, _confirm_contribution, _has_document("contribution")
    ),
    "matching": Kind(_of(MatchingPledge, "source__community"), _pledges, _confirm_pledge, _is_of_pledge),
}
