"""The fund, open to everybody."""

from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from households.models import Community
from lib import charts, paging
from lib.dates import thai_month
from lib.money import baht
from lib.spreadsheets import csv_response
from welfare import statements

MOVES_SHOWN = 12


def fund(request, code: str):
    """Balance, money in by month, what is still owed, and how a baht travels. No person's name anywhere."""
    community = get_object_or_404(Community, code=code)
    overview = statements.overview(community)
    moves = paging.page(
        statements.money_moves(community), ["-id"], request.GET.get("after"), size=MOVES_SHOWN
    )
    return render(
        request,
        "welfare/fund_page.html",
        {
            "community": community,
            "overview": overview,
            "chart": _chart(overview),
            "moves": [statements.in_words(transfer) for transfer in moves.items],
            "next_cursor": moves.next_cursor,
            "share_of_hundred": community.share_percent,
            "keeps_money": Community.objects.treasured_by(request.user).filter(pk=community.pk).exists(),
        },
    )


def fund_csv(request, code: str):
    """Every move of the fund's money as a table to take away."""
    community = get_object_or_404(Community, code=code)
    heads = [_("Date"), _("What it was"), _("Money in"), _("Money out"), _("In the fund after it")]
    rows = (
        [move.on, move.words, max(move.amount, 0) or None, max(-move.amount, 0) or None, balance]
        for move, balance in statements.running(community)
    )
    return csv_response(f"fund-{community.code}.csv", heads, rows)


def _chart(overview: statements.Overview):
    """Money in by month; None before the first baht."""
    if not overview.months:
        return None
    total = sum(amount for _month, amount in overview.months)
    points = [(thai_month(month), amount) for month, amount in overview.months]
    title = _("%(amount)s came in during these months") % {"amount": baht(total)}
    return charts.bars(title, points, show=baht, label=_("Month"), series=())
