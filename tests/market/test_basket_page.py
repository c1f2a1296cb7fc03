"""The basket's page: what a visitor sees and presses."""

from decimal import Decimal

import pytest
from django.urls import reverse

from market import baskets
from market.models import Basket, BasketLine
from tests import factories

PAGE = "/basket/"


@pytest.fixture
def line(client, buyer, listing):
    """Two jars in the buyer's basket."""
    client.force_login(buyer)
    client.post("/basket/add/", {"variant": listing.variants.get().pk, "quantity": "2"})
    return BasketLine.objects.get()


def page(client) -> str:
    return client.get(PAGE).content.decode()


def test_an_empty_basket_says_what_to_do(client, db):
    assert "empty" in str(client.get(PAGE).content)


def test_something_wrong_as_quantity_is_said_and_nothing_is_put_in(client, listing):
    answer = client.post(
        "/basket/add/", {"variant": listing.variants.get().pk, "quantity": "มาก", "next": PAGE}, follow=True
    )
    assert not BasketLine.objects.exists()
    assert "message-error" in answer.content.decode()


@pytest.mark.parametrize("variant", ["", "abc", "0", "-1", "999999999", "9" * 30])
def test_a_variant_that_is_not_there_is_not_found(client, listing, variant):
    assert client.post("/basket/add/", {"variant": variant}).status_code == 404


def test_adding_needs_no_login(client, listing):
    client.post("/basket/add/", {"variant": listing.variants.get().pk})
    assert Basket.objects.get().user is None
    assert "น้ำพริกหนุ่ม" in page(client)


def test_adding_returns_to_the_listing(client, listing):
    answer = client.post("/basket/add/", {"variant": listing.variants.get().pk})
    assert answer.url == listing.get_absolute_url()


def test_adding_does_not_lead_to_another_site(client, listing):
    answer = client.post(
        "/basket/add/", {"variant": listing.variants.get().pk, "next": "https://example.com/"}
    )
    assert answer.url == listing.get_absolute_url()


def test_more_than_there_is_cannot_be_put_in(client, listing):
    answer = client.post(
        "/basket/add/", {"variant": listing.variants.get().pk, "quantity": "11", "next": PAGE}, follow=True
    )
    assert "message-error" in answer.content.decode()
    assert not BasketLine.objects.exists()


def test_plus_takes_one_step_more(client, line):
    client.post(f"/basket/lines/{line.pk}/", {"quantity": "3"})
    line.refresh_from_db()
    assert line.quantity == 3
    assert "฿135" in page(client)


def test_more_than_there_is_leaves_the_line_as_it_was(client, line):
    answer = client.post(f"/basket/lines/{line.pk}/", {"quantity": "11"}, follow=True)
    line.refresh_from_db()
    assert line.quantity == 2
    assert "message-error" in answer.content.decode()


def test_plus_is_gone_when_all_there_is_lies_in_the_basket(client, line):
    BasketLine.objects.update(quantity=Decimal(10))
    assert 'value="11"' not in page(client)


def test_what_was_taken_out_comes_back_with_one_press(client, line):
    answer = client.post(f"/basket/lines/{line.pk}/remove/", follow=True)
    undo = reverse("market:basket_put_back", args=[line.variant_id, "2"])
    assert undo in answer.content.decode()
    assert not BasketLine.objects.exists()
    client.post(undo)
    assert BasketLine.objects.get().quantity == 2


def test_a_changed_price_is_said_until_it_was_read(client, line):
    line.variant.price = Decimal(50)
    line.variant.save()
    assert "฿45" in page(client)
    client.post("/basket/prices/")
    assert "฿45" not in page(client)


def test_a_line_that_is_short_offers_what_is_left(client, line, listing):
    BasketLine.objects.update(quantity=Decimal(7))
    line.variant.stock = Decimal(3)
    line.variant.save()
    html = page(client)
    assert "field-error" in html
    assert '<input type="hidden" name="quantity" value="3">' in html


def test_a_sold_out_line_does_not_count_and_can_be_taken_out(client, line, listing):
    listing.is_sold_out = True
    listing.save()
    html = page(client)
    assert "field-error" in html
    assert f"/basket/lines/{line.pk}/remove/" in html
    assert 'id="basket-bar" hx-swap-oob="true" hidden' in html


def test_one_button_leads_to_the_checkout_with_shops_and_sum(client, line, community):
    other = factories.listing(factories.shop(factories.representative(community)), price="10")
    client.post("/basket/add/", {"variant": other.variants.get().pk, "quantity": "1"})
    client.cookies["django_language"] = "en"
    assert "Order from 2 shops, ฿100" in page(client)


def test_somebody_elses_line_is_not_found(client, line, outsider):
    client.force_login(outsider)
    for address in (f"/basket/lines/{line.pk}/", f"/basket/lines/{line.pk}/remove/"):
        assert client.post(address, {"quantity": "1"}).status_code == 404


def test_changes_are_posts_only(client, line):
    for address in ("/basket/add/", "/basket/prices/", f"/basket/lines/{line.pk}/"):
        assert client.get(address).status_code == 405


def test_htmx_brings_the_refusal_into_the_replaced_piece(client, line):
    headers = {"HX-Request": "true"}
    answer = client.post(f"/basket/lines/{line.pk}/", {"quantity": "11"}, headers=headers, follow=True)
    html = answer.content.decode()
    assert html.count("message-error") == 2


@pytest.mark.parametrize("lines", [10, 50])
def test_the_page_asks_the_database_the_same_for_few_and_many_lines(
    client, shop, buyer, lines, django_assert_max_num_queries
):
    basket = Basket.objects.create(user=buyer)
    for _number in range(lines):
        variant = factories.listing(shop).variants.get()
        baskets.add(basket=basket, variant=variant, quantity=Decimal(1))
    client.force_login(buyer)
    with django_assert_max_num_queries(8):
        client.get(PAGE)
