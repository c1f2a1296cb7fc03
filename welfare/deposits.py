"""Money that changes its place and nothing else: from the cash box to the bank, and the other ways round."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from households.models import Community, User
from lib.errors import Refused
from welfare import ledger
from welfare.models import Account, Transfer

PLACES = (Account.Kind.BANK, Account.Kind.CASH, Account.Kind.WALLET)


@transaction.atomic
def move(
    *,
    community: Community,
    from_kind: str,
    to_kind: str,
    amount: Decimal,
    purpose: str,
    on: date,
    key: str,
    actor: User,
) -> Transfer:
    """Write that `amount` baht was carried or sent from one place to another; once for each `key`.

    What is bound to a campaign stays bound. Raises Refused ("places") for one place twice, and as `ledger.post`.
    """
    if from_kind == to_kind or {from_kind, to_kind} - set(PLACES):
        raise Refused(_("Choose two different places."), "places")
    return ledger.post(
        key=f"move:{key}",
        community=community,
        debit=ledger.account(community, to_kind, purpose=purpose),
        credit=ledger.account(community, from_kind, purpose=purpose),
        amount=amount,
        document=f"move {key}",
        actor=actor,
        value_date=on,
    )
