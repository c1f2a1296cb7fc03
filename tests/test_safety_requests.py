"""Odd requests: numbers, dates, cursors and bytes that no browser of ours sends. Never a 500."""

import base64
import json
import random
from urllib.parse import urlencode

import pytest
from django.db import DataError, transaction
from django.test import Client
from django.urls import reverse

from market.views import browse
from tests import pages
from tests import world as worlds
from tests.test_permissions import address, build_table
from tests.worlds import PARTS

HUGE = "9" * 25
CURSORS = [
    "x", "", "=", "ก", "a" * 5000, "\x00", "%00", "W10", "bnVsbA",
    *(base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=") for value in (
        [], [1], [1, 2, 3], ["a\x00"], ["\ud800"], [{"decimal": "NaN"}], [{"decimal": "1e99"}], [{"date": "0000-00-00"}],
        [2**70], [-1], [None], [True], {"a": 1}, [[1]], [{"datetime": "2026-01-01T00:00:00"}], [1.5], [{"x": "y"}],
    )),
]  # fmt: skip
NUMBERS = [
    "-1", "0", "-0", "1e99", "1e-99", "NaN", "-Infinity", "sNaN", HUGE, f"-{HUGE}", "9" * 5000, "0x10", "1_000", "๑๒", "๙" * 30,
    "1,2,3", "1.0000001", " ", "\x00", "1\x00", "½", "٣", "１２", "1" + "\u0301" * 50, "29/2/2568", "31/12/99999", "0/0/0",
    "2026-02-30", "'; DROP TABLE x; --", "on", "[]", "true",
]  # fmt: skip
TEXTS = [
    "\x00", "a\x00b", "\x1b[2J", "\ud7ff\ufffe\uffff", "ก" * 10_000, "%", "_", "\\", "'", '"', "*", "a* OR b", "NEAR(a b)",
    "-", "(", "😀" * 300, "\u0e48" * 200, "\u202e\u200b\u2060", "NULL", "../../etc/passwd", " " * 3000, "\r\n\r\n", "${x}",
]  # fmt: skip
FILTERS = [
    "q", "after", "price_from", "price_to", "category", "community", "where", "sort", "condition", "in_stock", "version",
    "household", "month", "show", "shop", "next", "code", "waiting", "quarter", "year", "text_size",
    "age", "village", "activity", "need",
]  # fmt: skip
RAW = [
    "q=%FF%FE", "q=%ED%A0%80", "after=%C3%28", "q=%00", "&&&=&=x&q", "q=" + "a" * 10_000, "q=1&q=2&q=%00", "price_from=1&price_from=2",
    "a%00b=1", "q[]=1", "q=%u0e01", ";q=1", "community=%00", "version=%00", "month=%00", "household=%00",
]  # fmt: skip


@pytest.fixture
def world(db):
    return worlds.build()


@pytest.fixture
def enter(world):
    browsers: dict[str, Client] = {}

    def as_role(role):
        if role not in browsers:
            browsers[role] = Client(raise_request_exception=False)
            if world.people[role]:
                browsers[role].force_login(world.people[role])
        return browsers[role]

    return as_role


def odd(response) -> bool:
    """Broken, or answered in something else than our words."""
    return response.status_code >= 500


def readable(w) -> list[tuple[str, str]]:
    """(who may read it, where) for each page of the table."""
    seen = []
    for name, (method, roles, arguments) in build_table(w).items():
        if method == "GET" and name != "styleguide":
            role = next(
                (role for role in ("seller", "buyer", "treasurer", "committee", "officer") if role in roles),
                "visitor",
            )
            seen.append((role, address(name, arguments)))
    return seen


def test_no_filter_breaks_a_page(world, enter):
    """Each page with a handful of odd values in every filter at once, drawn by a fixed seed."""
    dice, broken = random.Random(8), []
    for role, path in readable(world.arguments):
        client = enter(role)
        for _ in range(2):
            query = {name: dice.choice(dice.choice([CURSORS, NUMBERS, TEXTS])) for name in FILTERS}
            broken += [
                (path, query, r.status_code)
                for r in [client.get(f"{path}?{urlencode(query, errors='replace')}")]
                if odd(r)
            ]
    assert broken == []


