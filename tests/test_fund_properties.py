"""Random walks through a fund: after every few steps every rule holds. The same walks each time.

`FUND_WALKS=10 FUND_STEPS=10000 FUND_EVERY=100 pytest tests/test_fund_properties.py -k rule` walks 100,000 steps.
"""

import os

import pytest

from tests import fund_rules
from tests.fund_faults import FAULTS
from tests.fund_walk import FundWalk
from tests.walking import Clock, goes_wrong, retold

WALKS = int(os.environ.get("FUND_WALKS", "2"))
STEPS = int(os.environ.get("FUND_STEPS", "150"))
EVERY = int(os.environ.get("FUND_EVERY", "10"))
# So many walks, one after the other, may a planted fault stay unseen.
PATIENCE = 6


def go(seed: int, clock: Clock, steps: int, every: int) -> FundWalk:
    """Walk and check; whatever goes wrong is told with the steps that led there."""
    walk = FundWalk(seed, clock)
    for number in range(steps):
        with retold(seed, number, walk.done):
            walk.step()
            if number % every == every - 1:
                fund_rules.check(walk)
            if number % (every * 10) == every * 10 - 1:
                fund_rules.check_books(walk)
    fund_rules.check(walk)
    fund_rules.check_books(walk)
    return walk


@pytest.mark.parametrize("seed", range(WALKS))
def test_every_rule_holds_after_every_few_steps(seed, clock, db):
    walk = go(seed, clock, STEPS, EVERY)
    assert walk.entries() > STEPS / 20
    assert len([name for name in walk.worked if not name.startswith("not ")]) > 10


@pytest.mark.parametrize(("plant", "seed"), FAULTS, ids=lambda value: getattr(value, "__name__", None))
def test_each_planted_fault_is_noticed(plant, seed, clock, db, monkeypatch):
    plant(monkeypatch)
    assert any(goes_wrong(go, number, clock, 200, 5) for number in range(seed, seed + PATIENCE))
