"""Random walks through orders, money and stock: after each step every rule holds. The same walks each time.

`MONEY_WALKS=40 MONEY_STEPS=300 pytest tests/test_money_properties.py` walks further.
"""

import os

import pytest
from django.db import transaction
from django.utils import timezone

from households import notices
from tests import money_rules
from tests.money_facts import Clock
from tests.money_faults import FAULTS
from tests.money_walk import Walk

WALKS = int(os.environ.get("MONEY_WALKS", "3"))
STEPS = int(os.environ.get("MONEY_STEPS", "60"))
# So many walks, one after the other, may a planted fault stay unseen.
PATIENCE = 12


@pytest.fixture
def clock(monkeypatch) -> Clock:
    """The walk's own time. Nobody is told anything meanwhile: that is tested elsewhere, and takes long."""
    clock = Clock()
    monkeypatch.setattr(timezone, "now", clock)
    monkeypatch.setattr(notices, "send", lambda **_words: None)
    return clock


def go(seed: int, clock: Clock, steps: int) -> None:
    """Walk and check; whatever goes wrong is told with the steps that led there."""
    walk = Walk(seed, clock)
    for number in range(steps):
        try:
            walk.step()
            money_rules.check(walk, pages=number % 10 == 9)
        except Exception as fault:
            fault.add_note("\n".join([f"walk {seed}, step {number}, after:", *walk.done[-25:]]))
            raise


def goes_wrong(seed: int, clock: Clock) -> bool:
    """Whether a short walk, forgotten afterwards, finds a fault."""
    try:
        with transaction.atomic():
            go(seed, clock, 45)
            transaction.set_rollback(True)
    except Exception as fault:
        print(fault.__notes__[0].splitlines()[0], repr(fault)[:100])  # shown when the test fails, or by -s
        return True
    return False


@pytest.mark.parametrize("seed", range(WALKS))
def test_every_rule_holds_after_each_step(seed, clock, db):
    go(seed, clock, STEPS)


@pytest.mark.parametrize(("plant", "seed"), FAULTS, ids=lambda value: getattr(value, "__name__", None))
def test_each_planted_fault_is_noticed(plant, seed, clock, db, monkeypatch):
    plant(monkeypatch)
    assert any(goes_wrong(number, clock) for number in range(seed, seed + PATIENCE))
