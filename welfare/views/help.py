"""Whom to call."""

from typing import Any

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from households.models import Community, Role
from welfare.helpdesk import cases
from welfare.models import HelpCase

# Answered everywhere in Thailand, day and night.
NATIONAL_NUMBERS = (
    ("1669", _("Ambulance")),
    ("191", _("Police")),
    ("199", _("Fire brigade")),
    ("1300", _("Social assistance, for every need")),
)
COMMUNITIES_OFFERED = 100


def contacts(request):
    """Emergency numbers and the community's own people. Works without an account and without a community."""
    chosen = Community.objects.filter(code=request.GET.get("community", "")).first()
    return render(
        request,
        "welfare/help_page.html",
        {
            "chosen": chosen,
            "national_numbers": NATIONAL_NUMBERS,
            "national_phones": [phone for phone, _label in NATIONAL_NUMBERS],
            "communities": Community.objects.order_by("name")[:COMMUNITIES_OFFERED],
            "centre_links": _centre_links(request.user),
        },
    )


def _centre_links(user) -> list[tuple[str, Any]]:
    """Where those go who help: to the desks at which they sit, and to what is in their hand."""
    if not user.is_authenticated:
        return []
    desks = Community.objects.with_role(user, *cases.DESK).order_by("name")[:COMMUNITIES_OFFERED]
    links: list[tuple[str, Any]] = [
        (
            reverse("welfare:desk", args=[desk.code]),
            _("Desk of %(community)s") % {"community": desk.name},
        )
        for desk in desks
    ]
    if links or HelpCase.objects.given_to(user).exists() or _is_volunteer(user):
        links.append((reverse("welfare:desk_mine"), _("What is in my hand")))
    return links


def _is_volunteer(user) -> bool:
    return Community.objects.with_role(user, Role.Kind.VOLUNTEER).exists()
