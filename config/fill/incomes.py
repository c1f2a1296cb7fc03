"""Months of income for many households: amounts that grow, seasons, a market that starts, and gaps as in life."""

import datetime as dt
import random
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from config.fill.tools import pour
from households.models import Household, IncomeMonth, IncomeRecord, Origin, User
from lib.dates import month_start

Source = IncomeRecord.Source
COMMON = ("household_id", "community_id", "month", "recorded_by_id", "recorded_at", "origin")
# Of a hundred households in a month, and of a hundred figures.
SAY_NOTHING, DO_NOT_KNOW_THE_MONTH, DO_NOT_KNOW_ONE = 3, 1, 1
COST_SHARES: dict[str, int] = {Source.MARKET: 45, Source.FARMING: 40, Source.TRADE: 60}
MARKET_SHARE_OF_INCOME = (5, 20)


@dataclass(frozen=True)
class Purse:
    """What a household usually earns: baht in a month by source, and how many live from it."""

    amounts: dict[IncomeRecord.Source, int]
    members: int


def months_before(now: dt.datetime, count: int) -> list[dt.date]:
    """The first days of so many months that are over, the oldest first."""
    months = [month_start(month_start(now) - dt.timedelta(days=1))]
    while len(months) < count:
        months.append(month_start(months[-1] - dt.timedelta(days=1)))
    return months[::-1]


def purse(rng: random.Random) -> Purse:
    """A household's usual income: one trade, something from others, and the market once it is there."""
    main = rng.choice([Source.WAGE, Source.FARMING, Source.TRADE])
    side = rng.choice([Source.WELFARE, Source.REMITTANCE, Source.OTHER])
    usual = int(rng.lognormvariate(9.1, 0.55))
    return Purse(
        {
            main: usual,
            side: rng.randint(600, 3000),
            Source.MARKET: usual * rng.randint(*MARKET_SHARE_OF_INCOME) // 100,
        },
        members=rng.randint(1, 6),
    )


def write_month(
    *,
    rng: random.Random,
    month: dt.date,
    step: int,
    homes: list[Household],
    users: list[User],
    purses: list[Purse],
    started: dict[int, dt.date],
) -> None:
    """All figures of one month. `step` counts months from the first; `started` says when a community's market began."""
    day = connection.ops.adapt_datefield_value(month)
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    records, words = [], []
    for home, user, usual in zip(homes, users, purses, strict=True):
        begun = started.get(home.community_id)
        has_market = begun is not None and month >= begun
        common = (home.pk, home.community_id, day, user.pk, now, Origin.HOUSEHOLD.value)
        for source, amount in usual.amounts.items():
            is_open = has_market or source != Source.MARKET
            records.append(
                (*common, source.value, "", "", *_figure(rng, source, is_open * amount * (1000 + 3 * step)))
            )
        if answer := _answer(rng):
            words.append((*common, answer, usual.members, 1))
    pour(IncomeRecord, (*COMMON, "source", "note", "evidence", "answer", "gross", "costs"), records)
    pour(IncomeMonth, (*COMMON, "answer", "members", "questions"), words)


def _figure(rng: random.Random, source: str, usual: int) -> tuple[str, int | None, int | None]:
    """An answer, and satang that came in and that it cost; `usual` is in thousandths of a baht."""
    if rng.randrange(100) < DO_NOT_KNOW_ONE:
        return IncomeRecord.Answer.DONT_KNOW.value, None, None
    gross = usual * rng.randint(85, 115) // 1000
    costs = gross * COST_SHARES[source] // 100 if source in COST_SHARES else None
    return IncomeRecord.Answer.AMOUNT.value, gross, costs


def _answer(rng: random.Random) -> str | None:
    """What a household says of a whole month; None: nothing."""
    chance = rng.randrange(100)
    if chance < SAY_NOTHING:
        return None
    is_known = chance >= SAY_NOTHING + DO_NOT_KNOW_THE_MONTH
    return (IncomeMonth.Answer.COMPLETE if is_known else IncomeMonth.Answer.DONT_KNOW).value
