"""Pieces of lists of goods that are the same for many visitors: printed once for each choice, then remembered.

Like cards, they are pure functions of what they are given.
"""

from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from market import catalogue, places
from market.forms import filters
from market.models import Listing

KEPT = 512


def kinds(now: str = "") -> SafeString:
    """The kinds of goods in a row of links; `now` is the code of the one that is shown."""
    return _kinds(catalogue.kinds(get_language()), now, get_language())


def filter_form(request, asked: catalogue.Wanted, *, with_kinds: bool) -> SafeString:
    """What narrows and orders the list at this address, with what the visitor chose and typed."""
    here = places.visitor_community(request)
    typed = (request.GET.get("price_from", ""), request.GET.get("price_to", ""))
    return _filter_form(
        request.path,
        asked,
        asked.errors,
        typed,
        catalogue.kinds(get_language()) if with_kinds else (),
        bool(here),
        bool(here and here.network_id),
        get_language(),
    )


@lru_cache(KEPT)
def _kinds(kinds: tuple[catalogue.Kind, ...], now: str, language: str) -> SafeString:
    return render_to_string("market/category_chips.html", {"categories": kinds, "now": now})


@lru_cache(KEPT)
def _filter_form(path, asked, errors, typed, kinds, has_home, has_network, language) -> SafeString:
    context = {
        "action": path,
        "asked": asked,
        "errors": errors,
        "price_from": typed[0],
        "price_to": typed[1],
        "sorts": [filters.BEST, *filters.SORTS] if asked.q else filters.SORTS,
        "wheres": [choice for choice in filters.WHERE if has_network or choice[0] != "network"]
        if has_home
        else (),
        "conditions": Listing.Condition.choices,
        "categories": kinds,
        "without_filters": asked.without_filters(),
    }
    return render_to_string("market/filters.html", context)
