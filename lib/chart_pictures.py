"""The pictures of income reports and of the household's account book, gathered for their pages.

Each returns a `lib.charts.Chart`: `title` is the message, `svg` the picture for a phone and for a desk,
`heads` and `rows` the same figures for the table under it. They read without colour: by outline, broken
line, sign and word. A figure that is hidden, missing or not known is a `Gap`, and never has a height.
"""

from lib.chart_distribution import distribution, lorenz
from lib.chart_months import Month, in_and_out, trend
from lib.chart_rows import Estimate, Step, flow, interval
from lib.chart_sheet import Gap, plain, signed

__all__ = [
    "Estimate",
    "Gap",
    "Month",
    "Step",
    "distribution",
    "flow",
    "in_and_out",
    "interval",
    "lorenz",
    "plain",
    "signed",
    "trend",
]
