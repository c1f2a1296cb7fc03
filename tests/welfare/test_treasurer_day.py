"""What a treasurer has to do today: only what waits, and only what this person may do."""

import datetime as dt
from decimal import Decimal as D

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.welfare.bank_builders import uploaded
from tests.welfare.books_builders import enter, month_ago
from tests.welfare.contribution_builders import baht_a_day, paid, take_part
from welfare import costs, countersigns, handovers, periods, treasurer_day
from welfare.models import BankStatement


@pytest.fixture
def to_do(community, treasurer):
    """How many things wait on the page with this name, by all kinds of tasks together."""

    def to_do(page, user=treasurer):
        url = reverse(f"welfare:{page}", args=[community.code])
        return sum(task.count for task in treasurer_day.tasks(community, user) if task.url == url)

    return to_do


def test_a_new_fund_leaves_nothing_to_do(community, treasurer):
    assert treasurer_day.tasks(community, treasurer) == []


def test_an_act_waits_for_everybody_but_who_asked(community, treasurer, committee, to_do):
    enter(community, "500.00")
    asked = costs.ask(community=community, amount=D(20), words="ค่าไฟ", way="bank", actor=treasurer)
    assert (to_do("countersigns"), to_do("countersigns", committee)) == (0, 1)
    countersigns.agree(countersign=asked, actor=committee)
    assert to_do("countersigns", committee) == 0


def test_cash_that_one_brought_oneself_is_counted_by_another(community, treasurer, committee, seller, to_do):
    baht_a_day(community, committee)
    paid(take_part(seller, committee, collector=treasurer), "90", "collector", treasurer)
    handovers.bring(community=community, collector=treasurer, amount=D(90))
    second = factories.with_role(community, "treasurer")
    assert (to_do("contributions_waiting"), to_do("contributions_waiting", second)) == (0, 1)


def test_the_books_of_last_month_are_to_close_until_they_are_closed(community, treasurer, to_do):
    enter(community, "500.00", on=month_ago(2))
    assert to_do("periods") == 1
    periods.close(community=community, month=month_ago(2), actor=treasurer)
    assert to_do("periods") == 1
    periods.close(community=community, month=month_ago(1), actor=treasurer)
    assert to_do("periods") == 0


def test_a_month_that_runs_is_not_to_close(community, to_do):
    enter(community, "500.00")
    assert to_do("periods") == 0


def test_the_banks_statement_is_asked_for_after_a_week(community, treasurer, to_do):
    enter(community, "500.00")
    assert to_do("bank") == 1
    BankStatement.objects.filter(pk=uploaded(community, treasurer).pk).update(status="taken_in")
    assert to_do("bank") == 0
    BankStatement.objects.update(uploaded_at=timezone.now() - dt.timedelta(days=8))
    assert to_do("bank") == 1


def test_what_is_bound_to_a_campaign_is_told_beside_where_it_lies(community):
    enter(community, "500.00")
    enter(community, "80.00", debit="cash")
    enter(community, "300.00", credit="donation", purpose="flood")
    held, bound = treasurer_day.held(community)
    assert {row.kind: row.total for row in held if row.total} == {"bank": D(800), "cash": D(80)}
    assert bound == [("flood", D(300))]
