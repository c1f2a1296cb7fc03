"""How many people have to agree to which amount, and what happens with the last yes, and with one no."""

from decimal import Decimal as D

import pytest

from households.models import Notice
from lib.errors import Refused
from tests import factories
from tests.welfare import decisions_builders as make
from welfare import aid_deciders, aid_decisions
from welfare.models import AidDecision, Payout


@pytest.fixture
def seats(community):
    return make.committee(community)


@pytest.fixture
def adopted(community, committee):
    return make.rules(community, committee)


@pytest.fixture
def asked(community, adopted, buyer):
    return make.aid(community, rules=adopted, asked_by=buyer)


def refused(code):
    return pytest.raises(Refused, check=lambda error: error.code == code)


@pytest.mark.parametrize(
    ("amount", "people"), [("1", 1), ("500", 1), ("500.01", 2), ("5000", 2), ("5000.01", 3), ("90000", 3)]
)
def test_the_bands_of_the_rules_say_how_many_decide(asked, amount, people):
    asked.proposed = D(100_000)
    assert aid_decisions.needed(asked, D(amount)) == people


@pytest.mark.parametrize(("amount", "people"), [("300", 1), ("301", 2), ("501", 3), ("6000", 3)])
def test_an_amount_above_the_rules_takes_one_more_and_three_at_most(asked, amount, people):
    asked.proposed = D(300)
    assert aid_decisions.needed(asked, D(amount)) == people


def test_where_the_rules_name_no_amount_one_more_decides(asked):
    asked.proposed = None
    assert aid_decisions.needed(asked, D(100)) == 2


def test_the_first_yes_looks_at_what_the_rules_leave_by_then(community, committee, seats):
    """Two requests of 400, 500 a year: once one is agreed, 400 for the other is more than the 100 that are left."""
    make.rules(community, committee, gives="400", most_per_year=D(500))
    first = make.aid(community, proposed=D(400))
    second = make.aid(community, proposed=D(400), household=first.household, person=first.person)
    make.yes(first, seats[0], "400")
    assert Payout.objects.get().request == first
    make.yes(second, seats[1], "400")
    second.refresh_from_db()
    assert (second.proposed, second.status) == (D(100), "asked")
    make.yes(second, seats[2], "400")
    second.refresh_from_db()
    assert (second.proposed, second.status) == (D(100), "approved")


def test_an_order_at_once_follows_the_rules_of_the_day(community, committee, seats):
    asked = make.aid(community, proposed=None)
    made = make.rules(community, committee)
    aid_decisions.order_emergency(request=asked, amount=D(900), reason="ด่วน", actor=seats[0])
    asked.refresh_from_db()
    assert (asked.rules, asked.proposed) == (made, D(2000))


def test_without_rules_three_decide(community):
    assert aid_decisions.needed(make.aid(community, proposed=D(5)), D(1)) == 3


def test_the_second_yes_makes_the_payout(asked, seats):
    make.yes(asked, seats[0])
    asked.refresh_from_db()
    assert (asked.status, Payout.objects.count()) == ("asked", 0)
    make.yes(asked, seats[1])
    asked.refresh_from_db()
    payout = Payout.objects.get()
    assert (asked.status, asked.approved, asked.decided_at is not None) == ("approved", D(2000), True)
    assert (payout.amount, payout.status, payout.is_emergency) == (D(2000), "to_pay", False)


def test_one_is_enough_for_a_small_amount(asked, seats):
    make.yes(asked, seats[0], "500")
    assert Payout.objects.get().amount == D(500)


def test_the_second_agrees_to_the_same_amount_or_not_at_all(asked, seats):
    make.yes(asked, seats[0], "2000")
    with refused("amount_differs") as caught:
        make.yes(asked, seats[1], "1500")
    assert "฿2,000" in str(caught.value)


def test_more_than_the_rules_give_takes_a_third(asked, seats):
    for seat in seats[:2]:
        make.yes(asked, seat, "2500")
    assert not Payout.objects.exists()
    make.yes(asked, seats[2], "2500")
    assert Payout.objects.get().amount == D(2500)


def test_one_no_ends_it(asked, seats):
    make.yes(asked, seats[0])
    make.no(asked, seats[1])
    asked.refresh_from_db()
    assert (asked.status, asked.approved, Payout.objects.count()) == ("refused", None, 0)
    with refused("closed"):
        make.yes(asked, seats[2])


def test_the_same_yes_twice_is_one(asked, seats):
    first = make.yes(asked, seats[0])
    assert make.yes(asked, seats[0]) == first
    assert AidDecision.objects.count() == 1


def test_a_yes_needs_its_reason(asked, seats):
    with refused("reason"):
        make.yes(asked, seats[0], reason="  ")


@pytest.mark.parametrize("amount", ["0", "-5", "10.001", "NaN"])
def test_an_amount_is_above_zero_and_whole_satang(asked, seats, amount):
    with refused("amount"):
        make.yes(asked, seats[0], amount)


def test_nothing_is_agreed_to_for_an_unknown_household(community, adopted, seats):
    asked = make.aid(community, rules=adopted)
    type(asked).objects.filter(pk=asked.pk).update(household=None, person=None)
    with refused("no_household"):
        make.yes(asked, seats[0])
    assert make.no(asked, seats[0]).verdict == "refuse"


def test_who_asked_the_treasurer_and_the_next_are_told(asked, seats, buyer, treasurer, work):
    make.yes(asked, seats[0])
    work()
    assert set(Notice.objects.values_list("user", flat=True)) >= {seats[1].pk, seats[2].pk}
    assert not Notice.objects.filter(user__in=[seats[0], buyer]).exists()
    make.yes(asked, seats[1])
    work()
    payout = Payout.objects.get()
    assert "2,000" in Notice.objects.get(user=buyer).text
    assert Notice.objects.get(user=treasurer).url == f"/payouts/{payout.code}/"


def test_those_who_are_left_are_named(asked, seats, committee):
    chair = factories.with_role(asked.community, "chair", name="ประธาน ตัวอย่าง")
    make.yes(asked, seats[0])
    assert set(aid_deciders.able(asked)) == {committee, chair, *seats[1:]}
