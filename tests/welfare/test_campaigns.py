"""Campaigns: written by one, opened by another, spent on one thing, passed on by two."""

import datetime as dt
from decimal import Decimal as D

import pytest
from django.utils import timezone

from lib.errors import Refused
from tests import factories
from tests.welfare.campaign_builders import give, opened, promises, spend
from tests.welfare.decisions_builders import aid
from welfare import campaign_figures, campaigns, countersigns, ledger
from welfare.models import Account, Campaign, Donation, Paper, Payout

Kind = Account.Kind


@pytest.fixture
def second(community):
    """Kham, who also sits on the committee."""
    return factories.with_role(community, "committee", name="คำ ตัวอย่าง")


@pytest.fixture
def roof(community, committee, second):
    """A campaign that is open."""
    return opened(community, committee, second)


def refusal(act, **arguments):
    with pytest.raises(Refused) as refused:
        act(**arguments)
    return refused.value.code


def test_a_draft_takes_no_gift(community, committee):
    assert not campaigns.takes_gifts(campaigns.write(community=community, actor=committee, **promises()))


def test_who_wrote_a_campaign_does_not_open_it(community, committee):
    draft = campaigns.write(community=community, actor=committee, **promises())
    assert refusal(campaigns.open_to_gifts, campaign=draft, actor=committee) == "same_person"
    assert Campaign.objects.get().status == "draft"


def test_who_changed_a_draft_does_not_open_it_either(community, committee, second):
    draft = campaigns.write(community=community, actor=committee, **promises())
    campaigns.change(campaign=draft, actor=second, **promises(goal=D(9000)))
    assert refusal(campaigns.open_to_gifts, campaign=draft, actor=second) == "same_person"


def test_an_open_campaign_takes_gifts_on_its_days_alone(roof):
    assert campaigns.takes_gifts(roof)
    assert campaigns.takes_gifts(roof, roof.ends_on)
    assert not campaigns.takes_gifts(roof, roof.ends_on + dt.timedelta(days=1))
    assert not campaigns.takes_gifts(roof, roof.starts_on - dt.timedelta(days=1))


def test_what_was_promised_stays_once_it_is_open(roof, committee):
    assert refusal(campaigns.change, campaign=roof, actor=committee, **promises(goal=D(1))) == "promised"


def test_a_campaign_whose_days_are_over_is_not_opened(community, committee, second):
    past = timezone.localdate() - dt.timedelta(days=1)
    draft = campaigns.write(community=community, actor=committee, **promises(starts_on=past, ends_on=past))
    assert refusal(campaigns.open_to_gifts, campaign=draft, actor=second) == "over"


@pytest.mark.parametrize("name", ["treasurer", "buyer", "outsider"])
def test_only_the_committee_writes(community, name, request):
    actor = request.getfixturevalue(name)
    assert refusal(campaigns.write, community=community, actor=actor, **promises()) == "role"


def test_an_ended_campaign_takes_no_gift(roof, committee):
    assert not campaigns.takes_gifts(campaigns.end(campaign=roof, actor=committee))


def test_progress_counts_what_arrived(roof):
    give(roof, "250")
    spend(roof, "100")
    figures = campaign_figures.of(roof)
    assert (figures.given, figures.spent, figures.left) == (D(250), D(100), D(150))
    assert figures.percent_of(roof.goal) == 25


def test_evidence_is_counted(roof):
    give(roof, "250")
    spend(roof, "100", document="purchase roof")
    spend(roof, "50", key="more", document="purchase nails")
    Paper.objects.create(community=roof.community, document="purchase roof", kind="receipt", path="x")
    assert campaign_figures.evidence(roof) == (1, 2)


def test_evidence_is_asked_of_what_stands_alone(roof, treasurer):
    give(roof, "250")
    wrong = spend(roof, "100", document="purchase roof")
    ledger.reverse(transfer=wrong, key="back", reason="เขียนผิด", actor=treasurer)
    assert campaign_figures.evidence(roof) == (0, 0)


def test_a_goal_is_reached_when_all_of_it_is_there(roof):
    give(roof, "999.99")
    assert campaign_figures.of(roof).percent_of(roof.goal) == 99


