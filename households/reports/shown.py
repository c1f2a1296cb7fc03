"""How figures are written into a result: rounded, and hidden where the group is small."""

from decimal import Decimal
from typing import Any

from lib import disclosure
from lib.statistics import Interval

# Rounded, so that no household's exact figure is read off a median or off two looks at the same mean.
BAHT_STEP = Decimal(10)
HIDDEN: dict[str, bool] = {"hidden": True}


def baht(amount: float | None) -> str | None:
    """Baht to the nearest ten, as text."""
    if amount is None:
        return None
    return str(disclosure.rounded(Decimal(str(round(amount, 2))), BAHT_STEP))


def span(value: float | None, interval: Interval | None) -> dict[str, str | None]:
    """A figure in baht with its interval; without one where the households are too few to carry it."""
    return {
        "value": baht(value),
        "low": baht(interval.low) if interval else None,
        "high": baht(interval.high) if interval else None,
    }


def percent(share: float | None) -> str | None:
    """A share from 0 to 1 as whole percent."""
    return None if share is None else str(round(share * 100))


def ratio(value: float | None) -> str | None:
    """A coefficient with three decimals."""
    return None if value is None else f"{value:.3f}"


def count(value: Any) -> Any:
    """A count that the guard let through, or the mark of a hidden one."""
    return dict(HIDDEN) if value is disclosure.HIDDEN else value


def about(number: int, threshold: int) -> Any:
    """A count of a group beside whose exact neighbours it stands: to the nearest multiple of the threshold.

    From such counts no difference of 1 to threshold - 1 households can be told: as many values are possible as the
    threshold, so nobody or enough households are always among them. Hidden below the threshold; zero is zero.
    """
    if 0 < number < threshold:
        return dict(HIDDEN)
    return (number + threshold // 2) // threshold * threshold


def parted(parts: dict[str, int], threshold: int, *, is_part_of_more: bool) -> dict[str, Any]:
    """Each part's share of all in whole percent; small parts are hidden with enough others.

    `is_part_of_more`: reports of single communities stand beside this one with exact shares, so these are of counts
    rounded to the threshold, from which no single community's can be worked out.
    """
    hidden = disclosure.shares(parts, threshold)
    numbers = {
        name: (number + threshold // 2) // threshold * threshold if is_part_of_more else number
        for name, number in parts.items()
    }
    size = sum(numbers.values())
    return {
        name: dict(HIDDEN) if name in hidden and parts[name] else percent(numbers[name] / size)
        for name in parts
    }
