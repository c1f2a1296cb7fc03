"""Preconditions of views."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404

from households.models import Community


def committee_only(view):
    """For people on a committee; `request.communities` are theirs. Everybody else finds no such page."""

    @wraps(view)
    @login_required
    def for_committee(request, *args, **kwargs):
        request.communities = list(Community.objects.governed_by(request.user))
        if not request.communities:
            raise Http404
        return view(request, *args, **kwargs)

    return for_committee
