"""The means that were shown before: a new one may not tell of a few households when set beside them.

A mean with its number of households is a sum. Sums of nested places, of a fiscal year and its quarters, or of the same
quarter a week later can be subtracted. So the guard is told of each sum that readers of the same kind have seen.
"""

from collections.abc import Iterator

from households.models import ReportEdition, ReportSnapshot
from households.reports.inputs import Inputs
from households.reports.places import Parameters, Period
from lib import disclosure

MEASURE = "left after costs"


def shows_means(parameters: Parameters, inputs: Inputs, key: str = "") -> bool:
    """Whether the sums of both periods may be shown beside those of the other reports; `key`: its own snapshot."""
    households = inputs.panel.households
    own = parameters.as_json()
    if len(households) < own["threshold"]:
        return False
    guard = disclosure.Guard(own["threshold"])
    try:
        for earlier, months in _seen(parameters, key):
            guard.admit(MEASURE, earlier, months)
        return all(
            guard.admit(MEASURE, households, months_of(Period.from_json(own[name])))
            for name in ("baseline", "followup")
        )
    except disclosure.TooTangled:
        return False


def months_of(period: Period) -> list[str]:
    """Each month of the period, as text."""
    return [
        f"{number // 12}-{number % 12 + 1:02d}"
        for number in range(_count(period.first), _count(period.last) + 1)
    ]


def _seen(parameters: Parameters, key: str) -> Iterator[tuple[list[int], list[str]]]:
    """The groups and months of every mean that the same audience could see, in the same municipality."""
    place, audience = parameters.place, parameters.audience
    rows = list(
        ReportEdition.objects.filter(municipality=place.municipality, audience=audience)
        .order_by("pk")
        .values_list("inputs", "parameters")
    )
    rows += (
        ReportSnapshot.objects.filter(
            parameters__municipality=place.municipality.code, parameters__audience=audience
        )
        .exclude(key=key)
        .order_by("pk")
        .values_list("inputs", "parameters")
    )
    for inputs, chosen in rows:
        if inputs["shows_means"]:
            for name in ("baseline", "followup"):
                yield inputs["panel"]["households"], months_of(Period.from_json(chosen[name]))


def _count(day) -> int:
    return day.year * 12 + day.month - 1
