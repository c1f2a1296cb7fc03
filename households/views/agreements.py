"""Rules and notices: read in short, in full, in earlier versions, and accept."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from households import agreements
from households.models import Acceptance, Agreement, AgreementVersion, Community, Household
from lib.errors import Refused
from lib.network import next_path, own_path


@require_GET
def home(request):
    """What holds here: the community's rules and the site's privacy notice."""
    community = _community(request)
    versions = [agreements.current(kind, community) for kind in Agreement.Kind.values]
    return render(
        request,
        "households/agreements.html",
        {"versions": [version for version in versions if version], "community": community},
    )


@require_GET
def show(request, kind):
    """A document: in short first, the full text below, earlier versions under it."""
    community = _community(request)
    newest = agreements.current(_known(kind), community)
    if newest is None:
        raise Http404
    version = newest
    if number := request.GET.get("version"):
        rows = AgreementVersion.objects.filter(agreement=newest.agreement).select_related(
            "agreement__community"
        )
        version = get_object_or_404(rows, number=number if number.isdecimal() else 0)
    accepted = None
    if request.user.is_authenticated:
        accepted = Acceptance.objects.filter(version=version, user=request.user).first()
    context = {
        "version": version,
        "is_newest": version == newest,
        "accepted": accepted,
        "earlier": newest.agreement.versions.exclude(pk=version.pk),
        "community": community,
        "next": own_path(request, request.GET.get("next", "")),
    }
    return render(request, "households/agreement.html", context)


@login_required
@require_POST
def accept(request, kind):
    """Accept the version that was on the screen."""
    rows = AgreementVersion.objects.filter(agreement__kind=_known(kind)).select_related(
        "agreement__community"
    )
    number = request.POST.get("version", "")
    version = get_object_or_404(rows, pk=number if number.isdecimal() else 0)
    next_url = next_path(request)
    try:
        agreements.accept(user=request.user, version=version, recorded_by=request.user)
        messages.success(request, _("Thank you. It is on record that you accept this version."))
    except Refused as error:
        messages.error(request, error.message)
        return HttpResponseRedirect(agreements.accept_url(version, next_url))
    return redirect(next_url or "/")


def _known(kind: str) -> str:
    if kind not in Agreement.Kind.values:
        raise Http404
    return kind


def _community(request) -> Community | None:
    """Whose rules: the one named, else the one last looked at, else one's own, else the only one."""
    if code := request.GET.get("community", ""):
        return get_object_or_404(Community, code=code)
    if community := Community.objects.filter(code=request.COOKIES.get("community", "")).first():
        return community
    if home := Household.objects.of_member(request.user).select_related("community").first():
        return home.community
    few = list(Community.objects.all()[:2])
    return few[0] if len(few) == 1 else None
