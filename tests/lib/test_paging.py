"""Keyset pages: nothing lost, nothing twice, no counting, and no cursor can break them."""

import base64
import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection, models
from django.db.models import F, FloatField
from django.db.models.functions import Cast

from lib import paging
from lib.fields import MoneyField


class Stall(models.Model):
    """A table of this test's own."""

    name = models.CharField(max_length=50)
    price = MoneyField()
    created_at = models.DateTimeField()

    class Meta:
        app_label = "lib"
        managed = False
        db_table = "test_stall"


@pytest.fixture
def stalls(db):
    """Fifty stalls: prices, names and moments that repeat, so that only the id tells some apart."""
    moment = "timestamp with time zone" if connection.vendor == "postgresql" else "datetime"
    key = (
        "bigserial PRIMARY KEY" if connection.vendor == "postgresql" else "integer PRIMARY KEY AUTOINCREMENT"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE test_stall (id {key}, name varchar(50), price bigint, created_at {moment})"
        )
        cursor.execute("CREATE INDEX test_stall_price ON test_stall (price, id)")
    start = datetime(2026, 1, 5, 8, 0, 0, 123456, tzinfo=UTC)
    Stall.objects.bulk_create(
        Stall(
            name=["กล้วย", "ไข่", "ข้าว"][number % 3],
            price=Decimal(number % 7) + Decimal("0.25"),
            created_at=start + timedelta(microseconds=number % 5),
        )
        for number in range(50)
    )
    return Stall.objects.all()


def walk(queryset, order, size=7):
    """Every row that a reader meets who presses "more" until the end."""
    seen, cursor = [], None
    for _page in range(100):
        page = paging.page(queryset, order, cursor, size)
        seen.extend(page.items)
        cursor = page.next_cursor
        if cursor is None:
            return seen
    raise AssertionError("the list has no end")


@pytest.mark.parametrize(
    "order",
    [
        ("id",),
        ("-id",),
        ("-created_at", "-id"),
        ("price", "id"),
        ("price", "-id"),
        ("-price", "name", "id"),
        ("name", "-price", "-created_at", "id"),
        ("name", "price", "created_at", "id"),
    ],
)
def test_pages_together_are_the_whole_list_in_its_order(stalls, order):
    assert [row.pk for row in walk(stalls, order)] == [row.pk for row in stalls.order_by(*order)]


def test_rows_as_dictionaries_and_tuples_page_like_instances(stalls):
    expected = [row.pk for row in stalls.order_by("-price", "-id")]
    assert [row["id"] for row in walk(stalls.values("id", "price"), ("-price", "-id"))] == expected
    assert [row[1] for row in walk(stalls.values_list("price", "id"), ("-price", "-id"))] == expected
    assert walk(stalls.values_list("id", flat=True), ("id",)) == sorted(expected)


def test_an_annotation_can_be_a_key(stalls):
    rows = stalls.annotate(rank=Cast(F("price"), FloatField()) / 3.0)
    expected = [row.pk for row in rows.order_by("-rank", "id")]
    assert [row.pk for row in walk(rows, ("-rank", "id"))] == expected


def test_a_new_row_in_front_moves_nothing_on_the_next_page(stalls):
    first = paging.page(stalls, ("-id",), None, 10)
    Stall.objects.create(name="ใหม่", price=1, created_at=datetime(2026, 2, 1, tzinfo=UTC))
    second = paging.page(stalls, ("-id",), first.next_cursor, 10)
    assert second.items[0].pk == first.items[-1].pk - 1


def test_the_last_page_has_no_next_even_when_it_is_full(stalls):
    page = paging.page(stalls, ("id",), None, 50)
    assert len(page.items) == 50
    assert page.next_cursor is None
    assert not page.has_next


def test_an_empty_list_is_one_empty_page(stalls):
    assert paging.page(stalls.none(), ("id",), None) == paging.Page([], None)


def test_a_page_is_one_statement_without_offset_or_count(stalls, django_assert_num_queries):
    cursor = paging.page(stalls, ("price", "id"), None, 7).next_cursor
    with django_assert_num_queries(1) as queries:
        paging.page(stalls, ("price", "id"), cursor, 7)
    statement = queries[0]["sql"].upper()
    assert "OFFSET" not in statement
    assert "COUNT" not in statement
    assert "LIMIT 8" in statement


def test_the_database_seeks_the_place_in_the_index(stalls):
    cursor = paging.page(stalls, ("price", "id"), None, 7).next_cursor
    keys = [("price", False), ("id", False)]
    rows = stalls.order_by("price", "id").filter(
        paging._after(stalls, keys, paging._read_cursor(stalls, keys, cursor))
    )[:8]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
        assert "Index Cond: (ROW(price, id) > ROW(" in rows.explain()
    else:
        plan = rows.explain()
        assert "SEARCH test_stall USING INDEX test_stall_price (price>?" in plan
        assert "B-TREE" not in plan


def test_mixed_directions_keep_a_plain_bound_on_the_first_key(stalls, django_assert_num_queries):
    cursor = paging.page(stalls, ("price", "-id"), None, 7).next_cursor
    with django_assert_num_queries(1) as queries:
        paging.page(stalls, ("price", "-id"), cursor, 7)
    assert '"test_stall"."price" >= ' in queries[0]["sql"]


def cursor_of(*values):
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "x",
        "%%%",
        "ก",
        "bm90IGpzb24",
        "W" * 5000,
        cursor_of(),
        cursor_of(1),
        cursor_of(1, 2, 3),
        cursor_of({"decimal": "1.25"}, "5"),
        cursor_of({"decimal": "1.25"}, None),
        cursor_of({"decimal": "1.25"}, True),
        cursor_of({"decimal": "1.25"}, 10**30),
        cursor_of({"decimal": "1.25"}, 1.5),
        cursor_of({"decimal": "NaN"}, 1),
        cursor_of({"decimal": "1E+40"}, 1),
        cursor_of({"decimal": "1.001"}, 1),
        cursor_of({"decimal": "one"}, 1),
        cursor_of({"decimal": [1]}, 1),
        cursor_of({"datetime": "2026-01-05"}, 1),
        cursor_of({"eval": "1"}, 1),
        cursor_of({}, 1),
        cursor_of([[]], 1),
        base64.urlsafe_b64encode(b"[" * 9000).decode(),
        base64.urlsafe_b64encode(b"5").decode(),
        base64.urlsafe_b64encode(b'{"a": 1, "b": 2}').decode(),
    ],
)
def test_a_cursor_that_does_not_fit_leads_to_the_first_page(stalls, cursor):
    order = ("price", "id")
    assert paging.page(stalls, order, cursor, 7).items == paging.page(stalls, order, None, 7).items


@pytest.mark.parametrize("text", ["a\0b", "\ud800"])
def test_text_that_no_database_takes_leads_to_the_first_page(stalls, text):
    page = paging.page(stalls, ("name", "id"), cursor_of(text, 1), 7)
    assert page.items == paging.page(stalls, ("name", "id"), None, 7).items


def test_a_time_without_a_zone_leads_to_the_first_page(stalls):
    cursor = cursor_of({"datetime": "2026-01-05T08:00:00"}, 9)
    page = paging.page(stalls, ("created_at", "id"), cursor, 7)
    assert page.items == paging.page(stalls, ("created_at", "id"), None, 7).items


def test_a_cursor_can_stand_in_an_address_as_it_is(stalls):
    cursor = paging.page(stalls, ("-name", "-created_at", "-price", "id"), None, 7).next_cursor
    assert cursor.replace("-", "").replace("_", "").isalnum()
