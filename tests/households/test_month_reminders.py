"""Who is reminded of a month, and that nobody is reminded twice."""

from decimal import Decimal as D

import pytest
from django.core.management import call_command
from django.urls import reverse

from households import agreements, incomes, month_reminders
from households.income_rows import months_before
from households.models import Household, Notice
from tests import factories


@pytest.fixture
def cares(shop_home, month, seller):
    """The household wrote something down before."""
    incomes.record(
        household=shop_home, month=months_before(month, 2), source="wage", gross=D(9000), actor=seller
    )


def test_a_household_that_writes_things_down_is_reminded_with_the_way_to_the_form(
    cares, shop_home, month, seller, work
):
    assert month_reminders.remind() == 1
    work()
    notice = Notice.objects.get()
    assert (notice.user, notice.url) == (
        seller,
        reverse("households:month", args=[shop_home.code, month.year, month.month]),
    )
    assert shop_home.name in notice.text


def test_nobody_is_reminded_twice_whether_or_not_the_message_arrived(cares, work):
    month_reminders.remind()
    assert month_reminders.remind() == 0
    work()
    assert month_reminders.remind() == 0


def test_the_next_month_is_another_reminder(cares, month, work):
    month_reminders.remind(months_before(month, 1))
    work()
    assert month_reminders.remind() == 1


@pytest.mark.parametrize("answer", ["complete", "dont_know", "refused"])
def test_a_month_with_an_answer_is_left_alone(cares, shop_home, month, seller, answer):
    incomes.save_month(household=shop_home, month=month, figures={}, answer=answer, actor=seller)
    assert month_reminders.remind() == 0


def test_a_household_that_never_wrote_anything_is_left_alone(shop_home):
    assert month_reminders.remind() == 0


def test_one_that_lets_its_figures_be_counted_is_reminded(shop_home, seller):
    agreements.record_consent(user=seller, purpose="income", is_given=True, recorded_by=seller)
    assert month_reminders.remind() == 1


def test_one_that_took_that_back_is_not(shop_home, seller):
    for is_given in (True, False):
        agreements.record_consent(user=seller, purpose="income", is_given=is_given, recorded_by=seller)
    assert month_reminders.remind() == 0


def test_one_whose_sales_wait_is_reminded(shop_home, month):
    incomes.propose(household=shop_home, month=month, gross=D(45), document="order x", key="a")
    assert month_reminders.remind() == 1


def test_a_household_that_moved_away_is_left_alone(cares, shop_home):
    Household.objects.filter(pk=shop_home.pk).update(status="moved")
    assert month_reminders.remind() == 0


def test_without_an_account_nobody_can_be_reminded(cares, shop_home, seller):
    shop_home.memberships.update(is_representative=False)
    assert month_reminders.remind() == 0


def test_the_command_goes_through_more_households_than_one_step_takes(community, month, monkeypatch, capsys):
    monkeypatch.setattr(month_reminders, "AT_A_TIME", 2)
    for number in range(5):
        user = factories.representative(community)
        home = Household.objects.of_member(user).get()
        incomes.propose(household=home, month=month, gross=D(45), document="order x", key=f"k{number}")
    call_command("remind_months")
    assert capsys.readouterr().out == "5 reminded\n"
