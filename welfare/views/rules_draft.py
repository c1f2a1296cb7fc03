"""The committee writes the next version of the fund's rules and enters that it was adopted."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from households.models import Community
from households.views.acting import done, press
from welfare import benefit_rules, benefit_words, rule_costs
from welfare.forms.benefit_rules import AdoptForm, BenefitForm, LimitsForm
from welfare.models import Benefit, BenefitRules

FORM = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_GET
def show(request, code):
    """The draft: what it says, what is left to say, and what comes next."""
    community = _governed(request, code)
    rules = benefit_rules.draft_of(community)
    said = benefit_words.in_words(rules) if rules else []
    codes = {row.code for row in said}
    context = {
        "community": community,
        "rules": rules,
        "benefits": said,
        "others": [choice for choice in Benefit.Event.choices if choice[0] not in codes],
        "deciding": benefit_words.deciding(rules) if rules else [],
        "is_own": rules is not None and rules.drafted_by_id == request.user.pk,
    }
    return render(request, "welfare/rules_draft.html", context)


@login_required
@require_POST
def begin(request, code):
    """Start a draft with what is in force."""
    community = _governed(request, code)
    benefit_rules.draft(community=community, actor=request.user)
    messages.success(
        request, _("The draft is there. What is in force stays in force until another version is adopted.")
    )
    return redirect("welfare:rules_draft", community.code)


@login_required
@FORM
def limits(request, code):
    """Who decides up to what amount, emergencies, appeals, offers."""
    community, rules = _draft(request, code)
    form = LimitsForm.of(rules, request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {"rules": rules, "actor": request.user, **form.cleaned_data}
        if done(form, benefit_rules.save_limits, **given):
            messages.success(request, _("The draft is saved."))
            return redirect("welfare:rules_draft", community.code)
    return render(request, "welfare/rules_limits.html", {"community": community, "form": form})


@login_required
@FORM
def benefit(request, code, event):
    """What the draft pays for one kind of event."""
    community, rules = _draft(request, code)
    if event not in Benefit.Event.values:
        raise Http404
    there = rules.benefits.filter(event=event).first()
    form = BenefitForm(request.POST or None, benefit=there)
    if request.method == "POST" and form.is_valid():
        given = {"rules": rules, "event": event, "actor": request.user, **form.benefit()}
        if done(form, benefit_rules.put_benefit, **given):
            messages.success(request, _("The draft is saved."))
            return redirect("welfare:rules_draft", community.code)
    context = {"community": community, "form": form, "event": Benefit.Event(event), "there": there}
    return render(request, "welfare/rules_benefit.html", context)


@login_required
@require_POST
def take_out(request, code, event):
    """The draft no longer pays for this."""
    community, rules = _draft(request, code)
    given = {"rules": rules, "event": event, "actor": request.user}
    press(request, _("It is no longer in the draft."), benefit_rules.take_out, **given)
    return redirect("welfare:rules_draft", community.code)


@login_required
@require_POST
def drop(request, code):
    """Put the draft away."""
    community, rules = _draft(request, code)
    press(request, _("The draft is put away."), benefit_rules.drop, rules=rules, actor=request.user)
    return redirect("welfare:rules", community.code)


@login_required
@FORM
def adopt(request, code):
    """What it would have cost, and the resolution that makes the draft the rules."""
    community, rules = _draft(request, code)
    form = AdoptForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {"rules": rules, "actor": request.user, **form.cleaned_data}
        if done(form, benefit_rules.adopt, **given):
            messages.success(request, _("The rules are adopted. Everybody can read them now."))
            return redirect("welfare:rules_version", community.code, rules.number)
    context = {
        "community": community,
        "rules": rules,
        "form": form,
        "costs": rule_costs.work_out(rules),
        "is_own": rules.drafted_by_id == request.user.pk,
    }
    return render(request, "welfare/rules_adopt.html", context)


def _governed(request, code: str) -> Community:
    return get_object_or_404(Community.objects.governed_by(request.user), code=code)


def _draft(request, code: str) -> tuple[Community, BenefitRules]:
    """The community and its draft; 404 without one."""
    community = _governed(request, code)
    rules = benefit_rules.draft_of(community)
    if rules is None:
        raise Http404
    return community, rules
