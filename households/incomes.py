"""What a household earned: the market proposes its sales, the household decides what its income was."""

from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from households import income_rows, rollups
from households.income_rows import ZERO, Figure
from households.models import Household, IncomeProposal, IncomeRecord, Origin, User
from households.month_answers import SameMoney, save_month
from lib.dates import month_start
from lib.errors import Refused

__all__ = ["Figure", "SameMoney", "accept_month", "correct", "decline", "propose", "record", "save_month"]

MARKET = IncomeRecord.Source.MARKET


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
    household, month = income_rows.locked(household), month_start(month)
    content = {"household_id": household.pk, "month": month, "gross": gross, "document": document}
    try:
        with transaction.atomic():
            made = IncomeProposal.objects.create(key=key, community_id=household.community_id, **content)
    except IntegrityError:
        first = IncomeProposal.objects.filter(key=key).first()
        if first is None:
            raise
        if any(getattr(first, name) != value for name, value in content.items()):
            raise Refused(_("These sales were proposed before with another amount."), "key_reused") from None
        return first
    rollups.refresh(household=household, months=[month])
    return made


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
    seen: int | None = None,
) -> IncomeRecord:
    """Take all sales of a month that wait for an answer into the household's record of market sales.

    `gross` replaces their sum when the household corrects it; `costs` is what it cost to make them. What was
    accepted earlier for the month is added: the new record replaces the former one. Refunds lower it, never
    below zero. `shown` is the sum and `seen` the newest sale that the person saw. Pressing twice counts once.
    Raises Refused ("changed") when other sales came meanwhile, ("nothing") when none wait, ("amount") below
    zero, ("outsider") for somebody who may not write for this household.
    """
    household, month = income_rows.locked(household), month_start(month)
    origin = income_rows.origin_of(household, actor)
    former = income_rows.current(household, month, MARKET)
    waiting = list(income_rows.waiting(household, month))
    if not waiting:
        if former:
            return former
        raise Refused(_("No sales of this month wait for an answer."), "nothing")
    proposed = income_rows.check_seen(waiting, shown, seen)
    added = proposed if gross is None else gross
    if costs < 0 or (gross is not None and gross < 0):
        raise Refused(_("Write amounts of zero or more."), "amount")
    if origin == Origin.HOUSEHOLD and gross is None:
        origin = Origin.MARKET
    record = income_rows.write(
        household=household,
        month=month,
        source=MARKET,
        figure=Figure(
            max(((former.gross if former else None) or ZERO) + added, ZERO),
            ((former.costs if former else None) or ZERO) + costs,
            note=note,
        ),
        origin=origin,
        actor=actor,
        replaces=former,
    )
    income_rows.answer(waiting, record, actor)
    rollups.refresh(household=household, months=[month])
    return record


@transaction.atomic
def decline(
    *, household: Household, month: date, actor: User, shown: Decimal | None = None, seen: int | None = None
) -> int:
    """The month's waiting sales are not the household's income, or it counted them itself. Returns how many.

    Raises Refused ("changed") when other sales came meanwhile, ("outsider") as `accept_month`.
    """
    household, month = income_rows.locked(household), month_start(month)
    if income_rows.origin_of(household, actor) == Origin.COMMITTEE:
        income_rows.note_entry(household, actor)
    waiting = list(income_rows.waiting(household, month))
    if waiting:
        income_rows.check_seen(waiting, shown, seen)
        income_rows.answer(waiting, None, actor)
        rollups.refresh(household=household, months=[month])
    return len(waiting)


@transaction.atomic
def record(
    *,
    household: Household,
    month: date,
    source: str,
    gross: Decimal | None = None,
    costs: Decimal | None = None,
    answer: str = IncomeRecord.Answer.AMOUNT,
    actor: User,
    note: str = "",
    evidence: str = "",
) -> IncomeRecord:
    """The household's own figure for one source and month; `costs` None where they were not asked.

    With `answer` "dont_know" or "refused" there is no figure, which is neither zero nor missing. The same
    figures again give back the record that is there. Raises Refused ("exists") when the month has other
    figures for this source (correct them instead), ("proposed") for market sales that wait for an answer,
    ("amount") below zero or without a number, ("future") for a month to come, ("outsider") for strangers.
    """
    household, month = income_rows.locked(household), month_start(month)
    origin = income_rows.origin_of(household, actor)
    if month > income_rows.months_open()[1]:
        income_rows.check_month(month)
    figure = Figure(gross, costs, answer, note, evidence)
    former = income_rows.current(household, month, source)
    if former and figure.is_said_by(former):
        return former
    if former:
        raise Refused(
            _("You have figures for this month and source already. Correct them in the list."), "exists"
        )
    if source == MARKET and income_rows.waiting(household, month).exists():
        raise Refused(
            _("The market's sales of this month wait for your answer above. Answer there first."), "proposed"
        )
    made = income_rows.write(
        household=household,
        month=month,
        source=source,
        figure=figure,
        origin=origin,
        actor=actor,
        replaces=None,
    )
    rollups.refresh(household=household, months=[month])
    return made


@transaction.atomic
def correct(
    *,
    record: IncomeRecord,
    gross: Decimal | None = None,
    costs: Decimal | None = None,
    answer: str = IncomeRecord.Answer.AMOUNT,
    actor: User,
    note: str = "",
    evidence: str | None = None,
) -> IncomeRecord:
    """A new version of a record; the former one stays in the history. The same figures change nothing.

    Raises Refused ("replaced") when somebody else corrected it first, ("amount") below zero, ("outsider")
    for strangers.
    """
    household = income_rows.locked(record.household)
    origin = income_rows.origin_of(household, actor)
    figure = Figure(gross, costs, answer, note, evidence)
    newer = income_rows.current(household, record.month, record.source)
    if newer and figure.is_said_by(newer):
        return newer
    if newer != record:
        raise Refused(
            _("Somebody in your household corrected these figures meanwhile. Please look at them again."),
            "replaced",
        )
    made = income_rows.write(
        household=household,
        month=record.month,
        source=record.source,
        figure=figure,
        origin=origin,
        actor=actor,
        replaces=record,
    )
    rollups.refresh(household=household, months=[record.month])
    return made
