"""Whatever people type, it stays text on every page that shows it."""

import csv
import datetime as dt
import io
import zipfile
from xml.etree import ElementTree

import pytest
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from households import agreements, notices
from households.models import Household, IncomeRecord, Notice, Person, User
from lib.remember import forget_all
from market import orders
from market.forms.shops import LineField
from market.models import Listing, ListingPicture, Order, Shop
from tests import factories, pages
from tests import world as worlds
from tests.hostile import MARK, PAYLOADS, made_by_payload
from welfare.models import Fund


@pytest.fixture
def world(db):
    return worlds.build()


@pytest.fixture
def enter(world):
    """A browser in which this person is signed in."""
    browsers = {}

    def as_role(role):
        if role not in browsers:
            browsers[role] = Client()
            if world.people[role]:
                browsers[role].force_login(world.people[role])
        return browsers[role]

    return as_role


def press(client, page: str, to: str, has_field: str, **typed):
    """Fill in the form that stands on `page` and send it, as a browser does."""
    form = pages.form_to(client.get(page).content.decode(), to, has_field)
    sent: dict[str, list] = {}
    for name, value in form.fields:
        sent.setdefault(name, []).append(value)
    return client.post(to, {**sent, **typed})


def read(client, found: dict, *paths: str) -> None:
    """Look at pages; note in `found` what a text has become there. A page without any of the texts proves nothing."""
    for path in paths:
        response = client.get(path)
        assert response.status_code in (200, 410), (path, response.status_code)
        if made := made_by_payload(response.content.decode()):
            found[path] = made


def test_the_reader_notices_what_a_text_makes():
    """Control: nearly every text would do something in a page that shows it as it is."""
    frame = "<title>{0}</title><textarea>{0}</textarea><p>{0}<input value=\"{0}\"><input value='{0}'><i {0}>"
    harmless = [text for text in PAYLOADS if not made_by_payload(frame.format(text))]
    assert harmless == []
    assert made_by_payload("<p>&lt;script pwned&gt;</p><a href='/x' class='pwned'>x</a>") == []
    assert made_by_payload("<a href=' java\nscript:alert(1)'>") != []


def test_what_a_seller_types_stays_text(world, enter):
    seller, found = enter("seller"), {}
    shop, listing = world.arguments["shop"], world.arguments["listing"]
    edit = reverse("market:sell_shop_edit", args=[shop.code])
    goods = reverse("market:sell_listing_edit", args=[listing.code])
    sizes = reverse("market:sell_listing_variants", args=[listing.code])
    picture = {"kind": "listings", "code": listing.code}
    describe = reverse("market:sell_picture_describe", kwargs={**picture, "digest": worlds.DIGEST})
    gallery = reverse("market:sell_pictures", kwargs=picture)
    alt = f"{worlds.DIGEST[:8]}-alt"
    for text in PAYLOADS:
        answers = [
            press(seller, edit, edit, "name", name=text, story=text, pickup_place=text, receiver_name=text, phone="0812345678"),
            press(seller, goods, goods, "name", name=text, description=text),
            press(seller, gallery, describe, alt, **{alt: text}),
        ]  # fmt: skip
        assert [answer.status_code for answer in answers] == [302] * 3, text
        shop.refresh_from_db()
        listing.refresh_from_db()
        assert MARK in shop.story
        assert MARK in listing.description
        assert MARK in ListingPicture.objects.get(listing=listing).alt
        read(seller, found, shop.get_absolute_url(), listing.get_absolute_url(), gallery, goods)
    forms = press(seller, sizes, sizes, "form-0-name", **{"form-0-name": PAYLOADS[3], "form-0-price": "45", "form-1-name": PAYLOADS[4], "form-1-price": "50", "form-1-stock": "3"})  # fmt: skip
    assert forms.status_code == 302
    assert listing.variants.filter(is_active=True).count() == 2
    read(seller, found, sizes, listing.get_absolute_url(), edit)
    assert found == {}


def test_what_strangers_see_of_many_shops_stays_text(world, enter):
    """Lists, search, suggestions, feeds, sitemaps: one shop and one listing for each text."""
    found: dict = {}
    seller = world.people["seller"]
    for number, text in enumerate(PAYLOADS):
        shop = factories.shop(
            seller, name=text[:80], story=text, line_url="https://line.me/ti/p/~x", phone=text[:20]
        )
        factories.listing(shop, name=text, description=text, condition="second_hand" if number % 2 else "new")
    forget_all()
    visitor, code = enter("visitor"), world.arguments["community"].code
    paths = ["/", f"/c/{code}/", "/search/", "/categories/food/", "/sitemap.xml", "/sell/"]
    paths += [f"/search/?q={word}" for word in ("pwned", "script", "alert", "น้ำพริก")]
    paths += ["/search/suggestions/?q=pwned", "/search/?sort=name", "/search/?sort=price"]
    for path in paths:
        read(enter("seller") if path == "/sell/" else visitor, found, path)
    assert found == {}
    assert visitor.get("/search/?q=pwned").content.decode().count(MARK) > 20
    for path in ("/feed/", f"/c/{code}/feed/", "/sitemap-listings-0.xml", "/sitemap-shops-0.xml"):
        tree = ElementTree.fromstring(visitor.get(path).content)
        assert not [
            node for node in tree.iter() if MARK in node.tag or any(MARK in name for name in node.attrib)
        ]


