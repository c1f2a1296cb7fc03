"""What tests of orders and listings do again and again."""

import datetime

from django.urls import reverse
from django.utils import timezone

from market import orders
from market.models import Order

SLIP = {"bank": "014", "reference": "0123456789ABCDEF"}


def make_ready(order, seller):
    orders.accept(order=order, actor=seller)
    return orders.mark_ready(order=order, actor=seller)


def complete(order, seller):
    make_ready(order, seller)
    return orders.hand_over(order=order, code=order.handover_code, actor=seller, has_cash=True)


def slip(order, buyer, reference="0123456789ABCDEF"):
    return orders.show_slip(order=order, bank="014", reference=reference, actor=buyer)


def later(order, hours):
    Order.objects.filter(pk=order.pk).update(
        accept_until=timezone.now() - datetime.timedelta(hours=hours),
        pay_until=order.pay_until and timezone.now(),
    )


def page(client, order, user) -> str:
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client.get(order.get_absolute_url()).content.decode()


def press(client, order, user, verb, **fields):
    client.force_login(user)
    client.cookies["django_language"] = "en"
    answer = client.post(f"{order.get_absolute_url()}{verb}/", fields)
    order.refresh_from_db()
    return answer


def at(listing, name):
    return reverse(f"market:sell_{name}", args=[listing.code])


def edited(listing, **changes):
    return {
        "name": listing.name,
        "price": "45",
        "unit": listing.unit.code,
        "initial-stock": "10",
        "stock": "10",
        "category": listing.category.code,
        "condition": "new",
        "supply": "stock",
        **changes,
    }
