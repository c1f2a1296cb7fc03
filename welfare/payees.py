"""Whether money goes to whom it is meant for: the name against the request, the account against earlier payouts."""

import re

from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from lib.thai import arabic_digits, normalise, search_key
from welfare.models import AidRequest, Payout

# Two spellings of one name score at least this (0 to 100). By letters, not by sound: มาลี and มะลิ are two people.
SAME_NAME = 85
TITLES = re.compile(r"^(นางสาว|น\.\s?ส\.|นาง|นาย|ด\.\s?ช\.|ด\.\s?ญ\.|เด็กชาย|เด็กหญิง|คุณ)\s*")
LEAST_FIGURES = 8


def expected_name(request: AidRequest) -> str:
    """Who should get it: the person in the register, else as the request says."""
    return request.person.name if request.person else request.for_whom


def is_same_name(one: str, other: str) -> bool:
    """Whether two names mean one person, however they are spelt and with or without a title.

    First name and the rest are held against each other apart: mother and daughter share most of their letters.
    """
    first, second = _parts(one), _parts(other)
    pairs = list(zip(first, second, strict=False))
    return bool(pairs) and all(fuzz.ratio(search_key(a), search_key(b)) >= SAME_NAME for a, b in pairs)


def warnings(request: AidRequest, name: str, account: str) -> list[str]:
    """Why this payee needs an explanation; empty when everything fits."""
    found = []
    expected = expected_name(request)
    if not is_same_name(name, expected):
        found.append(_("The request is for %(name)s.") % {"name": expected})
    if _served_another_household(request, account):
        found.append(_("This account got money for another household before."))
    return found


def _parts(name: str) -> list[str]:
    plain = TITLES.sub("", normalise(name))
    first, _space, rest = plain.partition(" ")
    return [part for part in (first, rest) if part]


def _served_another_household(request: AidRequest, account: str) -> bool:
    figures = _figures(account)
    if len(figures) < LEAST_FIGURES:
        return False
    earlier = Payout.objects.filter(
        community=request.community_id, status=Payout.Status.PAID, way=Payout.Way.TRANSFER
    ).exclude(request__household=request.household_id)
    return any(_figures(kept) == figures for kept in earlier.values_list("payee_account", flat=True))


def _figures(account: str) -> str:
    return re.sub(r"[^0-9]", "", arabic_digits(account))
