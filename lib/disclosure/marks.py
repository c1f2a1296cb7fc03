"""What stands where a number may not be shown, and rounding of the numbers that may."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

NEUTRAL_MARK = "\N{EN DASH}"


class Hidden:
    """The one value that means "there is a number, and it is kept back"; None goes on meaning "not known".

    False in a condition, a dash in text, and refused by arithmetic and by comparison, so that it never ends in a
    sum. Templates ask `value.is_hidden` and write their own word.
    """

    is_hidden = True
    _only: "Hidden | None" = None

    def __new__(cls) -> "Hidden":
        """The same object each time, so that `value is HIDDEN` holds after a copy and after a cache."""
        if cls._only is None:
            cls._only = super().__new__(cls)
        return cls._only

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        return NEUTRAL_MARK

    def __format__(self, spec: str) -> str:
        return NEUTRAL_MARK

    def __repr__(self) -> str:
        return "HIDDEN"

    def __copy__(self) -> "Hidden":
        return self

    def __deepcopy__(self, memo: dict) -> "Hidden":
        return self

    def __reduce__(self) -> str:
        return "HIDDEN"


HIDDEN = Hidden()


def as_json(value: Any) -> dict[str, Any]:
    """`value` for a JSON file: a hidden number is null with `hidden` true, an unknown one null with `hidden` false."""
    return {"value": None, "hidden": True} if value is HIDDEN else {"value": value, "hidden": False}


def rounded(amount: Decimal | int, step: Decimal | int) -> Decimal:
    """`amount` to the nearest multiple of `step`, halves away from zero; the decimals are those of `step`.

    Medians and sums are rounded before they are shown, so that one household's exact figure is never read off (the
    median of an odd number of households is one household's figure). Raises ValueError for a step that is not above
    zero, TypeError for floats.
    """
    if isinstance(amount, float) or isinstance(step, float):
        raise TypeError("money is rounded in Decimal, never in float")
    unit = Decimal(step)
    if unit <= 0:
        raise ValueError("a step is above zero")
    nearest = (Decimal(amount) / unit).quantize(Decimal(1), ROUND_HALF_UP) * unit
    return nearest if nearest else abs(nearest)
