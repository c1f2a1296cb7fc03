"""What every answer carries: the browser's orders, and how long anybody may keep a copy."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from lib import pictures
from market.views import browse
from tests import world as worlds

POLICY = {
    "default-src": {"'none'"},
    "script-src": {"'self'"},
    "style-src": {"'self'"},
    "img-src": {"'self'", "data:", "blob:"},
    "font-src": {"'self'"},
    "connect-src": {"'self'"},
    "manifest-src": {"'self'"},
    "form-action": {"'self'"},
    "base-uri": {"'none'"},
    "frame-ancestors": {"'none'"},
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def policy(response) -> dict:
    parts = [
        part.split()
        for part in response.headers.get("Content-Security-Policy", "").split(";")
        if part.strip()
    ]
    return {name: set(sources) for name, *sources in parts}


def lacking(response) -> list[str]:
    """What the answer should carry and does not."""
    wrong = [name for name, value in HEADERS.items() if response.headers.get(name) != value]
    given = policy(response)
    return wrong + [
        f"{name} {given.get(name)}"
        for name in POLICY.keys() | given.keys()
        if given.get(name) != POLICY.get(name)
    ]


@pytest.fixture
def world(db):
    return worlds.build()


@pytest.fixture
def signed_in(world):
    def enter(role):
        client = Client(raise_request_exception=False)
        client.force_login(world.people[role])
        return client

    return enter


def broken(request):
    raise ZeroDivisionError


def away(request, *args, **kwargs):
    raise OperationalError("database is locked")


def test_every_kind_of_answer_carries_the_browsers_orders(world, signed_in, monkeypatch):
    w = world.arguments
    seller, committee = signed_in("seller"), signed_in("committee")
    code = w["shop"].code
    answers = {
        "a page": seller.get(reverse("market:listing", args=[w["listing"].code])),
        "a page of allauth": Client().get("/accounts/login/"),
        "the office": committee.get("/admin/"),
        "a list of the office": committee.get(reverse("admin:market_order_changelist")),
        "a way on": Client().get("/inbox/"),
        "a table": seller.get(reverse("market:sell_takings_csv", args=[code])),
        "a sheet": seller.get(reverse("market:sell_takings_xlsx", args=[code])),
        "a paper": seller.get(reverse("market:order_document", args=[w["order"].code])),
        "a feed": Client().get("/feed/"),
        "a sitemap": Client().get("/sitemap.xml"),
        "not there": Client().get("/nowhere/"),
        "no token": Client(enforce_csrf_checks=True).post("/basket/add/"),
        "another host": Client(raise_request_exception=False, SERVER_NAME="evil.example").get("/"),
        "the wrong method": Client().get("/basket/add/"),
    }
    monkeypatch.setattr(browse.places, "visitor_community", broken)
    answers["a mistake of ours"] = Client(raise_request_exception=False).get("/")
    monkeypatch.setattr(browse.places, "visitor_community", away)
    answers["the database away"] = Client(raise_request_exception=False).get("/")
    statuses = [answers[name].status_code for name in list(answers)[-7:]]
    assert statuses == [200, 404, 403, 400, 405, 500, 503]
    assert {name: lacking(answer) for name, answer in answers.items() if lacking(answer)} == {}


def test_the_check_sees_what_is_missing(world, settings):
    """Control: a policy that allows one inline style, and a site without the guard for frames."""
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": {**POLICY, "style-src": ["'self'", "'unsafe-inline'"]}}
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "XFrame" not in name]
    wrong = lacking(Client().get("/help/"))
    assert wrong[0] == "X-Frame-Options"
    assert "unsafe-inline" in wrong[1]
    assert len(wrong) == 2


def test_a_public_picture_is_sent_as_a_picture_and_nothing_else(db, client):
    name = pictures.path("fedcba9876543210fedcba9876543210", 320)
    default_storage.delete(name)
    default_storage.save(name, ContentFile(b"RIFF"))
    response = client.get(f"/media/{name}")
    default_storage.delete(name)
    assert response["Content-Type"] == "image/webp"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert lacking(response) == []


def test_what_a_signed_in_person_sees_is_kept_by_no_shared_cache(world, signed_in):
    seller = signed_in("seller")
    shop = world.arguments["shop"].code
    paths = [
        "/", "/household/", "/household/income/", "/inbox/", "/orders/", "/sell/", "/basket/", "/accounts/",
        f"/sell/shops/{shop}/", f"/sell/{shop}/takings/", reverse("market:order", args=[world.arguments["order"].code]),
    ]  # fmt: skip
    kept = {path: seller.get(path).headers.get("Cache-Control") for path in paths}
    assert kept == dict.fromkeys(paths, "private, no-cache")


def test_who_sees_other_peoples_money_or_incomes_leaves_no_copy_in_the_browser(world, signed_in):
    code = world.arguments["community"].code
    answers = [
        signed_in("treasurer").get(f"/fund/{code}/treasurer/"),
        signed_in("officer").get("/reports/"),
        signed_in("committee").get("/household/codes/"),
        signed_in("committee").get("/admin/"),
    ]
    assert [answer.status_code for answer in answers] == [200] * 4
    assert all("no-store" in answer["Cache-Control"] for answer in answers)


def test_tables_qr_codes_and_paper_codes_are_not_kept_at_all(world, signed_in):
    w = world.arguments
    seller = signed_in("seller")
    answers = [
        seller.get(reverse("market:sell_takings_csv", args=[w["shop"].code])),
        seller.get(reverse("market:sell_takings_xlsx", args=[w["shop"].code])),
        Client().get(reverse("welfare:fund_csv", args=[w["community"].code])),
        signed_in("buyer").get(reverse("market:order_qr", args=[w["order"].code])),
        signed_in("committee").post(reverse("households:code_print", args=[w["member"].pk])),
    ]
    assert [answer.status_code for answer in answers[:3] + answers[4:]] == [200] * 4
    assert all("no-store" in answer["Cache-Control"] for answer in answers)


def test_a_visitors_basket_is_kept_by_no_shared_cache_either(world):
    client = Client()
    client.post("/basket/add/", {"variant": world.arguments["listing"].variants.get().pk})
    assert client.get("/basket/")["Cache-Control"] == "private, no-cache"


def test_what_is_the_same_for_everybody_says_nothing_of_the_kind(world):
    """Control: the rule looks at who asks; a feed without a cookie may be kept."""
    assert "Cache-Control" not in Client().get("/feed/").headers
