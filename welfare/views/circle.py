"""The small circle of a community, and whom a request complains about."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from households.models import Community, Role, User
from households.views.acting import press
from welfare.forms.circle import ChosenForm, SearchForm
from welfare.helpdesk import circle
from welfare.models import CircleMember, HelpCase

SHOWN_EARLIER = 20


@login_required
@never_cache
@require_safe
def show(request, code: str):
    """Who is in the circle. The chair changes it; who is in it sees the others."""
    chaired = _chaired(request)
    readable = Q(pk__in=chaired.values("pk")) | Q(pk__in=circle.communities_of(request.user))
    community = get_object_or_404(Community.objects.filter(readable), code=code)
    now = circle.members(community)
    earlier = CircleMember.objects.filter(community=community).exclude(pk__in=[one.pk for one in now])
    is_chair = chaired.filter(pk=community.pk).exists()
    context = {
        "community": community,
        "members": now,
        "is_ready": len(now) >= circle.FEWEST,
        "is_chair": is_chair,
        "is_waiting": is_chair and not now and circle.is_waiting(community, request.user),
        "earlier": earlier.select_related("user").order_by("-pk")[:SHOWN_EARLIER],
        **(_search(request, community, {one.user_id for one in now}) if is_chair else {}),
    }
    return render(request, "welfare/circle_page.html", context)


@login_required
@require_POST
def add(request, code: str):
    """The chair lets somebody in."""
    community = get_object_or_404(_chaired(request), code=code)
    if user := _chosen(request):
        words = _("%(name)s is in the small circle now.") % {"name": user}
        press(request, words, partial(circle.add, community=community, user=user, actor=request.user))
    return redirect("welfare:circle", community.code)


@login_required
@require_POST
def end(request, code: str):
    """The chair ends it."""
    community = get_object_or_404(_chaired(request), code=code)
    rows = CircleMember.objects.filter(community=community, until__isnull=True)
    if member := rows.select_related("community", "user").filter(user=_chosen(request)).first():
        words = _("%(name)s is no longer in the small circle.") % {"name": member.user}
        press(request, words, partial(circle.end, member=member, actor=request.user))
    return redirect("welfare:circle", community.code)


@login_required
@never_cache
@require_safe
def subjects(request, code: str):
    """Whom a request complains about, and the search for somebody to add."""
    case = _case(request, code)
    there = circle.subjects_of(case)
    found = _search(request, case.community, {subject.user_id for subject in there})
    context = {"case": case, "community": case.community, "subjects": there, **found}
    return render(request, "welfare/circle_subjects.html", context)


@login_required
@require_POST
def subject_add(request, code: str):
    """Somebody is complained about: the request is hidden from them."""
    case, user = _case(request, code), _chosen(request)
    if user:
        words = _("Written down. %(name)s cannot see this request any more.") % {"name": user}
        press(request, words, partial(circle.add_subject, case=case, user=user, actor=request.user))
    # Who wrote down the own name has just lost sight of it.
    return redirect("households:inbox") if user == request.user else redirect("welfare:case_subjects", code)


@login_required
@require_POST
def subject_remove(request, code: str):
    """It was a mistake."""
    case, user = _case(request, code), _chosen(request)
    if user:
        words = _("Taken back. This request is not about %(name)s.") % {"name": user}
        press(request, words, partial(circle.remove_subject, case=case, user=user, actor=request.user))
    return redirect("welfare:case_subjects", code)


def _chaired(request):
    return Community.objects.with_role(request.user, Role.Kind.CHAIR)


def _case(request, code: str) -> HelpCase:
    """The request, for the small circle; 404 for others."""
    rows = HelpCase.objects.workable_by(request.user).filter(
        community__in=circle.communities_of(request.user)
    )
    return get_object_or_404(rows.select_related("community"), code=code)


def _chosen(request) -> User | None:
    """The account that was chosen, or a word that none was."""
    form = ChosenForm(request.POST)
    user = User.objects.filter(code=form.cleaned_data["user"]).first() if form.is_valid() else None
    if user is None:
        messages.error(request, _("Please choose somebody from the list."))
    return user


def _search(request, community: Community, there: set[int]) -> dict:
    """The form of the search, and who was found that is not there yet."""
    form = SearchForm(request.GET if "q" in request.GET else None)
    found = circle.found(community, form.cleaned_data["q"]) if form.is_bound and form.is_valid() else None
    return {
        "form": form,
        "found": None if found is None else [user for user in found if user.pk not in there],
    }
