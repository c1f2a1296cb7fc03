"""The fund in the committee's office."""

from welfare.admin import (
    audit,
    bank,
    books,
    campaigns,
    contributions,
    decisions,
    gifts,
    goods,
    money,
    requests,
)

__all__ = [
    "audit",
    "bank",
    "books",
    "campaigns",
    "contributions",
    "decisions",
    "gifts",
    "goods",
    "money",
    "requests",
]
