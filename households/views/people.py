"""A person in the register: seen, entered, corrected, leaving and coming back."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from households import consents, departures, memberships, register
from households.forms.register import BackForm, EndForm, EntryForm
from households.models import Household, Membership, Situation, User
from households.people_words import facts_of
from households.views.acting import done, press

FORM = require_http_methods(["GET", "HEAD", "POST"])


def find(request, pk: int, rows=None) -> Membership:
    """A place in a household that this person may read in full; 404 for others."""
    rows = Membership.objects.correctable_by(request.user) if rows is None else rows
    rows = rows.exclude(status__in=[Membership.Status.ASKED, Membership.Status.REFUSED])
    return get_object_or_404(rows.select_related("household__community", "person__user"), pk=pk)


def looks_after(request, membership: Membership) -> bool:
    """Whether this person speaks for the household or sits on its committee."""
    return Membership.objects.answerable_by(request.user).filter(pk=membership.pk).exists()


@login_required
@require_GET
def show(request, pk):
    """What the register says about somebody, and what can be done."""
    membership = find(request, pk)
    situations = Situation.objects.visible_to(request.user).running().filter(person=membership.person)
    needs = list(situations.order_by("since", "id"))
    is_own, records_consent = (
        membership.person.user_id == request.user.pk,
        consents.may_record(request.user, membership),
    )
    keeps = looks_after(request, membership)
    context = {
        "membership": membership,
        "is_member": membership.status == Membership.Status.ACTIVE,
        "rows": facts_of(membership),
        "situations": needs,
        "may_withdraw": (is_own or records_consent) and any(need.kind in Situation.HEALTH for need in needs),
        "may_see_needs": keeps or is_own,
        "looks_after": keeps,
        "records_consent": records_consent,
        "may_appoint": Membership.objects.appointable_by(request.user).filter(pk=membership.pk).exists(),
        "back_form": BackForm(),
    }
    return render(request, "households/person.html", context)


@login_required
@FORM
def add(request, code):
    """Enter somebody who belongs to the household. The committee can then print a code to enter with."""
    governed = Household.objects.governed_by(request.user)
    household = Household.objects.represented_by(request.user).filter(code=code).first()
    is_committee = governed.filter(code=code).exists()
    household = household or get_object_or_404(governed, code=code)
    form = EntryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        entered = done(
            form, register.enter_person, household=household, entry=form.entry(), actor=request.user
        )
        if entered and is_committee:
            messages.success(request, _("Entered. If the person wants to use the site, print an entry code."))
            return redirect(f"{reverse('households:codes')}?q={household.code}")
        if entered:
            messages.success(request, _("Entered. The committee will have a look at it."))
            return redirect("households:household", household.code)
    return render(request, "households/member_add.html", {"form": form, "household": household})


@login_required
@FORM
def edit(request, pk):
    """Put right what the register says about somebody."""
    membership = find(request, pk)
    if membership.status != Membership.Status.ACTIVE:
        raise Http404
    form = EntryForm(request.POST or None, initial=vars(register.entry_of(membership)))
    if request.method == "POST" and form.is_valid():
        given = {"membership": membership, "entry": form.entry(), "actor": request.user}
        if done(form, register.correct_person, **given):
            messages.success(request, _("The entry is corrected."))
            return redirect("households:person", membership.pk)
    return render(request, "households/person_edit.html", {"form": form, "membership": membership})


@login_required
@FORM
def end(request, pk):
    """Somebody no longer belongs to the household: why, and since when."""
    membership = find(request, pk, Membership.objects.answerable_by(request.user).active())
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and done(form, _ends(membership, form, request.user)):
        messages.success(request, _("It is on record."))
        return redirect("households:household", membership.household.code)
    return render(request, "households/person_end.html", {"form": form, "membership": membership})


@login_required
@require_POST
def back(request, pk):
    """Somebody belongs to the household again."""
    membership = find(request, pk, Membership.objects.answerable_by(request.user))
    form = BackForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(next(iter(form.errors["since"]))))
        return redirect("households:person", membership.pk)
    given = {"membership": membership, "since": form.cleaned_data["since"], "actor": request.user}
    if press(request, _("This person belongs to the household again."), departures.bring_back, **given):
        return redirect("households:household", membership.household.code)
    return redirect("households:person", membership.pk)


@login_required
@require_POST
def deputy(request, pk):
    """Let a member do what the representative may."""
    membership = find(request, pk, Membership.objects.appointable_by(request.user))
    words = _("The household has a new deputy.")
    press(request, words, memberships.make_deputy, membership=membership, actor=request.user)
    return redirect("households:person", membership.pk)


@login_required
@require_POST
def deputy_end(request, pk):
    """The household has no deputy any more."""
    membership = find(request, pk, Membership.objects.appointable_by(request.user))
    words = _("The household has no deputy now.")
    press(request, words, memberships.end_deputy, membership=membership, actor=request.user)
    return redirect("households:person", membership.pk)


def _ends(membership: Membership, form: EndForm, actor: User) -> Callable:
    """The act that the form asks for."""
    said, why = form.cleaned_data, Membership.EndReason
    given = {"membership": membership, "on": said["on"], "actor": actor, "reason": said["reason"]}
    if said["why"] == why.DIED:
        return partial(departures.record_death, **given)
    if said["why"] == why.MOVED:
        return partial(departures.move, household_code=said["code"], **given)
    return partial(departures.leave, why=said["why"], **given)
