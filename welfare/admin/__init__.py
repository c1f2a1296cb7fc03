"""The fund in the committee's office."""

from welfare.admin import (
    audit,
    bank,
    books,
    campaigns,
    contributions,
    decisions,
    desk,
    gifts,
    goods,
    money,
    requests,
    volunteers,
)

__all__ = [
    "audit",
    "bank",
    "books",
    "campaigns",
    "contributions",
    "decisions",
    "desk",
    "gifts",
    "goods",
    "money",
    "requests",
    "volunteers",
]
