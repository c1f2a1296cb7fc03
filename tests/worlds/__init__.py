"""Parts of the world of the sweeps, each about one thing."""

from tests.worlds import (
    audit,
    bank,
    books,
    campaigns,
    contributions,
    decisions,
    gifts,
    goods,
    requests,
)

PARTS = (
    audit,
    bank,
    books,
    campaigns,
    contributions,
    decisions,
    gifts,
    goods,
    requests,
)
