import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from market import listings
from market.models import Variant
from tests import factories


@pytest.fixture
def variant(listing):
    return listing.variants.get()


def left(listing):
    listing.refresh_from_db()
    return listing.stock, listing.variants.get().stock


def test_taking_lowers_the_variant_and_the_listing(listing, variant):
    assert listings.take(variant_id=variant.pk, quantity=Decimal(3))
    assert left(listing) == (Decimal(7), Decimal(7))


def test_taking_more_than_there_is_takes_nothing(listing, variant):
    assert not listings.take(variant_id=variant.pk, quantity=Decimal(11))
    assert left(listing) == (Decimal(10), Decimal(10))


def test_the_last_piece_is_sold_once(listing, variant):
    assert listings.take(variant_id=variant.pk, quantity=Decimal(10))
    assert not listings.take(variant_id=variant.pk, quantity=Decimal(1))


def test_one_size_does_not_sell_the_stock_of_another(listing, variant):
    other = Variant.objects.create(listing=listing, name="ใหญ่", price=Decimal(80), stock=Decimal(5))
    listings.refresh(listing)
    assert not listings.take(variant_id=other.pk, quantity=Decimal(6))
    assert listings.take(variant_id=other.pk, quantity=Decimal(5))


@pytest.mark.parametrize("change", [listings.withdraw, listings.mark_sold_out])
def test_what_the_seller_has_stopped_selling_cannot_be_taken(listing, variant, change):
    change(listing=listing)
    assert not listings.take(variant_id=variant.pk, quantity=Decimal(1))


def test_a_size_that_is_no_longer_for_sale_cannot_be_taken(listing, variant):
    Variant.objects.filter(pk=variant.pk).update(is_active=False)
    assert not listings.take(variant_id=variant.pk, quantity=Decimal(1))
    listing.refresh_from_db()
    assert listing.stock == Decimal(10)


def test_a_variant_whose_stock_fell_behind_the_listing_gives_the_listing_its_stock_back(
    listing, variant, monkeypatch
):
    """Between the two updates the variant lost its stock to somebody else."""
    update = type(Variant.objects.all()).update

    def slower(queryset, **values):
        if queryset.model is Variant:
            return 0
        return update(queryset, **values)

    monkeypatch.setattr(type(Variant.objects.all()), "update", slower)
    assert not listings.take(variant_id=variant.pk, quantity=Decimal(4))
    monkeypatch.undo()
    assert left(listing) == (Decimal(10), Decimal(10))


def test_what_is_given_back_can_be_sold_again(listing, variant):
    listings.take(variant_id=variant.pk, quantity=Decimal(10))
    listings.put_back(variant_id=variant.pk, quantity=Decimal(2))
    assert left(listing) == (Decimal(2), Decimal(2))


def test_stock_given_back_to_a_retired_size_is_not_for_sale(listing, variant):
    listings.take(variant_id=variant.pk, quantity=Decimal(4))
    listings.set_variants(listing=listing, offers=[listings.Offer("ใหญ่", Decimal(80), Decimal(1))])
    listings.put_back(variant_id=variant.pk, quantity=Decimal(4))
    listing.refresh_from_db()
    variant.refresh_from_db()
    assert (listing.stock, variant.stock) == (Decimal(1), Decimal(10))


@pytest.fixture
def made(shop):
    """Steamed cake that takes two days, at most ten a day."""
    return factories.listing(
        shop, name="ขนมตาล", stock="0", supply="to_order", days_to_make=2, daily_cap=Decimal(10)
    )


def in_days(number):
    return timezone.localdate() + dt.timedelta(days=number)


def test_the_first_day_is_after_the_days_needed(made):
    assert listings.promise_day(listing=made, quantity=Decimal(4)) == in_days(2)


def test_a_full_day_leads_to_the_next_and_a_smaller_order_still_fits(made):
    assert listings.promise_day(listing=made, quantity=Decimal(7)) == in_days(2)
    assert listings.promise_day(listing=made, quantity=Decimal(4)) == in_days(3)
    assert listings.promise_day(listing=made, quantity=Decimal(3)) == in_days(2)


def test_more_than_a_day_can_hold_has_no_day(made):
    assert listings.promise_day(listing=made, quantity=Decimal(11)) is None


def test_when_a_month_is_full_there_is_no_day(made):
    for _day in range(30):
        assert listings.promise_day(listing=made, quantity=Decimal(10))
    assert listings.promise_day(listing=made, quantity=Decimal(1)) is None


def test_without_a_cap_everything_fits_on_the_first_day(made):
    made.daily_cap = None
    made.save()
    assert listings.promise_day(listing=made, quantity=Decimal(500)) == in_days(2)
    assert listings.promise_day(listing=made, quantity=Decimal(500)) == in_days(2)


def test_a_day_that_is_given_back_has_room_again(made):
    day = listings.promise_day(listing=made, quantity=Decimal(10))
    listings.release_day(listing_id=made.pk, day=day, quantity=Decimal(6))
    assert listings.promise_day(listing=made, quantity=Decimal(6)) == day


def test_closed_weekdays_are_not_promised(made):
    made.shop.opening_days = 1 << in_days(4).weekday()
    made.shop.save()
    assert listings.promise_day(listing=made, quantity=Decimal(1)) == in_days(4)


def test_nothing_is_promised_after_the_season(made):
    made.available_until = in_days(1)
    made.save()
    assert listings.promise_day(listing=made, quantity=Decimal(1)) is None


def test_what_was_withdrawn_meanwhile_is_not_promised(made):
    listings.withdraw(listing=made)
    assert listings.promise_day(listing=made, quantity=Decimal(1)) is None
