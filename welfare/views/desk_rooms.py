"""The rooms of the help desk: which community's somebody may open; 404 for others."""

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils import timezone

from households.models import Community, Role
from welfare.helpdesk import cases
from welfare.models import CircleMember, HelpCase


def of_desk(request, code: str) -> Community:
    """Where this person sits at the desk."""
    return get_object_or_404(Community.objects.with_role(request.user, *cases.DESK), code=code)


def of_committee(request, code: str) -> Community:
    """Where this person sits on the committee."""
    return get_object_or_404(Community.objects.governed_by(request.user), code=code)


def of_helpers(request, code: str) -> Community:
    """Where this person may write down what somebody told."""
    kinds = (*cases.DESK, Role.Kind.VOLUNTEER)
    return get_object_or_404(Community.objects.with_role(request.user, *kinds), code=code)


def of_readers(request, code: str, *, with_helpers: bool = False) -> Community:
    """Where this person sits at the desk or in the small circle; with helpers, also who has a request in hand."""
    user = request.user
    desk = Community.objects.with_role(user, *cases.DESK).values("pk")
    may = Q(pk__in=desk) | Q(pk__in=_circles(user))
    if with_helpers:
        may |= Q(pk__in=HelpCase.objects.given_to(user).values("community"))
    return get_object_or_404(Community.objects.filter(may), code=code)


def _circles(user):
    """The communities in whose small circle this person is today."""
    today = timezone.localdate()
    still = Q(until__isnull=True) | Q(until__gte=today)
    return CircleMember.objects.filter(still, user=user, since__lte=today).values("community")
