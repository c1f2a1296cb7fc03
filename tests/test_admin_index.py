"""The office's first page, its groups, the way out, and how many statements its lists need."""

import datetime as dt
from decimal import Decimal
from unittest import mock

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from households import memberships
from households.models import Household, Membership, Person, User
from market import shops
from market.models import Checkout, Listing, Order
from tests import factories
from welfare import shares


def piles(client) -> dict[str, int]:
    """The counts of the first page by the beginning of their addresses."""
    return {pile.url: pile.count for pile in client.get("/admin/").context["waiting"]}


def at(hours: float):
    """The clock, moved by so many hours."""
    moved = timezone.now() + dt.timedelta(hours=hours)
    return mock.patch("django.utils.timezone.now", return_value=moved)


@pytest.fixture
def office(client, committee):
    """A browser in which the committee has signed in."""
    client.force_login(committee)
    return client


def test_the_first_page_names_what_waits(office, community, committee, seller, buyer, shop, listing):
    new_shop = factories.shop(buyer)
    memberships.ask_to_join(
        user=factories.user(), household_code=Household.objects.of_member(seller).get().code
    )
    with at(-13):
        factories.order(buyer, factories.wish(listing))
    with at(-11):
        factories.order(buyer, factories.wish(listing))
    closed = factories.shop(factories.representative(community))
    shops.suspend(shop=closed, reason="ปิดตรวจ", actor=committee)
    assert piles(office) == {
        "/admin/market/order/?waiting=long": 1,
        "/admin/households/membership/?status__exact=asked": 1,
        "/admin/market/shop/?verified_at=no&suspended_at=no": 1,
        "/admin/market/shop/?suspended_at=yes": 1,
    }
    for url, count in piles(office).items():
        assert len(office.get(url).context["cl"].result_list) == count
    assert new_shop.verified_at is None


def test_other_communities_work_is_not_counted(office):
    elsewhere = factories.community()
    seller = factories.representative(elsewhere)
    shop = factories.shop(seller)
    with at(-20):
        factories.order(factories.user(), factories.wish(factories.listing(shop)))
    Membership.objects.create(
        person=Person.objects.create(name="คนรอ"), household=Household.objects.of_member(seller).get()
    )
    assert set(piles(office).values()) == {0}


def test_the_treasurer_finds_payments_that_wait(client, treasurer, community, seller, shop):
    shares.owe(
        community=community, shop_code=shop.code, shop_name=shop.name, amount=Decimal(50),
        order_code="abcd", actor=seller,
    )  # fmt: skip
    shares.send_payment(
        community=community, shop_code=shop.code, shop_name=shop.name, amount=Decimal(50), slip=None,
        user=seller,
    )  # fmt: skip
    client.force_login(treasurer)
    assert piles(client) == {reverse("welfare:treasurer", args=[community.code]): 1}


def test_an_auditor_has_registers_and_no_piles(client, community):
    client.force_login(factories.with_role(community, "auditor"))
    page = client.get("/admin/")
    assert page.context["waiting"] == []
    assert len(page.context["app_list"]) > 3


@pytest.mark.parametrize(
    ("role", "groups"),
    [
        ("committee", ["waiting", "people", "market", "money_in", "help", "reports", "rules", "settings"]),
        ("treasurer", ["waiting", "fund", "money_in", "help", "goods", "audit", "rules", "settings"]),
    ],
)
def test_registers_stand_in_the_groups_of_the_work(client, community, role, groups):
    client.force_login(factories.with_role(community, role))
    assert [group["app_label"] for group in client.get("/admin/").context["app_list"]] == groups


def test_every_register_has_its_group(client, db):
    client.force_login(User.objects.create_superuser("tech@example.com", "banana-leaf-9", name="ช่าง"))
    groups = client.get("/admin/").context["app_list"]
    assert "other" not in [group["app_label"] for group in groups]
    assert sum(len(group["models"]) for group in groups) == len(admin.site._registry)


def test_the_way_out_ends_the_session(office):
    assert office.get("/admin/logout/").url == reverse("account_logout")
    assert office.post("/admin/logout/").url == "/"
    assert office.get("/admin/").status_code == 302


def test_passwords_are_changed_on_ones_own_account(office):
    assert office.get("/admin/password_change/").url == reverse("account_change_password")


def test_old_addresses_of_rooms_lead_to_the_first_page(office):
    assert office.get("/admin/market/").url == "/admin/"


