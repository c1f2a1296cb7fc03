"""What of the market somebody may name when they ask the centre for help because something is not safe."""

from django.utils.translation import gettext as _

from market.models import Order, Shop


def own_order(user, code: str) -> str:
    """What an order is called that this person bought or sold; "" for those of others."""
    theirs = Order.objects.bought_by(user) | Order.objects.sold_by(user) if user.is_authenticated else None
    order = theirs.filter(code=code).first() if theirs is not None else None
    return _("Order %(code)s, %(shop)s") % {"code": order.code, "shop": order.shop_name} if order else ""


def shop(user, code: str) -> str:
    """What a shop is called; "" where there is none."""
    found = Shop.objects.filter(code=code).first()
    return _("Shop %(name)s") % {"name": found.name} if found else ""
