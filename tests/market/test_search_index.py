"""The index that search asks follows the tables by itself."""

import pytest
from django.db import connection

from lib import searchindex
from lib.thai import search_key
from market.models import Listing, Shop
from tests import factories


def ids(model, word):
    part = searchindex.containing(model._meta.db_table, search_key(word), connection.vendor)
    return list(model.objects.filter(part).order_by("pk").values_list("pk", flat=True))


def test_a_saved_listing_is_found_by_any_part_of_its_name(shop):
    row = factories.listing(shop, name="ปูม้านึ่ง")
    assert ids(Listing, "ปู") == ids(Listing, "ม้า") == ids(Listing, "ปูม้านึ่ง") == [row.pk]
    assert ids(Listing, "ปลา") == []


def test_rows_written_in_bulk_are_found_too(shop):
    fields = {
        "shop": shop,
        "community": shop.community,
        "category": factories.category(),
        "unit": factories.unit(),
    }
    names = ["แกงไตปลา", "แกงส้ม"]
    Listing.objects.bulk_create(Listing(name=name, **fields, **Listing.keys(name)) for name in names)
    assert len(ids(Listing, "แกง")) == 2
    assert len(ids(Listing, "ไต")) == 1


@pytest.mark.parametrize("how", [{}, {"update_fields": ["name"]}], ids=["whole", "only the name"])
def test_a_new_name_replaces_the_old_one(listing, how):
    listing.name = "กะปิเคย"
    listing.save(**how)
    assert ids(Listing, "กะปิ") == [listing.pk]
    assert ids(Listing, "น้ำพริก") == []


def test_changing_anything_else_leaves_the_name_findable(listing):
    listing.description = "เผ็ดน้อย"
    listing.save()
    Listing.objects.filter(pk=listing.pk).update(stock=3)
    assert ids(Listing, "หนุ่ม") == [listing.pk]


def test_a_deleted_row_is_found_no_more(listing):
    listing.delete()
    assert ids(Listing, "น้ำพริก") == []


def test_shops_are_found_by_their_names(shop):
    assert ids(Shop, "ยาย") == [shop.pk]


@pytest.mark.parametrize("word", ["%", "_", '"', "\\", "'", '" OR "น้ำ', "น้ำ* NOT", "(", "a:b", ""])
def test_signs_of_the_query_languages_have_no_power(listing, word):
    factories.listing(listing.shop, name="100% โกโก้_แท้ \\ดี")
    assert ids(Listing, word) == []
