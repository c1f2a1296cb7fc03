"""The account book: what a household spends is its own matter."""

from decimal import Decimal as D

import pytest
from django.contrib import admin

from households import expenses, incomes
from households.income_rows import months_before, months_open
from households.incomes import Figure
from households.models import ExpenseRecord
from lib.errors import Refused


@pytest.fixture
def spend(shop_home, month, seller):
    def spend(**amounts):
        given = {
            "household": amounts.pop("household", shop_home),
            "month": amounts.pop("month", month),
            "actor": amounts.pop("actor", seller),
        }
        return expenses.save_expenses(
            amounts={group: None if text is None else D(text) for group, text in amounts.items()}, **given
        )

    return spend


def standing(home, month):
    return {group: row.amount for group, row in expenses.current(home, month).items()}


def test_a_month_is_written_by_groups(spend, shop_home, month):
    spend(food="3000", debt="1200.50", house=None)
    assert standing(shop_home, month) == {"food": D(3000), "debt": D("1200.50")}


def test_the_same_again_writes_nothing(spend):
    for _press in range(2):
        spend(food="3000")
    assert ExpenseRecord.objects.count() == 1


def test_a_correction_keeps_what_stood_there(spend, shop_home, month):
    spend(food="3000", debt="1200")
    spend(food="3100", debt=None)
    assert standing(shop_home, month) == {"food": D(3100), "debt": D(0)}
    assert set(ExpenseRecord.objects.filter(replaces=None).values_list("amount", flat=True)) == {
        D(3000),
        D(1200),
    }


def test_an_amount_below_zero_writes_nothing(spend):
    with pytest.raises(Refused) as refused:
        spend(food="100", debt="-1")
    assert refused.value.code == "amount"
    assert not ExpenseRecord.objects.exists()


@pytest.mark.parametrize("who", ["committee", "officer", "buyer", "outsider"])
def test_not_even_the_committee_writes_in_the_book(request, spend, who):
    with pytest.raises(Refused) as refused:
        spend(food="100", actor=request.getfixturevalue(who))
    assert refused.value.code == "outsider"


@pytest.mark.parametrize(("count", "code"), [(-1, "future"), (25, "too_old")])
def test_months_out_of_reach_are_refused(spend, count, code):
    with pytest.raises(Refused) as refused:
        spend(food="100", month=months_before(months_open()[1], count))
    assert refused.value.code == code


def test_the_office_has_no_register_of_expenses():
    assert ExpenseRecord not in admin.site._registry
    shown = [inline.model for register in admin.site._registry.values() for inline in register.inlines]
    assert ExpenseRecord not in shown


def test_a_year_of_the_book_shows_what_came_in_after_costs_and_what_went_out(spend, shop_home, month, seller):
    save = {"household": shop_home, "actor": seller}
    incomes.save_month(month=month, figures={"farming": Figure(D(2000), D(600))}, **save)
    earlier = [months_before(month, count) for count in range(1, 4)]
    incomes.record(month=earlier[0], source="wage", gross=D(9000), **save)
    incomes.save_month(month=earlier[1], figures={}, answer="refused", **save)
    spend(food="1000", debt="900")
    pages = {page.month: page for page in expenses.book(shop_home)}
    assert len(pages) == 12
    assert (pages[month].money_in, pages[month].money_out, pages[month].rest) == (D(1400), D(1900), D(-500))
    assert (pages[earlier[0]].money_in, pages[earlier[0]].rest) == (D(9000), None)
    assert (pages[earlier[1]].money_in, pages[earlier[1]].answer) == (None, "refused")
    assert (pages[earlier[2]].money_in, pages[earlier[2]].money_out) == (None, None)


def test_a_real_zero_is_not_an_empty_month(spend, shop_home, month, seller):
    incomes.save_month(household=shop_home, month=month, figures={}, actor=seller)
    page = next(page for page in expenses.book(shop_home) if page.month == month)
    assert page.money_in == D(0)
