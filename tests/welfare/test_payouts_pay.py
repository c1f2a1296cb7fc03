"""Paying out: once, by somebody who kept out of the decision, to whom it is meant for, and back."""

from decimal import Decimal as D

import pytest
from django.db import IntegrityError, transaction

from households.models import Notice, Role
from lib.errors import Refused
from tests import factories
from tests.welfare import decisions_builders as make
from welfare import aid_decisions, ledger, payouts
from welfare.models import Account, Campaign, Payout, Transfer

BANK, CASH, BENEFIT, RELIEF = (
    Account.Kind.BANK,
    Account.Kind.CASH,
    Account.Kind.BENEFIT,
    Account.Kind.RELIEF,
)
SIGNED, WITNESSED, PROOF = [("signature", make.PATH)], [("witness", make.PATH)], [("transfer", make.PATH)]


@pytest.fixture
def seats(community):
    return make.committee(community)


@pytest.fixture
def due(community, committee, seats, buyer):
    """฿2,000 for grandmother Chan, agreed to by two."""
    make.fill(community)
    asked = make.aid(community, rules=make.rules(community, committee), asked_by=buyer)
    for seat in seats[:2]:
        make.yes(asked, seat)
    return asked.payouts.get()


def refused(code):
    return pytest.raises(Refused, check=lambda error: error.code == code)


def pay(payout, actor, way="bank", **changes):
    content = {"payee_name": "นางจันทร์ ทองดี", "payee_account": "1234567890 ธ.ก.ส."}
    return payouts.pay(payout=payout, way=way, actor=actor, **{**content, **changes})


def test_a_transfer_leaves_the_bank_as_a_benefit(due, treasurer, community):
    paid = pay(due, treasurer)
    row = Transfer.objects.get(key=f"payout:{due.code}")
    assert (row.amount, row.document, row.debit.kind, row.debit.holder) == (
        D(2000),
        f"payout {due.code}",
        "benefit",
        "bedridden",
    )
    assert (make.held(community, BANK), make.held(community, BENEFIT)) == (D(8000), D(2000))
    paid.refresh_from_db()
    paid.request.refresh_from_db()
    assert (paid.status, paid.paid_by, paid.transfer, paid.request.status) == ("paid", treasurer, row, "paid")


def test_cash_leaves_the_cash_box(due, treasurer, community):
    pay(due, treasurer, "cash", pictures=SIGNED)
    assert (make.held(community, BANK), make.held(community, CASH)) == (D(10000), D(1000))


def test_goods_move_no_money(due, treasurer, community):
    paid = pay(due, treasurer, "goods", payee_account="")
    assert (paid.status, paid.transfer, make.held(community, BENEFIT)) == ("paid", None, D(0))


def test_a_campaigns_money_pays_as_relief(community, committee, seats, treasurer):
    campaign = Campaign.objects.create(
        community=community,
        name="น้ำท่วม",
        story="x",
        goal=D(9000),
        starts_on=make.FIRST,
        ends_on=make.FIRST.replace(month=12),
        created_by=committee,
    )
    make.fill(community)
    asked = make.aid(community, rules=make.rules(community, committee), campaign=campaign)
    for seat in seats[:2]:
        make.yes(asked, seat)
    with refused("short"):
        pay(asked.payouts.get(), treasurer)
    make.fill(community, bank="2500", cash="0", purpose=campaign.code)
    pay(asked.payouts.get(), treasurer)
    assert make.held(community, BANK, campaign.code) == D(500)
    assert make.held(community, RELIEF, campaign.code) == D(2000)
    assert make.held(community, BANK) == D(10000)


def test_paying_twice_pays_once(due, treasurer, community):
    assert pay(due, treasurer, pictures=PROOF) == pay(due, treasurer, pictures=PROOF)
    assert (make.held(community, BANK), payouts.evidence(due).count()) == (D(8000), 1)
    with refused("not_payable"):
        pay(due, treasurer, "cash", pictures=SIGNED)


def test_one_request_has_one_payout_that_stands(due):
    with pytest.raises(IntegrityError), transaction.atomic():
        Payout.objects.create(request=due.request, community=due.community, amount=D(5))


def test_a_payout_begins_unpaid_in_the_database(community):
    asked = make.aid(community)
    with pytest.raises(IntegrityError), transaction.atomic():
        Payout.objects.create(request=asked, community=community, amount=D(5), status="paid")


