"""For somebody in the register: consent on paper, the data to take away, and asking that the name be removed."""

from auditlog.context import set_actor
from auditlog.signals import accessed
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from households import agreements, consents, erasures, privacy
from households.forms.privacy import PersonConsentForm, purposes_of
from households.models import Household, IncomeLook, Membership, Person
from households.views import my_data
from households.views.acting import done, press
from households.views.people import find
from lib.network import client_ip

FORM = require_http_methods(["GET", "HEAD", "POST"])


def _found(request, pk: int) -> Membership:
    """Somebody whose answers this person writes down; 404 for others."""
    membership = find(request, pk)
    if not consents.may_record(request.user, membership):
        raise Http404
    return membership


def _for_committee(request, pk: int) -> Membership:
    """Somebody without an account, for the committee: whoever has one does it on their own page."""
    membership = _found(request, pk)
    if membership.person.user_id or not _governs(request, membership):
        raise Http404
    return membership


def _governs(request, membership: Membership) -> bool:
    return Household.objects.governed_by(request.user).filter(pk=membership.household_id).exists()


@login_required
@FORM
def consent(request, pk):
    """What the person allowed and said before, and writing down a new answer."""
    membership = _found(request, pk)
    person = membership.person
    form = PersonConsentForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        given = {"purpose": said["purpose"], "is_given": said["answer"] == "yes", "way": said["way"]}
        given |= {"person": person, "given_by": said["given_by"], "recorded_by": request.user}
        if done(form, consents.answer, **given):
            messages.success(request, _("The answer is on record."))
            return redirect("households:person_consent", membership.pk)
    context = {
        "membership": membership,
        "form": form,
        "purposes": [(label, agreements.has_consent(person, value)) for value, label in purposes_of(person)],
        "answers": agreements.answers_of(person).select_related("recorded_by")[:50],
        "may_take_data": not person.user_id and _governs(request, membership),
        "is_asked": erasures.is_asked(person),
    }
    return render(request, "households/person_consent.html", context)


@login_required
@require_GET
def data_html(request, pk):
    """Everything about the person, to print and hand over. The look is on record."""
    return my_data.html_of(_looked_at(request, pk))


@login_required
@require_GET
def data_json(request, pk):
    """The same for machines."""
    return my_data.json_of(_looked_at(request, pk))


@login_required
@require_POST
def ask_erasure(request, pk):
    """The person asks, by way of the committee, that the name be removed."""
    person = _for_committee(request, pk).person
    words = _("The request is on record. Look at it once more before the name goes.")
    if press(request, words, erasures.ask, person=person, actor=request.user):
        return redirect("households:erasure", person.code)
    return redirect("households:person_consent", pk)


def _looked_at(request, pk: int) -> Person:
    membership = _for_committee(request, pk)
    person = membership.person
    homes = Household.objects.filter(memberships__in=person.memberships.active())
    privacy.note_looks(households=homes, viewer=request.user, reason=IncomeLook.Reason.EXPORT)
    # The change log knows who acts only where something is sent; this is a look.
    with set_actor(request.user, remote_addr=client_ip(request) or None):
        accessed.send(sender=Person, instance=person)
    return person
