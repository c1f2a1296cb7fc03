"""Many fingers on one month: it is written once. On PostgreSQL only; SQLite lets one writer in at a time."""

from decimal import Decimal as D

import pytest
from django.db import connection

from households import incomes
from households.income_rows import mark
from households.incomes import Figure
from households.models import (
    Household,
    HouseholdMonth,
    IncomeAnswer,
    IncomeMonth,
    IncomeProposal,
    IncomeRecord,
)
from tests.racing import together

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs writers side by side"),
]


@pytest.fixture
def home(seller, month):
    home = Household.objects.of_member(seller).get()
    incomes.propose(household=home, month=month, gross=D(4500), document="order a", key="a")
    return home


def test_the_same_month_sent_eight_times_is_written_once(home, month, seller):
    seen = mark(home, month)

    def save(_number):
        figures = {"wage": Figure(D(9000))}
        return incomes.save_month(
            household=home, month=month, figures=figures, market_costs=D(500), actor=seller, seen=seen
        ).pk

    assert len(set(together(save))) == 1
    assert (IncomeRecord.objects.count(), IncomeMonth.objects.count(), IncomeAnswer.objects.count()) == (
        2,
        1,
        1,
    )
    assert HouseholdMonth.objects.get().net == D(13000)


def test_eight_different_answers_leave_one_and_tell_the_others(home, month, seller):
    seen = mark(home, month)

    def save(number):
        figures = {"wage": Figure(D(9000 + number))}
        return incomes.save_month(
            household=home, month=month, figures=figures, market_costs=D(500), actor=seller, seen=seen
        ).pk

    outcomes = together(save)
    assert outcomes.count("changed") == 7
    assert IncomeRecord.objects.filter(source="wage").count() == 1


def test_sales_that_come_while_a_month_is_written_are_never_lost_from_its_sum(home, month, seller):
    def act(number):
        if number % 2:
            incomes.propose(household=home, month=month, gross=D(10), document="order b", key=f"b{number}")
        else:
            incomes.save_month(household=home, month=month, figures={}, market_costs=D(0), actor=seller)

    together(act)
    row = HouseholdMonth.objects.get()
    assert (row.answer == "partial") == IncomeProposal.objects.unanswered().exists()
    incomes.save_month(household=home, month=month, figures={}, market_costs=D(0), actor=seller)
    assert HouseholdMonth.objects.get().net == D(4540)
