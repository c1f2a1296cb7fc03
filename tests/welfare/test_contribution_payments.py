"""Payments of member households: written down once, confirmed by somebody else, taken back by reversal."""

from decimal import Decimal as D

import pytest
from django.utils import timezone

from households.models import Household, Membership, Notice
from lib.errors import Refused
from tests import factories
from tests.welfare.contribution_builders import baht_a_day, days_ago, paid, sent, take_part
from welfare import contributions, countersigns, own_data
from welfare.models import Account, Contribution, Period, Receipt, Slip, Transfer


@pytest.fixture
def volunteer(community):
    return factories.with_role(community, "volunteer", name="วิไล ตัวอย่าง")


@pytest.fixture
def member(community, seller, committee, volunteer):
    """Boon's household, a hundred days in the fund, collected from by Wilai."""
    baht_a_day(community, committee)
    return take_part(seller, committee, collector=volunteer)


def refusal(action, *args, **content):
    with pytest.raises(Refused) as caught:
        action(*args, **content)
    return caught.value.code


def test_cash_at_the_office_is_in_the_cash_box_and_has_a_receipt(member, treasurer, books):
    payment = paid(member, "30", "cash", treasurer)
    assert (payment.status, payment.transfer.document) == ("arrived", f"contribution {payment.code}")
    assert (books(Account.Kind.CASH), books(Account.Kind.CONTRIBUTION)) == (D(30), D(30))
    receipt = Receipt.objects.get()
    assert (receipt.number, receipt.name, receipt.amount) == (1, "บ้านบุญ", D(30))
    assert receipt.transfer == payment.transfer


def test_cash_to_the_collector_is_with_the_collector(member, volunteer, books):
    paid(member, "30", "collector", volunteer)
    assert (books(Account.Kind.COLLECTOR), books(Account.Kind.CASH)) == (D(30), D(0))
    assert Account.objects.get(kind="collector").name == "วิไล ตัวอย่าง"


def test_the_same_press_twice_is_one_payment(member, volunteer, books):
    first = paid(member, "30", "collector", volunteer, key="k")
    assert paid(member, "30", "collector", volunteer, key="k") == first
    assert books(Account.Kind.COLLECTOR) == D(30)
    assert Receipt.objects.count() == 1


def test_the_same_press_with_another_amount_is_refused(member, volunteer):
    paid(member, "30", "collector", volunteer, key="k")
    assert refusal(paid, member, "31", "collector", volunteer, key="k") == "key_reused"


def test_what_households_owe_is_never_posted(member, community):
    assert contributions.standing(member.household).arrears > 0
    assert not Transfer.objects.exists()


def test_only_the_households_own_collector_collects(member, committee, treasurer, outsider):
    for actor in (committee, treasurer, outsider):
        assert refusal(paid, member, "30", "collector", actor) == "role"


def test_only_the_treasurer_takes_cash_at_the_office(member, committee, seller, volunteer):
    for actor in (committee, seller, volunteer):
        assert refusal(paid, member, "30", "cash", actor) == "role"


def test_no_treasurer_takes_cash_from_the_own_household(member, treasurer):
    person = factories.Person.objects.create(name="ประเสริฐ ตัวอย่าง", user=treasurer)
    Membership.objects.create(person=person, household=member.household, status="active")
    assert refusal(paid, member, "30", "cash", treasurer) == "own_household"


@pytest.mark.parametrize(("amount", "code"), [("0", "amount"), ("-1", "amount"), ("1.001", "amount"), ("NaN", "amount"), ("3000", "too_much")])  # fmt: skip
def test_an_amount_that_cannot_be_is_refused(member, treasurer, amount, code):
    assert refusal(paid, member, amount, "cash", treasurer) == code


def test_days_that_cannot_be_are_refused(member, treasurer):
    assert refusal(paid, member, "30", "cash", treasurer, paid_on=days_ago(-1)) == "future"
    assert refusal(paid, member, "30", "cash", treasurer, paid_on=days_ago(101)) == "before"


def test_without_a_rule_nothing_is_taken(community, seller, committee, treasurer):
    assert refusal(paid, take_part(seller, committee), "30", "cash", treasurer) == "no_rule"


def test_a_household_that_left_pays_no_more(member, treasurer):
    member.left_on = days_ago(1)
    member.save()
    assert refusal(paid, member, "30", "cash", treasurer) == "left"


