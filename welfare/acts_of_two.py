"""What is done when a second person agrees: each kind of act with its function."""

from welfare import (
    campaigns,
    cash_counts,
    corrections,
    costs,
    countersigns,
    periods,
    receipts,
    share_debts,
    stock_moves,
)
from welfare.models import Countersign

Kind = Countersign.Kind


def register_all() -> None:
    """Tell `countersigns` what each kind does. Called once, when the site starts."""
    countersigns.register(Kind.LEFTOVER, campaigns.pass_on)
    countersigns.register(Kind.WRITE_OFF, share_debts.write_off)
    countersigns.register(Kind.DIFFERENCE, cash_counts.agreed, cash_counts.refused)
    countersigns.register(Kind.STOCK, stock_moves.enter_difference)
    countersigns.register(Kind.CANCEL_RECEIPT, receipts.cancel)
    countersigns.register(Kind.REOPEN, periods.reopen)
    countersigns.register(Kind.COST, costs.pay)
    countersigns.register(Kind.OTHER_INCOME, costs.take_in)
    countersigns.register(Kind.CORRECTION, corrections.take_back)
