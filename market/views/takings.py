"""What the shop took: a chart by day and by month, the orders behind it, and the same as a spreadsheet."""

import datetime
from collections.abc import Iterator

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lib import charts, paging
from lib.dates import month_start, parse_thai_month, thai_date
from lib.money import baht
from lib.spreadsheets import csv_response, xlsx_response
from market import takings
from market.models import Shop

DAYS, MONTHS = 14, 12
MOST_ROWS = 100_000


def _shop(request, code: str) -> Shop:
    return get_object_or_404(Shop.objects.managed_by(request.user), code=code)


@login_required
@require_safe
def show(request, code: str) -> HttpResponse:
    """Charts and the completed orders, newest first."""
    shop = _shop(request, code)
    orders = takings.completed(shop)
    months = takings.by_month(shop, MONTHS)
    context = {
        "shop": shop,
        "page": paging.page(orders, ["-completed_at", "-id"], request.GET.get("after")),
        "this_month": baht(months[-1][1]),
        "last_month": baht(months[-2][1]),
        "by_day": _day_chart(takings.by_day(shop, DAYS)),
        "by_month": _month_chart(months),
        "months": [(start, thai_date(start, "month")) for start, _sum in reversed(months)],
    }
    return render(request, "market/takings.html", context)


def _day_chart(days) -> charts.Chart:
    total = sum(amount for _day, amount in days)
    title = _("%(amount)s in the last %(days)s days") % {"amount": baht(total), "days": len(days)}
    points = [(thai_date(day), amount) for day, amount in days if amount] or [
        (thai_date(days[-1][0]), days[-1][1])
    ]
    return charts.bars(title, points, show=baht, label=_("Day"))


def _month_chart(months) -> charts.Chart:
    best = max(months, key=lambda point: point[1])
    title = _("The best month was %(month)s with %(amount)s") % {
        "month": thai_date(best[0], "month"),
        "amount": baht(best[1]),
    }
    if not best[1]:
        title = _("Nothing sold in the last %(months)s months") % {"months": len(months)}
    points = [(thai_date(start, "month"), amount) for start, amount in months]
    return charts.bars(title, points, show=baht, label=_("Month"))


@login_required
@require_safe
def as_csv(request, code: str) -> HttpResponse:
    """The month's completed orders for any spreadsheet."""
    shop, month = _shop(request, code), _month(request)
    return csv_response(_file_name(shop, month, "csv"), _head(), _rows(shop, month))


@login_required
@require_safe
def as_xlsx(request, code: str) -> HttpResponse:
    """The month's completed orders for Excel."""
    shop, month = _shop(request, code), _month(request)
    return xlsx_response(_file_name(shop, month, "xlsx"), _head(), _rows(shop, month))


def _month(request) -> datetime.date:
    """The month asked for; this month when that is none."""
    try:
        return parse_thai_month(request.GET.get("month", ""))
    except ValueError:
        return month_start(timezone.localdate())


def _file_name(shop: Shop, month: datetime.date, ending: str) -> str:
    return f"{shop.name} {month:%Y-%m}.{ending}"


def _head() -> list[str]:
    return [
        _("Completed"),
        _("Number"),
        _("Buyer"),
        _("Goods"),
        _("Price of the goods"),
        _("Delivery"),
        _("Total"),
        _("Given back"),
        _("Kept"),
        _("Share for the fund"),
        _("Paid by"),
    ]


def _rows(shop: Shop, month: datetime.date) -> Iterator[list]:
    after = month_start(month + datetime.timedelta(days=31))
    orders = takings.completed(shop).filter(
        completed_at__gte=takings.midnight(month), completed_at__lt=takings.midnight(after)
    )
    for order in (
        orders.prefetch_related("lines").order_by("completed_at", "id")[:MOST_ROWS].iterator(chunk_size=500)
    ):
        yield [
            order.completed_at,
            order.code,
            order.buyer_name,
            ", ".join(
                f"{line.name} × {line.quantity.normalize():f} {line.unit_name}" for line in order.lines.all()
            ),
            order.goods_total,
            order.fee,
            order.total,
            order.refunded,
            order.kept,
            order.share_of(order.kept),
            order.get_pay_by_display(),
        ]
