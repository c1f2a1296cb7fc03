"""Asking the fund for help and following what becomes of it, with or without an account."""

from functools import partial

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from households.models import Community, Household
from households.views.acting import press
from lib.codes import normalise_code
from lib.errors import Refused
from lib.pictures import PictureRefused
from welfare import aid_follow, aid_requests, rules_in_force
from welfare import papers as paper_files
from welfare.forms.aid import AidForm, PicturesForm
from welfare.models import AidRequest, Paper

# A hall full of people after a flood may ask from one address; beyond this each answers a small sum, nobody is locked out.
RATE = {"aid_request": "30/10m/ip"}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request, code):
    """The form of four fields. The committee comes here with a household chosen."""
    community = get_object_or_404(Community, code=code)
    household = _chosen(request, community)
    given = {"community": community, "user": request.user, "household": household}
    form = AidForm(request.POST or None, request.FILES or None, **given)
    if request.method == "POST":
        made = _send(request, community, form)
        if made:
            messages.success(request, _("Your request has arrived. Please keep its code."))
            return redirect("welfare:aid_follow", made.code)
        if request.FILES and "pictures" not in form.errors:
            form.add_error("pictures", _("Please choose the photos once more."))
    context = {
        "community": community,
        "form": form,
        "household": household,
        "rules": rules_in_force.current(community),
        "governs": Community.objects.governed_by(request.user).filter(pk=community.pk).exists(),
    }
    return render(request, "welfare/aid_ask.html", context)


@never_cache
@require_GET
def find(request):
    """By its code to the page of a request."""
    words = request.GET.get("code", "").strip()[:40]
    found = AidRequest.objects.filter(code=normalise_code(words)).first() if words else None
    if found:
        return redirect("welfare:aid_follow", found.code)
    return render(request, "welfare/aid_find.html", {"words": words})


@never_cache
@require_GET
def follow(request, code):
    """Where a request stands, for whoever has its code: no names, and no amount before it is decided."""
    asked = find_request(code)
    context = {
        "asked": asked,
        "community": asked.community,
        "standing": aid_follow.standing(asked),
        "may_withdraw": asked.status == "asked" and aid_requests.may_withdraw(asked, request.user),
        "papers": Paper.objects.filter(community=asked.community).of(f"aid {asked.code}").count(),
        "form": PicturesForm(),
    }
    response = render(request, "welfare/aid_follow.html", context)
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "same-origin"
    return response


@require_POST
def papers(request, code):
    """Photos that were not at hand when the request was sent."""
    asked = find_request(code)
    form = PicturesForm(request.POST, request.FILES)
    if not form.is_valid() or not form.cleaned_data["pictures"]:
        messages.error(request, _("No picture was chosen."))
        return redirect("welfare:aid_follow", asked.code)
    try:
        _keep(asked, form.cleaned_data["pictures"], _user(request))
    except (PictureRefused, Refused) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The photos have arrived."))
    return redirect("welfare:aid_follow", asked.code)


@require_POST
def withdraw(request, code):
    """Who asked no longer needs it."""
    asked = find_request(code)
    words = _("The request is taken back. You can ask again at any time.")
    press(request, words, partial(aid_requests.withdraw, request=asked, user=_user(request)))
    return redirect("welfare:aid_follow", asked.code)


def find_request(code: str) -> AidRequest:
    """The request with this code; 404 for others. The code is all that is needed to follow it."""
    return get_object_or_404(AidRequest.objects.select_related("community", "rules", "household"), code=code)


def _user(request):
    return request.user if request.user.is_authenticated else None


def _chosen(request, community: Community) -> Household | None:
    """The household in whose name the committee asks; 404 for one that is not theirs."""
    code = request.GET.get("household", "")
    rows = Household.objects.governed_by(request.user).filter(community=community, status="active")
    return get_object_or_404(rows, code=code) if code else None


def _send(request, community: Community, form: AidForm) -> AidRequest | None:
    """The request, or none with what is wrong among the form's errors. Photos that cannot be read stop it."""
    if not form.is_valid() or not _may_send(request, form):
        return None
    try:
        with transaction.atomic():
            made = aid_requests.ask(community=community, user=_user(request), **form.asked())
            if not Paper.objects.filter(community=community).of(f"aid {made.code}").exists():
                _keep(made, form.cleaned_data["pictures"], _user(request))
    except PictureRefused as error:
        form.add_error("pictures", str(error))
        return None
    except Refused as error:
        form.add_error(None, error.message)
        return None
    return made


def _keep(asked: AidRequest, pictures: list, user) -> None:
    if pictures:
        paths = [paper_files.take(picture) for picture in pictures]
        aid_requests.add_papers(request=asked, paths=paths, user=user)


def _may_send(request, form: AidForm) -> bool:
    """People with an account may always; from one address a hall full of others, then with a small sum."""
    if request.user.is_authenticated or form.is_answered():
        return True
    usage = ratelimit.consume(request, app="welfare", action="aid_request", config=RATE)
    if usage is None:
        form.ask_sum()
    return usage is not None