def test_no_bytes_in_an_address_break_a_page(enter):
    public = ["/", "/search/", "/search/suggestions/", "/categories/food/", "/agreements/market/", "/help/"]
    own = ["/orders/", "/inbox/", "/household/income/", "/household/join/"]
    pairs = [("visitor", path) for path in public] + [("seller", path) for path in own]
    broken = [
        (path, raw) for raw in RAW for role, path in pairs if odd(enter(role).get(path, QUERY_STRING=raw))
    ]
    assert broken == []


def test_a_cursor_that_is_none_shows_the_first_page(world, enter):
    w = world.arguments
    lists = [
        ("visitor", "/search/"), ("visitor", "/search/?q=น้ำ&"), ("visitor", "/search/?sort=price&"), ("visitor", "/search/?sort=name&"),
        ("visitor", f"/shops/{w['shop'].code}/"), ("visitor", f"/fund/{w['community'].code}/"), ("seller", "/inbox/"),
        ("seller", f"/sell/shops/{w['shop'].code}/"), ("seller", f"/sell/{w['shop'].code}/takings/"), ("buyer", "/orders/"),
        ("committee", "/household/codes/"), ("seller", f"/sell/{w['shop'].code}/share/"),
    ]  # fmt: skip
    wrong = []
    for number, cursor in enumerate(CURSORS):
        for role, path in lists[number % 2 :: 2]:
            glue = "" if "?" in path else "?"
            response = enter(role).get(f"{path}{glue}{urlencode({'after': cursor}, errors='replace')}")
            if response.status_code != 200:
                wrong.append((path, cursor, response.status_code))
    assert wrong == []


PATHS = [
        f"/inbox/{HUGE}/", f"/inbox/{'9' * 5000}/", f"/slips/{HUGE}/", f"/household/income/records/{HUGE}/", f"/sitemap-listings-{HUGE}.xml",
        f"/household/requests/{HUGE}/approve/", "/listings/%00/", "/listings/a%00b/", "/household/%00/", "/household/a%00b/add/",
        "/agreements/%00/", "/c/%FF/", "/c/ก/", "/fund/%00/", "/media/%00", "/media/..%2f..%2fdb.sqlite3", "/admin/market/order/%00/change/",
        f"/admin/market/order/{HUGE}/change/", f"/household/month/X/{HUGE}-1/save/", "/household/month/X/2026-13/save/",
        "/basket/put-back/1/NaN/", f"/basket/put-back/{HUGE}/1/", "/basket/put-back/1/%00/", f"/basket/lines/{HUGE}/", "/%E0%B8%81" * 300,
        "//", "/.", "/..", "/%2e%2e/%2e%2e/etc/passwd", "/static/%00", "/static/..%2f..%2fmanage.py", "/sell/shops/new/9/", "/healthz/x",
    ]  # fmt: skip


def test_no_address_breaks_the_site(enter):
    broken = []
    for path in PATHS:
        for role in ("visitor", "seller", "committee"):
            client = enter(role)
            broken += [(role, path) for answer in (client.get(path), client.post(path)) if odd(answer)]
    assert broken == []


def test_a_number_in_an_address_of_ones_own_household_may_be_any(world, enter):
    seller, code = enter("seller"), world.arguments["home"].code
    for year, month in ((HUGE, "1"), ("0", "1"), ("10000", "1"), ("2026", "13"), ("2026", HUGE)):
        assert seller.post(f"/household/month/{code}/{year}-{month}/save/").status_code == 404
        assert seller.post(f"/household/book/{code}/{year}-{month}/save/").status_code == 404


def test_no_method_breaks_a_page(world, enter):
    methods, broken = ["put", "patch", "delete", "options", "head", "trace"], []
    for number, (role, path) in enumerate(readable(world.arguments)):
        for method in (methods[number % 6], methods[(number + 1) % 6]):
            answer = getattr(enter(role), method)(path)
            broken += [(method, path, answer.status_code)] if odd(answer) else []
    assert broken == []


