"""What a volunteer has done and is going to do: shifts to come, hours by year, courses, certificates, cases in hand."""

from dataclasses import dataclass

from django.db.models import QuerySet, Sum
from django.db.models.functions import ExtractYear
from django.utils import timezone

from households.people_words import year_in_words
from welfare.models import Certificate, Enrolment, HelpCase, Hours, SignUp, Volunteer
from welfare.volunteering import certificates, wording

MOST = 50


@dataclass(frozen=True)
class Year:
    """Confirmed and waiting minutes of a year of the common era."""

    year: int
    confirmed: int
    waiting: int

    @property
    def in_words(self) -> str:
        """Confirmed time: "12 hours 30 minutes"."""
        return str(wording.long(self.confirmed))

    @property
    def waiting_in_words(self) -> str:
        """Time that waits to be confirmed; empty when none does."""
        return str(wording.long(self.waiting)) if self.waiting else ""

    @property
    def name(self) -> str:
        """The year as people write it."""
        return year_in_words(self.year)


def to_come(volunteer: Volunteer) -> list[tuple[SignUp, str]]:
    """Places in shifts that have not ended, the next first, each with its time in words; also on waiting lists."""
    going = (SignUp.Status.GOING, SignUp.Status.WAITING)
    rows = SignUp.objects.filter(volunteer=volunteer, status__in=going, shift__ends_at__gte=timezone.now())
    rows = rows.exclude(shift__mission__status="cancelled")
    rows = rows.select_related("shift__mission").order_by("shift__starts_at", "id")[:MOST]
    return [(row, str(wording.when(row.shift))) for row in rows]


def years(volunteer: Volunteer) -> list[Year]:
    """Hours by year, the latest first."""
    counted = (Hours.Status.CONFIRMED, Hours.Status.WAITING)
    rows = (
        Hours.objects.filter(volunteer=volunteer, status__in=counted)
        .annotate(year=ExtractYear("day"))
        .order_by()
        .values_list("year", "status")
        .annotate(total=Sum("minutes"))
    )
    sums: dict[int, dict[str, int]] = {}
    for year, status, total in rows:
        sums.setdefault(year, {})[status] = total
    confirmed, waiting = counted
    return [
        Year(year, found.get(confirmed, 0), found.get(waiting, 0))
        for year, found in sorted(sums.items(), reverse=True)
    ]


def learning(volunteer: Volunteer) -> QuerySet[Enrolment]:
    """Courses that the volunteer learns now."""
    rows = Enrolment.objects.filter(volunteer=volunteer, status=Enrolment.Status.LEARNING)
    return rows.select_related("course", "session").order_by("-id")[:MOST]


def papers(volunteer: Volunteer) -> list[tuple[Certificate, bool]]:
    """Certificates, the newest first, each with whether it holds today."""
    rows = list(Certificate.objects.filter(volunteer=volunteer).order_by("-id")[:MOST])
    holding = set(certificates.valid().filter(volunteer=volunteer).values_list("pk", flat=True))
    return [(row, row.pk in holding) for row in rows]


def in_hand(volunteer: Volunteer) -> int:
    """How many requests to the desk are in this person's hand here."""
    return HelpCase.objects.filter(community=volunteer.community_id).given_to(volunteer.user).count()
