"""Volunteers as those see them who look after them: finding, gaps, one volunteer's page, looking at skills, trust."""

from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from households import roles
from households.models import Community
from households.views.acting import press
from households.views.paging import paging_url
from lib import paging
from welfare.forms.volunteers import FindForm
from welfare.models import Skill, Volunteer, VolunteerSkill
from welfare.volunteering import callouts, certificates, figures, skills, standing, volunteers, wording

# Who looks after volunteers.
LOOKED_AFTER_BY = ("committee", "chair", "case_worker")
GAPS_SHOWN = 10


@login_required
@never_cache
@require_safe
def index(request, code: str):
    """Free places in shifts, what nobody can do, and who can be asked."""
    community = get_object_or_404(Community.objects.with_role(request.user, *LOOKED_AFTER_BY), code=code)
    form = FindForm(request.GET, community=community)
    page = paging.page(_found(community, form.wanted()), ["-id"], request.GET.get("after"))
    abilities = list(figures.skills_of(community).filter(is_offered=True))
    context = {
        "community": community,
        "form": form,
        "page": page,
        "next_url": paging_url(request, page.next_cursor),
        "gaps": [(gap, wording.when(gap.shift)) for gap in callouts.gaps(community)[:GAPS_SHOWN]],
        "missing": [skill for skill in abilities if not skill.able],
        "to_check": figures.count_to_check(community),
        "governs": _governs(request, community),
    }
    return render(request, "welfare/volunteer_office.html", context)


@login_required
@never_cache
@require_safe
def show(request, code: str):
    """One volunteer: phone, what they can do, hours, certificates, shifts."""
    volunteer = _find(request, code)
    governs, is_own = _governs(request, volunteer.community), volunteer.user_id == request.user.pk
    context = {
        "volunteer": volunteer,
        "community": volunteer.community,
        "skills": volunteer.skills.select_related("skill", "checked_by").order_by(
            "skill__kind", "skill__name"
        ),
        "times": volunteers.times_in_words(volunteer),
        "shifts": standing.to_come(volunteer),
        "years": standing.years(volunteer),
        "learning": standing.learning(volunteer),
        "papers": standing.papers(volunteer),
        "in_hand": standing.in_hand(volunteer),
        "is_trusted": bool(volunteers.trusted(volunteer)),
        "governs": governs,
        "is_own": is_own,
        "may_check": governs and not is_own,
    }
    return render(request, "welfare/volunteer_page.html", context)


@login_required
@require_POST
def check(request, code: str, skill: int):
    """The committee has looked at somebody for this work."""
    volunteer, found = _to_check(request, code, skill)
    words = _("Written down: %(name)s can help with this: %(skill)s.") % {
        "name": volunteer.name,
        "skill": found.name,
    }
    press(request, words, skills.check, volunteer=volunteer, skill=found, actor=request.user)
    return redirect("welfare:volunteer", volunteer.code)


@login_required
@require_POST
def uncheck(request, code: str, skill: int):
    """The committee no longer agrees."""
    volunteer, found = _to_check(request, code, skill)
    words = _("Taken back. Nobody asks for this work until somebody has looked again.")
    press(request, words, skills.uncheck, volunteer=volunteer, skill=found, actor=request.user)
    return redirect("welfare:volunteer", volunteer.code)


@login_required
@require_POST
def trust(request, code: str):
    """The volunteer may collect for the fund and write down for the centre what people tell."""
    volunteer = _governed(request, code)
    words = _("%(name)s may now collect and write down for the centre.") % {"name": volunteer.name}
    press(request, words, volunteers.trust, volunteer=volunteer, actor=request.user)
    return redirect("welfare:volunteer", volunteer.code)


@login_required
@require_POST
def trust_end(request, code: str):
    """The volunteer no longer collects nor writes down for the centre."""
    volunteer = _governed(request, code)
    words = _("%(name)s no longer collects nor writes down for the centre.") % {"name": volunteer.name}
    for role in volunteers.trusted(volunteer):
        press(request, words, roles.end, role=role, actor=request.user)
    return redirect("welfare:volunteer", volunteer.code)


def _find(request, code: str) -> Volunteer:
    """A volunteer whom this person looks after; 404 for others."""
    rows = Volunteer.objects.coordinated_by(request.user).select_related("community", "user")
    return get_object_or_404(rows, code=code)


def _governed(request, code: str) -> Volunteer:
    """A volunteer of a community whose committee this person sits on; 404 for others."""
    rows = Volunteer.objects.filter(community__in=Community.objects.governed_by(request.user))
    return get_object_or_404(rows.select_related("community", "user"), code=code)


def _to_check(request, code: str, skill: int) -> tuple[Volunteer, Skill]:
    """The volunteer, and a skill of the same community; 404 for others."""
    volunteer = _governed(request, code)
    return volunteer, get_object_or_404(Skill, community=volunteer.community_id, pk=skill)


def _governs(request, community: Community) -> bool:
    return Community.objects.governed_by(request.user).filter(pk=community.pk).exists()


def _found(community: Community, wanted: dict) -> QuerySet[Volunteer]:
    """The volunteers that were asked for, each with what they can do."""
    rows = Volunteer.objects.filter(community=community, status=wanted["status"] or Volunteer.Status.ACTIVE)
    if wanted["skill"]:
        rows = rows.filter(skills__skill=wanted["skill"])
    if wanted["kind"]:
        rows = rows.filter(kind=wanted["kind"])
    if wanted["area"]:
        rows = rows.filter(area__icontains=wanted["area"])
    if wanted["day"] or wanted["part"]:
        # Whoever ticked nothing is asked each time.
        when = f'"{wanted["day"]}-' if wanted["day"] else "-"
        when += f'{wanted["part"]}"' if wanted["part"] else ""
        said = rows.annotate(said=Cast("times", TextField()))
        rows = said.filter(Q(said__contains=when) | Q(said="[]"))
    if wanted["check"] == "waits":
        rows = figures.waiting_for_check(rows)
    holders = certificates.valid().filter(kind="course", volunteer=OuterRef("pk"))
    rows = rows.annotate(is_trained=Exists(holders))
    if wanted["check"] in ("trained", "untrained"):
        rows = rows.filter(is_trained=wanted["check"] == "trained")
    having = VolunteerSkill.objects.select_related("skill").order_by("skill__kind", "skill__name")
    return rows.prefetch_related(Prefetch("skills", having, to_attr="abilities"))
