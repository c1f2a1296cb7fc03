"""Checking a random sample at home: drawn so that anybody can repeat the draw, visited, and compared.

The figure that a household reported is kept at the draw, when nobody knows yet who is drawn: corrections made while the
visitors are on their way do not make the reports look better than they were. Visitors write down what they found before
they see what was reported, so that the one does not lead the other (anchoring).
"""

import csv
import datetime as dt
import hashlib
import io
import secrets
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from households.income_rows import months_before
from households.models import (
    Community,
    Household,
    HouseholdMonth,
    IncomeMonth,
    Membership,
    RegisterEvent,
    User,
    Verification,
    VerificationSample,
)
from households.register_events import note, note_at
from households.reports.people import consenting
from lib.dates import month_start
from lib.errors import Refused
from lib.statistics import draw_sample, sample_size, verified_difference

Status = Verification.Status
SATANG = Decimal("0.01")
# Seeds fit into the positive integers of both databases.
SEEDS = 2**31 - 1
MONTHS_OFFERED = 12


class Finding(NamedTuple):
    """What the visits found, in baht a household in the month. `mean`, `low`, `high`: found less reported.

    Amounts are None while fewer than two households are verified: one household's figure is nobody's mean.
    """

    drawn: int
    done: int
    not_met: int
    refused: int
    corrected: int
    reported: Decimal | None = None
    verified: Decimal | None = None
    mean: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None

    @property
    def waiting(self) -> int:
        """Not visited yet."""
        return self.drawn - self.done - self.not_met - self.refused


def months_to_check(today: dt.date | None = None) -> list[dt.date]:
    """The last months that are over, the newest first."""
    present = month_start(today or timezone.now())
    return [months_before(present, back) for back in range(1, MONTHS_OFFERED + 1)]


def population(community: Community, month: dt.date) -> QuerySet[HouseholdMonth]:
    """Complete figures of the month, of households that live here and let them be counted."""
    here = Household.objects.filter(community=community, status=Household.Status.ACTIVE)
    return HouseholdMonth.objects.filter(
        month=month,
        answer=IncomeMonth.Answer.COMPLETE,
        net__isnull=False,
        household__in=consenting(here).order_by().values("pk"),
    )


def size_for(count: int, *, confidence: int, margin: int) -> int:
    """How many of `count` households to visit; both in percent."""
    return sample_size(count, confidence=confidence / 100, margin=margin / 100)


@transaction.atomic
def draw(
    *, community: Community, month: dt.date, confidence: int, margin: int, actor: User
) -> VerificationSample:
    """Draw households with figures of this month at random, once for each month. Raises Refused.

    The codes of all households that the draw was made from are kept with the register's event, so that it can be
    repeated; see `draw_table`.
    """
    Community.objects.select_for_update(of=("self",)).get(pk=community.pk)
    month = month_start(month)
    if month >= month_start(timezone.now()):
        raise Refused(_("This month is not over yet. Choose an earlier one."), "not_over")
    if VerificationSample.objects.filter(community=community, month=month).exists():
        raise Refused(_("A sample of this month has been drawn already."), "drawn_already")
    figures = {row.household.code: row for row in population(community, month).select_related("household")}
    if not figures:
        raise Refused(
            _("No household has complete figures of this month that may be counted. Choose another month."),
            "nobody",
        )
    size = size_for(len(figures), confidence=confidence, margin=margin)
    seed = secrets.randbelow(SEEDS) + 1
    sample = VerificationSample.objects.create(
        community=community,
        month=month,
        confidence=confidence,
        margin=margin,
        population=len(figures),
        size=size,
        seed=seed,
        drawn_by=actor,
    )
    chosen = [figures[code] for code in draw_sample(sorted(figures), size, seed)]
    Verification.objects.bulk_create(
        Verification(sample=sample, household=row.household, reported=row.net) for row in chosen
    )
    note(
        RegisterEvent.Kind.SAMPLE_DRAWN,
        community=community,
        actor=actor,
        facts={"sample": sample.code, "drawn_from": sorted(figures)},
    )
    return sample


