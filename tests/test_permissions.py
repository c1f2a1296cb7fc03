"""Every address × every role × the object of one community: whoever has no business there gets a 404.

A new address that is not in the table fails the sweep. `GET` addresses show something, `POST` addresses change
something and are never answered to a GET.
"""

import re

import pytest
from django.db import transaction
from django.urls import get_resolver, reverse

from households import agreements
from tests import world as worlds
from tests.worlds import PARTS

# The sweep is made once, in a fixture; the mark is what makes the test database.
pytestmark = pytest.mark.django_db

ROLES = [
    "visitor", "outsider", "buyer", "seller", "foreign_seller", "committee", "foreign_committee",
    "treasurer", "foreign_treasurer", "auditor", "officer", "foreign_officer",
]  # fmt: skip
EVERYONE = set(ROLES)
PEOPLE = EVERYONE - {"visitor"}
SHOP = {"seller"}
MEMBERS = {"seller"}
READERS = {f"{far}{role}" for role in ("committee", "treasurer", "officer") for far in ("", "foreign_")} | {
    "auditor"
}
TRADERS = {"buyer", "seller", "committee"}
# allauth's own pages have allauth's own tests; Django's admin has a sweep of its own; both follow the same login.
ELSEWHERE = re.compile(r"^(account_|mfa_|socialaccount_|line_|admin:|\?$)")