def test_news_may_tell_of_an_entry_of_its_own_campaign_alone(roof, committee, second, community):
    give(roof, "250")
    entry = spend(roof, "100")
    assert campaigns.tell(campaign=roof, words="ซื้อสังกะสีแล้ว", actor=committee, entry=entry).transfer == entry
    other = opened(community, committee, second, name="น้ำประปา")
    assert refusal(campaigns.tell, campaign=other, words="x", actor=committee, entry=entry) == "entry"


def settle(roof, committee):
    return campaigns.settle(campaign=roof, reason="ซ่อมเสร็จแล้ว", actor=committee)


def test_what_is_left_goes_to_the_fund_when_two_agree(roof, committee, second, community):
    give(roof, "250")
    give(roof, "50", kind=Kind.CASH, key="cash")
    spend(roof, "100")
    campaigns.end(campaign=roof, actor=committee)
    asked = settle(roof, committee)
    assert ledger.money(community)[Kind.BANK] == D(0)
    countersigns.agree(countersign=asked, actor=second)
    free = ledger.money(community)
    assert (free[Kind.BANK], free[Kind.CASH]) == (D(150), D(50))
    assert campaigns.left_over(roof) == {}
    assert Campaign.objects.get().status == "settled"


def test_who_asked_does_not_agree(roof, committee):
    give(roof, "250")
    campaigns.end(campaign=roof, actor=committee)
    asked = settle(roof, committee)
    assert refusal(countersigns.agree, countersign=asked, actor=committee) == "same_person"


def test_what_is_left_goes_to_the_campaign_that_was_named(community, committee, second):
    other = opened(community, committee, second, name="น้ำประปา")
    roof = opened(community, committee, second, leftover="campaign", leftover_campaign=other)
    give(roof, "250")
    campaigns.end(campaign=roof, actor=committee)
    countersigns.agree(countersign=settle(roof, committee), actor=second)
    assert ledger.money(community, purpose=other.code)[Kind.BANK] == D(250)
    assert ledger.money(community)[Kind.BANK] == D(0)


def test_money_that_came_in_between_has_to_be_asked_about_anew(roof, committee, second):
    give(roof, "250")
    campaigns.end(campaign=roof, actor=committee)
    asked = settle(roof, committee)
    give(roof, "10", key="late")
    assert refusal(countersigns.agree, countersign=asked, actor=second) == "changed"
    assert campaigns.left_over(roof) == {Kind.BANK: D(260)}


def test_money_that_comes_after_all_can_be_passed_on_again(roof, committee, second, community):
    give(roof, "250")
    campaigns.end(campaign=roof, actor=committee)
    countersigns.agree(countersign=settle(roof, committee), actor=second)
    give(roof, "10", key="late")
    countersigns.agree(countersign=settle(roof, committee), actor=second)
    assert ledger.money(community)[Kind.BANK] == D(260)


def test_nothing_is_passed_on_while_it_runs(roof, committee):
    assert refusal(campaigns.settle, campaign=roof, reason="x", actor=committee) == "running"


def test_nothing_is_passed_on_while_a_gift_waits_for_the_treasurer(roof, committee):
    campaigns.end(campaign=roof, actor=committee)
    Donation.objects.create(
        key="d", community=roof.community, campaign=roof, amount=D(5), way="promptpay", status="sent"
    )
    assert refusal(settle, roof=roof, committee=committee) == "donations"


def test_nothing_is_passed_on_while_help_out_of_it_waits_to_be_paid(roof, committee):
    give(roof, "250")
    campaigns.end(campaign=roof, actor=committee)
    Payout.objects.create(request=aid(roof.community, campaign=roof), community=roof.community, amount=D(100))
    assert refusal(settle, roof=roof, committee=committee) == "payouts"


def test_nothing_is_passed_on_while_a_collector_holds_some_of_it(roof, committee):
    give(roof, "250")
    give(roof, "20", kind=Kind.COLLECTOR, key="by hand")
    campaigns.end(campaign=roof, actor=committee)
    assert refusal(settle, roof=roof, committee=committee) == "collector"


def test_a_campaign_without_money_is_closed_at_once(roof, committee):
    campaigns.end(campaign=roof, actor=committee)
    assert settle(roof, committee) is None
    assert Campaign.objects.get().status == "settled"
