"""A whole month in one act: what changed is written, what did not is not, and nothing is counted twice."""

from decimal import Decimal as D

import pytest

from households import incomes
from households.income_months import facts
from households.income_rows import mark, months_before, months_open
from households.incomes import Figure
from households.models import (
    Household,
    HouseholdMonth,
    IncomeAnswer,
    IncomeLook,
    IncomeMonth,
    IncomeProposal,
    IncomeRecord,
)
from households.rollups import apply_merge
from lib.errors import Refused
from tests import factories


@pytest.fixture
def propose(shop_home, month):
    def propose(gross, key="a"):
        return incomes.propose(household=shop_home, month=month, gross=D(gross), document="order x", key=key)

    return propose


@pytest.fixture
def save(shop_home, month, seller):
    def save(figures=None, **changes):
        said = {
            source: figure if isinstance(figure, Figure) else Figure(D(figure))
            for source, figure in (figures or {}).items()
        }
        given = {"household": shop_home, "month": month, "actor": seller, **changes}
        if given.get("market_costs") is not None:
            given["market_costs"] = D(given["market_costs"])
        return incomes.save_month(figures=said, **given)

    return save


def standing(home):
    rows = IncomeRecord.objects.current().filter(household=home)
    return {row.source: (row.answer, row.gross, row.costs) for row in rows}


def refused(act, *args, **kwargs):
    with pytest.raises(Refused) as error:
        act(*args, **kwargs)
    return error.value.code


def test_a_month_is_written_in_one_act(shop_home, month, propose, save):
    propose("4500")
    said = save({"wage": "9000", "farming": Figure(D(2000), D(600))}, market_costs="1500", members=4)
    assert standing(shop_home) == {
        "market": ("amount", D(4500), D(1500)),
        "wage": ("amount", D(9000), None),
        "farming": ("amount", D(2000), D(600)),
    }
    assert (said.answer, said.members, said.origin) == ("complete", 4, "household")
    # 4500 − 1500 + 9000 + 2000 − 600
    assert HouseholdMonth.objects.get(household=shop_home, month=month).net == D(13400)


def test_an_accepted_sale_came_from_the_market_and_a_wage_from_the_household(shop_home, propose, save):
    propose("4500")
    save({"wage": "9000"}, market_costs="1500")
    origins = dict(IncomeRecord.objects.values_list("source", "origin"))
    assert origins == {"market": "market", "wage": "household"}


def test_saying_the_same_again_writes_nothing(propose, save):
    propose("4500")
    for _press in range(3):
        save({"wage": "9000"}, market_costs="1500", members=4)
    assert (IncomeRecord.objects.count(), IncomeMonth.objects.count()) == (2, 1)


def test_only_what_changed_gets_a_new_version(shop_home, save):
    save({"wage": "9000", "welfare": "600"})
    save({"wage": "9500", "welfare": "600"})
    assert IncomeRecord.objects.filter(source="wage").count() == 2
    assert IncomeRecord.objects.filter(source="welfare").count() == 1
    assert IncomeMonth.objects.count() == 1


def test_a_source_that_is_left_out_later_is_zero_with_its_history(shop_home, save):
    save({"wage": "9000", "trade": Figure(D(500), D(100))})
    save({})
    assert standing(shop_home) == {"wage": ("amount", D(0), None), "trade": ("amount", D(0), D(0))}
    assert IncomeRecord.objects.get(source="wage", replaces=None).gross == D(9000)


def test_nothing_at_all_is_a_complete_month_of_zero(shop_home, month, save):
    save({})
    assert not IncomeRecord.objects.exists()
    assert HouseholdMonth.objects.get(household=shop_home, month=month).net == D(0)


@pytest.mark.parametrize("answer", ["dont_know", "refused"])
def test_a_source_without_a_number_is_neither_zero_nor_missing(shop_home, month, save, answer):
    save({"wage": Figure(answer=answer), "welfare": "600"})
    assert standing(shop_home)["wage"] == (answer, None, None)
    row = HouseholdMonth.objects.get(household=shop_home, month=month)
    assert (row.answer, row.net, row.welfare) == ("partial", None, D(600))


@pytest.mark.parametrize("answer", ["dont_know", "refused"])
def test_a_month_without_figures_keeps_what_stood_there(shop_home, month, propose, save, answer):
    save({"wage": "9000"})
    propose("45")
    save({}, answer=answer)
    assert standing(shop_home)["wage"] == ("amount", D(9000), None)
    assert IncomeProposal.objects.unanswered().count() == 1
    assert HouseholdMonth.objects.get(household=shop_home, month=month).answer == answer


def test_costs_are_those_of_all_sales_of_the_month(shop_home, propose, save):
    propose("4500")
    save(market_costs="1500")
    propose("500", "b")
    save(market_costs="1700")
    assert standing(shop_home)["market"] == ("amount", D(5000), D(1700))


def test_a_corrected_sum_takes_the_waiting_sales_with_it(shop_home, propose, save):
    propose("4500")
    save({"market": Figure(D(4400), D(1500))})
    assert standing(shop_home)["market"] == ("amount", D(4400), D(1500))
    assert IncomeAnswer.objects.get().record.gross == D(4400)
    assert IncomeRecord.objects.get().origin == "household"


def test_unknown_costs_leave_the_month_incomplete(shop_home, month, propose, save):
    propose("4500")
    save({"market": Figure(D(4500), None)})
    assert HouseholdMonth.objects.get(household=shop_home, month=month).answer == "partial"


def test_after_a_refund_of_everything_the_market_brought_nothing(shop_home, propose, save):
    propose("45")
    propose("-45", "refund")
    save(market_costs="0")
    assert standing(shop_home)["market"][1] == D(0)
    assert not IncomeProposal.objects.unanswered().exists()


