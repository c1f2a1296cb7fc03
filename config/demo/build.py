"""Puts the demo together."""

import datetime as dt
import gc
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from config.demo import photos, places, present
from config.demo.counted import Counted
from config.demo.fund import Fund
from config.demo.help import Help
from config.demo.incomes import Incomes
from config.demo.keeping import Keeping
from config.demo.lives import Lives
from config.demo.looking import Looking
from config.demo.months import Months
from config.demo.stalls import Market
from config.demo.story import Size, Story
from config.demo.trade import Trade


def build(*, now: dt.datetime, size: Size, say: Callable[[str], None] = lambda line: None) -> None:
    """Make the whole demo in an empty database, as of `now`."""
    logging.getLogger("django_tasks").setLevel(logging.WARNING)
    photos.photo.cache_clear()
    story = Story(now, size, say)
    story.at(story.clock.moment, begin, story)
    with undisturbed():
        story.tell()


@contextmanager
def undisturbed() -> Iterator[None]:
    """Nothing here lives in circles for long, so looking for garbage all the time only costs time."""
    thresholds = gc.get_threshold()
    gc.set_threshold(200_000, 50, 50)
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)


def begin(story: Story) -> None:
    """The first day: everything that later days need, and the plan for them."""
    towns = places.found(story)
    market = Market(story, towns)
    trade = Trade(story, market)
    months = Months(story, trade)
    Lives(story, towns)
    Incomes(story, trade, towns)
    Counted(story, towns)
    fund = Fund(story, trade, towns)
    Keeping(fund)
    Help(fund)
    Looking(fund)
    present.plan(trade, months, towns[0])
