"""The household's own pages of its income: months at a glance, single figures, sales that are not its own, looks."""

from datetime import date
from decimal import Decimal as D

import pytest
from django.urls import reverse

from households import incomes, privacy
from households.income_rows import months_before
from households.models import IncomeProposal, IncomeRecord
from tests import factories


@pytest.fixture
def sold(shop_home, month):
    def sold(gross, key="a"):
        return incomes.propose(
            household=shop_home, month=month, gross=D(gross), document=f"order {key}", key=key
        )

    return sold


@pytest.fixture
def overview(client, seller):
    def overview():
        client.force_login(seller)
        return client.get(reverse("households:income"))

    return overview


def text(response):
    return response.content.decode()


def states(page):
    return {row.month: row.state for row in page.context["rows"]}


def test_a_stranger_is_asked_to_sign_in(client, db):
    assert client.get(reverse("households:income")).status_code == 302


@pytest.mark.parametrize("name", ["income", "book", "income_looks"])
def test_someone_without_a_household_is_told_what_to_do(client, outsider, name):
    client.force_login(outsider)
    assert client.get(reverse(f"households:{name}")).status_code == 200


def test_each_month_says_how_it_stands(shop_home, month, seller, overview):
    months = [months_before(month, count) for count in range(5)]
    save = {"household": shop_home, "actor": seller, "figures": {}}
    incomes.save_month(month=months[0], **save)
    incomes.record(household=shop_home, month=months[1], source="wage", gross=D(9000), actor=seller)
    incomes.save_month(month=months[2], answer="dont_know", **save)
    incomes.save_month(month=months[3], answer="refused", **save)
    found = states(overview())
    assert [found[month] for month in months] == ["complete", "partial", "dont_know", "refused", "missing"]


def test_sales_that_wait_stand_beside_their_month(sold, overview):
    sold("45")
    sold("30.50", "b")
    assert "฿75.50" in text(overview())


def test_the_month_that_is_due_comes_first_and_goes_when_it_is_answered(shop_home, month, seller, overview):
    assert overview().context["due"] == month
    for count in range(3):
        incomes.save_month(
            household=shop_home, month=months_before(month, count), figures={}, answer="refused", actor=seller
        )
    assert overview().context["due"] is None


def test_a_member_of_two_households_chooses_one(client, shop_home, seller):
    other = factories.household(shop_home.community, name="บ้านที่สอง")
    other.memberships.create(person=seller.person, status="active")
    client.force_login(seller)
    page = client.get(reverse("households:income"), {"household": other.code})
    assert page.context["household"] == other


def test_sales_may_be_declined(client, seller, sold, shop_home, month):
    seen = sold("45").pk
    client.force_login(seller)
    address = reverse("households:income_decline", args=[shop_home.code, month.year, month.month])
    assert client.post(address, {"shown": "45.00", "seen": seen}).status_code == 302
    assert not IncomeProposal.objects.unanswered().exists()
    assert not IncomeRecord.objects.exists()


def test_other_sales_with_the_same_sum_are_not_declined(client, seller, sold, shop_home, month):
    seen = sold("45").pk
    sold("-45", "refund")
    sold("45", "b")
    client.force_login(seller)
    address = reverse("households:income_decline", args=[shop_home.code, month.year, month.month])
    client.post(address, {"shown": "45.00", "seen": seen})
    assert IncomeProposal.objects.unanswered().count() == 3


def test_declining_is_never_a_link(client, seller, shop_home, month):
    client.force_login(seller)
    address = reverse("households:income_decline", args=[shop_home.code, month.year, month.month])
    assert client.get(address).status_code == 405


@pytest.mark.parametrize("who", ["buyer", "committee", "officer", "treasurer", "outsider"])
def test_nobody_else_declines_notes_or_reads_the_overview(
    request, client, shop_home, month, seller, sold, who
):
    sold("45")
    mine = incomes.record(household=shop_home, month=month, source="wage", gross=D(9000), actor=seller)
    client.force_login(request.getfixturevalue(who))
    assert client.get(reverse("households:income_correct", args=[mine.pk])).status_code == 404
    address = reverse("households:income_decline", args=[shop_home.code, month.year, month.month])
    assert client.post(address, {"shown": "45"}).status_code == 404
    assert "9,000" not in text(client.get(reverse("households:income"), {"household": shop_home.code}))
    assert IncomeProposal.objects.unanswered().count() == 1