def test_what_buyer_and_seller_write_to_each_other_stays_text(world, enter, work):
    found: dict = {}
    buyer, listing, shop = world.people["buyer"], world.arguments["listing"], world.arguments["shop"]
    Listing.objects.filter(pk=listing.pk).update(stock=1000)
    listing.variants.update(stock=1000)
    for number, text in enumerate(PAYLOADS):
        User.objects.filter(pk=buyer.pk).update(name=text)
        buyer.refresh_from_db()
        Shop.objects.filter(pk=shop.pk).update(name=text[:80], receiver_name=text, pickup_place=text)
        Listing.objects.filter(pk=listing.pk).update(name=text)
        order = factories.order(buyer, factories.wish(listing), method="delivery", place=text, note=text)
        page, act = order.get_absolute_url(), f"/orders/{order.code}/"
        if number % 3 == 0:
            answer = enter("buyer").post(f"{act}cancel/", {"reason": text})
        elif number % 3 == 1:
            answer = enter("seller").post(f"{act}decline/", {"reason": text})
        else:
            orders.accept(order=order, actor=world.people["seller"])
            enter("seller").post(f"{act}money/", {"amount": "50", "method": "cash", "key": "0"})
            answer = enter("seller").post(
                f"{act}refund/", {"amount": "5", "method": "cash", "key": "1", "reason": text}
            )
        assert answer.status_code == 302, text
        read(enter("buyer"), found, page, f"{act}document/")
        read(enter("seller"), found, page)
    assert Order.objects.filter(note__contains=MARK).count() == len(PAYLOADS)
    wrong = enter("buyer").post(
        f"/orders/{world.arguments['order'].code}/slip/", {"reference": PAYLOADS[0], "bank": ""}
    )
    assert made_by_payload(wrong.content.decode()) == []
    work()
    read(enter("buyer"), found, "/orders/", "/basket/", "/inbox/")
    read(
        enter("seller"),
        found,
        "/sell/",
        f"/sell/{shop.code}/packing/",
        f"/sell/{shop.code}/share/",
        "/inbox/",
    )
    assert found == {}
    assert enter("seller").get("/inbox/").content.decode().count(MARK) > 3


def test_what_is_written_in_the_register_stays_text(world, enter, work):
    found: dict = {}
    home, member, community = (world.arguments[name] for name in ("home", "member", "community"))
    committee, seller = enter("committee"), enter("seller")
    page = f"/household/members/{member.pk}/"
    for text in PAYLOADS:
        answers = [
            seller.post(f"/household/{home.code}/edit/", {"name": text, "house_number": text[:30], "village": text[:60], "address": text}),
            seller.post(f"/household/{home.code}/add/", {"name": text}),
            seller.post(f"{page}edit/", {"name": text, "occupation": text[:80], "birth_year": "2530"}),
            committee.post(f"/household/{home.code}/status/", {"status": "moved", "on": "1/1/2569", "reason": text}),
        ]  # fmt: skip
        assert [answer.status_code for answer in answers] == [302] * 4, text
        committee.post(f"/household/{home.code}/status/", {"status": "active", "on": "1/1/2569"})
        read(
            seller,
            found,
            page,
            f"{page}edit/",
            f"{page}end/",
            f"{page}needs/add/",
            f"/household/{home.code}/",
        )
        read(
            seller,
            found,
            *(f"/household/{home.code}/{name}/" for name in ("card", "split", "edit", "history")),
        )
        read(committee, found, f"/household/{home.code}/status/")
    new = home.memberships.latest("id")
    assert seller.post(f"/household/members/{new.pk}/end/", {"why": "away", "on": "1/1/2569", "reason": PAYLOADS[0]}).status_code == 302  # fmt: skip
    work()
    read(committee, found, f"/office/{community.code}/", f"/office/{community.code}/checks/")
    read(committee, found, f"/office/{community.code}/people/", f"/household/{home.code}/", "/inbox/")
    read(committee, found, f"/household/members/{new.pk}/")
    assert found == {}
    assert MARK in committee.get(f"/office/{community.code}/people/").content.decode()


