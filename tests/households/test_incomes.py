"""From the market's proposal to the household's own figure."""

from datetime import date
from decimal import Decimal as D

import pytest
from django.db import IntegrityError, transaction

from households import incomes
from households.models import IncomeAnswer, IncomeProposal, IncomeRecord
from lib.errors import Refused

MAY = date(2026, 5, 1)
MARKET = IncomeRecord.Source.MARKET


@pytest.fixture
def propose(shop_home):
    def propose(gross, key, day=17, document=""):
        return incomes.propose(
            household=shop_home,
            month=date(2026, 5, day),
            gross=D(gross),
            document=document or f"order {key}",
            key=key,
        )

    return propose


@pytest.fixture
def accept(shop_home, seller):
    def accept(costs, **changes):
        return incomes.accept_month(household=shop_home, month=MAY, costs=D(costs), actor=seller, **changes)

    return accept


@pytest.fixture
def record(shop_home, seller):
    def record(source, gross, costs=None, **changes):
        return incomes.record(
            household=shop_home,
            month=MAY,
            source=source,
            gross=D(gross),
            costs=costs,
            actor=seller,
            **changes,
        )

    return record


def current(home):
    return IncomeRecord.objects.current().get(household=home, source=MARKET)


def test_a_sale_is_proposed_once(propose):
    assert propose("45", "a") == propose("45", "a")
    assert IncomeProposal.objects.get().month == MAY


def test_the_same_key_with_another_amount_is_refused(propose):
    propose("45", "a")
    with pytest.raises(Refused) as refused:
        propose("46", "a")
    assert refused.value.code == "key_reused"


def test_nothing_is_proposed_for_nothing(propose):
    assert propose(0, "a") is None
    assert not IncomeProposal.objects.exists()


def test_a_proposal_is_not_income_yet(propose, shop_home):
    propose("45", "a")
    assert not IncomeRecord.objects.filter(household=shop_home).exists()


def test_accepting_makes_one_record_of_all_that_waits(propose, accept, shop_home):
    propose("45", "a")
    propose("30.50", "b")
    accept("40")
    assert (current(shop_home).gross, current(shop_home).costs) == (D("75.50"), D("40"))


def test_accepting_twice_counts_once(propose, accept):
    propose("45", "a")
    assert accept("10") == accept("10")
    assert IncomeRecord.objects.count() == 1


def test_later_sales_of_the_month_are_added_in_a_new_version(propose, accept, shop_home):
    propose("45", "a")
    first = accept("10")
    propose("30", "b")
    second = accept("5")
    assert (second.gross, second.costs, second.replaces) == (D("75"), D("15"), first)
    assert current(shop_home) == second


def test_a_refund_lowers_what_was_accepted(propose, accept, shop_home):
    propose("45", "a")
    accept("10")
    propose("-20", "refund")
    accept("0")
    assert (current(shop_home).gross, current(shop_home).costs) == (D("25"), D("10"))


def test_a_refund_never_makes_income_negative(propose, accept, shop_home):
    propose("45", "a")
    accept("10", gross=D("15"))
    propose("-45", "refund")
    accept("0")
    assert current(shop_home).gross == D(0)


def test_the_household_may_correct_the_sum(propose, accept, shop_home):
    propose("45", "a")
    accept("10", gross=D("40"), note="ลดให้ 5 บาท")
    assert (current(shop_home).gross, current(shop_home).note) == (D("40"), "ลดให้ 5 บาท")


def test_sales_that_came_meanwhile_are_not_swallowed(propose, accept):
    propose("45", "a")
    propose("30", "b")
    with pytest.raises(Refused) as refused:
        accept("10", shown=D("45"))
    assert refused.value.code == "changed"
    assert IncomeProposal.objects.unanswered().count() == 2


@pytest.mark.parametrize("change", [{"costs": "-1"}, {"costs": "1", "gross": D("-1")}])
def test_amounts_below_zero_are_refused(propose, accept, change):
    propose("45", "a")
    with pytest.raises(Refused) as refused:
        accept(**change)
    assert refused.value.code == "amount"


def test_there_is_nothing_to_accept_without_sales(accept):
    with pytest.raises(Refused) as refused:
        accept("10")
    assert refused.value.code == "nothing"


def test_declined_sales_are_no_income_and_ask_no_more(propose, shop_home, seller):
    propose("45", "a")
    assert incomes.decline(household=shop_home, month=MAY, actor=seller) == 1
    assert incomes.decline(household=shop_home, month=MAY, actor=seller) == 0
    assert not IncomeRecord.objects.exists()


def test_a_proposal_has_one_answer_in_the_database(propose, accept, seller):
    proposal = propose("45", "a")
    accept("10")
    with pytest.raises(IntegrityError), transaction.atomic():
        IncomeAnswer.objects.create(proposal=proposal, answered_by=seller)


def test_other_months_are_left_alone(shop_home, propose, accept, seller):
    propose("45", "a")
    incomes.propose(household=shop_home, month=date(2026, 6, 1), gross=D(9), document="order b", key="b")
    accept("10")
    assert IncomeProposal.objects.unanswered().get().key == "b"


def test_a_wage_stands_beside_the_market(propose, accept, record, shop_home):
    propose("45", "a")
    accept("10")
    record("wage", "9000")
    assert IncomeRecord.objects.current().filter(household=shop_home).count() == 2


def test_the_same_figure_twice_is_one_record(record):
    assert record("wage", "9000") == record("wage", "9000")
    assert IncomeRecord.objects.count() == 1


def test_another_figure_for_the_same_month_is_a_correction(record):
    record("wage", "9000")
    with pytest.raises(Refused) as refused:
        record("wage", "9500")
    assert refused.value.code == "exists"


def test_own_market_figures_wait_for_the_markets(propose, record):
    propose("45", "a")
    with pytest.raises(Refused) as refused:
        record("market", "45", D(10))
    assert refused.value.code == "proposed"


def test_a_correction_keeps_the_former_figure(record, seller):
    first = record("wage", "9000")
    second = incomes.correct(record=first, gross=D("9500"), costs=None, actor=seller, note="ลืมค่าล่วงเวลา")
    first.refresh_from_db()
    assert (second.replaces, first.gross) == (first, D("9000"))


def test_a_correction_of_an_old_version_is_refused(record, seller):
    first = record("wage", "9000")
    incomes.correct(record=first, gross=D("9500"), costs=None, actor=seller)
    with pytest.raises(Refused) as refused:
        incomes.correct(record=first, gross=D("9700"), costs=None, actor=seller)
    assert refused.value.code == "replaced"


def test_the_same_correction_twice_is_one_version(record, seller):
    first = record("wage", "9000")
    for _press in range(2):
        incomes.correct(record=first, gross=D("9500"), costs=None, actor=seller)
    assert IncomeRecord.objects.count() == 2