def build_table(w) -> dict:
    community, shop, listing, order = (w[name] for name in ("community", "shop", "listing", "order"))
    home, month = w["home"], w["month"]
    picture = {"kind": "listings", "code": listing.code}
    one_picture = {**picture, "digest": worlds.DIGEST}
    get, post = "GET", "POST"
    return {
        "text_size": (post, EVERYONE, ()),
        "language": (post, EVERYONE, ()),
        "households:account": (get, PEOPLE, ()),
        "households:account_save": (post, PEOPLE, ()),
        "households:entry_code": (post, EVERYONE, ()),
        "households:home": (get, PEOPLE, ()),
        "households:join": (get, PEOPLE, ()),
        "households:join_ask": (post, PEOPLE, ()),
        "households:request_approve": (post, MEMBERS | {"committee"}, (w["asking"].pk,)),
        "households:request_refuse": (post, MEMBERS | {"committee"}, (w["asking"].pk,)),
        "households:member_represent": (post, MEMBERS | {"committee"}, (w["member"].pk,)),
        "households:member_leave": (post, set(), (w["member"].pk,)),
        "households:new": (get, {"committee", "foreign_committee"}, ()),
        "households:codes": (get, {"committee", "foreign_committee"}, ()),
        "households:code_print": (post, {"committee"}, (w["member"].pk,)),
        "households:office_home": (
            get,
            {"committee", "foreign_committee", "treasurer", "foreign_treasurer", "auditor"},
            (),
        ),
        "households:office": (get, {"committee", "treasurer", "auditor"}, (community.code,)),
        "households:consent": (get, PEOPLE, ()),
        "households:consent_save": (post, PEOPLE, ()),
        "households:household": (get, MEMBERS | {"committee"}, (home.code,)),
        "households:member_add": (get, MEMBERS | {"committee"}, (home.code,)),
        "households:person": (get, MEMBERS | {"committee"}, (w["member"].pk,)),
        "households:person_edit": (get, MEMBERS | {"committee"}, (w["member"].pk,)),
        "households:person_end": (get, MEMBERS | {"committee"}, (w["member"].pk,)),
        "households:person_back": (post, MEMBERS | {"committee"}, (w["left"].pk,)),
        "households:member_deputy": (post, MEMBERS | {"committee"}, (w["member"].pk,)),
        "households:member_deputy_end": (post, MEMBERS | {"committee"}, (w["member"].pk,)),
        "households:need_add": (get, MEMBERS | {"committee"}, (w["member"].pk,)),
        "households:need_end": (post, MEMBERS | {"committee"}, (w["member"].pk, w["need"].pk)),
        "households:need_withdraw": (post, {"committee"}, (w["member"].pk,)),
        "households:household_edit": (get, MEMBERS | {"committee"}, (home.code,)),
        "households:household_status": (get, {"committee"}, (home.code,)),
        "households:household_split": (get, MEMBERS | {"committee"}, (home.code,)),
        "households:household_split_undo": (post, {"committee"}, (home.code,)),
        "households:household_history": (get, MEMBERS | {"committee"}, (home.code,)),
        "households:household_card": (get, MEMBERS | {"committee"}, (home.code,)),
        "households:checks": (get, {"committee"}, (community.code,)),
        "households:check_accept": (post, {"committee"}, (community.code, w["unseen"].pk)),
        "households:check_take_back": (post, {"committee"}, (community.code, w["unseen"].pk)),
        "households:people": (get, {"committee"}, (community.code,)),
        "households:my_data": (get, PEOPLE, ()),
        "households:my_data_json": (get, PEOPLE, ()),
        "households:my_data_html": (get, PEOPLE, ()),
        "households:erasure_ask": (post, PEOPLE, ()),
        "households:erasure_withdraw": (post, PEOPLE, ()),
        "households:person_consent": (get, MEMBERS | {"committee"}, (w["unseen"].pk,)),
        "households:person_data_html": (get, {"committee"}, (w["unseen"].pk,)),
        "households:person_data_json": (get, {"committee"}, (w["unseen"].pk,)),
        "households:person_erasure_ask": (post, {"committee"}, (w["unseen"].pk,)),
        "households:coverage": (get, {"committee"}, (community.code,)),
        "households:coverage_report": (
            get,
            {
                "committee",
                "foreign_committee",
                "treasurer",
                "foreign_treasurer",
                "auditor",
                "officer",
                "foreign_officer",
            },
            (),
        ),
        "households:duplicates": (get, {"committee"}, (community.code,)),
        "households:duplicate_people": (get, {"committee"}, (community.code, *w["twins"])),
        "households:duplicate_people_join": (post, {"committee"}, (community.code, *w["twins"])),
        "households:duplicate_households": (get, {"committee"}, (community.code, *w["twin_homes"])),
        "households:duplicate_households_join": (post, {"committee"}, (community.code, *w["twin_homes"])),
        "households:duplicate_undo": (post, {"committee"}, (community.code, w["merge"].pk)),
        "households:erasures": (get, {"committee"}, (community.code,)),
        "households:erasure": (get, {"committee"}, (w["unseen"].person.code,)),
        "households:agreements": (get, EVERYONE, ()),
        "households:privacy": (get, EVERYONE, ()),
        "households:agreement": (get, EVERYONE, ("market",)),
        "households:agreement_accept": (post, PEOPLE, ("market",)),
        "households:inbox": (get, PEOPLE, ()),
        "households:inbox_read_all": (post, PEOPLE, ()),
        "households:notice": (get, {"seller"}, (w["notice"].pk,)),
        "households:income": (get, PEOPLE, ()),
        "households:income_correct": (get, MEMBERS, (w["record"].pk,)),
        "households:income_decline": (post, MEMBERS, (home.code, month.year, month.month)),
        "households:income_looks": (get, PEOPLE, ()),
        "households:month_due": (get, PEOPLE, ()),
        "households:month_of": (get, MEMBERS | {"committee"}, (home.code,)),
        "households:month": (get, MEMBERS | {"committee"}, (home.code, month.year, month.month)),
        "households:month_save": (post, MEMBERS | {"committee"}, (home.code, month.year, month.month)),
        "households:month_keep": (post, MEMBERS | {"committee"}, (home.code, month.year, month.month)),
        "households:month_skip": (post, MEMBERS | {"committee"}, (home.code, month.year, month.month)),
        "households:month_written": (get, MEMBERS | {"committee"}, (home.code, month.year, month.month)),
        "households:book": (get, PEOPLE, ()),
        "households:book_month": (get, MEMBERS, (home.code, month.year, month.month)),
        "households:book_save": (post, MEMBERS, (home.code, month.year, month.month)),
        "households:income_report": (get, READERS, ()),
        "households:reports": (get, READERS, ()),
        "households:report": (get, READERS, ()),
        "households:report_csv": (get, READERS, ()),
        "households:report_xlsx": (get, READERS, ()),
        "households:report_line": (post, {"officer"}, ()),
        "households:report_publish": (get, READERS - {"treasurer", "foreign_treasurer", "auditor"}, ()),
        "households:reports_published": (get, EVERYONE, ()),
        "households:report_edition": (
            get,
            {"committee", "treasurer", "auditor", "officer"},
            (w["edition"].code,),
        ),
        "households:report_edition_csv": (
            get,
            {"committee", "treasurer", "auditor", "officer"},
            (w["edition"].code,),
        ),
        "households:report_edition_xlsx": (
            get,
            {"committee", "treasurer", "auditor", "officer"},
            (w["edition"].code,),
        ),
        "households:report_correct": (get, {"committee"}, (w["edition"].code,)),
        "households:import_home": (get, {"committee"}, (community.code,)),
        "households:import_template_xlsx": (get, {"committee"}, (community.code,)),
        "households:import_template_csv": (get, {"committee"}, (community.code,)),
        "households:import_upload": (post, {"committee"}, (community.code,)),
        "households:import_show": (get, {"committee"}, w["import"]),
        "households:import_columns": (get, {"committee"}, w["import"]),
        "households:import_columns_save": (post, {"committee"}, w["import"]),
        "households:import_rows": (get, {"committee"}, w["import"]),
        "households:import_bad": (get, {"committee"}, w["import"]),
        "households:import_decide": (post, {"committee"}, (*w["import"], 3)),
        "households:import_decide_all": (post, {"committee"}, w["import"]),
        "households:import_mend": (post, {"committee"}, w["import"]),
        "households:import_leave_out": (post, {"committee"}, w["import"]),
        "households:import_check": (post, {"committee"}, w["import"]),
        "households:import_confirm": (post, {"committee"}, w["import"]),
        "households:import_drop": (post, {"committee"}, w["import"]),
        "households:register_export": (get, {"committee"}, (community.code,)),
        "households:register_export_make": (post, {"committee"}, (community.code,)),
        **programme_table(w),
        "welfare:help": (get, EVERYONE, ()),
        "welfare:fund": (get, EVERYONE, (community.code,)),
        "welfare:fund_csv": (get, EVERYONE, (community.code,)),
        "welfare:treasurer": (get, {"treasurer"}, (community.code,)),
        "welfare:receiver": (post, {"treasurer"}, (community.code,)),
        "welfare:opening": (post, {"treasurer"}, (community.code,)),
        "welfare:payment_confirm": (post, {"treasurer"}, (community.code, w["payment"].code)),
        "welfare:payment_not_found": (post, {"treasurer"}, (community.code, w["payment"].code)),
        "welfare:slip_picture": (get, set(), (w["slip"].pk,)),
        "market:home": (get, EVERYONE, ()),
        "market:community": (get, EVERYONE, (community.code,)),
        "market:community_feed": (get, EVERYONE, (community.code,)),
        "market:category": (get, EVERYONE, (listing.category.code,)),
        "market:search": (get, EVERYONE, ()),
        "market:suggest": (get, EVERYONE, ()),
        "market:listing": (get, EVERYONE, (listing.code,)),
        "market:shop": (get, EVERYONE, (shop.code,)),
        "market:feed": (get, EVERYONE, ()),
        "market:robots": (get, EVERYONE, ()),
        "market:sitemap": (get, EVERYONE, ()),
        "market:sitemap_pages": (get, EVERYONE, ()),
        "market:sitemap_part": (get, EVERYONE, ("listings", 0)),
        "market:basket": (get, EVERYONE, ()),
        "market:basket_prices": (post, EVERYONE, ()),
        "market:checkout": (get, PEOPLE, ()),
        "market:checkout_totals": (post, PEOPLE, ()),
        "market:orders": (get, PEOPLE, ()),
        "market:order": (get, TRADERS, (order.code,)),
        "market:order_document": (get, TRADERS, (order.code,)),
        "market:order_qr": (get, {"buyer"}, (order.code,)),
        "market:order_slip_picture": (get, set(), (order.code, w["shown"].pk)),
        "market:order_slip": (post, {"buyer"}, (order.code,)),
        "market:order_cancel": (post, {"buyer"}, (order.code,)),
        "market:order_received": (post, {"buyer"}, (order.code,)),
        "market:order_accept": (post, SHOP, (order.code,)),
        "market:order_decline": (post, SHOP, (order.code,)),
        "market:order_money": (post, SHOP, (order.code,)),
        "market:order_slip_not_found": (post, SHOP, (order.code,)),
        "market:order_ready": (post, SHOP, (order.code,)),
        "market:order_out": (post, SHOP, (order.code,)),
        "market:order_hand_over": (post, SHOP, (order.code,)),
        "market:order_refund": (post, SHOP, (order.code,)),
        "market:order_stop": (post, SHOP, (order.code,)),
        "market:sell_day": (get, PEOPLE, ()),
        "market:sell_packing": (get, SHOP, (shop.code,)),
        "market:sell_takings": (get, SHOP, (shop.code,)),
        "market:sell_takings_csv": (get, SHOP, (shop.code,)),
        "market:sell_takings_xlsx": (get, SHOP, (shop.code,)),
        "market:sell_share": (get, SHOP, (shop.code,)),
        "market:sell_share_sent": (post, SHOP, (shop.code,)),
        "market:sell_share_qr": (get, SHOP, (shop.code,)),
        "market:sell_shop_new": (get, PEOPLE, ()),
        "market:sell_shop_new_step": (get, PEOPLE, (1,)),
        "market:sell_listings": (get, SHOP, (shop.code,)),
        "market:sell_shop_edit": (get, SHOP, (shop.code,)),
        "market:sell_shop_holiday": (post, SHOP, (shop.code,)),
        "market:sell_listing_new": (get, SHOP, (shop.code,)),
        "market:sell_listing_edit": (get, SHOP, (listing.code,)),
        "market:sell_listing_variants": (get, SHOP, (listing.code,)),
        "market:sell_listing_sold_out": (post, SHOP, (listing.code,)),
        "market:sell_listing_available": (post, SHOP, (listing.code,)),
        "market:sell_listing_stock": (post, SHOP, (listing.code,)),
        "market:sell_listing_withdraw": (post, SHOP, (listing.code,)),
        "market:sell_listing_undo_withdraw": (post, SHOP, (listing.code,)),
        "market:sell_listing_copy": (post, SHOP, (listing.code,)),
        "market:sell_pictures": (get, SHOP, picture),
        "market:sell_picture_add": (post, SHOP, picture),
        "market:sell_picture_move": (post, SHOP, one_picture),
        "market:sell_picture_describe": (post, SHOP, one_picture),
        "market:sell_picture_remove": (post, SHOP, one_picture),
        "styleguide": (get, EVERYONE, ()),
        **{name: row for part in PARTS for name, row in part.rows(w).items()},
    }


