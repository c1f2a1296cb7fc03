"""The household's own page of its income."""

from datetime import date
from decimal import Decimal as D

import pytest
from django.urls import reverse

from households import incomes
from households.models import Household, IncomeProposal, IncomeRecord
from tests import factories

MAY = date(2026, 5, 1)


@pytest.fixture
def home(seller):
    return Household.objects.of_member(seller).get()


@pytest.fixture
def sold(home):
    def sold(gross, key="a"):
        incomes.propose(household=home, month=MAY, gross=D(gross), document=f"order {key}", key=key)

    return sold


@pytest.fixture
def accept(client, seller, home):
    def accept(**content):
        client.force_login(seller)
        return client.post(reverse("households:income_accept", args=[home.code, 2026, 5]), content)

    return accept


def text(response):
    return response.content.decode()


def test_a_stranger_is_asked_to_sign_in(client, db):
    assert client.get(reverse("households:income")).status_code == 302


def test_someone_without_a_household_is_told_what_to_do(client, outsider):
    client.force_login(outsider)
    assert client.get(reverse("households:income")).status_code == 200


def test_the_page_shows_what_waits_with_its_orders(client, seller, sold):
    sold("45", "a7")
    sold("30.50", "b7")
    client.force_login(seller)
    page = text(client.get(reverse("households:income")))
    assert "฿75.50" in page
    assert "a7" in page


def test_thai_figures_are_understood(accept, sold, home):
    sold("45")
    assert accept(costs="๑๒.๕๐", shown="45.00").status_code == 302
    assert IncomeRecord.objects.get(household=home).costs == D("12.50")


def test_pressing_twice_writes_one_record(accept, sold):
    sold("45")
    for _press in range(2):
        assert accept(costs="10", shown="45").status_code == 302
    assert IncomeRecord.objects.count() == 1


def test_forgotten_costs_are_asked_for_and_what_was_typed_stays(accept, sold):
    sold("45")
    page = text(accept(costs="", gross="40", note="ลดราคา", shown="45"))
    assert 'value="ลดราคา"' in page
    assert not IncomeRecord.objects.exists()


def test_a_sum_that_changed_is_shown_anew_and_the_next_press_counts(accept, sold):
    sold("45")
    sold("30", "b")
    page = text(accept(costs="10", shown="45"))
    assert 'value="75.00"' in page
    assert not IncomeRecord.objects.exists()
    accept(costs="10", shown="75.00")
    assert IncomeRecord.objects.get().gross == D("75")


def test_sales_may_be_declined(client, seller, sold, home):
    sold("45")
    client.force_login(seller)
    client.post(reverse("households:income_decline", args=[home.code, 2026, 5]), {"shown": "45.00"})
    assert not IncomeProposal.objects.unanswered().exists()
    assert not IncomeRecord.objects.exists()


def test_declining_is_never_a_link(client, seller, home):
    client.force_login(seller)
    assert client.get(reverse("households:income_decline", args=[home.code, 2026, 5])).status_code == 405


@pytest.mark.parametrize("who", ["buyer", "committee", "officer", "treasurer", "outsider"])
def test_nobody_else_reads_or_writes_a_households_income(request, client, home, seller, sold, who):
    sold("45")
    mine = incomes.record(household=home, month=MAY, source="wage", gross=D(9000), actor=seller)
    client.force_login(request.getfixturevalue(who))
    for name, args in [
        ("income_record", [home.code]),
        ("income_correct", [mine.pk]),
    ]:
        assert client.get(reverse(f"households:{name}", args=args)).status_code == 404
    for name in ("income_accept", "income_decline"):
        address = reverse(f"households:{name}", args=[home.code, 2026, 5])
        assert client.post(address, {"costs": "1", "shown": "45"}).status_code == 404
    page = text(client.get(reverse("households:income"), {"household": home.code}))
    assert "9,000" not in page
    assert IncomeProposal.objects.unanswered().count() == 1


def test_a_member_who_left_sees_nothing_more(client, home, sold):
    former = factories.member(home, name="ผู้จากไป ตัวอย่าง")
    former.person.memberships.update(status="left")
    client.force_login(former)
    assert client.get(reverse("households:income_record", args=[home.code])).status_code == 404


def test_a_wage_is_written_down(client, seller, home):
    client.force_login(seller)
    page = client.get(reverse("households:income_record", args=[home.code]))
    month = page.context["form"].fields["month"].choices[1][0]
    content = {"month": month, "source": "wage", "gross": "๙,๐๐๐", "costs": "", "note": ""}
    assert client.post(reverse("households:income_record", args=[home.code]), content).status_code == 302
    record = IncomeRecord.objects.get()
    assert (record.gross, record.costs, record.month.isoformat()) == (D(9000), None, month)


def test_farming_needs_its_costs(client, seller, home):
    client.force_login(seller)
    address = reverse("households:income_record", args=[home.code])
    month = client.get(address).context["form"].fields["month"].choices[0][0]
    page = client.post(address, {"month": month, "source": "farming", "gross": "900", "costs": ""})
    assert "costs" in page.context["form"].errors
    assert not IncomeRecord.objects.exists()


def test_a_correction_keeps_the_history_on_the_page(client, seller, home):
    first = incomes.record(household=home, month=MAY, source="wage", gross=D(9000), actor=seller)
    client.force_login(seller)
    client.post(
        reverse("households:income_correct", args=[first.pk]), {"gross": "9500", "costs": "", "note": ""}
    )
    page = text(client.get(reverse("households:income")))
    assert "9,500" in page
    assert "9,000" in page


def test_the_page_asks_the_database_the_same_for_many_months(
    client, seller, home, django_assert_num_queries, django_assert_max_num_queries
):
    def fill(months):
        for month in months:
            day = date(2025, month, 1)
            incomes.record(household=home, month=day, source="wage", gross=D(month), actor=seller)
            incomes.propose(household=home, month=day, gross=D(1), document="order x", key=f"k{month}")

    client.force_login(seller)
    address = reverse("households:income")
    fill([1])
    with django_assert_max_num_queries(12) as few:
        client.get(address)
    fill(range(2, 13))
    with django_assert_num_queries(len(few)):
        client.get(address)
