"""Baht of different months in the money of one."""

from decimal import Decimal
from typing import TypeVar

Amount = TypeVar("Amount", Decimal, float)


def deflate(amount: Amount, index: Amount, base: Amount) -> Amount:
    """`amount` baht of a month whose consumer price index is `index`, in the baht of the time whose index is `base`.

    amount x base / index (ILO and others, "Consumer Price Index Manual", 2020, chapter 2), not rounded; all Decimal
    or all float. Raises ValueError for an index that is not above zero.
    """
    if not index > 0 or not base > 0:
        raise ValueError("A price index is above zero.")
    return amount * base / index
