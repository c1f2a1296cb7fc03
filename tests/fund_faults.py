"""Faults that somebody could make in the fund, for showing that the walks notice each of them.

Each takes pytest's `monkeypatch` and puts one wrong piece in the place of a right one. Where the database itself refuses what
the wrong piece lets through, the walk ends with its error, which is noticing it too.
"""

from decimal import Decimal

from tests.walking import Faults
from welfare import (
    aid_deciders,
    aid_decisions,
    countersigns,
    ledger,
    payouts,
    receipts,
)
from welfare.models import AccountMonth, Balance

FAULTS = Faults()
fault = FAULTS.fault


@fault(0)
def who_asked_may_decide(patch):
    patch.setattr(aid_deciders, "why_not_decide", lambda request, actor: None)


@fault(0)
def one_person_is_always_enough(patch):
    patch.setattr(aid_decisions, "needed", lambda request, amount=None: 1)


@fault(2)
def anything_may_be_paid_at_once(patch):
    patch.setattr(aid_decisions, "_check_limit", lambda request, amount: None)


@fault(0)
def one_person_may_sign_twice(patch):
    patch.setattr(countersigns, "_check", lambda asked, actor: None)


@fault(1)
def a_payout_is_posted_twice(patch):
    right = payouts._post

    def twice(request, payout, actor):
        first = right(request, payout, actor)
        ledger.post(
            key=f"{first.key}:more",
            community=first.community,
            debit=first.debit,
            credit=first.credit,
            amount=first.amount,
            document=first.document,
        )
        return first

    patch.setattr(payouts, "_post", twice)


@fault(1)
def what_came_back_is_not_reversed(patch):
    right = ledger.reverse
    patch.setattr(
        ledger,
        "reverse",
        lambda *, transfer, **what: (
            None if transfer.document.startswith("payout ") else right(transfer=transfer, **what)
        ),
    )


@fault(0)
def bound_money_is_forgotten(patch):
    right = ledger.account
    patch.setattr(
        ledger,
        "account",
        lambda community, kind, holder="", name="", *, purpose="": right(community, kind, holder, name),
    )


@fault(0)
def money_may_fall_below_zero(patch):
    def uncounted(account, on, *, debits=Decimal(0), credits=Decimal(0)):
        row, _is_new = Balance.objects.get_or_create(account=account, defaults={"is_money": False})
        row.debits, row.credits = Decimal(row.debits) + debits, Decimal(row.credits) + credits
        row.save()

    patch.setattr(ledger, "_count", uncounted)


@fault(0)
def a_number_of_a_receipt_is_left_out(patch):
    right = receipts.ReceiptBook.save

    def save(self, *args, **options):
        self.last_number += self.last_number == 5
        right(self, *args, **options)

    patch.setattr(receipts.ReceiptBook, "save", save)


@fault(0)
def the_month_is_not_counted(patch):
    right = AccountMonth.objects.filter

    class Lazy:
        def update(self, **_added):
            return 1

    patch.setattr(
        AccountMonth.objects,
        "filter",
        lambda *args, **what: Lazy() if set(what) == {"account", "month"} else right(*args, **what),
    )
