"""Certificates: the page on which anybody checks one, the paper, and taking one back."""

from collections.abc import Iterable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from households.models import Community
from households.views.acting import done
from lib import qr
from lib.codes import normalise_code
from lib.dates import BUDDHIST_YEARS
from welfare.forms.college import RevokeForm
from welfare.models import Certificate
from welfare.views.gifts import private
from welfare.volunteering import certificates, wording


@require_safe
def find(request) -> HttpResponse:
    """By the code on the paper to its page."""
    words = request.GET.get("code", "").strip()[:40]
    found = Certificate.objects.filter(code=normalise_code(words)).first() if words else None
    if found:
        return redirect("welfare:certificate", found.code)
    return render(request, "welfare/certificate_find.html", {"words": words})


@require_safe
def show(request, code: str) -> HttpResponse:
    """What stands on the paper and whether it holds, for whoever has its code. Nothing else about the person."""
    certificate = get_object_or_404(Certificate.objects.select_related("community"), code=code)
    context = {
        "certificate": certificate,
        "community": certificate.community,
        "state": _state(certificate),
        "hours": wording.long(certificate.minutes) if certificate.minutes else "",
        "may_print": certificates.printed_by(request.user).filter(pk=certificate.pk).exists(),
        "may_revoke": certificates.revocable_by(request.user).filter(pk=certificate.pk).exists(),
    }
    return private(render(request, "welfare/certificate_page.html", context))


@login_required
@require_safe
def paper(request, code: str) -> HttpResponse:
    """The paper itself, on A4, for the volunteer and for those who keep the college."""
    rows = certificates.printed_by(request.user).filter(revoked_on__isnull=True)
    certificate = get_object_or_404(rows, code=code)
    return printed(request, certificate.community, [certificate])


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request, code: str) -> HttpResponse:
    """The committee takes a certificate back, with a reason."""
    certificate = get_object_or_404(certificates.revocable_by(request.user), code=code)
    form = RevokeForm(request.POST or None)
    given = {"certificate": certificate, "actor": request.user}
    is_right = request.method == "POST" and form.is_valid()
    if is_right and done(form, certificates.revoke, **given, **form.cleaned_data):
        messages.success(request, _("The certificate is taken back. Its page says so from now on."))
        return redirect("welfare:certificate", code)
    return render(request, "welfare/certificate_revoke.html", {"certificate": certificate, "form": form})


def printed(
    request,
    community: Community,
    rows: Iterable[Certificate],
    year: int | None = None,
    next_cursor: str | None = None,
) -> HttpResponse:
    """Certificates as papers, each on its own sheet with a QR code to the page that checks it."""
    context = {
        "community": community,
        "papers": [_paper(row) for row in rows],
        "year": year,
        "thai_year": year + BUDDHIST_YEARS if year else None,
        "next_cursor": next_cursor,
    }
    return private(render(request, "welfare/certificate_print.html", context))


def _paper(certificate: Certificate) -> dict:
    url = settings.SITE_URL + reverse("welfare:certificate", args=[certificate.code])
    return {
        "certificate": certificate,
        "thai_year": certificate.year + BUDDHIST_YEARS,
        "hours": wording.long(certificate.minutes) if certificate.minutes else "",
        "picture": qr.svg(url, _("Check this certificate")),
        "find": settings.SITE_URL + reverse("welfare:certificate_find"),
    }


def _state(certificate: Certificate) -> str:
    """How it stands today: "revoked", "expired" or "holds"."""
    if certificate.revoked_on:
        return "revoked"
    if certificate.expires_on and certificate.expires_on < timezone.localdate():
        return "expired"
    return "holds"
