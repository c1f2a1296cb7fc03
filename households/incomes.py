"""What a household earned: the market proposes its sales, the household decides what its income was."""

from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from households.models import Household, IncomeAnswer, IncomeProposal, IncomeRecord, User
from lib.dates import month_start
from lib.errors import Refused

ZERO = Decimal("0.00")


@transaction.atomic
def propose(
    *, household: Household, month: date, gross: Decimal, document: str, key: str
) -> IncomeProposal | None:
    """Tell the household what the market saw it sell, in baht (below zero: a refund); once for each `key`.

    `month` is any day of it. Nothing is proposed for zero. Raises Refused ("key_reused") for the same key
    with other content.
    """
    if gross == 0:
        return None
    content = {
        "household_id": household.pk,
        "month": month_start(month),
        "gross": gross,
        "document": document,
    }
    try:
        with transaction.atomic():
            return IncomeProposal.objects.create(key=key, community_id=household.community_id, **content)
    except IntegrityError:
        first = IncomeProposal.objects.filter(key=key).first()
        if first is None:
            raise
    if all(getattr(first, name) == value for name, value in content.items()):
        return first
    raise Refused(_("These sales were proposed before with another amount."), "key_reused")


@transaction.atomic
def accept_month(
    *,
    household: Household,
    month: date,
    costs: Decimal,
    gross: Decimal | None = None,
    actor: User,
    note: str = "",
    shown: Decimal | None = None,
) -> IncomeRecord:
    """Take all sales of a month that wait for an answer into the household's record of market sales.

    `gross` replaces their sum when the household corrects it; `costs` is what it cost to make them. What was
    accepted earlier for the month is added: the new record replaces the former one. Refunds lower it, never
    below zero. `shown` is the sum that the person saw. Pressing twice counts once. Raises Refused
    ("changed") when other sales came meanwhile, ("nothing") when none wait, ("amount") below zero.
    """
    household, month = _locked(household), month_start(month)
    former = _current(household, month, IncomeRecord.Source.MARKET)
    waiting = list(_waiting(household, month))
    if not waiting:
        if former:
            return former
        raise Refused(_("No sales of this month wait for an answer."), "nothing")
    proposed = _check_shown(waiting, shown)
    added = proposed if gross is None else gross
    if costs < 0 or (gross is not None and gross < 0):
        raise Refused(_("Write amounts of zero or more."), "amount")
    record = _write(
        household=household,
        month=month,
        source=IncomeRecord.Source.MARKET,
        gross=max((former.gross if former else ZERO) + added, ZERO),
        costs=((former.costs if former else None) or ZERO) + costs,
        note=note,
        actor=actor,
        replaces=former,
    )
    _answer(waiting, record, actor)
    return record


@transaction.atomic
def decline(*, household: Household, month: date, actor: User, shown: Decimal | None = None) -> int:
    """The month's waiting sales are not the household's income, or it counted them itself. Returns how many.

    Raises Refused ("changed") when other sales came meanwhile.
    """
    household, month = _locked(household), month_start(month)
    waiting = list(_waiting(household, month))
    if waiting:
        _check_shown(waiting, shown)
    _answer(waiting, None, actor)
    return len(waiting)


@transaction.atomic
def record(
    *,
    household: Household,
    month: date,
    source: str,
    gross: Decimal,
    costs: Decimal | None = None,
    actor: User,
    note: str = "",
) -> IncomeRecord:
    """The household's own figure for one source and month; `costs` None where they were not asked.

    The same figures again give back the record that is there. Raises Refused ("exists") when the month has
    other figures for this source (correct them instead), ("proposed") for market sales that wait for an
    answer, ("amount") below zero.
    """
    household, month = _locked(household), month_start(month)
    former = _current(household, month, source)
    if former and (former.gross, former.costs, former.note) == (gross, costs, note):
        return former
    if former:
        raise Refused(
            _("You have figures for this month and source already. Correct them in the list."), "exists"
        )
    if source == IncomeRecord.Source.MARKET and _waiting(household, month).exists():
        raise Refused(
            _("The market's sales of this month wait for your answer above. Answer there first."), "proposed"
        )
    return _write(
        household=household,
        month=month,
        source=source,
        gross=gross,
        costs=costs,
        note=note,
        actor=actor,
        replaces=None,
    )


@transaction.atomic
def correct(
    *, record: IncomeRecord, gross: Decimal, costs: Decimal | None, actor: User, note: str = ""
) -> IncomeRecord:
    """A new version of a record; the former one stays in the history. The same figures change nothing.

    Raises Refused ("replaced") when somebody else corrected it first, ("amount") below zero.
    """
    household = _locked(record.household)
    newer = _current(household, record.month, record.source)
    if newer and (newer.gross, newer.costs, newer.note) == (gross, costs, note):
        return newer
    if newer != record:
        raise Refused(
            _("Somebody in your household corrected these figures meanwhile. Please look at them again."),
            "replaced",
        )
    return _write(
        household=household,
        month=record.month,
        source=record.source,
        gross=gross,
        costs=costs,
        note=note,
        actor=actor,
        replaces=record,
    )


def _locked(household: Household) -> Household:
    return Household.objects.select_for_update(no_key=True).get(pk=household.pk)


def _waiting(household: Household, month: date):
    return IncomeProposal.objects.unanswered().filter(household=household, month=month).order_by("id")


def _current(household: Household, month: date, source: str) -> IncomeRecord | None:
    return IncomeRecord.objects.current().filter(household=household, month=month, source=source).first()


def _check_shown(waiting: list[IncomeProposal], shown: Decimal | None) -> Decimal:
    proposed = sum((proposal.gross for proposal in waiting), ZERO)
    if shown is not None and shown != proposed:
        raise Refused(
            _("The market's sum for this month changed meanwhile. Please look at the new sum, then answer."),
            "changed",
        )
    return proposed


def _answer(waiting: list[IncomeProposal], record: IncomeRecord | None, actor: User) -> None:
    IncomeAnswer.objects.bulk_create(
        IncomeAnswer(proposal=proposal, record=record, answered_by=actor) for proposal in waiting
    )


def _write(*, household: Household, gross: Decimal, costs: Decimal | None, actor: User, **fields):
    if gross < 0 or (costs is not None and costs < 0):
        raise Refused(_("Write amounts of zero or more."), "amount")
    return IncomeRecord.objects.create(
        household=household,
        community_id=household.community_id,
        gross=gross,
        costs=costs,
        recorded_by=actor,
        **fields,
    )
