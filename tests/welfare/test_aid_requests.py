"""Asking the fund: by whom, once, for whom; taking it back; and what looks like the same."""

import datetime as dt

import pytest
from django.utils import timezone

from households.models import Household, Membership, Notice, Person
from lib.errors import Refused
from tests import factories
from tests.welfare.requests_builders import ask, settle, village_rules
from welfare import aid_requests
from welfare.models import AidDecision, AidRequest, EmergencyOrder, Paper, Payout


@pytest.fixture
def home(buyer):
    return Household.objects.of_member(buyer).get()


def refused_code(act):
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.code


def test_help_can_be_asked_without_an_account(community):
    request = ask(community)
    assert (request.status, request.asked_by, request.household) == ("asked", None, None)


def test_the_same_key_asks_once(community):
    first = ask(community, key="pressed-twice")
    again = ask(community, key="pressed-twice", for_whom="คนอื่น")
    assert (again.pk, AidRequest.objects.count()) == (first.pk, 1)


def test_the_committee_is_told_without_a_name(community, committee, work):
    ask(community, for_whom="ยายแก้ว ตัวอย่าง", urgency="now")
    work()
    notice = Notice.objects.get(user=committee)
    assert "แก้ว" not in notice.text
    assert notice.url == f"/fund/{community.code}/requests/"


def test_a_member_asks_for_the_own_household(community, buyer, home):
    assert ask(community, user=buyer, household=home, person=buyer.person).household == home


def test_nobody_names_the_household_of_others(community, seller, home):
    assert refused_code(lambda: ask(community, user=seller, household=home)) == "not_theirs"
    assert refused_code(lambda: ask(community, household=home)) == "not_theirs"


def test_only_the_committee_asks_in_somebodys_name(community, committee, seller, home):
    assert refused_code(lambda: ask(community, user=seller, asker="committee")) == "not_theirs"
    assert ask(community, user=committee, asker="committee", household=home).household == home


def test_person_and_household_belong_together(community, committee, home):
    stranger = Person.objects.create(name="ไกล ตัวอย่าง")
    far = factories.household(factories.community())
    for given in ({"household": home, "person": stranger}, {"household": far}, {"person": stranger}):
        code = refused_code(lambda given=given: ask(community, user=committee, asker="committee", **given))
        assert code == "whose"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"units": 0}, "units"),
        ({"units": 400}, "units"),
        ({"event_on": timezone.localdate() + dt.timedelta(days=1)}, "day"),
        ({"event_on": dt.date(1999, 1, 1)}, "day"),
        ({"event": "lottery"}, "unknown"),
        ({"urgency": "soon"}, "unknown"),
        ({"asker": "god"}, "unknown"),
    ],
)
def test_what_makes_no_sense_is_refused(community, given, code):
    assert refused_code(lambda: ask(community, **{"event": "birth", **given})) == code


def test_someone_who_has_died_can_be_named(community, committee, home):
    late = Person.objects.create(name="ตา ตัวอย่าง")
    Membership.objects.create(person=late, household=home, status="left", end_reason="died")
    request = aid_requests.link(request=ask(community, "death"), household=home, person=late, actor=committee)
    assert request.person == late


def test_only_the_committee_of_the_community_links(community, home, seller):
    request = ask(community)
    stranger = factories.with_role(factories.community(), "committee")
    for actor in (seller, stranger):
        code = refused_code(
            lambda actor=actor: aid_requests.link(request=request, household=home, actor=actor)
        )
        assert code == "not_theirs"


def test_a_request_that_is_being_decided_stays_with_its_household(community, committee, home):
    request = aid_requests.link(request=ask(community), household=home, actor=committee)
    AidDecision.objects.create(
        request=request, step=1, decider=committee, verdict="approve", amount=100, reason="จำเป็น"
    )
    other = factories.household(community)
    assert (
        refused_code(lambda: aid_requests.link(request=request, household=other, actor=committee))
        == "decided"
    )


@pytest.mark.parametrize("what", ["order", "payout"])
def test_so_does_one_that_is_paid_at_once(community, committee, home, what):
    request = aid_requests.link(request=ask(community), household=home, actor=committee)
    if what == "order":
        EmergencyOrder.objects.create(
            request=request, amount=100, reason="ด่วน", ordered_by=committee, ratify_by=timezone.localdate()
        )
    else:
        Payout.objects.create(request=request, community=community, amount=100)
    code = refused_code(lambda: aid_requests.link(request=request, household=home, actor=committee))
    assert code == "decided"


