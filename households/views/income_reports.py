"""The income report for officers and committees: numbers over their communities, never names."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _

from households import income_reports
from households.models import Community
from lib.money import baht


@login_required
def report(request):
    """One ended quarter of each community that this person may read about; 404 for everybody else."""
    communities = list(Community.objects.reported_to(request.user).order_by("name"))
    if not communities:
        raise Http404
    quarters = income_reports.ended_quarters()
    wanted = request.GET.get("quarter")
    quarter = next((one for one in quarters if one.code == wanted), quarters[0])
    return render(
        request,
        "households/report_income.html",
        {
            "quarters": quarters,
            "quarter": quarter,
            "communities": [
                (community, _rows(income_reports.lines(community, quarter))) for community in communities
            ],
        },
    )


def _rows(lines: income_reports.Lines) -> list[tuple[str, str]]:
    """The names of the numbers and the numbers, in the order in which doubts arise."""
    return [
        (_("Households in the register"), _households(lines.registered)),
        (_("Households that let their figures be counted"), _households(lines.consenting)),
        (_("Of these, with figures for this quarter"), _households(lines.reporting)),
        (_("Half of these had left over less, half more, than"), _amount(lines.median)),
        (_("Households that sold in the market"), _households(lines.selling)),
        (_("Sales in the market, before costs"), _amount(lines.sales)),
    ]


def _households(count: int | None) -> str:
    return _("small group, not shown") if count is None else f"{count:,}"


def _amount(amount) -> str:
    return _("small group, not shown") if amount is None else baht(amount)
