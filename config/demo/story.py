"""The teller: what happens at which moment, in order, one transaction for each month."""

import datetime as dt
import heapq
import itertools
import random
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from unittest import mock

from django.db import transaction
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult

from config.demo.clock import Clock, replayed
from households import notices, rollups, rounds, verifications
from households.imports import acts as imports
from households.income_rows import months_before
from households.models import Household
from lib.dates import month_start, thai_month
from market import orders

# Older lines would only bury the new ones in everyone's inbox.
INBOX_DAYS = 21
READ_DAYS = 4
SEED = 2569
AT_ONCE = [(imports, "check"), (imports, "write"), (rounds, "tell_asked"), (rounds, "tell_waiting")]


@dataclass(frozen=True)
class Size:
    """How much there is: purchases in all, homes and shops in each of the four communities, listings in all."""

    orders: int = 700
    homes: int = 30
    shops: int = 15
    listings: int = 400
    # Days since the market opened, and months before it in which households wrote down their income already.
    days: int = 545
    lead: int = 12


class Story:
    """Acts by the moment at which they happen. What would happen later than now never does."""

    def __init__(self, now: dt.datetime, size: Size, say: Callable[[str], None]):
        self.now, self.size = now, size
        self.today = timezone.localdate(now)
        self.say = say
        self.rng = random.Random(SEED)  # noqa: S311
        self.month = month_start(self.today)
        self.market_day = self.today - dt.timedelta(days=size.days)
        # The last community joined the market only a month or two ago, so that it can be compared with.
        self.late_day = months_before(self.month, 1) + dt.timedelta(days=3)
        self.first_month = months_before(month_start(self.market_day), size.lead)
        self.clock = Clock(self.on(self.first_month, 9))
        self.acts: list = []
        self.numbers = itertools.count()
        self.has_new_figures = False

    def at(self, moment: dt.datetime, act: Callable, *args) -> None:
        """Let `act` happen at `moment`."""
        if moment <= self.now:
            heapq.heappush(self.acts, (moment, next(self.numbers), act, args))

    def on(self, day: dt.date, hour: float) -> dt.datetime:
        """A time of that day in the community."""
        return timezone.make_aware(dt.datetime.combine(day, dt.time())) + dt.timedelta(hours=hour)

    def moment(self, days_ago: int, hour: float) -> dt.datetime:
        """A time of day in the community, so many days ago."""
        return self.on(self.today - dt.timedelta(days=days_ago), hour)

    def later(self, least_hours: float, most_hours: float) -> dt.datetime:
        """Some time after the present moment of the story."""
        return self.clock.moment + dt.timedelta(hours=self.rng.uniform(least_hours, most_hours))

    def tell(self) -> None:
        """Let everything happen, in order."""
        with ExitStack() as stack:
            stack.enter_context(replayed(self.clock, self.rng))
            stack.enter_context(mock.patch.object(notices, "send", self.send))
            stack.enter_context(mock.patch.object(rollups, "refresh", self.sum_later))
            stack.enter_context(mock.patch.object(verifications, "secrets", Chance(self.rng)))
            for module, name in AT_ONCE:
                stack.enter_context(mock.patch.object(module, name, AtOnce(getattr(module, name))))
            stack.enter_context(translation.override("th"))
            while self.acts:
                self.tell_month()
            self.add_up()
        forget_old_tasks(self.now)

    def tell_month(self) -> None:
        """Everything up to the end of the month in which the next act lies."""
        month = timezone.localtime(self.acts[0][0]).strftime("%Y-%m")
        count = 0
        with transaction.atomic():
            while self.acts and timezone.localtime(self.acts[0][0]).strftime("%Y-%m") == month:
                moment, _number, act, args = heapq.heappop(self.acts)
                self.clock.moment = max(moment, self.clock.moment)
                act(*args)
                count += 1
        self.say(f"  {thai_month(timezone.localdate(self.clock.moment))}: {count}")

    def sum_later(self, *, household: Household, months: Iterable[dt.date]) -> None:
        """In place of `rollups.refresh`: nobody looks at the sums before `add_up`."""
        self.has_new_figures = True

    def add_up(self) -> None:
        """Work out the sums that reports and samples read, where figures came since the last time."""
        if self.has_new_figures:
            rollups.rebuild()
            self.has_new_figures = False

    def send(self, *, to, text, url: str = "") -> None:
        """In place of `notices.send`: at once, at the story's time, and only what is still news."""
        if self.clock.moment < self.now - dt.timedelta(days=INBOX_DAYS):
            return
        with translation.override(to.language):
            notices.deliver.call(user_id=to.pk, text=str(text)[:300], url=url)
        if self.clock.moment < self.now - dt.timedelta(days=READ_DAYS):
            notices.mark_all_read(user=to)


class AtOnce:
    """In place of a background task: done when it is asked for, at the story's time."""

    def __init__(self, task):
        self.task = task

    def enqueue(self, **parameters) -> None:
        """Do it now."""
        self.task.call(**parameters)


class Chance:
    """In place of `secrets`, so that the same day draws the same samples."""

    def __init__(self, rng: random.Random):
        self.rng = rng

    def randbelow(self, end: int) -> int:
        """A number from zero to below `end`."""
        return self.rng.randrange(end)


def forget_old_tasks(now: dt.datetime) -> None:
    """Clocks of orders that ran out within the story: the story itself let them strike."""
    DBTaskResult.objects.filter(task_path=orders.expire_if_due.module_path, run_after__lte=now).delete()
