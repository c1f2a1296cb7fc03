import datetime as dt
from decimal import Decimal

import pytest
from auditlog.models import LogEntry

from lib.errors import Refused
from lib.thai import search_key
from market import listings, shops
from market.listings import Offer
from market.models import Listing, Variant
from market.pictures import Taken
from tests import factories

PICTURE = Taken("ab" * 16, 1280, 960)


def add(shop, **details):
    defaults = {
        "name": "น้ำพริกตาแดง",
        "unit": factories.unit(),
        "category": factories.category(),
        "price": Decimal("35"),
        "stock": Decimal("8"),
    }
    return listings.add(shop=shop, **{**defaults, **details})


def stocks(listing):
    return {one.name: one.stock for one in Variant.objects.filter(listing=listing, is_active=True)}


def test_a_new_listing_has_one_plain_variant_and_is_in_the_market(shop):
    listing = add(shop)
    variant = listing.variants.get()
    assert (variant.name, variant.price, variant.stock) == ("", Decimal(35), Decimal(8))
    assert (listing.price, listing.stock, listing.is_public) == (Decimal(35), Decimal(8), True)
    assert listing.community == shop.community
    assert listing.search_key == search_key("น้ำพริกตาแดง")


def test_a_new_listing_of_a_suspended_shop_stays_hidden(shop, committee):
    shops.suspend(shop=shop, reason="ตรวจสอบ", actor=committee)
    assert not add(shop).is_public


def test_a_listing_with_sizes_shows_the_lowest_price_and_all_stock(shop):
    listing = add(shop, offers=[Offer("เล็ก", Decimal(30), Decimal(4)), Offer("ใหญ่", Decimal(55), Decimal(2))])
    assert listing.price == Decimal(30)
    assert listing.stock == Decimal(6)


def test_pictures_keep_their_order(shop):
    second = Taken("cd" * 16, 640, 480)
    listing = add(shop, taken=[PICTURE, second])
    assert [one.digest for one in listing.pictures.all()] == [PICTURE.digest, second.digest]


def test_a_gift_costs_nothing_whatever_price_was_typed(shop):
    listing = add(shop, condition="give_away", price=Decimal(20))
    assert listing.price == 0
    assert listing.variants.get().price == 0


def test_something_for_sale_can_become_a_gift(listing):
    changed = listings.change(listing=listing, condition="give_away")
    assert changed.price == 0
    assert changed.variants.get().price == 0


def test_goods_made_to_order_forget_days_and_cap_when_they_are_made_ahead_again(shop):
    listing = add(shop, supply="to_order", days_to_make=2, daily_cap=Decimal(5))
    changed = listings.change(listing=listing, supply="stock")
    assert (changed.days_to_make, changed.daily_cap) == (0, None)


def test_a_season_ends_after_it_begins(listing):
    with pytest.raises(Refused) as refusal:
        listings.change(
            listing=listing, available_from=dt.date(2026, 5, 1), available_until=dt.date(2026, 4, 1)
        )
    assert refusal.value.code == "season"


def test_the_shop_of_a_listing_cannot_be_changed(listing):
    with pytest.raises(TypeError):
        listings.change(listing=listing, shop=None)


def test_a_renamed_listing_is_found_under_the_new_name(listing):
    changed = listings.change(listing=listing, name="แกงฮังเล")
    assert changed.search_key == search_key("แกงฮังเล")


def test_stock_that_was_not_typed_stays_as_buyers_left_it(listing):
    variant = listing.variants.get()
    listings.take(variant_id=variant.pk, quantity=Decimal(3))
    listings.set_variants(listing=listing, offers=[Offer("", Decimal(50), None, variant.pk)])
    variant.refresh_from_db()
    listing.refresh_from_db()
    assert (variant.price, variant.stock, listing.stock) == (Decimal(50), Decimal(7), Decimal(7))


def test_a_size_that_is_left_out_is_no_longer_for_sale_but_not_deleted(listing):
    plain = listing.variants.get()
    listings.set_variants(listing=listing, offers=[Offer("เล็ก", Decimal(30), Decimal(1))])
    plain.refresh_from_db()
    assert not plain.is_active
    assert stocks(listing) == {"เล็ก": Decimal(1)}


def test_a_size_that_comes_back_is_the_old_one(listing):
    plain = listing.variants.get()
    listings.set_variants(listing=listing, offers=[Offer("เล็ก", Decimal(30), Decimal(1))])
    listings.set_variants(listing=listing, offers=[Offer("", Decimal(40), Decimal(9))])
    assert listing.variants.get(is_active=True).pk == plain.pk


