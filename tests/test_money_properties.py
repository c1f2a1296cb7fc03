"""Random walks through orders, money and stock: after each step every rule holds. The same walks each time.

`MONEY_WALKS=40 MONEY_STEPS=300 pytest tests/test_money_properties.py` walks further.
"""

import os

import pytest

from tests import money_rules
from tests.money_faults import FAULTS
from tests.money_walk import Walk
from tests.walking import Clock, goes_wrong, retold

WALKS = int(os.environ.get("MONEY_WALKS", "3"))
STEPS = int(os.environ.get("MONEY_STEPS", "60"))
# So many walks, one after the other, may a planted fault stay unseen.
PATIENCE = 12


def go(seed: int, clock: Clock, steps: int) -> None:
    """Walk and check; whatever goes wrong is told with the steps that led there."""
    walk = Walk(seed, clock)
    for number in range(steps):
        with retold(seed, number, walk.done):
            walk.step()
            money_rules.check(walk, pages=number % 10 == 9)


@pytest.mark.parametrize("seed", range(WALKS))
def test_every_rule_holds_after_each_step(seed, clock, db):
    go(seed, clock, STEPS)


@pytest.mark.parametrize(("plant", "seed"), FAULTS, ids=lambda value: getattr(value, "__name__", None))
def test_each_planted_fault_is_noticed(plant, seed, clock, db, monkeypatch):
    plant(monkeypatch)
    assert any(goes_wrong(go, number, clock, 45) for number in range(seed, seed + PATIENCE))
