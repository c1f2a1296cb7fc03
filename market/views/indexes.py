"""What other programs read: sitemaps, robots.txt, and feeds of what is new."""

from django.conf import settings
from django.db.models import Max
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Enclosure
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from households.models import Community
from lib import pictures
from market import cards, catalogue, sharing
from market.models import Listing, Shop

# A sitemap may hold 50,000 addresses. Blocks of ids need neither a count nor an OFFSET.
BLOCK = 20_000
FEED_ENTRIES = 30
PRIVATE = (
    "accounts",
    "admin",
    "basket",
    "checkout",
    "household",
    "inbox",
    "orders",
    "reports",
    "search",
    "sell",
)
SECTIONS = {"listings": Listing.objects.public, "shops": Shop.objects.open_to_public}


@require_safe
def robots(request) -> HttpResponse:
    """What search engines leave alone, and where the sitemap is."""
    lines = ["User-agent: *", *(f"Disallow: /{name}/" for name in PRIVATE)]
    lines.append(f"Sitemap: {sharing.absolute(reverse('market:sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@require_safe
def sitemap(request) -> HttpResponse:
    """The index of the sitemaps."""
    parts = [reverse("market:sitemap_pages")]
    for section, rows in SECTIONS.items():
        newest = rows().aggregate(newest=Max("pk"))["newest"] or 0
        parts += [
            reverse("market:sitemap_part", args=[section, block]) for block in range(newest // BLOCK + 1)
        ]
    return _xml(request, "market/sitemap_index.xml", [sharing.absolute(part) for part in parts])


@require_safe
def sitemap_pages(request) -> HttpResponse:
    """Home, the communities and the kinds of goods."""
    paths = [reverse("market:home")]
    paths += [row.get_absolute_url() for row in Community.objects.order_by("id")[:BLOCK]]
    paths += [row.get_absolute_url() for row in catalogue.categories()]
    return _xml(request, "market/sitemap.xml", [sharing.absolute(path) for path in paths])


@require_safe
def sitemap_part(request, section: str, block: int) -> HttpResponse:
    """The public shops or listings of one block of ids."""
    if section not in SECTIONS:
        raise Http404
    rows = SECTIONS[section]().filter(pk__gte=block * BLOCK, pk__lt=(block + 1) * BLOCK).order_by("pk")
    name = f"market:{section.removesuffix('s')}"
    paths = [sharing.absolute(reverse(name, args=[code])) for code in rows.values_list("code", flat=True)]
    return _xml(request, "market/sitemap.xml", paths)


@require_safe
def feed(request, code: str = "") -> HttpResponse:
    """The newest goods, of one community or of the whole site, as Atom."""
    place = get_object_or_404(Community, code=code) if code else None
    goods = Listing.objects.public()
    rows = cards.goods_rows(goods.filter(community=place) if place else goods, "created_at").order_by("-id")
    home = place.get_absolute_url() if place else reverse("market:home")
    document = Atom1Feed(
        title=_("New goods from %(place)s") % {"place": place.name if place else _("Sirisuk")},
        link=sharing.absolute(home),
        description="",
        language=request.LANGUAGE_CODE,
        feed_url=settings.SITE_URL + request.path,
    )
    for *columns, created_at in rows[:FEED_ENTRIES]:
        _add_entry(document, cards.Goods(*columns), created_at)
    return HttpResponse(document.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _add_entry(document: Atom1Feed, goods: cards.Goods, created_at) -> None:
    address = sharing.absolute(reverse("market:listing", args=[goods.code]))
    picture = []
    if goods.digest:
        picture = [Enclosure(sharing.absolute(pictures.url(goods.digest, 640)), "0", "image/webp")]
    document.add_item(
        title=goods.name,
        link=address,
        unique_id=address,
        description=f"{cards.price_words(goods.price)} · {goods.shop} · {goods.community}",
        pubdate=created_at,
        updateddate=created_at,
        enclosures=picture,
    )


def _xml(request, template: str, addresses: list[str]) -> HttpResponse:
    return render(request, template, {"addresses": addresses}, content_type="application/xml")
