"""The pages of the store, from entering a first kind to counting; wrong input first."""

from decimal import Decimal as D

import pytest
from django.urls import reverse

from tests import factories, pages
from tests.welfare import goods_builders as make
from welfare.models import Countersign, GoodsKind, Lot, LotMove, Store


@pytest.fixture
def enter(client, committee):
    """The committee's browser."""
    client.force_login(committee)
    return client


@pytest.fixture
def rice(committee, community):
    return make.rice(committee, community, low_below="60")


@pytest.fixture
def hall(committee, community):
    return make.hall(committee, community)


@pytest.fixture
def lot(committee, hall, rice):
    return make.lot(committee, hall, rice, "50", days=20)


def at(name, *arguments):
    return reverse(f"welfare:{name}", args=arguments)


def press(client, page, **typed):
    """Send the form that stands on the page, as a browser does."""
    form = pages.form_to(client.get(page).content.decode(), page)
    return client.post(page, {**dict(form.fields), **typed})


def test_the_first_store_and_the_first_kind(enter, community):
    page = enter.get(at("goods", community.code)).content.decode()
    assert at("stores", community.code) in page
    enter.post(at("store_add", community.code), {"name": "ศาลา"})
    enter.post(at("goods_kind_add", community.code), {"name": "ข้าวสาร", "unit": "กก.", "low_below": "๒๐"})
    assert (Store.objects.get().name, GoodsKind.objects.get().low_below) == ("ศาลา", D(20))
    again = enter.post(at("store_add", community.code), {"name": "ศาลา"})
    assert again.status_code == 200
    assert Store.objects.count() == 1
    enter.post(at("store_switch", Store.objects.get().code))
    assert Store.objects.get().is_open is False


def test_the_limit_of_a_kind_is_changed_and_taken_away_on_the_page(enter, committee, community, rice):
    water = make.rice(committee, community, name="น้ำ", low_below="5")
    page, to = at("stores", community.code), at("goods_kind_low", rice.code)
    form = pages.form_to(enter.get(page).content.decode(), to)
    assert D(dict(form.fields)["low_below"]) == 60
    wrong = enter.post(to, {**dict(form.fields), "low_below": "น้อย"})
    assert (wrong.status_code, wrong.content.decode().count("<details open>")) == (200, 1)
    assert "น้อย" in wrong.content.decode()
    enter.post(to, {**dict(form.fields), "low_below": "๒๐.๕"})
    assert GoodsKind.objects.get(pk=rice.pk).low_below == D("20.5")
    assert "20.5" in enter.get(page).content.decode()
    enter.post(to, {**dict(form.fields), "low_below": ""})
    assert GoodsKind.objects.get(pk=rice.pk).low_below is None
    assert GoodsKind.objects.get(pk=water.pk).low_below == D(5)


@pytest.mark.parametrize("kind", ["treasurer", "auditor", "collector"])
def test_only_the_committee_changes_the_limit(client, community, rice, kind):
    client.force_login(factories.with_role(community, kind))
    assert client.post(at("goods_kind_low", rice.code), {"low_below": "1"}).status_code == 404
    assert GoodsKind.objects.get().low_below == D(60)


def test_wrong_goods_are_not_taken_in_and_nothing_typed_is_lost(enter, community, hall, rice):
    page = at("goods_receive", community.code)
    answer = press(enter, page, quantity="มาก", expires_on="เมื่อวาน", giver="วัดป่า")
    assert answer.status_code == 200
    assert "วัดป่า" in answer.content.decode()
    assert Lot.objects.count() == 0


def test_goods_are_taken_in_once(enter, community, hall, rice):
    page = at("goods_receive", community.code)
    form = pages.form_to(enter.get(page).content.decode(), page)
    sent = {**dict(form.fields), "quantity": "๑๐.๕", "giver": "วัดป่า", "worth": "300"}
    sent.pop("is_anonymous")
    for _press in range(2):
        assert enter.post(page, sent).status_code == 302
    row = Lot.objects.get()
    assert (row.left, row.worth, row.is_anonymous) == (D("10.5"), D(300), False)


def test_the_page_says_what_is_low_and_what_expires_and_where_it_is(enter, community, lot):
    page = enter.get(at("goods", community.code)).content.decode()
    assert at("lot", lot.code) in page
    assert "ศาลา: 50 กก." in page
    for name in ("goods_give", "goods_receive", "goods_count"):
        assert at(name, community.code) in page


