"""The matched households' figures as arrays."""

from dataclasses import dataclass

import numpy as np


@dataclass
class Sums:
    """The panel as arrays of baht a month, in the prices of the report."""

    households: np.ndarray
    communities: np.ndarray
    before: np.ndarray
    after: np.ndarray
    months: tuple[int, int]
    factors: tuple[float, float]

    @property
    def n(self) -> int:
        """Matched households."""
        return int(self.before.size)
