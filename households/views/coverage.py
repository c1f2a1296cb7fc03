"""How much of each community is in the register, for its committee and, without small groups, for officers."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from households import coverage
from households.models import Community
from lib import charts
from lib.disclosure import Hidden
from lib.words import Words


@login_required
@require_GET
def office(request, community):
    """One's own community in full."""
    place = get_object_or_404(Community.objects.governed_by(request.user), code=community)
    (row,) = coverage.rows([place])
    context = {"community": place, "row": row, "chart": _chart(row, place.name)}
    return render(request, "households/coverage.html", context)


@login_required
@require_GET
def report(request):
    """The communities whose numbers this person may read, small groups hidden."""
    places = list(Community.objects.reported_to(request.user).order_by("name", "pk"))
    if not places:
        raise Http404
    threshold = max(place.officer_threshold for place in places)
    rows, total = coverage.officers_copy(tuple(place.pk for place in places), threshold)
    context = {
        "threshold": threshold,
        "chart": _chart(total, _("All communities")),
        "heads": [_("Community"), _("Households"), *map(str, coverage.MEASURES.values())],
        "rows": [_line(row, row.community.name) for row in rows if row.community],
        "foot": _line(total, _("All communities")),
    }
    return render(request, "households/coverage_report.html", context)


def _chart(row: coverage.Row, name: Words) -> charts.Chart:
    points = [
        (label, None if row.percent(measure) is None else row.percent(measure))
        for measure, label in coverage.MEASURES.items()
    ]
    title = _("%(name)s: of 100 households, so many are") % {"name": name}
    return charts.bars(title, points, "%", label=_("Households"))


def _line(row: coverage.Row, name: Words) -> list[str]:
    return [
        str(name),
        _number(row.households),
        *(_number(row.counts[measure]) for measure in coverage.MEASURES),
    ]


def _number(count: coverage.Number) -> str:
    return str(count) if isinstance(count, Hidden) else f"{count:,}"
