"""Parts of the world of the sweeps, each about one thing."""

from tests.worlds import (
    audit,
    bank,
    books,
    campaigns,
    cases,
    circle,
    college,
    contributions,
    decisions,
    desk,
    gifts,
    goods,
    missions,
    places,
    requests,
    volunteers,
)

PARTS = (
    audit,
    bank,
    books,
    campaigns,
    cases,
    circle,
    college,
    contributions,
    decisions,
    desk,
    gifts,
    goods,
    missions,
    places,
    requests,
    volunteers,
)
