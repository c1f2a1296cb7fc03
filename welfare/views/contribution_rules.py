"""How much members pay: open to everybody, in words; the committee enters what a meeting decided."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from households.models import Community
from households.views.acting import done
from welfare import contribution_rules
from welfare.contribution_dues import rules_of
from welfare.forms.contributions import RuleForm


@require_safe
def rules(request, code: str) -> HttpResponse:
    """The rule in force, those before it, and those to come."""
    return _page(request, get_object_or_404(Community, code=code))


@login_required
@require_POST
def decide(request, code: str) -> HttpResponse:
    """A meeting decided a rule."""
    community = get_object_or_404(Community.objects.governed_by(request.user), code=code)
    form = RuleForm(request.POST)
    if form.is_valid():
        fields = {name: form.cleaned_data[name] for name in ("amount", "per", "valid_from", "resolution")}
        if done(form, contribution_rules.decide, community=community, actor=request.user, **fields):
            messages.success(request, _("The rule is kept and open to everybody."))
            return redirect("welfare:contribution_rules", code)
    return _page(request, community, form)


def _page(request, community: Community, form: RuleForm | None = None) -> HttpResponse:
    today = timezone.localdate()
    current = contribution_rules.current(community)
    every = [(rule, contribution_rules.in_words(rule)) for rule in rules_of([community])]
    governs = Community.objects.governed_by(request.user).filter(pk=community.pk).exists()
    context = {
        "community": community,
        "current": current,
        "current_words": contribution_rules.in_words(current) if current else "",
        "coming": [pair for pair in every if pair[0].valid_from > today],
        "former": [pair for pair in reversed(every) if pair[0].valid_from <= today and pair[0] != current],
        "form": (form or RuleForm()) if governs else None,
    }
    return render(request, "welfare/contribution_rules.html", context)
