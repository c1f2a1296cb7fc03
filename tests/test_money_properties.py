"""Random walks through orders, money and stock: after each step every rule holds. The same walks each time.

`MONEY_WALKS=40 MONEY_STEPS=300 pytest tests/test_money_properties.py` walks further.
"""

import os

import pytest
from django.utils import timezone

from households import notices
from tests import money_rules
from tests.money_walk import Clock, Walk

WALKS = int(os.environ.get("MONEY_WALKS", "4"))
STEPS = int(os.environ.get("MONEY_STEPS", "60"))


@pytest.fixture
def clock(monkeypatch) -> Clock:
    """The walk's own time. Nobody is told anything meanwhile: that is tested elsewhere, and takes long."""
    clock = Clock()
    monkeypatch.setattr(timezone, "now", clock)
    monkeypatch.setattr(notices, "send", lambda **_words: None)
    return clock


def go(seed: int, clock: Clock, steps: int) -> Walk:
    """Walk and check; whatever goes wrong is told with the steps that led there."""
    walk = Walk(seed, clock)
    for number in range(steps):
        try:
            walk.step()
            money_rules.check(walk, pages=number % 10 == 9)
        except Exception as fault:
            fault.add_note("\n".join([f"walk {seed}, step {number}, after:", *walk.done[-25:]]))
            raise
    return walk


@pytest.mark.parametrize("seed", range(WALKS))
def test_every_rule_holds_after_each_step(seed, clock, db):
    go(seed, clock, STEPS)
