"""Statements by month, and what became of a baht; open to everybody."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from households.models import Community
from lib import charts
from lib.charts import Chart
from lib.dates import month_start
from lib.money import baht
from welfare import campaign_figures, follow, statements
from welfare.forms.statements import FollowForm
from welfare.models import Account


@require_safe
def statement(request, code: str, month: str) -> HttpResponse:
    """One month: what was there, came in, went out, and was left. Prints on A4."""
    community = get_object_or_404(Community, code=code)
    try:
        first = statements.month_of_key(month)
    except ValueError as error:
        raise Http404 from error
    months = statements.months_of(community)
    shown = {when for when, _closed in months} | {month_start(timezone.localdate())}
    if first not in shown:
        raise Http404
    found = statements.month(community, first)
    context: dict[str, Any] = {
        "community": community,
        "statement": found,
        "places": [(Account.Kind(kind).label, amount) for kind, amount in found.places.items() if amount],
        "has_bound": found.has_bound,
        "sum_in": statements.sum_of(found.came_in),
        "sum_out": statements.sum_of(found.went_out),
        "months": [(when, statements.month_key(when), closed) for when, closed in months],
    }
    return render(request, "welfare/fund_statement.html", context)


@require_safe
def follow_baht(request, code: str) -> HttpResponse:
    """What became of the money with which a gift, an order's share or this month's money lay together."""
    community = get_object_or_404(Community, code=code)
    form = FollowForm(request.GET if request.GET else None)
    found, is_asked = _baht(community, form)
    since = found.on if found else timezone.localdate()
    context: dict[str, Any] = {"community": community, "form": form, "baht": found, "is_asked": is_asked}
    if found and found.campaign:
        context["campaign"] = found.campaign
        context["figures"] = campaign_figures.of(found.campaign)
    elif since:
        pool = follow.pool(community, since)
        context |= {"pool": pool, "chart": _chart(pool)}
    return render(request, "welfare/fund_follow.html", context)


def _baht(community: Community, form: FollowForm) -> tuple[follow.Baht | None, bool]:
    """The money that the address names, and whether it names any."""
    if not form.is_valid():
        return None, form.is_bound
    if code := form.cleaned_data["donation"]:
        return follow.donation(community, code), True
    if code := form.cleaned_data["order"]:
        return follow.order_share(community, code), True
    return None, False


def _chart(pool: follow.Pool) -> Chart | None:
    """Of every 100 baht of the pool, where they went; None for an empty pool."""
    if not pool.of_hundred:
        return None
    names = [*(line.words for line in pool.went_out), _("still in the fund")]
    points = list(zip(names, pool.of_hundred, strict=True))
    return charts.bars(_("Of every 100 baht that lay together"), points, show=baht, label=_("Where it went"))
