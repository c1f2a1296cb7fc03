"""Certificates: numbered without gaps in a community and year, checked by anybody who has the code."""

import calendar
import datetime as dt

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from households import notices
from households.models import Community, User
from lib.codes import new_code
from lib.errors import Refused
from welfare.models import Certificate, Course, Volunteer

# The page of a certificate is open to whoever has its code: twelve letters are 52 bits.
CODE_LENGTH = 12
# Who has so few days left may learn the course again.
DAYS_TO_RENEW = 90


def valid(on: dt.date | None = None) -> QuerySet[Certificate]:
    """Certificates that hold on a day (today): not taken back, not expired."""
    on = on or timezone.localdate()
    return Certificate.objects.filter(
        Q(expires_on__isnull=True) | Q(expires_on__gte=on), revoked_on__isnull=True
    )


def holds(volunteer: Volunteer, course: Course) -> bool:
    """Whether this volunteer has a certificate of this course that holds today."""
    return valid().filter(volunteer=volunteer, course=course).exists()


def holds_on(volunteer: Volunteer, course: Course) -> bool:
    """Whether one holds for so long that there is no need to learn the course again."""
    later = timezone.localdate() + dt.timedelta(days=DAYS_TO_RENEW)
    return valid(later).filter(volunteer=volunteer, course=course).exists()


def of_course(user: User, course: Course) -> Certificate | None:
    """This person's newest certificate of the course that was not taken back."""
    if not user.is_authenticated:
        return None
    rows = Certificate.objects.filter(course=course, volunteer__user=user, revoked_on__isnull=True)
    return rows.order_by("-pk").first()


def may_learn(volunteer: Volunteer | None, course: Course) -> bool:
    """Whether this volunteer may begin the course, now or again."""
    return volunteer is not None and course.status == Course.Status.OPEN and not holds_on(volunteer, course)


def kept_by(user: User) -> QuerySet[Certificate]:
    """Certificates that this person may print for others: those who keep the college."""
    kept = Community.objects.with_role(user, "committee", "chair", "case_worker")
    return Certificate.objects.filter(community__in=kept)


def printed_by(user: User) -> QuerySet[Certificate]:
    """Certificates that this person may print: the own ones, and those they keep."""
    if not user.is_authenticated:
        return Certificate.objects.none()
    rows = Certificate.objects.filter(Q(volunteer__user=user) | Q(pk__in=kept_by(user).values("pk")))
    return rows.select_related("community", "volunteer", "course", "issued_by", "revoked_by")


def revocable_by(user: User) -> QuerySet[Certificate]:
    """Certificates that this person may take back: the committee's of the community, not taken back yet."""
    return Certificate.objects.filter(
        community__in=Community.objects.governed_by(user), revoked_on__isnull=True
    ).select_related("community", "volunteer__user")


def issue_for_course(*, volunteer: Volunteer, course: Course, actor: User | None) -> Certificate:
    """For a course passed today. Call it in the transaction that says so."""
    today = timezone.localdate()
    return issue(
        volunteer=volunteer,
        year=today.year,
        kind=Certificate.Kind.COURSE,
        title=course.title,
        course=course,
        expires_on=months_later(today, course.valid_months) if course.valid_months else None,
        actor=actor,
    )


@transaction.atomic
def issue(
    *,
    volunteer: Volunteer,
    year: int,
    kind: str,
    title: str,
    actor: User | None,
    course: Course | None = None,
    minutes: int | None = None,
    expires_on: dt.date | None = None,
) -> Certificate:
    """The next number of the community's year. When the transaction is taken back, so is the number."""
    lock_numbers(volunteer.community)
    return Certificate.objects.create(
        code=new_code(CODE_LENGTH),
        community_id=volunteer.community_id,
        year=year,
        number=last_number(volunteer.community, year) + 1,
        kind=kind,
        volunteer=volunteer,
        name=volunteer.name,
        title=title,
        course=course,
        minutes=minutes,
        issued_by=actor,
        expires_on=expires_on,
    )


@transaction.atomic
def revoke(*, certificate: Certificate, reason: str, actor: User) -> Certificate:
    """Take one back for good; its number stays, and its page says so. The volunteer is told why.

    Raises Refused ("not_theirs"), ("revoked") for one that was taken back before, ("reason") without a reason.
    """
    rows = Certificate.objects.select_for_update(of=("self",), no_key=True)
    certificate = rows.select_related("community", "volunteer__user").get(pk=certificate.pk)
    if not Community.objects.governed_by(actor).filter(pk=certificate.community_id).exists():
        raise Refused(_("Only the committee takes certificates back."), "not_theirs")
    if certificate.revoked_on:
        raise Refused(_("This certificate was taken back already."), "revoked")
    if not reason.strip():
        raise Refused(_("Say why it is taken back."), "reason")
    certificate.revoked_on, certificate.revoked_by = timezone.localdate(), actor
    certificate.revoke_reason = reason
    certificate.save(update_fields=["revoked_on", "revoked_by", "revoke_reason"])
    notices.send(
        to=certificate.volunteer.user,
        text=format_lazy(
            _("Your certificate {number} was taken back. Why: {reason}"), number=certificate, reason=reason
        ),
        url=reverse("welfare:certificate", args=[certificate.code]),
    )
    return certificate


def lock_numbers(community: Community) -> None:
    """Until the end of the transaction nobody else takes a number in this community."""
    Community.objects.select_for_update(no_key=True).get(pk=community.pk)


def last_number(community: Community, year: int) -> int:
    """The last number given out in a year; 0 before the first."""
    rows = Certificate.objects.filter(community=community, year=year)
    return rows.aggregate(last=Max("number"))["last"] or 0


def months_later(day: dt.date, months: int) -> dt.date:
    """The same day so many months later; the last day of a month that is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
