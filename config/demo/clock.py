"""Time and chance of the demo: actions believe the clock that we set, and codes come from one seed."""

import datetime as dt
import random
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from django.utils import timezone

from lib import codes


class Clock:
    """The moment at which the story stands."""

    def __init__(self, moment: dt.datetime):
        self.moment = moment


@contextmanager
def replayed(clock: Clock, rng: random.Random) -> Iterator[None]:
    """Within this block `timezone.now` says what the clock says, and new codes are drawn from `rng`.

    The class that `timezone.now` asks is replaced, not the function: models hold on to the function.
    """

    class Replayed(dt.datetime):
        @classmethod
        def now(cls, tz=None):
            return clock.moment.astimezone(tz)

    with (
        mock.patch.object(timezone, "datetime", Replayed),
        mock.patch.object(codes, "secrets", rng),
    ):
        yield
