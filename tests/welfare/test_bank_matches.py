"""A line of the bank and an entry of the books are the same money."""

import datetime as dt
from decimal import Decimal as D

import pytest
from django.utils import timezone

from lib.errors import Refused
from tests import factories
from tests.welfare.bank_builders import line, taken_in
from welfare import (
    bank_lines,
    bank_matches,
    bank_proposals,
    donations,
    funds,
    ledger,
    matching,
    periods,
    shares,
)
from welfare.bank_matches import Part
from welfare.models import Account, BankLine, BankMatch, Donation, MatchingArrival, SharePayment, Transfer

TODAY = timezone.localdate
Kind = Account.Kind


@pytest.fixture
def enter(community, treasurer):
    """An entry that moved the bank: below zero went out."""

    def enter(amount, on=dt.date(2025, 10, 1), kind=Kind.BANK):
        bank, other = ledger.account(community, kind), ledger.account(community, Kind.OPENING)
        number = Transfer.objects.count() + 1
        amount = D(amount)
        return ledger.post(
            key=f"entry{number}",
            community=community,
            debit=bank if amount > 0 else other,
            credit=other if amount > 0 else bank,
            amount=abs(amount),
            document=f"entry {number}",
            actor=treasurer,
            value_date=on,
        )

    return enter


@pytest.fixture
def match(treasurer):
    """Say that the line is these entries, each with its amount."""

    def match(bank_line, *parts):
        named = [
            Part(f"entry:{thing.pk}" if isinstance(thing, Transfer) else thing, D(amount))
            for thing, amount in parts
        ]
        return bank_matches.confirm(line=bank_line, parts=named, actor=treasurer)

    return match


def choices(bank_line):
    return [row.choice for row in bank_proposals.propose(bank_line)]


def chosen(bank_line):
    return [(row.choice, row.takes) for row in bank_proposals.propose(bank_line) if row.is_chosen]


def test_an_entry_of_the_same_amount_and_days_is_proposed(community, treasurer, enter):
    entry, _far = enter("100"), enter("100", on=dt.date(2025, 9, 20))
    found = line(community, treasurer, "100", on="03/10/68")
    assert chosen(found) == [(f"entry:{entry.pk}", D(100))]
    assert len(choices(found)) == 1


def test_money_that_went_out_is_never_proposed_for_money_that_came_in(community, treasurer, enter):
    enter("500")
    enter("-100")
    assert f"entry:{Transfer.objects.last().pk}" not in choices(line(community, treasurer, "100"))


def test_of_two_entries_that_fit_alike_none_is_ticked(community, treasurer, enter):
    enter("100")
    enter("100")
    found = line(community, treasurer, "100")
    assert len(choices(found)) == 2
    assert chosen(found) == []


def test_things_that_sum_to_the_line_are_ticked_together(community, treasurer, enter):
    first, second, _other = enter("60"), enter("40"), enter("35")
    assert sorted(chosen(line(community, treasurer, "100"))) == sorted(
        [(f"entry:{first.pk}", D(60)), (f"entry:{second.pk}", D(40))]
    )


def test_the_reference_finds_a_payment_whatever_the_day(community, treasurer, owe, pay):
    owe("20.25")
    payment = pay("20.25", reference="014ABC0000001")
    found = line(community, treasurer, "20.25", on="01/10/68", reference="014ABC-0000001")
    assert chosen(found) == [(f"share:{payment.code}", D("20.25"))]


def test_the_reference_is_found_in_the_banks_words_too(community, treasurer, owe, pay):
    owe("20.25")
    pay("20.25", reference="014ABC0000001")
    assert chosen(line(community, treasurer, "20.25", words="รับโอนจาก 014ABC0000001 SCB"))


def test_confirming_a_share_puts_it_into_the_books_and_beside_the_line(
    community, treasurer, owe, pay, match, books
):
    owe("20.25")
    payment = pay("20.25")
    found = line(community, treasurer, "20.25")
    made = match(found, (f"share:{payment.code}", "20.25"))
    assert SharePayment.objects.get().status == "arrived"
    assert books("bank") == D("20.25")
    assert [(row.transfer.document, row.amount, row.made_by) for row in made] == [
        (f"share payment {payment.code}", D("20.25"), treasurer)
    ]
    assert not bank_lines.open_lines(community).exists()


def test_confirming_twice_counts_once(community, treasurer, owe, pay, match, books):
    owe("20.25")
    payment = pay("20.25")
    found = line(community, treasurer, "20.25")
    first = match(found, (f"share:{payment.code}", "20.25"))
    assert match(found, (f"share:{payment.code}", "20.25")) == first
    assert books("bank") == D("20.25")
    assert BankMatch.objects.count() == 1