def test_too_little_money_says_what_there_is(due, treasurer, community):
    pay_all = ledger.account(community, Account.Kind.COSTS)
    bank = ledger.account(community, BANK)
    ledger.post(
        key="spent", community=community, debit=pay_all, credit=bank, amount=D("8500.50"), document="d"
    )
    with refused("short") as caught:
        pay(due, treasurer)
    assert "฿1,499.50" in str(caught.value)
    assert "฿2,000" in str(caught.value)
    due.refresh_from_db()
    assert (due.status, payouts.evidence(due).count()) == ("to_pay", 0)


def asker(due, community):
    user = factories.with_role(community, "treasurer")
    type(due.request).objects.update(asked_by=user)
    return user


def neighbour(due, community):
    user = factories.member(due.request.household)
    Role.objects.create(user=user, kind="treasurer", community=community)
    return user


def cousin(due, community):
    user = factories.with_role(community, "treasurer")
    aid_decisions.declare_conflict(request=due.request, words="ญาติ", actor=user)
    return user


def decider(due, community):
    user = due.request.decisions.first().decider
    Role.objects.create(user=user, kind="treasurer", community=community)
    return user


@pytest.mark.parametrize(
    ("who", "code", "is_guarded"),
    [(asker, "asker", True), (neighbour, "household", True), (decider, "decided", True), (cousin, "conflict", False)],
)  # fmt: skip
def test_who_is_close_does_not_pay(due, community, who, code, is_guarded):
    user = who(due, community)
    with refused(code):
        pay(due, user)
    if is_guarded:
        with pytest.raises(IntegrityError), transaction.atomic():
            Payout.objects.filter(pk=due.pk).update(paid_by=user)


def test_who_ordered_it_at_once_does_not_pay(community, committee, seats):
    asked = make.aid(community, rules=make.rules(community, committee))
    aid_decisions.order_emergency(request=asked, amount=D(500), reason="ด่วน", actor=seats[0])
    Role.objects.create(user=seats[0], kind="treasurer", community=community)
    with refused("ordered"):
        pay(asked.payouts.get(), seats[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        asked.payouts.update(paid_by=seats[0])


def test_only_the_treasurer_pays(due, seats):
    with refused("role"):
        pay(due, seats[2])


@pytest.mark.parametrize(
    ("name", "is_asked"),
    [
        ("จันทร์ ทองดี", False),
        ("น.ส.จันทร์ ทองดี", False),
        ("จันทร์ ทองดีี", False),
        ("จันทร ทองดี", False),
        ("ดวงจันทร์ ทองดี", True),
        ("สมศรี ทองดี", True),
        ("จันทร์ แก้วใส", True),
    ],
)
def test_another_name_has_to_be_explained(due, treasurer, name, is_asked):
    if not is_asked:
        assert pay(due, treasurer, payee_name=name).status == "paid"
        return
    with refused("differs") as caught:
        pay(due, treasurer, payee_name=name)
    assert "จันทร์ ทองดี" in str(caught.value)
    assert pay(due, treasurer, payee_name=name, differs_because="ลูกสาวที่ดูแล").status == "paid"


def test_an_account_that_served_another_household_has_to_be_explained(due, treasurer, community, seats):
    pay(due, treasurer)
    other = make.aid(
        community, rules=due.request.rules, for_whom="ตาดำ", household=factories.household(community)
    )
    for seat in seats[:2]:
        make.yes(other, seat)
    with refused("differs"):
        pay(other.payouts.get(), treasurer, payee_account="123-4-56789-0 กสิกร")
    assert pay(other.payouts.get(), treasurer, payee_account="9994567890 กสิกร").pk


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"payee_name": " "}, "payee"),
        ({"payee_account": " "}, "account"),
        ({"way": "cheque"}, "way"),
        ({"way": "cash"}, "evidence"),
        ({"way": "cash", "pictures": [("signature", "")]}, "evidence"),
        ({"way": "cash", "pictures": PROOF}, "evidence"),
        ({"way": "cash", "pictures": WITNESSED}, "witness"),
        ({"way": "cash", "pictures": WITNESSED, "witness": "นาง จันทร์ ทองดี"}, "witness"),
        ({"way": "cash", "pictures": WITNESSED, "witness": "ประเสริฐ ตัวอย่าง"}, "witness"),
    ],
)
def test_what_is_missing_is_asked_for(due, treasurer, changes, code):
    with refused(code):
        pay(due, treasurer, **changes)


def test_a_photo_with_a_named_witness_proves_cash(due, treasurer):
    assert pay(due, treasurer, "cash", pictures=WITNESSED, witness="ผู้ใหญ่ ตัวอย่าง").status == "paid"


def test_who_asked_is_told(due, treasurer, buyer, work):
    pay(due, treasurer)
    work()
    assert Notice.objects.filter(user=buyer, text__contains="2,000").count() == 2
