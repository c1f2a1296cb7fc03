"""Counting the cash box and the e-wallet."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from households.models import Community
from households.views.paging import paging_url
from lib import paging
from lib.errors import Refused
from welfare import cash_counts
from welfare.forms.bank import CountForm
from welfare.models import CashCount
from welfare.views.bank import kept


@login_required
@require_GET
def counts(request, code: str):
    """A form for what was counted, and the counts before."""
    return _page(request, kept(request, code), CountForm())


@login_required
@require_POST
def save(request, code: str):
    """Write down a count."""
    community = kept(request, code)
    form = CountForm(request.POST)
    if form.is_valid():
        content = {name: form.cleaned_data[name] for name in ("kind", "counted", "words", "pieces")}
        try:
            made = cash_counts.count(community=community, actor=request.user, **content)
        except Refused as refused:
            form.add_error("words" if refused.code == "words" else None, str(refused))
        else:
            if made.status == CashCount.Status.AGREES:
                messages.success(request, _("What you counted is what the books say."))
            else:
                messages.info(request, _("The count differs. Somebody else was asked to look and to agree."))
            return redirect("welfare:cash_counts", code)
    return _page(request, community, form)


def _page(request, community: Community, form: CountForm):
    rows = CashCount.objects.filter(account__community=community).select_related("account", "counted_by")
    page = paging.page(rows, ["-id"], request.GET.get("after"), size=12)
    context = {
        "community": community,
        "form": form,
        "pieces_open": any(field.value() for field in form.pieces_shown),
        "counts": [(row, row.counted - row.booked, abs(row.counted - row.booked)) for row in page.items],
        "more_url": paging_url(request, page.next_cursor),
    }
    return render(request, "welfare/cash_counts.html", context)