def test_a_gift_is_confirmed_on_the_banks_day_with_a_receipt(community, treasurer, match):
    gift = donations.give(
        community=community, campaign=None, amount=D(300), way="promptpay", giver="person", name="ใจดี", key="k1", user=None
    )  # fmt: skip
    found = line(community, treasurer, "300", on="01/10/68")
    match(found, (f"donation:{gift.code}", "300"))
    gift = Donation.objects.get()
    assert (gift.status, gift.arrived_on) == ("arrived", dt.date(2025, 10, 1))


def test_a_gift_of_a_month_that_is_closed_by_now_is_entered_today(community, treasurer, enter, match):
    enter("1", on=dt.date(2025, 10, 1))
    periods.close(community=community, month=dt.date(2025, 10, 1), actor=treasurer)
    gift = donations.give(community=community, amount=D(100), key="g", way="bank")
    [made] = match(line(community, treasurer, "100", on="02/10/68"), (f"donation:{gift.code}", "100"))
    assert made.transfer.value_date == TODAY()


def test_matching_money_may_come_in_parts_and_each_press_counts_once(community, treasurer, match):
    source = matching.add_source(community=community, kind="local", name="เทศบาลตัวอย่าง")
    pledge = matching.pledge(
        source=source, amount=D(1000), pledged_on=TODAY(), due_on=TODAY(), document="มติ 1", actor=treasurer
    )
    for amount, on in (("400", "01/10/68"), ("600", "02/10/68")):
        found = line(community, treasurer, amount, on=on)
        for _press in range(2):
            match(found, (f"matching:{pledge.code}", amount))
    assert [arrival.amount for arrival in MatchingArrival.objects.all()] == [D(400), D(600)]


def test_one_line_pays_for_several_things(community, treasurer, enter, match):
    first, second = enter("60"), enter("40")
    found = line(community, treasurer, "100")
    match(found, (first, "60"), (second, "40"))
    assert BankLine.objects.get().matched == D(100)


def test_several_lines_pay_for_one_thing(community, treasurer, enter, match):
    entry = enter("100")
    for amount, on in (("70", "01/10/68"), ("30", "02/10/68")):
        match(line(community, treasurer, amount, on=on), (entry, amount))
    assert not bank_lines.open_entries(community, "bank").exists()


def test_an_entry_cannot_be_matched_with_more_than_it_is(community, treasurer, enter, match):
    entry = enter("100")
    match(line(community, treasurer, "70"), (entry, "70"))
    with pytest.raises(Refused) as refused:
        match(line(community, treasurer, "70", on="02/10/68"), (entry, "70"))
    assert refused.value.code == "matched"


def test_the_parts_are_never_more_than_the_line(community, treasurer, enter, match):
    first, second = enter("60"), enter("60")
    with pytest.raises(Refused) as refused:
        match(line(community, treasurer, "100"), (first, "60"), (second, "60"))
    assert refused.value.code == "too_much"
    assert not BankMatch.objects.exists()


def test_parts_that_are_too_much_confirm_nothing(community, treasurer, owe, pay, match, books):
    owe("300")
    payment = pay("300")
    with pytest.raises(Refused):
        match(line(community, treasurer, "100"), (f"share:{payment.code}", "300"))
    assert SharePayment.objects.get().status == "sent"
    assert books("bank") == 0


@pytest.mark.parametrize("amount", ["0", "-5", "1.005"])
def test_a_part_is_money(community, treasurer, enter, match, amount):
    with pytest.raises(Refused):
        match(line(community, treasurer, "100"), (enter("100"), amount))


def test_an_entry_of_the_other_direction_or_account_is_refused(community, treasurer, enter, match):
    enter("500")
    found = line(community, treasurer, "100")
    for entry in (enter("-100"), enter("100", kind=Kind.CASH)):
        with pytest.raises(Refused) as refused:
            match(found, (entry, "100"))
        assert refused.value.code == "direction"


def test_an_entry_of_another_fund_is_unknown_here(community, treasurer, match):
    there = factories.community(code="far")
    funds.open_books(community=there, bank=D(100), cash=D(0), on=TODAY(), actor=treasurer)
    for choice in (f"entry:{Transfer.objects.get().pk}", "entry:x", "entry:99999", "share:none", "nothing:x"):
        with pytest.raises(Refused) as refused:
            match(line(community, treasurer, "100", reference=choice), (choice, "100"))
        assert refused.value.code == "gone"


