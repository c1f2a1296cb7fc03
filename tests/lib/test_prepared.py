"""Statements that are compiled once: the same rows as their querysets, whatever the values."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lib.prepared import prepared
from market.models import Listing
from tests import factories

pytestmark = pytest.mark.django_db


@prepared
def prices(code, shop_id):
    return Listing.objects.filter(code=code, shop=shop_id).values_list(
        "name", "price", "changed_at", "category__sign"
    )


@prepared
def among(count, *ids):
    return Listing.objects.filter(pk__in=ids[:count]).order_by("-id").values_list("id", flat=True)


def test_rows_are_those_of_the_queryset(shop):
    for name, price in (("ไข่", "4.25"), ("กล้วย", "20")):
        row = factories.listing(shop, name=name, price=price)
        row.refresh_from_db()
        assert prices(values=(row.code, shop.pk)) == [
            (name, Decimal(price), row.changed_at, row.category.sign)
        ]


def test_each_shape_has_its_own_statement(shop):
    ids = tuple(factories.listing(shop, name=f"ของ{number}").pk for number in range(3))
    assert among(3, values=ids) == [(pk,) for pk in reversed(ids)]
    assert among(2, values=ids[:2]) == [(ids[1],), (ids[0],)]


def test_values_are_parameters_and_never_sql(shop):
    factories.listing(shop)
    evil = "' OR '1'='1"
    with CaptureQueriesContext(connection) as captured:
        assert prices(values=(evil, shop.pk)) == []
    assert len(captured) == 1


def test_what_can_never_be_found_asks_nothing(django_assert_num_queries):
    nothing = prepared(lambda: Listing.objects.none().values_list("id"))
    with django_assert_num_queries(0):
        assert nothing() == []


def test_a_value_that_does_not_arrive_as_it_is_is_refused(db):
    twisted = prepared(lambda word: Listing.objects.filter(name__contains=word).values_list("id"))
    with pytest.raises(ValueError, match="as it is"):
        twisted(values=("ไข่",))
    with pytest.raises(TypeError):
        twisted(values=(Decimal(1),))
