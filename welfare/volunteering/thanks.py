"""Thanks for a year: a certificate of confirmed hours for each volunteer, once for each year."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, ExtractYear
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from households import notices
from households.models import Community, User
from lib.codes import new_code
from lib.dates import BUDDHIST_YEARS
from lib.errors import Refused
from welfare.models import Certificate, Hours, Volunteer
from welfare.volunteering import certificates, courses

Kind = Certificate.Kind


def years(community: Community) -> list[int]:
    """Years of the common era with confirmed hours, the latest first, and the present one."""
    rows = Hours.objects.filter(volunteer__community=community, status=Hours.Status.CONFIRMED)
    found = set(rows.order_by().values_list(ExtractYear("day"), flat=True).distinct())
    return sorted(found | {timezone.localdate().year}, reverse=True)


def helpers(community: Community, year: int) -> QuerySet[Any]:
    """Volunteers with confirmed hours in a year, each with `minutes` and the `paper` (its code) they have for it."""
    hours = Hours.objects.filter(
        volunteer=OuterRef("pk"), status=Hours.Status.CONFIRMED, day__year=year
    ).order_by()
    total = hours.values("volunteer").annotate(total=Sum("minutes")).values("total")
    papers = Certificate.objects.filter(
        volunteer=OuterRef("pk"), kind=Kind.HOURS, year=year, revoked_on__isnull=True
    )
    return (
        Volunteer.objects.filter(community=community)
        .annotate(
            minutes=Coalesce(Subquery(total, output_field=IntegerField()), 0),
            paper=Subquery(papers.values("code")[:1]),
        )
        .filter(minutes__gt=0)
    )


def papers(community: Community, year: int) -> QuerySet[Certificate]:
    """The certificates of hours of a year that hold, by number."""
    rows = Certificate.objects.filter(
        community=community, kind=Kind.HOURS, year=year, revoked_on__isnull=True
    )
    return rows.select_related("community", "volunteer", "course", "issued_by").order_by("number")


@transaction.atomic
def issue_all(*, community: Community, year: int, actor: User) -> int:
    """A certificate for everybody who has confirmed hours in the year and none for it yet. Returns how many.

    Raises Refused ("not_theirs"), or ("year") for a year that has not come.
    """
    if not courses.is_keeper(actor, community):
        raise Refused(_("Certificates are issued by the committee and the case workers."), "not_theirs")
    if year > timezone.localdate().year:
        raise Refused(_("This year has not come yet."), "year")
    certificates.lock_numbers(community)
    number = certificates.last_number(community, year)
    title = _title(year)
    waiting = helpers(community, year).filter(paper__isnull=True).exclude(name="").select_related("user")
    made = [
        Certificate(
            code=new_code(certificates.CODE_LENGTH),
            community=community,
            year=year,
            number=number + place,
            kind=Kind.HOURS,
            volunteer=volunteer,
            name=volunteer.name,
            title=title,
            minutes=volunteer.minutes,
            issued_by=actor,
        )
        for place, volunteer in enumerate(waiting.order_by("-minutes", "pk"), start=1)
    ]
    Certificate.objects.bulk_create(made)
    for certificate in made:
        _tell(certificate)
    return len(made)


def _title(year: int) -> str:
    """In the site's own language: what the paper says is kept as it was said."""
    with translation.override(settings.LANGUAGE_CODE):
        shown = year if settings.LANGUAGE_CODE.startswith("en") else year + BUDDHIST_YEARS
        return gettext("Volunteer work in %(year)s") % {"year": shown}


def _tell(certificate: Certificate) -> None:
    notices.send(
        to=certificate.volunteer.user,
        text=format_lazy(
            _("Thank you for your help in {year}. Here is your certificate of hours."),
            year=certificate.year + BUDDHIST_YEARS,
        ),
        url=reverse("welfare:certificate", args=[certificate.code]),
    )
