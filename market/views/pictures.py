"""The pictures of a shop or a listing: adding, putting in order, describing, removing."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from market import pictures
from market.forms.pictures import DescriptionForm, PicturesForm
from market.models import Listing, Shop

KINDS: dict[str, type[Shop] | type[Listing]] = {"shops": Shop, "listings": Listing}


def find(request, kind: str, code: str) -> Shop | Listing:
    """One's own shop or listing; 404 for anybody else's."""
    return get_object_or_404(KINDS[kind].objects.managed_by(request.user), code=code)


def back(kind: str, owner: Shop | Listing) -> HttpResponse:
    """To the page with the pictures."""
    return redirect("market:sell_pictures", kind, owner.code)


@login_required
@require_safe
def show(request, kind: str, code: str) -> HttpResponse:
    """All pictures with what can be done to each."""
    owner = find(request, kind, code)
    rows = list(owner.pictures.all())
    context = {
        "owner": owner,
        "kind": kind,
        "rows": [(row, DescriptionForm(initial={"alt": row.alt}, prefix=row.digest[:8])) for row in rows],
        "room": pictures.MOST - len(rows),
        "form": PicturesForm(),
        "back_url": reverse(
            "market:sell_listings" if kind == "shops" else "market:sell_listing_edit", args=[owner.code]
        ),
    }
    return render(request, "market/sell_pictures.html", context)


@login_required
@require_POST
def add(request, kind: str, code: str) -> HttpResponse:
    """Put the chosen files behind the pictures that are there."""
    owner = find(request, kind, code)
    selection = pictures.take(request.FILES.getlist("pictures"), most=pictures.MOST)
    left_out = pictures.add(owner=owner, taken=selection.taken)
    for refusal in selection.refusals:
        messages.error(request, refusal)
    if left_out:
        messages.error(request, pictures.too_many())
    if len(selection.taken) > left_out:
        messages.success(request, _("The pictures are there."))
    elif not selection.refusals and not left_out:
        messages.error(request, _("No picture was chosen."))
    return back(kind, owner)


@login_required
@require_POST
def move(request, kind: str, code: str, digest: str) -> HttpResponse:
    """To the front, or one place earlier or later."""
    owner = find(request, kind, code)
    to = request.POST.get("to")
    if to in (pictures.FIRST, pictures.EARLIER, pictures.LATER):
        pictures.move(owner=owner, digest=digest, to=to)
    return back(kind, owner)


@login_required
@require_POST
def describe(request, kind: str, code: str, digest: str) -> HttpResponse:
    """Say in words what it shows."""
    owner = find(request, kind, code)
    form = DescriptionForm(request.POST, prefix=digest[:8])
    if form.is_valid():
        pictures.describe(owner=owner, digest=digest, alt=form.cleaned_data["alt"])
        messages.success(request, _("Thank you. People who cannot see the picture now hear this."))
    else:
        messages.error(request, str(form.errors["alt"][0]))
    return back(kind, owner)


@login_required
@require_POST
def remove(request, kind: str, code: str, digest: str) -> HttpResponse:
    """Take it away; one press brings it back."""
    owner = find(request, kind, code)
    gone = owner.pictures.filter(digest=digest).first()
    if gone:
        pictures.remove(owner=owner, digest=digest)
        kept = pictures.keep([pictures.Taken(gone.digest, gone.width, gone.height)])
        undo = reverse("market:sell_picture_restore", args=[kind, owner.code, kept])
        messages.success(request, _("The picture is removed."), extra_tags=f"undo:{undo}")
    return back(kind, owner)


@login_required
@require_POST
def restore(request, kind: str, code: str, kept: str) -> HttpResponse:
    """Bring back a picture that was just removed."""
    owner = find(request, kind, code)
    pictures.add(owner=owner, taken=pictures.kept(kept))
    return back(kind, owner)