def programme_table(w) -> dict:
    """Programmes, rounds, drawn samples and prices: officers of the town, and committees of its communities."""
    get, post = "GET", "POST"
    leaders, here = {"committee", "foreign_committee", "officer", "foreign_officer"}, {"committee", "officer"}
    officers, committee = {"officer", "foreign_officer"}, {"committee"}
    community, programme, sample = w["community"].code, w["programme"].code, w["visit"].sample.code
    return {
        "households:programmes": (get, leaders, ()),
        "households:programme_new": (get, leaders, ()),
        "households:programme": (get, here, (programme,)),
        "households:programme_start": (get, here, (programme, community)),
        "households:programme_leave": (post, here, (programme, community)),
        "households:round_add": (get, here, (programme,)),
        "households:round_remove": (post, here, (programme, 0)),
        "households:round_ask_all": (post, {"officer"}, (programme, 0)),
        "households:rounds": (get, committee, (community,)),
        "households:round": (get, committee, (community, programme, 0)),
        "households:round_ask": (post, committee, (community, programme, 0)),
        "households:round_remind": (post, committee, (community, programme, 0)),
        "households:samples": (get, committee, (community,)),
        "households:sample_draw": (post, committee, (community,)),
        "households:sample": (get, committee, (community, sample)),
        "households:sample_print": (get, committee, (community, sample)),
        "households:sample_draw_csv": (get, committee, (community, sample)),
        "households:visit": (get, committee, (community, sample, w["visit"].pk)),
        "households:visit_save": (post, committee, (community, sample, w["visit"].pk)),
        "households:prices": (get, leaders, ()),
        "households:prices_new": (get, officers, ()),
        "households:prices_check": (post, officers, ()),
        "households:prices_save": (post, officers, ()),
        "households:prices_table": (get, here, (w["prices"].pk,)),
    }


