"""Consent by purpose: yes or no, changed whenever one likes, and what was said before."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from households import agreements, consents
from households.models import Agreement, Consent

HISTORY = 50


@login_required
@require_GET
def home(request):
    """Each purpose with the present answer, and the answers before it."""
    answers = list(agreements.answers_of(request.user).select_related("notice")[:HISTORY])
    purposes = [
        {
            "value": purpose.value,
            "label": purpose.label,
            "is_given": agreements.has_consent(request.user, purpose.value),
        }
        for purpose in Consent.Purpose
    ]
    return render(
        request,
        "households/consent.html",
        {"purposes": purposes, "answers": answers, "privacy": agreements.current(Agreement.Kind.PRIVACY)},
    )


@login_required
@require_POST
@transaction.atomic
def save(request):
    """Keep the answer to one purpose."""
    purpose, answer = request.POST.get("purpose"), request.POST.get("answer")
    if purpose not in Consent.Purpose.values or answer not in ("yes", "no"):
        raise Http404
    is_given = answer == "yes"
    if agreements.has_consent(request.user, purpose) != is_given:
        consents.answer_for_oneself(user=request.user, purpose=purpose, is_given=is_given)
    messages.success(request, _("Saved. You can change this at any time."))
    return redirect("households:consent")
