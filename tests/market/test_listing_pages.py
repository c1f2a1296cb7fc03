import re
from decimal import Decimal

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from market import defaults, listings
from market.models import Listing
from tests import factories
from tests.market import files
from tests.market.steps import at, edited


@pytest.fixture
def catalogue(db):
    defaults.ensure_catalogue()


@pytest.fixture
def adding(shop, catalogue):
    return reverse("market:sell_listing_new", args=[shop.code])


def answers(**changes):
    return {
        "name": "กล้วยน้ำว้า",
        "price": "๒๕ บาท",
        "unit": "hand",
        "stock": "๑๒",
        "condition": "new",
        "supply": "stock",
        **changes,
    }


def hidden(response, name):
    return re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())[1]


def test_a_picture_a_name_a_price_and_a_stock_are_enough(selling, adding, shop):
    response = selling.post(adding, answers(pictures=[files.photo(), files.photo("b.jpg", "red")]))
    assert response.url == reverse("market:sell_listings", args=[shop.code])
    listing = Listing.objects.get()
    assert (listing.name, listing.price, listing.stock) == ("กล้วยน้ำว้า", Decimal(25), Decimal(12))
    assert listing.pictures.count() == 2
    assert listing.is_public


def test_the_category_is_chosen_by_the_name(selling, adding):
    selling.post(adding, answers(pictures=[files.photo()]))
    assert Listing.objects.get().category.code == "fruit"


def test_an_unknown_name_goes_where_the_last_one_went(selling, adding, shop, listing):
    selling.post(adding, answers(name="ของแปลก", pictures=[files.photo()]))
    assert Listing.objects.get(name="ของแปลก").category == listing.category


def test_the_unit_used_last_is_chosen_already(selling, adding, shop, listing):
    assert selling.get(adding).context["form"]["unit"].value() == listing.unit.code


def test_nobody_sells_by_the_kilogram_by_accident(selling, adding):
    assert selling.get(adding).context["form"]["unit"].value() is None
    response = selling.post(adding, answers(unit="", pictures=[files.photo()]))
    assert list(response.context["form"].errors) == ["unit"]


def test_without_a_picture_the_form_says_so_and_keeps_the_words(selling, adding):
    response = selling.post(adding, answers())
    assert "pictures" in response.context["form"].errors
    assert "๒๕ บาท" in response.content.decode()
    assert not Listing.objects.exists()


def test_pictures_of_a_form_with_a_mistake_are_kept(selling, adding):
    response = selling.post(adding, answers(price="", pictures=[files.photo()]))
    assert "price" in response.context["form"].errors
    assert "pictures" not in response.context["form"].errors
    selling.post(adding, answers(kept=hidden(response, "kept")))
    assert Listing.objects.get().pictures.count() == 1


def test_a_forged_list_of_kept_pictures_is_no_picture(selling, adding):
    response = selling.post(adding, answers(kept='[{"digest":"../../etc/passwd","width":1,"height":1}]'))
    assert "pictures" in response.context["form"].errors


@pytest.mark.parametrize("make", [files.page, files.drawing, files.bomb, files.heavy])
def test_a_hostile_file_is_refused_by_name_and_the_good_one_is_kept(selling, adding, make):
    bad = make()
    response = selling.post(adding, answers(pictures=[bad, files.photo("good.jpg")]))
    assert response.status_code == 302
    assert any(bad.name in str(message) for message in get_messages(response.wsgi_request))
    assert Listing.objects.get().pictures.count() == 1


def test_when_every_file_is_refused_nothing_is_put_up_for_sale(selling, adding):
    response = selling.post(adding, answers(pictures=[files.page("no.jpg")]))
    assert "no.jpg" in str(response.context["form"].errors["pictures"])
    assert not Listing.objects.exists()


def test_what_is_hidden_behind_a_photo_is_not_kept(selling, adding, settings):
    selling.post(adding, answers(pictures=[files.polyglot()]))
    digest = Listing.objects.get().pictures.get().digest
    for path in settings.MEDIA_ROOT.glob(f"pictures/{digest[:2]}/{digest}-*.webp"):
        assert b"<script>" not in path.read_bytes()


