"""The treasurer's pages beside the bank, and the day."""

import datetime as dt
from decimal import Decimal as D

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.welfare.bank_builders import HEADS, line, table, taken_in, uploaded
from welfare import funds, ledger, periods
from welfare.models import BankLine, BankMatch, BankStatement, CashCount, Transfer


@pytest.fixture
def go(client, treasurer):
    """Open an address of the treasurer's pages, or send a form there."""
    client.force_login(treasurer)

    def go(name, *args, query="", **content):
        address = reverse(f"welfare:{name}", args=["bansuan", *args]) + query
        return client.post(address, content) if content else client.get(address)

    return go


@pytest.fixture
def money(community, treasurer):
    """1,000 baht in the bank and 500 in the box since the end of September."""
    funds.open_books(community=community, bank=D(1000), cash=D(500), on=dt.date(2025, 9, 30), actor=treasurer)


def text(response):
    return response.content.decode()


def words(response):
    return [task.words for task in response.context["tasks"]]


def test_a_statement_is_brought_looked_at_and_taken_in(go, money):
    answer = go("bank_upload", table=table(), kind="bank")
    statement = BankStatement.objects.get()
    assert answer["Location"].endswith(f"/bank/statements/{statement.code}/")
    page = go("bank_statement", statement.code)
    assert [line.amount for line in page.context["preview"].new] == [D(100), D(100), D("-50.50"), D("0.75")]
    assert go("bank_take_in", statement.code, yes="1").status_code == 302
    assert BankLine.objects.count() == 4
    assert go("bank_statement", statement.code).status_code == 200


def test_what_is_no_table_is_refused_in_words(go):
    answer = go("bank_upload", table=table([], ["ไม่ใช่ตาราง"]), kind="bank")
    assert answer.status_code == 200
    assert answer.context["form"].errors["table"]


def test_without_a_file_the_page_asks_for_it(go):
    assert go("bank_upload", kind="bank").context["form"].errors["table"]


def test_columns_that_nobody_guessed_are_chosen(go, community, treasurer):
    statement = uploaded(community, treasurer, [["1/10/68", "5.00", "โอน"]], ["ก", "ข", "ค"])
    assert "why_not" in go("bank_statement", statement.code).context
    wrong = go("bank_columns", statement.code, date="0")
    assert wrong.status_code == 200
    assert wrong.context["form"].non_field_errors()
    assert go("bank_columns", statement.code, date="0", amount="1").status_code == 302
    assert len(go("bank_statement", statement.code).context["preview"].new) == 1


def test_bad_rows_are_shown_and_nothing_is_taken_in(go, community, treasurer):
    statement = uploaded(community, treasurer, [["99/99/68", "", "โอน", "", "5.00", "", ""]], HEADS)
    page = go("bank_statement", statement.code)
    assert len(page.context["bad"]) == 1
    assert reverse("welfare:bank_take_in", args=["bansuan", statement.code]) not in text(page)
    go("bank_take_in", statement.code, yes="1")
    assert not BankLine.objects.exists()


def test_a_table_is_put_away(go, community, treasurer):
    go("bank_drop", uploaded(community, treasurer).code, yes="1")
    assert not BankStatement.objects.exists()


def test_a_line_is_matched_with_what_was_ticked(go, community, treasurer, money):
    entry = Transfer.objects.get(debit__kind="bank")
    found = line(community, treasurer, "1000", on="30/09/68")
    page = go("bank_line", found.code)
    ((proposal, is_it, _amount, choice),) = page.context["form"].rows
    assert (proposal.is_chosen, choice.value()) == (True, f"entry:{entry.pk}")
    assert go("bank_match", found.code, is0="on", amount0="1,000", choice0=choice.value()).status_code == 302
    assert BankMatch.objects.get().transfer == entry
    assert go("bank_line", found.code).status_code == 200


def test_pressing_match_twice_says_nothing_bad(go, community, treasurer, owe, pay):
    owe("20.25")
    payment = pay("20.25")
    found = line(community, treasurer, "20.25")
    for _press in range(2):
        answer = go("bank_match", found.code, is0="on", amount0="20.25", choice0=f"share:{payment.code}")
        assert answer.status_code == 302
    assert BankMatch.objects.count() == 1


def test_nothing_ticked_is_said_beside_what_was_typed(go, community, treasurer, money):
    found = line(community, treasurer, "1000", on="30/09/68")
    entry = Transfer.objects.get(debit__kind="bank")
    answer = go("bank_match", found.code, amount0="77", choice0=f"entry:{entry.pk}")
    assert answer.status_code == 200
    assert 'value="77"' in text(answer)


def test_an_entry_of_another_day_is_found_by_its_amount(go, community, treasurer, money):
    found = line(community, treasurer, "1000", on="30/10/68")
    assert go("bank_line", found.code).context["form"].rows == []
    page = go("bank_line", found.code, query="?amount=1000")
    assert len(page.context["form"].rows) == 1
    assert go("bank_line", found.code, query="?amount=x").status_code == 200


