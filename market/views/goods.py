"""One listing, and one shop with its goods."""

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from lib import paging
from lib.prepared import prepared
from lib.printed import piece
from market import cards, sheets, windows
from market.models import Listing, Shop

GONE = 410
NEWEST = ("-id",)


@require_safe
def listing(request, code: str) -> HttpResponse:
    """A listing: picture, price, how many are left, who made it, and one button."""
    facts = sheets.listing_facts(code)
    if facts is None:
        raise Http404
    own = _own_link(request, facts.shop_id, code)
    others = cards.print_goods(windows.goods_of(values=(facts.shop_id, facts.listing_id)), eager=0)
    if not facts.is_public:
        row = Listing.objects.select_related("shop").get(code=code)
        context = {"listing": row, "others": others, "own": own, "words": row.name.split()[0]}
        return render(request, "market/listing_gone.html", context, status=GONE)
    sheet = sheets.listing_sheet(facts, get_language(), timezone.localdate())
    return render(request, "market/listing.html", {"sheet": sheet, "own": own, "others": others})


def _own_link(request, shop_id: int, code: str) -> str:
    """For the people of the shop: the way to change the listing."""
    is_mine = (
        request.user.is_authenticated and Shop.objects.managed_by(request.user).filter(pk=shop_id).exists()
    )
    if not is_mine:
        return ""
    return piece("market/listing_own.html", get_language(), (), (("code", code),)).fill({})


@require_safe
def shop(request, code: str) -> HttpResponse:
    """A shop: who keeps it, when it is open, how to reach it, and its goods."""
    row = get_object_or_404(Shop.objects.select_related("community"), code=code)
    if row.suspended_at is not None:
        return render(request, "market/shop_gone.html", {"shop": row}, status=GONE)
    cursor = request.GET.get("after")
    after = paging.read_cursor(Listing.objects.all(), NEWEST, cursor) or ()
    page = paging.cut(_goods(values=(row.pk, *after)), lambda goods: goods[:1])
    sheet = sheets.shop_sheet(
        sheets.shop_facts(row), get_language(), timezone.localdate(), cursor is not None
    )
    context = {
        "sheet": sheet,
        "goods": cards.print_goods(page.items),
        "next": f"after={page.next_cursor}" if page.next_cursor else "",
        "crumbs": [(row.community.get_absolute_url(), row.community.name)],
    }
    return render(request, "market/shop.html", context)


@prepared
def _goods(shop_id: int, *after: int) -> QuerySet:
    """A page of a shop's goods as rows for cards."""
    goods = cards.goods_rows(Listing.objects.public().filter(shop=shop_id))
    return paging.rows_after(goods, NEWEST, after or None)
