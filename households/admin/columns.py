"""Columns of lists and read-only fields, written as people here write them."""

from collections.abc import Callable
from decimal import Decimal

from django.contrib import admin
from django.utils.html import format_html

from lib.dates import thai_date
from lib.money import baht
from lib.promptpay import mask_receiver
from lib.words import Words


def value_at(obj, path: str):
    """The value at a path like `owed__name`; None where the path ends early."""
    for name in path.split("__"):
        if obj is None:
            return None
        obj = getattr(obj, name)
    return obj


def column(path: str, label: Words, show: Callable, *, is_sortable: bool = True) -> Callable:
    """A column that shows the value at `path` through `show`; nothing is a dash."""

    @admin.display(description=label, ordering=path if is_sortable else None)
    def shown(obj):
        value = value_at(obj, path)
        return "–" if value is None or value == "" else show(value)

    # A page of one row may name a column among its fields.
    shown.__name__ = f"{path}_shown"
    return shown


def unbroken(text: str) -> str:
    """Words that stay on one line in a narrow column."""
    return format_html('<span class="office-unbroken">{}</span>', text)


def moment(path: str, label: Words) -> Callable:
    """A time in Bangkok, in words, with a Buddhist year in Thai."""
    return column(path, label, lambda value: unbroken(thai_date(value, "time")))


def day(path: str, label: Words) -> Callable:
    """A date in words, with a Buddhist year in Thai."""
    return column(path, label, lambda value: unbroken(thai_date(value)))


def money(path: str, label: Words) -> Callable:
    """Baht."""
    return column(path, label, baht)


def amount(path: str, label: Words) -> Callable:
    """A quantity without useless zeros."""
    return column(path, label, lambda value: f"{Decimal(value).normalize():,f}", is_sortable=False)


def masked(path: str, label: Words) -> Callable:
    """A PromptPay number of which only the last four figures are shown."""

    def show(value: str) -> str:
        try:
            return mask_receiver(value)
        except ValueError:
            return f"…{value[-4:]}"

    return column(path, label, show)