def posts(w) -> list[tuple[str, str, dict]]:
    """(who, where, the fields that a form sends there)."""
    shop, listing, order, home, month = (
        w["shop"].code,
        w["listing"].code,
        w["order"].code,
        w["home"].code,
        w["month"],
    )
    community, variant = w["community"].code, w["listing"].variants.get().pk
    sizes = {
        "form-TOTAL_FORMS": "2",
        "form-INITIAL_FORMS": "1",
        "form-0-variant": "1",
        "form-0-name": "a",
        "form-0-price": "4",
        "form-0-stock": "3",
    }
    goods = dict.fromkeys(
        (
            "name",
            "price",
            "unit",
            "stock",
            "condition",
            "supply",
            "days_to_make",
            "daily_cap",
            "category",
            "description",
            "available_from",
            "available_until",
        ),
        "1",
    )
    shopkeeping = dict.fromkeys(
        (
            "name",
            "story",
            "offers_pickup",
            "pickup_place",
            "delivery_fee",
            "promptpay_id",
            "receiver_name",
            "phone",
            "line_url",
            "opening_days",
            "hours_to_accept",
            "hours_to_pay",
        ),
        "1",
    )
    month_form = {
        "wage": "1", "wage_why": "amount", "trade": "1", "trade_costs": "1", "trade_same": "other", "market_costs": "1", "market_gross": "1",
        "market_unknown": "on", "members": "1", "seen": "1-1-1", "shown": "90",
    }  # fmt: skip
    entry = dict.fromkeys(
        ("name", "birth_year", "sex", "relation", "activity", "occupation", "phone", "lives_here", "since"),
        "1",
    )
    money = {"amount": "1", "method": "cash", "key": "k", "slip": "1", "reason": "x", "accept": "on"}
    return [
        ("visitor", "/basket/add/", {"variant": variant, "quantity": "1"}),
        ("visitor", f"/basket/put-back/{variant}/1/", {}),
        ("visitor", "/accounts/login/", {"login": "a@example.com", "password": "x", "next": "/"}),
        ("visitor", "/accounts/signup/", {"email": "a@example.com", "name": "x", "password1": "x", "privacy": "on", "privacy_version": "1"}),
        ("visitor", "/accounts/code/", {"entry_code": "x"}),
        ("visitor", "/accounts/password/reset/", {"email": "x"}),
        ("visitor", "/preferences/text-size/", {"size": "1", "next": "/"}),
        ("visitor", "/preferences/language/", {"language": "th", "next": "/"}),
        ("seller", "/accounts/save/", {"name": "x", "phone": "x", "language": "th"}),
        ("seller", "/household/join/ask/", {"code": "x"}),
        ("seller", "/household/consent/save/", {"purpose": "messages", "answer": "yes"}),
        ("seller", "/agreements/market/accept/", {"version": "1", "next": "/"}),
        ("seller", f"/household/month/{home}/{month.year}-{month.month}/save/", month_form),
        ("seller", f"/household/month/{home}/{month.year}-{month.month}/keep/", month_form),
        ("seller", f"/household/month/{home}/{month.year}-{month.month}/skip/", {"answer": "refused"}),
        ("seller", f"/household/book/{home}/{month.year}-{month.month}/save/", {"food": "1", "debt": "1"}),
        ("seller", f"/household/income/{home}/{month.year}-{month.month}/decline/", {"shown": "90", "seen": "1"}),
        ("seller", f"/household/income/records/{w['record'].pk}/", {"note": "x", "evidence": "x"}),
        ("seller", f"/sell/shops/{shop}/edit/", shopkeeping),
        ("seller", "/sell/shops/new/1/", {**shopkeeping, "household": "x"}),
        ("seller", f"/sell/shops/{shop}/new/", {**goods, "kept": "x", "key": "x"}),
        ("seller", f"/sell/listings/{listing}/edit/", goods),
        ("seller", f"/sell/listings/{listing}/sizes/", sizes),
        ("seller", f"/sell/listings/{listing}/stock/", {"stock": "1", "next": "/"}),
        ("seller", f"/sell/listings/{listing}/pictures/add/", {"pictures": "x"}),
        ("seller", f"/sell/listings/{listing}/pictures/{worlds.DIGEST}/move/", {"to": "first"}),
        ("seller", f"/sell/{shop}/share/sent/", {"bank": "014", "reference": "x", "taken": "x"}),
        ("buyer", f"/orders/{order}/slip/", {"bank": "014", "reference": "x", "taken": "x"}),
        ("buyer", f"/orders/{order}/cancel/", {"reason": "x"}),
        *(("seller", f"/orders/{order}/{act}/", money | {"code": "1234"}) for act in ("decline", "money", "slip-not-found", "refund", "stop", "hand-over")),
        ("treasurer", f"/fund/{community}/treasurer/receiver/", {"promptpay_id": "x", "receiver_name": "x"}),
        ("treasurer", f"/fund/{community}/treasurer/opening/", {"bank": "1", "cash": "1", "on": "1/1/2569", "is_checked": "on"}),
        ("treasurer", f"/fund/{community}/payments/{w['payment'].code}/confirm/", {"amount": "1"}),
        ("treasurer", f"/fund/{community}/payments/{w['payment'].code}/not-found/", {"reason": "x"}),
        ("committee", "/office/{}/import/{}/columns/save/".format(*w["import"]), {"column0": "name", "column1": "house_number", "same_as_above": "on"}),
        ("committee", "/office/{}/import/{}/rows/3/decide/".format(*w["import"]), {"choice": "new", "show": "all", "after": "x"}),
        ("committee", "/office/{}/import/{}/rows/decide/".format(*w["import"]), {"choice": "new", "which": "exact"}),
        ("committee", "/office/{}/import/{}/confirm/".format(*w["import"]), {"file_is_right": "on"}),
        ("committee", f"/office/{community}/import/upload/", {"table": "x"}),
        ("committee", f"/office/{community}/export/make/", {"purpose": "preparing an election", "kind": "csv"}),
        ("committee", "/household/new/", {"community": "1", "name": "x", "house_number": "1", "address": "x"}),
        ("committee", f"/household/{home}/add/", entry),
        ("seller", f"/household/members/{w['member'].pk}/edit/", entry),
        ("seller", f"/household/members/{w['member'].pk}/end/", {"why": "moved", "code": "x", "on": "1/1/2569", "reason": "x"}),
        ("seller", f"/household/members/{w['left'].pk}/back/", {"since": "1/1/2569"}),
        ("committee", f"/household/members/{w['unseen'].pk}/consent/", {"purpose": "income", "answer": "yes", "way": "paper", "given_by": "x"}),
        ("committee", f"/erasures/{w['unseen'].person.code}/", {"reason": "x", "is_sure": "on"}),
        ("committee", f"/household/members/{w['member'].pk}/needs/add/", {"kind": "chronic", "since": "1/1/2569", "source": "self", "has_consented": "on", "way": "spoken", "given_by": "x"}),
        ("seller", f"/household/{home}/edit/", {"name": "x", "house_number": "1", "village": "x", "address": "x"}),
        ("seller", f"/household/{home}/split/", {"leaving": w["member"].pk, "representative": w["member"].pk, "name": "x", "house_number": "1", "on": "1/1/2569"}),
        ("officer", "/reports/line/", {"municipality": w["community"].municipality.code, "line": "1"}),
        ("committee", "/reports/publish/", {"title": "x", "audience": "public"}),
        ("committee", f"/reports/editions/{w['edition'].code}/correct/", {"title": "x", "what_changed": "x"}),
        *programme_posts(w),
        *[row for part in PARTS if hasattr(part, "posts") for row in part.posts(w)],
        ("committee", f"/household/{home}/status/", {"status": "moved", "on": "1/1/2569", "reason": "x"}),
    ]  # fmt: skip


