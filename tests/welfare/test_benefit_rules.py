"""The fund's rules: drafted, adopted by two people, and never changed afterwards."""

import datetime as dt
from decimal import Decimal as D

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from lib.errors import Refused
from tests import factories
from tests.welfare.requests_builders import START, adopt, ask, put, settle, village_rules
from welfare import aid_requests, benefit_rules, contribution_dues, rule_costs
from welfare.models import Benefit, BenefitRules, TenureStep

TODAY = dt.date(2025, 11, 20)


@pytest.fixture
def chair(community):
    return factories.with_role(community, "chair", name="สมพร ตัวอย่าง")


@pytest.fixture(autouse=True)
def any_day(monkeypatch):
    """The days of these examples never become too old to ask for."""
    monkeypatch.setattr(aid_requests, "OLDEST_DAYS", 36500)


@pytest.fixture
def paid_for(monkeypatch):
    """How many months a household has paid."""

    def months(number):
        standing = type("Standing", (), {"months_paid": number})
        monkeypatch.setattr(contribution_dues, "standing", lambda household, on=None: standing)

    months(24)
    return months


def test_the_first_draft_is_empty_and_there_is_only_one(community, committee, chair):
    first = benefit_rules.draft(community=community, actor=committee)
    assert benefit_rules.draft(community=community, actor=chair) == first
    assert (first.number, first.benefits.count()) == (1, 0)


def test_a_new_draft_starts_from_the_version_in_force(community, committee):
    village_rules(community)
    draft = benefit_rules.draft(community=community, actor=committee)
    assert draft.number == 2
    death = draft.benefits.get(event="death")
    assert (death.amount, death.months_needed) == (D(3000), 6)
    assert list(death.steps.values_list("months", "amount")) == [(60, D(10000)), (180, D(30000))]
    assert draft.benefits.get(event="hospital").most_per_year == D(1000)


def test_who_wrote_the_draft_does_not_adopt_it(community, committee, chair):
    draft = benefit_rules.draft(community=community, actor=committee)
    put(draft, committee, "birth", "1000")
    given = {"resolution": "มติ", "adopted_on": START, "valid_from": START}
    with pytest.raises(Refused) as refused:
        benefit_rules.adopt(rules=draft, actor=committee, **given)
    assert refused.value.code == "same_person"
    assert benefit_rules.adopt(rules=draft, actor=chair, **given).status == "adopted"


def test_who_changes_a_draft_last_has_written_it(community, committee, chair):
    draft = benefit_rules.draft(community=community, actor=committee)
    put(draft, committee, "birth", "1000")
    put(draft, chair, "birth", "9000")
    with pytest.raises(Refused) as refused:
        benefit_rules.adopt(rules=draft, actor=chair, resolution="มติ", adopted_on=START, valid_from=START)
    assert refused.value.code == "same_person"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"resolution": "  "}, "no_resolution"),
        ({"adopted_on": dt.date(2999, 1, 1), "valid_from": dt.date(2999, 1, 1)}, "future"),
        ({"valid_from": dt.date(2019, 12, 31)}, "too_early"),
    ],
)
def test_adopting_asks_for_resolution_and_days_in_order(community, committee, chair, given, code):
    draft = benefit_rules.draft(community=community, actor=committee)
    put(draft, committee, "birth", "1000")
    with pytest.raises(Refused) as refused:
        benefit_rules.adopt(
            rules=draft,
            actor=chair,
            **{"resolution": "มติ", "adopted_on": START, "valid_from": START, **given},
        )
    assert refused.value.code == code


def test_an_empty_draft_is_not_adopted(community, committee, chair):
    draft = benefit_rules.draft(community=community, actor=committee)
    with pytest.raises(Refused) as refused:
        benefit_rules.adopt(rules=draft, actor=chair, resolution="มติ", adopted_on=START, valid_from=START)
    assert refused.value.code == "empty"


