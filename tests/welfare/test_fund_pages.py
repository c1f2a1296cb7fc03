"""The fund's public page and the table to take away."""

from decimal import Decimal as D

import pytest
from django.urls import reverse
from django.utils import timezone

from households.models import Role
from tests import factories
from welfare import funds, ledger, shares, statements
from welfare.models import Account


@pytest.fixture
def page(client):
    def page(code="bansuan", **query):
        return client.get(reverse("welfare:fund", args=[code]), query)

    return page


def text(response):
    return response.content.decode()


def test_an_empty_fund_has_a_page(page, community):
    assert "ชุมชนบ้านสวน" in text(page())


def test_a_community_that_does_not_exist_has_no_fund(page, db):
    assert page("nowhere").status_code == 404


def test_what_is_owed_stands_apart_from_the_balance(page, owe):
    owe("20.25")
    overview = page().context["overview"]
    assert (overview.balance, overview.owed, overview.income) == (D(0), D("20.25"), D(0))


def test_the_balance_grows_when_the_money_has_arrived(page, owe, pay, treasurer):
    owe("20.25")
    shares.confirm(payment=pay("20.25"), amount=D("20.25"), actor=treasurer)
    overview = page().context["overview"]
    assert (overview.balance, overview.owed, overview.income) == (D("20.25"), D(0), D("20.25"))
    assert "฿20.25" in text(page())


def test_the_opening_balance_is_money_but_no_income(page, community, treasurer):
    funds.open_books(
        community=community, bank=D("1000"), cash=D("50"), on=timezone.localdate(), actor=treasurer
    )
    overview = page().context["overview"]
    assert (overview.bank, overview.cash, overview.income) == (D(1000), D(50), D(0))


def test_months_show_income_in_the_month_in_which_it_arrived(page, owe, pay, treasurer):
    owe("20.25")
    shares.confirm(payment=pay("20.25"), amount=D("20.25"), actor=treasurer)
    this_month = timezone.localdate().replace(day=1)
    [flow] = page().context["overview"].months
    assert (flow.month, flow.total_in, flow.total_out) == (this_month, D("20.25"), D(0))


def test_nobodys_name_stands_on_the_public_page(page, owe, pay, treasurer, seller):
    owe("20.25")
    shares.confirm(payment=pay("20.25"), amount=D("20.25"), actor=treasurer)
    content = text(page())
    for name in (seller.name, treasurer.name, "ครัวยายบุญ", "ord1", "REF0000001"):
        assert name not in content


def test_the_table_to_take_away_ends_at_the_balance(client, owe, pay, community, treasurer):
    funds.open_books(community=community, bank=D("1000"), cash=D(0), on=timezone.localdate(), actor=treasurer)
    owe("20.25")
    shares.confirm(payment=pay("20.25"), amount=D("20.25"), actor=treasurer)
    response = client.get(reverse("welfare:fund_csv", args=["bansuan"]))
    rows = response.getvalue().decode().splitlines()
    assert len(rows) == 3
    assert rows[-1].endswith(",20.25,,,1020.25")


def test_each_fund_shows_its_own_money(page, owe):
    factories.community(code="other")
    owe("20.25")
    assert page("other").context["overview"].owed == D(0)


def test_a_long_history_is_read_page_by_page(page, community, treasurer):
    post_many(community, 30)
    first = page()
    assert len(first.context["moves"]) == 12
    second = page(after=first.context["next_cursor"])
    assert len(second.context["moves"]) == 12
    third = page(after=second.context["next_cursor"])
    assert (len(third.context["moves"]), third.context["next_cursor"]) == (6, None)


def test_money_bound_to_a_campaign_stands_apart(page, community, treasurer):
    post_many(community, 2)
    post_many(community, 1, first=5, purpose="rain")
    assert page().context["overview"].parts == statements.Parts(free=D("2.50"), bound=D("1.25"))


def test_roles_are_told_with_numbers_and_without_names(page, community, treasurer, committee):
    content = text(page())
    assert dict(page().context["keepers"])[str(Role.Kind.TREASURER.label)] == 1
    assert treasurer.name not in content
    assert committee.name not in content


def test_a_month_has_an_address_that_one_can_read(client, community):
    response = client.get(reverse("welfare:statement", args=["bansuan", this_key()]))
    assert response.status_code == 200
    assert response.context["statement"].closing.total == D(0)


@pytest.mark.parametrize("month", ["2569-13", "0000-00", "x", "2400-01", "2700-01"])
def test_a_month_that_is_none_of_the_books_is_not_there(client, community, month):
    assert client.get(reverse("welfare:statement", args=["bansuan", month])).status_code == 404


def test_the_statement_asks_the_same_of_the_database_for_a_thousand_transfers(
    client, community, django_assert_max_num_queries, django_assert_num_queries
):
    where = reverse("welfare:statement", args=["bansuan", this_key()])
    post_many(community, 10)
    client.get(where)
    with django_assert_max_num_queries(6) as few:
        client.get(where)
    post_many(community, 300, first=10)
    with django_assert_num_queries(len(few)):
        client.get(where)


def this_key():
    return statements.month_key(timezone.localdate())


def post_many(community, count, first=0, purpose=""):
    bank = ledger.account(community, Account.Kind.BANK, purpose=purpose)
    income = ledger.account(community, Account.Kind.MARKET_SHARE, purpose=purpose)
    for number in range(first, first + count):
        ledger.post(
            key=f"k{number}", community=community, debit=bank, credit=income, amount=D("1.25"), document="d"
        )


def test_the_page_asks_the_same_of_the_database_for_a_thousand_transfers(
    page, community, django_assert_max_num_queries, django_assert_num_queries
):
    post_many(community, 10)
    page()
    with django_assert_max_num_queries(12) as few:
        page()
    post_many(community, 990, first=10)
    with django_assert_num_queries(len(few)):
        page()
