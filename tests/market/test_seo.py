"""What search engines, feed readers and LINE see."""

import json
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings

from lib.remember import forget_all
from market.models import Listing, ListingPicture
from tests import factories

pytestmark = pytest.mark.django_db


def text_of(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_a_listing_describes_itself_to_search_engines(client, listing):
    ListingPicture.objects.create(listing=listing, digest="ab" * 16, width=1280, height=960, position=0)
    text = text_of(client, f"/listings/{listing.code}/")
    about = json.loads(text.split('<script type="application/ld+json">')[1].split("</script>")[0])
    assert about["@type"] == "Product"
    assert about["name"] == "น้ำพริกหนุ่ม"
    assert about["offers"]["price"] == "45.00"
    assert about["offers"]["priceCurrency"] == "THB"
    assert about["offers"]["availability"] == "https://schema.org/InStock"
    assert about["image"] == [f"{settings.SITE_URL}/media/pictures/ab/{'ab' * 16}-1280.webp"]
    assert f'<link rel="canonical" href="{settings.SITE_URL}/listings/{listing.code}/">' in text
    assert f'property="og:image" content="{settings.SITE_URL}/media/' in text


def test_structured_data_cannot_end_its_element(client, shop):
    row = factories.listing(shop, name="</script><b>", description="<!-- & -->")
    data = (
        text_of(client, f"/listings/{row.code}/")
        .split('<script type="application/ld+json">')[1]
        .split("</script>")[0]
    )
    assert json.loads(data)["name"] == "</script><b>"
    assert json.loads(data)["description"] == "<!-- & -->"


@pytest.mark.parametrize("path", ["/c/bansuan/", "/search/", "/categories/food/"])
def test_public_pages_have_title_description_and_one_address(client, listing, path):
    text = text_of(client, path)
    assert "<title> ·" not in text
    assert f'<link rel="canonical" href="{settings.SITE_URL}{path}">' in text
    assert 'property="og:image" content="http' in text
    assert len(text.split('name="description" content="')[1].split('"')[0]) > 30


def test_home_of_one_community_is_the_same_page_as_its_market(client, listing):
    assert f'<link rel="canonical" href="{settings.SITE_URL}/c/bansuan/">' in text_of(client, "/")
    factories.community(name="ชุมชนริมคลอง", code="rimklong")
    forget_all()
    assert f'<link rel="canonical" href="{settings.SITE_URL}/">' in text_of(client, "/")


def test_filtered_lists_and_searches_stay_out_of_search_engines(client, listing):
    for path in ("/search/?sort=price", "/search/?q=น้ำ", "/categories/food/?sort=price"):
        assert 'name="robots" content="noindex' in text_of(client, path)


def test_sitemaps_lead_to_every_public_page_and_no_other(client, shop, listing):
    hidden = factories.listing(shop, name="ของเก่า")
    Listing.objects.filter(pk=hidden.pk).update(is_public=False)
    locations = [
        node.text
        for node in ET.fromstring(text_of(client, "/sitemap.xml")).iter()
        if node.tag.endswith("loc")
    ]
    pages = []
    for location in locations:
        part = text_of(client, location.removeprefix(settings.SITE_URL))
        pages += [
            node.text.removeprefix(settings.SITE_URL)
            for node in ET.fromstring(part).iter()
            if node.tag.endswith("loc")
        ]
    assert set(pages) == {
        "/",
        "/c/bansuan/",
        "/categories/food/",
        f"/listings/{listing.code}/",
        f"/shops/{shop.code}/",
    }


def test_a_sitemap_of_something_else_is_not_found(client, db):
    assert client.get("/sitemap-users-0.xml").status_code == 404


def test_robots_know_what_is_private_and_where_the_sitemap_is(client, db):
    text = text_of(client, "/robots.txt")
    assert "Disallow: /basket/" in text
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in text


def test_the_feed_of_a_community_has_its_new_goods(client, listing):
    other = factories.community(name="ชุมชนริมคลอง", code="rimklong")
    factories.listing(factories.shop(factories.representative(other)), name="ปลาส้ม")
    feed = ET.fromstring(text_of(client, "/c/bansuan/feed/"))
    titles = [node.text for node in feed.iter("{http://www.w3.org/2005/Atom}title")][1:]
    assert titles == ["น้ำพริกหนุ่ม"]
    everything = ET.fromstring(text_of(client, "/feed/"))
    assert len(list(everything.iter("{http://www.w3.org/2005/Atom}entry"))) == 2
    assert 'type="application/atom+xml"' in text_of(client, "/c/bansuan/")


def test_a_listing_can_be_passed_on_in_line(client, listing):
    assert "https://line.me/R/share?text=" in text_of(client, f"/listings/{listing.code}/")


def test_looking_around_opens_no_session(client, listing):
    for path in ("/", "/search/", f"/listings/{listing.code}/"):
        assert settings.SESSION_COOKIE_NAME not in client.get(path).cookies
