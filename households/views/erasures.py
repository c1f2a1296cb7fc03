"""Names that shall go: who asked, what has to be settled first, and doing it."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from households import erasures
from households.forms.privacy import EraseForm
from households.models import Community, Erasure, Household, RegisterEvent
from households.views.acting import done
from households.views.my_data import say_removed

MOST_SHOWN = 100


@login_required
@require_GET
def index(request, community):
    """Who asks in this community, and how many names were removed."""
    place = get_object_or_404(Community.objects.governed_by(request.user), code=community)
    removed = Erasure.objects.filter(person__memberships__household__community=place).distinct()
    context = {
        "community": place,
        "waiting": erasures.waiting_in(place)[:MOST_SHOWN],
        "removed": removed.select_related("done_by").order_by("-id")[:MOST_SHOWN],
    }
    return render(request, "households/erasures.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show(request, code):
    """What goes, what stays, what has to be settled first; sent, it is done."""
    rows = erasures.visible_to(request.user).filter(erased_at__isnull=True).select_related("user")
    person = get_object_or_404(rows, code=code)
    form = EraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {"person": person, "actor": request.user, "reason": form.cleaned_data["reason"]}
        if done(form, erasures.carry_out, **given):
            say_removed(request)
            return redirect("households:office_home")
    asked = RegisterEvent.objects.filter(person=person, facts__erasure=erasures.ASKED)
    context = {
        "person": person,
        "form": form,
        "homes": Household.objects.filter(memberships__person=person).distinct(),
        "asked": asked.select_related("actor").order_by("-id").first() if erasures.is_asked(person) else None,
        "is_asked": erasures.is_asked(person),
        "obstacles": erasures.obstacles(person),
        "is_own": person.user_id == request.user.pk,
    }
    return render(request, "households/erasure.html", context)