def test_an_auditor_reads_and_presses_nothing(client, community, lot):
    client.force_login(factories.with_role(community, "auditor"))
    page = client.get(at("goods", community.code)).content.decode()
    assert at("goods_receive", community.code) not in page
    assert at("goods_count", community.code) not in page
    assert (
        "<form"
        not in client.get(at("lot", lot.code)).content.decode().split('id="content"')[1].split("</main>")[0]
    )


def test_who_can_get_goods_stands_on_the_list(enter, community, lot):
    hungry = make.request(community)
    waiting = make.request(community, event="hospital")
    page = enter.get(at("goods_give", community.code)).content.decode()
    assert at("goods_out", hungry.code) in page
    assert at("goods_out", waiting.code) not in page


def test_goods_go_out_from_the_page_once(enter, community, lot):
    asked = make.request(community)
    page, field = at("goods_out", asked.code), f"kind-{lot.kind.code}"
    assert press(enter, page).status_code == 200
    assert press(enter, page, **{field: "51"}).status_code == 200
    assert press(enter, page, **{field: "-1"}).status_code == 200
    assert LotMove.objects.filter(kind="given_out").count() == 0
    form = pages.form_to(enter.get(page).content.decode(), page)
    for _press in range(2):
        assert enter.post(page, {**dict(form.fields), field: "5"}).status_code == 302
    assert Lot.objects.get().left == D(45)


def test_the_page_says_why_nothing_can_be_given(enter, committee, community, lot):
    own = make.request(community, asked_by=committee)
    page = enter.get(at("goods_out", own.code)).content.decode()
    assert f"kind-{lot.kind.code}" not in page


def test_goods_past_their_date_are_not_offered(enter, committee, community, hall, rice):
    make.lot(committee, hall, rice, "5", days=-3)
    page = enter.get(at("goods_out", make.request(community).code)).content.decode()
    assert f"kind-{rice.code}" not in page


def test_a_count_with_a_difference_needs_a_reason_and_a_second_person(enter, community, lot):
    page, field = at("goods_count", community.code), f"lot-{lot.code}"
    assert press(enter, page).status_code == 200
    assert press(enter, page, **{field: "48"}).status_code == 200
    assert Countersign.objects.count() == 0
    assert press(enter, page, **{field: "48", "reason": "ถุงขาด"}).status_code == 302
    assert Countersign.objects.get().particulars["difference"] == "-2.000"
    assert Lot.objects.get().left == D(50)


def test_a_count_that_agrees_changes_nothing(enter, community, lot):
    answer = press(enter, at("goods_count", community.code), **{f"lot-{lot.code}": "50"})
    assert (answer.status_code, Countersign.objects.count()) == (302, 0)


def test_a_lot_moves_spoils_and_comes_back_from_its_page(enter, committee, community, lot):
    temple = make.hall(committee, community, "วัด")
    enter.post(at("lot_move", lot.code), {"key": "a", "store": temple.pk, "quantity": "10"})
    assert enter.post(at("lot_spoil", lot.code), {"key": "b", "quantity": "1"}).status_code == 200
    enter.post(at("lot_spoil", lot.code), {"key": "b", "quantity": "1", "reason": "เปียก"})
    asked = make.request(community)
    press(enter, at("goods_out", asked.code), **{f"kind-{lot.kind.code}": "9", "store": lot.store.pk})
    move = LotMove.objects.get(kind="given_out")
    over = {"key": "c", "quantity": "10", "reason": "ไม่อยู่"}
    assert enter.post(at("lot_back", move.pk), over).status_code == 200
    assert enter.post(at("lot_back", move.pk), {**over, "quantity": "4"}).status_code == 302
    assert Lot.objects.get(pk=lot.pk).left == D(34)
    page = enter.get(at("lot", lot.code)).content.decode()
    assert asked.for_whom in page


def test_a_store_of_another_community_cannot_be_chosen(enter, community, lot):
    other = factories.community()
    far = Store.objects.create(community=other, name="ไกล")
    answer = enter.post(at("lot_move", lot.code), {"key": "a", "store": far.pk, "quantity": "1"})
    assert answer.status_code == 200
    assert Lot.objects.count() == 1


@pytest.mark.parametrize("lots", [2, 12])
def test_the_page_asks_the_same_number_of_questions_however_much_there_is(
    enter, committee, community, hall, lots, django_assert_max_num_queries
):
    for number in range(lots):
        make.lot(committee, hall, make.rice(committee, community, name=f"ของ {number}"), "1", days=5)
    enter.get(at("goods", community.code))
    with django_assert_max_num_queries(14):
        enter.get(at("goods", community.code))
