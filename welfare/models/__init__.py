"""Care: the fund, its books, and the proofs of money sent."""

from welfare.models.ledger import Account, Fund, Transfer
from welfare.models.shares import SharePayment
from welfare.models.slips import Slip

__all__ = ["Account", "Fund", "SharePayment", "Slip", "Transfer"]
