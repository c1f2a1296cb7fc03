"""The fund's books in the committee's office."""

from welfare.admin import money

__all__ = ["money"]