def test_a_transfer_waits_for_the_treasurer(member, seller, treasurer, books, work):
    payment = sent(member, "30", seller)
    assert (payment.status, books(Account.Kind.CONTRIBUTION)) == ("sent", D(0))
    assert contributions.standing(member.household).paid == D(0)
    work()
    assert "บ้านบุญ" in Notice.objects.get(user=treasurer).text


def test_a_transfer_that_is_there_is_in_the_bank(member, seller, treasurer, books, work):
    payment = contributions.confirm(contribution=sent(member, "30", seller), actor=treasurer)
    assert (payment.status, payment.answered_by) == ("arrived", treasurer)
    assert (books(Account.Kind.BANK), books(Account.Kind.CONTRIBUTION)) == (D(30), D(30))
    assert contributions.standing(member.household).paid == D(30)
    work()
    assert Notice.objects.filter(user=seller, text__contains="30").exists()


def test_confirming_twice_counts_once(member, seller, treasurer, books):
    payment = sent(member, "30", seller)
    for _press in range(2):
        contributions.confirm(contribution=payment, amount=D(30), actor=treasurer)
    assert books(Account.Kind.BANK) == D(30)
    assert refusal(contributions.confirm, contribution=payment, amount=D(31), actor=treasurer) == "answered"


def test_what_arrived_counts_not_what_was_said(member, seller, treasurer, books):
    payment = contributions.confirm(contribution=sent(member, "300", seller), amount=D(30), actor=treasurer)
    assert (payment.amount, books(Account.Kind.BANK)) == (D(30), D(30))
    assert "300" in payment.reason


def test_nobody_confirms_what_the_own_household_sent(community, member, seller, treasurer):
    factories.Role.objects.create(user=seller, kind="treasurer", community=community)
    payment = sent(member, "30", seller)
    assert refusal(contributions.confirm, contribution=payment, actor=seller) == "own_household"
    person = factories.Person.objects.create(name="ประเสริฐ ตัวอย่าง", user=treasurer)
    Membership.objects.create(person=person, household=member.household, status="active")
    assert refusal(contributions.confirm, contribution=payment, actor=treasurer) == "own_household"
    reason = {"reason": "ไม่มี", "actor": treasurer}
    assert refusal(contributions.not_found, contribution=payment, **reason) == "own_household"


def test_who_sent_it_confirms_nothing_after_moving_out_either(community, member, seller):
    factories.Role.objects.create(user=seller, kind="treasurer", community=community)
    payment = sent(member, "30", seller)
    left = {"status": "left", "end_reason": "moved", "until": timezone.localdate()}
    seller.person.memberships.update(is_representative=False, **left)
    assert refusal(contributions.confirm, contribution=payment, actor=seller) == "own_household"


def test_what_was_paid_later_does_not_count_on_an_earlier_day(member, treasurer):
    paid(member, "30", "cash", treasurer, paid_on=days_ago(40))
    paid(member, "50", "cash", treasurer, paid_on=days_ago(10))
    then, now = (contributions.standings([member], days_ago(days))[member.pk] for days in (20, 0))
    assert (then.paid, now.paid) == (D(30), D(80))


def test_a_treasurer_of_another_fund_confirms_nothing(member, seller):
    other = factories.with_role(factories.community(), "treasurer")
    payment = sent(member, "30", seller)
    assert refusal(contributions.confirm, contribution=payment, actor=other) == "role"


def test_not_found_says_why_and_may_be_found_later(member, seller, treasurer, books, work):
    payment = sent(member, "30", seller)
    assert refusal(contributions.not_found, contribution=payment, reason=" ", actor=treasurer) == "reason"
    contributions.not_found(contribution=payment, reason="ไม่มีรายการ", actor=treasurer)
    work()
    assert Notice.objects.filter(user=seller, text__contains="ไม่มีรายการ").exists()
    contributions.confirm(contribution=payment, actor=treasurer)
    assert books(Account.Kind.BANK) == D(30)


def test_a_transfer_of_a_closed_month_is_entered_today(member, seller, treasurer):
    day = days_ago(60).replace(day=15)
    payment = sent(member, "30", seller, paid_on=day)
    first = day.replace(day=1)
    Period.objects.create(community=member.community, first_day=first, last_day=day.replace(day=28))
    confirmed = contributions.confirm(contribution=payment, actor=treasurer)
    assert confirmed.transfer.value_date == timezone.localdate()


