"""Costs, other income, money that changes its place, and entries taken back: by worked examples."""

import datetime
from decimal import Decimal as D

import pytest
from django.utils import timezone

from lib.codes import new_code
from lib.errors import Refused
from tests import factories
from tests.welfare.books_builders import account_holds, enter
from welfare import corrections, costs, countersigns, deposits, ledger, shares
from welfare.models import Countersign, Paper, Transfer


@pytest.fixture
def fund(community):
    """500 baht in the bank, 80 in the cash box, and 300 in the bank for the flood."""
    enter(community, "500.00")
    enter(community, "80.00", debit="cash")
    enter(community, "300.00", credit="donation", purpose="flood")
    return community


@pytest.fixture
def ask(fund, treasurer):
    def ask(amount="120.50", **changes):
        content = {"community": fund, "words": "ค่าถ่ายเอกสาร", "way": "bank", "actor": treasurer}
        return costs.ask(amount=D(amount), **{**content, **changes})

    return ask


@pytest.fixture
def correct(treasurer):
    return lambda row: corrections.ask(transfer=row, reason="เขียนผิด", actor=treasurer)


def code_of(action, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        action(*args, **kwargs)
    return refused.value.code


def test_a_cost_leaves_the_books_when_a_second_person_agrees(fund, ask, committee):
    asked = ask()
    assert account_holds(fund, "bank") == D(500)
    countersigns.agree(countersign=asked, actor=committee)
    assert (account_holds(fund, "bank"), account_holds(fund, "costs")) == (D("379.50"), D("120.50"))
    row = Transfer.objects.get(document=f"cost {asked.code}")
    assert (row.key, row.reason, row.actor) == (f"cost:{asked.code}", "ค่าถ่ายเอกสาร", committee)


def test_a_cost_that_is_refused_moves_nothing(fund, ask, committee):
    countersigns.refuse(countersign=ask(), actor=committee, words="ไม่มีบิล")
    assert account_holds(fund, "bank") == D(500)


def test_a_cost_in_cash_leaves_the_cash_box(fund, ask, committee):
    countersigns.agree(countersign=ask("80.00", way="cash"), actor=committee)
    assert (account_holds(fund, "cash"), account_holds(fund, "bank")) == (D(0), D(500))


def test_a_cost_of_a_campaign_is_paid_with_its_own_money(fund, ask, committee):
    countersigns.agree(countersign=ask("100.00", purpose="flood"), actor=committee)
    assert account_holds(fund, "bank", "flood") == D(200)
    assert account_holds(fund, "costs", "flood") == D(100)
    assert account_holds(fund, "bank") == D(500)


def test_a_campaign_does_not_pay_more_than_it_has(ask):
    assert code_of(ask, "300.01", purpose="flood") == "short"


def test_money_that_went_meanwhile_is_not_spent_again(fund, ask, committee, treasurer):
    asked = ask("80.00", way="cash")
    enter(fund, "80.00", debit="bank", credit="cash")
    assert code_of(countersigns.agree, countersign=asked, actor=committee) == "short"
    assert Countersign.objects.get(pk=asked.pk).verdict == ""


def test_who_asked_does_not_agree(ask, treasurer):
    assert code_of(countersigns.agree, countersign=ask(), actor=treasurer) == "same_person"


@pytest.mark.parametrize("kind", ["auditor", "volunteer"])
def test_only_those_who_keep_the_fund_agree(fund, ask, kind):
    other = factories.with_role(fund, kind)
    assert code_of(countersigns.agree, countersign=ask(), actor=other) == "role"


def test_a_keeper_of_another_fund_agrees_to_nothing(ask):
    other = factories.with_role(factories.community(code="other"), "committee")
    assert code_of(countersigns.agree, countersign=ask(), actor=other) == "role"


def test_agreeing_twice_pays_once(fund, ask, committee):
    asked = ask()
    for _press in range(2):
        countersigns.agree(countersign=asked, actor=committee)
    assert account_holds(fund, "bank") == D("379.50")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"amount": "0"}, "amount"),
        ({"amount": "-5"}, "amount"),
        ({"amount": "0.001"}, "amount"),
        ({"way": "collector"}, "way"),
        ({"words": " "}, "reason"),
        ({"amount": "500.01"}, "short"),
    ],
)
def test_a_cost_that_cannot_be_is_refused(ask, change, code):
    assert code_of(ask, **change) == code


