"""Needs for help: noted, ended, and consent taken back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from households import consents, situations
from households.forms.register import SituationForm
from households.models import Consent, Membership, Situation
from households.views.acting import done, press
from households.views.people import find


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request, pk):
    """Note a need for help, health only with the person's yes."""
    membership = find(request, pk, Membership.objects.correctable_by(request.user).active())
    form = SituationForm(request.POST or None, initial={"since": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        given = {"membership": membership, "actor": request.user, **form.cleaned_data}
        given["way"] = _way(request.user, membership, given["way"])
        if given["kind"] in Situation.HEALTH and not _may_answer(request.user, membership):
            form.add_error(
                "kind", _("This person enters the site and notes this alone, or together with the committee.")
            )
        elif done(form, situations.add, **given):
            messages.success(request, _("It is noted. Only those who help can see it."))
            return redirect("households:person", membership.pk)
    return render(request, "households/person_need.html", {"form": form, "membership": membership})


@login_required
@require_POST
def end(request, pk, situation):
    """A need for help is over today."""
    membership = find(request, pk, Membership.objects.correctable_by(request.user).active())
    rows = Situation.objects.visible_to(request.user).filter(person=membership.person_id)
    given = {"situation": get_object_or_404(rows, pk=situation), "until": timezone.localdate()}
    press(request, _("The need for help has ended."), situations.end, actor=request.user, **given)
    return redirect("households:person", membership.pk)


@login_required
@require_POST
def withdraw(request, pk):
    """Health is no longer kept on record: the person takes the yes back, or whoever writes it down for them."""
    membership = find(request, pk, Membership.objects.correctable_by(request.user).active())
    if not _may_answer(request.user, membership):
        raise Http404
    given = {
        "person": membership.person,
        "purpose": Consent.Purpose.HEALTH,
        "is_given": False,
        "way": _way(request.user, membership, Consent.Way.SPOKEN),
        "recorded_by": request.user,
    }
    press(request, _("What was noted about health has ended."), consents.answer, **given)
    return redirect("households:person", membership.pk)


def _may_answer(user, membership: Membership) -> bool:
    """Whether this user may say yes or no to health: the person, and whoever writes it down for them."""
    return membership.person.user_id == user.pk or consents.may_record(user, membership)


def _way(user, membership: Membership, way: str) -> str:
    """How the answer was given: on the site by the person, else as it is said."""
    return Consent.Way.SITE if membership.person.user_id == user.pk else way
