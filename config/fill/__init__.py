"""Large data for measuring: many households, shops, listings and orders, straight into the tables.

Rows are made in batches, so memory stays the same at any size. Everything belongs to communities of its own, whose
codes begin with "fill".
"""

from collections.abc import Callable

from django.db import connection

from config.fill.books import Books
from config.fill.goods import LISTINGS_PER_SHOP, Goods
from config.fill.homes import Homes
from config.fill.sales import Sales
from config.fill.tools import PREFIX
from households import rollups
from households.models import Household


def fill(
    *,
    listings: int,
    orders: int,
    households: int,
    transfers: int,
    months: int,
    seed: int,
    say: Callable[[str], None],
) -> None:
    """Add so many of each. Shops come with listings; the homes that keep them come when there are none."""
    there = Household.objects.filter(community__code__startswith=PREFIX)
    if (listings or transfers) and not households and not there.exists():
        households = max(40, -(-listings // (LISTINGS_PER_SHOP * 2)))
    Homes(seed, say, months).households(households)
    Goods(seed, say).listings(listings)
    Sales(seed, say).orders(orders)
    Books(seed, say).transfers(transfers)
    say("  counting for the query planner")
    count_rows()
    if households or orders:
        say(f"  sums for reports: {rollups.rebuild():,} months of households")
        count_rows()


def count_rows() -> None:
    """Let the database count, so that it plans its queries for what is there."""
    with connection.cursor() as cursor:
        is_alone = connection.vendor == "postgresql" and not connection.in_atomic_block
        cursor.execute("VACUUM ANALYZE" if is_alone else "ANALYZE")
