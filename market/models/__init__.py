"""Trade: shops, listings, baskets, orders and payments."""

from auditlog.registry import auditlog

from market.models.baskets import Basket, BasketLine
from market.models.catalogue import Category, Unit
from market.models.listings import Listing, ListingPicture, MakingDay, Variant
from market.models.orders import Checkout, Order, OrderEvent, OrderLine
from market.models.payments import PaymentEntry, ShownSlip
from market.models.shops import Shop, ShopPicture

__all__ = [
    "Basket",
    "BasketLine",
    "Category",
    "Checkout",
    "Listing",
    "ListingPicture",
    "MakingDay",
    "Order",
    "OrderEvent",
    "OrderLine",
    "PaymentEntry",
    "Shop",
    "ShopPicture",
    "ShownSlip",
    "Unit",
    "Variant",
]

# The change log of what sellers and the committee change by hand. What an order does to stock is on the order.
auditlog.register(
    Shop, exclude_fields=["search_key", "search_bigrams", "version"], mask_fields=["promptpay_id"]
)
auditlog.register(
    Listing,
    exclude_fields=[
        "price",
        "stock",
        "is_public",
        "changed_at",
        "created_at",
        "search_key",
        "search_bigrams",
        "name_order",
    ],
)
auditlog.register(Variant, include_fields=["name", "price", "is_active"])
for model in (Category, Unit):
    auditlog.register(model)
