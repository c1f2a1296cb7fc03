"""What the fund itself costs (paper, fuel, the bank's fees), and income of other kinds (interest): each by two people."""

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from households.models import Community, User
from lib.errors import Refused
from lib.money import baht
from welfare import countersigns, ledger, papers
from welfare.models import Account, Countersign, Paper

WAYS = (Account.Kind.BANK, Account.Kind.CASH)


@transaction.atomic
def ask(
    *,
    community: Community,
    amount: Decimal,
    words: str,
    way: str,
    purpose: str = "",
    paths: list[str] | None = None,
    key: str = "",
    actor: User,
) -> Countersign:
    """Ask a second person to agree to a cost. `paths` are pictures of the bill taken by `papers.take`.

    Pressing twice with one `key` asks once. Raises Refused ("amount"), ("way"), ("short") when there is not enough
    money now, and as `countersigns.ask`.
    """
    _check(amount, way)
    held = ledger.balance(ledger.account(community, way, purpose=purpose))
    if held < amount:
        raise Refused(_("There is only %(amount)s there.") % {"amount": baht(held)}, "short")
    kind = Countersign.Kind.COST
    asked, is_new = _ask(community, kind, "cost", amount, words, way, purpose, key, actor)
    for path in paths or [] if is_new else []:
        papers.add(
            community=community, document=asked.document, kind=Paper.Kind.RECEIPT, path=path, actor=actor
        )
    return asked


@transaction.atomic
def ask_income(
    *, community: Community, amount: Decimal, words: str, way: str, key: str = "", actor: User
) -> Countersign:
    """Ask a second person to agree that other income has come, such as the bank's interest. Raises as `ask`."""
    _check(amount, way)
    return _ask(community, Countersign.Kind.OTHER_INCOME, "income", amount, words, way, "", key, actor)[0]


def pay(asked: Countersign, actor: User) -> None:
    """A second person agreed to a cost: it leaves the books. Raises as `ledger.post`."""
    place, purpose = asked.particulars["way"], asked.particulars["purpose"]
    _post(
        asked,
        actor,
        debit=ledger.account(asked.community, Account.Kind.COSTS, purpose=purpose),
        credit=ledger.account(asked.community, place, purpose=purpose),
    )


def take_in(asked: Countersign, actor: User) -> None:
    """A second person agreed to other income: it comes into the books. Raises as `ledger.post`."""
    _post(
        asked,
        actor,
        debit=ledger.account(asked.community, asked.particulars["way"]),
        credit=ledger.account(asked.community, Account.Kind.OTHER_INCOME),
    )


def _post(asked: Countersign, actor: User, *, debit: Account, credit: Account) -> None:
    ledger.post(
        key=asked.document.replace(" ", ":"),
        community=asked.community,
        debit=debit,
        credit=credit,
        amount=asked.amount or Decimal(0),
        document=asked.document,
        actor=actor,
        reason=asked.reason,
    )


def _ask(community, kind, word, amount, words, way, purpose, key, actor) -> tuple[Countersign, bool]:
    particulars = {"way": way, "purpose": purpose}
    before = Countersign.objects.filter(community=community, kind=kind, code=key).first() if key else None
    if before:
        if (before.amount, before.reason, before.particulars) == (amount, words.strip(), particulars):
            return before, False
        raise Refused(
            _("This was recorded before with another amount. Please open the page again and look."),
            "key_reused",
        )
    asked = countersigns.ask(
        community=community,
        kind=kind,
        document=word,
        amount=amount,
        reason=words,
        actor=actor,
        particulars=particulars,
        code=key,
    )
    return asked, True


def _check(amount: Decimal, way: str) -> None:
    if not amount.is_finite() or amount <= 0 or amount != round(amount, 2):
        raise Refused(_("The amount must be above zero, with at most two figures after the dot."), "amount")
    if way not in WAYS:
        raise Refused(_("Choose the bank or the cash box."), "way")
