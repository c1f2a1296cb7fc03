"""The centre's map: open requests on the picture of the village, the picture itself, and putting a request on it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from households.models import Community
from households.views.acting import done, press
from lib.errors import Refused
from lib.pictures import PictureRefused
from lib.thai import sort_key
from welfare.forms.desk_maps import PictureForm, PointForm, PressedForm, sizes
from welfare.helpdesk import board, map_bases, map_pictures, maps
from welfare.models import HelpCase, VillageMap
from welfare.views import desk_rooms

FILTERS = ("pile", "urgency", "kind", "area")
PILES = ("waiting", "in_hand", "late")


@login_required
@require_GET
def desk_map(request, code):
    """Open requests on the map, and the same as a list beneath it."""
    community = desk_rooms.of_readers(request, code)
    wanted = {name: request.GET.get(name, "").replace("\0", "") for name in FILTERS}
    if wanted["pile"] not in PILES:
        wanted["pile"] = ""
    field = maps.read_field(request.GET.get("field", ""))
    everything = board.cards(request.user, community, {})
    rows = board.cards(request.user, community, wanted)
    base = map_bases.of(community, everything)
    without = [] if field and base else maps.without_place(rows, base)
    context = {
        "community": community,
        "base": base,
        "drawn": maps.marks(rows, base, field) if base else None,
        "without": by_area(without[: maps.MOST_WITHOUT]),
        "is_without_cut": len(without) > maps.MOST_WITHOUT,
        "wanted": wanted,
        "field": field,
        "is_filtered": any(wanted.values()),
        "areas": board.piles(request.user, community).areas,
        "kinds": HelpCase.Kind.choices,
        "urgencies": HelpCase.Urgency.choices,
        "unfielded": _without_field(request),
        "governs": _governs(request, community),
    }
    return render(request, "welfare/desk_map.html", context)


@login_required
@require_GET
def picture_file(request, code):
    """The picture itself, for the desk, the small circle and whoever has a request in hand."""
    community = desk_rooms.of_readers(request, code, with_helpers=True)
    village = map_pictures.of(community)
    if village is None:
        raise Http404
    response = map_pictures.response(village.picture)
    # Its address changes with the picture; the same phone need not fetch it for each look.
    response["Cache-Control"] = "private, max-age=86400"
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def map_picture(request, code):
    """The picture of the village and who made it; a POST keeps a new one."""
    community = desk_rooms.of_committee(request, code)
    village = map_pictures.of(community)
    initial = {"credit": village.credit if village else ""}
    form = PictureForm(
        request.POST or None, request.FILES or None, has_picture=village is not None, initial=initial
    )
    if request.method == "POST" and form.is_valid() and _keep(request, community, village, form):
        messages.success(request, _("The picture is kept."))
        return redirect("welfare:desk_map_picture", community.code)
    return _picture_page(request, community, village, form, None)


@login_required
@require_POST
def map_point(request, code):
    """A known point: its degrees, and where the picture was pressed."""
    community = desk_rooms.of_committee(request, code)
    village = get_object_or_404(VillageMap, community=community)
    form = PointForm(request.POST, aspect=village.height / village.width)
    if form.is_valid():
        latitude, longitude = form.cleaned_data["where"]
        given = {"x": form.cleaned_data["x"], "y": form.cleaned_data["y"]}
        given |= {"latitude": latitude, "longitude": longitude, "actor": request.user}
        if done(form, map_pictures.add_point, village=village, **given):
            messages.success(request, _("The point is kept."))
            return redirect("welfare:desk_map_picture", community.code)
    return _picture_page(request, community, village, None, form)


@login_required
@require_POST
def map_points_clear(request, code):
    """Begin anew with the known points."""
    community = desk_rooms.of_committee(request, code)
    village = get_object_or_404(VillageMap, community=community)
    given = {"village": village, "actor": request.user}
    press(request, _("The points are taken away."), map_pictures.clear_points, **given)
    return redirect("welfare:desk_map_picture", community.code)


@login_required
@require_POST
def case_place(request, code):
    """Put a request on the picture, where it was pressed; `off` takes it away again."""
    rows = HelpCase.objects.workable_by(request.user).select_related("community")
    case = get_object_or_404(rows, code=code)
    village = get_object_or_404(VillageMap, community=case.community)
    given = {"case": case, "actor": request.user}
    if "off" in request.POST:
        press(request, _("It is taken off the map."), maps.take_off, **given)
        return redirect("welfare:case", case.code)
    form = PressedForm(request.POST, aspect=village.height / village.width)
    if form.is_valid():
        given |= {"x": form.cleaned_data["x"], "y": form.cleaned_data["y"]}
        press(request, _("It is on the map."), maps.place, **given)
    else:
        messages.error(request, _("Press on the picture where it is."))
    return redirect("welfare:case", case.code)


def by_area(rows: list[HelpCase]) -> list[dict]:
    """Each with its time in words, those of one area together; soonest first within it."""
    ordered = sorted(rows, key=lambda case: sort_key(case.area))
    return [{"case": case, "area": case.area, "due": board.due_words(case.due_at)} for case in ordered]


def _keep(request, community: Community, village: VillageMap | None, form: PictureForm) -> bool:
    """Whether the picture, or the words to it, were kept; else the reason stands in the form."""
    credit, actor = form.cleaned_data["credit"], request.user
    file = form.cleaned_data["village"]
    try:
        if file:
            map_pictures.put(community=community, file=file, credit=credit, actor=actor)
        elif village:
            map_pictures.set_credit(village=village, credit=credit, actor=actor)
    except (PictureRefused, Refused) as error:
        form.add_error("village", str(error))
        return False
    return True


def _picture_page(request, community, village, form, point_form):
    base = map_bases.of(community, HelpCase.objects.none()) if village else None
    initial = {"credit": village.credit if village else ""}
    context = {
        "community": community,
        "village": village,
        "form": form or PictureForm(has_picture=bool(village), initial=initial),
        "point_form": point_form or PointForm(aspect=1),
        "base": base,
        "points": [_drawn(point, base) for point in village.points] if base else [],
        "widths": sizes(base.height / 1000) if base else [],
    }
    return render(request, "welfare/desk_map_picture.html", context)


def _drawn(point: dict, base: map_bases.Base) -> dict:
    return {"x": point["x"], "y": round(point["y"] * base.height / 1000)}


def _governs(request, community: Community) -> bool:
    return Community.objects.governed_by(request.user).filter(pk=community.pk).exists()


def _without_field(request) -> str:
    """This page's query without the chosen field, to look into another one."""
    query = request.GET.copy()
    query.pop("field", None)
    return query.urlencode()
