"""Campaigns and shops' debts as one meets them on the site."""

import io
from decimal import Decimal as D

import pytest
from django.urls import reverse
from PIL import Image

from tests import factories
from tests.welfare.campaign_builders import give, opened, promises, spend
from welfare import campaigns, shares
from welfare.models import Campaign, CampaignUpdate, Countersign, ShareReminder


@pytest.fixture
def second(community):
    """Kham, who also sits on the committee."""
    return factories.with_role(community, "committee", name="คำ ตัวอย่าง")


@pytest.fixture
def roof(community, committee, second):
    """A campaign that is open."""
    return opened(community, committee, second)


@pytest.fixture
def as_committee(client, committee):
    """A browser in which Mali is signed in."""
    client.force_login(committee)
    return client


@pytest.fixture
def media(settings, tmp_path):
    """A media folder of one's own."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def at(name, *arguments):
    return reverse(f"welfare:{name}", args=arguments)


def photo():
    file = io.BytesIO()
    Image.new("RGB", (640, 480), "#17563a").save(file, "JPEG")
    file.name = "roof.jpg"
    file.seek(0)
    return file


def typed(**changes):
    return {
        "name": "หลังคาบ้านป้าคำ",
        "story": "ลมพัดหลังคาไป",
        "goal": "๑,๐๐๐",
        "starts_on": "1/11/2569",
        "ends_on": "31/12/2570",
        "leftover": "fund",
        "leftover_campaign": "",
    } | changes


def test_the_committee_writes_a_draft(as_committee, community):
    response = as_committee.post(at("campaign_new", "bansuan"), typed())
    found = Campaign.objects.get()
    assert response["Location"] == at("campaign_desk", found.code)
    assert (found.goal, found.status) == (D(1000), "draft")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"goal": "0"}, "goal"),
        ({"ends_on": "1/10/2569"}, "ends_on"),
        ({"leftover": "campaign"}, "leftover_campaign"),
        ({"name": ""}, "name"),
    ],
)
def test_what_cannot_be_promised_is_said_at_its_field(as_committee, community, changes, field):
    response = as_committee.post(at("campaign_new", "bansuan"), typed(**changes))
    assert field in response.context["form"].errors
    assert not Campaign.objects.exists()


def test_a_draft_is_seen_by_the_committee_alone(client, community, committee, buyer):
    draft = campaigns.write(community=community, actor=committee, **promises())
    client.force_login(buyer)
    assert client.get(at("campaign", draft.code)).status_code == 404
    assert draft.name not in client.get(at("campaigns", "bansuan")).content.decode()
    client.force_login(committee)
    assert client.get(at("campaign", draft.code)).status_code == 200


def test_the_writer_is_told_that_somebody_else_opens_it(as_committee, community, committee):
    draft = campaigns.write(community=community, actor=committee, **promises())
    as_committee.post(at("campaign_open", draft.code))
    assert Campaign.objects.get().status == "draft"
    assert "กรรมการคนอื่น" in as_committee.get(at("campaign_desk", draft.code)).content.decode()


def test_everybody_sees_how_far_it_is_and_what_it_was_spent_on(client, roof):
    give(roof, "250")
    spend(roof, "100")
    content = client.get(at("campaign", roof.code)).content.decode()
    assert "฿250" in content
    assert "ร้อยละ 25" in content
    assert "ซื้อของไว้ช่วยคนเดือดร้อน" in content
    assert "−฿100" in content


def test_a_picture_with_its_words_stands_on_the_page(as_committee, roof, media):
    as_committee.post(at("campaign_picture_add", roof.code), {"photo": photo(), "alt": "หลังคาที่พัง"})
    assert 'alt="หลังคาที่พัง"' in as_committee.get(at("campaign", roof.code)).content.decode()


def test_a_file_that_is_no_picture_is_refused_in_words(as_committee, roof, media):
    file = io.BytesIO(b"%PDF-1.7")
    file.name = "roof.jpg"
    response = as_committee.post(at("campaign_picture_add", roof.code), {"photo": file, "alt": "x"})
    assert response.context["picture_form"].errors["photo"]
    assert not roof.pictures.exists()


def test_a_picture_can_be_taken_away(as_committee, roof, media):
    as_committee.post(at("campaign_picture_add", roof.code), {"photo": photo(), "alt": "x"})
    as_committee.post(at("campaign_picture_remove", roof.code, roof.pictures.get().digest))
    assert not roof.pictures.exists()


def test_news_tell_of_a_payment(as_committee, roof):
    give(roof, "250")
    entry = spend(roof, "100")
    as_committee.post(at("campaign_news", roof.code), {"words": "ซื้อสังกะสีแล้ว", "entry": entry.pk})
    assert CampaignUpdate.objects.get().transfer == entry
    assert "ซื้อสังกะสีแล้ว" in as_committee.get(at("campaign", roof.code)).content.decode()


def test_passing_on_what_is_left_waits_for_the_second_person(as_committee, roof):
    give(roof, "250")
    as_committee.post(at("campaign_end", roof.code))
    as_committee.post(at("campaign_settle", roof.code), {"reason": "ซ่อมเสร็จแล้ว"})
    assert Countersign.objects.get().amount == D(250)
    assert "มะลิ" in as_committee.get(at("campaign_desk", roof.code)).content.decode()


def test_passing_on_needs_words_for_the_second_person(as_committee, roof):
    give(roof, "250")
    as_committee.post(at("campaign_end", roof.code))
    response = as_committee.post(at("campaign_settle", roof.code), {"reason": ""})
    assert "reason" in response.context["settle_form"].errors


def test_a_campaign_of_another_community_has_no_desk(client, roof):
    client.force_login(factories.with_role(factories.community(), "committee"))
    assert client.get(at("campaign_desk", roof.code)).status_code == 404


def test_the_treasurer_reminds_a_shop_by_one_press(client, owe, treasurer):
    owe("20.25")
    client.force_login(treasurer)
    page = client.get(at("shares", "bansuan"))
    assert at("share_remind", "bansuan", "shop7") in page.content.decode()
    client.post(at("share_remind", "bansuan", "shop7"))
    client.post(at("share_remind", "bansuan", "shop7"))
    assert ShareReminder.objects.count() == 1
    assert at("share_remind", "bansuan", "shop7") not in client.get(at("shares", "bansuan")).content.decode()


def test_giving_up_a_debt_begins_on_the_shops_statement(client, owe, treasurer):
    owe("20.25")
    client.force_login(treasurer)
    where = at("share_write_off", "bansuan", "shop7")
    assert client.post(where, {"amount": "21", "reason": "ร้านปิด"}).context["form"].errors
    client.post(where, {"amount": "20.25", "reason": "ร้านปิด"})
    assert Countersign.objects.get().amount == D("20.25")


def test_the_committee_reads_debts_and_the_shop_keeper_does_not(client, owe, committee, seller):
    owe("20.25")
    client.force_login(committee)
    assert client.get(at("share_statement", "bansuan", "shop7")).status_code == 200
    assert client.post(at("share_remind", "bansuan", "shop7")).status_code == 404
    client.force_login(seller)
    assert client.get(at("shares", "bansuan")).status_code == 404


def test_a_shops_statement_is_taken_away_as_a_table(client, owe, pay, treasurer):
    owe("20.25")
    shares.confirm(payment=pay("20"), amount=D(20), actor=treasurer)
    client.force_login(treasurer)
    rows = client.get(at("share_statement_csv", "bansuan", "shop7")).content.decode().splitlines()
    assert rows[1].endswith(",20.25,20.00,0.00,0.25") or rows[1].endswith(",20.25,20,0,0.25")