def test_sales_that_were_not_told_come_back_with_new_ones(shop_home, propose, save):
    propose("45")
    save({"market": Figure(answer="refused")})
    propose("30", "b")
    save(market_costs="10")
    assert standing(shop_home)["market"] == ("amount", D(75), D(10))


def test_sales_with_the_same_sum_but_others_are_noticed(shop_home, month, propose, save):
    propose("45")
    seen = mark(shop_home, month)
    propose("-45", "refund")
    propose("45", "b")
    assert refused(save, {}, market_costs="10", shown=D(45), seen=seen) == "changed"
    assert IncomeProposal.objects.unanswered().count() == 3


def test_pressing_twice_with_the_same_page_counts_once(shop_home, month, propose, save):
    propose("45")
    seen = mark(shop_home, month)
    for _press in range(2):
        save({"wage": "1"}, market_costs="10", shown=D(45), seen=seen)
    assert IncomeRecord.objects.count() == 2


def test_two_members_at_once_do_not_overwrite_each_other(shop_home, month, save):
    seen = mark(shop_home, month)
    save({"wage": "9000"}, seen=seen)
    assert refused(save, {"wage": "8000"}, seen=seen) == "changed"


@pytest.mark.parametrize(("months", "code"), [(-1, "future"), (25, "too_old")])
def test_months_out_of_reach_are_refused(save, months, code):
    assert refused(save, {"wage": "1"}, month=months_before(months_open()[1], months)) == code


@pytest.mark.parametrize("figure", [Figure(D(-1)), Figure(D(1), D(-1)), Figure(None)])
def test_an_amount_below_zero_or_without_a_number_writes_nothing(save, figure):
    assert refused(save, {"wage": "9000", "farming": figure}) == "amount"
    assert not IncomeRecord.objects.exists()


@pytest.mark.parametrize("source", ["trade", "farming", "other"])
@pytest.mark.parametrize(
    ("gross", "is_asked"), [("4500", True), ("4275", True), ("4725", True), ("4274.99", False)]
)
def test_nearly_the_same_sum_as_the_market_is_asked_about(propose, save, source, gross, is_asked):
    propose("4500")
    figure = Figure(D(gross), D(0) if source != "other" else None)
    if is_asked:
        assert refused(save, {source: figure}, market_costs="1500") == "same_money"
        assert not IncomeRecord.objects.exists()
    else:
        save({source: figure}, market_costs="1500")
        assert IncomeRecord.objects.count() == 2


def test_other_money_counts_beside_the_markets_and_is_asked_about_once(shop_home, propose, save):
    propose("4500")
    trade = Figure(D(4500), D(100))
    save({"trade": trade}, market_costs="1500", separate={"trade"})
    save({"trade": trade, "wage": "1"}, market_costs="1500")
    assert standing(shop_home)["trade"] == ("amount", D(4500), D(100))


def test_the_same_money_written_before_the_sale_is_asked_about_too(save, propose):
    save({"trade": Figure(D(4500), D(100))})
    propose("4500")
    assert refused(save, {"trade": Figure(D(4500), D(100))}, market_costs="1500") == "same_money"


def test_the_committee_writes_for_a_household_and_the_household_can_read_that(shop_home, committee, save):
    said = save({"wage": "9000"}, actor=committee)
    assert (said.origin, IncomeRecord.objects.get().origin) == ("committee", "committee")
    look = IncomeLook.objects.get(household=shop_home)
    assert (look.viewer, look.reason) == (committee, "entry")


@pytest.mark.parametrize("who", ["outsider", "buyer", "treasurer", "officer"])
def test_nobody_else_writes(request, save, who):
    assert refused(save, {"wage": "9000"}, actor=request.getfixturevalue(who)) == "outsider"


def test_another_communitys_committee_does_not_write(save):
    stranger = factories.with_role(factories.community(name="ชุมชนไกล"), "committee")
    assert refused(save, {"wage": "9000"}, actor=stranger) == "outsider"


def test_a_household_that_corrects_the_committee_speaks_for_itself(shop_home, committee, save):
    save({"wage": "9000"}, actor=committee)
    said = save({"wage": "9500"})
    assert (said.origin, IncomeRecord.objects.current().get().origin) == ("household", "household")


def joined(home, seller):
    """An entry of the same household by mistake, with a wage of its own, joined into the right one."""
    gone = factories.household(home.community, name="จดซ้ำ")
    gone.memberships.create(person=seller.person, status="active")
    return gone


def join(home, gone):
    Household.objects.filter(pk=gone.pk).update(status="merged", merged_into=home)
    apply_merge(root=home, gone=gone)


def test_what_a_joined_entry_said_stands_in_the_form_and_is_replaced_there(shop_home, month, seller, save):
    gone = joined(shop_home, seller)
    save({"wage": "9000"}, household=gone)
    join(shop_home, gone)
    assert facts(shop_home, month).records["wage"].gross == D(9000)
    save({"wage": "9000"})
    assert IncomeRecord.objects.count() == 1
    save({})
    assert facts(shop_home, month).records["wage"].gross == D(0)
    assert HouseholdMonth.objects.get(household=shop_home, month=month).net == D(0)


def test_the_history_shows_what_the_joined_entry_said(shop_home, month, seller, save):
    gone = joined(shop_home, seller)
    save({"wage": "9000"}, household=gone)
    join(shop_home, gone)
    save({"wage": "9500"})
    found = facts(shop_home, month).records["wage"]
    assert (found.gross, [former.gross for former in found.former]) == (D(9500), [D(9000)])
