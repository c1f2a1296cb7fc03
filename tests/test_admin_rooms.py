"""Who sees what in the office: rows of another community do not exist."""

import datetime
from decimal import Decimal

import pytest
from auditlog.models import LogEntry
from django.contrib import admin
from django.urls import reverse

from households import agreements, entrycodes, incomes, prices, programmes
from households.admin.base import OfficeAdmin, TechnicianAdmin
from households.models import (
    Household,
    IncomeRecord,
    Membership,
    Participation,
    Person,
    PriceTable,
    Programme,
    ReportEdition,
    Role,
    Round,
    RoundAsk,
    User,
    Verification,
    VerificationSample,
)
from market.models import Category, Listing, Order, Shop, Unit
from tests import factories, fund_registers
from welfare import shares, slips
from welfare.models import Account, Fund, SharePayment, Slip, Transfer

REGISTERS = dict(admin.site._registry)
OFFICE_ROLES = ["committee", "chair", "treasurer", "auditor"]
WHOLE_SITE = {Category, Unit}


def furnish(place, name: str) -> dict:
    """One row of every register in this community."""
    seller = factories.representative(place, name=f"{name} คนขาย")
    buyer = factories.representative(place, name=f"{name} คนซื้อ")
    shop = factories.shop(seller, name=f"ร้าน{name}")
    listing = factories.listing(shop, name=f"แกง{name}")
    order = factories.order(buyer, factories.wish(listing))
    waiting = Membership.objects.create(
        person=Person.objects.create(name=f"{name} คนรอ"), household=Household.objects.of_member(seller).get()
    )
    chair = factories.with_role(place, "chair", name=f"{name} ประธาน")
    entrycodes.issue(user=buyer, actor=chair)
    version = agreements.publish(
        kind="market", community=place, summary=f"สั้น {name}", body="ยาว", adopted="", actor=chair
    )
    fund = Fund.objects.create(community=place, promptpay_id="0812223333", receiver_name=f"กองทุน{name}")
    transfer = shares.owe(
        community=place, shop_code=shop.code, shop_name=shop.name, amount=order.total, order_code=order.code,
        actor=seller,
    )  # fmt: skip
    slip = slips.show(bank="002", reference=f"REF{place.pk:012d}", document="share", user=seller)
    payment = shares.send_payment(
        community=place, shop_code=shop.code, shop_name=shop.name, amount=order.total, slip=slip, user=seller
    )
    income = incomes.record(
        household=waiting.household,
        month=datetime.date(2026, 5, 1),
        source="wage",
        gross=Decimal(9000),
        actor=seller,
    )
    return {
        place.__class__: place,
        Household: waiting.household,
        Person: waiting.person,
        Membership: waiting,
        User: buyer,
        Role: Role.objects.get(user=chair),
        buyer.entry_codes.model: buyer.entry_codes.get(),
        version.__class__: version,
        Shop: shop,
        Listing: listing,
        Order: order,
        Fund: fund,
        Account: payment.owed,
        Transfer: transfer if isinstance(transfer, Transfer) else Transfer.objects.get(community=place),
        SharePayment: payment,
        Slip: slip,
        LogEntry: LogEntry.objects.get_for_object(shop).first(),
        IncomeRecord: income,
        **furnish_reports(place, name, waiting.household, chair),
        **fund_registers.rows(place, name, waiting.household),
    }


def furnish_reports(place, name: str, home: Household, chair: User) -> dict:
    """One row of every register of programmes, visits and reports."""
    town, month = place.municipality, datetime.date(2026, 5, 1)
    programme = programmes.create(
        municipality=town, community=place, name=f"โครงการ{name}", about="", actor=chair
    )
    baseline = programmes.add_round(programme=programme, first_month=month, last_month=month, actor=chair)
    sample = VerificationSample.objects.create(
        community=place, month=month, population=1, size=1, seed=1, drawn_by=chair
    )
    table = prices.save(
        municipality=town, source=f"ดัชนี{name}", base_year=2023, prices={month: Decimal(100)}, actor=chair
    )
    edition = ReportEdition.objects.create(
        municipality=town, community=place, title=f"รายงาน{name}", audience="public", published_by=chair
    )
    return {
        Programme: programme,
        Participation: programme.participations.get(),
        Round: baseline,
        RoundAsk: baseline.asks.create(household=home, community=place, asked_by=chair),
        VerificationSample: sample,
        Verification: sample.visits.create(household=home, reported=Decimal(9000)),
        PriceTable: table,
        ReportEdition: edition,
    }