# What a POST must bring along to be understood.
SENT = {
    "households:agreement_accept": lambda w: {"version": agreements.current("market").pk},
    "households:consent_save": lambda w: {"purpose": "messages", "answer": "yes"},
    "households:report_line": lambda w: {"municipality": w["community"].municipality.code, "line": "2803"},
    "households:income_decline": lambda w: {"shown": "90"},
    "households:month_skip": lambda w: {"answer": "refused"},
}
# Addresses whose object is in the address itself or in the visitor's own basket: tested with their pages.
OWN_TESTS = {"media", "market:basket_add", "market:basket_change", "market:basket_remove", "market:basket_put_back",
             "market:sell_picture_restore"}  # fmt: skip


def known_names(patterns=None, namespace=""):
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if hasattr(pattern, "url_patterns"):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from known_names(pattern.url_patterns, inner)
        else:
            yield f"{namespace}{pattern.name or '?'}"


def address(name, arguments):
    if isinstance(arguments, dict):
        return reverse(name, kwargs=arguments)
    return reverse(name, args=arguments)


def came_through(client, person, method, url, sent=None) -> tuple[bool, int]:
    """Whether the page let the person in, with the status. Undone afterwards."""
    client.logout()
    with transaction.atomic():
        if person:
            client.force_login(person)
        response = client.get(url) if method == "GET" else client.post(url, sent)
        transaction.set_rollback(True)
    to_login = response.status_code == 302 and "/accounts/login/" in response["Location"]
    return response.status_code not in (403, 404) and not to_login, response.status_code