def programme_posts(w) -> list[tuple[str, str, dict]]:
    """Programmes, rounds, visits and prices."""
    community, town = w["community"].code, w["community"].municipality.code
    programme, visit = f"/reports/programmes/{w['programme'].code}/", w["visit"]
    table = {"municipality": town, "source": "x", "base_year": "2566", "lines": "1/2567 100", "table": "x"}
    drawing = {"month": "2026-01-01", "confidence": "90", "margin": "10"}
    found = {"status": "done", "verified": "1", "visited_on": "1/1/2569", "note": "x"}
    return [
        ("officer", "/reports/programmes/new/", {"place": f"town:{town}", "name": "x", "about": "x"}),
        ("committee", f"{programme}communities/{community}/", {"started_on": "1/1/2569"}),
        ("officer", f"{programme}rounds/add/", {"first_month": "1/2569", "last_month": "1/2569"}),
        ("committee", f"/office/{community}/samples/draw/", drawing),
        ("committee", f"/office/{community}/samples/{visit.sample.code}/{visit.pk}/save/", found),
        ("officer", "/reports/prices/check/", table),
        ("officer", "/reports/prices/save/", table),
    ]


def refused_by_pages(client, path, sent) -> bool:
    """Whether the POST broke the page. Undone afterwards."""
    with transaction.atomic():
        broke = odd(client.post(path, sent))
        transaction.set_rollback(True)
    return broke


