"""Trade: shops, listings, baskets, orders and payments."""

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
