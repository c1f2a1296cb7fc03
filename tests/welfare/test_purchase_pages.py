"""The page of a purchase, step by step; wrong input first."""

import pytest
from django.urls import reverse

from tests import factories, pages
from tests.market import files
from tests.welfare import goods_builders as make
from welfare.models import Lot, Paper, Purchase, Quote, Transfer


@pytest.fixture
def second(community):
    return factories.with_role(community, "committee", name="จันทร์ ตัวอย่าง")


@pytest.fixture
def browsers(client, committee, second, treasurer):
    """Sends one thing as one of the three."""

    def as_person(person):
        client.force_login(person)
        return client

    return as_person


@pytest.fixture
def pictures(settings, tmp_path):
    """Pictures land in a folder of their own."""
    settings.MEDIA_ROOT = tmp_path


def at(name, *arguments):
    return reverse(f"welfare:{name}", args=arguments)


def test_asking_says_what_is_missing_and_asks_once(browsers, committee, community):
    client, page = browsers(committee), at("purchase_ask", community.code)
    assert client.post(page, {"key": "k", "what": "ข้าว", "estimate": "ถูก"}).status_code == 200
    form = pages.form_to(client.get(page).content.decode(), page)
    sent = {**dict(form.fields), "what": "ข้าวสาร", "why": "แจก", "estimate": "๙๐๐"}
    for _press in range(2):
        assert client.post(page, sent).status_code == 302
    assert Purchase.objects.count() == 1


def test_an_offer_is_written_down_with_its_photo(browsers, committee, community, pictures):
    bought, client = make.purchase(committee, community, "6000"), browsers(committee)
    offer = {"seller": "ร้านข้าว", "amount": "5800"}
    assert client.post(at("purchase_quote", bought.code), offer).status_code == 200
    assert (
        client.post(at("purchase_quote", bought.code), {**offer, "picture": files.photo()}).status_code == 302
    )
    quote = Quote.objects.get()
    assert Paper.objects.get().document == f"quote {quote.code}"
    page = client.get(at("purchase", bought.code)).content.decode()
    assert at("purchase_order", bought.code, quote.code) not in page


def test_a_photo_stays_taken_while_the_rest_is_mended(browsers, committee, community, pictures):
    bought, client = make.purchase(committee, community), browsers(committee)
    act = at("purchase_quote", bought.code)
    wrong = client.post(act, {"seller": "ร้านข้าว", "amount": "", "picture": files.photo()})
    taken = dict(pages.form_to(wrong.content.decode(), act).fields)["taken"]
    assert client.post(act, {"seller": "ร้านข้าว", "amount": "900", "taken": taken}).status_code == 302
    assert Paper.objects.count() == 1


def test_a_purchase_from_the_offer_to_the_payment(
    browsers, committee, second, treasurer, community, pictures
):
    make.money(community, "5000")
    store, rice = make.hall(committee, community), make.rice(committee, community)
    bought = make.purchase(committee, community)
    quote = make.quote(committee, bought)
    came = {"words": "ครบ 50 กก.", "kind": rice.pk, "quantity": "50", "store": store.pk}
    browsers(committee).post(at("purchase_order", bought.code, quote.code))
    own = browsers(committee).post(at("purchase_receive", bought.code), {**came, "picture": files.photo()})
    assert own.status_code == 200
    client = browsers(second)
    assert client.post(at("purchase_receive", bought.code), came).status_code == 200
    missing = {**came, "quantity": "", "picture": files.photo()}
    assert client.post(at("purchase_receive", bought.code), missing).status_code == 200
    answer = client.post(at("purchase_receive", bought.code), {**came, "picture": files.photo()})
    assert (answer.status_code, Lot.objects.get().left) == (302, 50)
    client = browsers(treasurer)
    assert client.post(at("purchase_pay", bought.code), {"amount": "901", "way": "bank"}).status_code == 200
    for _press in range(2):
        assert (
            client.post(at("purchase_pay", bought.code), {"amount": "900", "way": "bank"}).status_code == 302
        )
    assert Transfer.objects.filter(document=f"purchase {bought.code}").count() == 1
    assert "฿900" in client.get(at("purchase", bought.code)).content.decode()


def test_a_dearer_offer_asks_why_on_the_page(browsers, committee, community):
    bought, client = make.purchase(committee, community), browsers(committee)
    make.quote(committee, bought, "ร้านถูก", "800")
    dear = make.quote(committee, bought, "ร้านแพง", "850")
    act = at("purchase_order", bought.code, dear.code)
    assert client.post(act, {"reason": ""}).status_code == 200
    assert client.post(act, {"reason": "ส่งถึงบ้าน"}).status_code == 302


def test_an_offer_of_another_purchase_is_not_found(browsers, committee, community):
    bought, other = (make.purchase(committee, community) for _number in range(2))
    quote = make.quote(committee, other)
    assert browsers(committee).post(at("purchase_order", bought.code, quote.code)).status_code == 404


def test_a_purchase_is_given_up_from_its_page(browsers, committee, community):
    bought, client = make.purchase(committee, community), browsers(committee)
    assert client.post(at("purchase_cancel", bought.code), {"reason": ""}).status_code == 200
    assert client.post(at("purchase_cancel", bought.code), {"reason": "มีคนบริจาคแล้ว"}).status_code == 302
    assert "มีคนบริจาคแล้ว" in client.get(at("purchase", bought.code)).content.decode()


def test_a_split_purchase_is_shown_on_the_list(browsers, committee, community):
    for _number in range(2):
        make.ordered(committee, community, "3000")
    assert "฿6,000" in browsers(committee).get(at("purchases", community.code)).content.decode()
