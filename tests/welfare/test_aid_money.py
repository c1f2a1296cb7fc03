"""Out of which money help is paid: the general fund, or a campaign while its money is used."""

from decimal import Decimal as D

import pytest

from lib.errors import Refused
from tests import factories
from tests.welfare import decisions_builders as make
from welfare import aid_requests, payouts
from welfare.models import Account, Campaign


@pytest.fixture
def campaign(community, committee):
    return Campaign.objects.create(
        community=community,
        name="น้ำท่วม",
        story="ช่วยบ้านที่น้ำท่วม",
        goal=D(5000),
        starts_on=make.FIRST,
        ends_on=make.FIRST,
        status="open",
        created_by=committee,
    )


@pytest.fixture
def asked(community, committee, buyer):
    return make.aid(community, rules=make.rules(community, committee), asked_by=buyer)


def refused(code):
    return pytest.raises(Refused, check=lambda error: error.code == code)


def test_a_campaign_pays_as_relief_and_the_general_fund_stays(
    community, committee, treasurer, campaign, asked
):
    make.fill(community, bank="500", cash="0")
    make.fill(community, bank="9000", cash="0", purpose=campaign.code)
    aid_requests.pay_out_of(request=asked, campaign=campaign, actor=committee)
    for seat in make.committee(community, 2):
        make.yes(asked, seat)
    payouts.pay(
        payout=asked.payouts.get(),
        way="bank",
        payee_name="จันทร์ ทองดี",
        payee_account="พร้อมเพย์ 0812223333",
        actor=treasurer,
    )
    assert make.held(community, Account.Kind.BANK, campaign.code) == D(7000)
    assert make.held(community, Account.Kind.BANK) == D(500)
    assert make.held(community, Account.Kind.RELIEF, campaign.code) == D(2000)


def test_the_choice_can_be_taken_back_before_somebody_decides(committee, campaign, asked):
    aid_requests.pay_out_of(request=asked, campaign=campaign, actor=committee)
    assert aid_requests.pay_out_of(request=asked, campaign=None, actor=committee).campaign is None


def test_once_somebody_decided_the_money_stays(community, committee, campaign, asked):
    make.yes(asked, make.committee(community, 1)[0])
    with refused("decided"):
        aid_requests.pay_out_of(request=asked, campaign=campaign, actor=committee)


def test_once_it_was_let_through_at_once_the_money_stays(community, committee, campaign, asked):
    asked.payouts.create(community=community, amount=D(100), is_emergency=True)
    with refused("decided"):
        aid_requests.pay_out_of(request=asked, campaign=campaign, actor=committee)


@pytest.mark.parametrize("status", ["draft", "settled"])
def test_a_campaign_that_is_not_being_used_pays_for_nothing(committee, campaign, asked, status):
    Campaign.objects.update(status=status)
    campaign.refresh_from_db()
    with refused("campaign"):
        aid_requests.pay_out_of(request=asked, campaign=campaign, actor=committee)


def test_another_communitys_campaign_pays_for_nothing_here(committee, campaign, asked):
    Campaign.objects.update(community=factories.community())
    campaign.refresh_from_db()
    with refused("campaign"):
        aid_requests.pay_out_of(request=asked, campaign=campaign, actor=committee)


def test_only_the_committee_chooses(treasurer, campaign, asked):
    with refused("not_theirs"):
        aid_requests.pay_out_of(request=asked, campaign=campaign, actor=treasurer)


def test_the_page_offers_the_campaign_and_keeps_it(client, committee, campaign, asked):
    client.force_login(committee)
    page = client.get(f"/decisions/{asked.code}/")
    assert campaign.name in page.content.decode()
    client.post(f"/decisions/{asked.code}/money/", {"campaign": campaign.code})
    asked.refresh_from_db()
    assert asked.campaign == campaign


def test_a_choice_that_is_none_is_told(client, committee, campaign, asked):
    client.force_login(committee)
    page = client.post(f"/decisions/{asked.code}/money/", {"campaign": "nothing"})
    assert page.status_code == 200
    assert page.context["money_form"].errors
