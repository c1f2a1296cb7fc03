"""A walk through everything that may happen to a fund's money, in random order but always the same.

`FundWalk` acts by the real actions, as people do: whoever happens to be there tries, presses twice, and presses again what
they pressed long ago. What must hold meanwhile stands in `tests.fund_rules`.
"""

import datetime as dt
import random
from collections import Counter
from collections.abc import Callable
from decimal import Decimal as D

from django.utils import timezone

from lib.errors import Refused
from tests import factories
from tests.fund_acts import Help, MoneyIn, TakesTwo
from tests.walking import Clock
from tests.welfare import decisions_builders as make
from welfare import (
    campaigns,
    contribution_rules,
    fund_members,
    matching,
)
from welfare.models import (
    Campaign,
)

AMOUNTS = [
    D("0.01"),
    D("33.33"),
    D(100),
    D(365),
    D(500),
    D("500.01"),
    D(1000),
    D(2000),
    D("2000.01"),
    D(4000),
]
NEWEST = 6


class FundWalk(MoneyIn, Help, TakesTwo):
    """One fund and the people around it. `step` does one thing; `done` tells what was done so far."""

    def __init__(self, seed: int, clock: Clock):
        self.rng, self.clock = random.Random(seed), clock
        self.done: list[str] = []
        self.worked: Counter[str] = Counter()
        self.keyed: list[Callable] = []
        self.numbers = 0
        self.build()
        self.acts: list[tuple[Callable, int]] = [
            (self.donate, 6), (self.answer_donation, 6), (self.contribute, 8), (self.hand_over, 4), (self.ask, 8),
            (self.decide, 24), (self.emergency, 2), (self.conflict, 1), (self.appeal, 3), (self.pay_out, 12),
            (self.come_back, 3), (self.cost, 3), (self.sign, 12), (self.close, 2), (self.reopen, 1), (self.settle, 1),
            (self.cancel_receipt, 2), (self.count_cash, 2), (self.move, 2), (self.match, 2), (self.wait, 3), (self.replay, 6),
        ]  # fmt: skip

    def build(self) -> None:
        """Eight households; in three of them live people who keep the fund; two campaigns; a promise of the town."""
        self.place = place = factories.community(code="walk")
        homes = [factories.household(place, name=f"บ้าน{number}") for number in range(8)]
        self.people = [factories.member(home, is_representative=True) for home in homes]
        self.keepers = self.people[:3] + [factories.user(name=f"กรรมการ{number}") for number in range(5)]
        kinds = [
            "committee",
            "treasurer",
            "committee",
            "chair",
            "committee",
            "committee",
            "treasurer",
            "committee",
        ]
        for person, kind in zip(self.keepers, kinds, strict=True):
            person.roles.create(kind=kind, community=place)
        self.people += self.keepers[3:]
        self.collectors = self.people[4:6]
        for person in self.collectors:
            person.roles.create(kind="volunteer", community=place)
        self.treasurers = [self.keepers[1], self.keepers[6]]
        self.homes = homes
        make.rules(place, self.keepers[3], one_up_to=D(500), two_up_to=D(2000), emergency_up_to=D(1000))
        contribution_rules.decide(
            community=place, amount=D(1), per="day", valid_from=self.today(), resolution="1/2569", actor=self.keepers[3]
        )  # fmt: skip
        self.members = [
            fund_members.join(
                household=home, joined_on=self.today(), pays="monthly", actor=self.keepers[3], collector=self.rng.choice(self.collectors)
            )
            for home in homes
        ]  # fmt: skip
        self.campaigns = [self.campaign(number) for number in range(2)]
        self.source = matching.add_source(community=place, kind="local", name="เทศบาล")

    def campaign(self, number: int) -> Campaign:
        """A campaign that takes gifts."""
        written = campaigns.write(
            community=self.place, actor=self.keepers[0], name=f"ช่วยน้ำท่วม {number}", story="เรื่อง", goal=D(5000),
            starts_on=self.today(), ends_on=self.today() + dt.timedelta(days=400),
        )  # fmt: skip
        return campaigns.open_to_gifts(campaign=written, actor=self.keepers[3])

    def today(self) -> dt.date:
        """The walk's day."""
        return timezone.localdate()

    # How it walks

    def step(self) -> None:
        """Do one thing; a refusal is an answer like any other."""
        (act,) = self.rng.choices([act for act, _often in self.acts], [often for _act, often in self.acts])
        act()

    def attempt(self, name: str, call: Callable, *, is_keyed: bool = False) -> None:
        """Do it; keep it to press it again when it has a key of its own."""
        self.done.append(name)
        del self.done[:-40]
        try:
            call()
        except Refused as refusal:
            self.done[-1] += f": refused {refusal.code}"
            self.worked[f"not {name.split()[0]}: {refusal.code}"] += 1
            return
        self.worked[name.split()[0]] += 1
        if is_keyed:
            self.keyed.append(call)
            del self.keyed[:-30]

    def replay(self) -> None:
        """Press again what was pressed before, with its key: nothing changes."""
        if not self.keyed:
            return
        before = self.entries()
        self.attempt("again", self.rng.choice(self.keyed))
        assert self.entries() == before, "pressing again posted again"

    def entries(self) -> int:
        """How many entries the books have."""
        self.place.fund.refresh_from_db(fields=["last_number"])
        return self.place.fund.last_number

    def number(self) -> int:
        """A number that was not used before."""
        self.numbers += 1
        return self.numbers

    def anybody(self):
        """Somebody: mostly of those who keep the fund."""
        return self.rng.choice(self.keepers if self.rng.random() < 0.8 else self.people)

    def one_of(self, rows):
        """One of the newest rows; None when there are none."""
        found = list(rows.order_by("-id")[:NEWEST])
        return self.rng.choice(found) if found else None

    def amount(self) -> D:
        """Some amount."""
        return self.rng.choice(AMOUNTS)

    def wait(self) -> None:
        """Time goes by."""
        self.clock.moment += dt.timedelta(days=self.rng.choice([0, 1, 3, 12]))
        self.done.append(f"wait until {self.today()}")
