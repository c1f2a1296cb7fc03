"""A household as a whole: corrected, divided, moved or closed, its history and its card to print."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from households import divisions, register
from households.forms.register import HouseForm, SplitForm, StatusForm
from households.models import Household
from households.people_words import happenings
from households.register_events import OF_NEEDS, hat_of
from households.views.acting import done, press
from households.views.paging import paging_url
from lib import paging, qr

FORM = require_http_methods(["GET", "HEAD", "POST"])


def kept_by(user):
    """Households that this person speaks for or whose committee this person sits on."""
    mine = Household.objects.represented_by(user).values("pk")
    governed = Household.objects.governed_by(user).values("pk")
    return Household.objects.filter(pk__in=mine) | Household.objects.filter(pk__in=governed)


def find(rows, code: str) -> Household:
    """The household with this code among these; 404 for others."""
    return get_object_or_404(rows.select_related("community", "origin"), code=code)


@login_required
@FORM
def edit(request, code):
    """Put right where the household is and what it is called."""
    household = find(kept_by(request.user), code)
    now = {name: getattr(household, name) for name in register.OF_HOUSE}
    form = HouseForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        given = {"household": household, "actor": request.user, **form.cleaned_data}
        if done(form, register.correct_household, **given):
            messages.success(request, _("The entry is corrected."))
            return redirect("households:household", household.code)
    return render(request, "households/household_edit.html", {"form": form, "household": household})


@login_required
@FORM
def status(request, code):
    """The committee writes down that a household moved, closed or came back."""
    household = find(Household.objects.governed_by(request.user), code)
    form = StatusForm(request.POST or None, now=household.status)
    if request.method == "POST" and form.is_valid():
        given = {"household": household, "actor": request.user, **form.cleaned_data}
        if done(form, divisions.change_status, **given):
            messages.success(request, _("It is on record."))
            return redirect("households:household", household.code)
    return render(request, "households/household_status.html", {"form": form, "household": household})


@login_required
@FORM
def split(request, code):
    """Some people become a household of their own."""
    household = find(kept_by(request.user), code)
    form = SplitForm(request.POST or None, household=household)
    if request.method == "POST" and form.is_valid():
        given = {"household": household, "actor": request.user, **form.cleaned_data}
        if done(form, divisions.split, **given):
            messages.success(request, _("There are two households now. The new one has a code of its own."))
            return redirect("households:home")
    return render(request, "households/household_split.html", {"form": form, "household": household})


@login_required
@require_POST
def split_undo(request, code):
    """The committee puts a household that came out of another back together with it."""
    household = find(Household.objects.governed_by(request.user), code)
    words = _("Everybody is back in the old household.")
    press(request, words, divisions.undo_split, household=household, actor=request.user)
    return redirect("households:household", household.code)


@login_required
@require_GET
def history(request, code):
    """What was done to the household's entry, newest first. Needs for help only for those who look after it."""
    household = find(Household.objects.visible_to(request.user), code)
    events = household.events.select_related("person", "actor")
    if hat_of(request.user, household) == "member":
        events = events.exclude(kind__in=OF_NEEDS)
    page = paging.page(events, ["-id"], request.GET.get("after"))
    context = {
        "household": household,
        "events": happenings(page.items),
        "next_url": paging_url(request, page.next_cursor),
    }
    return render(request, "households/household_history.html", context)


@login_required
@require_GET
def card(request, code):
    """The household's card on paper: its name, number, code, and the picture to scan."""
    household = find(Household.objects.visible_to(request.user), code)
    join_url = request.build_absolute_uri(f"{reverse('households:join')}?code={household.code}")
    picture = qr.svg(join_url, _("Scan to join this household"))
    context = {"household": household, "join_url": join_url, "join_qr": picture, "pockets": range(4)}
    return render(request, "households/household_print.html", context)
