"""Small groups stay unseen: what may be published, and what published numbers would give away together.

One rule for page, chart, CSV, XLSX and print: no published total, and no sum or difference of published totals,
may depend on fewer than `threshold` households. Terms and methods (primary and secondary suppression, differencing,
linked tables) follow Hundepool et al., Statistical Disclosure Control (Wiley, 2012), chapters 4 and 5.

What it does not promise: households that pool what they know of themselves, guesses from outside knowledge, and
bounds that follow from "no income is below zero" are left to the threshold's size and to rounding.
"""

from lib.disclosure.counts import Nested, Source, nested_counts, shares, sources
from lib.disclosure.guard import Guard, Published, changed_households, derivable
from lib.disclosure.marks import HIDDEN, Hidden, as_json, rounded
from lib.disclosure.span import TooTangled
from lib.disclosure.tables import HiddenCells, ProtectedRows, protect_rows, protect_table

__all__ = [
    "HIDDEN",
    "Guard",
    "Hidden",
    "HiddenCells",
    "Nested",
    "ProtectedRows",
    "Published",
    "Source",
    "TooTangled",
    "as_json",
    "changed_households",
    "derivable",
    "nested_counts",
    "protect_rows",
    "protect_table",
    "rounded",
    "shares",
    "sources",
]