def test_the_amount_is_worked_out_again_until_somebody_has_agreed(community, committee, home):
    """Two stays of 600 asked at once, 1,000 a year: when one is agreed, 400 are left for the other."""
    village_rules(community)
    given = {"user": committee, "asker": "committee", "household": home, "units": 3}
    first, second = ask(community, **given), ask(community, **given)
    settle(first, "600", status="approved")
    assert second.proposed == 600
    assert aid_requests.work_out_again(request=second).proposed == 400
    other = factories.with_role(community, "committee")
    AidDecision.objects.create(
        request=second, step=1, decider=other, verdict="approve", amount=400, reason="จำเป็น"
    )
    settle(ask(community, **given), "400", status="approved")
    assert aid_requests.work_out_again(request=second).proposed == 400


def test_the_office_counts_what_waits(community):
    ask(community)
    aid_requests.withdraw(request=ask(community), user=None)
    assert aid_requests.count_waiting(community) == 1


def test_whoever_has_the_code_takes_back_what_was_asked_without_an_account(community):
    assert aid_requests.withdraw(request=ask(community), user=None).status == "withdrawn"


def test_what_somebody_asked_is_taken_back_by_them_or_their_representative(community, buyer, seller, home):
    helper = factories.user()
    request = ask(community, user=buyer, household=home)
    for person in (None, seller, helper):
        code = refused_code(lambda person=person: aid_requests.withdraw(request=request, user=person))
        assert code == "not_theirs"
    assert aid_requests.withdraw(request=request, user=buyer).status == "withdrawn"


def test_what_is_decided_or_paid_at_once_is_not_taken_back(community, committee, home):
    decided = ask(community, user=committee, asker="committee", household=home)
    settle(decided, "500", status="approved")
    assert refused_code(lambda: aid_requests.withdraw(request=decided, user=committee)) == "decided"
    at_once = ask(community, user=committee, asker="committee", household=home)
    Payout.objects.create(request=at_once, community=community, amount=100, is_emergency=True)
    assert refused_code(lambda: aid_requests.withdraw(request=at_once, user=committee)) == "paid_at_once"


def test_photos_go_with_a_waiting_request_up_to_eight(community):
    request = ask(community)
    aid_requests.add_papers(request=request, paths=["a", "b"], user=None)
    assert Paper.objects.of(f"aid {request.code}").count() == 2
    code = refused_code(lambda: aid_requests.add_papers(request=request, paths=["c"] * 7, user=None))
    assert code == "too_many"
    aid_requests.withdraw(request=request, user=None)
    assert refused_code(lambda: aid_requests.add_papers(request=request, paths=["c"], user=None)) == "decided"


def reasons(request):
    return [(hint.request.pk, [str(words) for words in hint.reasons]) for hint in aid_requests.hints(request)]


def test_the_same_person_and_event_within_ninety_days_is_hinted(community, committee, home, buyer):
    given = {"user": committee, "asker": "committee", "household": home, "person": buyer.person, "phone": ""}
    first, second = ask(community, **given), ask(community, **given)
    third = ask(community, "birth", **given)
    assert [row for row, _why in reasons(second)] == [first.pk]
    assert reasons(third) == []
    AidRequest.objects.filter(pk=first.pk).update(asked_at=timezone.now() - dt.timedelta(days=91))
    assert reasons(second) == []


def test_the_same_household_the_same_name_or_the_same_phone_is_hinted(community, committee, home):
    plain = {"for_whom": "ก", "phone": ""}
    named = {"user": committee, "asker": "committee", "household": home}
    at_home = ask(community, **{**plain, **named})
    assert len(reasons(ask(community, **{**plain, **named, "for_whom": "ข"}))) == 1
    assert [row for row, _why in reasons(ask(community, **plain))] == [at_home.pk]
    called = ask(community, "birth", for_whom="ค", phone="0899999999")
    assert [row for row, _why in reasons(ask(community, for_whom="ง", phone="0899999999"))] == [called.pk]


def test_requests_of_other_communities_and_withdrawn_ones_are_no_hints(community):
    ask(factories.community(), phone="0899999999")
    aid_requests.withdraw(request=ask(community, phone="0899999999"), user=None)
    assert reasons(ask(community, phone="0899999999")) == []


def test_the_history_shows_everything_the_household_got(community, committee, home):
    twin = factories.household(community)
    for place in (home, twin):
        settle(ask(community, user=committee, asker="committee", household=place), "600")
    settle(ask(community, user=committee, asker="committee", household=home), "300", status="approved")
    assert [row.amount for row in aid_requests.history(home)] == [600]
    Household.objects.filter(pk=twin.pk).update(status="merged", merged_into=home)
    assert [row.amount for row in aid_requests.history(home)] == [600, 600]