def test_a_member_who_left_sees_nothing_more(client, shop_home, month):
    former = factories.member(shop_home, name="ผู้จากไป ตัวอย่าง")
    former.person.memberships.update(status="left")
    client.force_login(former)
    assert client.get(reverse("households:month_of", args=[shop_home.code])).status_code == 404


def test_a_note_and_the_paper_stand_in_a_new_version_of_the_same_figure(client, shop_home, month, seller):
    first = incomes.record(household=shop_home, month=month, source="wage", gross=D(9000), actor=seller)
    client.force_login(seller)
    address = reverse("households:income_correct", args=[first.pk])
    client.post(address, {"note": "รวมค่าล่วงเวลา", "evidence": "สลิปเงินเดือน", "gross": "1"})
    newest = IncomeRecord.objects.current().get()
    assert (newest.gross, newest.note, newest.evidence) == (D(9000), "รวมค่าล่วงเวลา", "สลิปเงินเดือน")
    assert newest.replaces == first


def test_a_note_on_a_figure_that_was_replaced_is_refused_and_stays_typed(client, shop_home, month, seller):
    first = incomes.record(household=shop_home, month=month, source="wage", gross=D(9000), actor=seller)
    incomes.correct(record=first, gross=D(9500), actor=seller)
    client.force_login(seller)
    page = client.post(reverse("households:income_correct", args=[first.pk]), {"note": "ช้าไป"})
    assert 'value="ช้าไป"' in text(page)
    assert IncomeRecord.objects.count() == 2


def test_the_overview_asks_the_database_the_same_for_many_months(
    client, seller, shop_home, django_assert_num_queries, django_assert_max_num_queries
):
    def fill(months):
        for month in months:
            day = date(2025, month, 1)
            incomes.record(household=shop_home, month=day, source="wage", gross=D(month), actor=seller)
            incomes.propose(household=shop_home, month=day, gross=D(1), document="order x", key=f"k{month}")

    client.force_login(seller)
    address = reverse("households:income")
    fill([1])
    client.get(address)
    with django_assert_max_num_queries(12) as few:
        client.get(address)
    count = len(few)
    fill(range(2, 13))
    client.get(address)
    with django_assert_num_queries(count):
        client.get(address)


def test_the_household_reads_who_looked_and_why(client, seller, committee, shop_home):
    privacy.note_looks(households=[shop_home], viewer=committee, reason="verification")
    client.force_login(seller)
    page = text(client.get(reverse("households:income_looks")))
    assert committee.name in page
    assert "สุ่ม" in page or "checked a drawn sample" in page


def test_looks_are_read_by_members_only(client, buyer, committee, shop_home):
    privacy.note_looks(households=[shop_home], viewer=committee, reason="verification")
    client.force_login(buyer)
    page = client.get(reverse("households:income_looks"), {"household": shop_home.code})
    assert page.context["household"] != shop_home
    assert committee.name not in text(page)


def test_many_looks_cost_what_few_cost(client, seller, shop_home, django_assert_num_queries):
    def look(count):
        for _number in range(count):
            someone = factories.with_role(shop_home.community, "committee")
            privacy.note_looks(households=[shop_home], viewer=someone, reason="register")

    client.force_login(seller)
    address = reverse("households:income_looks")
    look(3)
    client.get(address)
    with django_assert_num_queries(6):
        client.get(address)
    look(40)
    with django_assert_num_queries(6):
        page = client.get(address)
    assert len(page.context["page"].items) == 24


def test_a_look_into_the_office_register_is_written_down(client, committee, seller, shop_home, month):
    record = incomes.record(household=shop_home, month=month, source="wage", gross=D(9000), actor=seller)
    client.force_login(committee)
    listed = client.get(reverse("admin:households_incomerecord_changelist"))
    assert "9,000" not in text(listed)
    assert shop_home.income_looks.get().reason == "register"
    home_page = client.get(reverse("admin:households_incomerecord_change", args=[record.pk]))
    assert "9,000" in text(home_page)
    assert shop_home.income_looks.count() == 1


@pytest.mark.parametrize("page", ["change", "history"])
def test_opening_one_record_in_the_office_is_a_look(client, committee, seller, shop_home, month, page):
    record = incomes.record(household=shop_home, month=month, source="wage", gross=D(9000), actor=seller)
    client.force_login(committee)
    client.get(reverse(f"admin:households_incomerecord_{page}", args=[record.pk]))
    assert shop_home.income_looks.get().viewer == committee
