"""Certificates: numbered without gaps in a community and year, checked by anybody who has the code."""

import datetime as dt

from django.db.models import Q, QuerySet
from django.utils import timezone

from welfare.models import Certificate, Course, Volunteer


def valid(on: dt.date | None = None) -> QuerySet[Certificate]:
    """Certificates that hold on a day (today): not taken back, not expired."""
    on = on or timezone.localdate()
    return Certificate.objects.filter(
        Q(expires_on__isnull=True) | Q(expires_on__gte=on), revoked_on__isnull=True
    )


def holds(volunteer: Volunteer, course: Course) -> bool:
    """Whether this volunteer has a certificate of this course that holds today."""
    return valid().filter(volunteer=volunteer, course=course).exists()
