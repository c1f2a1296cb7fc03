"""Care: the fund, its books, and the proofs of money sent."""

from auditlog.registry import auditlog

from welfare.models.ledger import Account, Fund, Transfer
from welfare.models.shares import SharePayment
from welfare.models.slips import Slip

__all__ = ["Account", "Fund", "SharePayment", "Slip", "Transfer"]

# Where money is sent matters to everybody; the books themselves are append-only and need no log.
auditlog.register(Fund, mask_fields=["promptpay_id"])
