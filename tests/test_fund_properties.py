"""Random walks through a fund: after every few steps every rule holds. The same walks each time.

`FUND_WALKS=10 FUND_STEPS=10000 FUND_EVERY=100 pytest tests/test_fund_properties.py -k rule` walks 100,000 steps.
"""

import os

import pytest
from django.db import transaction
from django.utils import timezone

from households import notices
from tests import fund_rules
from tests.fund_faults import FAULTS
from tests.fund_walk import FundWalk
from tests.money_facts import Clock

WALKS = int(os.environ.get("FUND_WALKS", "2"))
STEPS = int(os.environ.get("FUND_STEPS", "150"))
EVERY = int(os.environ.get("FUND_EVERY", "10"))
# So many walks, one after the other, may a planted fault stay unseen.
PATIENCE = 6


@pytest.fixture
def clock(monkeypatch) -> Clock:
    """The walk's own time. Nobody is told anything meanwhile: that is tested elsewhere, and takes long."""
    clock = Clock()
    monkeypatch.setattr(timezone, "now", clock)
    monkeypatch.setattr(notices, "send", lambda **_words: None)
    return clock


def go(seed: int, clock: Clock, steps: int, every: int) -> FundWalk:
    """Walk and check; whatever goes wrong is told with the steps that led there."""
    walk = FundWalk(seed, clock)
    for number in range(steps):
        try:
            walk.step()
            if number % every == every - 1:
                fund_rules.check(walk)
            if number % (every * 10) == every * 10 - 1:
                fund_rules.check_books(walk)
        except Exception as fault:
            fault.add_note("\n".join([f"walk {seed}, step {number}, after:", *walk.done[-25:]]))
            raise
    fund_rules.check(walk)
    fund_rules.check_books(walk)
    return walk


def goes_wrong(seed: int, clock: Clock) -> bool:
    """Whether a short walk, forgotten afterwards, finds a fault."""
    try:
        with transaction.atomic():
            go(seed, clock, 200, 5)
            transaction.set_rollback(True)
    except Exception as fault:
        print(fault.__notes__[0].splitlines()[0], repr(fault)[:100])  # shown when the test fails, or by -s
        return True
    return False


@pytest.mark.parametrize("seed", range(WALKS))
def test_every_rule_holds_after_every_few_steps(seed, clock, db):
    walk = go(seed, clock, STEPS, EVERY)
    assert walk.entries() > STEPS / 20
    assert len([name for name in walk.worked if not name.startswith("not ")]) > 10


@pytest.mark.parametrize(("plant", "seed"), FAULTS, ids=lambda value: getattr(value, "__name__", None))
def test_each_planted_fault_is_noticed(plant, seed, clock, db, monkeypatch):
    plant(monkeypatch)
    assert any(goes_wrong(number, clock) for number in range(seed, seed + PATIENCE))