def test_the_same_form_sent_twice_makes_one_listing(selling, adding):
    key = hidden(selling.get(adding), "key")
    selling.post(adding, answers(key=key, pictures=[files.photo()]))
    selling.post(adding, answers(key=key, pictures=[files.photo()]))
    assert Listing.objects.count() == 1


def test_a_key_that_we_did_not_write_chooses_no_address(selling, adding):
    selling.post(adding, answers(key="admin", pictures=[files.photo()]))
    assert Listing.objects.get().code != "admin"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"price": "0"}, "price"),
        ({"price": "ยี่สิบ"}, "price"),
        ({"price": "-5"}, "price"),
        ({"stock": ""}, "stock"),
        ({"stock": "1.5"}, "stock"),
        ({"name": " \u200b "}, "name"),
        ({"unit": "bushel"}, "unit"),
        ({"supply": "to_order", "daily_cap": "0"}, "daily_cap"),
        ({"available_from": "1/5/2569", "available_until": "30/4/2569"}, "available_until"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(selling, adding, changes, field):
    response = selling.post(adding, answers(pictures=[files.photo()], **changes))
    assert list(response.context["form"].errors) == [field]


def test_half_a_kilogram_may_be_sold_by_weight(selling, adding):
    selling.post(adding, answers(unit="kg", stock="๒.๕", pictures=[files.photo()]))
    assert Listing.objects.get().stock == Decimal("2.5")


def test_made_to_order_needs_no_stock(selling, adding):
    selling.post(
        adding,
        answers(stock="", supply="to_order", days_to_make="๒", daily_cap="10", pictures=[files.photo()]),
    )
    listing = Listing.objects.get()
    assert (listing.days_to_make, listing.daily_cap) == (2, Decimal(10))
    assert listing.can_be_ordered


def test_a_stock_typed_for_something_made_to_order_does_not_count(selling, adding):
    selling.post(adding, answers(stock="1.5", supply="to_order", pictures=[files.photo()]))
    assert Listing.objects.get().stock == 0


def test_a_gift_needs_no_price(selling, adding):
    selling.post(adding, answers(price="", condition="give_away", pictures=[files.photo()]))
    assert Listing.objects.get().price == 0


def test_a_season_in_thai_years_is_kept(selling, adding):
    selling.post(adding, answers(available_from="๑/๕/๒๕๖๙", pictures=[files.photo()]))
    assert Listing.objects.get().available_from.isoformat() == "2026-05-01"


def test_a_change_keeps_the_stock_that_buyers_left_meanwhile(selling, listing):
    listings.take(variant_id=listing.variants.get().pk, quantity=Decimal(4))
    assert selling.post(at(listing, "listing_edit"), edited(listing, price="50")).status_code == 302
    listing.refresh_from_db()
    assert (listing.price, listing.stock) == (Decimal(50), Decimal(6))


def test_a_stock_that_was_typed_counts(selling, listing):
    selling.post(at(listing, "listing_edit"), edited(listing, stock="30"))
    listing.refresh_from_db()
    assert listing.stock == Decimal(30)


def test_the_form_shows_what_is_there(selling, listing):
    form = selling.get(at(listing, "listing_edit")).context["form"]
    shown = {name: form[name].value() for name in ("name", "price", "stock", "unit")}
    assert shown == {"name": "น้ำพริกหนุ่ม", "price": "45", "stock": "10", "unit": "jar"}


def test_a_copy_is_put_up_for_sale_with_one_button(selling, listing):
    response = selling.post(at(listing, "listing_copy"))
    twin = Listing.objects.exclude(pk=listing.pk).get()
    assert response.url == at(twin, "listing_edit")
    assert not twin.is_public
    selling.post(at(twin, "listing_edit"), edited(twin, name="น้ำพริกตาแดง", publish="1"))
    twin.refresh_from_db()
    assert (twin.name, twin.is_public) == ("น้ำพริกตาแดง", True)


def test_a_copy_can_wait(selling, listing):
    selling.post(at(listing, "listing_copy"))
    twin = Listing.objects.exclude(pk=listing.pk).get()
    selling.post(at(twin, "listing_edit"), edited(twin, name="น้ำพริกตาแดง"))
    twin.refresh_from_db()
    assert not twin.is_public


def test_sold_out_in_one_press_and_available_in_another(selling, listing):
    selling.post(at(listing, "listing_sold_out"))
    listing.refresh_from_db()
    assert listing.is_sold_out
    selling.post(at(listing, "listing_available"))
    listing.refresh_from_db()
    assert not listing.is_sold_out


def test_what_is_taken_out_can_be_brought_back_at_once(selling, listing):
    response = selling.post(at(listing, "listing_withdraw"), follow=True)
    listing.refresh_from_db()
    assert not listing.is_public
    assert at(listing, "listing_undo_withdraw") in response.content.decode()
    selling.post(at(listing, "listing_undo_withdraw"))
    listing.refresh_from_db()
    assert listing.is_public


def test_what_is_taken_out_waits_in_a_list_of_its_own(selling, shop, listing):
    listings.withdraw(listing=listing)
    url = reverse("market:sell_listings", args=[shop.code])
    assert selling.get(url).context["page"].items == []
    assert selling.get(url, {"show": "withdrawn"}).context["page"].items == [listing]


def test_the_stock_is_written_in_the_list(selling, listing):
    selling.post(at(listing, "listing_stock"), {"stock": "๗"})
    listing.refresh_from_db()
    assert listing.stock == Decimal(7)


@pytest.mark.parametrize("typed", ["", "มาก", "1.5", "-1"])
def test_a_stock_that_cannot_be_is_refused_in_words(selling, listing, typed):
    response = selling.post(at(listing, "listing_stock"), {"stock": typed}, follow=True)
    assert "message-error" in response.content.decode()
    listing.refresh_from_db()
    assert listing.stock == Decimal(10)


def test_a_button_leads_back_to_its_place_in_the_list(selling, listing, shop):
    place = reverse("market:sell_listings", args=[shop.code]) + "?after=abc"
    response = selling.post(at(listing, "listing_sold_out"), {"next": place})
    assert response.url == f"{place}#{listing.code}"


def test_a_button_leads_to_no_other_site(selling, listing):
    response = selling.post(at(listing, "listing_sold_out"), {"next": "https://evil.example/"})
    assert response.url.startswith("/sell/")


READ = ["listing_edit", "listing_variants"]
PRESS = ["sold_out", "available", "stock", "withdraw", "undo_withdraw", "copy"]


@pytest.mark.parametrize("name", READ)
def test_somebody_else_cannot_read(client, buyer, listing, name):
    client.force_login(buyer)
    assert client.get(at(listing, name)).status_code == 404


@pytest.mark.parametrize("name", PRESS)
def test_somebody_else_cannot_press(client, buyer, listing, name):
    client.force_login(buyer)
    assert client.post(at(listing, f"listing_{name}"), {"stock": "0"}).status_code == 404


@pytest.mark.parametrize("name", PRESS)
def test_reading_an_address_changes_nothing(selling, listing, name):
    assert selling.get(at(listing, f"listing_{name}")).status_code == 405


@pytest.mark.parametrize("many", [10, 200])
def test_the_list_asks_as_often_for_many_as_for_few(selling, shop, many, django_assert_max_num_queries):
    for number in range(many):
        factories.listing(shop, name=f"ของ {number}")
    with django_assert_max_num_queries(8):
        response = selling.get(reverse("market:sell_listings", args=[shop.code]))
    assert len(response.context["page"].items) == min(many, 24)


def test_the_list_goes_on_where_it_stopped(selling, shop):
    for number in range(30):
        factories.listing(shop, name=f"ของ {number}")
    first = selling.get(reverse("market:sell_listings", args=[shop.code]))
    second = selling.get(first.context["next_url"])
    assert [row.name for row in second.context["page"].items] == [
        f"ของ {number}" for number in range(5, -1, -1)
    ]