def test_an_own_households_share_stays_refused(community, treasurer, owe, pay, match):
    payment = pay("20.25", user=treasurer)
    with pytest.raises(Refused) as refused:
        match(line(community, treasurer, "20.25"), (f"share:{payment.code}", "20.25"))
    assert refused.value.code == "own_household"


def test_undoing_names_who_and_frees_the_line(community, treasurer, committee, enter, match):
    entry = enter("100")
    (made,) = match(line(community, treasurer, "100"), (entry, "100"))
    for _press in range(2):
        bank_matches.undo(match=made, actor=committee)
    made.refresh_from_db()
    assert made.undone_by == committee
    assert BankLine.objects.get().matched == 0
    match(BankLine.objects.get(), (entry, "100"))
    assert BankMatch.objects.count() == 2


def test_a_line_that_is_not_the_funds_is_set_aside_with_a_reason_and_taken_up_again(
    community, treasurer, enter, match
):
    found = line(community, treasurer, "100")
    with pytest.raises(Refused):
        bank_matches.set_aside(line=found, reason=" ", actor=treasurer)
    bank_matches.set_aside(line=found, reason="โอนผิดบัญชี", actor=treasurer)
    assert not bank_lines.open_lines(community).exists()
    with pytest.raises(Refused):
        match(found, (enter("100"), "100"))
    bank_matches.take_up(line=found, actor=treasurer)
    assert bank_lines.open_lines(community).get() == found


def test_a_matched_line_is_not_set_aside(community, treasurer, enter, match):
    found = line(community, treasurer, "100")
    match(found, (enter("100"), "40"))
    with pytest.raises(Refused):
        bank_matches.set_aside(line=found, reason="ผิด", actor=treasurer)


def test_a_share_confirmed_without_the_bank_is_matched_later(community, treasurer, owe, pay):
    owe("20.25")
    shares.confirm(payment=pay("20.25", reference="014ABC0000001"), amount=D("20.25"), actor=treasurer)
    found = line(community, treasurer, "20.25", reference="014ABC0000001")
    entry = Transfer.objects.get(key__endswith=":money")
    assert chosen(found) == [(f"entry:{entry.pk}", D("20.25"))]


def test_an_entry_that_was_taken_back_before_money_moved_needs_no_line(community, treasurer, enter):
    enter("1000", on=TODAY() - dt.timedelta(days=1))
    wrong = enter("-100", on=TODAY())
    line(community, treasurer, "5", on="01/10/68")
    assert bank_lines.open_entries(community, "bank").count() == 2
    ledger.reverse(transfer=wrong, key="back", reason="ผิด", actor=treasurer)
    assert bank_lines.open_entries(community, "bank").count() == 1


def test_the_bank_and_the_books_are_explained_to_the_satang(community, treasurer, enter, match):
    """Books: 1,000 before the first line, +100 matched, −50.50 matched, +30 not at the bank yet = 1,079.50.

    Bank: 1,000 + 100 + 100 − 50.50 + 0.75 = 1,150.25; the second 100 and the interest are not in the books.
    """
    enter("1000", on=dt.date(2025, 9, 1))
    came, paid, _late = (
        enter("100"),
        enter("-50.50", on=dt.date(2025, 10, 2)),
        enter("30", on=dt.date(2025, 10, 3)),
    )
    taken_in(community, treasurer)
    lines = list(BankLine.objects.order_by("booked_on", "id"))
    match(lines[0], (came, "100"))
    match(lines[2], (paid, "50.50"))
    told = bank_lines.reconcile(community, "bank")
    assert (told.books, told.bank, told.bank_on) == (D("1079.50"), D("1150.25"), dt.date(2025, 10, 3))
    assert (told.lines_in, told.lines_out, told.entries_in, told.entries_out) == (D("100.75"), 0, D(30), 0)
    assert told.unexplained == 0
    bank_matches.set_aside(line=lines[1], reason="โอนผิด", actor=treasurer)
    assert bank_lines.reconcile(community, "bank").unexplained == 0


def test_what_nothing_explains_is_told(community, treasurer, enter):
    enter("900", on=dt.date(2025, 9, 1))
    taken_in(community, treasurer)
    assert bank_lines.reconcile(community, "bank").unexplained == D(100)


def test_certain_lines_have_the_reference_and_the_amount(community, treasurer, owe, pay, enter):
    owe("20.25")
    pay("20.25", reference="014ABC0000001")
    enter("77")
    sure = line(community, treasurer, "20.25", reference="014ABC0000001")
    line(community, treasurer, "77", reference="014ABC0000002")
    assert [found for found, _proposal in bank_proposals.certain(community)] == [sure]
