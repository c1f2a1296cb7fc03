"""How many households to visit, and which: a sample that anybody can draw again and check."""

import hashlib
import math
from collections.abc import Sequence
from statistics import NormalDist
from typing import TypeVar

Id = TypeVar("Id", int, str)


def sample_size(
    population: int, *, confidence: float = 0.95, margin: float = 0.05, proportion: float = 0.5
) -> int:
    """Households to visit of `population`, so that a share found is within `margin` of the truth with `confidence`.

    Cochran, "Sampling Techniques" (1977), section 4.4: n0 = z² p (1 - p) / margin², then n0 / (1 + (n0 - 1) /
    population), rounded up. `proportion` is the share expected; one half asks for the most. All three are between 0
    and 1. Raises ValueError otherwise, and for a population below zero.
    """
    if population < 0:
        raise ValueError("population must not be below zero.")
    for name, share in (("confidence", confidence), ("margin", margin), ("proportion", proportion)):
        if not 0 < share < 1:
            raise ValueError(f"{name} must lie between 0 and 1.")
    if not population:
        return 0
    quantile = NormalDist().inv_cdf((1 + confidence) / 2)
    endless = quantile**2 * proportion * (1 - proportion) / margin**2
    return min(population, math.ceil(endless / (1 + (endless - 1) / population)))


def draw_sample(ids: Sequence[Id], size: int, seed: int | str) -> list[Id]:
    """`size` of `ids` by simple random sampling without replacement, in the order drawn.

    Each id gets the SHA-256 of "seed:id" for a ticket and the lowest tickets win (Rivest, "Consistent Sampling with
    Replacement", 2018, section 3): anybody can check it with any tool, the order in which the ids come does not
    matter, and a larger sample with the same seed begins with the smaller, so that replacements for households that
    were not at home are next in line. Choose the seed after the reports are in, and write it down.
    Raises ValueError for ids that repeat and for a size outside 0 to their number.
    """
    if len(set(ids)) != len(ids):
        raise ValueError("Each id must be there once.")
    if not 0 <= size <= len(ids):
        raise ValueError("The sample cannot be larger than what it is drawn from.")
    return sorted(ids, key=lambda one: hashlib.sha256(f"{seed}:{one}".encode()).digest())[:size]
