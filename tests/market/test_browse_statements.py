"""How often a page asks the database: no more for a thousand rows than for ten."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lib.remember import forget_all
from market.models import Listing, Variant
from tests import factories

pytestmark = pytest.mark.django_db


def statements(client, path):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def fill(shop, count):
    common = {
        "shop": shop,
        "community": shop.community,
        "category": factories.category(),
        "unit": factories.unit(),
    }
    rows = Listing.objects.bulk_create(
        Listing(name=f"ขนม {number}", price=number, stock=3, **common, **Listing.keys(f"ขนม {number}"))
        for number in range(count)
    )
    Variant.objects.bulk_create(Variant(listing=row, price=row.price, stock=3) for row in rows)


# The first visit of a process also reads what it then remembers for a while (communities, kinds of goods).
PAGES = {
    "/": 5,
    "/c/bansuan/": 5,
    "/search/": 4,
    "/search/?sort=name&price_from=1&verified=1": 4,
    "/categories/food/": 4,
    "/search/?q=ขนม": 5,
    "/search/?q=ขหนม": 6,
    "/search/suggestions/?q=ขนม": 3,
    "shop": 4,
    "listing": 5,
}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_as_often_for_1000_rows_as_for_10(client, shop, path):
    fill(shop, 10)
    newest = Listing.objects.latest("pk")
    address = {"shop": f"/shops/{shop.code}/", "listing": f"/listings/{newest.code}/"}.get(path, path)
    few = statements(client, address)
    fill(shop, 990)
    forget_all()
    many = statements(client, address)
    warm = statements(client, address)
    assert many <= few
    assert few <= PAGES[path]
    assert warm <= 4
