"""Hours of volunteers: said, confirmed by somebody else, and only then counted."""

from django.db.models import Sum

from welfare.models import Hours, Volunteer


def confirmed_minutes(volunteer: Volunteer, *, year: int | None = None) -> int:
    """Minutes that were confirmed, in all or in one year of the common era."""
    rows = Hours.objects.filter(volunteer=volunteer, status=Hours.Status.CONFIRMED)
    if year is not None:
        rows = rows.filter(day__year=year)
    return rows.aggregate(total=Sum("minutes"))["total"] or 0
