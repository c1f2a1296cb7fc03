"""The pages of the account book: for the household's members alone."""

from decimal import Decimal as D

import pytest
from django.urls import reverse

from households import expenses, incomes
from households.income_rows import months_before, months_open
from households.incomes import Figure
from households.models import ExpenseRecord, User


@pytest.fixture
def address(shop_home, month):
    def address(name="book_month"):
        return reverse(f"households:{name}", args=[shop_home.code, month.year, month.month])

    return address


def text(response):
    return response.content.decode()


def test_expenses_are_written_with_thai_figures(client, seller, address):
    client.force_login(seller)
    client.post(address("book_save"), {"food": "๓,๐๐๐", "debt": ""})
    assert [(row.group, row.amount) for row in ExpenseRecord.objects.all()] == [("food", D(3000))]


def test_a_mistake_keeps_what_was_typed(client, seller, address):
    client.force_login(seller)
    page = client.post(address("book_save"), {"food": "๓๐๐๐", "debt": "เยอะ"})
    assert list(page.context["form"].errors) == ["debt"]
    assert 'value="๓๐๐๐"' in text(page)
    assert not ExpenseRecord.objects.exists()


def test_the_year_is_a_picture_that_says_what_was_left(client, seller, shop_home, month):
    incomes.save_month(household=shop_home, month=month, figures={"wage": Figure(D(9000))}, actor=seller)
    expenses.save_expenses(household=shop_home, month=month, amounts={"food": D(3500)}, actor=seller)
    client.force_login(seller)
    page = client.get(reverse("households:book"))
    assert "5,500" in page.context["chart"].title
    assert len(page.context["chart"].rows) == 12


def test_an_empty_book_says_what_to_do(client, seller):
    client.force_login(seller)
    page = client.get(reverse("households:book"))
    assert page.context["chart"] is None


@pytest.mark.parametrize("who", ["committee", "treasurer", "officer", "buyer", "outsider"])
@pytest.mark.parametrize("name", ["book_month", "book_save"])
def test_nobody_else_opens_or_writes_the_book(request, client, address, who, name):
    client.force_login(request.getfixturevalue(who))
    act = client.post if name == "book_save" else client.get
    assert act(address(name), {"food": "1"}).status_code == 404
    assert not ExpenseRecord.objects.exists()


def test_the_technician_does_not_read_the_book_either(client, seller, shop_home, month, address):
    expenses.save_expenses(household=shop_home, month=month, amounts={"food": D(3456)}, actor=seller)
    client.force_login(User.objects.create_superuser("tech@example.com", "banana-leaf-9", name="ช่าง"))
    assert client.get(address()).status_code == 404
    assert client.get("/admin/households/expenserecord/").status_code == 404
    shown = client.get(reverse("households:month_written", args=[shop_home.code, month.year, month.month]))
    assert "3,456" not in text(shown)


def test_the_book_asks_the_database_the_same_for_a_full_year(
    client, seller, shop_home, django_assert_num_queries
):
    def fill(count):
        day = months_before(months_open()[1], count)
        expenses.save_expenses(
            household=shop_home, month=day, amounts={"food": D(1), "debt": D(1)}, actor=seller
        )

    client.force_login(seller)
    fill(0)
    client.get(reverse("households:book"))
    with django_assert_num_queries(7):
        client.get(reverse("households:book"))
    for count in range(12):
        fill(count)
    with django_assert_num_queries(7):
        client.get(reverse("households:book"))
