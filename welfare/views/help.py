"""Whom to call."""

from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from households.models import Community

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
        },
    )
