"""The seal on each row of the books: a hash over the row and the seal before it, so that no row changes unseen.

The seal is SHA-256 over the fields below as JSON (sorted keys, no spaces, UTF-8). It covers the words of the reason
through their own salted digest: removing a name from them takes the salt too, and the chain still holds.
"""

import hashlib
import json
import secrets
from decimal import Decimal

from welfare.models import Transfer

FIRST = ""


def seal(transfer: Transfer, previous: str) -> str:
    """The seal of a transfer (64 hex digits) that follows a transfer with the seal `previous` (FIRST: none)."""
    content = {
        "previous": previous,
        "community": transfer.community_id,
        "number": transfer.number,
        "key": transfer.key,
        "debit": transfer.debit_id,
        "credit": transfer.credit_id,
        "amount": satang(transfer.amount),
        "value_date": transfer.value_date.isoformat(),
        "document": transfer.document,
        "actor": transfer.actor_id,
        "reverses": transfer.reverses_id,
        "is_release": transfer.is_release,
        "reason": transfer.reason_digest,
    }
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def new_salt() -> str:
    """Thirty-two random hex digits."""
    return secrets.token_hex(16)


def reason_digest(salt: str, reason: str) -> str:
    """What the seal keeps of a reason; empty for no reason."""
    return hashlib.sha256(f"{salt}{reason}".encode()).hexdigest() if reason else ""


def satang(amount: Decimal) -> int:
    """Whole satang of an amount in baht."""
    return int(amount.scaleb(2))