def test_what_is_written_about_consent_and_names_stays_text(world, enter, settings, tmp_path):
    settings.ERASURES_FILE = tmp_path / "erasures.log"
    found: dict = {}
    unseen, community = world.arguments["unseen"], world.arguments["community"]
    committee, page = enter("committee"), f"/household/members/{unseen.pk}/"
    for text in PAYLOADS:
        Person.objects.filter(pk=unseen.person_id).update(name=text, occupation=text[:80])
        said = {"purpose": "income", "answer": "yes", "way": "paper", "given_by": text[:120]}
        assert committee.post(f"{page}consent/", said).status_code == 302, text
        committee.post(f"{page}erase/")
        read(committee, found, f"{page}consent/", f"{page}data.html", f"/erasures/{unseen.person.code}/")
        read(committee, found, f"/office/{community.code}/erasures/", f"/office/{community.code}/duplicates/")
    assert committee.post(f"/erasures/{unseen.person.code}/", {"is_sure": "on", "reason": PAYLOADS[0]}).status_code == 302  # fmt: skip
    read(
        committee,
        found,
        f"/office/{community.code}/erasures/",
        f"/household/{unseen.household.code}/history/",
    )
    assert found == {}
    assert MARK in committee.get(f"/office/{community.code}/erasures/").content.decode()


def test_what_households_and_the_committee_write_stays_text(world, enter, work):
    found: dict = {}
    home, month = world.arguments["home"], world.arguments["month"]
    community, record = world.arguments["community"], world.arguments["record"]
    committee, seller, treasurer = enter("committee"), enter("seller"), enter("treasurer")
    for text in PAYLOADS:
        answers = [
            committee.post("/household/new/", {"community": community.pk, "name": text, "house_number": text[:30], "address": text}),
            committee.post(f"/household/{home.code}/add/", {"name": text}),
            seller.post("/accounts/save/", {"name": text, "language": "th"}),
            seller.post(f"/household/month/{home.code}/{month.year}-{month.month}/keep/", {"wage": text, "members": text}),
            treasurer.post(f"/fund/{community.code}/treasurer/receiver/", {"promptpay_id": "0812223333", "receiver_name": text}),
        ]  # fmt: skip
        assert [answer.status_code for answer in answers][:3] == [302] * 3, text
        assert answers[4].status_code == 302
        read(treasurer, found, f"/fund/{community.code}/treasurer/")
        read(seller, found, "/accounts/", f"/fund/{community.code}/")
    assert Household.objects.filter(address__contains=MARK).count() == len(PAYLOADS)
    assert Person.objects.filter(name__contains=MARK).count() >= len(PAYLOADS)
    assert MARK in Fund.objects.get(community=community).receiver_name
    for text in PAYLOADS:
        seller.post(f"/household/income/records/{record.pk}/", {"note": text, "evidence": text[:120]})
        record = IncomeRecord.objects.filter(household=home, source="wage", month=record.month).latest("pk")
        assert MARK in record.note, text
        notices.send(to=world.people["seller"], text=text, url="/inbox/")
    text = "\n".join(PAYLOADS) + "\n" + "\n".join(f"# {one}\n- {one}" for one in PAYLOADS)
    agreements.publish(kind="market", community=None, summary=text, body=text, adopted=PAYLOADS[0], actor=world.people["committee"])  # fmt: skip
    work()
    read(
        seller,
        found,
        "/household/",
        f"/household/{home.code}/",
        f"/household/income/?household={home.code}",
        f"/household/month/{home.code}/{month.year}-{month.month}/",
        f"/household/month/{home.code}/{record.month.year}-{record.month.month}/written/",
        "/inbox/",
    )
    read(seller, found, f"/household/income/records/{record.pk}/", "/agreements/market/", "/agreements/")
    read(committee, found, "/household/codes/", f"/household/{home.code}/")
    member = home.memberships.filter(person__name__contains=MARK).first()
    paper = committee.post(f"/household/codes/{member.pk}/print/")
    assert paper.status_code == 200
    assert made_by_payload(paper.content.decode()) == []
    treasurer.post(f"/fund/{community.code}/payments/{world.arguments['payment'].code}/not-found/", {"reason": PAYLOADS[5]})  # fmt: skip
    read(seller, found, f"/sell/{world.arguments['shop'].code}/share/")
    read(treasurer, found, f"/fund/{community.code}/treasurer/")
    assert found == {}


