"""Nobody decides, orders or pays what is their own, nobody acts twice: in the action and in the database."""

import datetime as dt
from decimal import Decimal as D

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from households.models import Person, Role
from lib.errors import Refused
from tests import factories
from tests.welfare import decisions_builders as make
from welfare import aid_deciders, aid_decisions
from welfare.models import AidDecision, AidRequest, EmergencyOrder, Payout


@pytest.fixture
def seats(community):
    return make.committee(community)


@pytest.fixture
def asked(community, committee):
    return make.aid(community, rules=make.rules(community, committee))


def refused(code):
    return pytest.raises(Refused, check=lambda error: error.code == code)


def seat(community, user):
    Role.objects.create(user=user, kind="committee", community=community)
    return user


def by_hand(request, decider, **changes):
    """A decision written past the action, as somebody at the database could."""
    content = {"step": 1, "verdict": "approve", "amount": D(5), "reason": "x", "hearing": 1, **changes}
    with transaction.atomic():
        return AidDecision.objects.create(request=request, decider=decider, **content)


def asker(asked, community):
    user = factories.with_role(community, "committee")
    AidRequest.objects.filter(pk=asked.pk).update(asked_by=user)
    return user


def neighbour(asked, community):
    return seat(community, factories.member(asked.household, name="หลาน ทองดี"))


def cousin(asked, community):
    user = factories.with_role(community, "committee")
    aid_decisions.declare_conflict(request=asked, words="ลูกพี่ลูกน้อง", actor=user)
    return user


def orderer(asked, community):
    user = factories.with_role(community, "committee")
    aid_decisions.order_emergency(request=asked, amount=D(500), reason="ด่วน", actor=user)
    return user


def payer(asked, community):
    orderer(asked, community)
    user = factories.with_role(community, "treasurer")
    Payout.objects.filter(request=asked).update(paid_by=user)
    return seat(community, user)


CLOSE = [
    (asker, "asker"),
    (neighbour, "household"),
    (cousin, "conflict"),
    (orderer, "ordered"),
    (payer, "paid"),
]


@pytest.mark.parametrize(("who", "code"), CLOSE)
def test_who_is_close_does_not_decide(asked, community, who, code):
    user = who(asked, community)
    with refused(code):
        make.yes(asked, user, "500")
    assert user not in aid_deciders.able(AidRequest.objects.get(pk=asked.pk))


@pytest.mark.parametrize(("who", "code"), CLOSE)
def test_the_database_refuses_them_too(asked, community, who, code):
    user = who(asked, community)
    with pytest.raises(IntegrityError):
        by_hand(asked, user)


def test_the_database_takes_somebody_else(asked, seats):
    assert by_hand(asked, seats[0]).pk


@pytest.mark.parametrize(("who", "code"), CLOSE[:3])
def test_who_is_close_orders_nothing_at_once(asked, community, who, code):
    user = who(asked, community)
    with refused(code):
        aid_decisions.order_emergency(request=asked, amount=D(500), reason="ด่วน", actor=user)
    with pytest.raises(IntegrityError), transaction.atomic():
        order_by_hand(asked, user)


def order_by_hand(asked, user):
    today = timezone.localdate()
    return EmergencyOrder.objects.create(
        request=asked, amount=D(5), reason="x", ordered_by=user, ratify_by=today
    )


def test_who_agreed_does_not_order_the_payment_at_once(asked, seats):
    make.yes(asked, seats[0], "800")
    with refused("decided"):
        aid_decisions.order_emergency(request=asked, amount=D(800), reason="ด่วน", actor=seats[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        order_by_hand(asked, seats[0])


def test_nobody_agrees_twice(asked, seats):
    make.yes(asked, seats[0])
    with refused("decided"):
        make.yes(asked, seats[0], "1999")
    with pytest.raises(IntegrityError):
        by_hand(asked, seats[0], step=2)


def test_the_person_whom_it_is_for_does_not_decide(asked, community):
    user = factories.with_role(community, "committee")
    Person.objects.filter(pk=asked.person_id).update(user=user)
    with refused("household"):
        make.yes(asked, user)


def test_the_person_whom_it_is_for_does_not_decide_from_another_household_either(asked, community):
    user = factories.with_role(community, "committee")
    Person.objects.filter(pk=asked.person_id).update(user=user)
    asked.person.memberships.update(household=factories.household(community))
    with refused("household"):
        make.yes(asked, user)


def test_a_member_under_an_entry_that_was_joined_keeps_out(asked, community):
    other = factories.household(community)
    user = seat(community, factories.member(other, name="หลาน ทองดี"))
    type(other).objects.filter(pk=other.pk).update(status="merged", merged_into=asked.household)
    with refused("household"):
        make.yes(asked, user)


def test_who_has_moved_out_may_decide(asked, community):
    user = neighbour(asked, community)
    user.person.memberships.update(status="left", end_reason="moved", until=dt.date(2026, 1, 1))
    assert make.yes(asked, user).pk


@pytest.mark.parametrize("kind", ["treasurer", "auditor", "volunteer"])
def test_only_the_committee_decides(asked, community, kind):
    with refused("role"):
        make.yes(asked, factories.with_role(community, kind))


def test_the_committee_of_another_community_does_not_decide(asked):
    with refused("role"):
        make.yes(asked, factories.with_role(factories.community(), "committee"))


def test_a_former_member_of_the_committee_does_not_decide(asked, seats):
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    Role.objects.filter(user=seats[0]).update(since=yesterday, until=yesterday)
    with refused("role"):
        make.yes(asked, seats[0])
    assert seats[0] not in aid_deciders.able(asked)


def test_a_conflict_is_declared_once_and_before_deciding(asked, seats, treasurer, buyer):
    said = aid_decisions.declare_conflict(request=asked, words="ญาติ", actor=seats[0])
    assert aid_decisions.declare_conflict(request=asked, words="ญาติ", actor=seats[0]) == said
    assert aid_decisions.declare_conflict(request=asked, words="ญาติ", actor=treasurer).pk
    make.yes(asked, seats[1])
    for user, words, code in ((seats[1], "ญาติ", "decided"), (buyer, "ญาติ", "role"), (seats[2], " ", "words")):
        with refused(code):
            aid_decisions.declare_conflict(request=asked, words=words, actor=user)
