"""Months of the books: their sums, closing them, and asking to open one again."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from households.models import Community, Role
from households.views.acting import done
from lib.dates import thai_month
from welfare import countersigns, periods
from welfare.forms.periods import CloseForm, ReopenForm
from welfare.models import Countersign, PeriodAct

READERS = (*countersigns.KEEPERS, Role.Kind.AUDITOR)
ACTS_SHOWN = 24


@login_required
@require_GET
def index(request, code: str):
    """Every month of the books, for who keeps or audits the fund."""
    return _page(request, get_object_or_404(Community.objects.with_role(request.user, *READERS), code=code))


@require_POST
@login_required
def close(request, code: str):
    """The treasurer closes the oldest month that is open."""
    community = get_object_or_404(Community.objects.treasured_by(request.user), code=code)
    form = CloseForm(request.POST)
    month = form.cleaned_data["month"] if form.is_valid() else None
    if month and done(form, periods.close, community=community, month=month, actor=request.user):
        messages.success(request, _("%(month)s is closed.") % {"month": thai_month(month)})
        return redirect("welfare:periods", code)
    return _page(request, community, closing=form)


@require_POST
@login_required
def reopen(request, code: str):
    """Ask for a second person, so that the last closed month is opened again."""
    community = get_object_or_404(Community.objects.with_role(request.user, *countersigns.KEEPERS), code=code)
    form = ReopenForm(request.POST, auto_id="reopen-%s")
    if form.is_valid() and done(
        form, periods.ask_reopen, community=community, actor=request.user, **form.cleaned_data
    ):
        messages.success(request, _("Asked. It is open again when a second person has agreed."))
        return redirect("welfare:periods", code)
    return _page(request, community, reopening=form)


def _page(request, community: Community, *, closing=None, reopening=None):
    """The months, with the form that has a mistake in its place."""
    acts = PeriodAct.objects.filter(period__community=community)
    open_months, last = periods.closable(community), periods.reopenable(community)
    asked = Countersign.objects.waiting().filter(community=community, kind=Countersign.Kind.REOPEN)
    context = {
        "community": community,
        "lines": periods.lines(community),
        "to_close": open_months[0] if open_months else None,
        "last_closed": last,
        "is_treasurer": Community.objects.treasured_by(request.user).filter(pk=community.pk).exists(),
        "is_keeper": countersigns.is_keeper(request.user, community),
        "is_asked": asked.exists(),
        "closing": closing,
        "reopening": reopening or ReopenForm(initial={"month": last}, auto_id="reopen-%s"),
        "is_reopen_open": reopening is not None,
        "acts": acts.select_related("period", "actor", "second")[:ACTS_SHOWN],
    }
    return render(request, "welfare/periods.html", context)