@pytest.fixture
def two_places(db):
    """Two communities with a row of every register in each."""
    ours = furnish(factories.community(name="ชุมชนบ้านเรา"), "บ้านเรา")
    theirs = furnish(factories.community(name="ชุมชนบ้านอื่น"), "บ้านอื่น")
    return ours, theirs


def place_of(rows):
    return next(row for row in rows.values() if row._meta.model_name == "community")


def url(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def may_read(model, role: str) -> bool:
    return role in REGISTERS[model].readers


def test_every_register_of_communities_is_in_the_matrix(two_places):
    ours, _theirs = two_places
    technical = {model for model, one in REGISTERS.items() if isinstance(one, TechnicianAdmin)}
    assert set(REGISTERS) == set(ours) | WHOLE_SITE | technical
    assert all(isinstance(one, OfficeAdmin) for one in REGISTERS.values())


@pytest.mark.parametrize("role", OFFICE_ROLES)
def test_rows_of_another_community_do_not_exist(client, two_places, role):
    ours, theirs = two_places
    client.force_login(factories.with_role(place_of(ours), role))
    leaks = []
    for model, row in theirs.items():
        for page in ("change", "history", "delete"):
            answer = client.get(url(model, page, row.pk))
            if answer.status_code not in (302, 403, 404) or "บ้านอื่น" in answer.content.decode():
                leaks.append((model, page))
        for act in getattr(REGISTERS[model], "buttons", ()):
            address = url(model, "button", row.pk, act.name)
            if client.post(address, {"reason": "ลอง"}).status_code not in (403, 404):
                leaks.append((model, act.name))
    assert leaks == []


@pytest.mark.parametrize("role", OFFICE_ROLES)
def test_lists_hold_only_ones_own_community(client, two_places, role):
    ours, _theirs = two_places
    client.force_login(factories.with_role(place_of(ours), role))
    for model in ours:
        answer = client.get(url(model, "changelist"))
        assert answer.status_code == (200 if may_read(model, role) else 403), model
        assert "บ้านอื่น" not in answer.content.decode(), model


@pytest.mark.parametrize("role", OFFICE_ROLES)
def test_ones_own_rows_open_for_those_who_read_them(client, two_places, role):
    ours, _theirs = two_places
    client.force_login(factories.with_role(place_of(ours), role))
    for model, row in ours.items():
        for page in ("change", "history"):
            status = client.get(url(model, page, row.pk)).status_code
            assert status == (200 if may_read(model, role) else (403 if status == 403 else 302)), (
                model,
                page,
            )


@pytest.mark.parametrize("role", OFFICE_ROLES)
def test_searches_of_fields_find_only_ones_own_rows(client, two_places, role):
    ours, theirs = two_places
    client.force_login(factories.with_role(place_of(ours), role))
    for model in theirs:
        for field in model._meta.get_fields():
            if not (field.many_to_one and field.related_model in REGISTERS):
                continue
            query = {"app_label": model._meta.app_label, "model_name": model._meta.model_name, "term": ""}
            answer = client.get("/admin/autocomplete/", {**query, "field_name": field.name})
            assert "บ้านอื่น" not in answer.content.decode(), (model, field.name)
            if may_read(field.related_model, role):
                assert answer.status_code == 200, (model, field.name)


def test_the_technician_sees_every_community(client, two_places):
    ours, theirs = two_places
    client.force_login(User.objects.create_superuser("tech@example.com", "banana-leaf-9", name="ช่าง"))
    for rows in (ours, theirs):
        for model, row in rows.items():
            assert client.get(url(model, "changelist")).status_code == 200
            assert client.get(url(model, "change", row.pk)).status_code == 200


def test_every_list_searches_and_filters_without_an_error(client, two_places):
    client.force_login(User.objects.create_superuser("tech@example.com", "banana-leaf-9", name="ช่าง"))
    for model in REGISTERS:
        assert client.get(url(model, "changelist"), {"q": "บ้านเรา ก"}).status_code == 200
        page = client.get(url(model, "changelist"))
        for spec in page.context["cl"].filter_specs:
            for choice in spec.choices(page.context["cl"]):
                assert client.get(url(model, "changelist") + choice["query_string"]).status_code == 200


@pytest.mark.parametrize("who", ["buyer", "outsider", "officer"])
def test_nobody_else_enters(client, request, who):
    client.force_login(request.getfixturevalue(who))
    for model in REGISTERS:
        assert client.get(url(model, "changelist")).status_code == 302
    assert client.get("/admin/").url == "/admin/login/?next=/admin/"
    assert client.get("/admin/login/?next=/admin/").url == "/"


def test_a_visitor_is_sent_to_the_one_door(client, db):
    answer = client.get("/admin/", follow=True)
    assert answer.redirect_chain[-1][0] == "/accounts/login/?next=/admin/"


def test_whose_role_has_ended_is_out(client, community):
    user = factories.with_role(community, "committee")
    client.force_login(user)
    assert client.get("/admin/").status_code == 200
    Role.objects.filter(user=user).update(until="2020-01-01")
    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize("role", OFFICE_ROLES)
def test_nothing_is_deleted(client, two_places, role):
    ours, _theirs = two_places
    client.force_login(factories.with_role(place_of(ours), role))
    for model, row in ours.items():
        assert client.post(url(model, "delete", row.pk), {"post": "yes"}).status_code in (302, 403)
        assert model.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("role", OFFICE_ROLES)
def test_money_is_read_only(client, two_places, role):
    ours, _theirs = two_places
    client.force_login(factories.with_role(place_of(ours), role))
    for model in (Account, Transfer, SharePayment, Slip, Order):
        assert client.get(url(model, "add")).status_code == 403
        assert client.post(url(model, "change", ours[model].pk), {"amount": "1"}).status_code in (302, 403)


def test_the_technician_changes_no_money_either(client, two_places):
    ours, _theirs = two_places
    client.force_login(User.objects.create_superuser("tech@example.com", "banana-leaf-9", name="ช่าง"))
    for model in (Account, Transfer, SharePayment, Slip, Order):
        assert client.get(url(model, "add")).status_code == 403
        assert client.post(url(model, "change", ours[model].pk), {"amount": "1"}).status_code == 403


def test_account_books_proposals_and_notices_are_not_in_the_office():
    names = {model._meta.model_name for model in REGISTERS}
    assert not names & {
        "expenserecord",
        "incomemonth",
        "incomeproposal",
        "incomeanswer",
        "notice",
        "consent",
        "group",
        "emailaddress",
    }


def test_an_auditor_in_one_place_and_committee_in_another_changes_only_the_second(client, two_places):
    ours, theirs = two_places
    user = factories.with_role(place_of(ours), "committee")
    Role.objects.create(user=user, kind="auditor", community=place_of(theirs))
    client.force_login(user)
    assert client.get(url(Household, "change", theirs[Household].pk)).status_code == 200
    assert client.post(url(Household, "change", theirs[Household].pk), {"name": "x"}).status_code == 403
    assert client.post(url(Shop, "button", theirs[Shop].pk, "verify")).status_code == 404
    answer = client.post(
        url(Shop, "changelist"),
        {"action": "verify", "_selected_action": [ours[Shop].pk, theirs[Shop].pk], "index": 0},
    )
    assert answer.status_code == 302
    assert Shop.objects.get(pk=ours[Shop].pk).verified_at
    assert Shop.objects.get(pk=theirs[Shop].pk).verified_at is None
