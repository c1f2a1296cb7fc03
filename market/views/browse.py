"""Looking around the market: home, a community's market, goods by kind and by search."""

from functools import partial

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from households.models import Community
from market import cards, catalogue, panels, places, search, sharing, windows
from market.models import Shop

A_YEAR = 60 * 60 * 24 * 365


@require_safe
def home(request) -> HttpResponse:
    """The market of the visitor's community; of the whole site while that is not known."""
    return _show_home(request, places.visitor_community(request))


@require_safe
def community(request, code: str) -> HttpResponse:
    """One community's market, which the browser then remembers as its own."""
    row = get_object_or_404(Community, code=code)
    request.visitor_community = row
    response = _show_home(request, row)
    if request.COOKIES.get(places.COOKIE) != row.code:
        response.set_cookie(
            places.COOKIE,
            row.code,
            max_age=A_YEAR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


def _show_home(request, row: Community | None) -> HttpResponse:
    now, new = windows.now_and_new(row)
    context = {
        "community": row,
        "kinds": panels.kinds(),
        "now": cards.print_goods(now, with_place=row is None),
        "new": cards.print_goods(new, with_place=row is None, eager=0 if now else 2),
        "shops": cards.print_shops(windows.open_shops(row), with_place=row is None),
        "fund": windows.fund_money(row.pk) if row else None,
        "communities": () if row else windows.communities(),
        "address": sharing.absolute(row.get_absolute_url() if row else reverse("market:home")),
        "picture": sharing.picture_of(),
        "feed": reverse("market:community_feed", args=[row.code]) if row else reverse("market:feed"),
    }
    return render(request, "market/home.html", context)


@require_safe
def category(request, code: str) -> HttpResponse:
    """Goods of one kind."""
    kind = catalogue.category(code)
    if kind is None:
        raise Http404
    asked = catalogue.wanted(request.GET, category=kind.code, q="")
    page = _page_of_goods(request, asked, with_kinds=False)
    return render(request, "market/category.html", {"category": kind, **page})


@require_safe
def find(request) -> HttpResponse:
    """Goods and shops found by words; all goods while there are no words."""
    asked = catalogue.wanted(request.GET)
    if not asked.q:
        return render(request, "market/goods.html", _page_of_goods(request, asked))
    here = places.visitor_community(request)
    rows = catalogue.goods(asked, here)
    cursor = request.GET.get("after")
    order = catalogue.ORDERS.get(asked.sort, search.BEST)
    found = search.find(asked.q, rows, order, cursor)
    shops = [] if cursor or asked.is_narrowed() else search.find_shops(asked.q, Shop.objects.open_to_public())
    context = {
        "query": asked.q,
        "meant": found.meant,
        "shops": cards.print_shops(windows.in_order(windows.shops_among, shops)),
        "goods": cards.print_goods(
            windows.in_order(windows.goods_among, found.ids),
            with_place=catalogue.is_mixed(asked, here),
        ),
        "next": asked.query(after=found.next_cursor) if found.next_cursor else "",
        "is_first": not cursor,
        **_choosing(request, asked),
    }
    return render(request, "market/search.html", context)


@require_safe
def suggest(request) -> HttpResponse:
    """What the words in the search box may become: a piece of a page."""
    asked = catalogue.wanted(request.GET)
    listings = catalogue.goods(asked, places.visitor_community(request))
    goods, shops = search.suggest(asked.q, listings, Shop.objects.open_to_public())
    return render(request, "market/suggestions.html", {"goods": goods, "shops": shops})


def _page_of_goods(request, asked: catalogue.Wanted, *, with_kinds: bool = True) -> dict:
    """A page of the goods that match, and what its filters need."""
    here = places.visitor_community(request)
    page = catalogue.page(asked, here, request.GET.get("after"))
    rows = windows.in_order(windows.goods_among, [row[-1] for row in page.items])
    return {
        "goods": cards.print_goods(rows, with_place=catalogue.is_mixed(asked, here)),
        "next": asked.query(after=page.next_cursor) if page.next_cursor else "",
        "is_first": "after" not in request.GET,
        "is_hidden": bool(request.GET),
        "address": sharing.absolute(request.path),
        "picture": sharing.picture_of(),
        "feed": reverse("market:feed"),
        **_choosing(request, asked, with_kinds=with_kinds),
    }


def _choosing(request, asked: catalogue.Wanted, *, with_kinds: bool = True) -> dict:
    """What the visitor may change about the list."""
    return {
        "asked": asked,
        "here": places.visitor_community(request),
        "filters": panels.filter_form(request, asked, with_kinds=with_kinds),
        "kinds": panels.kinds(asked.category if not with_kinds else ""),
        "without_filters": asked.without_filters,
        "everywhere": partial(asked.query, where="all"),
    }
