"""The committee's register of households, people without an account yet, and entry codes on paper."""

import datetime as dt

from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from households import entrycodes, memberships
from households.decorators import committee_only
from households.models import Household, Membership
from households.views.paging import paging_url
from lib import paging, qr
from lib.errors import Refused


@committee_only
@require_GET
def home(request):
    """Every household of one's communities with its people, to print a code for one of them."""
    words = request.GET.get("q", "").strip()[:100]
    members = Membership.objects.active().select_related("person__user").order_by("id")
    rows = Household.objects.governed_by(request.user).matching(words).select_related("community")
    rows = rows.exclude(status=Household.Status.MERGED)
    page = paging.page(
        rows.prefetch_related(Prefetch("memberships", queryset=members, to_attr="members")),
        ["id"],
        request.GET.get("after"),
    )
    next_url = paging_url(request, page.next_cursor)
    return render(request, "households/codes.html", {"page": page, "words": words, "next_url": next_url})


@never_cache
@committee_only
@require_POST
def print_slip(request, pk):
    """A new code on a slip to print.

    The page answers the press itself: a redirect would have to keep the code somewhere, and it is kept nowhere.
    """
    membership = get_object_or_404(
        Membership.objects.active_governed_by(request.user).select_related(
            "person__user", "household__community"
        ),
        pk=pk,
    )
    try:
        user = memberships.account_of(membership.person)
        code = entrycodes.issue(user=user, actor=request.user)
    except Refused as error:
        messages.error(request, error.message)
        return redirect(f"{reverse('households:codes')}?q={membership.household.code}")
    entry_url = request.build_absolute_uri(reverse("households:entry_code"))
    context = {
        "code": code,
        "person": membership.person,
        "household": membership.household,
        "entry_url": entry_url,
        "entry_qr": qr.svg(entry_url, _("Scan to open the entry page")),
        "expires_on": timezone.localdate() + dt.timedelta(days=entrycodes.VALID_DAYS),
    }
    return render(request, "households/code_slip.html", context)
