"""The same site with the guard taken out: it looks at the stock, waits, and then writes what it thinks is left.

Only the load test's control starts this, to prove that the test would notice.
"""

import os
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from config.wsgi import application  # noqa: E402, F401
from market import checkouts, stocks  # noqa: E402
from market.models import Listing, Variant  # noqa: E402

guarded_place = checkouts.place
seen: dict[int, tuple] = {}


def careless_place(**order):
    """Read the stock before the transaction, as code without a lock does."""
    for wish in order["wishes"]:
        variant = Variant.objects.select_related("listing__unit", "listing__shop__community").get(
            pk=wish.variant_id
        )
        seen[wish.variant_id] = variant
    time.sleep(0.02)
    return guarded_place(**order)


def careless_lock(ids):
    """No lock: what was read before."""
    return {pk: seen[pk] for pk in ids}


def careless_take(*, variant_id, quantity):
    """Write what is thought to be left."""
    left = max(seen[variant_id].stock - quantity, 0)
    Variant.objects.filter(pk=variant_id).update(stock=left)
    Listing.objects.filter(variants=variant_id).update(stock=left)
    return True


checkouts.place = careless_place
checkouts.lock_variants = careless_lock
stocks.take = careless_take
