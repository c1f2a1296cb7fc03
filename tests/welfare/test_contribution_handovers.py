"""Cash on its way through a collector: said by one, counted by another."""

from decimal import Decimal as D

import pytest
from django.db import IntegrityError, transaction

from households.models import Household, Membership, Notice
from lib.errors import Refused
from tests import factories
from tests.welfare.contribution_builders import baht_a_day, paid, take_part
from welfare import handovers, proofs
from welfare.models import Account, Handover, Transfer


@pytest.fixture
def volunteer(community):
    return factories.with_role(community, "volunteer", name="วิไล ตัวอย่าง")


@pytest.fixture
def collected(community, seller, committee, volunteer):
    """Wilai has taken 90 baht."""
    baht_a_day(community, committee)
    paid(take_part(seller, committee, collector=volunteer), "90", "collector", volunteer)


@pytest.fixture
def bring(community, volunteer, collected):
    return lambda amount: handovers.bring(community=community, collector=volunteer, amount=D(amount))


def refusal(action, *args, **content):
    with pytest.raises(Refused) as caught:
        action(*args, **content)
    return caught.value.code


def test_what_is_brought_moves_nothing_before_it_is_counted(bring, community, volunteer, treasurer, work):
    assert bring("90").status == "brought"
    assert handovers.in_hand(community, volunteer) == D(90)
    work()
    assert "90" in Notice.objects.get(user=treasurer).text


def test_what_is_counted_lies_in_the_cash_box(bring, treasurer, books):
    handover = handovers.count(handover=bring("90"), amount=D(90), actor=treasurer)
    assert (handover.status, handover.transfer.document) == ("counted", f"handover {handover.code}")
    assert (books(Account.Kind.CASH), books(Account.Kind.COLLECTOR)) == (D(90), D(0))


def test_counting_twice_counts_once(bring, treasurer, books):
    handover = bring("90")
    for _press in range(2):
        handovers.count(handover=handover, amount=D(90), actor=treasurer)
    assert books(Account.Kind.CASH) == D(90)
    assert refusal(handovers.count, handover=handover, amount=D(80), actor=treasurer) == "answered"


def test_when_less_is_counted_the_rest_stays_with_the_collector(bring, treasurer, books, volunteer, work):
    handover = handovers.count(handover=bring("90"), amount=D(70), actor=treasurer)
    assert (books(Account.Kind.CASH), books(Account.Kind.COLLECTOR)) == (D(70), D(20))
    assert (handover.amount, handover.transfer.amount) == (D(90), D(70))
    work()
    assert "20" not in Notice.objects.get(user=volunteer).text
    assert "70" in Notice.objects.get(user=volunteer).text


def test_books_in_which_less_was_counted_than_was_said_are_whole(bring, community, treasurer):
    handovers.count(handover=bring("90"), amount=D(70), actor=treasurer)
    assert list(proofs.faults(community)) == []


def test_more_than_was_collected_can_neither_be_brought_nor_counted(bring, treasurer):
    assert refusal(bring, "90.01") == "too_much"
    assert refusal(handovers.count, handover=bring("90"), amount=D(91), actor=treasurer) == "short"


def test_nobody_counts_what_they_brought_themselves(bring, community, volunteer):
    factories.Role.objects.create(user=volunteer, kind="treasurer", community=community)
    handover = bring("90")
    assert refusal(handovers.count, handover=handover, amount=D(90), actor=volunteer) == "same_person"
    assert refusal(handovers.refuse, handover=handover, reason="x", actor=volunteer) == "same_person"
    with pytest.raises(IntegrityError), transaction.atomic():
        Handover.objects.update(counted_by=volunteer)


def test_nobody_counts_for_somebody_of_the_own_household(bring, seller, volunteer, treasurer):
    home = Household.objects.of_member(seller).get()
    for user in (volunteer, treasurer):
        person = factories.Person.objects.create(name=user.name, user=user)
        Membership.objects.create(person=person, household=home, status="active")
    assert refusal(handovers.count, handover=bring("90"), amount=D(90), actor=treasurer) == "own_household"


def test_only_the_treasurer_counts(bring, committee, outsider):
    handover = bring("90")
    for actor in (committee, outsider):
        assert refusal(handovers.count, handover=handover, amount=D(90), actor=actor) == "role"


def test_one_thing_waits_at_a_time(bring):
    first = bring("50")
    assert bring("50") == first
    assert refusal(bring, "40") == "waiting"


def test_what_is_not_taken_in_stays_with_the_collector(bring, treasurer, books, volunteer, work):
    handover = bring("90")
    assert refusal(handovers.refuse, handover=handover, reason=" ", actor=treasurer) == "reason"
    handovers.refuse(handover=handover, reason="เงินไม่ครบ", actor=treasurer)
    assert (books(Account.Kind.COLLECTOR), Transfer.objects.count()) == (D(90), 1)
    work()
    assert "เงินไม่ครบ" in Notice.objects.get(user=volunteer).text
    assert bring("70").status == "brought"


@pytest.mark.parametrize("amount", ["0", "-1", "1.001"])
def test_an_amount_that_cannot_be_is_refused(bring, treasurer, amount):
    assert refusal(bring, amount) == "amount"
    assert refusal(handovers.count, handover=bring("90"), amount=D(amount), actor=treasurer) == "amount"