def draw_table(sample: VerificationSample) -> str:
    """The draw as a CSV table that any tool can repeat: the code, its ticket (SHA-256 of "seed:code"), drawn or not.

    The households with the lowest tickets are drawn.
    """
    event = RegisterEvent.objects.filter(
        community=sample.community_id, kind=RegisterEvent.Kind.SAMPLE_DRAWN, facts__sample=sample.code
    ).order_by("id").first()  # fmt: skip
    codes = event.facts.get("drawn_from", []) if event else []
    drawn = set(sample.visits.values_list("household__code", flat=True))
    tickets = sorted((hashlib.sha256(f"{sample.seed}:{code}".encode()).hexdigest(), code) for code in codes)
    written = io.StringIO()
    rows = csv.writer(written)
    rows.writerow(["place", "code", "ticket", "drawn"])
    for place, (ticket, code) in enumerate(tickets, start=1):
        rows.writerow([place, code, ticket, "1" if code in drawn else "0"])
    return written.getvalue()


@transaction.atomic
def record(
    *,
    visit: Verification,
    status: str,
    verified: Decimal | None = None,
    note: str = "",
    visited_on: dt.date,
    actor: User,
) -> Verification:
    """Write down what came of a visit; `verified` is what was left after costs. Again corrects it. Raises Refused.

    Nobody visits a household of one's own. A correction keeps no second figure, but that it was made is on record.
    """
    home = Household.objects.select_for_update(of=("self",)).get(pk=visit.household_id)
    locked = (
        Verification.objects.select_for_update(of=("self",))
        .select_related("sample__community")
        .get(pk=visit.pk)
    )
    locked.household = home
    _check(locked, status, verified, visited_on, actor)
    is_correction = locked.status != Status.WAITING
    locked.status = status
    locked.verified = verified if status == Status.DONE else None
    locked.note, locked.visited_on, locked.visited_by = note, visited_on, actor
    locked.recorded_at = timezone.now()
    locked.save()
    note_at(
        RegisterEvent.Kind.CHECKED,
        home,
        actor=actor,
        happened_on=visited_on,
        visit=locked.sample.code,
        corrected=is_correction,
    )
    return locked


def is_own(visit: Verification, user: User) -> bool:
    """Whether the person belongs to the household that is to be visited."""
    return Membership.objects.active().filter(household=visit.household_id, person__user=user).exists()


def finding(sample: VerificationSample) -> Finding:
    """What the visits of a sample found so far."""
    counts = sample.visits.aggregate(
        drawn=Count("pk"),
        done=Count("pk", filter=Q(status=Status.DONE)),
        not_met=Count("pk", filter=Q(status=Status.NOT_MET)),
        refused=Count("pk", filter=Q(status=Status.REFUSED)),
    )
    corrected = RegisterEvent.objects.filter(
        community=sample.community_id, facts__visit=sample.code, facts__corrected=True
    )
    found = Finding(**counts, corrected=corrected.values("household").distinct().count())
    if found.done < 2:
        return found
    done = sample.visits.filter(status=Status.DONE).order_by("pk")
    reported, verified = zip(*done.values_list("reported", "verified"), strict=True)
    result = verified_difference([float(one) for one in reported], [float(one) for one in verified])
    interval = result.mean_interval
    return found._replace(
        reported=(sum(reported) / len(reported)).quantize(SATANG),
        verified=(sum(verified) / len(verified)).quantize(SATANG),
        mean=_baht(result.mean),
        low=_baht(interval.low) if interval else None,
        high=_baht(interval.high) if interval else None,
    )


def _check(
    visit: Verification, status: str, verified: Decimal | None, visited_on: dt.date, actor: User
) -> None:
    """Raise Refused unless this can be written down."""
    if is_own(visit, actor):
        raise Refused(
            _("You belong to this household yourself. Somebody else of the committee visits it."), "own"
        )
    if status not in (Status.DONE, Status.NOT_MET, Status.REFUSED):
        raise Refused(_("Please say what came of the visit."), "status")
    if status == Status.DONE and verified is None:
        raise Refused(_("Write the figure that was found."), "no_figure")
    if visited_on > timezone.localdate():
        raise Refused(_("This day is still to come. Please check the date."), "future")
    if visited_on < timezone.localtime(visit.sample.drawn_at).date():
        raise Refused(_("The visit cannot be earlier than the draw. Please check the date."), "before_draw")
    if status == Status.DONE and not _may_count(visit.household):
        raise Refused(
            _("This household no longer lets its figures be counted. Write down that it did not want to."),
            "no_consent",
        )


def _may_count(home: Household) -> bool:
    return consenting(Household.objects.filter(pk=home.pk)).exists()


def _baht(value: float) -> Decimal:
    return Decimal(repr(value)).quantize(SATANG)