def test_a_line_is_set_aside_and_taken_up_again(go, community, treasurer):
    found = line(community, treasurer, "1000")
    assert go("bank_aside", found.code, reason="").status_code == 200
    assert go("bank_aside", found.code, reason="โอนผิด").status_code == 302
    assert "โอนผิด" in text(go("bank_lines", query="?show=aside"))
    go("bank_take_up", found.code, yes="1")
    assert found.code in text(go("bank_lines"))


def test_a_match_is_undone(go, community, treasurer, money):
    found = line(community, treasurer, "1000", on="30/09/68")
    entry = Transfer.objects.get(debit__kind="bank")
    go("bank_match", found.code, is0="on", amount0="1000", choice0=f"entry:{entry.pk}")
    go("bank_unmatch", BankMatch.objects.get().pk, yes="1")
    assert BankLine.objects.get().matched == 0


def test_certain_lines_are_confirmed_at_one_press(go, community, treasurer, owe, pay):
    owe("20.25")
    pay("20.25", reference="014ABC0000001")
    line(community, treasurer, "20.25", reference="014ABC0000001")
    assert len(go("bank_lines").context["certain"]) == 1
    go("bank_match_certain", yes="1")
    assert BankLine.objects.get().matched == D("20.25")


def test_entries_that_the_bank_does_not_show_are_listed(go, community, treasurer, money):
    taken_in(community, treasurer)
    ledger.post(
        key="late",
        community=community,
        debit=ledger.account(community, "costs"),
        credit=ledger.account(community, "bank"),
        amount=D(12),
        document="cost x",
        value_date=dt.date(2025, 10, 5),
    )
    assert [left for _entry, _words, left in go("bank_entries").context["rows"]] == [D(-12)]


def test_the_bank_page_says_what_is_not_explained(go, community, treasurer, money):
    taken_in(community, treasurer)
    ((_kind, told),) = go("bank").context["accounts"]
    assert told.unexplained == 0
    assert told.lines_in == D("200.75")


def test_notes_and_coins_are_counted(go, money):
    assert go("cash_count_save", kind="cash", piece1="1").status_code == 302
    assert (CashCount.objects.get().counted, CashCount.objects.get().status) == (D(500), "agrees")
    assert go("cash_counts").status_code == 200


def test_a_count_that_differs_asks_for_words_and_keeps_what_was_typed(go, money):
    answer = go("cash_count_save", kind="cash", counted="490")
    assert answer.status_code == 200
    assert answer.context["form"].errors["words"]
    assert 'value="490"' in text(answer)


def test_a_count_of_nothing_is_no_count(go, money):
    assert go("cash_count_save", kind="cash").context["form"].errors
    assert not CashCount.objects.exists()


def test_the_day_begins_with_what_is_to_do(go, community, treasurer, money, pay):
    pay("20.25")
    line(community, treasurer, "77")
    found = words(go("treasurer"))
    assert len(found) == 4  # the line, the share, the box, last month
    assert all("%" not in one for one in found)


def test_a_day_with_nothing_to_do_says_so(go):
    assert words(go("treasurer")) == []


def test_a_month_that_is_closed_is_no_task(go, community, treasurer, money):
    before = len(words(go("treasurer")))
    last = timezone.localdate().replace(day=1) - dt.timedelta(days=1)
    for month in periods.closable(community):
        periods.close(community=community, month=month, actor=treasurer)
    assert ledger.is_closed(community, last)
    assert len(words(go("treasurer"))) == before - 1


def test_money_lies_where_the_day_says(go, money):
    page = go("treasurer")
    assert [(row.kind, row.total) for row in page.context["held"]] == [("bank", D(1000)), ("cash", D(500))]
    assert page.context["balance"] == D(1500)


def test_the_list_of_lines_asks_the_same_of_the_database_for_many(
    go, community, treasurer, django_assert_num_queries, django_assert_max_num_queries
):
    def bring(count):
        rows = [[f"{day + 1}/10/68", f"{day + 1}.50", "โอน"] for day in range(count)]
        taken_in(community, treasurer, rows, ["วันที่", "จำนวนเงิน", "รายการ"])

    bring(3)
    go("bank_lines")
    with django_assert_max_num_queries(12) as few:
        go("bank_lines")
    bring(20)
    with django_assert_num_queries(len(few)):
        go("bank_lines")


@pytest.mark.parametrize("who", ["buyer", "committee", "officer", "outsider"])
def test_nobody_else_finds_these_pages(request, client, community, treasurer, who):
    statement = taken_in(community, treasurer)
    found = BankLine.objects.first()
    client.force_login(request.getfixturevalue(who))
    for name, args in [
        ("bank", []),
        ("bank_statement", [statement.code]),
        ("bank_lines", []),
        ("bank_line", [found.code]),
        ("bank_entries", []),
        ("cash_counts", []),
        ("fund_settings", []),
    ]:
        assert client.get(reverse(f"welfare:{name}", args=["bansuan", *args])).status_code == 404
