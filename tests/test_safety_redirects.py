"""Wherever a page takes an address to go on to, it never leads to another site."""

import re
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from households import agreements
from households.models import Notice
from market.models import Variant
from tests import factories, pages
from tests import world as worlds

HOST = "testserver"
CRAFTED = [
    "https://evil.example/",
    "http://evil.example",
    "//evil.example/x",
    "///evil.example",
    "////evil.example",
    "https:evil.example",
    "https:/evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    " //evil.example",
    "\x00//evil.example",
    "\u00a0//evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)//testserver/",
    "data:text/html,<script>alert(1)</script>",
    f"https://{HOST}@evil.example/",
    f"https://{HOST}.evil.example/",
    f"//{HOST}:80@evil.example/",
    "https://evil.example\\@testserver/",
    "evil.example",
    "/x\r\nLocation: https://evil.example/",
    "//อีวิล.example/",
    "ftp://testserver/",
]


def leads_away(address: str) -> bool:
    """Whether a browser on our site would leave it, or run something, when sent to `address`."""
    address = address.strip("".join(map(chr, range(33))))
    for char in "\t\r\n":
        address = address.replace(char, "")
    address = re.sub(r"^(https:|(?=[/\\]{2}))[/\\]*", r"\1//", address, flags=re.IGNORECASE)
    target = urlsplit(urljoin(f"http://{HOST}/here/", address.replace("\\", "/")))
    return target.scheme not in ("http", "https") or target.hostname != HOST


def test_the_judge_knows_what_leads_away():
    """Control: nearly all of the crafted addresses would, if a page just obeyed."""
    assert [address for address in CRAFTED if not leads_away(address)] == [
        "\u00a0//evil.example", "evil.example", "/x\r\nLocation: https://evil.example/",
    ]  # fmt: skip
    assert not leads_away("/orders/?after=x#y")
    assert not leads_away(f"http://{HOST}/")


def posts(w) -> list[tuple[str, str, dict]]:
    """(who, where, what else is sent) for every form of ours that says where to go on to."""
    shop, listing, order = w["shop"], w["listing"], w["order"]
    variant = Variant.objects.get(listing=listing)
    return [
        ("visitor", reverse("text_size"), {"size": "3"}),
        ("visitor", reverse("language"), {"language": "en"}),
        ("visitor", reverse("market:basket_add"), {"variant": variant.pk, "quantity": "1"}),
        (
            "seller",
            reverse("households:agreement_accept", args=["market"]),
            {"version": agreements.current("market").pk},
        ),
        ("seller", reverse("market:sell_shop_holiday", args=[shop.code]), {"holiday": "no"}),
        ("seller", reverse("market:sell_listing_sold_out", args=[listing.code]), {}),
        ("seller", reverse("market:sell_listing_available", args=[listing.code]), {}),
        ("seller", reverse("market:sell_listing_stock", args=[listing.code]), {"stock": "7"}),
        ("seller", reverse("market:sell_listing_withdraw", args=[listing.code]), {}),
        ("seller", reverse("market:sell_listing_undo_withdraw", args=[listing.code]), {}),
        ("seller", reverse("market:order_accept", args=[order.code]), {}),
        (
            "seller",
            reverse("market:order_money", args=[order.code]),
            {"amount": "1", "method": "cash", "key": "0"},
        ),
        ("seller", reverse("account_logout"), {}),
    ]


@pytest.fixture
def world(db):
    return worlds.build()


def astray(client, url, sent, crafted=CRAFTED) -> list:
    """Crafted addresses that the form obeyed, or that broke it."""
    wrong = []
    for address in crafted:
        response = client.post(url, {**sent, "next": address})
        if response.status_code >= 500 or leads_away(response.get("Location", "/")):
            wrong.append((url, address, response.status_code, response.get("Location")))
    return wrong


def test_no_form_leads_to_another_site(world):
    wrong = []
    for who, url, sent in posts(world.arguments):
        client = Client(raise_request_exception=False)
        if who != "visitor":
            client.force_login(world.people[who])
        wrong += astray(client, url, sent)
    assert wrong == []


def test_the_forms_do_go_on_to_our_own_pages(world):
    """Control: the same forms obey an address of ours, so the sweep looks at the right field."""
    for who, url, sent in posts(world.arguments):
        client = Client()
        if who != "visitor":
            client.force_login(world.people[who])
        response = client.post(url, {**sent, "next": "/help/"})
        assert response.get("Location", "").split("#")[0] == "/help/", url


def test_the_door_does_not_lead_to_another_site(world, settings):
    settings.ACCOUNT_RATE_LIMITS = False
    person, wrong = factories.user(), []
    for address in CRAFTED:
        client = Client(raise_request_exception=False)
        response = client.post(
            "/accounts/login/", {"login": person.email, "password": "banana-leaf-9", "next": address}
        )
        if response.status_code != 302 or leads_away(response["Location"].split("next=")[-1]):
            wrong.append((address, response.status_code, response.get("Location")))
    assert wrong == []


@pytest.mark.parametrize("path", ["/accounts/code/", "/agreements/market/"])
def test_a_link_to_a_page_of_ours_does_not_carry_another_site_into_its_form(world, path):
    wrong = []
    for address in CRAFTED:
        response = Client().get(path, {"next": address})
        assert response.status_code == 200
        for form in pages.forms(response.content.decode()):
            carried = dict(form.fields).get("next", "")
            # The switches for language and size come back to this very page, whatever stands in its address.
            if leads_away(carried) and not carried.startswith(path):
                wrong.append((path, address, carried))
    assert wrong == []


def test_whoever_is_in_already_is_not_sent_to_another_site(world):
    client = Client(raise_request_exception=False)
    client.force_login(world.people["buyer"])
    wrong = []
    for path in ("/accounts/login/", "/accounts/code/", "/admin/login/", "/accounts/2fa/authenticate/"):
        for address in CRAFTED:
            response = client.get(path, {"next": address})
            if response.status_code >= 500 or leads_away(response.get("Location", "/")):
                wrong.append((path, address, response.get("Location")))
    assert wrong == []


def test_a_notice_opens_only_pages_of_ours(world):
    client = Client(raise_request_exception=False)
    client.force_login(world.people["buyer"])
    wrong = []
    for address in CRAFTED:
        notice = Notice.objects.create(
            user=world.people["buyer"], text="x", url=address.replace("\x00", "")[:200]
        )
        response = client.get(reverse("households:notice", args=[notice.pk]))
        if response.status_code != 302 or leads_away(response["Location"]):
            wrong.append((address, response.get("Location")))
    assert wrong == []
