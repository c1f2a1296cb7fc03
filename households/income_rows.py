"""What the acts on incomes share: whose word it is, what stands now, and how a new version is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from households import privacy
from households.models import (
    Household,
    IncomeAnswer,
    IncomeLook,
    IncomeMonth,
    IncomeProposal,
    IncomeRecord,
    Origin,
    User,
)
from lib.dates import month_start
from lib.errors import Refused

ZERO = Decimal("0.00")
# So many months before the present one may still be written down or corrected as a whole.
MONTHS_BACK = 24


@dataclass(frozen=True)
class Figure:
    """What is said of one source in one month, in baht. With another answer than "amount" there are no numbers.

    `costs` None: not asked (wages) or not known (sales). `note` and `evidence` None leave what stands there.
    """

    gross: Decimal | None = None
    costs: Decimal | None = None
    answer: str = IncomeRecord.Answer.AMOUNT
    note: str | None = None
    evidence: str | None = None

    def over(self, former: IncomeRecord | None) -> dict:
        """The fields of a record that says this after `former`."""
        is_amount = self.answer == IncomeRecord.Answer.AMOUNT
        return {
            "answer": self.answer,
            "gross": self.gross if is_amount else None,
            "costs": self.costs if is_amount else None,
            "note": (former.note if former else "") if self.note is None else self.note,
            "evidence": (former.evidence if former else "") if self.evidence is None else self.evidence,
        }

    def is_said_by(self, former: IncomeRecord | None) -> bool:
        """Whether the record says just this already."""
        return former is not None and all(
            getattr(former, name) == value for name, value in self.over(former).items()
        )


def locked(household: Household) -> Household:
    """The household's row, locked: acts on its incomes happen one after the other."""
    return Household.objects.select_for_update(no_key=True).get(pk=household.pk)


def origin_of(household: Household, actor: User) -> str:
    """Whose word it is when this person writes: the household's own, or the committee's for it.

    Raises Refused ("outsider") for everybody else.
    """
    if household.memberships.active().filter(person__user=actor).exists():
        return Origin.HOUSEHOLD
    if Household.objects.governed_by(actor).filter(pk=household.pk).exists():
        return Origin.COMMITTEE
    raise Refused(
        _("Only members of the household and the committee of its community may write this down."), "outsider"
    )


def months_open() -> tuple[date, date]:
    """The oldest and the newest month that may be written down today, each by its first day."""
    newest = month_start(timezone.now())
    return months_before(newest, MONTHS_BACK), newest


def months_before(month: date, count: int) -> date:
    """The first day of the month that many months earlier (later when below zero)."""
    number = month.year * 12 + month.month - 1 - count
    return date(number // 12, number % 12 + 1, 1)


def check_month(month: date) -> None:
    """Raise Refused ("future", "too_old") for a month that cannot be written down."""
    oldest, newest = months_open()
    if month > newest:
        raise Refused(_("This month has not begun yet."), "future")
    if month < oldest:
        raise Refused(_("This month is too long ago to write it down now."), "too_old")


def waiting(household: Household, month: date):
    """Sales that the market proposed and nobody answered, the oldest first."""
    return IncomeProposal.objects.unanswered().filter(household=household, month=month).order_by("id")


def family(household: Household) -> list[int]:
    """Keys of the household and of all entries that were joined into it, the nearest first."""
    keys, level = [household.pk], [household.pk]
    while level:
        joined = Household.objects.filter(merged_into__in=level).order_by("pk")
        level = list(joined.values_list("pk", flat=True))
        keys += level
    return keys


def standing(household: Household, month: date, keys: Sequence[int] = ()) -> dict[str, IncomeRecord]:
    """What stands now for each source; of joined entries the nearest one's word, as in the sums of reports.

    `keys` is the household's `family`, where somebody has it already.
    """
    keys = keys or family(household)
    rows = IncomeRecord.objects.current().filter(household__in=keys, month=month)
    nearest_last = sorted(rows, key=lambda row: keys.index(row.household_id), reverse=True)
    return {row.source: row for row in nearest_last}


def declared(household: Household, month: date, keys: Sequence[int] = ()) -> IncomeMonth | None:
    """What is said of the month as a whole; of joined entries the nearest one's word."""
    keys = keys or family(household)
    rows = IncomeMonth.objects.current().filter(household__in=keys, month=month)
    return min(rows.select_related("recorded_by"), key=lambda row: keys.index(row.household_id), default=None)


def current(household: Household, month: date, source: str) -> IncomeRecord | None:
    """What stands now for a source."""
    return IncomeRecord.objects.current().filter(household=household, month=month, source=source).first()


def mark(household: Household, month: date, keys: Sequence[int] = ()) -> str:
    """A word that changes with everything written about the month, also when the sums stay the same."""
    rows = (IncomeProposal, IncomeRecord, IncomeMonth)
    keys = keys or family(household)
    newest = [
        model.objects.filter(household__in=keys, month=month).aggregate(newest=Max("id"))["newest"] or 0
        for model in rows
    ]
    return "-".join(map(str, newest))


def check_seen(rows: Sequence[IncomeProposal], shown: Decimal | None, seen: int | None) -> Decimal:
    """The sum of waiting sales. Raises Refused ("changed") when the person saw another sum or other sales.

    `shown` is the sum on the page, `seen` the number of the newest sale on it: two different sets of sales
    may have the same sum.
    """
    proposed = sum((proposal.gross for proposal in rows), ZERO)
    is_other = seen is not None and rows and rows[-1].pk != seen
    if is_other or (shown is not None and shown != proposed):
        raise Refused(
            _("The market's sum for this month changed meanwhile. Please look at the new sum, then answer."),
            "changed",
        )
    return proposed


def answer(rows: Sequence[IncomeProposal], record: IncomeRecord | None, actor: User) -> None:
    """Note what became of proposals: part of a record, or (without one) not income."""
    IncomeAnswer.objects.bulk_create(
        IncomeAnswer(proposal=proposal, record=record, answered_by=actor) for proposal in rows
    )


def write(
    *,
    household: Household,
    month: date,
    source: str,
    figure: Figure,
    origin: str,
    actor: User,
    replaces: IncomeRecord | None,
) -> IncomeRecord:
    """A new version of what is said of a source. Raises Refused ("amount") below zero or without a number."""
    fields = figure.over(replaces)
    if replaces and replaces.household_id != household.pk:
        # What a joined entry said stays its own history; here a new one begins.
        replaces = None
    is_amount = figure.answer == IncomeRecord.Answer.AMOUNT
    if is_amount and (figure.gross is None or figure.gross < 0 or (figure.costs or 0) < 0):
        raise Refused(_("Write amounts of zero or more."), "amount")
    if origin == Origin.COMMITTEE:
        note_entry(household, actor)
    return IncomeRecord.objects.create(
        household=household,
        community_id=household.community_id,
        month=month,
        source=source,
        origin=origin,
        recorded_by=actor,
        replaces=replaces,
        **fields,
    )


def note_entry(household: Household, actor: User) -> None:
    """The household can read later who from outside wrote its figures."""
    privacy.note_looks(households=[household], viewer=actor, reason=IncomeLook.Reason.ENTRY)
