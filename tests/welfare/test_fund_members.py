"""Rules of contributions, and households that join, change and leave."""

from decimal import Decimal as D

import pytest
from django.db import DatabaseError, transaction

from households.models import Household, Membership, Notice
from lib.errors import Refused
from tests import factories
from tests.welfare.contribution_builders import baht_a_day, days_ago, take_part
from welfare import contribution_reminders, contribution_rules, fund_members
from welfare.models import ContributionRule, FundMember


@pytest.fixture
def home(seller):
    return Household.objects.of_member(seller).get()


@pytest.fixture
def decide(community, committee):
    def decide(amount="1", per="day", valid_from=None, resolution="ประชุม 1/2569", actor=committee):
        return contribution_rules.decide(
            community=community,
            amount=D(amount),
            per=per,
            valid_from=valid_from or days_ago(0),
            resolution=resolution,
            actor=actor,
        )

    return decide


@pytest.fixture
def join(home, committee):
    def join(actor=committee, **changes):
        content = {"joined_on": days_ago(0), "pays": "monthly", **changes}
        return fund_members.join(household=home, actor=actor, **content)

    return join


def refusal(action, *args, **content):
    with pytest.raises(Refused) as caught:
        action(*args, **content)
    return caught.value.code


def test_the_rule_in_force_is_the_last_that_has_begun(decide, community):
    decide(valid_from=days_ago(60))
    decide("2", valid_from=days_ago(0))
    decide("3", valid_from=days_ago(-30))
    assert contribution_rules.current(community).amount == D(2)
    assert contribution_rules.current(community, days_ago(1)).amount == D(1)
    assert contribution_rules.current(community, days_ago(61)) is None


def test_only_the_first_rule_may_begin_in_the_past(decide):
    decide(valid_from=days_ago(60))
    assert refusal(decide, "2", valid_from=days_ago(1)) == "past"
    assert decide("2", valid_from=days_ago(0)).amount == D(2)


def test_deciding_twice_keeps_one_rule_and_another_on_the_same_day_is_refused(decide):
    assert decide() == decide()
    assert refusal(decide, "2") == "taken"


def test_a_rule_needs_the_committee_an_amount_and_a_resolution(decide, treasurer, seller):
    assert refusal(decide, actor=treasurer) == "role"
    assert refusal(decide, actor=seller) == "role"
    assert refusal(decide, "-1") == "amount"
    assert refusal(decide, "1.001") == "amount"
    assert refusal(decide, resolution=" ") == "resolution"


def test_a_rule_is_never_rewritten(decide):
    decide()
    for change in (lambda rows: rows.update(amount=9), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(ContributionRule.objects.all())


def test_a_household_joins_once(join, home):
    assert join() == join()
    assert refusal(join, pays="yearly") == "joined"
    assert FundMember.objects.get().household == home


def test_only_those_who_keep_the_fund_enter_a_household(join, seller, outsider, treasurer):
    assert refusal(join, actor=seller) == "role"
    assert refusal(join, actor=outsider) == "role"
    assert join(actor=treasurer).entered_by == treasurer


def test_nobody_enters_or_ends_the_own_household(join, home, committee):
    person = factories.Person.objects.create(name="มะลิ ตัวอย่าง", user=committee)
    seat = Membership.objects.create(person=person, household=home, status="active")
    assert refusal(join, joined_on=days_ago(3000)) == "own_household"
    seat.delete()
    member = join()
    Membership.objects.create(person=person, household=home, status="active")
    assert refusal(fund_members.leave, member=member, left_on=days_ago(0), actor=committee) == "own_household"
    assert refusal(fund_members.come_back, member=member, actor=committee) == "own_household"


def test_days_of_joining_that_cannot_be_are_refused(join, home):
    assert refusal(join, joined_on=days_ago(-1)) == "future"
    assert refusal(join, joined_on=days_ago(365 * 100)) == "past"
    home.status = "moved"
    home.save()
    assert refusal(join) == "moved"


def test_a_collector_is_somebody_of_the_community(join, community, outsider, committee):
    assert refusal(join, collector=outsider) == "collector"
    volunteer = factories.with_role(community, "volunteer")
    member = join(collector=volunteer)
    assert refusal(fund_members.change, member=member, pays="weekly", collector=outsider, actor=committee) == "collector"  # fmt: skip
    changed = fund_members.change(member=member, pays="weekly", collector=None, actor=committee)
    assert (changed.pays, changed.collector) == ("weekly", None)


def test_a_household_leaves_and_comes_back_when_it_was_a_mistake(join, committee):
    member = join(joined_on=days_ago(30))
    leave = fund_members.leave
    assert refusal(leave, member=member, left_on=days_ago(31), actor=committee) == "before"
    assert refusal(leave, member=member, left_on=days_ago(-1), actor=committee) == "future"
    assert leave(member=member, left_on=days_ago(1), actor=committee).left_on == days_ago(1)
    assert fund_members.come_back(member=member, actor=committee).left_on is None


def test_who_joined_again_does_not_come_back_to_the_former_time(join, committee):
    member = join(joined_on=days_ago(30))
    fund_members.leave(member=member, left_on=days_ago(10), actor=committee)
    assert refusal(join, joined_on=days_ago(10)) == "overlap"
    join(joined_on=days_ago(9))
    assert refusal(fund_members.come_back, member=member, actor=committee) == "joined"


def test_the_representative_asks_and_the_committee_is_told_once(
    home, seller, committee, treasurer, buyer, work
):
    assert refusal(fund_members.ask_to_join, household=home, user=buyer) == "representative"
    assert fund_members.ask_to_join(household=home, user=seller) == 2
    assert fund_members.ask_to_join(household=home, user=seller) == 0
    work()
    assert fund_members.ask_to_join(household=home, user=seller) == 0
    assert Notice.objects.filter(user__in=[committee, treasurer], url__contains=home.code).count() == 2


def test_who_is_behind_is_reminded_once_a_month(community, seller, buyer, committee, work):
    baht_a_day(community, committee)
    take_part(seller, committee)
    take_part(buyer, committee, joined_on=days_ago(0))
    assert contribution_reminders.remind() == 1
    assert contribution_reminders.remind() == 0
    work()
    assert contribution_reminders.remind() == 0
    assert Notice.objects.get().user == seller
    assert contribution_reminders.remind(days_ago(-31)) == 2