def test_what_stands_in_an_address_or_comes_back_in_a_form_stays_text(world, enter, settings):
    found: dict = {}
    visitor, committee, buyer = enter("visitor"), enter("committee"), enter("buyer")
    asked = [
        (visitor, "/search/", "q"), (visitor, "/search/", "price_from"), (visitor, "/search/", "category"),
        (visitor, "/search/", "after"), (visitor, "/search/suggestions/", "q"), (visitor, "/help/", "community"),
        (visitor, "/accounts/login/", "next"), (committee, "/household/codes/", "q"),
        (buyer, "/household/join/", "code"), (visitor, "/agreements/market/", "next"),
        (committee, "/admin/market/order/", "q"), (committee, "/admin/households/household/", "q"),
    ]  # fmt: skip
    for text in PAYLOADS[::2]:
        for client, path, name in asked:
            response = client.get(path, {name: text})
            assert response.status_code == 200, (path, name, text)
            if made := made_by_payload(response.content.decode()):
                found[path, name, text] = made
    settings.ACCOUNT_RATE_LIMITS = False
    for text in PAYLOADS[::3]:
        for client, path, sent in (
            (visitor, "/accounts/login/", {"login": text, "password": "x"}),
            (visitor, "/accounts/signup/", {"email": text, "name": text, "password1": "x"}),
            (visitor, "/accounts/code/", {"entry_code": text}),
            (visitor, "/accounts/password/reset/", {"email": text}),
            (buyer, "/accounts/save/", {"name": text, "phone": text, "language": text}),
            (
                enter("seller"),
                f"/sell/shops/{world.arguments['shop'].code}/edit/",
                {"name": text, "line_url": text},
            ),
            (
                enter("seller"),
                f"/sell/shops/{world.arguments['shop'].code}/new/",
                {"name": text, "price": text},
            ),
        ):
            response = client.post(path, sent)
            if made := made_by_payload(response.content.decode()):
                found[path, text] = made
    assert found == {}


def test_the_office_shows_texts_as_text(world):
    """Every register's list, search and page, with a text in every field that people fill."""
    found: dict = {}
    w = world.arguments
    text = "'\"><script pwned>alert(1)</script>{{7*7}}"
    Shop.objects.update(name=text[:80], story=text, pickup_place=text, receiver_name=text)
    Listing.objects.update(name=text, description=text)
    User.objects.update(name=text)
    Person.objects.update(name=text)
    Household.objects.update(name=text, address=text, house_number=text[:30])
    Order.objects.update(note=text, place=text, buyer_name=text, shop_name=text[:80])
    Notice.objects.update(text=text)
    type(w["community"]).objects.update(name=text, contact_name=text)
    client = Client()
    client.force_login(factories.user(name=text, is_superuser=True, is_staff=True))
    looked = 0
    for model in admin.site._registry:
        base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        paths = [reverse(f"{base}_changelist"), f"{reverse(f'{base}_changelist')}?q=pwned"]
        for row in model._default_manager.all()[:2]:
            paths += [reverse(f"{base}_change", args=[row.pk]), reverse(f"{base}_history", args=[row.pk])]
        for path in paths:
            response = client.get(path)
            if response.status_code != 200:
                continue
            looked += MARK in response.content.decode()
            if made := made_by_payload(response.content.decode()):
                found[path] = made
    assert looked > 15
    assert found == {}


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "JAVASCRIPT://line.me/x", "java\tscript:alert(1)", "data:text/html,<script>",
        "https://evil.example/?line.me/x", "https://line.me.evil.example/x", "https://line.me@evil.example/",
        "//evil.example/line.me/", "https://evil.example\\line.me/x", "vbscript:x", "ftp://line.me/x",
    ],
)  # fmt: skip
def test_a_line_link_that_leads_elsewhere_is_refused(address):
    with pytest.raises(ValidationError):
        LineField().clean(address)
    assert LineField().clean("@boonshop") == "https://line.me/R/ti/p/%40boonshop"


@pytest.mark.parametrize("text", [text for text in PAYLOADS if text[0] in "=@＝"])
def test_tables_to_take_away_hold_no_formula(world, enter, text):
    shop, listing = world.arguments["shop"], world.arguments["listing"]
    Listing.objects.filter(pk=listing.pk).update(name=text)
    order = factories.order(world.people["buyer"], factories.wish(listing))
    Order.objects.filter(pk=order.pk).update(
        status="completed", completed_at=timezone.now() - dt.timedelta(minutes=1), buyer_name=text
    )
    rows = list(
        csv.reader(
            io.StringIO(enter("seller").get(f"/sell/{shop.code}/takings.csv").content.decode("utf-8-sig"))
        )
    )
    cells = [cell for row in rows for cell in row]
    assert any(text in cell for cell in cells)
    assert not [
        cell for cell in cells if cell[:1] in ("=", "+", "@", "＝", "\t") and not cell[1:].isdecimal()
    ]
    sheet = enter("seller").get(f"/sell/{shop.code}/takings.xlsx").content
    with zipfile.ZipFile(io.BytesIO(sheet)) as book:
        parts = [book.read(name).decode() for name in book.namelist() if name.endswith(".xml")]
    assert any(MARK in part for part in parts)
    assert not [part for part in parts if "<f>" in part or "<b pwned" in part]