def test_a_refusal_leaves_the_slip_unused(member, seller):
    shown = {"bank": "006", "reference": "REFERENCE9", "picture": "", "was_read": False}
    content = {"member": member, "paid_on": timezone.localdate(), "user": seller, "shown": shown}
    assert refusal(contributions.send, amount=D("0"), key="a", **content) == "amount"
    assert not Slip.objects.exists()
    first = contributions.send(amount=D("30"), key="b", **content)
    assert contributions.send(amount=D("30"), key="b", **content) == first
    assert refusal(contributions.send, amount=D("30"), key="c", **content) == "slip_used"


def test_a_wrong_payment_is_taken_back_by_two_people(member, treasurer, committee, books):
    payment = paid(member, "300", "cash", treasurer)
    asked = contributions.take_back(contribution=payment, reason="กดผิด", actor=treasurer)
    assert contributions.standing(member.household).paid == D(300)
    countersigns.agree(countersign=asked, actor=committee)
    payment.refresh_from_db()
    assert (payment.status, payment.reason) == ("taken_back", "กดผิด")
    assert (books(Account.Kind.CASH), books(Account.Kind.CONTRIBUTION)) == (D(0), D(0))
    assert contributions.standing(member.household).paid == D(0)
    assert Receipt.objects.get().cancellation.agreed_by == committee


def test_who_asks_to_take_back_cannot_agree_too(member, treasurer):
    payment = paid(member, "300", "cash", treasurer)
    asked = contributions.take_back(contribution=payment, reason="กดผิด", actor=treasurer)
    assert refusal(countersigns.agree, countersign=asked, actor=treasurer) == "same_person"
    take_back = contributions.take_back
    assert refusal(take_back, contribution=payment, reason="กดผิด", actor=treasurer) == "waiting"


def test_only_a_treasurer_takes_back_and_says_why(member, treasurer, volunteer, committee):
    payment = paid(member, "30", "collector", volunteer)
    take_back = contributions.take_back
    assert refusal(take_back, contribution=payment, reason="x", actor=volunteer) == "role"
    assert refusal(take_back, contribution=payment, reason="x", actor=committee) == "role"
    assert refusal(take_back, contribution=payment, reason=" ", actor=treasurer) == "reason"


def test_what_only_waits_cannot_be_taken_back(member, seller, treasurer):
    payment = sent(member, "30", seller)
    take_back = contributions.take_back
    assert refusal(take_back, contribution=payment, reason="x", actor=treasurer) == "not_arrived"


def test_standings_of_many_households_take_as_many_questions_as_of_one(
    community, committee, treasurer, member, django_assert_num_queries
):
    members = [member]
    for number in range(10):
        members.append(take_part(factories.representative(community, name=f"คน{number} ก"), committee))
    paid(members[3], "45", "cash", treasurer)
    with django_assert_num_queries(2):
        found = contributions.standings(members)
    assert (found[members[3].pk].paid, found[members[4].pk].paid) == (D(45), D(0))


def test_who_left_and_joined_again_begins_anew(member, treasurer, committee):
    paid(member, "30", "cash", treasurer, paid_on=days_ago(50))
    member.left_on = days_ago(40)
    member.save()
    home = Household.objects.get(pk=member.household_id)
    left = contributions.standing(home)
    assert (left.is_member, left.paid, left.arrears) == (False, D(30), D(31))
    take_part(home.representative.user, committee, joined_on=days_ago(0))
    again = contributions.standing(home)
    assert (again.is_member, again.paid, again.arrears, again.months_paid) == (True, D(0), D(0), 0)
    assert contributions.standing(home, days_ago(45)).paid == D(30)


def test_a_household_that_never_joined_has_no_standing(buyer, community):
    home = Household.objects.of_member(buyer).get()
    assert contributions.standing(home) == contributions.Standing()
    assert not Contribution.objects.exists()


def test_a_collectors_name_goes_from_the_books_when_it_is_erased(member, volunteer):
    person = factories.Person.objects.create(name="วิไล ตัวอย่าง", user=volunteer)
    payment = paid(member, "30", "collector", volunteer)
    assert [part.key for part in own_data.collect(person) if part.rows.exists()] == ["contributions"]
    own_data.erase(person)
    assert Account.objects.get(kind="collector").name == ""
    payment.refresh_from_db()
    assert payment.transfer.amount == D(30)