def test_two_sizes_can_exchange_their_names(listing):
    listings.set_variants(
        listing=listing, offers=[Offer("เล็ก", Decimal(30), Decimal(1)), Offer("ใหญ่", Decimal(50), Decimal(2))]
    )
    small, large = listing.variants.filter(is_active=True)
    listings.set_variants(
        listing=listing,
        offers=[Offer("ใหญ่", Decimal(30), None, small.pk), Offer("เล็ก", Decimal(50), None, large.pk)],
    )
    assert stocks(listing) == {"ใหญ่": Decimal(1), "เล็ก": Decimal(2)}


def test_a_retired_size_of_the_same_name_does_not_keep_the_present_one_for_sale(listing):
    listings.set_variants(listing=listing, offers=[Offer("เล็ก", Decimal(30), Decimal(1))])
    Variant.objects.create(listing=listing, name="เล็ก", price=Decimal(1), is_active=False)
    listings.set_variants(listing=listing, offers=[Offer("ใหญ่", Decimal(50), Decimal(2))])
    assert stocks(listing) == {"ใหญ่": Decimal(2)}


def test_a_variant_of_another_listing_is_not_touched(listing, shop):
    foreign = factories.listing(shop, name="ของอีกอย่าง").variants.get()
    listings.set_variants(listing=listing, offers=[Offer("", Decimal(1), Decimal(1), foreign.pk)])
    foreign.refresh_from_db()
    assert foreign.price == Decimal(45)


@pytest.mark.parametrize(
    ("offers", "code"),
    [
        ([], "no_variant"),
        ([Offer("เล็ก", Decimal(1)), Offer("เล็ก", Decimal(2))], "same_name"),
        ([Offer("", Decimal(-1))], "price"),
        ([Offer("", Decimal(1), Decimal(-1))], "stock"),
        ([Offer("", Decimal(1), Decimal("0.5"))], "step"),
        ([Offer(str(number), Decimal(1)) for number in range(21)], "too_many"),
    ],
)
def test_sizes_that_cannot_be_are_refused(listing, offers, code):
    with pytest.raises(Refused) as refusal:
        listings.set_variants(listing=listing, offers=offers)
    assert refusal.value.code == code
    assert stocks(listing) == {"": Decimal(10)}


def test_stock_by_the_kilogram_may_be_half(shop):
    listing = add(shop, unit=factories.unit("kg", "0.5", name_th="กก."), stock=Decimal("2.5"))
    assert listing.stock == Decimal("2.5")


def test_writing_the_stock_makes_it_available_again(listing):
    listings.mark_sold_out(listing=listing)
    changed = listings.set_stock(listing=listing, stock=Decimal(4))
    assert (changed.stock, changed.is_sold_out) == (Decimal(4), False)


def test_the_stock_of_a_listing_with_sizes_is_written_by_size(listing):
    listings.set_variants(
        listing=listing, offers=[Offer("เล็ก", Decimal(30), Decimal(1)), Offer("ใหญ่", Decimal(50), Decimal(2))]
    )
    with pytest.raises(Refused):
        listings.set_stock(listing=listing, stock=Decimal(4))


def test_sold_out_and_available_again(listing):
    assert not listings.mark_sold_out(listing=listing).can_be_ordered
    assert listings.mark_available(listing=listing).can_be_ordered


def test_withdrawing_takes_it_out_of_the_market_until_it_is_undone(listing):
    listings.withdraw(listing=listing)
    assert not Listing.objects.public().exists()
    listings.undo_withdraw(listing=listing)
    assert Listing.objects.public().get() == listing


def test_undoing_a_withdrawal_does_not_open_a_suspended_shop(listing, shop, committee):
    listings.withdraw(listing=listing)
    shops.suspend(shop=shop, reason="ตรวจสอบ", actor=committee)
    assert not listings.undo_withdraw(listing=listing).is_public


def test_a_copy_waits_outside_the_market_with_pictures_and_sizes(shop):
    listing = add(shop, taken=[PICTURE], offers=[Offer("เล็ก", Decimal(30), Decimal(4))])
    twin = listings.copy(listing=listing)
    assert twin.code != listing.code
    assert not twin.is_public
    assert twin.pictures.get().digest == PICTURE.digest
    assert stocks(twin) == {"เล็ก": Decimal(4)}
    assert listings.undo_withdraw(listing=twin).is_public


def test_the_change_log_keeps_prices_but_not_every_sale(listing):
    variant = listing.variants.get()
    before = LogEntry.objects.count()
    listings.take(variant_id=variant.pk, quantity=Decimal(1))
    assert LogEntry.objects.count() == before
    listings.set_variants(listing=listing, offers=[Offer("", Decimal("50.00"), None, variant.pk)])
    assert LogEntry.objects.get_for_object(variant).first().changes["price"] == ["45.00", "50.00"]