def test_only_the_committee_of_this_community_changes_the_draft(community, committee, outsider):
    draft = benefit_rules.draft(community=community, actor=committee)
    stranger = factories.with_role(factories.community(), "committee")
    for person in (outsider, stranger):
        with pytest.raises(Refused) as refused:
            put(draft, person, "birth", "1000")
        assert refused.value.code == "not_theirs"


def test_what_was_adopted_is_changed_by_no_action(community, committee):
    rules = village_rules(community)
    for act in (
        lambda: put(rules, committee, "birth", "2000"),
        lambda: benefit_rules.take_out(rules=rules, event="birth", actor=committee),
        lambda: benefit_rules.drop(rules=rules, actor=committee),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == "not_draft"


def test_the_database_keeps_what_was_adopted(community):
    rules = village_rules(community)
    birth = rules.benefits.get(event="birth")
    for act in (
        lambda: BenefitRules.objects.filter(pk=rules.pk).update(one_up_to=D(9)),
        lambda: Benefit.objects.filter(pk=birth.pk).update(amount=D(9)),
        lambda: Benefit.objects.create(rules=rules, event="other", amount=D(9)),
        lambda: TenureStep.objects.create(benefit=birth, months=1, amount=D(9)),
        lambda: Benefit.objects.filter(pk=birth.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_the_version_in_force_is_the_one_that_began_last(community, committee):
    first = village_rules(community, valid_from=dt.date(2020, 1, 1))
    draft = benefit_rules.draft(community=community, actor=committee)
    put(draft, committee, "birth", "1500")
    second = adopt(draft, valid_from=dt.date(2023, 5, 1))
    assert benefit_rules.current(community, dt.date(2019, 12, 31)) is None
    assert benefit_rules.current(community, dt.date(2023, 4, 30)) == first
    assert benefit_rules.current(community, dt.date(2023, 5, 1)) == second
    assert benefit_rules.current(community) == second


def test_a_version_does_not_begin_before_one_that_was_adopted_earlier(community, committee):
    village_rules(community, valid_from=dt.date(2023, 5, 1))
    draft = benefit_rules.draft(community=community, actor=committee)
    with pytest.raises(Refused) as refused:
        adopt(draft, valid_from=dt.date(2023, 1, 1))
    assert refused.value.code == "too_early"


def test_two_steps_of_the_same_months_are_refused(community, committee):
    draft = benefit_rules.draft(community=community, actor=committee)
    with pytest.raises(Refused) as refused:
        put(draft, committee, "death", "3000", steps=[(60, "1"), (60, "2")])
    assert refused.value.code == "steps_twice"


def test_two_decide_at_least_as_much_as_one(community, committee):
    draft = benefit_rules.draft(community=community, actor=committee)
    limits = {name: getattr(draft, name) for name in benefit_rules.LIMITS}
    with pytest.raises(Refused) as refused:
        benefit_rules.save_limits(
            rules=draft, actor=committee, **{**limits, "one_up_to": D(600), "two_up_to": D(500)}
        )
    assert refused.value.code == "bands"


def test_a_dropped_draft_leaves_room_for_another(community, committee):
    benefit_rules.drop(rules=benefit_rules.draft(community=community, actor=committee), actor=committee)
    assert benefit_rules.draft(community=community, actor=committee).number == 2


def paid_request(home, community, event, amount, happened, *, units=1, person=None):
    actor = factories.with_role(community, "committee")
    request = ask(
        community, event, user=actor, asker="committee", household=home, units=units, event_on=happened
    )
    noon = timezone.make_aware(dt.datetime.combine(happened, dt.time(12)))
    return settle(request, amount, paid_at=noon)


def test_a_draft_is_weighed_against_what_was_paid(community, committee, paid_for):
    """Three stays of one house (600, 400, 0 left of 1,000) and a birth; the draft: 300 a night, 900 a stay, 1,200 a year."""
    village_rules(community)
    home, other = factories.household(community), factories.household(community)
    paid_request(home, community, "hospital", "600", dt.date(2025, 2, 1), units=3)
    paid_request(home, community, "hospital", "400", dt.date(2025, 5, 1), units=2)
    paid_request(other, community, "birth", "1000", dt.date(2025, 6, 1))
    draft = benefit_rules.draft(community=community, actor=committee)
    put(draft, committee, "hospital", "300", per="night", most_per_event="900", most_per_year="1200")
    put(draft, committee, "birth", "500")
    costs = rule_costs.work_out(draft, TODAY)
    kinds = {kind.event: kind for kind in costs.kinds}
    assert (kinds["hospital"].count, kinds["hospital"].paid) == (2, D(1000))
    # 3 × 300 = 900, then 2 × 300 = 600 of which 300 are left of 1,200.
    assert kinds["hospital"].would == D(1200)
    assert (kinds["birth"].paid, kinds["birth"].would) == (D(1000), D(500))
    assert (costs.paid, costs.would, costs.difference) == (D(2000), D(1700), D(-300))


def test_weighing_counts_who_has_not_paid_long_enough(community, committee, paid_for):
    village_rules(community)
    home = factories.household(community)
    paid_request(home, community, "birth", "1000", timezone.localdate() - dt.timedelta(days=40))
    draft = benefit_rules.draft(community=community, actor=committee)
    put(draft, committee, "birth", "1000", months_needed=36)
    costs = rule_costs.work_out(draft)
    assert (costs.too_early, costs.would) == (1, D(0))


def test_weighing_leaves_out_what_was_paid_more_than_a_year_ago(community, committee, paid_for):
    village_rules(community)
    home = factories.household(community)
    paid_request(home, community, "birth", "1000", dt.date(2024, 11, 20))
    paid_request(home, community, "birth", "1000", dt.date(2024, 11, 21))
    draft = benefit_rules.draft(community=community, actor=committee)
    assert rule_costs.work_out(draft, TODAY).count == 1


def test_weighing_counts_what_was_agreed_before_these_months(community, committee, paid_for):
    """Two years of school at 500 in a lifetime of 1,200: the third year gets 200."""
    village_rules(community)
    home = factories.household(community)
    for year in (2023, 2024):
        paid_request(home, community, "schooling", "500", dt.date(year, 5, 1))
    paid_request(home, community, "schooling", "500", dt.date(2025, 5, 1))
    draft = benefit_rules.draft(community=community, actor=committee)
    assert rule_costs.work_out(draft, TODAY).would == D(200)


def test_of_what_the_draft_does_not_name_the_paid_amount_counts(community, committee, paid_for):
    village_rules(community)
    home = factories.household(community)
    paid_request(home, community, "birth", "1000", dt.date(2025, 5, 1))
    draft = benefit_rules.draft(community=community, actor=committee)
    benefit_rules.take_out(rules=draft, event="birth", actor=committee)
    costs = rule_costs.work_out(draft, TODAY)
    assert (costs.unknown, costs.would) == (1, D(1000))


def test_adopting_keeps_what_it_would_have_cost(community, committee, paid_for):
    village_rules(community)
    home = factories.household(community)
    paid_request(home, community, "birth", "1000", timezone.localdate() - dt.timedelta(days=3))
    draft = benefit_rules.draft(community=community, actor=committee)
    put(draft, committee, "birth", "1500")
    kept = rule_costs.read(adopt(draft, valid_from=timezone.localdate()).cost_before)
    assert [(kind.event, kind.count, kind.paid, kind.would) for kind in kept.kinds] == [
        ("birth", 1, D(1000), D(1500))
    ]


def test_treasurer_and_auditor_hear_of_new_rules(community, treasurer, work):
    village_rules(community)
    work()
    assert treasurer.notices.filter(url=f"/fund/{community.code}/rules/").exists()
