"""The fund's books, by worked examples."""

from decimal import Decimal as D

import pytest
from django.db import IntegrityError, connection, transaction

from lib.errors import Refused
from tests import factories
from welfare import ledger
from welfare.models import Account, Transfer


@pytest.fixture
def bank(community):
    return ledger.account(community, Account.Kind.BANK)


@pytest.fixture
def opening(community):
    return ledger.account(community, Account.Kind.OPENING)


@pytest.fixture
def post(community, bank, opening):
    def post(**changes):
        content = {
            "key": "opening:1",
            "community": community,
            "debit": bank,
            "credit": opening,
            "amount": D("100.25"),
            "document": "opening",
        }
        return ledger.post(**{**content, **changes})

    return post


def test_an_account_is_opened_once(community, bank):
    assert ledger.account(community, Account.Kind.BANK) == bank
    assert Account.objects.count() == 1


def test_an_account_takes_the_newest_name_of_its_shop(community):
    ledger.account(community, Account.Kind.OWED_BY_SHOP, "a7", "ร้านเก่า")
    ledger.account(community, Account.Kind.OWED_BY_SHOP, "a7", "ร้านใหม่")
    assert Account.objects.get().name == "ร้านใหม่"


def test_a_debit_grows_the_bank_and_a_credit_grows_the_opening(post, bank, opening):
    post()
    post(key="opening:2", amount=D("0.10"))
    assert ledger.balance(bank) == D("100.35")
    assert ledger.balance(opening) == D("100.35")


def test_an_account_without_transfers_holds_nothing(bank):
    assert ledger.balance(bank) == D(0)


def test_the_same_key_with_the_same_content_counts_once(post, bank):
    assert post() == post()
    assert ledger.balance(bank) == D("100.25")


@pytest.mark.parametrize("change", [{"amount": D(99)}, {"document": "another"}])
def test_the_same_key_with_other_content_is_refused(post, change):
    post()
    with pytest.raises(Refused) as refused:
        post(**change)
    assert refused.value.code == "key_reused"
    assert Transfer.objects.count() == 1


def test_the_same_key_the_other_way_round_is_refused(post, bank, opening):
    post()
    with pytest.raises(Refused):
        post(debit=opening, credit=bank)


@pytest.mark.parametrize("amount", [D(0), D(-1), D("0.001"), D("NaN"), D("Infinity")])
def test_amounts_that_no_coin_can_pay_are_refused(post, amount):
    with pytest.raises(Refused) as refused:
        post(amount=amount)
    assert refused.value.code == "amount"


@pytest.mark.parametrize("amount", [1, 1.5, "5"])
def test_only_decimals_are_money(post, amount):
    with pytest.raises(TypeError):
        post(amount=amount)


def test_money_cannot_cross_into_another_community(post):
    elsewhere = ledger.account(factories.community(), Account.Kind.BANK)
    with pytest.raises(ValueError, match="one community"):
        post(debit=elsewhere)


def test_money_cannot_move_into_the_account_it_comes_from(post, bank):
    with pytest.raises(ValueError, match="two accounts"):
        post(credit=bank)


def test_a_reversal_takes_the_money_back_and_keeps_both_rows(post, bank, treasurer):
    first = post()
    back = ledger.reverse(transfer=first, key="opening:1:reversed", reason="เลขผิด", actor=treasurer)
    assert ledger.balance(bank) == D(0)
    assert (back.reverses, back.reason, Transfer.objects.count()) == (first, "เลขผิด", 2)


def test_reversing_twice_with_one_key_counts_once(post, bank, treasurer):
    first = post()
    post(key="opening:2", amount=D(5))
    for _press in range(2):
        ledger.reverse(transfer=first, key="r", reason="", actor=treasurer)
    assert ledger.balance(bank) == D(5)


def test_a_transfer_is_reversed_only_once(post, treasurer):
    first = post()
    ledger.reverse(transfer=first, key="r", reason="", actor=treasurer)
    with pytest.raises(Refused) as refused:
        ledger.reverse(transfer=first, key="again", reason="", actor=treasurer)
    assert refused.value.code == "reversed"


def test_a_reversal_is_not_reversed(post, treasurer):
    back = ledger.reverse(transfer=post(), key="r", reason="", actor=treasurer)
    with pytest.raises(Refused) as refused:
        ledger.reverse(transfer=back, key="rr", reason="", actor=treasurer)
    assert refused.value.code == "is_reversal"


def test_the_trial_balance_has_equal_columns(community, post, bank, opening, treasurer):
    ledger.reverse(transfer=post(), key="r", reason="", actor=treasurer)
    post(key="opening:2", amount=D("7.07"))
    lines = {line.account: (line.debit, line.credit) for line in ledger.trial_balance(community)}
    assert lines == {bank: (D("107.32"), D("100.25")), opening: (D("100.25"), D("107.32"))}


def test_the_trial_balance_shows_one_community_only(community, post):
    post()
    assert ledger.trial_balance(factories.community()) == []


def test_a_year_of_satang_adds_up_exactly(post, bank):
    for number in range(365):
        post(key=f"k{number}", amount=D("0.01"))
    assert ledger.balance(bank) == D("3.65")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE welfare_transfer SET amount = 1",
        "UPDATE welfare_transfer SET credit_id = debit_id",
        "DELETE FROM welfare_transfer",
        "UPDATE welfare_account SET kind = 'cash' WHERE kind = 'bank'",
    ],
)
def test_sql_cannot_bend_the_books(post, bank, statement):
    post()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert ledger.balance(bank) == D("100.25")
