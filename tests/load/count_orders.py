"""What the database says after the rush, as JSON: pieces sold and left by variant, orders by checkout key."""

import json
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db.models import Sum  # noqa: E402

from market.models import Checkout, Order, OrderLine, Variant  # noqa: E402

sold = OrderLine.objects.values_list("variant_id").annotate(pieces=Sum("quantity")).order_by()
print(
    json.dumps(
        {
            "sold": {str(variant): int(pieces) for variant, pieces in sold},
            "left": {str(pk): int(stock) for pk, stock in Variant.objects.values_list("pk", "stock")},
            "listing_left": {
                str(pk): int(stock) for pk, stock in Variant.objects.values_list("pk", "listing__stock")
            },
            "orders": Order.objects.count(),
            "checkouts": Checkout.objects.count(),
        }
    )
)