def test_pressing_twice_asks_once(ask):
    key = new_code(12)
    assert ask(key=key, paths=["a"]) == ask(key=key, paths=["a"])
    assert (Countersign.objects.count(), Paper.objects.count()) == (1, 1)


def test_the_same_key_with_another_amount_is_refused(ask):
    key = new_code(12)
    ask(key=key)
    assert code_of(ask, "1.00", key=key) == "key_reused"


def test_two_costs_may_wait_at_once(ask):
    assert ask() != ask()


def test_the_picture_of_the_bill_belongs_to_the_cost(ask):
    asked = ask(paths=["private/papers/2026/01/x.webp"])
    assert Paper.objects.get().document == f"cost {asked.code}"


def test_interest_comes_in_when_a_second_person_agrees(fund, treasurer, committee):
    asked = costs.ask_income(community=fund, amount=D("3.21"), words="ดอกเบี้ย", way="bank", actor=treasurer)
    countersigns.agree(countersign=asked, actor=committee)
    assert (account_holds(fund, "bank"), account_holds(fund, "other_income")) == (D("503.21"), D("3.21"))
    assert Transfer.objects.get(key=f"income:{asked.code}").document == f"income {asked.code}"


@pytest.fixture
def move(fund, treasurer):
    def move(amount="50.00", from_kind="cash", to_kind="bank", **changes):
        content = {
            "community": fund,
            "purpose": "",
            "on": timezone.localdate(),
            "key": "k1",
            "actor": treasurer,
        }
        places = {"from_kind": from_kind, "to_kind": to_kind}
        return deposits.move(amount=D(amount), **places, **{**content, **changes})

    return move


def test_cash_is_brought_to_the_bank_once(fund, move):
    assert move() == move()
    assert (account_holds(fund, "cash"), account_holds(fund, "bank")) == (D(30), D(550))


def test_bound_money_stays_bound_where_it_is_brought(fund, move):
    move(from_kind="bank", to_kind="wallet", purpose="flood", amount="300.00")
    assert (account_holds(fund, "wallet", "flood"), account_holds(fund, "bank")) == (D(300), D(500))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"to_kind": "cash"}, "places"),
        ({"to_kind": "costs"}, "places"),
        ({"from_kind": "opening"}, "places"),
        ({"amount": "80.01"}, "short"),
        ({"on": timezone.localdate() + datetime.timedelta(days=1)}, "future"),
    ],
)
def test_money_that_cannot_move_stays(move, change, code):
    assert code_of(move, **change) == code


def test_an_entry_is_taken_back_by_two(fund, move, correct, committee):
    row = move()
    countersigns.agree(countersign=correct(row), actor=committee)
    assert (account_holds(fund, "cash"), account_holds(fund, "bank")) == (D(80), D(500))
    assert Transfer.objects.get(reverses=row).reason == "เขียนผิด"


def test_an_entry_is_taken_back_once(move, correct, committee):
    row = move()
    countersigns.agree(countersign=correct(row), actor=committee)
    assert code_of(correct, row) == "reversed"
    assert code_of(correct, Transfer.objects.get(reverses=row)) == "is_reversal"


@pytest.mark.parametrize("words", ["order", "donation", "contribution", "payout"])
def test_what_has_its_own_way_back_goes_that_way(fund, correct, words):
    assert code_of(correct, enter(fund, document=f"{words} abcd3467")) == "own_way"


def test_both_entries_of_a_shops_payment_go_together(owe, pay, treasurer, books, correct, committee):
    owe("9.00")
    shares.confirm(payment=pay("9.00"), amount=D("9.00"), actor=treasurer)
    countersigns.agree(countersign=correct(Transfer.objects.order_by("-id").first()), actor=committee)
    assert [books(kind) for kind in ("bank", "market_share", "owed_by_shop")] == [D(0), D(0), D("9.00")]


def test_money_that_is_gone_is_not_taken_back(fund, correct, committee):
    row = enter(fund, "20.00", debit="wallet")
    asked = correct(row)
    enter(fund, "20.00", debit="cash", credit="wallet")
    assert code_of(countersigns.agree, countersign=asked, actor=committee) == "short"
    assert ledger.balance(row.debit) == D(0)
