"""Puts the demo together."""

import datetime as dt
import logging
from collections.abc import Callable

from config.demo import places, present
from config.demo.months import Months
from config.demo.stalls import Market
from config.demo.story import Story
from config.demo.trade import Trade

ORDERS = 900


def build(*, now: dt.datetime, orders: int = ORDERS, say: Callable[[str], None] = lambda line: None) -> None:
    """Make the whole demo in an empty database, as of `now`."""
    logging.getLogger("django_tasks").setLevel(logging.WARNING)
    story = Story(now, say)
    story.at(story.clock.moment, begin, story, orders)
    story.tell()


def begin(story: Story, orders: int) -> None:
    """The first day: everything that later days need, and the plan for them."""
    towns = places.found(story)
    market = Market(story, towns)
    trade = Trade(story, market, orders)
    months = Months(story, trade, towns)
    present.plan(trade, months, towns[0])
