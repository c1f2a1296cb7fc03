"""Money that authorities and other bodies add to what members pay: promised, due, arrived in parts, or late."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from households.models import Community, User
from lib.codes import new_code
from lib.errors import Refused
from lib.money import baht
from welfare import ledger
from welfare.ledger import ZERO
from welfare.models import Account, MatchingArrival, MatchingPledge, MatchingSource


@dataclass(frozen=True)
class PledgeState:
    """One promise with what has come of it, in baht."""

    pledge: MatchingPledge
    received: Decimal
    today: dt.date

    @property
    def expected(self) -> Decimal:
        """What is still to come; nothing once it was given up."""
        return ZERO if self.pledge.given_up_on else max(self.pledge.amount - self.received, ZERO)

    @property
    def is_late(self) -> bool:
        """Whether its day has passed and something is missing."""
        return self.expected > 0 and self.pledge.due_on < self.today


@dataclass(frozen=True)
class SourceLine:
    """One source, in baht: all it promised, how much of that is due by today, what has come, and what is late.

    What was given up counts in `pledged` and no longer in `due` or `late`.
    """

    source: MatchingSource
    pledged: Decimal
    due: Decimal
    received: Decimal
    late: Decimal


@transaction.atomic
def add_source(*, community: Community, kind: str, name: str) -> MatchingSource:
    """A body that adds money. Raises Refused ("source") when it is there already."""
    try:
        with transaction.atomic():
            return MatchingSource.objects.create(community=community, kind=kind, name=name.strip())
    except IntegrityError as error:
        raise Refused(_("This source is there already."), "source") from error


@transaction.atomic
def pledge(
    *,
    source: MatchingSource,
    amount: Decimal,
    pledged_on: dt.date,
    due_on: dt.date,
    document: str,
    actor: User,
) -> MatchingPledge:
    """Write down what a source has promised, by which letter or resolution, and for which day. No income yet.

    Raises Refused ("amount"), ("day") when it is due before it was promised, ("document") without a letter, ("again") for the
    same promise by the same letter.
    """
    if amount <= 0 or amount != round(amount, 2):
        raise Refused(_("Write how much was promised: more than zero baht."), "amount")
    if due_on < pledged_on:
        raise Refused(_("It cannot be due before it was promised."), "day")
    if not document.strip():
        raise Refused(_("Write which letter or resolution promises it."), "document")
    MatchingSource.objects.select_for_update(no_key=True).get(pk=source.pk)
    content = {"source": source, "amount": amount, "due_on": due_on, "document": document.strip()}
    if MatchingPledge.objects.filter(**content, given_up_on__isnull=True).exists():
        raise Refused(_("This promise is written down already."), "again")
    return MatchingPledge.objects.create(**content, pledged_on=pledged_on, recorded_by=actor)


@transaction.atomic
def arrive(
    *,
    pledge: MatchingPledge,
    amount: Decimal,
    on: dt.date,
    key: str,
    actor: User,
    into: str = Account.Kind.BANK,
) -> MatchingArrival:
    """A part of a promise, or all of it, has come on the day `on`. Once for each key.

    Raises Refused ("amount"), ("too_much") for more than is still promised, ("key_reused"), and as `ledger.post`.
    """
    rows = MatchingPledge.objects.select_for_update(of=("self",), no_key=True)
    pledge = rows.select_related("source__community").get(pk=pledge.pk)
    earlier = MatchingArrival.objects.filter(key=key).first()
    if earlier:
        if (earlier.pledge_id, earlier.amount) == (pledge.pk, amount):
            return earlier
        raise Refused(
            _("This was recorded before with another amount. Open the page again and look."), "key_reused"
        )
    left = pledge.amount - _received([pledge]).get(pledge.pk, ZERO)
    if amount > left:
        raise Refused(
            _("Only %(left)s of this promise is left. Write down another promise for the rest.")
            % {"left": baht(left)},
            "too_much",
        )
    community, source, code = pledge.source.community, pledge.source, new_code()
    transfer = ledger.post(
        key=f"matching:{code}",
        community=community,
        debit=ledger.account(community, into),
        credit=ledger.account(community, Account.Kind.MATCHING, holder=source.code, name=source.name),
        amount=amount,
        document=f"matching {code}",
        actor=actor,
        value_date=on,
    )
    return MatchingArrival.objects.create(
        code=code, key=key, pledge=pledge, transfer=transfer, amount=amount, recorded_by=actor
    )


@transaction.atomic
def give_up(*, pledge: MatchingPledge, reason: str) -> MatchingPledge:
    """What has not come is no longer expected, and why. What comes after all is still taken.

    Raises Refused ("reason") without one, ("arrived") when nothing is missing.
    """
    pledge = MatchingPledge.objects.select_for_update(of=("self",), no_key=True).get(pk=pledge.pk)
    if not reason.strip():
        raise Refused(_("Write why it is no longer expected."), "reason")
    if pledge.given_up_on:
        return pledge
    if _received([pledge]).get(pledge.pk, ZERO) >= pledge.amount:
        raise Refused(_("All of this promise has arrived."), "arrived")
    pledge.given_up_on, pledge.given_up_reason = timezone.localdate(), reason.strip()
    pledge.save(update_fields=["given_up_on", "given_up_reason"])
    return pledge


def states(community: Community) -> list[PledgeState]:
    """Every promise with what has come of it: those still expected first, the earliest day on top."""
    pledges = list(_pledges(community).order_by("due_on", "id"))
    received, today = _received(pledges), timezone.localdate()
    rows = [PledgeState(row, received.get(row.pk, ZERO), today) for row in pledges]
    return sorted(rows, key=lambda state: state.expected == 0)


def state(pledge: MatchingPledge) -> PledgeState:
    """One promise with what has come of it."""
    return PledgeState(pledge, _received([pledge]).get(pledge.pk, ZERO), timezone.localdate())


def late(community: Community) -> list[PledgeState]:
    """Promises whose day has passed without all of the money, the longest late first."""
    return [state for state in states(community) if state.is_late]


def by_source(community: Community) -> list[SourceLine]:
    """What each source promised, owes by today, has paid and is late with. Numbers for everybody."""
    found: dict[int, list[PledgeState]] = defaultdict(list)
    for state in states(community):
        found[state.pledge.source_id].append(state)
    today = timezone.localdate()
    return [
        SourceLine(
            source=source,
            pledged=sum((state.pledge.amount for state in found[source.pk]), ZERO),
            due=sum(
                (
                    state.received + state.expected
                    for state in found[source.pk]
                    if state.pledge.due_on <= today
                ),
                ZERO,
            ),
            received=sum((state.received for state in found[source.pk]), ZERO),
            late=sum((state.expected for state in found[source.pk] if state.is_late), ZERO),
        )
        for source in MatchingSource.objects.filter(community=community).order_by("id")
    ]


def _pledges(community: Community) -> QuerySet[MatchingPledge]:
    return MatchingPledge.objects.filter(source__community=community).select_related("source")


def _received(pledges: list[MatchingPledge]) -> dict[int, Decimal]:
    """What has come of each promise, by its id; entries that were taken back do not count."""
    arrived = MatchingArrival.objects.filter(pledge__in=pledges, transfer__reversed_by__isnull=True)
    return dict(arrived.order_by().values_list("pledge_id").annotate(came=Sum("amount")))