def test_no_form_breaks_whatever_is_in_it(world, enter, settings):
    """A few hundred posts: one odd field at a time, then all of them at once, then fields missing or doubled."""
    settings.ACCOUNT_RATE_LIMITS = False
    dice, broken = random.Random(1), []
    for role, path, fields in posts(world.arguments):
        client = enter(role)
        tries = [{**fields, name: dice.choice(dice.choice([NUMBERS, TEXTS]))} for name in fields]
        tries = dice.sample(tries, min(4, len(tries)))
        tries.append({name: dice.choice(dice.choice([NUMBERS, TEXTS])) for name in fields})
        tries.append({name: [value, dice.choice(NUMBERS)] for name, value in fields.items()})
        tries.append({})
        broken += [(path, sent) for sent in tries if refused_by_pages(client, path, sent)]
    assert broken == []


def test_a_body_that_is_no_form_breaks_nothing(world, enter):
    broken = []
    kinds = ["application/json", "multipart/form-data; boundary=x", "multipart/form-data", "text/plain; charset=nonsense", "application/x-www-form-urlencoded"]  # fmt: skip
    for number, kind in enumerate(kinds):
        for role, path, _fields in posts(world.arguments)[number::5]:
            answer = enter(role).generic("POST", path, b"\xff\x00{--x\r\n\r\n=&&", content_type=kind)
            broken += [(path, kind)] if odd(answer) else []
    assert broken == []


def test_the_checkout_takes_no_odd_wish(world, enter):
    buyer, broken = enter("buyer"), []
    variant = world.arguments["listing"].variants.get().pk
    buyer.post("/basket/add/", {"variant": variant})
    form = pages.form_to(buyer.get("/checkout/").content.decode(), "/checkout/", "key")
    fields = dict(form.fields)
    for number in NUMBERS:
        for wish in (f"{variant}:{number}:45", f"{variant}:1:{number}", f"{number}:1:45"):
            broken += (
                [wish] if odd(buyer.post("/checkout/", {**fields, "wishes": wish, "total": number})) else []
            )
        broken += [number] if odd(buyer.post("/checkout/totals/", {**fields, "wishes": number})) else []
        broken += [number] if odd(buyer.post("/basket/add/", {"variant": number, "quantity": number})) else []
    assert broken == []


def test_no_cookie_breaks_a_page(world):
    client, broken = Client(raise_request_exception=False), []
    for cookie in ('"a\\000b"', "x" * 4000, "ก", "'; --", "a=b;;c"):
        for name in (
            "community",
            "basket",
            "text_size",
            "django_language",
            "sessionid",
            "csrftoken",
            "messages",
        ):
            sent = f"{name}={cookie}".encode().decode("latin-1")
            broken += [
                (sent, path)
                for path in ("/", "/basket/", "/agreements/market/")
                if odd(client.get(path, HTTP_COOKIE=sent))
            ]
    assert broken == []


def test_a_value_that_no_database_takes_is_a_request_that_made_no_sense(enter, monkeypatch):
    def refuse(request):
        raise DataError("PostgreSQL text fields cannot contain NUL (0x00) bytes")

    monkeypatch.setattr(browse.places, "visitor_community", refuse)
    assert enter("visitor").get("/").status_code == 400


def test_the_sweep_sees_a_page_that_breaks(world, enter, monkeypatch):
    """Control: one filter that is read carelessly is found."""
    monkeypatch.setattr(browse.catalogue, "wanted", lambda query, **fixed: int(query.get("price_from") or 0))
    assert odd(enter("visitor").get(reverse("market:search"), {"price_from": "NaN"}))
