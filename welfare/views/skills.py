"""The community's list of what volunteers can do and bring."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from households.models import Community
from households.views.acting import done, press
from welfare.forms.volunteers import NewSkillForm, SkillForm
from welfare.models import Skill
from welfare.volunteering import figures, skills


@login_required
@require_safe
def index(request, code: str):
    """The list, a form for one more, and the usual list to take over."""
    return _page(request, _governed(request, code))


@login_required
@require_POST
def add(request, code: str):
    """One more on the list."""
    community = _governed(request, code)
    form = NewSkillForm(request.POST, auto_id="new-%s")
    if form.is_valid() and done(
        form, skills.add, community=community, actor=request.user, **form.cleaned_data
    ):
        messages.success(request, _("It is on the list."))
        return redirect("welfare:skills", community.code)
    return _page(request, community, new_form=form)


@login_required
@require_POST
def take_usual(request, code: str):
    """Take over what is usual elsewhere."""
    community = _governed(request, code)
    count = skills.take_usual(community=community, actor=request.user)
    words = ngettext("%(count)s came onto the list.", "%(count)s came onto the list.", count)
    messages.success(request, words % {"count": count})
    return redirect("welfare:skills", community.code)


@login_required
@require_POST
def edit(request, pk: int):
    """Another name, or whether the committee looks first."""
    skill = _find(request, pk)
    form = SkillForm(request.POST, auto_id=f"skill-{pk}-%s")
    if form.is_valid() and done(form, skills.change, skill=skill, actor=request.user, **form.cleaned_data):
        messages.success(request, _("Saved."))
        return redirect("welfare:skills", skill.community.code)
    return _page(request, skill.community, wrong={pk: form})


@login_required
@require_POST
def retire(request, pk: int):
    """Off the list, or on it again."""
    skill = _find(request, pk)
    is_offered = request.POST.get("offer") == "yes"
    words = _("It is on the list.") if is_offered else _("It is off the list. Who has it keeps it.")
    press(request, words, skills.offer, skill=skill, is_offered=is_offered, actor=request.user)
    return redirect("welfare:skills", skill.community.code)


def _governed(request, code: str) -> Community:
    """The community, for its committee; 404 for others."""
    return get_object_or_404(Community.objects.governed_by(request.user), code=code)


def _find(request, pk: int) -> Skill:
    """Something on the list of a community whose committee this person sits on; 404 for others."""
    rows = Skill.objects.filter(community__in=Community.objects.governed_by(request.user))
    return get_object_or_404(rows.select_related("community"), pk=pk)


def _page(request, community: Community, *, new_form=None, wrong=None):
    """The page, with the form that has a mistake in its place."""
    wrong = wrong or {}
    rows = list(figures.skills_of(community).order_by("kind", "-is_offered", "name"))
    listed = [(row, wrong.get(row.pk) or _form(row), row.pk in wrong) for row in rows]
    context = {
        "community": community,
        "groups": [
            (label, [entry for entry in listed if entry[0].kind == kind])
            for kind, label in Skill.Kind.choices
        ],
        "new_form": new_form or NewSkillForm(auto_id="new-%s"),
        "usual": skills.usual(community),
        "is_empty": not rows,
    }
    return render(request, "welfare/skills.html", context)


def _form(skill: Skill) -> SkillForm:
    initial = {"name": skill.name, "needs_check": skill.needs_check}
    return SkillForm(initial=initial, auto_id=f"skill-{skill.pk}-%s")
