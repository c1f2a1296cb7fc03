"""The market's registers in the committee's office."""

from market.admin import catalogue, orders, shops

__all__ = ["catalogue", "orders", "shops"]
