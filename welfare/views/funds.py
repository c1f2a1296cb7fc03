"""The fund, open to everybody. No person's name anywhere."""

from typing import Any

from django.db.models import Count
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from households.models import Community, Role
from lib import paging
from lib.chart_pictures import in_and_out
from lib.charts import Chart
from lib.dates import thai_date
from lib.money import baht
from lib.spreadsheets import csv_stream
from welfare import audits, campaign_figures, helped, moves, statements, stock_levels
from welfare.models import Campaign
from welfare.statements import MonthFlow, Overview

MOVES_SHOWN = 12
CAMPAIGNS_SHOWN = 3
FINDINGS_SHOWN = 5
KEEPERS = (Role.Kind.CHAIR, Role.Kind.COMMITTEE, Role.Kind.TREASURER, Role.Kind.AUDITOR)


@require_safe
def fund(request, code: str) -> HttpResponse:
    """Balance, money in and out, what is still owed, who was helped, who decides, and every move."""
    community = get_object_or_404(Community, code=code)
    overview = statements.overview(community)
    page = paging.page(moves.money_moves(community), ["-id"], request.GET.get("after"), size=MOVES_SHOWN)
    names = moves.campaign_names(community)
    context: dict[str, Any] = {
        "community": community,
        "overview": overview,
        "chart": _chart(overview),
        "kinds": _kinds(overview),
        "moves": [moves.in_words(transfer, names) for transfer in page.items],
        "next_cursor": page.next_cursor,
        "campaigns": _campaigns(community),
        "helped": helped.by_event(community),
        "goods": stock_levels.public(community),
        "findings": list(audits.findings(community)[:FINDINGS_SHOWN]),
        "keepers": _keepers(community),
        "this_month": statements.month_key(timezone.localdate()),
        "share_of_hundred": community.share_percent,
        "keeps_money": Community.objects.treasured_by(request.user).filter(pk=community.pk).exists(),
    }
    return render(request, "welfare/fund_page.html", context)


@require_safe
def fund_csv(request, code: str) -> StreamingHttpResponse:
    """Every move of the fund's money as a table to take away."""
    community = get_object_or_404(Community, code=code)
    heads = [
        _("Date"),
        _("What it was"),
        _("Campaign"),
        _("Money in"),
        _("Money out"),
        _("Only moved"),
        _("In the fund after it"),
    ]
    rows = (
        [
            move.on,
            move.words,
            move.campaign_name,
            max(move.amount, 0) or None,
            max(-move.amount, 0) or None,
            move.within or None,
            balance,
        ]
        for move, balance in moves.running(community)
    )
    return csv_stream(f"fund-{community.code}.csv", heads, rows)


def _chart(overview: Overview) -> Chart | None:
    """In and out by month; None before the first baht."""
    if not overview.months:
        return None
    came, went = (sum(getattr(flow, name) for flow in overview.months) for name in ("total_in", "total_out"))
    words = {"came": baht(came), "went": baht(went)}
    title = _("%(came)s came in and %(went)s went out during these months") % words
    months = [(_short(flow).partition(" ")[0], flow.total_in, flow.total_out) for flow in overview.months]
    return in_and_out(title, months, show=baht, show_rest=baht)


def _short(flow: MonthFlow) -> str:
    """ม.ค. 2569: the month without its day."""
    return thai_date(flow.month).partition(" ")[2]


def _kinds(overview: Overview) -> dict[str, list]:
    """In and out by kind over the months shown, each with its sum, the newest month first."""
    heads = [_("Kind"), *(_short(flow) for flow in reversed(overview.months)), _("Together")]
    tables = {}
    for name in ("came_in", "went_out"):
        lines: dict[str, dict] = {}
        for flow in overview.months:
            for line in getattr(flow, name):
                lines.setdefault(line.words, {})[flow.month] = line.parts.total
        tables[name] = [
            [
                words,
                *(baht(row.get(flow.month)) for flow in reversed(overview.months)),
                baht(sum(row.values())),
            ]
            for words, row in lines.items()
        ]
    return {"heads": heads, **tables}


def _campaigns(community: Community) -> list[tuple[Campaign, campaign_figures.Figures, int]]:
    """Those to which one can give, with their figures."""
    rows = list(Campaign.objects.asking().filter(community=community)[:CAMPAIGNS_SHOWN])
    return campaign_figures.with_figures(community, rows)


def _keepers(community: Community) -> list[tuple[str, int]]:
    """Who decides and who watches: roles and how many hold each, no names."""
    rows = Role.objects.active().filter(community=community, kind__in=KEEPERS)
    counts = dict(rows.order_by().values_list("kind").annotate(Count("user", distinct=True)))
    return [(str(Role.Kind(kind).label), counts.get(kind, 0)) for kind in KEEPERS]
