"""Writing down without a net: the page, what it sends later, and the worker that keeps the page in the phone."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from households.views.acting import made
from welfare.forms.desk_offline import OfflineForm
from welfare.helpdesk import offline
from welfare.views import desk_rooms

JSON = "application/json"


@never_cache
@login_required
@require_GET
def page(request, code):
    """The form. Without JavaScript it is a plain one; with it, it works without a net."""
    community = desk_rooms.of_helpers(request, code)
    form = OfflineForm(mark=offline.mark_of(request.user))
    return _page(request, community, form)


@never_cache
@require_POST
def send(request, code):
    """Take one entry in. The page asks for JSON: `received` with the code, or `refused` with the reason in words."""
    wants_json = request.headers.get("Accept", "") == JSON
    if wants_json and not request.user.is_authenticated:
        return JsonResponse({"signed_out": True}, status=401)
    return _send(request, code, wants_json)


@login_required
def _send(request, code, wants_json: bool):
    try:
        community = desk_rooms.of_helpers(request, code)
    except Http404:
        if not wants_json:
            raise
        return JsonResponse({"refused": _("You no longer write requests down here.")}, status=404)
    mark = offline.mark_of(request.user)
    if wants_json and request.POST.get("mark") != mark:
        # It stays in the phone as it is, until the one who typed it is there again.
        words = _("Somebody else typed this on this phone. That person has to sign in to send it.")
        return JsonResponse({"signed_out": True, "words": words}, status=409)
    form = OfflineForm(request.POST, mark=mark)
    case = None
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("key", "mark", "typed_at")}
        case = made(form, offline.send, community=community, asked=form.asked(), user=request.user, **given)
    if wants_json:
        return _told(form, case)
    if case is None:
        return _page(request, community, form)
    messages.success(request, _("It is written down. Its code is %(code)s.") % {"code": case.code})
    return redirect("welfare:desk_offline", community.code)


@never_cache
@login_required
@require_GET
def worker(request, code):
    """The script that gives the page out of the phone when there is no net; it governs this page alone."""
    desk_rooms.of_helpers(request, code)
    return render(request, "welfare/desk_offline_worker.js", content_type="text/javascript")


def _page(request, community, form) -> HttpResponse:
    context = {"community": community, "form": form, "mark": offline.mark_of(request.user)}
    return render(request, "welfare/desk_offline.html", context)


def _told(form: OfflineForm, case) -> JsonResponse:
    if case is not None:
        return JsonResponse({"received": case.code})
    reasons = [
        f"{form.fields[name].label}: {reason}" if name in form.fields else str(reason)
        for name, found in form.errors.items()
        for reason in found
    ]
    return JsonResponse({"refused": " ".join(reasons)}, status=422)