def test_pages_need_no_script_and_no_style_of_their_own(office, shop, listing, buyer):
    order = factories.order(buyer, factories.wish(listing))
    addresses = ["/admin/", "/admin/market/shop/", f"/admin/market/order/{order.pk}/change/"]
    for address in addresses:
        words = office.get(address).content.decode()
        assert "<style" not in words
        assert " style=" not in words
        assert " onclick=" not in words


def test_dates_have_buddhist_years(office, shop):
    words = office.get("/admin/market/shop/").content.decode()
    assert str(timezone.localdate().year + 543) in words
    assert f" {timezone.localdate().year} " not in words


def statements(client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def many_listings(shop, count: int) -> None:
    """Listings without going through the actions: only their number matters here."""
    kind, unit = factories.category(), factories.unit()
    Listing.objects.bulk_create(
        Listing(
            shop=shop,
            community_id=shop.community_id,
            category=kind,
            unit=unit,
            name=f"ของ {number}",
            **Listing.keys(f"ของ {number}"),
        )  # fmt: skip
        for number in range(count)
    )


def many_people(community, count: int) -> None:
    """Households with a person each."""
    homes = Household.objects.bulk_create(
        Household(community=community, name=f"บ้าน {number}", house_number=str(number))
        for number in range(count)
    )
    people = Person.objects.bulk_create(Person(name=f"คน {number}") for number in range(count))
    Membership.objects.bulk_create(
        Membership(person=person, household=home, status="active", is_representative=True)
        for person, home in zip(people, homes, strict=True)
    )


def many_orders(buyer, shop, count: int) -> None:
    """Orders copied from one that was really placed."""
    first = factories.order(buyer, factories.wish(shop.listings.order_by("pk").first()))
    fields = [
        field.attname for field in Order._meta.fields if field.attname not in ("id", "code", "checkout_id")
    ]
    checkouts = Checkout.objects.bulk_create(
        Checkout(key=f"copy-{next(factories.numbers)}", fingerprint="x", buyer=buyer)
        for _each in range(count)
    )
    Order.objects.bulk_create(
        Order(checkout=checkout, **{name: getattr(first, name) for name in fields}) for checkout in checkouts
    )


LISTS = [
    "market/listing",
    "market/order",
    "households/household",
    "households/person",
    "households/membership",
]


def test_lists_need_few_statements_whatever_their_length(office, community, buyer, shop, listing):
    many_listings(shop, 10)
    many_people(community, 10)
    many_orders(buyer, shop, 10)
    office.get("/admin/")
    few = {name: statements(office, f"/admin/{name}/") for name in LISTS}
    many_listings(shop, 1000)
    many_people(community, 1000)
    many_orders(buyer, shop, 1000)
    many = {name: statements(office, f"/admin/{name}/?q=1") for name in LISTS}
    assert {name: statements(office, f"/admin/{name}/") for name in LISTS} == few
    assert max(few.values()) <= 9, few
    assert max(many.values()) <= 9, many


def test_every_list_and_the_first_page_stay_under_ten_statements(client, community, shop, listing):
    elsewhere = factories.community()
    chair = factories.with_role(community, "chair")
    chair.roles.create(kind="treasurer", community=community)
    chair.roles.create(kind="chair", community=elsewhere)
    client.force_login(chair)
    client.get("/admin/")
    seen = {"/admin/": statements(client, "/admin/")}
    for register in admin.site._registry.values():
        if register.readers:
            url = reverse(f"admin:{register.opts.app_label}_{register.opts.model_name}_changelist")
            client.get(url)
            seen[url] = statements(client, url)
    assert {url: count for url, count in seen.items() if count > 9} == {}


def test_nothing_is_counted_on_long_lists(office, shop):
    many_listings(shop, 120)
    with CaptureQueriesContext(connection) as seen:
        page = office.get("/admin/market/listing/")
    assert not [query for query in seen.captured_queries if "COUNT(" in query["sql"].upper()]
    assert len(page.context["cl"].result_list) == 50
    assert len(office.get("/admin/market/listing/?p=3").context["cl"].result_list) == 20
    assert office.get("/admin/market/listing/?p=4").status_code == 302


def test_listings_are_found_with_wrong_tone_marks(office, listing):
    found = office.get("/admin/market/listing/", {"q": "นำพริก"}).context["cl"].result_list
    assert found == [listing]
    assert office.get("/admin/market/listing/", {"q": listing.code}).context["cl"].result_list == [listing]
