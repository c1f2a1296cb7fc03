"""Sizes and flavours of a listing, on their own page."""

from decimal import Decimal

import pytest

from market import listings
from market.models import Listing, Variant
from tests import factories
from tests.market.steps import at, edited


def rows(*values, before=0):
    data = {"form-TOTAL_FORMS": len(values), "form-INITIAL_FORMS": before}
    for number, row in enumerate(values):
        data |= {f"form-{number}-{name}": value for name, value in row.items()}
    return data


def test_sizes_are_written_in_rows(selling, listing):
    plain = listing.variants.get()
    selling.post(
        at(listing, "listing_variants"),
        rows(
            {"variant": plain.pk, "name": "เล็ก", "price": "๓๐", "stock": "5", "initial-stock": "10"},
            {"name": "ใหญ่", "price": "55", "stock": "2"},
            {"name": "", "price": "", "stock": ""},
            before=1,
        ),
    )
    listing.refresh_from_db()
    sizes = Variant.objects.filter(listing=listing, is_active=True)
    assert [(one.name, one.price) for one in sizes] == [("เล็ก", Decimal(30)), ("ใหญ่", Decimal(55))]
    assert sizes[0].pk == plain.pk
    assert listing.price == Decimal(30)


def test_a_size_that_is_ticked_off_is_no_longer_for_sale(selling, listing):
    listings.set_variants(
        listing=listing,
        offers=[
            listings.Offer("เล็ก", Decimal(30), Decimal(1)),
            listings.Offer("ใหญ่", Decimal(50), Decimal(2)),
        ],
    )
    small, large = listing.variants.filter(is_active=True)
    row = {"price": "30", "stock": "1"}
    selling.post(
        at(listing, "listing_variants"),
        rows(
            {"variant": small.pk, "name": "เล็ก", **row},
            {"variant": large.pk, "name": "ใหญ่", **row, "is_gone": "on"},
            before=2,
        ),
    )
    assert listing.variants.get(is_active=True) == small


@pytest.mark.parametrize(
    "row",
    [
        {"name": "", "price": "55", "stock": "2"},
        {"name": "เล็ก", "price": "55", "stock": "2"},
        {"name": "ใหญ่", "price": "", "stock": "2"},
        {"name": "ใหญ่", "price": "55", "stock": ""},
        {"name": "ใหญ่", "price": "55", "stock": "0.3"},
    ],
)
def test_a_size_with_a_mistake_keeps_every_row(selling, listing, row):
    response = selling.post(
        at(listing, "listing_variants"), rows({"name": "เล็ก", "price": "30", "stock": "5"}, row)
    )
    assert response.status_code == 200
    assert response.context["offers"].forms[1].errors
    assert listing.variants.get().name == ""


def test_not_every_size_can_go(selling, listing):
    response = selling.post(
        at(listing, "listing_variants"),
        rows({"variant": listing.variants.get().pk, "name": "", "is_gone": "on"}, before=1),
    )
    assert response.context["offers"].non_form_errors()


def test_a_size_of_somebody_else_s_listing_stays_theirs(selling, listing, buyer):
    foreign = factories.listing(factories.shop(buyer)).variants.get()
    selling.post(
        at(listing, "listing_variants"),
        rows({"variant": foreign.pk, "name": "", "price": "1", "stock": "1"}, before=1),
    )
    foreign.refresh_from_db()
    assert (foreign.price, foreign.listing_id) == (Decimal(45), foreign.listing_id)


def test_with_sizes_the_prices_are_on_their_own_page(selling, listing):
    listings.set_variants(
        listing=listing,
        offers=[
            listings.Offer("เล็ก", Decimal(30), Decimal(1)),
            listings.Offer("ใหญ่", Decimal(50), Decimal(2)),
        ],
    )
    assert "price" not in selling.get(at(listing, "listing_edit")).context["form"].fields
    assert selling.post(at(listing, "listing_edit"), edited(listing, name="ชื่อใหม่")).status_code == 302
    assert Listing.objects.get(name="ชื่อใหม่").price == Decimal(30)