@pytest.fixture(scope="module")
def swept(django_db_setup, django_db_blocker):
    """The whole sweep, done once: {address name: (who came through, statuses, method answered to GET)}."""
    from django.test import Client

    results = {}
    with django_db_blocker.unblock(), transaction.atomic():
        world = worlds.build()
        client = Client()
        for name, (method, allowed, arguments) in build_table(world.arguments).items():
            url = address(name, arguments)
            sent = SENT[name](world.arguments) if name in SENT else None
            seen = {
                role: came_through(client, person, method, url, sent) for role, person in world.people.items()
            }
            wrong_method = 405
            if method == "POST":
                insider = world.people[min(allowed, default="seller")]
                wrong_method = came_through(client, insider, "GET", url)[1]
            results[name] = (allowed, seen, wrong_method)
        transaction.set_rollback(True)
    return results


def test_every_address_is_in_the_table(swept):
    names = {name for name in known_names() if not ELSEWHERE.match(name)}
    assert names - set(swept) - OWN_TESTS == set()


def test_nobody_comes_through_who_has_no_business_there(swept):
    wrong = {
        name: sorted(role for role, (passed, _status) in seen.items() if passed and role not in allowed)
        for name, (allowed, seen, _wrong_method) in swept.items()
    }
    assert {name: roles for name, roles in wrong.items() if roles} == {}


def test_everybody_comes_through_who_has_business_there(swept):
    wrong = {
        name: sorted(role for role, (passed, _status) in seen.items() if not passed and role in allowed)
        for name, (allowed, seen, _wrong_method) in swept.items()
    }
    assert {name: roles for name, roles in wrong.items() if roles} == {}


def test_people_without_business_get_a_404_and_visitors_the_door(swept):
    wrong = {
        name: {
            role: status for role, (passed, status) in seen.items() if not passed and status not in (302, 404)
        }
        for name, (_allowed, seen, _wrong_method) in swept.items()
    }
    assert {name: statuses for name, statuses in wrong.items() if statuses} == {}


def test_no_page_crashes_for_anybody(swept):
    crashed = {
        name: role
        for name, (_a, seen, _w) in swept.items()
        for role, (_p, status) in seen.items()
        if status >= 500
    }
    assert crashed == {}


def test_what_changes_something_does_not_answer_to_a_get(swept):
    # The paper code's address sends whoever just looks at it to the door.
    harmless = (404, 405)
    looked = {name: status for name, (_a, _s, status) in swept.items() if status not in harmless}
    assert looked == {"households:entry_code": 302}
